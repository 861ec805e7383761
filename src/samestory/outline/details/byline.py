"""Bylines: the people a page names as its writers."""

from __future__ import annotations

import re

from samestory.outline.details.dates import when
from samestory.outline.people import persons

_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?:\s[^\W\d_][\w.'’-]*){1,4}$")


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
