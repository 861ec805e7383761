"""Values into tables and out of them: the cells are those of `samestory.rows`."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, TypeVar

from samestory.rows import TableRow, from_rows, header, rows

T = TypeVar("T")
CHUNK = 500  # names in one question; SQLite allows some thousands


def cells(value: Any) -> tuple[Any, ...]:
    """The cells of a value's own row."""
    return next(iter(rows([value]))).cells


def insert(db: sqlite3.Connection, table: str, found: Iterable[Sequence[Any]]) -> None:
    """Rows into a table, every column given."""
    for width, batch in _by_width(found):
        db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * width)})", batch)


def _by_width(found: Iterable[Sequence[Any]]) -> Iterator[tuple[int, list[Sequence[Any]]]]:
    batch = list(found)
    if batch:
        yield len(batch[0]), batch


def names(kind: type) -> str:
    """The columns of a type's table, as a question names them."""
    return ", ".join(f'"{name}"' for name in header(kind))


def values(kind: type[T], found: Iterable[Sequence[Any]]) -> Iterator[T]:
    """Values from the cells of their own rows: for types without values below."""
    table = kind.__name__.lower()
    return from_rows(kind, (TableRow(table, (at,), tuple(row)) for at, row in enumerate(found)))


def among(db: sqlite3.Connection, question: str, asked: Sequence[Any], *others: Any) -> Iterator[tuple[Any, ...]]:
    """The answers to a question about many keys; `{}` stands in it for a part of the keys; others follow."""
    for start in range(0, len(asked), CHUNK):
        part = asked[start : start + CHUNK]
        yield from db.execute(question.format(",".join("?" * len(part))), (*part, *others))
