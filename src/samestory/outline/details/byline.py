"""Bylines: the people a page names as its writers."""

from __future__ import annotations

import re
from functools import cache

from samestory.outline.cues import anywhere, starting, table
from samestory.outline.people import without_place

_SPLIT = re.compile(r"\s*(?:[,;|•·/\n]|\s[-–—]\s)\s*")
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){1,4}$")
_HANDLE = re.compile(r"\S*@\S+|\([^()]*\)")


def names(text: str) -> list[str]:
    """The names of a byline, without what the people are.

    >>> names("By Ana Ruiz and Per Lund, staff writers")
    ['Ana Ruiz', 'Per Lund']
    """
    bare = _HANDLE.sub(" ", text)
    lowered = bare.casefold()
    start = next((s for s in _starts() if lowered.startswith(s)), "")
    pieces = _ands().split(" , ".join(_SPLIT.split(bare[len(start) :])))
    found = [without_place(" ".join(name.split()).strip(" .:")) for piece in pieces for name in piece.split(" , ")]
    return [name for name in found if _is_name(name)]


def _is_name(name: str) -> bool:
    folded = name.casefold()
    titled = _titles().search(folded)
    agency = folded in anywhere("agencies")["text"] or folded in anywhere("agencies")["photo"]
    return bool(_NAME.match(name)) and not titled and not agency and not name[-1].isdigit() and name[0].isupper()


@cache
def _starts() -> tuple[str, ...]:
    """What bylines start with, the longest first."""
    return tuple(sorted((*table("by")["start"], *starting("meta.byline")), key=len, reverse=True))


@cache
def _ands() -> re.Pattern[str]:
    return re.compile(r"\s(?:" + "|".join(map(re.escape, table("by")["and"])) + r")\s")


@cache
def _titles() -> re.Pattern[str]:
    """Words for what a writer is, in one pattern: one search a role took ten times as long."""
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, table("by")["role"])) + r")s?(?!\w)")
