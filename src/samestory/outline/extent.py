"""From where to where a page's story goes, in the tree of its elements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import accumulate, takewhile

from samestory.outline.cues import cue
from samestory.outline.names import names_story
from samestory.outline.signs import sign
from samestory.outline.tree import Claim, Tree

HELD = 0.85  # the story's element holds this share of the text that may be its own
NAMED = 0.5  # an element that says it holds the story needs no more
ANOTHER = 0.1  # so much of it in an element "article" may be another article
# Of the short lines behind the last paragraph, in one element with it, a list of results or prices is the story's; a
# single one is a credit or a name: 4-gram F1 on naeb .9355 without them, .9373 with more than so many characters.
_SHORT_LINES = 120.0
_LINKED = 0.5  # share of links above which such a line leads to another page
# Letters of a heading above comments, and how much of the text stands above it at least: at the head of a page such a
# line leads to them.
_HEADING, _BEFORE_COMMENTS = 40, 0.1
_DEKS = 3  # running texts between headline and story; more of them are its first paragraphs


def extent(tree: Tree, claimed: Sequence[Claim | None], own: Sequence[float]) -> range:
    """The leaves from the first to the last of the story; `own` is the running text of each that may be its own."""
    held = _without_comments(tree, _with_its_like(tree, own, _held(tree, own)))
    return _to_its_end(tree, claimed, _from_its_start(tree, own, held))


def _held(tree: Tree, own: Sequence[float]) -> range:
    """From the first to the last running text of the element that holds the story."""
    sums = list(accumulate(own, initial=0.0))
    firsts, lasts, elements = tree.firsts, tree.lasts, tree.elements
    mass = {number: sums[lasts[number] + 1] - sums[firsts[number]] for number in _around(tree, own)}
    whole = _one_of_several(tree, mass, sums[-1]) or range(len(own))
    total = sums[whole.stop] - sums[whole.start]
    inner = [number for number in mass if whole.start <= firsts[number] and lasts[number] < whole.stop]
    named = [number for number in inner if mass[number] >= NAMED * total and names_story(elements[number].names)]
    holders = named or [number for number in inner if mass[number] >= HELD * total]
    if holders:
        holder = min(holders, key=lambda number: (lasts[number] - firsts[number], -number))
        called = elements[holder].names
        alike = [number for number in inner if elements[number].names == called] if named else [holder]
        whole = range(min(firsts[number] for number in alike), max(lasts[number] for number in alike) + 1)
    places = [at for at in whole if own[at]]
    return range(places[0], places[-1] + 1) if places else range(0)


def _around(tree: Tree, own: Sequence[float]) -> list[int]:
    """The elements that hold any of the text that may be the story's own."""
    found: set[int] = set()
    for leaf in tree.leaves:
        number = leaf.element if own[leaf.at] else -1
        while number >= 0 and number not in found:
            found.add(number)
            number = tree.elements[number].parent
    return sorted(found)


def _with_its_like(tree: Tree, own: Sequence[float], whole: range) -> range:
    """The story with the text behind it in elements named as those of its paragraphs: a house parts it by notices.

    The names are those of the paragraph, else of the element around it. Another headline ends the story.
    """
    if not any(own[whole.stop :]):
        return whole
    names = Counter[str]()
    for at in whole:
        names[_named(tree, at)] += int(own[at])
    name, held = max(names.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    if not name or 2 * held < names.total():
        return whole
    level = tree.leaves[tree.headline].heading if tree.headline is not None else None
    behind = takewhile(lambda leaf: not leaf.heading or leaf.heading != level, tree.leaves[whole.stop :])
    alike = [leaf.at for leaf in behind if own[leaf.at] and _named(tree, leaf.at) == name]
    return range(whole.start, max(alike, default=whole.stop - 1) + 1)


def _without_comments(tree: Tree, whole: range) -> range:
    """The story up to the heading of its readers' comments, where no name tells that they are."""
    least = _BEFORE_COMMENTS * tree.between(whole.start, whole.stop)
    for at in whole:
        looks = tree.leaves[at].looks
        if looks.weight <= _HEADING and not looks.ends and tree.between(whole.start, at) > least:
            found = cue(looks.text)
            said = sign(looks) if found and found.role == "interactive.comments" and found.how == "line" else None
            if said and said.role == "interactive.comments" and said.by == "line":
                return range(whole.start, at)
    return whole


def _named(tree: Tree, at: int) -> str:
    """What the element of a paragraph is called, else the one around it."""
    elements = tree.leaves[at].elements[:-3:-1]
    return next((tree.elements[number].names for number in elements if tree.elements[number].names), "")


def _from_its_start(tree: Tree, own: Sequence[float], whole: range) -> range:
    """The story with the paragraphs between headline and it, if they are too many to be what sums it up."""
    if tree.headline is None or not whole:
        return whole
    above = [at for at in range(tree.headline + 1, whole.start) if own[at] and not sign(tree.leaves[at].looks)]
    return range(above[0] if len(above) > _DEKS else whole.start, whole.stop)


def _to_its_end(tree: Tree, claimed: Sequence[Claim | None], whole: range) -> range:
    """The story with the short lines that stand in one element with its last paragraph: results, prices, winners."""
    elements = tree.leaves[whole.stop - 1].elements if whole else []
    if len(elements) < 2:
        return whole
    last = tree.lasts[elements[-2]]
    stop, more = whole.stop, 0.0
    for leaf in tree.leaves[whole.stop : last + 1]:
        if claimed[leaf.at] or sign(leaf.looks):
            break
        if leaf.link_share <= _LINKED and not leaf.heading:
            stop, more = leaf.at + 1, more + leaf.looks.weight
    return range(whole.start, stop if more > _SHORT_LINES else whole.stop)


def _one_of_several(tree: Tree, mass: Mapping[int, float], total: float) -> range | None:
    """The article that has the headline, on a page that goes on with others."""
    held = (number for number in mass if tree.elements[number].tag == "article" and mass[number] > ANOTHER * total)
    outer: list[range] = []
    for found in (range(tree.firsts[number], tree.lasts[number] + 1) for number in held):  # the outer come first
        if not any(found.start in other and found.stop - 1 in other for other in outer):
            outer.append(found)
    if tree.headline is None or len(outer) < 2:
        return None
    return next((found for found in outer if tree.headline in found), None)
