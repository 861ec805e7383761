"""Dates: "September 21", "9 November 2022", "Friday", "in September", against the day the page itself gives."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from samestory.claims.lexicon import Lexicon
from samestory.claims.tagging import Word

_YEAR = re.compile(r"(?:1[5-9]|20)\d\d$")
_DAY = re.compile(r"\d{1,2}$")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")


class When(NamedTuple):
    """A date in words start..end; `value` is ISO 8601 as exact as the text, None if its year cannot be told."""

    start: int
    end: int
    value: str | None
    open_ended: bool  # "since 9 November"


def published_on(published: str | None) -> date | None:
    """The day of a page's own date.

    >>> published_on("2022-11-25T07:30:00+02:00")
    datetime.date(2022, 11, 25)
    """
    match = _ISO.match(published or "")
    try:
        return date.fromisoformat(match[0]) if match else None
    except ValueError:
        return None


def dates(words: Sequence[Word], day: date | None, lexicon: Lexicon) -> Iterator[When]:
    """The dates in a stretch of words; `day` is the page's own."""
    end = 0
    for at, word in enumerate(words):
        if at < end or not (word.low in lexicon.dating or word.low[:1].isdigit()):
            continue
        found = _calendar(words, at, day, lexicon) or _relative(words, at, day, lexicon) or _year(words, at, lexicon)
        if found:
            before = {word.low for word in words[max(0, at - 1) : at]}
            yield found._replace(open_ended=bool(before & lexicon.dates["open_ended"]))
            end = found.end


def _calendar(words: Sequence[Word], at: int, day: date | None, lexicon: Lexicon) -> When | None:
    """A date by its month: "September 21, 2022", "21 September", "21st of September", "September 2022", "May"."""
    months = lexicon.dates["months"]
    number, end = None, at
    if _day_of(words, end) and end + 1 < len(words):
        number, end = _day_of(words, end), end + 1
        end += _suffixed(words, end)
        end += end < len(words) and words[end].low in lexicon.figures["linking"]
    if end >= len(words) or words[end].low not in months or words[end].tag != "m":
        return None
    month, end = months[words[end].low], end + 1
    counts = at > 0 and words[at - 1].tag == "j" and _noun_follows(words, end)
    if number is None and end < len(words) and _day_of(words, end) and not counts:
        number, end = _day_of(words, end), end + 1
        end += _suffixed(words, end)
    comma = end < len(words) and words[end].tag == ","
    if end + comma < len(words) and _YEAR.match(words[end + comma].low):
        return When(at, end + comma + 1, _iso(int(words[end + comma].low), month, number), False)
    return When(at, end, _nearest(month, number, day), False)


def _day_of(words: Sequence[Word], at: int) -> int | None:
    """The day of a month a word may be."""
    return int(words[at].low) if _DAY.match(words[at].low) and 0 < int(words[at].low) < 32 else None


def _suffixed(words: Sequence[Word], at: int) -> int:
    """1 if the ending of an ordinal stands glued to the number before."""
    return int(at < len(words) and words[at].low in ("st", "nd", "rd", "th") and words[at].start == words[at - 1].end)


def _noun_follows(words: Sequence[Word], at: int) -> bool:
    """Does the number count something: "In September 30 people died", but not "the Oct. 7 attacks"?"""
    return at + 1 < len(words) and words[at + 1].tag == "w" and words[at + 1].low not in ("st", "nd", "rd", "th")


def _iso(year: int, month: int, number: int | None) -> str | None:
    if number is None:
        return f"{year:04}-{month:02}"
    try:
        return date(year, month, number).isoformat()
    except ValueError:
        return None


def _nearest(month: int, number: int | None, day: date | None) -> str | None:
    """The date of that name nearest to the page's own: at most four months ahead, else in the past."""
    if day is None:
        return None
    year = day.year
    ahead = (month - day.month) % 12
    if month < day.month and ahead <= 3:
        year += 1
    elif month > day.month and ahead > 3:
        year -= 1
    return _iso(year, month, number)


def _relative(words: Sequence[Word], at: int, day: date | None, lexicon: Lexicon) -> When | None:
    """A date seen from the page's own: "Friday", "next Friday", "yesterday", "last month"."""
    table = lexicon.dates
    before = words[at - 1].low if at else ""
    low = words[at].low
    if low in table["weekdays"] and words[at].name:
        return When(at, at + 1, _weekday(table["weekdays"][low], before in table["next"], day), False)
    if low in table["days"]:
        return When(at, at + 1, (day + timedelta(table["days"][low])).isoformat() if day else None, False)
    if low in table["spans"] and before in table["last"] | table["next"] | table["this"]:
        step = -1 if before in table["last"] else 1 if before in table["next"] else 0
        return When(at - 1, at + 1, _span(table["spans"][low], step, day), False)
    return None


def _weekday(weekday: int, coming: bool, day: date | None) -> str | None:
    """The last such day up to the page's own; the one after it if the text says "next"."""
    if day is None:
        return None
    back = (day.weekday() - weekday) % 7
    return (day + timedelta(7 - back if coming else -back)).isoformat()


def _span(kind: str, step: int, day: date | None) -> str | None:
    if day is None:
        return None
    if kind == "week":
        year, week, _ = (day + timedelta(7 * step)).isocalendar()
        return f"{year}-W{week:02}"
    if kind == "year":
        return f"{day.year + step:04}"
    months = day.year * 12 + day.month - 1 + step
    return f"{months // 12:04}-{months % 12 + 1:02}"


def _year(words: Sequence[Word], at: int, lexicon: Lexicon) -> When | None:
    """A year alone: "in 1985"."""
    if not _YEAR.match(words[at].low) or not at or words[at - 1].low not in lexicon.dates["year_after"]:
        return None
    return When(at, at + 1, words[at].low, False)
