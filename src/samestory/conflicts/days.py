"""Dates that contradict each other: at the same place of a sentence one version has Monday, another Tuesday."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from samestory.conflicts.events import two_events
from samestory.conflicts.slots import Pair, in_rows
from samestory.conflicts.story import Story, Tale, table
from samestory.data import language
from samestory.phrases import quoted
from samestory.spans import inside, overlap
from samestory.text import fold, folded
from samestory.types import Claim, Conflict, Joined, Place, Span

LEAST_WORDS = 4  # in small letters: a sentence, not the line under a post
NEAR = 3  # of the six words around must be the same


class Day(NamedTuple):
    """A date as far as the text gives it."""

    place: Place
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


Held = Mapping[tuple[str, int], Sequence[Day]]  # a page and a row -> the dates there


def date_conflicts(tale: Tale, joined: Joined) -> Iterator[Conflict]:
    """One conflict for every place of a row at which the versions have different dates."""
    at = tale.story
    counted: defaultdict[str, set[Span]] = defaultdict(set)
    for measure in joined.measures:
        for figure in measure.figures:
            counted[figure.page_id].add(figure.span)
    found = [day for page in at.order for day in days(at, page) if not _is_count(day, counted[page])]
    held: defaultdict[tuple[str, int], list[Day]] = defaultdict(list)
    for day in found:
        for row in at.rows(*day.place):
            held[day.place.page_id, row].append(day)
    pairs = in_rows(at, [(day.place, day) for day in found])
    for group in _grouped([pair for pair in pairs if _clash(at, pair, held)]):
        places = sorted({day.place for day in group}, key=lambda place: (at.order[place.page_id], place.span))
        yield _conflict(tale, places, joined)


def _is_count(day: Day, counted: Iterable[Span]) -> bool:
    """Is the number of a year a count of something ("1500 people")?"""
    return day.month is None and any(overlap(day.place.span, span) for span in counted)


def days(at: Story, page_id: str) -> Iterator[Day]:
    """The dates in the rows of a page."""
    pattern = _pattern(at.languages.get(page_id))
    if not pattern:
        return
    months, weekdays = _names(at.languages.get(page_id))
    for start, end, _ in at.cells.get(page_id, ()):
        for match in pattern.finditer(at.texts[page_id], start, end):
            part = match.groupdict()
            month = part["month"] or part["month_after"] or part["month_alone"]
            number = part["day"] or part["day_before"]
            year = part["year"] or part["year_alone"]
            yield Day(
                Place(page_id, Span(*match.span())),
                int(year) if year else None,
                months[fold(month)] if month else None,
                int(number) if number else None,
                weekdays[fold(part["weekday"])] if part["weekday"] else None,
            )


def _names(code: str | None) -> tuple[Mapping[str, int], Mapping[str, int]]:
    dates = (language(code) or {}).get("claims", {}).get("dates", {})
    return dates.get("months", {}), dates.get("weekdays", {})


@cache
def _pattern(code: str | None) -> re.Pattern[str] | None:
    """Weekdays, days of months, months after "in" and the like; None for a language without names of days."""
    months, weekdays = _names(code)
    if not months or not weekdays:
        return None
    month = "|".join(sorted((re.escape(name.capitalize()) for name in months), key=lambda name: (-len(name), name)))
    weekday = "|".join(sorted((re.escape(name.capitalize()) for name in weekdays), key=lambda name: (-len(name), name)))
    year = r"(?:,?\s+(?P<year>[12]\d{3}))?"
    return re.compile(
        rf"\b(?:(?:(?P<month>{month})\.?\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?![\d.,]\d)"
        rf"|(?P<day_before>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month_after>{month})\b){year}"
        rf"|(?P<weekday>{weekday})\b(?!['’]s)|(?<=\bin\s)(?P<month_alone>{month})\b"
        r"|(?<![\d.,:/-])(?P<year_alone>(?:1[5-9]|20)\d\d)(?![\d:/-]|[.,]\d))"
    )


def _clash(at: Story, pair: Pair[Day], held: Held) -> bool:
    """Surely the same place, surely another day, and neither day stands elsewhere in the other's sentence."""
    one, other, near = pair
    if near < NEAR or not _differ(one, other) or any(_loose(at, day) for day in (one, other)):
        return False
    crossed = _beside(at, other, one, held) or _beside(at, one, other, held)
    return not crossed and not _of_the_day(at, one, other) and not two_events(at, one.place, other.place)


def _of_the_day(at: Story, one: Day, other: Day) -> bool:
    """Does each version, published on another day, tell of its own day ("counted 140 on Monday")?"""
    since = [_days_since(at, day) for day in (one, other)]
    return since[0] is not None and since[0] == since[1]


def _days_since(at: Story, day: Day) -> int | None:
    """Days from a weekday to the next day of publication, 0..6."""
    time = at.times.get(day.place.page_id)
    if not time or day.weekday is None:
        return None
    return (datetime.fromtimestamp(sum(time) / 2, UTC).weekday() - day.weekday) % 7


def _loose(at: Story, day: Day) -> bool:
    """Is it told in a way that another day is no contradiction?"""
    return _too_short(at, day) or _about_midnight(at, day)


def _differ(one: Day, other: Day) -> bool:
    """Do two dates differ in what both give, of years, months and days or of weekdays?"""
    given = [(a, b) for a, b in zip(one[1:], other[1:], strict=True) if a is not None and b is not None]
    return any(a != b for a, b in given)


def _too_short(at: Story, day: Day) -> bool:
    """Is it a line like "Posted by somebody, 2 April"? Those of two posts are alike in all but the day."""
    readings = [
        span for start, end, _ in at.cells[day.place.page_id] if inside(day.place.span, span := Span(start, end))
    ]
    return any(
        sum(map(str.islower, at.texts[day.place.page_id][slice(*span)].split())) < LEAST_WORDS for span in readings
    )


def _beside(at: Story, day: Day, twin: Day, held: Held) -> bool:
    """Does the sentence of `twin` have the same day as `day` too?"""
    page = twin.place.page_id
    return any(one[1:] == day[1:] for row in at.rows(*twin.place) for one in held.get((page, row), ()))


def _about_midnight(at: Story, day: Day) -> bool:
    """Is it "late Monday", which in another time zone is Tuesday, or "today, 14 October", the day of the page?"""
    (start, end), text = day.place.span, at.texts[day.place.page_id]
    near = folded(text[max(0, start - 25) : end + 25])
    return any(word in near for word in table(at.languages.get(day.place.page_id)).get("loose_days", ()))


def _grouped(pairs: Sequence[Pair[Day]]) -> list[set[Day]]:
    """Pairs that share a place, together."""
    groups: list[set[Day]] = []
    for one, other, _ in pairs:
        found = [group for group in groups if one in group or other in group]
        groups = [group for group in groups if group not in found]
        groups.append({one, other}.union(*found))
    return groups


def _conflict(tale: Tale, places: Sequence[Place], joined: Joined) -> Conflict:
    at = tale.story
    row = next(iter(sorted(at.rows(*places[0]))))
    reading = at.collation.rows[row].readings[0]
    about = f"the date in {quoted(at.text(Place(reading.page_id, reading.span)))}"
    ids = tuple(claim.id for claim in joined.claims() if any(_holds(claim, place) for place in places))
    return Conflict(at.collation.story_id, "date", "versions", about, f"{tale.gives(places)}.", ids, tuple(places))


def _holds(claim: Claim, place: Place) -> bool:
    return claim.page_id == place.page_id and inside(place.span, claim.span)
