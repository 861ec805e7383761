"""A text as tracing reads it: its words as letters, its blocks and sentences as ranges of words."""

from __future__ import annotations

from bisect import bisect_left
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

    @property
    def sentences(self) -> list[Sentence]:
        """Every sentence with its range of words; those without words left out."""
        return [sentence for number in range(len(self.blocks)) for sentence in self._of_block(number)]

    def _of_block(self, number: int) -> list[Sentence]:
        """The sentences of one block: of most blocks of a page nobody asks."""
        if number not in self._known:
            page, outline = self.version
            short = frozenset((data.language(outline.language) or {}).get("abbreviations", ()))
            found = sentences(page.text, self.blocks[number], short)
            ranged = [(one, bisect_left(self._starts, one.start), bisect_left(self._starts, one.end)) for one in found]
            self._known[number] = [sentence for sentence in ranged if sentence[1] < sentence[2]]
        return self._known[number]

    @cached_property
    def _known(self) -> dict[int, list[Sentence]]:
        return {}

    @cached_property
    def _starts(self) -> list[int]:
        return [span.start for span in self.spans]

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
        inside = self._of_block(self.letters.count(PARTED, 0, at))
        return next(((first, last) for _, first, last in inside if first <= at < last), (at, at + 1))

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
