"""What was given, once per content, packed against what the archive holds anyway.

By itself a page is deflated against its own text. But pages of a site share their markup: the first page of a site is
its *frame*, against which the next ones are packed as well. A page to which the frames of its site are of no use, as
after a new design, becomes the next frame. One that many pages need is kept twice, in two tables: damage to one block
of the file must not take the originals of whole sites with it.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from samestory.archive.packing import digest, encoded, framed, packed, unframed, unpacked

FRAMES = 3  # of a site that are tried, the latest first: articles, galleries and live pages differ
LITTLE = 1 / 16  # of its size: a page that takes no more against a frame is surely of that frame; deflated it takes 1/6
NEEDED = 16  # pages that a frame serves before it is kept twice


class Original(NamedTuple):
    """What was given, as bytes."""

    content: bytes
    encoding: str | None
    textual: bool  # was it given as characters?


class Packed(NamedTuple):
    """A cell, and the page whose original is its frame (None: it has none)."""

    cell: bytes
    frame: int | None


def keep(db: sqlite3.Connection, n: int, given: Original, text: str) -> None:
    """Keep what was given of a page that has this text, in the caller's transaction; the same content once."""
    hash_ = digest(given.content)
    if db.execute("SELECT 1 FROM original WHERE hash = ?", (hash_,)).fetchone():
        return
    site = db.execute("SELECT site FROM holding WHERE n = ?", (n,)).fetchone()[0]
    found = _of_site(db, n, site, given.content, text) if site else Packed(packed(given.content, text), None)
    if found.frame:
        _use(db, site, found.frame)
    row = (hash_, n, given.encoding, int(given.textual), found.cell, found.frame)
    db.execute("INSERT INTO original VALUES (?, ?, ?, ?, ?, ?)", row)


def _of_site(db: sqlite3.Connection, n: int, site: int, content: bytes, text: str) -> Packed:
    """Content packed against a frame of its site; if none is of use, by itself, and it is a frame for the next ones."""
    best: Packed | None = None
    for frame, known in _frames(db, site):
        found = Packed(framed(content, known, encoded(text)), frame)
        best = min(best or found, found, key=lambda one: len(one.cell))
        if len(best.cell) <= LITTLE * len(content):
            return best
    alone = Packed(packed(content, text), None)
    if best and 2 * len(best.cell) <= len(alone.cell):
        return best
    db.execute("INSERT INTO frame VALUES (?, ?, 0)", (site, n))
    return alone


def _frames(db: sqlite3.Connection, site: int) -> Iterator[tuple[int, bytes]]:
    """The latest frames of a site that can be read."""
    asked = "SELECT page FROM frame WHERE site = ? ORDER BY page DESC LIMIT ?"
    for (page,) in db.execute(asked, (site, FRAMES)).fetchall():
        yield from ((page, known) for known in islice(_copies(db, page), 1))


def _use(db: sqlite3.Connection, site: int, page: int) -> None:
    """Count a page that needs a frame."""
    count = "UPDATE frame SET uses = uses + 1 WHERE site = ? AND page = ? RETURNING uses"
    if db.execute(count, (site, page)).fetchone()[0] == NEEDED:
        db.execute("INSERT INTO spare VALUES (?, ?)", (page, framed(original(db, page).content)))


def original(db: sqlite3.Connection, n: int) -> Original:
    """What was given of a page. Raises zlib.error if it cannot be had: that is told as damage, like any other."""
    row = db.execute(
        "SELECT hash, frame, encoding, textual, original.packed, page.text FROM holding JOIN original ON hash = content"
        " JOIN page ON page.n = dictionary WHERE holding.n = ?",
        (n,),
    ).fetchone()
    if row is None:
        raise zlib.error(f"the original of page {n} is lost")
    hash_, frame, encoding, textual, cell, text = row
    for content in [unpacked(cell, text)] if frame is None else _unframed(db, cell, frame, text):
        if digest(content) == hash_:
            return Original(content, encoding, bool(textual))
    raise zlib.error(f"the original of page {n} does not unpack")


def _unframed(db: sqlite3.Connection, cell: bytes, frame: int, text: str) -> Iterator[bytes]:
    """What was packed against a frame, by each copy of the frame that can be read."""
    for known in _copies(db, frame):
        try:
            yield unframed(cell, known, encoded(text))
        except zlib.error:
            continue


def _copies(db: sqlite3.Connection, page: int) -> Iterator[bytes]:
    """The copies of a frame that can be read."""
    for ask in (_spare, _own):
        try:
            yield from ask(db, page)
        except (sqlite3.DatabaseError, zlib.error):
            continue


def _spare(db: sqlite3.Connection, page: int) -> list[bytes]:
    row = db.execute("SELECT packed FROM spare WHERE page = ?", (page,)).fetchone()
    return [unframed(row[0])] if row else []


def _own(db: sqlite3.Connection, page: int) -> list[bytes]:
    return [original(db, page).content]


def unreadable(db: sqlite3.Connection) -> Iterator[str]:
    """The ids of pages whose original does not unpack to what was given."""
    asked = "SELECT n, id FROM paper WHERE n IN (SELECT dictionary FROM original) ORDER BY n"
    for n, id_ in db.execute(asked).fetchall():
        try:
            original(db, n)
        except zlib.error:
            yield id_
