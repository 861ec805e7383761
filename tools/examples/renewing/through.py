"""A change of strings, put through what is authored: the pages and, with them, everything that is said of them."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from pathlib import Path
from typing import Any

from tools.examples.authored import Table
from tools.examples.checking import GROUPS

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "renewing"  # the words of the steps, a file each
Words = Callable[[str], str]

# What a version says itself, and what a person finds there.
SAID = ("title", "dek", "keypoints", "article", "summary", "quotes", "statements", "figures")


def deep(value: Any, words: Words) -> Any:
    """Every string in a value put through a change.

    >>> deep({"words": ["a", "b"], "low": 3}, str.upper)
    {'words': ['A', 'B'], 'low': 3}
    """
    if isinstance(value, dict):
        return {key: deep(each, words) for key, each in value.items()}
    if isinstance(value, list):
        return [deep(each, words) for each in value]
    return words(value) if isinstance(value, str) else value


def through(table: Table, changes: Mapping[str, Words], said: Container[str] = SAID) -> Table:
    """A story with what its versions say put through a change for each, by name."""
    versions = [
        {key: deep(value, changes[version["name"]]) if key in said else value for key, value in version.items()}
        for version in table["version"]
    ]
    between = {
        group: [
            {**entry, key: {name: deep(entry[key][name], changes[name]) for name in entry[key]}} for entry in entries
        ]
        for group, key in GROUPS.items()
        if (entries := table.get(group))
    }
    never = [
        entry | {"words": changes[entry["version"]](entry["words"])} if entry.get("where", "article") in said else entry
        for entry in table.get("must_not", [])
    ]
    return {**table, "version": versions, **between, "must_not": never}
