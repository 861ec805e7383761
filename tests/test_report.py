"""The terminal report: golden texts, and what must hold whatever the terminal."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from samestory import report, telling
from samestory.types import UNSEEN, Comparison, Copy
from tests.made import comparison, ferry, figure, market, quote, versions
from tests.test_html import ATTACK, crowded, hostile
from tests.test_shapes import grouped

CASES = Path(__file__).parent / "cases" / "report"


class Terminal(io.StringIO):
    """A file that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def printed(show: Callable[[io.StringIO], None], file: io.StringIO | None = None) -> str:
    file = file or io.StringIO()
    show(file)
    return file.getvalue()


SHOWN: dict[str, Callable[[io.StringIO], None]] = {
    "compare": lambda file: report.compare(comparison(), file),
    "compare-one-page": lambda file: report.compare(comparison([market()]), file),
    "clean": lambda file: report.clean(versions()[0], file),
    "claims": lambda file: report.claims(
        versions()[0], [quote("gazette", "“I would like"), figure("gazette", "Around 120", 120)], file
    ),
    "claims-none": lambda file: report.claims(versions()[2], [], file),
    "group": lambda file: report.group(grouped(), False, file),
    "group-with-copies": lambda file: report.group(grouped(), True, file),
}


@pytest.fixture(autouse=True)
def plain(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TERM", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("name", SHOWN)
def test_reports(name: str) -> None:
    assert printed(SHOWN[name]) == (CASES / name / "expected.txt").read_text("utf-8")


def test_every_case_is_shown() -> None:
    assert {path.name for path in CASES.iterdir()} == set(SHOWN)


@pytest.mark.parametrize("name", SHOWN)
@pytest.mark.parametrize("columns", ["40", "80", "250"])
def test_no_line_is_wider_than_the_terminal(name: str, columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = printed(SHOWN[name]).split("\n")
    assert max(map(cell_len, lines)) <= min(int(columns), 100)
    assert not [line for line in lines if line != line.rstrip()]


@pytest.mark.parametrize("name", SHOWN)
def test_colour_says_nothing_of_its_own(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """At a terminal there is colour; without it, and with NO_COLOR, the same words stand there."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    coloured = printed(SHOWN[name], Terminal())
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[\d;]*m", "", coloured) == printed(SHOWN[name])
    monkeypatch.setenv("NO_COLOR", "1")
    assert not re.search(r"\x1b\[[\d;]*3\dm", printed(SHOWN[name], Terminal()))


def test_a_style_ends_with_its_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    assert "\x1b[1mThe Northern Post: \x1b[0mdrops" in printed(SHOWN["compare"], Terminal())


def test_no_escape_sequence_of_a_page_reaches_the_terminal() -> None:
    view = ferry()
    headline = "red \x1b[31m, over\x9b2J, back‮wards"
    shown = printed(lambda file: report.compare(Comparison((replace(view, headline=headline),), (), ()), file))
    assert "red" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f‪-‮⁦-⁩]", shown)


def test_hostile_text_is_only_text() -> None:
    shown = printed(lambda file: report.compare(hostile(), file))
    assert ATTACK[:20] in shown


def test_long_lists_are_cut_with_a_word_on_the_rest() -> None:
    crowd = crowded(300)
    shown = printed(lambda file: report.compare(Comparison((crowd,), crowd.versions, ()), file))
    assert "… and 276 more; --html or --json for all" in shown
    assert len(shown.splitlines()) < 120


def test_only_the_first_stories_are_told_in_full() -> None:
    shown = printed(lambda file: report.compare(comparison([ferry()] * 9), file))
    assert shown.count("What each version changed") == 5
    assert "More stories  4" in shown
    assert shown.count(telling.line(ferry())) == 9


def test_no_conflict_is_said() -> None:
    shown = printed(lambda file: report.compare(Comparison((replace(ferry(), conflicts=()),), (), ()), file))
    assert "no conflicts between versions" in shown


# the wording


def test_an_unseen_source_is_told_in_words() -> None:
    view = ferry()
    both = (Copy("gazette", UNSEEN, 0.9, ("same order",)), Copy("post", UNSEEN, 0.8, ("same order",)))
    told = telling.provenance(replace(view, lineage=replace(view.lineage, copies=both)))
    assert told == [
        "Harbour Gazette (90 %) and The Northern Post (80 %) both take from a source that is not among the pages."
        " Why: same order.",
        "Radio Eskby and Vale Courier: text not shared with the others.",
    ]


def test_the_line_above_a_story() -> None:
    assert telling.line(ferry()) == "4 outlets · 1 origin (1 to 2 possible) · Tidewire (credited)"
    assert telling.line(market()) == "1 outlet · 1 origin"


def test_differences_of_most_versions_come_first() -> None:
    ranked = telling.by_weight(telling.differences(ferry()), "meaning")
    assert [difference.why for difference in ranked] == ["attribution dropped", "quantity", "hedge dropped"]


def test_where_a_claim_stands() -> None:
    view = ferry()
    assert telling.where(["gazette", "post", "radio", "courier"], view) == "all 4"
    assert telling.where(["gazette", "gazette"], view) == "Harbour Gazette"
    assert telling.where(["market"], market()) == "Vell Bulletin"
