"""The command line as a shell sees it: what is printed where, JSON Lines, exit statuses, hints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from samestory import cli, desk, pipeline
from samestory.cli import main

ONE = """Bridge at Ardel closed after crack is found

The bridge at Ardel was closed on Monday after a crack was found in its main span, the road agency publicly said.

Around 4,000 cars cross the bridge every day, according to the agency.

“We will not open it before it is safe,” said engineer Tove Malmin, who leads the inspection of the bridge.

The bridge was built in 1961 and was last repaired nine years ago, the agency said in a statement.
"""
OTHER = ONE.replace("publicly ", "").replace("4,000", "4 000").replace("closed on", "shut on")
COMMANDS = ("demo", "clean", "claims", "group", "compare")


@pytest.fixture
def pages(tmp_path: Path) -> list[str]:
    """Two copies of one story as text files."""
    paths = [tmp_path / "one.txt", tmp_path / "other.txt"]
    for path, text in zip(paths, (ONE, OTHER), strict=True):
        path.write_text(text, "utf-8")
    return [str(path) for path in paths]


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "broken.jsonl"
    path.write_text('{"id": "x"}\n', "utf-8")
    return str(path)


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(main, arguments, input=stdin, catch_exceptions=False)


def lines(done: Result) -> list[Any]:
    return [json.loads(line) for line in done.stdout.splitlines()]


# help


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_examples(command: str) -> None:
    done = run(command, "--help")
    assert done.exit_code == 0
    assert "Examples:" in done.stdout
    assert f"samestory {command}" in done.stdout
    for option in ("--json", "--failures FILE", "--strict"):
        assert option in done.stdout


def test_commands_are_listed_in_the_order_of_use() -> None:
    listed = run("--help").stdout.partition("Commands:")[2].split("\n")
    assert [line.split()[0] for line in listed[1 : 1 + len(COMMANDS)]] == list(COMMANDS)


def test_version() -> None:
    assert run("--version").stdout.startswith("samestory 0.")


# what is printed


def test_clean_prints_a_line_a_page(pages: list[str]) -> None:
    done = run("clean", "--json", *pages)
    assert done.exit_code == 0
    assert [line["source"] for line in lines(done)] == pages
    assert lines(done)[0]["body"].startswith("The bridge at Ardel was closed")
    assert lines(done)[0]["text"] == ONE


def test_claims_prints_a_line_a_page(pages: list[str]) -> None:
    told = lines(run("claims", "--json", *pages))
    assert [set(line) for line in told] == [{"id", "source", "quotes", "statements", "figures"}] * 2
    assert told[0]["quotes"][0]["text"] == "“We will not open it before it is safe,”"


def test_group_prints_a_line_a_page(pages: list[str]) -> None:
    told = lines(run("group", "--json", "--with-copies", *pages))
    assert len({line["story"] for line in told}) == 1
    assert len({line["family"] for line in told}) == 1
    named = {"source", "id", "story", "affair"}
    assert set(told[0]) == named | {"copy_of", "containment", "copies", "kind", "credit", "wire", "family"}
    assert set(lines(run("group", "--json", *pages))[0]) == {"source", "id", "story", "affair"}


def test_compare_prints_one_document(pages: list[str]) -> None:
    told = json.loads(run("compare", "--json", *pages).stdout)
    assert len(told["stories"]) == 1
    assert len(told["pages"]) == 2
    assert told["failures"] == []


def test_as_one_takes_all_pages_as_one_story(pages: list[str], tmp_path: Path) -> None:
    third = tmp_path / "third.txt"
    third.write_text("Orchestra opens its season with three new works\n\n" + "The hall was full. " * 20, "utf-8")
    apart = json.loads(run("compare", "--json", *pages, str(third)).stdout)
    together = json.loads(run("compare", "--json", "--as-one", *pages, str(third)).stdout)
    assert (len(apart["stories"]), len(together["stories"])) == (2, 1)


@pytest.mark.parametrize("command", COMMANDS[1:])
def test_a_person_gets_text(command: str, pages: list[str]) -> None:
    done = run(command, *pages)
    assert done.exit_code == 0
    assert "\x1b" not in done.stdout
    assert not done.stdout.startswith("{")
    assert done.stderr == ""


def test_compare_says_the_line_first(pages: list[str]) -> None:
    assert run("compare", *pages).stdout.startswith("2 outlets · 1 origin · an agency the pages do not name (inferred)")


def test_the_demo_runs_without_arguments() -> None:
    done = run("demo")
    assert done.exit_code == 0
    assert "Corvane News Agency (credited)" in done.stdout.splitlines()[0]
    assert "More stories" in done.stdout
    assert done.stderr == ""


def test_the_demo_is_whole_without_the_extra_for_parquet(monkeypatch: pytest.MonkeyPatch) -> None:
    """What `make demo` installs lacks it, and the first command that anybody gives must not end as if it had failed."""
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = run("demo")
    assert done.exit_code == 0
    assert "is Parquet and left out" in done.stderr


def test_standard_input(pages: list[str]) -> None:
    assert lines(run("clean", "--json", "-", stdin=ONE))[0]["body"].startswith("The bridge at Ardel")


# HTML


def test_compare_writes_one_page_of_html(pages: list[str], tmp_path: Path) -> None:
    target = tmp_path / "x.html"
    done = run("compare", "--html", str(target), *pages)
    assert f"written to {target}" in done.stdout
    assert done.stdout.startswith("2 outlets")
    assert "Could change what a reader believes" in target.read_text("utf-8")


def test_html_and_json_together(pages: list[str], tmp_path: Path) -> None:
    done = run("compare", "--html", str(tmp_path / "x.html"), "--json", *pages)
    assert json.loads(done.stdout)["stories"]
    assert (tmp_path / "x.html").is_file()


def test_clean_writes_labelled_pages(pages: list[str], tmp_path: Path) -> None:
    done = run("clean", "--html", str(tmp_path / "x.html"), *pages)
    assert done.exit_code == 0
    assert (tmp_path / "x.html").read_text("utf-8").count("article.paragraph") >= 6


# failures and exit statuses


def test_no_path_is_wrong_usage_with_a_hint() -> None:
    done = run("clean")
    assert done.exit_code == cli.WRONG_USAGE
    assert "no pages given" in done.stderr
    assert "- for standard input" in done.stderr


@pytest.mark.parametrize("option", ["--html", "--failures"])
def test_a_file_that_cannot_be_written_is_said_before_the_work(option: str, pages: list[str]) -> None:
    done = run("compare", option, "/no/such/folder/x", *pages)
    assert done.exit_code == cli.WRONG_USAGE
    assert "there is no folder" in done.stderr


@pytest.mark.parametrize("command", COMMANDS[1:])
def test_some_failed(command: str, pages: list[str], broken: str, tmp_path: Path) -> None:
    kept = tmp_path / "failures.jsonl"
    done = run(command, "--json", "--failures", str(kept), *pages, broken)
    assert done.exit_code == cli.PARTLY
    assert f"{broken}:1: " in done.stderr
    assert "samestory: 1 failed, 2 done" in done.stderr
    failures = [json.loads(line) for line in kept.read_text("utf-8").splitlines()]
    assert [failure["at"] for failure in failures] == [f"{broken}:1"]
    assert failures[0]["message"]
    if command == "compare":
        assert [failure["at"] for failure in json.loads(done.stdout)["failures"]] == [f"{broken}:1"]


def test_a_field_is_called_otherwise(tmp_path: Path) -> None:
    table = tmp_path / "pages.csv"
    table.write_text("key,words\nk1,The river rose by two metres overnight.\n")
    done = run("clean", "--json", "--map", "body=words", "--map", "id = key", str(table))
    told = json.loads(done.stdout)
    assert (told["source"], told["body"]) == ("k1", "The river rose by two metres overnight.")


@pytest.mark.parametrize("wrong", ["body", "body=", "bodies=words"])
def test_a_field_that_is_none_is_wrong_usage(wrong: str, pages: list[str]) -> None:
    done = run("clean", "--map", wrong, *pages)
    assert done.exit_code == cli.WRONG_USAGE
    assert "give FIELD=NAME; the fields are html, text, body, id" in done.stderr


def test_a_summary_of_a_feed_joins_no_story(tmp_path: Path) -> None:
    feed = tmp_path / "feed.xml"
    feed.write_text(
        "<rss><item><title>Flood</title><description>The river rose by two metres.</description></item></rss>"
    )
    told = json.loads(run("clean", "--json", str(feed)).stdout)
    assert (told["body"], told["no_article"]) == ("", "a feed gives only a summary of it")


@pytest.mark.parametrize("command", COMMANDS[1:])
def test_all_failed(command: str, broken: str) -> None:
    done = run(command, broken)
    assert done.exit_code == cli.FAILED
    assert "samestory: 1 failed, 0 done" in done.stderr


def test_a_path_that_does_not_exist_is_named(pages: list[str]) -> None:
    done = run("clean", "--json", "no-such-page.html", *pages)
    assert done.exit_code != 0
    assert "no-such-page.html" in done.stderr


def test_strict_stops_at_the_first(pages: list[str], broken: str) -> None:
    done = run("clean", "--json", "--strict", broken, *pages)
    assert done.exit_code == cli.FAILED
    assert done.stdout == ""
    assert broken in done.stderr


def test_without_failures_the_file_is_empty(pages: list[str], tmp_path: Path) -> None:
    kept = tmp_path / "failures.jsonl"
    assert run("clean", "--json", "--failures", str(kept), *pages).exit_code == 0
    assert kept.read_text("utf-8") == ""


def test_messages_cannot_drive_the_terminal(tmp_path: Path) -> None:
    evil = tmp_path / "a\x1b[31mb.jsonl"
    evil.write_text("{}\n", "utf-8")
    assert "\x1b" not in run("clean", str(evil)).stderr


# in a shell


def shell(command: str, folder: Path, **env: str) -> subprocess.CompletedProcess[bytes]:
    script = command.replace("samestory", f"{sys.executable} -m samestory")
    return subprocess.run(["bash", "-c", script], cwd=folder, env={**os.environ, **env}, capture_output=True)


def test_a_closed_pipe_is_quiet(pages: list[str]) -> None:
    """What is printed is far more than a pipe holds."""
    many = " ".join(["one.txt other.txt"] * 150)
    done = shell(f"samestory clean --json {many} | head -c 10", Path(pages[0]).parent)
    assert done.stderr == b""
    assert len(done.stdout) == 10


def test_output_is_utf_8_whatever_the_locale(pages: list[str]) -> None:
    folder = Path(pages[0]).parent
    done = shell("samestory clean --json one.txt", folder, LC_ALL="C", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert "“We will not open it" in done.stdout.decode("utf-8")


def test_a_file_name_that_is_no_utf_8_comes_through(pages: list[str]) -> None:
    name = b"caf\xe9.txt"
    folder = Path(pages[0]).parent
    (folder / os.fsdecode(name)).write_text(ONE, "utf-8")
    done = shell("samestory clean --json caf*.txt", folder)
    assert os.fsencode(json.loads(done.stdout)["source"]) == name


def test_progress_is_for_terminals_only(pages: list[str]) -> None:
    progress = cli.Progress()
    assert run("clean", "--json", *pages).stderr == ""
    progress.clear()
    assert not progress.shown


def always(left: int | None) -> pipeline.Left:
    return lambda: left


def test_an_add_says_how_fast_it_goes_and_how_long_it_will_take(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    rate = desk.Rate()
    for stage, count, left in (("pages", 1, 9), ("pages", 500, 45_000), ("stories", 6, None), ("stories", 60, None)):
        rate(stage, count, always(left))
        now[0] += 10
    shown = capsys.readouterr().err.split(cli.WIPE)[1:]
    assert shown == ["pages 1", "pages 500 · 50 a second · 15 min left", "stories 6", "stories 60 · 6 a second"]


def test_inputs_of_a_known_size_are_counted_as_they_are_read(pages: list[str]) -> None:
    run = pipeline.Run(size=pipeline.size(pages))
    list(pipeline.records(pages, run))
    assert run.size == run.read == sum(Path(page).stat().st_size for page in pages)
    assert pipeline.size(["-"]) is None
    assert pipeline.size(["no-such-file"]) is None


def test_progress_is_wiped(capsys: pytest.CaptureFixture[str]) -> None:
    progress = cli.Progress()
    progress("pages", 1200, lambda: None)
    progress("pages", 1201, lambda: None)
    progress.clear()
    assert capsys.readouterr().err == "\r\x1b[2Kpages 1,200\r\x1b[2K"
