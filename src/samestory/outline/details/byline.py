"""Bylines: the people a page names as its writers."""

from __future__ import annotations

import re

from samestory.outline.cues import table
from samestory.outline.details.dates import when
from samestory.outline.people import persons

_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){1,4}$")

_PIECES = re.compile(r"\s*[|,•·]\s*")
_COUNTED = re.compile(r"\s*\d")  # "by Ana Ruiz 3 comments"


def names(text: str) -> list[str]:
    """The names of a byline, without what the people are, and without the day beside them.

    >>> names("By Ana Ruiz and Per Lund, staff writers")
    ['Ana Ruiz', 'Per Lund']
    """
    found = when(text)
    undated = text.replace(found.text, " , ") if found else text
    return [
        name
        for name in persons(undated.rstrip(" -–—|·•"))
        if _NAME.match(name) and not name[0].islower() and not name[-1].isdigit()
    ]


def beside_date(text: str) -> list[str]:
    """The names of a date line that tells them, too.

    >>> beside_date("3 May 2031 by Ana Ruiz 4 comments")
    ['Ana Ruiz']
    """
    found = when(text)
    pieces = _PIECES.split(text.replace(found.text, " | ")) if found else []
    starts = table("by")["start"]
    return [name for piece in pieces if piece.casefold().startswith(starts) for name in names(_COUNTED.split(piece)[0])]
