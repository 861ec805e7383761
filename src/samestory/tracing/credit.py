"""Whose words they are, and whether a page says so."""

from __future__ import annotations

import re

from samestory.text import fold
from samestory.types import ReferenceKind, Span, Version

# Where a page says whose its words are. A photograph's credit is none of the text, and a menu names everybody.
_SAYING = ("article.", "meta.byline", "meta.dateline", "meta.agency_credit_label", "notice.")


def owner(reference: Version, kind: ReferenceKind) -> str | None:
    """Whose words a reference holds: the agency it credits itself, else its outlet; bare words are nobody's."""
    outline = reference.outline
    return None if kind == "text" else next(iter(outline.credit), None) or outline.outlet


def credited(version: Version, by: str | None) -> tuple[bool | None, Span | None]:
    """Does a page say that the words are somebody's, and where? None: nobody is named, or it is their own page.

    >>> from samestory.types import Block, Outline, Page
    >>> text = "The river rose, the Corvane News Agency reported."
    >>> page = Version(Page("p", text, "p", "body", ""), Outline("p", (Block(Span(0, 49), "article.paragraph", ""),)))
    >>> credited(page, "Corvane News Agency"), credited(page, "Plumbline")
    ((True, Span(start=20, end=39)), (False, None))
    """
    if by is None or fold(version.outline.outlet or "") == fold(by):
        return None, None
    place = _named(version, by)
    return place is not None or fold(by) in map(fold, version.outline.credit), place


def _named(version: Version, by: str) -> Span | None:
    """The first place where a page names somebody, among the blocks that say whose its words are."""
    name = re.compile(rf"(?<!\w){re.escape(by)}(?!\w)", re.IGNORECASE)
    for block in version.outline.blocks:
        if block.role.startswith(_SAYING) and (found := name.search(version.page.text, *block.span)):
            return Span(*found.span())
    return None
