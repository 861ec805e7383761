"""From what a person names on the command line to the files that are read."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from glob import has_magic
from mimetypes import MimeTypes
from pathlib import Path

from samestory.errors import UsageError

# What stands beside saved pages and is none: told by name, in folders only. A file named outright is always read.
_BESIDE = ("image/", "audio/", "video/", "font/", "text/css", "text/javascript", "application/javascript")
_TYPES = MimeTypes()


def expand(paths: Sequence[str]) -> Iterator[str]:
    """The files behind paths: a file itself, a folder's pages in sorted order, what a glob matches; "-" stays.

    Raises UsageError where a path names nothing; to go on after that, expand one path at a time.
    """
    for path in paths:
        yield from _expanded(path)


def _expanded(path: str) -> Iterator[str]:
    if path.startswith(("http://", "https://")):
        raise UsageError(path, "is an address, and nothing is fetched", "a saved page", "save it first (curl -o FILE)")
    if path != "-" and Path(path).is_dir():
        yield from _folder(path)
    elif path == "-" or not has_magic(path) or Path(path).exists():
        yield _file(path)
    else:
        yield from _matches(path)


def _file(path: str) -> str:
    if path == "-" or Path(path).exists():
        return path
    raise UsageError(path, "no such file or folder", "a file, a folder, a glob or -", "check the spelling of the path")


def _folder(path: str) -> Iterator[str]:
    found = sorted(_pages(path))
    if not found:
        raise UsageError(
            path, "folder holds no pages", "files of HTML, text or JSON", "hidden files and images are left out"
        )
    yield from found


def _pages(path: str) -> Iterator[str]:
    """The files of a folder and of those in it; a folder that holds itself by a link is gone through once."""
    seen: set[str] = set()
    for folder, below, names in os.walk(path, followlinks=True):
        real = os.path.realpath(folder)
        if real in seen:
            below.clear()
            continue
        seen.add(real)
        below[:] = [name for name in below if not name.startswith(".")]
        files = (Path(folder, name) for name in names if not name.startswith(".") and not _beside(name))
        yield from (str(file) for file in files if file.is_file())


def _beside(name: str) -> bool:
    kind, _ = _TYPES.guess_type(name)
    return (kind or "").startswith(_BESIDE)


def _matches(pattern: str) -> Iterator[str]:
    root = Path(Path(pattern).anchor)
    found = sorted(path for path in root.glob(str(Path(pattern).relative_to(root))) if not path.name.startswith("."))
    if not found:
        raise UsageError(pattern, "no file matches", "a pattern that matches", "is it quoted? is the folder right?")
    for path in found:
        yield from sorted(_pages(str(path))) if path.is_dir() else [str(path)]
