"""Which number or date of one wording stands at the place of which in another wording of the same sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from rapidfuzz.distance import Indel

from samestory.conflicts.story import Story
from samestory.conflicts.wording import spelling
from samestory.text import fold, words
from samestory.types import Place, Reading, Span

T = TypeVar("T")
NEAR = 3  # words on either side that are looked at
PIVOTS = 3  # readings that all others of a row are aligned with; keeps the cost linear in the versions


class Line(NamedTuple, Generic[T]):
    """The words of a reading; each number (or date) is one word "#", so that other values align all the same."""

    tokens: tuple[str, ...]
    slots: Mapping[int, T]  # token -> what stands there


class Pair(NamedTuple, Generic[T]):
    """Two that stand at the same place, with how many of the words around are the same (0..6)."""

    one: T
    other: T
    near: int


def line(text: str, span: Span, slots: Sequence[tuple[Span, T]]) -> Line[T]:
    """A reading as words and slots.

    >>> line("It killed 12 people.", Span(0, 20), [(Span(10, 12), "a dozen")])
    Line(tokens=('it', 'killed', '#', 'people'), slots={2: 'a dozen'})
    """
    tokens: list[str] = []
    found: dict[int, T] = {}
    at = span.start
    for place, what in sorted(slots, key=lambda slot: slot[0]):
        tokens += _words(text, Span(at, place.start))
        found[len(tokens)] = what
        tokens.append("#")
        at = max(at, place.end)
    return Line((*tokens, *_words(text, Span(at, max(at, span.end)))), found)


def _words(text: str, span: Span) -> list[str]:
    return [spelling(fold(text[a:b])) for a, b in words(text, span) if text[a].isalnum()]


def aligned(one: Line[T], other: Line[T]) -> list[Pair[T]]:
    """The slots that stand at the same place.

    >>> a = line("It killed 12 people in Dorn.", Span(0, 28), [(Span(10, 12), 12)])
    >>> b = line("The blast killed 14 people.", Span(0, 27), [(Span(17, 19), 14)])
    >>> aligned(a, b)
    [Pair(one=12, other=14, near=2)]
    """
    twins = {
        step.src_start + k: step.dest_start + k
        for step in Indel.opcodes(one.tokens, other.tokens)
        if step.tag == "equal"
        for k in range(step.src_end - step.src_start)
    }
    around = [k for k in range(-NEAR, NEAR + 1) if k]
    return [
        Pair(what, other.slots[twins[at]], sum(twins.get(at + k) == twins[at] + k for k in around))
        for at, what in one.slots.items()
        if twins.get(at) in other.slots
    ]


def in_rows(at: Story, slots: Sequence[tuple[Place, T]]) -> Iterator[Pair[T]]:
    """All that stands at the same place of a row, in pairs: every reading against the first few that have any."""
    held: defaultdict[int, defaultdict[str, list[tuple[Span, T]]]] = defaultdict(lambda: defaultdict(list))
    for place, what in slots:
        for row in at.rows(*place):
            held[row][place.page_id].append((place.span, what))
    for row, by_page in sorted(held.items()):
        readings = [reading for reading in at.collation.rows[row].readings if reading.page_id in by_page]
        ordered = sorted(readings, key=lambda reading: at.order[reading.page_id])
        lines = [line(at.texts[page], span, by_page[page]) for page, span in map(_place, ordered)]
        for n, pivot in enumerate(lines[:PIVOTS]):
            for other in lines[n + 1 :]:
                yield from aligned(pivot, other)


def _place(reading: Reading) -> Place:
    return Place(reading.page_id, reading.span)
