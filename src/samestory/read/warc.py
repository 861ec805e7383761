"""WARC and WET: what a crawler kept, as it was sent (responses, resources) or flattened to text (conversions).

A revisit is the page it points back to, fetched once more. Requests, metadata, DNS answers, redirects, robots.txt and
what is neither HTML nor plain text are no pages and pass in silence. A page that the server refused (status 400 and
above), that the crawler cut short, or whose record is damaged is a failure with its place, and reading goes on at the
next sound record.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Generator, Iterator
from contextlib import suppress
from mimetypes import guess_type
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

from samestory.errors import SamestoryError
from samestory.read import http, resync
from samestory.read.decode import binary
from samestory.read.source import CHUNK, GZIP, MEGABYTE, PAGE_LIMIT, laid_down
from samestory.types import Failure, Form, Record

if TYPE_CHECKING:
    from fastwarc.warc import WarcRecord

suffixes = (".warc", ".wet")

# Keys of originals kept twice, three a record: about 35 MB. A crawl file of 1 GB has some 50,000 pages.
REMEMBERED = 1 << 17
# Bytes that may be read in vain because of damages, beside four times the file: records made to be read again and
# again, each to the end of the file, would else take a time that grows with the square of its size.
IN_VAIN = 256 * MEGABYTE
_FORMS: dict[str, Form] = {"text/html": "html", "application/xhtml+xml": "html", "text/plain": "text"}
_RIGHTS = ("x-robots-tag", "tdm-reservation", "tdm-policy")
_ENCODINGS = frozenset(("transfer-encoding", "content-encoding"))
_POINTERS = ("warc-refers-to", "warc-refers-to-target-uri", "warc-refers-to-date")
# Texts for machines, by their place on a site.
_NO_PAGE = re.compile(r"\w+://[^/]+/(?:\.well-known/.*|(?:robots|ads|app-ads|sellers|humans|security|llms)\.txt)")


def recognises(head: bytes) -> float:
    r"""How surely these are the first bytes of a web archive.

    >>> recognises(b"WARC/1.1\r\nWARC-Type: warcinfo\r\n"), recognises(b"WARC/1.1 is a format for archives.")
    (1.0, 0.0)
    """
    return 1.0 if resync.START.match(head) else 0.0


def records(stream: BinaryIO, path: str) -> Iterator[Record | Failure]:
    """The pages of an archive. Offsets count unpacked bytes in a pipe and in a file that is gzipped as a whole."""
    if path != "-" and Path(path).is_file() and _has_places(path):
        yield from _Archive(path, path).pages()
    else:
        with laid_down(stream, path) as file:
            yield from _Archive(file, path).pages()


def _has_places(path: str) -> bool:
    """Has every record an offset of its own: is the file not packed, or each record packed by itself?"""
    with Path(path).open("rb") as file:
        first = file.read(MEGABYTE)
    if not first.startswith(GZIP):
        return True
    with suppress(zlib.error):
        first = zlib.decompressobj(31).decompress(first, MEGABYTE)
    return not resync.START.search(first, resync.end(first) or 1)


_Name = str | tuple[str, str]


class _DamageError(Exception):
    """A record is not what its header says."""


class _Archive:
    """One way through a file, from damage to damage."""

    def __init__(self, file: str, path: str) -> None:
        self._file, self._path = file, path
        self._may_read_in_vain = 4 * Path(file).stat().st_size + IN_VAIN
        self._pages = 0
        # Hashes of what revisits point to, and offsets; when the new ones are too many, the old ones are forgotten.
        self._new: dict[int, int] = {}
        self._old: dict[int, int] = {}

    def pages(self) -> Iterator[Record | Failure]:
        """All pages and failures."""
        at: int | None = 0
        while at is not None:
            at = yield from self._until_damage(at)

    def _until_damage(self, start: int) -> Generator[Record | Failure, None, int | None]:
        """What stands from an offset on; gives the offset where to go on, or None at the end of the file."""
        # Held back until the next record is found: only that shows that this one ended where it says.
        held: Record | Failure | None = None
        here, whole = start, False
        damage: Exception
        with Path(self._file).open("rb") as file:
            file.seek(start)
            try:
                for found in _found(file):
                    if held:
                        yield held
                    held, here, whole = None, found.stream_pos, False
                    held, whole = self._answer(found), True
                if held:
                    yield held
                    held = None
                if not self._is_more(here, whole):
                    return None
                reached, damage = here, _DamageError("record is cut short")
            except (_DamageError, OSError) as error:
                reached, damage = (here + MEGABYTE if file.closed else file.tell()), error
        end = resync.record_end(self._file, here) if whole else None
        if held and end:
            yield held
        yield self._damaged(end or here, damage, whole, end is not None)
        self._may_read_in_vain -= max(0, reached - here)
        if self._may_read_in_vain < 0:
            raise SamestoryError(self._path, "is damaged in too many places", hint=self._hint())
        return resync.next_start(self._file, (end or here) + 1)

    def _is_more(self, here: int, whole: bool) -> bool:
        """Does anything stand after the last record found? fastwarc takes half a gzip header for the end of a file."""
        end = resync.record_end(self._file, here) if whole else here
        if end is None:
            return False
        with Path(self._file).open("rb") as file:
            file.seek(end)
            return file.read(CHUNK).strip(b"\r\n\0") != b""

    def _damaged(self, offset: int, damage: Exception, whole: bool, ended: bool) -> Failure:
        """A failure that names what is wrong at an offset: a record, or what stands where one should begin."""
        at = f"{self._path}:{offset}"
        if not resync.is_start(self._file, offset):
            message = "is no record (expected WARC/1.0 or WARC/1.1)"
        elif isinstance(damage, _DamageError):
            message = str(damage)
        elif whole and not ended:
            message = "record does not end where its Content-Length says"
        else:
            message = f"record is damaged: {damage}"
        return Failure("read", at, message, self._hint(), at)

    def _hint(self) -> str:
        return "is the file cut short?" + f" try: gzip -t {self._path}" * self._path.endswith(".gz")

    def _answer(self, found: WarcRecord) -> Record | Failure | None:
        """What a record gives; None if it is none of a page. Raises _DamageError if it is not whole."""
        kept = _Kept(found)
        at = f"{self._path}:{found.stream_pos}"
        form, refusal = None, None
        try:
            form = _form(kept, at)
        except SamestoryError as error:
            refusal = error
        payload = _payload(found, form)
        try:
            if refusal:
                raise refusal
            if kept.kind == "revisit":
                return self._followed(kept, at)
            self._remember(kept, found.stream_pos)
            return self._record(kept, _Original(kept, form, payload), at) if form else None
        except SamestoryError as error:
            return Failure("read", at, error.message, error.hint, at)

    def _record(self, kept: _Kept, original: _Original, at: str) -> Record | None:
        """A page: the name and the time of a record, the content of itself or of its original."""
        content = _decoded(original, at)
        # Pictures come under text/html too; what begins with "<" is none.
        if not content[:64].lstrip().startswith(b"<") and (not original.kept.type or binary(content[:4096])):
            return None
        self._pages += 1
        return Record(
            source=kept.url or f"{self._path}#{self._pages}",
            at=at,
            form=original.form,
            content=content,
            encoding=original.kept.found.http_charset,
            url=kept.url or None,
            fetched=kept.told.get("warc-date"),
            meta=tuple(_meta(kept, original.kept)),
        )

    def _remember(self, kept: _Kept, place: int) -> None:
        """Where this record stands, for revisits of it."""
        if kept.kind in ("response", "resource"):
            if len(self._new) > REMEMBERED:
                self._old, self._new = self._new, {}
            for name in kept.names():
                self._new[hash(name)] = place

    def _followed(self, kept: _Kept, at: str) -> Record | None:
        """The page that a revisit points back to, under the revisit's own name and time."""
        for name in kept.names(_POINTERS):
            place = self._new.get(hash(name), self._old.get(hash(name)))
            if place is not None and (found := self._original(place, name)):
                return self._record(kept, found, at) if found.form else None
        if (kept.type or guess_type(kept.url)[0] or "text/html") not in _FORMS:
            return None
        pointed = kept.told.get("warc-refers-to-target-uri") or kept.told.get("warc-refers-to") or "not named"
        raise SamestoryError(
            at,
            "revisit of a page that is not in this file",
            "its original before it",
            f"read the file that holds the original, which is {pointed[:200]}",
        )

    def _original(self, place: int, name: _Name) -> _Original | None:
        """The record at an offset, if it is the one of this name."""
        with Path(self._file).open("rb") as file:
            file.seek(place)
            kept = _Kept(next(_found(file)))
            form = _form(kept, f"{self._path}:{place}")
            return _Original(kept, form or "html", _payload(kept.found, form)) if name in kept.names() else None


class _Kept:
    """A record and its headers, their names in lower case. Raises _DamageError without a Content-Length."""

    __slots__ = ("found", "http", "kind", "status", "told", "type", "url")

    def __init__(self, found: WarcRecord) -> None:
        self.found = found
        self.told = {name.lower(): value for name, value in found.headers.to_dict().items()}
        self.kind = self.told.get("warc-type", "")
        # Some tools write <...> around it, as the grammar of WARC 1.0 says.
        self.url = self.told.get("warc-target-uri", "").strip("<> ")
        length = self.told.get("content-length")
        if length is None:
            raise _DamageError("record has no Content-Length")
        if not length.strip().isdecimal():
            raise _DamageError(f"Content-Length is {length[:40]!r} (expected a number of bytes)")
        headers = found.http_headers
        self.http = {name.lower(): value for name, value in headers.to_dict().items()} if headers else {}
        self.status = headers.status_code if headers else None
        media = self.http.get("content-type", "") if found.is_http else self.told.get("content-type", "")
        self.type = media.partition(";")[0].strip().lower()

    def names(self, headers: tuple[str, str, str] = ("warc-record-id", "warc-target-uri", "warc-date")) -> list[_Name]:
        """What a record can be found by, the surest first: its id, its address and time, its payload."""
        record, url, date = map(self.told.get, headers)
        address = (url.strip("<> "), date) if url and date else None
        return [name for name in (record, address, self.told.get("warc-payload-digest")) if name]


class _Original(NamedTuple):
    """A record that holds a page."""

    kept: _Kept
    form: Form
    payload: bytes


def _found(file: BinaryIO) -> Iterator[WarcRecord]:
    from fastwarc.warc import ArchiveIterator

    return ArchiveIterator(file)


def _payload(found: WarcRecord, form: Form | None) -> bytes:
    """What is left of a record after its headers, if it is a page; nothing of it stays in the stream."""
    length, reader = found.content_length or 0, found.reader
    payload = reader.read(min(length, PAGE_LIMIT + 1)) if form and reader else b""
    held = len(payload) + (found.consume() if len(payload) < length else 0)
    if held < length:
        raise _DamageError(f"record ends after {held:,} of {length:,} bytes")
    return payload


def _form(kept: _Kept, at: str) -> Form | None:
    """In which form a record holds a page, None if it holds none. Raises SamestoryError if the page was not got."""
    if kept.kind not in ("response", "resource", "conversion"):
        return None
    form = _FORMS.get(kept.type or "text/html")
    if form is None or _NO_PAGE.match(kept.url) or (kept.kind == "response" and not _is_answer(kept, at)):
        return None
    if reason := kept.told.get("warc-truncated"):
        # Half a page would look as if the outlet had dropped the rest.
        raise SamestoryError(at, f"page was cut by the crawler: {reason[:40]}", "a whole page", "raise its limit")
    return form


def _is_answer(kept: _Kept, at: str) -> bool:
    """Has the server sent something? Redirects and empty answers pass. Raises SamestoryError if it refused."""
    if not kept.found.is_http:
        return False
    if kept.status is None:
        raise SamestoryError(at, "response has no HTTP status", "HTTP/1.1 200 OK", "was the fetch cut short?")
    if kept.status == 206 or kept.status >= 400:
        reason = (kept.found.http_headers and kept.found.http_headers.reason_phrase) or ""
        raise SamestoryError(
            at, f"server answered {kept.status} {reason}".strip()[:80], "200 OK", f"fetch it again: {kept.url[:200]}"
        )
    return 200 <= kept.status < 300 and kept.status != 204


def _decoded(original: _Original, at: str) -> bytes:
    if len(original.payload) > PAGE_LIMIT:
        raise SamestoryError(at, f"page is larger than {PAGE_LIMIT // MEGABYTE} MB", "one page")
    headers = original.kept.found.http_headers
    if headers is None or not _ENCODINGS & original.kept.http.keys():
        return original.payload
    transfer, content = headers.get_multiple("Transfer-Encoding"), headers.get_multiple("Content-Encoding")
    return http.decoded(original.payload, transfer, content, at)


def _meta(kept: _Kept, original: _Kept) -> Iterator[tuple[str, str]]:
    """What the archive says of a page."""
    if name := kept.told.get("warc-record-id"):
        yield "warc:record-id", name.strip("<>")
    if kept is not original and (name := original.told.get("warc-record-id")):
        yield "warc:refers-to", name.strip("<>")
    yield from ((f"http:{name}", original.http[name]) for name in _RIGHTS if name in original.http)
