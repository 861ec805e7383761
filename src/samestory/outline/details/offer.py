"""Terms of an offer: how long it is free, what it costs then, how long one may change one's mind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, NamedTuple

from samestory.outline.cues import anywhere, table
from samestory.outline.details.numbers import decimal_mark, number
from samestory.outline.words import one_of

_UNITS = {"day": 1, "week": 7, "month": 30, "year": 365}
_AMOUNT = r"\d[\d.,'’]*"
_NEAR = 60  # letters from a word of cancelling to what it says


class Price(NamedTuple):
    """An amount, its sign of money as written, and the time it pays for."""

    amount: float
    sign: str
    per: str | None


def terms(text: str, country: str | None = None) -> dict[str, Any] | None:
    """The terms an offer states, None where it states none. `country`: of the page, for signs that several share.

    >>> terms("Try 4 weeks for free, then £5 a month. Cancel within 14 days.")
    {'trial_days': 28, 'price': 5.0, 'currency': 'GBP', 'per': 'month', 'cancel_within_days': 14}
    """
    found = list(prices(text))
    price = next((p for p in reversed(found) if p.per), found[0] if found else None)
    trial, cancel = _days(text)
    if price is None and trial is None and cancel is None:
        return None
    return {
        "trial_days": trial,
        "price": price.amount if price else None,
        "currency": currency(price.sign, country) if price else None,
        "per": price.per if price else None,
        "cancel_within_days": cancel,
    }


def currency(sign: str, country: str | None = None) -> str | None:
    """The ISO 4217 code of a sign of money.

    >>> currency("€"), currency("$", "au"), currency("$")
    ('EUR', 'AUD', 'USD')
    """
    money = anywhere("currency")
    if sign in money["codes"]:
        return sign
    known: str | None = (
        money["signs"].get(sign) or money["country"].get(sign, {}).get(country) or money["open"].get(sign)
    )
    return known


def prices(text: str) -> Iterator[Price]:
    """Every price of a text."""
    decimal = decimal_mark(match["amount"] or match["amount2"] for match in _price_pattern().finditer(text))
    for match in _price_pattern().finditer(text):
        amount = number(match["amount"] or match["amount2"], decimal)
        if amount is not None:
            yield Price(amount, match["sign"] or match["sign2"], _per(text[match.end() : match.end() + 30]))


@cache
def _price_pattern() -> re.Pattern[str]:
    money = anywhere("currency")
    signs = one_of((*money["signs"], *money["open"], *money["codes"]))
    return re.compile(
        rf"(?<![\w$])(?P<sign>{signs})\s?(?P<amount>{_AMOUNT})|(?<![\w.,])(?P<amount2>{_AMOUNT})\s?(?P<sign2>{signs})(?!\w)"
    )


def _per(after: str) -> str | None:
    match = _per_pattern().match(after.casefold())
    return _unit_of()[match["unit"]] if match else None


@cache
def _per_pattern() -> re.Pattern[str]:
    per, units = one_of(table("offer")["per"]), one_of(_unit_of())
    return re.compile(rf"\s?(?:[*)]|\.\d+)?\s?(?:{per}\s?){{0,2}}(?P<unit>{units})(?!\w)")


@cache
def _unit_of() -> dict[str, str]:
    return {word: unit for unit in _UNITS for word in table("offer")[unit]}


def _days(text: str) -> tuple[int | None, int | None]:
    """Days of trial and days to cancel: what a stretch of time is for says the nearest word of its sentence."""
    trial = cancel = None
    for sentence in re.split(r"(?<=[.!?])\s|\n", text.casefold()):
        for match in _length_pattern().finditer(sentence):
            days = int(match["n"]) * _UNITS[_unit_of()[match["unit"]]]
            free, cancelling = (_distance(sentence, match, table("offer")[key]) for key in ("free", "cancel"))
            if cancelling < min(free, _NEAR):
                cancel = cancel or days
            elif free < 30:
                trial = trial or days
    return trial, cancel


@cache
def _length_pattern() -> re.Pattern[str]:
    free, units = one_of(table("offer")["free"]), one_of(_unit_of())
    return re.compile(rf"(?<![\d.,])(?P<n>\d{{1,3}})[\s\-]?(?:{free}\s)?(?P<unit>{units})(?!\w)")


def _distance(sentence: str, match: re.Match[str], words: tuple[str, ...]) -> int:
    """Letters between a stretch of time and the nearest of the words; 0 if it holds one, 999 if all are far."""
    best = 999
    for word in words:
        reach = _NEAR + len(word)  # a fuzzed page had a sentence of 700,000 letters with many a stretch of time
        pattern = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        for found in pattern.finditer(sentence, max(0, match.start() - reach), match.end() + reach):
            best = min(best, max(0, match.start() - found.end(), found.start() - match.end()))
    return best
