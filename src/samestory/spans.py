"""Arithmetic of spans: half-open places in one text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from samestory.types import BODY_ROLES, Outline, Span


def overlap(one: Span, other: Span) -> int:
    """How many code points two spans share.

    >>> overlap(Span(0, 5), Span(3, 9))
    2
    """
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def inside(inner: Span, outer: Span) -> bool:
    """Does `outer` hold all of `inner`?

    >>> inside(Span(3, 5), Span(0, 5))
    True
    """
    return outer.start <= inner.start and inner.end <= outer.end


def trimmed(text: str, span: Span) -> Span:
    """The span without white space at its ends.

    >>> trimmed(" a b ", Span(0, 5))
    Span(start=1, end=4)
    """
    first, last = span
    piece = text[first:last]
    start = first + len(piece) - len(piece.lstrip())
    return tuple.__new__(Span, (start, max(start, first + len(piece.rstrip()))))


def hull(spans: Iterable[Span]) -> Span:
    """The smallest span that holds all of them.

    >>> hull([Span(4, 6), Span(1, 2)])
    Span(start=1, end=6)
    """
    starts, ends = zip(*spans, strict=True)
    return Span(min(starts), max(ends))


def lines(text: str, span: Span | None = None) -> Iterator[Span]:
    r"""The lines of a text that hold anything visible, trimmed.

    >>> list(lines("a\n\n b"))
    [Span(start=0, end=1), Span(start=4, end=5)]
    """
    start, end = span or Span(0, len(text))
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = trimmed(text, Span(start, stop))
        if line.start < line.end:
            yield line
        start = stop + 1


def tiles(spans: Iterable[Span], text: str) -> bool:
    """Does every visible character lie in exactly one of the spans?

    >>> tiles([Span(0, 1), Span(2, 3)], "a b")
    True
    """
    at = 0
    for span in sorted(spans):
        if span.start < at or text[at : span.start].strip():
            return False
        at = span.end
    return not text[at:].strip()


def body(outline: Outline) -> list[Span]:
    """The spans of the article's own text, in order: paragraphs, headings, lists, pull quotes, tables.

    >>> from samestory.types import Block
    >>> body(Outline("p", (Block(Span(0, 4), "nav.menu", ""), Block(Span(5, 9), "article.paragraph", ""))))
    [Span(start=5, end=9)]
    """
    return [block.span for block in outline.blocks if block.role in BODY_ROLES]
