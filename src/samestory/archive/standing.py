"""What is noted of texts and of shingles that very many texts hold, so that copies never depend on the order of pages.

A *text* is a set of pages of which each is surely one text with another; a shingle that more than a few texts hold
*stands* and is no evidence of copying; two pages that share text by copying are a *tie*, and its `spare` is how many of
the shingles that tell so may come to stand until it is none. So new pages that make a phrase a standing one, or join
two texts, are known to undo ties of others, or to make some, and only those are worked again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from samestory.archive.postings import holders, key
from samestory.archive.tables import among, insert
from samestory.evidence import indexed
from samestory.types import Fingerprint, Tie

NOTED = 2  # in the queue: a page that has its story and is only to be noted

Held = Mapping[int, list[int]]  # shingles as they are indexed, and the pages that hold each


class Changes(NamedTuple):
    """What new pages change in what is noted."""

    turn: int  # of the notes they were found from
    joined: Mapping[int, int]  # texts that become part of another
    rising: Held  # shingles that come to stand
    falling: Held  # shingles that stand no more


def turn(db: sqlite3.Connection) -> int:
    """How often the notes have changed."""
    return int(db.execute("SELECT n FROM turn").fetchone()[0])


def keep(db: sqlite3.Connection, found: Changes) -> bool:
    """Note changes, in the caller's transaction, and queue whose ties they touch. False: other changes were faster."""
    if found.turn != turn(db):
        return False
    if found.joined or found.rising or found.falling:
        _turn(db)
    for text, other in found.joined.items():
        db.execute("UPDATE holding SET text = ? WHERE text = ? OR n = ?", (other, text, text))
    insert(db, "standing", [(shingle,) for shingle in found.rising])
    db.executemany("DELETE FROM standing WHERE shingle = ?", ((shingle,) for shingle in found.falling))
    for pages in found.rising.values():
        some = ",".join(map(str, pages))
        db.execute(f"UPDATE tie SET spare = spare - 1 WHERE one IN ({some}) AND other IN ({some})")
    db.execute("UPDATE holding SET queued = 1 WHERE n IN (SELECT one FROM tie WHERE spare < 0)")
    _queue(db, {page for pages in found.falling.values() for page in pages})
    return True


def forget(db: sqlite3.Connection, n: int, found: Fingerprint) -> None:
    """Undo what a page's fingerprint told, before it is taken out of the index; in the caller's transaction."""
    _turn(db)
    asked = "UPDATE holding SET text = NULL, queued = 1 WHERE n = ?1 OR text = ?1"
    text = db.execute("SELECT coalesce(text, n) FROM holding WHERE n = ?", (n,)).fetchone()[0]
    db.execute(asked, (text,))
    near = (holders(db, shingle, 2) for shingle in standing(db, indexed(found)))
    _queue(db, {next((page for page in pages if page != n), n) for pages in near})


def standing(db: sqlite3.Connection, shingles: Iterable[int]) -> frozenset[int]:
    """Of some shingles those that stand."""
    known = {key(shingle): shingle for shingle in shingles}
    asked = among(db, "SELECT shingle FROM standing WHERE shingle IN ({})", sorted(known))
    return frozenset(known[shingle] for (shingle,) in asked)


def tie(db: sqlite3.Connection, kin: Collection[int], ties: Iterable[Tie], numbers: Mapping[str, int]) -> None:
    """Keep the ties of pages of which all are given that they could be tied to."""
    db.executemany("DELETE FROM tie WHERE one = ?", ((n,) for n in kin))
    found = ((numbers[one], numbers[other], spare) for one, other, spare in ties)
    insert(db, "tie", [row for row in found if row[0] in kin])


def clear(db: sqlite3.Connection) -> None:
    """Forget all notes, and have every page noted again."""
    _turn(db)
    db.execute("DELETE FROM standing")
    db.execute("DELETE FROM tie")
    db.execute(
        "UPDATE holding SET text = NULL, queued = CASE queued WHEN 1 THEN 1 ELSE ? END"
        " WHERE n IN (SELECT n FROM fingerprint)",
        (NOTED,),
    )


def _turn(db: sqlite3.Connection) -> None:
    db.execute("UPDATE turn SET n = n + 1")


def _queue(db: sqlite3.Connection, pages: Iterable[int]) -> None:
    db.executemany("UPDATE holding SET queued = 1 WHERE n = ?", ((n,) for n in sorted(pages)))
