"""What an archive costs as it grows: pages a second, memory and bytes a page, joining, asking.

usage: archive.py MAKE_CORPUS [--pages N ...] [--form html|text|body] [--growing] [--json]

MAKE_CORPUS is a program that writes N invented pages into a folder: `MAKE_CORPUS N FOLDER --format jsonl --form FORM
--part 1000`; sizes are whole thousands. Everything happens in a temporary folder. Each size is a fresh archive in a
fresh process. To join is to be given copies and a story among the pages that are there, by CPU time, without working
the story out: what 1,000 further pages take. Times of asking are by the clock. With --growing one archive grows to each
size in turn, and what is told is the cost of the pages that came last, beside that of a fixed task in the same process:
by that one tells an archive that grows slow from a machine that does other work. A thousand pages take 75 s of
CPU time, with making them.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

from samestory import adding, cleaning, pipeline
from samestory.archive.opening import writing
from samestory.archives import Archive
from samestory.claims import claims
from samestory.pipeline import Run, view
from samestory.types import Story, StoryView, Version

ASKED = 100  # stories whose headlines, and 20 whose pages, are asked for
TRACED = 20
FIXED = 60  # pages whose claims are the fixed task
MORE = 1000  # pages that join


@dataclass(frozen=True)
class Cost:
    """What one archive costs; milliseconds of CPU by page, of asking by the clock."""

    pages: int
    seconds: float
    cpu_ms: float
    grouping_ms: float
    working_out_ms: float
    joining_ms: float
    longest_transaction_ms: float
    memory_mb: float
    bytes_a_page: float
    opening_ms: float
    search_p50_ms: float
    search_p95_ms: float
    trace_page_ms: float
    trace_sentence_ms: float
    trace_phrase_ms: float
    tables: Mapping[str, float]  # bytes a page


@dataclass(frozen=True)
class Step:
    """What the pages cost by which an archive grew; milliseconds of CPU for each of them."""

    pages: int  # that it has then
    cpu_ms: float
    grouping_ms: float
    working_out_ms: float
    joining_ms: float  # grouping of the last 1,000
    worked_out: float  # pages of the stories that were worked out, for each page that came
    claims_ms: float  # of a page, always the same ones: how fast the machine was
    longest_transaction_ms: float
    memory_mb: float
    bytes_a_page: float


class Clocks:
    """What the steps of an `add` take: its transactions by the clock, its other steps in seconds of CPU."""

    def __init__(self) -> None:
        self.transactions: list[float] = []
        self.steps: dict[str, float] = {}

    @contextmanager
    def running(self) -> Iterator[None]:
        """Count from zero."""
        self.steps = dict.fromkeys(("group", "work_out"), 0.0)
        with (
            patch.object(adding, "writing", self._writing),
            patch.object(cleaning, "writing", self._writing),
            patch.object(adding, "group", self._timed("group")),
            patch.object(adding, "work_out", self._timed("work_out")),
        ):
            yield

    @contextmanager
    def _writing(self, *arguments: Any) -> Iterator[None]:
        with writing(*arguments):
            start = time.perf_counter()
            yield
        self.transactions.append(1000 * (time.perf_counter() - start))

    def _timed(self, step: str) -> Callable[..., None]:
        function = getattr(adding, step)

        def timed(*arguments: Any) -> None:
            start = time.process_time()
            function(*arguments)
            self.steps[step] += time.process_time() - start

        return timed


def measured(program: str, pages: int, form: str) -> Cost:
    """Make a corpus, add it, ask it."""
    with TemporaryDirectory() as folder:
        corpus, file = Path(folder, "corpus"), Path(folder, "news.db")
        *first, last = parts(program, pages + MORE, form, corpus)
        clocks, start, cpu = Clocks(), time.perf_counter(), time.process_time()
        with clocks.running(), Archive(file) as archive:
            archive.add(*first)
        seconds, cpu, steps = time.perf_counter() - start, time.process_time() - cpu, clocks.steps
        size, memory = file.stat().st_size / pages, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        tables, searches = sizes(file, pages), list(searched(file))
        traces = [median(traced(file, words)) for words in (None, 25, 5)]
        with clocks.running(), Archive(file) as archive:
            archive.add(last)
        return Cost(
            pages=pages,
            seconds=seconds,
            cpu_ms=1000 * cpu / pages,
            grouping_ms=1000 * steps["group"] / pages,
            working_out_ms=1000 * steps["work_out"] / pages,
            joining_ms=1000 * clocks.steps["group"] / MORE,
            longest_transaction_ms=max(clocks.transactions),
            memory_mb=memory,
            bytes_a_page=size,
            opening_ms=opened(file),
            search_p50_ms=median(searches),
            search_p95_ms=quantiles(searches, n=20)[-1],
            trace_page_ms=traces[0],
            trace_sentence_ms=traces[1],
            trace_phrase_ms=traces[2],
            tables=tables,
        )


def grown(program: str, pages: Sequence[int], form: str) -> Iterator[Step]:
    """Add a corpus to one archive, in one `add` and one process for each size it is to have."""
    with TemporaryDirectory() as folder:
        made, before = parts(program, max(pages), form, Path(folder, "corpus")), 0
        for size in pages:
            with multiprocessing.get_context("spawn").Pool(1) as pool:
                given = made[before // MORE : size // MORE]
                yield pool.apply(stepped, (Path(folder, "news.db"), given, size, size - before))
            before = size


def stepped(file: Path, given: Sequence[str], pages: int, new: int) -> Step:
    """Add some parts of a corpus to an archive, which then has so many pages."""
    clocks, worked, known = Clocks(), list[int](), list(islice(pipeline.clean(given[:1], Run()), FIXED))
    before, cpu = fixed(known), time.process_time()
    with clocks.running(), patch.object(pipeline, "view", partial(counted, worked)), Archive(file) as archive:
        for some in (given[:-1], given[-1:]):
            earlier = clocks.steps["group"]
            archive.add(*some)
    cpu = time.process_time() - cpu
    return Step(
        pages=pages,
        cpu_ms=1000 * cpu / new,
        grouping_ms=1000 * clocks.steps["group"] / new,
        working_out_ms=1000 * clocks.steps["work_out"] / new,
        joining_ms=1000 * (clocks.steps["group"] - earlier) / MORE,
        worked_out=sum(worked) / new,
        claims_ms=(before + fixed(known)) / 2,
        longest_transaction_ms=max(clocks.transactions),
        memory_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        bytes_a_page=file.stat().st_size / pages,
    )


def counted(worked: list[int], story: Story, members: Sequence[Version]) -> StoryView:
    """A story worked out, and its pages counted."""
    worked.append(len(members))
    return view(story, members)


def fixed(pages: Sequence[Version]) -> float:
    """Milliseconds of CPU that the claims of a page take."""
    start = time.process_time()
    for version in pages:
        claims(*version)
    return 1000 * (time.process_time() - start) / len(pages)


def parts(program: str, pages: int, form: str, corpus: Path) -> list[str]:
    """The files of an invented corpus, a thousand pages each."""
    made = [sys.executable, program, str(pages), str(corpus), "--format", "jsonl", "--form", form]
    subprocess.run([*made, "--part", str(MORE)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return sorted(map(str, corpus.glob("pages-*")))


def sizes(file: Path, pages: int) -> dict[str, float]:
    """Bytes a page of every table with its indexes, the largest first."""
    asked = "SELECT tbl_name, sum(pgsize) FROM dbstat JOIN sqlite_master USING (name) GROUP BY 1 ORDER BY 2 DESC"
    with closing(sqlite3.connect(file)) as db:
        return {name: size / pages for name, size in db.execute(asked)}


def searched(file: Path) -> Iterator[float]:
    """Milliseconds of searches for words of the stories' headlines."""
    with Archive(file, "read") as archive:
        for headline in [listed.headline or "" for listed in archive.stories()][:ASKED]:
            yield timed(partial(archive.search, " ".join(headline.split()[:2])))


def traced(file: Path, words: int | None) -> Iterator[float]:
    """Milliseconds to trace whole pages, or so many words from the middle of them."""
    with Archive(file, "read") as archive:
        ids = [listed.id for listed in archive.stories()][:TRACED]
        for text in [archive.story(id_).versions[0].page.text for id_ in ids]:
            held = text.split()
            given = text if words is None else " ".join(held[len(held) // 2 :][:words])
            yield timed(partial(archive.trace, given))


def opened(file: Path) -> float:
    """Milliseconds to open the archive and ask for one story; the least of several."""
    with Archive(file, "read") as archive:
        name = archive.stories()[0].id

    def once() -> None:
        with Archive(file, "read") as archive:
            archive.turn(name)

    return min(timed(once) for _ in range(5))


def timed(act: Callable[[], object]) -> float:
    """Milliseconds by the clock."""
    start = time.perf_counter()
    act()
    return 1000 * (time.perf_counter() - start)


def told(cost: Cost | Step) -> str:
    """The figures in lines, and what takes the room."""
    figures = asdict(cost)
    tables: Mapping[str, float] = figures.pop("tables", {})
    lines = [f"{name.replace('_', ' '):>24} {value:10,.1f}" for name, value in figures.items()]
    return "\n".join([*lines, *(f"{'bytes in ' + name:>24} {size:10,.0f}" for name, size in tables.items())])


def costs(program: str, pages: Sequence[int], form: str) -> Iterator[Cost]:
    """What a fresh archive of each size costs."""
    for size in pages:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            yield pool.apply(measured, (program, size, form))


def main() -> None:
    """Measure every size, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", metavar="MAKE_CORPUS")
    parser.add_argument("--pages", nargs="+", type=int, default=[1000, 10_000], metavar="N")
    parser.add_argument("--form", choices=("html", "text", "body"), default="html")
    parser.add_argument("--growing", action="store_true", help="one archive that grows from size to size")
    parser.add_argument("--json", action="store_true", help="print one JSON object a size")
    options = parser.parse_args()
    for cost in (grown if options.growing else costs)(options.program, options.pages, options.form):
        print(json.dumps(asdict(cost)) if options.json else told(cost) + "\n", flush=True)


if __name__ == "__main__":
    main()
