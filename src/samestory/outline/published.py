"""When a page was published and last changed: what its markup says, what it shows, what its address holds."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta, timezone
from itertools import chain

from samestory.outline.cues import folded, table
from samestory.outline.details.dates import When, unglued, when
from samestory.outline.told import GIVEN, Told, marked
from samestory.types import Block, Page

_PUBLISHED = (
    "jsonld:datePublished",
    "article:published_time",
    "og:article:published_time",
    "itemprop:datePublished",
    "meta:datepublished",
    "meta:publish-date",
    "meta:published-date",
    "meta:pubdate",
    "meta:publishdate",
    "meta:pub_date",
    "meta:parsely-pub-date",
    "meta:sailthru.date",
    "meta:dc.date.issued",
    "meta:dc.date",
    "meta:dcterms.created",
    "cxenseparse:recs:publishtime",
    "meta:cxenseparse:recs:publishtime",
    "meta:date",
    "meta:published",
    "meta:published_at",
    "article:published",
    "jsonld:dateCreated",
)
_MODIFIED = (
    "jsonld:dateModified",
    "article:modified_time",
    "og:article:modified_time",
    "og:updated_time",
    "itemprop:dateModified",
    "meta:last-modified",
    "meta:dcterms.modified",
    "meta:lastmod",
)
# Zones differ by quarters of an hour. Nobody lives at -12:00: such a difference is a clock of twelve hours.
_QUARTER, _WEST, _EAST = timedelta(minutes=15), timedelta(hours=-11), timedelta(hours=14)
_DAY_PATH = re.compile(r"/((?:19|20)\d\d)[/-]([01]\d)[/-]([0-3]\d)(?=[/-])")
_SHORT_LINE = 50  # characters of a line that may tell the date whatever it is
_LINE = 120  # characters of a line that tells a date, not a story
_ABOVE, _PARAGRAPHS = 3, 2  # blocks above the headline, paragraphs below it, among which a page shows its own date


def published(page: Page, blocks: Sequence[Block]) -> Told | None:
    """The time the page gives, nothing added; None if it gives none.

    What came with the page, else what its markup says in the zone in which the page shows it. Where the page shows its
    readers another day, that day: content systems also tell when a page was built, or first thought of.
    """
    if page.published and (given := iso(page.published)):
        return Told(given, GIVEN)
    shown = next(_shown(page, blocks), None)
    if told := next(chain(_marked(page, _PUBLISHED), _aside(page)), None):
        here = _local(told, [*([shown.value] if shown else []), *_tagged(page)])
        return shown if shown and _is_another_day(shown.value, here.value) else here
    return next(chain(_dated(page, blocks), _beside_headline(page, blocks), _in_address(page)), None)


def modified(page: Page) -> Told | None:
    """The time of the last change, as the markup tells it."""
    return next(_marked(page, _MODIFIED), None)


def day_given(page: Page) -> str | None:
    """The day that the record, the markup or the address gives; None where only the text could tell.

    >>> day_given(Page("p", "Rain", "p", "text", "text/1", published="2022-11-25T08:30:00Z"))
    '2022-11-25'
    """
    given = iso(page.published) if page.published else None
    told = next(chain(_marked(page, _PUBLISHED), _in_address(page)), None)
    return given[:10] if given else told.value[:10] if told else None


def _marked(page: Page, keys: Sequence[str]) -> Iterator[Told]:
    """Times in the metadata, those of the first key first."""
    for value, key in marked(page, keys):
        if time := iso(value):
            yield Told(time, key)


def _aside(page: Page) -> Iterator[Told]:
    """Times that are told by the way: in a page's JSON metadata for readers' statistics, and in its `time` elements."""
    for key, value in page.meta:
        if key == "meta:parsely-page" and (time := iso(_parsely(value))):
            yield Told(time, key)
    yield from (Told(time, "time:datetime") for value in _tagged(page) if (time := iso(value)))
    yield from _marked(page, ("webpage:datePublished",))


def _parsely(value: str) -> str:
    try:
        found = json.loads(value)
    except ValueError:
        return ""
    return str(found.get("pub_date") or "") if isinstance(found, dict) else ""


def _tagged(page: Page) -> Iterator[str]:
    """Times in the text: the first after the headline, else the first of all."""
    keys = [key for key, _ in page.meta]
    after = keys.index("h1") if "h1" in keys else 0
    yield from (value for key, value in [*page.meta[after:], *page.meta[:after]] if key == "time:datetime")


def _shown(page: Page, blocks: Sequence[Block]) -> Iterator[Told]:
    """Days that a page with markup shows at its headline as its own, unless it says that it was changed then."""
    changed = False
    for text in _at_headline(page, blocks) if page.form == "html" else ():
        found = when(text)
        before = text[: text.find(found.text)] if found else text
        changed = _says_changed(before) or (changed and not before.strip())
        if found and found.year and not changed:
            if time := _moment_of(found):
                yield Told(time, f"shown: “{' '.join(text.split())}”")
            else:
                return  # 8/9/2025 is one of two days: the next line may be that of a change


def _at_headline(page: Page, blocks: Sequence[Block]) -> Iterator[str]:
    """Date lines right above the headline; bylines and date lines below it, up to the second paragraph."""
    roles = [block.role for block in blocks]
    heads = [at for at, role in enumerate(roles) if role == "article.headline"][:2]
    if not heads:
        return
    ends = [at for at in range(heads[0], len(roles)) if roles[at] == "article.paragraph"][:_PARAGRAPHS]
    stop = min((*ends[-1:], *heads[1:]), default=heads[0])
    for at in range(max(0, heads[0] - _ABOVE), stop):
        text = unglued(page.text[slice(*blocks[at].span)])
        if (roles[at] == "meta.date" or (roles[at] == "meta.byline" and at > heads[0])) and len(text) <= _LINE:
            yield text


def _is_another_day(shown: str, told: str) -> bool:
    """Does a page show a day that its markup cannot mean?

    Day and month may have changed places, and what is midnight in one zone is the day before or after in another.
    """
    if shown[:10] == told[:10] or (shown[:4], shown[5:7], shown[8:10]) == (told[:4], told[8:10], told[5:7]):
        return False
    moment, day = _moment(told), _moment(shown[:10])
    if moment is None or day is None or abs(day.date() - moment.date()) > timedelta(days=1):
        return True
    return moment.utcoffset() == timedelta(0)


def _says_changed(text: str) -> bool:
    """Does a line say that a page was changed rather than published?"""
    key = folded(text)
    words = set(key.split())
    return any(word in words or (not word.isascii() and word in key) for word in table("dates")["changed"])


def _moment_of(found: When) -> str | None:
    """The day of a line, with its time and zone if it says them."""
    day = found.date()
    return f"{day}T{found.time}{(found.zone or '').upper()}" if day and found.time else day


def _dated(page: Page, blocks: Sequence[Block]) -> Iterator[Told]:
    """Days of the page's date lines, with the time and the zone that stand there."""
    for block in blocks:
        found = when(page.text[slice(*block.span)]) if block.role == "meta.date" else None
        if found and block.data and (day := block.data.get("date")):
            time = f"T{found.time}{(found.zone or '').upper()}" if found.time and len(day) == len("2022-11-25") else ""
            yield Told(f"{day}{time}", f"shown: “{found.text}”")


def _beside_headline(page: Page, blocks: Sequence[Block]) -> Iterator[Told]:
    """Days named in short lines between the headline and the second paragraph: the first may sum the story up."""
    roles = [block.role for block in blocks]
    if page.form != "html" or "article.headline" not in roles:
        return
    head = roles.index("article.headline")
    paragraphs = [at for at in range(head, len(roles)) if roles[at] == "article.paragraph"][:_PARAGRAPHS]
    for block in blocks[head + 1 : paragraphs[-1]] if paragraphs else ():
        text = unglued(page.text[slice(*block.span)])
        beside = (len(text) <= _LINE and block.role.startswith("meta.")) or len(text) <= _SHORT_LINE
        found = when(text) if beside and not block.role.startswith(("media.", "list.", "article.")) else None
        if found and found.year and (day := found.date()):
            yield Told(day, f"shown: “{found.text}”")


def _in_address(page: Page) -> Iterator[Told]:
    """The day in an address like "/2022/11/25/"."""
    match = _DAY_PATH.search(page.url or "")
    if match and (day := iso("-".join(match.groups()))):
        yield Told(day, "the address")


def _local(told: Told, shown: Iterable[str]) -> Told:
    """The same moment as the page shows it to its readers, where the metadata tell it in another zone.

    >>> _local(Told("2023-12-23T03:22:07Z", ""), ["2023-12-22T22:22:07-05:00"]).value
    '2023-12-22T22:22:07-05:00'
    >>> _local(Told("2023-12-26T01:06:51Z", ""), ["2023-12-25T17:06"]).value
    '2023-12-25T17:06:51-08:00'
    """
    moment = _moment(told.value)
    if moment is None or (offset := moment.utcoffset()) is None:
        return told
    for value in shown:
        other = _moment(value)
        if other is None or other.hour == other.minute == other.second == 0:
            continue
        if other.tzinfo is not None:
            if offset == timedelta(0) and other.utcoffset() and abs(other - moment) < timedelta(minutes=1):
                return Told(value, told.where)
            continue
        apart = other.replace(second=moment.second, tzinfo=UTC) - moment.replace(microsecond=0)
        if apart % _QUARTER == timedelta(0) and _WEST <= apart <= _EAST:
            return Told(moment.astimezone(timezone(apart)).isoformat(), told.where) if apart != offset else told
    return told


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def iso(text: str) -> str | None:
    """A time as it is, if it is ISO 8601; else the day it names; None if it names none.

    >>> iso("2022-11-25T08:30:00+02:00"), iso("Fri, 25 Nov 2022 08:30:00 GMT"), iso("soon")
    ('2022-11-25T08:30:00+02:00', '2022-11-25', None)
    """
    given = text.strip()
    try:
        datetime.fromisoformat(re.sub(r"\s(?=[+-]\d\d:?\d\d$)", "", given))
    except ValueError:
        found = when(given) if len(given) <= 60 else None
        return found.date() if found else None
    return given if len(given) != 8 else f"{given[:4]}-{given[4:6]}-{given[6:]}"
