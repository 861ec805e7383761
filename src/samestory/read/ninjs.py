"""IPTC ninjs (1.x to 3.x): items of a news agency, one a file, in a list, or one a line.

The item's URI is its id, the first of its information sources its outlet. Items that are no text (pictures, graphics)
are no pages and pass in silence; usage terms, rights, sources and the status are kept as metadata.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, BinaryIO

from samestory.errors import SamestoryError
from samestory.read import items, jsonl
from samestory.read.jsonfeed import words
from samestory.types import Failure, Form, Record

suffixes = (".json", ".jsonl", ".ninjs")

_OWN = re.compile(
    rb'"(versioncreated|contentcreated|firstcreated|representationtype|pubstatus|usageterms|infosources?|headlines|bodies|'
    rb'body_(?:xhtml|html|text)|descriptions|slugline|copyrightholder|copyrightnotice|renditions|associations)"\s*:'
)
_ITEM = re.compile(rb'"(?:uri|standard)"\s*:')
_BODIES = ("bodies", "body_xhtml", "body_html", "body_text")
_RIGHTS = ("usageterms", "copyrightnotice", "copyrightholder")
_STATES = ("pubstatus", "version", "versioncreated", "firstcreated", "embargoed", "ednote", "slugline")


def recognises(head: bytes) -> float:
    """How surely these are the first bytes of ninjs.

    >>> recognises(b'{"uri": "urn:x:1", "versioncreated": "2024-03-05", "body_xhtml": "<p>Rain"}')
    0.98
    """
    if not jsonl.recognises(head):
        return 0.0
    return 0.98 if len(set(_OWN.findall(head))) > 1 and _ITEM.search(head) else 0.0


def records(stream: BinaryIO, path: str) -> Iterator[Record | Failure]:
    """One record a text item."""
    number = 0
    for found in jsonl.values(stream, path):
        for item in jsonl.items(found, _BODIES) if isinstance(found, jsonl.Value) else [found]:
            number += 1
            record = item if isinstance(item, Failure) else _record(item.value, item.at, f"{path}#{number}")
            if record:
                yield record


def _record(item: Any, at: str, fallback: str) -> Record | Failure | None:
    if not isinstance(item, dict):
        return items.failure(at, "item is no object")
    if words(item, "type") not in ("", "text", "article", "composite"):
        return None
    try:
        return items.record(_item(item), at, fallback)
    except SamestoryError as error:
        return items.failure(at, error.message, error.hint)


def _item(item: Mapping[str, Any]) -> items.Item:
    sources = _names(item.get("infosources", item.get("infosource")))
    authors = [name for field in ("by", "bylines", "byline") for name in _names(item.get(field))]
    return items.Item(
        content=_text(item, "bodies", ("body_xhtml", "body_html", "body_text")),
        summary=_text(item, "descriptions", ("description_html", "description_text")),
        id=words(item, "uri") or None,
        url=items.absolute(words(item, "url"), None),
        title=items.line(_said(item, "headlines") or words(item, "headline") or words(item, "title")) or None,
        published=words(item, "versioncreated") or words(item, "firstcreated"),
        authors=[re.sub(r"\Aby\s+", "", name, flags=re.IGNORECASE) for name in authors],
        outlet=next(iter(sources), None) or words(item, "copyrightholder"),
        language=words(item, "language"),
        meta=[
            *(("ninjs:infosource", name) for name in sources),
            *(("dc:rights", words(item, name)) for name in _RIGHTS),
            *((f"ninjs:{name}", words(item, name)) for name in _STATES),
            *(("feed:category", name) for name in _names(item.get("subjects", item.get("subject")))),
        ],
    )


def _text(item: Mapping[str, Any], listed: str, single: tuple[str, ...]) -> tuple[Form, str]:
    """The longest text of a list, markup before plain text; else the first of the fields of version 1."""
    given = item.get(listed)
    texts = [text for text in (given if isinstance(given, list) else []) if isinstance(text, dict)]
    texts.sort(key=lambda text: (_form(words(text, "contenttype")) == "html", len(words(text, "value"))))
    if texts and words(texts[-1], "value").strip():
        return _form(words(texts[-1], "contenttype")), words(texts[-1], "value")
    name = next((name for name in single if words(item, name).strip()), "")
    return ("body" if name.endswith("_text") else "html"), words(item, name)


def _form(kind: str) -> Form:
    """Markup, or an agency's clean text."""
    return "html" if "html" in kind.lower() or "xml" in kind.lower() else "body"


def _said(item: Mapping[str, Any], name: str) -> str:
    """The main one of several headlines, else the first."""
    given = item.get(name)
    texts = [text for text in (given if isinstance(given, list) else []) if isinstance(text, dict)]
    texts.sort(key=lambda text: words(text, "role").rpartition(":")[2] != "main")
    return words(texts[0], "value") if texts else ""


def _names(given: Any) -> list[str]:
    """Names given as text, as objects with a name, or as a list of either."""
    listed = given if isinstance(given, list) else [given]
    found = [name if isinstance(name, str) else words(name, "name") or words(name, "value")
             for name in listed if isinstance(name, str | dict)]  # fmt: skip
    return [items.line(name) for name in found if name.strip()]
