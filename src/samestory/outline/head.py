"""What stands at the headline of a page with markup and has no name there: section, summary, writer, key points."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from samestory.outline.cues import table
from samestory.outline.people import name_alone
from samestory.outline.tree import Leaf
from samestory.types import Block

BEFORE = "before the story"  # the reason of a block of which nothing else is known
_LABEL, _LABEL_WORDS = 30, 3  # letters and words of the name of a section, at most
_DEK_WORDS, _DEK_LOWER = 5, 0.4  # words of a summary at least, and share of those in lower case: a menu has capitals
_SUMMARY, _REST = 420, 3  # letters of the paragraphs above a byline; how many times as many follow below it
_NAME = 4  # words of a name, and of the house it writes for
_DATELINE = re.compile(r"[^\W\d_a-z][A-ZÀ-Þ.' -]{2,25}, [\w .]{2,30}")
_HEAD = ("article.headline", "article.dek", "meta.", "ui.")
_NEAR = 2  # lines from a name to the date or byline beside it
_TOP = 8  # lines of the story among which its byline may stand
_POINTS, _POINT = 2, 20  # key points at least, and letters of one


def at_headline(leaves: Sequence[Leaf], blocks: Sequence[Block], headline: int | None, story: range) -> list[Block]:
    """The blocks, those at the headline with what they are there. Blocks stand one for one with the leaves."""
    found = list(blocks)
    if headline is None or not story or headline >= story.stop:
        return found
    found[: headline + 1] = _section(leaves, found[: headline + 1])
    for at in range(headline + 1, story.start):
        if _is_signed(leaves[at], found[at - 1 : at + 1]):
            found[at] = found[at]._replace(role="meta.byline", why="names who wrote it, below the headline")
        if found[at].why == BEFORE and (told := _below_headline(leaves, found, headline, at)):
            found[at] = found[at]._replace(role=told[0], why=told[1])
    for at in _summary(leaves, found, range(max(headline + 1, story.start), story.stop)):
        role, why = _below_headline(leaves, found, headline, at) or ("article.dek", "running text above the byline")
        found[at] = found[at]._replace(role=role, why=why)
    for at in _points(leaves, found, range(headline + 1, story.stop)):
        found[at] = found[at]._replace(role="article.keypoint", why="a point of a list above the text")
    return found


def _section(leaves: Sequence[Leaf], blocks: list[Block]) -> list[Block]:
    """The word of a menu that stands alone right above the headline is the section of the page."""
    at = len(blocks) - 2
    if at < 0 or blocks[at].role != "nav.menu" or blocks[at].why.startswith("in "):
        return blocks
    leaf, above = leaves[at], blocks[at - 1] if at else None
    alone = above is None or above.role != "nav.menu" or above.why.startswith("in ") or above.why == BEFORE
    alone = alone or _is_apart(leaves[at - 1], leaf, leaves[at + 1])
    if alone and leaf.looks.weight <= _LABEL and leaf.looks.words <= _LABEL_WORDS:
        blocks[at] = blocks[at]._replace(role="meta.section", why="a word of menus, alone above the headline")
    return blocks


def _is_apart(above: Leaf, leaf: Leaf, headline: Leaf) -> bool:
    """Does a leaf stand as near to the headline as to what is above it? The last entry of a menu does not."""
    around = set(leaf.elements)
    return len(around.intersection(headline.elements)) >= len(around.intersection(above.elements))


def _is_signed(leaf: Leaf, blocks: Sequence[Block]) -> bool:
    """Is "By Ana Ruiz, Reuters" with no picture above it a byline, though it looks like a photo credit?"""
    above, block = blocks
    credit = block.role == "media.credit" and not block.why.startswith("in ")
    text = leaf.looks.text.casefold()
    return credit and above.role.startswith(_HEAD) and text.startswith(table("by")["start"])


def _below_headline(leaves: Sequence[Leaf], blocks: Sequence[Block], headline: int, at: int) -> tuple[str, str] | None:
    """Role and reason of an unmarked line between headline and story."""
    looks = leaves[at].looks
    around = blocks[max(headline + 1, at - _NEAR) : at + _NEAR + 1]
    if is_dateline(looks.text):
        return "meta.dateline", "a place in capitals, and a land or a day"
    name, _, house = looks.text.partition(",")
    signed = name_alone(name) and len(name.split()) <= _NAME and len(house.split()) <= _NAME
    if signed and any(block.role in ("meta.date", "meta.byline") for block in around):
        return "meta.byline", "a name beside byline or date"
    several = "\n" in leaves[at].page.text[slice(*blocks[at].span)]
    summed = several or any(block.role == "article.dek" for block in blocks[headline:at])
    if not summed and leaves[at].link_share == 0 and looks.words >= _DEK_WORDS and (looks.lower or 0) >= _DEK_LOWER:
        return "article.dek", "sums up below the headline"
    return None


def is_dateline(text: str) -> bool:
    """Is a line a place in capitals, and a land or a day?

    >>> is_dateline("PORT VALE, Thursday"), is_dateline("Port Vale, Thursday")
    (True, False)
    """
    return _DATELINE.fullmatch(text) is not None


def _summary(leaves: Sequence[Leaf], blocks: Sequence[Block], story: range) -> Iterator[int]:
    """The first paragraphs of a story that stand above its byline."""
    lines = [at for at in story[:_TOP] if blocks[at].role in ("meta.byline", "meta.date", "meta.reading_time")]
    above = [at for at in range(story.start, lines[0]) if blocks[at].role == "article.paragraph"] if lines else []
    weight = sum(leaves[at].looks.weight for at in above)
    if weight <= _SUMMARY and _REST * weight < sum(leaves[at].prose for at in story if at not in above):
        yield from above


def _points(leaves: Sequence[Leaf], blocks: Sequence[Block], places: range) -> Iterator[int]:
    """The points of the list that stands above the first paragraph."""
    first = next((at for at in places if blocks[at].role == "article.paragraph"), places.start)
    listed = [at for at in range(places.start, first) if _is_listed(leaves[at], blocks[at])]
    weight = sum(leaves[at].looks.weight for at in listed)
    told = sum(leaves[at].prose for at in range(first, places.stop))
    if len(listed) >= _POINTS and min(leaves[at].looks.weight for at in listed) >= _POINT and _REST * weight < told:
        yield from listed


def _is_listed(leaf: Leaf, block: Block) -> bool:
    return block.role == "article.list" or (block.why == BEFORE and "li" in leaf.tags and leaf.link_share == 0)
