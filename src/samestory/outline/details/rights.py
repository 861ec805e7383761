"""Rights lines: "© 2022 North Press. All rights reserved." names an owner and a year."""

from __future__ import annotations

import re
from typing import Any

from samestory.outline.cues import folded, holding

_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d\d(?![\d.]*\d)")
_RANGE = re.compile(r"(?<![\d.])(?:19|20)\d\d(?:\s?[-–—/,]\s?(?:19|20)?\d\d)*(?![\d.]*\d)")
_SIGN = re.compile(r"©|\(c\)|\bcopyright\b|\bby\b(?=\s)", re.IGNORECASE)
_UNCASED = re.compile("[\u0590-\u06ff\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_BRACKETS = re.compile(r"\([^()]*\d[^()]*\)|\[[^\[\]]*\]")
_SENTENCE = re.compile(r"\.(?:\s|$)|[|•·;]|\s[-–—]\s|\n")


def rights(text: str) -> dict[str, Any]:
    """Owner and last year of a rights line.

    >>> rights("© 2019-2022 (build 7) North Press Ltd. All rights reserved.")
    {'owner': 'North Press Ltd', 'year': 2022}
    """
    years = [int(year) for year in _YEAR.findall(text)]
    if not years and not _SIGN.search(text) and _UNCASED.search(text):
        return {"owner": None, "year": None}  # a sentence that forbids: what stands before its phrase is no name
    bare = _SIGN.sub(" ", _BRACKETS.sub(" ", text))
    pieces = (piece.strip(" \t,:-–—.") for piece in _SENTENCE.split(_RANGE.sub(" ", bare)))
    owner = next((name for piece in pieces if (name := _unphrased(piece))), None)
    return {"owner": " ".join(owner.split()) if owner and len(owner) <= 80 else None, "year": max(years, default=None)}


def _unphrased(piece: str) -> str:
    """What stands before "All rights reserved" and its like."""
    lowered = piece.casefold()
    starts = [lowered.find(found.phrase) for found in holding(folded(piece)) if found.role == "notice.rights"]
    return piece[: max(0, min(starts))].strip(" ,:-–—.") if starts else piece
