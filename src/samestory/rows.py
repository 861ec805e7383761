"""Values as rows and back: the only form in which values cross a disk, a process or an engine.

A row is `(table, path, cells)`. The table is the type's name in lower case. The path says whose row it is: the position
of the value in its stream, then the position in each tuple of values that holds it. Nested tuples of values are tables
of their own, named after the field: a `Collation` becomes rows of `collation`, `collation.rows`,
`collation.rows.readings` and so on. `from_rows` needs no order.
"""

from __future__ import annotations

import dataclasses
import json
import types
import typing
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from samestory import types as nouns

T = typing.TypeVar("T")
Cell = str | bytes | int | float | None
Path = tuple[int, ...]


class TableRow(NamedTuple):
    """One row: which table, whose it is, what it holds."""

    table: str
    path: Path
    cells: tuple[Cell, ...]


class Column(NamedTuple):
    """A field of a type: one or more columns of its table, or rows of a table below it."""

    name: str
    shape: str  # "cell", "json", "span", "place", "value" (inlined) or "rows" (a table below)
    type: Any

    @property
    def width(self) -> int:
        """How many cells the field takes."""
        if self.shape == "value":
            return 1 + sum(column.width for column in columns(self.type))
        return {"cell": 1, "json": 1, "span": 2, "place": 3, "rows": 0}[self.shape]


@cache
def columns(kind: type) -> tuple[Column, ...]:
    """The fields of a type of `samestory.types`, each with the shape it has in rows."""
    hints = typing.get_type_hints(kind, vars(nouns))
    names = getattr(kind, "_fields", None) or [field.name for field in dataclasses.fields(kind)]
    return tuple(_column(name, hints[name]) for name in names)


def header(kind: type) -> list[str]:
    """The names of the cells of a type's table, in order.

    >>> header(nouns.Statement)[:3]
    ['page_id', 'span_start', 'span_end']
    """
    return [name for column in columns(kind) for name in _names(column)]


def rows(values: Iterable[Any]) -> Iterator[TableRow]:
    """Every row of a stream of values, each value's own row before those below it.

    >>> list(rows([nouns.Wire("Reuters", "credited", "sign-off")]))
    [TableRow(table='wire', path=(0,), cells=('Reuters', 'credited', 'sign-off'))]
    """
    for number, value in enumerate(values):
        yield from _rows(value, (number,))


def from_rows(kind: type[T], found: Iterable[TableRow]) -> Iterator[T]:
    """The values of one type from their rows, in whatever order these come.

    >>> quote = nouns.Quote("p", nouns.Span(0, 9), "direct", None, None, (nouns.Span(0, 3), nouns.Span(5, 9)))
    >>> list(from_rows(nouns.Quote, rows([quote]))) == [quote]
    True
    """
    below: dict[tuple[str, Path], list[TableRow]] = defaultdict(list)
    for row in sorted(found, key=lambda row: row.path):
        below[row.table, row.path[:-1]].append(row)
    for row in below[_table(kind), ()]:
        yield _value(kind, row, below)


Below = Mapping[tuple[str, Path], Sequence[TableRow]]


# Named tuples, because there are hundreds of them a page (a frozen class takes twice as long to make).
_ROWS_OF_THEIR_OWN = (nouns.Version, nouns.Mark, nouns.Element, nouns.Block)


def _table(kind: type) -> str:
    return kind.__name__.lower()


def _column(name: str, hint: Any) -> Column:
    options = [option for option in typing.get_args(hint) if option is not types.NoneType]
    if isinstance(hint, types.UnionType) and len(options) == 1:
        hint = options[0]
    if hint in (nouns.Span, nouns.Place):
        return Column(name, hint.__name__.lower(), hint)
    if dataclasses.is_dataclass(hint):
        return Column(name, "value", hint)
    if typing.get_origin(hint) is tuple:
        item = typing.get_args(hint)[0]
        nested = dataclasses.is_dataclass(item) or item in _ROWS_OF_THEIR_OWN
        return Column(name, "rows", item) if nested else Column(name, "json", hint)
    return Column(name, "json" if typing.get_origin(hint) is Mapping else "cell", hint)


def _names(column: Column) -> list[str]:
    if column.shape == "rows":
        return []
    if column.shape in ("cell", "json"):
        return [column.name]
    endings = {"span": ["start", "end"], "place": ["page_id", "start", "end"]}.get(column.shape)
    endings = endings or ["given", *header(column.type)]
    return [f"{column.name}_{ending}" for ending in endings]


def _rows(value: Any, path: Path, table: str | None = None) -> Iterator[TableRow]:
    kind: type = type(value)
    yield TableRow(table or _table(kind), path, tuple(_cells(value)))
    for column in columns(kind):
        if column.shape == "rows":
            for number, item in enumerate(getattr(value, column.name)):
                yield from _rows(item, (*path, number), f"{table or _table(kind)}.{column.name}")


def _cells(value: Any) -> Iterator[Cell]:
    kind: type = type(value)
    for column in columns(kind):
        item = getattr(value, column.name)
        if column.shape == "rows":
            continue
        if column.shape == "cell":
            yield item
        elif column.shape == "json":
            yield None if item is None else json.dumps(item, ensure_ascii=False, separators=(",", ":"))
        elif item is None:
            yield from (None,) * column.width
        elif column.shape == "span":
            yield from item
        elif column.shape == "place":
            yield from (item.page_id, *item.span)
        else:
            yield 1
            yield from _cells(item)


def _value(kind: type, row: TableRow, below: Below) -> Any:
    values, at = [], 0
    for column in columns(kind):
        if column.shape == "rows":
            children = below.get((f"{row.table}.{column.name}", row.path), ())
            values.append(tuple(_value(column.type, child, below) for child in children))
        else:
            values.append(_field(column, row.cells[at : at + column.width]))
            at += column.width
    return kind(*values)


def _field(column: Column, cells: Sequence[Any]) -> Any:
    if cells[0] is None:
        return None
    if column.shape == "cell":
        return cells[0]
    if column.shape == "span":
        return nouns.Span(*cells)
    if column.shape == "place":
        return nouns.Place(cells[0], nouns.Span(*cells[1:]))
    if column.shape == "value":
        return _value(column.type, TableRow("", (), tuple(cells[1:])), {})
    return _restored(json.loads(cells[0]), column.type)


def _restored(plain: Any, hint: Any) -> Any:
    """JSON knows no tuples and no spans: give the field the type it had."""
    if typing.get_origin(hint) is not tuple:
        return plain
    item = typing.get_args(hint)[0]
    if item is nouns.Span:
        return tuple(nouns.Span(*piece) for piece in plain)
    if item is nouns.Place:
        return tuple(nouns.Place(page_id, nouns.Span(*span)) for page_id, span in plain)
    return tuple(tuple(piece) if isinstance(piece, list) else piece for piece in plain)
