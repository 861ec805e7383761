"""The lines of a page flattened to text, and what can be seen of each without knowing its language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from samestory.spans import hull, lines
from samestory.types import Span

# One Han or Kana character says about as much as two and a half letters of an alphabet, one Hangul syllable as two.
_DENSE = re.compile("[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_HANGUL = re.compile("[\uac00-\ud7af]")
_END = re.compile(r"(?<!\.\.)[.!?。！？।॥؟۔։።။។;:][\"'“”„’‘»«›‹)\]」』*†]*(?:\[\d+\]|\(\w{1,12}\))?$")
_BULLET = re.compile(r"[•●▪■◦‣∙·★✓✔➤►▶–—*-]\s+(?=\S)")
_WORDS = re.compile(r"[^\W\d_]+")
_SIGNS = re.compile(r"[{}\[\]<>=\\_;|]")
_LOOK = 600  # of a long line this much is looked at for shares: enough to tell, and linear


@dataclass(frozen=True, slots=True)
class Line:
    """One line (or one paragraph whose lines were broken at a column) and its looks."""

    span: Span
    text: str
    gap: int  # empty lines before it
    weight: float  # visible characters, those of dense scripts counted for more
    ends: bool  # with a mark that ends a sentence
    bullet: bool
    words: int
    lower: float | None  # share of words that start in lower case; None: the script has no case
    code: bool  # markup or data of a script that stands in the text

    @property
    def prose(self) -> float:
        r"""How much running text this is, 0..1.

        >>> [one.prose > 0.5 for one in read("Sport\nThe river rose by two metres overnight, officials said.")]
        [False, True]
        """
        if (self.lower is not None and self.lower < 0.35) or self.code:
            return 0.0
        enough = 45.0 if self.ends else 110.0
        return min(1.0, max(0.0, (self.weight - enough / 2) / (enough / 2)))


def read(text: str) -> list[Line]:
    """The visible lines of a text; lines that were only broken at a column come as one."""
    return list(_looks(text, _joined(text, list(lines(text)))))


def look(text: str) -> Line:
    """A text taken as one line."""
    return next(_looks(text, [Span(0, len(text))]))


def _looks(text: str, spans: list[Span]) -> Iterator[Line]:
    before = 0
    for span in spans:
        shown = text[span.start : span.end]
        words = _WORDS.findall(shown[:_LOOK])
        initials = [word[0] for word in words]
        lower = sum(map(str.islower, initials))
        cased = lower + sum(map(str.isupper, initials))
        yield Line(
            span=span,
            text=shown,
            gap=max(0, text.count("\n", before, span.start) - 1) if before else 0,
            weight=weight(shown),
            ends=bool(_END.search(shown[-40:])),
            bullet=bool(_BULLET.match(shown)),
            words=len(words) if len(shown) <= _LOOK else len(shown.split()),
            code=_is_code(shown),
            lower=lower / cased if 2 * cased > len(words) else None,
        )
        before = span.end


def _is_code(shown: str) -> bool:
    """Brackets, braces and signs of assignment: left over from a script."""
    looked = shown[:_LOOK]
    return len(_SIGNS.findall(looked)) > 0.05 * len(looked) + 2


def weight(shown: str) -> float:
    """Visible characters, those of dense scripts counted for more.

    >>> weight("rain"), weight("雨")
    (4.0, 2.5)
    """
    letters = len(shown) - 0.0
    if shown.isascii():
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
