"""The templates, and what they may ask: everything they are given is escaped."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from samestory import html, telling
from samestory.clock import clock
from samestory.html.edition import Paragraph
from samestory.phrases import snippet

STATIC = {
    "samestory.css": "text/css; charset=utf-8",
    "samestory.js": "text/javascript; charset=utf-8",
    "mark.svg": "image/svg+xml",
}
BEGINNING = 90  # letters that stand for a paragraph that is folded
STEPS = 20  # of a bar: its width is a class, as a style in the markup is not allowed


def rendered(template: str, **values: Any) -> str:
    """A screen as HTML."""
    return environment().get_template(template).render(**values)


@cache
def environment() -> Environment:
    """The templates of the screens, and under `html/` those of the self-contained page."""
    loader = ChoiceLoader(
        [PackageLoader("samestory.web"), PrefixLoader({"html": PackageLoader("samestory.html")}, delimiter="/")]
    )
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined)
    made.trim_blocks = made.lstrip_blocks = True
    made.globals.update(html.words(), **_words())
    return made


def _words() -> Mapping[str, Callable[..., Any]]:
    return {
        function.__name__: function
        for function in (bar, beginning, href, ldjson, moment, since, static, telling.absence)
    }


def static(name: str) -> str:
    """The address of a file of ours; it changes with its content, so that a browser may keep it."""
    return f"/static/{blake2b(content(name), digest_size=5).hexdigest()}/{name}"


@cache
def content(name: str) -> bytes:
    """A file of ours. The style of the self-contained page comes first: the screens are its relatives."""
    own = (files("samestory.web") / "static" / name).read_bytes()
    shared = files("samestory.html") / "templates" / "style.css"
    return shared.read_bytes() + own if name.endswith(".css") else own


def bar(share: float) -> str:
    """A share as the class that draws it; what is not nothing is seen.

    >>> bar(0.0), bar(0.01), bar(0.5), bar(1.0)
    ('b0', 'b1', 'b10', 'b20')
    """
    step = round(STEPS * min(max(share, 0.0), 1.0))
    return f"b{max(step, 1) if share > 0 else 0}"


def beginning(paragraph: Paragraph) -> str:
    """The first words of a paragraph."""
    return snippet("".join(piece.text for piece in paragraph.pieces), BEGINNING)


def href(*parts: str) -> str:
    """A path out of its parts, none of which can leave its place.

    >>> href("outlet", "A/B ?#")
    '/outlet/A%2FB%20%3F%23'
    """
    return "/" + "/".join(quote(part, safe="") for part in parts)


def moment(iso: str | None) -> str:
    """A time for `<time datetime>`, in UTC if its zone is known; "" for what is no time.

    >>> moment("2022-11-25T14:05:00+02:00"), moment("2022-11-25"), moment("Friday"), moment(None)
    ('2022-11-25T12:05:00Z', '2022-11-25', '', '')
    """
    if not iso or clock(iso, None) is None:
        return ""
    try:
        found = datetime.fromisoformat(iso)
    except ValueError:
        return ""
    if len(iso) <= len("2022-11-25") or found.tzinfo is None:
        return iso
    return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def since(seconds: float) -> str:
    """Seconds since 1970 as a time.

    >>> since(0.0)
    '1970-01-01T00:00:00Z'
    """
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def ldjson(value: Any) -> Markup:
    r"""Linked data inside a script element: nothing in it can end the element.

    >>> ldjson({"a": "</script>"})
    Markup('{"a": "\\u003c/script\\u003e"}')
    """
    text = json.dumps(value, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
