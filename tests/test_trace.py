"""Tracing: who has these words, who had them first, how they drifted; the same whatever came into the archive first."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from samestory import shapes
from samestory.archives import Archive
from samestory.cli import main
from samestory.errors import SamestoryError
from samestory.pipeline import Run
from samestory.telling import tracing as told
from samestory.tracing.runs import SEED, runs
from samestory.types import Trace
from tests.example import EXAMPLES

CASES = sorted((Path(__file__).parent / "cases" / "trace").iterdir())
PAGES = EXAMPLES / "pages" / "kesper-dam"
SPOKEN = "We chose the smaller disaster."


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["trace", *arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("trace") / "news.db"
    with Archive(path) as archive:
        archive.add(EXAMPLES / "pages")
    return path


def traced(case: Path, expected: dict[str, Any], pages: Path, folder: Path) -> Trace:
    """The reference of a case looked up among its pages."""
    file = folder / f"{pages.stem}.db"
    with Archive(file) as archive:
        archive.add(pages)
        if "published" not in expected:
            return archive.trace((case / "reference.txt").read_text("utf-8"), expected.get("kind", "text"))
        item = {"id": "item", "body": (case / "reference.txt").read_text("utf-8"), "published": expected["published"]}
        (folder / "item.json").write_text(json.dumps(item), "utf-8")
        return archive.trace(folder / "item.json", expected["kind"])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_cases(case: Path, tmp_path: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    found = traced(case, expected, case / "pages.jsonl", tmp_path)
    by_source = {holder.version.page.source: holder for holder in found.holders}
    assert found.by == expected.get("by")
    assert set(by_source) == set(expected["pages"])
    for source, said in expected["pages"].items():
        low, high = said.pop("share", [0, 1])
        assert low <= by_source[source].share <= high
        assert {name: getattr(by_source[source], name) for name in said} == said
    first = {holder.version.page.source for holder in found.holders if holder.first}
    open_ = {source for source, holder in by_source.items() if holder.since and holder.first is None}
    assert sorted(first or open_) == expected["first"]
    changes = [change for sentence in found.sentences for drift in sentence.drifts
               for change in told.changes(drift, "meaning", found) + told.changes(drift, "wording", found)]  # fmt: skip
    assert set(expected["changes"]) <= set(changes)
    assert bool(expected["changes"]) == bool(changes)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_was_added_first_does_not_matter(case: Path, tmp_path: Path) -> None:
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    lines = (case / "pages.jsonl").read_text("utf-8").splitlines(keepends=True)
    answers = []
    for seed in range(2):
        mixed = tmp_path / f"{seed}.jsonl"
        mixed.write_text("".join(random.Random(seed).sample(lines, len(lines))), "utf-8")
        answer = shapes.trace(traced(case, expected, mixed, tmp_path))
        answers.append([{**page, "story": None} for page in answer.pop("pages")] + [answer])
    assert answers[0] == answers[1]


def test_every_page_finds_itself(file: Path) -> None:
    stories = [EXAMPLES / "pages" / name for name in ("bank-rate", "cup-final", "vaccine-trial")]  # of many languages
    with Archive(file, "read") as archive:
        held = {line["page"] for line in archive.lines() if "page" in line}
        for found in archive.traces(*stories, run=Run()):
            itself = [holder for holder in found.holders if holder.version.page.id == found.reference.page.id]
            assert [holder.share for holder in itself] == [1.0] * (found.reference.page.id in held)
            assert all(passage.same for holder in itself for passage in holder.passages)


def test_evidence_is_where_it_is_said_to_be(file: Path) -> None:
    with Archive(file, "read") as archive:
        found = archive.trace(PAGES / "ostermouth-gazette.html")
    assert found.by == "Corvane News Agency"
    texts = {holder.version.page.id: holder.version.page.text for holder in found.holders}
    for sentence in shapes.trace(found)["sentences"]:
        assert sentence["text"] == found.reference.page.text[sentence["start"] : sentence["end"]]
        for wording in sentence["wordings"]:
            for reading in wording["readings"]:
                assert texts[reading["version"]][reading["start"] : reading["end"]] == reading["text"]
            for variant in wording["variants"]:
                assert {reading["version"] for reading in variant["readings"]} >= {"reference"}


@given(st.text("abc", max_size=40), st.text("abc", max_size=40))
def test_runs_are_common_words_and_never_overlap(one: str, other: str) -> None:
    found = runs(one, other)
    for at, there, length in found:
        assert one[at : at + length] == other[there : there + length]
        assert length >= min(SEED, len(one))
    for own, size in ((0, len(one)), (1, len(other))):
        covered = [place for run in found for place in range(run[own], run[own] + run.length)]
        assert len(covered) == len(set(covered)) <= size


@given(st.text("ab", min_size=1), st.text("ab"), st.text("ab"))
def test_what_stands_whole_in_a_text_is_found_whole(words: str, before: str, behind: str) -> None:
    ((at, there, length),) = runs(words, before + words + behind)
    assert (at, length) == (0, len(words))
    assert there <= len(before)


def test_the_report(file: Path) -> None:
    done = run(SPOKEN, "--archive", str(file))
    assert done.exit_code == 0
    assert "the clocks cannot tell which of these was first" in done.stdout
    assert "in quotation marks" in done.stdout
    whole = run(str(PAGES / "ostermouth-gazette.html"), "--archive", str(file))
    assert "names Corvane News Agency" in whole.stdout
    assert "wave → surge" in whole.stdout


def test_a_page_seen_again_keeps_the_first_time_it_was_seen(tmp_path: Path) -> None:
    page = {
        "id": "a",
        "url": "https://a.example/1",
        "body": "The harbour stays closed until the wind drops.",
        "outlet": "A",
    }
    for day in (9, 7, 8):
        fetched = {**page, "id": str(day), "fetched": f"2025-05-0{day}T10:00:00Z"}
        (tmp_path / f"{day}.json").write_text(json.dumps(fetched), "utf-8")
    with Archive(tmp_path / "news.db") as archive:
        archive.add(*(tmp_path / f"{day}.json" for day in (9, 7, 8)))
        (holder,) = archive.trace("closed until the wind drops").holders
    assert holder.fetched == "2025-05-07T10:00:00Z"
    assert "fetched 7 May 2025" in told.when(holder)


def test_unquoted_words_are_one_phrase(file: Path) -> None:
    lines = run(*SPOKEN.split(), "--json", "--archive", str(file)).stdout.splitlines()
    assert [len(json.loads(line)["pages"]) for line in lines] == [5]


def test_a_file_of_many_items_gives_a_line_each(file: Path, tmp_path: Path) -> None:
    items = [{"id": "1", "body": SPOKEN}, {"id": "2", "body": ""}, {"id": "3", "body": "Nothing that anybody wrote."}]
    path = tmp_path / "items.jsonl"
    path.write_text("".join(json.dumps(item) + "\n" for item in items), "utf-8")
    done = run(str(path), "--as", "post", "--by", "Maren Tolvik", "--json", "--archive", str(file))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["reference"]["source"] for line in found] == ["1", "3"]
    assert {page["credited"] for page in found[0]["pages"]} == {True}
    assert done.exit_code == 3
    assert "has no words" in done.stderr


@pytest.mark.parametrize("missing", ["none.txt", "no/such"])
def test_a_file_that_is_not_there_is_not_taken_for_words(missing: str, file: Path) -> None:
    done = run(missing, "--archive", str(file))
    assert done.exit_code == 2
    assert "no such file" in done.stderr


def test_no_words(file: Path) -> None:
    with Archive(file, "read") as archive, pytest.raises(SamestoryError, match="no words"):
        archive.trace("  …  ")
    assert run("!", "--archive", str(file)).exit_code == 1
