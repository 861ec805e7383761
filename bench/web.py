"""How fast the screens answer over an archive, every address asked once, and whether 50 readers disturb an `add`.

usage: web.py ARCHIVE [--each 60] [--readers 50] [--add PATH] [--json]

Starts `samestory serve` over ARCHIVE and asks it over HTTP, one request after the other: stories, pages, outlets and
speakers are drawn by a fixed seed, and each is asked for the first time, so that nothing is ready. Then READERS threads
ask at once, while `samestory add` puts PATH into the archive, if one is given. Prints a table, or JSON.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import NamedTuple
from urllib.parse import quote
from urllib.request import urlopen

from samestory.archives import Archive

ROUNDS = 6  # requests of every reader
WORDS = 2  # of a headline that make a search


@dataclass(frozen=True)
class Times:
    """What one screen takes, in milliseconds, and the largest answer as it travels."""

    screen: str
    asked: int
    p50: float
    p95: float
    cpu_p95: float  # of the server alone: what the same would take on a machine with nothing else to do
    largest_kb: float


class Server(NamedTuple):
    """The application, its address and its process."""

    base: str
    process: int

    def spent(self) -> float:
        """Milliseconds of CPU until now, all threads; 0 where the system does not say."""
        tasks = Path(f"/proc/{self.process}/task").glob("*/schedstat")
        return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


@contextmanager
def served(path: Path) -> Iterator[Server]:
    """The application over the archive."""
    command = [sys.executable, "-m", "samestory", "serve", "--port", "0", "--archive", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield Server(process.stdout.readline().strip().rstrip("/"), process.pid)
        finally:
            process.terminate()


def addresses(path: Path, each: int) -> dict[str, list[str]]:
    """Screens and the addresses asked of each."""
    with Archive(path, "read") as archive:
        draw = random.Random(7)
        stories = [story for story in archive.stories() if story.outlets is not None]  # those that are worked out
        chosen = draw.sample(stories, min(5 * each, len(stories)))
        parts = [chosen[n::5] for n in range(5)]  # every screen has stories of its own: none is ready from another
        facets = {facet.name: [value for value, _ in facet.values] for facet in archive.facets()}
        pages = [found.id for found in archive.search("lang:en", 50 * each)]
        ids = [[quote(story.id) for story in part] for part in parts]
        words = [" ".join((story.headline or "the").split()[:WORDS]) for story in chosen[:each]]
    return {
        "today": ["/", *(f"/?q=outlet:%22{quote(name)}%22" for name in facets.get("outlet", ())[:each])],
        "search": [f"/?q={quote(word)}" for word in words],
        "story": [f"/story/{name}" for name in ids[0]],
        "compare": [f"/story/{name}/compare" for name in ids[1]],
        "lineage": [f"/story/{name}/lineage" for name in ids[2]],
        "claims": [f"/story/{name}/claims" for name in ids[3]],
        "read": [f"/read/{name}" for name in ids[4]],
        "page": [f"/page/{page}" for page in draw.sample(pages, min(each, len(pages)))],
        "outlet": [f"/outlet/{quote(name, safe='')}" for name in facets.get("outlet", ())],
        "speaker": [f"/speaker/{quote(name, safe='')}" for name in facets.get("speaker", ())],
        "failures": ["/failures"],
    }


def asked(address: str) -> tuple[float, int]:
    """Milliseconds until the whole answer is there, and its bytes packed."""
    start = time.perf_counter()
    with urlopen(address) as answer:
        content = answer.read()
    return 1000 * (time.perf_counter() - start), len(gzip.compress(content, 6))


def times(screen: str, server: Server, paths: Sequence[str]) -> Times:
    """One screen, each address once."""
    milliseconds, cpu, sizes = [], [], []
    for path in paths:
        before = server.spent()
        took, size = asked(server.base + path)
        milliseconds.append(took)
        cpu.append(server.spent() - before)
        sizes.append(size)
    p50 = round(median(milliseconds), 1)
    return Times(screen, len(paths), p50, ninety_five(milliseconds), ninety_five(cpu), max(sizes) / 1000)


def ninety_five(values: Sequence[float]) -> float:
    """The value that one in twenty exceeds; of fewer than twenty the largest."""
    return round(quantiles(values, n=20)[-1] if len(values) >= 20 else max(values), 1)


def crowd(base: str, paths: Sequence[str], readers: int) -> tuple[list[float], int]:
    """Milliseconds of many readers' requests at once, and how many failed."""

    def reads(number: int) -> list[float | None]:
        draw = random.Random(number)
        return [_tried(base + draw.choice(paths)) for _ in range(ROUNDS)]

    with ThreadPoolExecutor(readers) as pool:
        found = [took for each in pool.map(reads, range(readers)) for took in each]
    return [took for took in found if took is not None], found.count(None)


def _tried(address: str) -> float | None:
    try:
        return asked(address)[0]
    except OSError:
        return None


def main() -> None:
    """Ask, and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("archive", type=Path)
    parser.add_argument("--each", type=int, default=60)
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--add", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = addresses(options.archive, options.each)
    with served(options.archive) as server:
        asked(f"{server.base}/new")  # the templates are read once
        alone = [times(screen, server, paths) for screen, paths in found.items() if paths]
        command = [sys.executable, "-m", "samestory", "add", "--archive", str(options.archive), str(options.add)]
        writing = subprocess.Popen(command, stdout=subprocess.DEVNULL) if options.add else None
        together, failed = crowd(server.base, [path for paths in found.values() for path in paths], options.readers)
        status = writing.wait() if writing else 0
    crowded = {"readers": options.readers, "p50": round(median(together)), "failed": failed, "add": status}
    if options.json:
        print(json.dumps({"screens": [asdict(one) for one in alone], "crowd": crowded}))
        return
    print(f"{'screen':<10}{'asked':>6}{'p50 ms':>9}{'p95 ms':>9}{'p95 CPU ms':>12}{'largest kB':>12}")
    for one in alone:
        print(
            f"{one.screen:<10}{one.asked:>6}{one.p50:>9.1f}{one.p95:>9.1f}{one.cpu_p95:>12.1f}{one.largest_kb:>12.1f}"
        )
    print(f"{options.readers} readers at once: p50 {crowded['p50']} ms, {failed} failed, add ended with {status}")


if __name__ == "__main__":
    main()
