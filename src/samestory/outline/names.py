"""What the names in the markup of a page say: tags, classes, ids, roles, of one element at a time.

The words are data (`names.toml`), those of content systems everywhere. An element that holds the story itself is never
asked (its names say "sidebar" because there is one beside it); see `tree`.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from functools import cache, lru_cache, reduce
from importlib.resources import files
from typing import NamedTuple

from samestory.outline.words import one_of

_TAGS = {
    "nav": "nav.menu",
    "footer": "nav.footer",
    "aside": "list.related",
    "figcaption": "media.caption",
    "figure": "media.caption",
    "form": "interactive.form",
    "button": "ui.button",
    "time": "meta.date",
    "blockquote": "article.pullquote",
    "dialog": "nav.menu",
    "address": "meta.byline",
    "label": "interactive.form",
    "fieldset": "interactive.form",
}
_WORD = re.compile(r"[a-z0-9]+")
# Classes that say what an element has or has not ("has-sidebar", "hide-ads"), and on entries what they are about.
_HAVING = ("has", "no", "not", "without", "with", "hide")
_HAS = re.compile(rf"(?:{'|'.join(_HAVING)})-[\w-]+")
_ABOUT = re.compile(r"(?:post_tag|tag|category|cat|type|format|status|author)-[\w-]+")
_ENTRY = re.compile(r"\bhentry\b|\bpost-\d+\b|\btype-\w+")
# "hidden" alone hides from all; "hidden md:block", "hidden d-lg-flex" only from some screens. Of what it alone hides on
# 987 pages nothing was article text.
_HIDDEN = "hidden"
_SHOWN = re.compile(r":|(?:^|[ -])(?:xs|sm|md|lg|xl|mobile|tablet|desktop|print)(?:$|[ -])")
_STORY, _HEADLINE = "story", "article.headline"


@lru_cache(maxsize=16384)
def named(tag: str, hints: str) -> str | None:
    """The role an element claims by its names, else by its tag.

    >>> named("div", "related-articles"), named("p", "caption__text"), named("nav", ""), named("div", "article-body")
    ('list.related', 'media.caption', 'nav.menu', None)
    """
    first, _ = min(_each_name(hints), default=_NOTHING)
    if first != _NONE:
        return _rules().roles[first]
    hidden = _HIDDEN in hints and _HIDDEN in hints.split() and not _SHOWN.search(hints)
    return "nav.menu" if hidden else _TAGS.get(tag)


@lru_cache(maxsize=16384)
def names_story(hints: str) -> bool:
    """Does an element say that it holds the text of the article?

    >>> names_story("article-body"), names_story("article-teaser")
    (True, False)
    """
    return any(said.story for said in _each_name(hints))


@lru_cache(maxsize=16384)
def names_headline(hints: str) -> bool:
    """Does an element say that it is the headline?

    >>> names_headline("entry-title"), names_headline("teaser-title")
    (True, False)
    """
    return _rules().headline.search(hints) is not None and named("", hints) == _HEADLINE


class _Said(NamedTuple):
    """What one name says: the first role that fits, by its place among the roles, and whether it says "story" too."""

    first: int
    story: bool


_NONE = 1000  # behind every role
_TELLING = -1  # in the place of a role: says "story"
_NOTHING = _Said(_NONE, False)


def _each_name(hints: str) -> list[_Said]:
    entry = ("post-" in hints or "type-" in hints or "hentry" in hints) and bool(_ENTRY.search(hints))
    return [_of_name(name, entry) for name in hints.split()]


@lru_cache(maxsize=65536)  # sites share most of their names, so of a new page one in four is new
def _of_name(name: str, entry: bool) -> _Said:
    """What one name says; no phrase spans two names."""
    words = _WORD.findall(name)
    begun = list(map(_begun, words))
    if not any(begun):
        return _NOTHING
    if (entry or words[0] in _HAVING) and (found := _HAS.match(name) or (_ABOUT.match(name) if entry else None)):
        words = _WORD.findall(name, found.end())
        begun = list(map(_begun, words))
    text, at, first, story = f" {' '.join(words)} ", 0, _NONE, False
    for word, phrases in zip(words, begun, strict=True):
        for place, phrase in phrases:
            if place < first and (phrase is None or _stands(phrase, text, at)):
                if place == _TELLING:
                    story = True
                else:
                    first = place
        at += len(word) + 1
    return _Said(first, story)


def _stands(phrase: str, text: str, at: int) -> bool:
    """Does a phrase stand at a place of a text?"""
    return bool(_pattern(phrase).match(text, at)) if "*" in phrase else text.startswith(phrase, at)


class _Phrase(NamedTuple):
    """A phrase that may begin with a word, and of which role."""

    place: int  # of the role
    words: str | None  # with blanks around each; None: the word is all of it


@lru_cache(maxsize=65536)
def _begun(word: str) -> tuple[_Phrase, ...]:
    """The phrases that may begin with this word; with nearly all words none does."""
    rules = _rules()
    found = rules.whole.get(word, ())
    if word.startswith(rules.all_starts):
        found = (*found, *[phrase for start, phrase in rules.starts if word.startswith(start)])
    parts = [phrase for part, phrase in rules.parts if part in word]
    return (*found, *parts) if parts else found


class _Rules(NamedTuple):
    """The roles in order, and the phrases by how their first word may look."""

    roles: tuple[str, ...]
    whole: Mapping[str, tuple[_Phrase, ...]]
    all_starts: tuple[str, ...]
    starts: tuple[tuple[str, _Phrase], ...]
    parts: tuple[tuple[str, _Phrase], ...]
    headline: re.Pattern[str]  # the last words of what a headline is called: in few names is one of them


@cache
def _rules() -> _Rules:
    text = (files("samestory") / "outline" / "names.toml").read_text("utf-8")
    named = {role: table["names"] for role, table in tomllib.loads(text).items()}
    places = {role: _TELLING if role == _STORY else place for place, role in enumerate(named)}
    whole: dict[str, list[_Phrase]] = defaultdict(list)
    starts, parts = [], []
    ways = ((places[role], way) for role, names in named.items() for name in names for way in _ways(name))
    for place, written in ways:
        first, _, further = written.partition(" ")
        start, star, rest = first.partition("*")
        phrase = _Phrase(place, f" {written} " if further or rest or not start else None)
        if not star:
            whole[first].append(phrase)
        elif start:
            starts.append((start, phrase))
        else:
            parts.append((rest.partition("*")[0], phrase))
    return _Rules(
        roles=tuple(named),
        whole={word: tuple(phrases) for word, phrases in whole.items()},
        all_starts=tuple({start for start, _ in starts}),
        starts=tuple(starts),
        parts=tuple(parts),
        headline=re.compile(one_of(name.split()[-1].strip("*") for name in named[_HEADLINE])),
    )


def _ways(name: str) -> list[str]:
    """How a name may be written, its words apart or together: "by line", "byline"."""
    first, *others = name.split()
    return reduce(lambda ways, word: [way + gap + word for way in ways for gap in (" ", "")], others, [first])


@cache  # few phrases have a star in them; every pattern takes 0.1 ms to make
def _pattern(phrase: str) -> re.Pattern[str]:
    return re.compile(phrase.replace("*", "[a-z0-9]*"))
