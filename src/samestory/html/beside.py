"""The versions side by side: a row a sentence, a column a version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from samestory import telling
from samestory.html.edition import sigla
from samestory.html.marks import Piece, mark, pieces
from samestory.types import Page, Row, StoryView

COLUMNS, ROWS = 6, 300  # more cannot be read side by side; all of it is in the JSON
SIGNS = {"base": "", "same": "=", "reworded": "≈", "added": "+", "moved": "↕", "missing": "–"}


class Cell(NamedTuple):
    """What one version has in a row: said in words and by a sign, not by colour alone."""

    siglum: str
    state: str
    sign: str
    pieces: list[Piece]


class Line(NamedTuple):
    """A row of the table."""

    number: int
    meaning: bool  # something in it could change what a reader believes
    cells: list[Cell]


class Beside(NamedTuple):
    """The table, and how much of it is not shown."""

    columns: list[tuple[str, str]]  # siglum, name
    lines: list[Line]
    columns_left: int
    lines_left: int


def beside(view: StoryView) -> Beside:
    """The base text and the first of the others side by side."""
    letters = sigla(view)
    ordered = sorted(view.collation.versions, key=lambda page_id: page_id != view.collation.base)
    shown = ordered[:COLUMNS]
    rows = [row for row in view.collation.rows if any(reading.page_id in shown for reading in row.readings)]
    setter = Setter(view.collation.base, letters, telling.pages_of(view))
    lines = [
        Line(number, _matters(row), [setter.cell(row, page_id) for page_id in shown])
        for number, row in enumerate(rows[:ROWS], 1)
    ]
    columns = [(letters[page_id], telling.name(page_id, view)) for page_id in shown]
    return Beside(columns, lines, len(view.collation.versions) - len(shown), len(rows) - len(lines))


def _matters(row: Row) -> bool:
    return row.effect == "meaning" or any(variant.effect == "meaning" for variant in row.variants)


class Setter(NamedTuple):
    """What it takes to set a cell."""

    base: str
    letters: Mapping[str, str]
    pages: Mapping[str, Page]

    def cell(self, row: Row, page_id: str) -> Cell:
        """What one version has in a row, its words marked where versions differ."""
        reading = next((reading for reading in row.readings if reading.page_id == page_id), None)
        if reading is None:
            return Cell(self.letters[page_id], "missing", SIGNS["missing"], [])
        state = "base" if page_id == self.base else reading.change
        here = [(variant, place) for variant in row.variants for place in variant.readings if place.page_id == page_id]
        marks = [mark(variant, place) for variant, place in here]
        return Cell(self.letters[page_id], state, SIGNS[state], pieces(self.pages[page_id].text, reading.span, marks))
