"""The JSON shapes of the contract: what `--json` prints and users script against.

Lists are never null; a span comes with its text, so that a reader of the JSON can check it. Left out are only keys that
would say nothing (`no_article`, `parts`, `borrowed_from`, and `confidence` where it was not measured). docs/json.md
tells what each holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from samestory.outline.about import about
from samestory.spans import body as body_spans
from samestory.spans import trimmed
from samestory.types import (
    REFERENCE,
    UNSEEN,
    Assertion,
    Block,
    Claim,
    Comparison,
    Conflict,
    Copy,
    Drift,
    Failure,
    Figure,
    Holder,
    KeyFact,
    Measure,
    Page,
    Passage,
    Place,
    Quote,
    Reading,
    Relation,
    Row,
    Source,
    Span,
    Statement,
    StoryView,
    Teller,
    Trace,
    Traced,
    Utterance,
    Variant,
    Version,
    Wire,
)

if TYPE_CHECKING:
    from samestory.pipeline import Grouped

Shape = dict[str, Any]
Pages = Mapping[str, Page]


def page(version: Version) -> Shape:
    """A page as `clean` tells it.

    >>> from samestory.types import Outline
    >>> lone = Page("p1", "It rained.", "a.txt", "text", "text/1")
    >>> told = page(Version(lone, Outline("p1", (Block(Span(0, 10), "article.paragraph", "prose"),))))
    >>> told["body"], told["blocks"][0]["data"]
    ('It rained.', None)
    """
    page, outline = version
    told = {
        "id": page.id,
        "source": page.source,
        "url": page.url,
        "outlet": outline.outlet,
        "title": outline.title,
        "published": outline.published,
        "authors": list(outline.authors),
        "language": outline.language,
        "access": outline.access,
        "credit": list(outline.credit),
        "metadata": about(page, outline),
        "text": page.text,
        "body": body(version),
        "blocks": [_block(block) for block in outline.blocks],
    }
    return told if outline.no_article is None else {**told, "no_article": outline.no_article}


def body(version: Version) -> str:
    r"""The article of a page: its paragraphs and what belongs among them, joined by blank lines.

    >>> from samestory.types import Outline
    >>> text = "One.\n\nAdvertisement\n\nTwo."
    >>> blocks = (Block(Span(0, 4), "article.paragraph", ""), Block(Span(21, 25), "article.paragraph", ""))
    >>> body(Version(Page("p", text, "a", "text", "text/1"), Outline("p", blocks)))
    'One.\n\nTwo.'
    """
    text = version.page.text
    return "\n\n".join(text[slice(*trimmed(text, span))] for span in body_spans(version.outline))


def claims_line(version: Version, claims: Iterable[Claim]) -> Shape:
    """The quotes, statements and figures of one page.

    >>> from samestory.types import Outline
    >>> lone = Version(Page("p1", "“Go,” she said.", "a.txt", "text", "text/1"), Outline("p1", ()))
    >>> claims_line(lone, [Quote("p1", Span(0, 5), "direct", None, Span(10, 14))])["quotes"][0]["cue"]
    {'start': 10, 'end': 14, 'text': 'said'}
    """
    told: Shape = {"id": version.page.id, "source": version.page.source, "quotes": [], "statements": [], "figures": []}
    kinds = {Quote: "quotes", Statement: "statements", Figure: "figures"}
    for claim in claims:
        told[kinds[type(claim)]].append(_claim(claim, version.page.text))
    return told


def claimed(claim: Claim, text: str) -> Shape:
    """One claim of a page with this text, as `quotes` and `figures` list it."""
    return {"id": claim.id, "version": claim.page_id, **_claim(claim, text)}


def group_lines(grouped: Grouped, with_copies: bool = False) -> Iterator[Shape]:
    """The story and the affair of each page (null without an article); with copies also whom it copies, its family.

    `kind`: release or transcript, if it is one; `credit`: the agencies the page names; `wire`: that from which it and
    another page have their text, each by itself.
    """
    stories = {page_id: story for story in grouped.grouping.stories for page_id in story.page_ids}
    sources = {page_id: named.source for page_id, named in grouped.pages.items()}
    found, parents = grouped.grouping.found, dict[str, list[Copy]]()
    for copy in found.copies:
        parents.setdefault(copy.child, []).append(copy)
    named_behind = (pair for pair in found.sisters if pair.wire != UNSEEN)
    wires = {page: pair.wire for pair in named_behind for page in (pair.shared.child, pair.shared.parent)}
    for page_id, source in sources.items():
        held = stories.get(page_id)
        told = {"source": source, "id": page_id, "story": held and held.id, "affair": held and held.affair}
        copied = copies_of(parents.get(page_id, ()), sources)
        page = grouped.pages[page_id]
        named = {"kind": page.kind, "credit": list(page.credit), "wire": wires.get(page_id)}
        family = {"family": found.families.get(page_id, page_id)}
        yield {**told, **copied, **named, **family} if with_copies else told


def copies_of(copies: Iterable[Copy], sources: Mapping[str, str]) -> Shape:
    """Whom a page copies: its main parent, and all parents. `sources` names the pages of the run by their ids.

    >>> copies_of([Copy("b", "a", 0.93, ())], {"a": "a.txt"})
    {'copy_of': 'a.txt', 'containment': 0.93, 'copies': [{'of': 'a.txt', 'share': 0.93}]}
    """
    known = sorted((copy for copy in copies if copy.parent in sources), key=lambda copy: (-copy.share, copy.parent))
    parents = [{"of": sources[copy.parent], "share": _share(copy.share)} for copy in known]
    main = parents[0] if parents else {"of": None, "share": None}
    return {"copy_of": main["of"], "containment": main["share"], "copies": parents}


def comparison(compared: Comparison) -> Shape:
    """Everything `compare` answers, as one document.

    >>> comparison(Comparison((), (), (Failure("read", "a.txt", "is empty"),)))["failures"][0]["message"]
    'is empty'
    """
    return {
        "stories": [story(view) for view in compared.stories],
        "pages": [page(version) for version in compared.pages],
        "failures": [failure(failed) for failed in compared.failures],
    }


def failure(failed: Failure) -> Shape:
    """What could not be done with one input.

    >>> failure(Failure("read", "a.txt", "is empty", "delete it", "a.txt:1"))["at"]
    'a.txt:1'
    """
    return {
        "source": failed.source,
        "stage": failed.stage,
        "at": failed.at,
        "message": failed.message,
        "hint": failed.hint,
    }


def story(view: StoryView) -> Shape:
    """One story: its versions, their collation, where they come from, and what they claim."""
    pages = {version.page.id: version.page for version in view.versions}
    lineage, versions = view.lineage, view.collation.versions
    return {
        "id": view.story.id,
        "affair": view.story.affair,
        "headline": view.headline,
        "first_seen": view.first_seen,
        "last_seen": view.last_seen,
        "outlets": view.outlets,
        "origins": lineage.origins,
        "origins_range": list(lineage.origins_range),
        "tellers": [_teller(teller) for teller in lineage.tellers],
        "versions": [_version(version, view) for version in view.versions],
        "wires": [_wire(wire) for wire in lineage.wires],
        "rows": [_row(row, versions, pages) for row in view.collation.rows],
        "key_facts": [_key_fact(fact) for fact in view.key_facts],
        "lineage": [_copy(copy, pages) for copy in lineage.copies],
        "quotes": [_utterance(same, pages) for same in view.utterances],
        "statements": [_assertion(same, pages) for same in view.assertions],
        "figures": [_measure(same, pages) for same in view.measures],
        "conflicts": [_conflict(conflict, pages) for conflict in view.conflicts],
        "related": [_relation(relation, pages) for relation in view.relations],
    }


def _block(block: Block) -> Shape:
    data = None if block.data is None else dict(block.data)
    return {"start": block.span.start, "end": block.span.end, "role": block.role, "why": block.why, "data": data}


def _share(share: float) -> float:
    return round(share, 4)


def _version(version: Version, view: StoryView) -> Shape:
    page, outline = version
    shared = _share(view.lineage.shared.get(page.id, 0.0))
    return {
        "id": page.id,
        "source": page.source,
        "outlet": outline.outlet,
        "title": outline.title,
        "published": outline.published,
        "metadata": about(page, outline),
        "kind": view.lineage.handouts.get(page.id),
        "is_origin": page.id in view.lineage.roots,
        "shared": shared,
        "unmatched": _share(1 - shared),
        "note": view.notes.get(page.id, ""),
    }


def _teller(teller: Teller) -> Shape:
    return {"kind": teller.kind, "name": teller.name, "why": teller.why}


def _wire(wire: Wire) -> Shape:
    return {"name": wire.name, "status": wire.status, "why": wire.why}


def _piece(text: str, span: Span) -> Shape:
    return {"start": span.start, "end": span.end, "text": text[span.start : span.end]}


def _place(place: Place, pages: Pages) -> Shape:
    return {"version": place.page_id, **_piece(pages[place.page_id].text, place.span)}


def _row(row: Row, versions: Sequence[str], pages: Pages) -> Shape:
    present = {reading.page_id for reading in row.readings}
    return {
        "readings": [_reading(reading, pages) for reading in row.readings],
        "missing": [page_id for page_id in versions if page_id not in present],
        "variants": [_variant(variant, pages) for variant in row.variants],
        "effect": row.effect,
        "why": row.why,
    }


def _reading(reading: Reading, pages: Pages) -> Shape:
    place = _place(Place(reading.page_id, reading.span), pages)
    return {**place, "change": reading.change, "score": round(reading.score, 4)}


def _variant(variant: Variant, pages: Pages) -> Shape:
    return {
        "kind": variant.kind,
        "effect": variant.effect,
        "why": variant.why,
        "readings": [_place(place, pages) for place in variant.readings],
    }


def _key_fact(fact: KeyFact) -> Shape:
    return {"row": fact.row, "origins": fact.origins, "sourced": fact.sourced}


def _copy(copy: Copy, pages: Pages) -> Shape:
    return {
        "child": copy.child,
        "parent": copy.parent,
        "share": _share(copy.share),
        "why": list(copy.why),
        "evidence": [_place(place, pages) for place in copy.evidence],
        **({} if copy.confidence is None else {"confidence": copy.confidence}),
    }


def _claim(claim: Claim, text: str) -> Shape:
    piece, cue = _piece(text, claim.span), _piece(text, claim.cue) if claim.cue else None
    match claim:
        case Quote():
            told = {**piece, "form": claim.form, "speaker": _source(claim.speaker, text), "cue": cue}
            parts = [{"start": part.start, "end": part.end} for part in claim.parts]
            return {**told, "parts": parts} if parts else told
        case Statement():
            return {**piece, "source": _source(claim.source, text), "cue": cue}
        case Figure():
            return {**piece, **_amount(claim), "source": _source(claim.source, text), "cue": cue}


def _amount(figure: Figure) -> Shape:
    return {
        "low": _number(figure.low),
        "high": _number(figure.high),
        "bound": figure.bound,
        "unit": figure.unit,
        "of": figure.of,
        "per": figure.per,
        "when": figure.when,
    }


def _number(value: float | None) -> float | None:
    """5937, not 5937.0."""
    return int(value) if value is not None and value == int(value) else value


def _source(source: Source | None, text: str) -> Shape | None:
    if source is None:
        return None
    told: Shape = {"name": source.name, "mention": _piece(text, source.mention) if source.mention else None}
    if source.borrowed_from is None:
        return told
    place = source.borrowed_from
    return {**told, "borrowed_from": {"version": place.page_id, "start": place.span.start, "end": place.span.end}}


def _readings(claims: Iterable[Claim], pages: Pages) -> list[Shape]:
    return [{"version": claim.page_id, **_claim(claim, pages[claim.page_id].text)} for claim in claims]


def _utterance(same: Utterance, pages: Pages) -> Shape:
    return {"id": same.id, "speaker": same.speaker, "readings": _readings(same.quotes, pages)}


def _assertion(same: Assertion, pages: Pages) -> Shape:
    return {"id": same.id, "source": same.source, "readings": _readings(same.statements, pages)}


def _measure(same: Measure, pages: Pages) -> Shape:
    first = same.figures[0]
    named = next((figure.source.name for figure in same.figures if figure.source), None)
    return {"id": same.id, **_amount(first), "source": named, "readings": _readings(same.figures, pages)}


def trace(found: Trace) -> Shape:
    """What `trace` tells of one reference: its pages in the order of time, its sentences with every wording."""
    pages = {holder.version.page.id: holder.version.page for holder in found.holders}
    reference, outline = found.reference
    return {
        "reference": {
            "id": reference.id,
            "source": reference.source,
            "kind": found.kind,
            "by": found.by,
            "title": outline.title,
            "outlet": outline.outlet,
            "published": outline.published,
            "text": reference.text,
            "words": found.words,
        },
        "pages": [_holder(holder, reference) for holder in found.holders],
        "sentences": [_traced(sentence, reference, pages) for sentence in found.sentences],
        "more": found.more,
    }


def _holder(holder: Holder, reference: Page) -> Shape:
    page, outline = holder.version
    return {
        "id": page.id,
        "source": page.source,
        "url": page.url,
        "outlet": outline.outlet,
        "title": outline.title,
        "published": outline.published,
        "fetched": holder.fetched,
        "since": holder.since and dict(zip(("earliest", "latest"), map(_moment, holder.since), strict=True)),
        "story": holder.story_id,
        "share": holder.share,
        "of_page": holder.of_page,
        "quoted": holder.quoted,
        "first": holder.first,
        "before": holder.before,
        "credited": holder.credited,
        "credit": list(outline.credit),
        "naming": holder.naming and _piece(page.text, holder.naming),
        "passages": [_passage(passage, reference, page) for passage in holder.passages],
    }


def _moment(seconds: float) -> str:
    """A moment as ISO 8601; what a calendar cannot tell is its first or last day."""
    earliest, latest = (moment.replace(tzinfo=UTC).timestamp() for moment in (datetime.min, datetime.max))
    return datetime.fromtimestamp(min(max(seconds, earliest), latest - 1), UTC).isoformat(timespec="seconds")


def _passage(passage: Passage, reference: Page, page: Page) -> Shape:
    return {
        **_piece(reference.text, passage.sentence),
        "words": passage.words,
        "held": passage.held,
        "change": "same" if passage.same else "reworded",
        "quoted": passage.quoted,
        "reading": {"version": page.id, **_piece(page.text, passage.place.span)},
    }


def _traced(sentence: Traced, reference: Page, pages: Pages) -> Shape:
    known = {**pages, REFERENCE: reference}
    having = {place.page_id for drift in sentence.drifts for place in drift.places}
    return {
        **_piece(reference.text, sentence.span),
        "first": list(sentence.first),
        "wordings": [_drift(drift, known) for drift in sentence.drifts],
        "missing": [page for page in pages if page not in having],
    }


def _drift(drift: Drift, pages: Pages) -> Shape:
    return {
        "change": "same" if drift.same else "reworded",
        "readings": [_place(place, pages) for place in drift.places],
        "variants": [_variant(variant, pages) for variant in drift.variants],
    }


def _conflict(conflict: Conflict, pages: Pages) -> Shape:
    return {
        "kind": conflict.kind,
        "between": conflict.between,
        "about": conflict.about,
        "why": conflict.why,
        "claims": list(conflict.claims),
        "readings": [_place(place, pages) for place in conflict.readings],
    }


def _relation(relation: Relation, pages: Pages) -> Shape:
    readings = [_place(place, pages) for place in relation.readings]
    return {"kind": relation.kind, "why": relation.why, "readings": readings}
