"""How well Samestory does on labelled sets, against floors that only rise.

usage: quality.py SHARED [--samestory CMD] [--only WORD]

SHARED is a folder with the acceptance pages and the labelled sets, each with its scorer. tests/floors.toml says which
scorer to run with which options, and the least each figure may be. Exit status 1 if a figure lies below its floor.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

FLOORS = Path(__file__).resolve().parents[1] / "tests" / "floors.toml"
BESIDE = Path(sys.executable).with_name("samestory")


class Measured(NamedTuple):
    """A figure and the least it may be."""

    what: str
    name: str
    value: float | None  # None: the scorer does not say
    floor: float

    @property
    def holds(self) -> bool:
        """Is the figure at its floor or above?"""
        return self.value is not None and self.value >= self.floor


def measured(what: str, wanted: Mapping[str, Any], shared: Path, samestory: str) -> list[Measured]:
    """The figures of one scorer, beside their floors."""
    script, *options = wanted["run"]
    command = [sys.executable, str(shared / script), *options, "--json", "--samestory", samestory]
    done = subprocess.run(command, capture_output=True, text=True, cwd=(shared / script).parent)
    try:
        found = dict(figures(json.loads(done.stdout)))
    except ValueError:
        print(f"{what}: no answer\n{done.stdout[-500:]}{done.stderr[-1500:]}", file=sys.stderr)
        found = {}
    return [Measured(what, name, found.get(name), floor) for name, floor in wanted["floors"].items()]


def figures(answer: Any, above: str = "") -> Iterator[tuple[str, float]]:
    """The numbers of a scorer's answer, by their path in it.

    >>> dict(figures([{"figures": [{"holds": True}, {"holds": None}]}, {"quote": {"f": 0.9}}]))
    {'figures that hold': 1, 'quote f': 0.9}
    """
    if isinstance(answer, bool) or answer is None:
        return
    if isinstance(answer, int | float):
        yield above, answer
    elif isinstance(answer, dict):
        for name, value in answer.items():
            yield from figures(value, f"{above} {name}".strip())
    elif isinstance(answer, list) and any("holds" in item for item in answer):
        yield f"{above} that hold", sum(bool(item["holds"]) for item in answer)
    elif isinstance(answer, list):
        for item in answer:
            yield from figures(item, above)


def show(rows: list[Measured], seconds: float) -> None:
    """A line a figure."""
    for row in rows:
        value = "none" if row.value is None else f"{row.value:.3f}"
        verdict = "" if row.holds else "  BELOW"
        print(f"{row.what:24}{row.name:34}{value:>9}  floor {row.floor:.3f}{verdict}")
    print(f"{'':24}({seconds:.0f} s)", flush=True)


def main() -> int:
    """Run the scorers, print the table; 1 if a figure is below its floor."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path, metavar="SHARED")
    parser.add_argument("--samestory", default=str(BESIDE), metavar="CMD")
    parser.add_argument("--only", default="", metavar="WORD", help="only the sets with this word in their name")
    options = parser.parse_args()
    wanted = tomllib.loads(FLOORS.read_text("utf-8"))["quality"]
    below = 0
    for what in (what for what in wanted if options.only in what):
        start = time.perf_counter()
        rows = measured(what, wanted[what], options.shared.resolve(), options.samestory)
        show(rows, time.perf_counter() - start)
        below += sum(not row.holds for row in rows)
    return int(below > 0)


if __name__ == "__main__":
    sys.exit(main())
