"""Which pages tell the same event: term vectors by field, a time kernel, average link, twice.

First over the whole pile with its inverse document frequencies (the coarse groups: one affair), then again inside each
coarse group with frequencies counted there, so that what all pages of an affair share does not hold its days together.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from heapq import heapify, heappop, heappush
from itertools import combinations
from typing import NamedTuple

from samestory.types import Copy, Engine, Fingerprint, Story

# How much each field counts. A field that one of two pages lacks leaves its weight to the others.
WEIGHTS = {"title": 0.20, "lead": 0.20, "body": 0.30, "names": 0.20, "numbers": 0.10}
TERMS = 120  # of a field are kept, the rarest first
KEYS = 25  # terms by which a page looks for others
HOLDERS = 200  # a term held by more pages finds none
PRIOR = 200  # pages of a neutral collection that small piles are counted together with
FUNCTION_SHARE, CONTENT_SHARE = 0.5, 0.01  # of these, the part that holds a function word, any other word
# One setting for all data. B-cubed F on four labelled sets (newscluster / BASIL / ECB+ / allsides, 22 Nov 2026): one
# level only, cut .10: .82 / .98 / .89 / .91; these two cuts: .84 / .995 / .92 / .90.
COARSE, FINE = 0.06, 0.10  # cuts of the average likeness
SIGMA = 3 * 86400.0  # seconds: width of the time kernel
FAR = 0.3  # what is left of the likeness of two pages whose times are far apart; at 0 long stories fall to pieces

Vectors = Mapping[str, Mapping[str, float]]
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
    shares = {_edge(copy.child, copy.parent): copy.share for copy in copies}
    by_id = {page.page_id: page for page in pages}
    found = []
    for affair in clusters(by_id, likeness(pages, shares, engine), COARSE):
        members = [by_id[page] for page in affair]
        found += clusters(affair, likeness(members, shares, engine), FINE) if len(members) > 2 else [affair]
    return tuple(sorted(map(_story, found), key=lambda story: story.id))


def likeness(pages: Sequence[Fingerprint], shares: Mapping[Edge, float], engine: Engine) -> Iterator[Pair]:
    """The pairs of pages that have telling terms in common, with how alike they are."""
    weights = _inverse_frequencies(pages)
    vectors = {page.page_id: _vectors(page, weights) for page in pages}
    times = {page.page_id: page.time for page in pages}
    pairs = engine.group((edge, 1) for edge in _candidates(vectors, engine))
    for edge in sorted({edge for edge, _ in pairs} | {edge for edge in shares if set(edge) <= set(vectors)}):
        one, other = edge
        alike = _alike(vectors[one], vectors[other]) * _near(times[one], times[other])
        alike = max(alike, shares.get(edge, 0.0))
        if alike > 0.01:
            yield Pair(one, other, round(alike, 4))


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


def _inverse_frequencies(pages: Sequence[Fingerprint]) -> dict[str, dict[str, float]]:
    """By field, how telling a term is. A neutral collection is counted in, or two pages would have no rare words."""
    held: dict[str, Counter[str]] = {field: Counter() for field in WEIGHTS}
    for page in pages:
        for field in WEIGHTS:
            held[field].update(page.terms[field].keys())
    total = len(pages) + PRIOR
    return {
        field: {term: math.log(total / (count + PRIOR * _expected(term, field))) for term, count in counts.items()}
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


def _candidates(vectors: Mapping[str, Vectors], engine: Engine) -> Iterator[Edge]:
    """Pages that have one of their most telling terms in common."""
    by_term = engine.group((key, page) for page, fields in vectors.items() for key in _keys(fields))
    for _, pages in by_term:
        if len(pages) <= HOLDERS:
            yield from combinations(sorted(pages), 2)


def _keys(fields: Vectors) -> Iterator[tuple[str, str]]:
    for field in ("title", "body", "names"):
        best = sorted(fields[field].items(), key=lambda item: (-item[1], item[0]))[:KEYS]
        yield from ((field, term) for term, _ in best)


def _alike(one: Vectors, other: Vectors) -> float:
    """The weighted mean cosine of the fields that both pages have."""
    total = weight = 0.0
    for field, share in WEIGHTS.items():
        if one[field] and other[field]:
            total += share * _dot(one[field], other[field])
            weight += share
    return total / weight if weight else 0.0


def _dot(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other[term] for term, value in one.items() if term in other)


def _near(one: float | None, other: float | None) -> float:
    """The time kernel: 1 for the same hour, and for pages without a clock."""
    if one is None or other is None:
        return 1.0
    return FAR + (1 - FAR) * math.exp(-((one - other) ** 2) / (2 * SIGMA**2))
