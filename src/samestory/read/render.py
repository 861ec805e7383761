"""HTML as one text: what a browser shows, and for every block of it where it is and what the markup says of it.

Inline elements are joined, blocks are separated by a blank line, `br`, `li`, `tr` by a line end, cells by a tab; what
is hidden stays out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from samestory.read.linked_data import missing, read_linked
from samestory.read.markup import Element, common, steps
from samestory.types import Mark, Span

_LINES = frozenset(("li", "tr", "dt", "dd", "option", "button"))
_BLOCKS_TAGS = (
    "address article aside blockquote body caption center details dialog dir div dl fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hgroup hr legend main menu nav ol p pre search section summary table tbody tfoot "
    "thead ul"
)
_BLOCKS = frozenset(_BLOCKS_TAGS.split())
_CELLS = frozenset(("td", "th"))
_SILENT = frozenset(("head", "html"))
_SPACE = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(r" *([\t\n])[ \t]*")
_SPACES = re.compile(r" {2,}")
NEAREST = 64  # elements of a path that a mark keeps
HELD = 2000  # characters of one piece of metadata
_RIGHTS = frozenset(("robots", "tdm-reservation", "tdm-policy"))


class Rendered(NamedTuple):
    """A page as text, its blocks, and what its markup says of itself, in document order."""

    text: str
    marks: tuple[Mark, ...]
    meta: tuple[tuple[str, str], ...]


def render(markup: str) -> Rendered:
    r"""The text of a page with its marks and its metadata.

    >>> page = render("<title>Rain</title><h1>Rain <i>again</i></h1><p>It rained.<p hidden>Secret")
    >>> page.text, page.marks[1].path, page.meta
    ('Rain again\n\nIt rained.', 'p', (('title', 'Rain'), ('h1', 'Rain again')))
    """
    sheet = _Sheet()
    bodies: list[str] = []
    for kind, element, text in steps(markup):
        if kind == "open":
            sheet.meta.extend(_said(element))
            sheet.line_end() if element.tag == "br" else sheet.edge(element.tag)
        elif kind == "close":
            sheet.edge(element.tag)
        elif element.tag == "script":
            linked = read_linked(text)
            sheet.meta.extend(linked.pairs)
            bodies.extend(linked.bodies)
        elif element.tag == "title":
            sheet.meta.append(("title", _SPACE.sub(" ", text).strip()[:HELD]))
        elif element.tag not in _SILENT:
            sheet.write(element, text)
    sheet.edge("body")
    for paragraph in missing(bodies, "".join(sheet.texts)):
        sheet.append(paragraph)
    return Rendered("".join(sheet.texts), tuple(sheet.marks), tuple(sheet.meta))


class _Place(NamedTuple):
    """Where an element stands: the tags from the body down to it, the names from it up, the numbers down."""

    path: str
    hints: str
    numbers: tuple[int, ...]

    def down(self, element: Element) -> _Place:
        """The place of an element in this one; of deep ones the outermost are left out."""
        if not self.numbers:
            return _Place(element.tag, element.naming(), (element.number,))
        path, hints, numbers = self
        if len(numbers) == NEAREST:
            path, hints, numbers = path.partition("/")[2], hints.rpartition("|")[0], numbers[1:]
        return _Place(f"{path}/{element.tag}", f"{element.naming()}|{hints}", (*numbers, element.number))


_NOWHERE = _Place("", "", ())


class _Sheet:
    """The text as it grows, and the run of inline text at its end that no block has closed yet."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.marks: list[Mark] = []
        self.meta: list[tuple[str, str]] = []
        self._length, self._gap = 0, ""
        self._run: list[str] = []
        self._holder: Element | None = None
        self._shown = self._linked = 0
        self._broken = False
        self._places: dict[int, _Place] = {}

    def write(self, element: Element, text: str) -> None:
        """Text inside an element, with white space as a browser collapses it."""
        if not element.pre:
            text = _SPACE.sub(" ", text)
        self._run.append(text)
        if shown := len(text.strip()):
            self._holder = common(self._holder, element) if self._holder else element
            self._shown += shown
            self._linked += shown if element.link else 0
            self._broken = False

    def line_end(self) -> None:
        """A `br`; the second in a row ends a paragraph."""
        if self._broken:
            self._close("\n\n")
        elif self._holder:
            self._run.append("\n")
            self._broken = True

    def edge(self, tag: str) -> None:
        """The beginning or the end of an element."""
        if tag in _BLOCKS:
            self._close("\n\n")
        elif tag in _LINES:
            self._close("\n")
        elif tag in _CELLS and "\n" in self._run:  # a cell of lines is a column of the page, not of a table
            self._close("\n\n")
        elif tag in _CELLS and self._holder:
            self._run.append("\t")

    def append(self, paragraph: str) -> None:
        """A paragraph that only linked data holds."""
        self.marks.append(Mark(self._put(paragraph), "jsonld/articleBody", "", 0.0))
        self._gap = "\n\n"

    def _close(self, gap: str) -> None:
        """End the run; `gap` is the least distance to the next one."""
        if holder := self._holder:
            text = "".join(self._run)
            if not holder.pre:
                text = _AROUND_BREAK.sub(r"\1", text) if "\n" in text or "\t" in text else text
                text = _SPACES.sub(" ", text) if "  " in text else text
            text = text.strip()
            path, hints, numbers = self._place(holder)
            share = round(self._linked / self._shown, 3)
            self.marks.append(Mark(self._put(text), path, hints, share, numbers))
            if holder.title:
                self.meta.append(("h1", text[:HELD]))
            self._gap = ""
        self._run, self._holder, self._shown, self._linked, self._broken = [], None, 0, 0, False
        self._gap = max(self._gap, gap)

    def _put(self, text: str) -> Span:
        """Write a text out, behind the gap to what stands before it; where it stands then."""
        if self._length:
            self.texts.append(self._gap)
            self._length += len(self._gap)
        self.texts.append(text)
        start = self._length
        self._length += len(text)
        return Span(start, self._length)

    def _place(self, holder: Element) -> _Place:
        """Tags, names and numbers of the elements around a text; each element adds its own to those of its parent."""
        line = []
        for element in holder.line():
            if element.number in self._places:
                break
            line.append(element)
        for element in reversed(line):
            parent = self._places.get(element.parent.number, _NOWHERE) if element.parent else _NOWHERE
            self._places[element.number] = parent.down(element)
        return self._places.get(holder.number, _NOWHERE)


def _said(element: Element) -> Iterator[tuple[str, str]]:
    """What an element says of the page as a whole."""
    given = element.attributes
    if element.tag == "meta" and given.get("content"):
        key = given.get("property") or given.get("name")
        if key:
            yield _key(key.strip().lower()), (given["content"] or "").strip()[:HELD]
        elif given.get("itemprop"):
            yield f"itemprop:{given['itemprop']}", (given["content"] or "").strip()[:HELD]
    elif element.tag == "time" and given.get("datetime"):
        yield "time:datetime", (given["datetime"] or "").strip()[:HELD]
    elif element.tag == "link" and given.get("rel") == "canonical" and given.get("href"):
        yield "link:canonical", (given["href"] or "")[:HELD]
    elif element.tag == "html" and given.get("lang"):
        yield "html:lang", (given["lang"] or "")[:HELD]


def _key(name: str) -> str:
    """A name of metadata; one of no vocabulary is of HTML's own."""
    return name if ":" in name or name in _RIGHTS else f"meta:{name}"
