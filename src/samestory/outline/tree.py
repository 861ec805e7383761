"""The rendered blocks of a page as leaves of its tree: what each element holds, and what names claim of each leaf."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence, Set
from dataclasses import dataclass
from itertools import accumulate
from typing import NamedTuple

from samestory.outline.lines import ANY_PROSE, Line, look
from samestory.outline.names import named, names_headline
from samestory.outline.titles import common, parts, plain
from samestory.spans import lines
from samestory.types import Element, Page, Span

HOLDS = 0.4  # an element with this share of all running text is around the story, whatever its names say,
BEFORE = 0.15  # unless so much stands between the headline and it: then the story has begun before it
DOUBTED = 9.0  # a role whose names stand on that many times the text that no furniture name stands on is not believed
SMALL = ("offer.", "ui.", "meta.", "media.caption", "nav.skip", "nav.breadcrumb")  # roles that never hold much text:
HOLDS_SMALL = 1000.0  # with so many characters of it they are not believed either
_BESIDE_LINKS = 60.0  # visible characters outside its links make a paragraph running text, however long its links are
CERTAIN = ("interactive.comments", "consent.cookie")  # may outweigh the story, and are what they say
# What holds other things: the outermost of these tells what a leaf is, but a side column only says where it stands.
# Of all other roles the innermost tells.
FRAMES = (
    "nav.",
    "offer.",
    "list.",
    "ad.",
    "interactive.",
    "consent.",
    "ui.",
    "ticker.",
    "service.",
    "notice.",
    "media.player",
    "meta.author_bio",
)
_PLACE = "list.teasers"
_OF_ARTICLE = re.compile(r"\b(?:article|entry|post|story)[-_]?footer")
_WIDENED = 3  # letters that one may become where case is folded, at most
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_new = tuple.__new__  # three fifths of the time of calling a NamedTuple: a thousand are made of a page
_TITLES = ("og:title", "jsonld:headline", "twitter:title", "title")


class Claim(NamedTuple):
    """What names say of a leaf, and which."""

    role: str
    why: str
    element: int = -1  # the element that says so; -1: none does


class Node(NamedTuple):
    """An element: its first and last leaf, its names, and how much running text it holds."""

    first: int
    last: int
    tag: str
    hints: str
    prose: float
    linked: float  # visible characters that stand in links


class Leaf(NamedTuple):
    """A rendered block with its looks."""

    at: int
    span: Span
    element: int  # the innermost around it; -1: none but the body
    link_share: float
    shown: bool  # no: only linked data or a script of the page holds it
    looks: Line
    prose: float  # visible characters of running text
    heading: str | None  # the tag of the heading that holds it, if one does
    page: Page

    @property
    def elements(self) -> list[int]:
        """The elements around it, from the body down."""
        found, number = [], self.element
        while number >= 0:
            found.append(number)
            number = self.page.elements[number].parent
        return found[::-1]

    @property
    def tags(self) -> list[str]:
        """The tags of the elements around it, from the body down."""
        found, number, elements = [], self.element, self.page.elements
        while number >= 0:
            number, tag, _ = elements[number]
            found.append(tag)
        return found[::-1]


@dataclass(frozen=True, slots=True)
class Tree:
    """A page's leaves and elements, and the leaf that says its title."""

    leaves: Sequence[Leaf]
    elements: Sequence[Element]
    firsts: Sequence[int]  # the first leaf in each element
    lasts: Sequence[int]
    headline: int | None
    sums: Sequence[float]  # of the running text before each leaf
    linked: Sequence[float]  # of the visible characters before each leaf that stand in links

    @property
    def prose(self) -> float:
        """Visible characters of running text."""
        return self.sums[-1]

    def between(self, first: int, last: int) -> float:
        """Running text from one leaf up to another."""
        return self.sums[last] - self.sums[first] if first < last else 0.0

    def node(self, number: int) -> Node:
        """An element with what it holds."""
        first, stop = self.firsts[number], self.lasts[number] + 1
        _, tag, hints = self.elements[number]
        prose, linked = self.sums[stop] - self.sums[first], self.linked[stop] - self.linked[first]
        return _new(Node, (first, stop - 1, tag, hints, prose, linked))


def grown(page: Page) -> Tree:
    """The tree of a page."""
    titles = _lone_titles(page)
    leaves = _leaves(page, titles)
    sums = list(accumulate([leaf.prose for leaf in leaves], initial=0.0))
    linked = list(accumulate([leaf.looks.weight * leaf.link_share for leaf in leaves], initial=0.0))
    firsts, lasts = _ends(page.elements, leaves)
    return Tree(leaves, page.elements, firsts, lasts, find_headline(page, leaves, titles), sums, linked)


def _leaves(page: Page, titles: Collection[str]) -> list[Leaf]:
    """The rendered blocks in order; those of the same text share their looks (a quarter stands there before)."""
    found: list[Leaf] = []
    headings = _headings(page.elements)
    met: dict[str, Line] = {}
    for whole, element, link_share, shown in page.marks:
        heading = headings[element] if element >= 0 else None
        for span in _cut(page, whole, titles) if page.text.find("\n", *whole) >= 0 else (whole,):
            text = page.text[span[0] : span[1]]
            if not text.isprintable() or "  " in text:
                text = " ".join(text.split())
            looks = met.get(text) or met.setdefault(text, look(text))
            prose = _prose(looks, link_share) if shown else 0.0
            found.append(_new(Leaf, (len(found), span, element, link_share, shown, looks, prose, heading, page)))
    return found


def _cut(page: Page, span: Span, titles: Collection[str]) -> Sequence[Span]:
    """A block of several lines of which one says the title is cut into its lines (old pages: date, break, headline)."""
    cut = list(lines(page.text, span))
    titled = len(cut) > 1 and any(plain(page.text[slice(*line)]) in titles for line in cut)
    return cut if titled else (span,)


def _titles(page: Page) -> list[str]:
    """What the record and the markup call the page, as titles are compared."""
    titles = [plain(page.title)] if page.title else []
    return titles + [plain(value) for key in _TITLES for name, value in page.meta if name == key][:6]


def _lone_titles(page: Page) -> set[str]:
    """The titles without what stands before or after a bar or dash: the longest part is the page's own.

    What stands before a colon is the site's name as often as a part of the title: there both count.
    """
    given = [page.title, *(value for name, value in page.meta if name in _TITLES)]
    longest = [max(parts(title), key=len) for title in given if title]
    return {plain(title) for whole in longest for title in (whole, whole.partition(": ")[2]) if title}


def _prose(looks: Line, link_share: float) -> float:
    """Visible characters of running text."""
    weight = looks.weight
    if weight <= ANY_PROSE or (link_share > 0.5 and (1.0 - link_share) * weight < _BESIDE_LINKS):
        return 0.0
    return looks.prose * weight


def _ends(elements: Sequence[Element], leaves: Sequence[Leaf]) -> tuple[list[int], list[int]]:
    """The first and the last leaf in each element: its leaves, and those of the elements in it, stand together."""
    none = len(leaves)
    first, last = [none] * len(elements), [-1] * len(elements)
    for at, _, element, *_ in leaves:
        if element >= 0:
            last[element] = at
            if first[element] == none:
                first[element] = at
    for number in range(len(elements) - 1, -1, -1):
        parent = elements[number][0]
        if parent >= 0:
            if last[number] > last[parent]:
                last[parent] = last[number]
            if first[number] < first[parent]:
                first[parent] = first[number]
    return first, last


def claims(tree: Tree) -> list[Claim | None]:
    """What names claim of each leaf; of running text, only what can be believed.

    Where the names of one role stand on most of what can be read ("widget" on every paragraph of a page builder,
    "sidebar-grid" around the article), they do not mean what they say.
    """
    around, chains = _around_each(tree)
    said: dict[str, float] = defaultdict(float)
    for leaf in tree.leaves:
        if leaf.prose:
            for role in {claim.role for claim in chains[around[leaf.element]]} or ("",):
                said[role] += leaf.prose
    least = max(DOUBTED * said.pop("", 0.0), HOLDS * tree.prose)
    small = max(HOLDS_SMALL, HOLDS / 2 * tree.prose)
    doubted = {role for role, prose in said.items() if prose > (small if role.startswith(SMALL) else least)}
    doubted.difference_update(CERTAIN)
    chosen = {number: _choice(claimed) for number, claimed in chains.items()}
    if not doubted:
        return [chosen[around[leaf.element]] for leaf in tree.leaves]
    believed = {
        number: _choice([claim for claim in claimed if claim.role not in doubted]) for number, claimed in chains.items()
    }
    return [(believed if leaf.prose else chosen)[around[leaf.element]] for leaf in tree.leaves]


_Chains = dict[int, tuple[Claim, ...]]


def _around_each(tree: Tree) -> tuple[list[int], _Chains]:
    """Of each element the innermost that claims anything, at the end, in the place of -1, none; of these all claims.

    The claims are those of the element and of those around it, outermost first. What holds the story is not asked, nor
    what has no running text in a frame: the frame tells what it is (two in three elements of 65 pages).
    """
    around: list[int] = []
    chains: _Chains = {-1: ()}
    framed: set[int] = set()
    sums, firsts, lasts = tree.sums, tree.firsts, tree.lasts
    for number, (parent, _, _) in enumerate(tree.elements):
        claiming = around[parent] if parent >= 0 else -1
        if claiming not in framed or sums[lasts[number] + 1] > sums[firsts[number]]:
            above = chains[claiming]
            if (claimed := _claimed(tree, number, above)) is not above:
                claiming, chains[number] = number, claimed
                if _in_frame(tree, claimed):
                    framed.add(number)
        around.append(claiming)
    return [*around, -1], chains


def _claimed(tree: Tree, number: int, above: tuple[Claim, ...]) -> tuple[Claim, ...]:
    """The claims of an element and of those around it; those of figures are not asked in a table."""
    _, tag, hints = tree.elements[number]
    if tag == "table" and any(_by_figure(tree, claim) for claim in above):
        above = tuple(claim for claim in above if not _by_figure(tree, claim))
    role = named(tag, hints)
    if role == "nav.footer" and _is_of_article(tree.elements, number):
        role = _PLACE  # it says no more than where it stands
    if role is None or _holds_story(tree, number, role) or (tag == "figure" and _in_table(tree, number)):
        return above
    why = f"in {tag} “{hints[:40].strip()}”" if hints else f"in {tag}"
    return (*above, _new(Claim, (role, why, number)))


def _is_of_article(elements: Sequence[Element], number: int) -> bool:
    """Is a footer that of an article, by its names or by what is around it?"""
    parent, tag, hints = elements[number]
    if tag == "nav":
        return False
    if _OF_ARTICLE.search(hints):
        return True
    while parent >= 0:
        parent, tag, _ = elements[parent]
        if tag == "article":
            return True
    return False


def _by_figure(tree: Tree, claim: Claim) -> bool:
    return tree.elements[claim.element].tag == "figure"


def _in_table(tree: Tree, number: int) -> bool:
    while number >= 0:
        number, tag, _ = tree.elements[number]
        if tag == "table":
            return True
    return False


def _in_frame(tree: Tree, claimed: Sequence[Claim]) -> bool:
    """Does a frame tell what is here, whatever else is claimed of it? That of a figure does not, for a table in it."""
    frame = next((claim for claim in claimed if claim.role.startswith(FRAMES)), None)
    return frame is not None and frame.role != _PLACE and not _by_figure(tree, frame)


def _holds_story(tree: Tree, number: int, role: str) -> bool:
    """Is the element around the story rather than a part of the page beside it?"""
    first, last, headline = tree.firsts[number], tree.lasts[number], tree.headline
    if headline is not None and first <= headline <= last:
        return last > first
    prose = tree.sums[last + 1] - tree.sums[first]
    if role in CERTAIN or prose < HOLDS * tree.prose or not prose:
        return False
    if role.startswith(SMALL) and prose > HOLDS_SMALL:
        return True
    return headline is None or tree.between(headline, first) < BEFORE * tree.prose


def _choice(claimed: Sequence[Claim]) -> Claim | None:
    for at, claim in enumerate(claimed):
        if claim.role.startswith(FRAMES):
            within = claimed[at + 1 :] if claim.role == _PLACE else ()
            return next((inner for inner in within if inner.role.startswith(FRAMES)), claim)
    if not claimed:
        return None
    pictured = any(claim.role.startswith("media.") for claim in claimed)
    labelled = claimed[-1].role == "meta.agency_credit_label"
    return Claim("media.credit", claimed[-1].why) if pictured and labelled else claimed[-1]


def find_headline(page: Page, leaves: Sequence[Leaf], lone: Collection[str]) -> int | None:
    """The leaf that says the title: a heading most like what the metadata call the page; else the first `h1`."""
    titles = list(dict.fromkeys(frozenset(title.split()) for title in _titles(page)))
    shortest, longest = min(map(len, lone), default=0), 2 * max(map(len, lone), default=0) + 9
    firsts = tuple({title[:1] for title in lone})
    scored = []
    for leaf in leaves:
        text, score = leaf.looks.text, 0.0
        if not 6 <= leaf.looks.weight <= 300:
            continue
        if leaf.heading or _says_headline(page.elements, leaf.element):
            score = _headline_score(leaf, leaf.heading or "", titles)
        elif shortest <= (len(text) if text.isascii() else _WIDENED * len(text)) and len(text) <= longest:
            score = 2.0 * (_begins(text, firsts) and plain(text) in lone)
        if score > 0:
            scored.append((score, -leaf.at))
    return -max(scored)[1] if scored else None


def _begins(text: str, firsts: tuple[str, ...]) -> bool:
    """May a text begin with one of these letters, once it is folded? Of one that begins with a mark it may."""
    return not text[0].isalnum() or text[0].casefold().startswith(firsts)


def _headings(elements: Sequence[Element]) -> list[str | None]:
    """Of each element the tag of the heading around it."""
    around: list[str | None] = []
    for parent, tag, _ in elements:
        around.append(tag if tag in _HEADINGS else around[parent] if parent >= 0 else None)
    return around


def _says_headline(elements: Sequence[Element], number: int) -> bool:
    """Does an element say that it is the headline, or the one around it?"""
    if number < 0:
        return False
    parent, _, hints = elements[number]
    return names_headline(hints) or (parent >= 0 and names_headline(elements[parent].names))


def _headline_score(leaf: Leaf, level: str, titles: Collection[Set[str]]) -> float:
    said = set(plain(leaf.looks.text).split())
    same = max([common(said, title) for title in titles], default=0.0)
    if same > 0.6:
        return 2 * same + {"h1": 1.0, "h2": 0.5}.get(level, 0.3) - 0.5 * (leaf.link_share > 0.5)
    # An `h1` unlike every title is a section's name or the site's, unless it is as long as a headline.
    return 0.5 if level == "h1" and (not titles or same > 0.3 or leaf.looks.words > 3) else 0.0
