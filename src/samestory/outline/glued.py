"""Labels that flattening ran into one line: "By Ana Ruiz3 May 2024, 14:05Reading time: 4 min".

A line is parted only where its letters change as they do at no place in a word, and where its pieces say what they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby, pairwise

from samestory.outline.cues import anywhere
from samestory.outline.lines import Line, look
from samestory.outline.signs import Sign, sign
from samestory.types import Span

_LONGEST = 300  # characters of a line of labels
_TOLD = 2  # pieces that say what they are, at least
_LETTERS = "".join(map(chr, (*range(0x41, 0x250), *range(0x370, 0x530))))
_LOWER = "".join(filter(str.islower, _LETTERS))
_UPPER = "".join(filter(str.isupper, _LETTERS))
_BORDER = re.compile(
    rf"(?<=[{_LOWER}][{_LOWER}])(?=[{_UPPER}][{_LOWER}{_UPPER}]|\d)|(?<=[\d.):])(?=[{_UPPER}][{_LOWER}])"
    rf"|(?<=[{_UPPER}][{_UPPER}])(?=[{_UPPER}][{_LOWER}])|(?<=\w)(?=©)"
)


def parted(line: Line) -> list[Line]:
    """The labels run together in a line, or the line.

    >>> [piece.text for piece in parted(look("By Ana Ruiz3 May 2024, 14:05Reading time: 4 min"))]
    ['By Ana Ruiz', '3 May 2024, 14:05', 'Reading time: 4 min']
    >>> [piece.text for piece in parted(look("YouTube and McArdle"))]
    ['YouTube and McArdle']
    """
    borders = _borders(line)
    if not borders:
        return [line]
    pieces = [(start, end, sign(look(line.text[start:end]))) for start, end in pairwise(borders)]
    told = [(end - start, said) for start, end, said in pieces if said and said.firm]
    heading = pieces[0][2] is not None and pieces[0][2].role == "nav.topics" and pieces[0][2].by == "line"
    if not heading and (len(told) < _TOLD or 2 * sum(letters for letters, _ in told) < len(line.text)):
        return [line]
    return list(_lines(line, pieces))


def _borders(line: Line) -> list[int]:
    """Where a line may be parted, with its ends; none if nowhere."""
    if len(line.text) > _LONGEST:
        return []
    found = [match.start() for match in _BORDER.finditer(line.text)]
    if found and (names := [match.span() for match in _whole().finditer(line.text)]):
        found = [at for at in found if not any(start < at < end for start, end in names)]
    return [0, *found, len(line.text)] if found else []


@cache
def _whole() -> re.Pattern[str]:
    """Names that have a capital inside."""
    return re.compile("|".join(map(re.escape, anywhere("names")["whole"])))


def _lines(line: Line, pieces: Sequence[tuple[int, int, Sign | None]]) -> Iterator[Line]:
    """A line for each piece that says what it is, and one for those in a row that do not."""
    groups = groupby(enumerate(pieces), key=lambda piece: -1 if piece[1][2] is None else piece[0])
    for number, (_, group) in enumerate(groups):
        places = [place for _, place in group]
        start, end = places[0][0], places[-1][1]
        span = Span(line.span.start + start, line.span.start + end)
        yield Line(span, line.text[start:end], 0 if number else line.gap)
