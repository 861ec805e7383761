"""Photo credits: "Photo by Ana Ruiz/North Press" names a photographer and a picture agency."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from samestory.outline.cues import anywhere, cue, starting
from samestory.outline.people import name_alone
from samestory.outline.words import one_of

_LONGEST = 140
_NAME = r"[^\W\d_a-z][\w.'’-]*(?:\s(?:[a-z]{1,3}\s)?[^\W\d_a-z][\w.'’-]*){0,4}"
_SLASHED = re.compile(rf"\(?(?P<one>{_NAME})\s?/\s?(?P<other>{_NAME})(?:\s?/\s?{_NAME})?(?:\s?[,-]\s?\w+)?\)?\.?$")
_SPLIT = re.compile(r"\s+(?:via|for)\s+|\s*/\s*|\s*\|\s*|\s+[-–—]\s+|,\s+|\s*\(", re.IGNORECASE)
_BRACKETED = re.compile(r"[(\[](?P<credit>[^()\[\]]{4,90})[)\]]\.?$")
_CLOSING, _ENDS = (")", "]"), tuple('.!?。…”"')
_MAY_SPLIT = re.compile(r"[/|,(–—-]|\s(?:via|for)\s", re.IGNORECASE)  # whether _SPLIT may: in a third of its time
_LAST_WORDS = re.compile(r"[.!?。…”\"][)\]]?\s?([^.!?。…”\"]{2,70})$")  # "The market on Monday. Ana Ruiz/North Press"
_MARKS = " \t\n:;.,()[]|-–—©/"


def is_credit(text: str) -> bool:
    """Is this line a photo credit and nothing else?

    >>> is_credit("(Ana Ruiz/North Press)"), is_credit("The photo shows a river.")
    (True, False)
    """
    if len(text) > _LONGEST or (text.endswith(("?", "!"))):
        return False
    found = cue(text)
    if found and found.role == "media.credit" and found.how in ("line", "start"):
        return _says_little(text)
    if found is not None:
        return False
    match = _SLASHED.match(text) if "/" in text else None
    if match and (text.startswith("(") or _is_agency(match["one"], match["other"])):
        return True
    if len(text) > 90 or text.endswith(".") or not _MAY_SPLIT.search(text):
        return False
    parts = [bare for part in _SPLIT.split(text) if (bare := part.strip(_MARKS))]
    return 1 < len(parts) <= 5 and _is_agency(*parts) and _says_little(text)


def names_two(text: str) -> bool:
    """A person and a house of any name, parted by a slash: a credit where it stands alone between paragraphs.

    >>> names_two("Ana Ruiz/North Press"), names_two("News/Sport")
    (True, False)
    """
    match = _SLASHED.match(text) if len(text) <= _LONGEST else None
    return bool(match and " " in match["one"])


def _says_little(text: str) -> bool:
    """A credit holds names, a caption tells something: "Photo: Ana Ruiz", not "Photo: the square this morning"."""
    words = re.findall(r"[^\W\d_]{2,}", text)
    return len(words) <= 12 and 2 * sum(word[0].islower() for word in words) <= len(words) + 3


def _is_agency(*names: str) -> bool:
    agencies = anywhere("agencies")["photo"]
    return any(name.casefold().strip(_MARKS) in agencies for name in names)


def tail(text: str, named: bool = False) -> str | None:
    """The credit at the end of a caption, if there is one. `named`: the markup says that it is a caption.

    >>> tail("The flooded market on Monday. (Photo: Ana Ruiz/North Press)")
    'Photo: Ana Ruiz/North Press'
    """
    match = _BRACKETED.search(text[-100:]) if text[-3:].strip("\n.").endswith(_CLOSING) else None
    if match and (is_credit(match["credit"]) or _names_agency(match["credit"])):
        return match["credit"]
    end = text[-110:]
    match = _unbracketed().search(end) if _begins().search(end.casefold()) else None
    if match and is_credit(match["credit"]):
        return match["credit"]
    sign = end.rfind("©") if named else -1
    if sign > 0 and _says_little(end[sign:]):
        return end[sign:]
    match = None if end.endswith(_ENDS) else _LAST_WORDS.search(text[-90:])
    if match is None:
        return None
    if (_names_agency(match[1]) and _says_little(match[1])) or _is_cue(match[1]):
        return match[1]
    return match[1] if named and name_alone(match[1]) else None


def _is_cue(text: str) -> bool:
    """Is it nothing but words for where a picture is from: "Library picture"?"""
    found = cue(text)
    return found is not None and found.role == "media.credit" and found.how == "line"


@cache
def _begins() -> re.Pattern[str]:
    """The first letters of such a credit, folded: to look for these first takes a small part of the time."""
    return re.compile(rf"\s{one_of(start[:4].casefold() for start in starting('media.credit'))}")


@cache
def _unbracketed() -> re.Pattern[str]:
    """A credit after the last sentence of a caption: "The market on Monday. Photo by Ana Ruiz"."""
    starts = one_of(starting("media.credit"))
    return re.compile(
        rf"(?:[.!?”\"]|[^\W\d]|\s[-–—|])\s(?P<credit>{starts}\W{{0,3}}\S[^.!?]{{2,60}}\.?)$", re.IGNORECASE
    )


def _names_agency(text: str) -> bool:
    return any(_is_agency(part) for part in _SPLIT.split(text))


def credit(text: str) -> dict[str, Any]:
    """Photographer and agency of a credit line.

    >>> credit("Photo by Ana Ruiz/North Press")
    {'photographer': 'Ana Ruiz', 'agency': 'North Press'}
    """
    named = _names(tail(text) or text)
    parts = [part.strip(_MARKS) for part in _SPLIT.split(named) if part.strip(_MARKS)]
    agency = next((part for part in reversed(parts) if _is_agency(part)), None)
    if agency is None and len(parts) > 1:
        agency = parts[-1]
    people = [part for part in parts if part != agency]
    return {"photographer": people[0] if people else None, "agency": agency}


def _names(text: str) -> str:
    """The credit without "Photo by", "Image:" and the like."""
    for _ in range(2):
        found = cue(text)
        if not (found and found.role in ("media.credit", "media.caption") and found.how == "start"):
            break
        text = text.strip(_MARKS)[len(found.phrase) :].strip(_MARKS)
    return re.sub(r"^(?:by|from|courtesy of)\s+", "", text.strip(_MARKS), flags=re.IGNORECASE)
