"""Is everything in the archive that should be, and does it agree with itself?"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from samestory.archive import filing
from samestory.archive.packing import digest, unpacked
from samestory.types import Record

T = TypeVar("T")

# What must never be found, as questions for the number of cases.
_NEVER = {
    "pages without what is known of them": "SELECT count(*) FROM page"
    " LEFT JOIN holding USING (n) WHERE holding.n IS NULL",
    "pages without an outline": "SELECT count(*) FROM page LEFT JOIN outline USING (n) WHERE outline.n IS NULL",
    "pages without their original": "SELECT count(*) FROM holding"
    " LEFT JOIN original ON hash = content WHERE hash IS NULL",
    "articles without a fingerprint": "SELECT count(*) FROM outline LEFT JOIN fingerprint USING (n)"
    " WHERE no_article IS NULL AND fingerprint.n IS NULL",
    "articles in no story and in no queue": "SELECT count(*) FROM outline JOIN holding USING (n)"
    " WHERE no_article IS NULL AND story IS NULL AND NOT queued",
    "stories that count their pages wrong": "SELECT count(*) FROM story"
    " WHERE pages <> (SELECT count(*) FROM holding WHERE story = k)",
    "ids of stories that lead nowhere": "SELECT count(*) FROM alias"
    " LEFT JOIN story ON story.id = alias.story WHERE k IS NULL",
    "pages at an address twice with the same body": "SELECT count(*) FROM (SELECT 1 FROM holding"
    " GROUP BY address, body HAVING count(*) > 1)",
    "pages that a search cannot find": "SELECT (SELECT count(*) FROM page) - (SELECT count(*) FROM words_docsize)",
}
INDEXES = frozenset({"pages that a search cannot find"})


@dataclass(frozen=True, slots=True)
class Health:
    """What an archive holds, and what is wrong with it."""

    pages: int
    stories: int
    queued: int  # pages that wait for a story: the next add goes on with them
    stale: int  # stories that wait to be worked out
    size: int  # bytes
    schema: int
    wrong: tuple[str, ...]


def health(db: sqlite3.Connection, size: int) -> Health:
    """Look at every page of the file, every index, every promise, every original."""
    damage = tuple(_damage(db))
    wrong = damage or (*_broken(db), *_originals(db))
    counts = (
        "SELECT count(*) FROM page",
        "SELECT count(*) FROM story",
        "SELECT count(*) FROM holding WHERE queued",
        "SELECT count(*) FROM story WHERE stale",
    )
    pages, stories, queued, stale = (0 if damage else db.execute(asked).fetchone()[0] for asked in counts)
    return Health(pages, stories, queued, stale, size, db.execute("PRAGMA user_version").fetchone()[0], wrong)


def _damage(db: sqlite3.Connection) -> Iterator[str]:
    try:
        found = [row[0] for row in db.execute("PRAGMA integrity_check(20)")]
    except sqlite3.DatabaseError as error:
        found = [str(error)]
    yield from (f"the file is damaged: {line}" for line in found if line != "ok")
    if found == ["ok"] and db.execute("PRAGMA foreign_key_check").fetchone():
        yield "rows point to rows that are not there"


def _broken(db: sqlite3.Connection) -> Iterator[str]:
    for what, asked in _NEVER.items():
        count = db.execute(asked).fetchone()[0]
        if count:
            yield f"{count:,} {what}"


def _originals(db: sqlite3.Connection) -> Iterator[str]:
    asked = "SELECT page.id, page.text, hash, packed FROM original JOIN page ON page.n = dictionary"
    bad = [id_ for id_, text, hash_, packed in db.execute(asked) if not _is_whole(packed, text, hash_)]
    if bad:
        yield f"the originals of {len(bad):,} pages do not unpack to what was given: {', '.join(bad[:4])}"


def _is_whole(packed: bytes, text: str, hash_: bytes) -> bool:
    try:
        return digest(unpacked(packed, text)) == hash_
    except zlib.error:
        return False


def reindex(db: sqlite3.Connection) -> None:
    """Make again what is only an index of the rest, and queue what is in no story; in the caller's transaction."""
    db.execute("REINDEX")
    for table in ("posting", "term"):
        db.execute(f"DELETE FROM {table}")
    numbers = [n for (n,) in db.execute("SELECT n FROM fingerprint ORDER BY n")]
    for n, found in filing.fingerprints(db, numbers).items():
        filing.index(db, n, found)
    db.execute(
        "UPDATE holding SET queued = 1 WHERE story IS NULL AND n IN (SELECT n FROM outline WHERE no_article IS NULL)"
    )
    db.execute("UPDATE story SET stale = 1, pages = (SELECT count(*) FROM holding WHERE story = k)")


def is_damaged(db: sqlite3.Connection) -> bool:
    """Is the file itself broken, so that mending takes a new one?"""
    return bool(list(_damage(db)))


def salvaged(db: sqlite3.Connection) -> Iterator[tuple[Record | None, str | None]]:
    """Page by page what a damaged file still gives: the page as given (None: it is lost), and the id of its story."""
    for n in range(1, _last(db) + 1):
        record = _read(lambda n=n: filing.original(db, n))  # type: ignore[misc]
        story = _read(lambda n=n: db.execute(_STORY, (n,)).fetchone()[0])  # type: ignore[misc]
        yield record, story


_STORY = "SELECT story.id FROM holding JOIN story ON k = story WHERE n = ?"


def _last(db: sqlite3.Connection) -> int:
    """The greatest number of a page that any table still tells."""
    tables = ("page", "holding", "outline", "fingerprint")
    found = [_read(lambda table=table: db.execute(f"SELECT max(n) FROM {table}").fetchone()[0]) for table in tables]  # type: ignore[misc]
    return max((n for n in found if n), default=0)


def _read(asked: Callable[[], T]) -> T | None:
    """An answer, or None where the file does not give it whole."""
    try:
        return asked()
    except (sqlite3.DatabaseError, zlib.error, ValueError, TypeError, KeyError, StopIteration):
        return None
