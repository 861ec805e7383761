"""Other months and years, the same throughout a story; weekdays go with them, days of the month stay."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import product
from random import Random
from typing import NamedTuple

from tools.examples.authored import Table
from tools.examples.renewing.through import FOLDER, Words, through

_ISO = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<dash>[-/])(?P<month>[01]\d)(?=(?:(?P=dash)[0-3]\d)?(?!\d))")
_NUMBERS = re.compile(r"(?<!\d)(?P<day>[0-3]?\d)\.(?P<month>[01]\d)\.(?P<year>(?:19|20)\d\d)(?!\d)")
_YEAR = re.compile(r"(?<![\d.,:/\u00a0\u202f-])(?:19|20)\d\d(?![\d/:-]|[.,]\d)")


class Shift(NamedTuple):
    """How far a story is moved: its years, its months, and so its weekdays."""

    years: int
    months: int
    weekdays: int

    def moved(self, year: int, month: int) -> tuple[int, int]:
        """Where a month is moved."""
        at = (year + self.years) * 12 + month - 1 + self.months
        return at // 12, at % 12 + 1


def renewed(told: Sequence[Table], rnd: Random) -> list[Table]:
    """All stories at another time; those that must stay apart move together, as they are told on days that follow."""
    drawn = rnd.random()
    found = []
    for table in told:
        together = {table["story"], *table.get("must_stay_apart", [])}
        days = [day for each in told if each["story"] in together for day in days_of(each)]
        found.append(moved(table, shift(days, Random(f"{drawn} {min(together)}"))))
    return found


def shift(days: Sequence[date], rnd: Random) -> Shift:
    """How far to move a story, so that all its days exist and their weekdays stay as far apart as they are."""
    choices = list(product(range(-12, 0), range(-11, 12)))
    rnd.shuffle(choices)
    for years, months in choices:
        turned = {turn(day, Shift(years, months, 0)) for day in days}
        if all(1 <= day.month + months <= 12 for day in days) and len(turned) == 1 and (by := turned.pop()) is not None:
            return Shift(years, months, by)
    raise ValueError("a story that can be told at no other time")


def days_of(table: Table) -> Iterator[date]:
    """The days of a story that are known in full: when its versions appeared, and when what they tell took place."""
    for version in table["version"]:
        for when in [version["published"], *(figure["when"] for figure in version["figures"])]:
            if len(when) >= len("2025-05-09"):
                yield date.fromisoformat(when[:10])


def turn(day: date, by: Shift) -> int | None:
    """By how many weekdays a day is moved; None if there is no such day."""
    try:
        return (date(*by.moved(day.year, day.month), day.day).weekday() - day.weekday()) % 7
    except ValueError:
        return None


def moved(table: Table, by: Shift) -> Table:
    """A story at another time, with everything on its pages."""
    changes = {version["name"]: moving(version["language"], by) for version in table["version"]}
    everything = {key for version in table["version"] for key in version}
    return through(table, changes, everything) | {"event": moving("en", by)(table["event"])}


def moving(language: str, by: Shift) -> Words:
    """A text of a language at another time."""
    forms = _forms()[language]
    months = [*forms["months"], *([name.upper() for name in row] for row in forms["months"])]
    other = {name: row[(at + by.months) % 12] for row in reversed(months) for at, name in enumerate(row)}
    other |= {name: row[(at + by.weekdays) % 7] for row in forms["weekdays"] for at, name in enumerate(row)}
    names = "|".join(sorted(map(re.escape, other), key=len, reverse=True))
    # Japanese and Arabic write months among other letters.
    word = re.compile(rf"(?<![0-9A-Za-zÀ-ӿ])(?:{names})(?![A-Za-zÀ-ӿ])")

    def words(text: str) -> str:
        text = _ISO.sub(lambda found: iso(found, by), text)
        text = _NUMBERS.sub(lambda found: numbers(found, by), text)
        text = _YEAR.sub(lambda found: str(int(found[0]) + by.years), text)
        return word.sub(lambda found: other[found[0]], text)

    return words


@cache
def _forms() -> dict[str, dict[str, list[list[str]]]]:
    return tomllib.loads((FOLDER / "dates.toml").read_text("utf-8"))


def iso(found: re.Match[str], by: Shift) -> str:
    """A year and a month of a day as data and addresses have it."""
    year, month = by.moved(int(found["year"]), int(found["month"]))
    return f"{year}{found['dash']}{month:02}"


def numbers(found: re.Match[str], by: Shift) -> str:
    """A day in numbers: 03.11.2025."""
    year, month = by.moved(int(found["year"]), int(found["month"]))
    return f"{found['day']}.{month:02}.{year}"
