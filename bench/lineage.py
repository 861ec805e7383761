"""How often lineage is right when it says so: a reliability table over families whose copying is known.

usage: python bench/lineage.py SETDIR… [--families 120]

SETDIR holds docs.body.jsonl(.gz) or pages-*.jsonl.gz, and truth.jsonl(.gz) {id, parent or copy_of, also?}. Every family
is worked out three times, with 0, 10 and 30 % of its clocks wrong by up to 15 hours; times without a zone count as UTC,
credits are taken away. Printed by confidence, for the first half of the families drawn and for the second: how many
edges from page to page were given it, and how many are right. What is fitted to the one is measured on the other. It
takes a minute or two, most of it for reading the set.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

from samestory.collation import collate
from samestory.lineage import lineage
from samestory.pipeline import Run, clean
from samestory.types import UNSEEN, Version

Truth = Mapping[str, dict[str, Any]]


def main() -> None:
    """Read the sets, work their families out, print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--families", type=int, default=120)
    asked = parser.parse_args()
    found: dict[tuple[str, float, str], list[bool]] = defaultdict(list)
    for folder in asked.sets:
        for wrong in (0.0, 0.1, 0.3):
            for half, confidence, right in edges(folder, asked.families, wrong):
                found[half, wrong, confidence].append(right)
                found[half, 1.0, confidence].append(right)
    for (half, wrong, confidence), rights in sorted(found.items()):
        clocks = "all together" if wrong == 1.0 else f"{wrong:.0%} wrong clocks"
        share = sum(rights) / len(rights)
        print(f"{half:12} {clocks:18} confidence {confidence:8} {len(rights):5} edges {share:.3f} right")


def edges(folder: Path, most: int, wrong: float) -> Iterator[tuple[str, str, bool]]:
    """Of every edge from page to page the half it belongs to, its confidence, and whether it is right."""
    truth = {each["id"]: each for each in records(next(folder.glob("truth.jsonl*")))}
    random = Random(9)
    for number, family in enumerate(families(folder, truth, most)):
        half = "first half" if 2 * number < most else "second half"
        versions = [astray(version, random, wrong) for version in family]
        source = {version.page.id: version.page.source for version in versions}
        for copy in lineage(collate(versions, "family"), versions).copies:
            if copy.parent != UNSEEN:
                yield half, str(copy.confidence), source[copy.parent] in parents(truth[source[copy.child]])


def parents(told: Mapping[str, Any]) -> set[str | None]:
    """The pages a page was made from."""
    return {told.get("parent", told.get("copy_of")), *told.get("also", ())}


def families(folder: Path, truth: Truth, most: int) -> Iterator[list[Version]]:
    """Pages that descend from one, some families drawn at random."""
    named = defaultdict(list)
    for page in truth:
        root = page
        while (above := next(iter(parents(truth[root]) - {None}), None)) and above in truth:
            root = above
        named[root].append(page)
    drawn = [family for _, family in sorted(named.items()) if len(family) > 1]
    Random(1).shuffle(drawn)
    paths = sorted({*folder.glob("docs.body.jsonl*"), *folder.glob("pages-*.jsonl.gz")})
    pages = {version.page.source: version for version in clean([str(path) for path in paths], Run())}
    yield from ([pages[page] for page in family if page in pages] for family in drawn[:most])


def astray(version: Version, random: Random, share: float) -> Version:
    """The page without credits, its clock made wrong with some probability."""
    moment = datetime.fromisoformat(version.outline.published or "2000-01-01")
    moment = moment.replace(tzinfo=moment.tzinfo or UTC)
    if random.random() < share:
        moment += timedelta(minutes=random.randint(-900, 900))
    return version._replace(outline=replace(version.outline, published=moment.isoformat(), credit=()))


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON Lines, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    main()
