"""Named fields of a page, as JSON objects and tables have them, as a record."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from samestory.errors import SamestoryError
from samestory.types import Failure, Form, Record

FORMS: tuple[Form, ...] = ("html", "text", "body")
FIELDS = (*FORMS, "id", "url", "title", "published", "fetched", "authors", "outlet", "language")
Names = Mapping[str, str]  # a field -> what it is called in the input
AS_THEY_ARE: Names = MappingProxyType({})


@cache
def synonyms() -> Mapping[str, Sequence[str]]:
    """What tables call the fields, the likeliest name first.

    >>> "maintext" in synonyms()["body"]
    True
    """
    found = tomllib.loads((files(__package__ or "") / "columns.toml").read_text("utf-8"))
    return {field: [field, *found.get(field, ())] for field in FIELDS}


def columns(given: Sequence[str], names: Names, at: str) -> Names:
    """Which column holds which field. Raises SamestoryError if no column holds pages, or a named one is not there.

    >>> columns(["Headline", "Article_Text"], {}, "a.csv")
    {'body': 'Article_Text', 'title': 'Headline'}
    """
    folded = {_folded(column): column for column in reversed(given)}
    listed = ", ".join(given[:12]) or "none"
    found = {}
    for field in FIELDS:
        if field in names and names[field] not in given:
            raise SamestoryError(at, f"has no column {names[field]!r}; it has {listed}", hint="check --map")
        taken = (folded[_folded(name)] for name in synonyms()[field] if _folded(name) in folded)
        if column := names.get(field) or next(taken, None):
            found[field] = column
    if not any(form in found for form in FORMS):
        raise SamestoryError(
            at,
            f"has no column of pages; it has {listed}",
            "one of html, text, body",
            "say which column it is: --map body=NAME (or html=NAME, text=NAME)",
        )
    return found


@lru_cache(maxsize=1024)
def _folded(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def pages(names: Names) -> list[str]:
    """What the fields are called that hold a page."""
    return [names.get(form, form) for form in FORMS]


def record(value: Any, at: str, fallback: str, names: Names = AS_THEY_ARE) -> Record | Failure:
    """Fields as a record; a failure if they are none, or if one of them is of another type."""
    try:
        return _read(_renamed(value, names) if names else value, at, fallback)
    except SamestoryError as error:
        return Failure("read", error.at, error.message, error.hint, error.at)


def _renamed(value: Any, names: Names) -> Any:
    if not isinstance(value, Mapping):
        return value
    return {**value, **{field: value.get(name) for field, name in names.items()}}


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
    return f"is the page in {longest!r}? say so: --map body={longest}" if longest else "see the manual for the fields"


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
