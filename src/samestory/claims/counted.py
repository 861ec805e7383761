"""What a number counts: money, percent, years of age, or the noun behind it; and whether it counts at all."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from samestory.claims.lexicon import Lexicon
from samestory.claims.numbers import Number, number
from samestory.claims.tagging import Word

_YEAR = re.compile(r"(?:1\d|20)\d\d$")
_STOPS = frozenset('xvijkcprtfsbhnSBHL,;:.()-"od0q')
_OLDEST = 120
_APOSTROPHES = ("'", "’")


class Counted(NamedTuple):
    """The unit or the noun that is counted, and the word after the last that belongs to it."""

    unit: str | None
    end: int


def is_figure(words: Sequence[Word], one: Number, lexicon: Lexicon) -> bool:
    """Is the number a quantity, and not a year, a label, a time of day, a score or a part of a name?"""
    if one.vague:
        return True
    if one.start and words[one.start - 1].low in lexicon.figures["nouns"]["label_words"]:
        return False
    if one.written == "words":
        return not _named_so(words, one) and (one.low != 1 or not _pronoun(words, one, lexicon))
    return not (_glued(words, one, lexicon) or _in_name(words, one, lexicon) or _is_year(words, one, lexicon))


def measured(words: Sequence[Word], one: Number, lexicon: Lexicon) -> int:
    """1 if a currency sign or code stands before the number."""
    return int(one.start > 0 and words[one.start - 1].low in lexicon.figures["money"])


def counted(words: Sequence[Word], one: Number, lexicon: Lexicon) -> Counted:
    """What the number counts.

    A currency is its ISO 4217 code, a share "percent", an age "years"; all else is the noun as written.
    """
    figures = lexicon.figures
    if measured(words, one, lexicon):
        return Counted(figures["money"][words[one.start - 1].low], one.end)
    for phrase, unit in lexicon.units:
        if tuple(word.low for word in words[one.end : one.end + len(phrase)]) == phrase:
            return Counted(unit, one.end + len(phrase))
    if one.plural in figures["vague_units"]:
        return Counted(figures["vague_units"][one.plural], one.end)
    return _age(words, one, lexicon) or _noun(words, one, lexicon)


def _age(words: Sequence[Word], one: Number, lexicon: Lexicon) -> Counted | None:
    """The years in "a 34-year-old", "aged 34", "Ana Ruiz, 34,"."""
    figures, before, after = lexicon.figures, words[: one.start], words[one.end :]
    dash = len(after) > 1 and after[0].tag == "-"
    behind = " ".join(word.low for word in after[dash : dash + 2])
    for phrase in figures["age_after"]:
        if behind == phrase or behind.startswith(phrase + " "):
            return Counted("years", one.end + dash + len(phrase.split()))
    if before and before[-1].low in figures["age_before"]:
        return Counted("years", one.end)
    bracketed = len(before) > 1 and before[-1].tag in ",(" and before[-2].tag == "N" and after and after[0].tag in ",)."
    return Counted("years", one.end) if bracketed and 0 < one.high <= _OLDEST and one.written == "digits" else None


def part_end(words: Sequence[Word], one: Number, lexicon: Lexicon) -> int:
    """The word after the whole that a number is a part of, "two of the five stages"; its own end if of none."""
    at = one.end
    if one.high <= 1 or at >= len(words) or words[at].low not in lexicon.figures["linking"]:
        return one.end
    while at + 1 < len(words) and words[at + 1].tag == "d":
        at += 1
    whole = number(words, at + 1, lexicon) if at + 1 < len(words) else None
    return whole.end if whole and not whole.vague and whole.low >= one.high else one.end


def some_of_them(words: Sequence[Word], one: Number, lexicon: Lexicon) -> bool:
    """Is the number followed by "of them"?"""
    if one.start and words[one.start - 1].tag == "d":
        return False  # "the two of us"
    linked = any(word.low in lexicon.figures["linking"] for word in words[one.end : one.end + 1])
    return linked and any(word.low in lexicon.figures["some_of"] for word in words[one.end + 1 : one.end + 2])


def _noun(words: Sequence[Word], one: Number, lexicon: Lexicon) -> Counted:
    """The head noun behind the number: "5,937 Norland soldiers", "100,000 of their troops", "a 12-page letter"."""
    at, nouns = one.end, lexicon.figures["nouns"]
    if at + 1 < len(words) and words[at].tag == "-" and words[at].start == words[at - 1].end:
        return Counted(words[at + 1].low, at + 2)
    if (whole := part_end(words, one, lexicon)) != one.end:
        return _noun(words, one._replace(end=whole), lexicon)
    if speed := _per(words, at, lexicon):
        return Counted(speed, at + 3)
    if at < len(words) and words[at].low in lexicon.figures["linking"]:
        at += 1
    while at < len(words) and words[at].tag in "da" and words[at].low not in nouns["no_units"]:
        at += 1
    if words[at : at + 1] and words[at].tag == "c" and words[at + 1 : at + 2] and words[at + 1].tag == "0":
        # "eight or nine euros": both count the same.
        return _noun(words, one._replace(end=at + 2), lexicon)._replace(end=one.end)
    last = None
    while at < len(words) and words[at].tag not in _STOPS and words[at].low not in nouns["states"] | nouns["no_units"]:
        if last is not None and one.high > 1 and _ends_at(words, last, at, lexicon):
            break
        last = at if words[at].tag in "wN" else last
        at += 1
    return Counted(None, one.end) if last is None else Counted(_as_written(words[last]), last + 1)


def _per(words: Sequence[Word], at: int, lexicon: Lexicon) -> str | None:
    """A unit with a slash in it, written without spaces: "80km/h"."""
    parts = words[at : at + 3]
    together = len(parts) == 3 and parts[0].end == parts[1].start and parts[1].end == parts[2].start
    unit = "".join(part.low for part in parts)
    return unit if together and unit in lexicon.figures["nouns"]["short_units"] else None


def _ends_at(words: Sequence[Word], last: int, at: int, lexicon: Lexicon) -> bool:
    """Is the noun before a word what is counted: "44 million people rely", "27 miles west", but "200 arms dealers"?"""
    if not _plural(words[last].low, lexicon) or (words[last].name and words[at].name):
        return False
    rest = words[at : at + 3]
    return not any(word.tag in "wN" and word.low.endswith(lexicon.people["plural"]) for word in rest[:2])


def _as_written(word: Word) -> str:
    return word.low.capitalize() if word.name else word.low


def _pronoun(words: Sequence[Word], one: Number, lexicon: Lexicon) -> bool:
    """Does the "one" count nothing: "one of them", "no one", "one can"?"""
    nouns = lexicon.figures["nouns"]
    after = words[one.end] if one.end < len(words) else None
    before = words[one.start - 1].low if one.start else ""
    return after is None or after.tag not in "wNa0" or after.low in nouns["one_of"] or before in nouns["before_one"]


def _glued(words: Sequence[Word], one: Number, lexicon: Lexicon) -> bool:
    """5G, 22nd, 9/11, 2-0, 555-1234, 3.0.22, 11 a.m.: letters, slashes or further digits at the number."""
    figures = lexicon.figures
    after = words[one.end] if one.end < len(words) else None
    if one.start and words[one.start - 1].end == words[one.start].start and _touches(words, one.start, lexicon):
        return True
    if after is None:
        return False
    if after.low.replace(".", "") in figures["nouns"]["clock"]:
        return True
    if after.start != words[one.end - 1].end:
        return False
    if after.tag == "-" or after.low == "/":
        following = words[one.end + 1 : one.end + 2]
        return bool(following) and following[0].start == after.end and following[0].low[:1].isdigit()
    units = after.low.rstrip(".") in figures["nouns"]["short_units"] or any(p == (after.low,) for p, _ in lexicon.units)
    return after.tag not in ',.;:)"-' and not units


def _touches(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Does a letter, a slash or another number touch the number in front?"""
    before = words[at - 1]
    if before.tag == "-":
        touching = at > 1 and words[at - 2].end == before.start
        return touching and (words[at - 2].name or words[at - 2].low[:1].isdigit())
    if before.low in _APOSTROPHES:
        return True  # "the class of ’80"
    return before.tag not in '("' and before.low not in lexicon.figures["money"] and before.low != "~"


def _named_so(words: Sequence[Word], one: Number) -> bool:
    """Two words with capitals inside a sentence: "a table at Five Pines"."""
    after = words[one.end : one.end + 1]
    inside = one.start > 0 and words[one.start - 1].tag not in '.:"q' and not words[one.start - 1].name
    return inside and words[one.start].name and bool(after) and after[0].name and after[0].tag == "N"


def _in_name(words: Sequence[Word], one: Number, lexicon: Lexicon) -> bool:
    """Boeing 737, Resolution 1973, the 787 Dreamliner: the number is a part of a name."""
    before = words[one.start - 1] if one.start else None
    after = words[one.end] if one.end < len(words) else None
    unit = counted(words, one, lexicon)
    if after and after.name and after.tag == "N" and unit.unit and not _plural(unit.unit, lexicon):
        return words[unit.end - 1].name
    named = before is not None and before.tag == "N" and not measured(words, one, lexicon)
    return named and (unit.unit is None or (after is not None and after.name))


def _is_year(words: Sequence[Word], one: Number, lexicon: Lexicon) -> bool:
    first, figures = words[one.start], lexicon.figures
    if not _YEAR.match(first.low) or measured(words, one, lexicon):
        return False
    if one.low != one.high:
        return bool(_YEAR.match(words[one.end - 1].low))
    if one.end != one.start + 1:
        return False
    before, after = words[one.start - 1].low if one.start else "", words[one.end : one.end + 1]
    if after and after[0].low in figures["nouns"]["short_units"]:
        return False
    unit = counted(words, one, lexicon)
    if unit.unit is None or not _plural(unit.unit, lexicon) or after[0].name:
        return before not in figures["nouns"]["before_amounts"]
    return before in figures["nouns"]["year_words"]


def _plural(noun: str, lexicon: Lexicon) -> bool:
    nouns, low = lexicon.figures["nouns"], noun.casefold()
    known = low in nouns["irregular"] or low in nouns["short_units"] or noun in lexicon.figures["money"].values()
    return known or (low.endswith(lexicon.people["plural"]) and not low.endswith(lexicon.people["no_plural"]))
