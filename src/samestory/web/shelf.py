"""The archive as the screens ask it: a few connections for reading, and the stories looked at last, kept ready."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Lock

from samestory.archive.listing import Facet
from samestory.archive.questions import Listed
from samestory.archives import Archive
from samestory.types import StoryView

VERSIONS = 3000  # of all stories kept ready together: 30 kB each
FRESH = 120.0  # seconds for which the counts of the facets are good enough


class Shelf:
    """Archives open for reading, one a thread that asks; made when needed, used again."""

    def __init__(self, path: Path, writable: bool = False) -> None:
        self.path, self.writable = path, writable
        self._free: LifoQueue[Archive] = LifoQueue()
        self._views: OrderedDict[tuple[str, int], StoryView] = OrderedDict()
        self._busy: dict[tuple[str, int], Lock] = {}
        self._lock = Lock()
        self._facets: tuple[float, tuple[Facet, ...]] = (0.0, ())

    @contextmanager
    def archive(self) -> Iterator[Archive]:
        """An archive nobody else is asking meanwhile."""
        try:
            open_ = self._free.get_nowait()
        except Empty:
            open_ = Archive(self.path, "read")
        try:
            yield open_
        finally:
            self._free.put(open_)

    def close(self) -> None:
        """Let go of the file."""
        while not self._free.empty():
            self._free.get_nowait().close()

    def story(self, name: str) -> StoryView:
        """Everything about a story as it is now; worked out once, also when many ask at the same time."""
        with self.archive() as archive:
            key = archive.turn(name)
            return self._kept(key) or self._made(key, lambda: archive.story(key[0]))

    def affair(self, name: str) -> list[Listed]:
        """The stories of the running affair of a story, as they are now."""
        with self.archive() as archive:
            return archive.affair(name)

    def _made(self, key: tuple[str, int], make: Callable[[], StoryView]) -> StoryView:
        with self._lock:
            busy = self._busy.setdefault(key, Lock())
        with busy:
            view = self._kept(key) or make()
            self._keep(key, view)
        return view

    def _kept(self, key: tuple[str, int]) -> StoryView | None:
        with self._lock:
            if key in self._views:
                self._views.move_to_end(key)
            return self._views.get(key)

    def _keep(self, key: tuple[str, int], view: StoryView) -> None:
        with self._lock:
            self._views[key] = view
            self._busy.pop(key, None)
            while len(self._views) > 1 and sum(len(one.versions) for one in self._views.values()) > VERSIONS:
                self._views.popitem(last=False)

    def facets(self) -> tuple[Facet, ...]:
        """By what the front page can be narrowed. Counting takes a look at every page, so it is not done every time."""
        counted, found = self._facets
        if time.monotonic() - counted > FRESH or not found:
            with self.archive() as archive:
                self._facets = (time.monotonic(), archive.facets())
        return self._facets[1]
