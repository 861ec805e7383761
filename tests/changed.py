"""Changes of pages that the answers must follow: other names, other numbers, other furniture, other lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from random import Random
from typing import Any

from samestory import pipeline
from samestory.read.decode import decoded
from samestory.types import Comparison, Figure, Quote, Record, Source, Span, StoryView

Words = Callable[[str], str]
Pile = Sequence[Record]

# Titles and kinds of bodies say what a name is: they are no part of it.
KEPT = {
    *("President", "Prime", "Minister", "General", "Secretary", "Chief", "Mayor", "Opposition", "The"),
    *("Defence", "Defense", "Foreign", "Interior", "Finance", "National", "News", "United", "States"),
    *("Ministry", "Authority", "Agency", "Office", "Department"),
}
GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:[ ,\u00a0\u202f]\d{3})+(?![\d,])")


@dataclass(frozen=True)
class Change:
    """What is done to the words of the pages, and to the numbers they mean."""

    words: Words
    number: Callable[[float], float] = lambda value: value
    source: Words = str


UNCHANGED = Change(lambda text: text)


def pile(paths: Iterable[str]) -> list[Record]:
    """The records of some paths, as text."""
    found = pipeline.records(list(paths), pipeline.Run())
    return [replace(record, content=text_of(record)) for record in found]


def text_of(record: Record) -> str:
    return record.content if isinstance(record.content, str) else decoded(record.content, record.encoding)


def rewritten(records: Pile, words: Words) -> list[Record]:
    """The pages with their text put through a function."""
    return [replace(record, content=words(text_of(record))) for record in records]


def compared(records: Pile) -> Comparison:
    run = pipeline.Run()
    return pipeline.compared(pipeline.versions(records, run), run)


# ---- other names ----------------------------------------------------------------------------------------------------


def renaming(answer: Comparison, seed: int) -> Change:
    """Every person and place that is a speaker or a source gets an invented name, the same on all pages."""
    rnd, taken = Random(seed), " ".join(version.page.text for version in answer.pages).casefold()
    new: dict[str, str] = {}
    for name in sorted(names(answer), key=lambda name: (-len(name), name)):
        new[name] = fitting(
            name, next(word for word in invented(rnd) if word not in taken and word not in new.values())
        )
    capital = re.compile(r"\b(?:" + "|".join(map(re.escape, new)) + ")") if new else re.compile(r"(?!)")
    small = {name.lower(): word.lower() for name, word in new.items() if len(name) > 4}
    # Topics are glued and in lower case ("jane doefloodsdams"): there a name begins and ends anywhere.
    glued = re.compile("|".join(map(re.escape, small))) if small else re.compile(r"(?!)")

    def words(text: str) -> str:
        text = capital.sub(lambda match: new[match[0]], text)
        return glued.sub(lambda match: small[match[0]], text)

    return Change(words)


def names(answer: Comparison) -> set[str]:
    """The words of the names of speakers and sources."""
    return {
        word
        for view in answer.stories
        for name in (source.name for source in sources(view))
        for word in re.findall(r"[^\W\d_]+", name)
        if word[0].isupper() and len(word) > 2 and word not in KEPT
    }


def sources(view: StoryView) -> Iterator[Source]:
    yield from (quote.speaker for each in view.utterances for quote in each.quotes if quote.speaker)
    yield from (statement.source for each in view.assertions for statement in each.statements if statement.source)


def invented(rnd: Random) -> Iterator[str]:
    """Words that nobody is called, in lower case; with z and v or k, for chance made "manager" of syllables once."""
    while True:
        syllables = (rnd.choice("bdfgklmnprtvz") + rnd.choice("aeiou") for _ in range(rnd.choice((2, 3))))
        word = "".join(syllables) + rnd.choice("klmnrv")
        if "z" in word and ("v" in word or "k" in word):
            yield word


def fitting(name: str, word: str) -> str:
    """The new word in the case of the old one."""
    return word.upper() if name.isupper() else word.capitalize()


# ---- other numbers --------------------------------------------------------------------------------------------------


def recounting(seed: int) -> Change:
    """Every number with groups of thousands gets other digits, the same for the same digit; zeros stay."""
    digits = list("123456789")
    Random(seed).shuffle(digits)
    table = str.maketrans("123456789", "".join(digits))

    def number(value: float) -> float:
        return float(f"{value:.0f}".translate(table))

    return Change(lambda text: GROUPED.sub(lambda match: match[0].translate(table), text), number)


# ---- other sources, and with them other ids -------------------------------------------------------------------------


def resourcing(records: Pile, seed: int) -> Change:
    """Every page comes from elsewhere: ids and the order of pages become others."""
    rnd = Random(seed)
    new = {record.source: f"crawl/{rnd.randrange(10**9)}" for record in records}
    return Change(str, source=lambda source: new[source])


# ---- other furniture and lines --------------------------------------------------------------------------------------


def shuffled(text: str, starts: Sequence[int], seed: int) -> str:
    """A text with what stands between the given places in another order; before the first and after the last stays."""
    groups = [text[start:end] for start, end in pairwise(starts)]
    order = groups[:]
    Random(seed).shuffle(order)
    return text[: starts[0]] + "".join(order) + text[starts[-1] :]


def without_blank_lines(text: str) -> str:
    return re.sub(r"\n\s*\n", "\n", text)


def with_more_blank_lines(text: str) -> str:
    return re.sub(r"\n\s*\n", "\n\n\n\n", text)


# ---- what must follow -----------------------------------------------------------------------------------------------


def told(answer: Comparison, change: Change = UNCHANGED) -> dict[str, dict[str, Any]]:
    """The answer without ids and places, story by story, put through a change; white space does not count."""
    telling = Telling(answer, change)
    return {telling.sources(view): telling.story(view) for view in answer.stories}


class Telling:
    """An answer as it must be after a change of the pages, for comparing it with the answer to the changed pages."""

    def __init__(self, answer: Comparison, change: Change) -> None:
        self.change = change
        self.pages = {version.page.id: version.page for version in answer.pages}

    def story(self, view: StoryView) -> dict[str, Any]:
        rows = view.collation.rows
        return {
            "origins": (view.lineage.origins, view.lineage.origins_range, view.outlets),
            "wires": sorted((wire.status, self.change.words(wire.name or "")) for wire in view.lineage.wires),
            "rows": {frozenset(self.at(reading.page_id, reading.span) for reading in row.readings) for row in rows},
            "variants": Counter(variant.effect for row in rows for variant in row.variants),
            "quotes": {frozenset(map(self.quote, each.quotes)) for each in view.utterances},
            "figures": {frozenset(map(self.figure, each.figures)) for each in view.measures},
            "conflicts": Counter((each.kind, each.between) for each in view.conflicts),
        }

    def sources(self, view: StoryView) -> str:
        return " + ".join(sorted(self.change.source(self.pages[page_id].source) for page_id in view.story.page_ids))

    def at(self, page_id: str, span: Span) -> tuple[str, str]:
        page = self.pages[page_id]
        return self.change.source(page.source), " ".join(self.change.words(page.text[slice(*span)]).split())

    def quote(self, quote: Quote) -> tuple[Any, ...]:
        return *self.at(quote.page_id, quote.span), self.name(quote.speaker)

    def figure(self, figure: Figure) -> tuple[Any, ...]:
        page = self.pages[figure.page_id]
        written = GROUPED.search(page.text[slice(*figure.span)])
        low, high = (self.change.number(end) if end and written else end for end in (figure.low, figure.high))
        return *self.at(figure.page_id, figure.span), low, high, figure.bound, self.name(figure.source)

    def name(self, who: Source | None) -> str | None:
        return self.change.words(who.name) if who else None
