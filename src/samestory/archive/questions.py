"""What the archive is asked: stories, one story, quotes and figures. Answers are values."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from samestory.archive.filing import text
from samestory.archive.tables import among, names, values
from samestory.archive.viewing import Stale, members
from samestory.errors import SamestoryError
from samestory.types import Figure, Quote

Stated = TypeVar("Stated", Quote, Figure)


@dataclass(frozen=True, slots=True)
class Listed:
    """A story as a list shows it. What is None is not worked out yet."""

    id: str
    affair: str | None  # the id of the eldest story of its affair
    headline: str | None
    pages: int
    outlets: int | None
    origins: int | None
    wires: tuple[str, ...]
    first_seen: str | None
    last_seen: str | None
    conflicts: int


@dataclass(frozen=True, slots=True)
class Claimed:
    """A quote or a figure, where it stands and what it says."""

    claim: Quote | Figure
    same: str  # the id of the same claim through the versions
    text: str  # of its page
    story: str
    source: str  # of its page
    outlet: str | None
    published: str | None


def stories(db: sqlite3.Connection, only: Sequence[int] | None = None) -> Iterator[Listed]:
    """The stories, those of most pages first, then the latest; or only some of them, in the order given."""
    question = (
        "SELECT k, id, affair, headline, pages, outlets, origins, first_seen, last_seen,"
        " (SELECT count(*) FROM conflict WHERE conflict.story = k) FROM story"
    )
    if only is None:
        found = list(db.execute(f"{question} ORDER BY pages DESC, last_seen DESC, id"))
    else:
        at = {k: place for place, k in enumerate(only)}
        found = sorted(among(db, f"{question} WHERE k IN ({{}})", only), key=lambda row: at[row[0]])
    for k, *told in found:
        wires = db.execute("SELECT DISTINCT name FROM wire WHERE story = ? AND name IS NOT NULL ORDER BY name", (k,))
        name, affair, headline, pages, outlets, origins, first, last, conflicts = told
        names_ = tuple(name for (name,) in wires)
        yield Listed(name, affair, headline, pages, outlets, origins, names_, first, last, conflicts)


def affair(db: sqlite3.Connection, story: int) -> list[Listed]:
    """The stories of the running affair of a story, the story itself among them, the one first seen first."""
    of_affair = "k = ?1 OR affair = (SELECT affair FROM story WHERE k = ?1)"
    found = db.execute(f"SELECT k FROM story WHERE {of_affair} ORDER BY first_seen IS NULL, first_seen, k", (story,))
    return list(stories(db, [k for (k,) in found]))


def story(db: sqlite3.Connection, name: str) -> Stale:
    """A story by its id, by an id it once had, or by the beginning of either."""
    names_ = _named(db, name)
    if len(names_) == 1:
        row = db.execute("SELECT k, id, why, turn, affair FROM story WHERE id = ?", (names_[0],)).fetchone()
        return Stale(*(*row, members(db, row[0])))
    if not names_:
        raise SamestoryError(name, "no story has this id", hint="samestory stories lists them")
    raise SamestoryError(name, f"{len(names_)} stories begin so: {', '.join(names_[:4])}", hint="give more of the id")


def _named(db: sqlite3.Connection, name: str) -> list[str]:
    exact = db.execute("SELECT id FROM story WHERE id = ? UNION SELECT story FROM alias WHERE id = ?", (name, name))
    found = [id_ for (id_,) in exact]
    if found or not name:
        return found
    end = name + "\U0010ffff"
    begun = db.execute(
        "SELECT id FROM story WHERE id BETWEEN ? AND ? UNION SELECT story FROM alias WHERE id BETWEEN ? AND ?",
        (name, end, name, end),
    )
    return [id_ for (id_,) in begun]


def history(db: sqlite3.Connection, name: str) -> list[tuple[str, str, str, str]]:
    """The merges and splits a story took part in: kind, the story that goes on, the other, why."""
    asked = "SELECT kind, story, other, why FROM change WHERE story = ? OR other = ? ORDER BY n"
    return [tuple(row) for row in db.execute(asked, (name, name))]


def quotes(db: sqlite3.Connection, speaker: str = "", story: int | None = None) -> Iterator[Claimed]:
    """The quotes of all stories or of one, of all speakers or of those whose name holds a word."""
    return _claims(db, Quote, "speaker_name", speaker, story)


def figures(db: sqlite3.Connection, of: str = "", story: int | None = None) -> Iterator[Claimed]:
    """The figures of all stories or of one, all or those that count what a word says."""
    return _claims(db, Figure, "coalesce(unit, '') || ' ' || coalesce(\"of\", '')", of, story)


def _claims(db: sqlite3.Connection, kind: type[Stated], where: str, word: str, story: int | None) -> Iterator[Claimed]:
    table = kind.__name__.lower()
    own = ", ".join(f"{table}.{name.strip()}" for name in names(kind).split(","))
    found = db.execute(
        f"SELECT n, same, story.id, page.source, outline.outlet, outline.published, {own}"
        f" FROM {table} JOIN story ON k = {table}.story JOIN page ON page.id = {table}.page_id"
        f" JOIN outline USING (n) WHERE (?1 = '' OR instr(fold({where}), ?1)) AND (?2 IS NULL OR {table}.story = ?2)"
        " ORDER BY n, span_start",
        (word.casefold(), story),
    )
    for n, together in groupby(found, key=itemgetter(0)):
        whole = text(db, n)
        for _, same, name, source, outlet, published, *row in together:
            yield Claimed(next(values(kind, [row])), same, whole, name, source, outlet, published)
