"""The tree of one strand: which page is its source, and from which page every other has its text.

Three kinds of evidence. *Text*: a page has its text from where it need not have added what others have too, and the
source is whose text the others share most (a minimum-cost arborescence for every page that may be the source). *Ends*:
what goes on where another ends was sooner cut there than added to. *Clocks*, trusted little: one that contradicts
costs no more than a few changed places, and the source's own clock is believed to be wrong as a whole rather than in
one comparison after the other.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, groupby
from typing import NamedTuple

from samestory.descent.arborescence import arborescence
from samestory.descent.ends import cut
from samestory.descent.strands import LEAST, Link

# On 677 copies among 4,099 pages and 2,921 among 6,000 invented ones (22 Nov 2026; parents right, all clocks right, 30
# % wrong as the mean of two draws, invented): as below .969, .904, .952. CUT 8 .969, .906, .949; ends asked only of
# the source, against all others together, .965, .890, .948. Before that, on 4,000 invented pages: LATE 2 .963, .895,
# .944 and 5 .965, .876, .953; ASTRAY 4 .963, .886, .944; ROOT .8 .962, .891, .947 and .95 .965, .878, .955.
LATE = 3.0  # units of text that others have too: what a clock against an edge weighs
ASTRAY = 12.0  # beyond that, what it weighs that the source's clock is wrong altogether
# What ends weigh that are against an edge. Those for it choose no parent: the longest page would be everybody's.
CUT = 6.0
ROOT = 0.9  # to have a unit first costs less than to add it to a copy
# An edit that two pages share speaks for one of them being the other's source; a place where the child has the wording
# of a source farther up speaks against it, and weighs more, for outlets make the same edits by themselves: at 3 .965 /
# .897 / .943, at 5 .963 / .895 / .951, at 4 .965 / .897 / .949 (one draw of clocks). An edit stands next to text of the
# source: what two pages have in common apart from it is a set phrase (.965 / .904 / .950 if it counts).
BACK = 4
# Words in a row whose units are of such a wording: no outlet hits upon these by itself, the child has seen the source.
# Where every second unit is kept, 8 are 4 units (as below); a changed word alone makes 5 units new. Parents among
# 3,000 to 5,000 invented pages with four seeds .950, .954, .945, .946; with this .959, .964, .952, .953 (at 6 .961,
# .965, .953, .953; at 10 .959, .963, .950, .952); of the pages above it changes none.
SEEN = 8
EDIT = 2  # units in a row: one alone is sooner a phrase that both happen to use
NEAR = 2  # units between an edit and the text it is made in
BEFORE = 6  # shared edits against the clocks that count as none
MANY = 24  # pages of a strand up to which every pair is looked at, not only the pairs of the index
CONTAINED = 0.1  # of the smaller text's units in the strand: what makes a pair
CANDIDATES = 8  # pages that are tried as the source
TOLD = 0.1  # a direction that costs less to turn round is not told
# … where clocks cannot compare the two: a longer text may be the first, cut by the other, or the second, added to.
BLIND = 10.0


class Witness(NamedTuple):
    """A page as the tree sees it: its units of text in their order, and its clock (infinite: none)."""

    page_id: str
    units: tuple[int, ...]
    clock: float
    until: float  # as the clock, but the end of its day where only the day is known
    step: int = 1  # words from one unit to the next, on the average


class Edge(NamedTuple):
    """A page and where it has text from."""

    child: str
    parent: str
    taken: frozenset[int]  # units of the child that the parent has too
    turned: float  # what it would cost more if the child were the parent
    other: float  # … if the child had another parent; below zero where first hand was preferred to it
    told: bool  # whether it can be told which of the two was first


class Tree(NamedTuple):
    """The pages of a strand with the units they have of it, the source, and the edges of the others."""

    source: str
    own: Mapping[str, frozenset[int]]
    edges: tuple[Edge, ...]


class Strand(NamedTuple):
    """The pages of a strand, the likeliest sources first, and what each has of it."""

    pages: Sequence[Witness]
    own: Sequence[frozenset[int]]
    weight: Mapping[int, float]  # of a unit: the more pages hold it, the dearer to have added it
    near: Sequence[Collection[int]]

    def mass(self, units: frozenset[int]) -> float:
        """What it costs to add these units."""
        return sum(map(self.weight.__getitem__, units))


class Costs(NamedTuple):
    """What speaks against every answer, in units of text."""

    texts: Mapping[tuple[int, int], float]  # against a parent and its child: the words
    late: Mapping[tuple[int, int], float]  # … and the clocks
    sources: Mapping[int, float]  # against a page's being the source
    totals: Mapping[int, float]  # against the whole tree from a source, as far as tried

    def edge(self, parent: int, child: int) -> float:
        """Words and clocks together; pages that were not compared are none of each other's parents."""
        edge = parent, child
        return self.texts[edge] + self.late[edge] if edge in self.texts else math.inf


def tree(witnesses: Mapping[str, Witness], links: Sequence[Link], elsewhere: frozenset[int]) -> Tree:
    """The likeliest tree of a strand. `elsewhere`: units that the pages have from other strands."""
    strand = _strand(witnesses, links, elsewhere)
    every = range(len(strand.pages))
    near = [(parent, child) for child in every for parent in strand.near[child]]
    ends = _ends(strand, near, elsewhere)
    texts = {(p, c): strand.mass(strand.own[c] - strand.own[p]) + ends[p, c] for p, c in near}
    late = {(p, c): LATE * _late(strand.pages[p], strand.pages[c]) for p, c in near}
    masses = [strand.mass(own) for own in strand.own]
    sources = {at: ROOT * masses[at] + _astray(strand, at) for at in every}
    tried = sorted(every, key=lambda at: (-masses[at], at))[:CANDIDATES]
    costs = defaultdict[int, dict[int, float]](dict)
    for (parent, child), cost in texts.items():
        costs[child][parent] = cost + late[parent, child]
    found = {at: _from(at, costs, texts) for at in tried}
    totals = {at: total + sources[at] for at, (_, total) in found.items()}
    source = min(tried, key=lambda at: (totals[at], at))
    parents = _straightened(strand, source, found[source][0])
    edges = _edges(strand, Costs(texts, late, sources, totals), parents)
    own = {page.page_id: held for page, held in zip(strand.pages, strand.own, strict=True)}
    return Tree(strand.pages[source].page_id, own, tuple(edges))


def _strand(witnesses: Mapping[str, Witness], links: Sequence[Link], elsewhere: frozenset[int]) -> Strand:
    linked = defaultdict[str, set[str]](set)
    for link in links:
        linked[link.one].add(link.other)
        linked[link.other].add(link.one)
    counts = Counter(chain.from_iterable(set(witnesses[page].units) for page in linked))
    shared = frozenset[int]().union(*(link.units for link in links))
    shared |= {unit for unit, count in counts.items() if count > 1 and unit not in elsewhere}
    own = {page: shared.intersection(witnesses[page].units) for page in linked}
    ordered = sorted(linked, key=lambda page: (-len(own[page]), witnesses[page].clock, page))
    if len(ordered) <= MANY:
        for one, other in combinations(ordered, 2):
            common = len(own[one] & own[other])
            if common >= max(2 * LEAST, CONTAINED * min(len(own[one]), len(own[other]))):
                linked[one].add(other)
                linked[other].add(one)
    place = {page: at for at, page in enumerate(ordered)}
    near = [sorted(place[other] for other in linked[page]) for page in ordered]
    return Strand(
        [witnesses[page] for page in ordered], [own[page] for page in ordered], _weights(counts, shared), near
    )


def _weights(counts: Mapping[int, int], shared: frozenset[int]) -> dict[int, float]:
    """By how many other pages hold a unit; one on the average, so that clocks weigh the same in every strand."""
    mean = sum(counts[unit] - 1 for unit in shared) / max(1, len(shared))
    return {unit: (counts[unit] - 1) / mean for unit in shared}


def _ends(strand: Strand, near: Iterable[tuple[int, int]], elsewhere: frozenset[int]) -> dict[tuple[int, int], float]:
    """By parent and child: what the ends of their texts say against that."""
    texts = [[unit for unit in page.units if unit in own or unit not in elsewhere]
             for page, own in zip(strand.pages, strand.own, strict=True)]  # fmt: skip
    found: dict[tuple[int, int], float] = {}
    for one, other in near:
        if one < other:
            common = strand.own[one] & strand.own[other]
            against = CUT * cut(texts[one], texts[other], common)
            found[one, other], found[other, one] = max(0.0, against), max(0.0, -against)
    return found


def _late(parent: Witness, child: Witness) -> bool:
    """Does the clock say that the parent did not come first?"""
    return child.until <= parent.clock < math.inf


def _astray(strand: Strand, source: int) -> float:
    """What the clocks say against a source: some of the others are wrong, or its own is."""
    first = strand.pages[source]
    against = sum(_late(first, page) for at, page in enumerate(strand.pages) if at != source)
    return min(against * LATE, LATE + ASTRAY)


def _from(
    source: int, costs: Mapping[int, Mapping[int, float]], texts: Mapping[tuple[int, int], float]
) -> tuple[dict[int, int], float]:
    """The cheapest tree from this source, and its cost; the source's clock is weighed as a whole, not by the edge."""
    below = {
        child: {**parents, source: texts[source, child]} if source in parents else parents
        for child, parents in costs.items()
        if child != source
    }
    parents = arborescence(below, source)
    return parents, sum(below[child][parent] for child, parent in parents.items())


def _straightened(strand: Strand, source: int, parents: Mapping[int, int]) -> dict[int, int]:
    """Every page directly below the highest page above it that explains it as well: most copies are first hand."""
    found = dict(parents)
    for child in sorted(found, key=lambda child: (len(_above(child, parents)), child)):
        for higher in reversed(_above(child, found)[1:]):
            if higher in strand.near[child] and _as_good(strand, (found[child], child), higher, source):
                found[child] = higher
                break
    return found


def _above(child: int, parents: Mapping[int, int]) -> list[int]:
    """The pages a page descends from, the nearest first."""
    found = []
    while child in parents:
        child = parents[child]
        found.append(child)
    return found


def _as_good(strand: Strand, edge: tuple[int, int], higher: int, source: int) -> bool:
    """May the child have its text from farther up: does it repeat no edit of its parent, as far as that tells?"""
    parent, child = edge
    pages = strand.pages
    against = _late(pages[parent], pages[child])
    if higher != source and _late(pages[higher], pages[child]) and not against:
        return False
    text = [unit for unit in pages[child].units if unit in strand.own[child]]
    back = _rows(text, strand.own[higher] - strand.own[parent])
    seen = max(back, default=0) * pages[child].step >= SEEN
    return seen or _edits(strand, edge, higher) < 1 + BACK * len(back) + BEFORE * against


def _edits(strand: Strand, edge: tuple[int, int], higher: int) -> int:
    """In how many places a page repeats what its parent changed in the text of the page higher up.

    What stands apart from that text is no edit of it: a set phrase in what each adds by itself.
    """
    parent, child = edge
    new = strand.own[parent] - strand.own[higher]
    held = [place for place in enumerate(strand.pages[child].units) if place[1] in strand.own[child]]

    def beside(edit: int, at: int) -> bool:
        """Does text of the page higher up stand next to an edit?"""
        return 0 <= at < len(held) and held[at][1] in strand.own[higher] and abs(held[edit][0] - held[at][0]) <= NEAR

    rows = (list(row) for among, row in groupby(range(len(held)), key=lambda at: held[at][1] in new) if among)
    return sum(len(row) >= EDIT and (beside(row[0], row[0] - 1) or beside(row[-1], row[-1] + 1)) for row in rows)


def places(text: Sequence[int], units: frozenset[int]) -> int:
    """In how many places a text has some of these units.

    >>> places([1, 2, 7, 8, 1], frozenset({1, 2}))
    2
    """
    return len(_rows(text, units))


def _rows(text: Sequence[int], units: frozenset[int]) -> list[int]:
    """How long the rows of these units are in a text."""
    return [sum(1 for _ in row) for among, row in groupby(text, key=units.__contains__) if among]


def _edges(strand: Strand, costs: Costs, parents: Mapping[int, int]) -> Iterator[Edge]:
    """The edges with what it would cost to turn each round, or to take another parent."""
    for child, parent in parents.items():
        pages = strand.pages[parent], strand.pages[child]
        turned = _turned(costs, (parent, child), parents)
        other = min((costs.edge(at, child) for at in strand.near[child]
                     if at != parent and child not in _above(at, parents)), default=math.inf)  # fmt: skip
        yield Edge(
            child=pages[1].page_id,
            parent=pages[0].page_id,
            taken=strand.own[child] & strand.own[parent],
            turned=turned,
            other=other - costs.edge(parent, child),
            told=turned >= (TOLD if _late(*pages) != _late(*reversed(pages)) else BLIND),
        )


def _turned(costs: Costs, edge: tuple[int, int], parents: Mapping[int, int]) -> float:
    parent, child = edge
    if parent in parents:
        above = parents[parent]
        kept = costs.edge(above, parent) + costs.edge(parent, child)
        return costs.edge(above, child) + costs.edge(child, parent) - kept
    if child in costs.totals:
        return costs.totals[child] - costs.totals[parent]
    kept = costs.sources[parent] + costs.edge(parent, child)
    return costs.sources[child] + costs.edge(child, parent) - kept
