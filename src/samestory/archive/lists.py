"""Who holds each of very many shingles or terms: whole lists in arrays, for all pages of a batch at once.

Asked one by one, the 80 shingles of a page took two questions each; those of two thousand pages together read every
packed cell once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from samestory.archive.postings import REST
from samestory.archive.tables import among
from samestory.arrays import Floats, Ints, ranges

CELLS = 1024  # looked through at once: 4 MB of them at 10^5 pages
AT_ONCE = 4096  # keys asked for in one go
STEP = 8192  # keys of pages that are looked at together: in lists of ten holders 2 MB


class Asked(NamedTuple):
    """What pages ask for, a row for every page and key of it."""

    pages: Ints  # in the order given
    places: Ints  # of the keys among all different ones

    def parts(self) -> Iterator[Asked]:
        """The same in parts, no page in two of them."""
        firsts = np.flatnonzero(np.diff(self.pages, prepend=-1))
        bounds = firsts[np.diff(firsts // STEP, prepend=-1) > 0]
        for start, end in pairwise([*bounds.tolist(), len(self.pages)]):
            yield Asked(self.pages[start:end], self.places[start:end])


class Lists(NamedTuple):
    """The holders of keys."""

    starts: Ints  # by key, and the end of the last
    pages: Ints  # ascending for every key


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
    most = int(max(holding, default=0)) + 1
    pairs, places = np.unique(asking * most + holding, return_inverse=True)
    return Met(*np.divmod(pairs, most), places)


def shingles(db: sqlite3.Connection, keys: Ints) -> Lists:
    """The pages that hold each of these shingles, given as they are indexed and ascending."""
    # The rows first: what is moved meanwhile is then found in the cells.
    rows = _pairs(db, "SELECT shingle, page FROM posting WHERE shingle IN ({})", keys)
    return _lists(keys, np.concatenate([rows, *_settled(db, keys)]))


def terms(db: sqlite3.Connection, periods: Iterable[int], keys: Ints) -> Lists:
    """The pages of some periods that hold each of these terms."""
    question = "SELECT hash, page FROM term WHERE hash IN ({}) AND period = ?"
    found = (_pairs(db, question, keys, period) for period in periods)
    return _lists(keys, np.concatenate([np.zeros((0, 2), np.int64), *found]))


def of_pages(db: sqlite3.Connection, question: str, pages: Ints) -> Floats:
    """A number for each page; the question gives it by page, `{}` standing for them. NaN: it has none."""
    known, places = np.unique(pages, return_inverse=True)
    found = dict(among(db, question, known.tolist()))
    return np.array([found.get(n) for n in known.tolist()], np.float64)[places]


def _pairs(db: sqlite3.Connection, question: str, keys: Ints, *others: int) -> Ints:
    """Keys and pages, as a question gives them; as Python's numbers they are held for some keys at a time."""
    parts = (keys[start : start + AT_ONCE].tolist() for start in range(0, len(keys), AT_ONCE))
    found = (np.array(list(among(db, question, part, *others)), np.int64).reshape(-1, 2) for part in parts)
    return np.concatenate([np.zeros((0, 2), np.int64), *found])


def _settled(db: sqlite3.Connection, keys: Ints) -> Iterator[Ints]:
    buckets = np.unique(keys // REST)
    for start in range(0, len(buckets), CELLS):
        some = buckets[start : start + CELLS].tolist()
        cells = among(db, "SELECT bucket, packed FROM settled WHERE bucket IN ({}) ORDER BY bucket", some)
        held = np.concatenate([np.zeros((0, 2), np.int64), *(_in_cell(bucket, cell) for bucket, cell in cells)])
        first, last = (np.searchsorted(held[:, 0], keys, side) for side in ("left", "right"))
        yield held[ranges(first, last - first)]


def _in_cell(bucket: int, cell: bytes) -> Ints:
    """The shingles and pages of a cell, in the order of the shingles."""
    pairs = np.frombuffer(cell, "<u4").reshape(2, -1).T.astype(np.int64)
    pairs[:, 0] += bucket * REST
    return pairs


def _lists(keys: Ints, pairs: Ints) -> Lists:
    """A page that is noted twice for a key, in a row and in a cell, is one."""
    found = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
    held, pages = found[np.diff(found, axis=0, prepend=-1).any(axis=1)].T
    return Lists(np.append(np.searchsorted(held, keys), len(held)), pages)
