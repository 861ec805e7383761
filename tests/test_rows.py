"""Values survive the way through rows, in whatever order the rows come back."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory import types
from samestory.rows import Cell, from_rows, header, rows

WORDS = st.text(max_size=8)
SPANS = st.builds(types.Span, st.integers(0, 99), st.integers(0, 99))
PLACES = st.builds(types.Place, WORDS, SPANS)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | WORDS, lambda inner: st.lists(inner, max_size=3)
)


def many(values: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(values, max_size=3).map(tuple)


SOURCES = st.none() | st.builds(types.Source, WORDS, st.none() | SPANS, st.none() | PLACES)
READINGS = st.builds(types.Reading, WORDS, SPANS, st.sampled_from(["same", "moved"]), st.floats(0, 1))
VARIANTS = st.builds(types.Variant, st.just("order"), st.just("format"), WORDS, many(PLACES))
ROWS = st.builds(types.Row, many(READINGS), many(VARIANTS), st.none() | st.just("meaning"), WORDS)
COUNTS = st.dictionaries(WORDS, st.integers(0, 9), max_size=3)
VALUES: dict[type, st.SearchStrategy[Any]] = {
    types.Quote: st.builds(types.Quote, WORDS, SPANS, st.just("direct"), SOURCES, st.none() | SPANS, many(SPANS)),
    types.Outline: st.builds(
        types.Outline,
        WORDS,
        many(st.builds(types.Block, SPANS, WORDS, WORDS, st.none() | st.dictionaries(WORDS, JSON, max_size=3))),
        authors=many(WORDS),
    ),
    types.Collation: st.builds(types.Collation, WORDS, WORDS, many(WORDS), many(ROWS)),
    types.Fingerprint: st.builds(
        types.Fingerprint,
        WORDS,
        WORDS,
        st.none() | WORDS,
        st.none() | st.floats(0, 2e9),
        st.none() | st.floats(0, 2e9),
        st.integers(0, 999),
        many(st.integers(0, 2**61)),
        st.just(()),
        st.dictionaries(WORDS, COUNTS, max_size=2),
    ),
    types.Page: st.builds(
        types.Page,
        *(WORDS, WORDS, WORDS, st.just("html"), WORDS),
        marks=many(st.builds(types.Mark, SPANS, st.integers(-1, 9), st.floats(0, 1), st.booleans())),
        elements=many(st.builds(types.Element, st.integers(-1, 9), WORDS, WORDS)),
        meta=many(st.tuples(WORDS, WORDS)),
    ),
    types.Copy: st.builds(types.Copy, WORDS, WORDS, st.floats(0, 1), many(WORDS), many(PLACES)),
}


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
@settings(max_examples=60)
@given(data=st.data())
def test_rows_and_back(kind: type, data: st.DataObject) -> None:
    values = data.draw(st.lists(VALUES[kind], max_size=3))
    there = list(rows(values))
    assert list(from_rows(kind, data.draw(st.permutations(there)))) == values


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
@settings(max_examples=20)
@given(data=st.data())
def test_a_row_has_as_many_cells_as_its_table_has_columns(kind: type, data: st.DataObject) -> None:
    own = next(iter(rows([data.draw(VALUES[kind])])))
    assert len(own.cells) == len(header(kind))
    assert all(isinstance(cell, Cell | None) for cell in own.cells)


def test_a_table_below_is_named_after_its_field() -> None:
    row = types.Row((types.Reading("a", types.Span(0, 1), "same", 1.0),))
    tables = [row.table for row in rows([types.Collation("s", "a", ("a",), (row,))])]
    assert tables == ["collation", "collation.rows", "collation.rows.readings"]
