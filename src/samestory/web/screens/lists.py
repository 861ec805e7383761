"""An outlet, a speaker, and what failed."""

from __future__ import annotations

import json
from typing import Any

from samestory import shapes, telling
from samestory.errors import SamestoryError
from samestory.web.answer import Answer
from samestory.web.asked import Asked
from samestory.web.links import Kept
from samestory.web.problem import HttpError, not_found
from samestory.web.shelf import Shelf

LATEST = (1 << 62) - 1  # before the newest


def outlet(asked: Asked, shelf: Shelf) -> Answer:
    """What an outlet ran, and how much of it stands elsewhere here."""
    name, size = asked.place["outlet"], asked.size
    try:
        with shelf.archive() as archive:
            house = archive.outlet(name)
            found = archive.ran(name, asked.number("next", LATEST, LATEST), size + 1)
    except SamestoryError as error:
        raise not_found(error) from error
    rows = [ran for _, ran in found[:size]]
    after = str(found[size - 1][0]) if len(found) > size else ""

    def shape() -> list[dict[str, Any]]:
        return [{**ran._asdict(), "credit": json.loads(ran.credit)} for ran in rows]

    return Answer(
        "outlet.html",
        {"house": house, "rows": rows, "credits": [telling.listing(json.loads(ran.credit)) for ran in rows]},
        shape,
        lambda: [[*(rows[0]._fields if rows else [])], *rows],
        None,
        after,
    )


def speaker(asked: Asked, shelf: Shelf) -> Answer:
    """What a speaker is quoted with, the latest first."""
    name, size = asked.place["speaker"], asked.size
    with shelf.archive() as archive:
        found = archive.sayings(name, asked.number("next", LATEST, LATEST), size + 1)
    if not found:
        raise HttpError(404, "Not found", f"nobody called {name} is quoted here")
    rows = [saying for _, saying in found[:size]]
    columns = ("words", "form", "outlet", "published", "story", "headline", "page", "start", "end")
    after = str(found[size - 1][0]) if len(found) > size else ""

    def shape() -> list[dict[str, Any]]:
        told = ({**saying._asdict(), **_place(saying.quote)} for saying in rows)
        return [{key: value for key, value in one.items() if key != "quote"} for one in told]

    return Answer(
        "speaker.html",
        {"name": telling.visible(name), "rows": rows, "links": Kept(), "together": together(rows)},
        shape,
        lambda: [columns, *([one[name] for name in columns] for one in shape())],
        None,
        after,
    )


def _place(quote: Any) -> dict[str, Any]:
    return {"page": quote.page_id, "start": quote.span.start, "end": quote.span.end, "form": quote.form}


def together(rows: list[Any]) -> list[list[Any]]:
    """The same utterance through the versions, in the order met."""
    found: dict[str, list[Any]] = {}
    for saying in rows:
        found.setdefault(f"{saying.story} {saying.same}", []).append(saying)
    return list(found.values())


def failures(asked: Asked, shelf: Shelf) -> Answer:
    """What could not be read, and what to do about it."""
    start = asked.number("next", 0, 1 << 40)
    with shelf.archive() as archive:
        found = archive.failures(start, asked.size + 1)
    rows = found[: asked.size]
    after = str(start + asked.size) if len(found) > asked.size else ""
    columns = ("source", "stage", "at", "message", "hint")
    return Answer(
        "failures.html",
        {"rows": rows},
        lambda: [shapes.failure(failed) for failed in rows],
        lambda: [columns, *([getattr(failed, name) for name in columns] for failed in rows)],
        None,
        after,
    )
