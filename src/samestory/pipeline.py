"""The stages put together, and the only place that catches what is expected to go wrong.

Every function takes paths (or records) and a `Run`. A page that fails at some stage is kept as a `Failure` of the run,
with its place and a hint; the others go on. Anything that is not a `SamestoryError` is our bug: it gets the page's
address as a note and crashes.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import blake2b
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import BinaryIO, NamedTuple, ParamSpec, TypeVar

from samestory import read, stories
from samestory.claims import claims as claims_of
from samestory.clock import clock
from samestory.collation import collate
from samestory.conflicts import Joined, conflicts, joined
from samestory.copies import copies
from samestory.engine.local import Local
from samestory.engine.watched import Watched
from samestory.errors import SamestoryError, UsageError
from samestory.fingerprint import fingerprint
from samestory.handouts import handout
from samestory.lineage import lineage
from samestory.notes import key_facts, notes
from samestory.operations import Engine
from samestory.outline import outline
from samestory.outline.memory import (
    LEAST_PAGES,
    MOST_PAGES,
    asked,
    bears,
    doubtful,
    doubts,
    learned,
    place,
    sighting,
)
from samestory.phrases import names, snippet
from samestory.spans import body
from samestory.types import (
    Claim,
    Comparison,
    Copy,
    Failure,
    Fingerprint,
    Grouping,
    HandoutKind,
    Memory,
    Outline,
    Page,
    Record,
    Story,
    StoryView,
    Taught,
    Tie,
    Version,
)

P = ParamSpec("P")
T = TypeVar("T")
Left = Callable[[], int | None]  # how many more there are, asked only when it is shown; None: that is not known
Progress = Callable[[str, int, Left], None]  # called with a stage and how many pages or stories it has done
Recall = Callable[[str], Memory | None]  # what a site repeats on its pages, by the site's name; None: nothing is known


@dataclass
class Run:
    """One call of the pipeline: how it goes about failures, and which it met."""

    strict: bool = False  # stop at the first failure instead of keeping it
    progress: Progress | None = None
    stdin: BinaryIO | None = None
    names: Mapping[str, str] = field(default_factory=dict)  # what the fields of tables and of JSON are called
    taught: Mapping[str, Taught] = field(default_factory=dict)  # what a person says of sites, by site
    engine: Engine = field(default_factory=Local)
    failures: list[Failure] = field(default_factory=list)
    size: int | None = None  # of the inputs, in bytes; None: it cannot be known, or nobody asks
    read: int = 0  # bytes of them

    def keep(self, failure: Failure) -> None:
        """Remember what failed, or stop if the run is strict."""
        self.failures.append(failure)
        if self.strict:
            raise SamestoryError(failure.at or failure.source, failure.message, hint=failure.hint)

    def done(self, stage: str, count: int, left: Left = lambda: None) -> None:
        """Say how far a stage has come."""
        if self.progress:
            self.progress(stage, count, left)

    def count(self, size: int) -> None:
        """So many more bytes of the inputs were read."""
        self.read += size


class Known(NamedTuple):
    """What an archive knows of copies."""

    notices: Collection[int]  # shingles that are no evidence of copying
    told: Collection[str]  # pages whose copies are these …
    copies: tuple[Copy, ...]


class Grouped(NamedTuple):
    """Pages by story: what `group` answers. Of a page only its names are kept, not its text."""

    pages: Mapping[str, Named]  # by page id, in the order read
    grouping: Grouping


class Labelled(NamedTuple):
    """A page with its outline, and with the one it has when nothing but the page is asked."""

    version: Version
    alone: Outline


class Named(NamedTuple):
    """What a list shows of a page."""

    source: str
    title: str | None
    outlet: str | None
    credit: tuple[str, ...] = ()
    kind: HandoutKind | None = None  # what it is, if it was handed out


def clean(paths: Sequence[str], run: Run) -> Iterator[Version]:
    """Every page with its outline, in the order read.

    In two passes: the first learns what the sites repeat on their pages, the second labels the pages and labels those
    again whose article their site's memory doubts. What can be read but once (a pipe named as a file) is labelled
    without memory; standard input is kept in a temporary file.
    """
    with _rereadable(paths, run) as twice:
        known = memories(paths, run) if twice else {}
        yield from versions(records(paths, run), run, known.get)


def memories(paths: Sequence[str], run: Run) -> Mapping[str, Memory]:
    """What the sites repeat on their pages, by site. Of a site, a bounded sample of pages is looked at.

    Failures are not kept here: who cleans the pages meets them again.
    """
    quiet = Run(stdin=run.stdin, engine=run.engine)
    given = _looked_at(records(paths, quiet, sited=True), run)
    sites = quiet.engine.group(quiet.engine.each(_at_site, given))
    sampled = (sorted(found)[:MOST_PAGES] for _, found in sites if len(found) >= LEAST_PAGES)
    chosen = {source for found in sampled for _, source in found}
    if not chosen:
        return {}
    drawn = (record for record in records(paths, quiet, sited=True) if record.source in chosen)
    pages = (_attempt(quiet, "read", record.source, read.page, record) for record in drawn)
    return learned([seen for page in pages if page and (seen := sighting(page))], quiet.engine)


def _looked_at(found: Iterable[Record], run: Run) -> Iterator[Record]:
    for number, record in enumerate(found, 1):
        run.done("pages looked at", number)
        yield record


def _at_site(record: Record) -> list[tuple[str, tuple[bytes, str]]]:
    """A page by its site. The sample is drawn by hash, so that it does not depend on the order of the pages."""
    home = place(record.url, record.outlet) if record.form != "body" and record.extent == "full" else None
    drawn = blake2b(record.source.encode(errors="surrogatepass"), digest_size=8).digest()
    return [(home, (drawn, record.source))] if home else []


@contextmanager
def _rereadable(paths: Sequence[str], run: Run) -> Iterator[bool]:
    """Can all paths be read more than once? For the time of the pass, standard input is kept in a temporary file."""
    twice = all(path == "-" or not Path(path).exists() or Path(path).is_file() or Path(path).is_dir() for path in paths)
    if not twice or "-" not in paths or run.stdin is None:
        yield twice
        return
    given = run.stdin
    with TemporaryFile() as kept:
        copyfileobj(given, kept)
        run.stdin = kept
        try:
            yield True
        finally:
            run.stdin = given


def claims(paths: Sequence[str], run: Run) -> Iterator[tuple[Version, tuple[Claim, ...]]]:
    """Every page with its quotes, statements and figures."""
    for version in clean(paths, run):
        yield version, _surely("claims", version, claims_of, *version)


def group(paths: Sequence[str], run: Run, with_copies: bool = False) -> Grouped:
    """Which pages tell the same story and which copy which; texts are let go as soon as they are fingerprinted.

    `with_copies`: say of each page, too, whether it is a text that was handed out.
    """
    pages: dict[str, Named] = {}

    def prints() -> Iterator[Fingerprint]:
        for version in clean(paths, run):
            page, outlined = version
            printed = handout(version) if with_copies else None
            kind = printed.kind if printed else None
            pages[page.id] = Named(page.source, outlined.title, outlined.outlet, outlined.credit, kind)
            if not outlined.no_article:
                yield fingerprint(page, outlined)

    grouping = grouped(prints(), _watched(run))
    return Grouped(pages, grouping)


def compare(paths: Sequence[str], run: Run, as_one: bool = False) -> Comparison:
    """The main job over files: stories, versions, origins, collation, lineage, claims, conflicts."""
    return compared(clean(paths, run), run, as_one)


def compared(pages: Iterable[Version], run: Run, as_one: bool = False) -> Comparison:
    """The main job over pages that are already cleaned. `as_one` takes all pages with an article as one story."""
    found = sorted(pages, key=lambda version: (version.page.source, version.page.id))
    told = _tellings(found)
    prints = [_surely("fingerprint", version, fingerprint, *version) for version in told]
    groups = grouped(prints, _watched(run))
    if as_one and told:
        ids = tuple(sorted(version.page.id for version in told))
        groups = groups._replace(stories=(Story(f"story-{ids[0][:8]}", ids, "taken as one story, as asked"),))
    by_id = {version.page.id: version for version in told}
    views = []
    for number, story in enumerate(groups.stories, 1):
        views.append(view(story, [by_id[page_id] for page_id in story.page_ids]))
        run.done("stories", number)
    views.sort(key=lambda each: (-len(each.versions), each.headline, each.story.id))
    return Comparison(tuple(views), tuple(found), tuple(run.failures))


def _tellings(found: Sequence[Version]) -> list[Version]:
    """The pages that tell something, each once: the same body at the same address again is a sighting, no version."""
    first: dict[tuple[str, ...], Version] = {}
    for version in sorted(found, key=lambda version: version.page.fetched or ""):
        page, outlined = version
        if not outlined.no_article:
            said = (page.text[slice(*span)] for span in body(outlined))
            first.setdefault((page.url, *said) if page.url else (page.id,), version)
    kept = {version.page.id for version in first.values()}
    return [version for version in found if version.page.id in kept]


def view(story: Story, members: Sequence[Version]) -> StoryView:
    """Everything about one story, from its pages."""
    collation = collate(members, story.id)
    ordered = sorted(members, key=lambda version: collation.versions.index(version.page.id))
    found = [claim for version in ordered for claim in _surely("claims", version, claims_of, *version)]
    through: Joined = joined(collation, ordered, found)
    contradictions, relations = conflicts(collation, ordered, through)
    origins = lineage(collation, ordered)
    times = [version.outline.published or version.page.fetched for version in ordered]
    seen = sorted(filter(None, times), key=lambda time: (clock(time, None) or 0.0, time))
    named = names(ordered)
    return StoryView(
        story=story,
        headline=_headline(collation.base, ordered),
        first_seen=seen[0] if seen else None,
        last_seen=seen[-1] if seen else None,
        outlets=len({(version.outline.outlet or version.page.id).casefold() for version in ordered}),
        versions=tuple(ordered),
        names=named,
        notes=notes(collation, ordered, through, origins),
        collation=collation,
        lineage=origins,
        key_facts=key_facts(collation, origins, through, ordered),
        utterances=through.utterances,
        assertions=through.assertions,
        measures=through.measures,
        conflicts=contradictions,
        relations=relations,
    )


def _watched(run: Run) -> Engine:
    """The engine of a run; if somebody looks on, one that says how far grouping is."""
    return Watched(run.engine, partial(run.done, "steps of grouping")) if run.progress else run.engine


def grouped(prints: Iterable[Fingerprint], engine: Engine, known: Known | None = None) -> Grouping:
    """Copies first, over the whole pile, then stories; what is known of the pages from more than these stays so."""
    from samestory.pile import pile, without  # loads numpy, which only those commands need that group

    texts, terms = pile(prints)
    if known is None:
        found = copies(texts, engine)
    else:
        found = copies(without(texts, known.told), engine, known.notices)
        found = found._replace(copies=(*found.copies, *known.copies))
    del texts  # as much memory as the terms take
    return Grouping(stories.stories(terms, found.shared(), engine), found)


def tied(prints: Iterable[Fingerprint], engine: Engine, notices: Collection[int]) -> tuple[Tie, ...]:
    """Which pages share text by copying, and how surely."""
    from samestory.pile import pile

    return copies(pile(prints)[0], engine, notices).ties


def records(paths: Sequence[str], run: Run, sited: bool = False) -> Iterator[Record]:
    """The records of all paths; sources met twice are numbered, so that each is unique in the run.

    `sited`: only those that may say from which site they are.
    """
    seen: dict[str, int] = {}
    for path in _files(paths, run):
        if path == "-" and run.stdin and run.stdin.seekable():
            run.stdin.seek(0)
        try:
            for found in read.records(path, run.stdin, run.names, run.count, sited):
                if isinstance(found, Failure):
                    run.keep(found)
                else:
                    seen[found.source] = number = seen.get(found.source, 0) + 1
                    yield found if number == 1 else replace(found, source=f"{found.source}#{number}")
        except SamestoryError as error:
            run.keep(_failure("read", path, error))


def size(paths: Sequence[str]) -> int | None:
    """Bytes of the files that the paths name; None if that cannot be known before all is read."""
    try:
        files = [Path(file) for path in paths for file in read.expand([path])]
        return sum(file.stat().st_size for file in files) if all(map(Path.is_file, files)) else None
    except (UsageError, OSError):
        return None


def _files(paths: Sequence[str], run: Run) -> Iterator[str]:
    """The files behind the paths. One that names nothing is wrong usage if it is the only one, else a failure."""
    for path in paths:
        try:
            yield from read.expand([path])
        except UsageError as error:
            if len(paths) == 1:
                raise
            run.keep(_failure("read", path, error))


def versions(found: Iterable[Record], run: Run, recall: Recall = lambda _: None) -> Iterator[Version]:
    """Pages with their outlines; a page that cannot be made is a failure of the run."""
    return (one.version for one in labelled(found, run, recall))


def labelled(found: Iterable[Record], run: Run, recall: Recall = lambda _: None) -> Iterator[Labelled]:
    """Pages with what they are, asked of the memory of their site and alone; failures as for `versions`."""
    for number, record in enumerate(found, 1):
        page = _attempt(run, "read", record.source, read.page, record)
        one = page and _attempt(run, "clean", record.source, _labelled, page, recall, run.taught)
        if one:
            yield one
        run.done("pages", number)


def _labelled(page: Page, recall: Recall, taught: Mapping[str, Taught]) -> Labelled:
    """A page labelled alone, and again if its site's memory knows a block of its article. None takes all of it away."""
    site = place(page.url, page.outlet) or ""
    lesson, memory = taught.get(site), recall(site)
    alone = outline(page, None, lesson)
    if memory is None or page.form == "body" or not doubtful(page, alone, memory):
        return Labelled(Version(page, alone), alone)
    again = outline(page, asked(memory, doubts(page, alone)), lesson)
    return Labelled(Version(page, again if bears(page, alone, again, memory) else alone), alone)


def _attempt(
    run: Run, stage: str, source: str, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
) -> T | None:
    """Call a stage on one page: bad input becomes a failure of the run."""
    try:
        return function(*args, **kwargs)
    except SamestoryError as error:
        run.keep(_failure(stage, source, error))
        return None
    except Exception as error:
        error.add_note(f"in {stage}, page from {source}")
        raise


def _surely(stage: str, version: Version, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call a stage that no input may make fail; if it does, the bug says which page it was."""
    try:
        return function(*args, **kwargs)
    except Exception as error:
        error.add_note(f"in {stage}, page {version.page.id} from {version.page.source}")
        raise


def _failure(stage: str, source: str, error: SamestoryError) -> Failure:
    return Failure(stage, source, error.message, error.hint, error.at)


def _headline(base: str, members: Sequence[Version]) -> str:
    """The title of the most central version that has one, else the start of its text."""
    titled = sorted(members, key=lambda version: (version.page.id != base, version.page.id))
    title = next((version.outline.title for version in titled if version.outline.title), None)
    page, outlined = titled[0]
    opening = next(
        (page.text[slice(*block.span)] for block in outlined.blocks if block.role == "article.paragraph"), ""
    )
    return title or snippet(opening, 90)
