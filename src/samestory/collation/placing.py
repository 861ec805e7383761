"""Placing the sentences of every version into columns.

Progressive alignment (Feng and Doolittle 1987), free of the order inside the texts: versions join one after another,
the one that shares most with the others first, each sentence going to the column whose wordings it is most like. The
order of versions follows from their content and ids alone, so it does not matter how they come in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from samestory.collation.bodies import Body
from samestory.collation.columns import Columns
from samestory.collation.pairing import AKIN, CUT, SUPPORT, Likeness
from samestory.collation.parts import join_columns, join_sentences

Pair = tuple[float, int, int]  # likeness, sentence, column


def placed(bodies: Sequence[Body], like: Likeness) -> Columns:
    """The columns of a story, every sentence of every version in exactly one."""
    columns = Columns(bodies, like)
    for version in central_first(bodies):
        _place(columns, version)
    return columns


def central_first(bodies: Sequence[Body]) -> list[int]:
    """The versions by how many of their different words others have too, most first; then the longer, then the id."""
    held = [frozenset(body.folds) for body in bodies]
    versions = Counter(chain.from_iterable(held))
    shared = [sum(map(versions.__getitem__, letters)) - len(letters) for letters in held]
    return sorted(range(len(bodies)), key=lambda at: (-shared[at], -len(bodies[at].folds), bodies[at].page_id))


def _place(columns: Columns, version: int) -> None:
    pairs = _pairs(columns, version)
    _assign(columns, version, pairs)
    _assign_akin(columns, version)
    _bridge(columns, version, pairs)
    join_sentences(columns, version)
    join_columns(columns, version)
    mine = columns.column_of[version]
    for index, number in enumerate(mine):
        if number < 0:
            columns.put(version, index, columns.found(index / len(mine)))
    columns.note_neighbours(version)


def _pairs(columns: Columns, version: int) -> list[Pair]:
    """Every sentence with the columns it may belong to: likest first, then nearest to the same place in the text."""
    found: list[Pair] = []
    length = len(columns.column_of[version])
    for index in range(length):
        sentence = columns.sentence(version, index)
        found += [(columns.score(sentence, number), index, number) for number in columns.candidates(sentence)]
    return sorted(found, key=lambda pair: (-pair[0], abs(pair[1] / length - columns.columns[pair[2]].at), pair[1:]))


def _assign(columns: Columns, version: int, pairs: list[Pair]) -> None:
    """Likest first; then, in the gaps, less alike sentences whose neighbours are paired with each other."""
    for least in (0, 1, 2, 1, 2):
        for score, index, number in pairs:
            near = score >= CUT - SUPPORT * least and columns.free(version, index, number)
            if near and _support(columns, version, index, number) >= least:
                columns.put(version, index, number)


def _assign_akin(columns: Columns, version: int) -> None:
    """Put sentences said in other words beside their neighbours' neighbours."""
    mine = columns.column_of[version]
    for index in range(len(mine)):
        if mine[index] < 0:
            beside = _beside(columns, mine, index)
            free = [number for number in sorted(beside) if columns.free(version, index, number)]
            best = max(((_kinship(columns, version, index, number), -number) for number in free), default=(0.0, 0))
            if best[0] >= AKIN:
                columns.put(version, index, -best[1])


def _beside(columns: Columns, mine: Sequence[int], index: int) -> set[int]:
    """The columns that follow the column of the sentence before, or precede that of the sentence behind."""
    before = columns.columns[mine[index - 1]].after if index and mine[index - 1] > 0 else set[int]()
    after = columns.columns[mine[index + 1]].before if index + 1 < len(mine) and mine[index + 1] > 0 else set[int]()
    return before | after


def _kinship(columns: Columns, version: int, index: int, number: int) -> float:
    sentence = columns.sentence(version, index)
    return max(columns.like.akin(sentence, example) for example in columns.columns[number].examples)


def _support(columns: Columns, version: int, index: int, number: int) -> int:
    """How many neighbours of a sentence stand in columns that are neighbours of the column in some version."""
    column, mine = columns.columns[number], columns.column_of[version]
    before = mine[index - 1] if index else -1
    after = mine[index + 1] if index + 1 < len(mine) else -1
    return (before in column.before) + (after in column.after)


def _bridge(columns: Columns, version: int, pairs: list[Pair]) -> None:
    """A sentence like two columns of which no version has both shows them to be one."""
    for score, index, number in pairs:
        home = columns.column_of[version][index]
        both = score >= CUT and home >= 0 and number != home and number in columns.columns
        if both and not columns.columns[number].cells.keys() & columns.columns[home].cells.keys():
            columns.merge(home, number)
