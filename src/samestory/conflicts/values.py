"""What a figure measures, and whether two figures of one thing can both hold."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from functools import cache

from samestory.conflicts.story import table
from samestory.conflicts.wording import Words, spelling
from samestory.text import fold
from samestory.types import Figure

Range = tuple[float, float]

# Numbers are rounded in the telling: 6,948 becomes 7,000, 3.24 becomes 3.2. Only from 100 on, or behind the point, and
# by no more than a twentieth: "10 killed" and "12 killed" are not the same figure.
ROUNDED, ROUNDED_FROM = 0.05, 100
VAGUE = 10  # "millions" may be 22 million: the upper end of a vague number is loose
ABOUT = 0.15  # "about 50" may be 57


def span_of_values(figure: Figure) -> Range:
    """From the least to the greatest value that the figure allows."""
    low, high = figure.low, figure.high
    if figure.bound == "vague":
        high = high and high * VAGUE
    if figure.bound == "~":
        low, high = low and low - abs(low) * ABOUT, high and high + abs(high) * ABOUT
    return (-math.inf if low is None else low), (math.inf if high is None else high)


def agree(one: Figure, other: Figure) -> bool:
    """Can both figures hold? "More than 100" and 112 can, "at least 12" and 14, "dozens" and 40, 6,948 and 7,000.

    >>> from samestory.types import Span
    >>> def told(low, high, bound="="):
    ...     return Figure("p", Span(0, 1), low, high, bound, "people", None, None, None, None, None)
    >>> one, other, exact, rounded = told(12, 12), told(14, 14), told(6948, 6948), told(7000, 7000)
    >>> agree(told(100, None, ">"), told(112, 112)), agree(one, other), agree(exact, rounded)
    (True, False, True)
    """
    (a, b), (c, d) = span_of_values(one), span_of_values(other)
    return max(a, c) <= min(b, d) or _round(min(b, d), max(a, c))


def equal(one: Figure, other: Figure) -> bool:
    """The same value with the same bound, however written."""
    return (one.low, one.high, one.bound) == (other.low, other.high, other.bound)


def _round(less: float, more: float) -> bool:
    """Is one of two values the other one rounded?"""
    if not math.isfinite(less) or not math.isfinite(more) or more - less > ROUNDED * abs(more):
        return False
    coarse, fine = sorted((less, more), key=_digits)
    if abs(fine) < ROUNDED_FROM and float(fine).is_integer():
        return False
    return abs(coarse - fine) <= 0.5 * 10.0 ** _unit_of_last_digit(coarse) + 1e-9


def _digits(value: float) -> int:
    """How many digits a value is given with."""
    return len(f"{value:.10g}".replace(".", "").replace("-", "").strip("0"))


def _unit_of_last_digit(value: float) -> int:
    """The power of ten of the last digit that is not a trailing nought.

    >>> _unit_of_last_digit(6000), _unit_of_last_digit(3.2), _unit_of_last_digit(6948)
    (3, -1, 0)
    """
    whole, _, part = f"{value:.10f}".rstrip("0").partition(".")
    return -len(part) if part else len(whole) - len(whole.rstrip("0"))


@cache
def _alike(code: str | None, name: str) -> Mapping[Words, str]:
    """Each phrase of a table of groups -> the name of its group."""
    groups: Mapping[str, Iterable[str]] = table(code).get(name, {})
    return {tuple(phrase.split()): group for group, phrases in groups.items() for phrase in phrases}


def happenings(figure: Figure, code: str | None) -> frozenset[str]:
    """What happens to what is counted: "killed or wounded" is deaths and injuries; other words stand for themselves.

    >>> from samestory.types import Span
    >>> told = Figure("p", Span(0, 1), 5, 5, "=", "people", "killed or wounded", None, None, None, None)
    >>> sorted(happenings(told, "en"))
    ['deaths', 'injuries']
    """
    if not figure.of:
        return frozenset()
    known = _alike(code, "happenings")
    found = tuple(re.findall(r"[^\W_]+", fold(figure.of)))
    named = {known[gram] for size in (1, 2, 3) for gram in _runs(found, size) if gram in known}
    little = table(code).get("little_words", ())
    return frozenset(named) or frozenset(_stem(word) for word in found if word not in little)


def _runs(found: Words, size: int) -> list[Words]:
    return [found[at : at + size] for at in range(len(found) - size + 1)]


def unit(figure: Figure, code: str | None) -> str | None:
    """What is counted, one name for words that mean the same in news ("soldiers", "troops")."""
    if not figure.unit:
        return None
    found = tuple(re.findall(r"[^\W_]+|%", fold(figure.unit)))
    known = _alike(code, "units")
    return known.get(found) or known.get(found[-1:]) or (_stem(spelling(found[-1])) if found else None)


def _stem(word: str) -> str:
    """A word without the ending of number or time; crude, only to compare.

    >>> _stem("houses") == _stem("house"), _stem("sent")
    (True, 'sent')
    """
    return re.sub(r"(?<=\w{3})(ies|es|e|s|ed|ing|y)$", "", word)


def same_unit(one: Figure, other: Figure, code: str | None) -> bool:
    """Do both count the same things? A figure without a unit may count anything that is no money and no share."""
    if is_share(one) != is_share(other):
        return False
    a, b = unit(one, code), unit(other, code)
    if a and b:
        return a == b
    return not is_measured(one, code) and not is_measured(other, code)


def is_share(figure: Figure) -> bool:
    """Is it a part of one whole without a unit: "a third of the injured"? Three injured are a count.

    >>> from samestory.types import Span
    >>> def told(value, unit=None):
    ...     return Figure("p", Span(0, 1), value, value, "=", unit, "injured", None, None, None, None)
    >>> is_share(told(1 / 3)), is_share(told(3)), is_share(told(0.5, "million"))
    (True, False, False)
    """
    value = figure.low if figure.low is not None else figure.high
    return not figure.unit and value is not None and 0 < value < 1


def is_measured(figure: Figure, code: str | None) -> bool:
    """Is the unit one of measuring (money, shares, lengths, times), not of counting?"""
    written = (figure.unit or "").split()
    money = len(written) == 1 and len(written[0]) == 3 and written[0].isupper()
    return money or any(fold(word) in table(code).get("measuring", ()) for word in written)


def same_thing(one: Figure, other: Figure, code: str | None) -> bool:
    """Do both figures say the same of the same things: unit, happening, each or all together?"""
    return (
        same_unit(one, other, code)
        and one.per == other.per
        and happenings(one, code) == happenings(other, code)
        and _whens_agree(one.when, other.when)
    )


def other_scope(one: Figure, other: Figure, code: str | None) -> bool:
    """Do they count overlapping but different things: killed beside killed or wounded, each beside all?"""
    a, b = happenings(one, code), happenings(other, code)
    return same_unit(one, other, code) and bool(a & b) and (a != b or one.per != other.per)


def _whens_agree(one: str | None, other: str | None) -> bool:
    """Two dates, each as exact as its text."""
    return not one or not other or one.startswith(other) or other.startswith(one)


def about(figure: Figure, code: str | None) -> str:
    """What a figure measures, in plain words.

    >>> from samestory.types import Span
    >>> about(Figure("p", Span(0, 1), 5, 5, "=", "soldiers", "dead", None, None, None, None), "en")
    'soldiers killed'
    """
    known: Mapping[str, list[str]] = table(code).get("happenings", {})
    happened = " or ".join(known[name][0] for name in sorted(happenings(figure, code)) if name in known)
    told = happened or figure.of or ""
    if not happened and (is_measured(figure, code) or told.endswith("ing")):
        return ", in ".join(filter(None, (told, figure.unit))) if is_measured(figure, code) else f"{told} {figure.unit}"
    return " ".join(filter(None, (figure.unit, told))) or "a number"
