"""What a page says of itself, and where it says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from samestory.types import Page

GIVEN = "given with the page"


class Told(NamedTuple):
    """Something a page says of itself, and where: a key of its metadata, a role, words it shows."""

    value: str
    where: str


def marked(page: Page, keys: Sequence[str]) -> Iterator[Told]:
    """Values of metadata, those of the first key first."""
    for wanted in keys:
        yield from (Told(value, key) for key, value in page.meta if key == wanted and value)
