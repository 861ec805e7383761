"""CSV and TSV: one row a page, the columns known by their usual names or named with `--map`.

Delimiter (comma, tab, semicolon, bar) and encoding are found from the first rows. Cells may be quoted and run over
lines. A row with another number of cells is a failure, and reading goes on with the line after its first one.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import BinaryIO, NamedTuple

from samestory.errors import SamestoryError
from samestory.read import decode, fields, items
from samestory.read.fields import FORMS, Names
from samestory.read.source import MEGABYTE, head, some
from samestory.types import Failure, Record

suffixes = (".csv", ".tsv", ".tab")

DELIMITERS = (",", "\t", ";", "|")
# The largest of 987 news pages has 2.9 MB of HTML.
CELL_LIMIT = 8 * MEGABYTE
COLUMN_LIMIT = 10_000
# Characters that may be read again after rows that were no rows: else quotes left open in every line take a time that
# grows with the square of the file.
AGAIN_LIMIT = 64 * MEGABYTE
_SAMPLE = 50  # lines that show the delimiter
_NAME_LIMIT = 200  # characters of the name of a column that are looked at


def recognises(head: bytes) -> float:
    r"""How surely these are the first bytes of a table: columns of known names, and a row of as many cells.

    >>> recognises(b"url,title,body\nx,y,z\n"), recognises(b"Text, Media\nIt rained, and it blew, all night.\n")
    (0.97, 0.05)
    """
    if decode.binary(head[:4096]):
        return 0.0
    if head.lstrip()[:1] == b"<":  # markup
        return 0.05
    lines = head.decode("utf-8", "replace").removeprefix("\ufeff").splitlines()[:_SAMPLE]
    # Every file of a crawl is asked, and nearly none is a table: 50 lines as cells, four times, took 4 ms of a page.
    if not any(len(_known(row)) > 1 for row in _first_rows(lines)):
        return 0.05
    first, *rest = _cells(lines, _delimiter(lines)) or [[]]
    known = _known(first)
    is_table = len(known) > 1 and known & {*FORMS} and any(len(row) == len(first) for row in rest)
    return 0.97 if is_table else 0.05


def _known(columns: Sequence[str]) -> set[str]:
    """The fields that these columns hold by their names."""
    if not 1 < len(columns) < COLUMN_LIMIT:
        return set()
    try:
        return set(fields.columns([column[:_NAME_LIMIT] for column in columns], fields.AS_THEY_ARE, ""))
    except SamestoryError:
        return set()


def _delimiter(lines: Sequence[str]) -> str:
    """What gives the first row known names, and the rows after it as many cells."""

    def fit(delimiter: str) -> tuple[int, int, int]:
        rows = _cells(lines, delimiter)
        first = rows[0] if rows else []
        alike = sum(len(row) == len(first) for row in rows) if len(first) > 1 else 0
        return len(_known(first)), alike, len(first)

    return max(DELIMITERS, key=fit)


def _first_rows(lines: Sequence[str]) -> Iterator[list[str]]:
    """The first row as each delimiter parts it."""
    for delimiter in DELIMITERS:
        with suppress(csv.Error):
            yield next(csv.reader(lines, delimiter=delimiter), [])


def _cells(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    rows = csv.reader(lines, delimiter=delimiter)
    found: list[list[str]] = []
    with suppress(csv.Error):
        found.extend(rows)
    return found


class _Row(NamedTuple):
    """The cells of a row, and the line it begins in; a row that cannot be read has its error."""

    line: int
    cells: list[str]
    error: str = ""


def records(stream: BinaryIO, path: str, names: Names = fields.AS_THEY_ARE) -> Iterator[Record | Failure]:
    """One record a row. Raises SamestoryError if no column holds pages."""
    start = head(stream)
    sample = start.decode(decode.encoding(start), "replace").removeprefix("\ufeff").splitlines()[:_SAMPLE]
    table = _Table(stream, path, _delimiter(sample))
    rows = table.rows()
    first = next(rows, _Row(1, []))
    if len(first.cells) > COLUMN_LIMIT:
        raise SamestoryError(
            path, f"has {len(first.cells):,} columns", f"at most {COLUMN_LIMIT:,}", "is it a table of pages?"
        )
    columns = fields.columns(first.cells, names, path)
    table.width = len(first.cells)
    places = {field: first.cells.index(column) for field, column in columns.items()}
    for number, row in enumerate(rows, 1):
        at = f"{path}:{row.line}"
        if row.error:
            yield items.failure(at, row.error, "is a quotation mark not closed, or not doubled inside a cell?")
        else:
            yield page({field: row.cells[place] for field, place in places.items()}, at, f"{path}#{number}")


def page(cells: Mapping[str, object], at: str, fallback: str) -> Record | Failure:
    """A row as a record: the first form of page that is not empty, and names and dates as they usually are.

    >>> page({"body": "It rained.", "authors": "A. Brook; B. Hill"}, "a.csv:2", "a.csv#1").authors
    ('A. Brook', 'B. Hill')
    """
    given = {field: cell for field, cell in cells.items() if cell not in (None, "")}
    form = next((form for form in FORMS if str(given.get(form, "")).strip()), None)
    kept = {field: cell for field, cell in given.items() if field not in FORMS or field == form}
    if form is None and not ("title" in given and "body" in cells):
        return items.failure(at, "row has no page: its cells are empty")
    if form is None:
        kept["body"] = ""
    if isinstance(authors := kept.get("authors"), str):
        kept["authors"] = [name.strip() for name in re.split(r"[;|]", authors)]
    for date in ("published", "fetched"):
        if date in kept:
            kept[date] = items.iso(str(kept[date])) or str(kept[date])
    return fields.record(kept, at, fallback)


class _Table:
    """The rows of a table; lines that turned out to belong to no row are read again as rows of their own."""

    def __init__(self, stream: BinaryIO, path: str, delimiter: str) -> None:
        self.width: int | None = None  # cells of a row, once the first one is known
        self._path, self._delimiter = path, delimiter
        self._lines = _lines(stream)
        self._taken: list[str] = []  # by the row that is being read
        self._again: list[str] = []  # to be read once more, the next one last
        self._may_read_again = AGAIN_LIMIT
        self._line = 0

    def _feed(self) -> Iterator[str]:
        while line := self._again.pop() if self._again else next(self._lines, ""):
            self._taken.append(line)
            yield line

    def _reader(self) -> Iterator[list[str]]:
        return csv.reader(self._feed(), delimiter=self._delimiter, strict=True)

    def rows(self) -> Iterator[_Row]:
        """All rows that are not blank."""
        # The limit holds for the process; it is only ever raised.
        csv.field_size_limit(max(CELL_LIMIT, csv.field_size_limit()))
        rows = self._reader()
        while True:
            self._taken = []
            error = ""
            try:
                cells = next(rows, None)
            except csv.Error as reason:
                cells, error = [], f"row cannot be read: {reason}"
            if cells is None:
                return
            if self.width and not error and cells and len(cells) != self.width:
                error = f"row has {len(cells):,} cells (expected {self.width:,} as in the first row)"
            begins = self._line + 1
            if error:
                self._read_again()
                rows = self._reader()
            self._line += len(self._taken)
            if cells or error:
                yield _Row(begins, cells, error)

    def _read_again(self) -> None:
        """Give back all lines of a damaged row but the first."""
        size = sum(map(len, self._taken))
        if size <= self._may_read_again:
            self._may_read_again -= size
            self._again.extend(reversed(self._taken[1:]))
            del self._taken[1:]


def _lines(stream: BinaryIO) -> Iterator[str]:
    """Lines with their ends. One longer than a cell may be is cut in pieces, which no row can hold."""
    decoder = codecs.getincrementaldecoder(decode.encoding(head(stream)))("replace")
    pieces: list[str] = []
    length = 0
    while piece := some(stream):
        text = decoder.decode(piece)
        if "\n" not in text and length < CELL_LIMIT:
            pieces.append(text)
            length += len(text)
            continue
        *whole, rest = ("".join(pieces) + text).split("\n")
        yield from (line + "\n" for line in whole)
        pieces, length = ([rest], len(rest)) if length < CELL_LIMIT else ([], 0)
        if not pieces and rest:
            yield rest
    if last := "".join(pieces) + decoder.decode(b"", final=True):
        yield last
