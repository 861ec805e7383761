"""The fingerprints of many pages in columns: what a row holds, whatever order the pages came in."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.pile import FIELDS, MOST, Terms, Texts, parts, pile, without
from samestory.types import Fingerprint

WORDS = st.sampled_from(["lock", "gate", "rain", "of", "the", "14", "Varna Reach", "水"])
FIELD = st.dictionaries(WORDS, st.integers(1, 9), max_size=5)


@st.composite
def prints(draw: st.DrawFn) -> list[Fingerprint]:
    return [made(f"p{at}", draw(st.lists(st.integers(0, 2**61), unique=True, max_size=6)), draw(FIELD), draw(FIELD))
            for at in range(draw(st.integers(0, 6)))]  # fmt: skip


def made(page_id: str, shingles: list[int], body: dict[str, int], names: dict[str, int]) -> Fingerprint:
    terms = {field: {"body": body, "names": names}.get(field, {}) for field in FIELDS}
    time = float(len(body)) or None
    return Fingerprint(
        page_id, f"outlet {len(names)}", None, time, time, 9, tuple(shingles), tuple(shingles[::2]), terms
    )


def row(columns: Texts | Terms, at: int) -> list[Any]:
    """What a row holds of the columns that are not by row."""
    held = slice(columns.starts[at], columns.starts[at] + columns.lengths[at])
    if isinstance(columns, Texts):
        return [columns.shingles[held].tolist(), columns.quoted[held].tolist()]
    return [columns.terms[held].tolist(), columns.fields[held].tolist(), columns.counts[held].tolist()]


def rows(columns: Texts | Terms) -> dict[str, list[Any]]:
    return {page_id: row(columns, at) for at, page_id in enumerate(columns.ids)}


@given(prints(), st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_pages_does_not_matter(pages: list[Fingerprint], random: Any) -> None:
    one, other = pile(pages), pile(random.sample(pages, len(pages)))
    assert [list(rows(columns).items()) for columns in one] == [list(rows(columns).items()) for columns in other]
    assert pile(pages)[1].brief.tolist() == pile(pages[::-1])[1].brief.tolist()


@given(prints())
@settings(max_examples=40)
def test_a_row_holds_its_page(pages: list[Fingerprint]) -> None:
    texts, terms = pile(iter(pages))
    for at, page in enumerate(pages):
        shingles, quoted = row(texts, at)
        assert shingles == list(page.shingles)
        assert sorted(s for s, said in zip(shingles, quoted, strict=True) if said) == sorted(page.quoted)
        held = {(field, word): count for field in FIELDS for word, count in page.terms[field].items()}
        assert row(terms, at)[1:] == [[FIELDS.index(field) for field, _ in held], list(held.values())]


@given(prints())
@settings(max_examples=40)
def test_a_part_is_what_its_pages_alone_would_be(pages: list[Fingerprint]) -> None:
    """Also if several are made in one: a word of theirs is another term in each."""
    whole, some = pile(pages)[1], [group for at in (0, 1) if (group := list(range(at, len(pages), 2)))]
    made, first, before = parts(whole, some) if some else whole, 0, 0
    for group in some:
        alone = pile([pages[at] for at in group])[1]
        here = range(first, first + len(group))
        assert [made.ids[at] for at in here] == alone.ids
        assert [row(made, at)[1:] for at in here] == [row(alone, at)[1:] for at in range(len(group))]
        known = before + len(alone.brief)
        assert {term for at in here for term in row(made, at)[0]} == set(range(before, known))
        assert made.brief[before:known].sum() == alone.brief.sum()
        assert made.among[before:known].tolist() == alone.among.tolist()
        first, before = first + len(group), known


@given(prints())
@settings(max_examples=40)
def test_texts_without_some_pages_are_those_of_the_others(pages: list[Fingerprint]) -> None:
    left = without(pile(pages)[0], [page.page_id for page in pages[::2]])
    assert rows(left) == rows(pile(pages[1::2])[0])


def test_a_word_that_stands_very_often_is_counted_as_far_as_the_column_goes() -> None:
    [_, terms] = pile([made("p", [], {"the": MOST + 9}, {})])
    assert terms.counts.tolist() == [MOST]
    assert terms.brief.tolist() == [True]
