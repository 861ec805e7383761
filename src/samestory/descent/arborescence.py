"""The minimum-cost arborescence of Chu and Liu (1965) and Edmonds (1967)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

Costs = Mapping[int, Mapping[int, float]]  # of each node but the root: what each of its possible parents costs


def arborescence(costs: Costs, root: int) -> dict[int, int]:
    """The parent of every node, so that all descend from the root at the least total cost.

    Every node must have a way from the root. Ties go to the smaller number. Rings are contracted all at once, so that
    there are about as many rounds as rings lie within one another.

    >>> arborescence({1: {0: 9, 2: 1}, 2: {0: 5, 1: 1}}, 0)
    {1: 2, 2: 0}
    """
    best = {node: min(zip(options.values(), options, strict=True))[1] for node, options in costs.items()}
    rings = list(_rings(best, root))
    if not rings:
        return best
    within = {node: -at - 1 - _lowest(costs) for at, ring in enumerate(rings) for node in ring}
    smaller = _contracted(costs, best, within)
    above = arborescence({node: {p: way.cost for p, way in ways.items()} for node, ways in smaller.items()}, root)
    parents = {node: best[node] for node in within}
    for node, parent in above.items():
        way = smaller[node][parent]
        parents[way.child] = way.parent
    return dict(sorted(parents.items()))


class _Way(NamedTuple):
    """An edge of the contracted graph and the edge it stands for."""

    cost: float
    child: int
    parent: int


def _lowest(costs: Costs) -> int:
    """How far below zero the numbers of contracted rings already reach."""
    return max(0, -min(costs))


def _rings(best: Mapping[int, int], root: int) -> Iterable[list[int]]:
    """The rings that are closed if every node takes its cheapest parent."""
    seen: dict[int, int] = {root: root}
    for start in sorted(best):
        path, node = [], start
        while node not in seen:
            seen[node] = start
            path.append(node)
            node = best[node]
        if seen[node] == start and node in path:
            yield path[path.index(node) :]


def _contracted(costs: Costs, best: Mapping[int, int], within: Mapping[int, int]) -> dict[int, dict[int, _Way]]:
    """The graph with every ring as one node: to enter it costs what it costs more than the ring's own edge there."""
    found: dict[int, dict[int, _Way]] = {}
    for node, options in costs.items():
        child = within.get(node, node)
        spared = options[best[node]] if node in within else 0.0
        ways = found.setdefault(child, {})
        for option, cost in options.items():
            parent = within.get(option, option)
            if parent != child:
                way = cost - spared, node, option
                if parent not in ways or way < ways[parent]:
                    ways[parent] = _Way(*way)
    return found
