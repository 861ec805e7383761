"""How many pages a core groups a second, and what memory it takes, at growing sizes; beside MinHash where installed.

usage: group.py MAKE_CORPUS [--pages 1000,10000] [--peer PYTHON] [--json]

MAKE_CORPUS is the script that makes a corpus of invented news of any size. Each size runs in a fresh process: CPU
seconds from the file to the stories, and the most memory that was held. PYTHON is the interpreter of an environment
with datasketch, whose MinHash LSH (128 permutations, five-word shingles, threshold .5) only finds copies: no stories.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

MEASURED = """
import json, resource, sys, time
paths = sys.stdin.read().splitlines()
start = time.process_time()
{job}
seconds = time.process_time() - start
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
OURS = """
import os
from contextlib import redirect_stdout
from samestory.cli import main
with redirect_stdout(open(os.devnull, "w")):
    main(["group", "--json", *paths], standalone_mode=False)
"""
PEERS = """
import gzip, re
from datasketch import MinHash, MinHashLSH
index = MinHashLSH(threshold=0.5, num_perm=128)
for path in paths:
    for number, line in enumerate(gzip.open(path, "rt", encoding="utf-8")):
        words = re.findall(r"\\w+", json.loads(line)["body"].lower())
        sketch = MinHash(num_perm=128)
        sketch.update_batch([" ".join(words[at : at + 5]).encode() for at in range(max(1, len(words) - 4))])
        index.query(sketch)
        index.insert(f"{path} {number}", sketch)
"""


def measured(python: str, job: str, paths: list[str]) -> tuple[float, float]:
    """CPU seconds and megabytes of a job in a fresh process."""
    code = MEASURED.format(job=job)
    done = subprocess.run([python, "-c", code], input="\n".join(paths), capture_output=True, text=True, check=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def figures(make_corpus: Path, pages: int, peer: str | None) -> dict[str, float]:
    """What one size takes."""
    with TemporaryDirectory() as folder:
        made = [sys.executable, str(make_corpus), str(pages), folder, "--format", "jsonl", "--form", "body"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        paths = sorted(str(path) for path in Path(folder).glob("pages-*"))
        seconds, megabytes = measured(sys.executable, OURS, paths)
        found = {"pages": pages, "pages_per_s": round(pages / seconds, 1), "megabytes": round(megabytes)}
        if peer:
            found["minhash_pages_per_s"] = round(pages / measured(peer, PEERS, paths)[0], 1)
        return found


def main() -> int:
    """Measure every size, print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("make_corpus", type=Path, metavar="MAKE_CORPUS")
    parser.add_argument("--pages", default="1000,10000", metavar="N,N")
    parser.add_argument("--peer", metavar="PYTHON", help="an interpreter that can import datasketch")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of lines")
    options = parser.parse_args()
    rows = [figures(options.make_corpus, int(size), options.peer) for size in options.pages.split(",")]
    print(json.dumps(rows) if options.json else "\n".join(map(str, rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
