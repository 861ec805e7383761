"""Build the packaged examples from what is authored in `examples/`: pages in their designs and formats, and the truth.

usage: python -m tools.build_examples [--check]      (in the root of the checkout)

--check writes nothing and says which files differ. Parquet needs pyarrow; without it, its files stay as they are.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from tools.examples.arranging import groups
from tools.examples.authored import stories
from tools.examples.checking import wrong
from tools.examples.containers import files
from tools.examples.truth import truth, written

TARGET = Path(__file__).resolve().parents[1] / "src" / "samestory" / "examples"


def built() -> Iterator[tuple[str, bytes]]:
    """Every file of the examples with its content. SystemExit if what is authored is not in order."""
    told = stories()
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


def main() -> None:
    """Write what differs, or only say it."""
    different = [(name, content) for name, content in built() if not _holds(TARGET / name, content)]
    for name, content in different:
        print(name)
        if "--check" not in sys.argv[1:]:
            (TARGET / name).parent.mkdir(parents=True, exist_ok=True)
            (TARGET / name).write_bytes(content)
    if "--check" in sys.argv[1:] and different:
        raise SystemExit(1)


def _holds(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


if __name__ == "__main__":
    main()
