"""Phrases of furniture: what a line of menu, offer, player or footer says in so many words.

The phrases are data, one file a language in `furniture/`; all languages are asked of every page, so a page needs no
known language, and a page in a language without a file loses only this one signal.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal, NamedTuple

How = Literal["line", "start", "holds"]

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_SAME = (("’", "'"), ("‘", "'"), ("\xa0", " "), ("‐", "-"), ("‑", "-"), ("©", "© "))
_LONGEST_LINE = 90
_LOOKED = 20_000  # characters of a line: no paragraph has as many, and some pages have a line of megabytes
_LONGEST_START = 240


class Cue(NamedTuple):
    """A phrase of furniture found in a line."""

    role: str
    phrase: str
    how: How


@lru_cache(maxsize=4096)  # a line is asked for as a credit, as a cue and as a topic
def cue(text: str) -> Cue | None:
    """What furniture a line says to be, if it says so: by the whole line, by its start, or by a phrase in it.

    >>> cue("Share this article")
    Cue(role='ui.share', phrase='share this article', how='line')
    >>> cue("The river rose overnight") is None
    True
    """
    key = folded(text)
    if len(key) <= _LONGEST_LINE and (role := _book().lines.get(key)):
        return Cue(role, key, "line")
    words = _WORD.findall(key)
    if len(key) <= _LONGEST_START and (found := _started(key, words)):
        return found
    return next(_held(key, words), None) if _may_hold(key, words) else None


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """A line as phrases are written: lower case, plain apostrophes, `#` for numbers, no marks at the ends.

    >>> folded("» 12 Comments:")
    '# comments'
    """
    plain = text[:_LOOKED].casefold()
    if not text.isascii():
        for mark, written in _SAME:  # `translate` asks for every letter
            plain = plain.replace(mark, written)
    lowered = _NUMBER.sub("#", plain)
    if not lowered.isprintable() or "  " in lowered:
        lowered = " ".join(lowered.split())
    # The ends are looked for from outside: a pattern would try every mark in the text.
    start, end = 0, len(lowered)
    while start < end and not (lowered[start].isalnum() or lowered[start] in "_©×#@"):
        start += 1
    while start < end and not (lowered[end - 1].isalnum() or lowered[end - 1] in "_©×#"):
        end -= 1
    return lowered[start:end]


def holding(key: str) -> Iterator[Cue]:
    """Every phrase of furniture that stands in a folded line."""
    return _held(key, _WORD.findall(key))


def _may_hold(key: str, words: Sequence[str]) -> bool:
    """May a phrase stand in a folded line of these words? In most none does."""
    return not (key.isascii() and _book().telling.keys().isdisjoint(words))


def _held(key: str, words: Sequence[str]) -> Iterator[Cue]:
    book = _book()
    told = book.telling.keys() & words
    if told and any(phrase in key for word in told for phrase in book.telling[word]):
        for word in _WORD.finditer(key):
            for phrase, role in book.held.get(word[0], ()):
                if key.startswith(phrase, word.start()) and _whole(key, word.start() + len(phrase)):
                    yield Cue(role, phrase, "holds")
    if not key.isascii() and _UNSPACED.search(key):
        yield from (Cue(role, phrase, "holds") for phrase, role in book.unspaced_held if phrase in key)


@cache
def starting(role: str) -> tuple[str, ...]:
    """Every phrase that a line of this role may start with.

    >>> "photo by" in starting("media.credit")
    True
    """
    return tuple(phrase for furniture in _languages() for phrase in furniture.get(role, {}).get("start", ()))


@cache
def table(name: str) -> Mapping[str, tuple[Any, ...]]:
    """One table of words, put together from all languages.

    >>> "month" in table("offer")["month"]
    True
    """
    merged: dict[str, list[Any]] = defaultdict(list)
    for furniture in _languages():
        for key, values in furniture.get(name, {}).items():
            merged[key] += values
    return {key: tuple(values) for key, values in merged.items()}


@cache
def tables(name: str) -> tuple[Mapping[str, Any], ...]:
    """One table of words in every language, each by itself: "du" is "you" in one and "of the" in another.

    >>> any("billed" in words["selling"] for words in tables("offer"))
    True
    """
    return tuple(furniture[name] for furniture in _languages() if name in furniture)


@cache
def anywhere(name: str) -> Mapping[str, Any]:
    """One table of what all languages write alike.

    >>> anywhere("currency")["signs"]["€"]
    'EUR'
    """
    found: Mapping[str, Any] = _file("anywhere.toml")[name]
    return found


class _Book(NamedTuple):
    lines: Mapping[str, str]
    started: Mapping[str, tuple[tuple[str, str], ...]]  # by first word, longest phrase first
    held: Mapping[str, tuple[tuple[str, str], ...]]
    telling: Mapping[str, tuple[str, ...]]  # these by their longest word: "a" begins some, and stands everywhere
    unspaced_started: tuple[tuple[str, str], ...]
    unspaced_held: tuple[tuple[str, str], ...]


@cache
def _book() -> _Book:
    phrases: dict[How, dict[str, str]] = {"line": {}, "start": {}, "holds": {}}
    for furniture in _languages():
        for role, lists in furniture.items():
            if "." in role:
                for how, known in phrases.items():
                    fold = folded if how == "line" else str.casefold  # a mark ending a start counts: "home >"
                    for phrase in lists.get(how, ()):
                        known.setdefault(fold(phrase), role)
    started, held = phrases["start"], phrases["holds"]
    return _Book(
        lines=phrases["line"],
        started=_by_word(started),
        held=_by_word(held),
        telling=_by_longest_word(held),
        unspaced_started=_unspaced(started),
        unspaced_held=_unspaced(held),
    )


def _by_word(phrases: Mapping[str, str]) -> Mapping[str, tuple[tuple[str, str], ...]]:
    index: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for phrase, role in sorted(phrases.items(), key=lambda item: (-len(item[0]), item[0])):
        if not _UNSPACED.search(phrase):
            index[_first(phrase)].append((phrase, role))
    return {word: tuple(found) for word, found in index.items()}


def _by_longest_word(phrases: Mapping[str, str]) -> Mapping[str, tuple[str, ...]]:
    index: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for phrase in sorted(phrases):
        if not _UNSPACED.search(phrase) and (words := _WORD.findall(phrase)):
            index[max(words, key=len)] += (phrase,)
    return dict(index)


def _unspaced(phrases: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((phrase, role) for phrase, role in phrases.items() if _UNSPACED.search(phrase)))


def _first(phrase: str) -> str:
    word = _WORD.search(phrase)
    return word[0] if word else phrase[:1]


def _started(key: str, words: Sequence[str]) -> Cue | None:
    """The longest phrase that a folded line of these words starts with."""
    book = _book()
    for begun in (*words[:1], key[:1]):
        for phrase, role in book.started.get(begun, ()):
            if key.startswith(phrase) and _whole(key, len(phrase)):
                return Cue(role, phrase, "start")
    if not key.isascii() and _UNSPACED.search(key):
        started = (Cue(role, phrase, "start") for phrase, role in book.unspaced_started if key.startswith(phrase))
        return next(started, None)
    return None


def _whole(key: str, end: int) -> bool:
    """Does the phrase end where a word ends?"""
    return end >= len(key) or not (key[end].isalnum() and key[end - 1].isalnum())


@cache
def _languages() -> tuple[Mapping[str, Any], ...]:
    folder = files("samestory") / "outline" / "furniture"
    names = sorted(
        path.name for path in folder.iterdir() if path.name.endswith(".toml") and path.name != "anywhere.toml"
    )
    return tuple(map(_file, names))


def _file(name: str) -> Mapping[str, Any]:
    return tomllib.loads((files("samestory") / "outline" / "furniture" / name).read_text("utf-8"))
