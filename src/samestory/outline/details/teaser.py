"""Teasers, podcast items and partner items: a title, perhaps twice, and its date."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from samestory.outline.cues import cue
from samestory.outline.details.dates import When, near, only_date

_CUT = re.compile(r"(?:\.\.\.|…)\W{0,2}$")
_SPONSOR = re.compile(r"\s[|¦]\s(?P<sponsor>[^|¦]{2,40})$")
_UNDATED = When("")


def teaser(text: str, clock: dt.date | None) -> dict[str, Any]:
    r"""Title in full, and its date as written and as a day.

    >>> teaser("A long way ho...\n23 Sep\nA long way home", dt.date(2022, 11, 25))
    {'title': 'A long way home', 'date': '2022-09-23', 'date_text': '23 Sep', 'relative_seconds': None}
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    dates = [(line, found) for line in lines if (found := only_date(line) or (near(line) if len(lines) > 1 else None))]
    dated = [line for line, _ in dates]
    titles = [line for line in lines if line not in dated] or lines
    whole = [line for line in titles if not _CUT.search(line)] or titles
    line, found = dates[0] if dates else (None, _UNDATED)
    return {
        "title": max(whole, key=len),
        "date": found.date(clock),
        "date_text": line,
        "relative_seconds": found.seconds,
    }


def sponsored(text: str, clock: dt.date | None) -> dict[str, Any]:
    r"""A partner item: a teaser somebody paid for; who did stands behind a bar, or on a line of its own.

    >>> sponsored("Save for a rainy day | Lund Bank", None)["sponsor"]
    'Lund Bank'
    >>> sponsored("Boots for wet days\nSponsored by Bootham", None)["sponsor"]
    'Bootham'
    """
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    paid = [(line, found) for line in lines[1:] if (found := cue(line)) and found.role == "ad.partner_content"]
    item = teaser("\n".join(line for line in lines if line not in {line for line, _ in paid}), clock)
    behind = _SPONSOR.search(item["title"])
    named = [line[len(found.phrase) :] for line, found in paid if found.how == "start"]
    named += [behind["sponsor"]] if behind else []
    return {**item, "sponsored": True, "sponsor": next((name.strip(" :\t") for name in named), None)}
