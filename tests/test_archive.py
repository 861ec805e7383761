"""The archive: nothing lost, nothing doubled, the same again changes nothing, whatever happens to the process."""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner, Result

from samestory import adding, loading, pipeline, types
from samestory.archive import alike, filing, nearby, questions, transfer, viewing, views
from samestory.archive.filing import Tally
from samestory.archives import Archive
from samestory.cli import main
from samestory.errors import SamestoryError
from samestory.mending import mended
from samestory.pipeline import Run
from tests.example import EXAMPLES, compared

PAGES = EXAMPLES / "pages" / "kesper-dam"  # eight pages, two stories
SCHEMAS = Path(__file__).parent / "schemas"
TOWNS = ("Ardel", "Bralow", "Corvane", "Dunmere", "Eskeld", "Farrow", "Gildern", "Hallam")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def lines(archive: Archive) -> list[str]:
    return [json.dumps(line) for line in archive.lines()]


def record(number: int, **given: Any) -> dict[str, Any]:
    """An invented page: every third page copies the one before."""
    told, draw = number - number % 3, random.Random(number - number % 3)
    town = TOWNS[told // 3 % len(TOWNS)]
    vote = (
        "The council of {} voted {} to {} on the {}-line of its tram, councillor {} said after meeting {} of the year."
    )
    body = "\n\n".join(
        vote.format(town, draw.randint(2, 99), draw.randint(2, 99), draw.choice("abcdefgh"), draw.choice(TOWNS), told)
        for _ in range(4)
    )
    day = f"2025-03-{1 + number % 27:02}T0{number % 3}:00:00Z"
    base = {"id": f"p{number}", "title": f"{town} votes on tram {told}", "body": body, "published": day}
    return {**base, "outlet": f"Outlet {number % 7}", **given}


def written(path: Path, records: list[dict[str, Any]]) -> str:
    path.write_text("".join(json.dumps(each) + "\n" for each in records), "utf-8")
    return str(path)


@pytest.fixture(scope="module")
def eight_pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("eight") / "news.db"
    with Archive(file) as opened:
        opened.add(PAGES)
    return file


@pytest.fixture
def archive(eight_pages: Path, tmp_path: Path) -> Iterator[Archive]:
    """An archive of eight pages, each test's own."""
    with Archive(shutil.copy(eight_pages, tmp_path / "news.db")) as opened:
        yield opened


def test_a_story_read_back_is_the_story_worked_out(archive: Archive) -> None:
    for listed in archive.stories():
        found = questions.story(archive._db, listed.id)
        story, members = viewing.as_story(archive._db, found), list(filing.versions(archive._db, found.pages))
        assert views.unpacked(archive._db, found.story, story, members) == pipeline.view(story, members)


def test_statements_that_begin_at_one_place_stay_apart(tmp_path: Path) -> None:
    with Archive(tmp_path / "news.db") as archive:
        archive.add(EXAMPLES / "pages" / "kesper-dam")
        found = questions.story(archive._db, archive.stories()[0].id)
        story, members = viewing.as_story(archive._db, found), list(filing.versions(archive._db, found.pages))
        view = pipeline.view(story, members)
        first = view.assertions[0]
        longer = [replace(one, span=types.Span(one.span.start, one.span.end + 1)) for one in first.statements]
        view = replace(view, assertions=(first, replace(first, statements=tuple(longer)), *view.assertions[1:]))
        assert viewing.keep(archive._db, viewing.prepared(archive._db, found, view))
        assert views.unpacked(archive._db, found.story, story, members) == view


# add


def test_added_pages_give_the_stories_of_compare(archive: Archive) -> None:
    archive.add(EXAMPLES / "pages")
    held = frozenset(
        line["page"] for line in archive.lines() if "page" in line
    )  # not the same body again at its address
    assert {held & frozenset(view.story.page_ids) for view in compared().stories} == {
        frozenset(archive.story(listed.id).story.page_ids) for listed in archive.stories()
    }


def test_the_same_again_changes_nothing(archive: Archive) -> None:
    before = lines(archive)
    assert archive.add(PAGES) == Tally(known=8)
    assert lines(archive) == before


def test_an_export_read_back_is_the_same(archive: Archive, tmp_path: Path) -> None:
    archive.add(written(tmp_path / "a.jsonl", [record(1, url="https://a.example/1"), {"id": "bad"}]))
    archive.add(written(tmp_path / "b.jsonl", [record(1, url="https://a.example/1", fetched="2025-04-01")]))
    export = written(tmp_path / "export.jsonl", [])
    Path(export).write_text(
        "".join(json.dumps(line, separators=(",", ":")) + "\n" for line in archive.lines()), "utf-8"
    )
    with Archive(tmp_path / "copy.db") as copy:
        copy.add(export)
        assert lines(copy) == lines(archive)
        assert not copy.health().wrong
        assert [copy.story(one.id) for one in copy.stories()] == [archive.story(one.id) for one in archive.stories()]


@pytest.mark.parametrize("step", ["file", "finish", "end"])
def test_an_export_half_read_is_gone_on_with(step: str, archive: Archive, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(loading, "LINES", 2)
    calls = []

    def stopped(*given: Any) -> Any:
        calls.append(step)
        if len(calls) == (1 if step == "end" else 2):
            raise KeyboardInterrupt
        return before(*given)

    module = filing if step == "file" else transfer
    before = getattr(module, step)
    with Archive(tmp_path / "copy.db") as copy:
        with monkeypatch.context() as patch:
            patch.setattr(adding, "MOST", 3)
            patch.setattr(adding, "FIRST", 3)
            patch.setattr(module, step, stopped)
            with pytest.raises(KeyboardInterrupt):
                copy.load(archive.lines())
        with pytest.raises(SamestoryError, match="not to its end"):
            copy.add(PAGES)
        assert any("the same samestory add EXPORT again" in wrong.what for wrong in copy.health().wrong)
        copy.load(archive.lines())
        assert lines(copy) == lines(archive)
        assert copy.add(PAGES).pages == 0


def test_an_export_that_is_lost_half_read_is_gone_on_without(archive: Archive, tmp_path: Path) -> None:
    given = list(archive.lines())
    with Archive(tmp_path / "copy.db") as copy:
        with pytest.raises(SamestoryError, match="is empty"):
            copy.load([*given[:5], {**given[5], "body": "", "html": ""}])
        assert run("doctor", "--archive", str(copy.path)).exit_code == 1
        assert run("doctor", "--mend", "--archive", str(copy.path)).exit_code == 0
        assert copy.add(PAGES).given == 8
        assert [listed.pages for listed in copy.stories()] == [listed.pages for listed in archive.stories()]


def test_a_stopped_add_says_how_it_goes_on(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(adding, "work_out", stopped)
        done = run("add", str(PAGES.parent / "cup-final"), "--archive", str(archive.path))
    assert done.exit_code == 1
    assert "stopped" in done.stderr
    assert "the same command goes on" in done.stderr
    waiting = run("doctor", "--archive", str(archive.path)).stdout
    assert "waiting for the next samestory add: 0 pages and 1 story" in waiting
    assert run("add", str(PAGES.parent / "cup-final"), "--archive", str(archive.path)).exit_code == 0
    assert not archive.health().stale


def test_an_export_of_nothing_is_read(tmp_path: Path) -> None:
    with Archive(tmp_path / "news.db") as archive, Archive(tmp_path / "copy.db") as copy:
        copy.load(archive.lines())
        assert lines(copy) == lines(archive)


def test_what_a_container_says_of_a_page_is_kept(tmp_path: Path) -> None:
    feed = EXAMPLES / "pages" / "bank-rate" / "vale-standard.atom"
    with Archive(tmp_path / "news.db") as archive, Archive(tmp_path / "copy.db") as copy:
        archive.add(feed)
        (line,) = (line for line in archive.lines() if "page" in line)
        assert ["feed:title", "Vale Standard"] in line["meta"]
        export = tmp_path / "export.jsonl"
        export.write_text("".join(json.dumps(each, separators=(",", ":")) + "\n" for each in archive.lines()), "utf-8")
        copy.add(export)
        assert lines(copy) == lines(archive)


def test_half_characters_are_kept_escaped(tmp_path: Path) -> None:
    given = record(0, title="Tram \ud800 vote", url="https://a.example/\udcff", id="\ud800")
    pages = written(tmp_path / "pages.jsonl", [given, {"id": "\ud801"}])
    with Archive(tmp_path / "news.db") as archive:
        assert archive.add(pages).pages == 1
        assert archive.add(pages).known == 1
        assert archive.search("tram")[0].source == r"\ud800"
        assert not archive.health().wrong


def test_fields_may_have_other_names(tmp_path: Path) -> None:
    given = record(0)
    given["content"] = given.pop("body")
    pages, file = written(tmp_path / "pages.jsonl", [given]), str(tmp_path / "news.db")
    assert run("add", pages, "--archive", file).exit_code == 1
    assert run("add", pages, "--archive", file, "--map", "body=content").exit_code == 0


def test_the_same_body_at_the_same_address_is_a_sighting(tmp_path: Path) -> None:
    page = "<h1>Tram vote</h1><p>The council of Ardel voted nine to four on the new line of its tram.</p>"
    given = [
        {"id": "1", "url": "https://a.example/1", "fetched": "2025-03-01", "html": f"{page}<p>7m ago</p>"},
        {"id": "2", "url": "https://a.example/1", "fetched": "2025-03-02", "html": f"{page}<p>17m ago</p>"},
        {"id": "3", "url": "https://a.example/1", "fetched": "2025-03-03", "html": page.replace("nine", "ten")},
        {"id": "4", "url": "https://b.example/1", "fetched": "2025-03-03", "html": page},
    ]
    path = written(tmp_path / "pages.jsonl", given)
    with Archive(tmp_path / "news.db") as archive:
        assert archive.add(path) == Tally(3, 1, 1)
        assert archive.add(path) == Tally(known=4)


def test_ids_stay_when_a_story_grows(tmp_path: Path) -> None:
    with Archive(tmp_path / "news.db") as archive:
        archive.add(written(tmp_path / "1.jsonl", [record(1)]))
        (first,) = archive.stories()
        archive.add(written(tmp_path / "2.jsonl", [record(0), record(2)]))
        (grown,) = archive.stories()
        assert (grown.id, grown.pages) == (first.id, 3)


def test_joined_stories_keep_an_alias(tmp_path: Path) -> None:
    """Two tellings with little in common are joined by a third that has the words of both."""
    one, two = record(0), record(30, published=record(0)["published"], outlet="Other")
    both = {**record(60), "id": "both", "title": f"{one['title']} {two['title']}", "outlet": "Third"}
    both |= {"body": f"{one['body']}\n\n{two['body']}", "published": "2025-03-01T09:00:00Z"}
    with Archive(tmp_path / "news.db") as archive:
        archive.add(written(tmp_path / "1.jsonl", [one]), written(tmp_path / "2.jsonl", [two]))
        before = {listed.id for listed in archive.stories()}
        archive.add(written(tmp_path / "3.jsonl", [both]))
        after = {listed.id for listed in archive.stories()}
        assert after < before or after == before
        for name in before:
            assert archive.story(name).story.id in after


def test_batches_in_any_order_find_the_same_copies(tmp_path: Path) -> None:
    records = [record(number) for number in range(24)]
    partitions = []
    for seed, parts in ((0, 1), (1, 3), (2, 8)):
        mixed = random.Random(seed).sample(records, len(records))
        with Archive(tmp_path / f"{seed}.db") as archive:
            for part in range(parts):
                archive.add(written(tmp_path / "part.jsonl", mixed[part::parts]))
            found = [line for line in archive.lines() if "page" in line]
            names = {line["page"]: line["id"] for line in found}
            partitions.append({line["id"]: names.get(line["family"]) for line in found})
            copies = {(names[line["copy"]], names[line["of"]]) for line in archive.lines() if "copy" in line}
            partitions[-1] |= {"copies": str(sorted(copies))}
    assert partitions[0] == partitions[1] == partitions[2]


def test_piles_of_any_size_find_the_same_copies(tmp_path: Path, monkeypatch: Any) -> None:
    pages, found = written(tmp_path / "pages.jsonl", [record(number) for number in range(36)]), []
    for size in (1, 10, 400):
        monkeypatch.setattr(nearby, "PILE", size)
        with Archive(tmp_path / f"{size}.db") as archive:
            archive.add(pages)
            assert not archive.health().wrong
            assert sum(listed.pages for listed in archive.stories()) == 36
            found.append([line for line in archive.lines() if "copy" in line])
    assert found == [found[-1]] * 3


@pytest.mark.parametrize("day", range(100, 116))
def test_a_page_is_looked_for_on_every_day_near(day: int) -> None:
    near = alike.periods(np.array([day * filing.DAY]))
    assert {filing.period((day + days) * filing.DAY) for days in range(-alike.WINDOW, alike.WINDOW + 1)} <= set(near)


# questions


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("hauled", {"plainsfield-daily.txt"}),
        ('"Kesper Dam" outlet:gazette', {"ostermouth-gazette.html"}),
        ("dam wire:corvane before:2025-01-01", set()),
        ("has:conflict outlet:gazette", {"ostermouth-gazette.html"}),
        ("speaker:tolvik outlet:gazette lang:en after:2025-05-08", {"ostermouth-gazette.html"}),
        ("speaker:nobody", set()),
        ('"" AND ( NEAR*', {"long-weir-review.html"}),
    ],
)
def test_search(archive: Archive, query: str, pages: set[str]) -> None:
    found = {Path(page.source.partition("#")[0]).name for page in archive.search(query)}
    assert found == pages


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("outlt:gazette", "outlt: is no filter"),
        ("outlet: gazette", "outlet: has no value"),
        ("before:Tuesday", "before:Tuesday: is no date"),
        ("after:2025-02-30", "is no date"),
        ("after:9999", "is no date"),
        ("has:fun", "one of conflict"),
        ("lang:english", "as lang:en"),
        ("…", "has no words to search for"),
    ],
)
def test_a_filter_that_is_wrong_is_told(archive: Archive, query: str, told: str) -> None:
    done = run("search", query, "--archive", str(archive.path))
    assert done.exit_code == 2
    assert told in done.stderr


@pytest.mark.parametrize(
    ("asked", "months"), [("after:2025-03", "4 5"), ("before:2025-04", "2 3"), ("after:2024 before:2026", "2 3 4 5")]
)
def test_a_year_and_a_month_are_dates(asked: str, months: str, tmp_path: Path) -> None:
    pages = [record(3 * month, published=f"2025-{month:02}-15") for month in range(2, 6)]
    with Archive(tmp_path / "news.db") as archive:
        archive.add(written(tmp_path / "pages.jsonl", pages))
        found = {(page.published or "")[6:7] for page in archive.search(asked)}
    assert found == set(months.split())


def test_colons_that_are_no_filters_are_words(archive: Archive) -> None:
    assert archive.search("dam: https://corvane.example/dam 10:30") == []


def test_filters_know_all_alphabets(tmp_path: Path) -> None:
    with Archive(tmp_path / "news.db") as archive:
        archive.add(written(tmp_path / "pages.jsonl", [record(0, outlet="ØSTLANDS Ärende")]))
        assert archive.search("outlet:østlands outlet:ÄRENDE")


def test_an_export_that_is_not_read_to_its_end_lets_go(archive: Archive) -> None:
    next(archive.lines())
    assert archive.add(PAGES).known == 8


def test_marks_of_a_snippet_are_the_words(archive: Archive) -> None:
    found = archive.search("river")
    assert found
    assert all(page.snippet[a:b].lower().startswith("river") for page in found for a, b in page.marks)


@pytest.mark.parametrize("verb", ["stories", "quotes", "figures", "doctor"])
def test_answers_as_json(archive: Archive, verb: str) -> None:
    done = run(verb, "--archive", str(archive.path), "--json")
    assert done.exit_code == 0
    assert all(isinstance(json.loads(line), dict) for line in done.stdout.splitlines())
    assert done.stdout


@pytest.mark.parametrize("verb", ["quotes", "figures"])
def test_claims_are_those_of_the_contract(archive: Archive, verb: str) -> None:
    name = archive.stories()[0].id
    lines = run(verb, "--story", name, "--limit", "3", "--json", "--archive", str(archive.path)).stdout.splitlines()
    compared = json.loads(run("story", name, "--json", "--archive", str(archive.path)).stdout)[verb]
    known = [{**reading, "id": None} for same in compared for reading in same["readings"]]
    assert len(lines) == 3
    for claim in map(json.loads, lines):
        assert claim.pop("same") in {same["id"] for same in compared}
        assert claim.pop("story") == name
        assert set(claim.pop("page")) == {"source", "outlet", "published"}
        assert {**claim, "id": None} in known


def test_story_prints_the_report_of_compare(archive: Archive) -> None:
    name = archive.stories()[0].id
    done = run("story", name[:6], "--why", "--archive", str(archive.path))
    assert "What each version changed" in done.stdout
    assert "Why one story" in done.stdout
    shape = json.loads(run("story", name, "--json", "--archive", str(archive.path)).stdout)
    assert shape["id"] == name
    assert len(shape["versions"]) == archive.stories()[0].pages


def test_a_story_that_is_not_there(archive: Archive) -> None:
    done = run("story", "zzz", "--archive", str(archive.path))
    assert done.exit_code == 1
    assert "no story has this id" in done.stderr


# durability


def started(file: Path, *paths: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "samestory", "add", "--json", "--archive", str(file), *paths]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_a_second_writer_waits_and_says_so(archive: Archive, tmp_path: Path) -> None:
    pages = written(tmp_path / "pages.jsonl", [record(0)])
    with closing(sqlite3.connect(archive.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with started(archive.path, pages) as process:
            assert process.stderr
            assert "waiting for it" in process.stderr.readline()
            other.execute("COMMIT")
            assert process.wait() == 0
    assert len([line for line in archive.lines() if "page" in line]) == 9


def test_two_writers_at_once_file_every_page_once(tmp_path: Path) -> None:
    file = tmp_path / "news.db"
    paths = [written(tmp_path / f"{n}.jsonl", [record(k) for k in range(n * 10, n * 10 + 15)]) for n in range(2)]
    processes = [started(file, path) for path in paths]
    for process in processes:
        _, told = process.communicate()
        assert process.returncode == 0, told
    with Archive(file) as archive:
        assert not archive.health().wrong
        assert sorted(line["id"] for line in archive.lines() if "page" in line) == sorted(f"p{k}" for k in range(25))


def test_a_backup_while_writing_is_whole(archive: Archive, tmp_path: Path) -> None:
    pages = written(tmp_path / "pages.jsonl", [record(number) for number in range(60)])
    with started(archive.path, pages) as process:
        archive.backup(tmp_path / "copy.db")
        process.wait()
    with Archive(tmp_path / "copy.db", "read") as copy:
        assert not copy.health().wrong
        assert copy.health().pages >= 8
    with pytest.raises(SamestoryError, match="is there already"):
        archive.backup(tmp_path / "copy.db")


def test_a_clock_that_jumps_back_changes_nothing(archive: Archive, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(time, "time", lambda: 0.0)
    assert archive.add(PAGES) == Tally(known=8)
    assert not archive.health().wrong


# what is wrong is told


@pytest.mark.parametrize(
    "content", [b"not a database at all, but long enough to be one " * 9, b"SQLite format 3\0" * 99]
)
def test_no_archive(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "news.db"
    path.write_bytes(content)
    for command in (("stories",), ("add", str(PAGES))):
        done = run(*command, "--archive", str(path))
        assert done.exit_code == 1
        assert "news.db" in done.stderr
        assert "hint" in done.stderr


def test_no_such_archive(tmp_path: Path) -> None:
    done = run("stories", "--archive", str(tmp_path / "none.db"))
    assert done.exit_code == 1
    assert "samestory add" in done.stderr
    assert not (tmp_path / "none.db").exists()


def test_a_database_of_another_program(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "other.db")) as db:
        db.execute("CREATE TABLE mine (x)")
    done = run("add", str(PAGES), "--archive", str(tmp_path / "other.db"))
    assert done.exit_code == 1
    assert "another program" in done.stderr


@pytest.mark.parametrize(
    ("command", "what"),
    [(("search", "zeppelin"), "page"), (("stories", "zeppelin"), "story"), (("quotes", "--speaker", "zz"), "quote")],
)
def test_an_answer_of_nothing_is_said(archive: Archive, command: tuple[str, ...], what: str) -> None:
    done = run(*command, "--archive", str(archive.path))
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", f"samestory: no {what} found\n")
    assert run(*command, "--json", "--archive", str(archive.path)).stderr == ""


def test_a_newer_schema(archive: Archive) -> None:
    with closing(sqlite3.connect(archive.path)) as db:
        db.execute("PRAGMA user_version = 99")
    assert "schema 99" in run("stories", "--archive", str(archive.path)).stderr


def test_damaged_pages_are_told_and_mended(archive: Archive, tmp_path: Path) -> None:
    archive.add(written(tmp_path / "pages.jsonl", [record(number) for number in range(60)]))
    archive.close()
    spoil(archive.path)
    done = run("doctor", "--archive", str(archive.path))
    assert done.exit_code == 1
    assert "damaged" in done.stdout + done.stderr
    done = run("doctor", "--mend", "--json", "--archive", str(archive.path))
    assert done.exit_code == 3, done.output
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["lost"] > 0
    with Archive(archive.path) as whole:
        assert not whole.health().wrong
        assert whole.health().pages == told["pages"] == 68 - told["lost"]
        # A fifth of the blocks is hit, a node above all pages among them. A block holds the texts of up to six pages of
        # news, twenty of these short ones; where only what was given is hit, the page is saved by its text.
        assert told["pages"] > 40
    assert list(tmp_path.glob("news.db.damaged*"))


@pytest.mark.parametrize("cell", ["packed", "blocks"])
def test_a_cell_that_does_not_unpack_is_damage(archive: Archive, cell: str) -> None:
    with closing(sqlite3.connect(archive.path)) as db, db:
        db.execute(f"UPDATE paper SET {cell} = x'00ff00ff'")
    with pytest.raises(SamestoryError, match="is damaged"):
        archive.search("dam")


def spoil(path: Path) -> None:
    """Overwrite a few pages in the middle of the file."""
    size, draw = path.stat().st_size, random.Random(4)
    with path.open("r+b") as file:
        for _ in range(12):
            file.seek(8192 * draw.randrange(2, size // 8192))
            file.write(draw.randbytes(8192))


def test_lost_indexes_are_mended(archive: Archive) -> None:
    before = sorted(listed.pages for listed in archive.stories())
    with closing(sqlite3.connect(archive.path)) as db, db:
        db.execute("DELETE FROM posting")
        db.execute("UPDATE holding SET story = NULL WHERE n = 2")
    assert archive.health().wrong
    mended(archive.path, print)
    assert not archive.health().wrong
    assert sorted(listed.pages for listed in archive.stories()) == before


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own, as only root can make one."""
    path = tmp_path / "disk"
    path.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1200k", "tmpfs", str(path)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("cannot mount a disk here")
    yield path
    subprocess.run(["umount", str(path)], check=True)


def test_a_full_disk_is_told_and_gone_on_from(disk: Path, tmp_path: Path) -> None:
    pages = written(tmp_path / "pages.jsonl", [record(number) for number in range(90)])
    done = run("add", pages, "--archive", str(disk / "news.db"))
    assert done.exit_code == 1
    assert "disk" in done.stderr
    subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
    assert run("add", pages, "--archive", str(disk / "news.db")).exit_code == 0
    with Archive(disk / "news.db") as archive:
        assert not archive.health().wrong
        assert archive.health().pages == 90


def test_nothing_half_done_is_left_on_a_full_disk(disk: Path, archive: Archive) -> None:
    copy = disk / "copy.db"
    subprocess.run(["mount", "-o", "remount,size=400k", str(disk)], check=True)
    done = run("backup", str(copy), "--archive", str(archive.path))
    assert done.exit_code == 1
    assert "disk is full" in done.stderr
    subprocess.run(["mount", "-o", "remount,size=1500k", str(disk)], check=True)
    assert run("backup", str(copy), "--archive", str(archive.path)).exit_code == 0
    with closing(sqlite3.connect(copy)) as db, db:
        db.execute("DELETE FROM bare_outline WHERE n = 3")
    assert run("doctor", "--mend", "--archive", str(copy)).exit_code == 1
    assert [path.name for path in disk.iterdir() if not path.name.endswith(("-wal", "-shm"))] == ["copy.db"]
    subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
    assert run("doctor", "--mend", "--archive", str(copy)).exit_code == 0


def test_a_disk_that_cannot_be_written_is_read_and_told(disk: Path, tmp_path: Path) -> None:
    subprocess.run(["mount", "-o", "remount,size=50m", str(disk)], check=True)
    file = str(disk / "news.db")
    assert run("add", str(PAGES), "--archive", file).exit_code == 0
    told = run("stories", "--archive", file).stdout
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    assert run("stories", "--archive", file).stdout == told != ""
    done = run("add", written(tmp_path / "new.jsonl", [record(0)]), "--archive", file)
    assert done.exit_code == 1
    assert "hint" in done.stderr


def test_inputs_that_cannot_be_read_are_kept_as_failures(archive: Archive, tmp_path: Path) -> None:
    path = written(tmp_path / "pages.jsonl", [{"id": "x"}, record(0)])
    run_ = Run()
    archive.add(path, run=run_)
    archive.add(path)
    assert len(run_.failures) == 1
    assert len([line for line in archive.lines() if "failure" in line]) == 1
    assert run("add", path, "--archive", str(archive.path)).exit_code == 3
