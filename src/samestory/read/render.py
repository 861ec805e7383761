"""HTML as one text: what a browser shows, and for every block of it where it is and what the markup says of it.

Inline elements are joined, blocks are separated by a blank line, `br`, `li`, `tr` by a line end, cells by a tab; what
is hidden stays out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from selectolax.lexbor import LexborHTMLParser

from samestory.read.embedded import article
from samestory.read.linked_data import missing, read_linked
from samestory.read.markup import (
    DEPTH,
    HIDDEN,
    LINK,
    MOST_TAGS,
    PRE,
    TITLE,
    Open,
    common,
    is_concealed,
    is_linked_data,
    parted,
    shallow,
    sparing,
)
from samestory.types import Element, Mark, Span

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
_SILENT = frozenset(("head", "html", "title"))
_SAYING = frozenset(("br", "meta", "time", "link", "html"))
_OUTERMOST = frozenset(("html", "body"))
# A page of so few tags is parsed first and looked at for its depth then: the count of its balances takes as long as
# parsing (0.8 ms of 264 kB), and the worst of 4,000 tags half a second.
FEW_TAGS = 4000
_SPACE = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(r" *([\t\n])[ \t]*")
_SPACES = re.compile(r" {2,}")
HELD = 2000  # characters of one piece of metadata
_SCANT = 2000  # characters of paragraphs: a page that shows fewer may leave its article to a script
_LINKED = 0.5  # share of links above which a paragraph tells nothing
_TITLES = ("h1", "og:title", "twitter:title", "title")
_new = tuple.__new__  # three fifths of the time of calling a NamedTuple: a thousand are made of a page
_RIGHTS = frozenset(("robots", "tdm-reservation", "tdm-policy"))


class Rendered(NamedTuple):
    """A page as text, its blocks and their elements, and what its markup says of itself, in document order."""

    text: str
    marks: tuple[Mark, ...]
    elements: tuple[Element, ...]
    meta: tuple[tuple[str, str], ...]


def render(markup: str) -> Rendered:
    r"""The text of a page with its marks and its metadata.

    >>> page = render("<title>Rain</title><h1>Rain <i>again</i></h1><p>It rained.<p hidden>Secret")
    >>> page.text, page.elements[page.marks[1].element].tag, page.meta
    ('Rain again\n\nIt rained.', 'p', (('title', 'Rain'), ('h1', 'Rain again')))
    """
    tags = markup.count("<")
    markup, rest = parted(markup) if tags > MOST_TAGS else (markup, "")
    markup = sparing(markup)
    sheet = (_walked(markup, DEPTH) if tags <= FEW_TAGS else None) or _walked(shallow(markup), None)
    assert sheet  # without a limit no walk is broken off
    shown = "".join(sheet.texts)
    for paragraph in missing(sheet.bodies or list(_drawn(markup, sheet)), shown):
        sheet.append(paragraph)
    if rest:
        sheet.append(rest, shown=True)
    return Rendered("".join(sheet.texts), tuple(sheet.marks), tuple(sheet.elements), tuple(sheet.meta))


def _drawn(markup: str, sheet: _Sheet) -> Iterator[str]:
    """The article that a script would draw, where the page itself shows few paragraphs."""
    told = (mark for mark in sheet.marks if mark.link_share < _LINKED and mark.element >= 0)
    if sum(mark.span.end - mark.span.start for mark in told if sheet.elements[mark.element].tag == "p") < _SCANT:
        found = article(markup, [value for key, value in sheet.meta if key in _TITLES])
        yield from [found] if found else []


def _walked(markup: str, limit: int | None) -> _Sheet | None:
    """A page written out, in one walk without recursion past everything hidden; None if it is nested too deep."""
    sheet, inside = _Sheet(), Open(None, None, "", {})
    node = LexborHTMLParser(markup).root
    while True:
        while node is None:
            if inside.parent is None:
                sheet.edge("\n\n")
                return sheet
            if (gap := _EDGES.get(inside.tag)) and (sheet.holder or gap > sheet.gap):
                sheet.edge(gap)
            node, inside = inside.node.next if inside.node else None, inside.parent
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content or ""
            if sheet.holder or not text.isspace():
                sheet.write(inside, text)
        elif tag in HIDDEN:
            if is_linked_data(tag, node):
                sheet.link(node.text() or "")
        elif tag[:1] not in "-!":
            given = node.attributes
            if not ("style" in given or "hidden" in given or tag == "dialog") or not is_concealed(tag, given):
                inside = Open(inside, node, tag, given)
                if limit and inside.depth > limit:
                    return None
                if gap := _EDGES.get(tag):
                    if sheet.holder or gap > sheet.gap:
                        sheet.edge(gap)
                elif tag in _SAYING:
                    sheet.enter(tag, given)
                node = node.first_child
                continue
        node = node.next


class _Sheet:
    """The text as it grows, and the run of inline text at its end that no block has closed yet."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.marks: list[Mark] = []
        self.elements: list[Element] = []
        self.meta: list[tuple[str, str]] = []
        self.bodies: list[str] = []
        self._length = 0
        self.gap = ""  # what stands between the last block and the next, at least
        self._run: list[str] = []
        self.holder: Open | None = None  # the innermost element of the run; None: nothing visible stands in it
        self._shown = self._linked = 0
        self._broken = False

    def enter(self, tag: str, given: Mapping[str, str | None]) -> None:
        """The beginning of an element that ends a line or says something of the page."""
        if tag == "br":
            self._line_end()
        else:
            self.meta.extend(_said(tag, given))

    def write(self, element: Open, text: str) -> None:
        """Text inside an element, with white space as a browser collapses it."""
        if element.tag in _SILENT:
            if element.tag == "title":
                self.meta.append(("title", _SPACE.sub(" ", text).strip()[:HELD]))
            return
        if not element.kind & PRE and ("  " in text or not text.isprintable()):
            text = _SPACE.sub(" ", text)
        self._run.append(text)
        if shown := len(text.strip()):
            if self.holder is None:
                self.holder = element
            elif self.holder is not element:
                self.holder = common(self.holder, element)
            self._shown += shown
            if element.kind & LINK:
                self._linked += shown
            self._broken = False

    def link(self, script: str) -> None:
        """A script of linked data."""
        linked = read_linked(script)
        self.meta.extend(linked.pairs)
        self.bodies.extend(linked.bodies)

    def _line_end(self) -> None:
        """A `br`; the second in a row ends a paragraph."""
        if self._broken:
            self.edge("\n\n")
        elif self.holder:
            self._run.append("\n")
            self._broken = True

    def edge(self, gap: str) -> None:
        """The beginning or the end of an element, and what it puts between the texts before and behind it."""
        if gap == "\t":
            if "\n" not in self._run:
                if self.holder:
                    self._run.append("\t")
                return
            gap = "\n\n"  # a cell of lines is a column of the page, not of a table
        if self.holder:
            self._close(self.holder)
        if gap > self.gap:
            self.gap = gap

    def append(self, paragraph: str, shown: bool = False) -> None:
        """A paragraph that stands in no element: where it is not shown, only linked data or a script holds it."""
        self.marks.append(Mark(self._put(paragraph), -1, 0.0, shown))
        self.gap = "\n\n"

    def _close(self, holder: Open) -> None:
        """End the run."""
        text = "".join(self._run)
        if not holder.kind & PRE:
            text = _AROUND_BREAK.sub(r"\1", text) if "\n" in text or "\t" in text else text
            text = _SPACES.sub(" ", text) if "  " in text else text
        text = text.strip()
        share = round(self._linked / self._shown, 3) if self._linked else 0.0
        self.marks.append(_new(Mark, (self._put(text), self._number(holder), share, True)))
        if holder.kind & TITLE:
            self.meta.append(("h1", text[:HELD]))
        self.gap, self.holder, self._shown, self._linked, self._broken = "", None, 0, 0, False
        self._run.clear()

    def _put(self, text: str) -> Span:
        """Write a text out, behind the gap to what stands before it; where it stands then."""
        if self._length:
            self.texts.append(self.gap)
            self._length += len(self.gap)
        self.texts.append(text)
        start = self._length
        self._length += len(text)
        return _new(Span, (start, self._length))

    def _number(self, holder: Open) -> int:
        """The place of an element among those of the page; it and those around it get one when they first hold text."""
        new, here = [], holder
        while here.number is None:
            new.append(here)
            assert here.parent  # the root has a number
            here = here.parent
        number, elements = here.number, self.elements
        for element in reversed(new):
            if element.tag not in _OUTERMOST:
                elements.append(_new(Element, (number, element.tag, element.names())))
                number = len(elements) - 1
            element.number = number
        return number


def _said(tag: str, given: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    """What an element says of the page as a whole."""
    if tag == "meta" and given.get("content"):
        key = given.get("property") or given.get("name")
        if key:
            yield _key(key.strip().lower()), (given["content"] or "").strip()[:HELD]
        elif given.get("itemprop"):
            yield f"itemprop:{given['itemprop']}", (given["content"] or "").strip()[:HELD]
    elif tag == "time" and given.get("datetime"):
        yield "time:datetime", (given["datetime"] or "").strip()[:HELD]
    elif tag == "link" and given.get("rel") == "canonical" and given.get("href"):
        yield "link:canonical", (given["href"] or "")[:HELD]
    elif tag == "html" and given.get("lang"):
        yield "html:lang", (given["lang"] or "")[:HELD]


def _key(name: str) -> str:
    """A name of metadata; one of no vocabulary is of HTML's own."""
    return name if ":" in name or name in _RIGHTS else f"meta:{name}"
