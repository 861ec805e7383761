"""The stages together: order does not matter, nothing is lost, a bug says where it was."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import samestory
from samestory import pipeline, shapes
from samestory.errors import SamestoryError
from samestory.pipeline import Run
from samestory.types import Comparison, Version

PAGES = Path(samestory.__file__).parent / "examples" / "pages" / "kesper-dam"
EXAMPLES = sorted(PAGES.iterdir())


@pytest.fixture(scope="module")
def versions() -> list[Version]:
    return list(pipeline.clean([str(PAGES)], Run()))


def answer(comparison: Comparison) -> str:
    return json.dumps(shapes.comparison(comparison), ensure_ascii=False, sort_keys=True)


@settings(max_examples=4, deadline=None)
@given(st.permutations(EXAMPLES))
def test_the_order_of_the_pages_does_not_matter(paths: list[Path]) -> None:
    expected = pipeline.compare([str(PAGES)], Run())
    assert answer(pipeline.compare([str(path) for path in paths], Run())) == answer(expected)


def test_one_bad_page_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    (tmp_path / "broken.txt").write_bytes(b"\x00\x01\x02" * 100)
    (tmp_path / "empty.html").write_bytes(b"")
    run = Run()
    found = pipeline.compare([str(PAGES), str(tmp_path)], run)
    assert {Path(failure.source).name for failure in found.failures} == {"broken.txt", "empty.html"}
    assert all(failure.hint for failure in found.failures)
    assert len(found.pages) == len(list(pipeline.clean([str(PAGES)], Run())))


def test_a_strict_run_stops_at_the_first_failure(tmp_path: Path) -> None:
    (tmp_path / "empty.html").write_bytes(b"")
    with pytest.raises(SamestoryError, match="empty"):
        list(pipeline.clean([str(tmp_path), str(PAGES)], Run(strict=True)))


def test_a_source_met_twice_is_numbered(tmp_path: Path) -> None:
    record = {"id": "one", "body": "The bridge at Ennor reopened on Friday after a week of repairs."}
    path = tmp_path / "twice.jsonl"
    path.write_text(f"{json.dumps(record)}\n{json.dumps(record)}\n", "utf-8")
    found = list(pipeline.clean([str(path)], Run()))
    assert [version.page.source for version in found] == ["one", "one#2"]
    assert len({version.page.id for version in found}) == 2


def test_taken_as_one_story_every_page_with_an_article_is_in_it(versions: list[Version]) -> None:
    found = pipeline.compared(versions, Run(), as_one=True)
    assert len(found.stories) == 1
    assert len(found.stories[0].versions) == sum(not version.outline.no_article for version in versions)


def test_progress_is_told_by_stage() -> None:
    told: list[tuple[str, int]] = []
    list(pipeline.clean([str(PAGES)], Run(progress=lambda stage, count, _: told.append((stage, count)))))
    looked = sum(stage == "pages looked at" for stage, _ in told)
    assert told[looked:] == [("pages", number) for number in range(1, len(told) - looked + 1)]


def test_grouping_tells_how_far_it_is() -> None:
    told: dict[str, int] = {}
    pipeline.group([str(PAGES)], Run(progress=lambda stage, count, _: told.update({stage: count})))
    assert told["steps of grouping"] > 1


def test_a_bug_in_a_stage_says_which_page_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(pipeline, "outline", broken)
    with pytest.raises(ZeroDivisionError) as caught:
        list(pipeline.clean([str(EXAMPLES[0])], Run()))
    assert str(EXAMPLES[0]) in caught.value.__notes__[0]


def test_a_page_fetched_again_is_no_version(tmp_path: Path) -> None:
    """The same body at the same address, whatever else has changed; another body there is a version of its own."""
    lead = "The ferry to Lindholm was stopped on Friday after a fire in its engine room, the coast guard said."
    more = "Around 120 passengers were brought ashore and nobody was hurt, according to the port authority."
    fetched = [
        ("a", "2025-03-14T08:00:00Z", f"{lead}\n\n{more}\n\nMost read\n\nHarbour fees to rise again"),
        ("b", "2025-03-14T09:00:00Z", f"{lead}\n\n{more}\n\nMost read\n\nMarket hall to open on Sundays"),
        ("c", "2025-03-14T10:00:00Z", f"{lead}\n\n{more.replace('120', '130')}"),
    ]
    records = [
        {"id": name, "url": "https://post.example/ferry", "fetched": when, "text": said} for name, when, said in fetched
    ]
    (tmp_path / "pages.jsonl").write_text("\n".join(map(json.dumps, reversed(records))), "utf-8")
    found = pipeline.compare([str(tmp_path)], Run(), as_one=True)
    assert [version.page.source for version in found.stories[0].versions] == ["a", "c"]
    assert [version.page.source for version in found.pages] == ["a", "b", "c"]
