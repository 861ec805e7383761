"""What a damaged file still gives: page by page as it was given, then all that is known of these pages."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeVar

from samestory.archive import filing, transfer
from samestory.archive.transfer import Line
from samestory.types import Record

T = TypeVar("T")


class Salvaged(NamedTuple):
    """A page that was in the archive."""

    record: Record | None  # None: it is lost
    whole: bool  # False: only its text could be read, not what was given


def records(db: sqlite3.Connection) -> Iterator[Salvaged]:
    """Every page as it was given, or by its text alone."""
    for n in range(1, _last(db, "n", ("page", "holding", "outline", "fingerprint")) + 1):
        given = _read(lambda n=n: filing.original(db, n))  # type: ignore[misc]
        yield Salvaged(given or _read(lambda n=n: filing.as_text(db, n)), given is not None)  # type: ignore[misc]


def known(db: sqlite3.Connection) -> Iterator[Line]:
    """What an export would say of pages, stories, copies, changes and failures, as far as it can be read."""
    for n in range(1, _last(db, "n", ("page", "holding")) + 1):
        if line := _read(lambda n=n: transfer.known(db, n)):  # type: ignore[misc]
            yield line
        yield from _read(lambda n=n: list(transfer.copies(db, n))) or ()  # type: ignore[misc]
    for k in range(1, _last(db, "k", ("story",)) + 1):
        yield from _read(lambda k=k: list(transfer.stories(db, k))) or ()  # type: ignore[misc]
    yield from _read(lambda: list(transfer.events(db))) or ()


def _last(db: sqlite3.Connection, key: str, tables: tuple[str, ...]) -> int:
    """The greatest number that any of the tables still tells."""
    found = [_read(lambda table=table: db.execute(f"SELECT max({key}) FROM {table}").fetchone()[0]) for table in tables]  # type: ignore[misc]
    return max((n for n in found if n), default=0)


def _read(asked: Callable[[], T]) -> T | None:
    """An answer, or None where the file does not give it whole."""
    try:
        return asked()
    except (sqlite3.DatabaseError, zlib.error, ValueError, TypeError, KeyError, StopIteration):
        return None
