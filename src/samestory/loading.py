"""What one archive exported into another: an empty one becomes the same, any other takes the pages as new."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from samestory import adding
from samestory.archive import filing, transfer
from samestory.archive.filing import Tally
from samestory.archive.opening import Connection, writing
from samestory.errors import SamestoryError
from samestory.pipeline import Run
from samestory.read import decode
from samestory.types import Record

_MARK = b'{"samestory":"export"'


def is_export(path: str) -> bool:
    """Is this file an export of an archive, and not a file of pages?"""
    file = Path(path)
    if not file.is_file():
        return False
    with file.open("rb") as stream:
        return stream.read(len(_MARK)) == _MARK


def lines(path: str) -> Iterator[Mapping[str, Any]]:
    """The lines of an export."""
    with Path(path).open("rb") as stream:
        for number, line in enumerate(stream, 1):
            try:
                yield json.loads(line)
            except ValueError as error:
                raise SamestoryError(f"{path}:{number}", "is not valid JSON", "", "is the export cut short?") from error


def load(db: Connection, found: Iterable[Mapping[str, Any]], waiting: Callable[[str], None]) -> Tally:
    """The pages of an export; if the archive was empty also their stories, ids, copies and sightings as they were."""
    run, same = Run(strict=True), transfer.is_empty(db)
    tally, rest, batch = Tally(), list[Mapping[str, Any]](), list[filing.Filed]()
    with writing(db, waiting):
        for line in found:
            if "page" in line:
                batch += adding.filed(transfer.record(line), run)
            rest += _remembered(line) if same else ()
            if len(batch) >= adding.MOST:
                tally, batch = tally + filing.file(db, batch), []
        tally += filing.file(db, batch)
        if same:
            transfer.finish(db, rest[1:])
    adding.group(db, run, waiting)
    adding.work_out(db, run, waiting)
    return tally


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
