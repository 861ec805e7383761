"""What collation knows of a language: spellings, synonyms, and the words on which a claim hangs.

English synonyms come from WordNet 3.0 (Fellbaum 1998), its frequent senses only, and from a list of what news uses
one for the other.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from typing import Any

from samestory import data


class Lists(dict[str, frozenset[str]]):
    """The word lists of a language by name; a list that the language has not is empty."""

    def __missing__(self, name: str) -> frozenset[str]:
        return frozenset()


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The collation table of a language, ready for questions about folded words."""

    table: Mapping[str, Any]
    lists: Lists
    thesaurus: tuple[str, ...]  # sorted lines of the synonym file
    numbers: Mapping[str, int]  # "five": 5
    times: Mapping[str, int]  # "million", "m": 1000000
    months: frozenset[str]
    weekdays: frozenset[str]

    def spelled(self, word: str) -> str:
        """A word in the spelling in which both of two are compared.

        >>> lexicon("en").spelled("mobilisation")
        'mobilization'
        """
        return _spelled(self, word)

    def lemmas(self, word: str) -> frozenset[str]:
        """The base forms a word may be a form of, itself included.

        >>> sorted(lexicon("en").lemmas("wounded"))
        ['wound', 'wounded']
        """
        return _lemmas(self, word)

    def parts(self, word: str) -> str:
        """The parts of speech of a base form, the most frequent first: n, v, a, r; empty if the word is not known."""
        return next((fields[1] for fields in self.entries(word) if not fields[1].startswith("=")), "")

    def saying(self, word: str) -> frozenset[str]:
        """The verb of saying that a word is a form of, all plain ones as "say".

        >>> english = lexicon("en")
        >>> sorted(english.saying("told")), sorted(english.saying("warned")), sorted(english.saying("ran"))
        (['say'], ['warn'], [])
        """
        return _saying(self, word)

    def plural(self, word: str) -> bool:
        """May it be the plural of a noun?"""
        return word.endswith("s") and any("n" in self.parts(lemma) for lemma in self.lemmas(word) - {word})

    def known(self, word: str) -> bool:
        """Does the synonym file have the word?"""
        return bool(self.entries(word))

    def entries(self, word: str) -> tuple[list[str], ...]:
        """The lines of a word in the synonym file, cut into fields."""
        return _entries(self, word)

    def groups(self, phrase: tuple[str, ...]) -> frozenset[str]:
        """The groups of synonyms that a word or phrase belongs to in any of its forms."""
        return _groups(self, phrase)

    def synonyms(self, one: Sequence[str], other: Sequence[str]) -> bool:
        """Do two words or phrases share a group of synonyms?

        >>> english = lexicon("en")
        >>> english.synonyms(["soldiers"], ["troops"]), english.synonyms(["cakes"], ["cookies"])
        (True, False)
        """
        return not self.groups(tuple(one)).isdisjoint(self.groups(tuple(other)))

    def opposed(self, one: str, other: str) -> bool:
        """Are two words listed as things that must not be taken for each other?"""
        return _opposed(self, one, other)

    @cached_property
    def opposites(self) -> frozenset[tuple[str, str]]:
        """Pairs of base forms that must not be taken for each other, both ways round."""
        pairs = [tuple(pair.split("/")) for pair in self.table.get("opposites", ())]
        return frozenset((a, b) for pair in pairs for a, b in (pair, pair[::-1]))

    @cached_property
    def modals(self) -> Mapping[str, int]:
        """Modal verbs by the number of their group."""
        return {word: number for number, group in enumerate(self.table.get("modals", ())) for word in group}

    @cached_property
    def listed(self) -> Mapping[str, frozenset[str]]:
        """The groups of synonyms of the language file by their members."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for number, line in enumerate(self.table.get("synonyms", "").split("\n")):
            for member in line.split(","):
                found[" ".join(self.spelled(word) for word in member.split())].add(f"#{number}")
        found.pop("", None)
        return {member: frozenset(groups) for member, groups in found.items()}

    @cached_property
    def respelled(self) -> Mapping[str, str]:
        """Whole words and the spelling they are compared in; clipped negations and verbs too."""
        pairs = (pair.split("=") for name in ("spellings", "contractions") for pair in self.table.get(name, "").split())
        return {word: spelling for word, spelling in pairs if not word.startswith("n't")}

    @cached_property
    def expansions(self) -> frozenset[str]:
        """What contractions stand for: "she is", "can not"."""
        return frozenset(spelling.replace("_", " ") for spelling in self.respelled.values() if "_" in spelling)

    @cached_property
    def endings(self) -> tuple[tuple[str, str], ...]:
        """Word endings and the spelling they are compared in, longest first."""
        pairs = [pair.split("=") for pair in self.table.get("spelling_endings", "").split()]
        return tuple((one, other) for one, other in sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


@cache
def lexicon(code: str | None) -> Lexicon:
    """The lexicon of a language; an empty one for a language without a collation table."""
    table = data.language(code) or {}
    figures, dates = table.get("claims", {}).get("figures", {}), table.get("claims", {}).get("dates", {})
    months, weekdays = frozenset(dates.get("months", ())), frozenset(dates.get("weekdays", ()))
    times = {**figures.get("times", {}), **figures.get("short_times", {})}
    own = table.get("collation", {})
    lists = Lists({name: frozenset(words) for name, words in own.items() if words and isinstance(words[0], str)})
    lists["saying_forms"] = frozenset(table.get("saying", ()))
    lists["light"] = (
        lists["little_words"] | lists["titles"] | {word for group in own.get("modals", ()) for word in group}
    )
    lists["days"] = months | weekdays
    days = lists["days"] | {f"{day}'s" for day in lists["days"]}
    lists["listed"] = days.union(*(lists[name] for name in ("negations", "hedges", "scopes", "bounds", "times")))
    lists["relative"] = lists["relative_days"] | weekdays
    lists["saying"] = lists["plain_saying"] | lists["loaded_saying"]
    return Lexicon(own, lists, _thesaurus(code), figures.get("words", {}), times, months, weekdays)


def _thesaurus(code: str | None) -> tuple[str, ...]:
    path = files("samestory") / "languages" / f"{code}.synonyms.txt"
    return tuple(path.read_text("utf-8").split("\n")) if path.is_file() else ()


@lru_cache(maxsize=16384)
def _spelled(lexicon: Lexicon, word: str) -> str:
    if word in lexicon.respelled:
        return lexicon.respelled[word]
    if not word.isascii() and lexicon.respelled:
        word = "".join(char for char in unicodedata.normalize("NFKD", word) if not unicodedata.combining(char))
    for ending, spelling in lexicon.endings:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + spelling
    return word


@lru_cache(maxsize=16384)
def _entries(lexicon: Lexicon, word: str) -> tuple[list[str], ...]:
    lines, key = lexicon.thesaurus, word + "\t"
    start = end = bisect_left(lines, key)
    while end < len(lines) and lines[end].startswith(key):
        end += 1
    return tuple(line.split("\t") for line in lines[start:end])


@lru_cache(maxsize=16384)
def _lemmas(lexicon: Lexicon, word: str) -> frozenset[str]:
    """Irregular forms from the synonym file, regular ones by their endings where the rest is a known word."""
    if word not in lexicon.respelled:
        word = word.removesuffix("'s").removesuffix("'")
    found = {word} | {fields[1][1:] for fields in lexicon.entries(word) if fields[1].startswith("=")}
    for ending, rest in _ENDINGS:
        stem = word[: -len(ending)] + rest
        if word.endswith(ending) and len(stem) >= 2 and (lexicon.known(stem) or stem in lexicon.listed):
            found.add(stem)
    for ending in ("s", "es"):
        if (
            word.endswith(ending)
            and len(word) > 5
            and not word.endswith("ss")
            and word[: -len(ending)].endswith(_NOMINAL)
        ):
            found.add(word[: -len(ending)])
    for ending in ("ed", "ing", "er"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 3 and stem[-1] == stem[-2] and lexicon.known(stem[:-1]):
            found.add(stem[:-1])
    return frozenset(map(lexicon.spelled, found))


_NOMINAL = ("tion", "sion", "ment", "ness", "ity", "er", "or", "ist", "ism", "age", "ing", "ship", "ance", "ence", "ee")
_ENDINGS = (
    ("s", ""),
    ("es", ""),
    ("ies", "y"),
    ("ed", ""),
    ("ed", "e"),
    ("ied", "y"),
    ("ing", ""),
    ("ing", "e"),
    ("d", ""),
)


@lru_cache(maxsize=16384)
def _saying(lexicon: Lexicon, word: str) -> frozenset[str]:
    lemmas = lexicon.lemmas(word)
    return frozenset(["say"]) if lemmas & lexicon.lists["plain_saying"] else lemmas & lexicon.lists["loaded_saying"]


@lru_cache(maxsize=16384)
def _opposed(lexicon: Lexicon, one: str, other: str) -> bool:
    pairs = lexicon.opposites
    return any((a, b) in pairs for a in lexicon.lemmas(one) for b in lexicon.lemmas(other))


@lru_cache(maxsize=16384)
def _groups(lexicon: Lexicon, phrase: tuple[str, ...]) -> frozenset[str]:
    found: set[str] = set()
    full = " ".join(phrase) if len(phrase) > 1 else lexicon.spelled(phrase[0]).replace("_", " ")
    if full in lexicon.expansions:
        found.add(full)
    for form in _forms(lexicon, phrase):
        found |= lexicon.listed.get(form, frozenset())
        for _, part, *groups in lexicon.entries(form):
            found.update(f"{group}" for group in "".join(groups).split(",") if group and not part.startswith("="))
    return frozenset(found)


def _forms(lexicon: Lexicon, phrase: tuple[str, ...]) -> Iterable[str]:
    """The phrase with its first word, and with its last, in every base form."""
    first, last = phrase[0], phrase[-1]
    yield from {" ".join([lemma, *phrase[1:]]) for lemma in (first, *lexicon.lemmas(first))}
    if len(phrase) > 1:
        yield from {" ".join([*phrase[:-1], lemma]) for lemma in lexicon.lemmas(last)}
