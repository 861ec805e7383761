"""The packaged examples, the answers to them, and places counted by visible characters."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import samestory
from samestory import pipeline
from samestory.types import Comparison, Span, StoryView, Version

# Another folder than the packaged one: that of examples made anew.
EXAMPLES = Path(os.environ.get("SAMESTORY_EXAMPLES") or Path(samestory.__file__).parent / "examples")
_NAMES = ("ostermouth-gazette.html", "plainsfield-daily.txt", "kestrel-valley-times.html", "nivra-observer.jsonl")
FIRST = [EXAMPLES / "pages" / "kesper-dam" / name for name in _NAMES]  # stand for all where a few pages are enough
TRUTH: dict[str, Any] = json.loads((EXAMPLES / "truth.json").read_text("utf-8"))
STORIES: dict[str, Any] = {story["name"]: story for story in TRUTH["stories"]}
PAGES: dict[str, Any] = TRUTH["pages"]
_FLOORS = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))
FLOORS: dict[str, float] = _FLOORS["examples"]
LABELLED_FLOORS: dict[str, float] = _FLOORS["labelled pages"]
RENEWED_FLOORS: dict[str, float] = _FLOORS["renewed examples"]  # of what is packaged, made anew with any seed
BODY = {f"article.{kind}" for kind in ("paragraph", "heading", "list", "pullquote", "table")}


Stretch = range  # of visible characters


@cache
def compared() -> Comparison:
    """The answer to all pages together."""
    return pipeline.compare([str(EXAMPLES / "pages")], pipeline.Run())


@cache
def view(story: str) -> StoryView:
    """The answer to the pages of one story, taken as one: what is asked here is not who belongs together."""
    return pipeline.compare([str(EXAMPLES / "pages" / story)], pipeline.Run(), as_one=True).stories[0]


@cache
def pages() -> dict[str, Version]:
    """The answered pages by the name of their file; of several fetches of one page, the first."""
    found: dict[str, Version] = {}
    for version in sorted(compared().pages, key=lambda each: each.page.at):
        found.setdefault(name_of(version), version)
    return found


def name_of(version: Version) -> str:
    """The file of a page, whose `source` may be an id or an address."""
    return next(part for part in (Path(version.page.at).name.split(":"))[:1] if part)


@cache
def page_id(name: str) -> str:
    """The id of a page of this file name."""
    return pages()[name].page.id


# ---- places: counted in visible characters, so that white space never matters ---------------------------------------


def visible(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


@cache
def counts(text: str) -> list[int]:
    """For every offset, how many visible characters stand before it."""
    found = [0]
    for char in text:
        found.append(found[-1] + (not char.isspace()))
    return found


def under(text: str, span: Span) -> Stretch:
    """The visible characters of a span."""
    return range(counts(text)[span.start], counts(text)[span.end])


def touch(one: Stretch, other: Stretch) -> bool:
    """Do two stretches share a character?"""
    return max(one.start, other.start) < min(one.stop, other.stop)


def holds(outer: Stretch, inner: Stretch) -> bool:
    """Does one stretch lie inside another?"""
    return outer.start <= inner.start and inner.stop <= outer.stop


def occurrences(text: str, words: str) -> Iterator[Stretch]:
    """Every place of some words in a text."""
    whole, piece = visible(text), visible(words)
    at = whole.find(piece)
    while at >= 0:
        yield range(at, at + len(piece))
        at = whole.find(piece, at + 1)


@cache
def blocks(name: str) -> tuple[tuple[dict[str, Any], Stretch | None], ...]:
    """The true blocks of a page with their places, one after the other; None for one that is not there."""
    whole, after, found = visible(pages()[name].page.text), 0, []
    for block in PAGES[name].get("blocks", []):
        at = whole.find(visible(block["text"]), after)
        found.append((block, range(at, at + len(visible(block["text"]))) if at >= 0 else None))
        after = found[-1][1].stop if found[-1][1] else after
    return tuple(found)


def place(name: str, words: str) -> Stretch | None:
    """Where some words stand on a page: in the article, else in what else is the page's own."""
    own = [(block["role"] in BODY, stretch) for block, stretch in blocks(name) if block["own"] and stretch]
    found = list(occurrences(pages()[name].page.text, words))
    for in_body in (True, False):
        around = [stretch for body, stretch in own if body or not in_body]
        for each in found:
            if any(stretch.start <= each.start < stretch.stop for stretch in around):
                return each
    return None
