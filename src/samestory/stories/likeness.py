"""How alike pages are: cosines of term vectors by field, for pairs that have telling terms in common."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samestory.stories.linking import Pair
from samestory.stories.pile import FIELDS, Floats, Ints, Pile, ranges
from samestory.types import Engine

# How much each field counts. A field that one of two pages lacks leaves its weight to the others.
WEIGHTS = {"title": 0.20, "lead": 0.20, "body": 0.30, "names": 0.20, "numbers": 0.10}
TERMS = 120  # of a field are kept, the most telling ones
PRIOR = 50  # pages of a neutral collection that small piles are counted together with
KEYS, LOOKED_UP = 25, ("title", "body", "names")  # so many terms of these fields find other pages
HOLDERS = 200  # a term held by more pages finds none
ENOUGH = 200  # pages found: no more terms are asked, the rarest come first
LEAST = 0.02  # likeness that is not worth a pair
BLOCK = 4096  # pages whose neighbours are looked for at a time
# The time kernel falls with the root of the gap and never below FAR. A bell (1 to 3 days wide) loses .02 to .05 on
# stories that run for weeks, or as much on episodes of one affair, depending on what is left of it far away.
FAR, HALF_DAY = 0.35, 43200.0


class Vectors(NamedTuple):
    """Each page as one vector over the terms that another page has too; a field has the length of its weight's root."""

    starts: Ints  # a page's terms are those from its start to the next one's
    terms: NDArray[np.int32]
    values: Floats
    fields: Ints  # by page, bits: the fields that are not empty
    keys: Keys


class Keys(NamedTuple):
    """The terms by which pages find each other, by page and the rarest first; and the same by term."""

    pages: Ints
    terms: Ints
    holders: Ints  # how many pages find each other by the term
    starts: Ints  # by term, where its pages begin in `posted`
    posted: Ints


def pairs(pages: Pile, shares: Mapping[int, Mapping[int, float]], lone: float, engine: Engine) -> Iterable[Pair]:
    """The pairs of pages that are alike enough to matter, by their rows.

    `shares` are those of copies, by the lower and then the higher row. A term that one page alone holds weighs `lone`
    as much: in full it makes likeness depend on how long and wordy a page is (B-cubed F at 1 and at 0: newscluster .90
    and .91, ECB+ .91 and .94, packaged examples .92 and .97).
    """
    found = vectors(pages, lone)
    blocks = range(0, len(pages.ids), BLOCK)
    return engine.each(partial(_block, pages, found, shares), blocks)


def vectors(pages: Pile, lone: float) -> Vectors:
    """Terms weighted as in BM25 by how often the page has them and how few others do; each field of length one."""
    rows = np.repeat(np.arange(len(pages.ids)), np.diff(pages.starts))
    held = np.bincount(pages.terms, minlength=len(pages.expected))
    telling = np.log((len(pages.ids) + PRIOR) / (held + PRIOR * pages.expected)) * np.where(held > 1, 1, lone)
    values = telling[pages.terms] * pages.counts * 2.2 / (pages.counts + 1.2)
    segments = rows * len(FIELDS) + pages.fields
    best, rank = _best(segments, values, pages.terms)
    segments, values = segments[best], values[best]
    lengths = np.sqrt(np.bincount(segments, values**2, minlength=len(pages.ids) * len(FIELDS)))
    full = (lengths > 0).reshape(-1, len(FIELDS)) @ (1 << np.arange(len(FIELDS)))
    shared = held[pages.terms[best]] > 1  # a term of one page adds nothing to any product
    best, rank, segments, values = best[shared], rank[shared], segments[shared], values[shared]
    weights = np.sqrt(list(WEIGHTS.values()))[pages.fields[best]]
    starts = np.concatenate(([0], np.cumsum(np.bincount(rows[best], minlength=len(pages.ids)))))
    asked = (rank < KEYS) & np.isin(pages.fields[best], [FIELDS.index(field) for field in LOOKED_UP])
    keys = _keys(rows[best[asked]], pages.terms[best[asked]], len(pages.expected))
    return Vectors(starts, pages.terms[best], values / lengths[segments] * weights, full, keys)


def _best(segments: Ints, values: Floats, terms: NDArray[np.int32]) -> tuple[Ints, Ints]:
    """The places of the TERMS highest values above zero of every segment, highest first, and which of them each is."""
    order = np.lexsort((terms, -values, segments))
    counts = np.bincount(segments, minlength=1)
    rank = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    kept = (rank < TERMS) & (values[order] > 0)
    return order[kept], rank[kept]


def _keys(rows: Ints, terms: NDArray[np.int32], known: int) -> Keys:
    holders = np.bincount(terms, minlength=known)
    useful = (holders[terms] > 1) & (holders[terms] <= HOLDERS)
    rows, terms = rows[useful], terms[useful]
    counts = np.bincount(terms, minlength=known)
    starts = np.cumsum(counts) - counts
    posted = rows[np.lexsort((rows, terms))]
    order = np.lexsort((terms, counts[terms], rows))
    return Keys(rows[order], terms[order].astype(np.int64), counts[terms[order]], starts, posted)


def _block(pages: Pile, found: Vectors, shares: Mapping[int, Mapping[int, float]], first: int) -> Iterator[Pair]:
    """The pairs that the pages of one block find. A pair that two blocks find comes twice, with the same likeness."""
    one, other = _candidates(found.keys, first, len(pages.ids))
    copied = [(row, near) for row in range(first, min(first + BLOCK, len(pages.ids))) for near in shares.get(row, ())]
    if copied:
        both = np.unique(np.concatenate((np.stack((one, other), 1), copied)), axis=0)
        one, other = both[:, 0], both[:, 1]
    gaps = np.abs(pages.times[one] - pages.times[other])
    kernel = np.where(np.isnan(gaps), 1.0, FAR + (1 - FAR) / np.sqrt(1 + gaps / HALF_DAY))
    alike = np.round(_products(found, one, other) * kernel, 4)
    for low, high in copied:
        at = np.flatnonzero((one == low) & (other == high))
        alike[at] = np.maximum(alike[at], round(shares[low][high], 4))
    kept = alike >= LEAST
    return map(Pair, one[kept].tolist(), other[kept].tolist(), alike[kept].tolist())


def _candidates(keys: Keys, first: int, pages: int) -> tuple[Ints, Ints]:
    """The pages of a block with those that share their rarest telling terms; of each pair the lower row first."""
    here = slice(*np.searchsorted(keys.pages, (first, first + BLOCK)))
    rows, terms, holders = keys.pages[here], keys.terms[here], keys.holders[here]
    met = np.cumsum(holders) - holders
    met -= met[np.searchsorted(rows, rows)]  # before this term, by the page's rarer ones
    asked = met < ENOUGH
    rows, terms, holders = rows[asked], terms[asked], holders[asked]
    found = keys.posted[ranges(keys.starts[terms], holders)]
    asking = np.repeat(rows, holders)
    codes = np.unique(np.minimum(asking, found) * pages + np.maximum(asking, found))
    one, other = np.divmod(codes, max(1, pages))
    return one[one != other], other[one != other]


# By the bits of the fields that two pages have.
_WEIGHT = np.array(
    [sum(w for row, w in enumerate(WEIGHTS.values()) if bits >> row & 1) or 1.0 for bits in range(1 << len(WEIGHTS))]
)


def _products(found: Vectors, one: Ints, other: Ints) -> Floats:
    """The weighted mean cosine of the fields that both pages have. Most of the time of a large pile is spent here."""
    lengths = np.diff(found.starts)
    dense = np.zeros(int(found.terms.max(initial=0)) + 1)
    products = np.empty(len(one))
    bounds = np.flatnonzero(np.diff(one, prepend=-1, append=-1)) if len(one) else np.zeros(1, int)
    for start, end in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        own = slice(*found.starts[one[start] : one[start] + 2].tolist())
        near = other[start:end]
        dense[found.terms[own]] = found.values[own]
        places = ranges(found.starts[near], lengths[near])
        values = dense[found.terms[places]] * found.values[places]
        products[start:end] = np.bincount(np.repeat(np.arange(end - start), lengths[near]), values, end - start)
        dense[found.terms[own]] = 0.0
    products /= _WEIGHT[found.fields[one] & found.fields[other]]
    return products
