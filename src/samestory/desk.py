"""The commands over an archive: each opens it, asks one question, and prints the answer."""

from __future__ import annotations

import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from samestory.cli import (
    Progress,
    as_json_option,
    common,
    count,
    main,
    paths_given,
    print_line,
    running,
)
from samestory.errors import SamestoryError, UsageError

if TYPE_CHECKING:
    from samestory.archive.filing import Tally
    from samestory.archive.questions import Claimed
    from samestory.archives import Archive
    from samestory.pipeline import Left, Run
    from samestory.types import ReferenceKind, Trace

KINDS = ("page", "text", "release", "transcript", "wire", "post")
Command = TypeVar("Command", bound=Callable[..., Any])
Item = TypeVar("Item")
archive_option = click.option(
    "--archive",
    "file",
    metavar="FILE",
    default="samestory.db",
    show_default=True,
    envvar="SAMESTORY_ARCHIVE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The archive.",
)
_limit = click.option("--limit", metavar="N", type=click.IntRange(1), default=20, show_default=True, help="At most N.")


def asking(command: Command) -> Command:
    """The options of every question."""
    return archive_option(as_json_option(command))


@contextmanager
def reading(file: Path) -> Iterator[Archive]:
    """An archive to be read; what is wrong with it is told, with the exit status of the contract."""
    from samestory.archives import Archive

    with running(strict=False, failures=None), Archive(file, "read") as archive:
        yield archive


def say(line: str) -> None:
    """A word to the person, on standard error."""
    click.echo(f"samestory: {line}", err=True)


def or_said(items: Iterable[Item], what: str, as_json: bool) -> Iterator[Item]:
    """The items; a person is told if there are none, for an empty answer looks like a broken one."""
    none = True
    for item in items:
        none = False
        yield item
    if none and not as_json:
        say(f"no {what} found")


class Rate(Progress):
    """How far an `add` is, and how fast it goes."""

    def __init__(self) -> None:
        super().__init__()
        self.began: dict[str, tuple[float, int]] = {}  # when each stage began, and how far it was last

    def __call__(self, stage: str, pages: int, left: Left) -> None:
        """A stage that counts from the start again begins again."""
        began, before = self.began.get(stage, (time.monotonic(), 0))
        self.began[stage] = (began if pages >= before else time.monotonic(), pages)
        super().__call__(stage, pages, left)

    def said(self, stage: str, pages: int, left: Left) -> str:
        """Pages or stories done, how many a second, and how long the rest will take if it goes on so."""
        from samestory.telling import duration

        seconds, told = time.monotonic() - self.began[stage][0], super().said(stage, pages, left)
        if seconds < 1 or not pages:
            return told
        more = left()
        rest = [] if more is None else [f"{duration(more * seconds / pages)} left"]
        return " · ".join([told, f"{pages / seconds:,.0f} a second", *rest])


@main.command(
    epilog="""
samestory add crawl/
samestory add --archive news.db 'monday/*.html.gz'
curl -s https://example.org/pages.jsonl | samestory add -
"""
)
@paths_given
@archive_option
@common
def add(paths: tuple[str, ...], file: Path, as_json: bool, **asked: Any) -> None:
    """Add pages to an archive.

    Only the stories that they touch are worked again. The same pages again change nothing; a run that was stopped goes
    on where it was when the command is given again.
    """
    from samestory.archives import Archive

    with running(**asked) as run:
        if run.progress:
            run.progress = Rate()
        with Archive(file, "write", waiting=say) as archive:
            tally = _tallied(archive, paths, run)
        count(tally.given, run)
        _added(tally, run, as_json)


def _tallied(archive: Archive, paths: Sequence[str], run: Run) -> Tally:
    try:
        return archive.add(*paths, run=run)
    except KeyboardInterrupt:
        hint = "what was added is kept; the same command goes on where it was"
        raise SamestoryError(str(archive.path), "stopped", hint=hint) from None


def _added(tally: Tally, run: Run, as_json: bool) -> None:
    if as_json:
        print_line({**tally._asdict(), "failures": len(run.failures)})
        return
    from samestory.telling import plural

    if tally.cleaned:
        say(f"{plural(tally.cleaned, 'earlier page')} cleaned again: their sites repeat what was taken for the article")

    new = f"{plural(tally.pages, 'new page')}, {tally.revisions:,} of them revisions"
    click.echo(f"{new}; {plural(tally.sightings, 'known page')} seen again, {tally.known:,} given before")


@main.command(epilog="samestory stories\nsamestory stories flood --json\n")
@click.argument("query", nargs=-1, metavar="[QUERY...]")
@_limit
@asking
def stories(query: tuple[str, ...], limit: int, file: Path, as_json: bool) -> None:
    """List the stories of an archive, those of most pages first, or those that a search finds."""
    with reading(file) as archive:
        found = archive.stories(" ".join(query))
    affairs = Counter(listed.affair for listed in found)
    for listed in or_said(found[:limit], "story", as_json):
        if as_json:
            print_line(asdict(listed))
        else:
            _listed(asdict(listed), affairs[listed.affair] if listed.affair else 1)


def _listed(listed: dict[str, Any], in_affair: int) -> None:
    from samestory.telling import plural, visible

    said = [plural(listed["pages"], "page")]
    if listed["outlets"] is not None:
        said += [plural(listed["outlets"], "outlet"), plural(listed["origins"], "origin")]
    said += [*listed["wires"], *([plural(listed["conflicts"], "conflict")] if listed["conflicts"] else [])]
    said += [f"one of {in_affair:,} stories here of affair {listed['affair']}"] if in_affair > 1 else []
    click.echo(f"{listed['id']}  {visible(listed['headline'] or 'not worked out yet')}")
    click.echo(f"{'':14}{visible(' · '.join(said))}")


@main.command(epilog="samestory story 3f2a\nsamestory story 3f2a --json | jq .conflicts\n")
@click.argument("name", metavar="ID")
@click.option("--why", is_flag=True, help="Say also why its pages are one story, and what became of it.")
@asking
def story(name: str, why: bool, file: Path, as_json: bool) -> None:
    """Report one story as `compare` does. ID may be cut short."""
    from samestory import report, shapes
    from samestory.types import Comparison

    with reading(file) as archive:
        view = archive.story(name)
        history, affair = archive.history(name), archive.affair(name)
    if as_json:
        reasons = {"why": view.story.why, "history": [list(move) for move in history]} if why else {}
        print_line({**shapes.story(view), **reasons})
        return
    report.compare(Comparison((view,), view.versions, ()), sys.stdout)
    report.affair(affair, view.story.id, sys.stdout)
    if why:
        _reasons(view.story.why, history)


_TOLD = {"merge": "{1} became part of {0}", "split": "{0} was founded by pages of {1}", "move": "{0} took pages of {1}"}


def _reasons(why: str, history: Sequence[tuple[str, str, str, str]]) -> None:
    from samestory.telling import visible

    click.echo(f"\nWhy one story\n  {visible(why)}")
    for kind, goes_on, other, reason in history:
        click.echo(f"  {kind}: {_TOLD[kind].format(goes_on, other)} ({visible(reason)})")


@main.command(
    epilog="""
samestory search flood
samestory search '"high water" outlet:gazette after:2025-05-01'
samestory search speaker:reitz has:conflict --json
"""
)
@click.argument("query", nargs=-1, required=True, metavar="QUERY...")
@_limit
@asking
def search(query: tuple[str, ...], limit: int, file: Path, as_json: bool) -> None:
    """Find pages by words, "phrases" and filters.

    Filters: outlet: wire: speaker: affair: (the id of a story) lang: access: before: after: (dates) has:conflict
    credit:missing
    """
    with reading(file) as archive:
        for found in or_said(archive.search(" ".join(query), limit), "page", as_json):
            if as_json:
                print_line(asdict(found))
            else:
                _found(asdict(found))


def _found(found: dict[str, Any]) -> None:
    from samestory.telling import visible

    aside = [found["outlet"], (found["published"] or "")[:10], found["source"], found["story"]]
    click.echo(click.style(visible(found["title"] or found["source"]), bold=True))
    click.echo(f"  {visible(' · '.join(filter(None, aside)))}")
    click.echo(f"  {_marked(found['snippet'], found['marks'])}\n")


def _marked(snippet: str, marks: Iterable[tuple[int, int]]) -> str:
    """A snippet with the words found in bold, where a terminal shows it."""
    told, at = "", 0
    for start, end in marks:
        if start >= at:
            told += _shown(snippet[at:start]) + click.style(_shown(snippet[start:end]), bold=True)
            at = end
    return told + _shown(snippet[at:])


def _shown(piece: str) -> str:
    from samestory.telling import visible

    return " ".join(map(visible, piece.split(" ")))


@main.command(
    epilog="""
samestory trace 'We chose the smaller disaster.'
samestory trace --as wire --by 'Corvane News Agency' items/
samestory trace --json page.html | jq .pages
"""
)
@click.argument("given", nargs=-1, required=True, metavar="TEXT|PATH...")
@click.option("--as", "kind", type=click.Choice(KINDS), help="What is given, by default a page if it is a file.")
@click.option("--by", metavar="NAME", help="Whose words they are, if not whom the page credits: who names them?")
@archive_option
@common
def trace(given: tuple[str, ...], kind: ReferenceKind | None, by: str | None, file: Path, **asked: Any) -> None:
    """Say who had these words first, who ran them since, and how they drifted.

    Give a sentence, a phrase, or files with one or many texts. A file is taken for a news page and its furniture left
    out; --as release, transcript, wire, post or text takes all of it.
    """
    from samestory import report, shapes
    from samestory.archives import Archive

    as_json = asked.pop("as_json")
    with running(**asked) as run, Archive(file, "read") as archive:
        for found in _traces(archive, given, kind, by, run):
            count(1, run)
            if as_json:
                print_line(shapes.trace(found))
            else:
                report.trace(found, sys.stdout)


def _traces(
    archive: Archive, given: Sequence[str], kind: ReferenceKind | None, by: str | None, run: Run
) -> Iterable[Trace]:
    """Of files a trace for every page in them; what names no file is the words themselves."""
    paths = [path for path in given if path == "-" or _names_files(path)]
    if len(paths) == len(given):
        return archive.traces(*given, kind=kind or "page", by=by, run=run)
    if paths or (len(given) == 1 and _looks_like_a_path(given[0])):
        missing = next(path for path in given if path not in paths)
        raise UsageError(missing, "no such file or folder", "a file, or words in quotation marks", "check the path")
    return [archive.trace(" ".join(given), kind, by)]


def _names_files(given: str) -> bool:
    """Is this a file, a folder or a pattern that matches? What is too long for a name is text."""
    from samestory.read import expand

    try:
        return any(expand([given]))
    except (UsageError, OSError, ValueError):
        return False


def _looks_like_a_path(given: str) -> bool:
    """One word with a slash in it or an ending as files have."""
    return len(given.split()) == 1 and ("/" in given or Path(given).suffix[1:].isalnum())


_of_story = click.option("--story", metavar="ID", default="", help="Only of this story.")
_most = click.option("--limit", metavar="N", type=click.IntRange(1), help="At most N; all if not given.")


@main.command(epilog="samestory quotes --limit 20\nsamestory quotes --speaker reitz --json\n")
@click.option("--speaker", metavar="NAME", default="", help="Only of speakers whose name holds this.")
@_of_story
@_most
@asking
def quotes(speaker: str, story: str, limit: int | None, file: Path, as_json: bool) -> None:
    """List the quotes of an archive, with their speakers."""
    with reading(file) as archive:
        for found in or_said(islice(archive.quotes(speaker, story), limit), "quote", as_json):
            _claimed(found, as_json)


@main.command(epilog="samestory figures --story 3f2a\nsamestory figures --of killed --json\n")
@click.option("--of", metavar="WORD", default="", help="Only those that count this.")
@_of_story
@_most
@asking
def figures(of: str, story: str, limit: int | None, file: Path, as_json: bool) -> None:
    """List the figures of an archive, with their sources."""
    with reading(file) as archive:
        for found in or_said(islice(archive.figures(of, story), limit), "figure", as_json):
            _claimed(found, as_json)


def _claimed(found: Claimed, as_json: bool) -> None:
    from samestory import shapes
    from samestory.telling import visible

    told = shapes.claimed(found.claim, found.text)
    if as_json:
        page = {name: getattr(found, name) for name in ("source", "outlet", "published")}
        print_line({**told, "same": found.same, "story": found.story, "page": page})
        return
    who = (told.get("speaker") or told.get("source") or {}).get("name") or "not named"
    click.echo(f"{visible(who)}: {visible(told['text'])}")
    aside = [found.outlet or found.source, (found.published or "")[:10], found.story]
    click.echo(f"  {visible(' · '.join(filter(None, aside)))}")


@main.command(
    epilog="""
samestory serve
samestory serve --demo
samestory serve --archive news.db --port 8080
samestory serve --host 0.0.0.0 --token "$(openssl rand -hex 16)"
"""
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option("--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="0: any free port.")
@click.option("--token", metavar="WORD", envvar="SAMESTORY_TOKEN", default="", help="Who asks must know this word.")
@click.option("--demo", is_flag=True, help="Over an archive of the packaged examples, gone when it ends.")
@click.option("--keep", is_flag=True, help="Let the form at /new add to the archive, where it is ticked.")
@archive_option
def serve(file: Path, demo: bool, **asked: Any) -> None:
    """Show an archive as web pages, and answer over HTTP.

    On this machine only, unless another address is given: that needs a token.
    """
    from samestory.serving import served

    with running(strict=False, failures=None):
        served(None if demo else file, click.echo, **asked)
