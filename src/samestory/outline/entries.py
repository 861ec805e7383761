"""Entries of lists of other pages: a title, its date and its section, each a block of its own, put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from samestory.outline.tree import Claim, Leaf, Tree
from samestory.spans import hull
from samestory.types import Block

_ENTRY = {
    "list.related": "list.teaser",
    "list.teasers": "list.teaser",
    "list.most_read": "list.teaser",
    "list.podcasts": "list.podcast_item",
    "ad.partner_content": "ad.partner_item",
}
_TAGS = ("li", "article", "a")  # what holds one entry


def joined(tree: Tree, claims: Sequence[Claim | None], blocks: Sequence[Block]) -> list[Block]:
    """The blocks, those of one entry of a list as one; blocks that stand in no such entry as they are."""
    places = groupby(range(len(blocks)), key=lambda at: _entry(tree.leaves[at], claims[at], blocks[at]) or -1 - at)
    return [block for entry, run in places for block in _whole(tree, entry, [blocks[at] for at in run])]


def _whole(tree: Tree, entry: int, parts: Sequence[Block]) -> Iterator[Block]:
    """The blocks of one entry as one, if it leads anywhere."""
    if entry < 0 or not tree.nodes[entry].linked:
        yield from parts
    else:
        role = _ENTRY[parts[0].role]
        yield Block(hull([part.span for part in parts]), role, f"an entry of a list, {parts[0].why}")


def _entry(leaf: Leaf, claim: Claim | None, block: Block) -> int | None:
    """The element of the entry a leaf stands in: the outermost of its kind inside the list."""
    if claim is None or claim.element < 0 or claim.role != block.role or block.role not in _ENTRY:
        return None
    inside = [number for number in leaf.elements if number > claim.element]
    return next((number for number in inside if leaf.page.elements[number].tag in _TAGS), None)
