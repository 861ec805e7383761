"""Quotes and figures through the versions, in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from samestory.telling.differences import Wording, wordings
from samestory.telling.plain import date, number, visible
from samestory.telling.story import pages_of, where
from samestory.text import fold, words
from samestory.types import Claim, Figure, Measure, Place, Quote, Span, StoryView, Utterance


def by_speaker(utterances: Sequence[Utterance]) -> list[Utterance]:
    """The quotations of each speaker together, speakers in the order of the text."""
    order = {speaker: n for n, speaker in reversed(list(enumerate(same.speaker for same in utterances)))}
    return sorted(utterances, key=lambda same: order[same.speaker])


def spoken(claim: Claim) -> tuple[Span, ...]:
    """The places of a claim's words: of a quotation broken by its cue, the pieces without the cue."""
    return (isinstance(claim, Quote) and claim.parts) or (claim.span,)


def worded(claims: Iterable[Claim], view: StoryView) -> list[Wording]:
    """The wordings of a claim through the versions; those that differ in marks and case only are one."""
    pages = pages_of(view)
    grouped: dict[str, list[Place]] = {}
    for claim in claims:
        text = pages[claim.page_id].text
        words = " … ".join(visible(text[slice(*part)]) for part in spoken(claim))
        grouped.setdefault(words, []).append(Place(claim.page_id, claim.span))
    ordered = sorted(grouped.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return alike([Wording(words, tuple(having)) for words, having in ordered])


def readings(places: Iterable[Place], view: StoryView) -> list[Wording]:
    """What stands at some places, alike wordings together; quotations without the cues that break them."""
    quotes = {(quote.page_id, quote.span): quote for same in view.utterances for quote in same.quotes}
    asked = list(places)
    found = [quotes[place] for place in asked if place in quotes]
    return worded(found, view) if len(found) == len(asked) else alike(wordings(asked, pages_of(view)))


def alike(found: Sequence[Wording]) -> list[Wording]:
    """Wordings that differ in marks, case and spaces only, together under the most frequent of them."""
    merged: list[Wording] = []
    for wording in found:
        twin = next((n for n, first in enumerate(merged) if same_words(first.words, wording.words)), None)
        if twin is None:
            merged.append(wording)
        else:
            merged[twin] = Wording(merged[twin].words, merged[twin].places + wording.places)
    return merged


def same_words(one: str, other: str) -> bool:
    """Do two wordings say the same but for case, marks and spaces?

    >>> same_words("“We’ll go”", "'WE'LL GO,'")
    True
    """
    return _letters(one) == _letters(other)


def _letters(text: str) -> list[str]:
    folded = (fold(text[slice(*span)]) for span in words(text))
    return [word for word in folded if any(map(str.isalnum, word))]


def amount(figure: Figure) -> str:
    """A number with its bound.

    >>> from samestory.types import Figure
    >>> def told(low, high, bound):
    ...     return amount(Figure("p", Span(0, 1), low, high, bound, None, None, None, None, None, None))
    >>> told(5937, 5937, "="), told(300000, None, ">"), told(10000, 100000, "vague"), told(2.5, 2.5, "~")
    ('5,937', 'more than 300,000', '10,000 to 100,000', 'about 2.5')
    """
    low, high = figure.low, figure.high
    if low is not None and high is not None:
        exact = number(low) if low == high else f"{number(low)} to {number(high)}"
        return f"about {exact}" if figure.bound == "~" else exact
    known = low if low is not None else high
    bounds = {">": "more than ", ">=": "at least ", "<": "less than ", "<=": "at most "}
    return bounds.get(figure.bound, "") + (number(known) if known is not None else "?")


def counted(figure: Figure) -> str:
    """What a figure counts.

    >>> counted(Figure("p", Span(0, 1), 1, 1, "=", "soldiers", "killed", "each", None, None, None))
    'soldiers killed, each'
    """
    what = " ".join(visible(part) for part in (figure.unit, figure.of) if part)
    return ", ".join(filter(None, [what, figure.per]))


def measure(same: Measure, view: StoryView) -> list[str]:
    """A figure through the versions: its value and what it counts, then day, source and where it stands."""
    first = same.figures[0]
    values = list(dict.fromkeys(amount(figure) for figure in same.figures))
    source = next((figure.source.name for figure in same.figures if figure.source), None)
    where_found = where([figure.page_id for figure in same.figures], view)
    value = f"{' or '.join(values)} {counted(first)}".strip()
    when = date(first.when) if first.when else ""
    told = [value, when, f"source: {visible(source)}" if source else "", _standing(where_found, values)]
    return [part for part in told if part]


def _standing(where_found: str, values: Sequence[str]) -> str:
    same = "the same in " if len(values) == 1 and where_found.startswith(("both", "all ")) else "in "
    return same + where_found
