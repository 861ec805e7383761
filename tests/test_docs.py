"""The manual is true: its commands run, what it shows of their output is what they print, its Python works."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

import pytest

from samestory import pipeline, shapes
from samestory.data import wires
from tests.example import FIRST, compared
from tools import refresh_formats

ROOT = Path(__file__).resolve().parents[1]
MANUAL = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
FENCED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
GAP = "…"  # a line of its own: something is left out here


class Shown(NamedTuple):
    """A command of the manual and what the manual shows of its output."""

    file: str
    command: str
    output: tuple[str, ...]


def fenced(path: Path, kind: str) -> list[str]:
    """The fenced blocks of one kind in a file."""
    return [block for found, block in FENCED.findall(path.read_text("utf-8")) if found == kind]


def shown() -> list[Shown]:
    """The samestory commands of all console blocks."""
    found = []
    for path in MANUAL:
        for block in fenced(path, "console"):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, *output = part.rstrip("\n").split("\n")
                if command.startswith("samestory"):
                    found.append(Shown(path.name, command, tuple(output)))
    return found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    own_pages(tmp_path)
    return tmp_path


def own_pages(folder: Path) -> None:
    """A user's own pages, by the names the manual gives them."""
    (folder / "crawl").mkdir()
    for page in FIRST:
        shutil.copy(page, folder / "crawl")
    shutil.copy(FIRST[0], folder / "one.html")
    shutil.copy(FIRST[1], folder / "two.txt")
    (folder / "table.csv").write_text("key,words\n1,The river rose by two metres.\n")
    (folder / "samestory.db").write_bytes(own_archive())


@cache
def own_archive() -> bytes:
    """A user's archive, to which the pages of crawl/ were added."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "crawl").mkdir()
        for page in FIRST:
            shutil.copy(page, folder / "crawl")
        run("samestory add crawl/", folder)
        return (folder / "samestory.db").read_bytes()


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """A command line as a user gives it, with this interpreter's samestory."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    surroundings = {**os.environ, "PATH": path, "COLUMNS": "80"}
    surroundings.pop("SAMESTORY_ARCHIVE", None)
    shell = ["bash", "-c", f"set -o pipefail; {command}"]
    return subprocess.run(shell, cwd=folder, env=surroundings, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.parametrize("example", shown(), ids=lambda example: f"{example.file}: {example.command}")
def test_commands_of_the_manual(example: Shown, folder: Path) -> None:
    done = run(example.command, folder)
    assert done.returncode == 0, done.stderr
    left = done.stdout.splitlines()
    for piece in pieces(example.output):
        at = find(piece, left)
        assert at is not None, "not printed:\n" + "\n".join(piece) + "\n--- printed:\n" + "\n".join(left)
        left = left[at + len(piece) :]


def pieces(output: tuple[str, ...]) -> list[list[str]]:
    """What stands between the gaps, each a run of whole lines."""
    found: list[list[str]] = [[]]
    for line in output:
        if line.strip() == GAP:
            found.append([])
        else:
            found[-1].append(line.rstrip())
    return [piece for piece in found if piece]


def find(piece: list[str], lines: list[str]) -> int | None:
    """Where these lines stand, one after the other; white space at their ends does not count."""
    stripped = [line.rstrip() for line in lines]
    starts = range(len(stripped) - len(piece) + 1)
    return next((at for at in starts if stripped[at : at + len(piece)] == piece), None)


@pytest.mark.parametrize("path", MANUAL, ids=lambda path: path.name)
def test_python_of_the_manual(path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    for block in fenced(path, "python"):
        exec(compile(block, path.name, "exec"), {})


def test_the_readme_shows_the_demo() -> None:
    """An excerpt long enough to be one, and the walk-through with every command."""
    by_command = {example.command: example.output for example in shown() if example.file == "README.md"}
    assert len(by_command["samestory demo"]) >= 12
    for verb in ("compare", "clean", "claims", "group"):
        assert any(command.startswith(f"samestory {verb}") for command in by_command)


@pytest.mark.parametrize("target", ["demo", "test"])
def test_the_two_commands_are_there(target: str) -> None:
    assert f"make {target}" in (ROOT / "README.md").read_text("utf-8")
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.mark.parametrize("path", MANUAL, ids=lambda path: path.name)
def test_links_of_the_manual_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text("utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


def test_the_formats_are_what_the_readers_say() -> None:
    text = (ROOT / "docs" / "formats.md").read_text("utf-8")
    assert refresh_formats.refreshed(text) == text, "run: python -m tools.refresh_formats"


@pytest.mark.parametrize(
    ("manual", "heading", "files", "printed"),
    [("formats.md", "## Add a format", 3, "rain.txt"), ("origins.md", "### Add an agency", 2, "[100%]")],
)
def test_what_is_added_as_the_manual_says_works(
    manual: str, heading: str, files: int, printed: str, tmp_path: Path
) -> None:
    """Every file it shows is written, every command it gives is run, in a copy of the checkout."""
    for name in ("src", "tests", "tools", "docs", "pyproject.toml", "README.md", "Makefile"):
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, tmp_path / name)
    guide = (ROOT / "docs" / manual).read_text("utf-8").partition(heading)[2]
    shown = re.findall(r"^`(\S+)`:\n\n```\w+\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL)
    assert len(shown) == files
    for name, content in shown:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    for commands in re.findall(r"^```sh\n(.*?)^```$", guide, re.MULTILINE | re.DOTALL):
        done = run(f"set -e; export PYTHONPATH={tmp_path / 'src'}\n{commands}", tmp_path)
        assert done.returncode == 0, done.stdout + done.stderr
    assert printed in done.stdout


def test_the_manual_names_every_agency() -> None:
    told = " ".join((ROOT / "docs" / "origins.md").read_text("utf-8").partition("### Add an agency")[0].split())
    assert [wire["name"] for wire in wires().values() if wire["name"] not in told] == []


def test_an_untrue_excerpt_is_seen() -> None:
    assert find(["b", "c"], ["a", "b ", "c"]) == 1
    assert find(["b", "d"], ["a", "b", "c"]) is None
    assert pieces(("a", "", f"  {GAP}", "b")) == [["a", ""], ["b"]]


def test_the_manual_names_every_key_of_the_json() -> None:
    """All keys that `clean`, `claims`, `group` and `compare` print of the examples."""
    told = set(re.findall(r"[`\"]([a-z_]+)[`\"]", (ROOT / "docs" / "json.md").read_text("utf-8")))
    paths = [str(page) for page in FIRST]
    grouped = list(shapes.group_lines(pipeline.group(paths, pipeline.Run()), with_copies=True))
    claims = [shapes.claims_line(version, found) for version, found in pipeline.claims(paths, pipeline.Run())]
    assert keys([shapes.comparison(compared()), grouped, claims]) - told == set()


def keys(shape: object) -> set[str]:
    """All keys in some JSON."""
    if isinstance(shape, dict):
        return set(shape).union(*map(keys, shape.values()))
    return set[str]().union(*map(keys, shape)) if isinstance(shape, list) else set()
