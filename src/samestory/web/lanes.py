"""The lineage drawn: time from left to right, a lane an outlet, a dot a version, a line a copy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from samestory import telling
from samestory.clock import clock
from samestory.types import UNSEEN, Copy, StoryView
from samestory.web.matrix import by_time

LANES = 60  # more cannot be followed with the eye; the list below the drawing has all
LEFT, RIGHT, TOP, STEP, WIDTH = 190, 40, 34, 30, 960  # in units of the drawing
LABEL = 26  # letters of an outlet's name beside its lane
TICKS = 5


class Dot(NamedTuple):
    """A version, an agency, or a source that must have existed."""

    key: str  # page id, agency or "unseen"
    x: int
    y: int
    kind: str  # "page" | "origin" | "wire" | "unseen"
    label: str
    late: bool  # behind the cut


class Edge(NamedTuple):
    """Text taken: the thicker, the larger the share; dashed: from what nobody has seen."""

    number: int
    path: str
    weight: int  # 1..6
    dashed: bool
    label: str
    late: bool


class Lane(NamedTuple):
    """A line of the drawing."""

    y: int
    name: str


class Tick(NamedTuple):
    """A time on the axis."""

    x: int
    day: str
    hour: str


class Lanes(NamedTuple):
    """The drawing, ready to be written out as SVG."""

    width: int
    height: int
    lanes: tuple[Lane, ...]
    ticks: tuple[Tick, ...]
    dots: tuple[Dot, ...]
    edges: tuple[Edge, ...]
    undated: int  # the x of versions without a time; 0: all have one
    left: int  # versions not drawn


def lanes(view: StoryView, until: int = 0) -> Lanes:
    """The drawing. `until` counts the versions before the cut; those after it are shown faintly. 0: no cut."""
    ordered = by_time(view)
    drawn = ordered[:LANES]
    times = _times(view)
    sources = list(dict.fromkeys(copy.parent for copy in view.lineage.copies if copy.parent not in times))
    scale = Scale({one: time for one, time in times.items() if one in drawn})
    rows = _rows(view, sources, drawn)
    late = set(ordered[until:]) if until else set()
    at = {node: (scale.x(node, view), TOP + STEP * rows[_lane(node, view)]) for node in [*sources, *drawn]}
    dots = tuple(_dot(node, at[node], view, node in late) for node in at)
    edges = tuple(
        _edge(number, copy, at, view, copy.child in late)
        for number, copy in enumerate(view.lineage.copies, 1)
        if copy.child in at and copy.parent in at
    )
    named = tuple(Lane(TOP + STEP * row, _short(name)) for name, row in rows.items())
    height = TOP + STEP * len(rows) + 10
    undated = scale.undated if any(times[one] is None for one in drawn) else 0
    return Lanes(WIDTH, height, named, scale.ticks(), dots, edges, undated, len(ordered) - len(drawn))


def _times(view: StoryView) -> dict[str, float | None]:
    return {page.id: clock(outline.published, page.fetched) for page, outline in view.versions}


def _rows(view: StoryView, sources: Sequence[str], drawn: Sequence[str]) -> dict[str, int]:
    """The lanes: sources on top, then outlets by when they were first seen."""
    names = dict.fromkeys([_lane(node, view) for node in [*sources, *drawn]])
    return {name: number for number, name in enumerate(names)}


def _lane(node: str, view: StoryView) -> str:
    if node == UNSEEN:
        return "a source not seen here"
    outlet = next((outline.outlet for page, outline in view.versions if page.id == node), None)
    return telling.visible(outlet) if outlet else telling.name(node, view)


class Scale:
    """Times as places on the axis."""

    def __init__(self, times: Mapping[str, float | None]) -> None:
        self.times = times
        known = sorted(time for time in times.values() if time is not None)
        self.first, self.last = (known[0], known[-1]) if known else (0.0, 0.0)
        self.known = bool(known)
        dated = all(time is not None for time in times.values())
        self.end = WIDTH - RIGHT - (0 if dated else 90)
        self.start = LEFT + 60
        self.undated = WIDTH - RIGHT

    def x(self, node: str, view: StoryView) -> int:
        """Where a version stands; a source stands a little before the first that took from it."""
        if node in self.times:
            return self._at(self.times[node])
        children = [self.times.get(copy.child) for copy in view.lineage.copies if copy.parent == node]
        known = [time for time in children if time is not None]
        return max(LEFT + 16, self._at(min(known)) - 44) if known else LEFT + 16

    def _at(self, time: float | None) -> int:
        if time is None:
            return self.undated
        share = (time - self.first) / (self.last - self.first) if self.last > self.first else 0.0
        return round(self.start + share * (self.end - self.start))

    def ticks(self) -> tuple[Tick, ...]:
        """A few times, evenly spread; one if all is of one moment."""
        if not self.known:
            return ()
        count = TICKS if self.last > self.first else 1
        moments = [self.first + n * (self.last - self.first) / max(1, count - 1) for n in range(count)]
        within_a_day = self.last - self.first < 3 * 86400
        return tuple(_tick(self._at(moment), moment, within_a_day) for moment in moments)


def _tick(x: int, moment: float, exact: bool) -> Tick:
    when = datetime.fromtimestamp(moment, UTC)
    return Tick(x, f"{when.day} {when:%b}", f"{when:%H:%M}" if exact else f"{when:%Y}")


def _dot(node: str, at: tuple[int, int], view: StoryView, late: bool) -> Dot:
    if node == UNSEEN:
        return Dot("unseen", *at, "unseen", "a source that must have existed and is not among the pages", late)
    if node not in view.names:
        return Dot(node, *at, "wire", telling.visible(node), late)
    kind = "origin" if node in view.lineage.roots else "page"
    outline = next(outline for page, outline in view.versions if page.id == node)
    return Dot(node, *at, kind, f"{telling.name(node, view)}, {telling.date(outline.published)}", late)


def _edge(number: int, copy: Copy, at: Mapping[str, tuple[int, int]], view: StoryView, late: bool) -> Edge:
    (x, y), (to_x, to_y) = at[copy.parent], at[copy.child]
    bend = max(24, abs(to_x - x) // 2)
    path = f"M{x},{y} C{x + bend},{y} {to_x - bend},{to_y} {to_x},{to_y}"
    parent = "a source not seen here" if copy.parent == UNSEEN else telling.name(copy.parent, view)
    label = f"{telling.name(copy.child, view)} takes {telling.taken(copy)} from {parent}"
    return Edge(number, path, max(1, round(6 * copy.share)), copy.parent == UNSEEN, label, late)


def _short(label: str) -> str:
    return label if len(label) <= LABEL else label[: LABEL - 1] + "…"
