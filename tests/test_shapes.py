"""The JSON of the contract: every key, lists never null, spans that say what they hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from samestory import shapes
from samestory.pipeline import Grouped, Named
from samestory.types import Copies, Copy, Figure, Grouping, Place, Quote, Sisters, Source, Span, Statement, Story
from tests.made import at, comparison, ferry, figure, market, quote, versions

KEYS = {
    "page": "id source url outlet title published authors language access credit metadata text body blocks",
    "story": "id affair headline first_seen last_seen outlets origins origins_range tellers versions wires rows"
    " key_facts lineage quotes statements figures conflicts related",
    "versions": "id source outlet title published metadata kind is_origin shared unmatched note",
    "tellers": "kind name why",
    "wires": "name status why",
    "rows": "readings missing variants effect why",
    "key_facts": "row origins sourced",
    "lineage": "child parent share why evidence",
    "quotes": "id speaker readings",
    "statements": "id source readings",
    "figures": "id low high bound unit of per when source readings",
    "conflicts": "kind between about why claims readings",
    "related": "kind why readings",
}
READINGS = {
    "rows": "version start end text change score",
    "quotes": "version start end text form speaker cue",
    "statements": "version start end text source cue",
    "figures": "version start end text low high bound unit of per when source cue",
    "conflicts": "version start end text",
    "related": "version start end text",
}


@pytest.fixture(scope="module")
def told() -> dict[str, Any]:
    """Through JSON and back, as users get it."""
    found: dict[str, Any] = json.loads(json.dumps(shapes.comparison(comparison())))
    return found


def test_a_comparison_has_stories_pages_and_failures(told: dict[str, Any]) -> None:
    assert set(told) == {"stories", "pages", "failures"}
    assert told["failures"] == [
        {
            "source": "crawl/broken.gz",
            "stage": "read",
            "at": "crawl/broken.gz:9",
            "message": "ends in the middle",
            "hint": "fetch it again",
        }
    ]
    assert all(set(page) == set(KEYS["page"].split()) for page in told["pages"])


def test_a_story_has_the_keys_of_the_contract(told: dict[str, Any]) -> None:
    story = told["stories"][0]
    assert set(story) == set(KEYS["story"].split())
    for part, keys in KEYS.items():
        if part not in ("page", "story"):
            assert story[part], part
            assert all(set(one) == set(keys.split()) for one in story[part]), part


@pytest.mark.parametrize("part", READINGS)
def test_readings_have_the_keys_of_the_contract(told: dict[str, Any], part: str) -> None:
    readings = [reading for one in told["stories"][0][part] for reading in one["readings"]]
    assert readings
    assert all(set(reading) == set(READINGS[part].split()) for reading in readings)


def test_every_span_of_a_story_says_what_it_holds(told: dict[str, Any]) -> None:
    texts = {page["id"]: page["text"] for page in told["pages"]}
    found = list(spans(told["stories"], None))
    assert len(found) > 60
    for page_id, span in found:
        assert texts[page_id][span["start"] : span["end"]] == span["text"]


def spans(thing: Any, page_id: str | None) -> Iterator[tuple[str, dict[str, Any]]]:
    """Everything with start, end and text, with the version it belongs to."""
    if isinstance(thing, list):
        for one in thing:
            yield from spans(one, page_id)
    elif isinstance(thing, dict):
        page_id = thing.get("version", page_id)
        if "start" in thing and page_id:
            yield page_id, thing
        for one in thing.values():
            yield from spans(one, page_id)


def test_missing_tells_who_drops_a_row(told: dict[str, Any]) -> None:
    assert [row["missing"] for row in told["stories"][0]["rows"]][1:3] == [["courier"], ["radio"]]


def test_shares_add_up(told: dict[str, Any]) -> None:
    assert all(round(one["shared"] + one["unmatched"], 4) == 1 for one in told["stories"][0]["versions"])


def test_no_list_is_null_and_no_confidence_is_made_up(told: dict[str, Any]) -> None:
    assert '"confidence"' not in json.dumps(told)
    lonely = shapes.story(market())
    assert [lonely[key] for key in ("quotes", "statements", "figures", "conflicts", "related", "wires", "lineage")] == [
        [] for _ in range(7)
    ]
    assert shapes.page(versions()[1])["authors"] == []


def test_the_body_is_the_paragraphs(told: dict[str, Any]) -> None:
    body = told["pages"][0]["body"]
    assert body.count("\n\n") == 4
    assert "Read more" not in body


def test_a_page_without_an_article_says_why() -> None:
    outline = versions()[0].outline
    bare = shapes.page(versions()[0]._replace(outline=replace(outline, blocks=(), no_article="a list of links")))
    assert (bare["body"], bare["no_article"]) == ("", "a list of links")
    assert "no_article" not in shapes.page(versions()[0])


def test_claims_by_kind() -> None:
    who = Source("port authority", None, Place("radio", Span(0, 3)))
    broken = replace(quote("gazette", "“I would like"), parts=(Span(0, 2), Span(4, 6)))
    statement = Statement("gazette", at("gazette", "nobody was hurt"), who, None)
    line = shapes.claims_line(versions()[0], [broken, statement, figure("gazette", "Around 120", 120)])
    assert set(line) == {"id", "source", "quotes", "statements", "figures"}
    assert line["quotes"][0]["parts"] == [{"start": 0, "end": 2}, {"start": 4, "end": 6}]
    borrowed = {"version": "radio", "start": 0, "end": 3}
    assert line["statements"][0]["source"] == {"name": "port authority", "mention": None, "borrowed_from": borrowed}
    assert line["figures"][0]["low"] == 120
    assert isinstance(line["figures"][0]["low"], int)


def test_a_quote_in_one_piece_has_no_parts() -> None:
    whole = Quote("gazette", Span(0, 4), "term", None, None)
    assert set(shapes.claims_line(versions()[0], [whole])["quotes"][0]) == {
        "start",
        "end",
        "text",
        "form",
        "speaker",
        "cue",
    }


def test_open_bounds_are_null() -> None:
    most = Figure("gazette", Span(0, 4), None, 2.5, "<=", None, None, None, None, None, None)
    told = shapes.claims_line(versions()[0], [most])["figures"][0]
    assert (told["low"], told["high"], told["per"]) == (None, 2.5, None)


def grouped() -> Grouped:
    """Three pages of a story, of which one copies another and an unseen source; and a page without an article."""
    pages = {name: Named(f"{name}.txt", name, None) for name in ("a", "b", "c", "list")}
    copies = (Copy("b", "a", 0.6, ()), Copy("b", "c", 0.3, ()), Copy("c", "unseen", 0.9, ()))
    sisters = (Sisters(Copy("c", "a", 0.4, ()), "AFP"),)
    found = Copies(copies, dict.fromkeys("abc", "a"), sisters=sisters)
    return Grouped(pages, Grouping((Story("s1", ("a", "b", "c"), "same event", "s0"),), found))


def test_group_says_the_story_of_each_page() -> None:
    lines = list(shapes.group_lines(grouped()))
    assert lines[0] == {"source": "a.txt", "id": "a", "story": "s1", "affair": "s0"}
    assert (lines[3]["story"], lines[3]["affair"]) == (None, None)


def test_group_with_copies_says_whom_a_page_copies() -> None:
    lines = {line["id"]: line for line in shapes.group_lines(grouped(), with_copies=True)}
    assert (lines["b"]["copy_of"], lines["b"]["containment"]) == ("a.txt", 0.6)
    assert lines["b"]["copies"] == [{"of": "a.txt", "share": 0.6}, {"of": "c.txt", "share": 0.3}]
    assert (lines["c"]["copy_of"], lines["c"]["copies"]) == (None, [])
    assert [lines[name]["wire"] for name in ("a", "b", "c", "list")] == ["AFP", None, "AFP", None]
    assert {lines[name]["family"] for name in "abc"} == {"a"}
    assert lines["list"]["family"] == "list"


def test_a_story_of_several_copies_keeps_their_evidence() -> None:
    view = ferry()
    copy = replace(view.lineage.copies[0], evidence=(Place("post", at("post", "a blaze")),))
    told = shapes.story(replace(view, lineage=replace(view.lineage, copies=(copy,))))
    assert told["lineage"][0]["evidence"][0]["text"] == "a blaze"
