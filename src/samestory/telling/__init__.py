"""Results in plain words, for the terminal and the web page alike."""

from __future__ import annotations

from samestory.telling.claims import alike, amount, by_speaker, counted, measure, readings, spoken, worded
from samestory.telling.differences import (
    Difference,
    Gap,
    Wording,
    absence,
    by_absence,
    by_weight,
    context,
    differences,
    facts,
    gaps,
    lead,
    pairs,
    wordings,
)
from samestory.telling.plain import between, date, duration, listing, number, percent, plural, visible
from samestory.telling.story import line, name, names, pages_of, provenance, span_of_time, taken, where, wire

__all__ = [
    "Difference",
    "Gap",
    "Wording",
    "absence",
    "alike",
    "amount",
    "between",
    "by_absence",
    "by_speaker",
    "by_weight",
    "context",
    "counted",
    "date",
    "differences",
    "duration",
    "facts",
    "gaps",
    "lead",
    "line",
    "listing",
    "measure",
    "name",
    "names",
    "number",
    "pages_of",
    "pairs",
    "percent",
    "plural",
    "provenance",
    "readings",
    "span_of_time",
    "spoken",
    "taken",
    "visible",
    "where",
    "wire",
    "worded",
    "wordings",
]
