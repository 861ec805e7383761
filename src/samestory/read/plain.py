"""Text: a page flattened to text as crawlers leave it, furniture and all. One file is one page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from samestory.read.decode import binary
from samestory.read.source import whole
from samestory.types import Record

suffixes = (".txt", ".text")
sited = False  # a file does not say where it was fetched


def recognises(head: bytes) -> float:
    """Anything that is no binary file may be text; every other format is surer of itself."""
    return 0.0 if binary(head) else 0.1


def records(stream: BinaryIO, path: str) -> Iterator[Record]:
    """The one page of a file of text."""
    yield Record(path, path, "text", whole(stream, path))
