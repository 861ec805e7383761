"""What the names in the markup of a page say: tags, classes, ids, roles, of one element at a time.

The words are data (`names.toml`), those of content systems everywhere. An element that holds the story itself is never
asked (its names say "sidebar" because there is one beside it); see `tree`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

_TAGS = {
    "nav": "nav.menu",
    "footer": "nav.footer",
    "aside": "list.related",
    "figcaption": "media.caption",
    "figure": "media.caption",
    "caption": "media.caption",
    "form": "interactive.form",
    "button": "ui.button",
    "time": "meta.date",
    "blockquote": "article.pullquote",
    "dialog": "nav.menu",
    "address": "meta.byline",
    "label": "interactive.form",
    "fieldset": "interactive.form",
}
_MARKS = re.compile(r"[^a-z0-9]+")
# Classes that say what an element has or has not ("has-sidebar", "hide-ads"), and on entries what they are about.
_HAS = re.compile(r"(?:(?<=\s)|^)(?:has|no|not|without|with|hide)-[\w-]+")
_ABOUT = re.compile(r"(?:(?<=\s)|^)(?:post_tag|tag|category|cat|type|format|status|author)-[\w-]+")
_ENTRY = re.compile(r"\bhentry\b|\bpost-\d+\b|\btype-\w+")


@lru_cache(maxsize=65536)
def named(tag: str, hints: str) -> str | None:
    """The role an element claims by its names, else by its tag.

    >>> named("div", "related-articles"), named("p", "caption__text"), named("nav", ""), named("div", "article-body")
    ('list.related', 'media.caption', 'nav.menu', None)
    """
    words = _apart(hints)
    if _any().search(words):
        return next(role for role, pattern in _patterns().items() if role != "story" and pattern.search(words))
    return _TAGS.get(tag)


@lru_cache(maxsize=65536)
def names_story(hints: str) -> bool:
    """Does an element say that it holds the text of the article?

    >>> names_story("article-body"), names_story("article-teaser")
    (True, False)
    """
    return bool(_patterns()["story"].search(_apart(hints)))


def _apart(hints: str) -> str:
    """Names as words with one blank on each side of a name's words (two between names: no phrase spans two names)."""
    hints = _HAS.sub(" ", hints)
    if _ENTRY.search(hints):
        hints = _ABOUT.sub(" ", hints)
    return " " + "  ".join(_MARKS.sub(" ", name).strip() for name in hints.split()) + " "


@cache
def _names() -> Mapping[str, list[str]]:
    text = (files("samestory") / "outline" / "names.toml").read_text("utf-8")
    return {role: table["names"] for role, table in tomllib.loads(text).items()}


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {role: _pattern(names) for role, names in _names().items()}


@cache
def _any() -> re.Pattern[str]:
    return _pattern([name for role, names in _names().items() if role != "story" for name in names])


def _pattern(names: list[str]) -> re.Pattern[str]:
    words = (name.replace(" ", " ?").replace("*", "[a-z0-9]*") for name in names)
    return re.compile(" (?:" + "|".join(words) + ") ")
