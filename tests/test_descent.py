"""The tree of texts that share words: the arborescence against all trees there are, strands, and who comes first."""

from __future__ import annotations

import math
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from samestory import copies, fingerprint
from samestory.descent import Edge, Link, Witness, descent
from samestory.descent.arborescence import arborescence

COSTS = st.integers(2, 5).flatmap(
    lambda count: st.lists(st.lists(st.integers(0, 9), min_size=count, max_size=count), min_size=count, max_size=count)
)


def cheapest(costs: list[list[int]]) -> int:
    """Over all trees from node 0: `costs[child][parent]`."""
    nodes = range(1, len(costs))
    trees = (dict(zip(nodes, parents, strict=True)) for parents in product(range(len(costs)), repeat=len(nodes)))
    return min(sum(costs[child][parent] for child, parent in tree.items()) for tree in trees if rooted(tree))


def rooted(tree: dict[int, int]) -> bool:
    for node in tree:
        seen = set[int]()
        while node and node not in seen:
            seen.add(node)
            node = tree[node]
        if node:
            return False
    return True


@given(COSTS)
def test_no_tree_is_cheaper(costs: list[list[int]]) -> None:
    options = {child: {parent: float(cost) for parent, cost in enumerate(row) if parent != child}
               for child, row in enumerate(costs) if child}  # fmt: skip
    found = arborescence(options, 0)
    assert rooted(found)
    assert sum(options[child][parent] for child, parent in found.items()) == cheapest(costs)


def pages(hour: float = math.inf, **texts: range | list[int]) -> dict[str, Witness]:
    return {name: Witness(name, tuple(units), hour, hour) for name, units in texts.items()}


def told(witnesses: dict[str, Witness]) -> set[tuple[str, str]]:
    names = sorted(witnesses)
    common = {
        (one, other): frozenset(witnesses[one].units) & frozenset(witnesses[other].units)
        for at, one in enumerate(names)
        for other in names[at + 1 :]
    }
    links = [Link(*pair, units) for pair, units in common.items() if len(units) > 3]
    return {edge[:2] for edge in descent(witnesses, links)}


WIRE = range(160)
CUT, EDITED = range(50), [*range(30), 901, 902, 903, *range(33, 90), 911, 912, *range(92, 130)]


def test_the_source_is_whose_text_the_others_share() -> None:
    assert told(pages(1.0, wire=WIRE) | pages(2.0, cut=CUT, edited=EDITED)) == {("cut", "wire"), ("edited", "wire")}


def test_an_edit_that_is_repeated_shows_the_page_between() -> None:
    found = pages(1.0, wire=WIRE) | pages(2.0, edited=EDITED) | pages(3.0, again=EDITED[:100])
    assert told(found) == {("edited", "wire"), ("again", "edited")}


def test_whoever_has_a_row_of_the_sources_own_words_has_seen_the_source() -> None:
    apart = (unit for at in range(0, 90, 9) for unit in (900 + at, 901 + at, *range(at + 2, at + 9)))
    edited = [*apart, *range(90, 96), *range(990, 998), *range(104, 130)]
    found = pages(1.0, wire=WIRE) | pages(2.0, edited=edited)
    assert ("again", "edited") in told(found | pages(3.0, again=edited))
    assert ("again", "edited") in told(found | pages(3.0, again=[*edited[:100], *range(100, 130)]))
    assert ("again", "wire") in told(found | pages(3.0, again=[*edited[:96], *range(96, 130)]))


def test_a_step_of_units_is_that_of_fingerprints() -> None:
    assert copies.STEP == fingerprint.SAMPLE


def test_a_wrong_clock_is_outvoted() -> None:
    late = pages(8.0, wire=WIRE) | pages(2.0, cut=CUT) | pages(3.0, edited=EDITED)
    assert told(late) == {("cut", "wire"), ("edited", "wire")}


def test_a_cut_page_is_no_source_though_another_holds_the_end_too() -> None:
    late = pages(9.0, wire=WIRE) | pages(2.0, edited=EDITED[:100]) | pages(3.0, whole=WIRE)
    assert ("wire", "edited") not in told(late)
    assert ("whole", "edited") not in told(late)


def test_a_phrase_apart_from_the_text_is_no_edit_of_it() -> None:
    phrase, one, other = [801, 802, 803], list(range(300, 340)), list(range(400, 440))
    first = pages(1.0, wire=WIRE) | pages(2.0, earlier=[*phrase, *one, *WIRE[:80]])
    apart = pages(3.0, later=[*other[:20], *phrase, *other[20:], *WIRE[:80]])
    within = pages(3.0, later=[*other, *phrase, *WIRE[:80]])
    assert ("later", "wire") in told(first | apart)
    assert ("later", "earlier") in told(first | within)


def test_a_merged_text_has_two_parents() -> None:
    one, other = list(range(100)), list(range(200, 300))
    found = pages(1.0, one=one, other=other) | pages(5.0, cut=one[:50], half=other[:60], merged=one[:60] + other[:40])
    assert told(found) >= {("merged", "one"), ("merged", "other"), ("cut", "one"), ("half", "other")}


def test_of_two_equal_texts_without_clocks_nobody_is_first() -> None:
    assert told(pages(one=WIRE, other=WIRE)) == set()
    assert told(pages(1.0, one=WIRE) | pages(2.0, other=WIRE)) == {("other", "one")}


@given(st.lists(st.lists(st.integers(0, 30), min_size=5, max_size=30, unique=True), min_size=2, max_size=6))
def test_nobody_descends_from_itself(texts: list[list[int]]) -> None:
    edges: set[tuple[str, str]] = told(
        {f"p{at}": Witness(f"p{at}", tuple(text), at, at) for at, text in enumerate(texts)}
    )
    waiting = set(edges)
    while waiting:
        parents = {parent for _, parent in waiting}
        free = {edge for edge in waiting if edge[0] not in parents}
        assert free, waiting
        waiting -= free


def test_edges_are_about_the_texts() -> None:
    [edge] = descent(pages(1.0, a=WIRE) | pages(2.0, b=CUT), [Link("a", "b", frozenset(CUT))])
    assert edge == Edge("b", "a", frozenset(CUT), edge.turned, math.inf, True)
