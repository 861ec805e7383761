"""Text given as an article's body: all of it is the article, never furniture."""

from __future__ import annotations

from samestory import text
from samestory.outline import lines
from samestory.types import Block, Page, Span


def paragraphs(page: Page) -> list[Block]:
    r"""A block a paragraph: what empty lines part, or the lines themselves where no line is empty.

    >>> page = Page(id="p", text="Rain fell.\n\nThe river rose.", source="p", form="body", text_by="plain/1")
    >>> [block.span for block in paragraphs(page)]
    [Span(start=0, end=10), Span(start=12, end=27)]
    """
    return [Block(span, "article.paragraph", "given as the article's body") for span in _spans(page.text)]


def _spans(shown: str) -> list[Span]:
    by_gaps = list(text.paragraphs(shown))
    if len(by_gaps) != 1:
        return by_gaps
    by_lines = lines.read(shown)
    ended = sum(line.ends for line in by_lines)
    return [line.span for line in by_lines] if 2 * ended >= len(by_lines) else by_gaps
