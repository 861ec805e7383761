"""Language and wire files, read once. A language or a wire is data; adding one is adding a file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Table = Mapping[str, Any]


@cache
def language(code: str | None) -> Table | None:
    """The language file of a two-letter code; None if there is none.

    >>> "said" in language("en")["saying"]
    True
    """
    return _table("languages", code) if code else None


@cache
def wires() -> Mapping[str, Table]:
    """All wire files by their name.

    >>> wires()["reuters"]["name"]
    'Reuters'
    """
    folder = files("samestory") / "wires"
    names = sorted(path.name.removesuffix(".toml") for path in folder.iterdir() if path.name.endswith(".toml"))
    return {name: tomllib.loads((folder / f"{name}.toml").read_text("utf-8")) for name in names}


def _table(folder: str, name: str) -> Table | None:
    path = files("samestory") / folder / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8")) if name.isalpha() and path.is_file() else None
