"""Which stories of the same days the pages of a batch may belong to, by names and title words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from samestory.archive.filing import DAY, UNDATED, Looked, period
from samestory.archive.lists import Asked, Lists, Met, asked, met, of_pages, terms, together
from samestory.archive.tables import among
from samestory.arrays import Floats, Ints, ranges

HOLDERS = 200  # a term that more pages of its days hold finds none
# Of each period so many of the pages filed last: where more than HOLDERS of these are near, the others change nothing.
# Among 10^5 pages a single one met 12 ms of pages that hold common words, and 1.7 so.
LATEST = 2 * HOLDERS
WINDOW = 14  # days to either side in which a story is looked for
KEYS = 2  # names and title words that two pages must have in common to be looked at together
STORIES = 8  # that a page may touch
# A story is touched by a page if one of its pages has this part of what the best one has in common with it. With every
# story that has two names in common instead, each batch touched all of 5,000 invented pages, and grouping took 53 ms a
# page instead of 9. Pages in 20 batches against the labels, B-cubed F: newscluster .905 (one batch .905), BASIL .988
# (.995).
NEAR_BEST = 0.5
_EVER = 1 << 36  # more seconds than lie between any two pages; the middle of it is 1970
_CLOCKS = "SELECT n, clock FROM holding WHERE n IN ({})"

Edge = tuple[int, int]


class Near(NamedTuple):
    """Of the holders of each term asked for those near in time: first those without a clock, then the others."""

    starts: Ints
    lengths: Ints

    @property
    def sizes(self) -> Ints:
        """How many they are."""
        sizes: Ints = self.lengths.sum(1)
        return sizes


class Held(NamedTuple):
    """The holders of terms, by time."""

    starts: Ints  # by term, and the end of the last
    pages: Ints  # those without a clock first
    codes: Ints  # of every page its term and its moment in one

    def near(self, places: Ints, moments: Ints) -> Near:
        """Those of some terms, given by their places, within the window around moments; zero: at any time."""
        here, reach = places * _EVER, np.int64(WINDOW * DAY)
        since = np.where(moments > 0, np.maximum(moments - reach, 1), 1)
        until = np.where(moments > 0, np.minimum(moments + reach, _EVER - 1), _EVER - 1)
        dated, first = np.searchsorted(self.codes, here + 1), np.searchsorted(self.codes, here + since)
        last = np.searchsorted(self.codes, here + until, "right")
        starts = self.starts[places]
        return Near(np.stack((starts, first), 1), np.stack((dated - starts, last - first), 1))


def alike(db: sqlite3.Connection, pages: Sequence[Looked]) -> Iterator[Edge]:
    """Of every story near a page the page most like it, and the queued ones near it; rare names count most."""
    dated = [page for page in pages if page.time is not None]
    times = np.array([page.time for page in dated], np.float64)
    yield from _near(db, dated, periods(times), times)
    if undated := [page for page in pages if page.time is None]:
        every = [when for (when,) in db.execute("SELECT DISTINCT period FROM term")]
        yield from _near(db, undated, every, np.full(len(undated), np.nan))


def periods(times: Floats) -> list[int]:
    """The periods of pages near these times, and that of pages without one. A period is longer than half a window.

    >>> periods(np.array([8 * DAY]))
    [-1, 0, 1]
    """
    near = (times[:, None] + np.array([-WINDOW, 0, WINDOW]) * DAY).ravel().tolist()
    return sorted({UNDATED, *map(period, near)})


def _near(db: sqlite3.Connection, pages: Sequence[Looked], periods: Sequence[int], times: Floats) -> Iterator[Edge]:
    found, keys = asked([(page.n, page.terms) for page in pages])
    numbers, moments = np.array([page.n for page in pages], np.int64), _moments(times)
    held = _held(db, periods, keys, (found, moments[np.searchsorted(numbers, found.pages)]))
    for some in found.parts():
        pairs, scores = _scored(some, held, moments[np.searchsorted(numbers, some.pages)])
        homes = dict(among(db, "SELECT n, story FROM holding WHERE n IN ({})", np.unique(pairs.holding).tolist()))
        ends = np.flatnonzero(np.diff(pairs.asking, append=-1)) + 1
        for start, end in zip([0, *ends[:-1].tolist()], ends.tolist(), strict=False):
            asking, holding = int(pairs.asking[start]), pairs.holding[start:end]
            yield from ((asking, other) for other in _best(holding, scores[start:end], homes))


def _held(db: sqlite3.Connection, periods: Sequence[int], keys: Ints, rows: tuple[Asked, Ints]) -> Held:
    """Who holds the terms, given with the moments of those that ask; of terms that find none perhaps not all."""
    lists = terms(db, periods, keys, LATEST)
    held, (found, moments) = _by_time(db, lists), rows
    missed = (lists.sizes > LATEST)[found.places] & (held.near(found.places, moments).sizes <= HOLDERS)
    if not missed.any():
        return held
    places = np.unique(found.places[missed])
    more = terms(db, periods, keys[places])
    return _by_time(db, together(len(keys), [(lists.owners, lists.pages), (places[more.owners], more.pages)]))


def _moments(times: Floats) -> Ints:
    """Whole seconds above zero; zero where a page has no clock."""
    return np.where(np.isnan(times), 0, np.clip(np.nan_to_num(times) + _EVER / 2, 1, _EVER - 1)).astype(np.int64)


def _by_time(db: sqlite3.Connection, lists: Lists) -> Held:
    """The pages of every list by their clocks, those without one first."""
    codes = lists.owners * _EVER + _moments(of_pages(db, _CLOCKS, lists.pages))
    order = np.argsort(codes, kind="stable")
    return Held(lists.starts, lists.pages[order], codes[order])


def _scored(some: Asked, held: Held, moments: Ints) -> tuple[Met, Floats]:
    """The pages that have enough terms in common within the window, and what these weigh."""
    near = held.near(some.places, moments)
    rare = near.sizes <= HOLDERS
    starts, lengths = near.starts[rare].ravel(), near.lengths[rare].ravel()
    sizes = near.sizes[rare]
    pairs = met(np.repeat(some.pages[rare], sizes), held.pages[ranges(starts, lengths)])
    weights = np.log(1 + HOLDERS / np.maximum(1, sizes))
    scores = np.round(pairs.sums(np.repeat(weights, sizes)), 9)
    kept = (pairs.sums() >= KEYS) & (pairs.asking != pairs.holding)
    return Met(pairs.asking[kept], pairs.holding[kept], pairs.places[:0]), scores[kept]


def _best(holding: Ints, scores: Floats, homes: Mapping[int, int | None]) -> list[int]:
    """Of each story the best page, of the stories the best; a page in none is like a story of its own."""
    good = np.flatnonzero(scores >= NEAR_BEST * scores.max())
    near: dict[object, int] = {}
    for other in holding[good[np.lexsort((holding[good], -scores[good]))]].tolist():
        home = homes[other]
        near.setdefault(("page", other) if home is None else home, other)
        if len(near) == STORIES:
            break
    return list(near.values())
