"""Rows of a market ticker, and the note below them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from samestory.outline.cues import table
from samestory.outline.details.numbers import decimal_mark, number

_CHANGE = re.compile(r"[+\-−–▲▼▴▾↑↓]?\s?\d[\d.,]*\s?%")
_NAME_AND_PRICE = re.compile(
    r"(?P<name>.*?\S)\s+(?P<price>\W{0,2}\d[\d.,'’]*)(?:\s+[+\-−–▲▼↑↓]\s?[\d.,]+)?\s*\(?$", re.DOTALL
)


def quote(text: str, decimal: str = ".") -> dict[str, Any] | None:
    r"""Name, price and change of one instrument. The name may hold digits: it is the first line if lines part them.

    >>> quote("Top 40\n66,945\n+0.3%")
    {'name': 'Top 40', 'price': 66945.0, 'change_percent': 0.3}
    >>> quote("Gold 1,749.80 -0.3%")["price"]
    1749.8
    """
    changes = list(_CHANGE.finditer(text))
    if not changes:
        return None
    change = changes[-1]
    head = text[: change.start()].rstrip(" (\n")
    lines = [line.strip() for line in head.split("\n") if line.strip()]
    if len(lines) > 1:
        name, price = lines[0], lines[1]
    elif match := _NAME_AND_PRICE.match(head):
        name, price = match["name"], match["price"]
    else:
        return None
    return {"name": name, "price": number(price, decimal), "change_percent": number(change[0], decimal)}


def decimals(texts: Iterable[str]) -> str:
    r"""The decimal mark of the tickers of one page.

    >>> decimals(["Gold\n1.749,80\n-0,3%"])
    ','
    """
    return decimal_mark(found for text in texts for found in re.findall(r"\d[\d.,]*\d", text))


def note(text: str) -> dict[str, Any] | None:
    """How late the quotes are, and of which exchange.

    >>> note("All XYZ data delayed by at least 15 minutes")
    {'delay_minutes': 15, 'exchange': 'XYZ'}
    """
    minutes = "|".join(sorted(map(re.escape, table("dates")["minute"]), key=len, reverse=True))
    delay = re.search(rf"(\d{{1,3}})[\s-]?(?:{minutes})\b", text, re.IGNORECASE)
    exchange = re.search(r"\b[A-Z]{3,6}\b", text)
    if delay is None and exchange is None:
        return None
    return {"delay_minutes": int(delay[1]) if delay else None, "exchange": exchange[0] if exchange else None}
