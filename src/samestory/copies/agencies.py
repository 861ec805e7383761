"""Pages with one agency's text: is the one a copy of the other, or have both it from the agency, each by itself?

Where two pages share text and both name one agency, or one of them does and the other none, that text is the agency's.
If the later has, between passages of the other, long ones that the other lacks, it cannot have them all from that page:
the two are sisters below the agency. So they are where the later alone names it: a copy does not find out whose text
its source has.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from samestory.data import agency_of
from samestory.descent import Edge, Witness

# Sampled shingles. Of 648 copies that name an agency or whose source does, reworded in up to 28 % of their words, the
# longest gap is 39; of twelve pairs of real outlets that ran one agency's text, eight have gaps of 47 to 149
# (2026-11-22).
GAP = 45
PASSAGE = 3  # in a row: what both have by chance is shorter


class House(NamedTuple):
    """Whose text a page has, as far as it says."""

    agency: str | None  # whose own page it is
    credit: tuple[str, ...]


def house(outlet: str, credit: tuple[str, ...]) -> House:
    """The house of a page by its folded outlet and the agencies it names.

    >>> house("reuters", ()), house("pennant", ("AFP",))
    (House(agency='Reuters', credit=()), House(agency=None, credit=('AFP',)))
    """
    return House(agency_of(outlet), credit)


def behind(edges: Sequence[Edge], pages: Mapping[str, Witness], houses: Mapping[str, House]) -> Iterator[str | None]:
    """For each of the edges to one child: the agency from which both its ends have the text; None: it is a copy."""
    lacks = None
    for edge in edges:
        child, parent = houses[edge.child], houses[edge.parent]
        wire = _wire(child, parent)
        if wire is None or wire == child.agency or (child.credit and not parent.credit):
            yield wire
            continue
        if lacks is None:
            lacks = gap(pages[edge.child].units, frozenset().union(*(each.taken for each in edges)))
        yield wire if lacks >= GAP else None


def _wire(child: House, parent: House) -> str | None:
    """The agency that may stand behind both pages. Its own page is nobody's copy, and the source of what names it."""
    if child.agency and child.agency != parent.agency:
        return child.agency
    if parent.agency:
        return None
    both = [name for name in child.credit if name in parent.credit]
    one = () if child.credit and parent.credit else (*child.credit, *parent.credit)
    return next(iter((*both, *one)), None)


def gap(units: Sequence[int], taken: frozenset[int]) -> int:
    """The longest row of units that are not taken, between two passages that are.

    >>> gap([0, 9, 1, 2, 3, 9, 9, 4, 5, 6, 9], frozenset(range(7)))
    2
    """
    rows = [(among, sum(1 for _ in row)) for among, row in groupby(units, key=taken.__contains__)]
    passages = [at for at, (among, length) in enumerate(rows) if among and length >= PASSAGE]
    inside = rows[passages[0] : passages[-1]] if passages else ()
    return max((length for among, length in inside if not among), default=0)
