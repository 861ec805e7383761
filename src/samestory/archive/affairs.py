"""Which stories belong to one running affair: what links between stories hold together, called after the eldest story.

A grouping tells it of the stories that it looks at; their links to others stay as they were. So an affair goes on
through years although no grouping ever sees all of it, and two affairs become one when a story is found to link them.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence

from samestory.archive.tables import among
from samestory.types import Story


def keep(db: sqlite3.Connection, groups: Iterable[tuple[Story, Sequence[int]]]) -> None:
    """Keep which stories of a grouping, given with the numbers of their pages, belong together.

    In the caller's transaction. A story whose pages are in others by now is left out: it is asked again.
    """
    told = {pages: story.affair for story, pages in groups}
    pages = sorted(n for some in told for n in some)
    homes = dict(among(db, "SELECT n, story FROM holding WHERE n IN ({})", pages))
    affairs: dict[str | None, list[int]] = defaultdict(list)
    for some, affair in told.items():
        home = {homes[n] for n in some}
        affairs[affair] += home - {None} if len(home) == 1 else ()
    _link(db, [sorted(stories) for stories in affairs.values()])


def _link(db: sqlite3.Connection, affairs: Sequence[Sequence[int]]) -> None:
    """Every story linked to the eldest of its affair, and to no other of these stories."""
    here = {story: at for at, affair in enumerate(affairs) for story in affair}
    linked = among(db, "SELECT one, other FROM akin WHERE one IN ({})", sorted(here))
    before = {(one, other) for one, other in linked if other in here}
    now = {pair for affair in affairs for other in affair[1:] for pair in ((affair[0], other), (other, affair[0]))}
    db.executemany("DELETE FROM akin WHERE one = ? AND other = ?", sorted(before - now))
    db.executemany("INSERT INTO akin VALUES (?, ?)", sorted(now - before))
    name(db, {story for pair in before - now if here[pair[0]] != here[pair[1]] for story in pair})
    for affair in affairs:
        _call(db, affair)


def _call(db: sqlite3.Connection, affair: Sequence[int]) -> None:
    """Name an affair: as its stories are called already, if that still is right, for it may hold those of years."""
    called = dict(among(db, "SELECT k, affair FROM story WHERE k IN ({})", affair))
    new = [story for story, name_ in called.items() if name_ is None]
    beside = among(db, "SELECT affair FROM akin JOIN story ON k = other WHERE one IN ({})", new)
    names = {*called.values(), *(name_ for (name_,) in beside)} - {None}
    eldest = [k for (k,) in among(db, "SELECT k FROM story WHERE id IN ({})", sorted(filter(None, names)))]
    if len(names) == 1 and eldest and eldest[0] <= min(affair):
        db.executemany("UPDATE story SET affair = ? WHERE k = ?", [(*names, story) for story in new])
    else:
        name(db, affair)


def name(db: sqlite3.Connection, stories: Iterable[int]) -> None:
    """Call the affairs of some stories after the eldest story of each, in the caller's transaction."""
    left = set(stories)
    while left:
        affair = _affair(db, left.pop())
        left -= affair.keys()
        (eldest,) = db.execute("SELECT id FROM story WHERE k = ?", (min(affair),)).fetchone()
        other = [(eldest, story) for story, called in affair.items() if called != eldest]
        db.executemany("UPDATE story SET affair = ? WHERE k = ?", other)


def _affair(db: sqlite3.Connection, story: int) -> dict[int, str | None]:
    """The stories that links lead to from one, itself among them, with what their affair is called."""
    asked = "WITH RECURSIVE reached (k) AS (SELECT ? UNION SELECT other FROM akin JOIN reached ON one = k)"
    return dict(db.execute(f"{asked} SELECT k, affair FROM reached JOIN story USING (k)", (story,)))


def inherit(db: sqlite3.Connection, story: int, heir: int) -> None:
    """A story that ends leaves its links to the one that goes on; in the caller's transaction."""
    linked = [other for (other,) in db.execute("SELECT other FROM akin WHERE one = ?", (story,))]
    for other in linked:
        db.execute("DELETE FROM akin WHERE (one, other) IN (VALUES (?1, ?2), (?2, ?1))", (story, other))
        if other != heir:
            db.execute("INSERT OR IGNORE INTO akin VALUES (?1, ?2), (?2, ?1)", (heir, other))


def unknown(db: sqlite3.Connection) -> int:
    """Of how many stories nobody has asked yet to which affair they belong."""
    return int(db.execute("SELECT count(*) FROM story WHERE affair IS NULL").fetchone()[0])


def ask(db: sqlite3.Connection) -> None:
    """Queue a page of each story whose affair is not known, in the caller's transaction."""
    db.execute(
        "UPDATE holding SET queued = 1 WHERE n IN"
        " (SELECT min(n) FROM story JOIN holding ON story = k WHERE affair IS NULL GROUP BY k)"
    )


def forget_lost(db: sqlite3.Connection) -> None:
    """Forget affairs that are called after stories which are not there, in the caller's transaction."""
    db.execute("UPDATE story SET affair = NULL WHERE affair NOT IN (SELECT id FROM story UNION SELECT id FROM alias)")
