"""Web archives for tests, record by record, sound or damaged as asked."""

from __future__ import annotations

import gzip
from collections.abc import Iterable

HTML = "Content-Type: text/html; charset=utf-8\r\n"
RESPONSE = "application/http; msgtype=response"


def record(kind: str, block: bytes, name: str = "", media: str = RESPONSE, length: object = None, **more: str) -> bytes:
    """A record with the id and the address of a name; `length` other than its own is a lie."""
    target = f"WARC-Target-URI: https://post.example/{name}\r\n" if name else ""
    extra = "".join(f"WARC-{key.replace('_', '-')}: {value}\r\n" for key, value in more.items())
    head = (
        f"WARC/1.1\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:x:{kind}-{name}>\r\n{target}"
        f"WARC-Date: 2024-03-05T07:30:00Z\r\nContent-Type: {media}\r\n{extra}"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http(content: bytes, headers: str = HTML, status: str = "200 OK") -> bytes:
    """An HTTP response."""
    return f"HTTP/1.1 {status}\r\n{headers}\r\n".encode() + content


def page(name: str, content: str = "", **more: str) -> bytes:
    """A response that holds a page."""
    words = content or f"The river rose near {name} on Monday."
    return record("response", http(f"<!doctype html><p>{words}</p>".encode()), name, **more)


def revisit(name: str, of: str, **more: str) -> bytes:
    """A record that says: as that one."""
    return record("revisit", http(b"", status="304 Not Modified", headers=""), name, Refers_To=f"<urn:x:{of}>", **more)


def packed(records: Iterable[bytes]) -> bytes:
    """Each record a gzip member of its own, as crawlers write them."""
    return b"".join(gzip.compress(each, mtime=0) for each in records)
