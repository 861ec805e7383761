"""What of a page is evidence of copying, and how much of it two pages must share: the same in a pile and in an archive.

The functions that count take whole numbers and arrays of them.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from samestory.types import Fingerprint

# Of the sampled shingles every second is indexed. The others are asked of pages that the index brings together: on
# 4,099 pages with 1,423 known copies the answers are those of an index of all (pairs F1 .991, parents .959; 22 Nov
# 2026), and an archive's index takes 0.8 kB a page instead of 1.5.
INDEXED = 4
SURE = 0.30  # of the smaller page's indexed shingles: the two are taken for one text
SPREAD = 6  # texts; a shingle that more of them hold is a notice or a set phrase, and no evidence
# Pairs of that set, F1: with notices as evidence .890 at .10 and .950 at .15; without them .991 at .10 and .978 at .08.
# Lower, the boilerplate of the crawl joins pages; higher, light rewording is lost. SPREAD 3 to 6 and SURE .20 to .34
# give the same; on pairs of real outlets SURE .20 takes a newsletter's notice of eight pages for one text (precision
# .55 instead of .71).
CONTAINED = 0.10  # of the smaller text's sampled shingles make a copy
LEAST = 4  # … and so many
LONG = 40  # or so many, whatever the lengths
# Who quotes the same words has also what stands around them: the speaker's name and title, "told reporters". For so
# many shingles in quotation marks one more outside is asked for. Pairs of real outlets: precision .70 without this, .85
# at 8 and 10 with the same recall (.83), at 6 with recall .81; pairs of that set the same at 8, recall .001 less at 6
# (2026-11-22).
AROUND = 8
# Half as much is enough where it stands in many places and in one order, and the pages are of the same days: a text
# reworded throughout. Set phrases have no order, an excerpt few places, and what an agency says again months later is
# background. Pairs of that set with their furniture, F1: .977 without this, .982 with it; pairs of real outlets .757
# and .762. At 4 places .984 and .727; without asking for the days .974 and .743.
SCATTERED = 0.05
PLACES = 5
ORDERED = 0.75  # of the places
APART = 2  # shingles between one place and the next
SOON = 3 * 86400.0  # seconds
# What makes a look at two pages worth while: half of the least copying.
FEWEST, PART, ENOUGH = 2, 0.05, 10


def evidence(page: Fingerprint) -> frozenset[int]:
    """A page's shingles outside quotation marks: two reporters at one press conference share quotations."""
    return frozenset(page.shingles).difference(page.quoted)


def indexed(page: Fingerprint) -> list[int]:
    """The shingles by which a page is found, ascending."""
    return sorted(shingle for shingle in evidence(page) if shingle % INDEXED == 0)


def are_one(shared: Any, smaller: Any) -> Any:
    """Are two pages surely one text? `shared` of the `smaller` page's indexed shingles are the other's too.

    >>> are_one(24, 80), are_one(4, 80), are_one(1, 2)
    (True, False, False)
    """
    return (shared >= FEWEST) & (shared >= SURE * smaller)


def are_near(telling: Any, smaller: Any) -> Any:
    """Are two pages worth a look? `telling`: the indexed shingles of both that are no set phrases.

    >>> are_near(4, 80), are_near(3, 80), are_near(10, 9999)
    (True, False, True)
    """
    return (telling >= FEWEST) & ((telling >= PART * smaller) | (telling >= ENOUGH))


class Shared(NamedTuple):
    """How many sampled shingles two pages have in common, and how many the smaller of them has."""

    plain: int  # outside quotation marks in both
    indexed: int  # … of these
    quoted: int  # in quotation marks, be it in one of the two
    smaller: tuple[int, int]  # outside quotation marks, and how many of these are indexed


def needed(shared: Shared, contained: float = CONTAINED) -> int:
    """How many indexed shingles must tell that two pages share text by copying.

    As many of all that are shared are taken for telling as of the indexed ones.

    >>> needed(Shared(40, 20, 0, (200, 100))), needed(Shared(12, 5, 0, (200, 100)), SCATTERED)
    (10, 5)
    >>> needed(Shared(40, 20, 80, (200, 100)))
    15
    """
    plain, indexed, quoted, (sampled, smaller_indexed) = shared
    least = min(LONG, max(LEAST, math.ceil(contained * sampled))) + quoted // AROUND
    near = max(FEWEST, min(ENOUGH, math.ceil(PART * smaller_indexed)))
    return max(near, -(-(2 * least - 1) * indexed // (2 * plain)))  # so that it is `least` when rounded


def are_scattered(one: Sequence[int], other: Mapping[int, int]) -> bool:
    """Does what two texts have in common stand in many places, and in the same order in both?

    `one` has its shingles in their order; `other` says at which place it has each. Order: the longest ascending
    subsequence (Schensted 1961).

    >>> many = [1, 50, 2, 60, 70, 3, 80, 90, 4, 99, 98, 5]
    >>> are_scattered(many, {1: 0, 2: 9, 3: 20, 4: 30, 5: 40}), are_scattered(many, {5: 0, 4: 9, 3: 20, 2: 30, 1: 40})
    (True, False)
    """
    places = list[int]()
    last = -APART - 1, -APART - 1
    for at, shingle in enumerate(one):
        if shingle in other:
            place = at, other[shingle]
            if place[0] - last[0] > APART or not 0 < place[1] - last[1] <= APART:
                places.append(place[1])
            last = place
    least = max(PLACES, math.ceil(ORDERED * len(places)))
    return len(places) >= least and _ascending(places) >= least


def _ascending(places: Sequence[int]) -> int:
    """How many of the places can be kept so that each lies behind the one before."""
    ends = list[int]()  # of the runs of each length the lowest end
    for place in places:
        at = bisect_left(ends, place)
        ends[at : at + 1] = [place]
    return len(ends)
