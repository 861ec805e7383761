"""What one archive exported into another: an empty one becomes the same, any other takes the pages as new."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any

from samestory import adding, cleaning
from samestory.archive import filing, transfer
from samestory.archive.filing import Tally
from samestory.archive.opening import Connection, writing
from samestory.errors import SamestoryError
from samestory.pipeline import Run
from samestory.read import decode
from samestory.types import Record

LINES = 1000  # of stories, copies and sightings taken over in one transaction
_MARK = b'{"samestory":"export"'


def is_export(path: str) -> bool:
    """Is this file an export of an archive, and not a file of pages?"""
    file = Path(path)
    if not file.is_file():
        return False
    with file.open("rb") as stream:
        return stream.read(len(_MARK)) == _MARK


def lines(path: str, run: Run) -> Iterator[Mapping[str, Any]]:
    """The lines of an export; the run is told how many bytes they take."""
    with Path(path).open("rb") as stream:
        for number, line in enumerate(stream, 1):
            run.count(len(line))
            try:
                yield json.loads(line)
            except ValueError as error:
                raise SamestoryError(f"{path}:{number}", "is not valid JSON", "", "is the export cut short?") from error


def load(db: Connection, found: Iterable[Mapping[str, Any]], run: Run, waiting: Callable[[str], None]) -> Tally:
    """The pages of an export; if the archive was empty also their stories, ids, copies and sightings as they were.

    In many short transactions: where one was killed the same export given again goes on.
    """
    given = iter(found)
    next(given, None)  # the line that says what the others are
    first = list(islice(given, 1))
    with writing(db, waiting):
        whole = transfer.begin(db, first[0].get("page", "") if first else "")
    rest: list[Mapping[str, Any]] = []
    tally = Tally()
    for known, batch in adding.batches(db, _records(chain(first, given), rest if whole else None), run):
        with writing(db, waiting):
            tally += filing.file(db, batch) + Tally(known=known)
        run.done("pages", tally.given, partial(adding.left, tally.given, run))
    cleaning.settle(db, run, waiting, 0)
    if whole:
        _finish(db, rest, run, waiting)
    adding.group(db, run, waiting)
    adding.work_out(db, run, waiting)
    return tally


def _records(given: Iterable[Mapping[str, Any]], rest: list[Mapping[str, Any]] | None) -> Iterator[Record]:
    """The pages of an export; what is to be kept of all its lines goes to the rest, if anything is."""
    for line in given:
        if rest is not None:
            rest += _remembered(line)
        if "page" in line:
            yield transfer.record(line)


def _finish(db: Connection, rest: list[Mapping[str, Any]], run: Run, waiting: Callable[[str], None]) -> None:
    names = transfer.names(db)
    for start in range(transfer.begun(db), len(rest), LINES):
        with writing(db, waiting):
            transfer.finish(db, rest[start : start + LINES], names)
            transfer.mark(db, start + LINES)
        run.done("lines taken over", start + LINES, partial(max, 0, len(rest) - start - LINES))
    with writing(db, waiting):
        transfer.end(db)


def check(db: Connection, path: Path) -> None:
    """Raise SamestoryError if an export was taken in but for a part."""
    if transfer.is_begun(db):
        message = "an export was read into it and not to its end"
        hint = "give the same samestory add EXPORT again; if it is lost, samestory doctor --mend goes on without it"
        raise SamestoryError(str(path), message, hint=hint)


def _remembered(line: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """What is to be kept of a line until all pages are filed: of most pages nothing, so that years of them fit."""
    if "page" not in line:
        return [line]
    known = {name: line[name] for name in ("page", "family", "sightings")}
    return [known] if known["family"] or known["sightings"] else []


def decoded(record: Record) -> str:
    """The text of a page as given, the encoding of bytes found."""
    content = record.content
    return decode.sound(content if isinstance(content, str) else decode.decoded(content, record.encoding))
