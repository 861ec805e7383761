"""A text as tracing reads it: its words as letters, its blocks and sentences as ranges of words."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from samestory import data
from samestory.align import Alphabet
from samestory.text import fold, quotations, sentences, words
from samestory.types import BODY_ROLES, Span, Version

PARTED = "\n"  # between two blocks; no letter of an alphabet
Sentence = tuple[Span, int, int]  # where it stands, and its range of words


def in_body(role: str) -> bool:
    """Of a reference the body counts."""
    return role in BODY_ROLES


def in_article(role: str) -> bool:
    """Of a page also its headline and key points may hold the words."""
    return role.startswith("article.")


@dataclass
class Wording:
    """The words of some blocks of a page, without marks. Ranges count words and partings."""

    version: Version
    spans: list[Span]  # of the words; of a parting: the empty place behind its block
    folded: list[str]
    letters: str

    @cached_property
    def sentences(self) -> list[Sentence]:
        """Every sentence with its range of words; those without words left out."""
        page, outline = self.version
        known = frozenset((data.language(outline.language) or {}).get("abbreviations", ()))
        starts = [span.start for span in self.spans]
        found = []
        for block in self.blocks:
            for sentence in sentences(page.text, block, known):
                first, last = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
                if first < last:
                    found.append((sentence, first, last))
        return found

    @cached_property
    def blocks(self) -> list[Span]:
        """Where the blocks are."""
        ends = [at for at, letter in enumerate(self.letters) if letter == PARTED]
        starts = [0, *(end + 1 for end in ends)]
        return [Span(self.spans[a].start, self.spans[b].end) for a, b in zip(starts, ends, strict=False)]

    @cached_property
    def quoted(self) -> list[Span]:
        """What stands between quotation marks."""
        return [span for block in self.blocks for span in quotations(self.version.page.text, block)]

    @property
    def words(self) -> list[str]:
        """The folded words, without partings."""
        return [word for word in self.folded if word != PARTED]

    @property
    def length(self) -> int:
        """How many words there are."""
        return len(self.letters) - self.letters.count(PARTED)

    def sentence_of(self, at: int) -> tuple[int, int]:
        """The range of the sentence that holds a word; the word alone where none does."""
        number = bisect_right(self.sentences, at, key=lambda sentence: sentence[1]) - 1
        _, first, last = self.sentences[number] if number >= 0 else (None, at, at + 1)
        return (first, last) if first <= at < last else (at, at + 1)

    def place(self, start: int, end: int) -> Span:
        """Where a range of words stands in the text."""
        return Span(self.spans[start].start, self.spans[end - 1].end)


def wording(version: Version, letters: Alphabet, counts: Callable[[str], bool] = in_article) -> Wording:
    """The words of the blocks whose role counts."""
    text, spans, folded, row = version.page.text, list[Span](), list[str](), list[str]()
    for block in version.outline.blocks:
        if counts(block.role):
            found = [span for span in words(text, block.span) if text[span.start].isalnum()]
            written = [fold(text[start:end]) for start, end in found]
            spans += [*found, Span(block.span.end, block.span.end)]
            folded += [*written, PARTED]
            row += [*map(letters.__getitem__, written), PARTED]
    return Wording(version, spans, folded, "".join(row))
