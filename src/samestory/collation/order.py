"""Which version is the base text, in which order the columns stand, and which sentences moved."""

from __future__ import annotations

from collections.abc import Sequence

from samestory.align import moved
from samestory.collation.columns import Columns


def centrality(columns: Columns) -> list[int]:
    """The versions, most central first: by the words they share with others, then by length, then by page id."""
    bodies = columns.bodies
    shared = [0] * len(bodies)
    for column in columns.columns.values():
        words = max(len(columns.letters(version, run)) for version, run in column.cells.items())
        for version in column.cells:
            shared[version] += words * (len(column.cells) - 1)
    return sorted(range(len(bodies)), key=lambda at: (-shared[at], -len(bodies[at].folds), bodies[at].page_id))


def in_order(columns: Columns, ranking: Sequence[int]) -> list[int]:
    """The columns by number, in the order of the base text; one that it lacks stands behind its predecessor."""
    ordered: list[int] = []
    for version in ranking:
        ordered = _inserted(ordered, columns.column_of[version])
    return ordered


def _inserted(ordered: list[int], numbers: Sequence[int]) -> list[int]:
    """The new numbers put into the list, each run of them behind the number that it follows."""
    known = set(ordered)
    following: dict[int, list[int]] = {}
    anchor = 0  # no column has this number: the start
    for number in dict.fromkeys(numbers):
        if number in known:
            anchor = number
        else:
            following.setdefault(anchor, []).append(number)
    return [number for head in (0, *ordered) for number in ([head] if head else []) + following.get(head, [])]


def out_of_order(own: Sequence[int], base: Sequence[int]) -> set[int]:
    """The columns, by number, whose sentences a version has elsewhere than the base text; the fewest possible."""
    places = {number: at for at, number in enumerate(dict.fromkeys(base))}
    shared = [number for number in dict.fromkeys(own) if number in places]
    return {shared[index] for index in moved([places[number] for number in shared])}
