"""Polls: the question, and every answer with its share and its votes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from samestory.outline.cues import cue
from samestory.types import Block

_RESULT = re.compile(r"\(?(?P<percent>\d{1,3}(?:[.,]\d+)?)\s?%\)?(?P<rest>[^%]{0,40})$")
_VOTES = re.compile(r"\d{1,3}(?:[.,'’   ]\d{3})+|\d+")


def option(text: str) -> dict[str, Any] | None:
    r"""An answer with its share and its votes.

    >>> option("Build the bridge\n33% - 2 644 votes")
    {'text': 'Build the bridge', 'percent': 33, 'votes': 2644}
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    at, match = next(((n, m) for n, line in reversed(list(enumerate(lines))) if (m := _RESULT.search(line))), (0, None))
    if match is None:
        return None
    before = lines[at][: match.start()].strip(" -–—:|(")
    answer = " ".join([*lines[:at], *([before] if before else []), *lines[at + 1 :]])
    votes = _VOTES.search(match["rest"])
    percent = float(match["percent"].replace(",", "."))
    return {
        "text": answer,
        "percent": int(percent) if percent.is_integer() else percent,
        "votes": int(re.sub(r"\D", "", votes[0])) if votes else None,
    }


def questions(
    text: str, blocks: Sequence[Block], options: Mapping[int, Mapping[str, Any]]
) -> dict[int, dict[str, Any]]:
    """Data for the block that asks, one a poll: its question and all its answers. Keys are places in `blocks`."""
    if not any(block.role == "interactive.poll" for block in blocks):  # of most pages no block asks anything
        return {}
    found: dict[int, dict[str, Any]] = {}
    first: int | None = None
    answers: list[Mapping[str, Any]] = []
    for at in range(len(blocks) + 1):
        if at < len(blocks) and blocks[at].role.startswith(("interactive.poll", "ui.button", "interactive.form")):
            first = at if first is None else first
            answers += [options[at]] if at in options else []
            continue
        if first is not None and (asking := _asking(text, blocks[first:at])) is not None:
            question = " ".join(text[slice(*blocks[first + asking].span)].split())
            found[first + asking] = {"question": question, "options": [dict(answer) for answer in answers]}
        first, answers = None, []
    return found


def _asking(text: str, blocks: Sequence[Block]) -> int | None:
    """Which of a poll's blocks asks the question: one that ends as a question, else the longest before the answers."""
    best: tuple[bool, int, int] | None = None
    for at, block in enumerate(blocks):
        shown = text[slice(*block.span)].strip()
        if block.role == "interactive.poll_option":
            break
        if block.role == "interactive.poll" and len(shown) >= 12 and cue(shown) is None:
            best = max(best or (False, 0, 0), (shown.endswith(("?", "？", "؟")), len(shown), -at))
    return -best[2] if best else None
