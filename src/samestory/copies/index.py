"""An inverted index of sampled shingles in arrays: which pairs of pages hold how many shingles in common."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samestory.types import Engine

HOLDERS = 24  # up to so many holders of a shingle every pair is looked at
EARLIEST = 6  # beyond that each holder is paired with so many of the earliest
BLOCK = 1 << 20  # pairs that are held at a time, about

Ints = NDArray[np.int64]


class Index(NamedTuple):
    """The shingles that pages of more than one outlet hold. Pages are numbers, the earlier page the lower one."""

    shingles: Ints
    starts: Ints  # of a shingle's pages in `pages`, and the end of the last
    pages: Ints  # ascending for every shingle
    outlets: Ints  # by page


class Links(NamedTuple):
    """Two pages of different outlets and a shingle of both, as often as there are such."""

    pairs: Ints  # the two pages as one number
    shingles: Ints  # places in the index


def index(evidence: Iterable[Iterable[int]], outlets: Sequence[int]) -> tuple[Index, Ints]:
    """The index of pages, given as the shingles of each that are evidence, and how many shingles each page gives."""
    held, by = array("q"), array("q")
    for page, shingles in enumerate(evidence):
        before = len(held)
        held.extend(shingles)
        by.extend([page] * (len(held) - before))
    values, pages, houses = np.array(held, np.int64), np.array(by, np.int64), np.array(outlets, np.int64)
    weights = np.bincount(pages, minlength=len(outlets))
    order = np.argsort(values, kind="stable")
    values, pages = values[order], pages[order]
    starts = np.flatnonzero(np.diff(values, prepend=-1))
    if not len(starts):
        return Index(values, np.zeros(1, np.int64), pages, houses), weights
    several = np.minimum.reduceat(houses[pages], starts) < np.maximum.reduceat(houses[pages], starts)
    sizes = np.diff(starts, append=len(values))
    kept = np.repeat(several, sizes)
    bounds = np.concatenate(([0], np.cumsum(sizes[several])))
    return Index(values[starts[several]], bounds, pages[kept], houses), weights


def links(found: Index, shingles: Ints, engine: Engine) -> Iterable[Links]:
    """What pages have in common by some of the index's shingles, block by block."""
    return engine.each(partial(_linked, found), _blocks(found, shingles))


def counted(blocks: Iterable[Links]) -> tuple[Ints, Ints]:
    """The pairs of pages that have anything in common, ascending, and how many shingles that is."""
    parts = [np.unique(block.pairs, return_counts=True) for block in blocks]
    if not parts:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    pairs, places = np.unique(np.concatenate([part[0] for part in parts]), return_inverse=True)
    return pairs, np.bincount(places, np.concatenate([part[1] for part in parts])).astype(np.int64)


def common(blocks: Iterable[Links], pairs: Ints) -> Iterator[Ints]:
    """For each of some pairs (ascending) the places of the shingles that the two pages have in common."""
    chosen = []
    for block in blocks:
        kept = np.isin(block.pairs, pairs)
        chosen.append((block.pairs[kept], block.shingles[kept]))
    if not chosen or not len(pairs):
        return iter(())
    owners, shingles = (np.concatenate(column) for column in zip(*chosen, strict=True))
    order = np.lexsort((shingles, owners))
    return iter(np.split(shingles[order], np.searchsorted(owners[order], pairs[1:])))


def spread(found: Index, texts: Ints) -> Ints:
    """How many different texts hold each shingle; `texts` is by page."""
    sizes = np.diff(found.starts)
    held = np.repeat(np.arange(len(sizes)), sizes) * (len(texts) + 1) + texts[found.pages]
    return np.bincount(np.unique(held) // (len(texts) + 1), minlength=len(sizes))


def _blocks(found: Index, shingles: Ints) -> Iterator[Ints]:
    """Shingles held by as many pages each, so many that their pairs fill a block."""
    sizes = np.diff(found.starts)[shingles]
    for size in np.unique(sizes).tolist():
        alike = shingles[sizes == size]
        step = max(1, BLOCK // len(_places(size)[0]))
        for first in range(0, len(alike), step):
            yield alike[first : first + step]


def _places(size: int) -> tuple[Ints, Ints]:
    """Which of a shingle's holders are paired: all, or each with the earliest."""
    later = np.arange(1, size)
    counts = np.minimum(later, EARLIEST if size > HOLDERS else size)
    first = np.cumsum(counts) - counts
    return np.arange(int(counts.sum())) - np.repeat(first, counts), np.repeat(later, counts)


def _linked(found: Index, shingles: Ints) -> Iterator[Links]:
    first = found.starts[shingles]
    places = _places(int(found.starts[shingles[0] + 1] - first[0]))
    one, other = (found.pages[first[:, None] + place].ravel() for place in places)
    apart = found.outlets[one] != found.outlets[other]
    pairs = one * len(found.outlets) + other
    yield Links(pairs[apart], np.repeat(shingles, len(places[0]))[apart])
