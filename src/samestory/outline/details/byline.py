"""Bylines: the people a page names as its writers."""

from __future__ import annotations

import re
from functools import cache

from samestory.outline.cues import anywhere, table
from samestory.outline.details.dates import when
from samestory.outline.people import parted

_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){1,4}$")


def names(text: str) -> list[str]:
    """The names of a byline, without what the people are, and without the day beside them.

    >>> names("By Ana Ruiz and Per Lund, staff writers")
    ['Ana Ruiz', 'Per Lund']
    """
    found = when(text)
    undated = text.replace(found.text, " , ") if found else text
    return [name for name in parted(undated) if name and _is_name(name)]


def _is_name(name: str) -> bool:
    folded = name.casefold()
    titled = _titles().search(folded)
    agency = folded in anywhere("agencies")["text"] or folded in anywhere("agencies")["photo"]
    return bool(_NAME.match(name)) and not titled and not agency and not name[-1].isdigit() and name[0].isupper()


@cache
def _titles() -> re.Pattern[str]:
    """Words for what a writer is, in one pattern: one search a role took ten times as long."""
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, table("by")["role"])) + r")s?(?!\w)")
