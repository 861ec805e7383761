"""An engine that tells how far it is, for stages that look at all pages at once and know no count of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from samestory.operations import Engine

K = TypeVar("K")
V = TypeVar("V")
W = TypeVar("W")


class Watched:
    """Has another engine do the work, and tells each time how many values were taken up by then.

    >>> from samestory.engine.local import Local
    >>> told = []
    >>> list(Watched(Local(), told.append).each(lambda word: [len(word)], ["to", "be"])), told
    ([2, 2], [1, 2])
    """

    def __init__(self, engine: Engine, tell: Callable[[int], None]) -> None:
        self.engine, self.tell, self.taken = engine, tell, 0

    def each(self, function: Callable[[V], Iterable[W]], values: Iterable[V]) -> Iterable[W]:
        """All that `function` gives for every value."""
        return self.engine.each(function, self._counted(values))

    def group(self, pairs: Iterable[tuple[K, V]]) -> Iterator[tuple[K, list[V]]]:
        """The values of every key together."""
        return self.engine.group(pairs)

    def _counted(self, values: Iterable[V]) -> Iterator[V]:
        for value in values:
            self.taken += 1
            self.tell(self.taken)
            yield value
