"""One utterance in two wordings: who quotes it in the very words of another has them from the same interpreter.

Whoever was there quotes what was said in the same words, and shared quotations are no sign of copying. But what stands
in two wordings throughout, each between quotation marks, was said in another language, and put into this one twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from samestory.align import Alphabet, Hunk, hunks
from samestory.lineage.texts import outside
from samestory.spans import body
from samestory.text import fold, spoken, words
from samestory.types import Span, Version

LEAST = 12  # words: shorter ones are alike by chance
NAME = 4  # letters
# Of the words of the shorter: so many in common order are one wording; fewer, but not few, in several places are two
# wordings of one utterance. In 2,618 pairs of outlets on one event (BASIL, AllSides, newscluster) two quotations of one
# wording and a third in another were found once, where that was cut: its words in common stand in one row (2026-11-22).
SAME, LIKE = 0.9, 0.45
ANEW = 0.75
PLACES = 4


class Utterance(NamedTuple):
    """What a paragraph quotes, and the names beside it."""

    words: tuple[str, ...]
    names: frozenset[str]
    span: Span


def utterances(version: Version) -> tuple[Utterance, ...]:
    """Paragraph by paragraph what others said, as far as somebody is named beside it."""
    text = version.page.text
    quoted = spoken(text)
    found = (_utterance(text, piece, quoted) for piece in body(version.outline)) if quoted else ()
    return tuple(said for said in found if len(said.words) >= LEAST and said.names)


def _utterance(text: str, paragraph: Span, quoted: Iterable[Span]) -> Utterance:
    tokens = [span for span in words(text, paragraph) if text[span.start].isalnum()]
    own = outside(tokens, quoted)
    said = tuple(fold(text[start:end]) for (start, end), mine in zip(tokens, own, strict=True) if not mine)
    names = frozenset(
        fold(text[start:end])
        for (start, end), mine in zip(tokens, own, strict=True)
        if mine and text[start].isupper() and end - start >= NAME
    )
    return Utterance(said, names, paragraph)


def interpreted(
    mine: Iterable[Utterance], theirs: Iterable[Utterance], others: Iterable[Utterance]
) -> Iterator[tuple[Utterance, Utterance]]:
    """What two pages quote in the same words, and some other page in other words throughout.

    >>> one = "we have nothing against machines but will not be scrapped with them".split()
    >>> other = "we are not against machines we will not be thrown out along with them".split()
    >>> first, second = (Utterance(tuple(said), frozenset({"lund"}), Span(0, 9)) for said in (one, other))
    >>> len(list(interpreted([first], [first], [second]))), len(list(interpreted([first], [first], [first])))
    (1, 0)
    """
    against = list(theirs)
    alike = ((said, each) for said in mine for each in against if _of_one(said, each) and _share(said, each)[0] >= SAME)
    same = list(alike)
    anew = list(others) if same else ()  # seldom, and so many in a large story that they are not gone through before
    for said, twin in same:
        if any(_of_one(said, each) and _anew(said, each) for each in anew):
            yield said, twin


def _of_one(one: Utterance, other: Utterance) -> bool:
    """Are both as long, and is somebody named beside both?"""
    lengths = sorted((len(one.words), len(other.words)))
    return lengths[0] > ANEW * lengths[1] and bool(one.names & other.names)


def _anew(one: Utterance, other: Utterance) -> bool:
    share, places = _share(one, other)
    return LIKE <= share <= ANEW and places >= PLACES


def _share(one: Utterance, other: Utterance) -> tuple[float, int]:
    """Of the words of the shorter: how many both have in one order, and in how many places."""
    letters = Alphabet()
    mine, theirs = ("".join(map(letters.__getitem__, each.words)) for each in (one, other))
    ends = [Hunk(0, 0, 0, 0), *hunks(mine, theirs), Hunk(len(mine), len(mine), len(theirs), len(theirs))]
    rows = [after.start - before.end for before, after in pairwise(ends)]
    return sum(rows) / min(len(mine), len(theirs)), sum(map(bool, rows))
