"""What a batch of pages changes in what is noted of texts and of standing shingles."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from samestory.archive.filing import shingles_of
from samestory.archive.lists import Lists, asked, shingles
from samestory.archive.sharers import Found, Holders, known, places
from samestory.archive.standing import Changes, Held, standing, turn
from samestory.archive.tables import among
from samestory.arrays import Ints, heads
from samestory.evidence import INDEXED, SPREAD, are_one
from samestory.types import Fingerprint


def changes(db: sqlite3.Connection, found: Found) -> Changes:
    """What the pages of a batch change: nothing, if they were noted before."""
    now = turn(db)
    joined = _joined(found)
    rising, falling = _moved(db, found.keys, found.lists, found.holders, joined)
    if between := _between(db, found, joined):
        _, keys = asked(shingles_of(db, between))
        lists = shingles(db, keys)
        more = _moved(db, keys, lists, known(db, lists.pages), joined)
        rising, falling = {**rising, **more[0]}, {**falling, **more[1]}
    return Changes(now, joined, rising, falling)


def stands(db: sqlite3.Connection, keys: Ints) -> NDArray[np.bool_]:
    """Which shingles stand; given as they are indexed."""
    found = among(db, "SELECT shingle FROM standing WHERE shingle IN ({})", keys.tolist())
    return np.isin(keys, np.array([key for (key,) in found], np.int64))


def notices(db: sqlite3.Connection, pages: Sequence[Fingerprint]) -> frozenset[int]:
    """The shingles that several of the pages hold and that stand."""
    held = np.array([shingle for page in pages for shingle in page.shingles], np.int64)
    shingles, counts = np.unique(held[held % INDEXED == 0], return_counts=True)
    return standing(db, shingles[counts > 1].tolist())


def _joined(found: Found) -> dict[int, int]:
    """The texts that the pages of a batch show to be parts of one, each with the one of the lowest number."""
    pairs, holders = found.pairs, found.holders
    sure = are_one(np.bincount(pairs.owners, minlength=len(pairs.asking)), pairs.smaller)
    texts, at = np.unique(holders.texts, return_inverse=True)
    one, other = (at[places(holders, pages[sure])] for pages in (pairs.asking, pairs.holding))
    first = texts[heads(len(texts), one, other)]
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


def _moved(
    db: sqlite3.Connection, keys: Ints, lists: Lists, holders: Holders, joined: Mapping[int, int]
) -> tuple[Held, Held]:
    """Of some shingles those that come to stand and those that stand no more."""
    before, sizes = stands(db, keys), np.diff(lists.starts)
    named = np.array([joined.get(text, text) for text in holders.texts.tolist()], np.int64)
    texts = np.unique(named, return_inverse=True)[1][places(holders, lists.pages)]
    most = len(named) + 1
    held = np.unique(np.repeat(np.arange(len(keys)), sizes) * most + texts)
    now = np.bincount(held // most, minlength=len(keys)) > SPREAD
    return _held(keys, lists, now & ~before), _held(keys, lists, before & ~now)


def _held(keys: Ints, lists: Lists, chosen: NDArray[np.bool_]) -> Held:
    return {
        int(keys[at]): lists.pages[lists.starts[at] : lists.starts[at + 1]].tolist() for at in np.flatnonzero(chosen)
    }
