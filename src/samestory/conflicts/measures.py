"""The same figure through the versions: at the same place of the same sentence, or the same value of the same thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from samestory.conflicts.events import sentence
from samestory.conflicts.slots import Pair, in_rows
from samestory.conflicts.story import Story, table
from samestory.conflicts.values import equal, happenings, is_measured, same_thing, same_unit
from samestory.conflicts.wording import plain_words
from samestory.types import Figure, Place, Span

SMALL = 10  # a small number stands for many things; across rows it must count the same happening


def measures(at: Story, figures: Sequence[Figure]) -> list[list[Figure]]:
    """Figures in groups, in the order given."""
    groups = _Groups(figures)
    for pair in in_rows(at, [(Place(figure.page_id, figure.span), figure) for figure in figures]):
        if _same_place(pair, at.languages.get(pair.one.page_id)):
            groups.join(pair.one, pair.other)
    for one, other in _same_value(at, figures):
        groups.join(one, other)
    return groups.all()


def _same_place(pair: Pair[Figure], code: str | None) -> bool:
    """Same place and no other thing: then it is the same measure, whatever the values."""
    one, other, near = pair
    if one.page_id == other.page_id or not same_unit(one, other, code):
        return equal(one, other) and near > 1 and not (is_measured(one, code) and is_measured(other, code))
    told = happenings(one, code), happenings(other, code)
    return equal(one, other) or (near > 1 and (not all(told) or told[0] == told[1]))


def _same_value(at: Story, figures: Sequence[Figure]) -> Iterator[tuple[Figure, Figure]]:
    """Pairs of the same value of the same thing: in one row, or a headline or key point and the body."""
    by_value: defaultdict[tuple[float | None, float | None, str], list[Figure]] = defaultdict(list)
    for figure in figures:
        by_value[figure.low, figure.high, figure.bound].append(figure)
    for same in by_value.values():
        firsts: list[Figure] = []  # one of each thing that has this value
        for figure in same:
            twin = next((first for first in firsts if _one_thing(at, first, figure)), None)
            if twin is None:
                firsts.append(figure)
            else:
                yield twin, figure


def _one_thing(at: Story, one: Figure, other: Figure) -> bool:
    """Do two figures of one value count the same?"""
    code = at.languages.get(one.page_id)
    if at.rows(one.page_id, one.span) & at.rows(other.page_id, other.span):
        return one.page_id != other.page_id and same_unit(one, other, code)
    if same_thing(one, other, code) and one.of:
        return True
    low = one.low if one.low is not None else one.high
    telling = one.bound == "vague" or abs(low or 0) > SMALL
    return telling and _loosely_same(one, other, code) and len(_around(at, one) & _around(at, other)) > 1


def _loosely_same(one: Figure, other: Figure, code: str | None) -> bool:
    """Same unit; or two words for people ("Dornians", "soldiers"); or the same happening to things of two names."""
    a, b, happens = one.unit, other.unit, happenings(one, code)
    if same_unit(one, other, code) or (a and b and a[0].isupper() != b[0].isupper()):
        return True
    return (
        bool(happens)
        and happens == happenings(other, code)
        and not is_measured(one, code)
        and not is_measured(other, code)
    )


def _around(at: Story, figure: Figure) -> frozenset[str]:
    """The telling words of the sentence of a figure."""
    text, (start, end) = at.texts[figure.page_id], figure.span
    little = table(at.languages.get(figure.page_id)).get("little_words", ())
    whole = sentence(text, figure.span)
    near = plain_words(text, (Span(whole.start, start), Span(end, whole.end)))
    return frozenset(word for word in near if len(word) > 3 and word not in little)


class _Groups:
    """Figures that are joined with each other, directly or through others."""

    def __init__(self, figures: Sequence[Figure]) -> None:
        self.figures = figures
        self.lead = {Place(figure.page_id, figure.span): Place(figure.page_id, figure.span) for figure in figures}

    def find(self, figure: Figure) -> Place:
        at = Place(figure.page_id, figure.span)
        while self.lead[at] != at:
            self.lead[at] = self.lead[self.lead[at]]
            at = self.lead[at]
        return at

    def join(self, one: Figure, other: Figure) -> None:
        a, b = sorted((self.find(one), self.find(other)))
        self.lead[b] = a

    def all(self) -> list[list[Figure]]:
        found: dict[Place, list[Figure]] = {}
        for figure in self.figures:
            found.setdefault(self.find(figure), []).append(figure)
        return list(found.values())
