"""What the blocks of a page say as data: dates, polls, tickers, offers, teasers, credits, topics, rights, bylines."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from samestory.outline.cues import anywhere
from samestory.outline.details import byline, credit, dates, offer, poll, rights, teaser, ticker, topics
from samestory.types import Block, Page, Span

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Setting:
    """What the parsers of single blocks need to know of the page around them."""

    clock: dt.date | None  # the day of the page: ages and dates without a year are told against it
    country: str | None  # by the site's name: which dollar, which krona
    decimal: str  # the decimal mark of the page's tickers
    day_first: bool | None  # what "3/10/2022" means there, if its language or its country tell
    vocabulary: frozenset[str]  # the page's words, to part tags that are glued together


def with_data(page: Page, blocks: Sequence[Block]) -> list[Block]:
    """The same blocks, each with what it says as data if its role has any."""
    around = _setting(page, blocks)
    found = list(blocks)
    options: dict[int, Data] = {}
    borders = [mark.span.start for mark in page.marks]
    for at, (span, role, _, _) in enumerate(blocks):
        parse = _PARSERS.get(role)
        if parse and (data := parse(_lines(page.text, span, borders), around)) is not None:
            found[at] = blocks[at]._replace(data=data)
            if data and role == "interactive.poll_option":
                options[at] = data
    for at, data in poll.questions(page.text, blocks, options).items():
        found[at] = blocks[at]._replace(data=data)
    return found


def _lines(text: str, span: Span, borders: Sequence[int]) -> str:
    """A text with a line end at each border in it that has none: "Rain again" and "3 May" of one entry."""
    inside = borders[bisect_right(borders, span.start) : bisect_left(borders, span.end)]
    cuts = [span.start, *(at for at in inside if text[at - 1] != "\n"), span.end]
    return "\n".join(text[start:end] for start, end in pairwise(cuts))


def clock(page: Page, blocks: Iterable[Block]) -> dt.date | None:
    """The day of a page: its own date line, else what came with it."""
    lines = (dates.when(page.text[slice(*block.span)]) for block in blocks if block.role in _DATED)
    told = (found.date() for found in lines if found)
    given = (page.published, *(value for key, value in page.meta if key in _PUBLISHED), page.fetched)
    return next((day for text in (*told, *given) if text and (day := _day(text))), None)


_DATED = ("meta.date", "meta.byline")  # a byline may hold the date: "By Ana Ruiz | 3 March 2021"
_PUBLISHED = {"article:published_time", "jsonld:datePublished", "og:article:published_time", "datePublished", "date"}


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _setting(page: Page, blocks: Sequence[Block]) -> Setting:
    roles = {block.role for block in blocks}
    others = (page.text[slice(*block.span)] for block in blocks if block.role != "nav.topics")
    return Setting(
        clock=clock(page, blocks),
        country=_country(page.url),
        day_first=_day_first(page),
        decimal=ticker.decimals(page.text[slice(*block.span)] for block in blocks if block.role == "ticker.quote"),
        vocabulary=topics.vocabulary(others) if "nav.topics" in roles else frozenset(),
    )


def _day_first(page: Page) -> bool | None:
    """Do dates of numbers begin with the day? Everywhere but in some lands of English, of which the page may tell."""
    said = page.language or next((value for key, value in page.meta if key == "html:lang"), "")
    language, _, region = said.lower().replace("_", "-").partition("-")
    if (language and language != "en") or _is_other_script(page.text[:_SAMPLE]):
        return True
    land = region or _country(page.url)
    return next(
        (first for first, key in ((True, "day_first"), (False, "month_first")) if land in anywhere("dates")[key]), None
    )


_SAMPLE = 2000  # characters that tell a script


def _is_other_script(text: str) -> bool:
    """Are most letters of another alphabet than the Latin?"""
    return not text.isascii() and 2 * sum(char > "\u024f" for char in text if char.isalpha()) > sum(
        map(str.isalpha, text)
    )


def _country(url: str | None) -> str | None:
    match = re.match(r"\w+://[^/?#]*\.([a-z]{2})(?::\d+)?(?:[/?#]|$)", url or "")
    return match[1] if match else None


def _date(text: str, around: Setting) -> Data | None:
    found = dates.when(text) or dates.near(text)
    if found is None:
        return None
    return {
        "date": found.date(around.clock, around.day_first),
        "time": found.time,
        "zone": found.zone,
        "date_text": found.text,
        "relative_seconds": found.seconds,
    }


def _topics(text: str, around: Setting) -> Data | None:
    tags = topics.tags(text, around.vocabulary)
    return {"tags": tags} if tags else None


def _caption(text: str, _around: Setting) -> Data | None:
    return credit.credit(text) if credit.tail(text) else None


def _authors(text: str, around: Setting) -> Data | None:
    authors, found = byline.names(text), dates.when(text)
    if not authors and found is None:
        return None
    return {"authors": authors, **({"date": found.date(around.clock, around.day_first)} if found else {})}


def _minutes(text: str, _around: Setting) -> Data | None:
    match = re.search(r"\d{1,3}", text)
    return {"minutes": int(match[0])} if match else None


_PARSERS: Mapping[str, Callable[[str, Setting], Data | None]] = {
    "meta.date": _date,
    "meta.byline": _authors,
    "meta.reading_time": _minutes,
    "media.credit": lambda text, _: credit.credit(text),
    "media.caption": _caption,
    "offer.paywall": lambda text, around: offer.terms(text, around.country),
    "nav.topics": _topics,
    "interactive.poll_option": lambda text, _: poll.option(text),
    "list.teaser": lambda text, around: teaser.teaser(text, around.clock),
    "list.podcast_item": lambda text, around: teaser.teaser(text, around.clock),
    "ad.partner_item": lambda text, around: teaser.sponsored(text, around.clock),
    "ticker.quote": lambda text, around: ticker.quote(text, around.decimal),
    "ticker.note": lambda text, _: ticker.note(text),
    "notice.rights": lambda text, _: rights.rights(text),
}
