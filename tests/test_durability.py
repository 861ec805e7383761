"""What breaks the file, and what becomes of it: kills, damage anywhere, lost indexes, clocks; told, mended, or lost."""

from __future__ import annotations

import itertools
import json
import random
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samestory.archives import Archive
from samestory.cli import main
from samestory.mending import mended
from tests import kills
from tests.example import EXAMPLES

PAGES = EXAMPLES / "pages" / "kesper-dam"
BLOCK = 16384  # bytes of a database page


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


def lines(file: Path) -> list[str]:
    with Archive(file, "read") as archive:
        return [json.dumps(line) for line in archive.lines()]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with copies, a revision, a sighting and a failure."""
    folder = tmp_path_factory.mktemp("whole")
    (folder / "bad.jsonl").write_text('{"id": "bad"}\n')
    with Archive(folder / "news.db") as archive:
        archive.add(EXAMPLES / "pages" / "kesper-dam", EXAMPLES / "pages" / "bank-rate", folder / "bad.jsonl")
    return folder / "news.db"


@pytest.fixture
def file(whole: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(whole, tmp_path / "news.db"))


@pytest.mark.slow
def test_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    found = kills.run(tmp_path, 10, 60, 5)
    found.pop("unfinished", 0)
    assert not found


def test_what_is_not_wrong_is_left_alone(file: Path) -> None:
    before = file.read_bytes()
    assert run("doctor", "--mend", "--archive", str(file)).exit_code == 0
    assert file.read_bytes() == before


def spoilt(file: Path, at: int) -> None:
    """Overwrite one block of the file with noise."""
    with file.open("r+b") as stream:
        stream.seek(at * BLOCK)
        stream.write(random.Random(at).randbytes(BLOCK))


@pytest.mark.slow
def test_damage_anywhere_is_told_and_mended(whole: Path, tmp_path: Path) -> None:
    """Every block in turn; no page that can be read is lost, and nobody is told that all is well."""
    with Archive(whole, "read") as archive:
        pages = archive.health().pages
    for at in range(whole.stat().st_size // BLOCK):
        file = Path(shutil.copy(whole, tmp_path / f"{at}.db"))
        spoilt(file, at)
        before = run("doctor", "--archive", str(file))
        done = run("doctor", "--mend", "--json", "--archive", str(file))
        told = json.loads(done.stdout.splitlines()[-1])
        assert told["wrong"] == [], at
        assert told["pages"] + told["lost"] == pages, at
        assert done.exit_code == (3 if told["lost"] else 0), at
        assert before.exit_code == 1 or told["mended"] == ["nothing to mend"], at


@pytest.mark.parametrize("damaged", [range(BLOCK), range(40, 60)], ids=["the first block", "the numbers of the head"])
def test_a_damaged_head_takes_no_page_along(damaged: range, file: Path) -> None:
    """Where trees begin is known of files of this schema."""
    before = lines(file)
    with file.open("r+b") as stream:
        stream.seek(damaged.start)
        stream.write(random.Random(1).randbytes(len(damaged)))
    told = run("stories", "--archive", str(file))
    assert told.exit_code == 1
    assert "doctor --mend" in told.stderr
    done = run("doctor", "--mend", "--archive", str(file))
    assert done.exit_code == 0, done.output
    assert "0 of them by their text alone, 0 lost" in done.stdout
    assert lines(file) == before


def test_what_never_was_an_archive_is_left_alone(tmp_path: Path) -> None:
    for name, content in (("short", b"some notes\n"), ("long", random.Random(2).randbytes(5 * BLOCK))):
        file = tmp_path / name
        file.write_bytes(content)
        done = run("doctor", "--mend", "--archive", str(file))
        assert done.exit_code == 1
        assert "nothing can be saved" in done.stderr
        assert file.read_bytes() == content
    assert {path.name for path in tmp_path.iterdir()} == {"short", "long"}


def test_mending_keeps_what_was_known_of_the_pages(file: Path) -> None:
    before = lines(file)
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("DELETE FROM bare_outline WHERE n = 3")
    done = run("doctor", "--mend", "--archive", str(file))
    assert done.exit_code == 0, done.output
    assert "0 lost" in done.output
    assert lines(file) == before


def test_lost_pages_make_the_status(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("PRAGMA writable_schema = ON")
        db.execute("DELETE FROM paper WHERE n = 3")
    done = run("doctor", "--mend", "--json", "--archive", str(file))
    assert done.exit_code == 3
    assert json.loads(done.stdout.splitlines()[-1])["lost"] == 1


@pytest.mark.parametrize(
    ("spoiling", "told"),
    [
        ("INSERT INTO words (words) VALUES ('delete-all')", "search cannot find"),
        ("DELETE FROM posting", "not found by their words"),
        ("UPDATE story SET pages = 99", "count their pages wrong"),
        ("INSERT INTO alias VALUES ('aaa', 'bbb')", "lead nowhere"),
        ("INSERT INTO story (id, turn, stale, pages) VALUES ('empty', 0, 1, 0)", "stories without a page"),
    ],
)
def test_what_is_only_an_index_is_made_again(file: Path, spoiling: str, told: str) -> None:
    before = lines(file)
    with closing(sqlite3.connect(file)) as db, db:
        db.execute(spoiling)
    done = run("doctor", "--archive", str(file))
    assert done.exit_code == 1
    assert told in done.stdout
    assert "too damaged" not in done.stdout
    assert mended(file, print).told == ("indexes made again, and what hangs on them",)
    assert run("doctor", "--archive", str(file)).exit_code == 0
    assert lines(file) == before
    with Archive(file, "read") as archive:
        assert archive.search("dam")
        assert archive.trace("We chose the smaller disaster.").holders


def test_an_original_that_cannot_be_read_is_told(file: Path) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE original SET packed = (SELECT packed FROM original ORDER BY hash LIMIT 1)")
    done = run("export", "jsonl", "--archive", str(file))
    assert done.exit_code == 1
    assert "the archive is damaged" in done.stderr
    assert "doctor --mend" in done.stderr


def test_an_export_of_work_undone_is_gone_on_with(file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file)) as db, db:
        db.execute("UPDATE holding SET story = NULL, queued = 1 WHERE n = 2")
    export = tmp_path / "export.jsonl"
    export.write_text("".join(line.replace(": ", ":", 1) + "\n" for line in lines(file)), "utf-8")
    with Archive(tmp_path / "copy.db") as copy:
        copy.add(export)
        found = copy.health()
    assert (found.wrong, found.queued) == ((), 0)


def test_a_clock_that_runs_backwards_stops_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = itertools.count(1e6, -0.5)
    monkeypatch.setattr(time, "monotonic", lambda: next(ticks))
    monkeypatch.setattr(time, "time", lambda: next(ticks))
    with Archive(tmp_path / "news.db") as archive:
        assert archive.add(PAGES).pages == 8
        assert archive.add(PAGES).known == 8
        assert not archive.health().wrong


@pytest.fixture
def elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SAMESTORY_ARCHIVE", raising=False)


@pytest.mark.usefixtures("elsewhere")
def test_the_doctor_says_what_is_installed_also_without_an_archive() -> None:
    done = run("doctor")
    assert done.exit_code == 0
    assert "sqlite 3." in done.stdout
    assert "there is no archive" in done.stdout
    assert json.loads(run("doctor", "--json").stdout)["installed"]["python"]
    assert run("doctor", "--archive", "none.db").exit_code == 1


def test_a_backup_as_json(file: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    done = run("backup", str(copy), "--json", "--archive", str(file))
    assert json.loads(done.stdout) == {"archive": str(file), "backup": str(copy), "size": copy.stat().st_size}
    assert lines(copy) == lines(file)
