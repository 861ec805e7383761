"""The text of a page as it grows, block by block, and where every block of it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence

from samestory.read.elements import LINK, PRE, TITLE, Open, common, names
from samestory.read.labels import labelled
from samestory.types import Element, Mark, Span

_SILENT = frozenset(("head", "html", "title"))
_OUTERMOST = frozenset(("html", "body"))
_SPACE = re.compile(r"[ \t\n\r\f]+")
_AROUND_BREAK = re.compile(r" *([\t\n])[ \t]*")
_SPACES = re.compile(r" {2,}")
HELD = 2000  # characters of one piece of metadata
_new = tuple.__new__  # three fifths of the time of calling a NamedTuple: a thousand are made of a page


class Sheet:
    """The text as it grows, and the run of inline text at its end that no block has closed yet."""

    def __init__(self, root: Open) -> None:
        self.texts: list[str] = []
        self.marks: list[Mark] = []
        self.elements: list[Element] = []
        self.meta: list[tuple[str, str]] = []
        self.bodies: list[str] = []
        self.gap = ""  # what stands between the last block and the next, at least
        self.shown = 0  # visible characters of the run
        self._length = 0
        self._run: list[str] = []
        self._paths: list[Sequence[Open]] = []  # of each text of the run the elements around it, from the root
        self._linked = 0
        self._broken = False
        self._several = False  # visible texts
        self._chain: Sequence[Open] = []  # from the root to the innermost element that holds all of the run
        # That of the block before, and the place of each of its elements among those of the page. What is open now and
        # held any block is in it: an element gets its place when it first holds one.
        self._numbered: Sequence[Open] = [root]
        self._numbers = [-1]

    def write(self, path: Sequence[Open], text: str) -> None:
        """Text inside the last element of a path from the root, with white space as a browser collapses it."""
        element = path[-1]
        _, tag, _, _, kind = element
        if tag in _SILENT:
            if tag == "title":
                self.meta.append(("title", _SPACE.sub(" ", text).strip()[:HELD]))
            return
        if not kind & PRE and ("  " in text or not text.isprintable()):
            text = _SPACE.sub(" ", text)
        way = path[:]
        self._run.append(text)
        self._paths.append(way)
        if shown := len(text.strip()):
            if not self.shown:
                self._chain, self._several = way, False
            else:
                self._several = True
                if self._chain[-1] is not element:
                    self._chain = self._chain[: common(self._chain, way)]
            self.shown += shown
            if kind & LINK:
                self._linked += shown
            self._broken = False

    def line_end(self) -> None:
        """A `br`; the second in a row ends a paragraph."""
        if self._broken:
            self.edge("\n\n")
        elif self.shown:
            self._run.append("\n")
            self._paths.append(self._chain)
            self._broken = True

    def edge(self, gap: str) -> None:
        """The beginning or the end of an element, and what it puts between the texts before and behind it."""
        if gap == "\t":
            if "\n" not in self._run:
                if self.shown:
                    self._run.append("\t")
                    self._paths.append(self._chain)
                return
            gap = "\n\n"  # a cell of lines is a column of the page, not of a table
        if self.shown:
            self._close()
        if gap > self.gap:
            self.gap = gap

    def append(self, paragraph: str, shown: bool = False) -> None:
        """A paragraph that stands in no element: where it is not shown, only linked data or a script holds it."""
        self.marks.append(Mark(self._put(paragraph), -1, 0.0, shown))
        self.gap = "\n\n"

    def _close(self) -> None:
        """End the run."""
        text, kind = "".join(self._run), self._chain[-1][4]
        if not kind & PRE:
            text = _AROUND_BREAK.sub(r"\1", text) if "\n" in text or "\t" in text else text
            text = _SPACES.sub(" ", text) if "  " in text else text
        text = text.strip()
        span, chain = self._put(text), self._chain
        if labels := labelled(len(chain), self._paths, self._run, text) if self._several else ():
            for (start, end), inner, linked in labels:
                piece = _new(Span, (span.start + start, span.start + end))
                self.marks.append(_new(Mark, (piece, self._number(inner), linked, True)))
        else:
            share = round(self._linked / self.shown, 3) if 0 < self._linked < self.shown else float(self._linked > 0)
            self.marks.append(_new(Mark, (span, self._number(chain), share, True)))
        if kind & TITLE:
            self.meta.append(("h1", text[:HELD]))
        self.gap, self.shown, self._linked, self._broken = "", 0, 0, False
        self._run.clear()
        self._paths.clear()

    def _put(self, text: str) -> Span:
        """Write a text out, behind the gap to what stands before it; where it stands then."""
        if self._length:
            self.texts.append(self.gap)
            self._length += len(self.gap)
        self.texts.append(text)
        start = self._length
        self._length += len(text)
        return _new(Span, (start, self._length))

    def _number(self, chain: Sequence[Open]) -> int:
        """The place of the last element of a chain; it and those around it get one when they first hold text."""
        numbers, elements = self._numbers, self.elements
        known = common(self._numbered, chain)
        del numbers[known:]
        number = numbers[-1]
        for _, tag, _, given, _ in chain[known:]:
            if tag not in _OUTERMOST:
                elements.append(_new(Element, (number, tag, names(given))))
                number = len(elements) - 1
            numbers.append(number)
        self._numbered = chain
        return number
