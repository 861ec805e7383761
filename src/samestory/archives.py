"""The archive for Python and for the commands: years of pages in one file, what they tell, and what was done to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from os import PathLike, fspath
from pathlib import Path
from types import TracebackType
from typing import Any, Literal

from samestory import adding, loading, pipeline, traces
from samestory.archive import filing, health, listing, looking, opening, questions, search, transfer, viewing, views
from samestory.archive.filing import Tally
from samestory.archive.health import Health
from samestory.archive.listing import Facet, Sheet
from samestory.archive.looking import House, Kept, Ran, Saying
from samestory.archive.questions import Claimed, Listed
from samestory.archive.search import Found
from samestory.pipeline import Run
from samestory.types import Failure, ReferenceKind, StoryView, Trace


class Archive:
    """Pages, stories and claims in one SQLite file; made when it is not there. Use it in a `with` statement.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder:
    ...     page = Path(folder, "flood.txt")
    ...     _ = page.write_text("It rained all night in the valley, and by dawn the river stood at the bridge.")
    ...     with Archive(Path(folder, "news.db")) as archive:
    ...         added = archive.add(page)
    ...         found = archive.search("river")[0].snippet
    >>> added.pages, found[:20]
    (1, 'It rained all night ')
    """

    def __init__(
        self,
        path: str | PathLike[str],
        mode: Literal["write", "read"] = "write",
        waiting: Callable[[str], None] = print,
    ) -> None:
        self.path = Path(path)
        self.waiting = waiting
        self._db = opening.opened(self.path, mode == "write")

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()

    @contextmanager
    def _asked(self) -> Iterator[None]:
        with opening.troubles(self.path):
            yield

    def add(self, *paths: str | PathLike[str], run: Run | None = None) -> Tally:
        """Add files, folders or globs; only stories that they touch are worked again. The same again changes nothing.

        What cannot be read is kept as failures of `run`. A run that was killed is taken up by the next one.

        >>> archive.add(PAGES / "kesper-dam")
        Tally(pages=0, revisions=0, sightings=0, known=8, cleaned=0)
        """
        with self._asked():
            given, run = [fspath(path) for path in paths], run or Run()
            tally = Tally()
            for path in filter(loading.is_export, given):
                own = replace(run, strict=True, size=pipeline.size([path]))
                tally += loading.load(self._db, loading.lines(path, own), own, self.waiting)
            pages = [path for path in given if not loading.is_export(path)]
            loading.check(self._db, self.path)
            run.size = pipeline.size(pages) if run.progress else None
            return tally + adding.add(self._db, pages, run, self.waiting)

    def stories(self, search: str = "") -> list[Listed]:
        """All stories, those of most pages first; with `search` those of the pages it finds, the best first.

        >>> archive.stories(search="dam")[0].headline
        'Thousands on the move as Kesper Dam gates swing open'
        """
        with self._asked():
            if not search:
                return list(questions.stories(self._db))
            names = dict.fromkeys(found.story for found in self.search(search, limit=1000) if found.story)
            return list(questions.stories(self._db, [questions.story(self._db, name).story for name in names]))

    def story(self, name: str) -> StoryView:
        """Everything about one story, as `compare` tells it. `name` is its id, an earlier one, or the beginning.

        >>> view = archive.story(archive.stories()[0].id)
        >>> view.outlets, view.lineage.origins, [wire.name for wire in view.lineage.wires]
        (8, 3, ['Corvane News Agency'])
        """
        with self._asked():
            found = questions.story(self._db, name)
            story, members = viewing.as_story(self._db, found), list(filing.versions(self._db, found.pages))
            kept = views.unpacked(self._db, found.story, story, members)
            return kept or pipeline.view(story, members)

    def affair(self, name: str) -> list[Listed]:
        """The stories of the running affair that a story belongs to, itself among them, the one first seen first.

        >>> [story.headline for story in archive.affair(archive.stories()[0].id)]
        ['Thousands on the move as Kesper Dam gates swing open']
        """
        with self._asked():
            return questions.affair(self._db, questions.story(self._db, name).story)

    def history(self, name: str) -> list[tuple[str, str, str, str]]:
        """The merges, splits and moves of a story: kind, the story that goes on, the other one, why."""
        with self._asked():
            return questions.history(self._db, questions.story(self._db, name).id)

    def search(self, query: str, limit: int = search.LIMIT) -> list[Found]:
        """The pages that fit words, "phrases" and filters best.

        Filters: `outlet:` `wire:` `affair:` (the id of a story) `speaker:` `lang:` `before:` `after:` `has:conflict`.

        >>> archive.search('"smaller disaster" outlet:gazette')[0].title
        'Veldania opens Kesper Dam gates as thousands flee river towns'
        """
        with self._asked():
            return list(search.search(self._db, search.query(query), limit))

    def trace(self, given: str | PathLike[str], kind: ReferenceKind | None = None, by: str | None = None) -> Trace:
        """Who had these words first, who ran them since, how they drifted: the other way round.

        `given` is the words themselves, or the path of a file (a `pathlib.Path`) with one page or text. `kind` says
        what it is: "page" (a file is one unless told otherwise, and is cleaned), "wire", "release", "transcript",
        "post" or "text". `by` is whose words they are; of each page it is told whether it names them.
        Raises SamestoryError if there are no words to look for.

        >>> found = archive.trace("We chose the smaller disaster.")
        >>> [(holder.version.outline.outlet, holder.share, holder.first) for holder in found.holders][:2]
        [('Kestrel Valley Times', 1.0, None), ('Plainsfield Daily', 1.0, None)]
        """
        if isinstance(given, str):
            with self._asked():
                return traces.trace(self._db, traces.words(given), kind or "text", by)
        return next(self.traces(given, kind=kind or "page", by=by))

    def traces(
        self, *paths: str | PathLike[str], kind: ReferenceKind = "page", by: str | None = None, run: Run | None = None
    ) -> Iterator[Trace]:
        """A trace of every page of some files, as they are read; what cannot be read is kept as failures of `run`.

        >>> found = next(archive.traces(PAGES / "kesper-dam" / "ostermouth-gazette.html"))
        >>> found.by, found.holders[-1].version.outline.outlet, found.holders[-1].credited
        ('Corvane News Agency', 'The Long Weir Review', False)
        """
        with self._asked():
            given = [fspath(path) for path in paths]
            for reference in traces.references(given, kind, run or Run(strict=True)):
                yield traces.trace(self._db, reference, kind, by)

    def quotes(self, speaker: str = "", story: str = "") -> Iterator[Claimed]:
        """Every quote; only of speakers whose name holds a word, only of one story, as asked.

        >>> next(archive.quotes("tolvik")).claim.form
        'direct'
        """
        with self._asked():
            yield from questions.quotes(self._db, speaker, self._number(story))

    def figures(self, of: str = "", story: str = "") -> Iterator[Claimed]:
        """Every figure; only those that count what a word says, only of one story, as asked.

        >>> next(archive.figures("houses")).claim.low
        60.0
        """
        with self._asked():
            yield from questions.figures(self._db, of, self._number(story))

    def _number(self, story: str) -> int | None:
        return questions.story(self._db, story).story if story else None

    def sheet(self, query: str = "", after: str = "", limit: int = 30) -> Sheet:
        """Part of the stories that fit a search, the newest first; with words the best first. `after`: a token."""
        with self._asked():
            return listing.sheet(self._db, search.query(query), after, limit)

    def facets(self) -> tuple[Facet, ...]:
        """By what the stories can be narrowed: outlets, agencies, languages, speakers, the commonest first."""
        with self._asked():
            return listing.facets(self._db)

    def turn(self, name: str) -> tuple[str, int]:
        """The id of a story, and how often its pages have changed. `name` as for `story`."""
        with self._asked():
            found = questions.story(self._db, name)
            return found.id, found.turn

    def page(self, id_: str) -> Kept:
        """A page, what is known of it, and its story. Raises SamestoryError if there is none of this id."""
        with self._asked():
            return looking.page(self._db, id_)

    def outlet(self, name: str) -> House:
        """An outlet: how much it ran, how much of that others here have too, whom it credits."""
        with self._asked():
            return looking.house(self._db, name)

    def ran(self, outlet: str, after: int, limit: int) -> list[tuple[int, Ran]]:
        """The pages of an outlet, the latest first, each with the number that asks for what follows it."""
        with self._asked():
            return looking.ran(self._db, outlet, after, limit)

    def sayings(self, speaker: str, after: int, limit: int) -> list[tuple[int, Saying]]:
        """What a speaker of this very name is quoted with, each with the number that asks for what follows it."""
        with self._asked():
            return looking.sayings(self._db, speaker, after, limit)

    def failures(self, after: int, limit: int) -> list[Failure]:
        """What could not be read, by source, from a place in the list on."""
        with self._asked():
            return looking.failures(self._db, after, limit)

    def health(self) -> Health:
        """What the archive holds and what is wrong with it.

        >>> archive.health().wrong
        ()
        """
        with self._asked():
            return health.health(self._db, opening.size(self.path))

    def backup(self, target: str | PathLike[str]) -> None:
        """A consistent copy in a new file, while others may go on writing."""
        with self._asked():
            opening.backup(self._db, Path(target))

    def lines(self) -> Iterator[Mapping[str, Any]]:
        """Everything as JSON objects: pages as given, stories, copies, what was done. See `load`."""
        with self._asked():
            self._db.execute("BEGIN")  # one moment of the archive, whatever is added meanwhile
            try:
                yield from transfer.lines(self._db, loading.decoded)
            finally:
                self._db.execute("COMMIT")

    def load(self, lines: Iterable[Mapping[str, Any]]) -> Tally:
        """Take in what `lines` gave. An empty archive becomes the same as the one that gave it, ids and all."""
        with self._asked():
            return loading.load(self._db, lines, Run(strict=True), self.waiting)
