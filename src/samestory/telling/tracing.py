"""What is said of the pages that have words of a reference: how much, since when, with whose name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from samestory.phrases import names
from samestory.telling.differences import wordings
from samestory.telling.plain import date, listing, percent, plural, visible
from samestory.types import REFERENCE, Drift, Effect, Holder, Page, Place, Trace

NAMED = 3  # pages named for one wording; the others are counted


def called(found: Trace) -> Mapping[str, str]:
    """A short name for every page."""
    return {page: visible(name) for page, name in names([holder.version for holder in found.holders]).items()}


def spread(found: Trace) -> str:
    """In how many pages of how many outlets the words stand."""
    outlets = {(holder.version.outline.outlet or holder.version.page.id).casefold() for holder in found.holders}
    more = f", and perhaps {plural(found.more, 'more page')} that were not looked at" if found.more else ""
    return f"{plural(len(found.holders), 'page')} of {plural(len(outlets), 'outlet')}{more}"


def earliest(found: Trace) -> str:
    """Who had the words first, or why nobody can say."""
    called_ = called(found)
    first = [holder for holder in found.holders if holder.first]
    perhaps = [called_[holder.version.page.id] for holder in found.holders if holder.since and holder.first is None]
    dated = f" of the pages with a date ({plural(undated, 'page')} without)" if (undated := _undated(found)) else ""
    if first:
        return f"{called_[first[0].version.page.id]}, {when(first[0])}{': the first' + dated if dated else ''}"
    if perhaps:
        return f"the clocks cannot tell which of these was first: {listing(perhaps)}{dated and ';' + dated}"
    return "unknown: no page tells a time"


def _undated(found: Trace) -> int:
    return sum(holder.since is None for holder in found.holders)


def when(holder: Holder) -> str:
    """What the page says of its time, and when a crawler first saw it."""
    published = holder.version.outline.published or holder.version.page.published
    return f"{date(published)}, fetched {date(holder.fetched)}" if holder.fetched else date(published)


def amount(holder: Holder) -> str:
    """How much of the reference a page has, in which form, and what part of the page that is."""
    reworded = sum(not passage.same for passage in holder.passages)
    share = "all of the words" if holder.share == 1 else f"{percent(holder.share)} of the words"
    told = [share, f"{plural(reworded, 'sentence')} changed" if reworded else "word for word"]
    if holder.quoted:
        told.append(
            "in quotation marks" if holder.quoted == 1 else f"{percent(holder.quoted)} of it in quotation marks"
        )
    return " · ".join([*told, f"{percent(holder.of_page)} of the page"])


def naming(holder: Holder, by: str | None) -> str:
    """Does the page say whose words they are?"""
    if holder.credited is not None and by:
        return f"names {visible(by)}" if holder.credited else f"does not name {visible(by)}"
    credit = [visible(name) for name in holder.version.outline.credit]
    return f"credits {listing(credit)}" if credit else ""


def order(holder: Holder) -> str:
    """How a page stands to the reference in time, if that is worth a word."""
    return "came out before the reference" if holder.before else ""


def having(places: Iterable[Place], called_: Mapping[str, str]) -> str:
    """The pages of one wording."""
    return listing([called_[place.page_id] for place in places], NAMED)


def changes(drift: Drift, effect: Effect, found: Trace) -> list[str]:
    """What a wording changes in its sentence, as `before → after`."""
    pages: dict[str, Page] = {holder.version.page.id: holder.version.page for holder in found.holders}
    pages[REFERENCE] = found.reference.page
    told = []
    for variant in drift.variants:
        if variant.effect == effect:
            words = {place.page_id: one.words for one in wordings(variant.readings, pages) for place in one.places}
            before, after = words.get(REFERENCE, ""), words.get(drift.places[0].page_id, "")
            told.append(
                f"{before} → {after}" if before and after else f"left out: {before}" if before else f"+ {after}"
            )
    return told
