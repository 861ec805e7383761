"""What was worked out of a story, read back: the claims from their tables, the collation from one packed cell.

A collation of 50 versions has some 4,000 places. As rows of their own they took 40 bytes each and 0.2 s to read;
packed they take 370 bytes a page and 10 ms (22 Nov 2026, invented news of 2 to 58 versions a story).
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from typing import Any, TypeVar

from samestory.archive.tables import names, values
from samestory.types import (
    Assertion,
    Collation,
    Conflict,
    Copy,
    Figure,
    KeyFact,
    Lineage,
    Measure,
    Place,
    Quote,
    Reading,
    Relation,
    Row,
    Span,
    Statement,
    Story,
    StoryView,
    Teller,
    Utterance,
    Variant,
    Version,
    Wire,
)

V = TypeVar("V")
Packed = list[Any]


def packed(view: StoryView) -> bytes:
    """What the tables of a story do not hold: its collation, its notes, how many origins carry what."""
    at = {page_id: number for number, page_id in enumerate(view.collation.versions)}
    told = {
        "seen": [view.headline, view.first_seen, view.last_seen, view.outlets],
        "versions": view.collation.versions,
        "base": view.collation.base,
        "rows": [_row(row, at) for row in view.collation.rows],
        "names": [view.names[page_id] for page_id in at],
        "notes": [view.notes.get(page_id) for page_id in at],
        "facts": [[fact.row, fact.origins, fact.sourced] for fact in view.key_facts],
        "roots": view.lineage.roots,
        "tellers": [[teller.kind, teller.name, teller.why] for teller in view.lineage.tellers],
        "handouts": dict(view.lineage.handouts),
        "origins": [view.lineage.origins, *view.lineage.origins_range],
        "shared": dict(view.lineage.shared),
        "carried": view.lineage.carried,
        "spoken": [same.speaker for same in view.utterances],
        "stated": [same.source for same in view.assertions],
    }
    return zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 9)


def _row(row: Row, at: Mapping[str, int]) -> Packed:
    readings = [[at[one.page_id], *_span(one.span), one.change, one.score] for one in row.readings]
    variants = [[one.kind, one.effect, one.why, _places(one.readings, at)] for one in row.variants]
    return [readings, variants, row.effect, row.why]


def _span(span: Span) -> tuple[int, int]:
    return span.start, span.end - span.start


def _places(places: Sequence[Place], at: Mapping[str, int]) -> Packed:
    return [number for place in places for number in (at[place.page_id], *_span(place.span))]


def unpacked(db: sqlite3.Connection, k: int, story: Story, versions: Sequence[Version]) -> StoryView | None:
    """A story as it was worked out; None if that was never kept, or its pages have changed since."""
    kept = db.execute("SELECT packed FROM view JOIN story ON k = view.story WHERE k = ? AND NOT stale", (k,)).fetchone()
    if kept is None:
        return None
    told = json.loads(zlib.decompress(kept[0]))
    order = tuple(told["versions"])
    by_id = {version.page.id: version for version in versions}
    headline, first, last, outlets = told["seen"]
    return StoryView(
        story=story,
        headline=headline,
        first_seen=first,
        last_seen=last,
        outlets=outlets,
        versions=tuple(by_id[page_id] for page_id in order),
        names=dict(zip(order, told["names"], strict=True)),
        notes={page_id: note for page_id, note in zip(order, told["notes"], strict=True) if note is not None},
        collation=Collation(story.id, told["base"], order, tuple(_unrow(row, order) for row in told["rows"])),
        lineage=_lineage(db, k, story.id, told),
        key_facts=tuple(KeyFact(*fact) for fact in told["facts"]),
        utterances=tuple(_utterances(db, k, story.id, told["spoken"])),
        assertions=tuple(_assertions(db, k, story.id, told["stated"])),
        measures=tuple(Measure(story.id, same) for same in _together(db, k, Figure)),
        conflicts=tuple(_all(db, k, Conflict)),
        relations=tuple(_all(db, k, Relation)),
    )


def _unrow(row: Packed, order: Sequence[str]) -> Row:
    readings, variants, effect, why = row
    return Row(
        tuple(Reading(order[n], Span(at, at + length), change, score) for n, at, length, change, score in readings),
        tuple(Variant(kind, weight, reason, _unplaces(places, order)) for kind, weight, reason, places in variants),
        effect,
        why,
    )


def _unplaces(numbers: Sequence[int], order: Sequence[str]) -> tuple[Place, ...]:
    triples = zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True)
    return tuple(Place(order[n], Span(start, start + length)) for n, start, length in triples)


def _lineage(db: sqlite3.Connection, k: int, story_id: str, told: Mapping[str, Any]) -> Lineage:
    origins, low, high = told["origins"]
    copies = db.execute("SELECT child, parent, share, why, evidence FROM lineage WHERE story = ? ORDER BY rowid", (k,))
    return Lineage(
        story_id=story_id,
        copies=tuple(_copy(*row) for row in copies.fetchall()),
        roots=tuple(told["roots"]),
        origins=origins,
        origins_range=(low, high),
        wires=tuple(_all(db, k, Wire)),
        shared=told["shared"],
        carried=tuple(told["carried"]),
        tellers=tuple(Teller(*teller) for teller in told.get("tellers", ())),  # of a story worked out before: none
        handouts=told.get("handouts", {}),
    )


def _copy(child: str, parent: str, share: float, why: str, evidence: str) -> Copy:
    places = tuple(Place(page_id, Span(start, end)) for page_id, start, end in json.loads(evidence))
    return Copy(child, parent, share, tuple(json.loads(why)), places)


def _utterances(db: sqlite3.Connection, k: int, story_id: str, spoken: Sequence[str | None]) -> Iterator[Utterance]:
    for speaker, quotes in zip(spoken, _together(db, k, Quote), strict=True):
        yield Utterance(story_id, speaker, quotes)


def _assertions(db: sqlite3.Connection, k: int, story_id: str, stated: Sequence[str | None]) -> Iterator[Assertion]:
    for source, statements in zip(stated, _together(db, k, Statement), strict=True):
        yield Assertion(story_id, source, statements)


def _together(db: sqlite3.Connection, k: int, kind: type[V]) -> Iterator[tuple[V, ...]]:
    """The claims of a kind, those that are the same through the versions together, in the order they were kept.

    The first of them names no other; two firsts of one page may start at one place, so their starts part nothing.
    """
    table = kind.__name__.lower()
    rows = db.execute(f"SELECT {names(kind)} FROM {table} WHERE story = ? ORDER BY rowid", (k,)).fetchall()
    firsts = db.execute(f"SELECT same_page IS NULL FROM bare_{table} WHERE story = ? ORDER BY at", (k,)).fetchall()
    numbered = zip(accumulate(first for (first,) in firsts), values(kind, rows), strict=True)
    for _, same in groupby(numbered, key=lambda one: one[0]):
        yield tuple(claim for _, claim in same)


def _all(db: sqlite3.Connection, k: int, kind: type[V]) -> Iterator[V]:
    table = kind.__name__.lower()
    rows = db.execute(f"SELECT {names(kind)} FROM {table} WHERE story = ? ORDER BY rowid", (k,))
    return values(kind, rows.fetchall())
