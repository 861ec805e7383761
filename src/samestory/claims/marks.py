"""Quotation marks: where words stand between them, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import NamedTuple

from samestory.types import Span

# What may close what opens. Pages mix straight and curly marks, close with opening marks (”so“), type two single marks
# for a double one, and open with a closing mark.
_CLOSERS = {
    '"': ('"', "“", "”"),
    "''": ("''", '"'),
    "``": ("''", "``"),
    "“": ("”", "“", '"'),
    "”": ("”", '"'),
    "„": ("“", "”", '"'),
    "‟": ("”", '"'),
    "«": ("»",),
    "»": ("«",),
    "‹": ("›",),
    "›": ("‹",),
    "「": ("」",),
    "『": ("』",),
    "'": ("'", "’"),
    "‘": ("’", "'"),
    "‚": ("‘", "’"),
}
_SINGLE = "'‘’‚"
_OPENING = "“„‟‘‚「『«‹"  # never an apostrophe, and seldom a closing mark
_CLOSING = "”»«」』›‹"
_LONGEST_SINGLE = 1000  # characters between single marks; beyond that an apostrophe was taken for one
_MARK = re.compile(r"''|``|[\"'“”„‟«»‹›「」『』‘’‚]")


class Piece(NamedTuple):
    """What stands between an opening and a closing mark, marks included."""

    start: int
    end: int
    width: int = 1  # of each mark
    closed: bool = True  # False: runs on into the next paragraph

    @property
    def span(self) -> Span:
        """Where it stands, marks included."""
        return Span(self.start, self.end)

    @property
    def inner(self) -> Span:
        """Where the words between the marks stand."""
        return Span(self.start + self.width, self.end - self.width * self.closed)


def pieces(text: str, paragraph: Span, apostrophes: Collection[str] = ()) -> list[Piece]:
    """The quoted pieces of a paragraph, outermost only; `apostrophes` are words that begin with one.

    A double mark that nothing closes gives a piece up to the end, if no other of its kind follows.

    >>> t = "He said “yes, ‘maybe’” and 'no', the twins' aunt said."
    >>> [t[slice(*piece.span)] for piece in pieces(t, Span(0, len(t)))]
    ['“yes, ‘maybe’”', "'no'"]
    """
    found: list[Piece] = []
    at = paragraph.start
    unclosed: re.Match[str] | None = None
    for mark in _MARK.finditer(text, paragraph.start, paragraph.end):
        if mark.start() < at or not _opens(text, mark, paragraph) or _apostrophe(text, mark, apostrophes):
            continue
        if end := _closed_at(text, mark, paragraph):
            found.append(Piece(mark.start(), end, len(mark[0])))
            at, unclosed = end, None
        elif mark[0] not in _SINGLE:
            if unclosed:
                break
            unclosed = mark
    if unclosed:
        found.append(Piece(unclosed.start(), paragraph.end, len(unclosed[0]), closed=False))
    return found


def _around(text: str, mark: re.Match[str], paragraph: Span) -> tuple[str, str]:
    """The characters before and after a mark; the ends of the paragraph count as spaces."""
    before = text[mark.start() - 1] if mark.start() > paragraph.start else " "
    return before, text[mark.end()] if mark.end() < paragraph.end else " "


def _opens(text: str, mark: re.Match[str], paragraph: Span) -> bool:
    """An opening mark has a word after it; a mark that may also close or be an apostrophe needs a space before it."""
    before, after = _around(text, mark, paragraph)
    if mark[0] not in _CLOSERS:
        return False
    if mark[0] in _OPENING:
        return not after.isspace() or mark[0] == "«"
    return not after.isspace() and after not in ",;)" and (before.isspace() or before in "([{-–—/" + _OPENING)


def _apostrophe(text: str, mark: re.Match[str], words: Collection[str]) -> bool:
    """'90s, 'em: an apostrophe where a mark could open."""
    word = re.match(r"\w+", text[mark.end() : mark.end() + 12]) if mark[0] in _SINGLE else None
    return word is not None and (word[0][0].isdigit() or "'" + word[0].lower() in words)


def _closed_at(text: str, opening: re.Match[str], paragraph: Span) -> int | None:
    """The end of the piece that opens here; None if nothing closes it in this paragraph."""
    depth = 1
    end = min(paragraph.end, opening.end() + _LONGEST_SINGLE) if opening[0] in _SINGLE else paragraph.end
    for mark in _MARK.finditer(text, opening.end(), end):
        if mark[0] == opening[0] and mark[0] in _OPENING and text[mark.start() - 1].isspace():
            depth += _opens(text, mark, paragraph)
        elif mark[0] in _CLOSERS[opening[0]] and _closes(text, mark, paragraph, opening[0]):
            depth -= 1
            if not depth:
                return mark.end()
    return None


def _closes(text: str, mark: re.Match[str], paragraph: Span, opening: str) -> bool:
    """A closing mark stands after something and before no letter; a single one must not be a genitive."""
    before, after = _around(text, mark, paragraph)
    if opening not in _SINGLE:
        return mark[0] in _CLOSING or after.isspace() or not before.isspace()
    if before.isspace() or after.isalnum():
        return False
    # "the 'soldiers' mothers' day": after an s and before a word it may be a genitive, if a better mark follows.
    genitive = before in "sS" and re.match(r"\s[^\W\d_]", text[mark.end() : mark.end() + 2])
    return not (
        genitive and re.search(r"\S['’](?!\w)", text[mark.end() : min(paragraph.end, mark.end() + _LONGEST_SINGLE)])
    )
