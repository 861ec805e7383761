"""What is said through the versions: one case a folder, a story written by hand and what must be joined or told."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.conflicts import conflicts, joined
from samestory.conflicts.names import differ, same
from samestory.conflicts.values import agree
from samestory.conflicts.wording import replaced
from samestory.types import (
    Bound,
    Claim,
    Collation,
    Figure,
    Joined,
    Outline,
    Page,
    Place,
    Quote,
    Reading,
    Row,
    Source,
    Span,
    Statement,
    Version,
)
from tests.by_hand import Case, case

CASES = sorted((Path(__file__).parent / "cases" / "conflicts").iterdir())


def through(story: Case) -> Joined:
    return joined(story.collation, story.versions, story.claims)


def claims(found: Joined) -> list[Claim]:
    return [
        *(quote for same in found.utterances for quote in same.quotes),
        *(statement for same in found.assertions for statement in same.statements),
        *(figure for same in found.measures for figure in same.figures),
    ]


@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.name)
def test_conflicts(folder: Path) -> None:
    story = case(folder)
    found = through(story)
    contradictions, relations = conflicts(story.collation, story.versions, found)
    told = {
        "utterances": [[same.speaker or "", *(quote.page_id for quote in same.quotes)] for same in found.utterances],
        "assertions": [[same.source or "", *(one.page_id for one in same.statements)] for same in found.assertions],
        "measures": [[figure.page_id for figure in same.figures] for same in found.measures],
        "borrowed": [
            q.page_id for same in found.utterances for q in same.quotes if q.speaker and q.speaker.borrowed_from
        ],
        "conflicts": [[one.kind, one.between, one.about] for one in contradictions],
        "related": [one.kind for one in relations],
    }
    if "why" in story.expected:
        told["why"] = [one.why for one in contradictions]
    nothing: dict[str, Any] = {key: [] for key in told}
    assert told == {**nothing, **story.expected}


@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.name)
def test_every_claim_comes_out_once_and_every_finding_points_into_the_pages(folder: Path) -> None:
    story = case(folder)
    found = through(story)
    places = Counter((type(claim), claim.page_id, claim.span) for claim in claims(found))
    assert places == Counter((type(claim), claim.page_id, claim.span) for claim in story.claims)
    texts = {page.id: page.text for page, _ in story.versions}
    contradictions, relations = conflicts(story.collation, story.versions, found)
    known = {claim.id for claim in claims(found)}
    for readings in (*(one.readings for one in contradictions), *(one.readings for one in relations)):
        assert len(readings) > 1
        assert all(texts[page][slice(*span)].strip() for page, span in readings)
    assert all(set(one.claims) <= known for one in contradictions)


@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.name)
def test_the_order_of_the_claims_does_not_matter(folder: Path) -> None:
    story = case(folder)
    assert joined(story.collation, story.versions[::-1], story.claims[::-1]) == through(story)


def test_a_borrowed_name_says_where_it_stands() -> None:
    story = case(Path(__file__).parent / "cases" / "conflicts" / "one-rendering-in-two-styles")
    quote = next(q for q in through(story).utterances[0].quotes if q.page_id == "Hill Echo")
    assert quote.speaker
    assert quote.speaker.mention is None
    place: Place | None = quote.speaker.borrowed_from
    texts = {page.id: page.text for page, _ in story.versions}
    assert place
    assert texts[place.page_id][slice(*place.span)] == "Arno Velde"


WORDS = st.sampled_from(
    [*["the", "lock", "was", "opened", "on", "and", "so", "14"], "Monday", "twelve", "people", "said", "Arno", "Velde"]
)
SENTENCES = st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), min_size=1, max_size=4)


@st.composite
def stories(draw: st.DrawFn) -> tuple[Collation, list[Version], list[Claim]]:
    """Versions of a few sentences each, the n-th of each in one row, with claims anywhere."""
    versions, claims = [], list[Claim]()
    rows: dict[int, list[Reading]] = {}
    for page in "abc"[: draw(st.integers(1, 3))]:
        text, at = ". ".join(draw(SENTENCES)), 0
        for row, sentence in enumerate(text.split(". ")):
            rows.setdefault(row, []).append(Reading(page, Span(at, at + len(sentence)), "reworded", 0.9))
            at += len(sentence) + 2
        versions.append(Version(Page(page, text, page, "text", "text/1"), Outline(page, (), language="en")))
        claims += draw(st.lists(claim_of(page, text), max_size=5, unique_by=lambda one: one.id))
    collation = Collation(
        "s", "a", tuple(version.page.id for version in versions), tuple(Row(tuple(r)) for r in rows.values())
    )
    return collation, versions, claims


@st.composite
def claim_of(draw: st.DrawFn, page: str, text: str) -> Claim:
    start = draw(st.integers(0, len(text) - 1))
    span = Span(start, draw(st.integers(start + 1, len(text))))
    name = draw(st.sampled_from(["", "Arno Velde", "Velde", "police", "the board"]))
    who = Source(name, Span(0, 1)) if name else None
    low = draw(st.sampled_from([2.0, 12.0, 14.0]))
    figure = Figure(page, span, low, low, "=", draw(st.sampled_from([None, "people"])), "killed", None, None, who, None)
    made: list[Claim] = [Quote(page, span, "direct", who, None), Statement(page, span, who, None), figure]
    return draw(st.sampled_from(made))


@settings(max_examples=60, deadline=None)
@given(stories())
def test_any_claims_come_out_once_whatever_their_order(made: tuple[Collation, list[Version], list[Claim]]) -> None:
    collation, versions, given_claims = made
    found = joined(collation, versions, given_claims)
    assert sorted(claim.id for claim in claims(found)) == sorted(claim.id for claim in given_claims)
    assert joined(collation, versions[::-1], given_claims[::-1]) == found
    conflicts(collation, versions, found)


BOUNDS: list[Bound] = ["=", ">", ">=", "<", "<=", "~", "vague"]


@given(st.sampled_from(BOUNDS), st.sampled_from(BOUNDS), st.integers(0, 10**7), st.integers(0, 10**7))
def test_whether_values_agree_does_not_hang_on_their_order(one: Bound, other: Bound, first: int, second: int) -> None:
    a, b = figure_of(one, first), figure_of(other, second)
    assert agree(a, b) == agree(b, a)
    assert agree(a, a)


def figure_of(bound: Bound, value: int) -> Figure:
    low, high = None if bound in ("<", "<=") else value, None if bound in (">", ">=") else value
    return Figure("p", Span(0, 1), low, high, bound, "people", None, None, None, None, None)


@given(st.text(max_size=20), st.text(max_size=20))
def test_nobody_is_both_one_and_another(one: str, other: str) -> None:
    assert same(one, other) == same(other, one)
    assert not (same(one, other) and differ(one, other))


@given(st.lists(WORDS, max_size=20).map(tuple))
def test_nothing_is_replaced_in_the_same_words(words: tuple[str, ...]) -> None:
    assert list(replaced(words, words)) == []
