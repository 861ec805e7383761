"""Entries of lists of other pages: a title, its date and its section, each a block of its own, put together."""

from __future__ import annotations

from collections.abc import Sequence

from samestory.outline.tree import Claim, Leaf, Node, Tree
from samestory.types import Block, Page, Span

_ENTRY = {
    "list.related": "list.teaser",
    "list.teasers": "list.teaser",
    "list.podcasts": "list.podcast_item",
    "ad.partner_content": "ad.partner_item",
}
_TAGGED = ("meta.date", "meta.section", "nav.menu", "list.related", "list.teasers")
_TAGS = ("li", "article", "a")  # what holds one entry
_BESIDE = 3  # lines beside the link of an entry: what it is about, its date, who wrote or paid for it


def joined(tree: Tree, claims: Sequence[Claim | None], blocks: Sequence[Block]) -> list[Block]:
    """The blocks, those of one entry of a list as one; blocks that stand in no such entry as they are."""
    entries = _entries(tree, claims, blocks)
    found: list[Block] = []
    at = 0
    for start, entry in sorted(entries.items()):
        if start >= at and tree.node(entry).linked:  # it leads somewhere
            found += blocks[at:start]
            at = start + 1
            while entries.get(at) == entry:
                at += 1
            found.append(_whole(blocks[start:at]))
    return [*found, *blocks[at:]]


def in_lines(page: Page, blocks: Sequence[Block]) -> list[Block]:
    """The blocks, the labels of one line that are the same as one; entries of lists stay what they are."""
    found: list[Block] = []
    end = 0
    for block in blocks:
        (start, stop), *_ = block
        if found and "\n" not in page.text[end:start] and _is_of(block, found[-1]):
            found[-1] = found[-1]._replace(span=Span(found[-1].span.start, stop))
        else:
            found.append(block)
        end = stop
    return found


def _is_of(block: Block, last: Block) -> bool:
    """Are two blocks the same? Behind "Topics" a tag may be the name of a section, or "Today"."""
    if last.role == block.role:
        return not last.role.startswith(("list.", "ad."))
    return last.role == "nav.topics" and block.role in _TAGGED and not block.why.startswith("in ")


def _whole(parts: Sequence[Block]) -> Block:
    """The blocks of one entry as one."""
    span = Span(parts[0].span.start, parts[-1].span.end)
    return Block(span, _ENTRY[parts[0].role], f"an entry of a list, {parts[0].why}")


def _entries(tree: Tree, claims: Sequence[Claim | None], blocks: Sequence[Block]) -> dict[int, int]:
    """The element of the entry each leaf stands in; leaves in no entry are not there."""
    found: dict[int, int] = {}
    for at, claim in enumerate(claims):
        if claim is None or claim.role not in _ENTRY or claim.role != blocks[at].role or claim.element < 0:
            continue
        if at not in found and (entry := _entry(tree, tree.leaves[at], claim)) is not None:
            for held in range(tree.firsts[entry], tree.lasts[entry] + 1):
                if claims[held] and blocks[held].role == claim.role:
                    found[held] = entry
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
    return next((number for number in around if _holds_no_more(tree, tree.node(number), tree.node(entry))), entry)


def _holds_no_more(tree: Tree, around: Node, entry: Node) -> bool:
    """Is there nothing in an element but an entry, and beside it short lines that lead nowhere and head nothing?"""
    if (around.last - around.first) - (entry.last - entry.first) > _BESIDE:
        return False
    beside = [*range(around.first, entry.first), *range(entry.last + 1, around.last + 1)]
    return not any(leaf.link_share > 0 or leaf.heading for leaf in map(tree.leaves.__getitem__, beside))
