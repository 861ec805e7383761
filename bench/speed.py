"""How fast, against what it may take: commands in a fresh process by the clock on the wall, the collation in CPU time.

usage: speed.py [--pages PATH] [--json]

PATH is what `compare` is timed on (default: the packaged example). Every time is the best of several, because the
machine may be busy; exit status 1 if one is above its limit. `collate.py` shows how the collation grows. It takes some
10 s.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import samestory

EXAMPLE = Path(samestory.__file__).parent / "examples" / "pages" / "kesper-dam"
SAMESTORY = str(Path(sys.executable).with_name("samestory"))
COLLATE = Path(__file__).with_name("collate.py")
TIMES = 5


class Timed(NamedTuple):
    """What was timed, its milliseconds, and how many it may take."""

    what: str
    milliseconds: float
    limit: float

    @property
    def holds(self) -> bool:
        """Is it as fast as it must be?"""
        return self.milliseconds <= self.limit


def process(*arguments: str) -> float:
    """Milliseconds of a command in a fresh process, the least of several runs."""
    found = []
    for _ in range(TIMES):
        start = time.perf_counter()
        subprocess.run([SAMESTORY, *arguments], check=True, stdout=subprocess.DEVNULL)
        found.append(1000 * (time.perf_counter() - start))
    return min(found)


def collating() -> float:
    """CPU milliseconds of collating ten versions of 500 words, as collate.py measures it."""
    with TemporaryDirectory() as folder:
        figures = Path(folder, "figures.json")
        subprocess.run([sys.executable, str(COLLATE), "--json", str(figures)], check=True, stdout=subprocess.DEVNULL)
        return float(json.loads(figures.read_text("utf-8"))["ten_versions_500_words_ms"])


def timed(pages: str) -> Iterator[Timed]:
    """Everything that is timed."""
    yield Timed("samestory --help", process("--help"), 250)
    yield Timed(f"samestory compare {pages}", process("compare", pages), 1000)
    yield Timed("collate 10 versions x 500 words", collating(), 20)


def main() -> int:
    """Time everything, print the table; 1 if something is too slow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", default=str(EXAMPLE), metavar="PATH")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of the table")
    options = parser.parse_args()
    rows = list(timed(options.pages))
    if options.json:
        print(json.dumps([row._asdict() for row in rows], indent=1))
    else:
        for row in rows:
            verdict = "" if row.holds else "  TOO SLOW"
            print(f"{row.milliseconds:8.1f} ms of {row.limit:5.0f}  {row.what}{verdict}")
    return int(not all(row.holds for row in rows))


if __name__ == "__main__":
    sys.exit(main())
