"""Why pages are one story, were joined or parted: told in words and figures that can be checked on the pages."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from samestory.archives import Archive
from samestory.stories import reasons
from samestory.types import Copy, Fingerprint
from tests.test_archive import run, written


def told(page_id: str, *names: str, title: str = "Vote in the valley") -> Fingerprint:
    terms = {field: dict[str, int]() for field in ("title", "lead", "body", "names", "numbers")}
    terms |= {"names": dict.fromkeys(names, 1), "title": dict.fromkeys(title.casefold().split(), 1)}
    return Fingerprint(page_id, "Post", "en", None, None, 90, (), (), terms)


DAM = [told("a", "kesper", "tolvik"), told("b", "kesper", "tolvik"), told("c", "kesper")]
TRAM = [told("d", "ardel", "hallam"), told("e", "ardel", "hallam")]
OTHERS = [told(f"x{number}", "minister") for number in range(80)]
COPIES = (Copy("b", "a", 0.62, (), ()), Copy("e", "d", 0.2, (), ()), Copy("d", "c", 0.07, (), ()))
AMONG = reasons.pile([*DAM, *TRAM, *OTHERS], COPIES)


def test_a_story_is_told_by_its_words_and_copies() -> None:
    assert reasons.together(DAM, AMONG) == (
        "they share words that few other pages have: “kesper” (3 of 3), “tolvik” (2 of 3);"
        " text of another of them stands in 1 of the 3 pages"
    )
    assert reasons.together(DAM[:1], AMONG) == "told by one page only"
    assert "names, numbers and words" in reasons.together([told("m", "minister"), told("n", "minister")], AMONG)


def test_pages_are_joined_by_a_copy_or_by_words() -> None:
    assert (
        reasons.joined(DAM[1:], DAM[:1], AMONG) == "62 % of page b stands in page a; both sides have “tolvik”, “kesper”"
    )
    assert reasons.joined(OTHERS[:1], DAM, AMONG) == "their words are alike as a whole, no single one tells it"


def test_pages_are_parted_for_what_they_lack() -> None:
    assert reasons.parted(DAM, TRAM, AMONG) == (
        "no more than 7 % of a page is copied between them and the 2 left behind; 0 telling words in common,"
        " 2 among themselves"
    )
    assert reasons.parted(TRAM[:1], OTHERS[:4], AMONG).startswith(
        "no text is copied between them and the 4 left behind"
    )


DAMS = (
    "Engineers at Kesper opened the sluices before dawn, and the reservoir fell by two metres within an hour.",
    "Families in Bralow spent the night on roofs while boats from Veldania searched the flooded orchards.",
)
TRAMS = (
    "The Hallam tram depot burned down after a battery caught fire, and nine carriages were lost to the flames.",
    "Passengers walked to Dunmere along the rails, where buses hired by the city council waited until midnight.",
)


def test_every_merge_has_its_reason(tmp_path: Path) -> None:
    """Two stories become one when three outlets print both in one page."""

    def given(name: str, told: Sequence[str], hour: int) -> dict[str, Any]:
        day = {"published": f"2025-03-01T{hour:02}:00:00Z", "outlet": f"Outlet {name}"}
        return {"id": name, "title": told[0][:40], "body": "\n\n".join(told), **day}

    one, two = given("dam", DAMS, 1), given("tram", TRAMS, 2)
    both = [given(f"both{at}", (*DAMS, *TRAMS), 5 + at) for at in range(3)]
    with Archive(tmp_path / "news.db") as archive:
        for number, pages in enumerate(([one], [two], both)):
            archive.add(written(tmp_path / f"{number}.jsonl", pages))
        (story,) = (archive.story(listed.id).story for listed in archive.stories()[:1])
        assert "they share words that few other pages have: “bralow” (4 of 5)" in story.why
        changes = [line["change"] for line in archive.lines() if "change" in line]
        assert changes
        for kind, goes_on, _, why in changes:
            assert kind in ("merge", "split", "move")
            assert "1 of 1 page; " in why
            assert "stands in page" in why or "both sides have" in why
            shown = run("story", goes_on, "--why", "--archive", str(archive.path))
            assert f"({why})" in shown.stdout
            asked = json.loads(run("story", goes_on, "--why", "--json", "--archive", str(archive.path)).stdout)
            assert why in [reason for *_, reason in asked["history"]]


@pytest.mark.parametrize("pages", [0, 1])
def test_an_empty_side_is_no_mistake(pages: int) -> None:
    assert reasons.joined(DAM[:pages], [], AMONG)
    assert reasons.parted(DAM[:pages], [], AMONG)
