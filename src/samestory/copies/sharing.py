"""Which pairs of pages share text by copying, and which shingles tell so.

Looks twice: pages that surely share a text are one text; a shingle that many such texts hold (a notice, a standing
paragraph) is then no evidence.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samestory.arrays import Ints, heads
from samestory.copies.index import Index, index, shared, spread
from samestory.pile import Texts
from samestory.types import Engine

# Pairs of a development set of 4,099 pages with 1,423 known copies (22 Nov 2026), F1: without the second look (SPREAD)
# .890 at .10 and .950 at .15; with it .991 at .10 and .978 at .08. Lower, the boilerplate of the crawl joins pages;
# higher, light rewording is lost. SPREAD 3 to 6 and SURE .20 to .30 give the same.
CONTAINED = 0.10  # of the smaller text's sampled shingles
FEWEST = 4  # … and so many
LONG = 40  # or so many sampled shingles, whatever the lengths
SURE = 0.20  # containment at which two pages are taken for one text at the first look
SPREAD = 6  # a shingle that more texts than that hold is boilerplate and no evidence

BLOCK = 1024  # pages whose pairs are counted at a time


class Sharing(NamedTuple):
    """Which pages share text by copying. Pages are numbers, the earlier page the lower one."""

    found: Index
    telling: NDArray[np.bool_]  # of each shingle of the index: is it evidence?
    pairs: Ints  # two pages as one number, family after family, ascending in each
    families: Ints  # of each pair, the smallest page of its family; ascending


def sharing(texts: Texts, engine: Engine) -> Sharing:
    """The pairs of pages that share text by copying."""
    found = index(texts)
    everything = np.ones(len(found.shingles), np.bool_)
    sure = _pairs(found, everything, SURE, engine)
    telling = spread(found, _heads(found, sure)) <= SPREAD
    pairs = _pairs(found, telling, 0.0, engine)
    families = _heads(found, pairs)[pairs // max(1, len(found.rows))]
    order = np.argsort(families, kind="stable")
    return Sharing(found, telling, pairs[order], families[order])


def kin(sharing: Sharing) -> Iterator[Ints]:
    """The pairs of every family."""
    return iter(np.split(sharing.pairs, np.flatnonzero(np.diff(sharing.families)) + 1) if len(sharing.pairs) else ())


def common(sharing: Sharing, pairs: Ints) -> Iterator[tuple[int, int, Ints]]:
    """For each of some pairs (ascending) the two pages and the shingles that tell that they share text."""
    count = len(sharing.found.rows)
    held = shared(sharing.found, np.unique(pairs % count), sharing.telling)
    chosen = np.isin(held.pairs, pairs)
    owners, places = held.pairs[chosen], held.places[chosen]
    order = np.lexsort((places, owners))
    parts = np.split(sharing.found.shingles[places[order]], np.searchsorted(owners[order], pairs[1:]))
    for pair, shingles in zip(pairs.tolist(), parts, strict=True):
        yield *divmod(pair, count), shingles


def _pairs(found: Index, telling: NDArray[np.bool_], least: float, engine: Engine) -> Ints:
    """The pairs that share text by copying and have at least this part of the smaller text in common; ascending."""
    pages = np.arange(len(found.rows))
    blocks = (pages[start : start + BLOCK] for start in range(0, len(pages), BLOCK))
    made = engine.each(partial(_copying, found, telling, least), blocks)
    return np.sort(np.concatenate([np.zeros(0, np.int64), *made]))


def _copying(found: Index, telling: NDArray[np.bool_], least: float, pages: Ints) -> Iterator[Ints]:
    """The pairs of some pages with earlier ones."""
    pairs, counts = np.unique(shared(found, pages, telling).pairs, return_counts=True)
    one, other = np.divmod(pairs, max(1, len(found.rows)))
    contained = counts / np.maximum(1, np.minimum(found.weights[one], found.weights[other]))
    copying = ((counts >= FEWEST) & (contained >= CONTAINED)) | (counts >= LONG)
    yield pairs[copying & (contained >= least)]


def _heads(found: Index, pairs: Ints) -> Ints:
    """Pages by the smallest page that they are joined to."""
    return heads(len(found.rows), *np.divmod(pairs, max(1, len(found.rows))))
