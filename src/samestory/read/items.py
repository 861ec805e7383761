"""Items of feeds, whatever their format: full content told from a summary, dates as ISO 8601, titles as one line."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import urljoin

from samestory.errors import SamestoryError
from samestory.types import Extent, Failure, Form, Record

# Old RSS allowed a description 500 characters, about 80 words; a description of twice that is the article itself.
SUMMARY_WORDS = 160
_TAG = re.compile(r"<[a-zA-Z/!][^<>]*>")
_CUT = re.compile(r"\[?(?:…|\.\.\.|&#8230;|&hellip;)\]?\s*\Z")
_MORE = re.compile(r"(?:read (?:more|on|the full \w+)|continue reading.{0,80})\W*\Z", re.IGNORECASE)
_ISO = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)\s*(Z|[+-]\d\d:?\d\d)?)?\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """What a feed says of one page."""

    content: tuple[Form, str] = ("html", "")
    summary: tuple[Form, str] = ("html", "")
    id: str | None = None
    url: str | None = None
    title: str | None = None
    published: str | None = None
    authors: Sequence[str] = ()
    outlet: str | None = None
    language: str | None = None
    meta: Sequence[tuple[str, str]] = field(default=())


def record(item: Item, at: str, fallback: str) -> Record:
    """An item as a record. Raises SamestoryError if it holds neither a text nor a title.

    >>> record(Item(summary=("html", "It rained …"), id="rain-1"), "feed.xml:3", "feed.xml#1").extent
    'summary'
    """
    form, content = item.content if item.content[1].strip() else item.summary
    if not content.strip():
        if not item.title:
            raise SamestoryError(at, "item has neither content nor a title", "content, a summary or a title")
        form, content = "body", ""
    return Record(
        source=item.id or item.url or fallback,
        at=at,
        form=form,
        content=content,
        url=item.url,
        title=item.title,
        published=iso(item.published),
        authors=tuple(dict.fromkeys(filter(None, item.authors))),
        outlet=item.outlet or None,
        language=item.language or None,
        extent=_extent(content, item),
        meta=tuple((key, line(value)) for key, value in [("feed:id", item.id or ""), *item.meta] if value.strip()),
    )


def _extent(content: str, item: Item) -> Extent:
    """Is this the article, or only what is to be clicked on?"""
    tail = _TAG.sub(" ", content[-400:]).rstrip()
    if _CUT.search(tail[-20:]):
        return "summary"
    # Some feeds give the summary twice, once under the name of the content.
    given = item.content[1].strip()
    if given and given != item.summary[1].strip() and not _MORE.search(tail[-120:]):
        return "full"
    return "full" if len(_TAG.sub(" ", content).split()) > SUMMARY_WORDS else "summary"


def iso(date: str | None) -> str | None:
    """A date of a feed as ISO 8601, its offset kept; None if it is none.

    >>> iso("Tue, 05 Mar 2024 07:30:00 +0100"), iso("2024-03-05"), iso("yesterday")
    ('2024-03-05T07:30:00+01:00', '2024-03-05', None)
    """
    date = (date or "").strip()
    if not date:
        return None
    from email.utils import parsedate_to_datetime  # 10 ms, for feeds alone

    try:
        if found := _ISO.match(date):
            datetime.fromisoformat(found[1])
            return found[1] + (f"T{found[2]}{found[3] or ''}" if found[2] else "")
        return parsedate_to_datetime(date).isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def line(text: str) -> str:
    r"""A title or a name as one line without markup.

    >>> line("Rain &amp; <b>wind</b>\n again")
    'Rain & wind again'
    """
    return " ".join(html.unescape(_TAG.sub("", text)).split())


def absolute(url: str, base: str | None) -> str | None:
    """An address made whole; None if it is none."""
    try:
        return urljoin(base or "", url.strip()) if url.strip() else None
    except ValueError:
        return None


def failure(at: str, message: str, hint: str = "") -> Failure:
    """A failure of reading at a place."""
    return Failure("read", at, message, hint, at)
