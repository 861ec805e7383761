"""What the screens are made of: the matrix, the lanes, the sentences, places in texts; how `serve` begins."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as some

from samestory.archive.questions import Listed
from samestory.archives import Archive
from samestory.cli import main
from samestory.types import Span, StoryView
from samestory.web import Door, Shelf, facts, linked
from samestory.web.answer import Answer, written
from samestory.web.asked import Asked
from samestory.web.lanes import LANES, lanes
from samestory.web.links import Kept, loose
from samestory.web.matrix import COLUMNS, Cell, distances, matrix, only, rebased
from samestory.web.opening import meant, opening
from samestory.web.passages import Place, cut
from samestory.web.reader import reader
from samestory.web.safety import host_of
from samestory.web.screens import story
from tests.made import ferry
from tests.test_html import crowded
from tests.web import archived


def states(view: StoryView) -> list[list[str]]:
    """The matrix as words."""
    return [[cell.state for cell in line.cells] for line in matrix(view).lines]


def test_the_matrix_says_who_has_what() -> None:
    view = ferry()
    found = matrix(view)
    assert [column.page_ids[0] for column in found.columns] == ["gazette", "radio", "courier", "post"]
    assert states(view)[0] == ["base", "same", "reworded", "reworded"]
    assert any(line.meaning for line in found.lines)
    assert not found.folded


def test_a_cell_is_hot_where_a_reader_could_believe_something_else() -> None:
    line = next(line for line in matrix(ferry()).lines if "120 passengers" in line.words)
    by_name = dict(zip([column.page_ids[0] for column in matrix(ferry()).columns], line.cells, strict=True))
    assert by_name["post"].meaning
    assert not by_name["radio"].meaning


@pytest.mark.parametrize("count", [COLUMNS + 1, 300])
def test_many_versions_share_the_column_of_their_origin(count: int) -> None:
    view = crowded(count)
    found = matrix(view)
    assert [len(column.page_ids) for column in found.columns] == [count]
    assert found.lines[0].cells == (Cell("same", 1, 0, meaning=False),)
    assert len(matrix(view, opened=found.columns[0].key).columns) == count
    assert len(matrix(view, opened="all").columns) == count


def test_three_hundred_origins_still_fit() -> None:
    view = crowded(300)
    alone = replace(view, lineage=replace(view.lineage, copies=()))
    columns = matrix(alone).columns
    assert len(columns) == COLUMNS
    assert sum(len(column.page_ids) for column in columns) == 300
    assert columns[-1].name == "other origins"


def test_another_version_is_made_the_base() -> None:
    view = ferry()
    for base in view.collation.versions:
        again = rebased(view, base)
        assert again.collation.base == base
        assert sorted(map(repr, again.collation.rows)) != []
        had = [row for row in again.collation.rows if any(one.page_id == base for one in row.readings)]
        starts = [next(one.span.start for one in row.readings if one.page_id == base) for row in had]
        assert starts == sorted(starts)
        assert len(again.collation.rows) == len(view.collation.rows)
    assert rebased(view, "nobody") is view


def test_distances_go_from_the_same_to_nothing_shared() -> None:
    found = distances(ferry())
    assert found["gazette"] == 0
    assert all(0 <= share <= 1 for share in found.values())
    assert min(found["courier"], found["radio"], found["post"]) > 0


def test_the_lanes_hold_every_version_and_copy() -> None:
    view = ferry()
    drawn = lanes(view)
    assert {dot.key for dot in drawn.dots} >= set(view.collation.versions)
    assert len(drawn.edges) == len(view.lineage.copies)
    assert all(0 <= dot.x <= drawn.width and 0 <= dot.y <= drawn.height for dot in drawn.dots)
    assert [dot.late for dot in lanes(view, until=1).dots].count(True) == len(view.versions) - 1


def test_the_lanes_of_a_crowd_end_somewhere() -> None:
    drawn = lanes(crowded(300))
    assert drawn.left == 300 - LANES
    assert any(edge.dashed for edge in drawn.edges)


class Ready(Shelf):
    """A shelf with one story on it."""

    def __init__(self, view: StoryView) -> None:
        super().__init__(Path("none"))
        self.view = view

    def story(self, name: str) -> StoryView:
        return self.view

    def affair(self, name: str) -> list[Listed]:
        return []


def test_a_story_of_three_hundred_versions_travels_lightly() -> None:
    view = crowded(300)
    shelf = Ready(view)
    for screen in (story.screen, story.compare, story.lineage, story.claims):
        asked = Asked("/story/s3", place={"story": "s3"})
        assert len(written(screen(asked, shelf), asked)) < 600_000


def test_the_opening_tells_two_versions_from_one_side() -> None:
    two = replace(only(ferry(), ["gazette", "post"]), outlets=2)
    told = opening(two, ["gazette", "post"])
    assert told.headline.startswith("Two outlets, one story, one origin")
    assert [name for name, _ in told.notes] == [two.names["post"]]
    assert meant(two)


def test_key_facts_say_by_how_many_they_are_carried() -> None:
    found = facts.key_facts(ferry(), Kept("s1"))
    assert found[0].carried.endswith(("origin", "origins", "outlets"))
    assert all(fact.sourced for fact in found)
    assert found[0].standing[0].href.startswith("/page/")


def test_a_cell_shows_both_wordings() -> None:
    found = facts.cell(ferry(), 0, "post", Kept("s1"))
    assert "".join(piece.text for piece in found.words).startswith("The ferry to Lindholm was halted")
    assert any("meaning" in why or "wording" in why for why in found.why)


def test_links_of_what_is_kept_nowhere_stay_on_the_page() -> None:
    view = ferry()
    links = loose(view, "s1", [page.id for page, _ in view.versions])
    reading = view.collation.rows[0].readings[0]
    assert links.at(reading.page_id, reading.span).startswith("#page-")
    assert links.story("") == "#s1-changes"


def test_the_reader_gets_the_central_text_and_what_others_add() -> None:
    found = reader(ferry(), Kept("s1"))
    assert found.text[0].words.startswith("The ferry to Lindholm was stopped")
    assert any("strike" in part.words for other in found.others for part in other.parts)


def test_linked_data_are_articles_and_quotations_and_no_verdicts() -> None:
    told = json.dumps(linked.story(ferry(), Asked("/story/s1", base="http://127.0.0.1")))
    assert '"NewsArticle"' in told
    assert '"Quotation"' in told
    assert "ClaimReview" not in told


@given(some.text(max_size=60), some.lists(some.tuples(some.integers(0, 60), some.integers(0, 60)), max_size=5))
def test_pieces_make_up_the_text(text: str, pairs: list[tuple[int, int]]) -> None:
    said = [Place(Span(min(pair), max(pair)), "quote", f"q{n}", "") for n, pair in enumerate(pairs)]
    found = cut(text, Span(0, len(text)), said)
    assert "".join(piece.text for piece in found) == text
    anchors = [piece.anchor for piece in found if piece.anchor]
    assert len(anchors) == len(set(anchors))


@given(some.text(max_size=40))
def test_no_host_is_too_strange(written_: str) -> None:
    assert isinstance(host_of(written_), str)
    assert host_of(f"127.0.0.1@{written_}") == ""


def test_a_crowd_asks_for_a_story_and_it_is_worked_out_once(tmp_path: Path) -> None:
    shelf = Shelf(archived(tmp_path))
    with shelf.archive() as archive:
        name = archive.stories()[0].id
    assert shelf.story(name) is shelf.story(name)
    shelf.close()


@pytest.mark.parametrize("more", [[], ["--token", "short"]])
def test_another_address_needs_a_token(more: list[str]) -> None:
    done = CliRunner().invoke(main, ["serve", "--demo", "--host", "0.0.0.0", *more])
    assert done.exit_code == 2
    assert "--token" in done.stderr


def test_to_end_it_by_the_keyboard_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("uvicorn.Server.run", stopped)
    Archive(tmp_path / "news.db").close()
    done = CliRunner().invoke(main, ["serve", "--port", "0", "--archive", str(tmp_path / "news.db")])
    assert (done.exit_code, done.stderr) == (0, "")


def test_serve_says_what_is_wrong_before_it_listens(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["serve", "--archive", str(tmp_path / "none.db")])
    assert done.exit_code == 1
    assert "samestory add" in done.stderr


def test_an_answer_knows_its_forms() -> None:
    assert Answer("x", {}, dict).forms == ("json",)
    assert Answer("x", {}, dict, list, lambda: "").forms == ("json", "csv", "atom")
    assert Door().hosts >= {"127.0.0.1", "localhost"}
