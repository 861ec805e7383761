"""Which pages hold the same text as those of a batch."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np

from samestory.archive.filing import INDEXED, Looked
from samestory.archive.lists import asked, met, of_pages, shingles
from samestory.arrays import ranges

SHARED = 2  # indexed shingles, of four shared ones; fewer are hardly ever evidence of copying
RARE = 24  # holders; what more pages hold is a set phrase, unless the pages have twice as much in common
# Half of what `copies` takes for copying: a tenth of the smaller text, or 40 shingles, of which half are indexed.
PART, ENOUGH = 0.05, 10
_LENGTHS = "SELECT n, length FROM fingerprint WHERE n IN ({})"


def sharers(db: sqlite3.Connection, pages: Sequence[Looked]) -> Iterator[tuple[int, int]]:
    """Pages with as much in common as half of the least copying; by set phrases alone all pages would be kin."""
    found, keys = asked([(page.n, page.shingles) for page in pages])
    lists = shingles(db, keys)
    for some in found.parts():
        sizes = np.diff(lists.starts)[some.places]
        holding = lists.pages[ranges(lists.starts[some.places], sizes)]
        pairs = met(np.repeat(some.pages, sizes), holding)
        common, rare = pairs.sums(), pairs.sums(np.repeat(sizes <= RARE, sizes).astype(np.float64))
        kept = (common >= SHARED) & (pairs.asking != pairs.holding)
        asking, holding, common, rare = pairs.asking[kept], pairs.holding[kept], common[kept], rare[kept]
        smaller = np.minimum(of_pages(db, _LENGTHS, asking), of_pages(db, _LENGTHS, holding))
        least = np.clip(PART * smaller / INDEXED, SHARED, ENOUGH)
        near = (rare >= least) | (common >= 2 * least)
        yield from zip(asking[near].tolist(), holding[near].tolist(), strict=True)
