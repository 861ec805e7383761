"""Sources of the cues of a story, pronouns resolved: who is meant by each of them."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from samestory.claims.clauses import Attribution, Range, attributions, main_subject, noun_phrase_before
from samestory.claims.lexicon import Lexicon
from samestory.claims.names import Name, named
from samestory.claims.passages import Paragraph, Sentence
from samestory.claims.people import People
from samestory.claims.tagging import Word
from samestory.types import Source, Span

_MEMORY = 20  # names a reader keeps in mind
_NAMED_BEHIND = re.compile(",(N{2,4})[,.qs]")


class Told(NamedTuple):
    """A cue of a sentence with the source it resolves to."""

    attribution: Attribution
    source: Source | None
    cue: Span


@dataclass(slots=True)
class _SoFar:
    """A story as far as it is read: its names, and those a pronoun may mean, the likeliest last."""

    people: People
    lexicon: Lexicon
    in_mind: list[Name] = field(default_factory=list)


def resolved(story: Iterable[Paragraph], known: People) -> list[list[list[Told]]]:
    """The cues of every sentence of every paragraph of the story, with their sources."""
    so_far = _SoFar(known, known.lexicon)
    return [[_sentence(sentence, so_far) for sentence in paragraph.sentences] for paragraph in story]


def _sentence(sentence: Sentence, so_far: _SoFar) -> list[Told]:
    """The cues of a sentence; its subject is the likeliest to be meant by the pronouns of the next."""
    names: dict[Range, Name | None] = {}
    subject = main_subject(sentence)
    if subject:
        _keep_the_named(sentence, (0, subject[0]), so_far)
        names[subject] = _name(sentence, subject, so_far)
    told, at = [], 0
    for one in attributions(sentence, so_far.lexicon):
        if one.source:
            # Whom the sentence names only later, a pronoun can hardly mean: "he asked whether Ana Ruiz was …".
            _keep_the_named(sentence, (at, one.source[0]), so_far)
            at = max(at, one.source[0])
            if subject and subject[0] < one.source[0]:
                _keep_in_mind(names[subject], so_far)
        if one.source and one.source not in names:
            names[one.source] = _name(sentence, one.source, so_far)
        name = names[one.source] if one.source else None
        source = Source(name.text, sentence.span(*one.source)) if name and one.source else None
        told.append(Told(one, source, sentence.span(*one.cue)))
        _keep_in_mind(name, so_far)
    _keep_the_named(sentence, (at, len(sentence.words)), so_far)
    _keep_in_mind(names[subject] if subject else None, so_far)
    return told


def _keep_the_named(sentence: Sentence, part: Range, so_far: _SoFar) -> None:
    """Keep in mind whom a part of the sentence names in full outside quotation marks."""
    if part[0] >= part[1]:
        return
    known = so_far.people
    start, end = sentence.span(*part)
    first, last = (bisect_left(known.places, (place, "")) for place in (start, end))
    for place, full in known.places[first:last]:
        word = bisect_right(sentence.words, place, key=lambda word: word.start) - 1
        if sentence.tags[word] != "q":
            _keep_in_mind(Name(full, "person", known.gender_of(full)), so_far)


def _keep_in_mind(name: Name | None, so_far: _SoFar) -> None:
    if name:
        others = [other for other in so_far.in_mind if other.text != name.text]
        so_far.in_mind = [*others[-_MEMORY:], name]


def _name(sentence: Sentence, place: Range, so_far: _SoFar) -> Name | None:
    """The name a noun phrase or a pronoun stands for."""
    words = sentence.words[slice(*place)]
    if len(words) == 1 and words[0].tag == "r":
        before = noun_phrase_before(sentence, place[0])
        return _of_words(sentence, _nearest(sentence, before, words[0], so_far), so_far) if before else None
    if len(words) == 1 and words[0].tag in "po":
        return _meant(words[0].low, so_far)
    name = _named_behind(sentence, place, so_far) or _of_words(sentence, place, so_far)
    _keep_in_mind(name, so_far)
    return name


def _nearest(sentence: Sentence, before: Range, relative: Word, so_far: _SoFar) -> Range:
    """Of "a profile of Ana Ruiz, who said" the name behind the last preposition."""
    last = max((at for at in range(*before) if sentence.tags[at] in "ij"), default=before[0] - 1) + 1
    person = relative.low in so_far.lexicon.people["who"] and sentence.words[before[1] - 1].name
    return (last, before[1]) if person else before


def _of_words(sentence: Sentence, place: Range, so_far: _SoFar) -> Name:
    return named(sentence.words[slice(*place)], so_far.people)


def _named_behind(sentence: Sentence, place: Range, so_far: _SoFar) -> Name | None:
    """A description with the name behind a comma: "the prosecutor, Mark Tell, said"."""
    behind = _NAMED_BEHIND.match(sentence.tags, place[1])
    if not behind or sentence.tags[place[1] - 1] != "w":
        return None
    name = _of_words(sentence, behind.span(1), so_far)
    return name if name.kind == "person" else None


def _meant(pronoun: str, so_far: _SoFar) -> Name | None:
    """The last name in mind that fits the number and the gender of a pronoun."""
    people, in_mind = so_far.lexicon.people, so_far.in_mind
    if pronoun in people["he"] or pronoun in people["she"]:
        other = "f" if pronoun in people["he"] else "m"
        fits = [name for name in in_mind if name.kind == "person" and name.gender != other]
        fits = fits or [name for name in in_mind if name.kind == "name"]
        return fits[-1]._replace(kind="person", gender="m" if other == "f" else "f") if fits else None
    if pronoun in people["they"] or pronoun in people["it"]:
        kinds = ("group", "thing", "name") if pronoun in people["they"] else ("thing", "name")
        fits = [name for name in in_mind if name.kind == kinds[0]] or [name for name in in_mind if name.kind in kinds]
        return fits[-1] if fits else None
    return None
