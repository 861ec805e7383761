"""Read: a story as its reader wants it."""

from __future__ import annotations

from typing import Any

from samestory.web import linked
from samestory.web.answer import Answer
from samestory.web.asked import Asked
from samestory.web.links import Kept
from samestory.web.reader import reader
from samestory.web.screens.story import told
from samestory.web.shelf import Shelf


def screen(asked: Asked, shelf: Shelf) -> Answer:
    """Headline, key points, the central text, what only others say, what the pages offered beside it."""
    view = told(asked, shelf)
    links = Kept(view.story.id)
    found = reader(view, links)
    return Answer(
        "read.html",
        {"view": view, "links": links, "reader": found, "linked": linked.story(view, asked)},
        lambda: {"id": view.story.id, "headline": view.headline, **_plain(found._asdict())},
    )


def _plain(value: Any) -> Any:
    """Named tuples as objects, all the way down."""
    if isinstance(value, tuple) and hasattr(value, "_asdict"):
        return _plain(value._asdict())
    if isinstance(value, dict):
        return {name: _plain(inner) for name, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value
