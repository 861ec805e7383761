"""The packaged example against what a person finds there: hard facts, and shares with floors."""

from __future__ import annotations

from typing import Any

import pytest

from tests import example
from tests.example import FLOORS, TRUTH, Found, pages, rows_with, story, words_at

each_page = pytest.mark.parametrize("name", TRUTH["pages"])
each_story = pytest.mark.parametrize("number", range(len(TRUTH["stories"])))


def missing(found: Found) -> list[str]:
    return [what for what, right in found.items() if not right]


def test_no_page_fails() -> None:
    assert example.compared().failures == ()
    assert set(pages()) == set(TRUTH["pages"])


@each_page
def test_about_the_page(name: str) -> None:
    assert not missing(example.about(name))


@each_page
def test_body(name: str) -> None:
    assert example.body_f1(name) >= FLOORS["body"]


@each_page
def test_furniture_makes_no_claims(name: str) -> None:
    assert example.out_of_place(name) == []


@pytest.mark.parametrize("what", ["quotes", "speakers", "figures", "data", "meaning", "wording", "format"])
def test_share_found(what: str) -> None:
    found = asked(what)
    share = sum(found.values()) / len(found)
    assert share >= FLOORS[what], f"{share:.3f}, missing: {missing(found)}"


def asked(what: str) -> Found:
    by_page = {
        "quotes": lambda name: example.quotes(name)[0],
        "speakers": lambda name: example.quotes(name)[1],
        "figures": example.figures,
        "data": example.data,
    }
    if what not in by_page:
        return example.told(what)
    return {f"{name}: {gold}": right for name in TRUTH["pages"] for gold, right in by_page[what](name).items()}


@each_story
def test_pages_of_a_story(number: int) -> None:
    ids = {pages()[name].page.id for name in TRUTH["stories"][number]["pages"]}
    assert set(story(number).story.page_ids) == ids
    assert len(example.compared().stories) == len(TRUTH["stories"])


@each_story
def test_origins_and_outlets(number: int) -> None:
    gold, view = TRUTH["stories"][number], story(number)
    assert (view.outlets, view.lineage.origins) == (gold["outlets"], gold["origins"])
    low, high = view.lineage.origins_range
    assert low <= gold["origins"] <= high


@each_story
def test_wires(number: int) -> None:
    said = [{"name": wire.name, "status": wire.status} for wire in story(number).lineage.wires]
    assert said == TRUTH["stories"][number]["wires"]


@each_story
def test_conflicts(number: int) -> None:
    """The real one is found, and none is invented."""
    gold, view = TRUTH["stories"][number], story(number)
    said = [(each.kind, each.between, [words_at(*place) for place in each.readings]) for each in view.conflicts]

    def fits(conflict: tuple[str, str, list[str]], wanted: dict[str, Any]) -> bool:
        kind, between, readings = conflict
        named = all(any(word in reading for reading in readings) for word in wanted["words"])
        return kind == wanted["kind"] and between == wanted["between"] and named

    assert [wanted for wanted in gold["conflicts"] if not any(fits(each, wanted) for each in said)] == []
    known = gold["conflicts"] + gold["allowed_conflicts"]
    assert [each for each in said if not any(fits(each, wanted) for wanted in known)] == []


def test_every_page_of_the_agency_story_has_a_parent() -> None:
    children = {copy.child for copy in story(0).lineage.copies}
    roots = set(story(0).lineage.roots)
    assert children | roots == set(story(0).story.page_ids)
    assert len(roots) <= TRUTH["stories"][0]["origins"]


def test_moved_paragraph() -> None:
    """Which of two swapped paragraphs moved is a matter of the base text; that its row is moved is not."""
    for name, openings in TRUTH["stories"][0]["moved"].items():
        for opening in openings:
            readings = [reading for row in rows_with(name, opening) for reading in row.readings]
            assert any(reading.change == "moved" for reading in readings), opening


@pytest.mark.parametrize("kind", ["same_quotes", "same_figures"])
def test_the_same_claim_is_one(kind: str) -> None:
    groups = [utterance.quotes for utterance in story(0).utterances]
    measures = [measure.figures for measure in story(0).measures]
    for words, names in TRUTH["stories"][0][kind]:
        wanted = {pages()[name].page.id for name in names}
        holders = [
            {claim.page_id for claim in claims}
            for claims in (groups if kind == "same_quotes" else measures)
            if any(words in words_at(claim.page_id, claim.span) for claim in claims)
        ]
        assert any(wanted <= holder for holder in holders), f"{words}: in {len(holders)} groups"


def test_what_only_one_page_has_stands_alone() -> None:
    for name, openings in TRUTH["stories"][0]["not_found_elsewhere"].items():
        for opening in openings:
            rows = rows_with(name, opening)
            assert rows, opening
            assert all(len(row.readings) == 1 for row in rows), opening
