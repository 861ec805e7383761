"""The elements of an HTML page in document order: one walk, without recursion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Literal, NamedTuple

from selectolax.lexbor import LexborHTMLParser, LexborNode

# Elements nested deeper lose their tags and keep their text, for lexbor looks through all open elements at every block
# (100,000 nested divs: 9.4 s; 50,000 list items under 5,000 lists: 28 s, under 256: 2.4 s). Chromium stops at 512; the
# deepest of 987 news pages has 138 levels (tags left open), the median 18.
DEPTH = 256
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
_HIDDEN = frozenset(_HIDDEN_TAGS.split())
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STREAMED = "S:"  # React sends late parts of a page hidden under such an id, and a script puts them in their place
_NAMING = ("class", "id", "role", "itemprop", "rel", "aria-label", "data-testid", "data-component", "data-type")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NAMED = 300  # characters of names kept of one element


class Element:
    """An element on the way from the root to the place of the walk."""

    __slots__ = ("attributes", "depth", "link", "number", "parent", "pre", "tag", "title")

    def __init__(self, parent: Element | None, tag: str, attributes: Mapping[str, str | None], number: int) -> None:
        self.parent, self.tag, self.attributes, self.number = parent, tag, attributes, number
        self.depth: int = parent.depth + 1 if parent else 0
        self.pre: bool = tag == "pre" or (parent is not None and parent.pre)
        self.link: bool = (tag == "a" and "href" in attributes) or (parent is not None and parent.link)
        self.title: bool = tag == "h1" or (parent is not None and parent.title)

    def naming(self) -> str:
        """What the markup calls it, lower case, words apart."""
        named = " ".join(value for name in _NAMING if (value := self.attributes.get(name)))
        return _HUMP.sub("-", named[:_NAMED].replace("|", " ")).lower()

    def line(self) -> Iterator[Element]:
        """The element and those around it, innermost first, without `html` and `body`."""
        here: Element | None = self
        while here is not None and here.tag not in ("html", "body"):
            yield here
            here = here.parent


class Step(NamedTuple):
    """One step of the walk: into an element, over a text in it, or out of it."""

    kind: Literal["open", "text", "close"]
    element: Element
    text: str


def common(one: Element, other: Element) -> Element:
    """The innermost element that holds both."""
    while one is not other:
        if one.depth >= other.depth and one.parent:
            one = one.parent
        elif other.parent:
            other = other.parent
    return one


def steps(markup: str) -> Iterator[Step]:
    """Walk through a page in document order, past everything hidden; scripts of linked data are given as text.

    >>> [(step.kind, step.element.tag) for step in steps("<p>a<svg>b</svg>")][4:7]
    [('open', 'p'), ('text', 'p'), ('close', 'p')]
    """
    tree = LexborHTMLParser(shallow(markup))
    above: list[LexborNode] = []
    node, number = tree.root, 0
    inside = Element(None, "", {}, 0)
    while True:
        while node is None:
            if not above:
                return
            yield Step("close", inside, "")
            node, inside = above.pop().next, inside.parent or inside
        tag = node.tag or ""
        if tag == "-text":
            yield Step("text", inside, node.text_content or "")
        elif not tag.startswith(("-", "!")):
            attributes = node.attributes
            if tag == "script" and "ld+json" in (attributes.get("type") or ""):
                yield Step("text", Element(inside, tag, attributes, number), node.text() or "")
            elif not _hidden(tag, attributes):
                number += 1
                inside = Element(inside, tag, attributes, number)
                yield Step("open", inside, "")
                above.append(node)
                node = node.first_child
                continue
        node = node.next


def _hidden(tag: str, attributes: Mapping[str, str | None]) -> bool:
    if tag in _HIDDEN or (tag == "dialog" and "open" not in attributes):
        return True
    # Many pages hide their body until a script has run; that hides nothing from a reader.
    if not attributes or tag in ("html", "body"):
        return False
    hidden = attributes.get("hidden", "until-found") not in ("until-found", "false")
    if hidden and (attributes.get("id") or "").startswith(_STREAMED):
        return False
    style = attributes.get("style")
    return hidden or bool(style and _UNSEEN.search(style))


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
