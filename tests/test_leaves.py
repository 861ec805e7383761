"""Rows read from the leaves of a file: as SQLite gives them, and also where it gives none any more."""

from __future__ import annotations

import random
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from samestory.archive import leaves
from samestory.archive.leaves import File

SIZE = 512
KINDS: list[Any] = [None, 0, 1, -1, 200, -40_000, 1 << 20, -(1 << 40), (1 << 62) + 7, 0.25, "", "Ærø", b"", b"\x00\xff"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two trees of some depth, one by row numbers and one by keys, with rows that go on in other blocks."""
    draw = random.Random(5)
    with closing(sqlite3.connect(tmp_path / "rows.db")) as db:
        db.execute(f"PRAGMA page_size = {SIZE}")
        db.execute("PRAGMA auto_vacuum = INCREMENTAL")
        db.execute("CREATE TABLE one (n INTEGER PRIMARY KEY, a, b, c)")
        db.execute("CREATE TABLE two (a, b, c, PRIMARY KEY (b, a)) WITHOUT ROWID")
        for n in range(400):
            cells = [draw.choice(KINDS) for _ in range(2)] + [draw.randbytes(draw.choice([3, 70, 3000]))]
            db.execute("INSERT INTO one VALUES (?, ?, ?, ?)", (3 * n, *cells))
            db.execute("INSERT INTO two VALUES (?, ?, ?)", (n, draw.randrange(9), cells[-1]))
        db.execute("DELETE FROM one WHERE n % 5 = 0")
        db.commit()
    return tmp_path / "rows.db"


def read(path: Path, spoilt: tuple[int, ...] = ()) -> File:
    """The file, some of its blocks overwritten with noise."""
    with closing(sqlite3.connect(path)) as db:
        roots = dict(db.execute("SELECT rootpage, name FROM sqlite_schema WHERE type = 'table'"))
        mapped = db.execute("PRAGMA auto_vacuum").fetchone()[0] > 0
    data = bytearray(path.read_bytes())
    for number in spoilt:
        data[(number - 1) * SIZE : number * SIZE] = random.Random(number).randbytes(SIZE)
    return File(bytes(data), SIZE, roots, mapped)


def nodes(path: Path) -> list[int]:
    file = read(path)
    return [number for number in leaves._below(file) if file.block(number)[0] in (leaves.NODE, leaves.INDEX_NODE)]


def rows(file: File) -> Counter[tuple[Any, ...]]:
    return Counter((row.table, row.number, *row.cells) for row in leaves.rows(file))


def held(path: Path) -> Counter[tuple[Any, ...]]:
    """What SQLite gives, in the order in which it lies in the file."""
    with closing(sqlite3.connect(path)) as db:
        one = db.execute("SELECT 'one', n, NULL, a, b, c FROM one").fetchall()
        return Counter([*one, *db.execute("SELECT 'two', NULL, b, a, c FROM two")])


def test_the_leaves_hold_what_the_tables_hold(path: Path) -> None:
    assert rows(read(path)) == held(path)


def test_a_damaged_node_takes_nothing_along(path: Path) -> None:
    """But for the rows that the nodes of a tree by keys hold themselves."""
    whole = held(path)
    assert len(nodes(path)) > 3
    for number in nodes(path):
        lost = whole - rows(read(path, (number,)))
        assert not [row for row in lost if row[0] == "one"]
        assert lost.total() < SIZE // 20


def test_damage_adds_nothing(path: Path) -> None:
    """Whatever blocks are spoilt, all that is read was there, but for what of a row lay in a spoilt block."""
    whole, count = held(path), path.stat().st_size // SIZE
    for trial in range(4):
        found = rows(read(path, tuple(random.Random(trial).sample(range(3, count + 1), count // 6))))
        assert {row[:-1] for row in found} <= {row[:-1] for row in whole}
        assert found.total() > whole.total() / 3


def test_a_file_without_a_map_gives_what_its_nodes_lead_to(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA auto_vacuum = NONE")
        db.execute("VACUUM")
    assert rows(read(path)) == held(path)
    assert rows(read(path, tuple(nodes(path)))).total() == 0
