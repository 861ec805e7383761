"""What a person says of the pages of one site: which names in its markup, and which lines, are what.

The rules of the outline are general; a site may still call its furniture what others call their story. What is taught
outweighs them, block by block, and nothing else of the page changes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

from samestory.outline.cues import folded
from samestory.types import Block, Mark, Page, Taught


def applied(page: Page, blocks: Sequence[Block], taught: Taught | None) -> list[Block]:
    """The blocks, those that the site's lessons name with the role these give.

    >>> from samestory.types import Span
    >>> page = Page("p", "Dams of the valley", "p", "text", "text/1")
    >>> lesson = Taught("valley-post.example", lines=(("Dams of the valley:", "list.related"),))
    >>> [block.role for block in applied(page, [Block(Span(0, 18), "nav.menu", "")], lesson)]
    ['list.related']
    """
    if taught is None:
        return list(blocks)
    starts = [mark.span.start for mark in page.marks]
    names, lines = dict(taught.names), {folded(line): role for line, role in taught.lines}
    return [_taught(page, block, _marked(page.marks, starts, block), names, lines) for block in blocks]


def _marked(marks: Sequence[Mark], starts: Sequence[int], block: Block) -> Mark | None:
    """The rendered block that a block of the outline is, or is a line of."""
    return marks[bisect_right(starts, block.span[0]) - 1] if marks else None


def _taught(page: Page, block: Block, mark: Mark | None, names: Mapping[str, str], lines: Mapping[str, str]) -> Block:
    line = folded(page.text[slice(*block.span)])
    if role := lines.get(line):
        return block._replace(role=role, why=f"taught of this site: the line “{line}”")
    for name in _names_around(page, mark):
        if role := names.get(name):
            return block._replace(role=role, why=f"taught of this site: in “{name}”")
    return block


def _names_around(page: Page, mark: Mark | None) -> Iterator[str]:
    """What the elements around a rendered block are called, from the innermost out."""
    number = mark.element if mark else -1
    while number >= 0:
        parent, _, names = page.elements[number]
        yield from names.split()
        number = parent
