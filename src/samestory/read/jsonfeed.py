"""JSON Feed (1.0, 1.1): the items of a feed, each with its full content or, marked so, only its summary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from samestory.errors import SamestoryError
from samestory.read import items, jsonl
from samestory.types import Failure, Form, Record

suffixes = (".json", ".jsonfeed")

_VERSION = re.compile(rb'"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\\?/version\\?/')


def recognises(head: bytes) -> float:
    """How surely these are the first bytes of a JSON Feed.

    >>> recognises(b'{"version": "https://jsonfeed.org/version/1.1", "items": []}'), recognises(b'{"version": "1"}')
    (0.99, 0.0)
    """
    return 0.99 if jsonl.recognises(head) and _VERSION.search(head) else 0.0


def records(stream: BinaryIO, path: str) -> Iterator[Record | Failure]:
    """One record an item."""
    for found in jsonl.values(stream, path):
        if isinstance(found, Failure):
            yield found
        elif not isinstance(found.value, dict) or not isinstance(listed := found.value.get("items"), list):
            yield items.failure(found.at, "feed has no items", "is it the feed's address?")
        else:
            for number, item in enumerate(listed, 1):
                yield _record(item, found.value, f"{found.at}[{number - 1}]", f"{path}#{number}")


def _record(item: Any, feed: Mapping[str, Any], at: str, fallback: str) -> Record | Failure:
    if not isinstance(item, dict):
        return items.failure(at, "item is no object")
    try:
        return items.record(_item(item, feed), at, fallback)
    except SamestoryError as error:
        return items.failure(at, error.message, error.hint)


def _item(item: Mapping[str, Any], feed: Mapping[str, Any]) -> items.Item:
    """What an item says, and its feed where the item is silent."""
    html, text = words(item, "content_html"), words(item, "content_text")
    content: tuple[Form, str] = ("html", html) if html.strip() else ("text", text)
    tags = item.get("tags")
    return items.Item(
        content=content,
        summary=("text", words(item, "summary")),
        id=words(item, "id") or None,
        url=items.absolute(words(item, "url") or words(item, "external_url"), words(feed, "home_page_url")),
        title=items.line(words(item, "title")) or None,
        published=words(item, "date_published") or words(item, "date_modified"),
        authors=_authors(item) or _authors(feed),
        outlet=items.line(words(feed, "title")),
        language=words(item, "language") or words(feed, "language"),
        meta=[
            ("feed:title", words(feed, "title")),
            ("feed:updated", items.iso(words(item, "date_modified")) or ""),
            *(("feed:category", tag) for tag in (tags if isinstance(tags, list) else []) if isinstance(tag, str)),
        ],
    )


def words(value: Mapping[str, Any], name: str) -> str:
    """A field as text; numbers are written out, anything else is nothing.

    >>> words({"id": 7}, "id"), words({"id": None}, "id")
    ('7', '')
    """
    given = value.get(name)
    if isinstance(given, int | float) and not isinstance(given, bool):
        return str(given)
    return given if isinstance(given, str) else ""


def _authors(value: Mapping[str, Any]) -> list[str]:
    """Names of version 1.1, else the one of version 1.0."""
    listed = value.get("authors")
    given = listed if isinstance(listed, list) else [value.get("author")]
    return [items.line(words(author, "name")) for author in given if isinstance(author, dict) and words(author, "name")]
