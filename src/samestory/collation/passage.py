"""A reading as a list of words, with what stands inside quotation marks."""

from __future__ import annotations

from samestory.collation.bodies import Body
from samestory.collation.lexicon import Lexicon
from samestory.text import QUOTE_MARKS


class Passage:
    """A range of a body's words."""

    def __init__(self, body: Body, start: int, end: int) -> None:
        self.body, self.start, self.end = body, start, end
        self.written, self.folded = body.written[start:end], body.folded[start:end]
        self.letters, self.raws = body.folds[start:end], body.raws[start:end]

    def quoted(self, start: int, end: int) -> bool:
        """Does all of a range stand inside quotation marks? Of an empty range: do both its neighbours?"""
        marks = self.body.quoted[self.start : self.end]
        if start < end:
            return all(marks[at] for at in range(start, end))
        return 0 < start < len(marks) and marks[start - 1] != 0 and marks[start] != 0

    def is_name(self, at: int, lexicon: Lexicon) -> bool:
        """Is a word written as a name? At the start of a sentence only one that is no word of the language counts."""
        word = self.written[at]
        if not word[0].isupper() or word == "I" or (word.isupper() and self._shouted()):
            return False
        opens = at == 0 or self.written[at - 1] in ".!?:…" or self.written[at - 1] in QUOTE_MARKS
        low = self.folded[at].removesuffix("'s")
        return not (opens and (low in lexicon.lists["little_words"] or any(map(lexicon.known, lexicon.lemmas(low)))))

    def _shouted(self) -> bool:
        """Is everything written in capitals, so that they make no names?"""
        return len(self.written) > 3 and not any(map(str.islower, "".join(self.written)))

    def width(self, start: int, end: int) -> int:
        """How many visible characters a range of words has."""
        return sum(map(len, self.written[start:end]))

    def stops(self, start: int, end: int, widest: int) -> list[int]:
        """Where to cut a range into pieces of at most `widest` visible characters, behind punctuation if possible."""
        found, at, stop = [], start, start
        while self.width(at, end) > widest:
            fitting = [cut for cut in range(at + 1, end) if self.width(at, cut) <= widest] or [at + 1]
            stop = next((cut for cut in reversed(fitting) if self.written[cut - 1] in ",;:-–—)"), fitting[-1])
            found.append(stop)
            at = stop
        return [*found, end]
