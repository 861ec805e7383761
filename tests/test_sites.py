"""The memory of sites in an archive: used by every `add`, the same whatever came first, taken up where one stopped."""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory import cleaning, shapes
from samestory.archive import filing, sites
from samestory.archive.filing import Tally
from samestory.archives import Archive
from samestory.cli import main
from samestory.mending import mended
from samestory.outline.memory import LEAST_PAGES, MOST_PAGES
from tests.test_memory import BACKGROUND, NOTICE, QUOTE, article, page

PAGES = [
    *(page(number) for number in range(5)),
    *(page(number, "echo", [BACKGROUND, NOTICE]) for number in range(4)),
    page(0, "third", [QUOTE, NOTICE]),
    page(9, text=NOTICE),
]


class Told(NamedTuple):
    """What an archive says of its pages, whatever came first."""

    labels: dict[str, list[tuple[int, int, str]]]
    bodies: dict[str, str]
    copies: frozenset[tuple[str, str]]
    stories: frozenset[frozenset[str]]


def told(archive: Archive) -> Told:
    versions = list(filing.versions(archive._db, filing.numbers_of_pages(archive._db)))
    names = {version.page.id: version.page.source for version in versions}
    lines = list(archive.lines())
    return Told(
        {one.page.source: [(*block.span, block.role) for block in one.outline.blocks] for one in versions},
        {one.page.source: shapes.body(one) for one in versions},
        frozenset((names[line["copy"]], names[line["of"]]) for line in lines if "copy" in line),
        frozenset(frozenset(names[page] for page in line["pages"]) for line in lines if "story" in line),
    )


def add(archive: Archive, pages: Sequence[dict[str, Any]], folder: Path) -> Tally:
    path = folder / "pages.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in pages), "utf-8")
    return archive.add(path)


def added(folder: Path, *batches: Sequence[dict[str, Any]]) -> Told:
    """What becomes of pages added in these batches; the doctor finds nothing wrong."""
    with TemporaryDirectory(dir=folder) as own, Archive(Path(own, "news.db")) as archive:
        for batch in batches:
            add(archive, batch, Path(own))
        found = archive.health()
        assert (found.wrong, found.queued, found.stale, found.doubted) == ((), 0, 0, 0)
        return told(archive)


def test_what_a_site_repeats_is_no_article(tmp_path: Path) -> None:
    found = added(tmp_path, PAGES)
    for number in range(5):
        assert found.bodies[f"post{number}"].split() == " ".join(article(number)).split()
    assert found.bodies["post9"] == NOTICE  # a memory never takes all of an article
    assert NOTICE in found.bodies["third0"]  # nothing is known of a site of one page


def test_markup_is_cleaned_by_what_its_site_repeats(tmp_path: Path) -> None:
    pages = [page(number) for number in range(5)]
    for number, each in enumerate(pages):
        inside = "".join(f"<p>{line}</p>" for line in (*article(number), NOTICE))
        each["html"] = f"<title>{each.pop('title')}</title><article><h1>Bridge</h1>{inside}</article>"
        del each["text"]
    with Archive(tmp_path / "news.db") as archive:
        add(archive, pages[:3], tmp_path)
        assert NOTICE in told(archive).bodies["post1"]
        assert add(archive, pages[3:], tmp_path).cleaned == 3
        assert told(archive).bodies["post1"] == "\n\n".join(article(1))


def test_earlier_pages_are_cleaned_again_and_this_is_told(tmp_path: Path) -> None:
    with Archive(tmp_path / "news.db") as archive:
        assert add(archive, PAGES[:3], tmp_path) == Tally(pages=3)
        assert NOTICE in told(archive).bodies["post0"]
        assert [found.title for found in archive.search("lanterns")]
        assert add(archive, PAGES[3:5], tmp_path) == Tally(pages=2, cleaned=3)
        assert told(archive) == added(tmp_path, PAGES[:5])
        assert not archive.search("lanterns")
        assert not archive.health().wrong
        assert add(archive, PAGES[:5], tmp_path) == Tally(known=5)


def test_the_command_tells_of_pages_cleaned_again(tmp_path: Path) -> None:
    file = str(tmp_path / "news.db")
    for number, pages in enumerate((PAGES[:3], PAGES[3:5])):
        path = tmp_path / f"{number}.jsonl"
        path.write_text("".join(json.dumps(each) + "\n" for each in pages), "utf-8")
        done = CliRunner().invoke(main, ["add", "--archive", file, str(path)])
        assert ("3 earlier pages cleaned again" in done.stderr) == bool(number)


@settings(max_examples=4, deadline=None)
@given(st.permutations(PAGES), st.lists(st.integers(1, len(PAGES) - 1), max_size=4))
def test_neither_order_nor_batches_matter(pages: list[dict[str, Any]], cuts: list[int]) -> None:
    edges = [0, *sorted(set(cuts)), len(pages)]
    with TemporaryDirectory() as folder:
        batches = [pages[start:end] for start, end in pairwise(edges)]
        assert added(Path(folder), *batches) == added(Path(folder), PAGES)


def test_a_small_sample_is_the_same_in_any_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Eight pages a site, of which five are sampled: pages are dropped from the sample, and lines with them."""
    monkeypatch.setattr(sites, "SAMPLE", 5)
    pages = [page(number, "post", [NOTICE, *[BACKGROUND] * (number % 2)]) for number in range(8)]
    pages += [page(number, "echo", [BACKGROUND] * (number % 2)) for number in range(8)]
    found = [added(tmp_path, pages), added(tmp_path, pages[::-1]), added(tmp_path, *([one] for one in pages))]
    assert found == [found[0]] * 3


def test_a_paragraph_that_another_site_runs_later_is_an_article_again(tmp_path: Path) -> None:
    ours = [page(number, extra=[BACKGROUND, NOTICE] if number < 4 else [NOTICE]) for number in range(12)]
    with Archive(tmp_path / "news.db") as archive:
        add(archive, ours, tmp_path)
        assert BACKGROUND not in told(archive).bodies["post1"]
        assert add(archive, [page(1, "echo", [BACKGROUND])], tmp_path).cleaned == 4
        assert BACKGROUND in told(archive).bodies["post1"]


@pytest.mark.parametrize("step", ["clean_again", "learn"])
def test_what_was_left_undone_is_taken_up(step: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any) -> None:
        raise KeyboardInterrupt

    with Archive(tmp_path / "news.db") as archive:
        add(archive, PAGES[:3], tmp_path)
        with monkeypatch.context() as patch:
            patch.setattr(cleaning, step, stopped)
            with pytest.raises(KeyboardInterrupt):
                add(archive, PAGES[3:], tmp_path)
        add(archive, [], tmp_path)
        assert told(archive) == added(tmp_path, PAGES)


def test_an_export_read_back_knows_as_much(tmp_path: Path) -> None:
    with Archive(tmp_path / "news.db") as archive, Archive(tmp_path / "copy.db") as copy:
        add(archive, PAGES[:3], tmp_path)
        add(archive, PAGES[3:], tmp_path)
        copy.load(archive.lines())
        assert list(copy.lines()) == list(archive.lines())
        assert told(copy) == told(archive)
        assert not copy.health().wrong


def test_an_archive_from_before_memories_learns_from_its_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the migration leaves it: no page was looked at, and all were labelled alone."""
    file = tmp_path / "news.db"
    with monkeypatch.context() as patch, Archive(file) as archive:
        patch.setattr(cleaning, "learn", lambda *_: None)
        add(archive, PAGES, tmp_path)
        for table in ("sample", "memory", "frame"):
            archive._db.execute(f"DELETE FROM {table}")
        archive._db.execute("UPDATE holding SET site = NULL, doubts = NULL, doubted = 2")
        archive._db.execute("DELETE FROM site")
    with Archive(file) as archive:
        assert NOTICE in told(archive).bodies["post0"]
        assert add(archive, [], tmp_path).cleaned == 9
        assert told(archive) == added(tmp_path, PAGES)


def test_an_archive_of_the_schema_before_is_brought_up_whole(tmp_path: Path) -> None:
    file = tmp_path / "news.db"
    file.write_bytes(gzip.decompress((Path(__file__).parent / "schemas" / "1.db.gz").read_bytes()))
    assert "brought from schema 1" in mended(file, print).told[0]
    with Archive(file) as archive:
        found = archive.health()
    assert (found.wrong, found.queued, found.stale, found.doubted) == ((), 0, 0, 0)


def test_the_sample_is_as_large_as_that_of_a_run() -> None:
    assert (sites.SAMPLE, sites.LEAST) == (MOST_PAGES, LEAST_PAGES)


def test_a_memory_of_another_version_is_learned_anew(tmp_path: Path) -> None:
    with Archive(tmp_path / "news.db") as archive:
        add(archive, PAGES, tmp_path)
        before = told(archive)
        archive._db.execute("UPDATE site SET version = 1")
        add(archive, [], tmp_path)
        assert told(archive) == before
        assert archive._db.execute("SELECT count(*) FROM site WHERE learned AND version = 1").fetchone() == (0,)
