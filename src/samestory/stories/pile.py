"""The terms of many pages as arrays: a row a page, the terms of all its fields one after the other."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samestory.types import Fingerprint

FIELDS = ("title", "lead", "body", "names", "numbers")
# Of the pages of a neutral collection, the part that holds a function word, any other word.
FUNCTION_SHARE, CONTENT_SHARE = 0.5, 0.01

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Pile(NamedTuple):
    """Pages in the order of their ids, with their terms. A word is another term in another field."""

    ids: Sequence[str]
    times: Floats  # a page's clock in seconds, nan where it has none
    starts: Ints  # a page's terms are those from its start to the next one's
    terms: NDArray[np.int32]  # numbers from 0
    fields: NDArray[np.int8]  # of each term, its place in FIELDS
    counts: NDArray[np.uint16]
    expected: NDArray[np.float32]  # by number of a term, the part of any pages that holds it


def pile(pages: Sequence[Fingerprint]) -> Pile:
    """The pages' terms, each held once as a number."""
    order = sorted(range(len(pages)), key=lambda at: pages[at].page_id)
    known: dict[str, dict[str, int]] = {field: {} for field in FIELDS}
    expected, terms, counts, fields = array("f"), array("i"), array("H"), array("b")
    starts, times, ids = array("q", [0]), array("d"), []
    for page in (pages[at] for at in order):
        for row, field in enumerate(FIELDS):
            held = page.terms[field]
            terms.extend(_numbered(held, field, known[field], expected))
            counts.extend(min(count, 65535) for count in held.values())
            fields.extend([row] * len(held))
        starts.append(len(terms))
        times.append(np.nan if page.time is None else page.time)
        ids.append(page.page_id)
    columns = np.array(terms, np.int32), np.array(fields, np.int8), np.array(counts, np.uint16)
    return Pile(ids, np.array(times), np.array(starts, np.int64), *columns, np.array(expected, np.float32))


def part(whole: Pile, rows: Sequence[int]) -> Pile:
    """Some pages of a pile, as a pile of their own; `rows` ascend."""
    chosen = np.array(rows)
    lengths = whole.starts[chosen + 1] - whole.starts[chosen]
    places = ranges(whole.starts[chosen], lengths)
    known, terms = np.unique(whole.terms[places], return_inverse=True)
    return Pile(
        [whole.ids[row] for row in rows],
        whole.times[chosen],
        np.concatenate(([0], np.cumsum(lengths))),
        terms.astype(np.int32),
        whole.fields[places],
        whole.counts[places],
        whole.expected[known],
    )


def ranges(starts: NDArray[Any], lengths: NDArray[Any]) -> Ints:
    """The numbers from each start on, as many as its length says, one after the other.

    >>> ranges(np.array([5, 9]), np.array([3, 1])).tolist()
    [5, 6, 7, 9]
    """
    ends = np.cumsum(lengths)
    total = int(ends[-1]) if len(ends) else 0
    found: Ints = np.repeat(starts - ends + lengths, lengths) + np.arange(total)
    return found


def _numbered(held: Iterable[str], field: str, known: dict[str, int], expected: array[float]) -> Iterator[int]:
    """The numbers of terms; new ones get the next."""
    for term in held:
        number = known.get(term)
        if number is None:
            known[term] = number = len(expected)
            expected.append(_expected(term, field))
        yield number


def _expected(term: str, field: str) -> float:
    """Short words are function words in most languages that put spaces between words."""
    short = len(term) <= 3 and field in ("title", "lead", "body") and not term[0].isdigit()
    return FUNCTION_SHARE if short else CONTENT_SHARE
