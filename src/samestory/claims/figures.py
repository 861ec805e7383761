"""Figures: a number with its bound, what it counts, what happened to that, when, and who says so.

A figure is a quantity. Years, days, clock times, ordinals, scores, phone numbers and numbers that are part of a name
are none. An age is one (unit "years"); so is "one" before the noun it counts, but neither "one of the" nor a small
number word that counts nothing ("the top three").
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from samestory.claims.clauses import CUES
from samestory.claims.counted import Counted, counted, is_figure, measured, part_end, some_of_them
from samestory.claims.dates import When, dates
from samestory.claims.lexicon import Lexicon
from samestory.claims.numbers import Number, number, share_end
from samestory.claims.passages import Paragraph
from samestory.claims.tagging import Word
from samestory.types import Bound, Figure, Page, Quote, Source, Span, Statement

_STRETCH = 200  # words looked at together, at most
_NEAR = 6  # words in front of a number in which "each" belongs to it
_REACH_BEHIND, _REACH_IN_FRONT = 8, 4  # words in which the verb of a figure is looked for
_SPELLED_SMALL = 12  # "the top three", "all five" count nothing
_NEGATED: dict[Bound, Bound] = {">": "<=", "<": ">="}

Enclosing = list[tuple[Span, Source, Span | None]]  # parts of claims with their sources and cues, by place


def figures(
    page: Page, story: Sequence[Paragraph], claims: Sequence[Quote | Statement], how: tuple[date | None, Lexicon]
) -> list[Figure]:
    """The figures of a story; each has the source of the smallest quotation or statement around it."""
    day, lexicon = how
    around = _enclosing(claims)
    found: list[Figure] = []
    for paragraph in story:
        said = _within(around, paragraph.span)
        for words in _stretches(paragraph.words):
            when = list(dates(words, day, lexicon))
            found.extend(_figure(page, words, one, (when, said, lexicon)) for one in _numbers(words, when, lexicon))
    return found


def _stretches(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    """The words between full stops: no figure, date or verb that belongs to it lies beyond."""
    start = 0
    for at, word in enumerate(words):
        if word.tag == "." or at - start >= _STRETCH or at + 1 == len(words):
            yield words[start : at + 1]
            start = at + 1


def _enclosing(claims: Sequence[Quote | Statement]) -> Enclosing:
    found: Enclosing = []
    for claim in claims:
        source = claim.speaker if isinstance(claim, Quote) else claim.source
        parts = claim.parts if isinstance(claim, Quote) and claim.parts else (claim.span,)
        found.extend((part, source, claim.cue) for part in parts if source)
    return sorted(found, key=lambda one: one[0])


def _within(around: Enclosing, span: Span) -> Enclosing:
    return around[
        bisect_left(around, span.start, key=lambda one: one[0].start) : bisect_right(
            around, span.end, key=lambda one: one[0].start
        )
    ]


def _numbers(words: Sequence[Word], when: Sequence[When], lexicon: Lexicon) -> Iterator[Number]:
    dated = {at for one in when for at in range(one.start, one.end)}
    end = 0
    for at, word in enumerate(words):
        if at < end or at in dated or not (word.low in lexicon.counting or word.low[:1].isdigit()):
            continue
        if one := number(words, at, lexicon):
            share = share_end(words, one, lexicon)
            if not share and is_figure(words, one, lexicon) and not _small_and_bare(words, one, lexicon):
                yield one
            end = share or max(one.end, part_end(words, one, lexicon))


def _small_and_bare(words: Sequence[Word], one: Number, lexicon: Lexicon) -> bool:
    if one.written == "digits" or one.vague or one.low > _SPELLED_SMALL or 0 < one.low < 1:
        return False
    if one.low > 1 and some_of_them(words, one, lexicon):
        return False
    unit = counted(words, one, lexicon)
    if one.low == one.high == 1 and _one_is_article(words, one.start, unit, lexicon):
        return True
    return unit.unit is None and _event(words, one.start, one.end, lexicon) is None


def _one_is_article(words: Sequence[Word], start: int, unit: Counted, lexicon: Lexicon) -> bool:
    """Is "one" hardly more than an article ("one official said", "on one side"), and no amount ("one man died")?"""
    if unit.unit is None or _in_front(words, start, lexicon)[0]:
        return False
    says = any(word.tag in CUES for word in words[unit.end : unit.end + 1])
    return says or unit.unit.casefold() in lexicon.figures["nouns"]["one_or_other"]


def _figure(
    page: Page, words: Sequence[Word], one: Number, context: tuple[Sequence[When], Enclosing, Lexicon]
) -> Figure:
    when, said, lexicon = context
    unit = counted(words, one, lexicon)
    bound, start, end = _bounded(words, one, unit, lexicon)
    span = Span(words[start].start, words[end - 1].end)
    source, cue = _said_by(span, said)
    return Figure(
        page_id=page.id,
        span=span,
        low=None if bound in ("<", "<=") else one.low,
        high=None if bound in (">", ">=") else one.high,
        bound=bound,
        unit=unit.unit,
        of=_event(words, start, end, lexicon),
        per=_each(words, one, end, lexicon),
        when=_when(words, one, when),
        source=source,
        cue=cue,
    )


def _bounded(words: Sequence[Word], one: Number, unit: Counted, lexicon: Lexicon) -> tuple[Bound, int, int]:
    """The bound in front of the number or behind what it counts, and where the figure begins and ends with it."""
    start = one.start - measured(words, one, lexicon)
    bound, length = _in_front(words, start, lexicon)
    if one.vague:
        return "vague", start - length, unit.end
    if bound:
        return bound, start - length, unit.end
    for phrase, after in lexicon.figures["bounds_after"].items():
        parts = phrase.split()
        if [word.low for word in words[unit.end : unit.end + len(parts)]] == parts:
            return after, start, unit.end + len(parts)
    return "=", start, unit.end


def _in_front(words: Sequence[Word], start: int, lexicon: Lexicon) -> tuple[Bound | None, int]:
    """The longest phrase of bound that ends before a word, and its length."""
    for length in (4, 3, 2, 1):
        phrase = " ".join(word.low for word in words[max(0, start - length) : start])
        if start >= length and phrase in lexicon.figures["bounds"]:
            # "The rate ticked up to 8 percent" tells where it is now.
            moved = phrase in lexicon.figures["reached"] and start > length
            if moved and words[start - length - 1].low in lexicon.figures["moving"]:
                return None, 0
            bound: Bound = lexicon.figures["bounds"][phrase]
            negated = _negated(words, start - length, lexicon)
            return (_NEGATED.get(bound, bound) if negated else bound), length
    return None, 0


def _negated(words: Sequence[Word], at: int, lexicon: Lexicon) -> bool:
    """Does a verb of measure with "not" stand right before a bound: "will not cost more than"?"""
    if at < 2 or words[at - 1].low not in lexicon.figures["measuring"]:
        return False
    return any(word.low in lexicon.figures["negations"] for word in words[max(0, at - 3) : at - 1])


def _said_by(span: Span, said: Enclosing) -> tuple[Source | None, Span | None]:
    """The source and the cue of the smallest claim that holds the figure."""
    holding = [one for one in said if one[0].start <= span.start and span.end <= one[0].end]
    smallest = min(holding, key=lambda one: one[0].end - one[0].start, default=None)
    return (smallest[1], smallest[2]) if smallest else (None, None)


def _each(words: Sequence[Word], one: Number, end: int, lexicon: Lexicon) -> Literal["each"] | None:
    """Does the number hold for each of several: "had each seen more than 100", "$6 each"?"""
    near = [*range(max(0, one.start - _NEAR), one.start), *range(end, min(end + 1, len(words)))]
    found = [at for at in near if words[at].low in lexicon.figures["each"]]
    mutual = lexicon.figures["each_other"]
    return "each" if any(words[at + 1 : at + 2] and words[at + 1].low not in mutual for at in found) else None


def _event(words: Sequence[Word], start: int, end: int, lexicon: Lexicon) -> str | None:
    """What happened to what is counted: the verb right in front of it, or "killed or wounded" behind it."""
    in_front = _verbs(words[max(0, start - _REACH_IN_FRONT) : start][::-1], lexicon)[::-1]
    fate = any(word.low in lexicon.figures["nouns"]["states"] for word in words[end : end + 1])
    if in_front and in_front[-1] is words[start - 1] and not fate:
        return _as_text(in_front)
    return _as_text(_verbs(words[end : end + _REACH_BEHIND], lexicon) or in_front)


def _as_text(words: Sequence[Word]) -> str | None:
    return " ".join(word.low for word in words) or None


def _verbs(words: Sequence[Word], lexicon: Lexicon) -> Sequence[Word]:
    """The first verb of these words, with a second that a conjunction joins to it."""
    for at, word in enumerate(words):
        if word.tag in '.;,:0k"':
            break
        if _happens(word, lexicon):
            joined = [other.tag for other in words[at + 1 : at + 2]] == ["c"] and len(words) > at + 2
            return words[at : at + 3] if joined and _happens(words[at + 2], lexicon) else words[at : at + 1]
    return ()


def _happens(word: Word, lexicon: Lexicon) -> bool:
    nouns = lexicon.figures["nouns"]
    return word.tag in ("v", "n") or word.low in nouns["events"] or word.low in nouns["states"]


def _when(words: Sequence[Word], one: Number, when: Sequence[When]) -> str | None:
    """The only date in the part of the sentence, between dashes and semicolons, that holds the number."""
    start = next((at for at in range(one.start - 1, -1, -1) if _parts(words, at)), -1)
    end = next((at for at in range(one.end, len(words)) if _parts(words, at)), len(words))
    near = [date for date in when if start < date.start < end and not date.open_ended]
    return near[0].value if len(near) == 1 else None


def _parts(words: Sequence[Word], at: int) -> bool:
    dash = at > 0 and words[at].tag == "-" and words[at].start > words[at - 1].end
    return dash or words[at].tag in ".;"
