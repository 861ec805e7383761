"""A story as this stage sees it: texts, rows and times at hand by page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from samestory.clock import interval
from samestory.data import Table, language
from samestory.phrases import listed, quoted
from samestory.spans import overlap
from samestory.types import Claim, Collation, Place, Span, Version

# What stands above the article and repeats it; a figure there is compared with the body of its own page first.
BESIDE = frozenset({"article.headline", "article.dek", "article.keypoint"})


Interval = tuple[float, float]


class Story(NamedTuple):
    """The collation with its pages."""

    collation: Collation
    texts: Mapping[str, str]
    order: Mapping[str, int]  # page id -> its place among the versions
    cells: Mapping[str, tuple[tuple[int, int, int], ...]]  # page id -> (start, end, row), in text order
    beside: Mapping[str, tuple[Span, ...]]  # page id -> headline, dek and key points
    times: Mapping[str, Interval | None]  # between which moments it was published
    languages: Mapping[str, str | None]

    def rows(self, page_id: str, span: Span) -> frozenset[int]:
        """The rows of the collation that a span lies in."""
        cells = self.cells.get(page_id, ())
        last = bisect_right(cells, (span.end, -1, -1))
        return frozenset(row for start, end, row in cells[max(0, last - 40) : last] if overlap(Span(start, end), span))

    def is_beside(self, page_id: str, span: Span) -> bool:
        """Does it stand in the headline or a key point?"""
        return any(overlap(block, span) for block in self.beside.get(page_id, ()))

    def text(self, place: Place) -> str:
        """What stands there."""
        return self.texts[place.page_id][slice(*place.span)]

    def rank(self, claim: Claim) -> tuple[int, str, Span]:
        """Claims in the order of the versions, then of their text."""
        return self.order.get(claim.page_id, len(self.order)), claim.page_id, claim.span


class Tale(NamedTuple):
    """A story with the names by which its versions are told."""

    story: Story
    names: Mapping[str, str]

    def table(self, page_id: str) -> Table:
        """What the language of a page says for this stage."""
        return table(self.story.languages.get(page_id))

    def organisations(self, page_id: str) -> frozenset[str]:
        """Words in the names of bodies, not of persons."""
        people = (language(self.story.languages.get(page_id)) or {}).get("claims", {}).get("people", {})
        return frozenset(people.get("organisations", ())) | frozenset(people.get("groups", ()))

    def gives(self, places: Sequence[Place]) -> str:
        """Who says what, in the order of the versions: "Post gives '12 people', Echo gives '14 people'"."""
        given: dict[str, list[str]] = {}
        for place in sorted(places, key=lambda place: (self.story.order[place.page_id], place.span)):
            who = given.setdefault(quoted(self.story.text(place)), [])
            who += [name for name in [self.names[place.page_id]] if name not in who]
        return ", ".join(f"{listed(who)} {'gives' if len(who) == 1 else 'give'} {what}" for what, who in given.items())


def table(code: str | None) -> Table:
    """What a language file says for this stage; empty if it says nothing.

    >>> "killed" in table("en")["happenings"]["deaths"], table("xx")
    (True, {})
    """
    part: Table = (language(code) or {}).get("conflicts", {})
    return part


def number_words(code: str | None) -> Mapping[str, float]:
    """What the number words of a language mean."""
    words: Mapping[str, float] = (language(code) or {}).get("claims", {}).get("figures", {}).get("words", {})
    return words


def story(collation: Collation, versions: Sequence[Version]) -> Story:
    """The collation with what is asked of its pages again and again."""
    cells: dict[str, list[tuple[int, int, int]]] = {}
    for at, row in enumerate(collation.rows):
        for reading in row.readings:
            cells.setdefault(reading.page_id, []).append((*reading.span, at))
    return Story(
        collation,
        {page.id: page.text for page, _ in versions},
        {page_id: at for at, page_id in enumerate(collation.versions)},
        {page_id: tuple(sorted(found)) for page_id, found in cells.items()},
        {page.id: tuple(b.span for b in outline.blocks if b.role in BESIDE) for page, outline in versions},
        {version.page.id: _published(version) for version in versions},
        {page.id: outline.language or page.language or "en" for page, outline in versions},
    )


def _published(version: Version) -> Interval | None:
    given = version.outline.published or version.page.published
    return interval(given, version.page.fetched)
