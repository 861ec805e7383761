"""What a request asks for: the screen's arguments, in which form, and how the reader likes to look at pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, cast
from urllib.parse import urlencode

from starlette.requests import Request

from samestory.web.problem import HttpError

Form = Literal["html", "json", "csv", "atom"]
FORMS: tuple[Form, ...] = ("json", "csv", "atom")
LONGEST_WORD = 400  # characters of an argument; a search line is never longer
SIZE, MOST = 30, 200  # rows of a list, unless asked otherwise; at most


class Look(NamedTuple):
    """How a reader likes it: kept in the reader's own cookie, never here."""

    scheme: Literal["system", "light", "dark"] = "system"
    size: Literal["small", "medium", "large"] = "medium"

    @property
    def classes(self) -> str:
        """As classes of the page."""
        return f"{self.scheme} {self.size}"


def look(written: str) -> Look:
    """A look as the cookie holds it; what is no look is the usual one.

    >>> look("dark-large"), look("<script>")
    (Look(scheme='dark', size='large'), Look(scheme='system', size='medium'))
    """
    scheme, _, size = written.partition("-")
    known = scheme in ("system", "light", "dark") and size in ("small", "medium", "large")
    return Look(cast("Literal['system']", scheme), cast("Literal['medium']", size)) if known else Look()


@dataclass(frozen=True, slots=True)
class Asked:
    """The arguments of a screen."""

    path: str  # without the ending that names the form
    form: Form = "html"
    base: str = ""  # scheme and host, for addresses that travel
    place: Mapping[str, str] = field(default_factory=dict)  # what the path names
    query: Sequence[tuple[str, str]] = ()
    look: Look = field(default_factory=Look)

    def word(self, name: str) -> str:
        """A word of the query; "" if it is not given. Raises HttpError if it is endless."""
        value = dict(self.query).get(name, "").strip()
        if len(value) > LONGEST_WORD:
            raise HttpError(400, "Too long", f"{name} may have {LONGEST_WORD} characters")
        return value

    def words(self, name: str) -> list[str]:
        """All words given under one name."""
        return [value for key, value in self.query if key == name]

    def number(self, name: str, default: int, most: int) -> int:
        """A whole number from 0 to `most`. Raises HttpError for anything else."""
        value = self.word(name)
        if not value:
            return default
        if not (value.isascii() and value.isdecimal()) or int(value[:19]) > most:
            raise HttpError(400, "No such number", f"{name} is a whole number up to {most}")
        return int(value)

    @property
    def size(self) -> int:
        """How many rows of a list."""
        return max(1, self.number("_size", SIZE, MOST))

    def href(self, form: str = "", **changed: str) -> str:
        """The address of this screen in another form, or with other words in its query; "" takes a word away."""
        words = {**dict(self.query), **changed}
        ending = f".{form}" if form else ""
        path = "/stories" if self.path == "/" and form else self.path
        query = urlencode({name: value for name, value in words.items() if value})
        return f"{path}{ending}?{query}" if query else f"{path}{ending}"


def asked(request: Request) -> Asked:
    """The arguments out of a request."""
    return Asked(
        path=request.url.path,
        form=request.scope.get("form", "html"),
        base=f"{request.url.scheme}://{request.url.netloc}",
        place=dict(request.path_params),
        query=request.query_params.multi_items(),
        look=look(request.cookies.get("look", "")),
    )
