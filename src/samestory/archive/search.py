"""Search: words and phrases over titles and bodies, narrowed by outlet, wire, affair, speaker, language and more."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from samestory.archive.filing import versions
from samestory.errors import UsageError
from samestory.types import BODY_ROLES

LIMIT = 20
SNIPPET = 200  # characters of the body around the first word found
_PART = re.compile(r'(?:([a-z]+):)?("[^"]*"?|\S*)')
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
CONFLICTS = ("conflict", "value", "date", "speaker", "wording_of_quote")
_WORD = re.compile(r"\w+")
# Each filter as a condition on page, outline and holding, with one argument.
_OUTLET = "instr(fold(coalesce(outline.outlet, '')), ?)"
_WIRE = "holding.story IN (SELECT story FROM wire WHERE instr(fold(name), ?))"
_SPEAKER = "page.id IN (SELECT page_id FROM quote WHERE instr(fold(speaker_name), ?))"
_LANGUAGE = "fold(coalesce(outline.language, '')) = ?"
_AFFAIR = "holding.story IN (SELECT k FROM story WHERE affair IN (SELECT affair FROM story WHERE id = ?))"
_ACCESS = "fold(coalesce(outline.access, '')) = ?"
_CREDIT = "(outline.credit = '[]') = (? = 'missing')"
_CONFLICT = "holding.story IN (SELECT story FROM conflict WHERE ? IN ('conflict', \"kind\"))"


@dataclass(frozen=True, slots=True)
class Found:
    """A page that a search finds."""

    id: str
    source: str
    title: str | None
    outlet: str | None
    published: str | None
    story: str | None
    score: float  # BM25, the title's words five times the body's; higher is better; 0 without words
    snippet: str
    marks: tuple[tuple[int, int], ...]  # where in the snippet the words stand


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked for: words for the index, and conditions with their arguments."""

    match: str
    words: tuple[str, ...]
    conditions: tuple[tuple[str, str | float], ...]


def query(asked: str) -> Query:
    """Words, "phrases" and filters out of one line.

    >>> query('flood "high water" lang:en').match, query("flood lang:EN").conditions[0][1]
    ('"flood" "high water"', 'en')
    """
    words, conditions = [], []
    for match in _PART.finditer(asked):
        name, value = match[1], match[2].strip('"')
        if name in FILTERS or (name and value and not value.startswith("//")):
            conditions.append(_condition(name, value))
        else:
            # Everything else is words, so that no query can be a mistake in the language of the index.
            words.append(" ".join(_WORD.findall(match[0])))
    words = [word for word in words if word]
    if asked.strip() and not words and not conditions:
        raise UsageError(asked, "has no words to search for", "words, phrases or filters")
    return Query(" ".join(f'"{word}"' for word in words), tuple(words), tuple(conditions))


def _condition(name: str, value: str) -> tuple[str, str | float]:
    """A filter as a condition. Raises UsageError if there is no such filter, or not with this value."""
    if name not in FILTERS:
        quoted = f'to search for the words, put them in quotation marks: "{name} {value}"'
        raise UsageError(name, "is no filter", " ".join(f"{known}:" for known in FILTERS), quoted)
    if not value:
        raise UsageError(name, "has no value", f"{name}:SOMETHING, without a space between")
    return FILTERS[name](value)


def _holding(condition: str) -> Callable[[str], tuple[str, str | float]]:
    return lambda value: (condition, value.casefold())


def _language(value: str) -> tuple[str, str | float]:
    if not re.fullmatch("[A-Za-z]{2,3}", value):
        raise UsageError(f"lang:{value}", "is no language", "its code, as lang:en")
    return _LANGUAGE, value.casefold()


def _conflict(value: str) -> tuple[str, str | float]:
    if value not in CONFLICTS:
        raise UsageError(f"has:{value}", "is nothing that a story has", f"one of {', '.join(CONFLICTS)}")
    return _CONFLICT, value


def _credit(value: str) -> tuple[str, str | float]:
    if value not in ("missing", "named"):
        raise UsageError(f"credit:{value}", "is nothing that a page does with its agency", "missing or named")
    return _CREDIT, value


def _before(value: str) -> tuple[str, str | float]:
    return "holding.clock < ?", _stretch("before", value)[0]


def _after(value: str) -> tuple[str, str | float]:
    return "holding.clock >= ?", _stretch("after", value)[1]


def _stretch(name: str, value: str) -> tuple[float, float]:
    """When a moment, a day, a month or a year begins, and when it has passed; UTC where no zone is given."""
    parts = _DATE.fullmatch(value)
    try:
        first = datetime.fromisoformat("-".join(part or "01" for part in parts.groups()) if parts else value)
        first = first.replace(tzinfo=first.tzinfo or UTC)
        return first.timestamp(), _following(first, parts).timestamp()
    except (ValueError, OverflowError) as error:
        raise UsageError(f"{name}:{value}", "is no date", f"one like {name}:2022-11-25 or {name}:2022-11") from error


def _following(first: datetime, parts: re.Match[str] | None) -> datetime:
    if parts is None:
        return first
    _, month, day = parts.groups()
    if day:
        return first + timedelta(days=1)
    return (first + timedelta(days=31 if month else 366)).replace(day=1)


FILTERS: dict[str, Callable[[str], tuple[str, str | float]]] = {
    "outlet": _holding(_OUTLET),
    "wire": _holding(_WIRE),
    "speaker": _holding(_SPEAKER),
    "affair": _holding(_AFFAIR),
    "lang": _language,
    "has": _conflict,
    "access": _holding(_ACCESS),
    "credit": _credit,
    "before": _before,
    "after": _after,
}


def search(db: sqlite3.Connection, asked: Query, limit: int = LIMIT) -> Iterator[Found]:
    """The pages that fit best; without words the latest that fit the filters."""
    conditions = [condition for condition, _ in asked.conditions]
    arguments: list[str | float] = [value for _, value in asked.conditions]
    if asked.match:
        score, origin, order = "-bm25(words, 5.0, 1.0)", "words JOIN page ON page.n = words.rowid", "score DESC, page.n"
        conditions, arguments = ["words MATCH ?", *conditions], [asked.match, *arguments]
    else:
        score, origin, order = "0.0", "page", "holding.clock DESC, page.n DESC"
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = db.execute(
        "SELECT page.n, page.id, page.source, outline.title, outline.outlet, outline.published, story.id,"
        f" {score} AS score FROM {origin} JOIN outline USING (n) JOIN holding USING (n)"
        f" LEFT JOIN story ON story.k = holding.story{where}"
        f" ORDER BY {order} LIMIT ?",
        (*arguments, limit),
    )
    for row in rows.fetchall():
        snippet, marks = _snippet(_body(db, row[0]), asked.words)
        fields: list[Any] = [*row[1:7], round(row[7], 3), snippet, marks]
        yield Found(*fields)


def _body(db: sqlite3.Connection, n: int) -> str:
    page, outline = next(versions(db, [n]))
    pieces = (page.text[slice(*block.span)] for block in outline.blocks if block.role in BODY_ROLES)
    return " ".join(" ".join(piece.split()) for piece in pieces)


def _snippet(body: str, words: tuple[str, ...]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The part of a body around the first of the words, and where in it they stand."""
    folded = _folded(body)
    places = [match.span() for word in words for match in _pattern(word).finditer(folded)]
    start = max(0, min(places, default=(0, 0))[0] - SNIPPET // 3)
    start = body.rfind(" ", 0, start) + 1 if start else 0
    end = body.rfind(" ", start, start + SNIPPET) if start + SNIPPET < len(body) else len(body)
    end = end if end > start else start + SNIPPET
    inside = sorted({(a - start, b - start) for a, b in places if a >= start and b <= end})
    return body[start:end], tuple(inside)


def _pattern(phrase: str) -> re.Pattern[str]:
    """The index knows words by their stems ("flood" finds "flooding"); here their beginnings must do."""
    beginnings = [re.escape(word[: max(4, len(word) - 3)]) + r"\w{0,5}" for word in _folded(phrase).split()]
    return re.compile(r"\b" + r"\W+".join(beginnings) + r"\b")


def _folded(text: str) -> str:
    """As the index sees it, one character for one: lower case, without accents."""
    return "".join((unicodedata.normalize("NFD", character)[0].lower() or character)[0] for character in text)
