"""How many pages a core cleans a second, beside trafilatura where that is installed.

usage: clean.py FOLDER [--limit N] [--peer PYTHON] [--json]

FOLDER holds pages as fetched (HTML). Every figure is CPU time of one process after a warm-up on five pages, the best of
three runs. PYTHON is the interpreter of an environment with trafilatura; it runs in a process of its own, so that this
environment needs none of it. Samestory also labels what trafilatura drops, so the two do not do the same work.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

WARM_UP, RUNS = 5, 3
PEER = """
import sys, time, trafilatura
pages = [open(path, "rb").read() for path in sys.stdin.read().splitlines()]
def run(pages):
    start = time.process_time()
    for page in pages:
        trafilatura.bare_extraction(page, with_metadata=True)
    return time.process_time() - start
run(pages[:5])
print(min(run(pages) for _ in range(3)))
"""


def fastest(job: Callable[[Sequence[Path]], object], pages: Sequence[Path]) -> float:
    """CPU seconds of a job over the pages."""
    job(pages[:WARM_UP])
    found = []
    for _ in range(RUNS):
        start = time.process_time()
        job(pages)
        found.append(time.process_time() - start)
    return min(found)


def clean(pages: Sequence[Path]) -> None:
    """Read and label pages; nothing is kept."""
    from samestory.pipeline import Run, clean

    for _ in clean([str(page) for page in pages], Run()):
        pass


def peer(python: str, pages: Sequence[Path]) -> float:
    """CPU seconds of trafilatura over the same pages."""
    names = "\n".join(map(str, pages))
    done = subprocess.run([python, "-c", PEER], input=names, capture_output=True, text=True, check=True)
    return float(done.stdout)


def main() -> int:
    """Measure, print a line a tool."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--limit", type=int, default=100, metavar="N")
    parser.add_argument("--peer", metavar="PYTHON", help="an interpreter that can import trafilatura")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of lines")
    options = parser.parse_args()
    pages = sorted(options.folder.glob("*.htm*"))[: options.limit]
    if not pages:
        parser.error(f"no HTML pages in {options.folder}")
    figures = {"pages": len(pages), "samestory_pages_per_s": round(len(pages) / fastest(clean, pages), 1)}
    if options.peer:
        figures["trafilatura_pages_per_s"] = round(len(pages) / peer(options.peer, pages), 1)
        figures["ratio"] = round(figures["samestory_pages_per_s"] / figures["trafilatura_pages_per_s"], 2)
    print(json.dumps(figures) if options.json else "\n".join(f"{value:>10}  {name}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
