"""The words of a claim, and how far two wordings are the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from samestory.conflicts.story import number_words, table
from samestory.text import fold, words
from samestory.types import Quote, Span, Statement

Words = tuple[str, ...]

# British and American endings of one word; compared, never shown.
_SPELLINGS = tuple(
    (re.compile(pattern), ending)
    for pattern, ending in (
        (r"is(ation|ations|e|ed|es|ing|er|ers)$", r"iz\1"),
        (r"(\w{3})our(s|ed|ing|able|ful|ite|ites|hood)?$", r"\1or\2"),
        (r"ence$", "ense"),
        (r"([bt])re(s?)$", r"\1er\2"),
        (r"([aeiou]\w+[aeo])ll(ed|ing|er|ers)$", r"\1l\2"),
        (r"yse(d|s)?$", r"yze\1"),
        (r"ogue(s?)$", r"og\1"),
        (r"programme", "program"),
    )
)


_SIGNS = "%&"  # read aloud as words
_GROUP_MARK = re.compile(r"(?<=\d)[ \u00a0\u202f\u2009,.’'](?=\d{3})")


@lru_cache(maxsize=65536)
def spelling(word: str) -> str:
    """A folded word in one spelling for British and American.

    >>> spelling("mobilisation"), spelling("defence"), spelling("colour")
    ('mobilization', 'defense', 'color')
    """
    plain = word
    for pattern, ending in _SPELLINGS:
        plain = pattern.sub(ending, plain)
    return plain


def plain_words(text: str, spans: Iterable[Span]) -> Words:
    """The words inside the spans, folded to one spelling; marks do not count.

    >>> plain_words("“Well, the Defence…”", [Span(0, 20)])
    ('well', 'the', 'defense')
    """
    return tuple(
        word for span in spans for a, b in words(text, span) if text[a].isalnum() for word in _plain(text[a:b])
    )


def _plain(token: str) -> list[str]:
    """A token as it is compared; one with hyphens is several words."""
    return [_GROUP_MARK.sub("", token)] if token[0].isdigit() else [spelling(word) for word in fold(token).split("-")]


def said(text: str, claim: Quote | Statement, code: str | None = None) -> Words:
    """The words of a quotation (of its pieces, where its cue breaks it) or of a statement, short forms spelt out."""
    return tuple(word for word, _ in placed(text, claim, code))


def placed(text: str, claim: Quote | Statement, code: str | None = None) -> list[tuple[str, Span]]:
    """The same words, each with its place in the text."""
    spans = (isinstance(claim, Quote) and claim.parts) or (claim.span,)
    found = [token for span in spans for token in _spoken(text, span)]
    return [(word, token) for token in found for part in _plain(text[slice(*token)]) for word in spelt_out(part, code)]


def _spoken(text: str, span: Span) -> Iterator[Span]:
    """The words of a span but for what an editor put into brackets."""
    brackets = 0
    for token in words(text, span):
        brackets = max(0, brackets + {"[": 1, "]": -1}.get(text[token.start], 0))
        if (text[token.start].isalnum() or text[slice(*token)] in _SIGNS) and not brackets:
            yield token


@lru_cache(maxsize=65536)
def spelt_out(word: str, code: str | None) -> Words:
    """A contraction as two words, a number word as digits.

    >>> spelt_out("don't", "en"), spelt_out("can't", "en"), spelt_out("twelve", "en")
    (('do', 'not'), ('can', 'not'), ('12',))
    """
    contractions, numbers = table(code).get("contractions", {}), number_words(code)
    if word in contractions:
        return tuple(contractions[word].split())
    ending = next((end for end in contractions if end in word[1:] and word.endswith(end)), None)
    return (word.removesuffix(ending), contractions[ending]) if ending else (f"{numbers.get(word, word)}",)


def containment(short: Words, long: Words) -> float:
    """The share of the shorter wording that the longer one has, in order.

    >>> containment(("we", "share", "pain"), ("and", "we", "share", "your", "pain"))
    1.0
    """
    return LCSseq.similarity(short, long) / len(short) if short else 0.0


def within(short: Words, long: Words) -> bool:
    """Does the shorter wording stand in the longer one, word for word?"""
    return any(long[at : at + len(short)] == short for at in range(len(long) - len(short) + 1))


class Difference(NamedTuple):
    """Where two wordings differ: words `start:end` of the one, `other_start:other_end` of the other."""

    start: int
    end: int
    other_start: int
    other_end: int


def replaced(one: Words, other: Words) -> Iterator[Difference]:
    """The places between equal words where two wordings differ; what either has before or behind the other is a cut.

    On either side two words must be equal, else it is a chance likeness of two sentences.

    >>> list(replaced(("i", "want", "you", "to"), ("i", "like", "you", "to", "know")))
    [Difference(start=1, end=2, other_start=1, other_end=2)]
    >>> list(replaced(("you", "to"), ("i", "like", "you", "to", "know")))
    []
    """
    blocks = [block for block in LCSseq.editops(one, other).as_matching_blocks() if block.size]
    for before, after in pairwise(blocks):
        first = before.a == before.b == 0  # "I would like", "I want": both begin alike
        if (before.size > 1 or first) and (after.size > 1 or after.a + 1 == len(one)):
            yield Difference(before.a + before.size, after.a, before.b + before.size, after.b)


def grams(sequence: Sequence[str], size: int) -> set[Words]:
    """All runs of so many words."""
    return {tuple(sequence[at : at + size]) for at in range(len(sequence) - size + 1)}
