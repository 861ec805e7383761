"""What a screen says, in the form it was asked for: page, JSON, CSV or Atom; the same words have the same ETag."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from starlette.responses import Response

from samestory.web.asked import Asked
from samestory.web.pages import rendered
from samestory.web.problem import HttpError

TYPES = {
    "html": "text/html; charset=utf-8",
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a screen found: values for its template, and the same as data."""

    template: str
    values: Mapping[str, Any]
    shape: Callable[[], Any]  # one document; of a list, its rows
    table: Callable[[], Iterable[Sequence[Any]]] | None = None  # its first row names the columns
    feed: Callable[[], str] | None = None
    after: str | None = None  # of a list: the token of what follows; "" at its end, None if it is no list
    forms: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        found = ["json", *(["csv"] if self.table else []), *(["atom"] if self.feed else [])]
        object.__setattr__(self, "forms", tuple(found))


def written(answer: Answer, asked: Asked) -> str:
    """An answer in the form asked for. Raises HttpError if it has no such form."""
    if asked.form == "html":
        following = asked.href(next=answer.after) if answer.after else ""
        return rendered(answer.template, asked=asked, forms=answer.forms, following=following, **answer.values)
    if asked.form == "json":
        return json.dumps(_document(answer, asked), ensure_ascii=False, default=list)
    if asked.form == "csv" and answer.table:
        return _lines(answer.table())
    if asked.form == "atom" and answer.feed:
        return answer.feed()
    raise HttpError(404, "No such form", f"this screen has the forms html, {', '.join(answer.forms)}")


def response(answer: Answer, asked: Asked, known: str) -> Response:
    """An answer as a response; only its tag if the reader has the very same already."""
    content = written(answer, asked).encode("utf-8", "replace")
    tag = f'"{blake2b(content, digest_size=12).hexdigest()}"'
    headers = {"etag": tag, "cache-control": "private, no-cache", "vary": "cookie", "content-type": TYPES[asked.form]}
    if answer.after:
        headers["link"] = f'<{asked.base}{_following(answer.after, asked)}>; rel="next"'
    if tag in known:
        return Response(status_code=304, headers=headers)
    return Response(content, headers=headers)


def _following(after: str, asked: Asked) -> str:
    return asked.href("" if asked.form == "html" else asked.form, next=after)


def _document(answer: Answer, asked: Asked) -> Any:
    shape = answer.shape()
    if answer.after is None:
        return shape
    if asked.word("_shape") == "array":
        return shape
    following = f"{asked.base}{_following(answer.after, asked)}" if answer.after else None
    return {"ok": True, "rows": shape, "next": answer.after or None, "next_url": following}


def _lines(table: Iterable[Sequence[Any]]) -> str:
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([_cell(cell) for cell in row] for row in table)
    return file.getvalue()


def _cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: what a page says must not be run.

    >>> _cell("=1+1"), _cell(-3), _cell("-3 degrees")
    ("'=1+1", -3, "'-3 degrees")
    """
    return f"'{value}" if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r") else value
