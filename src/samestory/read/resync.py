"""Where the records of a web archive begin and end, looked for in its bytes when a damage has lost the thread."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from samestory.read.source import CHUNK, GZIP

START = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n[A-Za-z-]{1,40}[ \t]*:")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,18})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)
# The whole header of a gzip member, for its first three bytes alone stand in 5 GB of packed data 300 times.
_MEMBER = re.compile(rb"\x1f\x8b\x08[\x00-\x1f].{4}[\x00\x02\x04][\x00-\x0d\xff]", re.DOTALL)
_RECORD = re.compile(rb"WARC/[01]\.")
_EITHER = re.compile(_MEMBER.pattern + rb"|" + _RECORD.pattern, re.DOTALL)
_SIGN = 10  # bytes of the longest of these
_LEAST = 64  # bytes that show what a candidate is
_BETWEEN = b"\r\n\r\n"  # stands after every record


def end(head: bytes) -> int | None:
    r"""How long the record is that begins here, its header and its block together.

    >>> end(b"WARC/1.0\r\nContent-Length: 5\r\n\r\nIt rained")
    36
    """
    blank = _BLANK_LINE.search(head)
    length = _LENGTH.search(head, 0, blank.start() + 1) if blank else None
    return blank.end() + int(length[1]) if blank and length else None


def record_end(path: str, at: int) -> int | None:
    """The offset after a record if it ends where it says, else None."""
    with Path(path).open("rb") as file:
        file.seek(at)
        head = file.read(CHUNK)
        if head.startswith(GZIP):
            return _member_end(file, head, at)
        length = end(head) if START.match(head) else None
        if length is None or at + length > Path(path).stat().st_size:
            return None
        file.seek(at + length)
        after = file.read(len(_BETWEEN))
    return at + length + len(after) if after == _BETWEEN else None


def _member_end(file: BinaryIO, packed: bytes, at: int) -> int | None:
    """The same for a record that is a gzip member."""
    unpack, head, size = zlib.decompressobj(31), bytearray(), 0
    while packed and not unpack.eof:
        at += len(packed)
        try:
            for piece in _pieces(unpack, packed):
                size += len(piece)
                head += piece[: CHUNK - len(head)]
        except zlib.error:
            return None
        packed = b"" if unpack.eof else file.read(CHUNK)
    length = end(bytes(head)) if unpack.eof else None
    return at - len(unpack.unused_data) if length and 0 <= size - length <= len(_BETWEEN) else None


def _pieces(unpack: zlib._Decompress, packed: bytes) -> Iterator[bytes]:
    while packed and not unpack.eof:
        yield unpack.decompress(packed, CHUNK)
        packed = unpack.unconsumed_tail


def next_start(path: str, after: int) -> int | None:
    """The offset of the first record at or after an offset."""
    with Path(path).open("rb") as file, Path(path).open("rb") as looked_at:
        sign = _sign(file.read(_SIGN))
        file.seek(after)
        window, begins = file.read(CHUNK), after
        while window:
            for found in sign.finditer(window):
                if _is_start(looked_at, begins + found.start()):
                    return begins + found.start()
            more = file.read(CHUNK)
            kept = window[1 - _SIGN :] if more else b""
            begins += len(window) - len(kept)
            window = kept + more if more else b""
    return None


def _sign(first: bytes) -> re.Pattern[bytes]:
    """What records of a file begin with: gzip members can hold unpacked records, which are no places to go on from."""
    if first.startswith(GZIP):
        return _MEMBER
    return _RECORD if _RECORD.match(first) else _EITHER


def is_start(path: str, at: int) -> bool:
    """Does a record begin at an offset?"""
    with Path(path).open("rb") as file:
        return _is_start(file, at)


def _is_start(file: BinaryIO, at: int) -> bool:
    file.seek(at)
    head = file.read(1024)
    if not head.startswith(GZIP):
        return START.match(head) is not None
    try:
        return START.match(zlib.decompressobj(31).decompress(head, _LEAST)) is not None
    except zlib.error:
        return False
