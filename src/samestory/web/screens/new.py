"""Compare now: texts pasted, files dropped, pages of the archive; the answer at once, and nothing kept unless asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import BoundedSemaphore
from typing import Any

from samestory import pipeline, shapes
from samestory.archives import Archive
from samestory.errors import SamestoryError
from samestory.html.blocks import labelled_page
from samestory.pipeline import Run
from samestory.types import Comparison, Record, StoryView, Version
from samestory.web import facts
from samestory.web.answer import Answer
from samestory.web.asked import Asked
from samestory.web.links import loose
from samestory.web.matrix import only
from samestory.web.opening import meant, opening, whole
from samestory.web.passages import cut
from samestory.web.problem import HttpError
from samestory.web.shelf import Shelf

PAGES, LETTERS = 60, 1 << 20  # pages of a comparison, characters of a pasted text
PACKED = (b"\x1f\x8b", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x28\xb5\x2f\xfd", b"PAR1")
_SEATS = BoundedSemaphore(2)  # comparisons at once: readers of other screens go on meanwhile
_NAMES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Given:
    """What was pasted, dropped and chosen."""

    texts: Sequence[str] = ()
    files: Sequence[tuple[str, bytes]] = ()
    pages: Sequence[str] = ()  # ids in the archive
    as_one: bool = False
    keep: bool = False


def form(asked: Asked, shelf: Shelf) -> Answer:
    """The form, with pages of the archive already chosen if the address names some."""
    chosen = list(_chosen([page_id for page_id in asked.words("page") if page_id][:PAGES], shelf))
    values = {"chosen": chosen, "can_keep": shelf.writable}
    return Answer("new.html", values, lambda: {"pages": [version.page.id for version in chosen], "post": "/new"})


def answer(given: Given, shelf: Shelf) -> Answer:
    """The comparison. Raises HttpError if there is nothing to compare, or too much."""
    with _SEATS:
        comparison = compared(given, shelf)
    kept = _keep(given, shelf) if given.keep else 0
    several = [view for view in comparison.stories if len(view.versions) > 1]
    order = [version.page.id for version in comparison.pages]
    told = [_told(view, f"s{number}", order) for number, view in enumerate(several, 1)]
    values = {
        "told": told,
        "whole": whole(comparison),
        "alone": [view for view in comparison.stories if len(view.versions) == 1],
        "pages": [_page(version) for version in comparison.pages],
        "failures": comparison.failures,
        "kept": kept,
    }
    return Answer("compared.html", values, lambda: shapes.comparison(comparison))


def compared(given: Given, shelf: Shelf) -> Comparison:
    """What was given, compared; forgotten when it is answered."""
    run = Run()
    chosen = list(_chosen(given.pages, shelf))
    with TemporaryDirectory(prefix="samestory-") as folder:
        records = list(islice(_records(given, Path(folder), run), PAGES + 1))
        if len(records) + len(chosen) > PAGES:
            raise HttpError(413, "Too many pages", f"compare at most {PAGES} pages here, more with samestory compare")
        versions = [*pipeline.versions(records, run), *chosen]
    if not versions and not run.failures:
        raise HttpError(422, "Nothing to compare", "paste two texts, drop two files, or choose two pages")
    found = pipeline.compared(versions, run, given.as_one)
    order = [version.page.id for version in versions]
    return replace(found, pages=tuple(sorted(found.pages, key=lambda version: order.index(version.page.id))))


def _records(given: Given, folder: Path, run: Run) -> Iterator[Record]:
    for number, text in enumerate(filter(str.strip, given.texts)):
        if len(text) > LETTERS:
            raise HttpError(413, "Too long", f"a pasted text may have {LETTERS:,} characters")
        name = f"Text {_NAMES[number]}" if number < len(_NAMES) else f"Text {number + 1}"
        markup = text.lstrip()[:1] == "<"
        yield Record(name, name, "html" if markup else "text", text)
    for number, (name, content) in enumerate(given.files):
        if content.startswith(PACKED):
            raise HttpError(415, "Packed file", f"{name} is packed: unpack it first")
        path = folder / f"{number}{_ending(name)}"
        path.write_bytes(content)
        for record in pipeline.records([str(path)], run):
            yield replace(record, source=record.source.replace(str(path), name), at=record.at.replace(str(path), name))


def _ending(name: str) -> str:
    """The ending of a file's name, if it can be one: the rest of the name never touches the disk."""
    ending = Path(name).suffix.lower()
    return ending if ending[1:].isalnum() and ending.isascii() and len(ending) < 8 else ""


def _chosen(page_ids: Sequence[str], shelf: Shelf) -> Iterator[Version]:
    try:
        with shelf.archive() as archive:
            for page_id in dict.fromkeys(page_ids):
                yield archive.page(page_id).version
    except SamestoryError as error:
        raise HttpError(404, "Not found", str(error)) from error


def _keep(given: Given, shelf: Shelf) -> int:
    """Put what was pasted and dropped into the archive, as asked. How many pages are new."""
    if not shelf.writable:
        raise HttpError(403, "Nothing is kept", "this application was started for reading only")
    with TemporaryDirectory(prefix="samestory-") as folder:
        records = list(_records(given, Path(folder), Run()))
        path = Path(folder) / "given.jsonl"
        path.write_text("".join(json.dumps(_line(record)) + "\n" for record in records), "utf-8")
        with Archive(shelf.path, "write", waiting=lambda _: None) as archive:
            return archive.add(path).pages


def _line(record: Record) -> dict[str, Any]:
    content = record.content if isinstance(record.content, str) else record.content.decode("utf-8", "replace")
    return {"id": record.source, "url": record.url, "title": record.title, record.form: content}


def _told(view: StoryView, prefix: str, order: Sequence[str]) -> dict[str, Any]:
    """A story of the answer."""
    links = loose(view, prefix, order)
    shown = only(
        view, [view.collation.base, *[one for one in view.collation.versions if one != view.collation.base][:5]]
    )
    return {
        "view": view,
        "id": prefix,
        "links": links,
        "opening": opening(view, order),
        "meant": meant(view),
        "facts": facts.key_facts(view, links),
        "quotes": facts.quotes(view, links),
        "figures": facts.figures(view, links),
        "statements": facts.statements(view, links),
        "beside": shown,
    }


def _page(version: Version) -> tuple[Any, list[tuple[Any, Any]]]:
    """A page of the answer: what is known of it, and its blocks."""
    shown = labelled_page(version)
    pieces = [cut(version.page.text, block.span, ()) for block in version.outline.blocks]
    return shown, list(zip(shown.blocks, pieces, strict=True))
