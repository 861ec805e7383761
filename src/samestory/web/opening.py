"""The answer in plain sentences: what a first visitor wants to know before anything else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from samestory import telling
from samestory.phrases import counted, number
from samestory.types import Comparison, StoryView


class Opening(NamedTuple):
    """A few sentences on a story."""

    headline: str  # "Two outlets, one story, one origin"
    aside: str  # "an agency the pages do not name"
    notes: tuple[tuple[str, str], ...]  # a version, and what it changed
    agreement: str  # on figures, dates, speakers


def opening(view: StoryView, order: Sequence[str] = ()) -> Opening:
    """The sentences of one story. `order` is that of the pages as given: of two, the second is told from the first."""
    lineage = view.lineage
    versions = view.collation.versions
    tellers = counted_as(view.outlets, "outlet") if view.outlets == len(versions) else _tellers(view)
    low, high = lineage.origins_range
    doubt = f" ({number(low)} to {number(high)} possible)" if low != high else ""
    headline = f"{tellers}, one story, {counted_as(lineage.origins, 'origin')}{doubt}"
    noted = _noted(view, order)
    return Opening(_capital(headline), _aside(view), noted, agreement(view))


def counted_as(count: int, noun: str) -> str:
    """So many of something, one of them too.

    >>> counted_as(1, "outlet"), counted_as(12, "outlet")
    ('one outlet', '12 outlets')
    """
    return f"{number(count)} {noun if count == 1 else noun + 's'}"


def _tellers(view: StoryView) -> str:
    return f"{counted_as(len(view.versions), 'version')} of {counted_as(view.outlets, 'outlet')}"


def _aside(view: StoryView) -> str:
    """Whose the common text is, as far as anybody can tell."""
    handed = telling.handed_out(view.lineage)
    return telling.listing(
        [handed] * bool(handed)
        + [
            f"{telling.visible(wire.name)}, {'credited' if wire.status == 'credited' else 'by inference'}"
            if wire.name
            else "an agency the pages do not name"
            for wire in view.lineage.wires
        ]
    )


def _noted(view: StoryView, order: Sequence[str]) -> tuple[tuple[str, str], ...]:
    ordered = sorted(view.collation.versions, key=lambda one: order.index(one) if one in order else len(order))
    told = ordered[1:] if len(ordered) == 2 and order else ordered
    return tuple((telling.name(one, view), telling.visible(view.notes[one])) for one in told if view.notes.get(one))


def meant(view: StoryView) -> list[telling.Difference | telling.Gap]:
    """The differences that could change what a reader believes: in words first, then whole sentences."""
    words = telling.by_weight(telling.differences(view), "meaning")
    return [*words, *(gap for gap in telling.gaps(view) if gap.effect == "meaning")]


def agreement(view: StoryView) -> str:
    """Do figures, dates, speakers and the wording of quotations agree? Said either way."""
    if len(view.versions) < 2:
        return ""
    kinds = Counter(conflict.kind for conflict in view.conflicts)
    facts = kinds.total() - kinds["wording_of_quote"]
    told = _capital(counted(facts, "contradiction")) + " of figures, dates or speakers" if facts else _same(view)
    quoted = kinds["wording_of_quote"]
    worded = f"; {counted_as(quoted, 'quotation')} in more than one wording" if quoted else ""
    return f"{told}{worded}."


def _same(view: StoryView) -> str:
    figures = sum(len({figure.page_id for figure in same.figures}) > 1 for same in view.measures)
    shared = f" ({counted_as(figures, 'figure')} in more than one version, the same in each)" if figures else ""
    return f"No figure, date or speaker differs{shared}"


def whole(comparison: Comparison) -> str:
    """What was given, in one line, where it is more than one story.

    >>> whole(Comparison((), (), ()))
    'No article was found in what was given.'
    """
    if not comparison.stories:
        return "No article was found in what was given."
    stories = counted_as(len(comparison.stories), "story").replace("storys", "stories")
    return _capital(f"{counted_as(len(comparison.pages), 'page')}, {stories}.")


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
