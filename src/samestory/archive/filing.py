"""Pages into the archive and out of it: what was given, what it is, and by what it is found again."""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, NamedTuple

from samestory.archive import originals, outlines, sites
from samestory.archive.originals import Original
from samestory.archive.packing import (
    deflated,
    digest,
    house,
    marked,
    shingles,
    squeezed,
    unmarked,
    unshingled,
    unsqueezed,
)
from samestory.archive.postings import key, post
from samestory.archive.sites import Look
from samestory.archive.tables import among, cells, insert, names, values
from samestory.evidence import indexed
from samestory.rows import header
from samestory.types import Failure, Fingerprint, Form, Page, Record, Version

DAY = 86400.0
PERIOD = 16  # days
UNDATED = -1  # the period of pages without a clock
TERMS = 12  # of the names and of the title's words, by which a page finds its story; 24 of them take 0.3 kB


@dataclass(frozen=True, slots=True)
class Filed:
    """A page to be kept: what was given, what was made of it, and its body's text."""

    record: Record
    version: Version
    body: str
    alone: str  # its body as it is without the memory of its site: by that it is known again, whatever is learned
    fingerprint: Fingerprint | None  # None: it has no article and joins no story
    look: Look | None = None  # None: nothing tells its site, or nothing but its body is known


class Tally(NamedTuple):
    """What became of pages given: new ones, revisions of known addresses among them; known ones seen again, or given
    again just as before. And how many pages that were there before were cleaned again, as their site became known.
    """

    pages: int = 0
    revisions: int = 0
    sightings: int = 0
    known: int = 0
    cleaned: int = 0

    @property
    def given(self) -> int:
        """How many pages were given."""
        return self.pages + self.sightings + self.known

    def __add__(self, other: tuple[int, ...]) -> Tally:  # type: ignore[override]  # a sum, where a tuple is joined
        return Tally(*(one + more for one, more in zip(self, other, strict=True)))


def known(db: sqlite3.Connection, record: Record) -> bool:
    """Was this very record filed before? Then it need not even be cleaned again."""
    row = db.execute(
        "SELECT holding.n FROM holding JOIN page USING (n) WHERE address = ? AND content = ? AND source = ?"
        " AND fetched IS ?",
        (_address(record), digest(content(record)), record.source, record.fetched),
    ).fetchone()
    return row is not None or _seen(db, record)


def _seen(db: sqlite3.Connection, record: Record) -> bool:
    row = db.execute(
        "SELECT 1 FROM holding JOIN sighting ON sighting.page = holding.n WHERE address = ? AND sighting.content = ?"
        " AND sighting.fetched = ?",
        (_address(record), digest(content(record)), record.fetched or ""),
    ).fetchone()
    return row is not None


def content(record: Record) -> bytes:
    """What was given, as bytes."""
    return record.content if isinstance(record.content, bytes) else record.content.encode("utf-8", "surrogatepass")


def address(record: Record) -> str:
    """Where a page is found again: its URL, else what names it in its container."""
    return record.url or record.source


def _address(record: Record) -> bytes:
    """An address as the archive looks it up."""
    return digest(address(record).encode())


def file(db: sqlite3.Connection, batch: Iterable[Filed]) -> Tally:
    """Keep pages, in the transaction that the caller holds. The same page again is a sighting, or nothing at all."""
    tally = Tally()
    for filed in batch:
        if known(db, filed.record):
            tally += Tally(known=1)
        elif (same := _same(db, filed)) is not None:
            new = _sight(db, same, filed)
            tally += Tally(sightings=new, known=1 - new)
        else:
            tally += Tally(pages=1, revisions=_add(db, filed))
    return tally


def _same(db: sqlite3.Connection, filed: Filed) -> int | None:
    """The page that this one is again: the same page, or the same body at the same address."""
    row = db.execute(
        "SELECT n FROM page WHERE id = ? UNION ALL SELECT n FROM holding WHERE address = ? AND body = ?"
        " ORDER BY n LIMIT 1",
        (filed.version.page.id, _address(filed.record), digest(filed.alone.encode())),
    ).fetchone()
    return row and int(row[0])


def _sight(db: sqlite3.Connection, page: int, filed: Filed) -> int:
    record = filed.record
    again = db.execute(
        "SELECT 1 FROM page WHERE n = ? AND id = ? AND fetched IS ?", (page, filed.version.page.id, record.fetched)
    )
    if again.fetchone():
        return 0
    row = (page, digest(content(record)), record.source, record.fetched or "")
    return db.execute("INSERT OR IGNORE INTO sighting VALUES (?, ?, ?, ?)", row).rowcount


def _add(db: sqlite3.Connection, filed: Filed) -> int:
    """A new page, everything of it; tells whether it is a revision of a known address."""
    page, outline = filed.version
    # Marks and the markup's meta only served the outline; the original gives them again. A container's is not in it.
    own = cells(replace(page, marks=(), elements=(), meta=filed.record.meta))
    given = dict(zip(header(Page), own, strict=True))
    text = str(given.pop("text"))
    given |= {"packed": deflated(text), "size": len(text.encode())}
    given |= outlines.packed(db, outline)
    given["source"] = None if page.source == page.url else page.source
    into = f"INSERT INTO paper ({', '.join(given)}) VALUES ({','.join('?' * len(given))})"
    n = db.execute(into, tuple(given.values())).lastrowid or 0
    outlines.keep(db, n, outline)
    _hold(db, n, filed)
    sites.note(db, n, page.id, filed.look)
    originals.keep(db, n, _given(filed.record), page.text)
    index_words(db, n, outline.title or "", filed.body)
    if filed.fingerprint:
        keep_fingerprint(db, n, filed.fingerprint, page.text)
    return _revise(db, n, _address(filed.record))


def _given(record: Record) -> Original:
    return Original(content(record), record.encoding, isinstance(record.content, str))


def _hold(db: sqlite3.Connection, n: int, filed: Filed) -> None:
    held = digest(content(filed.record))
    clock = filed.fingerprint.time if filed.fingerprint else None
    row = (n, _address(filed.record), held, digest(filed.alone.encode()), clock, int(filed.fingerprint is not None))
    db.execute("INSERT INTO holding (n, address, content, body, clock, queued) VALUES (?, ?, ?, ?, ?, ?)", row)


def _revise(db: sqlite3.Connection, n: int, where: bytes) -> int:
    before = db.execute("SELECT max(n) FROM holding WHERE address = ? AND n < ?", (where, n)).fetchone()[0]
    if before is None:
        return 0
    insert(db, "revision", [(n, before)])
    return 1


def keep_fingerprint(db: sqlite3.Connection, n: int, found: Fingerprint, text: str) -> None:
    """A page's fingerprint, packed with the page's text, and all by which the page is found."""
    row = (n, found.outlet, found.language, found.time, found.until, found.length)
    held = shingles(found.shingles), marked(found.shingles, frozenset(found.quoted))
    insert(db, "fingerprint", [(*row, *held, squeezed(found.terms, text))])
    noted = len(indexed(found)), house(found.outlet), n
    db.execute("UPDATE holding SET weight = ?, house = ? WHERE n = ?", noted)
    index(db, n, found)


def index_words(db: sqlite3.Connection, n: int, title: str, body: str) -> None:
    """By what a search finds a page."""
    db.execute("INSERT INTO words (rowid, title, body) VALUES (?, ?, ?)", (n, title, body))


def forget_words(db: sqlite3.Connection) -> None:
    """Empty what a search finds pages by."""
    db.execute("INSERT INTO words (words) VALUES ('delete-all')")


def index(db: sqlite3.Connection, n: int, found: Fingerprint) -> None:
    """By what a page is found again: its shingles outside quotation marks, and its telling terms in its time."""
    post(db, n, indexed(found))
    when = UNDATED if found.time is None else period(found.time)
    db.executemany("INSERT OR IGNORE INTO term VALUES (?, ?, ?)", ((when, term, n) for term in keys(found)))


def period(time: float) -> int:
    """Sixteen days in which pages are looked for together."""
    return int(time // DAY) // PERIOD


def keys(found: Fingerprint) -> list[int]:
    """Hashes of the names and title words that tell a page's story best, as far as the page alone can say."""
    title = [term for term in found.terms["title"] if len(term) > 3]
    best = [*_best("names", found.terms["names"]), *_best("title", Counter(title))]
    return sorted(int.from_bytes(blake2b(term.encode("utf-8", "replace"), digest_size=6).digest()) for term in best)


class Looked(NamedTuple):
    """What a page is looked for by."""

    n: int
    time: float | None
    shingles: Sequence[int]  # as they are indexed
    terms: Sequence[int]


def looked(n: int, found: Fingerprint) -> Looked:
    """What the page of a number is looked for by."""
    return Looked(n, found.time, [key(shingle) for shingle in indexed(found)], keys(found))


def _best(field: str, terms: Mapping[str, int]) -> list[str]:
    ordered = sorted(terms, key=lambda term: (-terms[term], -len(term), term))
    return [f"{field}:{term}" for term in ordered[:TERMS]]


def fail(db: sqlite3.Connection, failures: Iterable[Failure]) -> None:
    """Keep what could not be read; the same failure again is no news."""
    db.executemany("INSERT OR IGNORE INTO failure VALUES (?, ?, ?, ?, ?)", map(cells, failures))


def versions(db: sqlite3.Connection, pages: Sequence[int]) -> Iterator[Version]:
    """Pages with their outlines, as they were filed but for what only the outline needed of the markup."""
    found = {row[0]: row[1:] for row in among(db, f"SELECT n, {names(Page)} FROM page WHERE n IN ({{}})", pages)}
    labelled = outlines.outlines(db, pages)
    for n in pages:
        yield Version(next(values(Page, [found[n]])), labelled[n])


def numbers_of_pages(db: sqlite3.Connection) -> list[int]:
    """The numbers of all pages, in the order in which they were filed."""
    return [n for (n,) in db.execute("SELECT n FROM page ORDER BY n")]


def last(db: sqlite3.Connection) -> int:
    """The number of the page filed last; 0: none is there."""
    return int(db.execute("SELECT coalesce(max(n), 0) FROM holding").fetchone()[0])


def text(db: sqlite3.Connection, n: int) -> str:
    """The text of a page."""
    return str(db.execute("SELECT text FROM page WHERE n = ?", (n,)).fetchone()[0])


def fingerprints(db: sqlite3.Connection, pages: Sequence[int]) -> dict[int, Fingerprint]:
    """The fingerprints of pages, by number."""
    asked = among(
        db,
        "SELECT n, id, fingerprint.outlet, fingerprint.language, time, until, length, shingles, quoted, terms, text,"
        " credit FROM fingerprint JOIN page USING (n) JOIN outline USING (n) WHERE n IN ({})",
        pages,
    )
    return {n: _restored(*row) for n, *row in asked}


def shingles_of(db: sqlite3.Connection, pages: Sequence[int]) -> list[tuple[int, list[int]]]:
    """The shingles of pages, by number, as they are indexed."""
    return [(n, [key(shingle) for shingle in indexed(found)]) for n, found in fingerprints(db, pages).items()]


def _restored(*row: Any) -> Fingerprint:
    *plain, held, quoted, terms, text, credit = row
    values = unshingled(held)
    told = unmarked(values, quoted), unsqueezed(terms, text), tuple(json.loads(credit))
    return Fingerprint(*(*plain, values, *told))


def original(db: sqlite3.Connection, n: int) -> Record:
    """A page as it was given."""
    page, given = _page(db, n), originals.original(db, n)
    content = given.content.decode("utf-8", "surrogatepass") if given.textual else given.content
    return _record(page, page.form, content, given.encoding)


def _page(db: sqlite3.Connection, n: int) -> Page:
    return next(values(Page, db.execute(f"SELECT {names(Page)} FROM page WHERE n = ?", (n,))))


def as_text(db: sqlite3.Connection, n: int) -> Record:
    """A page by its text alone, where its original is lost: markup is then no more than that text."""
    page = _page(db, n)
    return _record(page, "text" if page.form == "html" else page.form, page.text, None)


def _record(page: Page, form: Form, content: str | bytes, encoding: str | None) -> Record:
    return Record(
        source=page.source,
        at=page.at,
        form=form,
        content=content,
        encoding=encoding,
        url=page.url,
        title=page.title,
        published=page.published,
        fetched=page.fetched,
        authors=page.authors,
        outlet=page.outlet,
        language=page.language,
        extent=page.extent,
        meta=page.meta,
    )
