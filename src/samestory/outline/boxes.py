"""Boxes that say by their words what they are, where the markup does not: "Comments (3)", "Forecast", "Sign up for …".

Where the names of elements are hashes ("css-1a2b3c"), a box is still an element of its own. What its first line says it
is, or what most of its short lines say, holds for all of it. A box is small beside the story, never around it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from samestory.outline.cues import cue
from samestory.outline.names import named
from samestory.outline.signs import Sign, sells, sign
from samestory.outline.tree import Claim, Leaf, Node, Tree

# Roles that a line can claim for the box it heads, and how much running text such a box holds at most (characters).
# A list of other pages holds titles; comments hold what they will, behind the story.
_HEADED = {
    "interactive.comments": float("inf"),
    "interactive.poll": 500,
    "interactive.quiz": 400,
    "interactive.form": 300,
    "service.": 300,
    "list.": 1500,
    "ad.partner_content": 1500,
    "ad.slot": 100,
    "offer.": 700,
    "consent.cookie": 1500,
    "meta.author_bio": 900,
    "nav.topics": 100,
    "notice.": 600,
    "ui.share": 0,
}
_DIGIT = re.compile(r"\d")
_HEADING = 60  # letters of a line that says no more than what its box is
_SHORT = ("ui.share", "nav.topics")  # every line of such a box is short
_LEADING = ("list.", "ad.partner_content", "nav.topics")
_LED = 0.3  # of such a list's letters stand in links, at least
_SHARE = 0.3  # of all running text: what a box besides the story holds at most
_LINES = 10  # of a small box
# Roles that stand in boxes of any kind, and say nothing of the box.
_ALIKE = ("offer.", "ui.")  # "Subscribe" may be said to readers of a newsletter
_FORM = "interactive.form"
_ANYWHERE = ("ui.button", "media.", _FORM, "article.", "nav.menu", "meta.section")
_SIGNED = ("list.", "ad.", "interactive.comments", "meta.author_bio")  # boxes in which dates and names stand
_CONSENT = "consent.cookie"  # nobody else speaks of these things: one line is enough
_TWICE = 2
_LISTEN = "ui.audio_player"


class Box(NamedTuple):
    """An element, and what it is by its words."""

    element: int
    role: str
    why: str


def boxes(tree: Tree, claimed: Sequence[Claim | None]) -> dict[int, Claim]:
    """What boxes claim of the leaves in them; leaves of which names claim something certain are not asked."""
    signs = _Signs(tree)
    told = {claim: _sure(tree, claim) for claim in set(claimed)}
    sure = [told[claim] for claim in claimed]
    found: dict[int, Claim] = {}
    for box in (*_headed(tree, sure, signs), *_agreed(tree, sure, signs)):
        node = tree.node(box.element)
        for at in range(node.first, node.last + 1):
            if at not in found:
                found[at] = Claim(box.role, box.why, box.element)
    return found


class _Signs(dict[int, "Sign | None"]):
    """What each leaf says of itself, worked out when it is first asked for."""

    def __init__(self, tree: Tree) -> None:
        super().__init__()
        self._tree = tree

    def __missing__(self, at: int) -> Sign | None:
        self[at] = found = sign(self._tree.leaves[at].looks)
        return found


def _headed(tree: Tree, sure: Sequence[bool], signs: Mapping[int, Sign | None]) -> Iterator[Box]:
    """Boxes whose first line says what they are; those inside another one add nothing to it."""
    stop = 0
    for leaf in tree.leaves:
        at, looks = leaf.at, leaf.looks
        if sure[at] or at < stop or looks.weight > _HEADING or leaf.element < 0 or at == tree.headline:
            continue
        if _may_head(looks.text) and (role := _heads(signs[at], bool(leaf.heading))):
            number = _around(tree, leaf.at, leaf.element, role, signs)
            if number >= 0:
                stop = tree.lasts[number] + 1
                yield Box(number, role, f"in a box headed “{leaf.looks.text}”")


def _may_head(text: str) -> bool:
    """Is there a phrase of furniture at the start of a line? A seventh of the time of asking for its sign."""
    found = cue(text)
    return found is not None and found.how != "holds" and (found.role == _LISTEN or _most(found.role) is not None)


def _heads(said: Sign | None, heading: bool) -> str | None:
    """The role of the boxes that a line heads which says so; None if it heads none."""
    if said is None or not said.firm or said.by not in ("line", "start"):
        return None
    if heading and said.role == _LISTEN:
        return "list.podcasts"  # a heading is no button: below "Listen" stands what there is to listen to
    return said.role if _most(said.role) is not None else None


def _sure(tree: Tree, claim: Claim | None) -> bool:
    """Does a name say what a leaf is, rather than where it stands: beside the story, before the page?"""
    if claim is None or claim.role == "list.teasers" or claim.element < 0:
        return claim is not None and claim.element < 0
    node = tree.node(claim.element)
    if claim.role == "list.related":
        return named("", node.hints) is not None
    return claim.role != "nav.menu" or not node.prose  # a menu has no running text: this is a window over the page


def _around(tree: Tree, first: int, element: int, role: str, signs: Mapping[int, Sign | None]) -> int:
    """The largest element that starts with this leaf and may be a box of this role; -1: none may."""
    elements, around = tree.leaves[first].page.elements, []
    while element >= 0 and tree.firsts[element] == first:
        around.append(element)
        element = elements[element].parent
    boxes = (number for number in reversed(around) if _may_be(tree, tree.node(number), role, signs))
    return next(boxes, -1)


def _may_be(tree: Tree, node: Node, role: str, signs: Mapping[int, Sign | None]) -> bool:
    """Can this element be a box of this role, and of no other besides?"""
    most = _most(role)
    if most is None or node.prose > most or node.last == node.first:
        return False
    if tree.headline is not None and node.first <= tree.headline <= node.last:
        return False
    if role == "interactive.comments":
        if tree.headline is None or tree.between(tree.headline, node.first) < 0.3 * node.prose:
            return False
    elif node.prose > _SHARE * tree.prose:
        return False
    leaves = tree.leaves[node.first : node.last + 1]
    if role in _SHORT and any(leaf.looks.weight > _HEADING for leaf in leaves):
        return False
    if role.startswith(_LEADING) and node.linked < _LED * sum(leaf.looks.weight for leaf in leaves):
        return False
    return all(_agrees(signs[leaf.at], role) for leaf in leaves if leaf.looks.weight <= _HEADING)


def _agrees(said: Sign | None, role: str) -> bool:
    """May a line that says so stand in a box of this role?"""
    if said is None or said.role == role or said.role.startswith(_ANYWHERE):
        return True
    if role.startswith(_ALIKE) and said.role.startswith(_ALIKE):
        return True
    return role.startswith(_SIGNED) if said.role.startswith("meta.") else said.by not in ("line", "start")


def _most(role: str) -> float | None:
    """Running text that a box of this role holds at most; None: there are no such boxes."""
    return _HEADED.get(role, _HEADED.get(role.partition(".")[0] + "."))


def _agreed(tree: Tree, sure: Sequence[bool], signs: Mapping[int, Sign | None]) -> Iterator[Box]:
    """Small boxes of which two lines or more say the same, and no line says anything else."""
    telling = _Telling(tree, signs)
    asked: set[tuple[int, int]] = set()  # a box in a box of the same lines is the same box
    for number, place in enumerate(zip(tree.firsts, tree.lasts, strict=True)):
        first, last = place
        if 0 < last - first < _LINES and not sure[first] and True not in sure[first : last + 1] and place not in asked:
            asked.add(place)
            places = range(first, last + 1)
            if not any(map(telling.__getitem__, places)):
                continue
            role = _said_by_all([role for at in places if (role := _says(tree.leaves[at], signs[at]))])
            if role and not role.startswith(_LEADING) and _may_be(tree, tree.node(number), role, signs):
                yield Box(number, role, "in a box whose lines say so")


class _Telling(dict[int, bool]):
    """Whether a leaf may say what its box is; without such a line nobody need ask for the signs of the others."""

    def __init__(self, tree: Tree, signs: Mapping[int, Sign | None]) -> None:
        super().__init__()
        self._tree, self._signs = tree, signs

    def __missing__(self, at: int) -> bool:
        leaf = self._tree.leaves[at]
        found = cue(leaf.looks.text)
        role = found.role if found else None
        if role is None and _DIGIT.search(leaf.looks.text):  # a rights line, a count of votes
            role = said.role if (said := self._signs[at]) else None
        if role is None and leaf.prose and sells(leaf.looks.text):
            role = "offer.paywall"
        self[at] = told = role is not None and _most(role) is not None
        return told


def _says(leaf: Leaf, said: Sign | None) -> str | None:
    if said:
        return said.role
    return "offer.paywall" if leaf.prose and sells(leaf.looks.text) else None


def _said_by_all(said: Sequence[str]) -> str | None:
    """The role that lines agree on, most of those of one family; None if they disagree, or too few say anything."""
    told = [role for role in said if not role.startswith(_ANYWHERE)]
    forms = said.count(_FORM)
    if not told:
        return _FORM if forms >= _TWICE else None
    role, times = Counter(told).most_common(1)[0]
    agree = len({each.partition(".")[0] for each in told}) == 1
    return role if agree and (times + forms >= _TWICE or role == _CONSENT) else None
