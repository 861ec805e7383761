"""Reading: paths to records, records to pages. One file a format; the folder is the list.

A format is a module here with `suffixes`, `recognises(head) -> float` (0 no … 1 surely) and
`records(stream, path) -> Iterator[Record | Failure]`; one of named fields takes `names`, what they are called, as a
third argument, and one whose records never say from which site they are has `sited = False`. Content decides, the name
only where the content leaves a doubt.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from samestory.errors import SamestoryError
from samestory.read import decode, source
from samestory.read.fields import AS_THEY_ARE, Names
from samestory.read.paths import expand
from samestory.read.render import Rendered, render
from samestory.read.source import Counted
from samestory.types import Failure, Page, Record

__all__ = ["Format", "expand", "formats", "page", "records"]

SURE = 1.0  # that a content is of a format
NAME_WEIGHT = 0.3  # of a fitting suffix, against the 0..1 of the content
_TEXT_ONLY = "only text can be read: unpack an archive, make text of a PDF (pdftotext), leave pictures out"


class Format(Protocol):
    """What a module of this folder must have to be a format."""

    suffixes: tuple[str, ...]

    def recognises(self, head: bytes) -> float:
        """How surely these are the first bytes of a file of this format, 0..1."""

    def records(self, stream: BinaryIO, path: str) -> Iterator[Record | Failure]:
        """The records of a stream; a damaged one is a Failure, and the next one follows."""


@cache
def formats() -> dict[str, Format]:
    """The formats by name.

    >>> sorted({"html", "jsonl", "plain"} - set(formats()))
    []
    """
    modules = {name: import_module(f"{__name__}.{name}") for _, name, _ in pkgutil.iter_modules(__path__)}
    return {name: cast("Format", module) for name, module in sorted(modules.items()) if hasattr(module, "recognises")}


def records(
    path: str,
    stdin: BinaryIO | None = None,
    names: Names = AS_THEY_ARE,
    counted: Counted = lambda _: None,
    sited: bool = False,
) -> Iterator[Record | Failure]:
    """The records of a file, a damaged one as a Failure. Raises SamestoryError only if the path cannot be opened.

    `sited`: only those that may say from which site they are. `names` says what the fields of a table or of JSON are
    called: `{"body": "content"}`. `counted` is told how many bytes of the file were read, piece by piece.
    """
    with source.opened(path, stdin, counted) as stream:
        try:
            format_ = _chosen(stream, path)
            if sited and not getattr(format_, "sited", True):
                return
            given = (stream, path, names) if names and _is_of_fields(format_) else (stream, path)
            yield from format_.records(*given)
        except SamestoryError as error:
            yield Failure("read", path, error.message, error.hint, error.at)


def _chosen(stream: BinaryIO, path: str) -> Format:
    """The format of a file. A web archive is packed record by record: one damaged at its start is still read."""
    try:
        return _format(source.head(stream), path)
    except SamestoryError:
        archive = formats()["warc"]
        if path.lower().removesuffix(".gz").endswith(archive.suffixes) and Path(path).stat().st_size:
            return archive
        raise


def _is_of_fields(format_: Format) -> bool:
    return "names" in signature(format_.records).parameters


def _format(head: bytes, path: str) -> Format:
    """The format of a file, by its first bytes and then its name."""
    if not head.strip(b" \t\r\n\0\xef\xbb\xbf"):
        raise SamestoryError(path, "is empty", "a page or records of pages", "was it fetched with an error?")
    name = path.removesuffix(".gz").lower()
    named = {each: format_ for each, format_ in formats().items() if name.endswith(format_.suffixes)}
    sure = {each: format_.recognises(head) for each, format_ in named.items()}
    if SURE not in sure.values():  # else no format of another name comes near
        sure = {each: format_.recognises(head) for each, format_ in formats().items()}
    if not any(sure.values()):
        hint = f"is it whole? try: gzip -t {path}" if path.endswith(".gz") else _TEXT_ONLY
        raise SamestoryError(path, f"is no page: {decode.binary(head)}", "a format of docs/formats.md", hint)
    best = max(sure, key=lambda each: (sure[each] + NAME_WEIGHT * (each in named), each))
    return formats()[best]


def page(record: Record) -> Page:
    """A record as a page: its one text, its places and what its markup says.

    >>> page(Record("a.txt", "a.txt", "text", b"It rained.")).text
    'It rained.'
    """
    content = _told(record)
    if record.form != "body" and _is_blank(content):
        raise SamestoryError(record.at, "is empty", "a page with visible text")
    shown = render(content) if record.form == "html" else Rendered(content.decode(), (), (), ())
    return Page(
        id=_id(record, content),
        text=shown.text,
        source=record.source,
        form=record.form,
        text_by=f"{record.form}/1",
        at=record.at,
        url=record.url,
        fetched=record.fetched,
        title=record.title,
        published=record.published,
        authors=record.authors,
        outlet=record.outlet,
        language=record.language,
        marks=shown.marks,
        elements=shown.elements,
        meta=record.meta + shown.meta,
        extent=record.extent,
    )


def _told(record: Record) -> bytes:
    """The content as text that any page may hold, in UTF-8."""
    if isinstance(record.content, bytes):
        return decode.utf8(record.content, record.encoding)
    return decode.sound(record.content).encode()


def _is_blank(content: bytes) -> bool:
    """Is there nothing but white space? Hardly any page begins with more of it than is looked at first."""
    return not content[:4096].decode(errors="ignore").strip() and not content.decode().strip()


def _id(record: Record, content: bytes) -> str:
    """Hash of the record's own name and its content: two equal pages of two records are two pages."""
    name = blake2b(f"{record.source}\0".encode(errors="surrogatepass"), digest_size=8)
    name.update(content)
    return name.hexdigest()
