"""The pages that have words of a reference, in the order of time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import inf
from typing import NamedTuple

from samestory.align import Alphabet
from samestory.tracing.credit import credited
from samestory.tracing.passages import passages
from samestory.tracing.times import came_before, first_among, since
from samestory.tracing.wording import in_body, wording
from samestory.types import Holder, Passage, Since, Version

LEAST = 8  # words of a longer reference that a page must have: fewer are in everybody's mouth


class Seen(NamedTuple):
    """A page that may have the words, and what an archive knows of it."""

    version: Version
    story_id: str | None
    fetched: str | None  # when it was seen first


def holders(reference: Version, by: str | None, pages: Iterable[Seen]) -> tuple[Holder, ...]:
    """Those of the pages that have words of the reference, the earliest first; those without a time last."""
    letters = Alphabet()
    own = wording(reference, letters, in_body)
    written = since(reference, reference.page.fetched)
    found = []
    for seen in pages:
        page = wording(seen.version, letters)
        has = passages(own, page)
        held = sum(passage.held for passage in has)
        if held and held >= min(LEAST, own.length):
            found.append(_holder(seen, has, (held, own.length, page.length), by, written))
    return _marked(found)


def _holder(
    seen: Seen, has: tuple[Passage, ...], words: tuple[int, int, int], by: str | None, written: Since | None
) -> Holder:
    held, of_reference, of_page = words
    time = since(seen.version, seen.fetched)
    named, naming = credited(seen.version, by)
    return Holder(
        version=seen.version,
        story_id=seen.story_id,
        fetched=seen.fetched,
        passages=has,
        share=round(held / of_reference, 3),
        of_page=round(min(1.0, held / of_page), 3),
        quoted=round(sum(passage.held for passage in has if passage.quoted) / held, 3),
        since=time,
        first=None,
        before=came_before(time, written),
        credited=named,
        naming=naming,
    )


def _marked(found: list[Holder]) -> tuple[Holder, ...]:
    """In the order of time, and which of them was first."""
    first = first_among({holder.version.page.id: holder.since for holder in found})
    ordered = sorted(found, key=_order)
    return tuple(replace(holder, first=_is_first(holder, first)) for holder in ordered)


def _order(holder: Holder) -> tuple[float, str, str]:
    """By the middle of the time in which a page may have come out: a day counts as its noon."""
    time = holder.since or Since(inf, inf)
    return (time.earliest + time.latest) / 2, holder.version.page.source, holder.version.page.id


def _is_first(holder: Holder, first: tuple[str, ...]) -> bool | None:
    if holder.since is None or (len(first) > 1 and holder.version.page.id in first):
        return None
    return holder.version.page.id in first
