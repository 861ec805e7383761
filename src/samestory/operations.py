"""The two operations from which the all-to-all stages are written: what an engine supplies."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar

K = TypeVar("K")
V = TypeVar("V")
W = TypeVar("W")


class Engine(Protocol):
    """Whatever runs the stages. Neither operation promises an order."""

    def each(self, function: Callable[[V], Iterable[W]], values: Iterable[V]) -> Iterable[W]:
        """All that `function` gives for every value."""
        ...

    def group(self, pairs: Iterable[tuple[K, V]]) -> Iterator[tuple[K, list[V]]]:
        """The values of every key together."""
        ...
