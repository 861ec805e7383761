"""What was given is packed against other pages of its site, and comes back exactly, also where one copy is damaged."""

import sqlite3
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from samestory.archive import originals
from samestory.archive.opening import opened
from samestory.archive.originals import FRAMES, NEEDED, Original
from samestory.archive.packing import deflated, digest


@pytest.fixture
def db(tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(opened(tmp_path / "news.db", True)) as db:
        for site in (1, 2):
            db.execute("INSERT INTO site VALUES (?, ?, 0, 0, 0, 0, 0)", (site, f"site-{site}.example"))
        yield db


def markup(design: int) -> str:
    """The markup of a site, in one of its designs."""
    return "".join(f"<li class=c{design}><a href=/{n * design}>{n * n * design}</a>" for n in range(400))


def keep(db: sqlite3.Connection, n: int, content: bytes, site: int | None = 1) -> int:
    """Keep a page; tells how many bytes its original takes."""
    text = f"It rained all night in the valley for the {n}th time, and by dawn the river stood at the bridge."
    db.execute(
        "INSERT INTO paper (n, id, packed, size) VALUES (?, ?, ?, ?)", (n, f"p{n}", deflated(text), len(text.encode()))
    )
    row = (n, b"", digest(content), b"", site)
    db.execute("INSERT INTO holding (n, address, content, body, site, queued) VALUES (?, ?, ?, ?, ?, 0)", row)
    originals.keep(db, n, Original(content, "utf-8", False), text)
    return int(db.execute("SELECT length(packed) FROM original WHERE hash = ?", (digest(content),)).fetchone()[0])


def given(n: int, design: int = 7) -> bytes:
    return f"<ul>{markup(design)}</ul><p>It rained all night in the valley for the {n}th time.".encode()


def frames(db: sqlite3.Connection) -> list[int]:
    return [page for (page,) in db.execute("SELECT page FROM frame ORDER BY page")]


def test_pages_of_a_site_are_packed_against_its_first(db: sqlite3.Connection) -> None:
    first, second, other = keep(db, 1, given(1)), keep(db, 2, given(2)), keep(db, 3, given(3), site=2)
    assert second < first / 10 < other / 5
    assert frames(db) == [1, 3]
    assert [originals.original(db, n).content for n in (1, 2, 3)] == [given(1), given(2), given(3)]


def test_a_page_of_no_site_is_packed_alone(db: sqlite3.Connection) -> None:
    keep(db, 1, given(1), site=None)
    assert not frames(db)
    assert originals.original(db, 1) == Original(given(1), "utf-8", False)


def test_the_same_content_is_kept_once(db: sqlite3.Connection) -> None:
    keep(db, 1, given(1))
    keep(db, 2, given(1))
    assert db.execute("SELECT count(*) FROM original").fetchone()[0] == 1
    assert originals.original(db, 2).content == given(1)


def test_a_new_design_begins_a_frame_and_the_old_ones_are_remembered_for_a_while(db: sqlite3.Connection) -> None:
    alone = keep(db, 1, given(1))
    designs = range(11, 11 + FRAMES)
    for n, design in enumerate(designs, 2):
        assert keep(db, n, given(n, design)) > alone / 4
    assert frames(db) == [1, *range(2, 2 + FRAMES)]
    assert keep(db, 50, given(50, designs[0])) < alone / 10
    assert keep(db, 51, given(51)) > alone / 4  # its frame is too long ago
    assert originals.original(db, 50).content == given(50, designs[0])


def test_a_frame_that_many_need_outlives_damage(db: sqlite3.Connection) -> None:
    pages = range(1, 1 + NEEDED)
    for n in pages:
        keep(db, n, given(n))
    assert not db.execute("SELECT page FROM spare").fetchall()
    keep(db, 1 + NEEDED, given(1 + NEEDED))
    assert db.execute("SELECT page FROM spare").fetchall() == [(1,)]
    for spoil in ("UPDATE original SET packed = x'00' WHERE frame IS NULL", "DELETE FROM paper WHERE n = 1"):
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute(spoil)
        assert [originals.original(db, n).content for n in pages[1:]] == [given(n) for n in pages[1:]]


def test_a_spoilt_spare_frame_is_made_good_by_the_original(db: sqlite3.Connection) -> None:
    for n in range(1, 2 + NEEDED):
        keep(db, n, given(n))
    db.execute("UPDATE spare SET packed = (SELECT packed FROM original WHERE frame IS NOT NULL LIMIT 1)")
    assert originals.original(db, 2).content == given(2)
    assert not list(originals.unreadable(db))


def test_a_lost_frame_is_told_and_takes_the_next_page_no_more(db: sqlite3.Connection) -> None:
    keep(db, 1, given(1))
    keep(db, 2, given(2))
    db.execute("UPDATE original SET packed = x'00ff' WHERE frame IS NULL")
    assert list(originals.unreadable(db)) == ["p1", "p2"]
    with pytest.raises(zlib.error, match="page 2 does not unpack"):
        originals.original(db, 2)
    keep(db, 3, given(3))
    assert frames(db) == [1, 3]
    assert originals.original(db, 3).content == given(3)
