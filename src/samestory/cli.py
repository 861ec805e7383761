"""The command line: each command parses, calls the pipeline, and prints.

Everything heavy is imported inside the functions: `samestory --help` has to answer at once.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from samestory.errors import SamestoryError, UsageError

if TYPE_CHECKING:
    from samestory.pipeline import Left, Run
    from samestory.types import Comparison, Failure, Taught, Version

OVER_AN_ARCHIVE = ("samestory.desk", "samestory.upkeep")  # the modules of the other commands, which build on this one
FAILED, WRONG_USAGE, PARTLY = 1, 2, 3
DEMO = "ostermouth-gazette"  # of the packaged pages, the one whose story the demo shows in full
WIPE = "\r\x1b[2K"  # back to the start of the line, and empty it
Command = TypeVar("Command", bound=Callable[..., Any])


def relaxed() -> None:
    """Let Python look for cycles of dead objects less often: values of the stages hold none, and there are millions.

    At Python's own thresholds that search took a third of the time of collating 100 versions (481 ms, now 319) and made
    versions of 4,000 words cost 2.7 times as much as versions of 2,000 (now 2.1 times).
    """
    gc.set_threshold(100_000, 50, 100)


class Verb(click.Command):
    """A command whose examples stand below its options as they are written."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click gives it
        """Examples are never wrapped."""
        with formatter.section("Examples"):
            for line in (self.epilog or "").strip().splitlines():
                formatter.write(f"  {line}\n")


class Verbs(click.Group):
    """The commands, in the order a newcomer meets them; always UTF-8, whatever the locale says."""

    command_class = Verb
    format_epilog = Verb.format_epilog

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click gives it
        """As written below, not by the alphabet."""
        _others()
        return list(self.commands)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command; those over an archive add themselves when their module is loaded."""
        if cmd_name not in self.commands:
            _others()
        return super().get_command(ctx, cmd_name)

    def main(self, *args: Any, **kwargs: Any) -> Any:
        """Run a command. Undecodable bytes of a file name come out as escapes, which JSON reads back as they were."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, TextIOWrapper):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        relaxed()
        return super().main(*args, **kwargs)


def _others() -> None:
    """Let the commands over an archive add themselves."""
    for module in OVER_AN_ARCHIVE:
        import_module(module)


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 90},
    epilog="""
samestory demo                          see it on packaged examples
samestory compare a.html b.html         the main job, on your own pages
samestory compare crawl/ --html x.html  the same as one page to look at or mail
""",
)
@click.version_option(package_name="samestory", message="samestory %(version)s")
def main() -> None:
    """Turn crawled news pages into stories: every version of each story, who copied whom, what each outlet changed,
    who said what, which figures they give, and where they disagree.

    A PATH is a file, a folder, a glob in quotes, or - for standard input: HTML, text as crawled (furniture left in),
    JSON or JSON Lines with html, text or body, WARC, WET, RSS, Atom, JSON Feed, ninjs, CSV, Parquet; each also gzipped.

    Exit status: 0 done, 1 failed, 2 wrong usage, 3 partly (some inputs failed; each is named on standard error).
    """


def _some(ctx: click.Context, _: click.Parameter, paths: tuple[str, ...]) -> tuple[str, ...]:
    """At least one path, or a hint."""
    if paths:
        return paths
    hint = f"name files, folders or globs, or - for standard input: samestory {ctx.info_name} page.html"
    raise click.UsageError(f"no pages given\n  hint: {hint}", ctx)


def _writable(ctx: click.Context, parameter: click.Parameter, path: Path | None) -> Path | None:
    """Say now, not after the work, that a file cannot be written."""
    if path is not None and not path.parent.is_dir():
        raise click.BadParameter(f"there is no folder {str(path.parent)!r}", ctx, parameter)
    return path


paths_given = click.argument("paths", nargs=-1, metavar="PATH...", callback=_some)
_file = click.Path(dir_okay=False, writable=True, path_type=Path)
as_json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")
_html = click.option(
    "--html", metavar="FILE", type=_file, callback=_writable, help="Write one self-contained HTML page."
)
_failures = click.option(
    "--failures", metavar="FILE", type=_file, callback=_writable, help="Write inputs that failed as JSON Lines."
)
_strict = click.option("--strict", is_flag=True, help="Stop at the first input that fails.")


def _named(ctx: click.Context, parameter: click.Parameter, given: tuple[str, ...]) -> dict[str, str]:
    """What fields are called, from FIELD=NAME."""
    if not given:
        return {}
    from samestory.read.fields import FIELDS

    names = {field.strip(): name.strip() for field, _, name in (pair.partition("=") for pair in given)}
    for field, name in names.items():
        if field not in FIELDS or not name:
            raise click.BadParameter(f"give FIELD=NAME; the fields are {', '.join(FIELDS)}", ctx, parameter)
    return names


_names = click.option(
    "--map",
    "names",
    metavar="FIELD=NAME",
    multiple=True,
    callback=_named,
    help="Say what a field is called in a table or in JSON, as in --map body=content.",
)


def _lessons(ctx: click.Context, parameter: click.Parameter, path: Path | None) -> dict[str, Taught]:
    """What a file teaches of sites."""
    if path is None:
        return {}
    from samestory.read.lessons import lessons

    try:
        return lessons(path)
    except SamestoryError as error:
        raise click.BadParameter(_with_hint(str(error), error.hint), ctx, parameter) from error


_sites = click.option(
    "--sites",
    "taught",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    callback=_lessons,
    help="Say what the parts of some sites' pages are (see docs/cleaning.md).",
)


def common(command: Command) -> Command:
    """The options every command has."""
    return as_json_option(_names(_failures(_strict(command))))


@main.command(
    epilog="""
samestory demo
samestory demo --html demo.html
samestory demo --json | head -c 2000
"""
)
@_html
@common
def demo(html: Path | None, **asked: Any) -> None:
    """Run the main job on packaged examples and print the report.

    The examples are invented: eleven stories as 58 outlets ran them, in every format that can be read. The report shows
    one story in full and the others in brief; --html and --json have all.
    """
    from dataclasses import replace
    from importlib.resources import as_file, files

    from samestory import pipeline, telling

    as_json = asked.pop("as_json")
    with as_file(files("samestory") / "examples" / "pages") as folder, running(**asked) as run:
        # Known by their file names alone, the pages give the same answer wherever the package is installed.
        records = pipeline.records(_readable(folder), run)
        found = (replace(record, source=Path(record.source).name) for record in records)
        comparison = pipeline.compared(pipeline.versions(found, run), run)
        count(len(comparison.pages), run)
        shown = sorted(comparison.stories, key=lambda view: not any(DEMO in each.page.at for each in view.versions))
        if html or as_json:
            _show(replace(comparison, stories=tuple(shown)), html, as_json)
            return
        _show(replace(comparison, stories=tuple(shown[:1]), pages=shown[0].versions), html, as_json)
        click.echo(f"\nMore stories  {len(shown) - 1}")
        for view in shown[1:]:
            click.echo(f"  {view.headline}\n    {telling.line(view)}")


def _readable(folder: Path) -> list[str]:
    """The packaged pages that this installation can read: what reads Parquet is an extra, and nobody asked for it."""
    if find_spec("pyarrow"):
        return [str(folder)]
    from samestory.read.paths import expand

    found = list(expand([str(folder)]))
    pages = [path for path in found if not path.endswith(".parquet")]
    click.echo(
        f"{len(found) - len(pages)} of {len(found)} files of the examples is Parquet and left out\n"
        "  hint: to read such files, too: pip install 'samestory[parquet]'",
        err=True,
    )
    return pages


@main.command(
    epilog="""
samestory clean page.html
samestory clean --json 'crawl/*.html.gz' > clean.jsonl
samestory clean page.txt --html page-labelled.html
curl -s https://example.org/story | samestory clean -
"""
)
@paths_given
@_html
@_sites
@common
def clean(paths: tuple[str, ...], html: Path | None, as_json: bool, **asked: Any) -> None:
    """Find the article of each page and label all the rest."""
    from samestory import pipeline, report, shapes

    with running(**asked) as run:
        versions = _counted(pipeline.clean(paths, run), run)
        if html:
            _labelled(versions, html, as_json)
            return
        for version in versions:
            if as_json:
                print_line(shapes.page(version))
            else:
                report.clean(version, sys.stdout)


def _labelled(versions: Iterator[Version], html: Path, as_json: bool) -> None:
    """One page of HTML for the first pages; of a large crawl the rest is only counted."""
    from samestory import shapes
    from samestory.html import PAGES, labelled

    kept: list[Version] = []
    more = 0
    for version in versions:
        if as_json:
            print_line(shapes.page(version))
        if len(kept) < PAGES:
            kept.append(version)
        else:
            more += 1
    if kept:
        _write(html, labelled(kept, more), as_json)


@main.command(
    epilog="""
samestory claims page.html
samestory claims --json crawl.jsonl.gz > claims.jsonl
"""
)
@paths_given
@_sites
@common
def claims(paths: tuple[str, ...], as_json: bool, **asked: Any) -> None:
    """Print the quotes, reported statements and figures of each page."""
    from samestory import pipeline, report, shapes

    with running(**asked) as run:
        for version, found in _counted(pipeline.claims(paths, run), run):
            if as_json:
                print_line(shapes.claims_line(version, found))
            else:
                report.claims(version, found, sys.stdout)


@main.command(
    epilog="""
samestory group crawl/
samestory group --with-copies --json crawl.jsonl > groups.jsonl
"""
)
@paths_given
@click.option("--with-copies", is_flag=True, help="Say also which page copies which.")
@_sites
@common
def group(paths: tuple[str, ...], with_copies: bool, as_json: bool, **asked: Any) -> None:
    """Say which pages tell the same story."""
    from samestory import pipeline, report, shapes

    with running(**asked) as run:
        grouped = pipeline.group(paths, run, with_copies)
        count(len(grouped.pages), run)
        if as_json:
            for line in shapes.group_lines(grouped, with_copies):
                print_line(line)
        else:
            report.group(grouped, with_copies, sys.stdout)


@main.command(
    epilog="""
samestory compare one.html other.txt
samestory compare crawl/ --html story.html
samestory compare --as-one --json a.txt b.txt c.txt > comparison.json
cat pages.jsonl | samestory compare -
"""
)
@paths_given
@click.option("--as-one", is_flag=True, help="Take all pages as versions of one story.")
@_html
@_sites
@common
def compare(paths: tuple[str, ...], as_one: bool, html: Path | None, **asked: Any) -> None:
    """Compare the versions of each story: the main job.

    Which pages tell the same story, how many independent origins stand behind it, what each version changed (what could
    change a reader's belief first), who said what, which figures they give, and where they disagree.
    """
    _compare(paths, html, as_one, asked)


def _compare(paths: Sequence[str], html: Path | None, as_one: bool, asked: dict[str, Any]) -> None:
    from samestory import pipeline

    as_json = asked.pop("as_json")
    with running(**asked) as run:
        comparison = pipeline.compare(paths, run, as_one)
        count(len(comparison.pages), run)
        _show(comparison, html, as_json)


def _show(comparison: Comparison, html: Path | None, as_json: bool) -> None:
    from samestory import report, shapes, telling

    if as_json:
        print_line(shapes.comparison(comparison))
    if html:
        from samestory.html import page

        several = [view for view in comparison.stories if len(view.versions) > 1]
        _write(html, page(comparison), as_json, [telling.line(view) for view in several])
    elif not as_json:
        report.compare(comparison, sys.stdout)


def print_line(shape: dict[str, Any]) -> None:
    """One line of JSON."""
    sys.stdout.write(json.dumps(shape, ensure_ascii=False, separators=(",", ":")) + "\n")


def _write(path: Path, markup: str, quietly: bool, lines: Sequence[str] = ()) -> None:
    """The page into its file, and a word about it."""
    try:
        path.write_text(markup, "utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise click.FileError(str(path), error.strerror or "cannot be written") from error
    if not quietly:
        for line in lines:
            click.echo(line)
        click.echo(f"written to {path}")


Item = TypeVar("Item")


def _counted(items: Iterator[Item], run: Run) -> Iterator[Item]:
    """Count what comes out, for the exit status."""
    for item in items:
        count(1, run)
        yield item


def count(pages: int, run: Run) -> None:
    """So many pages are done: the exit status depends on it."""
    context = click.get_current_context()
    context.meta["pages"] = context.meta.get("pages", 0) + pages
    if isinstance(run.progress, Progress):
        run.progress.clear()


class Progress:
    """How far a run is, on one line of standard error that is written over."""

    def __init__(self) -> None:
        self.told = 0.0
        self.shown = False

    def __call__(self, stage: str, pages: int, left: Left) -> None:
        """Say it at most ten times a second."""
        if time.monotonic() - self.told < 0.1:
            return
        self.told, self.shown = time.monotonic(), True
        sys.stderr.write(f"{WIPE}{self.said(stage, pages, left)}")
        sys.stderr.flush()

    def said(self, stage: str, pages: int, left: Left) -> str:  # noqa: ARG002 - of some runs it is known
        """How far a stage is."""
        return f"{stage} {pages:,}"

    def clear(self) -> None:
        """Leave nothing behind."""
        if self.shown:
            sys.stderr.write(WIPE)
            sys.stderr.flush()
            self.shown = False


@contextmanager
def running(
    strict: bool,
    failures: Path | None,
    names: dict[str, str] | None = None,
    taught: dict[str, Taught] | None = None,
) -> Iterator[Run]:
    """A run; at its end the failures are told and kept, and make the exit status."""
    from samestory.pipeline import Run

    progress = Progress() if sys.stderr.isatty() else None
    run = Run(strict=strict, progress=progress, stdin=sys.stdin.buffer, names=names or {}, taught=taught or {})
    try:
        yield run
    except UsageError as error:
        raise click.UsageError(_with_hint(str(error), error.hint)) from error
    except SamestoryError as error:
        click.echo(_with_hint(f"samestory: {error}", error.hint), err=True)
        sys.exit(FAILED)
    finally:
        if failures:
            _keep(run.failures, failures)
    _leave(run.failures, click.get_current_context().meta.get("pages", 0))


def _keep(failures: Sequence[Failure], path: Path) -> None:
    from samestory import shapes

    lines = [json.dumps(shapes.failure(failed), ensure_ascii=False) + "\n" for failed in failures]
    path.write_text("".join(lines), "utf-8", errors="backslashreplace", newline="\n")


def _leave(failures: Sequence[Failure], pages: int) -> None:
    """Name every input that failed, count them, and end with the status of the contract."""
    from samestory.telling import visible

    sys.stdout.flush()
    for failed in failures:
        click.echo(
            _with_hint(visible(f"{failed.at or failed.source}: {failed.message}"), visible(failed.hint)), err=True
        )
    if failures:
        click.echo(f"samestory: {len(failures)} failed, {pages} done", err=True)
        sys.exit(PARTLY if pages else FAILED)


def _with_hint(message: str, hint: str) -> str:
    return f"{message}\n  hint: {hint}" if hint else message
