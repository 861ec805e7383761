"""The furniture of a page: what stands around an article, invented, by outlet, with its data."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from tools.examples.authored import Table, Version

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "furniture"


@dataclass
class Part:
    """A block of a page as it will be read: its role, its lines, its data."""

    role: str
    text: str
    data: Table | None = None
    own: bool = False  # of the article itself, not of the furniture

    @property
    def lines(self) -> list[str]:
        """What stands in lines of its own."""
        return self.text.split("\n")


@dataclass
class Group:
    """Parts that stand together in one element."""

    kind: str
    parts: list[Part] = field(default_factory=list)


@cache
def pool(language: str) -> Table:
    """What furniture says in a language."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text("utf-8"))


class Pick:
    """Choices of one page: always the same for the same outlet."""

    def __init__(self, version: Version) -> None:
        self.version, self.pool = version, pool(version.language)
        self.names = {"outlet": version.outlet, "year": version.published[:4] or "2025"}

    def number(self, what: str) -> int:
        """A number that depends on the site and on what it is for."""
        return int.from_bytes(hashlib.blake2b(f"{self.version.site} {what}".encode(), digest_size=4).digest(), "big")

    def one(self, what: str) -> Any:
        """One of a pool."""
        return self.pool[what][self.number(what) % len(self.pool[what])]

    def some(self, what: str, count: int, use: str) -> list[Any]:
        """Several of a pool, other ones for another use."""
        ordered = sorted(self.pool[what], key=lambda each: self.number(f"{use} {each}"))
        return ordered[:count]

    def filled(self, text: str) -> str:
        """A text with the outlet and the year."""
        for name, value in self.names.items():
            text = text.replace("{" + name + "}", value)
        return text


ADDED = ("app", "quiz", "horoscope", "games", "player", "form", "sponsor_note", "bookmark")
_ENGLISH = {*ADDED, "button"}


def furniture(version: Version) -> list[str]:
    """What furniture a page has: as authored, and on most pages some more that every newspaper has."""
    pick = Pick(version)
    if version.design in ("tables", "wiki-ish", "rtl") or "no_article" in version.more or "layout" in version.more:
        return version.furniture
    more = [kind for kind in ("ad", "section", "reading_time") if pick.number(kind) % 3]
    if version.language == "en":
        more += sorted(ADDED, key=lambda kind: pick.number(f"added {kind}"))[:2]
    return [*version.furniture, *(kind for kind in more if kind not in version.furniture)]


def kinds(language: str) -> list[str]:
    """All furniture that pages of a language can have."""
    return [kind for kind in _MAKERS if language == "en" or kind not in _ENGLISH]


def group(version: Version, kind: str) -> Group:
    """One piece of furniture of a page."""
    return Group(kind, list(_MAKERS[kind](Pick(version))))


def _nav(pick: Pick) -> Iterator[Part]:
    yield Part("nav.skip", pick.one("skips"))
    yield Part("nav.menu", "\n".join([pick.version.outlet, *pick.one("menus")]))


def _breadcrumb(pick: Pick) -> Iterator[Part]:
    yield Part("nav.breadcrumb", " › ".join([pick.one("menus")[0], pick.one("sections"), pick.version.outlet]))


def _plain(role: str, what: str) -> Any:
    """Furniture of one block of lines."""

    def parts(pick: Pick) -> Iterator[Part]:
        given = pick.one(what)
        yield Part(role, pick.filled("\n".join(given) if isinstance(given, list) else given))

    return parts


def _paywall(pick: Pick) -> Iterator[Part]:
    terms = dict(pick.one("paywalls"))
    yield Part("offer.paywall", pick.filled(terms.pop("text").replace("|", "\n")), terms)


def _topics(pick: Pick) -> Iterator[Part]:
    tags = pick.one("topics")
    yield Part("nav.topics", "\n".join([pick.one("topic_labels"), *tags]), {"tags": tags})


def _author_bio(pick: Pick) -> Iterator[Part]:
    given = pick.version.more.get("author_bio")
    author = pick.version.authors[0] if pick.version.authors else pick.version.outlet
    yield Part("meta.author_bio", given or pick.filled(pick.one("authors")).replace("{author}", author))


def _comments(pick: Pick) -> Iterator[Part]:
    said = pick.version.more.get("comments") or pick.some("commenters", 3, "comments")
    yield Part("interactive.comments", f"{pick.one('comment_labels')} ({len(said)})")
    for each in said:
        yield Part(
            "interactive.comments", "\n".join([each["author"], each["time"], each["text"], f"{each['likes']} ♥"])
        )


def _teasers(role: str, label: str, count: int) -> Any:
    """A list of headlines of other articles."""

    def parts(pick: Pick) -> Iterator[Part]:
        yield Part(role, pick.one(label))
        given = pick.version.more.get("teasers", []) if label == "teaser_labels" else []
        for teaser in given or pick.some("headlines", count, label):
            yield _teaser("list.teaser", teaser)

    return parts


def _teaser(role: str, given: Table) -> Part:
    lines = [given["title"], given.get("text", ""), given["date_text"], given.get("note", "")]
    data: Table = {"title": given["title"], "date_text": given["date_text"]}
    if "s" in given:
        data["relative_seconds"] = given["s"]
    data |= {key: given[key] for key in ("date", "sponsored", "sponsor") if key in given}
    return Part(role, "\n".join(filter(None, lines)), data)


def _most_read(pick: Pick) -> Iterator[Part]:
    titles = [each["title"] for each in pick.some("headlines", 3, "most read")]
    lines = [f"{number} {title}" for number, title in enumerate(titles, 1)]
    yield Part("list.most_read", "\n".join([pick.one("most_read_labels"), *lines]))


def _live(pick: Pick) -> Iterator[Part]:
    clock = 8 + pick.number("live") % 10
    titles = [each["title"] for each in pick.some("headlines", 3, "live")]
    lines = [f"{clock}:{50 - 17 * number:02} {title}" for number, title in enumerate(titles)]
    yield Part("list.live", "\n".join([pick.one("live_labels"), *lines]))


def _podcasts(pick: Pick) -> Iterator[Part]:
    yield Part("list.podcasts", pick.one("podcast_labels"))
    for podcast in pick.some("podcasts", 2, "podcasts"):
        yield _teaser("list.podcast_item", podcast)


def _partner(pick: Pick) -> Iterator[Part]:
    yield Part("ad.partner_content", pick.one("partner_labels"))
    for given in pick.some("sponsored", 2, "partner"):
        data = {"title": given["title"], "sponsored": True, "sponsor": given["sponsor"]}
        yield Part("ad.partner_item", f"{given['title']}\n{pick.pool['sponsored_word']} {given['sponsor']}", data)


def _ticker(pick: Pick) -> Iterator[Part]:
    for quote in pick.some("tickers", 3, "ticker"):
        data = {"name": quote["name"], "price": quote["price"], "change_percent": quote["change"]}
        yield Part("ticker.quote", quote["text"].replace(" | ", "\n"), data)
    yield Part("ticker.note", pick.one("ticker_notes"))


def _poll(pick: Pick) -> Iterator[Part]:
    poll, word = pick.one("polls"), pick.pool["votes_word"]
    options = [{"text": text, "percent": percent, "votes": votes} for text, percent, votes in poll["options"]]
    label = pick.one("poll_labels")
    yield Part("interactive.poll", f"{label}\n{poll['question']}", {"question": poll["question"], "options": options})
    for each in options:
        yield Part("interactive.poll_option", f"{each['text']}\n{each['percent']}% - {each['votes']} {word}", each)


def _rights(pick: Pick) -> Iterator[Part]:
    given = pick.one("rights")
    yield Part(
        "notice.rights",
        pick.filled(given["text"]),
        {"owner": pick.filled(given["owner"]), "year": int(pick.names["year"])},
    )


_MAKERS: dict[str, Any] = {
    "nav": _nav,
    "breadcrumb": _breadcrumb,
    "share": _plain("ui.share", "share"),
    "audio": _plain("ui.audio_player", "audio"),
    "cookie": _plain("consent.cookie", "cookies"),
    "newsletter": _plain("offer.newsletter", "newsletters"),
    "feedback": _plain("notice.editorial_feedback", "feedback"),
    "footer": _plain("nav.footer", "footers"),
    "weather": _plain("service.weather", "weather"),
    "lottery": _plain("service.lottery", "lottery"),
    "ad": _plain("ad.slot", "ads"),
    "section": _plain("meta.section", "sections"),
    "reading_time": _plain("meta.reading_time", "reading_times"),
    "bookmark": _plain("ui.bookmark", "bookmarks"),
    "button": _plain("ui.button", "buttons"),
    "app": _plain("offer.app", "apps"),
    "quiz": _plain("interactive.quiz", "quizzes"),
    "horoscope": _plain("service.horoscope", "horoscopes"),
    "games": _plain("service.games", "games"),
    "player": _plain("media.player", "players"),
    "form": _plain("interactive.form", "forms"),
    "sponsor_note": _plain("notice.sponsored", "sponsor_notes"),
    "paywall": _paywall,
    "topics": _topics,
    "author_bio": _author_bio,
    "comments": _comments,
    "related": _teasers("list.related", "related_labels", 2),
    "teasers": _teasers("list.teasers", "teaser_labels", 4),
    "most_read": _most_read,
    "live": _live,
    "podcasts": _podcasts,
    "partner": _partner,
    "ticker": _ticker,
    "poll": _poll,
    "rights": _rights,
}
