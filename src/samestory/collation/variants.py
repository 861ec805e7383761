"""The places inside a row where its versions differ, each as small as it can be told.

Every wording of a row is aligned with one of them, the pivot (the base text's, if it has the row), word by word; what
overlaps in the pivot becomes one variant, so that versions that differ from it in the same place stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import repeat
from typing import NamedTuple

from samestory.collation.bodies import Body
from samestory.collation.change import Change, Side
from samestory.collation.differences import Difference, differences
from samestory.collation.effect import Verdict, gravest, judged
from samestory.collation.lexicon import Lexicon
from samestory.collation.passage import Passage
from samestory.types import Place, Span, Variant

Range = tuple[int, int]  # words of a reading, half open


class Cell(NamedTuple):
    """What a version has in a row: a range of its words."""

    body: Body
    start: int
    end: int
    seat: int  # where the version stands among those of the row

    def passage(self) -> Passage:
        """The words of the range."""
        return Passage(self.body, self.start, self.end)

    def places(self, ranges: Iterable[Range]) -> list[Place]:
        """Where ranges of these words stand; an empty one stands behind the word before it."""
        spans, first = self.body.spans, self.start
        found = []
        for start, end in ranges:
            if end - start == 1:  # as most are
                found.append(spans[first + start])
            elif start < end:
                found.append(Span(spans[first + start].start, spans[first + end - 1].end))
            else:
                gap = spans[first + start - 1].end if start else spans[first].start
                found.append(Span(gap, gap))
        # A tenth of the time of a collation goes into places, half of that into Place(…).
        return list(map(tuple.__new__, repeat(Place), zip(repeat(self.body.page_id), found, strict=False)))


class Wording(NamedTuple):
    """The versions that have the same words in a row, and where these differ from the pivot's."""

    cells: list[Cell]
    passage: Passage
    differences: list[Difference]


def variants(cells: Sequence[Cell], lexicon: Lexicon) -> tuple[Variant, ...]:
    """The variants of a row; the first cell is the pivot. Ordered as in the pivot."""
    alike: dict[str, list[Cell]] = {}
    for cell in cells:
        alike.setdefault(cell.body.raws[cell.start : cell.end], []).append(cell)
    if len(alike) == 1:
        return ()
    first, *others = alike.values()
    pivot = Wording(first, first[0].passage(), [])
    wordings = [_wording(pivot.passage, group, lexicon) for group in others]
    ranges = _ranges(wordings)
    facing = [_facing(ranges, wording.differences) for wording in wordings]
    readings: dict[int, list[Place]] = {}
    for wording, there in zip((pivot, *wordings), (ranges, *facing), strict=True):
        readings.update({cell.seat: cell.places(there) for cell in wording.cells})
    verdicts = [
        _verdict(pivot.passage, at, zip(wordings, there, strict=True), lexicon)
        for at, there in zip(ranges, zip(*facing, strict=True), strict=True)
    ]
    by_place = zip(*(readings[seat] for seat in range(len(readings))), strict=True)
    return tuple(Variant(*verdict, places) for verdict, places in zip(verdicts, by_place, strict=True))


def _wording(pivot: Passage, cells: list[Cell], lexicon: Lexicon) -> Wording:
    own = cells[0].passage()
    return Wording(cells, own, differences(pivot, own, lexicon))


def _ranges(wordings: Sequence[Wording]) -> list[Range]:
    """The ranges of the pivot where any wording differs, what overlaps put together."""
    found: list[Range] = []
    for start, end in sorted((part.start, part.end) for wording in wordings for part in wording.differences):
        if found and (start < found[-1][1] or (start, end) == found[-1]):
            found[-1] = found[-1][0], max(end, found[-1][1])
        else:
            found.append((start, end))
    return found


def _verdict(pivot: Passage, at: Range, facing: Iterable[tuple[Wording, Range]], lexicon: Lexicon) -> Verdict:
    """The gravest of what the wordings of a place do; each different one is judged once."""
    judgements: dict[str, Verdict] = {}
    own = pivot.raws[at[0] : at[1]]
    for wording, there in facing:
        words = wording.passage.raws[there[0] : there[1]]
        if words != own and words not in judgements:
            change = Change(Side(pivot, *at, lexicon), Side(wording.passage, *there, lexicon))
            judgements[words] = judged(change, _turned(at, wording.differences))
    return gravest(judgements.values())


def _turned(at: Range, found: Sequence[Difference]) -> bool:
    return any(part.order for part in found if at[0] <= part.start and part.end <= at[1])


def _facing(places: Sequence[Range], found: Sequence[Difference]) -> list[Range]:
    """The ranges of a wording that face ranges of the pivot; both in order.

    >>> _facing([(0, 0), (2, 3), (5, 5)], [Difference(0, 0, 0, 2), Difference(2, 3, 4, 6)])
    [(0, 2), (4, 6), (8, 8)]
    """
    facing: list[Range] = []
    shift = at = 0
    for start, end in places:
        first = start + shift
        while at < len(found) and found[at].end <= end and (found[at].start < end or start == end):
            if (found[at].start, found[at].end) == (start, start) != (start, end):
                first += found[at].other_end - found[at].other_start
            shift = found[at].other_end - found[at].end
            at += 1
        facing.append((first, end + shift))
    return facing
