"""The copies of a story: from which page, agency or unseen source each version has its text, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from samestory.descent import Edge, places
from samestory.handouts import Handout
from samestory.lineage.retold import Retelling
from samestory.lineage.sources import Source, only_named, own_agency, same_outlet, sentences
from samestory.lineage.texts import Text
from samestory.types import UNSEEN, Collation, Copy, Place, Version

SHOWN = 3  # sentences of evidence
# In units of text: what another parent must cost more, and what it must cost more to turn the edge round. The shares
# are measured by `bench/lineage.py` (22 Nov 2026): 1,390 edges, with 0, 10 and 30 % of the clocks wrong.
CLEARLY, SURELY = 5.0, 6.0
BEST, EITHER, CLOSE = 0.97, 0.88, 0.84
EDITS = 2  # wordings that only two versions share before one is said to come from the other


class Telling(NamedTuple):
    """What the edges of a story are told from."""

    collation: Collation
    versions: Mapping[str, Version]
    texts: Mapping[str, Text]
    retold: Mapping[str, Retelling]  # the versions without a source that tell anew what another tells
    handouts: Mapping[str, Handout]  # the versions that print what was handed out


def copies(sources: Sequence[Source], told: Telling) -> Iterator[Copy]:
    """Every version below each of the sources of its text; then those that print what somebody handed out, only name an
    agency or tell another anew.
    """
    for source in sources:
        for child in source.members:
            if child != source.page and (source.agency is None or own_agency(told.versions[child]) != source.agency):
                yield _copy(child, source, told)
    joined = {member for source in sources for member in source.members}
    for page_id, version in told.versions.items():
        printed = told.handouts.get(page_id)
        if printed and not printed.own and page_id not in joined:
            yield _printed(page_id, printed)
        for name in () if printed else only_named(page_id, sources, version):
            why = f"it names {name} as its source; no other version has its words, so how much cannot be measured"
            yield Copy(page_id, name, 0.0, (why,))
    for retelling in told.retold.values():
        parent = _behind(retelling, sources, told)
        yield Copy(retelling.child, parent, retelling.share, tuple(_how(retelling, parent, told)), _shown(retelling))


def _printed(page_id: str, printed: Handout) -> Copy:
    """A page that prints what was handed out, below who handed it out."""
    shown = (Place(page_id, printed.sign),) if printed.sign.end else ()
    return Copy(page_id, UNSEEN, 1.0, (f"it prints {_named(printed)}", printed.why), shown)


def _named(printed: Handout) -> str:
    what = {"release": "a press release", "transcript": "the words of a speech or a hearing"}[printed.kind]
    return f"{what} by {printed.by}" if printed.by else what


def _behind(retelling: Retelling, sources: Sequence[Source], told: Telling) -> str:
    """What a version has its story from: the version it names, else the source of that which it tells anew."""
    page = retelling.parent
    if retelling.manner == "named":
        return page
    holding = [source for source in sources if page in source.own]
    if holding:
        source = max(holding, key=lambda source: (len(source.own[page]), source.members))
        return source.page or source.agency or UNSEEN
    names = told.versions[page].outline.credit
    return names[0] if len(names) == 1 else page


def _how(retelling: Retelling, parent: str, told: Telling) -> Iterator[str]:
    count, outlet = len(retelling.common), called(told.versions[retelling.parent])
    if retelling.manner == "translated":
        yield f"{count} names and figures stand in the same order as in {outlet}, in another language"
    elif retelling.manner == "retold":
        yield f"{count} names and figures stand in the same order as in {outlet}, in other words"
    elif retelling.manner == "reworded":
        yield f"most of its sentences have most of their words in one sentence of {outlet} each, in another order"
    elif retelling.manner == "quoted":
        yield f"what somebody said in another language it quotes in the very words of {outlet}, others in other words"
    else:
        yield f"it names {outlet}, where {retelling.share:.0%} of its names and figures stand too"
    unit = "figures" if retelling.manner == "translated" else "names and figures"
    yield f"its share is counted in {unit}, for the words cannot be compared"
    if parent not in (retelling.parent, UNSEEN):
        yield f"{outlet} has it from {called(told.versions[parent]) if parent in told.versions else parent}"


def _shown(retelling: Retelling) -> tuple[Place, ...]:
    return tuple(place for pair in retelling.common[:SHOWN] for place in pair)


def _copy(child: str, source: Source, told: Telling) -> Copy:
    parent = _revised(child, source, told) or _between(child, source, told) or _first(child, source, told)
    own = source.own[child] & source.own[parent] if parent in source.own else source.own[child]
    marked = told.texts[child].covered(own)
    share = round(sum(marked) / max(1, len(marked)), 3)
    why, evidence = _why(child, parent, source, told), _evidence(child, parent, source, told)
    edge = source.edges.get(child)
    return Copy(child, parent, share, why, evidence, confidence(edge) if edge and edge.parent == parent else None)


def confidence(edge: Edge) -> float:
    """How often a page that is said to be the parent is the parent, by how much better it is than the next answer.

    Only of parents that the tree gives; agencies, unseen sources and earlier runs of an outlet were not measured.
    """
    if edge.other < CLEARLY:
        return CLOSE
    return BEST if edge.turned >= SURELY else EITHER


def _revised(child: str, source: Source, told: Telling) -> str | None:
    """The run before of the same outlet."""
    mine = told.versions[child]
    earlier = [page for page in source.members if page != child and same_outlet(mine, told.versions[page])
               and _before(told.texts[page], told.texts[child])]  # fmt: skip
    return max(earlier, key=lambda page: (told.texts[page].witness.clock, page), default=None)


def _before(one: Text, other: Text) -> bool:
    """Is one the earlier, as far as two clocks of one outlet tell? They are wrong alike."""
    return (one.witness.clock, one.witness.until) < (other.witness.clock, other.witness.until)


def _between(child: str, source: Source, told: Telling) -> str | None:
    """A version that itself has the text from another, and whose edits the child repeats.

    Where the source is not among the pages, two edits: a sentence that both have may be the source's.
    """
    edge = source.edges.get(child)
    if not edge or edge.parent not in source.edges:
        return None
    repeated = _repeated(child, edge.parent, source)
    edits = repeated - sentences(told.texts[child].witness.units, repeated)
    known = source.page or places(told.texts[child].witness.units, edits) >= EDITS
    return edge.parent if known else None


def _repeated(child: str, parent: str, source: Source) -> frozenset[int]:
    """What a version has from its parent and the parent has not from its own."""
    return source.own[child] & source.own[parent] - source.own[source.edges[parent].parent]


def _first(child: str, source: Source, told: Telling) -> str:
    """Where the text of a source begins."""
    return source.page or (UNSEEN if source.handout else _agency(child, source, told))


def _agency(child: str, source: Source, told: Telling) -> str:
    """The agency the page names, else the only one its relatives name."""
    names = told.versions[child].outline.credit
    return names[0] if len(names) == 1 else source.agency or UNSEEN


def _why(child: str, parent: str, source: Source, told: Telling) -> tuple[str, ...]:
    others = len(source.members) - 1
    text = told.texts[child]
    taken = sum(a & b for a, b in zip(text.covered(source.own[child]), text.unquoted, strict=True))
    where = f"{others} other version{'s' * (others > 1)}"
    reasons = [f"{taken} words outside quotation marks stand in {where} too, nearly word for word"]
    if parent in source.own:
        reasons += _from_page(child, parent, source, told)
    elif parent == UNSEEN and source.handout:
        reasons += [f"it is {_named(source.handout)} that is not among the pages", source.handout.why]
    elif parent == UNSEEN:
        reasons.append("no version is surely the first that holds all the others have")
        reasons.append("the pages name more than one agency" if source.agencies else "no page names the source")
    else:
        by = next((page for page in source.members if parent in told.versions[page].outline.credit), child)
        reasons.append(f"{called(told.versions[by])} credits {parent}")
    return tuple(reasons)


def _from_page(child: str, parent: str, source: Source, told: Telling) -> Iterator[str]:
    mine, theirs = told.texts[child], told.texts[parent]
    if same_outlet(told.versions[child], told.versions[parent]):
        yield "the same outlet ran the parent before"
    elif parent in source.edges:
        edits = places(mine.witness.units, _repeated(child, parent, source))
        yield f"in {edits} place{'s' * (edits != 1)} it repeats what the parent changed"
    elif mine.witness.until <= theirs.witness.clock:
        yield "all of it stands in the parent; its clock, which says it came first, is outweighed by the texts"
    elif theirs.witness.until < mine.witness.clock:
        yield "all of it stands in the parent, which was published before"
    else:
        yield "all of it stands in the parent, which holds more of what others share; the clocks do not tell"


def _evidence(child: str, parent: str, source: Source, told: Telling) -> tuple[Place, ...]:
    """The longest shared sentences, in the child and in the parent or, if that is not a page, in a relative."""
    text = told.texts[child]
    marked = text.covered(source.own[child])
    held = []
    for at, row in enumerate(told.collation.rows):
        spans = {reading.page_id: reading.span for reading in row.readings if reading.page_id in source.own}
        if child in spans and len(spans) > 1 and (count := text.within(spans[child], marked)):
            held.append((-count, at, spans))
    found = []
    for _, _, spans in sorted(sorted(held, key=lambda item: item[:2])[:SHOWN], key=lambda item: item[1]):
        twin = parent if parent in spans else min(page for page in spans if page != child)
        found += [Place(child, spans[child]), Place(twin, spans[twin])]
    return tuple(found)


def called(version: Version) -> str:
    """The outlet of a version, else the last part of where it came from."""
    return version.outline.outlet or version.page.source.rsplit("/", 1)[-1]
