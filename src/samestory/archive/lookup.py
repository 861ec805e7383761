"""The other way round: which pages hold given words, by the index of shingles and by that of words in their order."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from math import inf
from typing import NamedTuple

from samestory.archive.postings import holders
from samestory.archive.tables import among
from samestory.evidence import INDEXED

COMMON = 2000  # holders beyond which a shingle is a standing notice: asked for only if there are no rarer ones

EVERY = 1 << 40  # holders


class Held(NamedTuple):
    """What an archive knows of a page beyond its version."""

    story_id: str | None
    fetched: str | None  # when it was seen first


def by_shingles(db: sqlite3.Connection, shingles: Collection[int]) -> Counter[int]:
    """How many of the shingles each page holds outside quotation marks, by number; of shingles that are indexed."""
    asked = sorted(shingle for shingle in set(shingles) if shingle % INDEXED == 0)
    held = [holders(db, shingle, EVERY) for shingle in asked]
    rare = [pages for pages in held if len(pages) <= COMMON]
    found: Counter[int] = Counter()
    for pages in rare or held:
        found.update(pages)
    return found


def is_found(db: sqlite3.Connection, n: int, shingles: Collection[int]) -> bool:
    """Does each of a page's indexed shingles lead to it?"""
    return all(n in holders(db, shingle, EVERY) for shingle in shingles)


def by_phrases(db: sqlite3.Connection, phrases: Iterable[Sequence[str]]) -> Counter[int]:
    """How many of the phrases each page has in its title or body, by number; words as the index stems them."""
    found: Counter[int] = Counter()
    for phrase in dict.fromkeys(" ".join(words).replace('"', " ") for words in phrases):
        found.update(n for (n,) in db.execute("SELECT rowid FROM words WHERE words MATCH ?", (f'"{phrase}"',)))
    return found


def most_hit(db: sqlite3.Connection, hits: Counter[int], most: int) -> list[int]:
    """The pages hit most often, the earliest of equals: never by the order in which they were added."""
    if len(hits) <= most:
        return sorted(hits)
    last = sorted(hits.values(), reverse=True)[most - 1]
    surely = [n for n, count in hits.items() if count > last]
    equal = sorted(n for n, count in hits.items() if count == last)
    asked = among(db, "SELECT clock, id, n FROM holding JOIN page USING (n) WHERE n IN ({})", equal)
    ordered = sorted((inf if clock is None else clock, id_, n) for clock, id_, n in asked)
    return sorted([*surely, *(n for _, _, n in ordered[: most - len(surely)])])


def held(db: sqlite3.Connection, pages: Sequence[int]) -> dict[int, Held]:
    """The story of each page and when it was first fetched, also if that was told later."""
    asked = among(db, "SELECT n, story.id, fetched FROM page JOIN holding USING (n) LEFT JOIN story ON k = story"
                  " WHERE n IN ({})", pages)  # fmt: skip
    found = {n: Held(story, fetched) for n, story, fetched in asked}
    for n, fetched in among(db, "SELECT page, min(fetched) FROM sighting WHERE page IN ({}) AND fetched <> ''"
                            " GROUP BY page", pages):  # fmt: skip
        story, before = found[n]
        found[n] = Held(story, min(filter(None, (before, fetched))))
    return found
