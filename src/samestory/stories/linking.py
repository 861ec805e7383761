"""Average link over the likeness of pairs: the most alike groups are joined until none reaches the cut.

What is left over then, small groups far below the cut, goes to the one story that it is clearly nearest to, or to the
story of its affair where the affair stands apart from all else.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush, nsmallest
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samestory.arrays import Floats, Ints, Small, heads

# What a small group needs to go to a larger one; B-cubed F by each of the four is in docs/design.md.
NEAR = 0.05  # average likeness, with
UNLIKE = 2  # pairs that are not alike counted in: two pages tell less than ten
CLEARLY = 1.25  # times as much likeness as to any other group
LARGER = 3  # times as many pages; for a single page two are enough
# Other stories resemble an affair that stands apart at most so many times as much as its own resemble each other.
APART = 0.1


class Pairs(NamedTuple):
    """How alike pages are, 0..1, pair by pair; pages are numbered, `one` has the lower numbers."""

    one: Small
    other: Small
    likeness: Floats

    def chosen(self, places: NDArray[Any] | slice) -> Pairs:
        """Some of them, by their places, or by a yes or no for each."""
        return Pairs(self.one[places], self.other[places], self.likeness[places])


Component = tuple[Sequence[int], Pairs]  # pages, and the pairs among them
Members = dict[int, list[int]]  # the pages of a group by its number, which is that of its first page
Sums = dict[int, dict[int, float]]  # by two groups, the likeness of all their pairs together


def components(pages: int, pairs: Pairs, cut: float) -> Iterator[Component]:
    """The parts of a pile that no group can leave: groups join only over a pair that reaches the cut.

    Pages are those from 0 to `pages`, all of them in one component each.
    """
    close = pairs.chosen(pairs.likeness >= cut)
    head = heads(pages, close.one, close.other)
    inside = pairs.chosen(head[pairs.one] == head[pairs.other])
    found = inside.chosen(np.argsort(head[inside.one], kind="stable"))
    members = np.argsort(head, kind="stable")
    names, starts = np.unique(head[members], return_index=True)
    bounds = np.searchsorted(head[found.one], [*names.tolist(), pages]).tolist()
    for group, start, end in zip(np.split(members, starts[1:]), bounds, bounds[1:], strict=False):
        yield group.tolist(), found.chosen(slice(start, end))


def groups(cut: float, component: Component) -> list[list[int]]:
    """Average link (UPGMA) over a sparse graph. Pairs not given count zero; ties break by number.

    >>> chain = Pairs(np.array([0, 1, 2]), np.array([1, 2, 3]), np.array([0.9, 0.9, 0.9]))
    >>> groups(0.5, (range(4), chain))
    [[0, 1], [2, 3]]
    """
    pages, pairs = component
    sums: Sums = {page: {} for page in pages}
    for one, other, alike in zip(*(column.tolist() for column in pairs), strict=True):
        sums[one][other] = sums[other][one] = alike
    return _linked(cut, {page: [page] for page in pages}, sums)


def affairs(cut: float, found: Sequence[Sequence[int]], pairs: Pairs) -> list[list[int]]:
    """The pages of groups joined further by average link; no group is divided.

    >>> near = Pairs(np.array([0, 1]), np.array([2, 2]), np.array([0.1, 0.1]))
    >>> affairs(0.06, [[0, 1], [2]], near)
    [[0, 1, 2]]
    """
    members: Members = {min(group): sorted(group) for group in found}
    return _linked(cut, members, _between(members, pairs))


def _linked(cut: float, members: Members, sums: Sums) -> list[list[int]]:
    close = ((one, other) for one, near in sums.items() for other in near if one < other)
    heap = [(-alike, *edge) for edge in close if (alike := _average(*edge, members, sums)) >= cut]
    heapify(heap)
    while heap:
        average, one, other = heappop(heap)
        if one in members and other in members and average == -_average(one, other, members, sums):
            _join(one, other, members, sums)
            for near in sums[one]:
                low, high = (one, near) if one < near else (near, one)
                if (alike := _average(low, high, members, sums)) >= cut:
                    heappush(heap, (-alike, low, high))
    return [sorted(group) for group in members.values()]


def gathered(found: Sequence[Sequence[int]], pairs: Pairs) -> list[list[int]]:
    """Groups of pages, small ones put to the larger group that they resemble clearly more than any other.

    A follow-up, a portrait or a comment resembles each page of its story a little, and nothing else. A page that
    resembles several stories as much tells another event of the same affair, and stays alone.

    >>> near = Pairs(np.array([0, 1, 2]), np.array([3, 3, 3]), np.array([0.1, 0.1, 0.1]))
    >>> gathered([[0, 1, 2], [3]], near)
    [[0, 1, 2, 3]]
    """
    members: Members = {min(group): sorted(group) for group in found}
    if len(members) == 1:
        return list(members.values())
    sums = _between(members, pairs)
    heap = [wish for group in members if (wish := _wish(group, members, sums))]
    heapify(heap)
    while heap:
        wish = heappop(heap)
        _, small, large = wish
        if small in members and wish == _wish(small, members, sums):
            _join(large, small, members, sums)
            for near in (large, *sums[large]):
                if new := _wish(near, members, sums):
                    heappush(heap, new)
    return [sorted(group) for group in members.values()]


def completed(found: Sequence[Sequence[int]], running: Sequence[Sequence[int]], pairs: Pairs) -> list[list[int]]:
    """Groups of pages, in affairs that stand apart the small ones put to the largest; `running` are the affairs.

    Follow-ups of weeks resemble each other as much as their story, and so none of them is gathered. That one of them
    may tell another event of the affair is no reason to leave it alone where nothing else resembles the affair.

    >>> near = Pairs(np.array([0, 0, 1, 1, 2, 2, 3]), np.array([3, 4, 3, 4, 3, 4, 4]), np.full(7, 0.1))
    >>> completed([[0, 1, 2], [3], [4]], [[0, 1, 2, 3, 4]], near)
    [[0, 1, 2, 3, 4]]
    """
    members: Members = {min(group): sorted(group) for group in found}
    sums = _between(members, pairs)
    wishes = [
        wish
        for affair in running
        if len(own := [row for row in affair if row in members]) > 1 and _is_apart(own, members, sums)
        for wish in _follow_ups(own, members)
    ]
    for large, small in wishes:
        _join(large, small, members, sums)
    return [sorted(group) for group in members.values()]


def _is_apart(own: Sequence[int], members: Members, sums: Sums) -> bool:
    """Are groups far more alike than any other story is to them?"""
    sizes = [len(members[group]) for group in own]
    pages = sum(sizes)
    beside = defaultdict[int, float](float)
    for group in own:
        for near, alike in sums[group].items():
            beside[near] += alike
    across = sum(beside.pop(group, 0.0) for group in own)
    most = APART * across / (pages**2 - sum(size**2 for size in sizes))
    rivals = ((len(members[near]), alike) for near, alike in beside.items())
    return all(size == 1 or alike <= most * pages * size for size, alike in rivals)


def _follow_ups(own: Sequence[int], members: Members) -> Iterator[tuple[int, int]]:
    """The largest of some groups, with each of those that are small beside it and all the others."""
    pages = sum(len(members[group]) for group in own)
    large = max(own, key=lambda group: (len(members[group]), -group))
    for group in own:
        size = len(members[group])
        if group != large and pages - size >= LARGER * size and len(members[large]) >= 2 * size:
            yield large, group


def within(found: Sequence[Sequence[int]], pairs: Pairs) -> Iterator[Pairs]:
    """For each of some groups the pairs of its own pages."""
    one, other = _places(found, pairs)
    own = np.flatnonzero(one == other)
    own = own[np.argsort(one[own], kind="stable")]
    bounds = np.searchsorted(one[own], np.arange(len(found) + 1)).tolist()
    return (pairs.chosen(own[start:end]) for start, end in pairwise(bounds))


def _places(found: Sequence[Sequence[int]], pairs: Pairs) -> tuple[Ints, Ints]:
    """For each pair the places of its pages' groups."""
    pages = np.concatenate([np.array(group) for group in found])
    order = np.argsort(pages)
    place = np.repeat(np.arange(len(found)), [len(group) for group in found])[order]
    pages = pages[order]
    return place[np.searchsorted(pages, pairs.one)], place[np.searchsorted(pages, pairs.other)]


def _between(members: Members, pairs: Pairs) -> Sums:
    names = np.array(list(members))
    both = np.stack(_places(list(members.values()), pairs), 1)
    edges, place = np.unique(np.sort(names[both], axis=1), axis=0, return_inverse=True)
    sums: Sums = {group: {} for group in members}
    for (one, other), together in zip(edges.tolist(), np.bincount(place, pairs.likeness).tolist(), strict=True):
        if one != other:
            sums[one][other] = sums[other][one] = together
    return sums


def _wish(group: int, members: Members, sums: Sums) -> tuple[float, int, int] | None:
    """The larger group that a group would go to, behind the average likeness (below zero) and its own number."""
    nearest = nsmallest(2, ((-_average(group, other, members, sums), other) for other in sums[group]))
    if not nearest:
        return None
    average, large = nearest[0]
    rival = nearest[1][0] if len(nearest) > 1 else 0.0
    size, pairs = len(members[group]), len(members[group]) * len(members[large])
    larger = len(members[large]) >= (2 if size == 1 else LARGER * size)
    near = -average * pairs >= NEAR * (pairs + UNLIKE)
    return (average, group, large) if larger and near and average <= CLEARLY * rival else None


def _average(one: int, other: int, members: Mapping[int, list[int]], sums: Mapping[int, Mapping[int, float]]) -> float:
    return round(sums[one].get(other, 0.0) / (len(members[one]) * len(members[other])), 9)


def _join(one: int, other: int, members: Members, sums: Sums) -> None:
    """The second group becomes part of the first, which keeps its number."""
    members[one] += members.pop(other)
    for near, alike in sums.pop(other).items():
        del sums[near][other]
        if near != one:
            sums[one][near] = sums[near][one] = sums[one].get(near, 0.0) + alike
