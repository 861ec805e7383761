"""Where versions differ: places in a sentence, and sentences that not all have."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from samestory.telling.plain import plural, visible
from samestory.telling.story import names, pages_of
from samestory.types import Effect, Page, Place, Row, Span, StoryView, Variant


class Wording(NamedTuple):
    """The same words in one or more versions."""

    words: str
    places: tuple[Place, ...]

    @property
    def page_ids(self) -> tuple[str, ...]:
        """The versions that have these words."""
        return tuple(place.page_id for place in self.places)


def wordings(places: Iterable[Place], pages: Mapping[str, Page]) -> list[Wording]:
    """Readings grouped by their words; the most frequent wording first."""
    grouped: dict[str, list[Place]] = {}
    for place in places:
        grouped.setdefault(visible(pages[place.page_id].text[slice(*place.span)]), []).append(place)
    ordered = sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return [Wording(words, tuple(having)) for words, having in ordered]


class Difference(NamedTuple):
    """A place where versions differ: the words of the base text, and the other wordings with who has them."""

    row: int
    effect: Effect
    why: str
    base: Wording
    others: tuple[Wording, ...]


def differences(view: StoryView) -> Iterator[Difference]:
    """Every variant of the collation, in the order of the text."""
    pages = pages_of(view)
    for number, row in enumerate(view.collation.rows):
        for variant in row.variants:
            yield _difference(number, variant, view.collation.base, pages)


def _difference(number: int, variant: Variant, base: str, pages: Mapping[str, Page]) -> Difference:
    """What the base text has comes first; in a row it lacks, the most frequent wording does."""
    found = wordings(variant.readings, pages)
    first = next((wording for wording in found if base in wording.page_ids), found[0])
    others = tuple(wording for wording in found if wording is not first)
    return Difference(number, variant.effect, variant.why, first, others)


def by_weight(found: Iterable[Difference], effect: Effect) -> list[Difference]:
    """The differences of one effect: those in most versions first, then in the order of the text."""
    chosen = [difference for difference in found if difference.effect == effect]
    return sorted(chosen, key=lambda difference: -sum(len(other.places) for other in difference.others))


class Gap(NamedTuple):
    """A sentence that some versions do not have."""

    row: int
    words: str
    having: tuple[str, ...]  # page ids
    missing: tuple[str, ...]
    effect: Effect | None
    why: str


def gaps(view: StoryView) -> Iterator[Gap]:
    """The rows that not all versions have, in the order of the text."""
    pages = pages_of(view)
    for number, row in enumerate(view.collation.rows):
        having = tuple(dict.fromkeys(reading.page_id for reading in row.readings))
        missing = tuple(page_id for page_id in view.collation.versions if page_id not in having)
        if missing and having:
            reading = lead(row, view.collation.base)
            words = visible(pages[reading.page_id].text[slice(*reading.span)])
            yield Gap(number, words, having, missing, row.effect, row.why)


def by_absence(found: Iterable[Gap], view: StoryView) -> dict[str, list[Gap]]:
    """Sentences that the same versions leave out (or have) together, the largest group first."""
    grouped: dict[str, list[Gap]] = {}
    for gap in found:
        grouped.setdefault(absence(gap, view), []).append(gap)
    return dict(sorted(grouped.items(), key=lambda pair: -len(pair[1])))


def absence(gap: Gap, view: StoryView) -> str:
    """Who leaves a sentence out; or, where most do, who has it."""
    if len(gap.having) < len(gap.missing) or view.collation.base not in gap.having:
        return f"only in {names(gap.having, view)}"
    return f"left out by {names(gap.missing, view)}"


def lead(row: Row, base: str) -> Place:
    """The place of a row that stands for it: that of the base text, else the first."""
    first = next((reading for reading in row.readings if reading.page_id == base), row.readings[0])
    return Place(first.page_id, first.span)


def context(difference: Difference, view: StoryView) -> tuple[str, str]:
    """The words around a difference in the version that stands for it."""
    place = difference.base.places[0]
    row = view.collation.rows[difference.row]
    sentence = next(reading.span for reading in row.readings if reading.page_id == place.page_id)
    return around(pages_of(view)[place.page_id].text, place.span, sentence)


def around(text: str, span: Span, within: Span, width: int = 36) -> tuple[str, str]:
    """The words before and after a place, whole words only, no further than the sentence.

    >>> around("Russia last publicly disclosed its losses.", Span(12, 20), Span(0, 42), 12)
    ('Russia last ', ' disclosed …')
    """
    start, end = max(within.start, span.start - width), min(within.end, span.end + width)
    before, after = text[start : span.start], text[span.end : end]
    if start > within.start and not text[start - 1].isspace():
        before = re.sub(r"^\S*", "", before)
    if end < within.end and not text[end].isspace():
        after = re.sub(r"\S*$", "", after)
    before = "… " * (start > within.start) + before.lstrip() if start > within.start else before
    after = after.rstrip() + " …" if end < within.end else after
    return re.sub(r"\s+", " ", before), re.sub(r"\s+", " ", after)


def pairs(found: Iterable[Difference], most: int) -> str:
    """A few differences as `soldiers → troops`; those that say nothing alone only if there are no others."""
    told = {_pair(one): _telling(one) for one in found if one.others}
    shown = [pair for pair, good in told.items() if good or not any(told.values())][:most]
    return ", ".join(shown) + (", …" if len(told) > len(shown) else "")


def _pair(difference: Difference) -> str:
    base, other = difference.base.words, difference.others[0].words
    return f"{base} → {other}" if base and other else f"+ {other}" if other else f"– {base}"


def _telling(difference: Difference) -> bool:
    """Does a pair say something without its sentence? Not if one side is empty, a mark or a very short word."""
    return all(len(wording.words) > 3 for wording in (difference.base, *difference.others))


def facts(view: StoryView, most: int) -> list[tuple[str, str]]:
    """The key facts: each in the words of the base text, and who carries it."""
    pages, told = pages_of(view), []
    for fact in view.key_facts[:most]:
        row = view.collation.rows[fact.row]
        place = lead(row, view.collation.base)
        carried = f"{plural(len(row.readings), 'version')}, {plural(fact.origins, 'origin')}"
        sourced = f"; {visible(fact.sourced)}" if fact.sourced else ""
        told.append((visible(pages[place.page_id].text[slice(*place.span)]), carried + sourced))
    return told
