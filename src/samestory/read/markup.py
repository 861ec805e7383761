"""The elements of an HTML page: which are shown, what they are called, and how deep they may stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from html import unescape
from itertools import accumulate, islice

from selectolax.lexbor import LexborNode

# Elements nested deeper lose their tags and keep their text, for lexbor looks through all open elements at every block
# (100,000 nested divs: 9.4 s; 50,000 list items under 5,000 lists: 28 s, under 256: 2.4 s). Chromium stops at 512; the
# deepest of 987 news pages has 138 levels (tags left open), the median 18.
DEPTH = 256
# What stands behind so many tags keeps its text and nothing else, as one block: a megabyte of "a<p>" took 3 s. The page
# of most tags among 987 has 9,800.
MOST_TAGS = 50_000
_NO_TEXT = re.compile(
    r"<(?:script|style)\b(?:[^<]++|<(?!/(?:script|style)\b))*+|<!--(?:[^-]++|-(?!->))*+|<(?=[a-z/!?-])[^<>]*+>?|-->",
    re.IGNORECASE,
)
_CLOSED_BY_NEXT = "p|li|dt|dd|td|th|tr|tbody|thead|tfoot|option|optgroup|colgroup"
_VOID = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
_RAW = "script|style|textarea|title|iframe|xmp|noembed|noframes"  # what looks like a tag in them is none
# Possessive runs up to the next "<" or "-": half of a page is scripts, and a lazy ".*?" through them took 2.4 ms of a
# page of 278 kB where this takes 0.9.
_NESTING = re.compile(
    rf"<(?:(?:{_RAW})\b(?:[^<]++|<(?!/(?:{_RAW})\b))*+(?:</(?:{_RAW})\b)?|!--(?:[^-]++|-(?!->))*+(?:-->)?"
    rf"|(/?)(?!(?:{_CLOSED_BY_NEXT}|{_VOID}|{_RAW})[\s/>])([a-z])[^<>]*+>)",
    re.IGNORECASE,
)

# Never shown, whatever the style: fallbacks, controls whose text is not prose, code.
_HIDDEN_TAGS = (
    "audio canvas datalist embed frame iframe input map math noembed noframes noscript object param rp script select "
    "source style svg template textarea track video"
)
HIDDEN = frozenset(_HIDDEN_TAGS.split())
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STREAMED = "S:"  # React sends late parts of a page hidden under such an id, and a script puts them in their place
# Hidden by style and yet the page's own text: a script shows it to those who pay, or open it. Scrambled text stays out.
_HELD = re.compile(
    r"(?!.*encrypt)(?:.*\s)?(?:(?:subscribers?|members?|premium)-(?:only|content|text)|(?:hidden|more)-(?:content|text)"
    r"|accordion-?content)\b",
    re.IGNORECASE | re.DOTALL,
)
_NAMING = ("class", "id", "role", "itemprop", "rel", "aria-label", "data-testid", "data-component", "data-type")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMED = 300  # characters of names kept of one element


PRE, LINK, TITLE = 1, 2, 4  # what an element is, and with it all that stands in it
_KINDS = {"pre": PRE, "a": LINK, "h1": TITLE}


class Open:
    """An element on the way from the root to the place of the walk."""

    __slots__ = ("attributes", "depth", "kind", "node", "number", "parent", "tag")

    def __init__(self, parent: Open | None, node: LexborNode | None, tag: str, given: Mapping[str, str | None]) -> None:
        self.parent, self.node, self.tag, self.attributes = parent, node, tag, given
        self.number: int | None = None  # among the elements of the page that hold text; given when the first is met
        if parent is None:
            self.depth = self.kind = 0
            self.number = -1  # the root stands for the page
            return
        self.depth, self.kind = parent.depth + 1, parent.kind
        if tag in _KINDS and (tag != "a" or "href" in given):
            self.kind |= _KINDS[tag]

    def names(self) -> str:
        """What the markup calls it, lower case, words apart."""
        given = self.attributes
        if len(given) == 1 and (named := given.get("class")):  # half of all elements have nothing else
            return _written(named)
        naming = _naming(tuple(given))
        return _written(" ".join([value for name in naming if (value := given[name])])) if naming else ""


@lru_cache(maxsize=16384)
def _written(named: str) -> str:
    if len(named) > _NAMED or "|" in named:
        named = named[:_NAMED].replace("|", " ")
    return lowered(named)


def lowered(names: str) -> str:
    """Names in lower case, their words apart.

    >>> lowered("storyBody x_y")
    'story-body x_y'
    """
    lower = names.lower()
    return lower if lower == names else _HUMP.sub("-", names).lower()


@lru_cache(maxsize=1024)
def _naming(given: tuple[str, ...]) -> tuple[str, ...]:
    """Those of an element's attributes that name it."""
    return tuple(name for name in _NAMING if name in given)


def common(one: Open, other: Open) -> Open:
    """The innermost element that holds both."""
    while one is not other:
        if one.depth >= other.depth and one.parent:
            one = one.parent
        elif other.parent:
            other = other.parent
    return one


def is_linked_data(tag: str, node: LexborNode) -> bool:
    """Is this a script of linked data (JSON-LD)?"""
    return tag == "script" and "ld+json" in (node.attributes.get("type") or "")


def is_concealed(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Is an element of a tag that browsers show hidden by its attributes?"""
    if tag == "dialog" and "open" not in attributes:
        return True
    # Many pages hide their body until a script has run; that hides nothing from a reader.
    if not attributes or tag in ("html", "body"):
        return False
    hidden = "hidden" in attributes and attributes["hidden"] not in ("until-found", "false")
    if hidden and (attributes.get("id") or "").startswith(_STREAMED):
        return False
    if hidden or not (style := attributes.get("style")) or not _UNSEEN.search(style):
        return hidden
    return not _HELD.match(attributes.get("class") or "")


def parted(markup: str) -> tuple[str, str]:
    """Markup up to the most tags that a page is read with, and the text of what is behind it.

    >>> parted("<p>Rain" * 3), parted("<p>Rain &amp; snow<!-- <b> -->" * (MOST_TAGS + 1))[1][-11:]
    (('<p>Rain<p>Rain<p>Rain', ''), 'Rain & snow')
    """
    if markup.count("<") <= MOST_TAGS:
        return markup, ""
    end = next(islice(re.finditer("<", markup), MOST_TAGS, None)).start()
    return markup[:end], " ".join(unescape(_NO_TEXT.sub(" ", markup[end:])).split())


def shallow(markup: str) -> str:
    """Markup without the tags of elements nested deeper than those of any page made for people.

    >>> shallow("<b>" * 300 + "x").count("<b>")
    256
    """
    # Balances first: they are counted without a call a tag, and nearly every page ends here.
    found = _NESTING.findall(markup)
    balances = [0, *accumulate((-1 if close else 1) if tag else 0 for close, tag in found)]
    if max(balances) - min(balances) <= DEPTH:
        return markup
    depth = 0

    def kept(tag: re.Match[str]) -> str:
        nonlocal depth
        if not tag[2]:
            return tag[0]
        here = depth if tag[1] else depth + 1
        depth = max(0, depth - 1) if tag[1] else here
        return tag[0] if here <= DEPTH else " "

    return _NESTING.sub(kept, markup)


def sparing(markup: str) -> str:
    """Markup without the attributes of a tag beyond the first thousand.

    Lexbor compares every attribute of a tag with all before it: 20,000 take 0.6 s, a million would take half an hour.

    >>> len(sparing("<p " + " ".join(f"attribute{n}" for n in range(3000)) + ">Rain").split())
    1002
    """
    return _LONG_TAG.sub(_cut, markup) if _has_long_tag(markup) else markup


def _has_long_tag(markup: str) -> bool:
    """May there be one? From bracket to bracket in long steps: 0.03 ms of 260 kB, where the pattern takes 0.45."""
    at, end = 0, len(markup) - _LONG
    while 0 <= at < end:
        near = max(markup.rfind("<", at + 1, at + _LONG), markup.rfind(">", at + 1, at + _LONG))
        if near < 0 and markup[at] == "<":
            return True
        at = markup.find("<", at + 1) if near < 0 else near
    return False


_LONG = 5000  # characters; a tag of so many attributes has more
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_LONG},}}+")
_ATTRIBUTE = re.compile(r"""[^\s"'=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']+))?""")
_MOST_ATTRIBUTES = 1000


def _cut(tag: re.Match[str]) -> str:
    # Pages put data into attributes by the 100 kB: words and quotes are counted before the pattern goes through them.
    if len(tag[0].split()) + sum(map(tag[0].count, "\"'=")) <= _MOST_ATTRIBUTES:
        return tag[0]
    beyond = next(islice(_ATTRIBUTE.finditer(tag[0]), _MOST_ATTRIBUTES + 1, None), None)
    return tag[0][: beyond.start()] if beyond else tag[0]
