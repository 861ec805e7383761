"""An inverted index of sampled shingles in arrays: which pages share text with earlier ones, and by which shingles."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samestory.arrays import Ints, Small, ascending, ranges
from samestory.evidence import INDEXED
from samestory.pile import Texts

HOLDERS = 24  # up to so many holders of a shingle every pair is looked at
EARLIEST = 6  # beyond that each holder is paired with so many of the earliest
AT_ONCE = 1 << 23  # sampled shingles, half of them indexed, sorted at a time: some 150 MB beside all that are indexed
STEP = 4096  # pages whose shingles are gathered at a time


class Index(NamedTuple):
    """The shingles that pages of more than one outlet hold. Pages are numbers, the earlier page the lower one.

    Four bytes and one for each page that holds a shingle, and for the page's own list of them.
    """

    rows: Ints  # of the texts, by page
    outlets: Ints  # by page
    weights: Ints  # by page: how many of its indexed shingles are evidence
    shingles: Ints
    starts: Ints  # of a shingle's pages in `pages`, and the end of the last
    pages: Small  # ascending for every shingle
    bounds: Ints  # of a page's shingles in `places`, and the end of the last
    places: Small  # of the page's shingles in `shingles`
    earlier: NDArray[np.uint8]  # with how many earlier holders of it the page is paired


def index(texts: Texts) -> Index:
    """The index of pages by what stands outside quotation marks."""
    rows = np.lexsort((np.arange(len(texts.ids)), texts.until, texts.times))
    outlets = texts.outlets[rows]
    values, pages = _entries(texts, rows)
    weights = np.bincount(pages, minlength=len(rows))
    parts = 1 << max(0, (len(texts.shingles) // AT_ONCE).bit_length())
    found = [_several(values, pages, outlets, (number, parts)) for number in range(parts)]
    del values, pages  # as much memory as what is made of them
    shingles, sizes, held = (np.concatenate(column) for column in zip(*found, strict=True))
    starts = np.concatenate(([0], sizes)).cumsum()
    return Index(rows, outlets, weights, shingles, starts, held, *_by_page(starts, held, len(rows)))


def _entries(texts: Texts, rows: Ints) -> tuple[Ints, Small]:
    """The indexed shingles that are evidence and the pages that hold them, in the order of the pages."""
    found = [(np.zeros(0, np.int64), np.zeros(0, np.int32))]
    for start in range(0, len(rows), STEP):
        here = rows[start : start + STEP]
        places = ranges(texts.starts[here], texts.lengths[here])
        held = np.repeat(np.arange(start, start + len(here), dtype=np.int32), texts.lengths[here])
        kept = ~texts.quoted[places] & (texts.shingles[places] % INDEXED == 0)
        found.append((texts.shingles[places[kept]], held[kept]))
    values, pages = (np.concatenate(column) for column in zip(*found, strict=True))
    return values, pages


def _several(values: Ints, pages: Small, outlets: Ints, part: tuple[int, int]) -> tuple[Ints, Ints, Small]:
    """Of one part of all shingles those that pages of several outlets hold: the shingles, how many pages, which."""
    number, parts = part
    kept = (values >> 20) % parts == number if parts > 1 else slice(None)
    values, pages = values[kept], pages[kept]
    order = ascending(values)
    values, pages = values[order], pages[order]
    starts = np.flatnonzero(np.diff(values, prepend=-1))
    sizes = np.diff(starts, append=len(values))
    if not len(starts):
        return values, sizes, pages
    several = np.minimum.reduceat(outlets[pages], starts) < np.maximum.reduceat(outlets[pages], starts)
    return values[starts[several]], sizes[several], pages[np.repeat(several, sizes)]


def _by_page(starts: Ints, pages: Small, count: int) -> tuple[Ints, Small, NDArray[np.uint8]]:
    """The same index by page: where a page's shingles begin, which they are, and how many earlier pages each asks."""
    sizes = np.diff(starts)
    earlier = np.arange(len(pages), dtype=np.int32)
    earlier -= np.repeat(starts[:-1].astype(np.int32), sizes)
    np.minimum(earlier, np.repeat(np.where(sizes > HOLDERS, EARLIEST, HOLDERS).astype(np.int32), sizes), out=earlier)
    asked = earlier.astype(np.uint8)
    del earlier  # four bytes for every page of every shingle
    order = ascending(pages)
    places = np.repeat(np.arange(len(sizes), dtype=np.int32), sizes)[order]
    bounds = np.concatenate(([0], np.bincount(pages, minlength=count))).cumsum()
    return bounds, places, asked[order]


def shared(found: Index, pages: Ints, telling: NDArray[np.bool_]) -> Ints:
    """Some pages with earlier ones of other outlets, once for every telling shingle of both: the two as one number."""
    lengths = found.bounds[pages + 1] - found.bounds[pages]
    own = ranges(found.bounds[pages], lengths)
    asking = np.repeat(pages, lengths)
    kept = telling[found.places[own]]
    own, asking = own[kept], asking[kept]
    earlier = found.earlier[own]
    near = found.pages[ranges(found.starts[found.places[own]], earlier)].astype(np.int64)
    asking = np.repeat(asking, earlier)
    apart = found.outlets[near] != found.outlets[asking]
    pairs: Ints = (near * len(found.rows) + asking)[apart]
    return pairs


def spread(found: Index, texts: Ints) -> Ints:
    """How many different texts hold each shingle; `texts` is by page."""
    sizes = np.diff(found.starts)
    counts = np.zeros(len(sizes), np.int64)
    for start in range(0, len(sizes), AT_ONCE >> 3):
        here = sizes[start : start + (AT_ONCE >> 3)]
        pages = found.pages[found.starts[start] : found.starts[start + len(here)]]
        held = np.unique(np.repeat(np.arange(len(here)), here) * len(texts) + texts[pages])
        counts[start : start + len(here)] = np.bincount(held // len(texts), minlength=len(here))
    return counts
