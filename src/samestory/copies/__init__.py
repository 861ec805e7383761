"""Which pages share text by copying: an inverted index of sampled shingles, containment, earliest holders.

Containment and not Jaccard, for a copy may be a third of a longer page. What one outlet repeats on its own pages is no
evidence, nor is what stands between quotation marks: two reporters at one press conference share quotations. A shingle
that very many pages hold is linked to its earliest holders instead of being dropped, so that an agency's text run by
five hundred outlets stays one family at a cost linear in their number. Pages that have the text of one source, each by
itself, are sisters and no copies of each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from samestory.copies.agencies import behind, house
from samestory.descent import Edge, Link, Witness, descent
from samestory.operations import Engine
from samestory.types import Copies, Copy, Sisters, Tie

if TYPE_CHECKING:
    from samestory.arrays import Ints
    from samestory.copies.sharing import Sharing
    from samestory.pile import Texts

STEP = 2  # words from one shingle of a fingerprint to the next, on the average


def copies(texts: Texts, engine: Engine, notices: Collection[int] | None = None) -> Copies:
    """Who shares text with whom: the copies whose direction can be told, and the family of every page that has one.

    A family is named after its smallest page id. A copy's share is of the child's shingles. `notices`: the shingles
    that are no evidence, where that is known from more pages than these.
    """
    from samestory.copies.sharing import kin, sharing  # loads numpy, which only those commands need that group

    shared = sharing(texts, engine, notices)
    made = list(engine.each(partial(_copies, texts, shared), kin(shared)))
    named = (pair for pairs in kin(shared) for pair in _named(texts, shared, pairs))
    copied = sorted((copy for copy, wire in made if wire is None), key=_place)
    sisters = sorted((Sisters(copy, wire) for copy, wire in made if wire), key=lambda pair: _place(pair.shared))
    return Copies(tuple(copied), dict(sorted(named)), tuple(_ties(shared)), tuple(sisters))


def _place(copy: Copy) -> tuple[str, float, str]:
    return copy.child, -copy.share, copy.parent


def _ties(shared: Sharing) -> Iterator[Tie]:
    ids, rows = shared.texts.ids, shared.found.rows
    for pair, spare in zip(shared.pairs.tolist(), shared.spare.tolist(), strict=True):
        one, other = divmod(pair, len(rows))
        yield Tie(ids[rows[one]], ids[rows[other]], spare)


def _named(texts: Texts, shared: Sharing, pairs: Ints) -> Iterator[tuple[str, str]]:
    """The pages of a family and its name."""
    count = len(texts.ids)
    members = {texts.ids[shared.found.rows[page]] for pair in pairs.tolist() for page in divmod(pair, count)}
    return zip(members, [min(members)] * len(members), strict=True)


def _copies(texts: Texts, shared: Sharing, pairs: Ints) -> Iterator[tuple[Copy, str | None]]:
    """The copies in one family, and from whom both pages have the text, where it is no copy."""
    from samestory.copies.sharing import common

    witnesses: dict[int, Witness] = {}
    links = []
    for one, other, shingles in common(shared, pairs):
        for page in (one, other):
            if page not in witnesses:
                witnesses[page] = _witness(texts, int(shared.found.rows[page]))
        links.append(Link(witnesses[one].page_id, witnesses[other].page_id, shingles))
    named = {witness.page_id: witness for witness in witnesses.values()}
    rows = {witness.page_id: int(shared.found.rows[page]) for page, witness in witnesses.items()}
    houses = {page: house(texts.houses[texts.outlets[row]], texts.credits[row]) for page, row in rows.items()}
    for child, edges in groupby(descent(named, links), key=lambda edge: edge.child):
        taken = list(edges)
        for edge, wire in zip(taken, behind(taken, named, houses), strict=True):
            yield _copy(edge, named[child]), wire


def _witness(texts: Texts, row: int) -> Witness:
    start = int(texts.starts[row])
    units = texts.shingles[start : start + int(texts.lengths[row])].tolist()
    return Witness(texts.ids[row], tuple(units), float(texts.times[row]), float(texts.until[row]), STEP)


def _copy(edge: Edge, child: Witness) -> Copy:
    share = round(len(edge.taken) / max(1, len(child.units)), 3)
    return Copy(edge.child, edge.parent, share, (f"{share:.0%} of its text stands in the other page",))
