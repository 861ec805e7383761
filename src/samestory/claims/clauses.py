"""The grammar of reported speech: cues, and the noun phrases that are their subjects.

A sentence is a string of word classes (`lexicon`), so the grammar is a handful of regular expressions over it. Every
repeat in them has a limit, so that a sentence costs time in proportion to its length.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from samestory.claims.lexicon import PARTICIPLES, Lexicon
from samestory.claims.passages import Sentence

Where = Literal["before", "after", "shared", "phrase", "colon"]
Range = tuple[int, int]

FINITE = "sbhn"
CUES = FINITE + "".join(PARTICIPLES.values())

_CORE = "[dG0]{0,4}[awN0G]{0,12}[wNq0]"  # "the two senior officials"
_NOUNS = f"(?:{_CORE}(?:j{_CORE}){{0,3}}|p)"  # "officials at the ministry of health"
_ENDS = re.compile(f"{_NOUNS}$")
_STARTS = re.compile(
    f"d{{0,3}}[0G]{{0,2}}[awG0N]{{0,8}}N(?:[wN]{{0,6}}N)?(?![NG])(?:w{{1,3}}(?=a?[xvsbhn,.]|$))?(?:j{_CORE})?|{_CORE}(?:j{_CORE})?|p"
)
_SOURCE = re.compile(f"{_CORE}(?:j{_CORE}){{0,2}}|[op]")
_ASIDE = re.compile(r"\([^()]{0,12}\)$")
_TIME = re.compile(
    ",(?:[ij]?d?m{1,3}0?){1,2},$|(?:[ij]?d?m{1,3}0?,?0?){1,3}$"
)  # "X, on Monday, said", "X on Monday said"
_LEAD = re.compile('[cak,."-]{0,6}')
_WINDOW = 24  # words in which a subject is looked for
_SIGNATURE = 8  # words before a colon that may name who speaks; more are a headline


@dataclass(frozen=True, slots=True)
class Attribution:
    """A cue in a sentence and whose it is; ranges count words of the sentence."""

    cue: Range
    source: Range | None
    where: Where  # where the source stands; "shared": it is the subject of an earlier verb
    letter: str  # class of the cue
    passive: bool = False

    @property
    def start(self) -> int:
        """The first word of cue and source, if they stand together."""
        return min(self.cue[0], self.source[0]) if self.source and self.where != "shared" else self.cue[0]

    @property
    def end(self) -> int:
        """The word after both."""
        return max(self.cue[1], self.source[1]) if self.source and self.where != "shared" else self.cue[1]


def attributions(sentence: Sentence, lexicon: Lexicon) -> list[Attribution]:
    """All cues of a sentence with their sources, in order."""
    found: list[Attribution] = []
    for at, letter in enumerate(sentence.tags):
        one = None
        if letter in CUES:
            one = _verb(sentence, at, found, lexicon)
            if one and sentence.words[at].low in lexicon.words["nouns_too"]:
                one = _dated(sentence, one)
        elif letter == "f":
            source = _SOURCE.match(sentence.tags, at + 1)
            one = Attribution((at, at + 1), source.span(), "phrase", "f") if source else None
        elif letter in ":-":
            one = _signed(sentence, at)
        if one:
            found.append(one)
    return found


def _dated(sentence: Sentence, one: Attribution) -> Attribution:
    """In "a 2019 report that described" no year speaks: what looks like a verb is the head of its source."""
    if not one.source or one.source[1] != one.cue[0]:
        return one
    *before, last = sentence.words[slice(*one.source)]
    year = last.low.isdigit() and len(last.low) == 4 and all(word.tag == "d" for word in before)
    return replace(one, source=(one.source[0], one.cue[1])) if year else one


def _verb(sentence: Sentence, at: int, found: Sequence[Attribution], lexicon: Lexicon) -> Attribution | None:
    """The verb at `at` as a cue: passive, participle or finite, its subject behind it or before it."""
    words, tags = sentence.words, sentence.tags
    start = at - len(tags[:at]) + len(tags[:at].rstrip("xa"))
    cue = (next((n for n in range(start, at) if tags[n] == "x"), at), at + 1)
    if start and words[start - 1].low in lexicon.words["infinitive"]:
        return None
    by = at + 2 < len(words) and words[at + 1].low in lexicon.words["passive_by"] and tags[at] in FINITE
    if by and not words[at + 2].low.endswith(lexicon.words["participle_ending"]):  # not "countered by saying"
        agent = _STARTS.match(tags, at + 2)
        return Attribution((cue[0], at + 2), agent.span(), "after", tags[at], passive=True) if agent else None
    if tags[at] in FINITE and any(words[n].low in lexicon.words["be"] for n in range(start, at)):
        return None
    if tags[at] not in FINITE:
        if tags[at] != "S" and start and tags[start - 1] in "ijd":
            return None  # "about ordering the cuts": a noun
        return _participle(sentence, start, cue, (found, lexicon))
    # "X, who lives there, told a rally": what follows is the one spoken to.
    told = words[at].low in lexicon.words["telling"] and start > 0 and tags[start - 1] != "q"
    return (None if told else _inverted(sentence, start, cue)) or _active(sentence, start, cue, found)


def _participle(
    sentence: Sentence, start: int, cue: Range, context: tuple[Sequence[Attribution], Lexicon]
) -> Attribution:
    """With a subject of its own behind "with", else sharing that of the verb before it."""
    found, lexicon = context
    letter = sentence.tags[cue[1] - 1]
    match = _ENDS.search(sentence.tags, max(0, start - 12), start)
    if match and match.start() and sentence.words[match.start() - 1].low in lexicon.words["with"]:
        return Attribution(cue, match.span(), "before", letter)
    return Attribution(cue, _shared(sentence, start, found, letter), "shared", letter)


def _active(sentence: Sentence, start: int, cue: Range, found: Sequence[Attribution]) -> Attribution | None:
    tags, letter = sentence.tags, sentence.tags[cue[1] - 1]
    coordinated = start > 0 and tags[start - 1] == "c"
    source = _shared(sentence, start - 1, found, letter) if coordinated else subject_before(sentence, start)
    return Attribution(cue, source, "shared" if coordinated else "before", letter) if source else None


def _inverted(sentence: Sentence, start: int, cue: Range) -> Attribution | None:
    """The subject behind the cue: "…", said Putin."""
    tags, letter = sentence.tags, sentence.tags[cue[1] - 1]
    before = tags[start - 1] if start else ""
    if letter not in "sn" or start != cue[0] or before not in ("q", ",", "-") or (before == "," and start < 2):
        return None
    subject = _STARTS.match(tags, cue[1])
    if not subject or "q" in subject[0] or (tags[cue[1]] == "p" and before != "q"):
        return None
    if before == "q" or tags[start - 2] == "q":
        return Attribution(cue, subject.span(), "after", letter)
    # Without a quotation in front, "X, 70, said Y would go" has its subject before and its content behind.
    ended = re.match("[,.]|$", tags[subject.end() :])
    clause = not ended and re.match("[^,.;q]*[xvsbhn]", tags[subject.end() :])
    told = re.search("[xvsbhn]", tags[: start - 1])
    return Attribution(cue, subject.span(), "after", letter) if told and not clause else None


def subject_before(sentence: Sentence, end: int) -> Range | None:
    """The noun phrase that ends before word `end`: times, brackets and appositions between are passed over."""
    tags = sentence.tags
    end = _passed(tags, end)
    if not end:
        return None
    if tags[end - 1] == "r":
        return end - 1, end
    if tags[end - 1] in ",-":
        return _with_apposition(sentence, end - 1)
    match = _ENDS.search(tags, max(0, end - _WINDOW), end)
    return _coordinated(tags, _past_relative(tags, match.span())) if match else None


def noun_phrase_before(sentence: Sentence, end: int) -> Range | None:
    """The noun phrase before word `end`, a comma between them passed over."""
    tags = sentence.tags
    end = _passed(tags, end - 1 if end and tags[end - 1] == "," else end)
    end -= end > 0 and tags[end - 1] == ","
    match = _ENDS.search(tags, max(0, end - _WINDOW), end)
    return match.span() if match else None


def _passed(tags: str, end: int) -> int:
    """The end of the words before `end` without a time or an aside at their end."""
    for pattern in (_ASIDE, _TIME, _ASIDE):
        match = pattern.search(tags, max(0, end - 14), end)
        if match and match.start() > 0:
            end = match.start()
    return end


def _past_relative(tags: str, span: Range) -> Range:
    """The head that stands before a relative: "the man who left the town said"."""
    relative = tags.rfind("r", max(0, span[0] - 10), span[0])
    if relative > 0 and not set(tags[relative : span[0]]) & set(",.;:-q"):
        match = _ENDS.search(tags, max(0, relative - _WINDOW), relative)
        return match.span() if match else span
    return span


def _coordinated(tags: str, span: Range) -> Range:
    """Both of "Ukraine and the West", if nothing but the beginning of the clause stands before."""
    if span[0] < 2 or tags[span[0] - 1] != "c":
        return span
    match = _ENDS.search(tags, max(0, span[0] - 12), span[0] - 1)
    if match and (match.start() == 0 or tags[match.start() - 1] in ",;:-tk.cq"):
        return match.start(), span[1]
    return span


def _with_apposition(sentence: Sentence, comma: int) -> Range | None:
    """The subject before the apposition that ends at a comma: "X, secretary of Y, said"."""
    tags, end = sentence.tags, comma
    found: list[Range] = []
    for _ in range(4):
        start = max(tags.rfind(mark, 0, end) for mark in ",-;:q")
        span = _whole(tags, start + 1, end) if end != comma else None
        if found and not span:
            break
        if span:
            found.append(span)
        if start < 0 or tags[start] in ";:q":
            break
        end = start
    named = [span for span in found if any(word.name for word in sentence.words[slice(*span)])]
    chosen = named or found
    return chosen[-1] if chosen else None


def _whole(tags: str, start: int, end: int) -> Range | None:
    """The noun phrase that fills start..end, but for a conjunction or adverb before it and an aside behind it."""
    end = _passed(tags, end)
    opened = _LEAD.match(tags, start, end)
    begin = max(opened.end() if opened else start, tags.rfind("t", start, end) + 1, tags.rfind("k", start, end) + 1)
    match = _ENDS.search(tags, max(begin, end - 2 * _WINDOW), end)
    return match.span() if match and match.start() == begin else None


def _shared(sentence: Sentence, end: int, found: Sequence[Attribution], letter: str) -> Range | None:
    """The subject that a coordinated verb or a participle shares: that of the cue before it, else of the sentence.

    A verb of saying shares the subject of a verb of saying if there is one: "X said her party supported it and said …".
    """
    before = [
        one
        for one in found
        # "what he calls …" is inside the content of the verb that the other would be coordinated with.
        if one.source and one.cue[1] <= end and one.letter not in "nLf:" and not _relative_clause(sentence, one.source)
    ]
    alike = [one for one in before if one.letter in "sS"] if letter in "sS" else []
    chosen = alike or before
    return chosen[-1].source if chosen else main_subject(sentence, end)


def _relative_clause(sentence: Sentence, source: Range) -> bool:
    return source[0] > 0 and sentence.tags[source[0] - 1] == "r"


def main_subject(sentence: Sentence, end: int | None = None) -> Range | None:
    """The subject of the sentence: its first noun phrase once leading adverbials are passed."""
    tags = sentence.tags if end is None else sentence.tags[:end]
    at = 0
    for _ in range(3):
        lead = _LEAD.match(tags, at)
        begin = lead.end() if lead else at
        adverbial = lead is not None and "k" in lead[0]
        if not adverbial and not re.match("[ijmvSBHLq]", tags[begin : begin + 1]):
            break
        comma = tags.find(",", begin)
        if comma < 0 or comma - at > 30:
            return None
        at = comma + 1
    match = _STARTS.match(tags, begin)
    return match.span() if match else None


def _signed(sentence: Sentence, at: int) -> Attribution | None:
    """A name before a colon or behind a colon or a dash: "X: “…”", "“…”: X", "“…” - X"."""
    tags = sentence.tags
    if set(tags[:at]) & set(CUES):
        return None
    if tags[at] == ":" and tags[at + 1 : at + 2] == "q" and at <= _SIGNATURE and (match := _ENDS.match(tags, 0, at)):
        return Attribution((at, at + 1), match.span(), "colon", ":")
    behind = _STARTS.match(tags, at + 1)
    if at and tags[at - 1] == "q" and behind and behind.end() >= len(tags.rstrip(".")) and tags[at + 1] != "p":
        return Attribution((at, at + 1), behind.span(), "colon", ":")
    return None
