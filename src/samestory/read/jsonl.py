"""JSON and JSON Lines: one object a page with `html`, `text` or `body`, and what is known of it beside.

JSON Lines are read line by line. A document may be one object, an array of objects, or an object with a list of them
under `pages`, `items` or `articles`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from typing import Any, BinaryIO, NamedTuple

from samestory.errors import SamestoryError
from samestory.read import fields
from samestory.read.decode import decoded
from samestory.read.fields import FORMS, Names
from samestory.read.source import MEGABYTE, whole
from samestory.types import Failure, Record

suffixes = (".jsonl", ".json", ".ndjson", ".jl")

LINE_LIMIT = 32 * MEGABYTE
CONTAINERS = ("pages", "items", "articles")
_START = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*(?:\{\s*["}]|\[\s*[{\]\[])')


class Value(NamedTuple):
    """A value of JSON, and where it stands."""

    at: str
    value: Any


def recognises(head: bytes) -> float:
    """How surely these are the first bytes of JSON.

    >>> recognises(b'{"text": "It rained."}'), recognises(b"[Photo] It rained.")
    (0.95, 0.0)
    """
    return 0.95 if _START.match(head) else 0.0


def records(stream: BinaryIO, path: str, names: Names = fields.AS_THEY_ARE) -> Iterator[Record | Failure]:
    """One record an object; what is damaged is a failure, and the next object follows."""
    number = 0
    for found in values(stream, path):
        for item in items(found, fields.pages(names)) if isinstance(found, Value) else [found]:
            number += 1
            yield item if isinstance(item, Failure) else fields.record(item.value, item.at, f"{path}#{number}", names)


def values(stream: BinaryIO, path: str) -> Iterator[Value | Failure]:
    """The values of JSON Lines, or of a document that runs over lines."""
    first = stream.readline(LINE_LIMIT + 1)
    while first and not first.strip(b" \t\r\n\xef\xbb\xbf"):
        first = stream.readline(LINE_LIMIT + 1)
    if len(first) > LINE_LIMIT or isinstance(_parsed(first, path), Value) or first.rstrip().endswith(b"}"):
        yield from _lines(first, stream, path)
    else:
        yield from _document(decoded(first + whole(stream, path)), path)


def _lines(first: bytes, stream: BinaryIO, path: str) -> Iterator[Value | Failure]:
    line, number = first, 1
    while line:
        at = f"{path}:{number}"
        if len(line) > LINE_LIMIT:
            found = f"line is longer than {LINE_LIMIT // MEGABYTE} MB and is left out"
            yield _failure(
                at, found, "one page a line", "is it one document without line ends? put each page on a line"
            )
            _skip(stream, line)
        elif line.strip():
            yield _parsed(line, at)
        line, number = stream.readline(LINE_LIMIT + 1), number + 1


def _skip(stream: BinaryIO, line: bytes) -> None:
    """Go to the end of a line too long to be held."""
    while line and not line.endswith(b"\n"):
        line = stream.readline(MEGABYTE)


def _parsed(line: bytes, at: str) -> Value | Failure:
    try:
        return Value(at, json.loads(decoded(line)))
    except (ValueError, RecursionError) as error:
        return _damaged(at, error)


def _document(text: str, path: str) -> Iterator[Value | Failure]:
    """The values of a document; after a damage its lines are tried one by one, for they may be JSON Lines."""
    decoder, start = json.JSONDecoder(), 0
    while rest := re.compile(r"\S").search(text, start):
        at = f"{path}:{text.count(chr(10), 0, rest.start()) + 1}"
        try:
            value, start = decoder.raw_decode(text, rest.start())
        except (ValueError, RecursionError) as error:
            yield _damaged(path, error)
            yield from _whole_lines(text, rest.start(), path)
            return
        yield Value(at, value)


def _whole_lines(text: str, start: int, path: str) -> Iterator[Value]:
    for match in re.compile(r"^[ \t]*\{.*\}[ \t]*\r?$", re.MULTILINE).finditer(text, start):
        at = f"{path}:{text.count(chr(10), 0, match.start()) + 1}"
        found = _parsed(match[0].encode("utf-8", "surrogatepass"), at)
        if isinstance(found, Value) and any(form in found.value for form in FORMS):
            yield found


def items(found: Value, own: Collection[str] = FORMS) -> Iterator[Value]:
    """The pages of a value: a list of them, a list under a usual name, or the value itself if it has one of its own."""
    value = found.value
    if isinstance(value, dict) and not any(name in value for name in own):
        value = next((value[name] for name in CONTAINERS if isinstance(value.get(name), list)), value)
    if isinstance(value, list):
        yield from (Value(f"{found.at}[{index}]", item) for index, item in enumerate(value))
    else:
        yield Value(found.at, value)


def _damaged(at: str, error: ValueError | RecursionError) -> Failure:
    reason = "is nested too deep" if isinstance(error, RecursionError) else f"is not valid JSON: {error}"
    return _failure(at, reason, hint="is the line cut short, or are quotes or line ends in it not escaped?")


def _failure(at: str, found: str, expected: str = "", hint: str = "") -> Failure:
    error = SamestoryError(at, found, expected, hint)
    return Failure("read", at, error.message, hint, at)
