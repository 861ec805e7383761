"""Versions that tell what another tells without its words: translations, close retellings, digests that name it.

Names and numbers stand for the text, each where a page has it first. Who translates a story, or writes it anew sentence
by sentence, keeps their order; who reports the same event orders them in a way of his own. A page of which nothing of
that is true may yet quote in the words of another's interpreter.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from samestory.lineage.interpreted import Utterance, interpreted, utterances
from samestory.lineage.reworded import Stems, reworded, stems
from samestory.lineage.sources import same_outlet
from samestory.lineage.texts import Text
from samestory.spans import body
from samestory.text import fold, words
from samestory.types import Place, Span, Version

Manner = Literal["translated", "retold", "reworded", "named", "quoted"]

# Of 1,014 pages that share no words with their story, 10 name another outlet of it: the four that have more than half
# of their names and numbers from there are digests of it, the others, with less than .35, are not (2026-11-22).
NAMED = 0.5  # of the child's, in any order, where it names the other outlet
REWORDED = 0.7  # … where its sentences are those of the other in other words
LEAST = 6
LEAST_RETOLD = 10  # in one language, where common names cost nothing
NAME = 4  # letters: shorter words that begin a sentence pass for names too often
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")


class Order(NamedTuple):
    """What of the shorter list of names and numbers must stand in the other in the same order."""

    translated: float
    retold: float  # in one language


# Of 300 pairs of outlets on one event that share no text, all in one language, 7 reach .55, 1 reaches .65 and none .7;
# of ten translations in the examples nine reach .55, of ten reports in another language none .3. With other names and
# numbers (five seeds) translations stay at .50 and more beside a page of their source, other reports below .3: at .55 a
# translation was missed in most sets, and with it a count of origins (2026-11-22).
CLOSE = Order(0.45, 0.7)
LOOSE = Order(0.4, 0.6)  # no more than cannot be excluded


class Retelling(NamedTuple):
    """A version, the one it tells anew, how, and where both have the same names and numbers in the same order."""

    child: str
    parent: str
    manner: Manner
    share: float  # of the names and numbers of the child
    common: tuple[tuple[Place, Place], ...]  # in the child and in the parent


@dataclass(frozen=True, slots=True)
class Anchors:
    """The names and numbers of a version, folded, each where it stands first."""

    version: Version
    places: Mapping[str, Span]
    latin: bool  # is it written in Latin letters, as far as names can be compared?
    sentences: Stems
    said: tuple[Utterance, ...]


def retellings(
    alone: Iterable[str], versions: Mapping[str, Version], found: Mapping[str, Text], order: Order = CLOSE
) -> dict[str, Retelling]:
    """Of the versions that share no words with another: those that tell anew what another tells, by page id.

    The longest are looked at first, so that none is retold from what is itself its retelling.
    """
    waiting = set(alone)
    anchored = {page: anchors(version) for page, version in versions.items()} if waiting else {}
    told: dict[str, Retelling] = {}
    for child in sorted(waiting, key=lambda page: (len(anchored[page].places), page)):
        others = [page for page in versions if page != child and page not in told and _may_be_first(page, child, found)]
        near = [each for page in others if (each := _retelling(anchored[child], anchored[page], order))]
        if not near and anchored[child].said:
            near = [each for page in others if (each := _quoting(anchored[child], anchored[page], anchored.values()))]
        best = max(near, key=lambda each: (each.parent not in waiting, len(each.common), each.parent), default=None)
        if best:
            told[child] = best
    return told


def anchors(version: Version) -> Anchors:
    """Names by their capital, numbers by their digits without group marks and noughts at the end ("90 000" is 9)."""
    text = version.page.text
    places: dict[str, Span] = {}
    for piece in body(version.outline):
        for span in words(text, piece):
            if name := _anchor(text[slice(*span)]):
                places.setdefault(name, span)
    names = [name for name in places if not name[0].isdigit()]
    latin = sum(bool(_LATIN.match(name)) for name in names) * 2 > len(names)
    return Anchors(version, places, latin, stems(version), utterances(version))


def _anchor(word: str) -> str | None:
    if any(map(str.isdigit, word)):
        return re.sub(r"\D", "", word).strip("0") or "0"
    return fold(word).removesuffix("'s") if word[0].isupper() and len(word) >= NAME else None


def _may_be_first(page: str, child: str, found: Mapping[str, Text]) -> bool:
    """Do the clocks leave it open that a page came out before another?"""
    return found[page].witness.clock < found[child].witness.until


def _retelling(child: Anchors, parent: Anchors, order: Order) -> Retelling | None:
    mine, theirs = _comparable(child, parent)
    both = [name for name in mine if name in parent.places]
    least = min(len(mine), len(theirs))
    if len(both) < LEAST or same_outlet(child.version, parent.version):
        return None
    ordered = _ordered([parent.places[name].start for name in both])
    manner = _manner(child, parent, len(ordered))
    if manner and len(ordered) < least * (order.translated if manner == "translated" else order.retold):
        manner = None
    if manner is None and len(both) >= NAMED * len(mine) and _names(child.version, parent.version):
        manner = "named"
    if manner is None and len(both) >= REWORDED * len(mine) and _reworded(child, parent):
        manner = "reworded"
    pages = child.version.page.id, parent.version.page.id
    common = tuple(
        (Place(pages[0], child.places[both[at]]), Place(pages[1], parent.places[both[at]])) for at in ordered
    )
    return Retelling(*pages, manner, _share(mine, parent, manner), common) if manner else None


def _quoting(child: Anchors, parent: Anchors, every: Iterable[Anchors]) -> Retelling | None:
    """Does the child have the words of the parent's interpreter, where another page has those of another?"""
    if same_outlet(child.version, parent.version):
        return None
    pages = child.version.page.id, parent.version.page.id
    others = (said for each in every if each.version.page.id not in pages for said in each.said)
    common = tuple((Place(pages[0], mine.span), Place(pages[1], theirs.span))
                   for mine, theirs in interpreted(child.said, parent.said, others))  # fmt: skip
    return Retelling(*pages, "quoted", _share(list(child.places), parent, "quoted"), common) if common else None


def _share(mine: Sequence[str], parent: Anchors, manner: Manner) -> float:
    """Of the child's names and numbers; of a translation the numbers alone, for a language has capitals of its own."""
    counted = [name for name in mine if manner != "translated" or name[0].isdigit()] or mine
    return round(sum(name in parent.places for name in counted) / len(counted), 3)


def _comparable(one: Anchors, other: Anchors) -> tuple[list[str], list[str]]:
    """What can be compared: of pages in different scripts the numbers, and the names that one writes as the other."""
    if one.latin == other.latin:
        return list(one.places), list(other.places)
    numbers = [[name for name in each.places if name[0].isdigit() or name in against.places]
               for each, against in ((one, other), (other, one))]  # fmt: skip
    return numbers[0], numbers[1]


def _manner(child: Anchors, parent: Anchors, count: int) -> Manner | None:
    if child.version.outline.language != parent.version.outline.language:
        return "translated" if count >= LEAST else None
    return "retold" if count >= LEAST_RETOLD else None


def _reworded(child: Anchors, parent: Anchors) -> bool:
    one_language = child.version.outline.language == parent.version.outline.language
    return one_language and reworded(child.sentences, parent.sentences)


def _names(version: Version, other: Version) -> bool:
    """Does the story of one name the outlet of the other?"""
    outlet = (other.outline.outlet or "").removeprefix("The ")
    named = re.compile(rf"(?<!\w){re.escape(outlet)}(?!\w)")
    return len(outlet) > NAME and any(named.search(version.page.text, *piece) for piece in body(version.outline))


def _ordered(numbers: Sequence[int]) -> list[int]:
    """The places of the longest ascending row of numbers (patience sorting, Schensted 1961).

    >>> _ordered([5, 1, 2, 9, 3])
    [1, 2, 4]
    """
    ends: list[int] = []  # of the rows found so far, by length: the place of the last
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number, key=numbers.__getitem__)
        before.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [at]
    row, at = [], ends[-1] if ends else -1
    while at >= 0:
        row.append(at)
        at = before[at]
    return row[::-1]
