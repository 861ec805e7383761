"""Which page is in which story: the answer of a grouping kept, ids held stable, every merge and split noted."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from samestory.archive import standing
from samestory.archive.nearby import Neighbourhood, ids
from samestory.archive.standing import NOTED
from samestory.archive.tables import among, cells, insert
from samestory.types import Copy, Grouping, Story, Tie

Members = Mapping[int, int | None]


class Move(NamedTuple):
    """A story that loses pages to another, or ends in it."""

    kind: str  # "merge" or "split"
    story: str  # the one that goes on, or is founded
    other: str  # the one that ends, or that it came from


def place(db: sqlite3.Connection, hood: Neighbourhood, grouping: Grouping) -> bool:
    """Keep a grouping, in the transaction the caller holds. False: the archive has changed since it was asked for."""
    if not _unchanged(db, hood):
        return False
    numbers = ids(db, sorted(hood.stories))
    _copies(db, hood.kin, grouping, numbers)
    standing.tie(db, hood.kin, grouping.ties, numbers)
    groups = [(story, sorted(numbers[page] for page in story.page_ids)) for story in grouping.stories]
    _settle(db, groups, hood.stories)
    db.executemany("UPDATE holding SET queued = 0 WHERE n = ?", ((n,) for n in hood.queued))
    return True


def _unchanged(db: sqlite3.Connection, hood: Neighbourhood) -> bool:
    if standing.turn(db) != hood.turn:
        return False
    pages = sorted(hood.stories)
    now = dict(among(db, "SELECT n, story FROM holding WHERE n IN ({})", pages))
    waiting = {n for (n,) in among(db, "SELECT n FROM holding WHERE queued = 1 AND n IN ({})", sorted(hood.queued))}
    return now == hood.stories and waiting == set(hood.queued)


def note(db: sqlite3.Connection, hood: Neighbourhood, ties: Iterable[Tie]) -> bool:
    """Keep the ties of whole families, in the caller's transaction. False: the notes have changed since."""
    if standing.turn(db) != hood.turn:
        return False
    standing.tie(db, hood.kin, ties, ids(db, sorted(hood.kin)))
    db.executemany("UPDATE holding SET queued = 0 WHERE n = ? AND queued = ?", ((n, NOTED) for n in hood.queued))
    return True


def _copies(db: sqlite3.Connection, kin: Iterable[int], grouping: Grouping, numbers: Mapping[str, int]) -> None:
    children = sorted(kin)
    db.executemany("DELETE FROM copy WHERE child = ?", ((n,) for n in children))
    whole = set(children)
    insert(db, "copy", [_copy(copy, numbers) for copy in grouping.copies if numbers[copy.child] in whole])
    families = {numbers[page]: numbers[name] for page, name in grouping.families.items()}
    db.executemany("UPDATE holding SET family = ? WHERE n = ?", ((families.get(n), n) for n in children))


def _copy(copy: Copy, numbers: Mapping[str, int]) -> tuple[object, ...]:
    why = cells(copy)[3]
    return numbers[copy.child], numbers[copy.parent], copy.share, why


def _settle(db: sqlite3.Connection, groups: Sequence[tuple[Story, list[int]]], before: Members) -> None:
    """Give every group a story: the one most of its pages were in goes on, the earliest of equals."""
    heirs = _heirs([members for _, members in groups], before)
    old: dict[int, set[int]] = defaultdict(set)
    for n, home in before.items():
        if home is not None:
            old[home].add(n)
    new = {}
    for number, (story, members) in enumerate(groups):
        heir = heirs.get(number)
        new[number] = _found(db, story, members) if heir is None else heir
        if heir is None or old[heir] != set(members):
            _enter(db, new[number], members, story.why)
    _note(db, [members for _, members in groups], new, old)


def _heirs(groups: Sequence[Sequence[int]], before: Members) -> dict[int, int]:
    """Which group goes on under which story: most pages first, then the story founded first."""
    shared = [
        (-count, story, number)
        for number, members in enumerate(groups)
        for story, count in Counter(before[n] for n in members).items()
        if story is not None
    ]
    heirs: dict[int, int] = {}
    for _, story, number in sorted(shared):
        if number not in heirs and story not in heirs.values():
            heirs[number] = story
    return heirs


def _found(db: sqlite3.Connection, story: Story, members: Sequence[int]) -> int:
    """A new story. Its id comes from its smallest page id; one that was given before is never given again."""
    name, number = story.id, 0
    while db.execute(
        "SELECT 1 FROM story WHERE id = ? UNION SELECT 1 FROM alias WHERE id = ?", (name, name)
    ).fetchone():
        number += 1
        name = blake2b(f"{story.id} {number}".encode(), digest_size=6).hexdigest()
    row = (name, story.why, 0, 1, len(members))
    return db.execute("INSERT INTO story (id, why, turn, stale, pages) VALUES (?, ?, ?, ?, ?)", row).lastrowid or 0


def _enter(db: sqlite3.Connection, story: int, members: Sequence[int], why: str) -> None:
    db.executemany("UPDATE holding SET story = ? WHERE n = ?", ((story, n) for n in members))
    row = (len(members), why, story)
    db.execute("UPDATE story SET turn = turn + 1, stale = 1, pages = ?, why = ? WHERE k = ?", row)


def _note(
    db: sqlite3.Connection, groups: Sequence[Sequence[int]], new: Mapping[int, int], old: Mapping[int, set[int]]
) -> None:
    """Write down every merge and split; a story that ended becomes another name of the one most of its pages are in."""
    after = {n: new[number] for number, members in enumerate(groups) for n in members}
    names = dict(among(db, "SELECT k, id FROM story WHERE k IN ({})", sorted({*old, *new.values()})))
    for story, pages in sorted(old.items()):
        went = Counter(after[n] for n in sorted(pages) if n in after)
        ended = story not in new.values()
        home = min(went, key=lambda k: (-went[k], k)) if ended else story
        for other in sorted(set(went) - {story}):
            kind = "merge" if ended and other == home else "split"
            move = Move(kind, names[other], names[story])
            db.execute("INSERT INTO change VALUES (NULL, ?, ?, ?, ?)", (*move, f"{went[other]} of {len(pages)} pages"))
        if ended:
            _end(db, story, names[story], names[home])


def _end(db: sqlite3.Connection, story: int, name: str, heir: str) -> None:
    db.execute("UPDATE alias SET story = ? WHERE story = ?", (heir, name))
    db.execute("INSERT INTO alias VALUES (?, ?)", (name, heir))
    clear(db, story)
    db.execute("DELETE FROM story WHERE k = ?", (story,))


VIEWED = ("view", "lineage", "wire", "bare_quote", "bare_statement", "bare_figure", "conflict", "relation")


def clear(db: sqlite3.Connection, story: int) -> None:
    """Forget what was worked out of a story; its pages stay."""
    for table in VIEWED:
        db.execute(f"DELETE FROM {table} WHERE story = ?", (story,))
