"""Sentences that one version cuts in two and another has as one."""

from __future__ import annotations

from itertools import pairwise

from samestory.collation.columns import Columns
from samestory.collation.pairing import CUT

HELD = 0.6  # of the weight of a part must stand in the whole, and not in what the whole is already paired with


def join_sentences(columns: Columns, version: int) -> None:
    """Put sentences that have no column beside their neighbour, where a column has the two as one sentence."""
    mine, joined = columns.column_of[version], columns.bodies[version].joined
    for one, other in pairwise(range(len(mine))):
        if joined[one] and (mine[one] < 0) != (mine[other] < 0):
            _extend(columns, version, *((one, other) if mine[one] < 0 else (other, one)))
    for one, other in pairwise(range(len(mine))):
        if joined[one] and mine[one] < 0 and mine[other] < 0:
            _both_halves(columns, version, one)


def _extend(columns: Columns, version: int, index: int, beside: int) -> None:
    """Take a sentence into its neighbour's column if a wording there holds it and is more like the two together."""
    number, like = columns.column_of[version][beside], columns.like
    part, (first, last) = columns.sentence(version, index), columns.columns[number].cells[version]
    now = columns.letters(version, (first, last))
    together = columns.letters(version, (min(first, index), max(last, index + 1)))
    for whole in columns.columns[number].examples:
        if (
            whole != now
            and like.held(part, whole, now) >= HELD
            and like.score(together, whole) > like.score(now, whole)
        ):
            columns.put(version, index, number)
            return


def _both_halves(columns: Columns, version: int, index: int) -> None:
    """Put two neighbours into one column that holds both, though neither alone is like it."""
    halves = [columns.sentence(version, at) for at in (index, index + 1)]
    together = columns.letters(version, (index, index + 2))
    for number in columns.candidates(together):
        column = columns.columns[number]
        wholes = [whole for whole in column.examples if all(columns.like.held(half, whole) >= HELD for half in halves)]
        if version not in column.cells and any(columns.like.score(together, whole) >= CUT for whole in wholes):
            columns.put(version, index, number)
            columns.put(version, index + 1, number)
            return


def join_columns(columns: Columns, version: int) -> None:
    """Merge neighbouring columns where a sentence of this version has as one what they have as two."""
    for index in range(len(columns.column_of[version])):
        whole, number = columns.sentence(version, index), columns.column_of[version][index]
        homes = _free(columns, version, whole) if number < 0 else [number]
        home = next((at for at in homes if _merged(columns, version, whole, at)), None)
        if home and number < 0:
            columns.put(version, index, home)


def _free(columns: Columns, version: int, sentence: str) -> list[int]:
    """The columns a sentence may belong to that have none of its version."""
    return [at for at in columns.candidates(sentence) if version not in columns.columns[at].cells]


def _merged(columns: Columns, version: int, whole: str, number: int) -> bool:
    """Merge a column with a neighbour if the sentence holds the neighbour's words and is more like the two together."""
    column = columns.columns[number]
    beside = [(number, after) for after in sorted(column.after)]
    beside += [(before, number) for before in sorted(column.before)]
    for first, second in beside:
        other = second if first == number else first
        if version in columns.columns[other].cells or not columns.mergeable(first, second):
            continue
        if _more_like(columns, whole, (first, second), number):
            columns.merge(number, other)
            return True
    return False


def _more_like(columns: Columns, whole: str, pair: tuple[int, int], number: int) -> bool:
    """Is a sentence more like two columns together, as the first version with both has them, than like the one?"""
    one, other = (columns.columns[at].cells for at in pair)
    both = min(one.keys() & other.keys(), default=None)
    if both is None:
        return False
    now, part = (columns.letters(both, cells[both]) for cells in ((one, other) if pair[0] == number else (other, one)))
    together = columns.letters(both, (one[both][0], other[both][1]))
    like, held = columns.like, columns.like.held(now, whole) >= HELD
    score = like.score(together, whole)
    return held and like.held(part, whole, now) >= HELD and score >= CUT and score > like.score(now, whole)
