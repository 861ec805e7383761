"""How alike pages are: cosines of term vectors by field, for pairs that have telling terms in common."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samestory.arrays import Floats, Ints, Small, ranges
from samestory.operations import Engine
from samestory.pile import FIELDS, Terms
from samestory.stories.linking import Pairs

# How much each field counts. A field that one of two pages lacks leaves its weight to the others.
WEIGHTS = {"title": 0.20, "lead": 0.20, "body": 0.30, "names": 0.20, "numbers": 0.10}
TERMS = 120  # of a field are kept, the most telling ones
PRIOR = 50  # pages of a neutral collection that small piles are counted together with
KEYS, LOOKED_UP = 25, ("title", "body", "names")  # so many terms of these fields find other pages
HOLDERS = 200  # a term held by more pages finds none
ENOUGH = 200  # pages found: no more terms are asked, the rarest come first
LEAST = 0.02  # likeness that is not worth a pair
BLOCK = 4096  # pages whose vectors are made, or whose neighbours are looked for, at a time
HELD_AT_ONCE = 1 << 22  # terms that are counted at a time
# Of the pages of a neutral collection, the part that holds a function word, any other word.
FUNCTION_SHARE, CONTENT_SHARE = 0.5, 0.01
NO_PAIRS = Pairs(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0))
# The time kernel falls with the root of the gap and never below FAR. A bell (1 to 3 days wide) loses .02 to .05 on
# stories that run for weeks, or as much on episodes of one affair, depending on what is left of it far away.
FAR, HALF_DAY = 0.35, 43200.0
# Two pages of one outlet seldom tell one event, and are alike by its house words and its furniture. B-cubed F of
# newscluster / AllSides at .75, .8, .85, 1: .939 / .929, .951 / .928, .951 / .927, .951 / .925; with half furniture
# .933 / .926, .941 / .926, .941 / .924, .943 / .921.
ONE_OUTLET = 0.85


class Vectors(NamedTuple):
    """Each page as one vector over the terms that another page has too; a field has the length of its weight's root."""

    terms: Sequence[Small]  # by page
    starts: Ints  # a page's values are those from its start to the next one's
    values: Floats
    fields: NDArray[np.int8]  # by page, bits: the fields that are not empty
    keys: Keys


class Keys(NamedTuple):
    """The terms by which pages find each other."""

    bounds: Ints  # by page, where its terms begin in `terms`, and the end of the last
    terms: Small  # of a page, the rarest first
    asked: NDArray[np.bool_]  # does the page look for others by it?
    holders: Posted  # of each term
    asking: Posted  # those of them that look for others by it


class Posted(NamedTuple):
    """Pages by term, ascending."""

    starts: Ints  # of a term's pages in `pages`, and the end of the last
    pages: Small

    def of(self, terms: Small) -> tuple[Small, Ints]:
        """The pages of some terms one after the other, and how many each has."""
        counts = self.starts[terms + 1] - self.starts[terms]
        return self.pages[ranges(self.starts[terms], counts)], counts


def pairs(pages: Terms, shares: Mapping[int, Mapping[int, float]], lone: float, engine: Engine) -> Pairs:
    """The pairs of pages that are alike enough to matter, by their rows, each once.

    `shares` are those of copies, by the lower and then the higher row. A term that one page alone holds weighs `lone`
    as much: in full it makes likeness depend on how long and wordy a page is (B-cubed F at 1 and at 0: newscluster .90
    and .91, ECB+ .91 and .94, packaged examples .92 and .97).
    """
    found = vectors(pages, lone)
    blocks = engine.each(partial(_block, pages, found, shares), range(0, len(pages.ids), BLOCK))
    one, other, alike = (np.concatenate(column) for column in zip(NO_PAIRS, *blocks, strict=True))
    return Pairs(one, other, alike).chosen(np.lexsort((other, one)))


def vectors(pages: Terms, lone: float) -> Vectors:
    """Terms weighted as in BM25 by how often the page has them and how few others do; each field of length one."""
    held = np.zeros(len(pages.brief), np.int64)
    for start in range(0, len(pages.terms), HELD_AT_ONCE):
        held += np.bincount(pages.terms[start : start + HELD_AT_ONCE], minlength=len(held))
    expected = np.where(pages.brief, np.float32(FUNCTION_SHARE), np.float32(CONTENT_SHARE))
    telling = np.log((pages.among + PRIOR) / (held + PRIOR * expected)) * np.where(held > 1, 1, lone)
    # The columns are 3 kB a page, and making them takes several times that: so they grow block by block.
    columns: list[array[Any]] = [array(kind) for kind in "qidbii"]
    for first in range(0, len(pages.ids), BLOCK):
        for column, new in zip(columns, _weighted(pages, held, telling, first), strict=True):
            column.frombytes(new.tobytes())
    lengths, terms, values, full, asking, asked = map(np.asarray, columns)
    starts = np.concatenate(([0], lengths)).cumsum()
    rows = [terms[start:end] for start, end in pairwise(starts.tolist())]
    return Vectors(rows, starts, values, full, _keys(asking, asked, (len(rows), len(held))))


def _weighted(pages: Terms, held: Ints, telling: Floats, first: int) -> tuple[NDArray[Any], ...]:
    """Of a block of pages: how many terms each keeps, the terms, values, fields; who asks by which terms."""
    lengths = pages.lengths[first : first + BLOCK]
    count = len(lengths)
    rows = np.repeat(np.arange(count), lengths)
    places = ranges(pages.starts[first : first + BLOCK], lengths)
    terms, fields, counts = pages.terms[places], pages.fields[places], pages.counts[places]
    values = telling[terms] * counts * 2.2 / (counts + 1.2)
    segments = rows * len(FIELDS) + fields
    best, rank = _best(segments, values, terms)
    squares = np.bincount(segments[best], values[best] ** 2, minlength=count * len(FIELDS))
    full = (squares > 0).reshape(-1, len(FIELDS)) @ (1 << np.arange(len(FIELDS)))
    shared = held[terms[best]] > 1  # a term of one page adds nothing to any product
    best, rank = best[shared], rank[shared]
    values = values[best] / np.sqrt(squares)[segments[best]] * np.sqrt(list(WEIGHTS.values()))[fields[best]]
    asked = best[(rank < KEYS) & np.isin(fields[best], [FIELDS.index(field) for field in LOOKED_UP])]
    kept = np.bincount(rows[best], minlength=count)
    return kept, terms[best], values, full.astype(np.int8), (first + rows[asked]).astype(np.int32), terms[asked]


def _best(segments: Ints, values: Floats, terms: Small) -> tuple[Ints, Ints]:
    """The places of the TERMS highest values above zero of every segment, highest first, and which of them each is."""
    order = np.lexsort((terms, -values, segments))
    counts = np.bincount(segments, minlength=1)
    rank = np.arange(len(order)) - np.repeat(np.cumsum(counts) - counts, counts)
    kept = (rank < TERMS) & (values[order] > 0)
    return order[kept], rank[kept]


def _keys(rows: Small, terms: Small, size: tuple[int, int]) -> Keys:
    """From pages and their most telling terms; `size` is how many pages and terms there are."""
    pages, known = size
    counts = np.bincount(terms, minlength=known)
    useful = (counts[terms] > 1) & (counts[terms] <= HOLDERS)
    rows, terms = rows[useful], terms[useful]
    holders = np.bincount(terms, minlength=known)[terms]
    order = np.lexsort((terms, holders, rows))
    rows, terms, holders = rows[order], terms[order], holders[order]
    bounds = np.concatenate(([0], np.bincount(rows, minlength=pages))).cumsum()
    met = np.cumsum(holders) - holders
    asked = met - met[bounds[rows]] < ENOUGH  # of pages met by its rarer terms
    return Keys(bounds, terms, asked, _posted(rows, terms, known), _posted(rows[asked], terms[asked], known))


def _posted(rows: Small, terms: Small, known: int) -> Posted:
    starts = np.concatenate(([0], np.bincount(terms, minlength=known))).cumsum()
    return Posted(starts, rows[np.lexsort((rows, terms))])


def _block(pages: Terms, found: Vectors, shares: Mapping[int, Mapping[int, float]], first: int) -> Iterator[Pairs]:
    """The pairs of the pages of one block with later ones."""
    count = len(pages.ids)
    rows = range(first, min(first + BLOCK, count))
    copied = {row * count + near: share for row in rows if row in shares for near, share in shares[row].items()}
    codes = np.union1d(_candidates(found.keys, first, count), np.array(list(copied), np.int64))
    one, other = np.divmod(codes, count)
    gaps = np.abs(pages.times[one] - pages.times[other])
    kernel = np.where(np.isnan(gaps), 1.0, FAR + (1 - FAR) / np.sqrt(1 + gaps / HALF_DAY))
    house = np.where(pages.outlets[one] == pages.outlets[other], ONE_OUTLET, 1.0)
    alike = np.round(_products(found, one, other) * kernel * house, 4)
    places = np.searchsorted(codes, list(copied))
    # Text in common of pages that are alike by nothing else is what two outlets print below all stories: so newscluster
    # with half furniture has B-cubed F .937 and not .926, and no other set changes.
    share = np.where(alike[places] >= LEAST, np.round(list(copied.values()), 4), 0.0)
    alike[places] = np.maximum(alike[places], share)
    kept = alike >= LEAST
    yield Pairs(one[kept].astype(np.int32), other[kept].astype(np.int32), alike[kept])


def _candidates(keys: Keys, first: int, pages: int) -> Ints:
    """Where one of two pages finds the other by its rarest telling terms, as one number for both.

    Of the pages of a block with later ones.
    """
    bounds = keys.bounds[first : first + BLOCK + 1]
    here = slice(bounds[0], bounds[-1])
    rows = np.repeat(np.arange(first, first + len(bounds) - 1), np.diff(bounds))
    codes = []
    for chosen, posted in ((keys.asked[here], keys.holders), (~keys.asked[here], keys.asking)):
        found, counts = posted.of(keys.terms[here][chosen])
        asking = np.repeat(rows[chosen], counts)
        later = found > asking
        codes.append(asking[later] * pages + found[later])
    return np.concatenate(codes)


# By the bits of the fields that two pages have.
_WEIGHT = np.array(
    [sum(w for row, w in enumerate(WEIGHTS.values()) if bits >> row & 1) or 1.0 for bits in range(1 << len(WEIGHTS))]
)


def _products(found: Vectors, one: Ints, other: Ints) -> Floats:
    """The weighted mean cosine of the fields that both pages have. Most of the time of a large pile is spent here."""
    lengths = np.diff(found.starts)
    known = len(found.keys.holders.starts)
    own_values, is_own = np.empty(known), np.zeros(known, np.bool_)
    products = np.empty(len(one))
    bounds = np.flatnonzero(np.diff(one, prepend=-1, append=-1)) if len(one) else np.zeros(1, int)
    for start, end in pairwise(bounds.tolist()):
        row, near = int(one[start]), other[start:end]
        own = found.terms[row]
        own_values[own], is_own[own] = found.values[found.starts[row] : found.starts[row + 1]], True
        terms = np.concatenate([found.terms[page] for page in near.tolist()])
        ends = np.cumsum(lengths[near])
        common = np.flatnonzero(is_own[terms])  # few of all; only their values are looked at
        page = np.searchsorted(ends, common, side="right")
        values = found.values[common + (found.starts[near + 1] - ends)[page]]
        products[start:end] = np.bincount(page, own_values[terms[common]] * values, end - start)
        is_own[own] = False
    products /= _WEIGHT[found.fields[one] & found.fields[other]]
    return products
