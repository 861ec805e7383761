"""A page as it came: every block with its role, its reason and its data; every claim where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from samestory import shapes, telling
from samestory.errors import SamestoryError
from samestory.html.blocks import labelled_page
from samestory.types import Version
from samestory.web import linked
from samestory.web.answer import Answer
from samestory.web.asked import Asked
from samestory.web.links import Kept
from samestory.web.passages import Place, asked_for, cut, places
from samestory.web.problem import not_found
from samestory.web.shelf import Shelf


def screen(asked: Asked, shelf: Shelf) -> Answer:
    """One page, with the place asked for marked in it."""
    try:
        with shelf.archive() as archive:
            kept = archive.page(asked.place["page"])
    except SamestoryError as error:
        raise not_found(error) from error
    asked_place = asked_for(asked.word("at"), kept.version.page.text)
    said = [*places(kept.claims), *([asked_place] if asked_place else [])]
    values = {
        "kept": kept,
        "labelled": labelled_page(kept.version),
        "blocks": set_blocks(kept.version, said),
        "links": Kept(kept.story or ""),
        "place": asked_place,
        "linked": linked.page(kept, asked),
    }
    return Answer(
        "page.html", values, lambda: shape(kept.version, kept.claims, kept.story), lambda: _table(kept.version)
    )


def shape(version: Version, claims: Sequence[Any], story: str | None) -> dict[str, Any]:
    """A page as `clean` tells it, with its claims and its story."""
    return {**shapes.page(version), **shapes.claims_line(version, claims), "story": story}


def set_blocks(version: Version, said: Sequence[Place]) -> list[tuple[Any, Any]]:
    """Every block as it is shown, and the pieces of its text."""
    shown = labelled_page(version).blocks
    pieces = (cut(version.page.text, block.span, said) for block in version.outline.blocks)
    return list(zip(shown, pieces, strict=True))


def _table(version: Version) -> Iterator[Sequence[Any]]:
    yield ["start", "end", "role", "why", "text"]
    for block in version.outline.blocks:
        text = telling.visible(version.page.text[slice(*block.span)])
        yield [*block.span, block.role, block.why, text]
