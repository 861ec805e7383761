"""Which pages share text by copying: an inverted index of sampled shingles, containment, earliest holders.

Containment and not Jaccard, for a copy may be a third of a longer page. What one outlet repeats on its own pages is no
evidence, nor is what stands between quotation marks: two reporters at one press conference share quotations. A shingle
that very many pages hold is linked to its earliest holders instead of being dropped, so that an agency's text run by
five hundred outlets stays one family at a cost linear in their number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from samestory.descent import Edge, Link, Witness, descent
from samestory.types import Copy, Engine, Fingerprint

HOLDERS = 24  # up to so many holders of a shingle every pair is looked at
# Pairs of a development set of 4,099 pages with 1,423 known copies (22 Nov 2026), F1: without the second look (SPREAD)
# .890 at .10 and .950 at .15; with it .991 at .10 and .978 at .08. Lower, the boilerplate of the crawl joins pages;
# higher, light rewording is lost. SPREAD 3 to 6 and SURE .20 to .30 give the same.
CONTAINED = 0.10  # of the smaller text's sampled shingles
LONG = 40  # or so many sampled shingles, whatever the lengths
SURE = 0.20  # containment at which two pages are taken for one text at the first look
SPREAD = 6  # a shingle that more texts than that hold is boilerplate and no evidence
EARLIEST = 6  # beyond that each holder is paired with so many of the earliest


class Holder(NamedTuple):
    """A page as the index knows it; sorts by time, pages without a clock last."""

    clock: float
    until: float  # as the clock, but the end of its day where only the day is known
    page_id: str
    outlet: str
    weight: int  # how many shingles of it are evidence


Posting = tuple[int, list[Holder]]  # a shingle and the pages that hold it


class Shared(NamedTuple):
    """What two pages have in common."""

    one: Holder
    other: Holder
    shingles: frozenset[int]

    @property
    def containment(self) -> float:
        """The part of the smaller text that the other holds too."""
        return len(self.shingles) / max(1, min(self.one.weight, self.other.weight))

    @property
    def link(self) -> Link:
        """The same, as the tree of copies takes it."""
        return Link(self.one.page_id, self.other.page_id, self.shingles)


def copies(fingerprints: Sequence[Fingerprint], engine: Engine) -> tuple[tuple[Copy, ...], dict[str, str]]:
    """Who shares text with whom: the copies whose direction can be told, and the family of every page that has one.

    Looks twice: pages that surely share a text are one text; a shingle that many such texts hold (a notice, a standing
    paragraph) is then no evidence. A family is named after its smallest page id. A copy's share is of the child's
    shingles.
    """
    index = [posting for posting in engine.group(engine.each(_postings, fingerprints)) if _outlets(posting[1]) > 1]
    texts = families(pair for pair in shared(index, engine) if is_copying(pair) and pair.containment >= SURE)
    telling = [(shingle, holders) for shingle, holders in index if _spread(holders, texts) <= SPREAD]
    found = sorted(filter(is_copying, shared(telling, engine)))
    named = families(found)
    witnesses = {page.page_id: _witness(page) for page in fingerprints if page.page_id in named}
    kin = engine.group((named[pair.one.page_id], pair.link) for pair in found)
    edges = engine.each(lambda family: descent(witnesses, family[1]), kin)
    made = (_copy(edge, witnesses[edge.child]) for edge in edges)
    return tuple(sorted(made, key=lambda copy: (copy.child, -copy.share, copy.parent))), named


def _witness(page: Fingerprint) -> Witness:
    clock, until = _clocks(page)
    return Witness(page.page_id, page.shingles, clock, until)


def _clocks(page: Fingerprint) -> tuple[float, float]:
    """Pages without a clock come last."""
    return math.inf if page.time is None else page.time, math.inf if page.until is None else page.until


def _copy(edge: Edge, child: Witness) -> Copy:
    share = round(len(edge.taken) / max(1, len(child.units)), 3)
    return Copy(edge.child, edge.parent, share, (f"{share:.0%} of its text stands in the other page",))


def shared(index: Iterable[Posting], engine: Engine) -> Iterator[Shared]:
    """Every pair of pages of different outlets with a shingle of the index in common."""
    pairs = engine.group(engine.each(lambda posting: _pairs(*posting), index))
    for (one, other), shingles in pairs:
        yield Shared(one, other, frozenset(shingles))


def _outlets(holders: Sequence[Holder]) -> int:
    return len({holder.outlet for holder in holders})


def _spread(holders: Sequence[Holder], texts: Mapping[str, str]) -> int:
    """How many different texts hold a shingle, as far as the first look can tell them apart."""
    return len({texts.get(holder.page_id, holder.page_id) for holder in holders})


def is_copying(pair: Shared) -> bool:
    """Enough of the smaller text, or a long stretch whatever the lengths."""
    return (len(pair.shingles) >= 4 and pair.containment >= CONTAINED) or len(pair.shingles) >= LONG


def _postings(page: Fingerprint) -> Iterator[tuple[int, Holder]]:
    evidence = set(page.shingles).difference(page.quoted)
    holder = Holder(*_clocks(page), page.page_id, page.outlet, len(evidence))
    return ((shingle, holder) for shingle in evidence)


def _pairs(shingle: int, holders: Sequence[Holder]) -> Iterator[tuple[tuple[Holder, Holder], int]]:
    ordered = sorted(holders)
    if len(ordered) <= HOLDERS:
        linked: Iterable[tuple[Holder, Holder]] = combinations(ordered, 2)
    else:
        linked = ((first, later) for at, later in enumerate(ordered) for first in ordered[: min(at, EARLIEST)])
    return (((one, other), shingle) for one, other in linked if one.outlet != other.outlet)


def families(pairs: Iterable[Shared]) -> dict[str, str]:
    """Connected components of the pairs, by union and find; each named after its smallest id."""
    parent: dict[str, str] = {}

    def find(page: str) -> str:
        while parent.setdefault(page, page) != page:
            parent[page] = page = parent[parent[page]]
        return page

    for pair in pairs:
        low, high = sorted((find(pair.one.page_id), find(pair.other.page_id)))
        parent[high] = low
    return {page: find(page) for page in sorted(parent)}
