"""Numbers as pages write them: "1,749.80", "1.749,80", "300 000", "+0.3%"."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SIGNS = str.maketrans({"−": "-", "–": "-", "▼": "-", "▾": "-", "↓": "-", "▲": "+", "▴": "+", "↑": "+"})
_NUMBER = re.compile(r"[+-]?\s?\d[\d.,'’   ]*")


def decimal_mark(texts: Iterable[str]) -> str:
    """The mark before decimals in a set of numbers of one page; a stop if they do not tell.

    >>> decimal_mark(["66,945", "17.13"]), decimal_mark(["1.749,80"])
    ('.', ',')
    """
    votes = {".": 0, ",": 0}
    for text in texts:
        marks = re.findall(r"[.,]", text)
        last = re.search(r"([.,])(\d+)\D*$", text)
        if last and (len(last[2]) != 3 or len(set(marks)) > 1):
            votes[last[1]] += 1
    return "," if votes[","] > votes["."] else "."


def number(text: str, decimal: str = ".") -> float | None:
    """The first number of a text.

    >>> number("66,945"), number("▼ 0,7 %", ","), number("R75 per month")
    (66945.0, -0.7, 75.0)
    """
    match = _NUMBER.search(text.translate(_SIGNS))
    if match is None:
        return None
    digits = re.sub(r"[^\d.,+-]", "", match[0]).rstrip(".,")
    group = "," if decimal == "." else "."
    whole, _, fraction = digits.replace(group, "").partition(decimal)
    return float(f"{whole}.{fraction.replace(decimal, '') or 0}")
