"""The tables of an archive: the rows of the types, plain SQL for anybody, and files of every schema still read."""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samestory import shapes, types
from samestory.archive import outlines, schema
from samestory.archives import Archive
from samestory.cli import main
from samestory.rows import header
from tests.example import EXAMPLES

PAGES = EXAMPLES / "pages" / "kesper-dam"
SCHEMAS = Path(__file__).parent / "schemas"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments, catch_exceptions=False)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "news.db") as opened:
        opened.add(PAGES)
        yield opened


@pytest.mark.parametrize(
    ("kind", "before"),
    [
        (types.Page, ["n"]),
        (types.Outline, ["n"]),
        (types.Quote, ["rowid", "story", "same"]),
        (types.Statement, ["rowid", "story", "same"]),
        (types.Figure, ["rowid", "story", "same"]),
        (types.Conflict, ["story"]),
        (types.Relation, ["story"]),
        (types.Wire, ["story"]),
        (types.Failure, []),
    ],
)
def test_tables_are_the_rows_of_the_types(kind: type, before: list[str]) -> None:
    with closing(sqlite3.connect(":memory:")) as db:
        schema.migrate(db)
        found = [row[1] for row in db.execute(f"PRAGMA table_info({kind.__name__.lower()})")]
    assert found == [*before, *header(kind)]


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("*.gz")), ids=lambda path: path.stem)
def test_a_file_of_every_schema_is_still_read(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "news.db"
    copy.write_bytes(gzip.decompress(path.read_bytes()))
    with Archive(copy) as archive:
        assert not archive.health().wrong
        assert archive.health().schema == schema.VERSION
        assert sum(listed.pages for listed in archive.stories()) >= 8
        assert archive.search("dam")[0].snippet


def test_an_older_schema_is_told_and_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = tmp_path / "news.db"
    copy.write_bytes(gzip.decompress(max(SCHEMAS.glob("*.gz")).read_bytes()))
    newer = (*schema.MIGRATIONS, ("CREATE TABLE invented (x)",))
    monkeypatch.setattr(schema, "MIGRATIONS", newer)
    monkeypatch.setattr(schema, "VERSION", len(newer))
    told = run("stories", "--archive", str(copy))
    assert told.exit_code == 1
    assert "older schema" in told.stderr
    assert "doctor --mend" in told.stderr
    assert f"to schema {len(newer)}" in run("doctor", "--mend", "--archive", str(copy)).stdout
    assert run("stories", "--archive", str(copy)).exit_code == 0


def test_what_a_page_says_of_itself_is_plain_sql(archive: Archive) -> None:
    """No function of ours: this connection knows none."""
    with closing(sqlite3.connect(archive.path)) as db:
        rows = db.execute("SELECT source, title, outlet, published, language, words, story FROM pages").fetchall()
        assert db.execute("SELECT count(*) FROM quote JOIN pages ON pages.id = page_id").fetchone()[0] > 20
    found = {Path(source).name: told for source, *told in rows}
    title, outlet, published, language, words, story = found["ostermouth-gazette.html"]
    assert title == "Veldania opens Kesper Dam gates as thousands flee river towns"
    assert (outlet, published[:10], language) == ("The Ostermouth Gazette", "2025-05-09", "en")
    assert words > 400
    assert story in {listed.id for listed in archive.stories()}


def test_every_schema_has_a_file() -> None:
    assert {int(path.name.partition(".")[0]) for path in SCHEMAS.glob("*.gz")} == set(range(1, schema.VERSION + 1))


def test_the_schema_in_the_manual_is_the_schema() -> None:
    root = Path(__file__).parents[1]
    made = subprocess.run(
        [sys.executable, root / "tools" / "make_schema.py"], capture_output=True, text=True, check=True
    )
    assert (root / "docs" / "schema.md").read_text("utf-8") == made.stdout, "tools/make_schema.py > docs/schema.md"


def test_all_that_a_page_says_of_itself_is_kept(archive: Archive, tmp_path: Path) -> None:
    """As `clean --json` tells it, with where it was found: from Python and in plain SQL."""
    page = """<!doctype html><html lang="en"><head><title>Rain in Ardel</title>
        <link rel="canonical" href="https://post.example/rain"><meta name="robots" content="noarchive">
        <meta name="tdm-reservation" content="1"><meta property="article:section" content="Region">
        <meta property="article:modified_time" content="2025-03-02T10:00:00Z"></head><body><article>
        <h1>Rain in Ardel</h1>
        <p>It rained all night in Ardel, and by dawn the river stood at the bridge, the mayor said.</p></article>"""
    for name, url in (("here", "https://post.example/rain"), ("there", "https://post.example/rain?from=feed")):
        given = {"id": name, "url": url, "html": page, "fetched": "2025-03-03T00:00:00Z"}
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(given) + "\n")
        archive.add(tmp_path / f"{name}.jsonl")
    (tmp_path / "day.txt").write_text(
        "Rain in Ardel\n\nSunday, 2 March 2025\n\nIt rained all night in Ardel, and so on."
    )
    archive.add(tmp_path / "day.txt")
    cleaned = CliRunner().invoke(main, ["clean", "--json", *map(str, [PAGES, *tmp_path.glob("*.*[lt]")])])
    told = {page["id"]: page["metadata"] for page in map(json.loads, cleaned.stdout.splitlines())}
    assert len(told) == 11
    assert {line["page"]: line["metadata"] for line in archive.lines() if "page" in line} == told
    with closing(sqlite3.connect(archive.path)) as db:
        for id_, metadata in told.items():
            assert shapes.page(archive.page(id_).version)["metadata"] == metadata
            rows = db.execute("SELECT field, value, found FROM metadata WHERE page_id = ?", (id_,)).fetchall()
            assert sorted((field, _plain(value), found) for field, value, found in rows) == sorted(
                (field, said["value"], said["found"]) for field, said in metadata.items()
            )


def _plain(value: str) -> object:
    return json.loads(value) if value.startswith("[") else value


def test_what_old_files_lack_is_read_again(tmp_path: Path) -> None:
    copy = tmp_path / "news.db"
    copy.write_bytes(gzip.decompress((SCHEMAS / "7.db.gz").read_bytes()))
    with Archive(copy) as archive:
        assert outlines.left(archive._db) == archive.health().doubted == 8
        assert archive.health().stale == 1
        archive.add()
        assert (archive.health().doubted, archive.health().stale) == (0, 0)
        found = {listed.affair for listed in archive.stories()}
        assert found == {listed.id for listed in archive.stories()}
    with closing(sqlite3.connect(copy)) as db:
        assert db.execute("SELECT count(*) FROM metadata WHERE field = 'section'").fetchone()[0] > 2
