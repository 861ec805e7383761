"""Which pairs of pages share text by copying, and which shingles tell so.

Looks three times: pages that surely share a text are one text; a shingle that many such texts hold (a notice, a
standing paragraph) is then no evidence; pages that still have enough in common are compared by all their shingles.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import lru_cache, partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from samestory.arrays import Ints, heads
from samestory.copies.index import Index, index, shared, spread
from samestory.evidence import INDEXED, SCATTERED, SOON, SPREAD, Shared, are_near, are_one, are_scattered, needed
from samestory.operations import Engine
from samestory.pile import Texts

BLOCK = 1024  # pages whose pairs are counted at a time
LATELY = 4096  # pages whose shingles are kept at hand

Enough = Callable[[Any, Any], Any]


class Sharing(NamedTuple):
    """Which pages share text by copying. Pages are numbers, the earlier page the lower one."""

    texts: Texts
    found: Index
    pairs: Ints  # two pages as one number, family after family, ascending in each
    spare: Ints  # by pair: how many indexed shingles in common it could do without
    families: Ints  # by pair: the smallest page of its family; ascending


def sharing(texts: Texts, engine: Engine, notices: Collection[int] | None = None) -> Sharing:
    """The pairs of pages that share text by copying.

    `notices`: the shingles that too many texts hold; found among these pages if not given.
    """
    found = index(texts)
    known = _notices(found, engine) if notices is None else frozenset(notices)
    telling = ~np.isin(found.shingles, np.array(sorted(known), np.int64))
    near = _pairs(found, telling, are_near, engine)
    blocks = (near[start : start + BLOCK] for start in range(0, len(near), BLOCK))
    made = list(engine.each(partial(_tied, texts, found, known), blocks))
    pairs, spare = np.array(sorted(made), np.int64).reshape(-1, 2).T
    families = _heads(found, pairs)[pairs // max(1, len(found.rows))]
    order = np.argsort(families, kind="stable")
    return Sharing(texts, found, pairs[order], spare[order], families[order])


def kin(sharing: Sharing) -> Iterator[Ints]:
    """The pairs of every family."""
    return iter(np.split(sharing.pairs, np.flatnonzero(np.diff(sharing.families)) + 1) if len(sharing.pairs) else ())


def common(sharing: Sharing, pairs: Ints) -> Iterator[tuple[int, int, frozenset[int]]]:
    """For each of some pairs the two pages and the shingles that both have."""
    said = lru_cache(LATELY)(partial(_said, sharing.texts, sharing.found))
    for pair in pairs.tolist():
        one, other = divmod(pair, len(sharing.found.rows))
        yield one, other, said(one) & said(other)


def _notices(found: Index, engine: Engine) -> frozenset[int]:
    """The shingles that more than a few texts hold."""
    sure = _pairs(found, np.ones(len(found.shingles), np.bool_), are_one, engine)
    return frozenset(found.shingles[spread(found, _heads(found, sure)) > SPREAD].tolist())


def _pairs(found: Index, telling: NDArray[np.bool_], enough: Enough, engine: Engine) -> Ints:
    """The pairs that have enough telling shingles in common for the smaller page's; ascending."""
    pages = np.arange(len(found.rows))
    blocks = (pages[start : start + BLOCK] for start in range(0, len(pages), BLOCK))
    made = engine.each(partial(_counted, found, telling, enough), blocks)
    return np.sort(np.concatenate([np.zeros(0, np.int64), *made]))


def _counted(found: Index, telling: NDArray[np.bool_], enough: Enough, pages: Ints) -> Iterator[Ints]:
    """The pairs of some pages with earlier ones."""
    pairs, counts = np.unique(shared(found, pages, telling), return_counts=True)
    one, other = np.divmod(pairs, max(1, len(found.rows)))
    yield pairs[enough(counts, np.minimum(found.weights[one], found.weights[other]))]


class _Held(NamedTuple):
    """The shingles of a page."""

    plain: frozenset[int]  # outside quotation marks
    indexed: frozenset[int]  # of these
    quoted: frozenset[int]  # in quotation marks


def _tied(texts: Texts, found: Index, notices: frozenset[int], near: Ints) -> Iterator[tuple[int, int]]:
    """Of pairs worth a look those that share text by copying, with what they have to spare."""
    held = lru_cache(LATELY)(partial(_held, texts, found))
    for pair in near.tolist():
        one, other = divmod(pair, len(found.rows))
        telling = held(one).indexed & held(other).indexed
        both = _both(held(one), held(other), len(telling))
        spare = len(telling - notices) - needed(both)
        if spare < 0 and _reworded(texts, found, (one, other)):
            spare = len(telling - notices) - needed(both, SCATTERED)
        if spare >= 0:
            yield pair, spare


def _held(texts: Texts, found: Index, page: int) -> _Held:
    plain = _said(texts, found, page)
    own = _own(texts, found, page)
    quoted = texts.shingles[own][texts.quoted[own]].tolist()
    return _Held(plain, frozenset(shingle for shingle in plain if shingle % INDEXED == 0), frozenset(quoted))


def _both(one: _Held, other: _Held, indexed: int) -> Shared:
    quoted = len(one.quoted & other.quoted) + len(one.quoted & other.plain) + len(one.plain & other.quoted)
    smaller = min(len(one.plain), len(other.plain)), min(len(one.indexed), len(other.indexed))
    return Shared(len(one.plain & other.plain), indexed, quoted, smaller)


def _reworded(texts: Texts, found: Index, pair: tuple[int, int]) -> bool:
    """May one be the other, reworded throughout: of the same days, with words in many places in one order?"""
    one, other = (texts.times[found.rows[page]] for page in pair)
    if one == np.inf or other == np.inf or abs(one - other) > SOON:
        return False
    first, second = (_shingles(texts, found, page) for page in pair)
    return are_scattered(first, {shingle: at for at, shingle in enumerate(second)})


def _said(texts: Texts, found: Index, page: int) -> frozenset[int]:
    """All shingles of a page that are evidence."""
    return frozenset(_shingles(texts, found, page))


def _shingles(texts: Texts, found: Index, page: int) -> list[int]:
    """The shingles of a page that are evidence, in the order of its text."""
    own = _own(texts, found, page)
    said: list[int] = texts.shingles[own][~texts.quoted[own]].tolist()
    return said


def _own(texts: Texts, found: Index, page: int) -> slice:
    """Where the shingles of a page are."""
    row = found.rows[page]
    return slice(texts.starts[row], texts.starts[row] + texts.lengths[row])


def _heads(found: Index, pairs: Ints) -> Ints:
    """Pages by the smallest page that they are joined to."""
    return heads(len(found.rows), *np.divmod(pairs, max(1, len(found.rows))))
