"""Average link over the likeness of pairs: the most alike groups are joined until none reaches the cut."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import heapify, heappop, heappush
from typing import NamedTuple


class Pair(NamedTuple):
    """How alike two pages are, 0..1; pages are numbered, `one` is the lower number."""

    one: int
    other: int
    likeness: float


Component = tuple[Sequence[int], Sequence[Pair]]  # pages, and the pairs among them


def components(pages: int, pairs: Iterable[Pair], cut: float) -> Iterator[Component]:
    """The parts of a pile that no group can leave: groups join only over a pair that reaches the cut.

    Pages are those from 0 to `pages`, all of them in one component each.
    """
    found = list(pairs)
    first = list(range(pages))
    for one, other, likeness in found:
        if likeness >= cut:
            low, high = sorted((_head(first, one), _head(first, other)))
            first[high] = low
    inside: dict[int, list[Pair]] = defaultdict(list)
    for pair in found:
        if (head := _head(first, pair.one)) == _head(first, pair.other):
            inside[head].append(pair)
    members: dict[int, list[int]] = defaultdict(list)
    for page in range(pages):
        members[_head(first, page)].append(page)
    return ((group, inside.get(head, ())) for head, group in members.items())


def _head(first: list[int], page: int) -> int:
    while first[page] != page:
        first[page] = page = first[first[page]]
    return page


def groups(cut: float, component: Component) -> list[list[int]]:
    """Average link (UPGMA) over a sparse graph. Pairs not given count zero; ties break by number.

    >>> chain = [Pair(0, 1, 0.9), Pair(1, 2, 0.9), Pair(2, 3, 0.9)]
    >>> groups(0.5, (range(4), chain))
    [[0, 1], [2, 3]]
    """
    pages, pairs = component
    members = {page: [page] for page in pages}
    sums: dict[int, dict[int, float]] = {page: {} for page in pages}
    for one, other, alike in pairs:
        sums[one][other] = sums[other][one] = alike
    heap = [(-alike, one, other) for one, other, alike in pairs if alike >= cut]
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
