"""A heading that an outlet puts over pages of any kind ("Live updates", its own name) says of none what it tells.

Flattened pages have such titles where a line of the site's furniture was taken for one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import reduce

import numpy as np

from samestory.arrays import Small
from samestory.pile import FIELDS, Terms

# Different pages of one outlet. Stories of 496 pages with the furniture of real sites, against those of their bare
# articles, B-cubed F: .964 without this, .980 at 2, .978 at 3, .974 at 4.
REPEATED = 2
# Of the smaller page's words stand in the other: a revision, or no text at all, and not a different page.
ALIKE = 0.6
TITLE, LEAD, BODY = (FIELDS.index(field) for field in ("title", "lead", "body"))


def without_headings(pages: Terms) -> Terms:
    """The pages; where an outlet's different pages have one title, its words count neither in title nor in lead."""
    headed = list(_headed(pages))
    if not headed:
        return pages
    counts = pages.counts.copy()
    for rows in headed:
        leads = [_held(pages, row, LEAD) for row in rows]
        common: Small = reduce(np.intersect1d, leads)
        for row, lead in zip(rows, leads, strict=True):
            counts[_places(pages, row, TITLE)] = 0
            counts[_places(pages, row, LEAD)] *= ~np.isin(lead, common)
    return pages._replace(counts=counts)


def _headed(pages: Terms) -> Iterator[Sequence[int]]:
    """The rows of different pages of an outlet that have one title."""
    same = defaultdict[tuple[int, bytes], list[int]](list)
    for row, outlet in enumerate(pages.outlets.tolist()):
        if title := _held(pages, row, TITLE).tobytes():
            same[outlet, title].append(row)
    return (rows for rows in same.values() if len(rows) >= REPEATED and _are_different(pages, rows))


def _are_different(pages: Terms, rows: Sequence[int]) -> bool:
    found: list[Small] = []
    for row in rows:
        body = _held(pages, row, BODY)
        if not any(np.isin(body, one).sum() >= ALIKE * min(len(body), len(one)) for one in found):
            found.append(body)
        if len(found) == REPEATED:
            return True
    return False


def _held(pages: Terms, row: int, field: int) -> Small:
    return pages.terms[_places(pages, row, field)]


def _places(pages: Terms, row: int, field: int) -> slice:
    """Where the terms of one field of a page stand; fields ascend."""
    start = int(pages.starts[row])
    own = pages.fields[start : start + int(pages.lengths[row])]
    first, last = np.searchsorted(own, (field, field + 1)).tolist()
    return slice(start + first, start + last)
