"""Text with markup: what every rendered block is, from its element's names and place and from what it says."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from samestory.outline.below import AFTER, furnished
from samestory.outline.boxes import boxes as said_by_boxes
from samestory.outline.closing import closing
from samestory.outline.cues import cue, folded, table
from samestory.outline.details.credit import tail
from samestory.outline.entries import in_lines, joined
from samestory.outline.extent import HELD, extent
from samestory.outline.head import BEFORE, at_headline
from samestory.outline.memory import known as known_lines
from samestory.outline.memory import told
from samestory.outline.opening import openings
from samestory.outline.people import people
from samestory.outline.runs import tickers
from samestory.outline.sections import TITLE
from samestory.outline.signs import may_be_rights, sign
from samestory.outline.titles import plain
from samestory.outline.tree import Claim, Leaf, Tree, claims, grown
from samestory.types import BODY_ROLES, Block, Memory, Page

OFTEN = 3  # running text that stands so many times on a page is what stands in for pictures and posts
AUTHORS = ("jsonld:author", "itemprop:author", "meta:author", "article:author")
COPY = Claim("list.related", "stands on the page before, with most of its text")
REPEATED = Claim("media.player", "stands several times on the page")
# Roles by name that may stand on a paragraph of the story nevertheless.
_LOOSE = ("article.", "meta.section")
# Roles of what leads to other pages. Boxes so named, three or more, that lead nowhere and hold so much text beside the
# story's own are the entries of a ranking (4-gram F1 on wcxb_dev .9547 -> .9571, on the others as before).
_LEADING = ("list.", "nav.menu", "ad.slot")
_LED = 0.1  # linked characters for one of running text, at most
_TOLD_IN_BOXES = 0.3
# What a short line in an element so named may say to be instead.
_MENDED = {"meta.author_bio": "meta.byline", "nav.footer": "notice.rights"}
_SHORTEST = 8.0  # letters of it
_BUTTONS = ("ui.", "offer.", "interactive.comments")
_LONGEST_LABEL = 200  # a line of the story that says to be something else is shorter
_LONGEST_DEK = 300  # a longer text between headline and story is its first paragraph (fundus R .9603 -> .9618)
_ALL = 0.95  # of a heading's characters are links: all of it is one
# Of paragraphs so short that end with a photo credit 31 of 38 were captions without a name of their own.
_LONGEST_CAPTION = 320
# Of the story's text so much stays, however much of its end is about its writer: a guard, naeb does not need it.
_KEPT = 0.5
_LISTS = ("ul", "ol")
_ON_BUTTONS = ("ui.button", "nav.menu")  # "Results", "Contents": as words of a heading they head the story's own parts
_new = tuple.__new__  # three fifths of the time of calling a NamedTuple: hundreds are made of a page
_ITALICS = frozenset(("em", "i"))


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
    leaves, story = view.tree.leaves, view.story
    alone = at_headline(leaves, [_block(view, leaf) for leaf in leaves], view.tree.headline, story)
    labelled = joined(view.tree, view.claims, alone)
    if not story:
        return in_lines(page, labelled)
    first = min(story.start, story.start if view.tree.headline is None else view.tree.headline)
    above = bisect_left(labelled, leaves[first].span.start, key=_start)
    below = (
        len(labelled) if story.stop == len(leaves) else bisect_left(labelled, leaves[story.stop].span.start, key=_start)
    )
    parts = [
        *furnished(leaves[:first], labelled[:above], "nav.menu"),
        *labelled[above:below],
        *furnished(leaves[story.stop :], labelled[below:], "list.teasers"),
    ]
    return in_lines(page, parts)


def _start(block: Block) -> int:
    return block.span.start


def _block(view: View, leaf: Leaf) -> Block:
    """A leaf with its role, and in the reason what the site's other pages say of it."""
    role, why = _role(view, leaf)
    others = view.known.get(leaf.at, 0)
    return _new(Block, (leaf.span, role, f"{why}; {told(others)}" if others and role not in BODY_ROLES else why, None))


def understood(page: Page, memory: Memory | None = None) -> View:
    """The page's tree, what names claim in it, and where its story is."""
    tree = grown(page)
    again = _repeated(tree.leaves)
    claimed = [
        again.get(leaf.at) or (claim and _believed(claim, leaf))
        for claim, leaf in zip(claims(tree), tree.leaves, strict=True)
    ]
    for at, claim in said_by_boxes(tree, claimed).items():
        claimed[at] = claim
    known = known_lines(memory, page, [leaf.looks.text for leaf in tree.leaves])
    for at in known:
        if at != tree.headline and (claimed[at] is None or _may_be_story(claimed[at])):
            claimed[at] = _remembered(tree.leaves[at])
    own = [
        leaf.prose if leaf.prose and _may_be_story(claim) else 0.0
        for leaf, claim in zip(tree.leaves, claimed, strict=True)
    ]
    whole = extent(tree, claimed, own)
    for at in _told_in_boxes(tree, claimed, whole):
        claimed[at] = None
    for at, claim in (*openings(page, tree, claimed, whole).items(), *_endnotes(page, tree, claimed, whole)):
        claimed[at] = claim
    return View(tree, claimed, whole, known)


def _endnotes(page: Page, tree: Tree, claimed: Sequence[Claim | None], whole: range) -> Iterator[tuple[int, Claim]]:
    """The last paragraphs of the story that are about its writer, or speak to its readers."""
    writers = [plain(name) for name in people((value for key, value in page.meta if key in AUTHORS), ())]
    own = [at for at in whole if tree.leaves[at].prose and _may_be_story(claimed[at])]
    least = _KEPT * sum(tree.leaves[at].prose for at in own)
    for at in reversed(own):
        leaf = tree.leaves[at]
        found = closing(leaf.looks.text, writers, not _ITALICS.isdisjoint(leaf.tags[-2:]))
        if found is None or tree.between(whole.start, at) < least:
            return
        yield at, Claim(*found)


def _told_in_boxes(tree: Tree, claimed: Sequence[Claim | None], whole: range) -> Iterator[int]:
    """The leaves of boxes between paragraphs that names call lists of other pages, where much of the story is in them.

    A list of other pages leads to them: without a link it is none. One such box may be a box of facts or a caption;
    many are the entries of a ranking.
    """
    boxed: dict[str, list[int]] = defaultdict(list)
    for at in whole:
        if (claim := claimed[at]) and _leads_nowhere(tree, claim, whole):
            boxed[claim.role].append(at)
    own = sum(tree.leaves[at].prose for at in whole if _may_be_story(claimed[at]))
    for places in boxed.values():
        boxes = {claim.element for at in places if (claim := claimed[at])}
        if len(boxes) >= OFTEN and sum(tree.leaves[at].prose for at in places) > _TOLD_IN_BOXES * own:
            yield from places


def _leads_nowhere(tree: Tree, claim: Claim, whole: range) -> bool:
    """Is a list of other pages, by its names, running text without a link between paragraphs of the story?"""
    if claim.element < 0 or not claim.role.startswith(_LEADING) or not (box := tree.node(claim.element)).prose:
        return False
    return whole.start < box.first and box.last < whole.stop - 1 and box.linked < _LED * box.prose


def _repeated(leaves: Sequence[Leaf]) -> dict[int, Claim]:
    """Running text that recurs: all that does so often; where most of a page stands there again, all but the first."""
    places: dict[str, list[int]] = defaultdict(list)
    for leaf in leaves:
        if leaf.prose:
            places[leaf.looks.text].append(leaf.at)
    again = [found for found in places.values() if len(found) > 1]
    if 2 * sum(leaves[at].prose for found in again for at in found) > sum(leaf.prose for leaf in leaves):
        return {at: COPY for found in again for at in found[1:]}
    return {at: REPEATED for found in again if len(found) >= OFTEN for at in found}


def _believed(claim: Claim, leaf: Leaf) -> Claim | None:
    """A claim by names, mended by the text: what stands behind a paywall is no offer, nor a byline about its writer.

    A button says what it does, and a footer holds the notice of rights.
    """
    if claim.role == "ui.button" and not leaf.prose and (found := cue(leaf.looks.text)):
        return Claim(found.role, f"says “{found.phrase}”") if found.role.startswith(_BUTTONS) else claim
    if claim.role in _MENDED and leaf.looks.weight > _SHORTEST:
        said = sign(leaf.looks) if claim.role != "nav.footer" or may_be_rights(leaf.looks.text) else None
        return Claim(said.role, said.why) if said and said.role == _MENDED[claim.role] else claim
    if claim.role == "offer.paywall" and leaf.prose and not _offers(leaf.looks.text):
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


def _role(view: View, leaf: Leaf) -> tuple[str, str]:
    claim = view.claims[leaf.at]
    if leaf.at == view.tree.headline:
        return "article.headline", "the heading that says the page's title"
    if not leaf.shown:
        return "article.paragraph", "stands only in the data of a script of the page"
    if claim and (not claim.role.startswith(_LOOSE) or leaf.link_share > 0.5):
        return claim[:2]
    if leaf.at not in view.story:
        return claim[:2] if claim else _outside(view, leaf)
    if claim and claim.role == "article.pullquote" and "blockquote" in leaf.tags:
        return claim[:2]
    if leaf.prose and _layout(view, leaf):
        return "article.paragraph", "running text in a table that lays out the page"
    return _inside(view.tree, leaf)


def _layout(view: View, leaf: Leaf) -> bool:
    """Does the innermost table around a leaf hold most of the story? Then it is no table of figures."""
    if "table" not in (tags := leaf.tags):
        return False
    around = [number for tag, number in zip(tags, leaf.elements, strict=True) if tag == "table"]
    told = view.tree.between(view.story.start, view.story.stop)
    return view.tree.node(around[-1]).prose > HELD * told


def _outside(view: View, leaf: Leaf) -> tuple[str, str]:
    above = leaf.at < view.story.start
    said = sign(leaf.looks)
    captioned = said is not None and said.role.startswith("media.")
    if above and not said and leaf.looks.weight < _LONGEST_CAPTION and tail(leaf.looks.text):
        return "media.caption", "ends with a photo credit"
    if said and said.firm and leaf.prose:
        return said.role, said.why
    if above and view.tree.headline is not None and leaf.at > view.tree.headline and leaf.prose and not captioned:
        if leaf.looks.weight > _LONGEST_DEK:
            return "article.paragraph", "a long paragraph between headline and story"
        return "article.dek", "running text between headline and story"
    if said:
        return said.role, said.why
    return ("nav.menu", BEFORE) if above else ("list.teasers", AFTER)


def _inside(tree: Tree, leaf: Leaf) -> tuple[str, str]:
    said = sign(leaf.looks) if leaf.looks.weight < _LONGEST_LABEL else None
    if leaf.heading and said and said.role.startswith(_ON_BUTTONS):
        return "article.heading", "heading in the story"
    if said and said.firm:
        return said.role, said.why
    tags = leaf.tags
    if leaf.link_share > 0.6 and not leaf.prose and leaf.looks.weight < 250 and not _is_its_own(tree, leaf, tags):
        return "list.related", "a link in the story"
    if leaf.heading:
        return "article.heading", "heading in the story"
    if "li" in tags[-4:]:
        return "article.list", "list in the story"
    if "table" in tags:
        return "article.table", "table in the story"
    if leaf.looks.weight < _LONGEST_CAPTION and tail(leaf.looks.text):
        return "media.caption", "ends with a photo credit"
    if leaf.looks.weight < _LONGEST_CAPTION and "p" not in tags[-2:] and _is_above_credit(tree, leaf):
        return "media.caption", "stands at a photo credit"
    if "%" in leaf.looks.text and "\n" not in leaf.looks.text and tickers([leaf.looks]):
        return "ticker.quote", "a name, a price and a change in percent"
    return "article.paragraph", "in the story"


def _is_above_credit(tree: Tree, leaf: Leaf) -> bool:
    after = sign(tree.leaves[leaf.at + 1].looks) if leaf.at + 1 < len(tree.leaves) else None
    return after is not None and after.role == "media.credit"


def _is_its_own(tree: Tree, leaf: Leaf, tags: Sequence[str]) -> bool:
    """Is a link the story's own: in a table or numbered list; or no title, and a heading or in a list it announces?"""
    lists = [number for tag, number in zip(tags, leaf.elements, strict=True) if tag in _LISTS]
    listed = bool(lists) and "li" in tags[-4:]
    if "table" in tags or (listed and leaf.page.elements[lists[-1]].tag == "ol"):
        return True
    is_title = leaf.looks.weight >= TITLE and leaf.link_share >= _ALL
    return not is_title and (leaf.heading is not None or (listed and _announced(tree, lists[-1])))


def _announced(tree: Tree, number: int) -> bool:
    """Does the text above a list end with a colon, and is no heading of furniture?"""
    first = tree.firsts[number]
    above = tree.leaves[first - 1].looks if first else None
    return above is not None and above.text.endswith((":", "：")) and not sign(above)
