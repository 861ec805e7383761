"""Authors: the people among the names that metadata and bylines give."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from itertools import chain

from samestory.data import wires
from samestory.outline.cues import anywhere, cue, starting, table
from samestory.outline.titles import plain
from samestory.outline.words import one_of

_BETWEEN = re.compile(r"\s*(?:[,;|•·&/\n]|\s[-–—]\s)\s*")
_ADDRESS = re.compile(r"\S*@\S+|(?:https?:|www\.)\S*|\([^()]*\)", re.IGNORECASE)
_NO_NAME = re.compile(r"\d{3}|\w\.\w{2,4}$|[:()]")
# "Ana Ruiz MS", "Ana Ruiz, Ph.D.": what somebody has learnt is no part of the name.
_DEGREES = re.compile(r"(?<=[^\W\d_A-Z])(?:\s+(?:[A-Z]{2,5}|(?:[A-Z][a-z]?\.){1,3}D\.?|PhD))+$")
_GLUED = re.compile(r"^By(?=[A-Z])|(?<=[a-z])(?=[A-Z][a-z]+:)")  # "ByAna Ruiz", "Ana RuizPublished: 3 May"
_LETTERS = re.compile(r"(?:[^\W\d_]|[ '’-](?=[^\W\d_]))+")  # a hyphen or an apostrophe may part a name
_NAMED = re.compile(r"[^\W\d_]")
_LONGEST = 60


def people(given: Iterable[str], outlets: Collection[str]) -> tuple[str, ...]:
    """The persons among names as metadata write them; agencies, newsrooms and the outlet itself are none.

    >>> people(["By Ana Ruiz and Per Lund", "Valley Post Staff", "Reuters"], ["Valley Post"])
    ('Ana Ruiz', 'Per Lund')
    """
    none = {folded for outlet in outlets if (folded := plain(outlet))}
    found: dict[str, str] = {}
    for text in given:
        named = list(persons(text, none))
        full = any(" " in name for name in named)  # beside full names, a single word is a degree or a house
        for name in named:
            if " " in name or not full:
                found.setdefault(plain(name), name)
    return tuple(found.values())


def parted(text: str) -> Iterator[str]:
    """The names of a byline or of a value of metadata, without addresses, places, degrees and the agency behind a name.

    >>> list(parted("By Ana Ruiz in Port Vale and Per Lund PhD | lund@valley-post.example"))
    ['Ana Ruiz', 'Per Lund', '']
    """
    bare = _office().sub(" , ", _GLUED.sub(" , ", _ADDRESS.sub(" ", text))).lstrip(" ,")
    lowered = bare.casefold()
    starts = _starts() if lowered.startswith(_starts()) else ()
    start = next((start for start in starts if lowered.startswith(start)), "")
    for part in _BETWEEN.split(_ands().sub(" , ", bare[len(start) :])):
        yield _alone(" ".join(part.split()))


@cache
def _office() -> re.Pattern[str]:
    """Where what somebody is was run into his name: "Ana RuizColumnist", "Per LundNews Reporter"."""
    words = sorted({word.title() for word in (*table("by")["role"], *table("by")["newsroom"]) if word.isascii()})
    return re.compile(r"(?<=[a-z])(?=(?:" + "|".join(map(re.escape, words)) + r")\b)")


def _alone(name: str) -> str:
    """A name without where its bearer writes from, what he has learnt, and whom he writes for."""
    named = _DEGREES.sub("", without_place(name.strip(" .:")))
    own = _for_agency().sub("", named).strip(" .:")
    return own if " " in own else named.strip(" .:")


@cache
def _for_agency() -> re.Pattern[str]:
    """The agency at the end of a name: "Ana Ruiz The Associated Press"; short ones are names of people, too."""
    names = {name for wire in wires().values() for name in (wire["name"], *wire["names"]) if " " in name}
    return re.compile(rf"(?<=\w)\s+(?:The\s+)?{one_of(names)}$", re.IGNORECASE)


@cache
def _ands() -> re.Pattern[str]:
    return re.compile(r"\s(?:" + "|".join(map(re.escape, table("by")["and"])) + r")\s", re.IGNORECASE)


@cache
def _starts() -> tuple[str, ...]:
    """What bylines start with, the longest first."""
    return tuple(sorted((*table("by")["start"], *starting("meta.byline")), key=len, reverse=True))


def without_place(name: str) -> str:
    """A name without where its bearer writes from.

    >>> without_place("Ana van der Ruiz in Port Vale")
    'Ana van der Ruiz'
    """
    return _from_place().sub(r"\1", name)


@cache
def _from_place() -> re.Pattern[str]:
    places = "|".join(map(re.escape, table("by")["place"]))
    return re.compile(rf"(?<=\w\s)(\w\S+)\s(?:{places})\s[^\W\d_a-z].*")


def persons(text: str, none: Collection[str] = frozenset()) -> Iterator[str]:
    """The persons among the names of one line or value; `none` are the folded names of houses that are none.

    >>> list(persons("By Ana Ruiz and Per Lund, staff writers, Getty Images"))
    ['Ana Ruiz', 'Per Lund']
    """
    yield from (name for name in parted(text) if _is_person(name, none))


def _is_person(name: str, none: Collection[str]) -> bool:
    words = plain(name)
    if not words or len(name) > _LONGEST or len(words.split()) > 6 or not _NAMED.search(name) or _NO_NAME.search(name):
        return False
    if words in none or words in _agencies():
        return False
    if any(len(house) > 5 and house in words for house in chain(none, _wires())):
        return False
    return _newsroom().isdisjoint(words.split()) and not _titles().search(words)


@cache
def _newsroom() -> frozenset[str]:
    """Words of newsrooms and of jobs, never of a person's name."""
    return frozenset(table("by")["newsroom"])


@cache
def _titles() -> re.Pattern[str]:
    """Words for what a writer is, in one pattern: one search a role took ten times as long."""
    return re.compile(rf"(?<!\w){one_of(table('by')['role'])}s?(?!\w)")


def name_alone(text: str) -> str | None:
    """A line that is nothing but a name of two to four words, as bylines without "by" are.

    >>> name_alone("Ana van der Ruiz-Lund"), name_alone("Learn about us"), name_alone("Columnist")
    ('Ana van der Ruiz-Lund', None, None)
    """
    words = text.split()
    big = [word for word in words if word[0].isupper()]
    small = all(len(word) <= 3 for word in words if not word[0].isupper())
    is_name = 2 <= len(big) <= 4 and small and len(text) <= _LONGEST and _LETTERS.fullmatch(text)
    return text if is_name and cue(text) is None and not any(map(_is_button, big)) else None


def _is_button(word: str) -> bool:
    """Is a word what a button says: "Facebook", "Share"?"""
    found = cue(word)
    return found is not None and found.role.startswith("ui.")


@cache  # worked out again for every name it took nearly half of the time of a page that is only a body
def _wires() -> frozenset[str]:
    return frozenset(plain(name) for wire in wires().values() for name in (wire["name"], *wire["names"]))


@cache
def _agencies() -> frozenset[str]:
    pictures, texts = (anywhere("agencies")[kind] for kind in ("photo", "text"))
    return _wires() | {plain(name) for name in (*pictures, *texts)}
