"""The sources of a story's shared text: who has text from the same place, and whether that is a page or an agency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from samestory.descent import Edge, Link, Tree, trees
from samestory.lineage.texts import Text
from samestory.types import Version

# Of a version's text of a source: what a page must hold to be that source. Less, and the page lacks what others have
# of it; a source that is not among the pages must have existed.
WHOLE = 0.9
SENTENCE = 12  # runs in a row: no edit of a word makes so many new ones


@dataclass(frozen=True, slots=True)
class Source:
    """Where shared text comes from: a page, an agency that the pages name, or neither (unseen)."""

    members: tuple[str, ...]  # versions that have text of it
    own: Mapping[str, frozenset[int]]  # the runs of words that each has of it
    page: str | None  # the version that is the source
    agencies: tuple[str, ...]  # what the members name; one: the source. Several: it cannot be told
    edges: Mapping[str, Edge]  # of each member but the first: where it has the text from, as far as it is told

    @property
    def agency(self) -> str | None:
        """The agency whose text it is."""
        return self.agencies[0] if len(self.agencies) == 1 else None


def sources(links: Iterable[Link], found: Mapping[str, Text], versions: Mapping[str, Version]) -> list[Source]:
    """The sources of text that the links join, sorted by their members. A merged text is a member of several."""
    witnesses = {page_id: text.witness for page_id, text in found.items()}
    every = [_source(tree, found, versions) for tree in trees(witnesses, links)]
    return sorted((_by_elimination(source, every) for source in every), key=lambda source: source.members)


def _by_elimination(source: Source, every: Sequence[Source]) -> Source:
    """Of a text merged from two agencies and naming both, the one that is not the other source's."""
    taken = {other.agency for other in every if other is not source and set(other.members) & set(source.members)}
    left = tuple(name for name in source.agencies if name not in taken)
    return replace(source, agencies=left) if source.agency is None and left else source


def _source(tree: Tree, found: Mapping[str, Text], versions: Mapping[str, Version]) -> Source:
    agencies = credited([versions[page] for page in tree.own])
    page = None if agencies else _page(tree, found, versions)
    told = {edge.child: edge for edge in tree.edges if edge.told}
    return Source(tuple(sorted(tree.own)), tree.own, page, agencies, told)


def credited(versions: Sequence[Version]) -> tuple[str, ...]:
    """The agencies that most of the pages name, those that name but one before those that name several."""
    votes = Counter[str]()
    for version in versions:
        names = version.outline.credit
        votes.update(dict.fromkeys(names, 2 if len(names) == 1 else 1))
    most = max(votes.values(), default=0)
    return tuple(sorted(name for name, count in votes.items() if count == most))


def _page(tree: Tree, found: Mapping[str, Text], versions: Mapping[str, Version]) -> str | None:
    """The first of the tree, if it holds what the others have of the source and surely came before them.

    What a page changed itself it may have passed on to those below it; but a sentence that two pages have was sooner
    dropped by the first than added by a copy. Of an outlet's several runs, the first counts.
    """
    source, own = tree.source, tree.own
    below = _below(tree)
    for edge in tree.edges:
        if edge.parent == source and not same_outlet(versions[edge.child], versions[source]):
            new = own[edge.child] - own[source]
            others = frozenset[int]().union(*(own[page] for page in own.keys() - below[edge.child] - {source}))
            lacking = new & (others | sentences(found[edge.child].witness.units, new))
            if not edge.told or len(lacking) > (1 - WHOLE) * len(own[edge.child]):
                return None
    runs = [page for page in own if page == source or same_outlet(versions[page], versions[source])]
    return min(runs, key=lambda page: (found[page].witness.clock, page != source, page))


def sentences(text: Sequence[int], units: frozenset[int]) -> frozenset[int]:
    """Those of the units that stand in long rows: more than an edit of a word makes new."""
    rows = (list(row) for among, row in groupby(text, key=units.__contains__) if among)
    return frozenset(unit for row in rows if len(row) >= SENTENCE for unit in row)


def _below(tree: Tree) -> dict[str, set[str]]:
    """Every page with all that descend from it."""
    parents = {edge.child: edge.parent for edge in tree.edges}
    found = {page: {page} for page in tree.own}
    for page in tree.own:
        above = page
        while above in parents:
            above = parents[above]
            found[above].add(page)
    return found


def same_outlet(one: Version, other: Version) -> bool:
    """Are these two pages of one outlet, as far as they say whose they are?"""
    named = one.outline.outlet, other.outline.outlet
    return None not in named and len({str(name).casefold() for name in named}) == 1
