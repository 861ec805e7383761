"""Collation: the versions of a story aligned, sentence by sentence and word by word.

Sentences are paired first and words inside the pairs (aligning whole texts found a seventh fewer equal words and
took eleven times as long). A row is one sentence, or what stands for it, through any number of versions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from samestory.align import Alphabet, likeness
from samestory.collation.absence import absence
from samestory.collation.bodies import bodies
from samestory.collation.columns import Column, Columns
from samestory.collation.differences import kinship
from samestory.collation.lexicon import Lexicon, lexicon
from samestory.collation.order import centrality, in_order, out_of_order
from samestory.collation.pairing import Kin, Likeness, weights
from samestory.collation.placing import placed
from samestory.collation.variants import Cell, variants
from samestory.types import Collation, Effect, Reading, Row, Version

__all__ = ["collate"]


def collate(versions: Sequence[Version], story_id: str, base: str | None = None) -> Collation:
    """Align the article bodies of a story's versions.

    Every sentence of every body is in exactly one row, at most one reading a version. Rows stand in the order of the
    base text (`base`, a page id; else the version that shares most with the others); what it lacks stands behind its
    predecessor elsewhere. The order of `versions` does not matter. Headlines, key points and captions are no part of
    it: their blocks say what they are. A reading's score is its likeness to the base reading, 0 where that has none.
    """
    words = Alphabet()
    texts = bodies(versions, words)
    known = lexicon(_language(versions))
    columns = placed(texts, Likeness(weights(texts, *_light(words, known)), _kin(words, known)))
    ranking = sorted(centrality(columns), key=lambda version: texts[version].page_id != base)
    first = ranking[0] if ranking else -1
    own = [out_of_order(columns.column_of[version], columns.column_of[first]) for version in range(len(texts))]
    table = Table(columns, ranking, own, known)
    rows = tuple(table.row(number) for number in in_order(columns, ranking))
    return Collation(story_id, texts[first].page_id if texts else "", tuple(text.page_id for text in texts), rows)


def _language(versions: Sequence[Version]) -> str | None:
    """The language most versions are in; of equal ones the first by name."""
    counts = Counter(version.outline.language or "" for version in versions)
    return min(counts, key=lambda code: (-counts[code], code), default=None) or None


def _light(words: Alphabet, known: Lexicon) -> tuple[list[str], list[str]]:
    """The letters of words that frame a sentence without telling it apart, and of marks."""
    frame = known.lists["little_words"] | known.months | known.weekdays | known.lists["saying_forms"]
    light = [letter for word, letter in words.items() if word in frame]
    return light, [letter for word, letter in words.items() if not word[0].isalnum()]


def _kin(words: Alphabet, known: Lexicon) -> Kin:
    """Whether two words, given by their letters, are forms of one word or synonyms."""
    written = {letter: word for word, letter in words.items()}
    return lambda one, other: kinship(written[one], written[other], known) > 1


class Table:
    """The columns of a story, written out as rows of readings."""

    def __init__(self, columns: Columns, ranking: Sequence[int], moved: Sequence[set[int]], known: Lexicon) -> None:
        self.columns, self.ranking, self.moved, self.lexicon = columns, ranking, moved, known
        self.rank = {version: rank for rank, version in enumerate(ranking)}

    def row(self, number: int) -> Row:
        """One row: its readings in the order of the versions, its variants, and what its absence does."""
        column = self.columns.columns[number]
        cells = {version: self._cell(version, column, seat) for seat, version in enumerate(sorted(column.cells))}
        ranked = [cells[version] for version in sorted(cells, key=self.rank.__getitem__)]
        effect, why = self._absence(ranked)
        based = self.ranking[0] in cells
        readings = [
            self._reading(cell, ranked[0] if based else None, number in self.moved[version])
            for version, cell in cells.items()
        ]
        return Row(tuple(readings), variants(ranked, self.lexicon), effect, why)

    def _cell(self, version: int, column: Column, seat: int) -> Cell:
        body, (first, last) = self.columns.bodies[version], column.cells[version]
        return Cell(body, body.sentences[first][0], body.sentences[last - 1][1], seat)

    def _absence(self, cells: list[Cell]) -> tuple[Effect | None, str]:
        return absence(cells[0].passage(), self.lexicon) if len(cells) < len(self.ranking) else (None, "")

    def _reading(self, own: Cell, base: Cell | None, moved: bool) -> Reading:
        """What a version has, and how that stands to what the base text has."""
        span = own.body.span(own.start, own.end)
        if base is None:
            return Reading(own.body.page_id, span, "added", 0.0)
        words, base_words = (cell.body.folds[cell.start : cell.end] for cell in (own, base))
        if words == base_words:
            return Reading(own.body.page_id, span, "moved" if moved else "same", 1.0)
        score = round(likeness(words, base_words), 3)
        return Reading(own.body.page_id, span, "moved" if moved else "reworded", score)
