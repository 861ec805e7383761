"""Topic tags, also where flattening glued them together: "valley floodriverrain"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Set
from functools import cache
from itertools import pairwise

from samestory.outline.cues import cue, folded

_SEPARATOR = re.compile(r"\s*(?:[,|•·;/\n]|\s[-–—]\s|\s{3,})\s*")
_WORD = re.compile(r"[^\W\d_]+")
_LONGER = re.compile(r"[^\W\d_]{2,}")
_CAMEL = re.compile(r"(?<=[a-zß-öø-ÿ0-9])(?=[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ])")
_LONGEST = 400  # of a glued word; pieces of it are looked up one by one
_PIECE = 30


def tags(text: str, vocabulary: Set[str]) -> list[str]:
    """The tags of a topics line, without its label. Glued ones are parted where the page shows the words.

    >>> tags("Topics: valley floodriver", frozenset({"flood", "river", "valley"}))
    ['valley flood', 'river']
    """
    pieces = [piece for piece in _SEPARATOR.split(_unlabelled(text)) if _WORD.search(piece)]
    pieces = pieces[bool(pieces) and not _unlabelled(pieces[0]) :]
    return [tag.strip(" #:.") for piece in pieces for tag in _parted(piece, vocabulary)]


def vocabulary(texts: Iterable[str]) -> frozenset[str]:
    """The words of a page, lower case.

    >>> sorted(vocabulary(["Rain fell."]))
    ['fell', 'rain']
    """
    return frozenset(_LONGER.findall("\n".join(texts).casefold()))


def _unlabelled(text: str) -> str:
    """Without "Topics:" at the start; nothing, if the label is all there is."""
    found = cue(text)
    if found is None or found.role != "nav.topics" or found.how == "holds":
        return text
    if found.how == "line" and folded(text) == found.phrase:
        return ""
    label, colon, rest = text.partition(":")
    return rest if colon and len(label) < 40 else text[len(found.phrase) :]


def _parted(piece: str, vocabulary: Set[str]) -> list[str]:
    """One piece as the tags glued in it: a border lies only inside what was written as one word."""
    found = [""]
    for word in piece.split():
        parts = _unglued(word, vocabulary)
        found[-1] = f"{found[-1]} {parts[0]}".strip()
        found += parts[1:]
    return [tag for tag in found if tag]


def _unglued(word: str, vocabulary: Set[str]) -> list[str]:
    if len(word) > _LONGEST or all(part in vocabulary for part in word.casefold().split("-")):
        return [word]
    camel = _CAMEL.split(word)
    if len(camel) > 1:
        return camel
    borders = _borders(word.casefold(), vocabulary)
    return [word[start:end] for start, end in pairwise(borders)]


def _borders(word: str, vocabulary: Set[str]) -> list[int]:
    """Where to cut a glued word so that the pieces are words of the page; a piece the page never uses costs more."""

    @cache
    def best(end: int) -> tuple[float, int]:
        if end == 0:
            return 0.0, 0
        starts = range(max(0, end - _PIECE), end)
        return min((best(start)[0] + _cost(word[start:end], vocabulary), start) for start in starts)

    borders = [len(word)]
    for end in range(1, len(word)):
        best(end)  # shortest first, so that no call goes deep
    while borders[-1] > 0:
        borders.append(best(borders[-1])[1])
    pieces = [word[start:end] for end, start in pairwise(borders)]
    known = sum(len(piece) for piece in pieces if piece in vocabulary)
    return borders[::-1] if 2 * known >= len(word) and len(pieces) > 1 else [0, len(word)]


def _cost(piece: str, vocabulary: Set[str]) -> float:
    """A word of the page is cheap, cheaper the longer it is; what is no word pays for every letter."""
    if piece in vocabulary and len(piece) > 2:
        return 1.0 + 3.0 / len(piece)
    # A short rest beside a word is more likely the end of one longer word: "war" and "ming" are "warming".
    return 6.0 + len(piece) + (4.0 if len(piece) < 5 else 0.0)
