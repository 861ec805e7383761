"""Who descends from whom among texts that share words: strands of one source each, and a tree for every strand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from samestory.descent.strands import Link, strands
from samestory.descent.tree import Edge, Tree, Witness, places, tree

__all__ = ["Edge", "Link", "Tree", "Witness", "descent", "places", "trees"]

SECOND = 0.1  # of the child: what a further parent must explain beyond the parents before it
LEAST = 4  # … and at least so many units


def descent(witnesses: Mapping[str, Witness], links: Iterable[Link]) -> tuple[Edge, ...]:
    """The edges from parent to child among texts joined by links, sorted by child and the share of its units taken.

    A text merged from two sources belongs to two strands and has a parent in each. No edge closes a ring, and none is
    given where neither text nor clocks tell who was first.
    """
    held: dict[tuple[str, str], list[Edge]] = defaultdict(list)
    for found in trees(witnesses, links):
        for edge in found.edges:
            if edge.told:
                held[edge.child, edge.parent].append(edge)
    return _telling([_joined(edges) for edges in held.values()], witnesses)


def trees(witnesses: Mapping[str, Witness], links: Iterable[Link]) -> list[Tree]:
    """A tree for every strand: what `descent` is made from, with the edges of which it cannot be told who was first."""
    joined = list(links)
    pages = {page for link in joined for page in link[:2]}
    found = strands(joined, {page: frozenset(witnesses[page].units) for page in pages})
    units = [frozenset[int]().union(*(link.units for link in strand)) for strand in found]
    others = (frozenset[int]().union(*units[:at], *units[at + 1 :]) for at in range(len(units)))
    return [tree(witnesses, strand, elsewhere) for strand, elsewhere in zip(found, others, strict=True)]


def _joined(edges: list[Edge]) -> Edge:
    """The same parent and child in several strands are one edge."""
    taken = frozenset[int]().union(*(edge.taken for edge in edges))
    return edges[0]._replace(taken=taken, turned=max(edge.turned for edge in edges))


def _telling(edges: Iterable[Edge], witnesses: Mapping[str, Witness]) -> tuple[Edge, ...]:
    """The strongest first: further parents that explain enough of what is left, and no rings."""
    parents: dict[str, list[Edge]] = defaultdict(list)
    for edge in sorted(edges, key=lambda edge: (-len(edge.taken), edge.child, edge.parent)):
        before = frozenset[int]().union(*(held.taken for held in parents[edge.child]))
        needed = max(LEAST, SECOND * len(witnesses[edge.child].units)) if before else 1
        if len(edge.taken - before) >= needed and edge.child not in _above(edge.parent, parents):
            parents[edge.child].append(edge)
    return tuple(edge for child in sorted(parents) for edge in parents[child])


def _above(page: str, parents: Mapping[str, list[Edge]]) -> set[str]:
    """A page and all it descends from."""
    found, waiting = {page}, [page]
    while waiting:
        new = {edge.parent for edge in parents.get(waiting.pop(), ())} - found
        found |= new
        waiting += new
    return found
