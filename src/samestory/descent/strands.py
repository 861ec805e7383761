"""Text of one source through the pages: links that hold the same part of a page belong to one strand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

# Of the smaller of two links: what they must have in common on a page. From .05 to .3 the parents of the development
# sets stay within .003; without strands, one tree a family, both parents of a merge are never found.
OVERLAP = 0.15
LEAST = 2  # units


class Link(NamedTuple):
    """Two pages and the units of text they share."""

    one: str
    other: str
    units: frozenset[int]


def strands(links: Iterable[Link]) -> list[list[Link]]:
    """The links by source: two belong together where a page holds the same units in both.

    A page merged from two sources so has links in two strands, however many copies it joins.

    >>> links = ("a", "m", {1, 2}), ("b", "m", {8, 9}), ("a", "c", {1, 2})
    >>> [[link[:2] for link in strand] for strand in strands(Link(one, other, frozenset(u)) for one, other, u in links)]
    [[('a', 'c'), ('a', 'm')], [('b', 'm')]]
    """
    ordered = sorted(links, key=lambda link: link[:2])
    first = list(range(len(ordered)))

    def find(at: int) -> int:
        while first[at] != at:
            first[at] = at = first[first[at]]
        return at

    at_page: dict[str, list[int]] = defaultdict(list)
    for at, link in enumerate(ordered):
        at_page[link.one].append(at)
        at_page[link.other].append(at)
    for near in at_page.values():
        held: dict[int, frozenset[int]] = {}  # by strand: what the page has of it
        for at in near:
            units = ordered[at].units
            for strand in [strand for strand, has in held.items() if _overlap(units, has)]:
                units |= held.pop(strand)
                low, high = sorted((find(at), find(strand)))
                first[high] = low
            held[at] = units
    found: dict[int, list[Link]] = defaultdict(list)
    for at, link in enumerate(ordered):
        found[find(at)].append(link)
    return list(found.values())


def _overlap(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= max(LEAST, OVERLAP * min(len(one), len(other)))
