"""How many pages a core groups a second, and what memory it takes, at growing sizes; beside peers in the same run.

usage: group.py MAKE_CORPUS [--pages 1000,10000] [--peers PYTHON] [--json]

MAKE_CORPUS is the script that makes a corpus of invented news of any size; pages are given as clean bodies. Each size
and each peer runs in a fresh process: CPU seconds by stage, cleaning aside, and the most memory that was held. What it
takes to start (imports) is told by itself, in milliseconds, and no part of the pages a second. `growth` is what a page
costs beside what it cost at the smallest size. PYTHON is the interpreter of an environment with datasketch, rensa and
scikit-learn. MinHash LSH (128 permutations, five-word shingles, threshold .5) only finds copies, no stories; TF-IDF
with average link finds stories, from a matrix of all pairs. A peer is left out at sizes for which it needs many minutes
or more memory than the machine has.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

MEASURED = """
import gzip, json, re, resource, sys, time
paths = sys.stdin.read().splitlines()
times = [time.process_time()]
def stage():
    times.append(time.process_time())
def bodies():
    for path in paths:
        for line in gzip.open(path, "rt", encoding="utf-8"):
            yield json.loads(line)["body"]
{job}
stage()
seconds = [after - before for before, after in zip(times, times[1:])]
print(json.dumps([seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
OURS = """
from samestory import pipeline
from samestory.cli import relaxed
from samestory.copies import copies
from samestory.engine.local import Local
from samestory.fingerprint import fingerprint
from samestory.pile import pile
from samestory.stories import stories
relaxed()  # as the command does
stage()
cleaning = [times[-1]]
def prints():
    before = time.process_time()
    for page, outline in pipeline.clean(paths, pipeline.Run()):
        cleaning[0] += time.process_time() - before
        yield fingerprint(page, outline)
        before = time.process_time()
texts, terms = pile(prints())
times += cleaning  # as if all pages had been cleaned before the first was fingerprinted
stage()
found = copies(texts, Local()).shared()
stage()
del texts
stories(terms, found, Local())
"""
SHINGLES = r"""
def shingles(body):
    words = re.findall(r"\w+", body.lower())
    return [" ".join(words[at : at + 5]) for at in range(max(1, len(words) - 4))]
"""
DATASKETCH = f"""
from datasketch import MinHash, MinHashLSH
stage()
{SHINGLES}
index = MinHashLSH(threshold=0.5, num_perm=128)
for number, body in enumerate(bodies()):
    sketch = MinHash(num_perm=128)
    sketch.update_batch([shingle.encode() for shingle in shingles(body)])
    index.query(sketch)
    index.insert(number, sketch)
"""
RENSA = f"""
from rensa import RMinHash, RMinHashLSH
stage()
{SHINGLES}
index = RMinHashLSH(threshold=0.5, num_perm=128, num_bands=32)
for number, body in enumerate(bodies()):
    sketch = RMinHash(num_perm=128, seed=1)
    sketch.update(shingles(body))
    index.query(sketch)
    index.insert(number, sketch)
"""
TFIDF = """
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer
stage()
vectors = TfidfVectorizer(sublinear_tf=True, stop_words="english", min_df=2, max_df=0.25).fit_transform(bodies())
distance = 1 - (vectors @ vectors.T).toarray()
AgglomerativeClustering(None, metric="precomputed", linkage="average", distance_threshold=0.8).fit(distance.clip(0))
"""
PEERS = {"datasketch": DATASKETCH, "rensa": RENSA, "tfidf": TFIDF}
MOST_PAGES = {"datasketch": 20_000, "rensa": 200_000, "tfidf": 5_000}


def measured(python: str, job: str, paths: list[str]) -> tuple[list[float], float]:
    """CPU seconds of the stages of a job, and its megabytes, in a fresh process."""
    code = MEASURED.format(job=job)
    done = subprocess.run([python, "-c", code], input="\n".join(paths), capture_output=True, text=True, check=True)
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes


def figures(make_corpus: Path, pages: int, peers: str | None) -> dict[str, float]:
    """What one size takes: pages a second and megabytes."""
    with TemporaryDirectory() as folder:
        made = [sys.executable, str(make_corpus), str(pages), folder, "--format", "jsonl", "--form", "body"]
        subprocess.run(made, check=True, stdout=subprocess.DEVNULL)
        paths = sorted(str(path) for path in Path(folder).glob("pages-*"))
        (start, _, printing, copying, grouping), megabytes = measured(sys.executable, OURS, paths)
        found: dict[str, float] = {
            "pages": pages,
            "start_ms": round(1000 * start),
            "fingerprint_and_copies": round(pages / (printing + copying)),
            "whole_group": round(pages / (printing + copying + grouping)),
            "microseconds": round(1e6 * (printing + copying + grouping) / pages),
            "megabytes": round(megabytes),
        }
        for name, job in PEERS.items() if peers else ():
            if pages <= MOST_PAGES[name]:
                (start, working), megabytes = measured(str(peers), job, paths)
                found |= {
                    name: round(pages / working),
                    f"{name}_start_ms": round(1000 * start),
                    f"{name}_megabytes": round(megabytes),
                }
        return found


def main() -> int:
    """Measure every size, print a line each."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("make_corpus", type=Path, metavar="MAKE_CORPUS")
    parser.add_argument("--pages", default="1000,10000", metavar="N,N")
    parser.add_argument("--peers", metavar="PYTHON", help="an interpreter with datasketch, rensa and sklearn")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of lines")
    options = parser.parse_args()
    rows = [figures(options.make_corpus, int(size), options.peers) for size in options.pages.split(",")]
    for row in rows:
        row["growth"] = round(row["microseconds"] / rows[0]["microseconds"], 2)
    print(json.dumps(rows) if options.json else "\n".join(map(str, rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
