"""What sites repeat on their pages: a sample of each site's pages, what was learned from it, who is to ask it again.

Of a site the pages of the least ids are sampled, which are hashes: so the sample, and the memory learned from it,
depend on which pages are there and never on their order. Learning is done by the caller, outside transactions; it is
kept only if the sample is still the one that was learned from.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from samestory.archive.packing import hashes, unhashed
from samestory.archive.tables import among
from samestory.types import Memory, Sighting

SAMPLE = 64  # pages of a site
LEAST = 3  # pages of a site before it learns anything


class Look(NamedTuple):
    """What its site's memory is to know of a page."""

    site: str
    turn: int  # of the memory that the page was labelled with; 0: none, less: one that is not known any more
    doubts: Collection[int]  # the lines that a memory is asked about
    sighting: Sighting | None  # None: the sample does not want it


class Recalled(NamedTuple):
    """A site's memory, and which of them it is."""

    turn: int
    memory: Memory | None


class Site(NamedTuple):
    """A site whose sample has changed since its memory was learned."""

    k: int
    name: str
    turn: int
    learned: int
    looked: int  # pages in the sample when it was learned


class Learned(NamedTuple):
    """What was learned of a site from its sample."""

    site: Site
    memory: Memory  # all lines, those that other sites hold too
    open: frozenset[int]  # lines that are furniture only if no other site holds them
    elsewhere: frozenset[int]  # those of them that another site holds


NOTHING = Recalled(0, None)


def recalled(db: sqlite3.Connection, name: str) -> Recalled:
    """The memory of a site, and the turn it is from."""
    row = db.execute("SELECT k, learned, version FROM site WHERE name = ?", (name,)).fetchone()
    if row is None:
        return NOTHING
    k, learned, version = row
    lines = db.execute("SELECT line, times FROM memory WHERE site = ? AND NOT elsewhere ORDER BY line", (k,)).fetchall()
    pages = db.execute("SELECT id FROM sample WHERE site = ? ORDER BY id", (k,))
    memory = Memory(name, version, tuple(id_ for (id_,) in pages), tuple(lines))
    return Recalled(learned, memory if lines else None)


def is_wanted(db: sqlite3.Connection, name: str, page_id: str) -> bool:
    """Would the sample of a site take this page? What it does not want now it never will."""
    asked = "SELECT count(*), max(sample.id) FROM sample JOIN site ON k = site WHERE name = ?"
    sampled, greatest = db.execute(asked, (name,)).fetchone()
    return bool(sampled < SAMPLE or page_id < greatest)


def note(db: sqlite3.Connection, n: int, page_id: str, look: Look | None) -> None:
    """Note what the memory of its site is to know of a page, in the caller's transaction."""
    if look is None:
        db.execute("UPDATE holding SET doubted = 0 WHERE n = ?", (n,))
        return
    db.execute("INSERT OR IGNORE INTO site VALUES (NULL, ?, 0, 0, 0, 0, 0)", (look.site,))
    k, learned = db.execute("SELECT k, learned FROM site WHERE name = ?", (look.site,)).fetchone()
    # Labelled with a memory that has learned meanwhile, it is labelled once more.
    row = (k, hashes(look.doubts), look.turn != learned, n)
    db.execute("UPDATE holding SET site = ?, doubts = ?, doubted = ? WHERE n = ?", row)
    if look.sighting and is_wanted(db, look.site, page_id):
        _take(db, k, n, look.sighting)


def _take(db: sqlite3.Connection, k: int, n: int, seen: Sighting) -> None:
    """A page into the sample of its site; out of it the one of the greatest id, if they become too many."""
    row = (k, n, seen.title, seen.day, hashes(seen.short), hashes(seen.long), seen.page_id)
    db.execute("INSERT INTO sample VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    _others_learn(db, k, seen.long, was_elsewhere=False)
    count = "UPDATE site SET turn = turn + 1, sampled = sampled + 1 WHERE k = ? RETURNING sampled"
    if db.execute(count, (k,)).fetchone()[0] > SAMPLE:
        greatest = "SELECT page FROM sample WHERE site = ? ORDER BY id DESC LIMIT 1"
        _drop(db, k, db.execute(greatest, (k,)).fetchone()[0])


def _drop(db: sqlite3.Connection, k: int, n: int) -> None:
    long = unhashed(db.execute("SELECT long FROM sample WHERE site = ? AND page = ?", (k, n)).fetchone()[0])
    db.execute("DELETE FROM sample WHERE site = ? AND page = ?", (k, n))
    _others_learn(db, k, long, was_elsewhere=True)
    db.execute("UPDATE site SET sampled = sampled - 1 WHERE k = ?", (k,))


def _others_learn(db: sqlite3.Connection, k: int, long: Sequence[int], was_elsewhere: bool) -> None:
    """Sites to which it matters whether another site holds these lines are to learn again."""
    asked = "SELECT DISTINCT site FROM memory WHERE line IN ({}) AND open AND elsewhere = ? AND site <> ?"
    others = {site for (site,) in among(db, asked, long, was_elsewhere, k)}
    db.executemany("UPDATE site SET turn = turn + 1 WHERE k = ?", ((site,) for site in others))


def due(db: sqlite3.Connection, least: int, limit: int) -> list[Site]:
    """Sites that have so many pages and whose memory is not from the sample as it is now."""
    asked = "SELECT k, name, turn, learned, looked FROM site WHERE learned <> turn AND sampled >= ? ORDER BY k LIMIT ?"
    return [Site(*row) for row in db.execute(asked, (least, limit))]


def sightings(db: sqlite3.Connection, site: Site) -> list[Sighting]:
    """The sample of a site."""
    asked = "SELECT id, title, day, short, long FROM sample WHERE site = ?"
    rows = db.execute(asked, (site.k,))
    named = (site.name,)
    return [Sighting(id_, *named, line, day, unhashed(short), unhashed(long)) for id_, line, day, short, long in rows]


def holding(db: sqlite3.Connection, lines: frozenset[int]) -> Iterator[tuple[int, int]]:
    """Each of these long lines with each site whose sample holds it, by number.

    All samples are gone through, at a microsecond a page: as rows to be looked up their lines took 0.15 kB a page.
    """
    for k, long in db.execute("SELECT site, long FROM sample") if lines else ():
        yield from ((line, k) for line in lines.intersection(unhashed(long)))


def furniture(db: sqlite3.Connection, site: Site) -> frozenset[int]:
    """The lines that the memory of a site holds for furniture."""
    asked = "SELECT line FROM memory WHERE site = ? AND NOT elsewhere"
    return frozenset(line for (line,) in db.execute(asked, (site.k,)))


def asking(db: sqlite3.Connection, site: Site, lines: frozenset[int], after: int = 0) -> tuple[list[int], int]:
    """The pages of a site, from a number on, that ask its memory about any of the lines; and the last looked at."""
    found, last = [], after
    asked = "SELECT n, doubts FROM holding WHERE site = ? AND n > ? ORDER BY n"
    for n, doubts in db.execute(asked, (site.k, after)):
        if not lines.isdisjoint(unhashed(doubts)):
            found.append(n)
        last = n
    return found, last


def doubt(db: sqlite3.Connection, pages: Iterable[int]) -> None:
    """Have pages cleaned again."""
    db.executemany("UPDATE holding SET doubted = 1 WHERE n = ? AND NOT doubted", ((n,) for n in pages))


def keep(db: sqlite3.Connection, learned: Learned) -> bool:
    """Keep what was learned, in the caller's transaction. False: the sample has changed meanwhile."""
    site, memory = learned.site, learned.memory
    now = db.execute("SELECT turn, learned FROM site WHERE k = ?", (site.k,)).fetchone()
    if now != (site.turn, site.learned):
        return False
    db.execute("DELETE FROM memory WHERE site = ?", (site.k,))
    rows = ((site.k, line, times, line in learned.open, line in learned.elsewhere) for line, times in memory.lines)
    db.executemany("INSERT INTO memory VALUES (?, ?, ?, ?, ?)", rows)
    row = (site.turn, len(memory.page_ids), memory.version, site.k)
    db.execute("UPDATE site SET learned = ?, looked = ?, version = ? WHERE k = ?", row)
    return True


def doubted(db: sqlite3.Connection, limit: int) -> list[int]:
    """Pages to be cleaned again; not those whose site is to learn first."""
    # By `doubted` alone SQLite sees that the index of these pages serves.
    asked = "SELECT n FROM holding JOIN site ON k = site WHERE doubted AND doubted = 1"
    asked += " AND (learned = turn OR sampled < ?) ORDER BY n LIMIT ?"
    return [n for (n,) in db.execute(asked, (LEAST, limit))]


def is_doubted(db: sqlite3.Connection, n: int, turn: int) -> bool:
    """Is a page still to be cleaned again, and by the memory of this turn?"""
    asked = "SELECT 1 FROM holding JOIN site ON k = site WHERE n = ? AND doubted = 1 AND learned = ?"
    asked += " AND (learned = turn OR sampled < ?)"
    return db.execute(asked, (n, turn, LEAST)).fetchone() is not None


def unread(db: sqlite3.Connection, limit: int) -> list[int]:
    """Pages that no memory has looked at yet: those of an older archive."""
    return [
        n for (n,) in db.execute("SELECT n FROM holding WHERE doubted AND doubted = 2 ORDER BY n LIMIT ?", (limit,))
    ]


def left(db: sqlite3.Connection, mark: int) -> int:
    """How many pages are marked so."""
    return int(db.execute("SELECT count(*) FROM holding WHERE doubted AND doubted = ?", (mark,)).fetchone()[0])


def is_of_other(db: sqlite3.Connection, version: int) -> bool:
    """Was something learned in another way than it is learned now?"""
    return db.execute("SELECT 1 FROM site WHERE learned AND version <> ?", (version,)).fetchone() is not None


def forget(db: sqlite3.Connection) -> None:
    """Forget all that was learned, and have all pages looked at anew; in the caller's transaction."""
    for table in ("memory", "sample"):
        db.execute(f"DELETE FROM {table}")
    db.execute("UPDATE site SET turn = turn + 1, learned = 0, sampled = 0, looked = 0")
    db.execute("UPDATE holding SET doubted = 2 WHERE site IS NOT NULL")
