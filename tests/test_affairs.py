"""Running affairs in an archive: what links hold together, whatever comes first, and the name it keeps."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

import samestory
from samestory import shapes
from samestory.archive import affairs, nearby, schema
from samestory.archives import Archive
from samestory.cli import main
from samestory.mending import mended
from samestory.types import Story
from tests.example import EXAMPLES
from tests.web import client

FAMILIES = ("festival-heat", "festival-storm", "mayor-vote")


def opened() -> sqlite3.Connection:
    """Five stories of one page each, whose numbers are theirs."""
    db = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(db)
    for k in range(1, 6):
        db.execute("INSERT INTO story (k, id, turn, stale, pages) VALUES (?, ?, 0, 0, 1)", (k, f"s{k}"))
        row = (k, f"a{k}", b"", b"", 0, k)
        db.execute("INSERT INTO holding (n, address, content, body, queued, story) VALUES (?, ?, ?, ?, ?, ?)", row)
    return db


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(opened()) as found:
        yield found


def told(db: sqlite3.Connection, *found: Sequence[int]) -> list[str | None]:
    """Keep a grouping whose affairs are given by the numbers of their stories; the affairs of all stories then."""
    affairs.keep(db, [(Story(f"g{k}", (), "", str(at)), (k,)) for at, stories in enumerate(found) for k in stories])
    return [affair for (affair,) in db.execute("SELECT affair FROM story ORDER BY k")]


def test_an_affair_is_called_after_its_eldest_story(db: sqlite3.Connection) -> None:
    assert told(db, [3, 2], [5]) == [None, "s2", "s2", None, "s5"]
    assert affairs.unknown(db) == 2


def test_stories_that_no_grouping_sees_together_are_joined_by_one_between(db: sqlite3.Connection) -> None:
    for groupings in permutations([[1, 2], [2, 3], [4], [5]]):
        db.execute("DELETE FROM akin")
        for grouping in groupings:
            found = told(db, grouping)
        assert found == ["s1", "s1", "s1", "s4", "s5"]


def test_what_a_grouping_parts_is_parted_with_all_that_hangs_on_it(db: sqlite3.Connection) -> None:
    assert told(db, [1, 2, 3]) == ["s1", "s1", "s1", None, None]
    assert told(db, [3, 4]) == ["s1", "s1", "s1", "s1", None]
    assert told(db, [1, 2], [3]) == ["s1", "s1", "s3", "s3", None]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.dictionaries(st.integers(1, 5), st.tuples(st.integers(0, 2), st.booleans()), min_size=1)))
def test_every_affair_is_called_after_its_eldest_story(groupings: list[dict[int, tuple[int, bool]]]) -> None:
    """Whatever is told after what, and whichever stories had changed and lost their name."""
    with closing(opened()) as db:
        for grouping in groupings:
            changed = [(k,) for k, (_, is_changed) in grouping.items() if is_changed]
            db.executemany("UPDATE story SET affair = NULL WHERE k = ?", changed)
            parts = ([k for k, (affair, _) in grouping.items() if affair == at] for at in range(3))
            found = told(db, *(sorted(part) for part in parts if part))
            for affair in nearby.joined(range(1, 6), db.execute("SELECT one, other FROM akin")):
                assert {found[k - 1] for k in affair} <= {f"s{min(affair)}"} | ({None} if len(affair) == 1 else set())


def test_the_links_of_a_story_that_ends_go_to_the_one_that_goes_on(db: sqlite3.Connection) -> None:
    told(db, [1, 2], [4, 5])
    affairs.inherit(db, 1, 4)
    db.execute("DELETE FROM story WHERE k = 1")
    affairs.name(db, [4])
    found = dict(db.execute("SELECT id, affair FROM story"))
    assert found == {"s2": "s2", "s3": None, "s4": "s2", "s5": "s2"}


def test_a_story_whose_pages_went_elsewhere_meanwhile_is_asked_again(db: sqlite3.Connection) -> None:
    affairs.keep(db, [(Story("g", (), "", "a"), (1, 2)), (Story("h", (), "", "a"), (3,))])
    assert dict(db.execute("SELECT id, affair FROM story WHERE affair IS NOT NULL")) == {"s3": "s3"}
    affairs.ask(db)
    assert [n for (n,) in db.execute("SELECT n FROM holding WHERE queued")] == [1, 2, 4, 5]


def held(archive: Archive) -> set[frozenset[str]]:
    """The affairs by the pages of their stories."""
    found: dict[str | None, set[str]] = {}
    for listed in archive.stories():
        found.setdefault(listed.affair, set()).update(archive.story(listed.id).story.page_ids)
    return {frozenset(pages) for pages in found.values()}


@pytest.fixture(scope="module")
def pages() -> list[Path]:
    return [EXAMPLES / "pages" / name for name in FAMILIES]


def test_the_archive_finds_the_affairs_of_one_pile(pages: list[Path], tmp_path: Path) -> None:
    whole: dict[str | None, set[str]] = {}
    for view in samestory.compare(pages).stories:
        whole.setdefault(view.story.affair, set()).update(view.story.page_ids)
    with Archive(tmp_path / "news.db") as archive:
        for folder in reversed(pages):
            archive.add(folder)
        assert len(archive.stories()) == len(FAMILIES)
        assert held(archive) == {frozenset(of) for of in whole.values()}
        assert len(whole) == 2


def test_an_affair_is_told_and_goes_along(pages: list[Path], tmp_path: Path) -> None:
    """In JSON, in plain SQL, through an export, and out of a damaged file."""
    with Archive(tmp_path / "news.db") as archive:
        archive.add(*pages)
        before, lines = held(archive), [json.dumps(line) for line in archive.lines()]
        names = {listed.affair for listed in archive.stories()}
        assert {shapes.story(archive.story(listed.id))["affair"] for listed in archive.stories()} == names
        with Archive(tmp_path / "copy.db") as copy:
            copy.load(map(json.loads, lines))
            assert [json.dumps(line) for line in copy.lines()] == lines
            assert held(copy) == before
    with closing(sqlite3.connect(tmp_path / "news.db")) as db, db:
        assert {name for (name,) in db.execute("SELECT id FROM affairs")} == names
        assert db.execute("SELECT max(stories) FROM affairs").fetchone()[0] == 2
        db.execute("DELETE FROM bare_outline WHERE n = 3")
    mended(tmp_path / "news.db", print)
    with Archive(tmp_path / "news.db") as archive:
        assert held(archive) == before


def test_an_affair_is_shown(pages: list[Path], tmp_path: Path) -> None:
    """On the front page, on a story's page, by the commands, and as a search."""
    with Archive(tmp_path / "news.db") as archive:
        archive.add(*pages)
        heat = archive.stories("heat")[0]
        told = [story.headline for story in archive.affair(heat.id)]
        assert len(told) == 2
        assert sorted(story.headline or "" for story in archive.stories(f"affair:{heat.id}")) == sorted(map(str, told))
    with client(archive.path) as web:
        listed = {row["id"]: row["in_affair"] for row in web.get("/stories.json?_shape=array").json()}
        assert sorted(listed.values()) == [1, 2, 2]
        screen = web.get(f"/story/{heat.id}").text
        assert "The running affair" in screen
        assert all(str(headline) in screen for headline in told)
        assert "The running affair" not in web.get(f"/story/{min(listed, key=listed.__getitem__)}").text
    here = ("--archive", str(archive.path))
    assert "Other stories of its running affair" in CliRunner().invoke(main, ["story", heat.id, *here]).output
    assert f"one of 2 stories here of affair {heat.affair}" in CliRunner().invoke(main, ["stories", *here]).output
    assert "Running affairs" in CliRunner().invoke(main, ["group", *map(str, pages)]).output


def test_an_affair_whose_name_is_lost_is_asked_again(pages: list[Path], tmp_path: Path) -> None:
    with Archive(tmp_path / "news.db") as archive:
        archive.add(*pages)
        before = held(archive)
        with closing(sqlite3.connect(archive.path)) as db, db:
            db.execute("UPDATE story SET affair = 'nobody'")
        assert "affairs" in archive.health().wrong[0].what
        mended(archive.path, print)
        assert not archive.health().wrong
        assert held(archive) == before
