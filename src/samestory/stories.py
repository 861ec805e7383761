"""Which pages tell the same event: term vectors by field, a time kernel, average link, twice.

First over the whole pile with its inverse document frequencies (the coarse groups: one affair), then again inside each
coarse group with frequencies counted there, so that what all pages of an affair share does not hold its days together.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from heapq import heapify, heappop, heappush
from itertools import compress
from operator import mul
from typing import NamedTuple

from samestory.types import Copy, Engine, Fingerprint, Story

# How much each field counts. A field that one of two pages lacks leaves its weight to the others.
WEIGHTS = {"title": 0.20, "lead": 0.20, "body": 0.30, "names": 0.20, "numbers": 0.10}
TERMS = 120  # of a field are kept, the rarest first
KEYS = 25  # terms by which a page looks for others
HOLDERS = 200  # a term held by more pages finds none
PRIOR = 50  # pages of a neutral collection that small piles are counted together with
FEW = 10  # pages are a small pile
FUNCTION_SHARE, CONTENT_SHARE = 0.5, 0.01  # of these, the part that holds a function word, any other word
# One setting for all data, in the middle of a plateau; the table of neighbouring settings is in docs/design.md.
COARSE, FINE = 0.10, 0.13  # cuts of the average likeness
# The time kernel falls with the root of the gap and never below FAR. A bell (1 to 3 days wide) loses .02 to .05 on
# stories that run for weeks, or as much on episodes of one affair, depending on what is left of it far away.
FAR, HALF_DAY = 0.35, 43200.0

Vectors = Mapping[str, Mapping[str, float]]
Held = Mapping[str, Mapping[str, int]]  # by field, how many pages hold a term
Edge = tuple[str, str]


class Pair(NamedTuple):
    """How alike two pages are, 0..1."""

    one: str
    other: str
    likeness: float


def stories(pages: Sequence[Fingerprint], copies: Iterable[Copy], engine: Engine) -> tuple[Story, ...]:
    """The pages grouped by the event they tell; each page is in exactly one story.

    `copies` raise the likeness of two pages to the share they have in common. Ids come from the smallest page id.
    """
    shares: dict[str, dict[str, float]] = defaultdict(dict)
    for copy in copies:
        one, other = _edge(copy.child, copy.parent)
        shares[one][other] = copy.share
    by_id = {page.page_id: page for page in pages}
    found = []
    # In a small pile nearly every telling word is alone: pages would be alike by the few words that are left.
    lone = FEW / (FEW + len(pages))
    for affair in clusters(by_id, likeness(pages, shares, engine, lone), COARSE):
        members = [by_id[page] for page in affair]
        found += clusters(affair, likeness(members, shares, engine, 0.0), FINE) if len(members) > 2 else [affair]
    return tuple(sorted(map(_story, found), key=lambda story: story.id))


def likeness(
    pages: Sequence[Fingerprint], shares: Mapping[str, Mapping[str, float]], engine: Engine, lone: float
) -> Iterator[Pair]:
    """The pairs of pages that have telling terms in common, with how alike they are.

    `shares` are those of copies, by the smaller and then the larger id of the two pages. `lone` is the weight of
    terms that one page alone holds.
    """
    ordered = sorted(pages, key=lambda page: page.page_id)
    place = {page.page_id: at for at, page in enumerate(ordered)}
    held = _held(ordered)
    weights = _inverse_frequencies(held, len(ordered), lone)
    vectors = [_vectors(page, weights) for page in ordered]
    points = list(_points(vectors, held))
    for at, near in enumerate(_candidates(vectors, engine)):
        one, copied = ordered[at], shares.get(ordered[at].page_id, {})
        for to in sorted(near.union(place[other] for other in copied if other in place)):
            other = ordered[to]
            alike = _alike(points[at], points[to]) * _near(one.time, other.time)
            alike = max(alike, copied.get(other.page_id, 0.0))
            if alike > 0.01:
                yield Pair(one.page_id, other.page_id, round(alike, 4))


def clusters(pages: Iterable[str], pairs: Iterable[Pair], cut: float) -> list[list[str]]:
    """Average link (UPGMA) over a sparse graph: the most alike groups are joined until none reaches the cut.

    Pairs not given count zero. Ties break by id, so that the result does not depend on order.
    """
    members = {page: [page] for page in sorted(pages)}
    sums: dict[str, dict[str, float]] = {page: {} for page in members}
    for one, other, alike in pairs:
        sums[one][other] = sums[other][one] = alike
    heap = [(-alike, one, other) for one, near in sums.items() for other, alike in near.items() if one < other]
    heapify(heap)
    while heap:
        average, one, other = heappop(heap)
        if -average < cut:
            break
        if one in members and other in members and average == -_average(one, other, members, sums):
            _join(one, other, members, sums)
            for near in sums[one]:
                low, high = _edge(one, near)
                heappush(heap, (-_average(low, high, members, sums), low, high))
    return [sorted(group) for group in members.values()]


def _average(one: str, other: str, members: Mapping[str, list[str]], sums: Mapping[str, Mapping[str, float]]) -> float:
    return round(sums[one].get(other, 0.0) / (len(members[one]) * len(members[other])), 9)


def _join(one: str, other: str, members: dict[str, list[str]], sums: dict[str, dict[str, float]]) -> None:
    """The second group becomes part of the first, which keeps its (smaller) name."""
    members[one] += members.pop(other)
    for near, alike in sums.pop(other).items():
        del sums[near][other]
        if near != one:
            sums[one][near] = sums[near][one] = sums[one].get(near, 0.0) + alike


def _edge(one: str, other: str) -> Edge:
    return (one, other) if one < other else (other, one)


def _story(page_ids: Sequence[str]) -> Story:
    name = blake2b(page_ids[0].encode(), digest_size=6).hexdigest()
    why = (
        "told by one page only"
        if len(page_ids) == 1
        else "the pages share names, numbers and words that few others have"
    )
    return Story(name, tuple(page_ids), why)


def _held(pages: Sequence[Fingerprint]) -> Held:
    held: dict[str, Counter[str]] = {field: Counter() for field in WEIGHTS}
    for page in pages:
        for field in WEIGHTS:
            held[field].update(page.terms[field].keys())
    return held


def _inverse_frequencies(held: Held, pages: int, lone: float) -> dict[str, dict[str, float]]:
    """By field, how telling a term is. A neutral collection is counted in, or two pages would have no rare words.

    A term that one page alone holds weighs `lone` as much: in full it makes likeness depend on how long and wordy a
    page is (B-cubed F at 1 and at 0: newscluster .90 and .91, ECB+ .91 and .94, packaged examples .92 and .97).
    """
    total = pages + PRIOR
    return {
        field: {
            term: math.log(total / (count + PRIOR * _expected(term, field))) * (1 if count > 1 else lone)
            for term, count in counts.items()
        }
        for field, counts in held.items()
    }


def _expected(term: str, field: str) -> float:
    """Short words are function words in most languages that put spaces between words."""
    short = len(term) <= 3 and field in ("title", "lead", "body") and not term[0].isdigit()
    return FUNCTION_SHARE if short else CONTENT_SHARE


def _vectors(page: Fingerprint, weights: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {field: _unit(page.terms[field], weights[field]) for field in WEIGHTS}


def _unit(terms: Mapping[str, int], weights: Mapping[str, float]) -> dict[str, float]:
    """A vector of length one over the most telling terms; counts are damped as in BM25."""
    values = {term: weights[term] * count * 2.2 / (count + 1.2) for term, count in terms.items() if weights[term] > 0}
    kept = sorted(values, key=lambda term: (-values[term], term))[:TERMS]
    norm = math.sqrt(sum(values[term] ** 2 for term in kept))
    return {term: values[term] / norm for term in kept} if norm else {}


def _candidates(vectors: Sequence[Vectors], engine: Engine) -> Iterator[set[int]]:
    """For each page, the later ones that have one of its most telling terms among theirs."""
    keys = [list(_keys(fields)) for fields in vectors]
    by_term = engine.group((key, at) for at, own in enumerate(keys) for key in own)
    holders = {key: pages for key, pages in by_term if 1 < len(pages) <= HOLDERS}
    for at, own in enumerate(keys):
        yield {to for to in set[int]().union(*(holders.get(key, ()) for key in own)) if to > at}


def _keys(fields: Vectors) -> Iterator[tuple[str, str]]:
    for field in ("title", "body", "names"):
        best = sorted(fields[field].items(), key=lambda item: (-item[1], item[0]))[:KEYS]
        yield from ((field, term) for term, _ in best)


class Point(NamedTuple):
    """A page as one vector over the terms of all fields that any other page has too; fields weigh as in WEIGHTS."""

    values: Mapping[int, float]
    fields: int  # bits: those that are not empty


def _points(vectors: Iterable[Vectors], held: Held) -> Iterator[Point]:
    numbers = {
        field: {term: at * len(WEIGHTS) + row for at, term in enumerate(sorted(counts)) if counts[term] > 1}
        for row, (field, counts) in enumerate(held.items())
    }
    for fields in vectors:
        values: dict[int, float] = {}
        for field, share in WEIGHTS.items():
            number, root = numbers[field], math.sqrt(share)
            values.update((number[term], root * value) for term, value in fields[field].items() if term in number)
        yield Point(values, sum(1 << row for row, field in enumerate(WEIGHTS) if fields[field]))


# By the bits of the fields that two pages have.
_WEIGHT = tuple(
    sum(compress(WEIGHTS.values(), (bits >> row & 1 for row in range(len(WEIGHTS)))))
    for bits in range(1 << len(WEIGHTS))
)


def _alike(one: Point, other: Point) -> float:
    """The weighted mean cosine of the fields that both pages have. Most of the time of a large pile is spent here."""
    weight = _WEIGHT[one.fields & other.fields]
    if not weight:
        return 0.0
    common = one.values.keys() & other.values.keys()
    total: float = sum(map(mul, map(one.values.__getitem__, common), map(other.values.__getitem__, common)))
    return total / weight


def _near(one: float | None, other: float | None) -> float:
    """The time kernel: 1 for the same hour, and for pages without a clock."""
    if one is None or other is None:
        return 1.0
    return FAR + (1 - FAR) / math.sqrt(1 + abs(one - other) / HALF_DAY)
