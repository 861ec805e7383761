"""The base text as a critical edition sets it: the text, and in the margin who reads what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import count, groupby
from typing import NamedTuple

from samestory import telling
from samestory.html.marks import Mark, Piece, mark, pieces
from samestory.types import Effect, Outline, Page, Place, Row, Span, StoryView, Variant

SIGLA = 8  # readings name their versions up to this many, then they count them


class Reading(NamedTuple):
    """Words that stand in some versions, and a few letters for which."""

    words: str
    whose: str


class Note(NamedTuple):
    """An entry of the margin: the words of the text, what others read there, and why it matters."""

    number: int | None
    effect: Effect
    words: str
    readings: tuple[Reading, ...]
    why: str


class Paragraph(NamedTuple):
    """A paragraph of the edition with its notes; `only` says who has it if the base text has not."""

    role: str
    only: str
    pieces: list[Piece]
    notes: list[Note]
    folded: list[Note]  # of format


class Line(NamedTuple):
    """A row of the collation, set."""

    key: tuple[str, str]  # which paragraph it belongs to, and who has it if the base text has not
    role: str
    pieces: list[Piece]
    notes: list[Note]


def sigla(view: StoryView) -> dict[str, str]:
    """A letter for each version, as editions have it.

    >>> [_letters(number) for number in (0, 25, 26, 27)]
    ['A', 'Z', 'AA', 'AB']
    """
    return {page_id: _letters(number) for number, page_id in enumerate(view.collation.versions)}


def _letters(number: int) -> str:
    letters = ""
    while number >= 0:
        letters, number = chr(ord("A") + number % 26) + letters, number // 26 - 1
    return letters


def edition(view: StoryView) -> list[Paragraph]:
    """The paragraphs of the base text, and what other versions add between them."""
    lines = list(_lines(view))
    return [_paragraph(list(together)) for _, together in groupby(lines, key=lambda line: line.key)]


def _paragraph(lines: list[Line]) -> Paragraph:
    set_pieces = [piece for line in lines for piece in [*line.pieces, Piece(" ", "")]]
    notes = [note for line in lines for note in line.notes]
    return Paragraph(
        lines[0].role,
        lines[0].key[1],
        set_pieces[:-1],
        [note for note in notes if note.effect != "format"],
        [note for note in notes if note.effect == "format"],
    )


class Frame(NamedTuple):
    """What it takes to set a row."""

    view: StoryView
    pages: Mapping[str, Page]
    outlines: Mapping[str, Outline]
    letters: Mapping[str, str]
    numbers: count[int]  # of the notes, through the whole edition


def _lines(view: StoryView) -> Iterator[Line]:
    outlines = {version.page.id: version.outline for version in view.versions}
    frame = Frame(view, telling.pages_of(view), outlines, sigla(view), count(1))
    return (_line(row, frame) for row in view.collation.rows if row.readings)


def _line(row: Row, frame: Frame) -> Line:
    base = frame.view.collation.base
    place = telling.lead(row, base)
    marks, notes = _apparatus(row, place.page_id, frame)
    about_row = list(_about(row, frame))
    closing = [Piece("", "", (note.number,)) for note in about_row if note.number is not None]
    role, block = _block(place, frame.outlines[place.page_id])
    only = "" if place.page_id == base else _whose((reading.page_id for reading in row.readings), frame.letters)
    key = (place.page_id, only) if only else (str(block), "")
    return Line(key, role, pieces(frame.pages[place.page_id].text, place.span, marks) + closing, notes + about_row)


def _apparatus(row: Row, page_id: str, frame: Frame) -> tuple[list[Mark], list[Note]]:
    """The marks in one version's text and their notes, in the order of that text."""
    marks, notes = [], []
    for place, variant in _here(row, page_id):
        number = next(frame.numbers) if variant.effect != "format" else None
        marks.append(mark(variant, place, number))
        notes.append(_note(variant, place, number, frame))
    return marks, notes


def _here(row: Row, page_id: str) -> list[tuple[Place, Variant]]:
    found = [(place, variant) for variant in row.variants for place in variant.readings if place.page_id == page_id]
    return sorted(found, key=lambda pair: pair[0].span)


def _note(variant: Variant, place: Place, number: int | None, frame: Frame) -> Note:
    found = telling.wordings(variant.readings, frame.pages)
    own = next(wording for wording in found if place.page_id in wording.page_ids)
    others = tuple(Reading(other.words, _whose(other.page_ids, frame.letters)) for other in found if other is not own)
    return Note(number, variant.effect, own.words, others, variant.why)


def _about(row: Row, frame: Frame) -> Iterator[Note]:
    """Notes on a whole row: who leaves it out, who has it elsewhere."""
    having = {reading.page_id for reading in row.readings}
    missing = [page_id for page_id in frame.view.collation.versions if page_id not in having]
    moved = [reading.page_id for reading in row.readings if reading.change == "moved"]
    if missing and frame.view.collation.base in having:
        left_out = (Reading("", _whose(missing, frame.letters)),)
        yield Note(next(frame.numbers), row.effect or "wording", "this sentence", left_out, row.why)
    if moved:
        elsewhere = (Reading("stands elsewhere", _whose(moved, frame.letters)),)
        yield Note(next(frame.numbers), "wording", "this sentence", elsewhere, "moved")


def _whose(page_ids: Iterable[str], letters: Mapping[str, str]) -> str:
    """The letters of a few versions, the number of many."""
    having = list(dict.fromkeys(page_ids))
    return " ".join(letters[page_id] for page_id in having) if len(having) <= SIGLA else f"{len(having)} versions"


def _block(place: Place, outline: Outline) -> tuple[str, Span | None]:
    """The role and span of the block that a row stands in."""
    for block in outline.blocks:
        if block.span.start <= place.span.start < block.span.end:
            return block.role, block.span
    return "article.paragraph", None
