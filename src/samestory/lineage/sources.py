"""The sources of a story's shared text: who has text from the same place, and whether that is a page or an agency."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from samestory.data import agency_of
from samestory.descent import Edge, Link, Tree, trees
from samestory.handouts import Handout
from samestory.lineage.texts import Text
from samestory.types import Version

# Of a version's text of a source: what a page must hold to be that source. Less, and the page lacks what others have
# of it; a source that is not among the pages must have existed.
WHOLE = 0.9
# In units of text: what it must cost more to turn an edge round against which the clocks are. Else a source unseen is
# the likelier answer.
OUTWEIGHED = 12.0
SENTENCE = 12  # runs in a row: no edit of a word makes so many new ones


@dataclass(frozen=True, slots=True)
class Source:
    """Where shared text comes from: a page, an agency that the pages name, or neither (unseen); and what it was, if
    it was handed out.
    """

    members: tuple[str, ...]  # versions that have text of it
    own: Mapping[str, frozenset[int]]  # the runs of words that each has of it
    page: str | None  # the version that is the source
    agencies: tuple[str, ...]  # what the members name; one: the source. Several: it cannot be told
    edges: Mapping[str, Edge]  # of each member but the first: where it has the text from, as far as it is told
    handout: Handout | None = None

    @property
    def agency(self) -> str | None:
        """The agency whose text it is."""
        return self.agencies[0] if len(self.agencies) == 1 else None


def sources(links: Iterable[Link], found: Mapping[str, Text], versions: Mapping[str, Version]) -> list[Source]:
    """The sources of text that the links join, sorted by their members. A merged text is a member of several."""
    witnesses = {page_id: text.witness for page_id, text in found.items()}
    every = trees(witnesses, links)
    made = (_source(tree, _named(tree, every, versions), found, versions) for tree in every)
    return sorted(made, key=lambda source: source.members)


def handed_out(found: Iterable[Source], handouts: Mapping[str, Handout]) -> list[Source]:
    """The sources again, those known as handouts whose text a page prints as one.

    The sender's own page is the source; without it whoever handed the text out is, whom no page shows. So it is with a
    transcript that two outlets print.
    """
    return [_handed_out(source, handouts) for source in found]


def _handed_out(source: Source, handouts: Mapping[str, Handout]) -> Source:
    printed = [page for page in source.members if page in handouts]
    if not printed:
        return source
    most = max(printed, key=lambda page: (handouts[page].own, len(source.own[page]), page))
    taken_down = [page for page in printed if handouts[page].kind == "transcript"]
    page = most if handouts[most].own and (len(taken_down) < 2 or handouts[most].kind == "release") else None
    by = handouts[most].by or next((handouts[each].by for each in printed if handouts[each].by), None)
    return replace(source, page=page, agencies=(), handout=replace(handouts[most], by=by))


def _source(
    tree: Tree, agencies: tuple[str, ...], found: Mapping[str, Text], versions: Mapping[str, Version]
) -> Source:
    page = None if agencies else _page(tree, found, versions)
    told = {edge.child: edge for edge in tree.edges if edge.told}
    return Source(tuple(sorted(tree.own)), tree.own, page, agencies, told)


def _named(tree: Tree, every: Sequence[Tree], versions: Mapping[str, Version]) -> tuple[str, ...]:
    """The agencies whose text this may be."""
    meant = [[name for name in versions[page].outline.credit if not _elsewhere(name, page, tree, every, versions)]
             for page in tree.own]  # fmt: skip
    return credited(meant)


def _elsewhere(name: str, page: str, tree: Tree, every: Sequence[Tree], versions: Mapping[str, Version]) -> bool:
    """Does a page that has text of several sources name the agency for another of them, where others name it too?"""

    def by_others(pages: Iterable[str]) -> bool:
        return any(name in versions[other].outline.credit for other in pages if other != page)

    beside = [other for other in every if other is not tree and page in other.own]
    return not by_others(tree.own) and any(by_others(other.own.keys() - tree.own) for other in beside)


def credited(named: Iterable[Sequence[str]]) -> tuple[str, ...]:
    """Of the agencies that pages name, those that most name; who names but one counts more than who names several."""
    votes = Counter[str]()
    for names in named:
        votes.update(dict.fromkeys(names, 2 if len(names) == 1 else 1))
    most = max(votes.values(), default=0)
    return tuple(sorted(name for name, count in votes.items() if count == most))


def only_named(page: str, found: Sequence[Source], version: Version) -> tuple[str, ...]:
    """The agencies that a page names and whose words no other page has: its only one, or one beside a known one."""
    names = tuple(name for name in version.outline.credit if name != own_agency(version))
    known = [source.agencies for source in found if page in source.own]
    if not known:
        return names if len(names) == 1 else ()
    return tuple(name for name in names if not any(name in each for each in known)) if any(known) else ()


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
            if not _first(edge, found) or len(lacking) > (1 - WHOLE) * len(own[edge.child]):
                return None
    runs = [page for page in own if page == source or same_outlet(versions[page], versions[source])]
    return min(runs, key=lambda page: (found[page].witness.clock, page != source, page))


def _first(edge: Edge, found: Mapping[str, Text]) -> bool:
    """Is it told that the parent came before the child, and well told if the clocks say the contrary?"""
    child, parent = found[edge.child].witness, found[edge.parent].witness
    return edge.told and (child.until > parent.clock or edge.turned >= OUTWEIGHED)


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


def own_agency(version: Version) -> str | None:
    """The agency whose own page a version is."""
    return agency_of((version.outline.outlet or "").casefold())


def same_outlet(one: Version, other: Version) -> bool:
    """Are these two pages of one outlet, as far as they say whose they are?"""
    named = one.outline.outlet, other.outline.outlet
    return None not in named and len({str(name).casefold() for name in named}) == 1
