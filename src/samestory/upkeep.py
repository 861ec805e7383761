"""The commands that keep an archive well: what is wrong with it, a copy of it, all of it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from samestory import __version__
from samestory.cli import FAILED, PARTLY, main, print_line, running
from samestory.desk import archive_option, asking, reading, say

if TYPE_CHECKING:
    from samestory.archive.health import Health


@main.command(
    epilog="samestory doctor\nsamestory doctor --mend --archive news.db\nsamestory doctor --json | jq .wrong\n"
)
@click.option("--mend", is_flag=True, help="Mend what can be mended.")
@asking
def doctor(mend: bool, file: Path, as_json: bool) -> None:
    """Say what is installed, what an archive holds, what is wrong with it and how to mend it.

    Exit status: 0 nothing is wrong (any more), 1 something is, 3 mended, but pages are lost.
    """
    from samestory.archives import Archive
    from samestory.mending import Mended, mended

    done, found = Mended(()), None
    with running(strict=False, failures=None):
        if file.exists() or _named_outright("file"):
            done = mended(file, say) if mend else done
            with Archive(file, "read") as archive:
                found = archive.health()
    if as_json:
        told = {} if found is None else {**asdict(found), "wrong": [wrong._asdict() for wrong in found.wrong]}
        print_line({"installed": installed(), "archive": str(file), **told, "mended": done.told, "lost": done.lost})
    else:
        _diagnosis(found, file, done.told)
    if found and found.wrong:
        sys.exit(FAILED)
    if done.lost:
        sys.exit(PARTLY)


def _named_outright(option: str) -> bool:
    """Did the person say it, and not the default?"""
    return click.get_current_context().get_parameter_source(option) is not ParameterSource.DEFAULT


def installed() -> dict[str, str | None]:
    """The versions of the program, of what it stands on, and of what it can use besides (None: not there)."""
    import platform

    from samestory.archive.health import engine

    versions = {"samestory": __version__, "python": platform.python_version(), "sqlite": engine()}
    return {**versions, "pyarrow (Parquet)": _version("pyarrow")}


def _version(package: str) -> str | None:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _diagnosis(found: Health | None, file: Path, mended: Sequence[str]) -> None:
    from samestory.telling import plural

    click.echo(" · ".join(f"{name} {version or 'not installed'}" for name, version in installed().items()))
    for line in mended:
        click.echo(f"mended: {line}")
    if found is None:
        click.echo(f"there is no archive {file}; samestory add makes one")
        return
    pages, stories = plural(found.pages, "page"), plural(found.stories, "story", "stories")
    size = f"{found.size / 1e6:,.1f} MB, schema {found.schema}"
    held = f"{pages}, {stories}, {plural(found.failures, 'failed input')}"
    click.echo(f"{file}: {held if found.counted else 'too damaged to be counted'}, {size}")
    if found.waiting or found.stale:
        waiting = f"{plural(found.waiting, 'page')} and {plural(found.stale, 'story', 'stories')}"
        click.echo(f"waiting for the next samestory add: {waiting}")
    for wrong in found.wrong:
        click.echo(f"wrong: {wrong.what} (mended {wrong.mend})")
    click.echo("hint: samestory doctor --mend" if found.wrong else "nothing is wrong")


@main.command(epilog="samestory backup news-monday.db\n")
@click.argument("target", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path))
@asking
def backup(target: Path, file: Path, as_json: bool) -> None:
    """Copy an archive into a new file, whole and consistent, also while pages are added."""
    with reading(file) as archive:
        archive.backup(target)
    size = target.stat().st_size
    if as_json:
        print_line({"archive": str(file), "backup": str(target), "size": size})
    else:
        click.echo(f"written to {target}, {size / 1e6:,.1f} MB")


@main.command(epilog="samestory export jsonl > news.jsonl\nsamestory add --archive copy.db news.jsonl\n")
@click.argument("form", metavar="FORMAT", type=click.Choice(["jsonl"]))
@archive_option
def export(form: str, file: Path) -> None:  # noqa: ARG001 - one form so far, and click has checked it
    """Write everything in an archive to standard output; `add` reads it back, ids and all. FORMAT: jsonl"""
    with reading(file) as archive:
        for line in archive.lines():
            print_line(dict(line))
