"""Kill `add` at random moments, many times, and look whether anything was lost, doubled or left wrong.

usage: python -m tests.kills [--kills 300] [--pages 120] [--seed 1]

An undisturbed run says what must come out. Then, file by file: some kills (SIGKILL) of the same command at random
moments, one in four of two commands at once; after every kill what was acknowledged is still there and the doctor finds
nothing wrong; after the last, the same command runs to its end, and the archive tells the same as the undisturbed one.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from samestory import shapes
from samestory.archive import opening
from samestory.archives import Archive
from samestory.errors import SamestoryError

A_FILE = 4  # kills before the file is finished and another begun
TWO = 0.25  # of the kills hit two writers at once
TOWNS = ("Ardel", "Bralow", "Corvane", "Dunmere", "Eskeld", "Farrow", "Gildern", "Hallam")


NOTICE = (
    "Readers of {0} have walked the line with its reporters since the first printed number, and every summer the walk "
    "ends at the old depot, where the printers of {0} set out tables, bread and lanterns for everybody who came."
)


class Told(NamedTuple):
    """What an archive says of its pages, whatever came first."""

    pages: Counter[str]
    articles: frozenset[tuple[str, str]]  # the text of each
    copies: frozenset[tuple[str, str]]
    families: frozenset[frozenset[str]]
    stories: frozenset[frozenset[str]]
    affairs: frozenset[frozenset[str]]


def record(number: int) -> dict[str, Any]:
    """An invented page: every third tells what the two before tell, reworded a little."""
    told, draw = number - number % 3, random.Random(number - number % 3)
    said = (
        "The council of {} voted {} to {} on the {}-line of its tram, councillor {} said after meeting {} of the year."
    )
    town = TOWNS[told // 3 % len(TOWNS)]
    body = "\n\n".join(
        said.format(town, draw.randint(2, 99), draw.randint(2, 99), draw.choice("abcdefgh"), draw.choice(TOWNS), told)
        for _ in range(4)
    )
    own = {"id": f"p{number}", "title": f"{town} votes on tram {told}", "outlet": f"Outlet {number % 7}"}
    own["published"] = f"2025-03-{1 + number % 27:02}T0{number % 3}:00:00Z"
    if number % 2:
        return {**own, "body": body}
    return {**own, "text": f"{own['title']}\n{body}\n{NOTICE.format(own['outlet'])}\nWalks and letters"}


def command(file: Path, pages: Path) -> subprocess.Popen[str]:
    """An `add` as a person gives it."""
    given = [sys.executable, "-m", "samestory", "add", "--json", "--archive", str(file), str(pages)]
    return subprocess.Popen(given, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def killed(writers: Iterable[subprocess.Popen[str]], after: float) -> None:
    """Writers that are killed together after some seconds."""
    running = list(writers)
    time.sleep(after)
    for process in running:
        with suppress(ProcessLookupError):
            process.send_signal(signal.SIGKILL)
    for process in running:
        process.communicate()


def told(file: Path) -> Told:
    """What an archive says."""
    with Archive(file, "read") as archive:
        lines = list(archive.lines())
        articles = {line["id"]: shapes.body(archive.page(line["page"]).version) for line in lines if "page" in line}
    names = {line["page"]: line["id"] for line in lines if "page" in line}
    families, affairs = defaultdict[str, set[str]](set), defaultdict[str, set[str]](set)
    for line in lines:
        if line.get("family"):
            families[line["family"]].add(line["id"])
        if "affair" in line:
            affairs[line["affair"]].update(names[page] for page in line["pages"])
    return Told(
        Counter(names[line["page"]] for line in lines if "page" in line),
        frozenset(articles.items()),
        frozenset((names[line["copy"]], names[line["of"]]) for line in lines if "copy" in line),
        frozenset(map(frozenset, families.values())),
        frozenset(frozenset(names[page] for page in line["pages"]) for line in lines if "story" in line),
        frozenset(map(frozenset, affairs.values())),
    )


def acknowledged(file: Path) -> set[str]:
    """The pages that are in the file, and surely so: a reader sees them."""
    if not file.exists():
        return set()
    try:
        with closing(opening.opened(file, True)) as db:
            return {name for (name,) in db.execute("SELECT source FROM page")}
    except SamestoryError:
        return set()


def one_file(file: Path, pages: Path, calm: tuple[Told, float], kills: int, draw: random.Random) -> Iterator[str]:
    """Kill `add` into one file so many times, then let it end; yields what is wrong, and "unfinished" for real hits."""
    expected, seconds = calm
    before: set[str] = set()
    for _ in range(kills):
        writers = [command(file, pages) for _ in range(2 if draw.random() < TWO else 1)]
        killed(writers, draw.uniform(0.0, seconds))
        now = acknowledged(file)
        if before - now:
            yield f"lost {sorted(before - now)}"
        before = now
        if file.exists() and file.stat().st_size:
            with Archive(file) as archive:
                found = archive.health()
            yield from (wrong.what for wrong in found.wrong)
            if found.pages < len(expected.pages) or found.queued or found.stale or found.doubted:
                yield "unfinished"
    process = command(file, pages)
    _, said = process.communicate()
    if process.returncode:
        yield f"the last run failed: {said}"
    yield from compared(told(file), expected)


def compared(found: Told, expected: Told) -> Iterator[str]:
    """In what an archive differs from the undisturbed one."""
    for name in Told._fields:
        if getattr(found, name) != getattr(expected, name):
            yield f"other {name}"


def run(folder: Path, kills: int, pages: int, seed: int) -> Counter[str]:
    """What went wrong in so many kills; "unfinished" counts those that hit work, the others came before or after it."""
    given = folder / "pages.jsonl"
    given.write_text("".join(json.dumps(record(number)) + "\n" for number in range(pages)), "utf-8")
    start = time.monotonic()
    _, said = command(folder / "calm.db", given).communicate()
    calm = told(folder / "calm.db"), time.monotonic() - start
    assert sum(calm[0].pages.values()) == pages, said
    draw, found = random.Random(seed), Counter[str]()
    for number in range(0, kills, A_FILE):
        file = folder / f"{number}.db"
        found.update(one_file(file, given, calm, min(A_FILE, kills - number), draw))
        for path in folder.glob(f"{number}.db*"):
            path.unlink()
    return found


def main() -> None:
    """Kill as often as asked and tell what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--pages", type=int, default=120)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        found = run(Path(folder), options.kills, options.pages, options.seed)
    hits = found.pop("unfinished", 0)
    print(f"{options.kills} kills, {hits} of them left work undone; wrong: {dict(found) or 'nothing'}")
    sys.exit(bool(found))


if __name__ == "__main__":
    main()
