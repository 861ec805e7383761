"""Who holds each of very many shingles or terms: whole lists in arrays, for all pages of a batch at once.

Asked one by one, the 80 shingles of a page took two questions each; those of two thousand pages together read every
packed cell once.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samestory.archive.postings import REST
from samestory.archive.tables import among
from samestory.arrays import Floats, Ints, ranges

CELLS = 1024  # looked through at once: 4 MB of them at 10^5 pages
AT_ONCE = 4096  # keys asked for in one go
PLACE = 36  # bits that hold the number of a page
WHOLE = 1 << 62  # more pages than any list has
STEP = 8192  # keys of pages that are looked at together: in lists of ten holders 2 MB

# Of every term the pages of a period, from the last but so many on.
_LATEST = """SELECT asked, page FROM (SELECT value AS asked, coalesce((SELECT page FROM term WHERE period = ?1
   AND hash = value ORDER BY page DESC LIMIT 1 OFFSET ?2), 0) AS first FROM json_each(?3))
   CROSS JOIN term ON period = ?1 AND hash = asked AND page >= first"""


class Asked(NamedTuple):
    """What pages ask for, a row for every page and key of it."""

    pages: Ints  # ascending
    places: Ints  # of the keys among all different ones

    def chosen(self, rows: NDArray[np.bool_]) -> Asked:
        """Some of the rows."""
        return Asked(self.pages[rows], self.places[rows])

    def number(self, pages: Ints) -> Ints:
        """How many keys each page asks for; the pages of the rows ascend."""
        return np.searchsorted(self.pages, pages, "right") - np.searchsorted(self.pages, pages)

    def parts(self, keys: int = STEP) -> Iterator[Asked]:
        """The same in parts of so many keys or somewhat more, no page in two of them."""
        firsts = np.flatnonzero(np.diff(self.pages, prepend=-1))
        bounds = firsts[np.diff(firsts // keys, prepend=-1) > 0]
        for start, end in pairwise([*bounds.tolist(), len(self.pages)]):
            yield Asked(self.pages[start:end], self.places[start:end])


class Lists(NamedTuple):
    """The holders of keys."""

    starts: Ints  # by key, and the end of the last
    pages: Ints  # ascending for every key

    @property
    def sizes(self) -> Ints:
        """How many pages hold each key."""
        return np.diff(self.starts)

    @property
    def owners(self) -> Ints:
        """Of every page in a list, the place of its key."""
        return np.repeat(np.arange(len(self.starts) - 1), self.sizes)

    def of(self, places: Ints, most: int = sys.maxsize) -> Lists:
        """The lists of some keys, given by their places, and no more than so many pages of each."""
        sizes = np.minimum(self.sizes[places], most)
        return Lists(np.append(0, sizes.cumsum()), self.pages[ranges(self.starts[places], sizes)])

    def hold(self, places: Ints, pages: Ints) -> NDArray[np.bool_]:
        """Is each page in the list of a key?"""
        most = int(max(self.pages.max(initial=0), pages.max(initial=0))) + 1
        held, asked = self.owners * most + self.pages, places * most + pages
        found: NDArray[np.bool_] = np.append(held, -1)[np.searchsorted(held, asked)] == asked
        return found


class Met(NamedTuple):
    """Pages that ask and pages that hold some of what they ask for, each pair once, ascending."""

    asking: Ints
    holding: Ints
    places: Ints  # of every key in common, which pair

    def sums(self, weights: Floats | None = None) -> Floats:
        """How many keys a pair has in common, or what these weigh together."""
        found: Floats = np.bincount(self.places, weights, len(self.asking)).astype(np.float64)
        return found


def asked(found: Sequence[tuple[int, Sequence[int]]]) -> tuple[Asked, Ints]:
    """What pages ask for, given their keys, and the different keys, ascending."""
    given = np.concatenate([np.zeros(0, np.int64), *(np.array(keys, np.int64) for _, keys in found)])
    keys, places = np.unique(given, return_inverse=True)
    return Asked(np.repeat([n for n, _ in found], [len(own) for _, own in found]).astype(np.int64), places), keys


def met(asking: Ints, holding: Ints) -> Met:
    """The pairs of pages that meet, given once for every key they have in common."""
    most = int(holding.max(initial=0)) + 1
    pairs, places = np.unique(asking * most + holding, return_inverse=True)
    return Met(*np.divmod(pairs, most), places)


def shingles(db: sqlite3.Connection, keys: Ints) -> Lists:
    """The pages that hold each of these shingles, given as they are indexed and ascending."""
    # The rows first: what is moved meanwhile is then found in the cells.
    return together(len(keys), [*_posted(db, keys), *_settled(db, keys)])


def terms(db: sqlite3.Connection, periods: Iterable[int], keys: Ints, most: int = WHOLE) -> Lists:
    """The pages of some periods that hold each of these terms; of each period so many of the last ones filed."""
    asked = json.dumps(keys.tolist())
    rows = (db.execute(_LATEST, (period, most, asked)).fetchall() for period in periods)
    return together(len(keys), [_placed(keys, np.array(found, np.int64).reshape(-1, 2)) for found in rows])


def together(keys: int, parts: Sequence[tuple[Ints, Ints]]) -> Lists:
    """The lists of so many keys from places of keys and pages. What is told twice is one."""
    none = np.zeros(0, np.int64)
    places, pages = (np.concatenate(column) for column in zip((none, none), *parts, strict=True))
    codes = np.sort(places << PLACE | pages, kind="stable")  # in runs already, which is the kind that profits
    places, pages = np.divmod(codes[np.diff(codes, prepend=-1) > 0], 1 << PLACE)
    return Lists(np.searchsorted(places, np.arange(keys + 1)), pages)


def of_pages(db: sqlite3.Connection, question: str, pages: Ints) -> Floats:
    """A number for each page; the question gives it by page, `{}` standing for them. NaN: it has none."""
    known, places = np.unique(pages, return_inverse=True)
    found = dict(among(db, question, known.tolist()))
    return np.array([found.get(n) for n in known.tolist()], np.float64)[places]


def _posted(db: sqlite3.Connection, keys: Ints) -> Iterator[tuple[Ints, Ints]]:
    """The places of keys and pages that hold them, as the rows have them; as Python's numbers some at a time."""
    for start in range(0, len(keys), AT_ONCE):
        asked = keys[start : start + AT_ONCE].tolist()
        found = among(db, "SELECT shingle, page FROM posting WHERE shingle IN ({})", asked)
        yield _placed(keys, np.array(list(found), np.int64).reshape(-1, 2))


def _placed(keys: Ints, pairs: Ints) -> tuple[Ints, Ints]:
    """The places of keys, and their pages."""
    return np.searchsorted(keys, pairs[:, 0]), pairs[:, 1]


def _settled(db: sqlite3.Connection, keys: Ints) -> Iterator[tuple[Ints, Ints]]:
    """The places of keys and pages that hold them, as the cells have them, some cells at a time."""
    buckets = keys // REST
    different = np.unique(buckets)
    for start in range(0, len(different), CELLS):
        some = different[start : start + CELLS]
        first, last = np.searchsorted(buckets, [some[0], some[-1] + 1]).tolist()
        held, pages = _in_cells(db, some.tolist())
        starts, ends = (np.searchsorted(held, keys[first:last], side) for side in ("left", "right"))
        yield np.repeat(np.arange(first, last), ends - starts), pages[ranges(starts, ends - starts)]


def _in_cells(db: sqlite3.Connection, buckets: Sequence[int]) -> tuple[Ints, Ints]:
    """The shingles and pages of some cells, in the order of the shingles."""
    question = "SELECT bucket, packed FROM settled WHERE bucket IN ({}) ORDER BY bucket"
    cells = [(bucket, cell, len(cell) // 2) for bucket, cell in among(db, question, buckets)]
    firsts = np.repeat(np.array([bucket * REST for bucket, *_ in cells], np.int64), [half // 4 for *_, half in cells])
    rests, pages = (
        np.frombuffer(b"".join(parts), "<u4")
        for parts in ([cell[:half] for _, cell, half in cells], [cell[half:] for _, cell, half in cells])
    )
    return firsts + rests, pages.astype(np.int64)
