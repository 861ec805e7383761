"""A story as its notes tell it, and in which voice: who changed what is said where the evidence has a direction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from samestory.data import language
from samestory.text import fold
from samestory.types import Collation, Copy, Joined, Place, Version


class Voice(NamedTuple):
    """The verbs for what a version lacks and has, beside the rest."""

    lacks: str
    has: str
    gives: str
    leaves_out: str
    adds: str
    moves: str


CHANGED = Voice("drops", "adds", "gives", "leaves out", "adds", "moves")
FIRST = Voice("has no", "has", "gives", "has no", "has", "puts")  # the text that the other one changed
# Two copies of a common source: it is not known who changed a word. Words are dropped more often than put in.
OPEN = Voice("drops", "keeps", "gives", "leaves out", "adds", "puts")
BASE = Voice("drops", "alone has", "alone gives", "leaves out", "has", "puts")  # the base text among several


class Telling(NamedTuple):
    """A story as its notes see it."""

    collation: Collation
    versions: Mapping[str, Version]
    names: Mapping[str, str]
    joined: Joined
    copies: tuple[Copy, ...]
    shared: Mapping[str, float]

    def text(self, place: Place) -> str:
        """What stands there."""
        return self.versions[place.page_id].page.text[slice(*place.span)]

    def other(self, page_id: str) -> str | None:
        """The other version, if there are two."""
        others = [page for page in self.collation.versions if page != page_id]
        return others[0] if len(others) == 1 else None

    def voice(self, page_id: str) -> Voice:
        """How this version is told."""
        other = self.other(page_id)
        if other is None:
            return BASE if page_id == self.collation.base else CHANGED
        edges = {(copy.child, copy.parent) for copy in self.copies}
        if (page_id, other) in edges:
            return CHANGED
        return FIRST if (other, page_id) in edges else OPEN

    def is_day(self, place: Place) -> bool:
        """Does a weekday or a month stand there?"""
        dates = (language(self.versions[place.page_id].outline.language) or {}).get("claims", {}).get("dates", {})
        named = {*dates.get("weekdays", {}), *dates.get("months", {})}
        return any(fold(word).strip(",.") in named for word in self.text(place).split())
