"""Which text agency a name means, among those of the folder of wires and by what a name says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from samestory.data import SHORT, agencies, handed_out
from samestory.outline.cues import table
from samestory.outline.words import one_of

_MARKS = " \t\n.:*=-–—\"'“”()[]（）【】「」|/"
DESK = 2  # words between an agency and the trade of somebody who works for it: "AP Business Writer"
_BETWEEN_NAMES = re.compile(r"[/,;=＝／・-]")


def agency(text: str, kind: str = "names") -> str | None:
    """The agency a name means. Short names are acronyms, and mean it only in their own case.

    Who sends out what others write is none, whatever it is called.

    >>> agency("the Agence France-Presse"), agency("ap"), agency("Corvane News Agency"), agency("PR Newswire")
    ('AFP', None, 'Corvane News Agency', None)
    """
    name = text.strip(_MARKS)
    known = _known(name, kind) or _known(_articles().sub("", name), kind)
    if known or kind != "names" or name in handed_out("services")["names"]:
        return known
    return name if _says_agency("kinds").fullmatch(name) else None


def _known(name: str, kind: str) -> str | None:
    return agencies(kind).get(name) or agencies(kind).get(name.casefold() if len(name) > SHORT else name)


def wider(part: str) -> str | None:
    """A name that is an agency's where only sources of the text stand: "Northmoor Press"."""
    name = part.strip(" .:")
    return name if _says_agency("wider").fullmatch(name) else None


def employer(part: str) -> str | None:
    """The agency of somebody who is named by the trade.

    >>> employer("AP Business Writer"), employer("Press Association reporter Ana Ruiz"), employer("Reuters Building")
    ('Associated Press', 'PA Media', None)
    """
    if one := _correspondent().match(part):
        return agency(one[1])
    before = (part[: trade.start()].split() for trade in _trade().finditer(part))
    desks = (" ".join(named[: len(named) - count]) for named in before for count in range(DESK + 1))
    return next(filter(None, map(agency, desks)), None)


def among(parts: Sequence[str]) -> Iterator[str]:
    """The agencies among names; beside one, a name that only sounds like one is one too."""
    beside = any(agency(part) or employer(part) for part in parts)
    for part in parts:
        if name := agency(part) or employer(part) or (wider(part) if beside else None):
            yield name


def datelined(inside: str) -> Iterator[str]:
    """The agencies in what a dateline puts in brackets: "dpa/lno", "린드홀름=연합뉴스"."""
    for part in (*_BETWEEN_NAMES.split(inside), inside):
        if name := agency(part, "datelines") or employer(part):
            yield name


def unspaced(text: str, end: bool = False) -> str | None:
    """The agency whose name a text in a script without spaces begins (or ends) with.

    >>> unspaced("新华社林德霍尔姆"), unspaced("リンドホルム共同", end=True), unspaced("AP")
    ('Xinhua', 'Kyodo News', None)
    """
    if text.isascii():
        return None
    held = (name for name in _unspaced_names() if (text.endswith(name) if end else text.startswith(name)))
    longest = max(held, key=len, default=None)
    return agencies("datelines")[longest] if longest else None


@cache
def _unspaced_names() -> tuple[str, ...]:
    return tuple(name for name in agencies("datelines") if not name.isascii() and not name[0].isupper())


@cache
def words(kind: str) -> str:
    """A list of words of credits, of all languages, as a pattern."""
    return one_of(table("credit")[kind])


@cache
def _articles() -> re.Pattern[str]:
    return re.compile(rf"^{words('article')}(?:(?<=[’'])|\s+)", re.IGNORECASE)


@cache
def _trade() -> re.Pattern[str]:
    return re.compile(rf"\b{one_of(table('by')['role'])}s?\b", re.IGNORECASE)


@cache
def _correspondent() -> re.Pattern[str]:
    return re.compile(rf"\W*{words('correspondent')}\s*(\S+)", re.IGNORECASE)


@cache
def _says_agency(kinds: str) -> re.Pattern[str]:
    """A name without a file of its own that says what it is: "Corvane News Agency"; no "The Wire", a title."""
    return re.compile(rf"(?!The \w+$)(?:[A-Z][\w'’-]+ ){{1,4}}{words(kinds)}")
