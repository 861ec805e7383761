"""Build the packaged examples from what is authored in `examples/`: pages in their designs and formats, and the truth.

usage: python -m tools.build_examples [--check | --renewed SEED FOLDER]      (in the root of the checkout)

--check writes nothing and says which files differ; --renewed writes examples under other names, with other furniture,
and their truth into a folder. Parquet needs pyarrow; without it, its files stay as they are.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tools.examples.arranging import groups
from tools.examples.authored import Story, stories
from tools.examples.checking import wrong
from tools.examples.containers import files
from tools.examples.renewing import renewed
from tools.examples.truth import truth, written

TARGET = Path(__file__).resolve().parents[1] / "src" / "samestory" / "examples"


def built(told: Sequence[Story] | None = None) -> Iterator[tuple[str, bytes]]:
    """Every file of the examples with its content. SystemExit if what is authored is not in order."""
    told = told or stories()
    if found := [f"{story.name}: {line}" for story in told for line in wrong(story)]:
        raise SystemExit("\n".join(found))
    for story in told:
        for version in story.versions:
            try:
                made = files(version, groups(version))
            except ImportError:
                continue
            yield from ((f"pages/{story.name}/{name}", content) for name, content in made.items())
    yield "truth.json", written(truth(told)).encode("utf-8")


def write(files: Iterable[tuple[str, bytes]], folder: Path) -> None:
    """Files into a folder."""
    for name, content in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)


def main() -> None:
    """Write what differs, only say it, or write other examples elsewhere."""
    usage = argparse.ArgumentParser(description="Build the packaged examples.")
    usage.add_argument("--check", action="store_true", help="write nothing")
    usage.add_argument("--renewed", nargs=2, metavar=("SEED", "FOLDER"), help="under other names, into a folder")
    asked = usage.parse_args()
    if asked.renewed:
        write(built(renewed(int(asked.renewed[0]))), Path(asked.renewed[1]))
        return
    different = [(name, content) for name, content in built() if not _holds(TARGET / name, content)]
    for name, _ in different:
        print(name)
    if asked.check:
        raise SystemExit(bool(different))
    write(different, TARGET)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


if __name__ == "__main__":
    main()
