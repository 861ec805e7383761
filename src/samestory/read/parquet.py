"""Parquet: one row a page, the columns known by their usual names or named with `--map`.

Needs the extra `samestory[parquet]`. Only the columns of pages are read, some rows at a time; a row group that is
damaged is a failure, and the next one is read.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from samestory.errors import SamestoryError
from samestory.read import fields, items, table
from samestory.read.fields import Names
from samestory.read.source import MEGABYTE, laid_down
from samestory.types import Failure, Record

suffixes = (".parquet", ".pq")

BATCH_BYTES, BATCH_ROWS = 16 * MEGABYTE, 256
# A row group is unpacked column by column; those of Spark and of pyarrow have 128 MB and a million rows.
GROUP_LIMIT = 2048 * MEGABYTE


def recognises(head: bytes) -> float:
    """How surely these are the first bytes of a Parquet file.

    >>> recognises(b"PAR1..."), recognises(b"PARIS, March 5")
    (1.0, 0.0)
    """
    return 1.0 if head.startswith(b"PAR1") else 0.0


def records(stream: BinaryIO, path: str, names: Names = fields.AS_THEY_ARE) -> Iterator[Record | Failure]:
    """One record a row. Raises SamestoryError if pyarrow is not installed or the file cannot be read."""
    try:
        import pyarrow as arrow
        from pyarrow.parquet import ParquetFile
    except ImportError as error:
        raise SamestoryError(
            path, "is a Parquet table", "pyarrow to read it", "install it: pip install 'samestory[parquet]'"
        ) from error
    # A table is read from its end: a pipe or a packed file is put aside first.
    if path != "-" and Path(path).is_file() and _is_parquet(path):
        yield from _rows(path, path, names, ParquetFile, arrow.ArrowException)
    else:
        with laid_down(stream, path) as file:
            yield from _rows(file, path, names, ParquetFile, arrow.ArrowException)


def _is_parquet(path: str) -> bool:
    with Path(path).open("rb") as file:
        return bool(recognises(file.read(4)))


def _rows(file: str, path: str, names: Names, opened: Any, wrong: type[Exception]) -> Iterator[Record | Failure]:
    try:
        parquet = opened(file, pre_buffer=False, memory_map=False)
        given = list(parquet.schema_arrow.names)
        groups = parquet.metadata.num_row_groups
    except (wrong, OSError, ValueError) as error:
        raise SamestoryError(path, f"is no sound Parquet: {_reason(error)}", hint="is the file cut short?") from error
    columns = fields.columns(given, names, path)
    with parquet:
        number = 0
        for group in range(groups):
            at = f"{path}:row-group-{group}"
            rows = parquet.metadata.row_group(group).num_rows
            try:
                yield from _group(parquet, group, columns, (path, number), wrong)
            except SamestoryError as error:
                yield items.failure(at, error.message, error.hint)
            number += max(rows, 0)


def _group(
    parquet: Any, group: int, columns: Names, place: tuple[str, int], wrong: type[Exception]
) -> Iterator[Record | Failure]:
    """The rows of one group. Raises SamestoryError where its bytes are damaged."""
    path, number = place
    try:
        size = _size(parquet.metadata.row_group(group))
        batches = parquet.iter_batches(
            batch_size=size, row_groups=[group], columns=list(columns.values()), use_threads=False
        )
        for batch in batches:
            named = {field: _values(batch.column(column)) for field, column in columns.items()}
            for cells in zip(*named.values(), strict=True):
                number += 1
                row = {field: _plain(cell) for field, cell in zip(named, cells, strict=True)}
                yield table.page(row, f"{path}:{number}", f"{path}#{number}")
    except (wrong, OSError, KeyError, ValueError, MemoryError) as error:
        raise SamestoryError(path, f"rows are damaged: {_reason(error)}", hint="is the file cut short?") from error


def _size(group: Any) -> int:
    """How many rows are read at once. Raises SamestoryError if the group is too large to be unpacked."""
    # By the group as a whole: asked for one column of damaged metadata, pyarrow 26 ends the process.
    size = int(group.total_byte_size)
    if size > GROUP_LIMIT:
        found = f"row group has {size // MEGABYTE:,} MB"
        raise SamestoryError("", found, f"at most {GROUP_LIMIT // MEGABYTE:,} MB", "write it with smaller row groups")
    return max(1, min(BATCH_ROWS, BATCH_BYTES * max(int(group.num_rows), 1) // max(size, 1)))


def _values(column: Any) -> list[Any]:
    """The cells of a column; one that Python cannot hold (a date beyond the year 9999, broken UTF-8) is empty."""
    try:
        return list(column.to_pylist())
    except (OverflowError, ValueError):
        return [_value(cell) for cell in column]


def _value(cell: Any) -> Any:
    try:
        return cell.as_py()
    except (OverflowError, ValueError):
        return None


def _plain(cell: Any) -> Any:
    """A cell as JSON would hold it."""
    if isinstance(cell, date):
        return cell.isoformat()
    return cell.decode("utf-8", "replace") if isinstance(cell, bytes) else cell


def _reason(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:200]
