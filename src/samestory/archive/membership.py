"""Which page is in which story: the answer of a grouping kept, ids held stable, every merge and split noted."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from hashlib import blake2b
from typing import NamedTuple

from samestory.archive import affairs, standing
from samestory.archive.nearby import Neighbourhood, ids, joined
from samestory.archive.standing import NOTED
from samestory.archive.tables import among, cells, insert
from samestory.types import Copy, Grouping, Story, Tie

Members = Mapping[int, int | None]
Groups = tuple[tuple[Story, tuple[int, ...]], ...]  # stories as they are to be, and the numbers of their pages


class Change(NamedTuple):
    """Pages that are in one story after they were in another."""

    old: int  # the story they were in
    group: int  # the place of theirs among the groups of its part
    moved: frozenset[int]
    left: frozenset[int]  # pages of the old story that did not come with them
    others: frozenset[int]  # pages that they are together with now


class Part(NamedTuple):
    """Pages whose stories have to do with each other, before a grouping or after it: kept all together or not."""

    turn: int  # of the notes by which its pages were found
    queued: tuple[int, ...]
    before: Members
    groups: Groups
    copies: tuple[Copy, ...]
    ties: tuple[Tie, ...]
    families: Mapping[int, int | None]  # of the pages whose copies are complete in it
    numbers: Mapping[str, int]  # of the pages by their ids

    def heirs(self) -> dict[int, int]:
        """Which group goes on under which story, by the group's place."""
        return _heirs([members for _, members in self.groups], self.before)

    def changed(self) -> list[int]:
        """The groups that are no story as it was."""
        heirs, pages = self.heirs(), defaultdict[int, set[int]](set)
        for n, home in self.before.items():
            if home is not None:
                pages[home].add(n)
        same = {at for at, home in heirs.items() if pages[home] == set(self.groups[at][1])}
        return [at for at in range(len(self.groups)) if at not in same]

    def changes(self) -> Iterator[Change]:
        """The merges, splits and moves."""
        heirs = self.heirs()
        for at, (_, members) in enumerate(self.groups):
            for old in sorted({home for n in members if (home := self.before[n]) is not None} - {heirs.get(at)}):
                pages = {n for n, home in self.before.items() if home == old}
                moved = frozenset(pages.intersection(members))
                yield Change(old, at, moved, frozenset(pages - moved), frozenset(set(members) - moved))


Reasons = Mapping[tuple[int, int], str]  # of changes, by their old story and their group


def parts(db: sqlite3.Connection, hood: Neighbourhood, grouping: Grouping) -> Iterator[Part]:
    """A grouping of a neighbourhood in parts that can be kept one after the other."""
    numbers = ids(db, sorted(hood.stories))
    groups = tuple((story, tuple(sorted(numbers[page] for page in story.page_ids))) for story in grouping.stories)
    families = {numbers[page]: numbers[name] for page, name in grouping.found.families.items()}
    copied, tied = defaultdict[int, list[Copy]](list), defaultdict[int, list[Tie]](list)
    for copy in grouping.found.copies:
        copied[numbers[copy.child]].append(copy)
    for tie in grouping.found.ties:
        tied[numbers[tie.one]].append(tie)
    for pages in joined(hood.stories, _together(db, hood, groups, families)):
        here, kin = set(pages), [n for n in pages if n in hood.kin]
        yield Part(
            turn=hood.turn,
            queued=tuple(n for n in hood.queued if n in here),
            before={n: hood.stories[n] for n in pages},
            groups=tuple(group for group in groups if here.issuperset(group[1])),
            copies=tuple(copy for n in kin for copy in copied[n]),
            ties=tuple(tie for n in kin for tie in tied[n]),
            families={n: families.get(n) for n in kin},
            numbers=numbers,
        )


def _together(
    db: sqlite3.Connection, hood: Neighbourhood, groups: Groups, families: Mapping[int, int]
) -> Iterator[tuple[int, Hashable]]:
    """What holds pages together: a story or a family, before the grouping or after it."""
    yield from ((n, ("story", home)) for n, home in hood.stories.items() if home is not None)
    yield from ((n, ("group", at)) for at, (_, members) in enumerate(groups) for n in members)
    yield from ((n, ("now", family)) for n, family in families.items())
    asked = "SELECT n, family FROM holding WHERE family IS NOT NULL AND n IN ({})"
    yield from ((n, ("before", family)) for n, family in among(db, asked, sorted(hood.stories)))


def place(db: sqlite3.Connection, part: Part, reasons: Reasons) -> bool:
    """Keep a part of a grouping, in the transaction the caller holds. False: the archive is another by now."""
    if not _unchanged(db, part):
        return False
    db.executemany("DELETE FROM copy WHERE child = ?", ((n,) for n in part.families))
    insert(db, "copy", [_copy(copy, part.numbers) for copy in part.copies])
    db.executemany("UPDATE holding SET family = ? WHERE n = ?", ((name, n) for n, name in part.families.items()))
    standing.tie(db, part.families.keys(), part.ties, part.numbers)
    _settle(db, part, reasons)
    db.executemany("UPDATE holding SET queued = 0 WHERE n = ?", ((n,) for n in part.queued))
    return True


def _unchanged(db: sqlite3.Connection, part: Part) -> bool:
    if standing.turn(db) != part.turn:
        return False
    now = dict(among(db, "SELECT n, story FROM holding WHERE n IN ({})", sorted(part.before)))
    waiting = {n for (n,) in among(db, "SELECT n FROM holding WHERE queued = 1 AND n IN ({})", sorted(part.queued))}
    return now == part.before and waiting == set(part.queued)


def note(db: sqlite3.Connection, hood: Neighbourhood, ties: Iterable[Tie]) -> bool:
    """Keep the ties of whole families, in the caller's transaction. False: the notes have changed since."""
    if standing.turn(db) != hood.turn:
        return False
    standing.tie(db, hood.kin, ties, ids(db, sorted(hood.kin)))
    db.executemany("UPDATE holding SET queued = 0 WHERE n = ? AND queued = ?", ((n, NOTED) for n in hood.queued))
    return True


def _copy(copy: Copy, numbers: Mapping[str, int]) -> tuple[object, ...]:
    why = cells(copy)[3]
    return numbers[copy.child], numbers[copy.parent], copy.share, why


def _settle(db: sqlite3.Connection, part: Part, reasons: Reasons) -> None:
    """Give every group a story: the one most of its pages were in goes on, the earliest of equals."""
    heirs, changed = part.heirs(), set(part.changed())
    new = {}
    for at, (story, members) in enumerate(part.groups):
        heir = heirs.get(at)
        new[at] = _found(db, story, members) if heir is None else heir
        if at in changed:
            _enter(db, new[at], members, story.why)
    _note(db, part, new, reasons)


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
    db.execute("UPDATE story SET turn = turn + 1, stale = 1, affair = NULL, pages = ?, why = ? WHERE k = ?", row)


def _note(db: sqlite3.Connection, part: Part, new: Mapping[int, int], reasons: Reasons) -> None:
    """Write down every merge, split and move; a story that ended is another name of that of most of its pages."""
    changes, kept = list(part.changes()), set(new.values())
    went: dict[int, list[Change]] = defaultdict(list)
    for change in changes:
        went[change.old].append(change)
    names = dict(among(db, "SELECT k, id FROM story WHERE k IN ({})", sorted({*went, *kept})))
    founded = kept - {home for home in part.before.values() if home is not None}
    for old, moves in sorted(went.items()):
        ends = old not in kept
        home = min((-len(move.moved), new[move.group]) for move in moves)[1]
        for move in sorted(moves, key=lambda move: new[move.group]):
            to = new[move.group]
            kind = "merge" if ends and to == home else "split" if to in founded else "move"
            row = (kind, names[to], names[old], reasons[old, move.group])
            db.execute("INSERT INTO change VALUES (NULL, ?, ?, ?, ?)", row)
        if ends:
            affairs.inherit(db, old, home)
            _end(db, old, names[old], names[home])


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
