"""Words for atoms: counts, shares, days, numbers, and text made safe to show."""

from __future__ import annotations

import re
from collections.abc import Sequence

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
# Escape sequences and bidirectional overrides of a hostile page must not reach a terminal.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def visible(text: str) -> str:
    r"""Text with control characters made visible and white space run together.

    >>> visible("one\n two\x1b[31m")
    'one two�[31m'
    """
    return _UNSAFE.sub("\ufffd", " ".join(text.split()))


def plural(count: int, noun: str, many: str = "") -> str:
    """A count and its noun.

    >>> plural(1, "outlet"), plural(1200, "story", "stories")
    ('1 outlet', '1,200 stories')
    """
    return f"{count:,} {noun if count == 1 else many or noun + 's'}"


def duration(seconds: float) -> str:
    """A time that something takes, as exact as an estimate is.

    >>> duration(8), duration(95), duration(5400)
    ('8 s', '2 min', '1 h 30 min')
    """
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60} min" if minutes >= 60 else f"{minutes} min"


def percent(share: float) -> str:
    """A share in whole per cent; what is not nothing never shows as 0, what is not all never as 100.

    >>> percent(0.812), percent(0.001), percent(0.999)
    ('81 %', '1 %', '99 %')
    """
    whole = round(100 * share)
    return f"{min(max(whole, 1), 99) if 0 < share < 1 else whole} %"


def listing(names: Sequence[str], most: int = 6) -> str:
    """Names as a sentence lists them.

    >>> listing(["A"]), listing(["A", "B", "C"]), listing(list("ABCDEFGH"), 3)
    ('A', 'A, B and C', 'A, B, C and 5 more')
    """
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def date(iso: str | None) -> str:
    """A day as a reader says it, and the hour if the page gives one.

    >>> date("2022-11-25"), date("2022-11-25T14:05:00+02:00"), date("2022-09"), date(None)
    ('25 November 2022', '25 November 2022, 14:05 +02:00', 'September 2022', 'no date')
    """
    match = re.match(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:[T ](\d\d:\d\d)(?::[\d.]+)?\s*(\S+)?)?", iso or "")
    if not match:
        return visible(iso) if iso else "no date"
    year, month, day, hour, zone = match.groups()
    named = _MONTHS[int(month) - 1] if month and 1 <= int(month) <= 12 else month
    said = " ".join(part for part in (day and str(int(day)), named, year) if part)
    zone = "UTC" if zone in ("Z", "+00:00", "+0000") else zone
    return f"{said}, {' '.join(filter(None, (hour, zone)))}" if hour else said


def between(first: str | None, last: str | None) -> str:
    """From when to when; one day is told once.

    >>> between("2022-11-25", "2022-11-25T14:05"), between("2022-11-25", "2022-11-26"), between(None, None)
    ('25 November 2022, 14:05', '25 November 2022 to 26 November 2022', 'no date')
    """
    if first == last or (first and last and last.startswith(first)):
        return date(last)
    return f"{date(first)} to {date(last)}"


def number(value: float) -> str:
    """A number with its thousands apart.

    >>> number(5937.0), number(0.25)
    ('5,937', '0.25')
    """
    return f"{int(value):,}" if value == int(value) else f"{value:,}"
