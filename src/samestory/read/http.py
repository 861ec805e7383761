"""The content of an HTTP response: chunks joined and content encodings undone, in bounded memory."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterable

import brotli

from samestory.errors import SamestoryError
from samestory.read.decode import binary
from samestory.read.source import GZIP, PAGE_LIMIT

_CHUNK = re.compile(rb"\s*([0-9A-Fa-f]{1,16})[ \t]*(?:;[^\r\n]*)?\r?\n")
_IDENTITY = frozenset(("", "identity", "none", "utf-8"))


def decoded(payload: bytes, transfer: Iterable[str], content: Iterable[str], at: str) -> bytes:
    r"""A payload without its transfer and content encodings, given as the values of these two headers.

    Most archives hold payloads as sent; some crawlers undo the encodings and leave the headers. What does not begin
    as its header says, and looks like text, is therefore taken as it is.

    >>> decoded(b"5\r\nIt ra\r\n4\r\nined\r\n0\r\n\r\n", ["chunked"], [], "a.warc:0")
    b'It rained'
    """
    if "chunked" in _names(transfer) and _CHUNK.match(payload):
        payload = _joined(payload, at)
    for name in reversed(_names(content)):
        if name not in _IDENTITY:
            payload = _undone(payload, name, at)
    return payload


def _names(values: Iterable[str]) -> list[str]:
    return [name.strip().lower() for value in values for name in value.split(",")]


def _joined(payload: bytes, at: str) -> bytes:
    """The chunks of a payload as one."""
    pieces, place = [], 0
    while (head := _CHUNK.match(payload, place)) and (size := int(head[1], 16)) <= len(payload):
        pieces.append(payload[head.end() : head.end() + size])
        place = head.end() + size
        if not size:
            return b"".join(pieces)
    found = "chunked body is damaged"
    raise SamestoryError(at, found, "a chunk of no bytes at its end", "was the fetch cut short?")


def _undone(payload: bytes, name: str, at: str) -> bytes:
    undo = _DECODERS.get(name)
    if undo is None:
        raise SamestoryError(at, f"content encoding {name[:40]!r} is unknown", "gzip, deflate or br")
    try:
        found = undo(payload)
    except (zlib.error, brotli.error) as error:
        if binary(payload[:4096]) is None:
            return payload
        raise SamestoryError(at, f"content is no sound {name}: {error}", hint="was the fetch cut short?") from error
    if len(found) > PAGE_LIMIT:
        raise SamestoryError(at, f"page grows to more than {PAGE_LIMIT >> 20} MB", hint="made to exhaust memory?")
    return found


def _inflated(payload: bytes, wbits: int) -> bytes:
    """At most a byte more than a page may have. Raises zlib.error if the data end too early."""
    unpack = zlib.decompressobj(wbits)
    found = unpack.decompress(payload, PAGE_LIMIT + 1)
    if not unpack.eof and len(found) <= PAGE_LIMIT:
        raise zlib.error("incomplete data")
    return found


def _gzip(payload: bytes) -> bytes:
    if not payload.startswith(GZIP):
        raise zlib.error("not a gzip file")
    return _inflated(payload, 31)


def _deflate(payload: bytes) -> bytes:
    """The zlib form of the standard, else the bare one that many servers send."""
    try:
        return _inflated(payload, 15)
    except zlib.error:
        return _inflated(payload, -15)


def _brotli(payload: bytes) -> bytes:
    unpack = brotli.Decompressor()
    found = bytearray(unpack.process(payload, output_buffer_limit=PAGE_LIMIT))
    while not unpack.is_finished() and len(found) <= PAGE_LIMIT:
        more = unpack.process(b"", output_buffer_limit=PAGE_LIMIT)
        if not more:
            raise brotli.error("incomplete data")
        found += more
    return bytes(found)


_DECODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
}
