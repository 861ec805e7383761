"""One page, one outlet, one speaker, and what failed: what the screens of these ask for."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from samestory.archive.filing import versions
from samestory.archive.tables import names, values
from samestory.errors import SamestoryError
from samestory.types import Claim, Failure, Figure, Quote, Statement, Version


@dataclass(frozen=True, slots=True)
class Kept:
    """A page of the archive, and what the archive itself knows of it."""

    version: Version
    digest: str  # of what was given, as it was given, in hexadecimal
    story: str | None
    headline: str | None
    claims: tuple[Claim, ...]
    revisions: tuple[tuple[str, str | None], ...]  # other states of its address, oldest first: page id and time fetched
    sightings: tuple[str, ...]  # when the same was seen again


class Ran(NamedTuple):
    """A page an outlet ran."""

    page: str
    title: str | None
    published: str | None
    credit: str  # JSON list
    access: str | None
    story: str | None
    copied_of: str | None  # the outlet of its main parent, if it is a copy of another page
    share: float | None


@dataclass(frozen=True, slots=True)
class House:
    """An outlet: what it ran, and how much of it stands elsewhere here."""

    name: str
    pages: int
    stories: int
    articles: int
    copied: int  # articles most of whose words are from another page here
    credited: int  # of these, those that name an agency
    wires: tuple[tuple[str, int], ...]  # agencies it names


def page_number(db: sqlite3.Connection, id_: str) -> int:
    """The number of a page by its id. Raises SamestoryError if there is none."""
    row = db.execute("SELECT n FROM page WHERE id = ?", (id_,)).fetchone()
    if row is None:
        raise SamestoryError(id_, "no page has this id", hint="samestory search finds pages")
    return int(row[0])


def page(db: sqlite3.Connection, id_: str) -> Kept:
    """A page by its id, with everything that is known of it."""
    n = page_number(db, id_)
    content, story = db.execute("SELECT content, story FROM holding WHERE n = ?", (n,)).fetchone()
    named = db.execute("SELECT id, headline FROM story WHERE k = ?", (story,)).fetchone() or (None, None)
    seen = db.execute("SELECT fetched FROM sighting WHERE page = ? ORDER BY fetched", (n,))
    return Kept(
        version=next(versions(db, [n])),
        digest=content.hex(),
        story=named[0],
        headline=named[1],
        claims=tuple(claims(db, id_, story)) if story else (),
        revisions=tuple(_revisions(db, n)),
        sightings=tuple(fetched for (fetched,) in seen if fetched),
    )


def claims(db: sqlite3.Connection, id_: str, story: int) -> Iterator[Claim]:
    """The claims that stand on a page, as its story has them."""
    kinds: tuple[type[Claim], ...] = (Quote, Statement, Figure)
    for kind in kinds:
        table = kind.__name__.lower()
        asked = f"SELECT {names(kind)} FROM {table} WHERE story = ? AND page_id = ? ORDER BY span_start"
        rows = db.execute(asked, (story, id_))
        yield from values(kind, rows.fetchall())


def _revisions(db: sqlite3.Connection, n: int) -> Iterator[tuple[str, str | None]]:
    asked = (
        "SELECT id, coalesce(fetched, outline.published) FROM holding JOIN page USING (n) JOIN outline USING (n)"
        " WHERE address = (SELECT address FROM holding WHERE n = ?1) AND n <> ?1 ORDER BY n"
    )
    yield from db.execute(asked, (n,)).fetchall()


def house(db: sqlite3.Connection, name: str) -> House:
    """An outlet by its name, as pages give it but for case. Raises SamestoryError if no page is of it."""
    latest = db.execute(f"SELECT outlet FROM outline WHERE {_NAMED} ORDER BY n DESC", (name.casefold(),)).fetchone()
    if latest is None:
        raise SamestoryError(name, "no page is of this outlet", hint="the front page lists outlets")
    told = db.execute(
        "SELECT count(*), count(DISTINCT story), count(*) FILTER (WHERE no_article IS NULL),"
        f" count(*) FILTER (WHERE {_COPIED}), count(*) FILTER (WHERE {_COPIED} AND credit <> '[]')"
        f" FROM outline JOIN holding USING (n) WHERE {_NAMED}",
        (name.casefold(),),
    ).fetchone()
    wires = db.execute(
        f"SELECT value, count(*) AS named FROM outline, json_each(credit) WHERE {_NAMED} GROUP BY value"
        " ORDER BY named DESC, value LIMIT 12",
        (name.casefold(),),
    )
    pages, stories, articles, copied, credited = told
    return House(latest[0], pages, stories, articles, copied, credited, tuple(wires.fetchall()))


_NAMED = "fold(outline.outlet) = ?"
_COPIED = "EXISTS (SELECT 1 FROM copy WHERE child = outline.n AND share >= 0.5)"


def ran(db: sqlite3.Connection, name: str, after: int, limit: int) -> list[tuple[int, Ran]]:
    """Pages of an outlet, the latest first: numbers and what is shown of them."""
    rows = db.execute(
        "SELECT outline.n, page.id, coalesce(outline.title, page.source), outline.published, outline.credit,"
        " outline.access, story.id, theirs.outlet, main.share"
        f" FROM outline JOIN page USING (n) JOIN holding USING (n) LEFT JOIN story ON k = holding.story"
        " LEFT JOIN copy AS main ON main.child = outline.n AND main.parent ="
        " (SELECT parent FROM copy WHERE child = outline.n ORDER BY share DESC, parent LIMIT 1)"
        " LEFT JOIN outline AS theirs ON theirs.n = main.parent"
        f" WHERE {_NAMED} AND outline.n < ? ORDER BY outline.n DESC LIMIT ?",
        (name.casefold(), after, limit),
    )
    return [(row[0], Ran(*row[1:])) for row in rows.fetchall()]


class Saying(NamedTuple):
    """A quote of a speaker, and where it stands."""

    same: str
    quote: Quote
    words: str
    story: str
    headline: str | None
    outlet: str | None
    published: str | None


def sayings(db: sqlite3.Connection, speaker: str, after: int, limit: int) -> list[tuple[int, Saying]]:
    """What a speaker is quoted with, the latest filed first."""
    own = ", ".join(f"quote.{name}" for name in names(Quote).split(", "))
    rows = db.execute(
        "SELECT quote.rowid, same, substr(page.text, span_start + 1, span_end - span_start), story.id, story.headline,"
        f" outline.outlet, outline.published, {own} FROM quote JOIN page ON page.id = quote.page_id"
        " JOIN outline USING (n) JOIN story ON k = quote.story WHERE fold(speaker_name) = ? AND quote.rowid < ?"
        " ORDER BY quote.rowid DESC LIMIT ?",
        (speaker.casefold(), after, limit),
    )
    return [(row[0], _saying(row[1:7], row[7:])) for row in rows.fetchall()]


def _saying(told: tuple[Any, ...], own: tuple[Any, ...]) -> Saying:
    same, words, *place = told
    return Saying(same, next(values(Quote, [own])), words, *place)


def failures(db: sqlite3.Connection, after: int, limit: int) -> list[Failure]:
    """What could not be read, by source."""
    rows = db.execute(
        "SELECT stage, source, message, hint, at FROM failure ORDER BY source, at, stage, message LIMIT ? OFFSET ?",
        (limit, after),
    )
    return list(values(Failure, rows.fetchall()))
