"""Other numbers: what a story counts is counted otherwise, the same on all its pages and in the same order of size.

Only numbers that the truth knows as figures change, and only if every form they have on any page ("2 300", "4.2
million", "Seven") can tell the new number as well. Dates, times, scores and years stay.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import floor, log10
from random import Random

from tools.examples.authored import Table, listed, story, wordings, words
from tools.examples.checking import wrong
from tools.examples.renewing.numerals import FIRST, Numeral, numerals, rewritten
from tools.examples.renewing.through import through

ENDS = ("low", "high")


def renewed(told: Sequence[Table], rnd: Random) -> list[Table]:
    """All stories with other numbers."""
    return [in_turn(table, rnd) for table in told]


def in_turn(table: Table, rnd: Random) -> Table:
    """A story with other numbers: the first drawn with which no claim stands on its page twice."""
    while True:
        found = recounted(table, changed(table, bending(rnd)))
        if not list(wrong(story(found))):
            return found


def recounted(table: Table, new: Mapping[float, float]) -> Table:
    """A story with other numbers on its pages and in its truth."""
    found = through(table, {version["name"]: rewritten(version["language"], new) for version in table["version"]})
    for version in found["version"]:
        version["figures"] = [
            figure | {end: new.get(figure[end], figure[end]) for end in ENDS if end in figure}
            for figure in version["figures"]
        ]
    return found


def changed(table: Table, bent: Callable[[float], float]) -> dict[float, float]:
    """For every number that changes the one it becomes. Their order of size stays, kept numbers counted in."""
    forms = dict[float, list[Numeral]]()
    for found in written(table):
        forms.setdefault(found.value, []).append(found)
    known = set().union(*(values(figure) for version in table["version"] for figure in version["figures"]))
    kept = told_otherwise(table) | {value for value in forms if any(found.fixed for found in forms[value])}
    proposed = {value: bent(value) for value in known & forms.keys() - kept if value >= FIRST}
    fitting = {value: new for value, new in proposed.items() if all(found.told(new) for found in forms[value])}
    return in_order(fitting, (known | forms.keys()) - fitting.keys())


def told_otherwise(table: Table) -> set[float]:
    """The numbers that some page tells in words which nothing here can change, and those told for them elsewhere.

    "A third" and "twenty-one" are such words; "some 20" is told for the latter.
    """
    kept = set[float]()
    for version in table["version"]:
        for figure in version["figures"]:
            said = {found.value for text in wordings(figure) for found in numerals(text, version["language"])}
            kept |= set() if values(figure) & said else values(figure) | said
    for entry in table["same"]:
        one = set().union(*(amounts(version, entry["of"].get(version["name"], [])) for version in table["version"]))
        kept |= one if one & kept else set()
    return kept


def amounts(version: Table, given: str | list[str]) -> set[float]:
    """What the figures of a version amount to that stand in these words of it."""
    places = listed(given)
    found = [
        figure
        for figure in version["figures"]
        if any(words in place or place in words for words in wordings(figure) for place in places)
    ]
    return set().union(*map(values, found))


def values(figure: Table) -> set[float]:
    """The ends of a figure."""
    return {figure[end] for end in ENDS if end in figure}


def written(table: Table) -> Iterator[Numeral]:
    """The numerals that the pages of a story write."""
    for version in table["version"]:
        for text in [version["title"], version["dek"], *version["keypoints"], *map(words, version["article"])]:
            yield from numerals(text, version["language"])


def in_order(proposed: Mapping[float, float], kept: set[float]) -> dict[float, float]:
    """The numbers proposed but for those that would come out of order, or meet another.

    >>> in_order({12: 14, 30: 35, 200: 190}, {13, 500})
    {30: 35, 200: 190}
    """
    while True:
        found = sorted([*proposed.items(), *((value, value) for value in kept)])
        wrong = {old for one, other in pairwise(found) if one[1] >= other[1] for old in (one[0], other[0])}
        if not wrong & proposed.keys():
            return dict(proposed)
        kept = kept | wrong
        proposed = {value: new for value, new in proposed.items() if value not in wrong}


def bending(rnd: Random) -> Callable[[float], float]:
    """A rising curve through the powers of ten: other digits, and as many.

    Ratios stay about what they are, so that "almost 30,000" and 29,700 still agree.
    """
    power = rnd.choice([rnd.uniform(0.7, 0.9), rnd.uniform(1.1, 1.4)])
    small = range(FIRST, 10)
    others = dict(zip(small, sorted(rnd.choices(small, k=len(small))), strict=True))

    def bent(value: float) -> float:
        if value in others:
            return others[int(value)]
        size = floor(log10(value))
        digits = max(2, len(f"{value:.2f}".rstrip("0").rstrip(".").replace(".", "").rstrip("0")))
        return plain(round(10 ** (size + (log10(value) - size) ** power), digits - 1 - size))

    return bent


def plain(value: float) -> float:
    """A number as a person writes it: whole, if it is.

    >>> plain(2700.0), plain(12.3)
    (2700, 12.3)
    """
    return int(value) if value == int(value) else value
