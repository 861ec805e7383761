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
    found = [(key, value) for key, value in page.meta if value and key in keys]
    for wanted in keys if found else ():
        yield from (Told(value, key) for key, value in found if key == wanted)
