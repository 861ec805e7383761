"""Reported statements: what a source is said to have said without quotation marks, the content only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from samestory.claims.clauses import FINITE, Range, noun_phrase_before
from samestory.claims.lexicon import Lexicon
from samestory.claims.passages import Paragraph, Sentence
from samestory.claims.speakers import Told
from samestory.spans import trimmed
from samestory.types import Page, Span, Statement

_HEARER = re.compile("o|[dG0]{0,4}[awNv]{0,4}[wN](?:[ij][dG]{0,2}[wN]{1,3})?")
_TO_THAT = re.compile("[,aijdGNwmoc0()-]{0,16}?t")
_WHEN = re.compile("(?:[ij]?d?m{1,3}0?|a){1,4}")
_WORD_CLASS = re.compile("[a-prt-zA-Z0s]")  # all but q and the marks
_SAYS = "sS"


def statements(
    page: Page, story: Sequence[Paragraph], tellings: Sequence[Sequence[Sequence[Told]]], lexicon: Lexicon
) -> list[Statement]:
    """The statements of a story with their sources, in order."""
    found: dict[Span, Statement] = {}
    for paragraph in story:
        for sentence, told in zip(paragraph.sentences, tellings[paragraph.number], strict=True):
            for one in _sentence(page, sentence, told, lexicon):
                found.setdefault(one.span, one)
    return sorted(found.values(), key=lambda one: one.span)


def _sentence(page: Page, sentence: Sentence, told: Sequence[Told], lexicon: Lexicon) -> Iterator[Statement]:
    for number, one in enumerate(told):
        content = _content(sentence, number, told, lexicon) if one.source else None
        # A content that is all quotation is a quote, not a statement.
        if content and _WORD_CLASS.search(sentence.tags, *content):
            yield Statement(page.id, trimmed(page.text, sentence.span(*content)), one.source, one.cue)


def _content(sentence: Sentence, number: int, told: Sequence[Told], lexicon: Lexicon) -> Range | None:
    """The words that tell what was said, for each kind of cue."""
    one = told[number].attribution
    if one.letter == "f":
        return _by_phrase(sentence.tags, one.start, one.end)
    if one.letter == ":":
        return _trimmed(sentence.tags, one.end, _end(sentence, number, told)) if one.start == 0 else None
    if one.passive:
        return noun_phrase_before(sentence, one.cue[0])
    return None if one.letter in "nL" else _active(sentence, number, told, lexicon)


def _active(sentence: Sentence, number: int, told: Sequence[Told], lexicon: Lexicon) -> Range | None:
    """What is behind the cue; else, for a cue at the end of its clause, what is in front: "…, he said on Monday"."""
    one = told[number].attribution
    end = _end(sentence, number, told)
    start = _after(sentence, max(one.cue[1], one.end), end, lexicon)
    if one.letter in "hH" and not any(word.low in lexicon.words["as_words"] for word in sentence.words[start:end]):
        return None
    bare = start == one.cue[1] and sentence.words[one.cue[1] - 1].low in lexicon.words["clause_only"]
    if bare and not re.search("[xvsbhnq]", sentence.tags[start:end]):
        return None
    if (
        one.where != "after"
        and not _aside(sentence.tags, one.start, start)
        and _goes_on(sentence, one.letter, start, end)
    ):
        return _trimmed(sentence.tags, start, end)
    if one.letter in _SAYS and one.start > 1 and sentence.tags[one.start - 1] in ",-":
        begin = _clause_start(sentence.tags, one.start)
        return (
            _trimmed(sentence.tags, begin, one.start - 1) if _is_clause(sentence.tags[begin : one.start - 1]) else None
        )
    return None


def _is_clause(tags: str) -> bool:
    """Does something in front of a cue say anything, or is it only when and where: "In an interview, he said"?"""
    opened = tags.lstrip(",ca")
    return opened[:1] not in tuple("ijvSBHL") or re.search("[xvsbhnq]|,.", opened[1:]) is not None


def _aside(tags: str, cue: int, start: int) -> bool:
    """Is what follows a comma behind the cue of a quotation told by the page: "“…,” X said, hours after it fell"?"""
    return tags[start - 1] == "," and tags[:cue].rstrip(",")[-1:] == "q"


def _goes_on(sentence: Sentence, letter: str, start: int, end: int) -> bool:
    """Is there a content behind the cue, not only a time, a place or the one spoken to?"""
    tags = sentence.tags[start:end].strip(",.;:-()")
    if letter not in _SAYS or sentence.tags[start - 1] == "t":
        return bool(tags)
    return tags != "" and tags[0] not in "ijkSBHLvf" and re.search("[xvsbhnpqSBwN]", tags) is not None


def _after(sentence: Sentence, start: int, end: int, lexicon: Lexicon) -> int:
    """Where the content begins: behind the one spoken to, times, occasions and "that"."""
    words, tags = sentence.words, sentence.tags
    if that := _TO_THAT.match(tags, start, end):
        return that.end()
    if words[start - 1].low in lexicon.words["telling"]:
        hearer = _HEARER.match(tags, start, end)
        start = hearer.end() if hearer and hearer.end() < end else start
    when = _WHEN.match(tags, start, end)
    start = when.end() if when and when.end() < end else start
    return start + 1 if tags[start : start + 1] in (",", ":") else start


def _end(sentence: Sentence, number: int, told: Sequence[Told]) -> int:
    """Where the scope of a cue ends: at the next cue that is not inside it, a semicolon, the end of the sentence."""
    tags, one = sentence.tags, told[number].attribution
    end = len(tags)
    for later in told[number + 1 :]:
        other = later.attribution
        if other.start < one.end:
            continue
        if (stop := _stops_at(tags, other.start, other.letter, other.where == "shared")) is not None:
            end = min(end, stop)
    stop = tags.find(";", one.end, end)
    return stop if stop > 0 else end


def _stops_at(tags: str, start: int, letter: str, shared: bool) -> int | None:
    """Where a later cue cuts off the content before it: a coordinated verb, a clause of its own behind a comma."""
    before = tags[start - 1]
    if shared:
        return start if before in ",c" or letter in FINITE else None
    if letter not in "sSf":
        return None
    if before in ",-":
        return start
    comma = tags.rfind(",", 0, start)
    return comma if comma > 0 and tags[comma + 1] in "ck" and start - comma < 6 else None


def _by_phrase(tags: str, start: int, end: int) -> Range | None:
    """According to X: the rest of the sentence if it opens the sentence, else the clause in front."""
    if not _WORD_CLASS.search(tags, 0, start):
        return _trimmed(tags, end, len(tags))
    return _trimmed(tags, _clause_start(tags, start), start)


def _clause_start(tags: str, end: int) -> int:
    """Where the clause that ends at `end` begins: behind a semicolon, and a conjunction at its head."""
    start = tags.rfind(";", 0, end) + 1
    return start + 1 if tags[start : start + 1] == "c" else start


def _trimmed(tags: str, start: int, end: int) -> Range | None:
    """Without marks and conjunctions at the ends."""
    while start < end and tags[start] in ",.;:-)":
        start += 1
    while end > start and tags[end - 1] in ",.;:-(ck":
        end -= 1
    return (start, end) if start < end else None
