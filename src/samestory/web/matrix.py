"""Sentence by outlet: the rows of a collation against its versions, many versions folded by their origin."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal, NamedTuple

from samestory import telling
from samestory.html.edition import sigla
from samestory.types import UNSEEN, Change, Collation, Copy, Reading, Row, Span, StoryView

COLUMNS = 16  # versions that stand beside each other before they are folded by origin; columns then
FEW, ROWS = 40, 80  # sentences all shown at first; at most, without those that a single other version has
State = Literal["base", "same", "reworded", "moved", "only", "none"]


class Column(NamedTuple):
    """A version, or all versions of one origin."""

    name: str
    siglum: str
    page_ids: tuple[str, ...]
    key: str  # what unfolds it; "" for a single version


class Cell(NamedTuple):
    """What a column has in a row."""

    state: State
    having: int  # versions of the column that have the sentence
    reworded: int  # of these, in other words
    meaning: bool  # a reader could believe something else


class Line(NamedTuple):
    """A sentence through the columns."""

    row: int  # of the collation
    number: int  # in the base text, or 0
    words: str
    page_id: str
    span: Span
    cells: tuple[Cell, ...]
    meaning: bool


class Matrix(NamedTuple):
    """The table, and how much of it is not shown."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    folded: bool
    rows_left: int


def matrix(view: StoryView, opened: str = "", rows: int = ROWS) -> Matrix:
    """The matrix of a story. `opened` names an origin whose versions stand each in a column of its own, or "all"."""
    columns = _columns(view, opened)
    chosen = _chosen(view.collation.rows, view.collation.base, rows)
    pages = telling.pages_of(view)
    texts = {page_id: page.text for page_id, page in pages.items()}
    numbers = _numbers(view)
    lines = tuple(_line(at, view, columns, texts, numbers) for at in chosen)
    folded = any(len(column.page_ids) > 1 for column in columns)
    return Matrix(columns, lines, folded, len(view.collation.rows) - len(lines))


def _columns(view: StoryView, opened: str) -> tuple[Column, ...]:
    """By when they were first seen; a column each while they are few, else a column an origin."""
    letters, ordered = sigla(view), by_time(view)
    if len(ordered) <= COLUMNS or opened == "all":
        return tuple(Column(telling.name(one, view), letters[one], (one,), "") for one in ordered)
    found: list[Column] = []
    for number, (called, members) in enumerate(_groups(view, ordered), 1):
        key = f"o{number}"
        if len(members) == 1 or opened == key:
            found += [Column(telling.name(one, view), letters[one], (one,), "") for one in members]
        else:
            found.append(Column(called, f"×{len(members)}", tuple(members), key))
    return tuple(found)


def _groups(view: StoryView, ordered: Sequence[str]) -> list[tuple[str, list[str]]]:
    """The versions by what they go back to, the largest groups first; those beyond the columns together at the end."""
    roots, found = origins(view), dict[str, list[str]]()
    for page_id in ordered:
        found.setdefault(roots[page_id], []).append(page_id)
    groups = [(_called(root, view), members) for root, members in found.items()]
    groups.sort(key=lambda group: (view.collation.base not in group[1], -len(group[1])))
    rest = [page_id for _, members in groups[COLUMNS - 1 :] for page_id in members]
    return [*groups[: COLUMNS - 1], ("other origins", rest)] if len(groups) > COLUMNS else groups


def by_time(view: StoryView) -> list[str]:
    """The versions by when they were first seen; those without a time behind the others."""
    times = {page.id: (outline.published or page.fetched or "9999", page.id) for page, outline in view.versions}
    return sorted(view.collation.versions, key=times.__getitem__)


def origins(view: StoryView) -> dict[str, str]:
    """What each version goes back to along its main parents: a page, an agency, or the unseen."""
    main: dict[str, Copy] = {}
    for copy in view.lineage.copies:
        main[copy.child] = max(main.get(copy.child, copy), copy, key=lambda one: (one.share, one.parent))
    return {page_id: _root(page_id, main) for page_id in view.collation.versions}


def _root(page_id: str, main: Mapping[str, Copy]) -> str:
    seen = {page_id}
    while page_id in main and main[page_id].parent not in seen:
        page_id = main[page_id].parent
        seen.add(page_id)
    return page_id


def _called(root: str, view: StoryView) -> str:
    return "a source not seen here" if root == UNSEEN else telling.name(root, view)


def _chosen(rows: Sequence[Row], base: str, most: int) -> list[int]:
    """Which rows are shown: those of the base text and those most versions have, before those only one has."""
    having = [at for at, row in enumerate(rows) if row.readings]
    if len(having) <= FEW or most > len(having):
        return having
    weight = {
        at: (not any(reading.page_id == base for reading in rows[at].readings), -len(rows[at].readings), at)
        for at in having
        if len(rows[at].readings) > 1 or rows[at].readings[0].page_id == base
    }
    return sorted(sorted(weight, key=weight.__getitem__)[:most])


def _numbers(view: StoryView) -> dict[int, int]:
    """The sentences of the base text, numbered."""
    base = view.collation.base
    having = [at for at, row in enumerate(view.collation.rows) if any(one.page_id == base for one in row.readings)]
    return {at: number for number, at in enumerate(having, 1)}


def _line(
    at: int, view: StoryView, columns: Sequence[Column], texts: Mapping[str, str], numbers: Mapping[int, int]
) -> Line:
    row, base = view.collation.rows[at], view.collation.base
    place = telling.lead(row, base)
    other = meanings(row, place.page_id, texts)
    readings = {reading.page_id: reading for reading in row.readings}
    words = _folded(texts[place.page_id][slice(*place.span)])
    states = {
        page_id: _state(reading, row, base, words == _folded(texts[page_id][slice(*reading.span)]))
        for page_id, reading in readings.items()
    }
    cells = tuple(_cell(column, states, other) for column in columns)
    shown = telling.visible(texts[place.page_id][slice(*place.span)])
    hot = bool(other) or (row.effect == "meaning" and len(readings) < len(view.collation.versions))
    return Line(at, numbers.get(at, 0), shown, place.page_id, place.span, cells, hot)


def _state(reading: Reading, row: Row, base: str, alike: bool) -> State:
    if reading.page_id == base:
        return "base" if len(row.readings) > 1 else "only"
    if len(row.readings) == 1:
        return "only"
    if reading.change == "moved":
        return "moved"
    return "same" if alike or reading.change == "same" else "reworded"


def _cell(column: Column, states: Mapping[str, State], other: frozenset[str]) -> Cell:
    found = [states[page_id] for page_id in column.page_ids if page_id in states]
    reworded = sum(state == "reworded" for state in found)
    if not found:
        return Cell("none", 0, 0, False)
    state: State = found[0] if len(column.page_ids) == 1 else "reworded" if reworded else "same"
    return Cell(state, len(found), reworded, any(page_id in other for page_id in column.page_ids))


def meanings(row: Row, page_id: str, texts: Mapping[str, str]) -> frozenset[str]:
    """The versions of a row whose words mean something else than those of one of them."""
    found: set[str] = set()
    for variant in row.variants:
        if variant.effect == "meaning":
            words = {place.page_id: _folded(texts[place.page_id][slice(*place.span)]) for place in variant.readings}
            found.update(one for one, said in words.items() if page_id in words and said != words[page_id])
    return frozenset(found)


def _folded(words: str) -> str:
    return telling.visible(words).casefold()


def rebased(view: StoryView, base: str) -> StoryView:
    """The story told from another version: its rows in that version's order, changes against its words."""
    if base == view.collation.base or base not in view.collation.versions:
        return view
    texts = {page.id: page.text for page, _ in view.versions}
    rows = tuple(replace(row, readings=tuple(_again(row, base, texts))) for row in _ordered(view.collation.rows, base))
    return replace(view, collation=Collation(view.story.id, base, view.collation.versions, rows))


def _ordered(rows: Sequence[Row], base: str) -> list[Row]:
    """The base's sentences in its order; what it lacks stays behind the row it stood behind."""
    at, keyed = -1, []
    for number, row in enumerate(rows):
        at = next((reading.span.start for reading in row.readings if reading.page_id == base), at)
        keyed.append((at, number, row))
    return [row for _, _, row in sorted(keyed, key=lambda key: key[:2])]


def _again(row: Row, base: str, texts: Mapping[str, str]) -> Iterator[Reading]:
    mine = next((reading for reading in row.readings if reading.page_id == base), None)
    words = mine and _folded(texts[base][slice(*mine.span)])
    for reading in row.readings:
        alike = words == _folded(texts[reading.page_id][slice(*reading.span)])
        change: Change = "added" if words is None else "same" if alike else "reworded"
        yield replace(reading, change=change)


def only(view: StoryView, page_ids: Iterable[str]) -> StoryView:
    """The story with some of its versions only: their sentences, and where they differ from each other."""
    kept = frozenset(page_ids)
    texts = {page.id: page.text for page, _ in view.versions}
    chosen = tuple(page_id for page_id in view.collation.versions if page_id in kept)
    rows = (_thinned(row, kept, texts) for row in view.collation.rows)
    return replace(
        view,
        versions=tuple(version for version in view.versions if version.page.id in kept),
        collation=replace(view.collation, versions=chosen, rows=tuple(row for row in rows if row.readings)),
    )


def _thinned(row: Row, kept: frozenset[str], texts: Mapping[str, str]) -> Row:
    variants = []
    for variant in row.variants:
        places = tuple(place for place in variant.readings if place.page_id in kept)
        if len({_folded(texts[place.page_id][slice(*place.span)]) for place in places}) > 1:
            variants.append(replace(variant, readings=places))
    readings = tuple(reading for reading in row.readings if reading.page_id in kept)
    return replace(row, readings=readings, variants=tuple(variants))


def distances(view: StoryView) -> dict[str, float]:
    """How much of the base text stands otherwise, or not at all, in each version: 0..1 of its sentences."""
    base = view.collation.base
    based = [row for row in view.collation.rows if any(reading.page_id == base for reading in row.readings)]
    alike = dict.fromkeys(view.collation.versions, 0.0)
    for row in based:
        for reading in row.readings:
            alike[reading.page_id] += 1.0 if reading.change == "same" or reading.page_id == base else reading.score
    return {page_id: 1 - found / max(1, len(based)) for page_id, found in alike.items()}
