"""The Python interface: pages as texts or files in, articles and comparisons out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike, fspath

from samestory import pipeline
from samestory.cycles import seldom_sought
from samestory.pipeline import Run
from samestory.spans import body
from samestory.types import Block, Comparison, Form, Outline, Page, Record, Span, Version

Given = str | PathLike[str]


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned page: its text, what every part of it is, and what it says of itself."""

    page: Page
    outline: Outline

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Every part of the page with its role; together they tile the text."""
        return self.outline.blocks

    @property
    def body(self) -> str:
        """The article's own text, paragraphs joined by blank lines; empty if the page has none."""
        return "\n\n".join(self.page.text[slice(*span)] for span in body(self.outline))

    def text(self, span: Span) -> str:
        """What stands at a place of the page."""
        return self.page.text[slice(*span)]


def clean(page: Given) -> Article:
    """The article of one page, and every other part of it with its role.

    `page` is markup, a page flattened to text, or the path of a file (a `pathlib.Path`). Raises SamestoryError for
    input that is no page.

    >>> article = clean("<h1>Flood</h1><p>It rained all night, and by dawn the river stood at the bridge.</p>")
    >>> article.body
    'It rained all night, and by dawn the river stood at the bridge.'
    """
    with seldom_sought():
        return Article(*next(iter(_versions([page]))))


def compare(pages: Iterable[Given], *, as_one: bool = False) -> Comparison:
    """Stories, versions, origins, word differences, quotes, figures and conflicts of some pages.

    `pages` are as for `clean`. `as_one` takes all of them as versions of one story. Raises SamestoryError for input
    that is no page. In a notebook the answer shows itself.

    >>> compare(["It rained all night in the valley, and by dawn the river stood at the bridge."]).stories[0].outlets
    1
    """
    run = Run(strict=True)
    with seldom_sought():
        return pipeline.compared(_versions(list(pages), run), run, as_one)


def _versions(pages: list[Given], run: Run | None = None) -> Iterable[Version]:
    run = run or Run(strict=True)
    for number, page in enumerate(pages, 1):
        if isinstance(page, str):
            yield from pipeline.versions([_record(page, number)], run)
        else:
            yield from pipeline.clean([fspath(page)], run)


def _record(text: str, number: int) -> Record:
    form: Form = "html" if text.lstrip().startswith("<") else "text"
    return Record(f"page {number}", f"page {number}", form, text)
