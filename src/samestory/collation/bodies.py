"""The body of a version as collation reads it: its words as letters, its sentences as ranges of words."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from samestory import data
from samestory.align import Alphabet
from samestory.clock import clock
from samestory.text import QUOTE_MARKS, fold, placed, sentences
from samestory.types import BODY_ROLES, Span, Version

_QUOTES = frozenset(QUOTE_MARKS)
CLOSING, SINGLE = "”’›」』", "'‘’‚‛‹›"
PAIRS = {"“": "”", "„": "”“", "«": "»", "»": "«", "‘": "’", "‚": "‘’", "‹": "›", "「": "」", "『": "』", "‟": "”"}


@dataclass(frozen=True, slots=True)
class Body:
    """A version's body. A range of words is the reading of it; `folds` and `raws` hold one letter a word."""

    page_id: str
    text: str
    spans: list[Span]  # of the words
    written: list[str]  # the words as they stand
    folded: list[str]  # the words as comparison sees them
    folds: str  # equal letters: the same word but for case and typography
    raws: str  # equal letters: the same characters
    sentences: list[tuple[int, int]]  # ranges of words
    paragraphs: list[int]  # of each sentence
    joined: list[bool]  # of each sentence: nothing but white space between it and the next
    quoted: bytearray  # of each word: 1 inside quotation marks

    def span(self, start: int, end: int) -> Span:
        """Where a range of words stands in the text."""
        return Span(self.spans[start].start, self.spans[end - 1].end)


def bodies(versions: Sequence[Version], folds: Alphabet) -> list[Body]:
    """The bodies of all versions over one alphabet, first seen first."""
    raws = Alphabet()
    return [_body(version, folds, raws) for version in sorted(versions, key=_first_seen)]


def _first_seen(version: Version) -> tuple[float, str, str]:
    """Pages without a time last. An id alone would order the same pages otherwise in another folder."""
    seen = clock(version.outline.published or version.page.published, version.page.fetched)
    return math.inf if seen is None else seen, version.page.source, version.page.id


def _body(version: Version, folds: Alphabet, raws: Alphabet) -> Body:
    text, found, ranges, paragraphs, cut = version.page.text, list[Span](), list[tuple[int, int]](), list[int](), []
    written: list[str] = []
    for paragraph, sentence in _sentences(version):
        start = len(found)
        places, words = placed(text, sentence)
        found += places
        written += words
        ranges.append((start, len(found)))
        paragraphs.append(paragraph)
        cut.append(sentence)
    folded = list(map(fold, written))
    joined = [not text[one.end : other.start].strip() for one, other in pairwise(cut)]
    return Body(
        version.page.id,
        text,
        found,
        written,
        folded,
        "".join(map(folds.__getitem__, folded)),
        "".join(map(raws.__getitem__, written)),
        ranges,
        paragraphs,
        [*joined, False],
        _quoted(written, found, text, _block_ends(ranges, paragraphs)),
    )


def _block_ends(ranges: list[tuple[int, int]], paragraphs: list[int]) -> list[int]:
    following = [*paragraphs[1:], -1]
    return [end for (_, end), own, next_one in zip(ranges, paragraphs, following, strict=False) if own != next_one]


def _quoted(written: list[str], found: list[Span], text: str, ends: list[int]) -> bytearray:
    """Which words stand inside quotation marks; marks left open run to the end of their block, as in long ones."""
    inside = bytearray(len(written))
    start = 0
    for end in ends:
        opened, opener = -1, ""
        quotes = not _QUOTES.isdisjoint(written[start:end])
        for at in [at for at in range(start, end) if written[at] in _QUOTES] if quotes else ():
            mark, (before, after) = written[at], _spaces(found, text, at)
            if opened < 0 and mark not in CLOSING and (mark not in SINGLE or (before and not after)):
                opened, opener = at + 1, mark
            elif opened >= 0 and mark in PAIRS.get(opener, opener) and (mark not in SINGLE or not before):
                inside[opened:at] = b"\1" * (at - opened)
                opened = -1
        if opened >= 0 and opener not in SINGLE:
            inside[opened:end] = b"\1" * (end - opened)
        start = end
    return inside


def _spaces(found: list[Span], text: str, at: int) -> tuple[bool, bool]:
    """Does no letter or digit stand right before a mark, and does white space stand behind it?"""
    start, end = found[at]
    return not text[start - 1 : start].isalnum(), text[end : end + 1].isspace()


def _sentences(version: Version) -> Iterator[tuple[int, Span]]:
    """The sentences of the body, each with the number of its block."""
    table = data.language(version.outline.language) or {}
    abbreviations = frozenset(table.get("abbreviations", ()))
    for number, block in enumerate(version.outline.blocks):
        if block.role in BODY_ROLES:
            for sentence in sentences(version.page.text, block.span, abbreviations):
                yield number, sentence
