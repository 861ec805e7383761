"""What is known of a flattened page while its parts are being named: its lines, their signs, its runs, its article."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from samestory.outline.details.byline import beside_date, names
from samestory.outline.lines import Line
from samestory.outline.runs import Part
from samestory.outline.signs import Sign
from samestory.outline.stretch import repeated

_LOOKED = 20_000  # characters of a line: no paragraph has as many, and some pages have a line of megabytes
_LETTERS = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"[^\W_]+")
_NAME = re.compile(r"[^\s.!?]\s([^\W\d_a-z][^\W\d_]+)")
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Scene:
    """A page half understood. `body` are the lines from the first to the last of the article."""

    lines: Sequence[Line]
    signs: Sequence[Sign | None]
    runs: Mapping[int, Part]  # by each of their lines
    body: range
    said: frozenset[str]  # what the prose of the body says, as n-grams
    again: frozenset[str]  # running text that stands on the page more than once
    writers: frozenset[str]  # named by the bylines
    names: frozenset[str]  # words the body writes with a capital inside its sentences
    headings: int  # short lines without an end between paragraphs of the body
    pictured: int  # short lines without an end above a photo credit in the body
    title: str | None = None  # given with the page
    known: Mapping[int, int] = field(
        default_factory=dict
    )  # lines of the site's other pages, and on how many they stand
    breaks: Sequence[range] = ()  # boxes in the body behind which the story goes on

    def plain(self, at: int) -> bool:
        """Does nothing tell yet what this line is?"""
        return at not in self.runs and self.signs[at] is None

    def role(self, at: int) -> str | None:
        """The role this line claims itself, if any."""
        claimed = self.signs[at]
        return self.runs[at].role if at in self.runs else claimed.role if claimed else None

    def likeness(self, at: int) -> float:
        """Share of what a line says that the article says too, 0..1."""
        grams = ngrams(self.lines[at].text)
        return len(grams & self.said) / len(grams) if grams else 0.0


def scene(
    lines: Sequence[Line], signs: Sequence[Sign | None], parts: Sequence[Part], body: range, title: str | None = None
) -> Scene:
    """Everything known once the article's place is known."""
    runs = {at: part for part in parts for at in range(part.first, part.last + 1)}
    prose = [lines[at].text for at in body if lines[at].prose > 0.3 and at not in runs]
    shorts = [at for at in body if at not in runs and not signs[at] and not lines[at].ends and lines[at].prose <= 0.3]
    return Scene(
        lines,
        signs,
        runs,
        body,
        said=frozenset[str]().union(*map(ngrams, prose)),
        again=repeated(lines) if body else frozenset(),  # asked where a story goes on
        writers=frozenset(name for at, sign in enumerate(signs) for name in writers(lines[at].text, sign)),
        names=frozenset(name for text in prose for name in _NAME.findall(text[:_LOOKED])),
        headings=sum(between_paragraphs(lines, body, at) for at in shorts),
        pictured=len({at + 1 for at in shorts} & _signed(signs, "media.credit")),
        title=title,
    )


def writers(text: str, sign: Sign | None) -> Sequence[str]:
    """Whom a line names as writers, if it is a byline, or a date with one."""
    if sign is None or sign.role not in ("meta.byline", "meta.date"):
        return ()
    return names(text) if sign.role == "meta.byline" else beside_date(text)


def _signed(signs: Sequence[Sign | None], role: str) -> set[int]:
    return {at for at, sign in enumerate(signs) if sign and sign.role == role}


def words_of(text: str) -> list[str]:
    """The words of a line, as letters only.

    >>> words_of("Mayor Hanne Falk, 2020.")
    ['Mayor', 'Hanne', 'Falk']
    """
    return _LETTERS.findall(text)


def between_paragraphs(lines: Sequence[Line], body: range, at: int) -> bool:
    """Does running text of the body stand right above and right below?"""
    return all(near in body and lines[near].prose > 0.3 for near in (at - 1, at + 1))


@lru_cache(maxsize=1024)  # the lines of a page are asked for two or three times
def ngrams(text: str) -> frozenset[str]:
    """Pieces that carry meaning in any script: five letters of an alphabet, two characters of a dense script.

    >>> sorted(ngrams("Rain fell"))
    [' fell', ' rain', 'fell ', 'rain ']
    """
    folded = f" {' '.join(_TOKEN.findall(text[:_LOOKED].casefold()))} "
    size = 2 if _DENSE.search(text) else 5
    return frozenset(gram for at in range(len(folded) - size + 1) if " " not in (gram := folded[at : at + size])[1:-1])
