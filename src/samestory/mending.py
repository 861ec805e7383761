"""`doctor --mend`: indexes made again; a file that is broken saved into a new one, page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path

from samestory import adding
from samestory.archive import filing, health, membership, opening
from samestory.archive.opening import Connection
from samestory.pipeline import Run
from samestory.types import Record

Say = Callable[[str], None]
BESIDE = ("-wal", "-shm")  # what SQLite keeps beside a file while it is open


def mended(path: Path, say: Say) -> list[str]:
    """Mend an archive as far as it can be; tells what was done. A broken file is kept beside the new one."""
    with opening.troubles(path), closing(opening.opened(path, True)) as db:
        if not health.is_damaged(db):
            with opening.writing(db, say):
                health.reindex(db)
            _settle(db, say)
            return ["indexes made again, stories worked out again"]
        new = path.with_name(f"{path.name}.mended")
        new.unlink(missing_ok=True)
        told = _saved(db, new, say)
    return [told, f"the damaged file is kept as {_exchange(path, new)}"]


def _settle(db: Connection, say: Say) -> None:
    run = Run(strict=True)
    adding.group(db, run, say)
    adding.work_out(db, run, say)


def _saved(damaged: Connection, new: Path, say: Say) -> str:
    """All that can be read into a new file, in the stories where it was."""
    kept, lost, stories = 0, 0, dict[str, list[str]]()
    with closing(opening.opened(new, True)) as db:
        for record, story in health.salvaged(damaged):
            ids = _filed(db, [record], say) if record else []
            kept, lost = kept + len(ids), lost + (not ids)
            if story:
                stories.setdefault(story, []).extend(ids)
        with opening.writing(db, say):
            membership.restore(db, stories)
        _settle(db, say)
        opening.fold(db)
    return f"{kept:,} pages saved, {lost:,} lost"


def _filed(db: Connection, records: Iterable[Record], say: Say) -> list[str]:
    found = [filed for record in records for filed in adding.filed(record, Run())]
    with opening.writing(db, say):
        filing.file(db, found)
    return [filed.version.page.id for filed in found]


def _exchange(path: Path, new: Path) -> Path:
    """The new file in the place of the damaged one, which is given another name."""
    number, aside = 1, path.with_name(f"{path.name}.damaged")
    while aside.exists():
        number += 1
        aside = path.with_name(f"{path.name}.damaged-{number}")
    for ending in BESIDE:
        path.with_name(path.name + ending).unlink(missing_ok=True)
    path.rename(aside)
    new.rename(path)
    return aside
