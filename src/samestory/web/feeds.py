"""Atom feeds: a search of stories, and the versions of a story as they appear."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree import ElementTree as Xml

from samestory import telling
from samestory.archive.listing import Glance
from samestory.types import StoryView
from samestory.web.asked import Asked
from samestory.web.links import Kept
from samestory.web.pages import moment

NAMESPACE = "http://www.w3.org/2005/Atom"
UNKNOWN = "1970-01-01T00:00:00Z"  # Atom asks for a time even of what has none


def stories(found: Sequence[Glance], asked: Asked) -> str:
    """The stories of a search, one entry each."""
    title = f"Samestory: {asked.word('q')}" if asked.word("q") else "Samestory"
    entries = [
        _entry(
            f"urn:samestory:story:{story.id}",
            story.headline or "not worked out yet",
            (story.last_seen, story.first_seen),
            f"{asked.base}{Kept(story.id).story('')}",
            telling.listing([telling.visible(name) for name in story.names]),
        )
        for story in found
    ]
    return _feed(title, asked, entries)


def story(view: StoryView, asked: Asked) -> str:
    """The versions of a story, the newest first."""
    links = Kept(view.story.id)
    entries = [
        _entry(
            f"urn:samestory:page:{page.id}",
            f"{telling.name(page.id, view)}: {outline.title or view.headline}",
            (outline.published, page.fetched),
            f"{asked.base}{links.page(page.id)}",
            view.notes.get(page.id, ""),
        )
        for page, outline in sorted(view.versions, key=lambda one: one.outline.published or "", reverse=True)
    ]
    return _feed(view.headline, asked, entries)


def _entry(id_: str, title: str, times: Iterable[str | None], address: str, summary: str) -> Xml.Element:
    entry = Xml.Element("entry")
    for name, text in (("id", id_), ("title", title), ("updated", _stamp(times)), ("summary", summary)):
        Xml.SubElement(entry, name).text = telling.visible(text)
    Xml.SubElement(entry, "link", href=address)
    return entry


def _stamp(times: Iterable[str | None]) -> str:
    """A time as Atom wants it: with an hour and a zone; a day begins at midnight, UTC."""
    known = next(filter(None, map(moment, times)), UNKNOWN)
    if len(known) == len("2022-11-25"):
        return f"{known}T00:00:00Z"
    return known if known.endswith("Z") else f"{known[:19]}Z"


def _feed(title: str, asked: Asked, entries: Sequence[Xml.Element]) -> str:
    feed = Xml.Element("feed", xmlns=NAMESPACE)
    own = f"{asked.base}{asked.href('atom')}"
    updated = max((entry.findtext("updated") or UNKNOWN for entry in entries), default=UNKNOWN)
    for name, text in (("id", own), ("title", title), ("updated", updated)):
        Xml.SubElement(feed, name).text = telling.visible(text)
    Xml.SubElement(Xml.SubElement(feed, "author"), "name").text = "Samestory"
    Xml.SubElement(feed, "link", rel="self", href=own)
    feed.extend(entries)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + Xml.tostring(feed, encoding="unicode")
