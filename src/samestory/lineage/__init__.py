"""Who had the text of a story from whom, and how many independent first tellers stand behind it.

Versions that share runs of words outside quotation marks have them from one source (`samestory.descent`: strands and a
tree for each). A source is a page (if it holds all that the others have of it, and text and time say it came first), an
agency (if the pages name one), or unseen. Nothing is said of direction where neither text nor time can tell.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from samestory.lineage.edges import Telling, called, copies
from samestory.lineage.retold import retellings
from samestory.lineage.sources import Source, only_named, sources
from samestory.lineage.texts import Evidence, Text, in_common, shared, texts
from samestory.types import UNSEEN, Collation, Copy, Lineage, Version, Wire

__all__ = ["lineage"]

# The likeliest count of origins takes the middle one; the others give the range.
LENIENT, LIKELY, STRICT = Evidence(8, 0.06), Evidence(8, 0.12), Evidence(30, 0.35)
CARRIED = 4  # words of a source that make a sentence its own


def lineage(collation: Collation, versions: Sequence[Version]) -> Lineage:
    """The copies of a story with their reasons, its origins and its wires.

    Origins: every source of shared text once, and every version that shares no text. `origins_range` holds the counts
    that more lenient and stricter evidence give.
    """
    by_id = {version.page.id: version for version in sorted(versions, key=lambda version: version.page.id)}
    found = texts(by_id.values())
    common = in_common(found)
    links = [[each.link for each in common if evidence.suffices(each)] for evidence in (LENIENT, LIKELY, STRICT)]
    # Each is part of the one before, so that those of one length are the same.
    worked = {len(each): sources(each, found, by_id) for each in links}
    lenient, likely, strict = (worked[len(each)] for each in links)
    retold = retellings(_alone(likely, by_id), by_id, found)
    made = tuple(copies(likely, Telling(collation, by_id, found, retold)))
    counts = [_count(lenient, by_id, retold), _count(likely, by_id, retold), _count(strict, by_id, {})]
    spread = [*counts, *(_most(source, by_id) + counts[1] - 1 for source in likely)]
    return Lineage(
        story_id=collation.story_id,
        copies=made,
        roots=_roots(likely, made, by_id),
        origins=counts[1],
        origins_range=(min(spread), max(spread)),
        wires=_wires(likely, made, by_id),
        shared=shared(collation, found),
        carried=_carried(collation, likely, found),
    )


def _roots(found: Sequence[Source], made: Sequence[Copy], versions: Mapping[str, Version]) -> tuple[str, ...]:
    """The pages that are origins themselves."""
    below = {copy.child for copy in made}
    return tuple(page for page in versions if page not in below or page in {source.page for source in found})


def _alone(found: Sequence[Source], versions: Mapping[str, Version]) -> list[str]:
    """The pages that share no text and name no agency."""
    joined = {member for source in found for member in source.members}
    return [page for page, version in versions.items() if page not in joined and not version.outline.credit]


def _count(found: Sequence[Source], versions: Mapping[str, Version], retold: Collection[str]) -> int:
    """Every source once: agencies by name, pages by themselves, unseen ones one by one; and who shares nothing."""
    joined = {member for source in found for member in source.members}
    alone = {page for page in versions if page not in joined and page not in retold}
    named = {source.agencies[0] if source.agencies else source.page for source in found}
    for page, version in versions.items():
        if names := only_named(page, found, version):
            named.update(names)
            alone.discard(page)
    unseen = sum(not source.agencies and source.page is None for source in found)
    return len(named.union(alone) - {None}) + unseen


def _most(source: Source, versions: Mapping[str, Version]) -> int:
    """How many agencies may stand behind one shared text: as many as its pages name."""
    return max(1, len({name for page in source.members for name in versions[page].outline.credit}))


def _carried(collation: Collation, found: Sequence[Source], held: Mapping[str, Text]) -> tuple[int, ...]:
    """How many origins carry each row: the sources whose text it is, and every other version that has it."""
    marked = {
        (at, page): held[page].covered(own) for at, source in enumerate(found) for page, own in source.own.items()
    }
    counts = []
    for row in collation.rows:
        spans = {reading.page_id: reading.span for reading in row.readings}
        told = {
            at: {page for page in source.members if page in spans
                 and held[page].within(spans[page], marked[at, page]) >= CARRIED}
            for at, source in enumerate(found)
        }  # fmt: skip
        sharing = [pages for pages in told.values() if len(pages) > 1]
        counts.append(len(sharing) + len(set(spans).difference(*sharing)))
    return tuple(counts)


def _wires(found: Sequence[Source], made: Sequence[Copy], versions: Mapping[str, Version]) -> tuple[Wire, ...]:
    """Agencies the pages name; and a common source without a name where outlets share text that none of them owns."""
    named = {name: page for page in sorted(versions, reverse=True) for name in versions[page].outline.credit}
    wires = [Wire(name, "credited", f"named by {called(versions[page])}") for name, page in sorted(named.items())]
    unseen = {copy.child for copy in made if copy.parent == UNSEEN}
    for source in found:
        outlets = {(versions[page].outline.outlet or page).casefold() for page in source.members}
        if len(outlets) > 1 and not source.agencies and unseen & set(source.members):
            why = f"{len(outlets)} outlets run the same text, and none of the pages is surely its source or names it"
            wires.append(Wire(None, "inferred", why))
    return tuple(wires)
