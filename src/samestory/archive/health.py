"""Is everything in the archive that should be, and does it agree with itself? What is only an index is made again."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from samestory.archive import affairs, filing, lookup, originals, postings, schema, sites, standing, transfer
from samestory.archive.tables import CHUNK
from samestory.evidence import indexed

Mend = Literal["in place", "into a new file"]

# What must never be found, as questions for the number of cases. The first cannot be made again from what is there:
# what is whole is saved into a new file.
_LOST = {
    "pages without what is known of them": "SELECT count(*) FROM page"
    " LEFT JOIN holding USING (n) WHERE holding.n IS NULL",
    "pages without an outline": "SELECT count(*) FROM page LEFT JOIN bare_outline AS own USING (n) WHERE own.n IS NULL",
    "pages without their original": "SELECT count(*) FROM holding"
    " LEFT JOIN original ON hash = content WHERE hash IS NULL",
    "articles without a fingerprint": "SELECT count(*) FROM outline LEFT JOIN fingerprint USING (n)"
    " WHERE no_article IS NULL AND fingerprint.n IS NULL",
    "pages at an address twice with the same body": "SELECT count(*) FROM (SELECT 1 FROM holding"
    " GROUP BY address, body HAVING count(*) > 1)",
}
_PART = "export that was read but for a part: give the same samestory add EXPORT again, or --mend goes on without it"
_INDEXED = {
    "articles in no story and in no queue": "SELECT count(*) FROM outline JOIN holding USING (n)"
    " WHERE no_article IS NULL AND story IS NULL AND NOT queued",
    "stories that count their pages wrong": "SELECT count(*) FROM story"
    " WHERE pages <> (SELECT count(*) FROM holding WHERE story = k)",
    "stories without a page": "SELECT count(*) FROM story WHERE NOT EXISTS (SELECT 1 FROM holding WHERE story = k)",
    "ids of stories that lead nowhere": "SELECT count(*) FROM alias"
    " LEFT JOIN story ON story.id = alias.story WHERE k IS NULL",
    "affairs called after stories that are not there": "SELECT count(*) FROM story WHERE affair NOT IN"
    " (SELECT id FROM story UNION SELECT id FROM alias)",
    "sites that count their pages wrong": "SELECT count(*) FROM site"
    " WHERE sampled <> (SELECT count(*) FROM sample WHERE site = k)",
    "ties of pages that are of no family or of two": "SELECT count(*) FROM tie JOIN holding AS one ON one.n = tie.one"
    " JOIN holding AS other ON other.n = tie.other WHERE one.family IS NULL OR one.family IS NOT other.family",
    _PART: "SELECT count(*) FROM import",
    "pages that a search cannot find": "SELECT (SELECT count(*) FROM page) - (SELECT count(*) FROM words_docsize)",
}
_WAITING = "SELECT count(*) FROM holding JOIN bare_outline USING (n)"
SAMPLED = 200  # pages whose shingles are looked up, evenly through the archive


class Wrong(NamedTuple):
    """Something that is wrong, and how `doctor --mend` mends it."""

    what: str
    mend: Mend


@dataclass(frozen=True, slots=True)
class Health:
    """What an archive holds, and what is wrong with it."""

    counted: bool  # False: the file is so damaged that nothing below can be counted
    pages: int
    stories: int
    queued: int  # pages that wait for a story: the next add goes on with them
    stale: int  # stories that wait to be worked out, or for their affair
    doubted: int  # pages that wait to be cleaned, or looked at, by what their site's memory has learned
    waiting: int  # pages that wait for any of it
    failures: int  # inputs that could not be read
    size: int  # bytes
    schema: int
    wrong: tuple[Wrong, ...]


def engine() -> str:
    """The version of the database underneath."""
    return sqlite3.sqlite_version


def health(db: sqlite3.Connection, size: int) -> Health:
    """Look at every page of the file, every index, every promise, every original."""
    damage = tuple(_damage(db))
    counts = (
        "SELECT count(*) FROM page",
        "SELECT count(*) FROM story",
        "SELECT count(*) FROM holding WHERE queued",
        "SELECT count(*) FROM story WHERE stale OR affair IS NULL",
        f"{_WAITING} WHERE doubted OR said IS NULL",
        f"{_WAITING} WHERE queued OR doubted OR said IS NULL",
        "SELECT count(*) FROM failure",
    )
    pages, stories, queued, stale, doubted, waiting, failures = (
        0 if damage else int(db.execute(one).fetchone()[0]) for one in counts
    )
    wrong = damage or (*_never(db), *_originals(db), *_unfound(db))
    return Health(
        not damage, pages, stories, queued, stale, doubted, waiting, failures, size, schema.version(db), wrong
    )


def _damage(db: sqlite3.Connection) -> Iterator[Wrong]:
    try:
        found = [row[0] for row in db.execute("PRAGMA integrity_check(20)")]
        dangling = found == ["ok"] and db.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        found, dangling = [str(error)], None
    yield from (Wrong(f"the file is damaged: {line}", "into a new file") for line in found if line != "ok")
    if dangling:
        yield Wrong("rows point to rows that are not there", "into a new file")


def _never(db: sqlite3.Connection) -> Iterator[Wrong]:
    mends: tuple[tuple[dict[str, str], Mend], ...] = ((_LOST, "into a new file"), (_INDEXED, "in place"))
    for questions, mend in mends:
        for what, asked in questions.items():
            if count := db.execute(asked).fetchone()[0]:
                yield Wrong(f"{count:,} {what}", mend)


def _originals(db: sqlite3.Connection) -> Iterator[Wrong]:
    bad = list(originals.unreadable(db))
    if bad:
        what = f"the originals of {len(bad):,} pages do not unpack to what was given: {', '.join(bad[:4])}"
        yield Wrong(what, "into a new file")


def _unfound(db: sqlite3.Connection) -> Iterator[Wrong]:
    """Of a sample of pages, how many are not found by their own words."""
    numbers = [n for (n,) in db.execute("SELECT n FROM fingerprint ORDER BY n")]
    sample = numbers[:: -(-len(numbers) // SAMPLED) or 1]
    found = filing.fingerprints(db, sample).items()
    bad = [n for n, made in found if not lookup.is_found(db, n, indexed(made))]
    if bad:
        yield Wrong(f"{len(bad):,} of {len(sample):,} pages looked at are not found by their words", "in place")


def needs_a_new_file(wrong: tuple[Wrong, ...]) -> bool:
    """Is something lost that only saving the rest mends?"""
    return any(one.mend == "into a new file" for one in wrong)


def tidy(db: sqlite3.Connection) -> None:
    """Make again what is only an index of the rest, and queue what is in no story; in the caller's transaction."""
    db.execute("REINDEX")
    postings.clear(db)
    db.execute("DELETE FROM term")
    standing.clear(db)
    numbers = [n for (n,) in db.execute("SELECT n FROM fingerprint ORDER BY n")]
    for start in range(0, len(numbers), CHUNK):
        for n, found in filing.fingerprints(db, numbers[start : start + CHUNK]).items():
            filing.index(db, n, found)
    if db.execute(_INDEXED["sites that count their pages wrong"]).fetchone()[0]:
        sites.forget(db)
    empty = "SELECT k FROM story WHERE NOT EXISTS (SELECT 1 FROM holding WHERE story = k)"
    db.execute(f"DELETE FROM akin WHERE one IN ({empty}) OR other IN ({empty})")
    db.execute(f"DELETE FROM story WHERE k IN ({empty})")
    db.execute("DELETE FROM alias WHERE story NOT IN (SELECT id FROM story)")
    affairs.forget_lost(db)
    transfer.end(db)
    db.execute(
        "UPDATE holding SET queued = 1 WHERE story IS NULL AND n IN (SELECT n FROM outline WHERE no_article IS NULL)"
    )
    db.execute(
        "UPDATE story SET stale = 1, turn = turn + 1, pages = (SELECT count(*) FROM holding WHERE story = k)"
        " WHERE pages <> (SELECT count(*) FROM holding WHERE story = k)"
    )
