"""Where one version says it otherwise than the rest: the turns of its wording, and how an editor tells them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from samestory.notes.voice import Telling
from samestory.phrases import quoted
from samestory.text import QUOTE_MARKS, fold, words
from samestory.types import Collation, Effect, Place, Span, Variant

Texts = Mapping[str, str]
_EDGES = " ,;:.-–—()" + QUOTE_MARKS

# The reasons that collation gives for a change of meaning, the weightiest first.
_WEIGHTY = (
    ("figure", "negation"),
    ("hedge", "scope", "modality", "time", "name"),
    ("attribution", "tense", "quotation"),
)
_VERBS = {"figure": ("gives", "give"), "quotation": ("quotes", "quote"), "attribution": ("has", "have")}

CLOSE = 2  # words between two turns of one sentence that are told as one: "has said he has" for "has" and "has"
LONG = 30  # characters that need no words around them
BARE = 5  # a shorter difference is shown with the words around it: "a", "the", "not"


class Turn(NamedTuple):
    """A place where a version differs from the other, or from most."""

    page_id: str
    row: int
    effect: Effect
    why: str
    mine: Place
    rest: Place  # the wording of the rest, in one version that has it
    having: int  # versions that have this wording of the rest
    within: Span  # the sentence of `mine`
    rest_within: Span
    mine_words: str  # folded


def turns(collation: Collation, texts: Texts) -> Iterator[Turn]:
    """Every place where a version stands apart from the other one, or from what most have; in the order of the rows."""
    for at, row in enumerate(collation.rows):
        for variant in row.variants:
            yield from _turns(collation, texts, at, variant)


def _turns(collation: Collation, texts: Texts, at: int, variant: Variant) -> Iterator[Turn]:
    row, wording = collation.rows[at], {place: _wording(texts, place, variant.effect) for place in variant.readings}
    cells = {reading.page_id: reading.span for reading in row.readings}
    counts = Counter(wording.values())
    usual = _usual(variant.readings, wording, counts, collation.base)
    first = {told: place for place, told in reversed(wording.items())}
    for place, told in wording.items():
        rest = usual if len(collation.versions) > 2 else next((other for other in counts if other != told), told)
        if told != rest and (variant.effect == "format" or _letters(told) or _letters(rest)):
            there = first[rest]
            within, beyond = cells[place.page_id], cells[there.page_id]
            yield Turn(place.page_id, at, variant.effect, variant.why, place, there, counts[rest], within, beyond, told)


def _wording(texts: Texts, place: Place, effect: Effect) -> str:
    """What stands there; its form counts where it is the form that differs."""
    written = texts[place.page_id][slice(*place.span)]
    return " ".join((written if effect == "format" else fold(written)).split())


def _usual(places: Sequence[Place], wording: Mapping[Place, str], counts: Counter[str], base: str) -> str:
    """What most have; of equally many what the base text has."""
    ours = next((wording[place] for place in places if place.page_id == base), "")
    return min(counts, key=lambda words: (-counts[words], words != ours, words))


def joined_turns(found: Iterable[Turn], telling: Telling) -> list[Turn]:
    """Neighbouring turns of one sentence as one."""
    told: list[Turn] = []
    for turn in found:
        if told and _next_to(told[-1], turn, telling):
            told[-1] = _both(told[-1], turn)
        else:
            told.append(turn)
    return told


def _next_to(one: Turn, other: Turn, telling: Telling) -> bool:
    if one.row != other.row or one.rest.page_id != other.rest.page_id:
        return False
    return all(
        a.span.end <= b.span.start
        and len(telling.text(Place(a.page_id, Span(a.span.end, b.span.start))).split()) <= CLOSE
        for a, b in ((one.mine, other.mine), (one.rest, other.rest))
    )


def _both(one: Turn, other: Turn) -> Turn:
    mine = Place(one.page_id, Span(one.mine.span.start, other.mine.span.end))
    rest = Place(one.rest.page_id, Span(one.rest.span.start, other.rest.span.end))
    return one._replace(mine=mine, rest=rest, having=min(one.having, other.having))


def weight(turn: Turn) -> tuple[int, int]:
    """How much a turn matters, the weightiest first; of equal ones the first in the text."""
    rank = next((n for n, words in enumerate(_WEIGHTY) if any(word in turn.why for word in words)), len(_WEIGHTY))
    little = max(turn.mine.span.end - turn.mine.span.start, turn.rest.span.end - turn.rest.span.start) < BARE
    return rank + (len(_WEIGHTY) if little and rank else 0), turn.row


def as_told(turn: Turn, telling: Telling) -> str:
    """A turn in words: "drops 'publicly' from 'has publicly denied'"."""
    voice, mine, rest = telling.voice(turn.page_id), telling.text(turn.mine), telling.text(turn.rest)
    if not _letters(mine):
        return _one_sided(
            turn, telling, voice.lacks, "loses the day" if voice.lacks == "drops" else "does not give the day"
        )
    if not _letters(rest):
        return _one_sided(turn, telling, voice.has, f"{voice.gives} the day")
    if "figure" in turn.why or min(len(mine.strip()), len(rest.strip())) < BARE:
        mine, rest = _around(telling, turn.mine, turn.within), _around(telling, turn.rest, turn.rest_within)
    who, many = _rest(turn, telling)
    verb, verbs = next((pair for word, pair in _VERBS.items() if word in turn.why), ("says", "say"))
    return f"{verb} {_shown(mine)} where {who} {verbs if many else verb} {_shown(rest)}"


def _one_sided(turn: Turn, telling: Telling, verb: str, verb_of_day: str) -> str:
    """What one side has and the other lacks, with the words around it if it is short."""
    place, within = (turn.mine, turn.within) if _letters(telling.text(turn.mine)) else (turn.rest, turn.rest_within)
    what = telling.text(place)
    if "time" in turn.why and telling.is_day(place):
        return f"{verb_of_day} ({_shown(what)})"
    joint = {"drops": "from", "adds": "to"}.get(verb, "in")
    around = f" {joint} {_shown(_around(telling, place, within))}" if len(what) < LONG else ""
    return f"{verb} {_shown(what)}{around}"


def _shown(text: str) -> str:
    """A stretch of a sentence without the marks at its ends."""
    return quoted(text.strip(_EDGES))


def _rest(turn: Turn, telling: Telling) -> tuple[str, bool]:
    """Who has the other wording: a version by name, the others, most others; and whether these are several."""
    others = len(telling.collation.rows[turn.row].readings) - 1
    if turn.having == 1:
        return telling.names[turn.rest.page_id], False
    return "the others" if turn.having == others else "most others", True


def _letters(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _around(telling: Telling, place: Place, within: Span) -> str:
    """A place with the word before and the word behind it."""
    text, (start, end) = telling.versions[place.page_id].page.text, place.span
    before = [word for word in words(text, Span(within.start, max(within.start, start))) if text[word.start].isalnum()]
    after = [word for word in words(text, Span(min(end, within.end), within.end)) if text[word.start].isalnum()]
    first = before[-1].start if before else start
    last = after[0].end if after else end
    return text[first:last]
