"""Stories as the front page lists them: narrowed, ordered, page by page, each with what a glance should tell."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypeVar

from samestory.archive.search import Query
from samestory.archive.tables import among

V = TypeVar("V")
_COUNTED = "SELECT story, count(DISTINCT same) FROM {} WHERE story IN ({{}}) GROUP BY story"


@dataclass(frozen=True, slots=True)
class Glance:
    """A story as the front page shows it. What is None is not worked out yet."""

    id: str
    headline: str | None
    pages: int
    outlets: int | None
    origins: int | None
    origins_range: tuple[int, int] | None
    wires: tuple[tuple[str | None, str], ...]  # name and status
    first_seen: str | None
    last_seen: str | None
    names: tuple[str, ...]  # of the outlets, those of most pages first
    clocks: tuple[float, ...]  # of the versions, seconds since the epoch
    quotes: int
    figures: int
    conflicts: int
    affair: str | None  # the id of the eldest story of its running affair
    in_affair: int  # how many stories belong to it, this one among them


class Sheet(NamedTuple):
    """Part of a list, and what to ask for to get the next part; "" at its end."""

    stories: tuple[Glance, ...]
    after: str


class Facet(NamedTuple):
    """What a list can be narrowed by: the filter's name, and its commonest values with their number of stories."""

    name: str
    values: tuple[tuple[str, int], ...]


def sheet(db: sqlite3.Connection, asked: Query, after: str, limit: int) -> Sheet:
    """Stories that fit: with words the best first, else those with the newest version first."""
    found = _best(db, asked, after, limit) if asked.match else _newest(db, asked, after, limit)
    numbers = [k for k, _ in found[:limit]]
    token = found[limit - 1][1] if len(found) > limit else ""
    return Sheet(tuple(glances(db, numbers)), token)


def _newest(db: sqlite3.Connection, asked: Query, after: str, limit: int) -> list[tuple[int, str]]:
    """Story numbers with the token that goes on behind each."""
    last, _, k = after.rpartition("~")
    where = ["(coalesce(last_seen, ''), k) < (?, ?)"] if k.isdecimal() else []
    values: list[Any] = [last, int(k)] if k.isdecimal() else []
    if asked.conditions:
        inner = " AND ".join(condition for condition, _ in asked.conditions)
        where.append(f"k IN (SELECT holding.story FROM holding{_beside_holding(asked)} WHERE {inner})")
        values += [value for _, value in asked.conditions]
    held = f" WHERE {' AND '.join(where)}" if where else ""
    rows = db.execute(
        f"SELECT k, coalesce(last_seen, '') || '~' || k FROM story{held} ORDER BY coalesce(last_seen, '') DESC, k DESC"
        " LIMIT ?",
        (*values, limit + 1),
    )
    return rows.fetchall()


def _beside_holding(asked: Query) -> str:
    """The tables that the conditions name, joined. The rows of `page` hold its text: reading 100,000 takes 0.1 s."""
    conditions = " ".join(condition for condition, _ in asked.conditions)
    return "".join(f" JOIN {table} USING (n)" for table in ("outline", "page") if f"{table}." in conditions)


def _best(db: sqlite3.Connection, asked: Query, after: str, limit: int) -> list[tuple[int, str]]:
    """By the best of a story's pages. The list is short-lived, so the token is a place in it."""
    start = int(after) if after.isdecimal() else 0
    where = " AND ".join(["holding.story IS NOT NULL", *(one for one, _ in asked.conditions)])
    rows = db.execute(
        "WITH hit AS MATERIALIZED (SELECT rowid AS n, -bm25(words, 5.0, 1.0) AS score FROM words WHERE words MATCH ?)"
        " SELECT holding.story, max(score) AS best FROM hit JOIN holding USING (n)"
        f"{_beside_holding(asked)} WHERE {where} GROUP BY holding.story"
        " ORDER BY best DESC, holding.story LIMIT ? OFFSET ?",
        (asked.match, *(value for _, value in asked.conditions), limit + 1, start),
    )
    return [(k, str(start + place)) for place, (k, _) in enumerate(rows.fetchall(), 1)]


def glances(db: sqlite3.Connection, numbers: Sequence[int]) -> list[Glance]:
    """Some stories by their numbers, in that order."""
    told = {
        row[0]: row[1:]
        for row in among(
            db,
            "SELECT k, id, headline, pages, outlets, origins, origins_low, origins_high, first_seen, last_seen, affair,"
            " (SELECT max(1, count(*)) FROM story AS other WHERE other.affair = story.affair)"
            " FROM story WHERE k IN ({})",
            numbers,
        )
    }
    beside = _beside(db, numbers)
    return [_glance(told[k], {name: found.get(k) for name, found in beside.items()}) for k in numbers if k in told]


def _beside(db: sqlite3.Connection, numbers: Sequence[int]) -> dict[str, dict[int, Any]]:
    """What other tables know of the stories."""
    wires = among(db, "SELECT DISTINCT story, name, status FROM wire WHERE story IN ({}) ORDER BY name", numbers)
    pages = list(
        among(
            db, "SELECT story, clock, outline.outlet FROM holding JOIN outline USING (n) WHERE story IN ({})", numbers
        )
    )
    counted = {name: dict(among(db, _COUNTED.format(name), numbers)) for name in ("quote", "figure")}
    conflicts = among(db, "SELECT story, count(*) FROM conflict WHERE story IN ({}) GROUP BY story", numbers)
    return {
        **counted,
        "conflict": dict(conflicts),
        "wire": _gathered(((k, (name, status)) for k, name, status in wires), tuple),
        "clock": _gathered(
            ((k, clock) for k, clock, _ in pages if clock is not None), lambda all_: tuple(sorted(all_))
        ),
        "name": _gathered(((k, name) for k, _, name in pages if name), _commonest),
    }


def _gathered(pairs: Iterable[tuple[int, V]], made: Callable[[list[V]], tuple[V, ...]]) -> dict[int, tuple[V, ...]]:
    found: dict[int, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: made(values) for key, values in found.items()}


def _commonest(names: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names), key=lambda name: (-names.count(name), name)))


def _glance(row: Sequence[Any], beside: dict[str, Any]) -> Glance:
    id_, headline, pages, outlets, origins, low, high, first, last, affair, in_affair = row
    return Glance(
        id=id_,
        headline=headline,
        pages=pages,
        outlets=outlets,
        origins=origins,
        origins_range=None if low is None else (low, high),
        wires=beside["wire"] or (),
        first_seen=first,
        last_seen=last,
        names=beside["name"] or (),
        clocks=beside["clock"] or (),
        quotes=beside["quote"] or 0,
        figures=beside["figure"] or 0,
        conflicts=beside["conflict"] or 0,
        affair=affair,
        in_affair=in_affair,
    )


def facets(db: sqlite3.Connection, most: int = 12) -> tuple[Facet, ...]:
    """By what the whole list can be narrowed, commonest values first."""
    questions = {
        "outlet": "SELECT outlet, count(*) AS pages FROM outline WHERE outlet IS NOT NULL GROUP BY outlet",
        "wire": "SELECT name, count(DISTINCT story) AS pages FROM wire WHERE name IS NOT NULL GROUP BY name",
        "lang": "SELECT language, count(*) AS pages FROM outline WHERE language IS NOT NULL GROUP BY language",
        "speaker": "SELECT speaker_name, count(DISTINCT same) AS pages FROM quote WHERE speaker_name IS NOT NULL"
        " GROUP BY speaker_name",
    }
    return tuple(
        Facet(name, tuple(db.execute(f"{question} ORDER BY pages DESC, 1 LIMIT ?", (most,)).fetchall()))
        for name, question in questions.items()
    )
