"""What a damaged file still gives: page by page as it was given, then all that is known of these pages."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import NamedTuple, ParamSpec, TypeVar

from samestory.archive import filing, leaves, transfer
from samestory.archive.transfer import Line
from samestory.types import Record

P = ParamSpec("P")
T = TypeVar("T")


class Salvaged(NamedTuple):
    """A page that was in the archive."""

    record: Record | None  # None: it is lost
    whole: bool  # False: only its text could be read, not what was given


# The tables that hold what was given and what cannot be made again of it.
_KEPT = (
    *("paper", "original", "spare", "holding", "bare_outline", "story", "alias", "akin"),
    *("change", "copy", "sighting", "revision", "failure"),
)


def raised(path: Path, like: sqlite3.Connection, db: sqlite3.Connection) -> None:
    """All that the leaves of a damaged file hold, into the empty tables of another, which need not agree.

    `like` tells where its trees begin: the file itself or, if its head is damaged, a new one, where they begin as in
    any that was made with this schema.
    """
    asked = "SELECT rootpage, name FROM sqlite_schema WHERE type = 'table'"
    roots = {root: name for root, name in like.execute(asked) if name in _KEPT}
    size, mapped = (like.execute(f"PRAGMA {told}").fetchone()[0] for told in ("page_size", "auto_vacuum"))
    db.execute("PRAGMA foreign_keys = OFF")
    columns = {table: _columns(db, table) for table in _KEPT}
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        db.execute("BEGIN")
        for row in leaves.rows(leaves.File(data, size, roots, bool(mapped))):
            _insert(db, row, columns[row.table])
        # What is known of a page beyond what was given may be lost; by which text it is packed the original says.
        db.execute(
            "INSERT OR IGNORE INTO holding (n, address, content, body, queued)"
            " SELECT dictionary, x'', hash, x'', 0 FROM original"
        )
        db.execute("COMMIT")


def _columns(db: sqlite3.Connection, table: str) -> list[tuple[str, bool]]:
    """The columns in the order in which they lie in the file, and which of them is the number of the row."""
    (bare,) = db.execute("SELECT wr FROM pragma_table_list WHERE name = ?", (table,)).fetchone()
    found = db.execute(f"PRAGMA table_info({table})").fetchall()
    if bare:
        found.sort(key=lambda column: (not column[5], column[5]))
    return [(name, not bare and key == 1 and kind == "INTEGER") for _, name, kind, *_, key in found]


def _insert(db: sqlite3.Connection, row: leaves.Row, columns: Sequence[tuple[str, bool]]) -> None:
    """A row; of columns that are younger than it nothing is said."""
    told = [row.number if is_number else cell for (_, is_number), cell in zip(columns, row.cells, strict=False)]
    names = ", ".join(f'"{name}"' for name, _ in columns[: len(told)])
    if len(row.cells) <= len(columns):
        db.execute(f"INSERT OR IGNORE INTO {row.table} ({names}) VALUES ({', '.join('?' * len(told))})", told)


def records(db: sqlite3.Connection) -> Iterator[Salvaged]:
    """Every page as it was given, or by its text alone."""
    for n in range(1, _last(db, "n", ("page", "holding", "outline", "fingerprint")) + 1):
        given = _read(filing.original, db, n)
        yield Salvaged(given or _read(filing.as_text, db, n), given is not None)


def known(db: sqlite3.Connection) -> Iterator[Line]:
    """What an export would say of pages, stories, copies, changes and failures, as far as it can be read."""
    for n in range(1, _last(db, "n", ("page", "holding")) + 1):
        if line := _read(transfer.known, db, n):
            yield line
        yield from _all(transfer.copies, db, n)
    for k in range(1, _last(db, "k", ("story",)) + 1):
        yield from _all(transfer.stories, db, k)
    yield from _all(transfer.events, db)


def _last(db: sqlite3.Connection, key: str, tables: tuple[str, ...]) -> int:
    """The greatest number that any of the tables still tells."""
    return max((_read(_greatest, db, key, table) or 0 for table in tables), default=0)


def _greatest(db: sqlite3.Connection, key: str, table: str) -> int:
    found: int | None = db.execute(f"SELECT max({key}) FROM {table}").fetchone()[0]
    return found or 0


def _all(ask: Callable[P, Iterable[T]], *about: P.args, **more: P.kwargs) -> list[T]:
    """All answers, or none where the file does not give them whole."""
    return _read(lambda: list(ask(*about, **more))) or []


def _read(ask: Callable[P, T], *about: P.args, **more: P.kwargs) -> T | None:
    """An answer, or None where the file does not give it whole."""
    try:
        return ask(*about, **more)
    except (sqlite3.DatabaseError, zlib.error, ValueError, TypeError, KeyError, StopIteration):
        return None
