"""The words of a language as the grammar of reported speech needs them, made once from its language file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from samestory.data import Table, language
from samestory.text import fold

# One letter a word class; a sentence is read as a string of these letters (see `passages`).
# q quotation  " one of its marks  , ; : - ( ) . other marks  d determiner  p subject pronoun  o object pronoun
# r relative  t "that"  j preposition that joins nouns  i other preposition  k subordinator  c coordinator  x auxiliary
# a adverb  m time  0 number  N name  G genitive  v other verb  w other word  f "according to"
# s says  b stance  h sees (as)  n names, and the same four as participles: S B H L
_CLASSES = {
    "subject_pronouns": "p",
    "object_pronouns": "o",
    "relatives": "r",
    "that": "t",
    "auxiliaries": "x",
    "coordinators": "c",
    "subordinators": "k",
    "determiners": "d",
    "joining_prepositions": "j",
    "prepositions": "i",
    "adverbs": "a",
    "verbs": "v",
}
_CUES = (("seeing_as", "h"), ("naming", "n"), ("stance", "b"))
PARTICIPLES = {"s": "S", "b": "B", "h": "H", "n": "L"}


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Word lists of one language, ready to look up; a language has one, so that what it says of a word can be kept."""

    tags: Mapping[str, str]  # word -> letter of its class
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], str], ...]]  # first word -> (the words after it, letter)
    genitives: tuple[str, ...]  # endings, folded
    verb_endings: tuple[str, ...]
    abbreviations: frozenset[str]
    naming: tuple[str, ...]  # what stands right in front of a term: "so-called"
    words: Mapping[str, Any]  # the rest of the table `claims`, lists as frozensets
    people: Mapping[str, Any]
    figures: Mapping[str, Any]
    dates: Mapping[str, Any]
    units: tuple[tuple[tuple[str, ...], str], ...]  # words of a currency or a share -> its name, longest first
    dating: frozenset[str]  # words with which a date may begin, if not with digits
    counting: frozenset[str]  # … and a number


@cache
def lexicon(code: str | None) -> Lexicon | None:
    """The word lists of a language; None if its file has no table for claims.

    >>> lexicon("en").tags["said"], lexicon("tlh")
    ('s', None)
    """
    table = language(code)
    return _lexicon(table) if table and "claims" in table else None


def _lexicon(table: Table) -> Lexicon:
    own = table["claims"]
    tags: dict[str, str] = {}
    for name, letter in _CLASSES.items():
        tags |= {word: letter for word in own[name] if word not in tags}
    tags |= dict.fromkeys((*own["dates"]["time_words"], *own["dates"]["days"], *own["dates"]["weekdays"]), "m")
    phrases = [(phrase, "f") for phrase in own["source_phrases"]]
    for words, letter in [(table["saying"], "s"), *((own[name], letter) for name, letter in _CUES)]:
        tags |= {word: _cue(word, letter, own["participle_ending"]) for word in words if " " not in word}
        phrases += [(word, _cue(word, letter, own["participle_ending"])) for word in words if " " in word]
    return Lexicon(
        tags=tags,
        phrases=_by_first_word(phrases),
        genitives=tuple(own["genitives"]),
        verb_endings=tuple(own["verb_endings"]),
        abbreviations=frozenset(table["abbreviations"]),
        naming=tuple(own["naming_phrases"]),
        words=_sets(own),
        people=_sets(own["people"]),
        figures=_sets({**own["figures"], "words": _number_words(own["figures"]["words"])}),
        dates=_sets(own["dates"]),
        units=_units(own["figures"]),
        dating=frozenset().union(*(own["dates"][name] for name in ("months", "weekdays", "days", "spans"))),
        counting=frozenset(_number_words(own["figures"]["words"])).union(
            *(own["figures"][name] for name in ("vague", "one_as_article", "fractions"))
        ),
    )


def _units(figures: Table) -> tuple[tuple[tuple[str, ...], str], ...]:
    named = {**figures["shares"], **figures["money_words"]}
    found = [(tuple(phrase.split()), unit) for phrase, unit in named.items()]
    return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair)))


def _number_words(simple: Table) -> Table:
    """The number words with those of two parts, which are written as one word: "sixty-two"."""
    tens = {word: value for word, value in simple.items() if 20 <= value < 100}
    units = {word: value for word, value in simple.items() if 0 < value < 10}
    return {**simple, **{f"{ten}-{unit}": tens[ten] + units[unit] for ten in tens for unit in units}}


def _cue(word: str, letter: str, participle: str) -> str:
    return PARTICIPLES[letter] if word.split()[0].endswith(participle) else letter


def _by_first_word(phrases: Iterable[tuple[str, str]]) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for phrase, letter in sorted(phrases, key=lambda pair: (-len(pair[0]), pair)):
        first, *rest = fold(phrase).split()
        found.setdefault(first, []).append((tuple(rest), letter))
    return {first: tuple(rests) for first, rests in found.items()}


def _sets(table: Table) -> dict[str, Any]:
    return {
        key: frozenset(value) if isinstance(value, list) else _sets(value) if isinstance(value, dict) else value
        for key, value in table.items()
    }
