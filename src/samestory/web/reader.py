"""A story as its reader wants it: the text of the most central version, and what the pages offered beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from samestory import telling
from samestory.clock import clock
from samestory.spans import trimmed
from samestory.types import BODY_ROLES, Block, Outline, Span, StoryView, Version
from samestory.web.links import Links

# The lists a page offers beside its article, and what a reader calls them.
OFFERED = {
    "interactive.poll_option": "Poll",
    "ticker.quote": "Markets",
    "list.teaser": "More from the page",
    "list.podcast_item": "Podcasts",
    "ad.partner_item": "Partner content",
}
QUESTIONS = {"interactive.poll": "question", "ticker.note": "delay_minutes"}


class Part(NamedTuple):
    """A part of the text, and where it stands."""

    role: str
    words: str
    href: str


class Other(NamedTuple):
    """Sentences that the text does not have and another version does."""

    name: str
    parts: tuple[Part, ...]


class Offer(NamedTuple):
    """A list of the page as a small table; `question` stands above it."""

    title: str
    outlet: str
    question: str
    kind: str  # role of its items
    items: tuple[Mapping[str, Any], ...]
    href: str


class Reader(NamedTuple):
    """What a reader sees."""

    outlet: str
    published: str | None
    dek: tuple[str, ...]
    key_points: tuple[Part, ...]
    text: tuple[Part, ...]
    others: tuple[Other, ...]
    offers: tuple[Offer, ...]
    topics: tuple[str, ...]
    minutes: int  # to read the text


def reader(view: StoryView, links: Links) -> Reader:
    """The story to read, from its pages."""
    base = next(version for version in view.versions if version.page.id == view.collation.base)
    page, outline = base
    text = tuple(_part(base, block.role, block.span, links) for block in outline.blocks if block.role in BODY_ROLES)
    return Reader(
        outlet=telling.name(page.id, view),
        published=outline.published or view.first_seen,
        dek=tuple(_part(base, block.role, block.span, links).words for block in _of(outline, "article.dek")),
        key_points=_key_points(view, base, links),
        text=text,
        others=tuple(_others(view, links)),
        offers=tuple(offer for version in view.versions for offer in _offers(version, view, links)),
        topics=tuple(dict.fromkeys(tag for version in view.versions for tag in _tags(version.outline))),
        minutes=max(1, round(sum(len(part.words.split()) for part in text) / 230)),
    )


def _of(outline: Outline, role: str) -> list[Block]:
    return [block for block in outline.blocks if block.role == role]


def _part(version: Version, role: str, span: Span, links: Links) -> Part:
    exact = trimmed(version.page.text, span)
    return Part(role, telling.visible(version.page.text[slice(*exact)]), links.at(version.page.id, exact))


def _key_points(view: StoryView, base: Version, links: Links) -> tuple[Part, ...]:
    """Those of the text's own page, else of the first page that has some."""
    ordered = [base, *(version for version in view.versions if version is not base)]
    for version in ordered:
        points = [_part(version, block.role, block.span, links) for block in _of(version.outline, "article.keypoint")]
        if points:
            return tuple(point._replace(words=point.words.lstrip("•*-– ")) for point in points)
    return ()


def _others(view: StoryView, links: Links) -> Iterator[Other]:
    base = view.collation.base
    found: dict[str, list[Part]] = {}
    pages = telling.pages_of(view)
    for row in view.collation.rows:
        if row.readings and all(reading.page_id != base for reading in row.readings):
            page_id, span = row.readings[0].page_id, row.readings[0].span
            words = telling.visible(pages[page_id].text[slice(*span)])
            whose = telling.names([reading.page_id for reading in row.readings], view, 3)
            found.setdefault(whose, []).append(Part("sentence", words, links.at(page_id, span)))
    return (Other(name, tuple(parts)) for name, parts in found.items())


def _offers(version: Version, view: StoryView, links: Links) -> Iterator[Offer]:
    """The lists of a page: items of one kind that follow each other."""
    question = ""
    told = [block for block in version.outline.blocks if block.data]
    for role, group in groupby(told, key=lambda block: block.role):
        blocks = list(group)
        data = [dict(block.data or {}) for block in blocks]
        if role in QUESTIONS:
            question = telling.visible(str(data[-1].get("question") or ""))
        elif role in OFFERED:
            name = telling.name(version.page.id, view)
            href = links.at(version.page.id, blocks[0].span)
            items = tuple(_clean(item, version) for item in data)
            yield Offer(OFFERED[role], name, question if role.startswith("interactive") else "", role, items, href)


def _clean(item: Mapping[str, Any], version: Version) -> Mapping[str, Any]:
    """An item with its time made exact where the page says only how long ago."""
    said = clock(version.page.fetched, None) or clock(version.outline.published, None)
    ago = item.get("relative_seconds")
    exact = None if said is None or ago is None else said - float(ago)
    return {**item, "moment": exact}


def _tags(outline: Outline) -> Sequence[str]:
    return [str(tag) for block in _of(outline, "nav.topics") for tag in (block.data or {}).get("tags") or ()]
