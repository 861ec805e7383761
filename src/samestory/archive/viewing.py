"""What is worked out of a story, kept as rows until its pages change."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from samestory.archive.membership import clear
from samestory.archive.nearby import ids
from samestory.archive.tables import cells, insert
from samestory.archive.views import packed
from samestory.rows import header
from samestory.types import Claim, Copy, Story, StoryView


class Stale(NamedTuple):
    """A story whose pages have changed since it was worked out."""

    story: int
    id: str
    why: str
    turn: int  # counts the changes of its pages
    affair: str | None
    pages: tuple[int, ...]


def stale(db: sqlite3.Connection, after: int = 0) -> Stale | None:
    """The next story to be worked out again."""
    row = db.execute(
        "SELECT k, id, why, turn, affair FROM story WHERE stale AND k > ? ORDER BY k LIMIT 1", (after,)
    ).fetchone()
    return row and Stale(*(*row, members(db, row[0])))


def left(db: sqlite3.Connection) -> int:
    """How many stories are to be worked out again."""
    return int(db.execute("SELECT count(*) FROM story WHERE stale").fetchone()[0])


def as_story(db: sqlite3.Connection, of: Stale) -> Story:
    """The story as a value."""
    ids = db.execute("SELECT id FROM holding JOIN page USING (n) WHERE story = ? ORDER BY id", (of.story,))
    return Story(of.id, tuple(id_ for (id_,) in ids), of.why, of.affair)


def members(db: sqlite3.Connection, story: int) -> tuple[int, ...]:
    """The pages of a story, by their ids."""
    asked = db.execute("SELECT n FROM holding JOIN page USING (n) WHERE story = ? ORDER BY id", (story,))
    return tuple(n for (n,) in asked)


class Prepared(NamedTuple):
    """A story as rows: what takes time is done before the transaction that keeps it."""

    of: Stale
    tables: Mapping[str, Sequence[Sequence[Any]]]
    said: tuple[Any, ...]  # the columns of the story itself


def prepared(db: sqlite3.Connection, of: Stale, view: StoryView) -> Prepared:
    """What was worked out of a story as rows."""
    lineage = view.lineage
    tables: dict[str, Sequence[Sequence[Any]]] = {
        "view": [(of.story, packed(view))],
        "lineage": [_parentage(of.story, copy) for copy in lineage.copies],
        **{
            table: [(of.story, *cells(value)) for value in found]
            for table, found in (("wire", lineage.wires), ("conflict", view.conflicts), ("relation", view.relations))
        },
        **_claims(db, of, view),
    }
    said = (view.headline, view.first_seen, view.last_seen, view.outlets, lineage.origins, *lineage.origins_range)
    return Prepared(of, tables, said)


def keep(db: sqlite3.Connection, found: Prepared) -> bool:
    """Keep what was worked out, in the transaction the caller holds. False: the story has changed meanwhile."""
    row = db.execute("SELECT turn FROM story WHERE k = ?", (found.of.story,)).fetchone()
    if row is None or row[0] != found.of.turn:
        return False
    clear(db, found.of.story)
    for table, rows in found.tables.items():
        insert(db, table, rows)
    db.execute(
        "UPDATE story SET stale = 0, headline = ?, first_seen = ?, last_seen = ?, outlets = ?, origins = ?,"
        " origins_low = ?, origins_high = ? WHERE k = ?",
        (*found.said, found.of.story),
    )
    return True


def _claims(db: sqlite3.Connection, of: Stale, view: StoryView) -> dict[str, list[tuple[Any, ...]]]:
    pages = ids(db, of.pages)
    kinds: dict[str, list[tuple[Claim, Claim]]] = {
        "bare_quote": [(same.quotes[0], quote) for same in view.utterances for quote in same.quotes],
        "bare_statement": [(same.statements[0], one) for same in view.assertions for one in same.statements],
        "bare_figure": [(same.figures[0], figure) for same in view.measures for figure in same.figures],
    }
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for table, claims in kinds.items():
        columns = [name for _, name, *_ in db.execute(f"PRAGMA table_info({table})")]
        found = ({"story": of.story, "at": at, **_bare(*both, pages)} for at, both in enumerate(claims))
        rows[table] = [tuple(map(row.get, columns)) for row in found]
    return rows


def _bare(first: Claim, claim: Claim, pages: Mapping[str, int]) -> dict[str, Any]:
    """The cells of a claim with numbers for pages, and where the first claim stands that it is the same as."""
    told = zip(header(type(claim)), cells(claim), strict=True)
    row = {
        name.removesuffix("_id"): cell and pages[str(cell)] if name.endswith("page_id") else cell for name, cell in told
    }
    return row if first is claim else row | {"same_page": pages[first.page_id], "same_start": first.span.start}


def _parentage(story: int, copy: Copy) -> tuple[object, ...]:
    evidence = [[place.page_id, *place.span] for place in copy.evidence]
    why = json.dumps(copy.why, ensure_ascii=False)
    return story, copy.child, copy.parent, copy.share, why, json.dumps(evidence)
