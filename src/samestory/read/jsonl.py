"""JSON and JSON Lines: one object a page with `html`, `text` or `body`, and what is known of it beside.

JSON Lines are read line by line. A document may be one object, an array of objects, or an object with a list of them
under `pages`, `items` or `articles`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO, NamedTuple

from samestory.errors import SamestoryError
from samestory.read.decode import decoded
from samestory.read.source import MEGABYTE, whole
from samestory.types import Failure, Form, Record

suffixes = (".jsonl", ".json", ".ndjson", ".jl")

LINE_LIMIT = 32 * MEGABYTE
FORMS: tuple[Form, ...] = ("html", "text", "body")
CONTAINERS = ("pages", "items", "articles")
_START = re.compile(rb'\A(?:\xef\xbb\xbf)?\s*(?:\{\s*["}]|\[\s*[{\]\[])')


class _Value(NamedTuple):
    at: str
    value: Any


def recognises(head: bytes) -> float:
    """How surely these are the first bytes of JSON.

    >>> recognises(b'{"text": "It rained."}'), recognises(b"[Photo] It rained.")
    (0.95, 0.0)
    """
    return 0.95 if _START.match(head) else 0.0


def records(stream: BinaryIO, path: str) -> Iterator[Record | Failure]:
    """One record an object; what is damaged is a failure, and the next object follows."""
    number = 0
    for found in _values(stream, path):
        for item in _items(found) if isinstance(found, _Value) else [found]:
            number += 1
            yield item if isinstance(item, Failure) else _record(item, f"{path}#{number}")


def _values(stream: BinaryIO, path: str) -> Iterator[_Value | Failure]:
    """The values of JSON Lines, or of a document that runs over lines."""
    first = stream.readline(LINE_LIMIT + 1)
    while first and not first.strip(b" \t\r\n\xef\xbb\xbf"):
        first = stream.readline(LINE_LIMIT + 1)
    if len(first) > LINE_LIMIT or isinstance(_parsed(first, path), _Value) or first.rstrip().endswith(b"}"):
        yield from _lines(first, stream, path)
    else:
        yield from _document(decoded(first + whole(stream, path)), path)


def _lines(first: bytes, stream: BinaryIO, path: str) -> Iterator[_Value | Failure]:
    line, number = first, 1
    while line:
        at = f"{path}:{number}"
        if len(line) > LINE_LIMIT:
            yield _failure(at, f"line is longer than {LINE_LIMIT // MEGABYTE} MB and is left out", "one page a line")
            _skip(stream, line)
        elif line.strip():
            yield _parsed(line, at)
        line, number = stream.readline(LINE_LIMIT + 1), number + 1


def _skip(stream: BinaryIO, line: bytes) -> None:
    """Go to the end of a line too long to be held."""
    while line and not line.endswith(b"\n"):
        line = stream.readline(MEGABYTE)


def _parsed(line: bytes, at: str) -> _Value | Failure:
    try:
        return _Value(at, json.loads(decoded(line)))
    except (ValueError, RecursionError) as error:
        return _damaged(at, error)


def _document(text: str, path: str) -> Iterator[_Value | Failure]:
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
        yield _Value(at, value)


def _whole_lines(text: str, start: int, path: str) -> Iterator[_Value]:
    for match in re.compile(r"^[ \t]*\{.*\}[ \t]*\r?$", re.MULTILINE).finditer(text, start):
        at = f"{path}:{text.count(chr(10), 0, match.start()) + 1}"
        found = _parsed(match[0].encode("utf-8", "surrogatepass"), at)
        if isinstance(found, _Value) and any(form in found.value for form in FORMS):
            yield found


def _items(found: _Value) -> Iterator[_Value]:
    """The pages of a value: a list of them, a list under a usual name, or the value itself."""
    value = found.value
    if isinstance(value, dict) and not any(form in value for form in FORMS):
        value = next((value[name] for name in CONTAINERS if isinstance(value.get(name), list)), value)
    if isinstance(value, list):
        yield from (_Value(f"{found.at}[{index}]", item) for index, item in enumerate(value))
    else:
        yield _Value(found.at, value)


def _record(found: _Value, fallback: str) -> Record | Failure:
    """An object as a record; a failure if it is none, or if one of its fields is of another type."""
    try:
        return _read(found.value, found.at, fallback)
    except SamestoryError as error:
        return _failure(error.at, error.found, error.expected, error.hint)


def _read(value: Any, at: str, fallback: str) -> Record:
    if not isinstance(value, dict):
        raise SamestoryError(at, f"is {_kind(value)}", "an object with html, text or body")
    form = next((form for form in FORMS if value.get(form) is not None), None)
    if form is None:
        keys = ", ".join(list(map(str, value))[:8]) or "nothing"
        raise SamestoryError(at, f"object has no page; it has {keys}", "one of html, text, body", _rename(value))
    url = _words(value, "url", at)
    return Record(
        source=_id(value, at) or url or fallback,
        at=at,
        form=form,
        content=_content(value, form, at),
        url=url,
        title=_words(value, "title", at),
        published=_words(value, "published", at),
        fetched=_words(value, "fetched", at),
        authors=_authors(value.get("authors"), at),
        outlet=_words(value, "outlet", at),
        language=_words(value, "language", at),
    )


def _rename(value: Mapping[str, Any]) -> str:
    """What to do: name the longest text of an object, which is likely the page."""
    texts = {key: len(text) for key, text in value.items() if isinstance(text, str)}
    longest = max(texts, key=lambda key: texts[key], default="")
    return (
        f"is the page in {longest!r}? rename it to html, text or body" if longest else "see the manual for the fields"
    )


def _content(value: Mapping[str, Any], form: Form, at: str) -> str:
    content = value[form]
    if not isinstance(content, str):
        raise SamestoryError(at, f"{form} is {_kind(content)}", "text")
    # A body may be empty: such a page still joins stories by its title.
    if form != "body" and not content.strip():
        raise SamestoryError(at, f"{form} is empty", "a page")
    return content


def _id(value: Mapping[str, Any], at: str) -> str | None:
    given = value.get("id")
    if isinstance(given, int) and not isinstance(given, bool):
        return str(given)
    return _words(value, "id", at)


def _words(value: Mapping[str, Any], name: str, at: str) -> str | None:
    given = value.get(name)
    if given is None or isinstance(given, str):
        return given or None
    raise SamestoryError(at, f"{name} is {_kind(given)}", "text or null")


def _authors(given: Any, at: str) -> tuple[str, ...]:
    """Names as a list, or one name as text."""
    names = [given] if isinstance(given, str) else given or []
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        return tuple(name for name in names if name.strip())
    raise SamestoryError(at, "authors is not a list of names", "a list of texts")


def _kind(value: Any) -> str:
    """What JSON calls a value."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def _damaged(at: str, error: ValueError | RecursionError) -> Failure:
    reason = "is nested too deep" if isinstance(error, RecursionError) else f"is not valid JSON: {error}"
    return _failure(at, reason, hint="is the line cut short, or are quotes or line ends in it not escaped?")


def _failure(at: str, found: str, expected: str = "", hint: str = "") -> Failure:
    error = SamestoryError(at, found, expected, hint)
    return Failure("read", at, error.message, hint, at)
