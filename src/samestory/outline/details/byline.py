"""Bylines: the people a page names as its writers."""

from __future__ import annotations

import re

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
    words = table("by")
    bare = _HANDLE.sub(" ", text)
    starts = sorted((*words["start"], *starting("meta.byline")), key=len, reverse=True)
    start = next((s for s in starts if bare.casefold().startswith(s)), "")
    ands = "|".join(map(re.escape, words["and"]))
    pieces = re.split(rf"\s(?:{ands})\s", " , ".join(_SPLIT.split(bare[len(start) :])))
    found = [without_place(" ".join(name.split()).strip(" .:")) for piece in pieces for name in piece.split(" , ")]
    return [name for name in found if _is_name(name)]


def _is_name(name: str) -> bool:
    folded = name.casefold()
    titled = any(re.search(rf"(?<!\w){re.escape(role)}s?(?!\w)", folded) for role in table("by")["role"])
    agency = folded in anywhere("agencies")["text"] or folded in anywhere("agencies")["photo"]
    return bool(_NAME.match(name)) and not titled and not agency and not name[-1].isdigit() and name[0].isupper()
