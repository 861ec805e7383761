"""What every part of a page is for: `outline` labels all of it and leaves nothing out."""

from __future__ import annotations

from samestory.outline import body, flat, html
from samestory.outline.details import with_data
from samestory.outline.finer import finer
from samestory.outline.metadata import metadata
from samestory.outline.taught import applied
from samestory.types import Block, Memory, Outline, Page, Taught


def outline(page: Page, memory: Memory | None = None, taught: Taught | None = None) -> Outline:
    """Label every part of a page, read the data of the parts, and what the page says of itself.

    `memory` is what the page's site repeats on its other pages, `taught` what a person says of them.

    >>> text = "It rained all night in the valley, and the river rose by two metres, officials said."
    >>> page = Page(id="p", text=text, source="p", form="body", text_by="plain/1")
    >>> [block.role for block in outline(page).blocks]
    ['article.paragraph']
    """
    return metadata(page, with_data(page, applied(page, list(finer(page, _blocks(page, memory))), taught)))


def _blocks(page: Page, memory: Memory | None) -> list[Block]:
    if page.extent == "summary":
        # All of it is what a feed says to be clicked on: taken for an article, it would look cut by the outlet.
        return [block._replace(role="list.teaser", why="a summary in a feed") for block in body.paragraphs(page)]
    if page.form == "html":
        return html.blocks(page, memory)
    return flat.blocks(page, memory) if page.form == "text" else body.paragraphs(page)
