"""The embedded engine: this process, its memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

K = TypeVar("K")
V = TypeVar("V")
W = TypeVar("W")


class Local:
    """Runs every operation where it is called.

    >>> engine = Local()
    >>> pairs = engine.each(lambda word: [(len(word), word)], ["to", "be", "or", "not"])
    >>> sorted(engine.group(pairs))
    [(2, ['to', 'be', 'or']), (3, ['not'])]
    """

    def each(self, function: Callable[[V], Iterable[W]], values: Iterable[V]) -> Iterator[W]:
        """All that `function` gives for every value."""
        for value in values:
            yield from function(value)

    def group(self, pairs: Iterable[tuple[K, V]]) -> Iterator[tuple[K, list[V]]]:
        """The values of every key together."""
        groups: dict[K, list[V]] = defaultdict(list)
        for key, value in pairs:
            groups[key].append(value)
        yield from groups.items()
