"""Structures of several lines that show themselves by their shape alone: market tickers, polls, teasers.

Shapes need no language: a name, a price and a change in percent; an answer and its share, the shares adding up to a
hundred; a title, a date, and the title once more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from samestory.outline.cues import folded, table
from samestory.outline.details.dates import only_date
from samestory.outline.lines import Line


class Part(NamedTuple):
    """Lines `first` to `last` (both included) as one block."""

    first: int
    last: int
    role: str
    why: str


_PRICE = re.compile(r"\W{0,2}[A-Z]{0,3}\W{0,2}\d[\d.,'’   ]*\s?(?:[A-Z]{3}|\W)?$")
_CHANGE = re.compile(r"\(?[+\-−–▲▼▴▾↑↓]?\s?\d{1,4}(?:[.,]\d{1,4})?\s?%\)?$")
_MOVE = re.compile(r"[+\-−–▲▼▴▾↑↓]\s?\d[\d.,]*(?:\s?\(?[+\-−–]?\d{1,3}(?:[.,]\d+)?\s?%\)?)?$")
_ROW = re.compile(
    r"(?P<name>\S(?:[^%]{0,40}?[^\W\d][^%]{0,20}?)?)\s+\W{0,2}\d[\d.,'’]*\s+(?:[+\-−–▲▼↑↓]\s?[\d.,]+\s+)?\(?[+\-−–▲▼↑↓]\s?\d{1,3}(?:[.,]\d+)?\s?%\)?$"
)
_SHARE = re.compile(r"\(?(?P<percent>\d{1,3})(?:[.,]\d+)?\s?%\)?(?P<rest>.{0,40})$")
_SHARED = re.compile(r"\S.*?\W(?P<percent>\d{1,3})(?:[.,]\d+)?\s?%(?P<rest>.{0,40})$")
_CUT = re.compile(r"\s*(?:\.\.\.|…)\W{0,2}$")
_OPTIONS_MOST, _SHARES_MOST = 30, 115
_NAME_MOST = 40
_TITLE_MOST = 260


def runs(lines: Sequence[Line]) -> list[Part]:
    r"""Every ticker quote, poll option and dated teaser of a page, in order.

    >>> from samestory.outline.lines import read
    >>> [part.role for part in runs(read("Gold\n1,700.5\n-0.3%\nRain at last\n9h ago\nRain at last"))]
    ['ticker.quote', 'list.teaser']
    """
    found: list[Part] = []
    counted = "%" in "".join([line.text for line in lines])
    for look in (tickers, poll_options, teasers) if counted else (teasers,):
        taken = {at for part in found for at in range(part.first, part.last + 1)}
        found += [part for part in look(lines) if not taken & set(range(part.first, part.last + 1))]
    return sorted(found)


def tickers(lines: Sequence[Line]) -> list[Part]:
    """Quotes of a market ticker: at least two after each other, or one that shows price and change."""
    found: list[Part] = []
    at = 0
    while at < len(lines):
        size = _quote(lines, at)
        if size:
            found.append(Part(at, at + size - 1, "ticker.quote", "a name, a price and a change in percent"))
        at += size or 1
    return found


def _quote(lines: Sequence[Line], at: int) -> int:
    """How many lines a quote has that starts here; 0: none does."""
    name = lines[at].text
    if len(name) <= 90 and "%" in name and _ROW.match(name):
        return 1
    if len(name) > _NAME_MOST or not any(char.isalpha() for char in name) or lines[at].ends:
        return 0
    texts = [line.text if len(line.text) < 30 else "" for line in lines[at + 1 : at + 4]]
    if len(texts) < 2 or not _PRICE.match(texts[0]):
        return 0
    if _CHANGE.match(texts[1]):
        return 3
    if len(texts) == 3 and _MOVE.match(texts[1]) and _CHANGE.match(texts[2]):
        return 4
    return 3 if _MOVE.match(texts[1]) and "%" in texts[1] else 0


def poll_options(lines: Sequence[Line]) -> list[Part]:
    """Answers of a poll with their results, on the next line, the line before, or the same line."""
    found: list[Part] = []
    at = 0
    while at < len(lines):
        if not any("%" in line.text for line in lines[at : at + 2]):  # most lines of most pages
            at += 1
            continue
        options = max((_options(lines, at, form) for form in _FORMS), key=len)
        found += options
        at = options[-1].last + 1 if options else at + 1
    return found


_FORMS = ("below", "above", "beside")


def _options(lines: Sequence[Line], at: int, form: str) -> list[Part]:
    """The run of options in one form that starts here, if it is a poll's."""
    found: list[Part] = []
    step, total, votes = 1 if form == "beside" else 2, 0, False
    while at + step <= len(lines) and len(found) < _OPTIONS_MOST:
        answer, result = (lines[at], lines[at + step - 1]) if form != "above" else (lines[at + 1], lines[at])
        match = (_SHARED if form == "beside" else _SHARE).match(result.text) if len(result.text) < 240 else None
        if not match or (form != "beside" and (not _is_answer(answer) or answer.weight > 300)):
            break
        total += int(match["percent"])
        votes = votes or _counts_votes(match["rest"])
        if total > _SHARES_MOST and not votes:
            return []
        found.append(Part(at, at + step - 1, "interactive.poll_option", "an answer with its share of the votes"))
        at += step
    # Shares are rounded, so a hundred may be missed by one for every option or so.
    adds_up = abs(total - 100) <= max(1, len(found) // 2)
    return found if len(found) >= 2 and (adds_up or votes) else []


def _is_answer(line: Line) -> bool:
    return any(char.isalpha() for char in line.text) and not _SHARE.match(line.text[:60])


def _counts_votes(rest: str) -> bool:
    words = folded(rest).split()
    return "#" in words and any(word in table("poll")["votes"] for word in words)


def teasers(lines: Sequence[Line]) -> list[Part]:
    """Titles of other pages with a date beside them; the title may come twice, the first time cut short."""
    found: list[Part] = []
    texts = [line.text for line in lines]
    stop = 0
    for at, title in enumerate(texts):
        told = at >= stop and (title in texts[at + 2 : at + 3] or "…" in title or "..." in title)
        if told and (size := _teaser(texts[at : at + 3])):
            stop = at + size
            found.append(Part(at, stop - 1, "list.teaser", _TEASER_WHY[size]))
    return found


_TEASER_WHY = {2: "the same title twice", 3: "a title, its date, and the title again"}


def _teaser(texts: Sequence[str]) -> int:
    """How many lines a teaser has that starts these: title, date, title again; or the title twice, first cut short.

    Few titles stand twice, so that few lines are asked for a date.
    """
    title, *below = texts
    if len(title) > _TITLE_MOST or not below:
        return 0
    if len(below) > 1 and _same_title(title, below[1]) and _is_date(below[0]) and not _is_date(title):
        return 3
    if _is_cut(title) and _same_title(title, below[0]) and not _is_date(title):
        return 2
    return 0


def _is_date(text: str) -> bool:
    return len(text) <= 60 and only_date(text) is not None


def _is_cut(title: str) -> bool:
    return ("…" in title or "..." in title) and bool(_CUT.search(title))


def _same_title(first: str, second: str) -> bool:
    """Is the second the first again, or the whole of what the first cuts short?"""
    if first == second:
        return True
    cut = _CUT.search(first) if "…" in first or "..." in first else None
    return bool(cut and cut.start() >= 12 and len(second) <= _TITLE_MOST and second.startswith(first[: cut.start()]))
