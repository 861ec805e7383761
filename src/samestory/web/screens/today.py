"""Today and Search: a row a story, the newest first; with words the best first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from samestory import telling
from samestory.archive.listing import Facet, Glance
from samestory.errors import UsageError
from samestory.web import feeds
from samestory.web.answer import Answer
from samestory.web.asked import Asked
from samestory.web.problem import HttpError
from samestory.web.shelf import Shelf

COLUMNS = ("id", "headline", "pages", "outlets", "origins", "wires", "first_seen", "last_seen", "conflicts")
STRIP = 100  # places of the time strip


def screen(asked: Asked, shelf: Shelf) -> Answer:
    """The stories that fit `q`, part by part."""
    query, after = asked.word("q"), asked.word("next")
    try:
        with shelf.archive() as archive:
            found = archive.sheet(query, after, asked.size)
    except UsageError as error:
        raise HttpError(400, "No such search", f"{error} ({error.hint})" if error.hint else str(error)) from error
    stories = found.stories
    return Answer(
        "today.html",
        {
            "stories": stories,
            "query": query,
            "facets": _narrowing(shelf.facets(), query),
            "strip": strip,
            "story_line": line,
        },
        lambda: [shape(story) for story in stories],
        lambda: [COLUMNS, *([_cell(shape(story)[name]) for name in COLUMNS] for story in stories)],
        lambda: feeds.stories(stories, asked),
        found.after,
    )


def shape(story: Glance) -> dict[str, Any]:
    """A story of the list as JSON."""
    told = asdict(story)
    wires = [{"name": name, "status": status} for name, status in story.wires]
    return {**told, "wires": wires, "origins_range": list(story.origins_range or ()), "clocks": list(story.clocks)}


def _cell(value: Any) -> Any:
    return "; ".join(wire["name"] or "not named" for wire in value) if isinstance(value, list) else value


def line(story: Glance) -> str:
    """The line of a story: outlets, origins, agencies."""
    if story.outlets is None or story.origins is None:
        return f"{telling.plural(story.pages, 'page')} · not worked out yet"
    parts = [telling.plural(story.outlets, "outlet"), telling.plural(story.origins, "origin")]
    parts += [f"{telling.visible(name)} ({status})" for name, status in story.wires if name]
    unnamed = not any(name for name, _ in story.wires) and story.wires
    return " · ".join([*parts, *(["an agency the pages do not name"] if unnamed else [])])


def strip(story: Glance) -> list[int]:
    """The versions of a story as places on a line from 0 to 100, by time."""
    first, last = story.clocks[0], story.clocks[-1]
    width = (last - first) or 1.0
    return sorted({round(STRIP * (clock - first) / width) for clock in story.clocks})


def _narrowing(facets: Sequence[Facet], query: str) -> list[tuple[str, list[tuple[str, int, str]]]]:
    """The facets, each value with the search that narrows by it."""
    return [(facet.name, list(_links(facet, query))) for facet in facets if facet.values]


def _links(facet: Facet, query: str) -> Iterator[tuple[str, int, str]]:
    for value, count in facet.values:
        asked = f'{facet.name}:"{value}"' if " " in value else f"{facet.name}:{value}"
        yield value, count, f"{query} {asked}".strip()
