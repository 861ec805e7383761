"""Columns: which sentences of any number of versions stand for one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from samestory.collation.bodies import Body
from samestory.collation.pairing import Likeness

EXAMPLES = 4  # wordings of a column that a new sentence is compared with
CONSIDERED = (
    3  # columns that a sentence is compared with: those that share most of its rare words, at least half the most
)
CERTAIN = 0.9  # a likeness that no other wording of a column need be asked for

Run = tuple[int, int]  # sentences of a version, half open


@dataclass(slots=True)
class Column:
    """Sentences that stand for one another: at most one run of sentences a version."""

    at: float  # where it stands in the version that founded it, 0..1
    cells: dict[int, Run] = field(default_factory=dict)
    examples: list[str] = field(default_factory=list)
    before: set[int] = field(default_factory=set)  # columns that stand right before it in some version
    after: set[int] = field(default_factory=set)


class Columns:
    """The columns of a story as they grow, version by version; columns and versions go by number."""

    def __init__(self, bodies: Sequence[Body], like: Likeness) -> None:
        self.bodies, self.like = bodies, like
        self.columns: dict[int, Column] = {}
        self.column_of: list[list[int]] = [[-1] * len(body.sentences) for body in bodies]  # -1: not yet placed
        self.by_words: defaultdict[str, set[int]] = defaultdict(set)
        self.by_sentence: defaultdict[str, set[int]] = defaultdict(set)
        self.founded = 0

    def letters(self, version: int, run: Run) -> str:
        """The words of a run of sentences."""
        body = self.bodies[version]
        return body.folds[body.sentences[run[0]][0] : body.sentences[run[1] - 1][1]]

    def sentence(self, version: int, index: int) -> str:
        """The words of one sentence."""
        start, end = self.bodies[version].sentences[index]
        return self.bodies[version].folds[start:end]

    def candidates(self, sentence: str) -> list[int]:
        """The columns that share most of the sentence's rare words; if any have just its words, those."""
        same = self.by_sentence.get(sentence)
        if same:
            return sorted(same)
        shared: dict[int, int] = {}
        known, weights = shared.get, self.like.weights
        columns = self.by_words.get
        for letter in self.like.telling(sentence):
            weight = weights[letter]
            for number in columns(letter, ()):
                shared[number] = known(number, 0) + weight
        least = max(shared.values(), default=0) / 2
        near = sorted([(-weight, number) for number, weight in shared.items() if weight >= least])
        return [number for _, number in near[:CONSIDERED]]

    def score(self, sentence: str, number: int) -> float:
        """The likeness of a sentence to the nearest wording of a column."""
        best = 0.0
        for example in self.columns[number].examples:
            best = max(best, self.like.score(sentence, example))
            if best >= CERTAIN:
                break
        return best

    def free(self, version: int, index: int, number: int) -> bool:
        """Has neither the sentence a column nor the column a sentence of this version?"""
        return self.column_of[version][index] < 0 and version not in self.columns[number].cells

    def found(self, at: float) -> int:
        """A new column."""
        self.founded += 1
        self.columns[self.founded] = Column(at)
        return self.founded

    def put(self, version: int, index: int, number: int) -> None:
        """Put a sentence into a column, beside those of its version that are already there."""
        cells = self.columns[number].cells
        first, last = cells.get(version, (index, index + 1))
        cells[version] = min(first, index), max(last, index + 1)
        self.column_of[version][index] = number
        self._learn(number, self.letters(version, cells[version]))

    def _learn(self, number: int, wording: str) -> None:
        """Keep a wording of a column to compare with, and let the column be found by its words."""
        column = self.columns[number]
        self.by_sentence[wording].add(number)
        if wording not in column.examples and len(column.examples) < EXAMPLES:
            column.examples.append(wording)
            for letter in self.like.telling(wording):
                self.by_words[letter].add(number)

    def mergeable(self, number: int, other: int) -> bool:
        """Do the sentences of the one stand right before those of the other in every version that has both?"""
        cells, others = self.columns[number].cells, self.columns[other].cells
        return all(
            cells[version][1] == others[version][0] and self.bodies[version].joined[cells[version][1] - 1]
            for version in cells.keys() & others.keys()
        )

    def merge(self, number: int, other: int) -> None:
        """Make one column of two."""
        column, gone = self.columns[number], self.columns.pop(other)
        for version, (first, last) in gone.cells.items():
            start, end = column.cells.get(version, (first, last))
            column.cells[version] = min(first, start), max(last, end)
            self.column_of[version][first:last] = [number] * (last - first)
        for places in self._mentions():
            if other in places:
                places.discard(other)
                places.add(number)
        column.before = (column.before | gone.before) - {number}
        column.after = (column.after | gone.after) - {number}
        for version in gone.cells:
            self._learn(number, self.letters(version, column.cells[version]))

    def _mentions(self) -> list[set[int]]:
        sides = [side for column in self.columns.values() for side in (column.before, column.after)]
        return [*self.by_words.values(), *self.by_sentence.values(), *sides]

    def note_neighbours(self, version: int) -> None:
        """Remember which columns stand side by side in a version."""
        numbers = self.column_of[version]
        for number, following in pairwise(numbers):
            if number != following:
                self.columns[number].after.add(following)
                self.columns[following].before.add(number)
