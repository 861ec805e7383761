"""Which pages the queued ones may touch: holders of the same text, and stories of the same days and names."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from samestory.archive.filing import DAY, UNDATED, indexed, keys
from samestory.archive.tables import among
from samestory.types import Fingerprint

SHARED = 2  # indexed shingles, of four shared ones; fewer are hardly ever evidence of copying
HOLDERS = 200  # of a shingle or a term are looked at
WINDOW = 14  # days to either side in which a story is looked for; the time kernel has a width of three
STORIES = 8  # that a page may touch
KEYS = 2  # that it must have in common with a story


class Neighbourhood(NamedTuple):
    """Pages to be grouped again, and in which story each was (None: in none yet)."""

    queued: tuple[int, ...]
    kin: frozenset[int]  # whose copies and families are complete in it
    stories: dict[int, int | None]


def queued(db: sqlite3.Connection, limit: int) -> tuple[int, ...]:
    """The first pages that are not in a story yet."""
    found = db.execute("SELECT n FROM holding WHERE queued ORDER BY n LIMIT ?", (limit,))
    return tuple(n for (n,) in found)


def neighbourhood(db: sqlite3.Connection, asked: dict[int, Fingerprint]) -> Neighbourhood:
    """The pages themselves; who shares text with them, their families; the stories near in time and names."""
    sharers = {near for n, page in asked.items() for near in _sharers(db, n, page)}
    kin = _families(db, {*asked, *sharers})
    stories = {story for page in asked.values() for story in _stories(db, page)}
    stories |= {story for (story,) in among(db, "SELECT DISTINCT story FROM holding WHERE n IN ({})", sorted(kin))}
    members = {n for (n,) in among(db, "SELECT n FROM holding WHERE story IN ({})", sorted(stories - {None}))}
    everyone = sorted({*asked, *kin, *members})
    held = among(db, "SELECT n, story FROM holding WHERE n IN ({}) AND (story IS NOT NULL OR queued)", everyone)
    return Neighbourhood(
        tuple(asked), frozenset(kin), {n: story for n, story in held if story is not None or n in asked}
    )


def _sharers(db: sqlite3.Connection, n: int, page: Fingerprint) -> Iterator[int]:
    found: Counter[int] = Counter()
    for shingle in indexed(page):
        question = "SELECT page FROM posting WHERE shingle = ? LIMIT ?"
        found.update(other for (other,) in db.execute(question, (shingle, HOLDERS)))
    return (other for other, count in found.items() if count >= SHARED and other != n)


def _families(db: sqlite3.Connection, pages: set[int]) -> set[int]:
    """The pages with all that share text with them through copying."""
    named = among(db, "SELECT DISTINCT family FROM holding WHERE n IN ({}) AND family IS NOT NULL", sorted(pages))
    families = sorted({family for (family,) in named})
    return pages | {n for (n,) in among(db, "SELECT n FROM holding WHERE family IN ({})", families)}


def _stories(db: sqlite3.Connection, page: Fingerprint) -> list[int]:
    """The stories that have most in common with a page, rare names counting most."""
    common: dict[int, dict[int, float]] = defaultdict(dict)
    for key in keys(page):
        holders = list(_holders(db, key, page.time))
        for (story,) in set(holders) if len(holders) <= HOLDERS else ():
            if story is not None:
                common[story][key] = math.log(1 + HOLDERS / len(holders))
    good = {story: sum(held.values()) for story, held in common.items() if len(held) >= KEYS}
    return sorted(good, key=lambda story: (-good[story], story))[:STORIES]


def _holders(db: sqlite3.Connection, key: int, time: float | None) -> Iterable[tuple[int | None]]:
    question = "SELECT story FROM term JOIN holding ON n = page WHERE hash = ?"
    if time is None:
        return db.execute(f"{question} LIMIT ?", (key, HOLDERS + 1))
    day = int(time // DAY)
    question += " AND (day = ? OR day BETWEEN ? AND ?) LIMIT ?"
    return db.execute(question, (key, UNDATED, day - WINDOW, day + WINDOW, HOLDERS + 1))


def ids(db: sqlite3.Connection, pages: Sequence[int]) -> dict[str, int]:
    """The numbers of pages by their ids."""
    return {id_: n for n, id_ in among(db, "SELECT n, id FROM page WHERE n IN ({})", pages)}
