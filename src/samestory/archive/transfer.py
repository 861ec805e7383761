"""Everything in an archive as lines of JSON, and back: pages as given, their stories and copies, what was done.

A page's line has what `add` reads of any page (`id`, `html` or `text` or `body`, and what was said of it), so that
other programs need nothing of the rest.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from samestory.archive import filing
from samestory.archive.standing import NOTED
from samestory.archive.tables import insert
from samestory.types import Form, Record

HEAD = {"samestory": "export", "version": 1}
Line = Mapping[str, Any]
Decoded = Callable[[Record], str]

_GIVEN = ("url", "title", "published", "fetched", "outlet", "language")
_LISTS = ("authors", "credit")
_CHANGES = "SELECT kind, story, other, why FROM change ORDER BY n"
_FAILURES = "SELECT stage, source, message, hint, at FROM failure ORDER BY source, at, stage, message"


def lines(db: sqlite3.Connection, decoded: Decoded) -> Iterator[Line]:
    """The lines of an export. `decoded` gives the text of a page that was given as bytes."""
    yield HEAD
    numbers = [n for (n,) in db.execute("SELECT n FROM page ORDER BY n")]
    for n in numbers:
        yield _page(db, n, decoded)
    for (k,) in db.execute("SELECT k FROM story ORDER BY k").fetchall():
        yield from stories(db, k)
    for n in numbers:
        yield from copies(db, n)
    yield from events(db)


def stories(db: sqlite3.Connection, k: int) -> Iterator[Line]:
    """The story of a number with its pages and other names, if there is one."""
    for name, why, affair in db.execute("SELECT id, why, affair FROM story WHERE k = ?", (k,)).fetchall():
        pages = db.execute("SELECT id FROM holding JOIN page USING (n) WHERE story = ? ORDER BY n", (k,))
        aliases = db.execute("SELECT id FROM alias WHERE story = ? ORDER BY id", (name,))
        akin = db.execute("SELECT id FROM akin JOIN story ON k = other WHERE one = ? AND other < one ORDER BY k", (k,))
        told = {"pages": pages, "aliases": aliases, "akin": akin}
        yield {
            "story": name,
            "why": why,
            "affair": affair,
            **{key: [id_ for (id_,) in ids] for key, ids in told.items()},
        }


def copies(db: sqlite3.Connection, n: int) -> Iterator[Line]:
    """What a page is a copy of."""
    asked = """SELECT child.id, parent.id, share, why FROM copy JOIN page child ON child.n = child
               JOIN page parent ON parent.n = parent WHERE child = ? ORDER BY parent.n"""
    for child, parent, share, why in db.execute(asked, (n,)):
        yield {"copy": child, "of": parent, "share": share, "why": json.loads(why)}


def events(db: sqlite3.Connection) -> Iterator[Line]:
    """Merges, splits and failures."""
    for row in db.execute(_CHANGES):
        yield {"change": list(row)}
    for row in db.execute(_FAILURES):
        yield {"failure": list(row)}


def _page(db: sqlite3.Connection, n: int, decoded: Decoded) -> Line:
    record = filing.original(db, n)
    return {
        "id": record.source,
        record.form: decoded(record),
        **{name: getattr(record, name) for name in _GIVEN},
        "authors": list(record.authors),
        "extent": record.extent,
        "meta": [list(pair) for pair in record.meta],
        "metadata": _metadata(db, n),
        **known(db, n),
    }


def _metadata(db: sqlite3.Connection, n: int) -> Line:
    """What a page says of itself, as `clean` tells it; for other programs, as it is found again when read back."""
    rows = db.execute("SELECT field, value, found FROM metadata WHERE n = ? ORDER BY field", (n,))
    told = ((field, json.loads(value) if field in _LISTS else value, found) for field, value, found in rows)
    return {field: {"value": value, "found": found} for field, value, found in told}


def known(db: sqlite3.Connection, n: int) -> Line:
    """What is known of a page beyond what was given: its family, what it revises, when it was seen again."""
    id_, at, family = db.execute(
        "SELECT page.id, page.at, kin.id FROM page JOIN holding USING (n) LEFT JOIN page kin ON kin.n = family"
        " WHERE page.n = ?",
        (n,),
    ).fetchone()
    seen = db.execute("SELECT fetched, source, hex(content) FROM sighting WHERE page = ? ORDER BY 1, 3", (n,))
    revises = db.execute("SELECT id FROM revision JOIN page ON n = previous WHERE page = ?", (n,)).fetchone()
    return {
        "at": at,
        "page": id_,
        "family": family,
        "revises": revises and revises[0],
        "sightings": [list(row) for row in seen],
    }


def record(line: Line) -> Record:
    """The page of a line, as it was given."""
    forms: tuple[Form, ...] = ("html", "text", "body")
    form = next(form for form in forms if form in line)
    given = {
        name: line[name] for name in ("url", "title", "published", "fetched", "outlet", "language", "extent", "at")
    }
    meta = tuple((name, value) for name, value in line["meta"])
    authors = tuple(line["authors"])
    return Record(source=line["id"], form=form, content=line[form], authors=authors, meta=meta, **given)


def begin(db: sqlite3.Connection, first: str) -> bool:
    """Is the archive to become what the export is whose first page has this id? It is if nothing was ever added to it
    but a part of this export; from then on it is marked. In the caller's transaction.
    """
    row = db.execute("SELECT first FROM import").fetchone()
    if row is None and db.execute("SELECT 1 FROM paper UNION SELECT 1 FROM failure").fetchone() is None:
        row = (first,)
        insert(db, "import", [(first, 0)])
    return bool(row == (first,))


def is_begun(db: sqlite3.Connection) -> bool:
    """Is an export being taken in?"""
    return db.execute("SELECT 1 FROM import").fetchone() is not None


def begun(db: sqlite3.Connection) -> int:
    """How many lines of an export's rest are kept already."""
    return int(db.execute("SELECT done FROM import").fetchone()[0])


def mark(db: sqlite3.Connection, done: int) -> None:
    """Note how many lines of an export's rest are kept, in the transaction that keeps them."""
    db.execute("UPDATE import SET done = ?", (done,))


def end(db: sqlite3.Connection) -> None:
    """All of an export is kept."""
    db.execute("DELETE FROM import")


class Names(NamedTuple):
    """The pages of an archive by their ids, and families named after a page that is missing by another of theirs."""

    numbers: Mapping[str, int]
    families: dict[str, int]


def names(db: sqlite3.Connection) -> Names:
    """The pages of an archive by their ids."""
    return Names({id_: n for n, id_ in db.execute("SELECT n, id FROM paper")}, {})


def finish(db: sqlite3.Connection, rest: Iterable[Line], known: Names) -> None:
    """What an export says besides its pages, into an archive that has just these pages; in the caller's transaction.

    Of a page that is missing (one that could not be saved) nothing is kept.
    """
    numbers = known.numbers
    for line in rest:
        if "story" in line:
            _story(db, line, numbers)
        elif "copy" in line:
            if line["copy"] in numbers and line["of"] in numbers:
                row = (numbers[line["copy"]], numbers[line["of"]], line["share"], _json(line["why"]))
                insert(db, "copy", [row])
        elif "change" in line:
            insert(db, "change", [(None, *line["change"])])
        elif "failure" in line:
            insert(db, "failure", [line["failure"]])
        elif line["page"] in numbers:
            _known(db, line, numbers, known.families)


def _story(db: sqlite3.Connection, line: Line, numbers: Mapping[str, int]) -> None:
    pages = [numbers[page] for page in line["pages"] if page in numbers]
    if not pages:
        return
    row = (line["story"], line["why"], line.get("affair"), len(pages))
    k = db.execute("INSERT INTO story (id, why, affair, turn, stale, pages) VALUES (?, ?, ?, 1, 1, ?)", row).lastrowid
    db.executemany("UPDATE holding SET story = ?, queued = ? WHERE n = ?", ((k, NOTED, n) for n in pages))
    insert(db, "alias", [(alias, line["story"]) for alias in line["aliases"]])
    for elder in line.get("akin", ()):
        db.execute("INSERT INTO akin SELECT k, ?1 FROM story WHERE id = ?2", (k, elder))
        db.execute("INSERT INTO akin SELECT ?1, k FROM story WHERE id = ?2", (k, elder))


def _known(db: sqlite3.Connection, line: Line, numbers: Mapping[str, int], families: dict[str, int]) -> None:
    """The family of a page, named after another of its pages if the one that named it is missing; and its sightings."""
    n = numbers[line["page"]]
    if line["family"]:
        family = numbers.get(line["family"]) or families.setdefault(line["family"], n)
        db.execute("UPDATE holding SET family = ? WHERE n = ?", (family, n))
    seen = [(n, bytes.fromhex(content), source, fetched) for fetched, source, content in line["sightings"]]
    insert(db, "sighting", seen)


def _json(value: list[str]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
