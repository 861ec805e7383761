"""Which pairs of pages share text by copying, and which shingles tell so.

Looks twice: pages that surely share a text are one text; a shingle that many such texts hold (a notice, a standing
paragraph) is then no evidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from samestory.copies.index import Ints, common, counted, index, links, spread
from samestory.types import Engine

# Pairs of a development set of 4,099 pages with 1,423 known copies (22 Nov 2026), F1: without the second look (SPREAD)
# .890 at .10 and .950 at .15; with it .991 at .10 and .978 at .08. Lower, the boilerplate of the crawl joins pages;
# higher, light rewording is lost. SPREAD 3 to 6 and SURE .20 to .30 give the same.
CONTAINED = 0.10  # of the smaller text's sampled shingles
LONG = 40  # or so many sampled shingles, whatever the lengths
SURE = 0.20  # containment at which two pages are taken for one text at the first look
SPREAD = 6  # a shingle that more texts than that hold is boilerplate and no evidence


def sharing(
    evidence: Iterable[Iterable[int]], outlets: Sequence[str], engine: Engine
) -> Iterator[tuple[int, int, frozenset[int]]]:
    """The pairs of pages, by number, and the shingles they share, in order.

    Pages are given in the order of time, as the shingles of each that are evidence, and its outlet.
    """
    houses = {outlet: number for number, outlet in enumerate(sorted(set(outlets)))}
    found, weights = index(evidence, [houses[outlet] for outlet in outlets])
    everything = np.arange(len(found.shingles))
    pairs, counts = counted(links(found, everything, engine))
    sure = _contained(pairs, counts, weights)
    texts = _texts(pairs[_is_copying(counts, sure) & (sure >= SURE)], len(weights))
    telling = np.flatnonzero(spread(found, texts) <= SPREAD)
    pairs, counts = counted(links(found, telling, engine))
    pairs = pairs[_is_copying(counts, _contained(pairs, counts, weights))]
    for pair, shingles in zip(pairs.tolist(), common(links(found, telling, engine), pairs), strict=True):
        yield *divmod(pair, len(weights)), frozenset(found.shingles[shingles].tolist())


def _contained(pairs: Ints, counts: Ints, weights: Ints) -> NDArray[np.float64]:
    """The part of the smaller text that the other holds too."""
    one, other = np.divmod(pairs, max(1, len(weights)))
    return counts / np.maximum(1, np.minimum(weights[one], weights[other]))


def _is_copying(counts: Ints, contained: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Enough of the smaller text, or a long stretch whatever the lengths."""
    return ((counts >= 4) & (contained >= CONTAINED)) | (counts >= LONG)


def _texts(pairs: Ints, pages: int) -> Ints:
    """Pages numbered by the text they are: connected components, by union and find."""
    first = list(range(pages))

    def find(page: int) -> int:
        while first[page] != page:
            first[page] = page = first[first[page]]
        return page

    for pair in pairs.tolist():
        low, high = sorted(map(find, divmod(pair, pages)))
        first[high] = low
    return np.array([find(page) for page in range(pages)], np.int64)
