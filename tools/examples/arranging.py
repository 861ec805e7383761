"""From a version to the groups of parts of its page, in the order in which they are read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from tools.examples.authored import Table, Version, words
from tools.examples.furniture import Group, Part, Pick, furniture, group

# Where furniture stands: above the headline, inside the article (behind so many paragraphs), below it.
_MODERN = (
    ["cookie", "nav", "ticker", "breadcrumb"],
    {"player": 1, "newsletter": 2, "ad": 3, "related": 4, "poll": 6},
    ["paywall", "topics", "author_bio", "feedback", "comments", "podcasts", "teasers", "live", "partner", "most_read"],
)
_CLASSIC = (
    ["nav", "weather", "ticker", "lottery", "breadcrumb", "live"],
    {"related": 3},
    ["author_bio", "newsletter", "poll", "most_read", "comments", "paywall", "partner", "topics", "cookie"],
)
_CROWDED = (
    ["cookie", "ticker", "weather", "nav", "live", "most_read", "breadcrumb"],
    {"poll": 3, "ad": 4, "partner": 5},
    ["topics", "newsletter", "paywall", "related", "author_bio", "feedback", "teasers", "podcasts", "comments"],
)
_Order = tuple[list[str], dict[str, int], list[str]]
_PLAIN: _Order = (
    ["nav", "breadcrumb"],
    {},
    [*_MODERN[2], "poll", "related", "newsletter", "lottery", "ticker", "cookie"],
)
_ORDERS: dict[str, _Order] = {
    "tables": _CLASSIC,
    "wiki-ish": _CLASSIC,
    "liveblog": _CROWDED,
    "japanese": _CROWDED,
    "flattened-bottom-heavy": _PLAIN,
    "flattened-top-heavy": _CROWDED,
}
_LAST = ["footer", "rights"]
_HEADED = ["section", "reading_time", "bookmark", "share", "audio"]  # with the headline: the first above it
_AGENCY = re.compile(r"Pictures|Pix|Press\b|Pitchside|Trust|Institute")
_LABEL = re.compile(r"\A(?:photographs?|photos?|foto|photo)(?::| by)\s*", re.IGNORECASE)


def groups(version: Version) -> list[Group]:
    """Everything on the page of a version."""
    if "layout" in version.more:
        return list(_laid_out(version))
    above, inside, below = _ORDERS.get(version.design, _MODERN)
    have = furniture(version)
    placed = {*above, *inside, *below, *_LAST, *_HEADED}
    rest = [kind for kind in have if kind not in placed]
    ordered = [*(group(version, kind) for kind in above if kind in have)]
    ordered += _texts(version) if "page_texts" in version.more else [Group("head", list(_head(version)))]
    ordered += _article(version, {kind: place for kind, place in inside.items() if kind in have})
    ordered += [group(version, kind) for kind in [*below, *rest, *_LAST] if kind in have]
    return [each for each in ordered if each.parts]


def _texts(version: Version) -> list[Group]:
    """A page that is no article: what it says instead."""
    return [Group("gate", [Part("offer.paywall", line) for line in version.more["page_texts"]])]


def _head(version: Version) -> Iterator[Part]:
    pick, have = Pick(version), furniture(version)
    if "section" in have:
        yield from group(version, "section").parts
    if version.title:
        yield Part("article.headline", version.title, own=True)
    if version.dek:
        yield Part("article.dek", version.dek, own=True)
    yield from _signed(version, pick)
    if version.published:
        yield Part("meta.date", _day(version.published, pick), {"date": version.published[:10]})
    for kind in _HEADED[1:]:
        if kind in have:
            yield from group(version, kind).parts
    yield from (Part("article.keypoint", point, own=True) for point in version.keypoints)


def _signed(version: Version, pick: Pick) -> Iterator[Part]:
    """Byline, and the agency where the article itself does not name it."""
    said = " ".join(map(words, version.article))
    credit = [name for name in version.credit if name not in said or name in version.authors]
    if names := [*version.authors, *(name for name in credit if name not in version.authors)]:
        if not version.authors and pick.number("label") % 2:
            label = pick.pool["source_label"].replace("{names}", pick.pool["comma"].join(names))
            yield Part("meta.agency_credit_label", label)
        else:
            yield Part("meta.byline", pick.one("by").replace("{names}", _joined(version.authors, credit, pick)))


def _joined(authors: Sequence[str], credit: Sequence[str], pick: Pick) -> str:
    people = pick.pool["and"].join([pick.pool["comma"].join(authors[:-1]), authors[-1]] if authors[1:] else authors)
    return str(pick.pool["comma"]).join(filter(None, [people, *(name for name in credit if name not in authors)]))


def _day(published: str, pick: Pick) -> str:
    when = datetime.fromisoformat(published)
    text = pick.one("days" if "T" in published else "bare_days")
    names = {
        "day": str(when.day),
        "month": pick.pool["months"][when.month - 1],
        "number": str(when.month),
        "year": str(when.year),
        "hour": f"{when.hour:02}",
        "minute": f"{when.minute:02}",
    }
    for name, value in names.items():
        text = text.replace("{" + name + "}", value)
    return str(text)


def _article(version: Version, inside: dict[str, int]) -> Iterator[Group]:
    """The article, with what interrupts it."""
    running, paragraphs = Group("article"), 0
    for item in version.article:
        due = [kind for kind, place in inside.items() if place == paragraphs and "p" in item]
        for kind in due:
            yield running
            yield group(version, kind)
            running = Group("article")
            del inside[kind]
        running.parts += item_parts(item)
        paragraphs += "p" in item
    if "contact" in version.more:
        running.parts.append(Part("nav.footer", version.more["contact"]))
    yield running
    yield from (group(version, kind) for kind in inside)


_ITEMS = {
    "p": "article.paragraph",
    "dateline": "meta.dateline",
    "h": "article.heading",
    "list": "article.list",
    "pullquote": "article.pullquote",
    "table": "article.table",
    "correction": "notice.correction",
}


def item_parts(item: Table) -> Iterator[Part]:
    """An item of an article as parts."""
    if "caption" in item:
        yield Part("media.caption", item["caption"], own=True)
        if item.get("photo"):
            yield Part("media.credit", item["photo"], _credit(item["photo"]), own=True)
    else:
        kind = next(iter(item))
        yield Part(_ITEMS[kind], words(item), own=True)


def _credit(photo: str) -> Table | None:
    """Photographer and agency of a credit.

    >>> _credit("Photo: Tomas Veil/Lumen Pictures")
    {'photographer': 'Tomas Veil', 'agency': 'Lumen Pictures'}
    """
    name = _LABEL.sub("", photo)
    if "/" in name:
        photographer, agency = name.split("/")
        return {"photographer": photographer, "agency": agency}
    if name == photo and not re.fullmatch(r"[A-Z]\w+ [A-Z]\w+", name):
        return None
    if " for the " in name or "handout" in name or name.isupper():
        return None
    return {"agency": name} if _AGENCY.search(name) else {"photographer": name}


def _laid_out(version: Version) -> Iterator[Group]:
    """A page whose author says how it is laid out."""
    for item in version.more["layout"]:
        if "role" in item:
            yield Group(item["role"], [Part(item["role"], item["text"], item.get("data"))])
        elif "article" in item:
            start, end = item["article"]
            yield Group("article", [part for each in version.article[start:end] for part in item_parts(each)])
        elif "keypoints" in item:
            yield Group("keypoints", [Part("article.keypoint", point, own=True) for point in version.keypoints])
        else:
            kind, role = ("title", "article.headline") if "title" in item else ("dek", "article.dek")
            yield Group(kind, [Part(role, getattr(version, kind), own=True)])
