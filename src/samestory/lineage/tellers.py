"""The origins of a story one by one: who told first what its versions hold, and what sort of teller it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from samestory.handouts import Handout, attributed
from samestory.lineage.sources import Source, only_named, own_agency
from samestory.lineage.texts import Text
from samestory.spans import body
from samestory.text import sentences
from samestory.types import HandoutKind, Span, Teller, Version

CARRIED = 4  # words of a source that make a sentence its own
MOST = 0.5  # of the shared words


def tellers(
    found: Sequence[Source],
    versions: Mapping[str, Version],
    retold: Collection[str],
    handouts: Mapping[str, Handout],
) -> tuple[Teller, ...]:
    """Every source once: agencies by name, pages by themselves, unseen ones one by one; and who shares nothing.

    `retold`: the pages that tell anew what another tells, which are nobody's origin.
    """
    joined = {member for source in found for member in source.members}
    alone = {page for page in versions if page not in joined and page not in retold}
    named = {page: only_named(page, found, version) for page, version in versions.items() if page not in handouts}
    known = {source.agency for source in found}.union(*named.values())
    told: dict[object, Teller] = {}
    for at, source in enumerate(found):
        teller = _of(source, known)
        known.add(teller.name)
        told.setdefault((teller.kind, teller.name or at), teller)
    for page, names in named.items():
        alone -= {page} if names else set()
        for name in names:
            told.setdefault(("wire", name), Teller("wire", name, "a page names it whose words no other page has"))
    for page in sorted(alone):
        teller = _alone(versions[page], handouts.get(page))
        told.setdefault((teller.kind, teller.name or page), teller)
    return tuple(told.values())


def _of(source: Source, known: Collection[str | None]) -> Teller:
    """Who tells what a source holds: where it may be the text of several agencies, of one not known to tell another."""
    pages = len(source.members)
    if source.handout:
        return Teller(source.handout.kind, source.page or source.handout.by, source.handout.why)
    if source.agencies:
        name, *rest = sorted(source.agencies, key=known.__contains__)
        several = f"; so they do {', '.join(rest)}" if rest else ""
        return Teller("wire", name, f"pages name it, and {pages} share text{several}")
    if source.page:
        return Teller("page", source.page, f"{pages - 1} other version{'s' * (pages > 2)} have text of it")
    return Teller("unseen", None, f"{pages} versions share text, and none of them is surely its source")


def _alone(version: Version, printed: Handout | None) -> Teller:
    page = version.page.id
    if printed:
        return Teller(printed.kind, page if printed.own else printed.by, printed.why)
    if agency := own_agency(version):
        return Teller("wire", agency, "a page of its own, of which no other version has the text")
    return Teller("page", page, "no other version has its text")


def said_to_be(
    source: Source, held: Mapping[str, Text], versions: Mapping[str, Version]
) -> tuple[HandoutKind, str] | None:
    """What the pages say that their source is, where all say it of most that they share: "… said in a statement".

    One such sentence in a longer text is sooner the reporter's own, copied with the rest.
    """
    if source.agencies or source.handout:
        return None
    kinds = {_said(source.own[page], held[page], versions[page]) for page in source.members}
    kind = kinds.pop() if len(kinds) == 1 else None
    return (kind, f"all {len(source.members)} say beside its words where they have them from") if kind else None


def _said(own: frozenset[int], held: Text, version: Version) -> HandoutKind | None:
    """What a page says of most of the words that it shares."""
    marked, found = held.covered(own), Counter[HandoutKind]()
    for span in _sentences(version):
        if kind := attributed(version.page.text[slice(*span)]):
            found[kind] += held.within(span, marked)
    most = max(found, key=lambda kind: (found[kind], kind), default=None)
    return most if most and found[most] >= MOST * sum(marked) else None


def _sentences(version: Version) -> Iterator[Span]:
    return (span for piece in body(version.outline) for span in sentences(version.page.text, piece))
