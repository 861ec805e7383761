"""From a path to a stream of bytes: gzip undone, UTF-16 and UTF-32 turned into UTF-8, every damage named."""

from __future__ import annotations

import codecs
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import BinaryIO

from samestory.errors import SamestoryError

Counted = Callable[[int], None]
MEGABYTE = 1 << 20
CHUNK = 1 << 16
PAGE_LIMIT = 64 * MEGABYTE  # the largest of 987 news pages has 2.9 MB
# Deflate cannot exceed 1032 : 1; one page of 3 kB written 20,000 times reaches 155 : 1.
RATIO_LIMIT = 400
GZIP = b"\x1f\x8b"
# UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16.
_MARKS = [
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
]


def opened(path: str, stdin: BinaryIO | None = None, counted: Counted = lambda _: None) -> BinaryIO:
    """The bytes of a path ("-" is `stdin`), unpacked, never UTF-16 or UTF-32. SamestoryError if it cannot be opened.

    `counted` is told how many bytes of the path, as they lie there, were read.
    """
    file = _file(path) if path != "-" or stdin is None else None
    chunks = _transcoded(_unpacked(_pieces(file or stdin or _file(path), path, counted), path))
    return io.BufferedReader(_Chunks(chunks, file), CHUNK)


def _file(path: str) -> BinaryIO:
    try:
        return Path(path).open("rb")
    except (OSError, ValueError) as error:
        raise SamestoryError(path, f"cannot be opened: {_reason(error)}", "a file that can be read") from error


def _pieces(file: BinaryIO, path: str, counted: Counted) -> Iterator[bytes]:
    try:
        while piece := file.read(CHUNK):
            yield piece
            counted(len(piece))  # asked for the next, the reader is done with this one
    except OSError as error:
        raise SamestoryError(path, f"cannot be read to its end: {_reason(error)}") from error


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror or str(error)) if isinstance(error, OSError) else str(error)


def _unpacked(chunks: Iterator[bytes], path: str) -> Iterator[bytes]:
    first = next(chunks, b"")
    if first.startswith(GZIP):
        yield from _gunzipped(_chained(first, chunks), path)
    else:
        yield from _chained(first, chunks)


def _gunzipped(chunks: Iterator[bytes], path: str) -> Iterator[bytes]:
    """The members of a gzip file, one after the other; what follows the last one is ignored, as gzip does."""
    unpack, packed, unpacked = zlib.decompressobj(wbits=31), 0, 0
    for chunk in chunks:
        packed += len(chunk)
        while chunk:
            try:
                piece = unpack.decompress(chunk, CHUNK)
            except zlib.error as error:
                raise SamestoryError(path, f"gzip data is damaged: {error}", hint=f"try: gzip -t {path}") from error
            unpacked += len(piece)
            if unpacked > max(PAGE_LIMIT, RATIO_LIMIT * packed):
                raise SamestoryError(
                    path,
                    f"gzip data grows to more than {RATIO_LIMIT} times its size",
                    hint="a file made to exhaust memory? if not, unpack it yourself",
                )
            yield piece
            chunk = unpack.unconsumed_tail
            if unpack.eof:
                chunk = unpack.unused_data.lstrip(b"\0")
                if not chunk.startswith(GZIP[: len(chunk)]):
                    return
                unpack = zlib.decompressobj(wbits=31) if chunk else unpack
    if not unpack.eof:
        raise SamestoryError(
            path,
            "gzip data ends too early",
            "its last block and checksum",
            f"is the file cut short? try: gzip -t {path}",
        )


def _transcoded(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """UTF-16 and UTF-32 with a byte order mark as UTF-8 with one: formats look for ASCII signs and lines."""
    first = next(chunks, b"")
    encoding = next((name for mark, name in _MARKS if first.startswith(mark)), None)
    if encoding is None:
        yield from _chained(first, chunks)
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    for chunk in _chained(first, chunks):
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _chained(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    if first:
        yield first
    yield from rest


class _Chunks(io.RawIOBase):
    """Chunks as a raw stream. What came before a damage is handed out before the damage is told."""

    def __init__(self, chunks: Iterator[bytes], file: BinaryIO | None) -> None:
        self._chunks, self._file, self._rest = chunks, file, memoryview(b"")
        self._damage: SamestoryError | None = None

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        if self._file:
            self._file.close()
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # typeshed: any buffer
        # Filled to the brim, so that peek() sees a whole head also where a pipe gives a few bytes at a time.
        filled = 0
        while filled < len(buffer) and (self._rest or (self._damage is None and self._more())):
            piece = self._rest[: len(buffer) - filled]
            buffer[filled : filled + len(piece)] = piece
            self._rest = self._rest[len(piece) :]
            filled += len(piece)
        if self._damage and not filled:
            raise self._damage
        return filled

    def _more(self) -> bool:
        """Is there another chunk? It may be empty."""
        try:
            self._rest = memoryview(next(self._chunks))
        except StopIteration:
            return False
        except SamestoryError as damage:
            self._damage = damage
        return True


def head(stream: BinaryIO) -> bytes:
    """The first bytes of a stream, which stay in it."""
    return stream.peek(CHUNK) if isinstance(stream, io.BufferedReader) else b""


def whole(stream: BinaryIO, path: str) -> bytes:
    """All of a stream that holds one page or one document."""
    # Piece by piece: asked for all of it, a stream of unknown length takes the memory of the longest page first.
    pieces, left = [], PAGE_LIMIT + 1
    while left > 0 and (piece := some(stream)):
        pieces.append(piece)
        left -= len(piece)
    content = b"".join(pieces)
    if len(content) > PAGE_LIMIT:
        raise SamestoryError(
            path,
            f"is larger than {PAGE_LIMIT // MEGABYTE} MB",
            "one page, or a file of records",
            "put one record on a line (JSON Lines) to read more than that",
        )
    return content


@contextmanager
def laid_down(stream: BinaryIO, path: str) -> Iterator[str]:
    """The path of a temporary file with all of a stream, for formats that must go back in it.

    What came before a damage can be used; the damage is told at the end.
    """
    damage = None
    with NamedTemporaryFile(prefix="samestory-") as file:
        try:
            while piece := some(stream):
                file.write(piece)
        except SamestoryError as error:
            damage = error
        except OSError as error:
            raise SamestoryError(path, f"cannot be put aside: {_reason(error)}", "room for temporary files") from error
        file.flush()
        yield file.name
    if damage:
        raise damage


def some(stream: BinaryIO) -> bytes:
    """What comes next, without losing it to a damage that follows; nothing at the end."""
    return stream.read1(CHUNK) if isinstance(stream, io.BufferedReader) else stream.read(CHUNK)
