"""Other furniture: some pieces of a page go, others come, and what an author laid out by hand is laid out anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from random import Random

from tools.examples.authored import Table
from tools.examples.furniture import kinds

# What a page is about, or what the author wrote for it: it stays where it is.
_KEPT = {"paywall", "comments", "teasers", "author_bio"}
_LEFT_OUT, _ADDED = 0.3, 0.12


def renewed(told: Sequence[Table], rnd: Random) -> list[Table]:
    """All stories with other furniture on their pages."""
    return [
        {
            **table,
            "version": [refurnished(version, rnd) for version in table["version"]],
            "must_not": list(remaining(table)),
        }
        for table in told
    ]


def refurnished(version: Table, rnd: Random) -> Table:
    """A version with other furniture. A page that is no article keeps its own: it is nothing else."""
    if "no_article" in version:
        return version
    have = {"nav", "footer", "rights"} if "layout" in version else set(version["furniture"])
    found = [
        kind
        for kind in kinds(version["language"])
        if kind in have & _KEPT or rnd.random() < (1 - _LEFT_OUT if kind in have else _ADDED)
    ]
    return {key: value for key, value in version.items() if key != "layout"} | {"furniture": found}


def remaining(table: Table) -> Iterator[Table]:
    """What must not be said, of what still stands somewhere."""
    return (entry for entry in table.get("must_not", []) if entry.get("where") != "layout")
