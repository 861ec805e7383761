"""Dates and ages as pages write them: "2022-11-25", "18 Nov", "7m ago", "vor 3 Stunden"."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from samestory.outline.cues import folded, table, tables
from samestory.outline.words import one_of

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86400, "week": 604800, "month": 2592000, "year": 31536000}
_LONGEST = 120  # a date line is short
_BUDDHIST = 543  # years that Thai pages count more than others
_ABBREVIATED = 2  # letters: "so" is Sunday in one language and a word in others

_NUMERIC = re.compile(r"\d[-/.]\s?\d")  # what stands in every day in figures
_ISO = re.compile(r"\b(?P<y>(?:19|20)\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)(?!\d)")
_CJK = re.compile(r"(?:(?P<y>(?:19|20)\d\d)\s?[年년]\s?)?(?P<m>\d\d?)\s?[月월]\s?(?P<d>\d\d?)\s?[日号일]")
_DOTTED = re.compile(r"(?<![\d.,])(?P<d>\d\d?)\.\s?(?P<m>\d\d?)\.(?:\s?(?P<y>(?:19|20)?\d\d)(?!\d))?")
_SLASHED = re.compile(r"(?<![\d/])(?P<a>\d\d?)[/-](?P<b>\d\d?)[/-](?P<y>(?:19|20)\d\d|\d\d)(?!\d)")
_CLOCK = re.compile(
    r"(?<![\d:.])(?P<h>[01]?\d|2[0-3])[:.h](?P<min>[0-5]\d)(?:[:.](?P<sec>[0-5]\d)(?:\.\d+)?)?(?![\d.]*\d)\s?(?P<half>[ap]\.?m\b\.?)?",
    re.IGNORECASE,
)
_CJK_CLOCK = re.compile(r"(?P<h>\d\d?)\s?[時时点點시]\s?(?P<min>\d\d?)\s?[分분]")
_ZONE = re.compile(r"(?<=\d)\s?(?P<zone>Z\b|[+-]\d\d:?\d\d)|\((?:gmt|utc)[^)]{0,8}\)", re.IGNORECASE)
_GREENWICH = re.compile(r"\s?\(?(?:gmt|utc)\b(?!\s?[+-]?\d)", re.IGNORECASE)
_HOUR = re.compile(r"(?<!\d)(?P<h>1[0-2]|[1-9])\s?(?P<half>[ap])\.?m\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")


# A name, a date and a count run together: "Ana RuizDec 05, 20232 Shares".
_GLUED = re.compile(
    r"(?<=[^\W\d_A-Z])(?=[A-Z][a-z]{2,}\.? \d{1,2}, \d{4})|(?<=[a-z.] \d, \d{4})(?=\d)|(?<=[a-z.] \d\d, \d{4})(?=\d)"
)


@dataclass(frozen=True, slots=True)
class When:
    """What a line says of a time. `year` may be missing ("18 Nov"), and so may the day ("3h ago")."""

    text: str  # the part that says it
    year: int | None = None
    month: int | None = None
    day: int | None = None
    time: str | None = None  # "14:05"
    zone: str | None = None  # "+02:00", "Z"
    seconds: int | None = None  # age: "7m ago" = 420
    back: int | None = None  # days before the page's own: "yesterday" = 1
    weekday: int | None = None  # from Monday = 0
    either: tuple[int, int] | None = None  # "3/10/2022": day and month, if it is the day that comes first

    def date(self, clock: dt.date | None = None, day_first: bool | None = None) -> str | None:
        """The day in ISO 8601; a missing year is that of the latest such day not after the clock, and so is a weekday.

        `day_first` tells what "3/10/2022" means where the page was made; None: nothing tells but the clock.

        >>> When("23 Sep", month=9, day=23).date(dt.date(2022, 11, 25))
        '2022-09-23'
        >>> When("3/10/2022", year=2022, either=(3, 10)).date(day_first=True)
        '2022-10-03'
        """
        if self.either and self.year:
            return self._one_of_two(self.either, self.year, clock, day_first)
        if not (self.month and self.day):
            return self._days_back(clock)
        if self.year:
            return _iso(self.year, self.month, self.day)
        if clock is None:
            return None
        this = _iso(clock.year, self.month, self.day)
        return this if this and this <= clock.isoformat() else _iso(clock.year - 1, self.month, self.day)

    def _one_of_two(
        self, either: tuple[int, int], year: int, clock: dt.date | None, day_first: bool | None
    ) -> str | None:
        """Of two readings that of the place, else the clock's own day, else the one that is not still to come."""
        readings = (_iso(year, either[1], either[0]), _iso(year, either[0], either[1]))
        if day_first is not None:
            return readings[not day_first]
        if clock is None:
            return None
        today = clock.isoformat()
        come = [reading for reading in readings if reading and reading <= today]
        return today if today in readings else come[0] if len(come) == 1 else None

    def _days_back(self, clock: dt.date | None) -> str | None:
        """Of an age in whole days the day is known; "9h ago" may be today or yesterday."""
        days = self.back if self.weekday is None or clock is None else (clock.weekday() - self.weekday) % 7
        if self.seconds and not self.seconds % 86400 and self.seconds <= 40 * 86400:
            days = self.seconds // 86400
        return (clock - dt.timedelta(days)).isoformat() if clock and days is not None else None


@lru_cache(maxsize=4096)
def when(text: str) -> When | None:
    """The first date, and the age, that a short line gives.

    >>> found = when("date 2022-11-25 7m ago")
    >>> found.text, found.date(), found.seconds
    ('2022-11-25 7m ago', '2022-11-25', 420)
    """
    if len(text) > _LONGEST:
        return None
    day, age = _day(text) if _DIGIT.search(text) else None, _age(text)
    if not (day or age):
        return None
    rest = text[day[1] :] if day else ""
    clock = _clock(rest) or (_clock(text[: day[0]]) if day else None) or {}
    spans = [found[:2] for found in (day, age) if found]
    said = text[min(start for start, _ in spans) : max(end for _, end in spans)].strip()
    year, month, number = day[2] if day else (None, None, None)
    two = _SLASHED.search(text, *day[:2]) if day and year and not number else None
    either = (int(two["a"]), int(two["b"])) if two else None
    seconds = age[2] if age else None
    return When(said, year, month, number, clock.get("time"), clock.get("zone"), seconds, either=either)


def unglued(text: str) -> str:
    """A line with a space where a date was run into what stands before or after it.

    >>> unglued("Ana RuizDec 05, 20232 Shares")
    'Ana Ruiz Dec 05, 2023 2 Shares'
    """
    return _GLUED.sub(" ", text)


@lru_cache(maxsize=4096)  # a line is asked by itself, and as the date of the title above it
def only_date(text: str) -> When | None:
    """The date of a line that says nothing else; None if it says more.

    >>> only_date("Updated: 9 November 2022, 14:05 GMT") is not None, only_date("On 9 November it rained") is None
    (True, True)
    """
    if not _DIGIT.search(text) and not when(text):  # most lines; only ages do without a digit
        return None
    if _says_more(text) or not (found := when(text) or _clock_only(text)):
        return None
    left = text
    for pattern in (_ISO, _CJK, _DOTTED, _SLASHED, _CLOCK, _ZONE, _HOUR):
        left = pattern.sub(" ", left)
    return found if all(_filler(word) for word in _WORD.findall(_plain(left))) else None


def _says_more(text: str) -> bool:
    """Is there a word that no date holds? It is found in a fifth of the time of a date.

    Only ASCII is asked, and nothing with brackets: elsewhere a part of a word may belong to a date, and a part not.
    """
    if not text.isascii() or "(" in text:
        return False
    return not _words()["dated"].issuperset(_WORD.findall(text.casefold()))


def near(text: str) -> When | None:
    """A day told by its place in the week or beside today, with its time or without, and nothing else.

    >>> near("Yesterday at 14:05").date(dt.date(2022, 11, 25)), near("Sunday lunch")
    ('2022-11-24', None)
    """
    key = folded(_HOUR.sub(" ", _CLOCK.sub(" ", text)) if _DIGIT.search(text) else text)
    days = _words()["near"]
    told = [key] if key in days else [word for said in key.split() if (word := said.strip(",.·|")) in days]
    if len(told) != 1 or not all(_filler(word) for word in _WORD.findall(_plain(key.replace(told[0], " ")))):
        return None
    clock = (_clock(text) if _DIGIT.search(text) else None) or {}
    back, weekday = days[told[0]]
    return When(text, time=clock.get("time"), zone=clock.get("zone"), back=back, weekday=weekday)


def _clock_only(text: str) -> When | None:
    """A time of day of a day that is not said, as in "Today at 20:07"; digits alone are the clock of a player."""
    found = _clock(text) if len(text) <= 40 and _DIGIT.search(text) and _WORD.search(text) else None
    return near(text) or When(text, time=found["time"], zone=found["zone"]) if found else None


def _filler(word: str) -> bool:
    words = _words()
    return word in words["filler"] or word in words["month"] or len(word) == 1


def _plain(text: str) -> str:
    """Lower case without accents."""
    if text.isascii():
        return text.casefold()
    spread = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in spread if unicodedata.category(char) != "Mn")  # Thai vowels do not combine


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


Day = tuple[int, int, tuple[int | None, int | None, int | None]]


def _day(text: str) -> Day | None:
    """Where a day stands, and its year, month, day."""
    numeric = _NUMERIC.search(text) is not None
    for match in (_ISO.search(text) if numeric else None, None if text.isascii() else _CJK.search(text)):
        if match and (found := _valid(match["y"], match["m"], match["d"])):
            return (*match.span(), found)
    if found_named := _named(text):
        return found_named
    if not numeric:
        return None
    if (match := _DOTTED.search(text)) and (found := _valid(match["y"], match["m"], match["d"])):
        return (*match.span(), found)
    match = _SLASHED.search(text)
    return _slashed(match) if match else None


def _slashed(match: re.Match[str]) -> Day | None:
    """25/11/2022 or 11/25/2022; where both readings are possible it is a date, but nobody knows which day."""
    one, other = _valid(match["y"], match["b"], match["a"]), _valid(match["y"], match["a"], match["b"])
    if one and other and one != other:
        return (*match.span(), (one[0], None, None))
    found = one or other
    return (*match.span(), found) if found else None


def _valid(year: str | None, month: str, day: str) -> tuple[int | None, int, int] | None:
    full = int(year) + 2000 * (int(year) < 100) if year else None
    full = full - _BUDDHIST if full and full >= 2500 else full
    return (full, int(month), int(day)) if _iso(full or 2000, int(month), int(day)) else None


@cache
def _named_pattern() -> re.Pattern[str]:
    names = one_of(_words()["month"])
    year = r"(?:19|20|25)\d\d"
    return re.compile(
        rf"(?<![\w.,])(?P<d>\d\d?)(?:st|nd|rd|th|er|\.|º|ª)?(?:\s(?:de|of|d'|di))?[\s\-/]?(?P<m>{names})(?!\w)\.?(?:,?(?:\s(?:de|del))?[\s\-/](?P<y>{year})\b)?"
        rf"|\b(?P<m2>{names})(?!\w)\.?\s(?P<d2>\d\d?)(?:st|nd|rd|th)?(?![\d:%])(?:,?\s(?:at\s)?(?P<y2>{year})\b)?"
    )


def _named(text: str) -> Day | None:
    """A day with the name of its month."""
    plain = text.casefold()
    plain = plain if len(plain) == len(text) else text.lower()
    for match in _named_pattern().finditer(plain):
        name, day, year = match["m"] or match["m2"], match["d"] or match["d2"], match["y"] or match["y2"]
        if found := _valid(year, str(_words()["month"][name]), day):
            return (*match.span(), found)
    return None


def _clock(text: str) -> dict[str, str | None] | None:
    match = _CLOCK.search(text)
    if match:
        zone = _ZONE.search(text, match.end())
        said = zone["zone"] if zone else "Z" if _GREENWICH.match(text, match.end()) else None
        return {"time": _time(match["h"], match["min"], match["half"]), "zone": said}
    if match := _CJK_CLOCK.search(text):
        return {"time": _time(match["h"], match["min"].zfill(2), None), "zone": None}
    match = _HOUR.search(text)
    return {"time": _time(match["h"], "00", match["half"]), "zone": None} if match else None


def _time(hour: str, minute: str, half: str | None) -> str:
    hours = int(hour)
    if half:
        hours = hours % 12 + (12 if half[0] in "pP" else 0)
    return f"{hours:02}:{minute}"


@cache  # a pattern a form: all in one take 22 ms to compile, and a page needs one or none of them
def _age_pattern(form: str) -> re.Pattern[str]:
    words = table("dates")
    units = one_of(unit for name in _SECONDS for unit in words.get(name, ()))
    before, _, after = form.partition("#")
    amount = rf"(?P<n>\d{{1,3}}|{'|'.join(map(re.escape, words['one']))})\s?(?P<u>{units})"
    end = rf"\.?{re.escape(after)}" if after.strip() else r"(?!\w)"
    return re.compile(rf"(?<!\w){re.escape(before)}{amount}{end}", re.IGNORECASE)


def _age(text: str) -> tuple[int, int, int] | None:
    """Where an age stands, and how many seconds it is."""
    lowered = text.casefold()
    forms = _ago_forms(text.isascii())
    near = [form for form, first, rest in forms if first in lowered and all(part in lowered for part in rest)]
    found = [match for form in near if (match := _age_pattern(form).search(text))]
    if not found:
        return None
    match = min(found, key=re.Match.start)
    number = int(match["n"]) if match["n"].isdigit() else 1
    return (*match.span(), number * _SECONDS[_words()["unit"][match["u"].casefold()]])


@cache
def _ago_forms(ascii_only: bool) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The forms of an age ("# ago", "il y a #"), longest first, with what surrounds the number: looked for first."""
    known = (form for form in table("dates")["ago"] if form.isascii() or not ascii_only)
    forms = dict.fromkeys(sorted(known, key=len, reverse=True))
    parted = ((form, [part for part in form.casefold().split("#") if part.strip()]) for form in forms)
    return tuple((form, parts[0] if parts else "", tuple(parts[1:])) for form, parts in parted)


@cache
def _words() -> Mapping[str, Any]:
    words = table("dates")
    months: dict[str, int] = {}
    # every language lists its twelve months in order, so the place in the joined list gives the number
    for at, names in enumerate(words["months"]):
        for name in names:
            months.setdefault(name.casefold(), at % 12 + 1)
    units = {unit.casefold(): name for name in _SECONDS for unit in words.get(name, ())}
    weekdays = [word for names in words["weekdays"] for word in names]
    plain = {_plain(word) for word in (*words["filler"], *words["one"], *weekdays)}
    ago = {_plain(word) for form in words["ago"] for word in _WORD.findall(form)} | {_plain(unit) for unit in units}
    month = {**{_plain(n): m for n, m in months.items()}, **months}
    filler = plain | ago
    dated = {*filler, *month, "am", "pm", *map(chr, range(ord("a"), ord("z") + 1))}
    return {"month": month, "unit": units, "filler": filler, "dated": dated, "near": _near_words(words)}


def _near_words(words: Mapping[str, Any]) -> dict[str, tuple[int | None, int | None]]:
    """Of each folded word for a near day: how many days back it is, and which day of the week, if it says so."""
    found: dict[str, tuple[int | None, int | None]] = {folded(word): (None, None) for word in words["near"]}
    for language in tables("dates"):
        for day, names in enumerate(language["weekdays"]):
            found |= {folded(name): (None, day) for name in names if len(name) > _ABBREVIATED or name[0] > "z"}
        for days, names in enumerate(language["back"]):
            found |= {folded(name): (days, None) for name in names}
    return found
