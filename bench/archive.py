"""What an archive costs as it grows: pages a second, memory and bytes a page, the longest transaction, search, opening.

usage: archive.py MAKE_CORPUS [--pages N ...] [--json]

MAKE_CORPUS is a program that writes N invented pages into a folder: `MAKE_CORPUS N FOLDER --format jsonl`.
Everything happens in a temporary folder. Each size is a fresh archive in a fresh process.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch

from samestory import adding
from samestory.archive.opening import writing
from samestory.archives import Archive

QUERIES = 100


class Cost(NamedTuple):
    """What one archive costs."""

    pages: int
    seconds: float
    cpu_seconds: float
    longest_transaction_ms: float
    memory_mb: float
    bytes_a_page: float
    search_p50_ms: float
    search_p95_ms: float
    opening_ms: float


@contextmanager
def timed_transactions() -> Iterator[list[float]]:
    """How long each transaction of an `add` takes, in milliseconds."""
    found: list[float] = []

    @contextmanager
    def timed(*arguments: Any) -> Iterator[None]:
        with writing(*arguments):
            start = time.perf_counter()
            yield
        found.append(1000 * (time.perf_counter() - start))

    with patch.object(adding, "writing", timed):
        yield found


def measured(program: str, pages: int) -> Cost:
    """Make a corpus, add it, ask it."""
    with TemporaryDirectory() as folder:
        corpus, file = Path(folder, "corpus"), Path(folder, "news.db")
        made = [sys.executable, program, str(pages), str(corpus), "--format", "jsonl"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        start, cpu = time.perf_counter(), time.process_time()
        with timed_transactions() as transactions, Archive(file) as archive:
            archive.add(str(corpus / "pages-*"))
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        searches = list(searched(file))
        size = file.stat().st_size / pages
        last = quantiles(searches, n=20)[-1]
        return Cost(pages, seconds, cpu, max(transactions), memory, size, median(searches), last, opened(file))


def searched(file: Path) -> Iterator[float]:
    """Milliseconds of searches for words of the stories' headlines."""
    with Archive(file, "read") as archive:
        headlines = [listed.headline or "" for listed in archive.stories()][:QUERIES]
        for headline in headlines:
            start = time.perf_counter()
            archive.search(" ".join(headline.split()[:2]))
            yield 1000 * (time.perf_counter() - start)


def opened(file: Path) -> float:
    """Milliseconds to open the archive and ask for one page; the least of several."""
    found = []
    for _ in range(5):
        start = time.perf_counter()
        with Archive(file, "read") as archive:
            archive.search("a", limit=1)
        found.append(1000 * (time.perf_counter() - start))
    return min(found)


def main() -> None:
    """Measure every size, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", metavar="MAKE_CORPUS")
    parser.add_argument("--pages", nargs="+", type=int, default=[1000, 10_000], metavar="N")
    parser.add_argument("--json", action="store_true", help="print one JSON object a size")
    options = parser.parse_args()
    for pages in options.pages:
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            cost = pool.apply(measured, (options.program, pages))
        if options.json:
            print(json.dumps(cost._asdict()), flush=True)
        else:
            told = [f"{name.replace('_', ' ')} {value:,.1f}" for name, value in cost._asdict().items()]
            print(" · ".join(told), f"· {pages / cost.seconds:,.1f} pages a second", flush=True)


if __name__ == "__main__":
    main()
