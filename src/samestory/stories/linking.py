"""Average link over the likeness of pairs: the most alike groups are joined until none reaches the cut."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samestory.arrays import Floats, Small, heads


class Pairs(NamedTuple):
    """How alike pages are, 0..1, pair by pair; pages are numbered, `one` has the lower numbers."""

    one: Small
    other: Small
    likeness: Floats

    def chosen(self, places: NDArray[Any] | slice) -> Pairs:
        """Some of them, by their places, or by a yes or no for each."""
        return Pairs(self.one[places], self.other[places], self.likeness[places])


Component = tuple[Sequence[int], Pairs]  # pages, and the pairs among them


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
    members = {page: [page] for page in pages}
    sums: dict[int, dict[int, float]] = {page: {} for page in pages}
    heap = []
    for one, other, alike in zip(*(column.tolist() for column in pairs), strict=True):
        sums[one][other] = sums[other][one] = alike
        if alike >= cut:
            heap.append((-alike, one, other))
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


def _average(one: int, other: int, members: Mapping[int, list[int]], sums: Mapping[int, Mapping[int, float]]) -> float:
    return round(sums[one].get(other, 0.0) / (len(members[one]) * len(members[other])), 9)


def _join(one: int, other: int, members: dict[int, list[int]], sums: dict[int, dict[int, float]]) -> None:
    """The second group becomes part of the first, which keeps its (smaller) number."""
    members[one] += members.pop(other)
    for near, alike in sums.pop(other).items():
        del sums[near][other]
        if near != one:
            sums[one][near] = sums[near][one] = sums[one].get(near, 0.0) + alike
