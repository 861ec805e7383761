"""Numbers of many pages in arrays: the little that numpy has no word for."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Small = NDArray[np.int32]
Floats = NDArray[np.float64]

STEP = 1 << 16  # pairs that are held as Python's numbers at a time


def ranges(starts: NDArray[Any], lengths: NDArray[Any]) -> Ints:
    """The numbers from each start on, as many as its length says, one after the other.

    >>> ranges(np.array([5, 9]), np.array([3, 1])).tolist()
    [5, 6, 7, 9]
    """
    ends = np.cumsum(lengths, dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    found: Ints = np.repeat(starts - ends + lengths, lengths) + np.arange(total)
    return found


def ascending(values: NDArray[Any]) -> Ints:
    """The places of some numbers, fewer than 2^32, in the order of the numbers; equal ones as they stand.

    numpy sorts equal ones as they stand at 100 ns each, else at 29, and bare numbers at 5: so places are sorted as
    numbers, behind the number of their group.

    >>> ascending(np.array([7, 2, 7, 2])).tolist()
    [1, 3, 0, 2]
    """
    order = np.argsort(values)
    found = np.zeros(len(order), np.int64)
    np.cumsum(values[order[1:]] != values[order[:-1]], out=found[1:])
    found <<= 32
    found |= order
    found.sort()
    found &= (1 << 32) - 1
    return found


def heads(count: int, one: NDArray[Any], other: NDArray[Any]) -> Ints:
    """For each number from 0 to `count` the smallest that it is joined to, directly or through others.

    Union and find (Tarjan 1975).

    >>> heads(5, np.array([3, 1]), np.array([4, 3])).tolist()
    [0, 1, 2, 1, 1]
    """
    first = list(range(count))
    for start in range(0, len(one), STEP):
        _join(first, one[start : start + STEP].tolist(), other[start : start + STEP].tolist())
    for at, head in enumerate(first):  # a head is smaller than what it heads, so its own is known by now
        first[at] = first[head]
    return np.array(first, np.int64)


def _join(first: list[int], one: list[int], other: list[int]) -> None:
    for low, high in zip(one, other, strict=True):
        while first[low] != low:
            first[low] = low = first[first[low]]
        while first[high] != high:
            first[high] = high = first[first[high]]
        first[max(low, high)] = min(low, high)
