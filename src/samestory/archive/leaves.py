"""The rows of a damaged file, read from the leaves of its trees, whatever has become of the nodes above them.

Where one block is damaged, SQLite gives nothing of what lies below it: one node can take all pages of an archive along.
Here every block is read by itself. Whose it is say the nodes above it, from the root down; where one of these is
damaged, the map that a file keeps of every block's parent. The format: https://www.sqlite.org/fileformat2.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from mmap import mmap
from struct import unpack
from typing import NamedTuple

Cell = str | bytes | int | float | None

NODE, INDEX_NODE, LEAF, INDEX_LEAF = 5, 2, 13, 10  # what a block says of itself in its first byte
_ROOT, _CHILD = 1, 5  # what the map says of a block
_DEEPEST = 20
_WHOLE = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}  # bytes of whole numbers by their kind


class Row(NamedTuple):
    """A row as it lies in the file. A column that is the number of the row is None among the cells."""

    table: str
    number: int | None
    cells: list[Cell]


class File(NamedTuple):
    """A damaged file."""

    data: bytes | mmap  # all of it
    size: int  # bytes of a block
    roots: Mapping[int, str]  # tables by the block where their trees begin
    mapped: bool  # does it keep a map of every block's parent?

    def block(self, number: int) -> bytes:
        """A block by its number; the first is 1."""
        return self.data[(number - 1) * self.size : number * self.size]


def rows(file: File) -> Iterator[Row]:
    """All rows that can be read, block by block."""
    below = _below(file)
    for number in range(2, len(file.data) // file.size + 1):
        if table := below.get(number) or _climbed(file, number):
            yield from (row for row in _rows(file, table, file.block(number)) if row.cells)


def _below(file: File) -> dict[int, str]:
    """The blocks of every table, as the nodes tell that are whole."""
    found: dict[int, str] = {}
    left = list(file.roots.items())
    while left:
        number, table = left.pop()
        if number not in found and 1 < number <= len(file.data) // file.size:
            found[number] = table
            left += [(child, table) for child in _children(file.block(number))]
    return found


def _children(block: bytes) -> list[int]:
    if block[0] not in (NODE, INDEX_NODE):
        return []
    return [_number(block, at) for at in _places(block)] + [_number(block, 8)]


def _places(block: bytes) -> list[int]:
    """Where the cells of a block begin."""
    first = 12 if block[0] in (NODE, INDEX_NODE) else 8
    ends = range(first, min(first + 2 * int.from_bytes(block[3:5], "big"), len(block) - 1), 2)
    return [at for end in ends if (at := int.from_bytes(block[end : end + 2], "big")) < len(block)]


def _number(block: bytes, at: int) -> int:
    return int.from_bytes(block[at : at + 4], "big")


def _climbed(file: File, number: int) -> str | None:
    """The table of a block by the map of parents; None if there is no such map, or the block is of no table's tree."""
    for _ in range(_DEEPEST if file.mapped else 0):
        kind, parent = _in_map(file, number)
        if kind == _ROOT:
            return file.roots.get(number)
        if kind != _CHILD:
            return None
        number = parent
    return None


def _in_map(file: File, number: int) -> tuple[int, int]:
    """What the map says of a block: its kind and its parent."""
    told = file.size // 5 + 1  # a block of the map and those it tells of
    start = (number - 2) // told * told + 2
    entry = file.block(start)[5 * (number - start - 1) :][:5] if number > start else b""
    return (entry[0], _number(entry, 1)) if len(entry) == 5 else (0, 0)


def _rows(file: File, table: str, block: bytes) -> Iterator[Row]:
    if block[0] not in (INDEX_NODE, LEAF, INDEX_LEAF):
        return
    for at in _places(block):
        try:
            yield _row(file, table, block, at)
        except (LookupError, ValueError):
            continue  # what is damaged of a block takes only its own rows along


def _row(file: File, table: str, block: bytes, at: int) -> Row:
    size, at = _varint(block, at + 4 if block[0] == INDEX_NODE else at)
    number = None
    if block[0] == LEAF:
        number, at = _varint(block, at)
        if number >= 1 << 63:
            raise ValueError("no number of a row")
    return Row(table, number, list(_cells(_payload(file, block, at, size))))


def _payload(file: File, block: bytes, at: int, size: int) -> bytes:
    """What a cell holds, here and in the blocks where it goes on."""
    if size > len(file.data):
        raise ValueError("a row longer than the file")
    most = file.size - 35 if block[0] == LEAF else (file.size - 12) * 64 // 255 - 23
    if size <= most:
        return block[at : at + size]
    least = (file.size - 12) * 32 // 255 - 23
    here = least + (size - least) % (file.size - 4)
    here = here if here <= most else least
    found, following = block[at : at + here], _number(block, at + here)
    while len(found) < size and 1 < following <= len(file.data) // file.size:
        more = file.block(following)
        found, following = found + more[4:], _number(more, 0)
    return found[:size]


def _cells(payload: bytes) -> Iterator[Cell]:
    """The cells of a record. Raises ValueError or LookupError where it is none, or is cut short."""
    size, at = _varint(payload, 0)
    end, kinds = size, []
    while at < size:
        kind, at = _varint(payload, at)
        kinds.append(kind)
    for kind in kinds:
        length = _WHOLE.get(kind, 8 if kind == 7 else max(kind - 12, 0) // 2)
        cell, end = payload[end : end + length], end + length
        if end > len(payload):
            raise ValueError("a record that is cut short")
        yield _cell(kind, cell)


def _cell(kind: int, cell: bytes) -> Cell:
    if kind in _WHOLE:
        return int.from_bytes(cell, "big", signed=True)
    if kind == 7:
        return float(unpack(">d", cell)[0])
    if kind >= 12:
        return cell.decode() if kind % 2 else cell
    return {0: None, 8: 0, 9: 1}[kind]


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """A number in as many bytes as it needs, and where it ends. Raises IndexError at the end of the data."""
    value = 0
    for place in range(8):
        byte = data[at + place]
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            return value, at + place + 1
    return value << 8 | data[at + 8], at + 9
