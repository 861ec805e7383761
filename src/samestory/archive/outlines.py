"""What every part of a page is, and what the page says of itself, in few bytes and back."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace as changed
from typing import Any

from samestory.archive.packing import deflated, inflated
from samestory.archive.tables import among, cells, names, values
from samestory.rows import header
from samestory.types import Block, Outline, Span

# The words of a page that tell its day: the only part of `found` that is another on every page.
_SHOWN = re.compile("“(.*)”")
SAME = ""  # as the canonical address: the one at which the page was found


def packed(db: sqlite3.Connection, outline: Outline) -> dict[str, Any]:
    """The blocks of an outline as one cell of JSON: for each its label, the gap before it, its length, its data."""
    found, last = [], 0
    for block in outline.blocks:
        start, end = block.span
        data = [] if block.data is None else [block.data]
        found.append([_label(db, block.role, block.why), start - last, end - start, *data])
        last = end
    blocks = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return {"blocks": deflated(blocks), "blocks_size": len(blocks.encode())}


def keep(db: sqlite3.Connection, n: int, outline: Outline) -> None:
    """What a page says of itself, in the caller's transaction; in the place of what it said before."""
    told = dict(zip(header(Outline), cells(outline), strict=True)) | {"n": n}
    words = _SHOWN.search(told["found"])
    told["shown"] = words and words[1]
    told["said"] = _said(db, told["reuse"], _SHOWN.sub("“”", told["found"]))
    address = db.execute("SELECT url FROM paper WHERE n = ?", (n,)).fetchone()[0]
    told["canonical"] = SAME if address and told["canonical"] == address else told["canonical"]
    columns = [name for _, name, *_ in db.execute("PRAGMA table_info(bare_outline)")]
    into = f"INSERT OR REPLACE INTO bare_outline VALUES ({', '.join('?' * len(columns))})"
    db.execute(into, [told[name] for name in columns])


def replace(db: sqlite3.Connection, n: int, outline: Outline) -> None:
    """A page labelled anew, in the caller's transaction."""
    told = packed(db, outline)
    db.execute("UPDATE paper SET blocks = :blocks, blocks_size = :blocks_size WHERE n = :n", {**told, "n": n})
    keep(db, n, outline)


def outlines(db: sqlite3.Connection, pages: Sequence[int]) -> dict[int, Outline]:
    """The outlines of pages by their numbers."""
    labels = {k: (role, why) for k, role, why in db.execute("SELECT k, role, why FROM label")}
    asked = among(db, "SELECT n, blocks, blocks_size FROM paper WHERE n IN ({})", pages)
    blocks = {n: inflated(cell, size) for n, cell, size in asked}
    return {
        n: changed(next(values(Outline, [own])), blocks=tuple(_blocks(blocks[n], labels)))
        for n, *own in among(db, f"SELECT n, {names(Outline)} FROM outline WHERE n IN ({{}})", pages)
    }


def untold(db: sqlite3.Connection, limit: int) -> list[int]:
    """The first pages of an archive from before schema 8, which did not keep all that pages say of themselves."""
    return [n for (n,) in db.execute("SELECT n FROM bare_outline WHERE said IS NULL ORDER BY n LIMIT ?", (limit,))]


def left(db: sqlite3.Connection) -> int:
    """How many such pages there are."""
    return int(db.execute("SELECT count(*) FROM bare_outline WHERE said IS NULL").fetchone()[0])


def _said(db: sqlite3.Connection, reuse: str, found: str) -> int:
    """The number of where a page says things, and of whom it lets use it: the same for most pages of a site."""
    row = db.execute("SELECT k FROM said WHERE found = ? AND reuse = ?", (found, reuse)).fetchone()
    return int(row[0]) if row else db.execute("INSERT INTO said VALUES (NULL, ?, ?)", (reuse, found)).lastrowid or 0


def _blocks(cell: str, labels: Mapping[int, tuple[str, str]]) -> Iterator[Block]:
    last = 0
    for label, gap, length, *data in json.loads(cell):
        start, last = last + gap, last + gap + length
        yield Block(Span(start, last), *labels[label], *data)


def _label(db: sqlite3.Connection, role: str, why: str) -> int:
    row = db.execute("SELECT k FROM label WHERE role = ? AND why = ?", (role, why)).fetchone()
    return int(row[0]) if row else db.execute("INSERT INTO label VALUES (NULL, ?, ?)", (role, why)).lastrowid or 0
