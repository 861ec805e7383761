"""Quotations that the versions give differently: to another speaker, or in other words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from rapidfuzz.distance import Indel

from samestory.conflicts.names import differ, parts, person
from samestory.conflicts.story import Story, Tale, table
from samestory.conflicts.wording import Difference, Words, containment, placed, replaced, said
from samestory.data import language
from samestory.phrases import quoted
from samestory.text import fold
from samestory.types import Conflict, ConflictKind, Place, Quote, Span, Utterance

SURE = 0.85  # of the words must be the same before the speakers are compared
WORDS = 5  # fewer words may well have been said by two people
RENDERED = 0.6  # of the words: two renderings of one sentence; below, two sentences of one speaker
COMPARED = 8  # wordings of one utterance that are compared with each other; the rest are copies of these
ONE_NAME = 0.6  # of the letters: two spellings of one name
LONGEST = 4  # words for words; beyond, another sentence stands there
OMITTED = 3  # words left out in one place: a cut, not another rendering


def speaker_conflicts(tale: Tale, utterances: Sequence[Utterance]) -> Iterator[Conflict]:
    """One quotation that the versions clearly give to different persons."""
    for utterance in utterances:
        named = [quote for quote in utterance.quotes if _clear(tale, quote)]
        clash = next((pair for pair in combinations(_one_each(named), 2) if _other_person(tale.story, *pair)), None)
        if clash:
            yield _conflict(tale, named, "speaker", f"{_by(tale, clash[0])}, {_by(tale, clash[1])}.")


def _clear(tale: Tale, quote: Quote) -> bool:
    """Does the sentence itself name a person, not an office, a body or a pronoun?"""
    who = quote.speaker
    if not who or not who.mention or not person(who.name):
        return False
    bodies, rows = tale.organisations(quote.page_id), tale.story.rows(quote.page_id, quote.span)
    if not quote.cue or not rows & tale.story.rows(quote.page_id, who.mention):
        return False
    named = parts(who.name)[-1] in parts(_introduced(tale.story, quote.page_id, who.mention, who.name))
    return named and not set(bodies) & set(parts(who.name))


def _introduced(at: Story, page_id: str, mention: Span, name: str) -> str:
    """The words that name a speaker, with the name that follows an office: "Varna's coach, Ana Roe"."""
    behind = at.texts[page_id][mention.end :]
    follows = behind.startswith((f", {name}", f" {name}"))
    return f"{at.text(Place(page_id, mention))} {name}" if follows else at.text(Place(page_id, mention))


def _one_each(quotes: Sequence[Quote]) -> list[Quote]:
    """The first quote of every speaker."""
    firsts: dict[str, Quote] = {}
    for quote in quotes:
        if quote.speaker:
            firsts.setdefault(quote.speaker.name, quote)
    return list(firsts.values())


def _other_person(at: Story, one: Quote, other: Quote) -> bool:
    """Are these surely two people, and surely the same words? The other's name must not stand beside the quotation."""
    if one.page_id == other.page_id or not one.speaker or not other.speaker:
        return False
    short, long = sorted((_words(at, quote) for quote in (one, other)), key=len)
    same = len(short) >= WORDS and containment(short, long) >= SURE
    apart = differ(one.speaker.name, other.speaker.name)
    crossed = _named_beside(at, one, other.speaker.name) or _named_beside(at, other, one.speaker.name)
    return same and apart and not crossed


def _named_beside(at: Story, quote: Quote, name: str) -> bool:
    """Does the surname stand in the sentences of the quotation too? Then the page may mean either."""
    cells = [reading for row in at.rows(quote.page_id, quote.span) for reading in at.collation.rows[row].readings]
    beside = [at.text(Place(cell.page_id, cell.span)) for cell in cells if cell.page_id == quote.page_id]
    return any(parts(name)[-1] in parts(text) for text in beside)


def wording_conflicts(tale: Tale, utterances: Sequence[Utterance]) -> Iterator[Conflict]:
    """One quotation in words that differ in more than marks, spelling and little words; once an utterance."""
    for utterance in utterances:
        full = [quote for quote in utterance.quotes if _full(tale.story, quote)]
        if len({quote.page_id for quote in full}) > 1:
            yield from _rendered(tale, full)


def _full(at: Story, quote: Quote) -> bool:
    """A quotation of the body that is no mere term."""
    long = len(_words(at, quote)) >= WORDS
    return quote.form in ("direct", "partial") and long and not at.is_beside(quote.page_id, quote.span)


def _rendered(tale: Tale, quotes: Sequence[Quote]) -> Iterator[Conflict]:
    """The wordings against each other; the first real difference is told."""
    at = tale.story
    wordings = {_words(at, quote): quote for quote in reversed(quotes)}
    ordered = sorted(wordings.items(), key=lambda item: (len(item[0]), at.rank(item[1])))
    for (_, quote), (_, twin) in combinations(ordered[:COMPARED], 2):
        told = quote.page_id != twin.page_id and next(_differences(at, quote, twin), None)
        if told:
            sides = sorted(((quote, told[0]), (twin, told[1])), key=lambda side: at.rank(side[0]))
            why = " where ".join(
                f"{tale.names[side.page_id]} has {quoted(words) if words else 'nothing'}" for side, words in sides
            )
            yield _conflict(tale, quotes, "wording_of_quote", f"{why}.")
            return


def _differences(at: Story, quote: Quote, twin: Quote) -> Iterator[tuple[str, str]]:
    """The places where two renderings differ in a word of weight, each as both pages have it."""
    code = at.languages.get(quote.page_id)
    one, other = (placed(at.texts[side.page_id], side, code) for side in (quote, twin))
    short, long = tuple(word for word, _ in one), tuple(word for word, _ in other)
    if containment(short, long) < RENDERED:
        return
    for place in replaced(short, long):
        mine = _written(at, quote, one[place.start : place.end])
        theirs = _written(at, twin, other[place.other_start : place.other_end])
        if _weighs(place, short, long, code) and not _one_word(mine, theirs) and not _broken(mine + theirs):
            yield mine, theirs


def _weighs(place: Difference, short: Words, long: Words, code: str | None) -> bool:
    """Do two runs of words differ in more than form? A run left out is a cut if it is long."""
    one, other = short[place.start : place.end], long[place.other_start : place.other_end]
    if max(len(one), len(other)) > LONGEST or (not (one and other) and len(one + other) >= OMITTED):
        return False
    little, a, b = table(code).get("little_words", ()), *sorted(("".join(one), "".join(other)), key=len)
    if a == b or (b.startswith(a) and f"{a}." in (language(code) or {}).get("abbreviations", ())):
        return False
    shortest = 2 if little else 4  # letters; without a list of little words, the length must do
    return any(word not in little and len(word) >= shortest for word in set(one) ^ set(other))


def _one_word(one: str, other: str) -> bool:
    """Are these the same letters, or two spellings of a foreign name?"""
    a, b = (fold("".join(filter(str.isalnum, text))) for text in (one, other))
    names = one[:1].isupper() and other[:1].isupper()
    return a == b or (names and Indel.normalized_similarity(a, b) >= ONE_NAME)


def _broken(text: str) -> bool:
    """Does the quotation end and begin again there? Then the words between are not the speaker's."""
    return any(mark in '"“”„«»\n' for mark in text)


def _written(at: Story, quote: Quote, run: Sequence[tuple[str, Span]]) -> str:
    """A run of words as the page has it."""
    return at.texts[quote.page_id][run[0][1].start : run[-1][1].end] if run else ""


def _by(tale: Tale, quote: Quote) -> str:
    return f"{tale.names[quote.page_id]} names {quote.speaker.name if quote.speaker else 'nobody'}"


def _conflict(tale: Tale, quotes: Sequence[Quote], kind: ConflictKind, why: str) -> Conflict:
    at = tale.story
    places = tuple(Place(quote.page_id, quote.span) for quote in quotes)
    asked = "who said" if kind == "speaker" else "the words of"
    about, ids = f"{asked} {quoted(at.text(places[0]))}", tuple(quote.id for quote in quotes)
    return Conflict(at.collation.story_id, kind, "versions", about, why, ids, places)


def _words(at: Story, quote: Quote) -> Words:
    """The words of a quotation."""
    return said(at.texts[quote.page_id], quote, at.languages.get(quote.page_id))
