"""Numbers as written: digits with any group marks, number words, vague plurals, ranges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from samestory.claims.lexicon import Lexicon
from samestory.claims.tagging import Word

_GROUPED = re.compile(r"\d{1,3}(?:([ \u00a0\u202f\u2009,.’'])\d{3})(?:\1\d{3})*(?:[.,]\d+)?$")
_PLAIN = re.compile(r"\d+(?:[.,]\d+)?$")


class Number(NamedTuple):
    """A number and the words it is written with; low and high differ in a range."""

    low: float
    high: float
    start: int
    end: int
    vague: bool = False
    written: str = "digits"  # "digits" | "words"
    plural: str = ""  # that makes it vague: "decades"


def number(words: Sequence[Word], at: int, lexicon: Lexicon) -> Number | None:
    """The number that begins with word `at`, a range as one."""
    first = _single(words, at, lexicon)
    if first is None or first.vague:
        return first
    if first.end + 1 < len(words) and _joins(words, first, lexicon):
        after = first.end + 1 + (words[first.end + 1].low in lexicon.figures["money"])
        second = _single(words, after, lexicon) if after < len(words) else None
        if second and not second.vague and not _changes(words, first, second, lexicon):
            return _range(first, second)
    return first


def _joins(words: Sequence[Word], first: Number, lexicon: Lexicon) -> bool:
    """Does the word behind a number join it to another: "between 5 and 7", "5 to 7", "5-7"?"""
    figures, join = lexicon.figures, words[first.end]
    if _opened_by(words, first, lexicon) in figures["range_starts"]:
        return join.low in figures["range_and"]
    return join.tag == "-" or join.low in figures["range_words"]


def _changes(words: Sequence[Word], first: Number, second: Number, lexicon: Lexicon) -> bool:
    """Two figures are in "rose from 20 to 25" and "rose by 5 to 70"; "rose by 5 to 7" is a range like any other."""
    opened = _opened_by(words, first, lexicon)
    return opened in lexicon.figures["change_from"] or (
        opened in lexicon.figures["change_by"] and second.low > 2 * first.low
    )


def _opened_by(words: Sequence[Word], first: Number, lexicon: Lexicon) -> str:
    """The word in front of a number, a currency sign passed over."""
    at = first.start - (first.start > 0 and words[first.start - 1].low in lexicon.figures["money"])
    return words[at - 1].low if at else ""


def _range(first: Number, second: Number) -> Number:
    """Both as one: "10 to 15 million" is a range of millions; "2-0" is none."""
    low = first.low
    if second.high >= 1000 * max(first.high, 1) and second.written == first.written == "digits":
        for power in (1e12, 1e9, 1e6, 1e3):
            if second.high >= power and second.high / power > low:
                low *= power
                break
    if low >= second.high:
        return first
    return Number(low, second.high, first.start, second.end, False, first.written)


def _single(words: Sequence[Word], at: int, lexicon: Lexicon) -> Number | None:
    word, figures = words[at], lexicon.figures
    if word.low[:1].isdigit():
        value = parsed(word.low, figures["decimal"])
        return _multiplied(words, Number(value, value, at, at + 1), lexicon) if value is not None else None
    if word.low in figures["vague"]:
        of_something = at + 1 < len(words) and words[at + 1].low in figures["linking"]
        return _vague(words, at, lexicon) if of_something or word.low not in figures["only_with_of"] else None
    if word.low in figures["words"]:
        return _spelled(words, at, lexicon)
    article = word.low in figures["one_as_article"] and at + 1 < len(words)
    if article and words[at + 1].low in figures["times"]:
        return _multiplied(words, Number(1, 1, at, at + 1, False, "words"), lexicon)
    return _fraction(words, at, lexicon)


def parsed(written: str, decimal: str) -> float | None:
    """The value of digits with group marks.

    >>> parsed("300 000", "."), parsed("5,937", "."), parsed("1.5", "."), parsed("1.234.567", "."), parsed("12:30", ".")
    (300000.0, 5937.0, 1.5, 1234567.0, None)
    """
    grouped = _GROUPED.match(written)
    if grouped and (grouped[1] != decimal or written.count(decimal) > 1):
        mark = grouped[1]
        return float(written.replace(mark, "").replace(",", "."))
    if not _PLAIN.match(written):
        return None
    return float(written.replace(",", "." if decimal == "," else "").replace(decimal, "."))


def _multiplied(words: Sequence[Word], base: Number, lexicon: Lexicon) -> Number:
    """With the "million", "hundred thousand" or "bn" behind it."""
    low, end, figures = base.low, base.end, lexicon.figures
    if end < len(words) and words[end].tag == "-" and end + 1 < len(words) and words[end + 1].low in figures["times"]:
        end += 1
    while end < len(words) and words[end].low in figures["times"]:
        low, end = low * figures["times"][words[end].low], end + 1
    glued = end < len(words) and words[end].start == words[end - 1].end
    if base.written == "digits" and glued and words[end].low in figures["short_times"] and end == base.end:
        money = base.start and words[base.start - 1].low in figures["money"]
        money = money or any(word.low in figures["nouns"]["in_millions"] for word in words[end + 1 : end + 2])
        if money or words[end].low not in ("m", "b"):
            low, end = low * figures["short_times"][words[end].low], end + 1
    return base._replace(low=low, high=low, end=end)


def _vague(words: Sequence[Word], at: int, lexicon: Lexicon) -> Number:
    """A plural as a range: "tens of thousands" is ten thousand to a hundred thousand."""
    vague, linking = lexicon.figures["vague"], lexicon.figures["linking"]
    low, end = float(vague[words[at].low]), at + 1
    while end + 1 < len(words) and words[end].low in linking and words[end + 1].low in vague:
        low, end = low * vague[words[end + 1].low], end + 2
    return Number(low, low * 10, at, end, True, "words", words[end - 1].low)


def _spelled(words: Sequence[Word], at: int, lexicon: Lexicon) -> Number:
    """A number in words: "two hundred and fifty thousand", "twenty-one"."""
    figures = lexicon.figures
    total = group = 0.0
    end = at
    while end < len(words):
        low = words[end].low
        joined = low in figures["joins"] and end > at and words[end - 1].low in figures["times"]
        if low in figures["words"] and (
            end == at or group % 100 == 0 or (group % 10 == 0 and figures["words"][low] < 10)
        ):
            group += figures["words"][low]
        elif low in figures["times"] and end > at:
            times = figures["times"][low]
            total, group = (total + max(group, 1) * times, 0.0) if times >= 1000 else (total, max(group, 1) * times)
        elif not (joined and end + 1 < len(words) and words[end + 1].low in figures["words"]):
            break
        end += 1
    return Number(total + group, total + group, at, end, False, "words")


def _fraction(words: Sequence[Word], at: int, lexicon: Lexicon) -> Number | None:
    """A part of a whole or of a large number: "a third of", "half a million"."""
    figures = lexicon.figures
    start, at = at, at + (words[at].low in figures["one_as_article"])
    if (
        at >= len(words)
        or words[at].low not in figures["fractions"]
        or (at == start and words[at].low in figures["parts"])
    ):
        return None
    value, end = figures["fractions"][words[at].low], at + 1
    if end + 1 < len(words) and words[end].low in figures["one_as_article"] and words[end + 1].low in figures["times"]:
        times = figures["times"][words[end + 1].low]
        return Number(value * times, value * times, start, end + 2, False, "words")
    linked = end + (end < len(words) and words[end].low in figures["linking"])
    if _article_and_share(words, linked, lexicon):
        return Number(value, value, start, linked + 1, False, "words")
    if end < len(words) and words[end].low in figures["linking"]:
        return Number(value, value, start, end, False, "words")
    return None


def _article_and_share(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Does "a percentage point" begin here, of which "half" is a part?"""
    article = at < len(words) and words[at].low in lexicon.figures["one_as_article"]
    behind = " ".join(word.low for word in words[at + 1 : at + 3])
    return article and any(behind == share or behind.startswith(share + " ") for share in lexicon.figures["shares"])


def share_end(words: Sequence[Word], one: Number, lexicon: Lexicon) -> int | None:
    """The word after a share that begins with a number: "one in ten", "7 out of 10"; not "3 in 10 days"."""
    figures = lexicon.figures
    for phrase in figures["share_words"]:
        at = one.end + len(phrase.split())
        if at < len(words) and " ".join(word.low for word in words[one.end : at]) == phrase:
            whole = _single(words, at, lexicon)
            timed = whole and any(word.low in lexicon.dates["time_units"] for word in words[whole.end : whole.end + 1])
            if whole and not whole.vague and not timed and one.high < whole.low and _round(whole.low):
                return whole.end
    return None


def _round(whole: float) -> bool:
    """Is a number one that shares are told of?"""
    return whole <= 10 or whole in (20, 50, 100, 1_000, 10_000, 100_000, 1_000_000)
