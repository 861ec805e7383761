"""How many pages a core cleans a second, beside trafilatura where that is installed, and how the cost grows.

usage: clean.py FOLDER [--limit N] [--peer PYTHON] [--json]

FOLDER holds pages as fetched (HTML, also gzipped), of the size they have. Every figure is CPU time; every run is a
process of its own that has warmed up on other pages, so that no page is known from a run before. The tools take turns,
three times, and the least counts. PYTHON is the interpreter of an environment with trafilatura, which extracts with
metadata; Samestory also labels what trafilatura drops, so the two do not do the same work.

Then pages of 10 kB to 10 MB, put together from a page of the examples, show that the cost grows as the page does (that
of 10 MB has 340,000 tags, of which 50,000 are looked at: it costs less), and the memory of a process after some of the
pages and after all of them that it does not grow with their number.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from statistics import mean, median
from tempfile import TemporaryDirectory

import samestory

WARM_UP, RUNS = 5, 3
SIZES = (10_000, 100_000, 1_000_000, 10_000_000)
EXAMPLE = Path(samestory.__file__).parent / "examples" / "pages" / "kesper-dam" / "ostermouth-gazette.html"

OURS = """
import json, resource, sys, time
from samestory.cli import relaxed
from samestory.pipeline import Run, clean
relaxed()
warm_up, pages = json.load(sys.stdin)
def run(paths):
    start = time.process_time()
    for _ in clean(paths, Run()):
        pass
    return time.process_time() - start
run(warm_up)
half = len(pages) // 2
found = [run(pages[:half])]
found.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
found[0] += run(pages[half:])
found.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
print(json.dumps(found))
"""
PEER = """
import json, sys, time, trafilatura
warm_up, pages = ([open(path, "rb").read() for path in paths] for paths in json.load(sys.stdin))
def run(pages):
    start = time.process_time()
    for page in pages:
        trafilatura.bare_extraction(page, with_metadata=True)
    return time.process_time() - start
run(warm_up)
print(json.dumps([run(pages)]))
"""


def ran(python: str, program: str, pages: Sequence[Path]) -> list[float]:
    """What a program in a fresh process prints of the pages: CPU seconds first."""
    given = json.dumps([[str(page) for page in some] for some in (pages[:WARM_UP], pages[WARM_UP:])])
    done = subprocess.run([python, "-c", program], input=given, capture_output=True, text=True, check=True)
    found: list[float] = json.loads(done.stdout)
    return found


def unpacked(found: Sequence[Path], folder: Path) -> list[Path]:
    """The pages as plain files, for both tools alike."""
    pages = []
    for path in found:
        content = path.read_bytes()
        page = folder / path.name.removesuffix(".gz")
        page.write_bytes(gzip.decompress(content) if path.suffix == ".gz" else content)
        pages.append(page)
    return pages


def grown(size: int, folder: Path) -> Path:
    """A page of about so many bytes: the body of an example over and over."""
    head, _, rest = EXAMPLE.read_text("utf-8").partition("<body>")
    body, _, _ = rest.rpartition("</body>")
    page = folder / f"{size}.html"
    page.write_text(f"{head}<body>{body * max(1, round(size / len(body)))}</body></html>", "utf-8")
    return page


def growth(folder: Path) -> dict[str, float]:
    """CPU milliseconds for each megabyte of pages of several sizes."""
    found = {}
    for size in SIZES:
        pages = [grown(size, folder)] * (WARM_UP + max(2, 1_000_000 // size))
        seconds = min(ran(sys.executable, OURS, pages)[0] for _ in range(RUNS))
        found[f"ms_per_MB_at_{size // 1000}_kB"] = round(
            1e9 * seconds / (len(pages) - WARM_UP) / pages[0].stat().st_size, 1
        )
    return found


def compared(pages: Sequence[Path], peer: str | None) -> dict[str, float]:
    """CPU milliseconds a page of both tools, and the memory of ours."""
    sizes = [page.stat().st_size for page in pages[WARM_UP:]]
    ours, theirs = [], []
    for _ in range(RUNS):
        ours.append(ran(sys.executable, OURS, pages))
        if peer:
            theirs.append(ran(peer, PEER, pages)[0])
    seconds, half, whole = min(ours)
    found = {
        "pages": len(sizes),
        "mean_kB": round(mean(sizes) / 1000),
        "median_kB": round(median(sizes) / 1000),
        "samestory_ms_a_page": round(1000 * seconds / len(sizes), 2),
        "samestory_pages_per_s": round(len(sizes) / seconds, 1),
        "memory_MB_after_half": round(half / 1024),
        "memory_MB_after_all": round(whole / 1024),
    }
    if theirs:
        found["trafilatura_ms_a_page"] = round(1000 * min(theirs) / len(sizes), 2)
        found["trafilatura_pages_per_s"] = round(len(sizes) / min(theirs), 1)
        found["ratio"] = round(min(theirs) / seconds, 2)
    return found


def main() -> int:
    """Measure, print a line a figure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--limit", type=int, default=100, metavar="N", help="pages, drawn evenly from the folder")
    parser.add_argument("--peer", metavar="PYTHON", help="an interpreter that can import trafilatura")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of lines")
    options = parser.parse_args()
    found = sorted([*options.folder.glob("*.htm*")])
    chosen = found[:: max(1, len(found) // (options.limit + WARM_UP))][: options.limit + WARM_UP]
    if len(chosen) <= WARM_UP:
        parser.error(f"no more than {WARM_UP} HTML pages in {options.folder}")
    with TemporaryDirectory() as name:
        folder = Path(name)
        figures = {**compared(unpacked(chosen, folder), options.peer), **growth(folder)}
    print(json.dumps(figures) if options.json else "\n".join(f"{value:>10}  {name}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
