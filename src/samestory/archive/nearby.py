"""Which pages the queued ones may touch: holders of the same text, and stories of the same days and names."""

from __future__ import annotations

import math
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from samestory.archive.filing import DAY, INDEXED, UNDATED, fingerprints, indexed, keys, period
from samestory.archive.postings import holders
from samestory.archive.tables import among
from samestory.types import Fingerprint

SHARED = 2  # indexed shingles, of four shared ones; fewer are hardly ever evidence of copying
RARE = 24  # holders; what more pages hold is a set phrase, unless the pages have twice as much in common
# Half of what `copies` takes for copying: a tenth of the smaller text, or 40 shingles, of which half are indexed.
PART, ENOUGH = 0.05, 10
HOLDERS = 200  # of a shingle or a term are looked at
WINDOW = 14  # days to either side in which a story is looked for
KEYS = 2  # names and title words that two pages must have in common to be looked at together
STORIES = 8  # that a page may touch
AT_ONCE = 100  # fingerprints in memory
PILE = 400  # pages grouped at once, or somewhat more
# A story is touched by a page if one of its pages has this part of what the best one has in common with it. With every
# story that has two names in common instead, each batch touched all of 5,000 invented pages, and grouping took 53 ms a
# page instead of 9. Pages in 20 batches against the labels, B-cubed F: newscluster .905 (one batch .905), BASIL .988
# (.995).
NEAR_BEST = 0.5

Edge = tuple[int, int]


class Neighbourhood(NamedTuple):
    """Pages to be grouped again, and in which story each was (None: in none yet)."""

    queued: tuple[int, ...]
    kin: frozenset[int]  # whose copies and families are complete in it
    stories: dict[int, int | None]


def queued(db: sqlite3.Connection, limit: int) -> tuple[int, ...]:
    """The first pages that are not in a story yet."""
    found = db.execute("SELECT n FROM holding WHERE queued ORDER BY n LIMIT ?", (limit,))
    return tuple(n for (n,) in found)


def neighbourhoods(db: sqlite3.Connection, queue: Sequence[int]) -> Iterator[Neighbourhood]:
    """The queued pages, each with who shares text with it, their families, and the stories near in time and names.

    What has nothing to do with each other is told apart and laid into piles, so that no pile grows with the archive.
    """
    asked = set(queue)
    sharers, alike = set[Edge](), set[Edge]()
    for n, page in _loaded(db, queue):
        sharers.update((n, other) for other in _sharers(db, n, page))
        alike.update((n, other) for other in _alike(db, n, page))
    kin = _with_families(db, asked.union(other for _, other in sharers))
    home = _with_stories(db, set(kin).union(other for _, other in alike))
    belonging: list[tuple[int, Hashable]] = [(n, ("family", family)) for n, family in kin.items() if family is not None]
    belonging += [(n, ("story", story)) for n, story in home.items() if story is not None]
    for pile in _piles(_joined(home, (*sharers, *alike, *belonging))):
        stories = {n: home[n] for n in pile if home[n] is not None or n in asked}
        yield Neighbourhood(tuple(n for n in pile if n in asked), frozenset(kin.keys() & set(pile)), stories)


def _loaded(db: sqlite3.Connection, queue: Sequence[int]) -> Iterator[tuple[int, Fingerprint]]:
    """The fingerprints, never many at a time: in memory one takes 40 kB."""
    for start in range(0, len(queue), AT_ONCE):
        yield from fingerprints(db, queue[start : start + AT_ONCE]).items()


def _joined(pages: Iterable[int], links: Iterable[tuple[int, Hashable]]) -> list[list[int]]:
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


def _sharers(db: sqlite3.Connection, n: int, page: Fingerprint) -> Iterator[int]:
    """Pages with as much in common as half of the least copying; by set phrases alone all pages would be kin."""
    rare, found, asked = Counter[int](), Counter[int](), indexed(page)
    for shingle in asked:
        held = holders(db, shingle, HOLDERS)
        found.update(held)
        if len(held) <= RARE:
            rare.update(held)
    near = [other for other, count in found.items() if other != n and count >= SHARED]
    for other, length in among(db, "SELECT n, length FROM fingerprint WHERE n IN ({})", near):
        least = max(SHARED, min(ENOUGH, PART * min(length, page.length) / INDEXED))
        if rare[other] >= least or found[other] >= 2 * least:
            yield other


def _with_families(db: sqlite3.Connection, pages: set[int]) -> dict[int, int | None]:
    """The pages with all that share text with them through copying, and their families."""
    named = dict(among(db, "SELECT n, family FROM holding WHERE n IN ({})", sorted(pages)))
    families = sorted({family for family in named.values() if family is not None})
    return named | dict(among(db, "SELECT n, family FROM holding WHERE family IN ({})", families))


def _with_stories(db: sqlite3.Connection, pages: set[int]) -> dict[int, int | None]:
    named = dict(among(db, "SELECT n, story FROM holding WHERE n IN ({})", sorted(pages)))
    stories = sorted({story for story in named.values() if story is not None})
    return named | dict(among(db, "SELECT n, story FROM holding WHERE story IN ({})", stories))


def _alike(db: sqlite3.Connection, n: int, page: Fingerprint) -> Iterator[int]:
    """Of every story near a page the page most like it, and the queued ones near it; rare names count most."""
    score: Counter[tuple[int, int | None]] = Counter()
    common: Counter[tuple[int, int | None]] = Counter()
    for key in keys(page):
        held = list(_holders(db, key, page.time))
        if len(held) <= HOLDERS:
            common.update(held)
            score.update(dict.fromkeys(held, math.log(1 + HOLDERS / max(1, len(held)))))
    found = [one for one, count in common.items() if count >= KEYS and one[0] != n]
    least = NEAR_BEST * max((score[one] for one in found), default=0.0)
    near: dict[object, int] = {}
    for other, story in sorted(found, key=lambda one: (-score[one], one[0])):
        if score[other, story] >= least:
            near.setdefault(("page", other) if story is None else story, other)
    return iter(list(near.values())[:STORIES])


def _holders(db: sqlite3.Connection, key: int, time: float | None) -> Iterable[tuple[int, int | None]]:
    question = "SELECT page, story FROM term JOIN holding ON n = page WHERE hash = ? AND period"
    if time is None:
        return db.execute(f"{question} IN (SELECT DISTINCT period FROM term) LIMIT ?", (key, HOLDERS + 1))
    near = periods(time)
    within = "(clock IS NULL OR clock BETWEEN ? AND ?)"
    asked = f"{question} IN ({','.join('?' * len(near))}) AND {within} LIMIT ?"
    return db.execute(asked, (key, *near, time - WINDOW * DAY, time + WINDOW * DAY, HOLDERS + 1))


def periods(time: float) -> list[int]:
    """The periods of pages near a time, and that of pages without one. A period is longer than half a window.

    >>> periods(8 * DAY)
    [-1, 0, 1]
    """
    return sorted({UNDATED, *(period(time + days * DAY) for days in (-WINDOW, 0, WINDOW))})


def ids(db: sqlite3.Connection, pages: Sequence[int]) -> dict[str, int]:
    """The numbers of pages by their ids."""
    return {id_: n for n, id_ in among(db, "SELECT n, id FROM page WHERE n IN ({})", pages)}
