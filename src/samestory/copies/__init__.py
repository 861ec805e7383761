"""Which pages share text by copying: an inverted index of sampled shingles, containment, earliest holders.

Containment and not Jaccard, for a copy may be a third of a longer page. What one outlet repeats on its own pages is no
evidence, nor is what stands between quotation marks: two reporters at one press conference share quotations. A shingle
that very many pages hold is linked to its earliest holders instead of being dropped, so that an agency's text run by
five hundred outlets stays one family at a cost linear in their number.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from samestory.descent import Edge, Link, Witness, descent
from samestory.types import Copy, Engine, Fingerprint


def copies(fingerprints: Sequence[Fingerprint], engine: Engine) -> tuple[tuple[Copy, ...], dict[str, str]]:
    """Who shares text with whom: the copies whose direction can be told, and the family of every page that has one.

    A family is named after its smallest page id. A copy's share is of the child's shingles.
    """
    links = _links(fingerprints, engine)
    named = families(links)
    witnesses = {page.page_id: _witness(page) for page in fingerprints if page.page_id in named}
    kin = engine.group((named[link.one], link) for link in links)
    edges = engine.each(lambda family: descent(witnesses, family[1]), kin)
    made = (_copy(edge, witnesses[edge.child]) for edge in edges)
    return tuple(sorted(made, key=lambda copy: (copy.child, -copy.share, copy.parent))), named


def families(links: Iterable[Link]) -> dict[str, str]:
    """Connected components of the links, by union and find; each named after its smallest id."""
    parent: dict[str, str] = {}

    def find(page: str) -> str:
        while parent.setdefault(page, page) != page:
            parent[page] = page = parent[parent[page]]
        return page

    for link in links:
        low, high = sorted((find(link.one), find(link.other)))
        parent[high] = low
    return {page: find(page) for page in sorted(parent)}


def _links(fingerprints: Sequence[Fingerprint], engine: Engine) -> list[Link]:
    """The pairs of pages that share text by copying, the earlier page first, with the shingles that tell so."""
    from samestory.copies.sharing import sharing  # loads numpy, which only those commands need that group

    order = sorted(range(len(fingerprints)), key=lambda at: _order(fingerprints[at]))
    evidence = (set(fingerprints[at].shingles).difference(fingerprints[at].quoted) for at in order)
    ids = [fingerprints[at].page_id for at in order]
    found = sharing(evidence, [fingerprints[at].outlet for at in order], engine)
    return [Link(ids[one], ids[other], shingles) for one, other, shingles in found]


def _order(page: Fingerprint) -> tuple[float, float, str]:
    return *_clocks(page), page.page_id


def _clocks(page: Fingerprint) -> tuple[float, float]:
    """Pages without a clock come last."""
    return math.inf if page.time is None else page.time, math.inf if page.until is None else page.until


def _witness(page: Fingerprint) -> Witness:
    return Witness(page.page_id, page.shingles, *_clocks(page))


def _copy(edge: Edge, child: Witness) -> Copy:
    share = round(len(edge.taken) / max(1, len(child.units)), 3)
    return Copy(edge.child, edge.parent, share, (f"{share:.0%} of its text stands in the other page",))
