"""Which pages hold the same text as those of a batch, and how much of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samestory.archive.filing import Looked
from samestory.archive.lists import Asked, Lists, asked, met, shingles
from samestory.archive.tables import among
from samestory.arrays import Ints, ranges
from samestory.evidence import are_near


class Holders(NamedTuple):
    """Pages that hold some of the shingles asked for, and what the archive notes of them."""

    numbers: Ints  # ascending
    texts: Ints  # which text each is one with, by the number of a page of it
    weights: Ints  # how many indexed shingles each has
    houses: Ints  # equal for one outlet


class Pairs(NamedTuple):
    """Pages that ask and pages of other outlets that have enough shingles of theirs for a look, each pair once."""

    asking: Ints
    holding: Ints
    smaller: Ints  # how many indexed shingles the smaller one of the two has
    owners: Ints  # of every shingle in common, which pair …
    keys: Ints  # … and its place among the keys


class Found(NamedTuple):
    """All that the index says of a batch of pages."""

    pages: Sequence[Looked]
    keys: Ints
    lists: Lists
    holders: Holders
    pairs: Pairs


def look(db: sqlite3.Connection, pages: Sequence[Looked]) -> Found:
    """Look up every shingle of the pages."""
    wanted, keys = asked([(page.n, page.shingles) for page in pages])
    lists = shingles(db, keys)
    holders = known(db, lists.pages)
    return Found(pages, keys, lists, holders, _pairs(wanted, lists, holders))


def known(db: sqlite3.Connection, pages: Ints) -> Holders:
    """What is noted of pages."""
    numbers = np.unique(pages)
    asked = "SELECT n, coalesce(text, n), weight, house FROM holding WHERE n IN ({}) ORDER BY n"
    rows = np.array(list(among(db, asked, numbers.tolist())), np.int64).reshape(-1, 4)
    return Holders(*rows.T)


def places(holders: Holders, pages: Ints) -> Ints:
    """Where pages are among the holders."""
    return np.searchsorted(holders.numbers, pages)


def sharers(found: Found, stands: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Pages with as much in common as half of the least copying. `stands`: which of the keys are no evidence."""
    pairs = found.pairs
    telling = np.bincount(pairs.owners, ~stands[pairs.keys], len(pairs.asking))
    near = are_near(telling, pairs.smaller)
    yield from zip(pairs.asking[near].tolist(), pairs.holding[near].tolist(), strict=True)


def _pairs(wanted: Asked, lists: Lists, holders: Holders) -> Pairs:
    parts = [_met(some, lists, holders) for some in wanted.parts()]
    counts = [len(part.asking) for part in parts]
    owners = [part.owners + before for part, before in zip(parts, np.cumsum([0, *counts]), strict=False)]
    none = np.zeros(0, np.int64)
    columns = list(zip(*(part._replace(owners=own) for part, own in zip(parts, owners, strict=True)), strict=True))
    return Pairs(*(np.concatenate([none, *column]) for column in columns or [()] * 5))


def _met(some: Asked, lists: Lists, holders: Holders) -> Pairs:
    sizes = np.diff(lists.starts)[some.places]
    pairs = met(np.repeat(some.pages, sizes), lists.pages[ranges(lists.starts[some.places], sizes)])
    one, other = places(holders, pairs.asking), places(holders, pairs.holding)
    smaller = np.minimum(holders.weights[one], holders.weights[other])
    kept = are_near(pairs.sums(), smaller) & (holders.houses[one] != holders.houses[other])
    number, inside = np.cumsum(kept) - 1, kept[pairs.places]
    return Pairs(
        pairs.asking[kept],
        pairs.holding[kept],
        smaller[kept],
        number[pairs.places[inside]],
        np.repeat(some.places, sizes)[inside],
    )
