"""`add`: pages into the archive, batch by batch, and only the stories they touch worked again.

Four steps, each of which another run takes up where one was killed: pages are filed and queued; sites learn, and pages
are cleaned again; the queue is grouped together with its neighbourhood; stories whose pages changed are worked out.
What takes time happens outside the transactions, so that readers and other writers go on; a transaction checks that
nothing it built on has changed.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import partial
from typing import Any, TypeVar

from samestory import cleaning, pipeline
from samestory.archive import affairs, filing, membership, nearby, opening, postings, standing, viewing
from samestory.archive.filing import Filed, Tally
from samestory.archive.membership import Part, Reasons
from samestory.archive.nearby import Neighbourhood
from samestory.archive.opening import Connection, writing
from samestory.copies.agencies import is_named
from samestory.cycles import seldom_sought
from samestory.pipeline import Known, Run
from samestory.stories import reasons
from samestory.telling import plural
from samestory.types import Copy, Failure, Fingerprint, Record

LONGEST = 0.05  # seconds a transaction should take, of the 0.2 that it may: others wait so long, and for a commit
FIRST, LEAST, MOST = 32, 1, 256  # pages in a transaction
PATIENT = 2.0  # seconds after which pages are filed even if the batch could grow: they count as done only then
TOGETHER = 2000  # queued pages looked at at once: the more, the more of their neighbourhoods they have in common
SHRINK = 64  # blocks given back in a transaction
SETTLE = 4000  # queued pages after which filing pauses and they are grouped

Waiting = Callable[[str], None]
Given = TypeVar("Given", Record, Failure)
T = TypeVar("T")


def add(db: Connection, paths: Sequence[str], run: Run, waiting: Waiting = lambda _: None) -> Tally:
    """File the pages of all paths and work again what they touch; what was left undone by a killed run as well."""
    with seldom_sought():
        return _added(db, paths, run, waiting)


def _added(db: Connection, paths: Sequence[str], run: Run, waiting: Waiting) -> Tally:
    tally, queued, lesson, before = Tally(), 0, FIRST, filing.last(db)
    for known, batch in batches(db, pipeline.records(paths, run), run):
        tally += Tally(known=known)
        while batch:
            with writing(db, waiting):
                added = filing.file(db, within(LONGEST, batch))
            tally, queued = tally + added, queued + added.pages
        run.done("pages", tally.given, partial(left, tally.given, run))
        if queued >= SETTLE:
            tally += Tally(cleaned=settle(db, run, waiting, before))
            queued = 0
        elif tally.pages >= lesson:
            cleaning.learn(db, run, waiting)
            lesson = 2 * tally.pages
    with writing(db, waiting):
        filing.fail(db, map(storable, run.failures))
    tally += Tally(cleaned=settle(db, run, waiting, before))
    work_out(db, run, waiting)
    _shrink(db, waiting)
    return tally


def left(given: int, run: Run) -> int | None:
    """About how many pages are still to be read, by the bytes of the run's inputs."""
    return round(given * (run.size - run.read) / run.read) if run.size and run.read else None


def settle(db: Connection, run: Run, waiting: Waiting, before: int) -> int:
    """Clean again and group what waits for it; tells how many pages up to a number came out otherwise."""
    cleaned = cleaning.settle(db, run, waiting, before)
    group(db, run, waiting)
    return cleaned


def within(seconds: float, things: deque[T]) -> Iterator[T]:
    """Take things, one at least, until the time is over.

    >>> left = deque("ab")
    >>> list(within(0, left)), left
    (['a'], deque(['b']))
    """
    end = time.monotonic() + seconds
    while things:
        yield things.popleft()
        if time.monotonic() >= end:
            break


def batches(db: Connection, records: Iterable[Record], run: Run) -> Iterator[tuple[int, deque[Filed]]]:
    """How many pages are known already, and those cleaned and ready to be filed: what one short transaction takes."""
    size, batch, began, known = FIRST, deque[Filed](), time.monotonic(), 0
    recall = cleaning.recalling(db)
    for record in map(storable, records):
        if filing.known(db, record):
            known += 1
        else:
            batch += cleaning.filed(db, record, run, recall)
        if len(batch) >= size or (batch and time.monotonic() - began > PATIENT):
            start, filed = time.monotonic(), len(batch)
            yield known, batch
            size = _size(size, filed, time.monotonic() - start)
            batch, began, known = deque(), time.monotonic(), 0
            recall = cleaning.recalling(db)
    if batch or known:
        yield known, batch


def storable(given: Given) -> Given:
    r"""The same with texts that a database takes: what of a file's name or of JSON is no character is escaped.

    >>> storable(Failure("read", "rain-\udcff.txt", "is empty")).source
    'rain-\\udcff.txt'
    """
    told = ((field.name, getattr(given, field.name)) for field in fields(given) if field.name != "content")
    return replace(given, **{name: _escaped(value) for name, value in told})


def _escaped(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_escaped, value))
    return value.encode("utf-8", "backslashreplace").decode() if isinstance(value, str) else value


def _size(size: int, filed: int, seconds: float) -> int:
    """How many pages the next transaction should hold, by how long the last one took."""
    fitting = int(filed * LONGEST / max(seconds, 0.001))
    return max(LEAST, min(MOST, fitting, 2 * size))


def group(db: Connection, run: Run, waiting: Waiting) -> None:
    """Give the queued pages their stories, together with the pages and stories they may touch."""
    if affairs.unknown(db):
        with writing(db, waiting):
            affairs.ask(db)
    _note(db, run, waiting)
    done = 0
    while queue := nearby.queued(db, TOGETHER):
        found = nearby.look(db, queue)
        changes = nearby.changes(db, found)
        with writing(db, waiting):
            if not standing.keep(db, changes):
                continue
        for hood in nearby.neighbourhoods(db, found):
            prints = filing.fingerprints(db, sorted(hood.stories))
            grouping = pipeline.grouped(prints.values(), run.engine, _known(db, hood, prints))
            among = reasons.pile(prints.values(), grouping.found.shared())
            parts = deque(_reasoned(part, prints, among) for part in membership.parts(db, hood, grouping))
            groups = [group for part, _ in parts for group in part.groups]
            while parts:
                done += _place(db, parts, waiting)
                run.done("pages into stories", done, partial(nearby.left, db))
            with writing(db, waiting):
                affairs.keep(db, groups)
    _pack(db, waiting)


def _known(db: Connection, hood: Neighbourhood, prints: Mapping[int, Fingerprint]) -> Known:
    """What of the copies in a neighbourhood need not be worked out again."""
    told = nearby.told(db, hood, {n for n, page in prints.items() if is_named(page.outlet, page.credit)})
    ids = {n: page.page_id for n, page in prints.items()}
    notices = nearby.notices(db, [page for n, page in prints.items() if n not in told.pages])
    copies = tuple(Copy(ids[child], ids[parent], share, ()) for child, parent, share in told.copies)
    return Known(notices, frozenset(ids[n] for n in told.pages), copies)


def _note(db: Connection, run: Run, waiting: Waiting) -> None:
    """Note of pages that came with their stories what other pages have to be grouped by."""
    done = 0
    while queue := nearby.unnoted(db, TOGETHER):
        changes = nearby.changes(db, nearby.look(db, queue))
        with writing(db, waiting):
            standing.keep(db, changes)
        hood = nearby.families(db, queue)
        prints = list(filing.fingerprints(db, sorted(hood.kin)).values())
        ties = pipeline.tied(prints, run.engine, nearby.notices(db, prints))
        with writing(db, waiting):
            done += len(queue) if membership.note(db, hood, ties) else 0
        run.done("pages noted", done)


def _place(db: Connection, parts: deque[tuple[Part, Reasons]], waiting: Waiting) -> int:
    """Keep parts for as long as a transaction may take; tells how many queued pages were placed."""
    done = 0
    with writing(db, waiting):
        for part, why in within(LONGEST, parts):
            # False: another process was faster with some of these pages; what is left is asked for again.
            done += len(part.queued) if membership.place(db, part, why) else 0
    return done


def _reasoned(part: Part, prints: Mapping[int, Fingerprint], among: reasons.Pile) -> tuple[Part, Reasons]:
    """A part with the reason of every story in it, and those of its merges, splits and moves."""

    def found(pages: Iterable[int]) -> list[Fingerprint]:
        return [prints[n] for n in sorted(pages)]

    why = {}
    for change in part.changes():
        told = [f"{len(change.moved)} of {plural(len(change.moved) + len(change.left), 'page')}"]
        told += [reasons.joined(found(change.moved), found(change.others), among)] if change.others else []
        told += [reasons.parted(found(change.moved), found(change.left), among)] if change.left else []
        why[change.old, change.group] = "; ".join(told)
    groups = list(part.groups)
    for at in part.changed():
        story, pages = groups[at]
        groups[at] = (replace(story, why=reasons.together(found(pages), among)), pages)
    return part._replace(groups=tuple(groups)), why


def _pack(db: Connection, waiting: Waiting) -> None:
    """Move new postings to where they take little room, if they have become many."""
    first = 0 if postings.is_due(db) else postings.BUCKETS
    while first < postings.BUCKETS:
        with writing(db, waiting):
            end = time.monotonic() + LONGEST
            while first < postings.BUCKETS and time.monotonic() < end:
                first = postings.settle(db, first)


def _shrink(db: Connection, waiting: Waiting) -> None:
    """Give back the room that postings took before they were moved: of 1,000 pages a tenth of the file."""
    for _ in range(0, opening.free(db), SHRINK):
        with writing(db, waiting):
            opening.shrink(db, SHRINK)


def work_out(db: Connection, run: Run, waiting: Waiting) -> None:
    """Collate, trace and question every story whose pages have changed."""
    done, last = 0, 0
    while story := viewing.stale(db, last) or (last and viewing.stale(db)):
        view = pipeline.view(viewing.as_story(db, story), list(filing.versions(db, story.pages)))
        rows = viewing.prepared(db, story, view)
        with writing(db, waiting):
            kept = viewing.keep(db, rows)
        last, done = story.story, done + kept
        run.done("stories", done, partial(viewing.left, db))
