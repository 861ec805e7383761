"""Pages cleaned for the archive by what it knows of their sites, and cleaned again when it has learned more.

Two passes, never a loop: a page is labelled alone and by the memory of its site as it is; when the memory of a site has
learned from new pages, those of its pages are labelled again that ask it about a line it has learned or dropped. So
every page ends as the memory of all pages has it, in whatever order and batches they came.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import NamedTuple

from samestory import pipeline, shapes
from samestory.archive import filing, outlines, refiling, sites
from samestory.archive.filing import Filed
from samestory.archive.opening import Connection, writing
from samestory.archive.refiling import Again
from samestory.archive.sites import Learned, Look, Recalled, Site
from samestory.fingerprint import fingerprint
from samestory.outline.memory import FEW_PAGES, LEAST_PAGES, VERSION, count, doubts, place, sighting
from samestory.pipeline import Run
from samestory.types import Outline, Page, Record, Version

SITES = 32  # that learn in one transaction
MARKED = 1000  # pages marked to be cleaned again in one transaction
TOGETHER = 16  # pages cleaned again in one transaction: some 5 ms each

Waiting = Callable[[str], None]
Recall = Callable[[str], Recalled]


def recalling(db: Connection) -> Recall:
    """The memories of sites as they are now, each read but once: to be let go after some pages."""
    return lru_cache(maxsize=256)(partial(sites.recalled, db))


def filed(db: Connection, record: Record, run: Run, recall: Recall) -> Iterator[Filed]:
    """A record cleaned and fingerprinted; nothing if it is no page, which is then a failure of the run."""
    quiet = replace(run, progress=None)
    for version, alone in pipeline.labelled([record], quiet, lambda site: recall(site).memory):
        found = None if version.outline.no_article else fingerprint(*version)
        whole, bare = shapes.body(version), shapes.body(Version(version.page, alone))
        turn = recall(place(version.page.url, version.page.outlet) or "").turn
        yield Filed(record, version, whole, bare, found, _look(db, version.page, alone, turn))


def _look(db: Connection, page: Page, alone: Outline, turn: int) -> Look | None:
    site = place(page.url, page.outlet)
    if site is None or page.form == "body" or page.extent != "full":
        return None
    seen = sighting(page) if sites.is_wanted(db, site, page.id) else None
    return Look(site, turn, doubts(page, alone), seen)


class Lesson(NamedTuple):
    """What a site has learned, and which of its pages are to be cleaned again for it."""

    learned: Learned
    changed: frozenset[int]  # lines about which pages may have asked
    pages: list[int]
    last: int  # the last page that was looked at


def learn(db: Connection, run: Run, waiting: Waiting) -> None:
    """Have every site learn from its sample, if that has changed, and mark the pages to be cleaned again."""
    if sites.is_of_other(db, VERSION):
        with writing(db, waiting):
            sites.forget(db)
    _catch_up(db, run, waiting)
    while due := sites.due(db, LEAST_PAGES, SITES):
        lessons = list(_lessons(db, due))
        pages = [n for lesson in lessons for n in lesson.pages]
        for start in range(0, len(pages), MARKED):
            with writing(db, waiting):
                sites.doubt(db, pages[start : start + MARKED])
        with writing(db, waiting):
            for lesson in lessons:
                if sites.keep(db, lesson.learned) and lesson.changed:
                    # Pages that another process has filed since by the memory before this one.
                    sites.doubt(db, sites.asking(db, lesson.learned.site, lesson.changed, lesson.last)[0])


def _lessons(db: Connection, due: Sequence[Site]) -> Iterator[Lesson]:
    counted = [count(sites.sightings(db, site)) for site in due]
    held = list(sites.holding(db, frozenset().union(*(one.open for one in counted))))
    for site, found in zip(due, counted, strict=True):
        elsewhere = frozenset(line for line, k in held if line in found.open and k != site.k)
        yield _lesson(db, Learned(site, found.memory, found.open, elsewhere))


def _lesson(db: Connection, learned: Learned) -> Lesson:
    site, memory = learned.site, learned.memory
    before, after = sites.furniture(db, site), {line for line, _ in memory.lines} - learned.elsewhere
    changed = before ^ after
    if (site.looked < FEW_PAGES) != (len(memory.page_ids) < FEW_PAGES):
        changed = before | after  # a memory of few pages is trusted less
    pages, last = sites.asking(db, site, changed) if changed else ([], 0)
    return Lesson(learned, changed, pages, last)


def _catch_up(db: Connection, run: Run, waiting: Waiting) -> None:
    """Look at the pages of an archive from before there were memories."""
    done = 0
    while pages := sites.unread(db, TOGETHER):
        looks = [(n, *_looked(db, n, version)) for n, version in zip(pages, filing.versions(db, pages), strict=True)]
        with writing(db, waiting):
            for n, id_, look in looks:
                sites.note(db, n, id_, look)
        done += len(pages)
        run.done("known pages looked at", done, partial(sites.left, db, 2))


def _looked(db: Connection, n: int, kept: Version) -> tuple[str, Look | None]:
    """A page's id, and what its site is to know of it; a page that is not as it is alone is to be cleaned again."""
    for version, alone in pipeline.labelled([filing.original(db, n)], Run()):
        turn = 0 if shapes.body(kept) == shapes.body(version) else -1
        return version.page.id, _look(db, version.page, alone, turn)
    return kept.page.id, None


def _read_again(db: Connection, run: Run, waiting: Waiting) -> None:
    """Read again what pages say of themselves, in an archive from before all of it was kept."""
    done = 0
    while pages := outlines.untold(db, TOGETHER):
        told = [
            (n, _told(db, n, version.outline)) for n, version in zip(pages, filing.versions(db, pages), strict=True)
        ]
        with writing(db, waiting):
            for n, outline in told:
                outlines.keep(db, n, outline)
        done += len(pages)
        run.done("known pages read again", done, partial(outlines.left, db))


def _told(db: Connection, n: int, kept: Outline) -> Outline:
    """The outline kept of a page with what the page says besides; as it is if the page cannot be read any more."""
    for _, now in pipeline.labelled([filing.original(db, n)], Run()):
        told = replace(kept, modified=now.modified, canonical=now.canonical, section=now.section)
        return replace(told, reuse=now.reuse, found=now.found)
    return kept


def clean_again(db: Connection, run: Run, waiting: Waiting, before: int) -> int:
    """Clean the marked pages again, some at a time; tells how many up to a number came out otherwise."""
    done = changed = 0
    while pages := sites.doubted(db, TOGETHER):
        found = list(_again(db, pages))
        with writing(db, waiting):
            kept = [again for again in found if refiling.refile(db, again)]
        changed += sum(again.n <= before and again.is_changed() for again in kept)
        done += len(kept)
        run.done("pages cleaned again", done, partial(sites.left, db, 1))
    return changed


def _again(db: Connection, pages: Sequence[int]) -> Iterator[Again]:
    recall, prints = recalling(db), filing.fingerprints(db, pages)
    for n, version in zip(pages, filing.versions(db, pages), strict=True):
        words = version.outline.title or "", shapes.body(version)
        made = filed(db, filing.original(db, n), Run(), recall)
        same = (one for one in made if one.version.page.text == version.page.text)
        yield Again(n, version.outline, words, prints.get(n), next(same, None))


def settle(db: Connection, run: Run, waiting: Waiting, before: int) -> int:
    """Both: what the sites have learned, and the pages that come out otherwise by it."""
    _read_again(db, run, waiting)
    learn(db, run, waiting)
    return clean_again(db, run, waiting, before)
