"""Which pages hold the same text as those of a batch, and how much of it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samestory.archive.filing import Looked
from samestory.archive.lists import Asked, Lists, asked, met, shingles
from samestory.archive.tables import among
from samestory.arrays import Floats, Ints, ranges
from samestory.evidence import FEWEST, are_near

Flags = NDArray[np.bool_]


class Holders(NamedTuple):
    """Pages, and what the archive notes of them."""

    numbers: Ints  # ascending
    texts: Ints  # which text each is one with, by the number of a page of it
    weights: Ints  # how many indexed shingles each has
    houses: Ints  # equal for one outlet


class Found(NamedTuple):
    """All that the index says of a batch of pages."""

    pages: Sequence[Looked]  # by number
    asked: Asked
    keys: Ints
    lists: Lists
    stood: Flags  # which of the keys were no evidence then


class Pairs(NamedTuple):
    """Pages that ask and pages that hold some of what they ask for, each pair once."""

    asking: Ints
    holding: Ints
    shared: Floats  # how many shingles they have in common

    def chosen(self, rows: Flags) -> Pairs:
        """Some of them."""
        return Pairs(self.asking[rows], self.holding[rows], self.shared[rows])

    @staticmethod
    def together(parts: Iterable[Pairs]) -> Pairs:
        """The pairs of all parts."""
        none = Pairs(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))
        return Pairs(*(np.concatenate(column) for column in zip(none, *parts, strict=True)))


def look(db: sqlite3.Connection, pages: Sequence[Looked]) -> Found:
    """Look up every shingle of the pages."""
    ordered = sorted(pages)
    wanted, keys = asked([(page.n, page.shingles) for page in ordered])
    return Found(ordered, wanted, keys, shingles(db, keys), stands(db, keys))


def stands(db: sqlite3.Connection, keys: Ints) -> Flags:
    """Which shingles stand; given as they are indexed."""
    found = among(db, "SELECT shingle FROM standing WHERE shingle IN ({})", keys.tolist())
    return np.isin(keys, np.array([key for (key,) in found], np.int64))


def known(db: sqlite3.Connection, pages: Ints) -> Holders:
    """What is noted of pages."""
    numbers = np.unique(pages)
    question = "SELECT n, coalesce(text, n), weight, house FROM holding WHERE n IN ({}) ORDER BY n"
    rows = np.array(list(among(db, question, numbers.tolist())), np.int64).reshape(-1, 4)
    return Holders(*rows.T)


def places(holders: Holders, pages: Ints) -> Ints:
    """Where pages are among the holders."""
    return np.searchsorted(holders.numbers, pages)


def sharers(db: sqlite3.Connection, found: Found, stands: Flags) -> Iterator[tuple[int, int]]:
    """Pages with as much in common as half of the least copying. `stands`: which of the keys are no evidence."""
    for some in found.asked.chosen(~stands[found.asked.places]).parts():
        pairs = meeting(some, found.lists)
        pairs, smaller = apart(db, pairs.chosen(pairs.shared >= FEWEST))
        near = pairs.chosen(are_near(pairs.shared, smaller))
        yield from zip(near.asking.tolist(), near.holding.tolist(), strict=True)


def meeting(some: Asked, lists: Lists) -> Pairs:
    """Who meets whom, and by how many keys."""
    sizes = lists.sizes[some.places]
    pairs = met(np.repeat(some.pages, sizes), lists.pages[ranges(lists.starts[some.places], sizes)])
    return Pairs(pairs.asking, pairs.holding, pairs.sums())


def apart(db: sqlite3.Connection, pairs: Pairs) -> tuple[Pairs, Ints]:
    """The pairs of two outlets, and how many shingles the smaller page of each has."""
    holders = known(db, np.concatenate([pairs.asking, pairs.holding]))
    one, other = places(holders, pairs.asking), places(holders, pairs.holding)
    apart = holders.houses[one] != holders.houses[other]
    return pairs.chosen(apart), np.minimum(holders.weights[one], holders.weights[other])[apart]
