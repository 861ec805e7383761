"""Which pages are surely one text with pages of a batch: by all that they have in common, whether it stands or not.

Of what 1,000 invented pages have in common with 10^5 others, 98 of 100 postings are of set phrases, and to gather them
took 1.5 ms a page. But hardly a page consists of set phrases: so pairs are found by what tells, and set phrases are
counted only where they could make a difference. Pages apart that have so few shingles that set phrases alone could make
them one text with another page: these are *brief*.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from samestory.archive.lists import Asked, Lists, met
from samestory.archive.sharers import Found, Pairs, apart, meeting
from samestory.arrays import Ints, ranges
from samestory.evidence import SURE, are_one


class Brief(NamedTuple):
    """All pages of few shingles."""

    pages: Ints  # ascending
    weights: Ints  # how many indexed shingles each has
    most: int  # that such a page has

    def least(self, pages: Ints) -> Ints:
        """How many indexed shingles pages have: exactly if they are brief, else at least."""
        at = np.searchsorted(self.pages, pages)
        known = np.append(self.pages, -1)[at] == pages
        return np.where(known, np.append(self.weights, 0)[at], self.most + 1)


def twins(db: sqlite3.Connection, found: Found) -> Pairs:
    """The pairs of pages of two outlets that are surely one text."""
    standing = found.asked.chosen(found.stood[found.asked.places])
    brief = _brief(db, int(standing.number(standing.pages).max(initial=0) / SURE) + 1)
    likely = Pairs.together(_likely(found, standing, brief))
    by_phrases = (_with_brief(found, standing, brief), *_of_brief(found, standing))
    return apart(db, Pairs.together((_sure(db, found.lists, standing, likely), *by_phrases)))[0]


def _brief(db: sqlite3.Connection, most: int) -> Brief:
    rows = db.execute("SELECT n, weight FROM holding WHERE weight <= ? ORDER BY n", (most,)).fetchall()
    pages, weights = np.array(rows, np.int64).reshape(-1, 2).T
    return Brief(pages, weights, most)


def _likely(found: Found, standing: Asked, brief: Brief) -> Iterator[Pairs]:
    """Pairs with telling shingles in common that could be one text if the other page held all that stands, too."""
    for some in found.asked.chosen(~found.stood[found.asked.places]).parts():
        pairs = meeting(some, found.lists)
        smaller = np.minimum(found.asked.number(pairs.asking), brief.least(pairs.holding))
        yield pairs.chosen(are_one(pairs.shared + standing.number(pairs.asking), smaller))


def _sure(db: sqlite3.Connection, lists: Lists, standing: Asked, likely: Pairs) -> Pairs:
    """Those of the pairs that are one text."""
    pairs, smaller = apart(db, likely)
    near = are_one(pairs.shared + standing.number(pairs.asking), smaller)
    pairs, smaller = pairs.chosen(near), smaller[near]
    return pairs.chosen(are_one(pairs.shared + _in_both(standing, lists, pairs), smaller))


def _in_both(standing: Asked, lists: Lists, pairs: Pairs) -> Ints:
    """How many standing shingles of the asking page of each pair the holding page has."""
    first, counts = np.searchsorted(standing.pages, pairs.asking), standing.number(pairs.asking)
    owners, keys = np.repeat(np.arange(len(counts)), counts), standing.places[ranges(first, counts)]
    return np.bincount(owners[lists.hold(keys, pairs.holding[owners])], minlength=len(counts))


def _with_brief(found: Found, standing: Asked, brief: Brief) -> Pairs:
    """Pairs that are one text by set phrases alone because the page that holds them is brief."""
    owners, pages = found.lists.owners, found.lists.pages
    few = found.stood[owners] & np.isin(pages, brief.pages)
    owners, pages, weights = owners[few], pages[few], brief.least(pages[few])
    order, width = np.lexsort((weights, owners)), brief.most + 1
    codes = (owners * width + weights)[order]
    own = standing.places * width
    reach = np.minimum((standing.number(standing.pages) / SURE).astype(np.int64) + 1, brief.most)
    starts, ends = np.searchsorted(codes, own), np.searchsorted(codes, own + reach, "right")
    both = met(np.repeat(standing.pages, ends - starts), pages[order][ranges(starts, ends - starts)])
    pairs = Pairs(both.asking, both.holding, both.sums())
    smaller = np.minimum(found.asked.number(pairs.asking), brief.least(pairs.holding))
    return pairs.chosen(are_one(pairs.shared, smaller))


def _of_brief(found: Found, standing: Asked) -> Iterator[Pairs]:
    """Pairs that are one text by set phrases because the page that asks is brief, and the smaller one."""
    rows = found.asked.pages
    brief = found.asked.chosen(are_one(standing.number(rows), found.asked.number(rows)))
    for page in brief.parts(1):  # each meets a good part of the archive
        pairs = meeting(page, found.lists)
        yield pairs.chosen(are_one(pairs.shared, found.asked.number(pairs.asking)))
