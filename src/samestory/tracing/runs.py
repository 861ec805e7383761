"""Which stretches of words two texts have in common, wherever they stand in each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

SEED = 4  # words in a row that count as taken over, as for lineage
SEED_UNSPACED = 8  # … where a word is a character
REPEATS = 32  # places of a seed looked at: a text that says one thing a thousand times is not worth a million runs


class Run(NamedTuple):
    """So many words in common: from `at` in the reference, from `there` in the page."""

    at: int
    there: int
    length: int


def runs(reference: str, page: str, seed: int = SEED) -> list[Run]:
    """Stretches of letters in common (`align.Alphabet`: a letter a word), longest first, no word of either twice.

    Greedy string tiling (Wise 1993, "String similarity via greedy string tiling"), which finds what was moved as well
    as what stayed. A text that stands whole in the other is one stretch, however short.

    >>> runs("abcdefgh", "efghxabcd")
    [Run(at=0, there=5, length=4), Run(at=4, there=0, length=4)]
    >>> runs("ab", "xaby")
    [Run(at=0, there=1, length=2)]
    """
    if not reference or not page:
        return []
    if (there := page.find(reference)) >= 0:
        return [Run(0, there, len(reference))]
    if (at := reference.find(page)) >= 0 and len(page) >= seed:
        return [Run(at, 0, len(page))]
    return _tiles(sorted(_diagonals(reference, page, seed), key=lambda run: (-run.length, run)), seed)


def _diagonals(reference: str, page: str, seed: int) -> Iterator[Run]:
    """Every stretch of at least `seed` equal letters that can be made no longer."""
    places: dict[str, list[int]] = defaultdict(list)
    for at in range(len(reference) - seed + 1):
        places[reference[at : at + seed]].append(at)
    begun: dict[int, tuple[int, int]] = {}  # by how far the page is ahead: where the stretch began, its last seed
    for there in range(len(page) - seed + 1):
        for at in places.get(page[there : there + seed], ())[:REPEATS]:
            first, last = begun.get(there - at, (there, there - 1))
            if last < there - 1:
                yield Run(first - (there - at), first, last - first + seed)
                first = there
            begun[there - at] = first, there
    for ahead, (first, last) in begun.items():
        yield Run(first - ahead, first, last - first + seed)


def _tiles(found: list[Run], seed: int) -> list[Run]:
    """The longest stretches first, and of the others what these leave over."""
    taken, there_taken, tiles = set[int](), set[int](), list[Run]()
    for run in found:
        for start, end in _free(run, taken, there_taken):
            if end - start >= seed:
                tiles.append(Run(run.at + start, run.there + start, end - start))
                taken.update(range(run.at + start, run.at + end))
                there_taken.update(range(run.there + start, run.there + end))
    return tiles


def _free(run: Run, taken: set[int], there_taken: set[int]) -> list[tuple[int, int]]:
    """The parts of a stretch of which no word is taken yet."""
    parts, start = list[tuple[int, int]](), 0
    for step in range(run.length + 1):
        if step == run.length or run.at + step in taken or run.there + step in there_taken:
            if step > start:
                parts.append((start, step))
            start = step + 1
    return parts
