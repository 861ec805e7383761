"""Put what the commands print now into the console blocks of the manual.

usage: python -m tools.refresh_manual        (in the root of the checkout)

Every piece of an excerpt is found again by how it begins, and keeps its number of entries; what the tests of the manual
then still find untrue needs a person.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tests.test_docs import FENCED, GAP, MANUAL, own_pages, pieces, run


def refreshed(block: str, folder: Path) -> str:
    """A console block with the output of today."""
    found = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *output = part.rstrip("\n").split("\n")
        found += [f"$ {command}", *excerpt(output, run(command, folder).stdout.splitlines())]
    return "\n".join(found) + "\n"


def excerpt(old: Sequence[str], printed: Sequence[str]) -> list[str]:
    """The same pieces of another output, with gaps where lines are left out."""
    found: list[str] = []
    at = 0
    for piece in pieces(tuple(old)):
        start = next((n for n in range(at, len(printed)) if beginning(printed[n]) == beginning(piece[0])), None)
        if start is None:
            raise SystemExit(f"nothing begins like {piece[0]!r} any more")
        found += [GAP] * (start > at)
        at = start + length(printed[start:], entries(piece))
        found += [line.rstrip() for line in printed[start:at]]
    return [*found, GAP] if at < len(printed) else found


def beginning(line: str) -> str:
    """How a line begins: its indentation and first word, without figures."""
    indent = line[: len(line) - len(line.lstrip())]
    return indent + re.sub(r"\d+", "#", " ".join(line.split()[:1]))


def entries(lines: Sequence[str]) -> int:
    """How many lines begin an entry: those indented by two at the most, and the blank ones between sections."""
    return sum(not line.startswith("   ") for line in lines)


def length(lines: Sequence[str], count: int) -> int:
    """How many lines hold so many entries."""
    ends = [
        number for number in range(1, len(lines) + 1) if number == len(lines) or not lines[number].startswith("   ")
    ]
    return ends[min(count, len(ends)) - 1]


def main() -> None:
    """Refresh README.md and docs/*.md in place."""
    for path in MANUAL:
        text = path.read_text("utf-8")
        for kind, block in FENCED.findall(text):
            if kind == "console" and "$ samestory" in block:
                with tempfile.TemporaryDirectory() as folder:
                    own_pages(Path(folder))
                    text = text.replace(block, refreshed(block, Path(folder)))
        path.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
