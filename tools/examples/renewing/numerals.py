"""Numbers as pages write them: in digits grouped in any way, with a word that multiplies, or spelled."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tools.examples.renewing.through import FOLDER, Words

FIRST = 5  # of the numbers that are spelled; below, what is counted takes other forms
_YEARS = range(1900, 2100)
# A day or a time of day; a number in digits, grouped or not, with decimals and a word that multiplies it or without;
# one that is spelled; digits that are part of something else, as of a score.
_NUMERAL = r"""
    (?P<time> MONTH \ [0-9]{1,2} (?![0-9]) | (?<![0-9]) [0-9]{1,2} \.? \ (?:de\ )? MONTH | [0-9.,:]+ \ ? TIMES )
  | (?<![0-9A-Za-z]) (?<![0-9][.,:–/-])
    (?P<digits>
      (?P<whole> [0-9]{1,3} (?P<gap>[ ,.\u00a0\u202f]) [0-9]{3} (?:(?P=gap)[0-9]{3})* | [0-9]+)
      (?: (?P<point>[.,]) (?P<part>[0-9]{1,2}) )?
      (?! [0-9A-Za-z] | [.,:–/-][0-9] )
    )
    (?: \ ? (?P<scale>SCALES) (?![a-z]) )?
  | (?<![\w-]) (?P<spelled> (?i:SPELLED) ) (?![\w-])
  | (?P<other>[0-9]+)
"""


@dataclass(frozen=True)
class Numeral:
    """A number as it is written; fixed, if that is part of a score or of anything else that is no number alone."""

    found: re.Match[str]
    spelled: Sequence[str]
    scale: float
    fixed: bool

    @property
    def value(self) -> float:
        """What it is worth."""
        if word := self.found["spelled"]:
            return float(self.spelled.index(word.lower()) + FIRST)
        whole = re.sub(r"\D", "", self.found["whole"] or self.found["other"])
        return round(float(f"{whole}.{self.found['part'] or 0}") * self.scale, 2)

    def told(self, value: float) -> str:
        """Another value in the same form; nothing if that form cannot tell it."""
        if word := self.found["spelled"]:
            at = int(value) - FIRST
            other = self.spelled[at] if 0 <= at < len(self.spelled) and value == int(value) else ""
            return other.capitalize() if word[0].isupper() else other
        places = len(self.found["part"] or "")
        digits = f"{value / self.scale:,.{places}f}"
        if round(float(digits.replace(",", "")) * self.scale, 2) != value:
            return ""
        whole, _, part = digits.partition(".")
        return whole.replace(",", self.found["gap"] or "") + (self.found["point"] + part if places else "")


def numerals(text: str, language: str) -> Iterator[Numeral]:
    """The numerals of a text, but for days and times of day.

    >>> [(found.value, found.told(7)) for found in numerals("Six of 2,300, at 4 a.m.", "en")]
    [(6.0, 'Seven'), (2300.0, '7')]
    """
    pattern, data = _reading(language)
    for found in pattern.finditer(text):
        if not found["time"]:
            year = found["whole"] and len(found["whole"]) == 4 and int(found["whole"]) in _YEARS and not found["scale"]
            scale = data["scales"].get(found["scale"], 1)
            yield Numeral(found, data["words"], scale, bool(found["other"] or year))


def rewritten(language: str, new: Mapping[float, float]) -> Words:
    """A text with other numbers, each in the form of the one before."""

    def words(text: str) -> str:
        pieces, at = [], 0
        for numeral in numerals(text, language):
            if not numeral.fixed and numeral.value in new:
                start, end = numeral.found.span("spelled" if numeral.found["spelled"] else "digits")
                pieces += [text[at:start], numeral.told(new[numeral.value])]
                at = end
        return "".join([*pieces, text[at:]])

    return words


@cache
def _reading(language: str) -> tuple[re.Pattern[str], dict[str, Any]]:
    """How the numbers of a language are found, and its words for them."""
    data = tomllib.loads((FOLDER / "numbers.toml").read_text("utf-8"))[language]
    month = _any_of(tomllib.loads((FOLDER / "dates.toml").read_text("utf-8"))[language]["months"][0])
    forms = {"MONTH": month, "TIMES": _any_of(data["times"]), "SCALES": _any_of(data["scales"])}
    pattern = _NUMERAL.replace("SPELLED", _any_of(data["words"]))
    for name, words in forms.items():
        pattern = pattern.replace(name, words)
    return re.compile(pattern, re.VERBOSE), data


def _any_of(words: Sequence[str] | Mapping[str, float]) -> str:
    """One of some words, the longest that stands there; none of none."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or '(?!)'})"
