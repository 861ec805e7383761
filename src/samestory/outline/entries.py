"""Entries of lists of other pages: a title, its date and its section, each a block of its own, put together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from samestory.outline.tree import Claim, Leaf, Node, Tree
from samestory.spans import hull
from samestory.types import Block

_ENTRY = {
    "list.related": "list.teaser",
    "list.teasers": "list.teaser",
    "list.podcasts": "list.podcast_item",
    "ad.partner_content": "ad.partner_item",
}
_TAGS = ("li", "article", "a")  # what holds one entry
_BESIDE = 3  # lines beside the link of an entry: what it is about, its date, who wrote or paid for it


def joined(tree: Tree, claims: Sequence[Claim | None], blocks: Sequence[Block]) -> list[Block]:
    """The blocks, those of one entry of a list as one; blocks that stand in no such entry as they are."""
    entries = _entries(tree, claims, blocks)
    places = groupby(range(len(blocks)), key=lambda at: entries.get(at, -1 - at))
    return [block for entry, run in places for block in _whole(tree, entry, [blocks[at] for at in run])]


def _whole(tree: Tree, entry: int, parts: Sequence[Block]) -> Iterator[Block]:
    """The blocks of one entry as one, if it leads anywhere."""
    if entry < 0 or not tree.nodes[entry].linked:
        yield from parts
    else:
        role = _ENTRY[parts[0].role]
        yield Block(hull([part.span for part in parts]), role, f"an entry of a list, {parts[0].why}")


def _entries(tree: Tree, claims: Sequence[Claim | None], blocks: Sequence[Block]) -> dict[int, int]:
    """The element of the entry each leaf stands in; leaves in no entry are not there."""
    found: dict[int, int] = {}
    for leaf, claim, block in zip(tree.leaves, claims, blocks, strict=True):
        if (
            leaf.at in found
            or claim is None
            or claim.element < 0
            or claim.role != block.role
            or block.role not in _ENTRY
        ):
            continue
        if (entry := _entry(tree, leaf, claim)) is not None:
            node = tree.nodes[entry]
            found |= {
                at: entry for at in range(node.first, node.last + 1) if claims[at] and blocks[at].role == block.role
            }
    return found


def _entry(tree: Tree, leaf: Leaf, claim: Claim) -> int | None:
    """The element of the entry a leaf stands in: the outermost of its kind in the list, and what is beside its link.

    Lists without `li` put a title and its date in a box for each entry: one link, and a line or two without any.
    """
    inside = [number for number in leaf.elements if number > claim.element]
    entry = next((number for number in inside if leaf.page.elements[number].tag in _TAGS), None)
    if entry is None:
        return None
    around = [number for number in inside if number < entry]
    return next((number for number in around if _holds_no_more(tree, tree.nodes[number], tree.nodes[entry])), entry)


def _holds_no_more(tree: Tree, around: Node, entry: Node) -> bool:
    """Is there nothing in an element but an entry, and beside it short lines that lead nowhere and head nothing?"""
    if (around.last - around.first) - (entry.last - entry.first) > _BESIDE:
        return False
    beside = [*range(around.first, entry.first), *range(entry.last + 1, around.last + 1)]
    return not any(leaf.link_share > 0 or leaf.heading for leaf in map(tree.leaves.__getitem__, beside))
