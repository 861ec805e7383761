"""Since when a page has its words, and which of several had them first: as far as clocks can tell, and no further."""

from __future__ import annotations

from collections.abc import Mapping

from samestory.clock import interval
from samestory.types import Since, Version


def since(version: Version, seen: str | None) -> Since | None:
    """When a page may have come out: what it says itself, but never later than a crawler first saw it.

    >>> from samestory.types import Outline, Page
    >>> page = Page("p", "", "p", "body", "")
    >>> day = Version(page, Outline("p", (), published="2025-05-09"))
    >>> since(day, "2025-05-09T06:00:00Z").latest - since(day, None).earliest
    72000.0
    """
    published = version.outline.published or version.page.published
    told, fetched = interval(published, seen), interval(None, seen)
    if told is None or fetched is None:
        return told and Since(*told)
    latest = min(told[1], fetched[1])
    return Since(min(told[0], latest), latest)


def first_among(times: Mapping[str, Since | None]) -> tuple[str, ...]:
    """The page that surely came first, or those of which the clocks cannot tell which did. Without a time: none.

    >>> first_among({"b": Since(5, 6), "a": Since(1, 2), "c": Since(2, 9), "d": None})
    ('a', 'c')
    """
    told = {page: time for page, time in times.items() if time is not None}
    bar = min((time.latest for time in told.values()), default=0.0)
    return tuple(sorted(page for page, time in told.items() if time.earliest <= bar))


def came_before(one: Since | None, other: Since | None) -> bool | None:
    """Did the one come out before the other? None: the clocks cannot tell.

    >>> came_before(Since(1, 2), Since(3, 4)), came_before(Since(1, 5), Since(3, 4)), came_before(Since(5, 6), None)
    (True, None, None)
    """
    if one is None or other is None:
        return None
    return True if one.latest < other.earliest else False if other.latest < one.earliest else None
