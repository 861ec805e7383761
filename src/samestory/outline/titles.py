"""Titles: comparing them, and taking the site's name off their end."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set

_WORD = re.compile(r"\w+")
_PART = re.compile(r"\s+[|–—·•»:-]{1,2}\s+|\s*[|»]\s*")


def plain(text: str) -> str:
    """Words alone, for comparing.

    >>> plain("Rain – again!")
    'rain again'
    """
    return " ".join(_WORD.findall(text.casefold()))


def likeness(one: str, other: str) -> float:
    """Share of common words of two plain titles, 0..1; a title inside a longer one counts by four fifths.

    >>> likeness("rain again", "rain again the valley post")
    0.8
    """
    return common(set(one.split()), set(other.split()))


def common(ours: Set[str], theirs: Set[str]) -> float:
    """`likeness` of two titles by their words."""
    shared = len(ours & theirs)
    if not shared:
        return 0.0
    return max(shared / len(ours | theirs), 0.8 * shared / len(ours) if len(ours) > 1 else 0.0)


def parts(title: str) -> list[str]:
    """What stands between the bars and dashes of a title.

    >>> parts("Rain again - The Valley Post")
    ['Rain again', 'The Valley Post']
    """
    return _PART.split(title)


def bare(title: str, sites: Iterable[str]) -> str:
    """A title without the names of its site at its end or beginning.

    >>> bare("Rain again - Weather | The Valley Post", ["The Valley Post"])
    'Rain again - Weather'
    """
    known = {plain(site) for site in sites if site} - {""}
    while parts := list(_PART.finditer(title)):
        if _names(title[parts[-1].end() :], known):
            title = title[: parts[-1].start()]
        elif _names(title[: parts[0].start()], known):
            title = title[parts[0].end() :]
        else:
            break
    return title.strip(" \t\n|–—·•»:-")


def _names(part: str, known: set[str]) -> bool:
    words = plain(part)
    joined = words.replace(" ", "")
    return any(words == site or joined == site.replace(" ", "") or words == f"{site} news" for site in known)
