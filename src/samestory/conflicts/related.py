"""Figures that touch each other without contradicting: other measures, doubts, a title that says otherwise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations

from samestory.conflicts.slots import in_rows
from samestory.conflicts.story import Story, Tale, table
from samestory.conflicts.values import agree, equal, happenings, other_scope, same_thing, unit
from samestory.phrases import quoted
from samestory.types import Figure, Measure, Place, Relation, Span

REACH = 200  # characters behind a figure within which a doubt is about it


def related(tale: Tale, measures: Sequence[Measure]) -> Iterator[Relation]:
    """All relations that are not found on the way to a conflict."""
    yield from _not_comparable(tale, measures)
    yield from _shares_and_points(tale, measures)
    yield from _tensions(tale, measures)
    yield from _titles(tale, measures)


def _not_comparable(tale: Tale, measures: Sequence[Measure]) -> Iterator[Relation]:
    """Killed beside killed or wounded, each beside all: numbers that a reader may take for rivals."""
    alike: defaultdict[object, list[Measure]] = defaultdict(list)
    for measure in measures:
        code = tale.story.languages.get(measure.figures[0].page_id)
        alike[unit(measure.figures[0], code)].append(measure)
    for what, same in alike.items():
        if not what:
            continue
        for one, other in combinations(same, 2):
            a, b = one.figures[0], other.figures[0]
            if other_scope(a, b, tale.story.languages.get(a.page_id)) and not agree(a, b):
                yield _relation(tale, (one, other), f"{_told(tale, a)} and {_told(tale, b)} do not count the same")


def _shares_and_points(tale: Tale, measures: Sequence[Measure]) -> Iterator[Relation]:
    """Per cent in one version, percentage points in the other."""
    figures = [figure for measure in measures for figure in measure.figures]
    slots = [(Place(figure.page_id, figure.span), figure) for figure in figures]
    told: set[Figure] = set()
    for one, other, _ in in_rows(tale.story, slots):
        if equal(one, other) and _points(tale, one) != _points(tale, other) and not {one, other} & told:
            told |= {one, other}
            places = (Place(one.page_id, one.span), Place(other.page_id, other.span))
            why = f"{tale.gives(places)}: a share and a difference of shares"
            yield Relation(tale.story.collation.story_id, "not_comparable", why, places)


def _points(tale: Tale, figure: Figure) -> bool | None:
    """Percentage points (True), per cent (False), or neither."""
    written = tale.story.text(Place(figure.page_id, figure.span)).casefold()
    words = tale.table(figure.page_id).get("percentage_points", ())
    if any(word in written for word in words):
        return True
    return False if "percent" in (figure.unit or "") else None


def _tensions(tale: Tale, measures: Sequence[Measure]) -> Iterator[Relation]:
    """A figure of a source, and behind it a remark that others put it far higher or lower."""
    for measure in measures:
        pairs = [(figure, doubt) for figure in measure.figures if (doubt := _doubt(tale.story, figure))]
        if pairs:
            places = [place for figure, doubt in pairs for place in (Place(figure.page_id, figure.span), doubt)]
            why = f"{_told(tale, pairs[0][0])} is put in doubt: {quoted(tale.story.text(pairs[0][1]))}"
            yield Relation(tale.story.collation.story_id, "tension", why, tuple(places))


def _doubt(at: Story, figure: Figure) -> Place | None:
    """The doubt that stands behind a figure, in its paragraph, before the next figure."""
    pattern = _doubts(at.languages.get(figure.page_id))
    text, end = at.texts[figure.page_id], figure.span.end
    stop = text.find("\n\n", end)
    match = pattern and pattern.search(text, end, min(end + REACH, len(text) if stop < 0 else stop))
    if not match or any(mark.isdigit() for mark in text[end : match.start()]):
        return None
    return Place(figure.page_id, Span(*match.span()))


@cache
def _doubts(code: str | None) -> re.Pattern[str] | None:
    phrases = table(code).get("doubts", ())
    return re.compile("|".join(rf"\b{phrase}\b[^.!?\n]*" for phrase in phrases), re.IGNORECASE) if phrases else None


def _titles(tale: Tale, measures: Sequence[Measure]) -> Iterator[Relation]:
    """A figure in the headline or a key point that nothing in the article of the same page supports."""
    at = tale.story
    by_page: defaultdict[str, list[Figure]] = defaultdict(list)
    for measure in measures:
        for figure in measure.figures:
            by_page[figure.page_id].append(figure)
    for page, figures in sorted(by_page.items(), key=lambda item: at.order[item[0]]):
        body = [figure for figure in figures if not at.is_beside(page, figure.span)]
        for title in figures:
            if at.is_beside(page, title.span) and (rival := _rival(at, title, body)):
                places = (Place(page, title.span), Place(page, rival.span))
                why = f"{tale.names[page]} has {_told(tale, title)} above the article and {_told(tale, rival)} in it"
                yield Relation(at.collation.story_id, "title_and_body", why, places)


def _rival(at: Story, title: Figure, body: Sequence[Figure]) -> Figure | None:
    """The figure of the body that says otherwise of the same thing; None if any bears the title out."""
    code = at.languages.get(title.page_id)
    same = [figure for figure in body if happenings(title, code) and same_thing(title, figure, code)]
    return None if any(agree(title, figure) for figure in same) else next(iter(same), None)


def _told(tale: Tale, figure: Figure) -> str:
    """A figure in its own words, with what happened: "'5 937 soldiers' (killed)"."""
    written = quoted(tale.story.text(Place(figure.page_id, figure.span)))
    return f"{written} ({figure.of})" if figure.of and figure.of.casefold() not in written.casefold() else written


def _relation(tale: Tale, measures: Sequence[Measure], why: str) -> Relation:
    at = tale.story
    figures = sorted((figure for measure in measures for figure in measure.figures), key=at.rank)
    places = tuple(Place(figure.page_id, figure.span) for figure in figures)
    return Relation(at.collation.story_id, "not_comparable", why, places)
