"""`doctor --mend`: indexes made again; a file that is broken saved into a new one, page by page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from samestory import adding, cleaning, shapes
from samestory.archive import affairs, filing, health, opening, salvage, schema, transfer
from samestory.archive.opening import Connection, DamagedError
from samestory.pipeline import Run
from samestory.types import Record, Version

Say = Callable[[str], None]
TOGETHER = 64  # pages saved in one transaction


class Mended(NamedTuple):
    """What was done, in plain words, and how many pages could not be saved."""

    told: tuple[str, ...]
    lost: int = 0


def mended(path: Path, say: Say) -> Mended:
    """Mend an archive as far as it can be; what is not wrong is left as it is. A broken file is kept beside the new."""
    try:
        return _mended(path, say)
    except DamagedError as error:
        if done := _renewed(path, say, None):
            return done
        raise DamagedError(error.at, error.found, hint="nothing can be saved: take the last backup") from error


def _mended(path: Path, say: Say) -> Mended:
    before = opening.version(path)
    with opening.troubles(path), closing(opening.opened(path, True)) as db:
        wrong = health.health(db, opening.size(path)).wrong
        if not wrong and before < schema.VERSION:
            _settle(db, say)
            return Mended((f"brought from schema {before} to schema {schema.VERSION}",))
        if not wrong:
            return Mended(("nothing to mend",))
        if not health.needs_a_new_file(wrong):
            _tidy(db, say)
            return Mended(("indexes made again, and what hangs on them",))
        opening.fold(db)
        return _renewed(path, say, db) or Mended(())


def _renewed(path: Path, say: Say, damaged: Connection | None) -> Mended | None:
    """A new file of what can be read, in the place of the damaged one. `damaged`: None if that cannot be opened at all,
    which may be because it is no archive; then None if nothing in it can be read as one.
    """
    new = path.with_name(f"{path.name}.mended")
    with opening.troubles(new), ExitStack() as undo:
        undo.callback(opening.removed, new)
        opening.removed(new)
        with _raised(path, damaged) as held:
            counts = _saved(held, new, say)
        if damaged is None and not counts["saved"]:
            return None
        undo.pop_all()
    told = (
        f"{counts['saved']:,} pages saved, {counts['by text']:,} of them by their text alone, {counts['lost']:,} lost"
    )
    return Mended((told, f"the damaged file is kept as {_exchange(path, new)}"), counts["lost"])


def _tidy(db: Connection, say: Say) -> None:
    """Every index made again in one transaction, then what it leaves to be done."""
    with opening.writing(db, say):
        health.tidy(db)
        filing.forget_words(db)
        for n, version in _versions(db):
            filing.index_words(db, n, version.outline.title or "", shapes.body(version))
    _settle(db, say)


def _versions(db: Connection) -> Iterator[tuple[int, Version]]:
    """All pages, some at a time."""
    numbers = iter(filing.numbers_of_pages(db))
    while some := list(islice(numbers, TOGETHER)):
        yield from zip(some, filing.versions(db, some), strict=True)


def _settle(db: Connection, say: Say) -> None:
    run = Run(strict=True)
    cleaning.settle(db, run, say, 0)
    adding.group(db, run, say)
    adding.work_out(db, run, say)


@contextmanager
def _raised(path: Path, damaged: Connection | None) -> Iterator[Connection]:
    """A file of all rows that can be read, for as long as it is asked."""
    beside = path.with_name(f"{path.name}.raised")
    with ExitStack() as undo:
        undo.callback(opening.removed, beside)
        opening.removed(beside)
        db = undo.enter_context(closing(opening.opened(beside, True)))
        salvage.raised(path, damaged or db, db)
        yield db


def _saved(damaged: Connection, new: Path, say: Say) -> Counter[str]:
    """All that can be read into a new file, in the stories where it was; how many pages, and how many are lost."""
    counts: Counter[str] = Counter()
    with closing(opening.opened(new, True)) as db:
        pages = salvage.records(damaged)
        while some := list(islice(pages, TOGETHER)):
            saved = _filed(db, [page.record for page in some if page.record], say)
            counts += Counter({"saved": saved, "lost": len(some) - saved})
            counts["by text"] += sum(not page.whole for page in some if page.record)
        cleaning.settle(db, Run(strict=True), say, 0)
        with opening.writing(db, say):
            transfer.finish(db, salvage.known(damaged), transfer.names(db))
            affairs.forget_lost(db)
        _settle(db, say)
        opening.fold(db)
    return counts


def _filed(db: Connection, records: Iterable[Record], say: Say) -> int:
    recall = cleaning.recalling(db)
    found = [filed for record in records for filed in cleaning.filed(db, record, Run(), recall)]
    with opening.writing(db, say):
        tally = filing.file(db, found)
    return tally.given


def _exchange(path: Path, new: Path) -> Path:
    """The new file in the place of the damaged one, which is given another name."""
    number, aside = 1, path.with_name(f"{path.name}.damaged")
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{number}")
    for ending in opening.BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.rename(aside)
    new.rename(path)
    return aside
