"""Which pages hold a shingle: the index by which copies are found.

New postings are rows. In a table of rows by shingle every new page dirties some ninety leaves, which at 10^5 pages took
longer than cleaning it. So, from time to time, the rows are moved into few packed cells, in the order of these cells,
in steps that are each a short transaction: eight bytes a posting instead of fifteen, written once or twice in its life.
"""

from __future__ import annotations

import sqlite3
import sys
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import groupby

# Of a hash 46 bits are kept: one of ten million different shingles is taken for another once in seven million times,
# and a page found by mistake is found out when the texts are compared.
BUCKETS, REST = 1 << 14, 1 << 32
STEP = 16  # buckets in one step: at 10^5 pages 20,000 rows
LEAST, SHARE = 20_000, 20  # postings are moved when there are more than that, and than that many a page of the archive


def key(shingle: int) -> int:
    """A shingle as it is indexed; those indexed are multiples of four."""
    return (shingle >> 2) % (BUCKETS * REST)


def post(db: sqlite3.Connection, page: int, shingles: Iterable[int]) -> None:
    """Note that a page holds these shingles."""
    rows = ((key(shingle), page) for shingle in shingles)
    db.executemany("INSERT OR IGNORE INTO posting VALUES (?, ?)", rows)


def unpost(db: sqlite3.Connection, page: int, shingles: Iterable[int]) -> None:
    """Forget that a page holds these shingles."""
    gone = sorted({key(shingle) for shingle in shingles})
    db.executemany("DELETE FROM posting WHERE shingle = ? AND page = ?", ((shingle, page) for shingle in gone))
    for bucket, lost in groupby(gone, lambda shingle: shingle // REST):
        cell = db.execute("SELECT packed FROM settled WHERE bucket = ?", (bucket,)).fetchone()
        pairs = {(shingle % REST, page) for shingle in lost}
        if cell and not pairs.isdisjoint(held := set(zip(*_unpacked(cell[0]), strict=True))):
            db.execute("UPDATE settled SET packed = ? WHERE bucket = ?", (_packed(sorted(held - pairs)), bucket))


def holders(db: sqlite3.Connection, shingle: int, most: int) -> list[int]:
    """The pages that hold a shingle, by number, at most so many of them."""
    asked = key(shingle)
    # The rows first: what is moved meanwhile is then found in the cell.
    rows = db.execute("SELECT page FROM posting WHERE shingle = ? ORDER BY page LIMIT ?", (asked, most))
    found = {page for (page,) in rows}
    cell = db.execute("SELECT packed FROM settled WHERE bucket = ?", (asked // REST,)).fetchone()
    if cell:
        found.update(_in_cell(cell[0], asked % REST, most))
    return sorted(found)[:most]


def _in_cell(cell: bytes, rest: int, most: int) -> Iterator[int]:
    rests, pages = _unpacked(cell)
    at = bisect_left(rests, rest)
    while at < len(rests) and rests[at] == rest and most:
        yield pages[at]
        at, most = at + 1, most - 1


def is_due(db: sqlite3.Connection) -> bool:
    """Are there so many rows that moving them pays?"""
    pages = db.execute("SELECT max(n) FROM fingerprint").fetchone()[0] or 0
    return bool(db.execute("SELECT count(*) FROM posting").fetchone()[0] > max(LEAST, SHARE * pages))


def settle(db: sqlite3.Connection, first: int) -> int:
    """Move the rows of some buckets into their cells, in the caller's transaction; tells which bucket is next."""
    end = min(BUCKETS, first + STEP)
    span = (first * REST, end * REST)
    rows = db.execute("SELECT shingle, page FROM posting WHERE shingle >= ? AND shingle < ?", span).fetchall()
    for bucket, moved in groupby(rows, lambda row: int(row[0]) // REST):
        cell = db.execute("SELECT packed FROM settled WHERE bucket = ?", (bucket,)).fetchone()
        more = [(shingle % REST) << 32 | page for shingle, page in moved]
        db.execute("INSERT OR REPLACE INTO settled VALUES (?, ?)", (bucket, _merged(cell[0] if cell else b"", more)))
    db.execute("DELETE FROM posting WHERE shingle >= ? AND shingle < ?", span)
    return end


def _merged(cell: bytes, more: list[int]) -> bytes:
    """A cell with more postings in it: shingles with their pages in the lower half of a number."""
    import numpy as np  # which only those commands need that group

    rests, pages = np.frombuffer(cell, "<u4").reshape(2, -1).astype(np.uint64)
    both = np.unique(np.concatenate([rests << np.uint64(32) | pages, np.array(more, np.uint64)]))
    return (both >> np.uint64(32)).astype("<u4").tobytes() + both.astype("<u4").tobytes()


def _packed(pairs: list[tuple[int, int]]) -> bytes:
    """Four bytes a shingle, then four a page, the least byte first."""
    cells = array("I", [rest for rest, _ in pairs]), array("I", [page for _, page in pairs])
    return b"".join(_turned(cell).tobytes() for cell in cells)


def _unpacked(cell: bytes) -> tuple[array[int], array[int]]:
    half, found = len(cell) // 2, (array("I"), array("I"))
    for values, part in zip(found, (cell[:half], cell[half:]), strict=True):
        values.frombytes(part)
        _turned(values)
    return found


def _turned(values: array[int]) -> array[int]:
    if sys.byteorder == "big":
        values.byteswap()
    return values


def clear(db: sqlite3.Connection) -> None:
    """Forget all postings."""
    db.execute("DELETE FROM posting")
    db.execute("DELETE FROM settled")
