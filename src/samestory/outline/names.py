"""What the names in the markup of a page say: tags, classes, ids, roles, of one element at a time.

The words are data (`names.toml`), those of content systems everywhere. An element that holds the story itself is never
asked (its names say "sidebar" because there is one beside it); see `tree`.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from itertools import accumulate
from typing import NamedTuple

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
_HAS = re.compile(r"(?:has|no|not|without|with|hide)-[\w-]+")
_ABOUT = re.compile(r"(?:post_tag|tag|category|cat|type|format|status|author)-[\w-]+")
_ENTRY = re.compile(r"\bhentry\b|\bpost-\d+\b|\btype-\w+")
_STORY = "story"


@lru_cache(maxsize=16384)
def named(tag: str, hints: str) -> str | None:
    """The role an element claims by its names, else by its tag.

    >>> named("div", "related-articles"), named("p", "caption__text"), named("nav", ""), named("div", "article-body")
    ('list.related', 'media.caption', 'nav.menu', None)
    """
    first = min((said.first for said in _each_name(hints)), default=_NONE)
    return _TAGS.get(tag) if first == _NONE else _rules().roles[first]


@lru_cache(maxsize=16384)
def names_story(hints: str) -> bool:
    """Does an element say that it holds the text of the article?

    >>> names_story("article-body"), names_story("article-teaser")
    (True, False)
    """
    return any(said.story for said in _each_name(hints))


class _Said(NamedTuple):
    """What one name says: the first role that fits, by its place among the roles, and whether it says "story" too."""

    first: int
    story: bool


_NONE = 1000  # behind every role
_NOTHING = _Said(_NONE, story=False)


def _each_name(hints: str) -> list[_Said]:
    entry = ("-" in hints or "hentry" in hints) and bool(_ENTRY.search(hints))
    return [_of_name(name, entry) for name in hints.split()]


@lru_cache(maxsize=65536)  # sites share most of their names, so of a new page one in four is new
def _of_name(name: str, entry: bool) -> _Said:
    """What one name says; no phrase spans two names."""
    if "-" in name and (found := _HAS.match(name) or (_ABOUT.match(name) if entry else None)):
        name = name[found.end() :]
    words = _MARKS.sub(" ", name).split()
    begun = [place for word in words for place in _begun(word)]
    if not begun:
        return _NOTHING
    rules, text = _rules(), f" {' '.join(words)} "
    fitting = [place for place in sorted(set(begun)) if rules.patterns[place].search(text)]
    story = rules.roles.index(_STORY)
    return _Said(next((place for place in fitting if place != story), _NONE), story in fitting)


@lru_cache(maxsize=65536)
def _begun(word: str) -> tuple[int, ...]:
    """The roles of which a name may begin with this word; of nearly all words there are none."""
    rules = _rules()
    found = rules.whole.get(word, ())
    if word.startswith(rules.all_starts):
        found = (*found, *(place for start, place in rules.starts if word.startswith(start)))
    return (*found, *(place for part, place in rules.parts if part in word))


class _Rules(NamedTuple):
    """The roles in order, their patterns, and how the first word of a name of theirs may look."""

    roles: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    whole: Mapping[str, tuple[int, ...]]
    all_starts: tuple[str, ...]
    starts: tuple[tuple[str, int], ...]
    parts: tuple[tuple[str, int], ...]


@cache
def _rules() -> _Rules:
    text = (files("samestory") / "outline" / "names.toml").read_text("utf-8")
    named = {role: table["names"] for role, table in tomllib.loads(text).items()}
    whole: dict[str, set[int]] = defaultdict(set)
    starts, parts = set(), set()
    for place, names in enumerate(named.values()):
        for first in (first for name in names for first in _firsts(name)):
            start, star, rest = first.partition("*")
            if not star:
                whole[first].add(place)
            elif start:
                starts.add((start, place))
            else:
                parts.add((rest.partition("*")[0], place))
    return _Rules(
        roles=tuple(named),
        patterns=tuple(map(_pattern, named.values())),
        whole={word: tuple(places) for word, places in whole.items()},
        all_starts=tuple({start for start, _ in starts}),
        starts=tuple(starts),
        parts=tuple(parts),
    )


def _firsts(name: str) -> Iterator[str]:
    """What the first word may be where a name's words stand apart or together: "by line": by, byline."""
    return accumulate(name.split())


def _pattern(names: list[str]) -> re.Pattern[str]:
    words = (name.replace(" ", " ?").replace("*", "[a-z0-9]*") for name in names)
    return re.compile(" (?:" + "|".join(words) + ") ")
