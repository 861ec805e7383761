"""Make a test case of examples made anew: one story of a seed, as pages and truth, and what must be answered about it.

usage: python -m tools.make_case SEED STORY QUESTION [SHARE]      (in the root of the checkout)

The questions are those of tests/questions.py. SHARE is how much of the question must hold; all, if it is not given.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from tools.build_examples import built, write
from tools.examples.renewing import renewed

CASES = Path(__file__).resolve().parents[1] / "tests" / "cases" / "renewed"


def main() -> None:
    """Write the case, or add a question to one that is there."""
    usage = argparse.ArgumentParser(description="Make a test case of a story of a seed.")
    usage.add_argument("seed", type=int)
    usage.add_argument("story")
    usage.add_argument("question")
    usage.add_argument("share", type=float, nargs="?", default=1.0)
    asked = usage.parse_args()
    folder = CASES / f"{asked.story}-{asked.seed}"
    write(built([story for story in renewed(asked.seed) if story.name == asked.story]), folder)
    expected = folder / "expected.json"
    floors = json.loads(expected.read_text("utf-8")) if expected.is_file() else {}
    expected.write_text(json.dumps(floors | {asked.question: asked.share}, indent=1) + "\n", "utf-8")
    print(folder)


if __name__ == "__main__":
    main()
