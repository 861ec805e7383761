"""Which pages the queued ones may touch: holders of the same text, and stories of the same days and names."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, NamedTuple

from samestory.archive.filing import fingerprints, looked
from samestory.archive.standing import NOTED, Changes, turn
from samestory.archive.tables import among
from samestory.types import Fingerprint

if TYPE_CHECKING:
    from samestory.archive.sharers import Found

AT_ONCE = 100  # fingerprints in memory
PILE = 400  # pages grouped at once, or somewhat more
# So many pages in stories are all looked at with every batch, as one pile: then neither order nor batches tell. B-cubed
# F of newscluster's 409 pages in 46 shuffled batches against one: 1.000, without this .952 (27 and 8 ms CPU a page).
FEW = 500


class Neighbourhood(NamedTuple):
    """Pages to be grouped again, and in which story each was (None: in none yet)."""

    turn: int  # of the notes by which its pages were found

    queued: tuple[int, ...]
    kin: frozenset[int]  # whose copies and families are complete in it
    stories: dict[int, int | None]


class Told(NamedTuple):
    """Pages whose copies are known, and these: child, parent, share."""

    pages: frozenset[int]
    copies: tuple[tuple[int, int, float], ...]


def queued(db: sqlite3.Connection, limit: int) -> tuple[int, ...]:
    """The first pages that are to be grouped. By `queued` alone SQLite sees that the index of the queue serves."""
    found = db.execute("SELECT n FROM holding WHERE queued AND queued = 1 ORDER BY n LIMIT ?", (limit,))
    return tuple(n for (n,) in found)


def left(db: sqlite3.Connection) -> int:
    """How many pages are to be grouped."""
    return int(db.execute("SELECT count(*) FROM holding WHERE queued AND queued = 1").fetchone()[0])


def unnoted(db: sqlite3.Connection, limit: int) -> tuple[int, ...]:
    """The first pages that have their stories and are only to be noted."""
    found = db.execute("SELECT n FROM holding WHERE queued AND queued = ? ORDER BY n LIMIT ?", (NOTED, limit))
    return tuple(n for (n,) in found)


def look(db: sqlite3.Connection, queue: Sequence[int]) -> Found:
    """All that the index says of pages: who holds what they hold."""
    from samestory.archive.sharers import look  # loads numpy, which only those commands need that group

    return look(db, [looked(n, page) for n, page in _loaded(db, queue)])


def changes(db: sqlite3.Connection, found: Found) -> Changes:
    """What pages change in what is noted of all."""
    from samestory.archive.texts import changes

    return changes(db, found)


def notices(db: sqlite3.Connection, pages: Sequence[Fingerprint]) -> frozenset[int]:
    """The shingles that several of the pages hold and that are no evidence of copying."""
    from samestory.archive.texts import notices

    return notices(db, pages)


def neighbourhoods(db: sqlite3.Connection, found: Found) -> Iterator[Neighbourhood]:
    """The pages looked up, each with who shares text with it, their families, and the stories near in time and names.

    In a small archive all stories are near.
    What has nothing to do with each other is told apart and laid into piles, so that no pile grows with the archive.
    """
    from samestory.archive.alike import alike
    from samestory.archive.sharers import sharers, stands

    asked, now = {page.n for page in found.pages}, turn(db)
    near, akin = set(alike(db, found.pages)), set(sharers(db, found, stands(db, found.keys)))
    kin = _with_families(db, asked.union(other for _, other in akin))
    home = _with_stories(db, set(kin).union(_few(db), (other for _, other in near)))
    belonging: list[tuple[int, Hashable]] = [(n, ("family", family)) for n, family in kin.items() if family is not None]
    belonging += [(n, ("story", story)) for n, story in home.items() if story is not None]
    for pile in _piles(joined(home, (*akin, *near, *belonging))):
        stories = {n: home[n] for n in pile if home[n] is not None or n in asked}
        yield Neighbourhood(now, tuple(n for n in pile if n in asked), frozenset(kin.keys() & set(pile)), stories)


def told(db: sqlite3.Connection, hood: Neighbourhood, naming: AbstractSet[int]) -> Told:
    """The pages of a neighbourhood whose copies are as they were told: those that no page looked up shares text with.

    What two pages have from one source, each by itself, is not kept. So families are left out of which one page is
    among those `naming` agencies, or more than one has no copy told; and those that are not all in the neighbourhood.
    """
    members = defaultdict[int | None, list[int]](list)
    others = sorted(hood.stories.keys() - hood.kin)
    for n, family in among(db, "SELECT n, family FROM holding WHERE n IN ({})", others):
        members[family].append(n)
    alone = members.pop(None, [])
    copies = defaultdict[int, list[tuple[int, int, float]]](list)
    for copy in among(db, "SELECT child, parent, share FROM copy WHERE child IN ({})", others):
        copies[copy[0]].append(copy)
    asked = "SELECT family, count(*) FROM holding WHERE family IN ({}) GROUP BY family"
    sizes = dict(among(db, asked, [family for family in members if family is not None]))
    whole = [kin for family, kin in members.items() if len(kin) == sizes[family] and naming.isdisjoint(kin)]
    complete = [n for kin in whole if sum(n not in copies for n in kin) == 1 for n in kin]
    return Told(frozenset((*alone, *complete)), tuple(copy for n in sorted(complete) for copy in copies.get(n, ())))


def families(db: sqlite3.Connection, pages: Sequence[int]) -> Neighbourhood:
    """Pages with their whole families."""
    kin, now = _with_families(db, set(pages)), turn(db)
    return Neighbourhood(now, tuple(pages), frozenset(n for n, family in kin.items() if family is not None), {})


def _loaded(db: sqlite3.Connection, queue: Sequence[int]) -> Iterator[tuple[int, Fingerprint]]:
    """The fingerprints, never many at a time: in memory one takes 40 kB."""
    for start in range(0, len(queue), AT_ONCE):
        yield from fingerprints(db, queue[start : start + AT_ONCE]).items()


def joined(pages: Iterable[int], links: Iterable[tuple[int, Hashable]]) -> list[list[int]]:
    """The pages by who has to do with whom, directly or through others: union and find."""
    first: dict[Hashable, Hashable] = {}

    def head(one: Hashable) -> Hashable:
        while first.setdefault(one, one) != one:
            first[one] = one = first[first[one]]
        return one

    for n, other in links:
        first[head(other)] = head(n)
    parts: dict[Hashable, list[int]] = defaultdict(list)
    for n in sorted(pages):
        parts[head(n)].append(n)
    return list(parts.values())


def _piles(parts: Iterable[list[int]]) -> list[list[int]]:
    """Parts laid together: how telling a word is cannot be counted in a handful of pages."""
    piles: list[list[int]] = [[]]
    for part in parts:
        if len(piles[-1]) >= PILE:
            piles.append([])
        piles[-1] += part
    if len(piles) > 1 and len(piles[-1]) < PILE // 2:
        last = piles.pop()
        piles[-1] += last
    return [sorted(pile) for pile in piles if pile]


def _few(db: sqlite3.Connection) -> list[int]:
    """The pages of all stories if they are few, else none."""
    asked = "SELECT n FROM holding WHERE story IS NOT NULL LIMIT ?"
    found = [n for (n,) in db.execute(asked, (FEW + 1,))]
    return found if len(found) <= FEW else []


def _with_families(db: sqlite3.Connection, pages: set[int]) -> dict[int, int | None]:
    """The pages with all that share text with them through copying, and their families."""
    named = dict(among(db, "SELECT n, family FROM holding WHERE n IN ({})", sorted(pages)))
    families = sorted({family for family in named.values() if family is not None})
    return named | dict(among(db, "SELECT n, family FROM holding WHERE family IN ({})", families))


def _with_stories(db: sqlite3.Connection, pages: set[int]) -> dict[int, int | None]:
    named = dict(among(db, "SELECT n, story FROM holding WHERE n IN ({})", sorted(pages)))
    stories = sorted({story for story in named.values() if story is not None})
    return named | dict(among(db, "SELECT n, story FROM holding WHERE story IN ({})", stories))


def ids(db: sqlite3.Connection, pages: Sequence[int]) -> dict[str, int]:
    """The numbers of pages by their ids."""
    return {id_: n for n, id_ in among(db, "SELECT n, id FROM page WHERE n IN ({})", pages)}
