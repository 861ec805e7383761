"""Who had the text of a story from whom, and how many independent first tellers stand behind it.

Versions that share runs of words outside quotation marks have them from one source (`samestory.descent`: strands and a
tree for each). A source is a page (if it holds all that the others have of it, and text and time say it came first), an
agency (if the pages name one), or unseen; it may be a text that was handed out (`samestory.handouts`). Nothing is said
of direction where neither text nor time can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from samestory.handouts import Handout, handout
from samestory.lineage.edges import Telling, called, copies
from samestory.lineage.retold import LOOSE, retellings
from samestory.lineage.sources import Source, handed_out, sources
from samestory.lineage.tellers import CARRIED, said_to_be, tellers
from samestory.lineage.texts import Evidence, Text, echoes, in_common, shared, texts
from samestory.types import UNSEEN, Collation, Copy, Lineage, Span, Version, Wire

__all__ = ["lineage"]

# The likeliest count of origins takes the middle one; the others give the range.
LENIENT, LIKELY, STRICT = Evidence(8, 0.06), Evidence(8, 0.12), Evidence(30, 0.35)


def lineage(collation: Collation, versions: Sequence[Version]) -> Lineage:
    """The copies of a story with their reasons, its origins and its wires.

    Origins: every source of shared text once, and every version that shares no text. `origins_range` holds the counts
    that more lenient and stricter evidence give; the least counts no version of which it cannot be excluded that it
    tells another anew, or has what it quotes from where another has it.
    """
    by_id = {version.page.id: version for version in sorted(versions, key=lambda version: version.page.id)}
    handouts = {page: printed for page, version in by_id.items() if (printed := handout(version))}
    found = texts(by_id.values())
    common = in_common(found)
    links = [[each.link for each in common if evidence.suffices(each)] for evidence in (LENIENT, LIKELY, STRICT)]
    # Each is part of the one before, so that those of one length are the same.
    worked = {len(each): _known(handed_out(sources(each, found, by_id), handouts), found, by_id) for each in links}
    lenient, likely, strict = (worked[len(each)] for each in links)
    retold = retellings(_alone(likely, by_id, handouts), by_id, found)
    made = tuple(copies(likely, Telling(collation, by_id, found, retold, handouts)))
    first = tellers(likely, by_id, retold, handouts)
    rest = _alone(lenient, by_id, handouts)
    perhaps = {*retold, *retellings(rest, by_id, found, LOOSE), *echoes(rest, found)}
    others = tellers(lenient, by_id, perhaps, handouts), tellers(strict, by_id, {}, handouts)
    counts = [len(each) for each in (others[0], first, others[1])]
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
        tellers=first,
        handouts={page: printed.kind for page, printed in handouts.items()},
    )


def _known(found: Iterable[Source], held: Mapping[str, Text], versions: Mapping[str, Version]) -> list[Source]:
    """The sources, of which some are said to be a release or a speech that no page prints as such."""
    said = ((source, said_to_be(source, held, versions)) for source in found)
    return [replace(one, page=None, handout=Handout(of[0], None, False, of[1], Span(0, 0))) if of else one
            for one, of in said]  # fmt: skip


def _roots(found: Sequence[Source], made: Sequence[Copy], versions: Mapping[str, Version]) -> tuple[str, ...]:
    """The pages that are origins themselves."""
    below = {copy.child for copy in made}
    return tuple(page for page in versions if page not in below or page in {source.page for source in found})


def _alone(found: Sequence[Source], versions: Mapping[str, Version], handouts: Mapping[str, Handout]) -> list[str]:
    """The pages that share no text, name no agency and print nothing that was handed out."""
    joined = {member for source in found for member in source.members}.union(handouts)
    return [page for page, version in versions.items() if page not in joined and not version.outline.credit]


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
        if len(outlets) > 1 and not (source.agencies or source.handout) and unseen & set(source.members):
            why = f"{len(outlets)} outlets run the same text, and none of the pages is surely its source or names it"
            wires.append(Wire(None, "inferred", why))
    return tuple(wires)
