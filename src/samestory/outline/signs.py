"""What a single line says of itself: a date, a byline, a photo credit, a rights line, or a phrase of furniture."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, Literal, NamedTuple

from samestory.outline.cues import cue, folded, table, tables
from samestory.outline.details.credit import is_credit
from samestory.outline.details.dates import only_date, when
from samestory.outline.lines import Line


class Sign(NamedTuple):
    """A role that one line claims by its own looks. `firm`: the line is nothing but that."""

    role: str
    why: str
    firm: bool
    by: Literal["line", "start", "holds", "shape"] = (
        "shape"  # what tells: the whole phrase, its start, a part, the looks
    )


_PLAYER_CLOCK = re.compile(r"\d?\d:\d\d(?::\d\d)?(?:\s?[/|]\s?\d?\d:\d\d(?::\d\d)?)?$")
_RIGHTS = re.compile(r"(?:©|\(c\)|copyright|all rights)\W{0,3}(?:.{0,40}\b(?:19|20)\d\d\b)?", re.IGNORECASE)
_POST = re.compile(r"[—–-]\s?\S.{0,60}\(@\w{1,30}\)")  # "— Ana Ruiz (@anaruiz) 3 May 2023"
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_LONGEST_BYLINE = 110
_REPORTER = 3  # words of such a byline: a house, a name and an office
# Letters of a line that is what a phrase in it says: a correction says what was wrong.
_LONGEST_HOLDING, _LONGEST_NOTICE = 100, 199
# Long lines that hold a phrase of these are article text as often as not (51, 89 and 81 % of them on 525 pages).
_SAID_IN_ARTICLES = {"offer.paywall", "offer.app", "notice.editorial_feedback"}


@lru_cache(maxsize=4096)  # a line is asked in the tree of the page, in its section and in the article
def sign(line: Line) -> Sign | None:
    """What the line is by itself; None if nothing tells.

    >>> from samestory.outline.lines import read
    >>> sign(read("Photo by Ana Ruiz/North Press")[0]).role
    'media.credit'
    """
    return _short_sign(line) or _cue_sign(line)


def may_be_rights(text: str) -> bool:
    """Does a line begin as a notice of rights, or say a phrase of one? Of a footer's lines the others need no sign.

    >>> may_be_rights("© 2022 Valley Post"), may_be_rights("Contact us")
    (True, False)
    """
    found = cue(text)
    return (found is not None and found.role == "notice.rights") or _RIGHTS.match(text) is not None


def _short_sign(line: Line) -> Sign | None:
    if len(line.text) > 200:
        return None
    text = line.text
    numbered = _DIGIT.search(text) is not None
    if numbered and _PLAYER_CLOCK.match(text):
        return Sign("ui.audio_player", "the clock of a player", True)
    if _POST.match(text):
        return _SIGNATURE
    if is_credit(text):
        return Sign("media.credit", "names a photographer or picture agency", True)
    if len(text) <= 120 and only_date(text):
        return Sign("meta.date", "a date and nothing else", True)
    if len(text) <= 40 and (numbered or "#" in text) and _counts_votes(text):
        return Sign("interactive.poll", "counts votes", True)
    if _is_byline(line):
        return Sign("meta.byline", "names who wrote it", True)
    if numbered and _RIGHTS.match(text):
        return Sign("notice.rights", "copyright sign and year", True)
    return _mixed_date(line)


def _counts_votes(text: str) -> bool:
    words = folded(text).split()
    return len(words) <= 4 and "#" in words and any(word in table("poll")["votes"] for word in words)


def _mixed_date(line: Line) -> Sign | None:
    """A short line that holds a full date and little else: section, author or reading time with it."""
    found = when(line.text) if len(line.text) <= 90 else None
    if found is None or line.ends:
        return None
    if line.weight - len(found.text) - (len("14:05 GMT") if found.time else 0) > 34:
        return None
    told = found.seconds or (found.year and (found.time or (line.lower is not None and line.lower < 0.5)))
    return Sign("meta.date", "a date with little beside it", True) if told else None


def _is_byline(line: Line) -> bool:
    """Starts as bylines do and goes on with a name."""
    if len(line.text) > _LONGEST_BYLINE:
        return False
    lowered = line.text.casefold()
    starts = _starts().get(lowered.partition(" ")[0], _starts()[""])
    if not lowered.startswith(starts):
        return _names_reporter(line)
    if (line.ends and line.words > 6) or not line.words:
        return False
    start = next(s for s in starts if lowered.startswith(s))
    rest = line.text[len(start) :].strip()
    return bool(rest) and not rest[0].islower() and not rest[0].isdigit() and (line.lower is None or line.lower < 0.55)


@cache
def _starts() -> Mapping[str, tuple[str, ...]]:
    """What bylines start with, by the first word; with each, and for all other words, those that no blank ends."""
    starts = table("by")["start"]
    found = {"": tuple(start for start in starts if " " not in start)}
    for start in starts:
        first, blank, _ = start.partition(" ")
        if blank:
            found[first] = (*found.get(first, found[""]), start)
    return found


def _names_reporter(line: Line) -> bool:
    """A name and what its bearer is, in a script without case: "김하늘 기자"."""
    words = [word for word in line.text.split() if "@" not in word] if not line.text.isascii() else []
    return 1 < len(words) <= _REPORTER and words[-1] in table("by")["role"] and line.lower is None


def _cue_sign(line: Line) -> Sign | None:
    found = cue(line.text)
    if found is None:
        return None
    if found.role == "media.credit":  # no credit by its length: what goes on after "Photo:" is a caption
        return Sign("media.caption", f"starts “{found.phrase}”", line.weight <= 300, "start")
    if found.how == "line":
        return Sign(found.role, f"says “{found.phrase}”", True, "line")
    if found.how == "start":
        return Sign(found.role, f"starts “{found.phrase}”", line.weight <= 160, "start")
    if line.prose > 0.3 and found.role in _SAID_IN_ARTICLES and not sells(line.text):
        return None
    longest = _LONGEST_NOTICE if found.role == "notice.correction" else _LONGEST_HOLDING
    return Sign(found.role, f"holds “{found.phrase}”", line.weight <= longest, "holds")


_OPENS = ("notice.editorial_feedback", "notice.correction", "meta.author_bio")
# Of 47 lines right above such a signature on 22 pages none is article text.
_SIGNATURE = Sign("media.player", "signs an embedded post", True)


def owner(signs: Sequence[Sign | None], at: int) -> Sign | None:
    """What this line must belong to: the heading of a note right above it, or the signature of a post right below."""
    if signs[at] is not None:
        return None
    above = signs[at - 1] if at > 0 else None
    if above and above.role in _OPENS and above.by == "line":
        return above
    return _SIGNATURE if at + 1 < len(signs) and signs[at + 1] == _SIGNATURE else None


@lru_cache(maxsize=4096)  # asked where a line stands by itself, in its section and in the article
def sells(text: str) -> bool:
    """Does a paragraph speak to the reader to sell something? Words of offers, and the second person.

    >>> sells("You can cancel your subscription anytime.")
    True
    >>> sells("The parliament voted to cancel the subscription of 12 ministries.")
    False
    """
    key = folded(text)
    words = _WORD.findall(key)
    if _second_person().isdisjoint(words):
        return False
    counts = Counter(words)
    return any(_sells(key, counts, language) for language in tables("offer"))


@cache
def _second_person() -> frozenset[str]:
    return frozenset(table("offer")["you"])


def _sells(key: str, words: Counter[str], language: Mapping[str, Any]) -> bool:
    asking = sum(words[word] for word in language["you"])
    if not asking:
        return False
    selling = sum(word in words if " " not in word else word in key for word in language["selling"])
    return selling >= 2 and selling + asking >= 3 + words.total() // 60
