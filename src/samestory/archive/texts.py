"""What a batch of pages changes in what is noted of texts and of standing shingles."""

from __future__ import annotations

import sqlite3
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from samestory.archive.filing import shingles_of
from samestory.archive.lists import Lists, asked, shingles
from samestory.archive.sharers import Found, known, places, stands
from samestory.archive.standing import Changes, Held, standing, turn
from samestory.archive.tables import among
from samestory.archive.twins import twins
from samestory.arrays import Ints, heads
from samestory.evidence import INDEXED, SPREAD
from samestory.types import Fingerprint

FIRST = (8, 64)  # holders of a shingle are looked at; if these are of enough texts, all others would not alter it


def changes(db: sqlite3.Connection, found: Found) -> Changes:
    """What the pages of a batch change: nothing, if they were noted before."""
    now = turn(db)
    joined = _joined(db, found)
    rising, falling = _moved(db, found.keys, found.lists, joined)
    if between := _between(db, found, joined):
        _, keys = asked(shingles_of(db, between))
        more = _moved(db, keys, shingles(db, keys), joined)
        rising, falling = {**rising, **more[0]}, {**falling, **more[1]}
    return Changes(now, joined, rising, falling)


def notices(db: sqlite3.Connection, pages: Sequence[Fingerprint]) -> frozenset[int]:
    """The shingles that several of the pages hold and that stand."""
    held = np.array([shingle for page in pages for shingle in page.shingles], np.int64)
    shingles, counts = np.unique(held[held % INDEXED == 0], return_counts=True)
    return standing(db, shingles[counts > 1].tolist())


def _joined(db: sqlite3.Connection, found: Found) -> dict[int, int]:
    """The texts that the pages of a batch show to be parts of one, each with the one of the lowest number."""
    pairs = twins(db, found)
    sides = pairs.asking, pairs.holding
    holders = known(db, np.concatenate(sides))
    texts, at = np.unique(holders.texts, return_inverse=True)
    first = texts[heads(len(texts), *(at[places(holders, pages)] for pages in sides))]
    moved = first != texts
    return dict(zip(texts[moved].tolist(), first[moved].tolist(), strict=True))


def _between(db: sqlite3.Connection, found: Found, joined: Mapping[int, int]) -> list[int]:
    """Pages from before of texts that the new ones join: of each such text all parts but the largest.

    What two parts have in common was held by two texts, and is by one now. The new pages need not hold it.
    """
    new, parts = {page.n for page in found.pages}, defaultdict[int, dict[int, set[int]]](lambda: defaultdict(set))
    for column in ("n", "text"):
        asked = f"SELECT n, coalesce(text, n) FROM holding WHERE {column} IN ({{}})"
        for n, text in among(db, asked, sorted({*joined, *joined.values()})):
            if n not in new:
                parts[joined.get(text, text)][text].add(n)
    smaller = (part for text in parts.values() for part in sorted(text.values(), key=len)[:-1])
    return sorted(n for part in smaller for n in part)


def _moved(db: sqlite3.Connection, keys: Ints, lists: Lists, joined: Mapping[int, int]) -> tuple[Held, Held]:
    """Of some shingles those that come to stand and those that stand no more."""
    before, now = stands(db, keys), np.zeros(len(keys), np.bool_)
    several = np.flatnonzero(lists.sizes > SPREAD)
    for most in (*FIRST, sys.maxsize):
        now[several] = _texts(db, lists.of(several, most), joined) > SPREAD
        several = several[~now[several] & (lists.sizes[several] > most)]
    return _held(keys, lists, now & ~before), _held(keys, lists, before & ~now)


def _texts(db: sqlite3.Connection, lists: Lists, joined: Mapping[int, int]) -> Ints:
    """How many texts each list has."""
    holders = known(db, lists.pages)
    named = np.array([joined.get(text, text) for text in holders.texts.tolist()], np.int64)
    texts = np.unique(named, return_inverse=True)[1][places(holders, lists.pages)]
    most = len(named) + 1
    return np.bincount(np.unique(lists.owners * most + texts) // most, minlength=len(lists.sizes))


def _held(keys: Ints, lists: Lists, chosen: NDArray[np.bool_]) -> Held:
    return {
        int(keys[at]): lists.pages[lists.starts[at] : lists.starts[at + 1]].tolist() for at in np.flatnonzero(chosen)
    }
