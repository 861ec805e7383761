"""Where things are: the address of a page, of a place in it, of a story's screens."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from samestory.types import Block, Span, StoryView
from samestory.web.pages import href


class Links(Protocol):
    """How a part of a screen points at pages, whether they are kept in an archive or not."""

    def page(self, page_id: str) -> str:
        """The address of a page."""
        ...

    def at(self, page_id: str, span: Span) -> str:
        """The address of a place in a page: it is marked there, and stays the same for ever."""
        ...

    def story(self, screen: str) -> str:
        """The address of a screen of the story."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """Links into the archive."""

    story_id: str = ""

    def page(self, page_id: str) -> str:
        """The page's own screen.

        >>> Kept("s1").page("p1"), Kept("s1").at("p1", Span(3, 9)), Kept("s1").story("lineage")
        ('/page/p1', '/page/p1?at=3-9#at', '/story/s1/lineage')
        """
        return href("page", page_id)

    def at(self, page_id: str, span: Span) -> str:
        """The page's own screen, at the place."""
        return f"{self.page(page_id)}?at={span.start}-{span.end}#at"

    def story(self, screen: str) -> str:
        """A screen of its own."""
        return href("story", self.story_id, screen) if screen else href("story", self.story_id)


@dataclass(frozen=True, slots=True)
class Loose:
    """Links inside one answer, for pages that are kept nowhere."""

    blocks: Mapping[str, Sequence[Block]]  # page id -> its blocks
    order: Sequence[str]  # page ids
    prefix: str = "s1"

    def page(self, page_id: str) -> str:
        """Further down."""
        return f"#{self.anchor(page_id)}"

    def at(self, page_id: str, span: Span) -> str:
        """The block that the place is in, further down."""
        blocks = self.blocks.get(page_id, ())
        number = next((n for n, block in enumerate(blocks) if block.span.start <= span.start < block.span.end), None)
        return self.page(page_id) if number is None else f"#{self.anchor(page_id)}-{number}"

    def story(self, screen: str) -> str:
        """A part of the answer."""
        return f"#{self.prefix}-{screen or 'changes'}"

    def anchor(self, page_id: str) -> str:
        """The id that a page has in the answer."""
        return f"page-{self.order.index(page_id) + 1}"


def loose(view: StoryView, prefix: str, order: Sequence[str]) -> Loose:
    """The links of a story that was only compared."""
    return Loose({page.id: outline.blocks for page, outline in view.versions}, order, prefix)
