"""What happened, and whether two places in two wordings of a sentence tell of one event or of two."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise

from samestory.conflicts.story import Story, number_words, table
from samestory.data import language
from samestory.text import fold, words
from samestory.types import Figure, Place, Span

VERBS = 40  # characters before a figure that hold its verb
CLOSE = 6  # words on either side that may say of what, where and when it is


def with_happening(at: Story, figure: Figure) -> Figure:
    """The figure with what happened, if that stands right beside it: "killing 12", "killed or hurt 40", "12 dead"."""
    code, text = at.languages.get(figure.page_id), at.texts[figure.page_id]
    given, (start, end) = fold(figure.of or "").split(), figure.span
    before = [fold(text[a:b]) for a, b in words(text, Span(max(0, start - VERBS), start))][::-1]
    after = [fold(text[a:b]) for a, b in words(text, Span(end, min(len(text), end + VERBS)))]
    # "12 dead and injuring 30": each number has its own verb.
    verb = _verb(before[: 1 if _is_number(before[3:4], code) else 3], code)
    if verb:
        return replace(figure, of=" ".join(reversed(verb)))
    own = _is_number(after[3:4], code)
    verb = _verb(after[: 1 if own else 3], code)
    return replace(figure, of=" ".join(verb)) if verb and (own or not _verbs(code).intersection(given)) else figure


def _is_number(near: Sequence[str], code: str | None) -> bool:
    return any(word[0].isdigit() or word in number_words(code) for word in near)


def _verb(near: Sequence[str], code: str | None) -> Sequence[str]:
    """What happened, as the words beside a figure say, the nearest first: one verb, or two joined by "or"."""
    verbs, joints = _verbs(code), table(code).get("joints", ())
    if not near or near[0] not in verbs:
        return ()
    return near if len(near) == 3 and near[1] in joints and near[2] in verbs else near[:1]


@cache
def _verbs(code: str | None) -> frozenset[str]:
    """All words for what happens to people and things."""
    groups: Mapping[str, list[str]] = table(code).get("happenings", {})
    return frozenset(phrase for phrases in groups.values() for phrase in phrases)


def two_events(at: Story, one: Place, other: Place, known: Collection[str] = ()) -> bool:
    """Do the words around name other places, people or days in each? `known` names (of sources) do not count.

    Other days are another event only if the versions surely are of different times; else they contradict each other.
    """
    a, b = (frozenset(_names_near(at, place)) for place in (one, other))
    said = {word for name in known for word in fold(name).split()}
    days = frozenset[str]() if _of_other_times(at, one, other) else _days(at.languages.get(one.page_id))
    return bool(a - b - said - days) and bool(b - a - said - days)


def place_names(at: Story, place: Place) -> frozenset[str]:
    """Capitalised words behind "in", "near" and the like, in the sentence of a place."""
    text, code = at.texts[place.page_id], at.languages.get(place.page_id)
    start, end = sentence(text, place.span)
    near = [text[a:b] for a, b in words(text, Span(start, end))]
    before = table(code).get("before_places", ())
    return frozenset(fold(word) for cue, word in pairwise(near) if cue in before and word[0].isupper()) - _days(code)


def sentence(text: str, span: Span, reach: int = 150) -> Span:
    """The sentence around a place, or so many characters of it on either side."""
    lead = max(text.rfind(mark, 0, span.start) for mark in (". ", "\n", "? ", "! "))
    stops = [stop for mark in (". ", "\n", "? ", "! ") if (stop := text.find(mark, span.end)) >= 0]
    return Span(max(lead + 1, span.start - reach), min([span.end + reach, len(text), *stops]))


def _of_other_times(at: Story, one: Place, other: Place) -> bool:
    """Were the two pages surely published at different times?"""
    first, second = at.times.get(one.page_id), at.times.get(other.page_id)
    return bool(first and second) and not (first and second and first[0] <= second[1] and second[0] <= first[1])


@cache
def _days(code: str | None) -> frozenset[str]:
    """The names of weekdays and months."""
    dates = (language(code) or {}).get("claims", {}).get("dates", {})
    return frozenset(dates.get("weekdays", {})) | frozenset(dates.get("months", {}))


def _names_near(at: Story, place: Place) -> Iterator[str]:
    """Capitalised words close by, folded; not the first of a sentence, nor those at the place itself."""
    text, (start, end) = at.texts[place.page_id], place.span
    before = words(text, Span(max(0, start - 80), start))[-CLOSE:]
    after = words(text, Span(end, min(len(text), end + 80)))[:CLOSE]
    for span in (*before, *after):
        if text[span.start].isupper() and not _opens(text, span):
            yield fold(text[span.start : span.end]).removesuffix("'s")


def _opens(text: str, span: Span) -> bool:
    """Does the word open a sentence?"""
    return text[: span.start].rstrip(" \"'“”‘’([")[-1:] in ("", ".", "!", "?", "\n", ":")
