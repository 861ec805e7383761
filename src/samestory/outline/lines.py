"""The lines of a page flattened to text, and what can be seen of each without knowing its language."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import islice, pairwise
from typing import Generic, NamedTuple, TypeVar

from samestory.spans import hull, lines, trimmed
from samestory.types import Span

# One Han or Kana character says about as much as two and a half letters of an alphabet, one Hangul syllable as two.
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_WIDE = re.compile("[\u3040-\ud7af\uf900-\ufaff]")
_END = re.compile(r"(?<!\.\.)[.!?。！？।॥؟۔։።။។;:][\"'“”„’‘»«›‹)\]」』*†]*(?:\[\d+\]|\(\w{1,12}\))?$")
# Thai and Lao mark no ends: a line of theirs longer than a title counts as ended.
_STOPLESS, _UNENDED = re.compile("[\u0e00-\u0eff]"), 90.0
_BULLET = re.compile(r"[•●▪■◦‣∙·★✓✔➤►▶–—*-]\s+(?=\S)")
_WORDS = re.compile(r"[^\W\d_]+")
_SIGN = rb"{}[]<>=\_;|"
_SIGNS = re.compile(f"[{re.escape(_SIGN.decode())}]")
ANY_PROSE = 22.5  # lighter lines are none, with or without a mark at their end
# Lines of a text that are told apart: a megabyte of short ones took 2 to 3 s. The page of most among 987 has 1,489.
_MOST = 30_000
_FEW_LOWER = 0.35  # of the words of running text more than so many start in lower case
_SIGNED = 0.05  # of its characters no more are brackets, braces and signs of assignment
_LOOK = 600  # of a long line this much is looked at for shares: enough to tell, and linear


T = TypeVar("T")


class _seen(Generic[T]):  # noqa: N801 - used as `property` is
    """A property of a line that is worked out when it is first asked for: of most lines few are.

    `functools.cached_property` does the same behind a lock, which takes as long as what is worked out here.
    """

    def __init__(self, work_out: Callable[[Line], T]) -> None:
        self._work_out, self._name = work_out, work_out.__name__

    def __get__(self, line: Line, _kind: type[Line]) -> T:
        found = line.__dict__[self._name] = self._work_out(line)
        return found


class Line:
    """One line (or one paragraph whose lines were broken at a column) and its looks."""

    def __init__(self, span: Span, text: str, gap: int = 0) -> None:
        self.span, self.text = span, text
        self.gap = gap  # empty lines before it
        self.weight = weight(text)  # visible characters, those of dense scripts counted for more

    @_seen
    def ends(self) -> bool:
        """Does it end with a mark that ends a sentence?"""
        last = self.text[-1:]
        if last.isalnum():  # no mark is one; of most short lines that is all there is to ask
            return self.weight > _UNENDED and bool(_STOPLESS.match(last))
        return bool(_END.search(self.text[-40:])) or (self.weight > _UNENDED and bool(_STOPLESS.match(last)))

    @_seen
    def bullet(self) -> bool:
        """Does it start as a point of a list?"""
        return bool(_BULLET.match(self.text))

    @_seen
    def _counts(self) -> _Counts:
        return _counted(self.text[:_LOOK])

    @_seen
    def words(self) -> int:
        """How many words it has."""
        return self._counts.words if len(self.text) <= _LOOK else len(self.text.split())

    @_seen
    def lower(self) -> float | None:
        """Share of words that start in lower case; None: the script has no case."""
        words, lower, upper, _ = self._counts
        return lower / (lower + upper) if 2 * (lower + upper) > words else None

    @_seen
    def prose(self) -> float:
        r"""How much running text this is, 0..1.

        >>> [one.prose > 0.5 for one in read("Sport\nThe river rose by two metres overnight, officials said.")]
        [False, True]
        """
        if self.weight <= ANY_PROSE:
            return 0.0
        enough = 45.0 if self.ends else 110.0
        share = min(1.0, (self.weight - enough / 2) / (enough / 2))
        return share if share > 0.0 and self._reads() else 0.0

    def _reads(self) -> bool:
        """Is it neither titles, most words of which have capitals, nor left over from a script, with its signs?"""
        words, lower, upper, signs = self._counts
        cased = lower + upper
        if 2 * cased > words and lower / cased < _FEW_LOWER:
            return False
        return signs <= _SIGNED * min(len(self.text), _LOOK) + 2


class _Counts(NamedTuple):
    """Of a text: its words, those that start in lower case and in upper case, and its signs of code."""

    words: int
    lower: int
    upper: int
    signs: int


def read(text: str) -> list[Line]:
    """The visible lines of a text; lines that were only broken at a column, and those behind the most, come as one."""
    found, before = [], 0
    first = list(islice(lines(text), _MOST))
    rest = trimmed(text, Span(first[-1].end, len(text))) if len(first) == _MOST else Span(0, 0)
    for span in (*_joined(text, first), *([rest] if rest.start < rest.end else [])):
        gap = max(0, text.count("\n", before, span.start) - 1) if before else 0
        found.append(Line(span, text[span.start : span.end], gap))
        before = span.end
    return found


def look(text: str) -> Line:
    """A text taken as one line."""
    return Line(tuple.__new__(Span, (0, len(text))), text)


def _counted(text: str) -> _Counts:
    """What is to be counted in a text: in most, by three calls that look at no single letter in Python."""
    try:
        given = text.encode() if text.isascii() else text.encode("cp1252")  # which is written in Python
    except UnicodeEncodeError:
        words = _WORDS.findall(text)
        initials = [word[0] for word in words]
        lower, upper = sum(map(str.islower, initials)), sum(map(str.isupper, initials))
        return _Counts(len(words), lower, upper, len(_SIGNS.findall(text)))
    kinds = b" " + given.translate(_KINDS)
    lower, upper = kinds.count(b" a"), kinds.count(b" A")
    return _Counts(lower + upper + kinds.count(b" x"), lower, upper, len(given) - len(given.translate(None, _SIGN)))


def _kind(byte: int) -> int:
    """What a character of Windows-1252 is: "a" and "A" letters with case, "x" letters without, a blank the rest."""
    letter = bytes([byte]).decode("cp1252", "replace")
    if not _WORDS.fullmatch(letter):
        return ord(" ")
    return ord("a" if letter.islower() else "A" if letter.isupper() else "x")


_KINDS = bytes(map(_kind, range(256)))


def weight(shown: str) -> float:
    """Visible characters, those of dense scripts counted for more.

    >>> weight("rain"), weight("雨")
    (4.0, 2.5)
    """
    letters = float(len(shown))
    if shown.isascii() or not _WIDE.search(shown):
        return letters
    return letters + 1.5 * len(_DENSE.findall(shown)) + len(_HANGUL.findall(shown))


def _joined(text: str, spans: list[Span]) -> list[Span]:
    """Lines of one paragraph broken at a column, put together again."""
    joined: list[Span] = []
    for group in _groups(text, spans):
        joined += [hull(group)] if _wrapped(text, group) else group
    return joined


def _groups(text: str, spans: list[Span]) -> Iterator[list[Span]]:
    """Lines between empty lines."""
    group: list[Span] = []
    for span in spans:
        if group and text.count("\n", group[-1].end, span.start) > 1:
            yield group
            group = []
        group.append(span)
    if group:
        yield group


def _wrapped(text: str, group: list[Span]) -> bool:
    """Were these lines one paragraph? Even widths, most of them stopping in mid-sentence."""
    widths = [span.end - span.start for span in group[:-1]]
    if not widths or max(widths) > 110 or min(widths) < 0.7 * max(widths) or max(widths) < 45:
        return False
    if group[-1].end - group[-1].start > max(widths) + 8:
        return False
    runs_on = sum(
        text[nxt.start].islower() and not _END.search(text[one.end - 3 : one.end]) for one, nxt in pairwise(group)
    )
    return 2 * runs_on > len(widths)
