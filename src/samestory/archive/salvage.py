"""What a damaged file still gives: page by page as it was given, then all that is known of these pages."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple, ParamSpec, TypeVar

from samestory.archive import filing, transfer
from samestory.archive.transfer import Line
from samestory.types import Record

P = ParamSpec("P")
T = TypeVar("T")


class Salvaged(NamedTuple):
    """A page that was in the archive."""

    record: Record | None  # None: it is lost
    whole: bool  # False: only its text could be read, not what was given


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
