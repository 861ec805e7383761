"""The versions of a story as lineage reads them: runs of words, what of them others said, and when they came out."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

from samestory.clock import interval
from samestory.descent import Link, Witness
from samestory.spans import body
from samestory.text import fold, spoken, unspaced, words
from samestory.types import Collation, Span, Version

# Words in a row that count as taken over. Runs are counted, not their words, for fixed phrases ("Secretary of State …")
# make short rows. Of 48 pairs of outlets with one text and 276 that share only quotations, posts or excerpts, 46 and 10
# come out as copies (half of the 10 run a passage without quotation marks); counting words, 46 and 18 (2026-11-22).
RUN = 5
CHARACTERS = 10  # a run where words are not spaced
HOLDERS = 24  # up to so many versions that hold a run every pair is looked at
EARLIEST = 6  # beyond, each with so many of the earliest; so 300 versions of one text cost about a second less
ECHO = 8  # runs in common, in quotation marks or not, from which on a common source cannot be excluded
SAMPLE = 4  # one run in so many looks for pairs; what a pair shares is then counted over all runs


class Evidence(NamedTuple):
    """How many shared runs outside quotation marks make two versions copies of one source."""

    runs: int
    share: float  # of the words of the shorter body

    def suffices(self, common: Common) -> bool:
        """Enough runs, and either many or a good part of the shorter text."""
        runs = len(common.link.units)
        return runs >= self.runs and (runs >= 5 * self.runs or runs >= self.share * common.length)


class Common(NamedTuple):
    """What two versions have in common outside quotation marks."""

    link: Link
    length: int  # words outside quotation marks of the shorter of the two


@dataclass(frozen=True, slots=True)
class Text:
    """One version as a sequence of runs; each is known by a number, the same in all versions of the story."""

    witness: Witness
    starts: tuple[int, ...]  # where each word begins in the text
    size: int  # words of a run
    plain: frozenset[int]  # runs that stand outside quotation marks
    unquoted: bytes  # of each word: 1 outside quotation marks, 0 inside

    def covered(self, units: frozenset[int]) -> bytearray:
        """Of each word: 1 if it stands in one of these runs."""
        found = bytearray(len(self.starts))
        for at, unit in enumerate(self.witness.units):
            if unit in units:
                found[at : at + self.size] = b"\1" * min(self.size, len(found) - at)
        return found

    def within(self, span: Span, marked: Sequence[int]) -> int:
        """How many of the words of a span are marked."""
        return sum(marked[bisect_left(self.starts, span.start) : bisect_left(self.starts, span.end)])


def texts(versions: Iterable[Version]) -> dict[str, Text]:
    """Every version by its page id."""
    numbers: dict[tuple[str, ...], int] = {}
    return {version.page.id: _text(version, numbers) for version in versions}


def _text(version: Version, numbers: dict[tuple[str, ...], int]) -> Text:
    page, outline = version
    tokens = [span for piece in body(outline) for span in words(page.text, piece) if page.text[span.start].isalnum()]
    folded = [fold(page.text[start:end]) for start, end in tokens]
    size = min(CHARACTERS if unspaced(folded) else RUN, max(1, len(folded)))
    runs = zip(*(folded[at:] for at in range(size)), strict=False)
    units = tuple(numbers.setdefault(run, len(numbers)) for run in runs)
    own = outside(tokens, spoken(page.text))
    plain = frozenset(unit for at, unit in enumerate(units) if all(own[at : at + size]))
    since, until = interval(outline.published, page.fetched) or (math.inf, math.inf)
    starts = tuple(start for start, _ in tokens)
    return Text(Witness(page.id, units, since, until), starts, size, plain, own)


def outside(tokens: Sequence[Span], spoken: Iterable[Span]) -> bytes:
    """Of each word: 1 outside quotation marks, 0 inside."""
    starts = [token.start for token in tokens]
    found = bytearray(b"\1" * len(tokens))
    for start, end in spoken:
        first, last = bisect_left(starts, start), bisect_left(starts, end)
        found[first:last] = bytes(last - first)
    return bytes(found)


def in_common(found: Mapping[str, Text]) -> list[Common]:
    """The pairs of versions that share runs outside quotation marks, by way of an index of runs."""
    return [_common(found[one], found[other]) for one, other in sorted(_pairs(found))]


def echoes(alone: Iterable[str], found: Mapping[str, Text]) -> set[str]:
    """Of versions that share no text: those that have a few runs of another, be it in quotation marks.

    What several of them have in common alone is one's own: of the first by its clock.
    """
    among, met, echoing = set(alone), set[int](), set[str]()
    for text in sorted(found.values(), key=lambda text: (text.witness.page_id in among, *_at(text))):
        if text.witness.page_id in among and len(met.intersection(text.witness.units)) >= ECHO:
            echoing.add(text.witness.page_id)
        met.update(text.witness.units)
    return echoing


def _at(text: Text) -> tuple[float, str]:
    return text.witness.clock, text.witness.page_id


def _pairs(found: Mapping[str, Text]) -> set[tuple[str, str]]:
    ordered = sorted(found.values(), key=_at)
    holders: defaultdict[int, list[str]] = defaultdict(list)
    for text in ordered:
        for unit in text.plain:
            holders[unit].append(text.witness.page_id)
    asked = Counter[tuple[str, ...]](tuple(pages) for unit, pages in holders.items() if _asks(unit, pages))
    return {(min(pair), max(pair)) for pages in asked for pair in _paired(pages)}


def _asks(unit: int, pages: Sequence[str]) -> bool:
    return len(pages) > 1 and (len(pages) <= HOLDERS or unit % SAMPLE == 0)


def _paired(pages: Sequence[str]) -> Iterator[tuple[str, str]]:
    if len(pages) <= HOLDERS:
        yield from combinations(pages, 2)
    else:
        yield from ((first, page) for at, page in enumerate(pages) for first in pages[: min(at, EARLIEST)])


def _common(one: Text, other: Text) -> Common:
    units = one.plain & other.plain
    link = Link(one.witness.page_id, other.witness.page_id, units)
    return Common(link, min(sum(one.unquoted), sum(other.unquoted)))


def shared(collation: Collation, found: Mapping[str, Text]) -> dict[str, float]:
    """Of each version: the share of its words in rows of the collation that another version has too."""
    words_of, held = Counter[str](), Counter[str]()
    for row in collation.rows:
        for reading in row.readings:
            text = found[reading.page_id]
            count = text.within(reading.span, b"\1" * len(text.starts))
            words_of[reading.page_id] += count
            held[reading.page_id] += count * (len(row.readings) > 1)
    return {page_id: round(held[page_id] / max(1, words_of[page_id]), 3) for page_id in collation.versions}
