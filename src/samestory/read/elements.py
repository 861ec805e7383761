"""The elements of an HTML page: which are shown, what their edges put between texts, and what they are called."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Literal, NamedTuple

from selectolax.lexbor import LexborNode

Attributes = Mapping[str, str | None]
# An element on the way from the root to the place of the walk: its node, its tag, what its edges put between texts, its
# attributes, and what it is. A bare tuple: 800 are made of a page, and named ones take 0.2 ms more.
Open = tuple[LexborNode | None, str, str, Attributes, int]

# Never shown, whatever the style: fallbacks, controls whose text is not prose, code.
_HIDDEN_TAGS = (
    "audio canvas datalist embed frame iframe input map math noembed noframes noscript object param rp script select "
    "source style svg template textarea track video"
)
_HIDDEN = frozenset(_HIDDEN_TAGS.split())
_BLOCKS_TAGS = (
    "address article aside blockquote body caption center details dialog dir div dl fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr legend main menu nav ol p pre search section summary table tbody tfoot "
    "thead ul"
)
# What the edge of an element puts between texts; that of the others puts nothing.
_EDGES = {
    **dict.fromkeys(_BLOCKS_TAGS.split(), "\n\n"),
    **dict.fromkeys(("li", "tr", "dt", "dd", "option", "button"), "\n"),
    **dict.fromkeys(("td", "th"), "\t"),
}
_SAYING = frozenset(("br", "meta", "time", "link", "html"))
PRE, LINK, TITLE = 1, 2, 4  # what an element is, and with it all that stands in it
_KINDS = {"pre": PRE, "a": LINK, "h1": TITLE}

Part = Literal["text", "element", "saying", "script", "unseen"]


class Tag(NamedTuple):
    """What the tag of a node tells of it."""

    part: Part  # an element that ends a line or says something of the page is a saying one
    name: str
    gap: str  # what its edges put between texts
    kind: int  # what it is, if it is a link: one that leads somewhere


_BY_NUMBER: dict[int, Tag] = {}
_OWN = 0xC4  # tags below it have their number in lexbor; those of others are good for one page


def tag(node: LexborNode, number: int) -> Tag:
    """What the tag of a node tells, which is then known by the number that lexbor gives the tag."""
    known = _tag(node.tag or "")
    if number < _OWN:
        _BY_NUMBER[number] = known
    return known


known_tag = _BY_NUMBER.get


@lru_cache(maxsize=1024)
def _tag(name: str) -> Tag:
    return Tag(_part(name), name, _EDGES.get(name, ""), _KINDS.get(name, 0))


def _part(name: str) -> Part:
    if name in ("-text", "script"):
        return "text" if name == "-text" else "script"
    if name in _HIDDEN or name.startswith(("-", "!")) or not name:
        return "unseen"
    return "saying" if name in _SAYING else "element"


_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STREAMED = "S:"  # React sends late parts of a page hidden under such an id, and a script puts them in their place
# Hidden by style and yet the page's own text: a script shows it to those who pay, or open it. Scrambled text stays out.
_HELD = re.compile(
    r"(?!.*encrypt)(?:.*\s)?(?:(?:subscribers?|members?|premium)-(?:only|content|text)|(?:hidden|more)-(?:content|text)"
    r"|accordion-?content)\b",
    re.IGNORECASE | re.DOTALL,
)


def is_concealed(tag: str, given: Attributes) -> bool:
    """Is an element of a tag that browsers show hidden by its attributes?"""
    if tag == "dialog" and "open" not in given:
        return True
    # Many pages hide their body until a script has run; that hides nothing from a reader.
    if not given or tag in ("html", "body"):
        return False
    hidden = "hidden" in given and given["hidden"] not in ("until-found", "false")
    if hidden and (given.get("id") or "").startswith(_STREAMED):
        return False
    if hidden or not (style := given.get("style")) or not _UNSEEN.search(style):
        return hidden
    return not _HELD.match(given.get("class") or "")


_NAMING = ("class", "id", "role", "itemprop", "rel", "aria-label", "data-testid", "data-component", "data-type")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMED = 300  # characters of names kept of one element
_Said = str | tuple[str | None, ...] | None  # the value of one attribute, or those of several


def names(given: Attributes) -> str:
    """What the markup calls an element, lower case, words apart."""
    if len(given) == 1 and (named := given.get("class")):  # half of all elements have nothing else
        return _written(named)
    naming = _naming(tuple(given))
    return _written(naming(given)) if naming else ""


@lru_cache(maxsize=1024)
def _naming(given: tuple[str, ...]) -> Callable[[Attributes], _Said] | None:
    """What gets the values of those of an element's attributes that name it, all at once."""
    naming = [name for name in _NAMING if name in given]
    return itemgetter(*naming) if naming else None


@lru_cache(maxsize=16384)
def _written(said: _Said) -> str:
    named = said if isinstance(said, str) else " ".join(filter(None, said or ()))
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


def common(one: Sequence[Open], other: Sequence[Open]) -> int:
    """How many elements two paths from the root begin with alike."""
    count = min(len(one), len(other))
    while one[count - 1] is not other[count - 1]:
        count -= 1
    return count
