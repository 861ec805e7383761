"""A page as it came, every block with its role, the reason and what it says as data."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from samestory import telling
from samestory.types import Block, Version

# What a reader came for, what tells about it, and what the site put around it.
KINDS = {"article": "article", "media": "about", "meta": "about"}
_KINDS_SHOWN = ("article", "about", "furniture")


class Labelled(NamedTuple):
    """A page with its blocks."""

    title: str
    facts: list[tuple[str, str]]
    url: str
    blocks: list[Part]
    no_article: str


class Part(NamedTuple):
    """A block: its text, and what is known of it."""

    role: str
    kind: str  # "article" | "about" | "furniture"
    why: str
    text: str
    datum: Datum | None
    held: int = 1  # so many blocks of the page, one below the other


class Datum(NamedTuple):
    """A piece of data: a text, named pieces, or a table of them."""

    text: str
    named: list[tuple[str, Datum]]
    columns: list[str]
    lines: list[list[Datum]]


def labelled_page(version: Version) -> Labelled:
    """Everything a page shows, block by block."""
    page, outline = version
    facts = {
        "source": page.source,
        "outlet": outline.outlet,
        "published": telling.date(outline.published) if outline.published else None,
        "authors": telling.listing(outline.authors),
        "credit": telling.listing(outline.credit),
        "language": outline.language,
        "access": outline.access,
    }
    known = [(name, telling.visible(fact)) for name, fact in facts.items() if fact]
    title = telling.visible(outline.title or page.source)
    blocks = [_part(block, page.text) for block in outline.blocks]
    return Labelled(title, known, link(page.url), blocks, outline.no_article or "")


def gathered(page: Labelled) -> Labelled:
    """The same page with furniture that stands together, and is the same for the same reason, as one: a menu."""
    runs = (list(run) for _, run in groupby(enumerate(page.blocks), key=_alike))
    return page._replace(blocks=[_together([block for _, block in run]) for run in runs])


def _alike(numbered: tuple[int, Part]) -> tuple[str, str, int]:
    """What blocks have in common that are shown as one; a block of the article, or one with data, has it alone."""
    number, block = numbered
    return block.role, block.why, number if block.kind == "article" or block.datum else -1


def _together(run: Sequence[Part]) -> Part:
    return run[0]._replace(text="\n".join(block.text for block in run), held=len(run))


def shares(page: Labelled) -> dict[str, int]:
    """Percent of what is visible on a page, by kind.

    >>> said = (("nav.menu", "furniture", "Sport"), ("article.list", "article", "It rained."))
    >>> parts = [Part(role, kind, "", text, None) for role, kind, text in said]
    >>> shares(Labelled("", [], "", parts, ""))
    {'article': 67, 'about': 0, 'furniture': 33}
    """
    sizes = {kind: sum(len(block.text) for block in page.blocks if block.kind == kind) for kind in _KINDS_SHOWN}
    return {kind: round(100 * size / max(1, sum(sizes.values()))) for kind, size in sizes.items()}


def link(url: str | None) -> str:
    """An address that is safe to follow, or nothing.

    >>> link("https://example.org/a"), link("javascript:alert(1)")
    ('https://example.org/a', '')
    """
    return url if url and url.lower().startswith(("https://", "http://")) else ""


def _part(block: Block, text: str) -> Part:
    kind = KINDS.get(block.role.partition(".")[0], "furniture")
    return Part(
        block.role, kind, block.why, text[slice(*block.span)].strip(), _datum(block.data) if block.data else None
    )


def _datum(value: Any) -> Datum:
    """What is not said is not shown; a list of alike things is a table."""
    if isinstance(value, Mapping):
        said = [(_heading(name), _datum(inner)) for name, inner in value.items() if inner is not None]
        return Datum("", said, [], [])
    if isinstance(value, Sequence) and not isinstance(value, str):
        if value and all(isinstance(one, Mapping) for one in value):
            return _table(value)
        return Datum(", ".join(_scalar(one) for one in value), [], [], [])
    return Datum(_scalar(value), [], [], [])


def _table(things: Sequence[Mapping[str, Any]]) -> Datum:
    columns = list(dict.fromkeys(name for thing in things for name, inner in thing.items() if inner is not None))
    lines = [[_datum(thing.get(name, "")) for name in columns] for thing in things]
    return Datum("", [], [_heading(name) for name in columns], lines)


def _heading(name: object) -> str:
    return telling.visible(str(name).replace("_", " "))


def _scalar(value: object) -> str:
    words = {None: "", True: "yes", False: "no"}
    return words[value] if value is None or isinstance(value, bool) else telling.visible(str(value))
