"""Alignment of word sequences: a text as a string with one character a word, and what two such strings share.

Words become letters of a private alphabet, so that the bit-parallel algorithms of rapidfuzz (Hyyrö 2004, "Bit-parallel
LCS-length computation revisited") run over words as if over characters, and equal sentences are equal strings.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from rapidfuzz.distance import Indel, LCSseq

_FIRST, _SURROGATES, _AFTER_SURROGATES = 0x100, 0xD800, 0xE000


class Alphabet(dict[str, str]):
    """Gives every different word a letter of its own.

    >>> letters = Alphabet()
    >>> "".join(map(letters.__getitem__, ["the", "cat", "the"])) == letters["the"] + letters["cat"] + letters["the"]
    True
    """

    def __missing__(self, word: str) -> str:
        code = _FIRST + len(self)
        letter = self[word] = chr(code if code < _SURROGATES else code + _AFTER_SURROGATES - _SURROGATES)
        return letter


class Hunk(NamedTuple):
    """A place where two sequences differ: `start:end` in the one, `other_start:other_end` in the other."""

    start: int
    end: int
    other_start: int
    other_end: int


def hunks(one: str, other: str) -> list[Hunk]:
    """Where two sequences of letters differ, in order; between two hunks they are equal.

    >>> hunks("abcde", "axcdef")
    [Hunk(start=1, end=2, other_start=1, other_end=2), Hunk(start=5, end=5, other_start=5, other_end=6)]
    """
    new = tuple.__new__  # three fifths of the time of Hunk(…)
    found, at, other_at = [], 0, 0
    for block in LCSseq.editops(one, other).as_matching_blocks():
        if at < block.a or other_at < block.b:
            found.append(new(Hunk, (at, block.a, other_at, block.b)))
        at, other_at = block.a + block.size, block.b + block.size
    return found


def likeness(one: str, other: str) -> float:
    """Twice the letters in common order over all letters, 0..1 (the normalised Indel similarity).

    >>> likeness("abcd", "abxd")
    0.75
    """
    return Indel.normalized_similarity(one, other)


def moved(places: Sequence[int]) -> set[int]:
    """The fewest indices to take out so that the places that are left ascend (longest increasing subsequence).

    Patience sorting (Fredman 1975), n log n.

    >>> moved([0, 3, 1, 2, 4])
    {1}
    """
    tops: list[int] = []  # smallest last place of an ascending run of each length
    ends: list[int] = []  # the index where it stands
    before: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(tops, place)
        before.append(ends[length - 1] if length else -1)
        tops[length : length + 1] = [place]
        ends[length : length + 1] = [index]
    kept, index = set(), ends[-1] if ends else -1
    while index >= 0:
        kept.add(index)
        index = before[index]
    return set(range(len(places))) - kept
