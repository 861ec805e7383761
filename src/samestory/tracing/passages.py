"""Where a page has the sentences of a reference: word for word, reworded, or in part."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz.distance import LCSseq

from samestory.text import QUOTE_MARKS, unspaced
from samestory.tracing.runs import SEED, SEED_UNSPACED, Run, runs
from samestory.tracing.wording import PARTED, Sentence, Wording
from samestory.types import Passage, Place, Span

MARKS = frozenset(QUOTE_MARKS)
LONG = 8  # words in a row that are a passage even where they are less than half of their sentence
SLACK = 2  # words beyond those missing at an end of a sentence within which the page's own sentence must end


def passages(reference: Wording, page: Wording) -> tuple[Passage, ...]:
    """The sentences of the reference that the page has, in the order of the reference.

    A sentence is there if half of its words stand together in the same order, or eight in a row do.
    """
    seed = SEED_UNSPACED if unspaced(reference.folded) else SEED
    found = runs(reference.letters.rstrip(PARTED), page.letters, seed)
    if not found:
        return ()
    ordered = sorted(found)
    made = (_passage(reference, page, sentence, _within(ordered, *sentence[1:])) for sentence in reference.sentences)
    return tuple(filter(None, made))


def _within(found: Sequence[Run], first: int, last: int) -> list[Run]:
    """The parts of stretches that lie in a range of the reference."""
    cut = [(max(run.at, first), min(run.at + run.length, last), run) for run in found]
    return [Run(start, run.there + start - run.at, end - start) for start, end, run in cut if start < end]


def _passage(reference: Wording, page: Wording, sentence: Sentence, parts: list[Run]) -> Passage | None:
    span, first, last = sentence
    if not parts:
        return None
    longest = min(parts, key=lambda run: (-run.length, run))
    start, end = _window(page, (first, last), [part for part in parts if _belongs(part, longest, page, last - first)])
    own, theirs = reference.letters[first:last], page.letters[start:end]
    held = LCSseq.similarity(own, theirs)
    if 2 * held < last - first and longest.length < LONG:
        return None
    place = page.place(start, end)
    return Passage(
        sentence=span,
        place=Place(page.version.page.id, place),
        words=last - first,
        held=held,
        same=own == theirs,
        quoted=_quoted(place, page),
    )


def _quoted(place: Span, page: Wording) -> bool:
    """Does all of a place stand inside quotation marks, or right between two?"""
    text = page.version.page.text
    between = text[place.start - 1 : place.start] in MARKS and MARKS.intersection(text[place.end : place.end + 2])
    return bool(between) or any(mark.start <= place.start and place.end <= mark.end for mark in page.quoted)


def _belongs(part: Run, longest: Run, page: Wording, reach: int) -> bool:
    """Does a stretch stand near the longest one, no further off than the sentence is long, and in the same block?"""
    ahead, farther = sorted((part, longest), key=lambda run: run.there)
    between = page.letters[ahead.there : farther.there]
    shift = abs((part.there - part.at) - (longest.there - longest.at))
    return shift <= reach and PARTED not in between


def _window(page: Wording, sentence: tuple[int, int], parts: Sequence[Run]) -> tuple[int, int]:
    """From the first to the last word in common; up to the ends of the page's sentence where words were exchanged."""
    start, end = min(part.there for part in parts), max(part.there + part.length for part in parts)
    before = min(part.at for part in parts) - sentence[0]
    behind = sentence[1] - max(part.at + part.length for part in parts)
    opening, closing = page.sentence_of(start)[0], page.sentence_of(end - 1)[1]
    start = opening if before and start - opening <= before + SLACK else start
    return start, closing if behind and closing - end <= behind + SLACK else end
