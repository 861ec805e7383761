"""The fingerprints of many pages in columns: what the stages are given that look at all pages at once.

As an object a fingerprint takes 18 kB, in columns 3 kB. Columns are held in the order in which the pages came; a page's
row says where its part begins. Rows are in the order of ids, and terms are numbered as they are met in that order, so
that nothing depends on who came first.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import repeat
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from samestory.arrays import Floats, Ints, Small, ranges
from samestory.types import Fingerprint

FIELDS = ("title", "lead", "body", "names", "numbers")
IN_SENTENCES = ("title", "lead", "body")  # fields of running text, which hold function words
BRIEF = 3  # letters
MOST = 65535  # times that a page has a term are told apart
STEP = 4096  # rows that are looked at together


class Texts(NamedTuple):
    """What tells copies: the shingles of every page."""

    ids: list[str]  # ascending
    outlets: Ints  # numbers that are equal for one outlet
    houses: list[str]  # what the outlets are called, by number
    credits: list[tuple[str, ...]]  # the agencies that each page names
    times: Floats  # a page's clock in seconds, infinite where it has none
    until: Floats
    starts: Ints
    lengths: Ints
    shingles: Ints
    quoted: NDArray[np.bool_]  # of each shingle: does it lie in a quotation?


class Terms(NamedTuple):
    """What tells stories: the terms of every page, field by field. A word is another term in another field."""

    ids: list[str]  # ascending
    outlets: Ints  # numbers that are equal for one outlet
    times: Floats  # a page's clock in seconds, nan where it has none
    starts: Ints
    lengths: Ints
    terms: Small  # numbers from 0
    fields: NDArray[np.int8]  # of each term, its place in FIELDS
    counts: NDArray[np.uint16]
    brief: NDArray[np.bool_]  # by number of a term: is it a short word of sentences, as most function words are?
    among: Small  # by number of a term: of how many pages it is asked how many hold it


def pile(fingerprints: Iterable[Fingerprint]) -> tuple[Texts, Terms]:
    """The columns of many pages; the fingerprints are let go one by one."""
    ids, outlets, times, until = list[str](), array("q"), array("d"), array("d")
    texts, terms = _Texts(), _Terms()
    known: dict[str, int] = {}
    credited, named = list[tuple[str, ...]](), dict[tuple[str, ...], tuple[str, ...]]()
    for page in fingerprints:
        ids.append(page.page_id)
        outlets.append(known.setdefault(page.outlet, len(known)))
        credited.append(named.setdefault(page.credit, page.credit))
        times.append(math.inf if page.time is None else page.time)
        until.append(math.inf if page.until is None else page.until)
        texts.add(page)
        terms.add(page.terms)
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    rows, clocks = [ids[at] for at in order], np.asarray(times)[order]
    return (
        Texts(
            rows,
            np.asarray(outlets)[order],
            list(known),
            [credited[at] for at in order],
            clocks,
            np.asarray(until)[order],
            *texts.columns(order),
        ),
        Terms(rows, np.asarray(outlets)[order], np.where(np.isinf(clocks), np.nan, clocks), *terms.columns(order)),
    )


def without(texts: Texts, ids: Collection[str]) -> Texts:
    """The pages of a pile but for some."""
    rows = np.array([row for row, id_ in enumerate(texts.ids) if id_ not in ids], np.int64)
    return texts._replace(
        ids=[texts.ids[row] for row in rows.tolist()],
        outlets=texts.outlets[rows],
        credits=[texts.credits[row] for row in rows.tolist()],
        times=texts.times[rows],
        until=texts.until[rows],
        starts=texts.starts[rows],
        lengths=texts.lengths[rows],
    )


def parts(whole: Terms, groups: Sequence[Sequence[int]]) -> Terms:
    """Some pages of a pile, group after group; a word is another term in each. In a group rows ascend."""
    chosen, sizes = np.concatenate([np.array(rows, np.int64) for rows in groups]), np.array(list(map(len, groups)))
    lengths, count = whole.lengths[chosen], len(whole.brief)
    places = ranges(whole.starts[chosen], lengths)
    group = np.repeat(np.repeat(np.arange(len(groups)), sizes), lengths)
    known, terms = np.unique(group * count + whole.terms[places], return_inverse=True)
    return Terms(
        [whole.ids[row] for row in chosen.tolist()],
        whole.outlets[chosen],
        whole.times[chosen],
        np.cumsum(lengths) - lengths,
        lengths,
        terms.astype(np.int32),
        whole.fields[places],
        whole.counts[places],
        whole.brief[known % count],
        sizes[known // count].astype(np.int32),
    )


class _Texts:
    """The columns of `Texts` as they grow."""

    def __init__(self) -> None:
        self.shingles, self.quoted, self.lengths = array("q"), array("b"), array("q")

    def add(self, page: Fingerprint) -> None:
        # To extend an array by anything but lists and bytes takes twice the time, number by number.
        self.shingles.fromlist(list(page.shingles))
        said = frozenset(page.quoted)
        self.quoted.frombytes(bytes(map(said.__contains__, page.shingles) if said else len(page.shingles)))
        self.lengths.append(len(page.shingles))

    def columns(self, order: Ints) -> tuple[Ints, Ints, Ints, NDArray[np.bool_]]:
        """From `Texts.starts` on."""
        starts, lengths = _rows(self.lengths, order)
        return starts, lengths, np.asarray(self.shingles), np.asarray(self.quoted).view(np.bool_)


class _Terms:
    """The columns of `Terms` as they grow."""

    def __init__(self) -> None:
        self.known: tuple[dict[str, int], ...] = tuple({} for _ in FIELDS)
        self.terms, self.fields, self.counts, self.lengths = array("i"), array("b"), array("H"), array("q")
        self.brief = array("b")

    def add(self, terms: Mapping[str, Mapping[str, int]]) -> None:
        before = len(self.terms)
        for row, field in enumerate(FIELDS):
            held = terms[field]
            known = self.known[row]
            if new := [term for term in held if term not in known]:
                known.update(zip(new, range(len(self.brief), len(self.brief) + len(new)), strict=True))
                self.brief.fromlist([_brief(term, field) for term in new])
            self.terms.fromlist(list(map(known.__getitem__, held)))
            often = max(held.values(), default=0) > MOST
            self.counts.fromlist(list(map(min, held.values(), repeat(MOST)) if often else held.values()))
            self.fields.frombytes(bytes((row,)) * len(held))
        self.lengths.append(len(self.terms) - before)

    def columns(
        self, order: Ints
    ) -> tuple[Ints, Ints, Small, NDArray[np.int8], NDArray[np.uint16], NDArray[np.bool_], Small]:
        """From `Terms.starts` on, with the terms numbered anew."""
        starts, lengths = _rows(self.lengths, order)
        terms, brief = np.asarray(self.terms), np.asarray(self.brief).view(np.bool_)
        met = _met(terms, starts, lengths, len(brief))
        number = np.empty(len(brief), np.int32)
        number[met] = np.arange(len(brief))
        for start in range(0, len(terms), STEP << 8):
            terms[start : start + (STEP << 8)] = number[terms[start : start + (STEP << 8)]]
        among = np.full(len(brief), len(order), np.int32)
        return starts, lengths, terms, np.asarray(self.fields), np.asarray(self.counts), brief[met], among


def _brief(term: str, field: str) -> bool:
    return len(term) <= BRIEF and field in IN_SENTENCES and not term[0].isdigit()


def _rows(lengths: array[int], order: Ints) -> tuple[Ints, Ints]:
    """Where the part of every row begins, and how long it is."""
    found = np.asarray(lengths)
    return (np.cumsum(found) - found)[order], found[order]


def _met(terms: Small, starts: Ints, lengths: Ints, known: int) -> Ints:
    """The numbers of the terms in the order in which the rows first hold them."""
    new, found = np.ones(known, np.bool_), [np.zeros(0, np.int64)]
    for start in range(0, len(starts), STEP):
        held = terms[ranges(starts[start : start + STEP], lengths[start : start + STEP])]
        values, first = np.unique(held[new[held]], return_index=True)
        new[values] = False
        found.append(values[np.argsort(first)].astype(np.int64))
    return np.concatenate(found)
