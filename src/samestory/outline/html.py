"""Text with markup: what every rendered block is, from its element's names and place and from what it says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from samestory.outline.cues import folded, table
from samestory.outline.memory import known as known_lines
from samestory.outline.memory import told
from samestory.outline.names import names_story
from samestory.outline.sections import TITLE
from samestory.outline.signs import sells, sign
from samestory.outline.tree import Claim, Leaf, Tree, claims, grown
from samestory.types import BODY_ROLES, Block, Memory, Page

HELD = 0.85  # the story's element holds this share of the text that may be its own
NAMED = 0.5  # an element that says it holds the story needs no more
ANOTHER = 0.1  # so much of it in an element "article" may be another article
OFTEN = 3  # running text that stands so many times on a page is what stands in for pictures and posts
BOX = 0.2  # of the story's text: what an element besides the story holds at most
REPEATED = Claim("media.player", "stands several times on the page")
# Roles by name that may stand on a paragraph of the story nevertheless.
_LOOSE = ("article.", "meta.section")


@dataclass(frozen=True, slots=True)
class View:
    """A page half understood: what names claim of each leaf, and from which leaf to which the story goes."""

    tree: Tree
    claims: Sequence[Claim | None]
    story: range
    known: Mapping[int, int]  # leaves of the site's other pages, and on how many they stand


def blocks(page: Page, memory: Memory | None = None) -> list[Block]:
    """Label every rendered block of a page.

    >>> from samestory import read
    >>> from samestory.types import Record
    >>> markup = "<nav>News</nav><h1>Rain in town</h1><p>It rained all night in the valley, she said."
    >>> [block.role for block in blocks(read.page(Record("a", "a", "html", markup)))]
    ['nav.menu', 'article.headline', 'article.paragraph']
    """
    view = understood(page, memory)
    return [_block(view, leaf) for leaf in view.tree.leaves]


def _block(view: View, leaf: Leaf) -> Block:
    """A leaf with its role, and in the reason what the site's other pages say of it."""
    role, why = _role(view, leaf)
    others = view.known.get(leaf.at, 0)
    return Block(leaf.span, role, f"{why}; {told(others)}" if others and role not in BODY_ROLES else why)


def understood(page: Page, memory: Memory | None = None) -> View:
    """The page's tree, what names claim in it, and where its story is."""
    tree = grown(page)
    times = Counter(leaf.looks.text for leaf in tree.leaves if leaf.prose)
    claimed = [_believed(claim, leaf, times) for claim, leaf in zip(claims(tree), tree.leaves, strict=True)]
    known = known_lines(memory, page, [leaf.looks.text for leaf in tree.leaves])
    for at in known:
        if at != tree.headline and (claimed[at] is None or _may_be_story(claimed[at])):
            claimed[at] = _remembered(tree.leaves[at])
    own = [leaf.prose if _may_be_story(claim) else 0.0 for leaf, claim in zip(tree.leaves, claimed, strict=True)]
    return View(tree, claimed, story(tree, own), known)


def _believed(claim: Claim | None, leaf: Leaf, times: Mapping[str, int]) -> Claim | None:
    """A claim by names, mended by the text: what stands behind a paywall is no offer, what recurs is no story."""
    if times.get(leaf.looks.text, 0) >= OFTEN:
        return REPEATED
    if claim and claim.role == "offer.paywall" and leaf.prose and not _offers(leaf.looks.text):
        return None
    return claim


def _remembered(leaf: Leaf) -> Claim:
    """What a leaf is that the site repeats: what it says of itself, else the nearest general role."""
    said = sign(leaf.looks)
    if said and not said.role.startswith("article."):
        return Claim(said.role, said.why)
    return Claim("list.related" if leaf.prose or leaf.looks.weight >= TITLE else "nav.menu", "no part of the story")


def _offers(text: str) -> bool:
    """Does a text hold any word of offers?"""
    key = f" {folded(text)} "
    return any(f" {word}" in key for word in table("offer")["selling"])


def _may_be_story(claim: Claim | None) -> bool:
    return claim is None or claim.role.startswith(_LOOSE)


def story(tree: Tree, own: Sequence[float]) -> range:
    """From the first to the last running text of the element that holds the story."""
    sums = list(accumulate(own, initial=0.0))
    mass = {number: sums[node.last + 1] - sums[node.first] for number, node in tree.nodes.items()}
    whole = _one_of_several(tree, mass, sums[-1]) or range(len(own))
    total = sums[whole.stop] - sums[whole.start]
    inner = [n for n, node in tree.nodes.items() if whole.start <= node.first and node.last < whole.stop and mass[n]]
    named = [n for n in inner if mass[n] >= NAMED * total and names_story(tree.nodes[n].hints)]
    holders = named or [n for n in inner if mass[n] >= HELD * total]
    if holders:
        holder = tree.nodes[min(holders, key=lambda n: (tree.nodes[n].last - tree.nodes[n].first, -n))]
        alike = [tree.nodes[n] for n in inner if tree.nodes[n].hints == holder.hints] if named else [holder]
        whole = range(min(node.first for node in alike), max(node.last for node in alike) + 1)
    places = [at for at in whole if own[at]]
    return range(places[0], places[-1] + 1) if places else range(0)


def _one_of_several(tree: Tree, mass: Mapping[int, float], total: float) -> range | None:
    """The article that has the headline, on a page that goes on with others."""
    articles = [(n, node) for n, node in tree.nodes.items() if node.tag == "article" and mass[n] > ANOTHER * total]
    outer = [
        node
        for n, node in articles
        if not any(o.first <= node.first <= node.last <= o.last for m, o in articles if m < n)
    ]
    if tree.headline is None or len(outer) < 2:
        return None
    return next((range(n.first, n.last + 1) for n in outer if n.first <= tree.headline <= n.last), None)


def _role(view: View, leaf: Leaf) -> tuple[str, str]:
    claim = view.claims[leaf.at]
    if leaf.at == view.tree.headline:
        return "article.headline", "the heading that says the page's title"
    if not leaf.shown:
        return "article.paragraph", "stands only in the linked data of the page"
    if claim and (not claim.role.startswith(_LOOSE) or leaf.link_share > 0.5):
        return claim
    if leaf.at not in view.story:
        return claim or _outside(view, leaf)
    if claim and claim.role == "article.pullquote" and "blockquote" in leaf.tags:
        return claim
    if leaf.prose and _boxed(view, leaf) and sells(leaf.looks.text):
        return "offer.paywall", "a box in the story that sells to the reader"
    if leaf.prose and _layout(view, leaf):
        return "article.paragraph", "running text in a table that lays out the page"
    return _inside(leaf)


def _layout(view: View, leaf: Leaf) -> bool:
    """Does the innermost table around a leaf hold most of the story? Then it is no table of figures."""
    around = [number for tag, number in zip(leaf.tags, leaf.elements, strict=False) if tag == "table"]
    told = view.tree.between(view.story.start, view.story.stop)
    return bool(around) and view.tree.nodes[around[-1]].prose > HELD * told


def _boxed(view: View, leaf: Leaf) -> bool:
    """Does the element around a paragraph hold but a small part of the story's text?"""
    around = view.tree.nodes[leaf.elements[-2]] if len(leaf.elements) > 1 else None
    return around is not None and around.prose < BOX * view.tree.between(view.story.start, view.story.stop)


def _outside(view: View, leaf: Leaf) -> tuple[str, str]:
    above = leaf.at < view.story.start
    said = sign(leaf.looks)
    captioned = said is not None and said.role.startswith("media.")
    if above and view.tree.headline is not None and leaf.at > view.tree.headline and leaf.prose and not captioned:
        return "article.dek", "running text between headline and story"
    if said:
        return said.role, said.why
    return ("nav.menu", "before the story") if above else ("list.teasers", "after the story")


def _inside(leaf: Leaf) -> tuple[str, str]:
    said = sign(leaf.looks)
    if said and said.firm and leaf.looks.weight < 200:
        return said.role, said.why
    if leaf.link_share > 0.6 and leaf.looks.weight < 250:
        return "list.related", "a link in the story"
    if leaf.heading:
        return "article.heading", "heading in the story"
    if "li" in leaf.tags[-4:]:
        return "article.list", "list in the story"
    return ("article.table", "table in the story") if "table" in leaf.tags else ("article.paragraph", "in the story")
