"""Who is who: one speaker under a full name, a surname, a title or an abbreviation."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz.distance import Indel

from samestory.text import fold

# Two spellings of one name ("Zelensky", "Zelenskiy", "Zelenskyy") are .88 and more alike; different surnames of
# different people in the same story hardly ever more than .6 ("Johnson", "Johansson": .75, taken for one: that hides a
# conflict and invents none).
ALIKE = 0.75
# First names change more from script to script: "Volodymyr", "Vladimir" .59; "Sergei", "Serhiy" .67. Two persons whose
# family names happen to look alike mostly differ in these altogether ("Idris", "Lena": 0).
GIVEN = 0.5


@lru_cache(maxsize=16384)
def parts(name: str) -> tuple[str, ...]:
    """The words of a name, folded, without article and possessive.

    >>> parts("The Varna Reach’")
    ('varna', 'reach')
    """
    found = re.findall(r"[^\W_](?:[^\W_]|[.'’-](?=[^\W_]))*", name)
    folded = [re.sub(r"'s$", "", fold(word)).replace(".", "") for word in found]
    return tuple(folded[1:] if folded[:1] == ["the"] else folded)


def same(one: str, other: str) -> bool:
    """Can both be the name of one speaker: one holds the other, abbreviates it, or spells it otherwise?

    >>> same("Velde", "Arno Velde"), same("VR", "the Varna Reach"), same("Ana Roe", "Ben Roe")
    (True, True, False)
    """
    a, b = sorted((parts(one), parts(other)), key=len)
    if not a:
        return False
    return set(a) <= set(b) or _initials(a, b) or (len(a) == len(b) and all(map(_alike, a, b)))


def differ(one: str, other: str) -> bool:
    """Are these surely two speakers? False also where one cannot tell: they share a word, or nearly.

    >>> differ("Ana Roe", "Karl Lund"), differ("President Roe", "Ana Roe"), differ("Lindt", "Lindth")
    (True, False, False)
    >>> differ("Ivo Zarnholt", "Lena Marnholt"), differ("Ivo Zarnholt", "President Zarnhold")
    (True, False)
    """
    a, b = parts(one), parts(other)
    if not a or not b or _initials(a, b) or _initials(b, a):
        return False
    if person(one) and person(other) and not set(a) & set(b):
        # The first may be a title; then only another first letter of the family name tells two persons apart.
        return not (_alike(a[-1], b[-1]) and (a[-1][0] == b[-1][0] or _same_given(a[0], b[0])))
    return not any(_alike(word, twin) for word in a for twin in b)


def proper(name: str) -> bool:
    """Is it a name, not what somebody is ("police", "prime minister", "mayor of Dorn")?"""
    return name[:1].isupper()


def person(name: str) -> bool:
    """Is this written like the full name of a person: two to four capitalised words and nothing else?

    >>> person("Ana Roe"), person("Defence Ministry spokesman"), person("NATO")
    (True, False, False)
    """
    found = name.split()
    return 2 <= len(found) <= 4 and all(word[0].isupper() and not word.isupper() for word in found)


def fullest(names: Iterable[str]) -> dict[str, str]:
    """For every name the fullest one that surely means the same speaker; itself where two people could be meant.

    Names are completed in front, as surnames are: "Varna Reach" is not short for "Varna Reach envoy".

    >>> fullest(["Velde", "Arno Velde"])["Velde"]
    'Arno Velde'
    >>> fullest(["Roe", "Ana Roe", "Ben Roe"])["Roe"]
    'Roe'
    """
    known = sorted(set(names), key=lambda name: (-len(parts(name)), -len(name), name))
    by_last: dict[str, list[str]] = {}
    for name in known:
        for last in parts(name)[-1:]:
            by_last.setdefault(last, []).append(name)
    return {name: _fullest(name, [other for last in parts(name)[-1:] for other in by_last[last]]) for name in known}


def _fullest(name: str, others: Sequence[str]) -> str:
    """The only longest name that holds all words of this one; of several spellings the first."""
    mine = set(parts(name))
    # "Lund" is not short for "lawyer for Lund", nor for "officials and Ana Lund".
    named = [other for other in others if other == name or not proper(name) or all(map(proper, other.split()))]
    fuller = [other for other in named if mine <= set(parts(other))]
    agreed = fuller and all(set(parts(other)) <= set(parts(fuller[0])) for other in fuller)
    return fuller[0] if agreed else name


def _initials(short: tuple[str, ...], long: tuple[str, ...]) -> bool:
    """Is `short` one word made of the first letters of `long`?"""
    return len(short) == 1 < len(long) and short[0] == "".join(word[0] for word in long)


def _same_given(one: str, other: str) -> bool:
    """Can two first names be one: an initial, or two spellings of it?"""
    short, long = sorted((one, other), key=len)
    initial = len(short) == 1 and long.startswith(short)
    return initial or Indel.normalized_similarity(one, other) >= GIVEN


def _alike(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > 3 and Indel.normalized_similarity(one, other) >= ALIKE)
