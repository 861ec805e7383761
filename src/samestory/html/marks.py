"""A piece of a page's text cut where marks begin and end, so that a template can write it out with its marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil
from typing import NamedTuple

from samestory.spans import overlap
from samestory.types import Effect, Place, Span, StoryView, Variant

STRENGTH: Mapping[Effect, int] = {"meaning": 3, "wording": 2, "format": 1}
LEVELS = 4  # shades: how many versions differ there


class Mark(NamedTuple):
    """A place of a text where versions differ, and how strongly to show it."""

    span: Span
    effect: Effect
    level: int  # 1..LEVELS: few versions differ .. nearly all
    number: int | None = None  # of its note in the margin


class Piece(NamedTuple):
    """Text under the same marks; `notes` are the numbers of the marks that end with it."""

    text: str
    look: str  # CSS classes, "" for text without marks
    notes: tuple[int, ...] = ()


def pieces(text: str, span: Span, marks: Sequence[Mark]) -> list[Piece]:
    """The text of a span, cut at its marks; where marks overlap, the one that matters most gives the look.

    >>> [piece.text for piece in pieces("a fire broke out", Span(0, 16), [Mark(Span(2, 6), "wording", 1)])]
    ['a ', 'fire', ' broke out']
    """
    inner = [mark for mark in marks if overlap(mark.span, span) or span.start <= mark.span.start <= span.end]
    cuts = sorted({*span, *(min(max(at, span.start), span.end) for mark in inner for at in mark.span)})
    carets = [Piece("‸", _look(mark, "caret"), _numbers([mark])) for mark in inner if mark.span == (span.start,) * 2]
    return [*carets, *_cut(text, cuts, inner)]


def _cut(text: str, cuts: Sequence[int], marks: Sequence[Mark]) -> Iterator[Piece]:
    for start, end in pairwise(cuts):
        over = [mark for mark in marks if overlap(mark.span, Span(start, end))]
        look = _look(max(over, key=lambda mark: STRENGTH[mark.effect])) if over else ""
        yield Piece(text[start:end], look, _numbers(mark for mark in over if mark.span.end == end))
        yield from (Piece("‸", _look(mark, "caret"), _numbers([mark])) for mark in marks if mark.span == (end, end))


def _look(mark: Mark, more: str = "") -> str:
    return f"{mark.effect} level{mark.level} {more}".strip()


def _numbers(marks: Iterable[Mark]) -> tuple[int, ...]:
    return tuple(mark.number for mark in marks if mark.number is not None)


def level(variant: Variant, page_id: str) -> int:
    """How strongly a variant is shaded in one version: by the share of the others that have other words there."""
    mine = [place for place in variant.readings if place.page_id == page_id]
    others = len(variant.readings) - len(mine)
    return max(1, ceil(LEVELS * others / max(1, len(variant.readings))))


def marks_of(view: StoryView) -> dict[str, list[Mark]]:
    """All marks of a story by version, without numbers."""
    found: dict[str, list[Mark]] = defaultdict(list)
    for row in view.collation.rows:
        for variant in row.variants:
            for place in variant.readings:
                found[place.page_id].append(mark(variant, place))
    return found


def mark(variant: Variant, place: Place, number: int | None = None) -> Mark:
    """The mark of a variant in one version."""
    return Mark(place.span, variant.effect, level(variant, place.page_id), number)
