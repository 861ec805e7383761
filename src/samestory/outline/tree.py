"""The rendered blocks of a page as leaves of its tree: what each element holds, and what names claim of each leaf."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import NamedTuple

from samestory.outline.lines import Line, look
from samestory.outline.names import named
from samestory.outline.titles import likeness, parts, plain
from samestory.spans import lines
from samestory.types import Mark, Page, Span

HOLDS = 0.4  # an element with this share of all running text is around the story, whatever its names say,
BEFORE = 0.15  # unless so much stands between the headline and it: then the story has begun before it
DOUBTED = 9.0  # a role whose names stand on that many times the text that no furniture name stands on is not believed
SMALL = ("offer.", "ui.", "meta.", "media.caption", "nav.skip", "nav.breadcrumb")  # roles that never hold much text:
HOLDS_SMALL = 1000.0  # with so many characters of it they are not believed either
CERTAIN = ("interactive.comments", "consent.cookie")  # may outweigh the story, and are what they say
# What holds other things: the outermost of these tells what a leaf is. Of all other roles the innermost tells.
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
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_TITLES = ("og:title", "jsonld:headline", "twitter:title", "title")


class Claim(NamedTuple):
    """What names say of a leaf, and which."""

    role: str
    why: str


class Node(NamedTuple):
    """An element: its first and last leaf, its names, and how much running text it holds."""

    first: int
    last: int
    tag: str
    hints: str
    prose: float


@dataclass(frozen=True, slots=True)
class Leaf:
    """A rendered block with its looks."""

    at: int
    span: Span
    tags: tuple[str, ...]  # from the body down
    hints: tuple[str, ...]  # of each of them
    elements: tuple[int, ...]
    link_share: float
    looks: Line
    prose: float  # visible characters of running text

    @property
    def heading(self) -> str | None:
        """The tag of the heading that holds it, if one does."""
        return next((tag for tag in reversed(self.tags) if tag in _HEADINGS), None)


@dataclass(frozen=True, slots=True)
class Tree:
    """A page's leaves and elements, and the leaf that says its title."""

    leaves: Sequence[Leaf]
    nodes: Mapping[int, Node]
    headline: int | None
    sums: Sequence[float]  # of the running text before each leaf

    @property
    def prose(self) -> float:
        """Visible characters of running text."""
        return self.sums[-1]

    def between(self, first: int, last: int) -> float:
        """Running text from one leaf up to another."""
        return self.sums[last] - self.sums[first] if first < last else 0.0


def grown(page: Page) -> Tree:
    """The tree of a page."""
    titles = _lone_titles(page)
    cut = (piece for mark in page.marks for piece in _cut(page, mark, titles))
    leaves = [_leaf(page, at, mark) for at, mark in enumerate(cut)]
    sums = list(accumulate((leaf.prose for leaf in leaves), initial=0.0))
    return Tree(leaves, _nodes(leaves), find_headline(page, leaves), sums)


def _cut(page: Page, mark: Mark, titles: Collection[str]) -> Iterator[Mark]:
    """A block of several lines of which one says the title is cut into its lines (old pages: date, break, headline)."""
    cut = list(lines(page.text, mark.span)) if "\n" in page.text[slice(*mark.span)] else []
    if len(cut) < 2 or not any(plain(page.text[slice(*line)]) in titles for line in cut):
        yield mark
    else:
        yield from (replace(mark, span=line) for line in cut)


def _titles(page: Page) -> list[str]:
    """What the record and the markup call the page, as titles are compared."""
    titles = [plain(page.title)] if page.title else []
    return titles + [plain(value) for key in _TITLES for name, value in page.meta if name == key][:6]


def _lone_titles(page: Page) -> set[str]:
    """The titles without what stands before or after a bar or dash: the longest part is the page's own."""
    given = [page.title, *(value for name, value in page.meta if name in _TITLES)]
    return {plain(max(parts(title), key=len)) for title in given if title}


def _leaf(page: Page, at: int, mark: Mark) -> Leaf:
    looks = look(" ".join(page.text[mark.span.start : mark.span.end].split()))
    prose = 0.0 if mark.link_share > 0.5 else looks.prose * looks.weight
    hints = tuple(reversed(mark.hints.split("|"))) if mark.elements else ()
    return Leaf(at, mark.span, tuple(mark.path.split("/")), hints, mark.elements, mark.link_share, looks, prose)


def _nodes(leaves: Iterable[Leaf]) -> dict[int, Node]:
    first: dict[int, Leaf] = {}
    last: dict[int, int] = {}
    prose: dict[int, float] = defaultdict(float)
    names: dict[int, tuple[str, str]] = {}
    for leaf in leaves:
        for number, tag, hints in zip(leaf.elements, leaf.tags, leaf.hints, strict=False):
            if number not in first:
                first[number], names[number] = leaf, (tag, hints)
            last[number] = leaf.at
            prose[number] += leaf.prose
    return {number: Node(leaf.at, last[number], *names[number], prose[number]) for number, leaf in first.items()}


def claims(tree: Tree) -> list[Claim | None]:
    """What names claim of each leaf; of running text, only what can be believed.

    Where the names of one role stand on most of what can be read ("widget" on every paragraph of a page builder,
    "sidebar-grid" around the article), they do not mean what they say.
    """
    known: dict[int, Claim | None] = {}
    found = [list(_claims(tree, leaf, known)) for leaf in tree.leaves]
    said: dict[str, float] = defaultdict(float)
    for leaf, claimed in zip(tree.leaves, found, strict=True):
        for role in {claim.role for claim in claimed} or {""}:
            said[role] += leaf.prose
    least = max(DOUBTED * said.pop("", 0.0), HOLDS * tree.prose)
    small = max(HOLDS_SMALL, HOLDS / 2 * tree.prose)
    doubted = {role for role, prose in said.items() if prose > (small if role.startswith(SMALL) else least)}
    doubted.difference_update(CERTAIN)
    return [
        _choice([claim for claim in claimed if not leaf.prose or claim.role not in doubted])
        for leaf, claimed in zip(tree.leaves, found, strict=True)
    ]


def _claims(tree: Tree, leaf: Leaf, known: dict[int, Claim | None]) -> Iterator[Claim]:
    """The claims of the elements around a leaf, outermost first; `known` are those of elements already asked."""
    for tag, number in zip(leaf.tags, leaf.elements, strict=False):
        if number not in known:
            known[number] = _claim(tree, number)
        claim = known[number]
        if claim and (tag != "figure" or "table" not in leaf.tags):
            yield claim


def _claim(tree: Tree, number: int) -> Claim | None:
    """What an element claims by its names; those that hold the story are not asked."""
    _, _, tag, hints, _ = tree.nodes[number]
    role = named(tag, hints)
    if role is None or _holds_story(tree, number, role):
        return None
    return Claim(role, f"in {tag} “{hints[:40].strip()}”" if hints else f"in {tag}")


def _holds_story(tree: Tree, number: int, role: str) -> bool:
    """Is the element around the story rather than a part of the page beside it?"""
    node = tree.nodes[number]
    if tree.headline is not None and node.first <= tree.headline <= node.last:
        return node.last > node.first
    if role in CERTAIN or node.prose < HOLDS * tree.prose or not node.prose:
        return False
    if role.startswith(SMALL) and node.prose > HOLDS_SMALL:
        return True
    return tree.headline is None or tree.between(tree.headline, node.first) < BEFORE * tree.prose


def _choice(claimed: Sequence[Claim]) -> Claim | None:
    frame = next((claim for claim in claimed if claim.role.startswith(FRAMES)), None)
    if frame or not claimed:
        return frame
    pictured = any(claim.role.startswith("media.") for claim in claimed)
    labelled = claimed[-1].role == "meta.agency_credit_label"
    return Claim("media.credit", claimed[-1].why) if pictured and labelled else claimed[-1]


def find_headline(page: Page, leaves: Sequence[Leaf]) -> int | None:
    """The leaf that says the title: a heading most like what the metadata call the page; else the first `h1`."""
    titles = _titles(page)
    lone = _lone_titles(page)
    scored = [(score, -leaf.at) for leaf in leaves if (score := _headline_score(leaf, titles, lone)) > 0]
    return -max(scored)[1] if scored else None


def _headline_score(leaf: Leaf, titles: Sequence[str], lone: Collection[str]) -> float:
    if not 6 <= leaf.looks.weight <= 300:
        return 0.0
    level = leaf.heading
    inner = zip(leaf.tags[-2:], leaf.hints[-2:], strict=False)
    if not level and not any(named(tag, hints) == "article.headline" for tag, hints in inner):
        return 2.0 if plain(leaf.looks.text) in lone else 0.0
    same = max((likeness(plain(leaf.looks.text), title) for title in titles), default=0.0)
    if same > 0.6:
        return 2 * same + {"h1": 1.0, "h2": 0.5}.get(level or "", 0.3) - 0.5 * (leaf.link_share > 0.5)
    # An `h1` unlike every title is a section's name or the site's, unless it is as long as a headline.
    return 0.5 if level == "h1" and (not titles or same > 0.3 or leaf.looks.words > 3) else 0.0
