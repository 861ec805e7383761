"""Pages with one text: is the one a copy of the other, or have both it from a third, each by itself?

If the later has, between passages of the other, long ones that the other lacks, it cannot have them all from that page:
the two are sisters below a common source. Where both name one agency, or one of them does and the other none, that is
the source; else it is unseen. Shorter passages are enough where the later names an agency and no page from which it may
have its text does: a copy seldom finds out whose text its source has. An agency's own page is nobody's sister.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from samestory.data import agency_of
from samestory.descent import Edge, Witness
from samestory.types import UNSEEN

# Sampled shingles. Of 648 copies that name an agency or whose source does, reworded in up to 28 % of their words, the
# longest gap is 39; of twelve pairs of real outlets that ran one agency's text, eight have gaps of 47 to 149. Where
# none is named a copy may have own paragraphs among the others: of 1,984 invented copies 15 have gaps of 45 to 59, five
# longer ones. Of 31 pairs of real outlets seven have gaps of 53 and more: the four longest are no copies, two of the
# others neither (2026-11-22).
# Where the later alone names it, four copies (flattened, the credit of their source cut off or not read) have gaps of
# up to 10, of five pairs of real sisters four have 30 and more.
GAP = 45
UNNAMED = 60
CREDITED = 20
# In a row: what both have by chance is shorter. Where no agency is named own paragraphs may hold a phrase of the other
# page: at 3 twelve of 8,000 invented pages are parted from the page of which they have a passage, at 5 none.
PASSAGE, LONGER = 3, 5


class House(NamedTuple):
    """Whose text a page has, as far as it says."""

    outlet: str  # folded
    agency: str | None  # whose own page it is, if it is one that is known
    credit: tuple[str, ...]


def house(outlet: str, credit: tuple[str, ...]) -> House:
    """The house of a page by its folded outlet and the agencies it names.

    >>> house("reuters", ()), house("pennant", ("AFP",))
    (House(outlet='reuters', agency='Reuters', credit=()), House(outlet='pennant', agency=None, credit=('AFP',)))
    """
    return House(outlet, agency_of(outlet), credit)


def is_named(outlet: str, credit: tuple[str, ...]) -> bool:
    """May an agency stand behind a page: is it one, or named?"""
    return bool(credit) or agency_of(outlet) is not None


def behind(edges: Sequence[Edge], pages: Mapping[str, Witness], houses: Mapping[str, House]) -> Iterator[str | None]:
    """For each of the edges to one child: from whom both its ends have the text, an agency or UNSEEN; None: a copy."""
    named = any(houses[edge.parent].credit or _own(houses[edge.parent], houses[edge.child]) for edge in edges)
    taken = frozenset[int]().union(*(edge.taken for edge in edges))
    for edge in edges:
        child, parent = houses[edge.child], houses[edge.parent]
        wire = _wire(child, parent)
        if wire is None or wire == _own(child, parent):
            yield wire
            continue
        alone = child.credit and not named
        least, passage = (UNNAMED, LONGER) if wire == UNSEEN else (CREDITED if alone else GAP, PASSAGE)
        yield wire if gap(pages[edge.child].units, taken, passage) >= least else None


def _wire(child: House, parent: House) -> str | None:
    """Who may stand behind both pages. An agency's own page is nobody's copy, and the source of what names it."""
    own, source = _own(child, parent), _own(parent, child)
    if own and own != source:
        return own
    if source:
        return None
    both = [name for name in child.credit if name in parent.credit]
    one = () if child.credit and parent.credit else (*child.credit, *parent.credit)
    return next(iter((*both, *one)), UNSEEN)


def _own(page: House, other: House) -> str | None:
    """The agency whose own page it is: one that is known, or that the other names."""
    return page.agency or next((name for name in other.credit if name.casefold() == page.outlet), None)


def gap(units: Sequence[int], taken: frozenset[int], passage: int) -> int:
    """The longest row of units that are not taken, between two passages that are, of so many units at least.

    >>> gap([0, 9, 1, 2, 3, 9, 9, 4, 5, 6, 9], frozenset(range(7)), 3)
    2
    """
    rows = [(among, sum(1 for _ in row)) for among, row in groupby(units, key=taken.__contains__)]
    passages = [at for at, (among, length) in enumerate(rows) if among and length >= passage]
    inside = rows[passages[0] : passages[-1]] if passages else ()
    return max((length for among, length in inside if not among), default=0)
