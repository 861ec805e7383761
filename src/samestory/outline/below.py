"""What stands above or below a story with markup and has no name in it: it belongs to the heading it stands under.

Markup whose names are hashes ("css-1a2b3c") tells no more than flattened text: these blocks are read as its lines are.
"""

from __future__ import annotations

from collections.abc import Sequence

from samestory.outline.head import BEFORE
from samestory.outline.lines import look
from samestory.outline.poll import framed
from samestory.outline.runs import Part, runs
from samestory.outline.scene import scene
from samestory.outline.sections import furnish
from samestory.outline.signs import Sign, sign
from samestory.outline.tree import Leaf
from samestory.types import Block, Page, Span

AFTER = "after the story"  # the reason of a block of which nothing else is known
_new = tuple.__new__  # three fifths of the time of calling a NamedTuple: hundreds are made of a page
_HEAD = 2  # lines at whose words a box is known: the name of a game, "Winning numbers"
_BOXED = ("service.", "interactive.poll")
_ENTRY = look("·")  # stands for an entry of a list that was put together: it says nothing by itself


def furnished(leaves: Sequence[Leaf], blocks: Sequence[Block], otherwise: str) -> list[Block]:
    """The blocks above or below a story, with those of which nothing is known labelled by where they stand.

    `otherwise` is what short ones are of which nothing tells more.

    On the packaged examples, whose pages name half of their furniture: roles of lists right .54 -> .59, of offers
    .56 -> .64, data .47 -> .50.
    """
    looks = {leaf.span: leaf.looks for leaf in leaves}
    lines = [looks.get(block.span, _ENTRY) for block in blocks]
    # What the markup names is one with its element, and heads nothing behind it.
    told = [_is_told(block) for block in blocks]
    signs = [
        None if is_told and block.why.startswith("in ") else sign(line) or _headed(leaves[0].page, block)
        for line, block, is_told in zip(lines, blocks, told, strict=True)
    ]
    named = {at: _new(Part, (at, at, role, why)) for at, (_, role, why, _) in enumerate(blocks) if told[at]}
    shaped = [
        part for part in framed(lines, signs, runs(lines)) if named.keys().isdisjoint(range(part.first, part.last + 1))
    ]
    found = furnish(scene(lines, signs, shaped, range(0)), range(len(blocks)), otherwise, named)
    return [
        blocks[part.first] if named.get(part.first) is part else _block(blocks[part.first : part.last + 1], part)
        for part in found
    ]


def _block(blocks: Sequence[Block], part: Part) -> Block:
    """The blocks of a part as one."""
    return Block(Span(blocks[0].span.start, blocks[-1].span.end), part.role, part.why)


def _headed(page: Page, block: Block) -> Sign | None:
    """What the first of several lines of a block say that they are: "Forecast", and below it the weather."""
    lines = page.text[slice(*block.span)].split("\n")
    signs = (sign(look(line.strip())) for line in lines[:_HEAD] if len(lines) > 1)
    return next(
        (said for said in signs if said and said.by in ("line", "start") and said.role.startswith(_BOXED)), None
    )


def _is_told(block: Block) -> bool:
    """Is it known what a block is? A side column says no more than where it stands."""
    return block.why not in (AFTER, BEFORE) and not (block.role == "list.teasers" and block.why.startswith("in "))
