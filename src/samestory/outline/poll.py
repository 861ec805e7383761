"""The frame of a poll: the question above its answers, and the heading above the question."""

from __future__ import annotations

from collections.abc import Sequence

from samestory.outline.lines import Line
from samestory.outline.runs import Part
from samestory.outline.signs import Sign

_ABOVE = 6  # lines from a poll's heading to its first answer, at most
_OWN = ("interactive.poll", "interactive.form", "ui.button")


def framed(lines: Sequence[Line], signs: Sequence[Sign | None], parts: Sequence[Part]) -> list[Part]:
    """The parts found, and with every poll its question."""
    taken = {at for part in parts for at in range(part.first, part.last + 1)}
    found = list(parts)
    for part in parts:
        if part.role == "interactive.poll_option" and part.first - 1 not in taken:
            found += _question(lines, signs, part.first)
    return sorted(found)


def _question(lines: Sequence[Line], signs: Sequence[Sign | None], first: int) -> list[Part]:
    """The nearest line above the answers that is neither button nor message."""
    for at in range(first - 1, max(-1, first - 1 - _ABOVE), -1):
        sign = signs[at]
        if sign is None or (lines[at].text.endswith(("?", "？", "؟")) and lines[at].weight > 20):
            return [Part(at, at, "interactive.poll", "the question above the answers of a poll")]
        if not sign.role.startswith(_OWN):
            break
    return []
