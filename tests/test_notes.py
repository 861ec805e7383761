"""Change notes and key facts: one case a folder, a story written by hand and what is told of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samestory.conflicts import joined
from samestory.notes import key_facts, notes
from samestory.phrases import SNIPPET, listed, snippet
from samestory.types import Place
from tests.by_hand import Case, case

CASES = sorted((Path(__file__).parent / "cases" / "notes").iterdir())


def told(story: Case) -> dict[str, str]:
    through = joined(story.collation, story.versions, story.claims)
    return notes(story.collation, story.versions, through, story.lineage)


def facts(story: Case) -> list[list[str | int]]:
    texts = {page.id: page.text for page, _ in story.versions}
    through = joined(story.collation, story.versions, story.claims)
    found: list[list[str | int]] = []
    for fact in key_facts(story.collation, story.lineage, through, story.versions):
        reading = story.collation.rows[fact.row].readings[0]
        place = Place(reading.page_id, reading.span)
        found.append([texts[place.page_id][slice(*place.span)], fact.origins, fact.sourced or ""])
    return found


@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.name)
def test_notes(folder: Path) -> None:
    story = case(folder)
    assert told(story) == story.expected["notes"]
    if "facts" in story.expected:
        assert facts(story) == story.expected["facts"]


@pytest.mark.parametrize("folder", CASES, ids=lambda path: path.name)
def test_what_a_note_quotes_stands_in_a_version(folder: Path) -> None:
    story = case(folder)
    texts = " ".join(" ".join(page.text.split()) for page, _ in story.versions)
    for note in told(story).values():
        for piece in note.split("'")[1::2]:
            assert piece.removesuffix(" …") in texts


@given(st.text(max_size=300), st.integers(min_value=10, max_value=80))
def test_a_snippet_is_short_and_holds_whole_words(text: str, most: int) -> None:
    shown, line = snippet(text, most), " ".join(text.split())
    assert len(shown) <= most
    assert shown == line or shown.endswith("…")
    words = shown.removesuffix("…").split()
    if shown != line and len(line.split()[0]) < most - 2:
        assert [word.rstrip(",;:–—-") for word in line.split()[: len(words)]] == [
            word.rstrip(",;:–—-") for word in words
        ]


@given(st.lists(st.text(st.characters(categories=["L"]), min_size=1, max_size=8), min_size=1, max_size=9))
def test_a_list_names_or_counts_everything(items: list[str]) -> None:
    shown = listed(items)
    assert len(shown) <= sum(map(len, items)) + SNIPPET
    assert all(item in shown for item in items[:3])
