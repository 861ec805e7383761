"""Language and wire files, read once. A language or a wire is data; adding one is adding a file."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

Table = Mapping[str, Any]
SHORT = 4  # letters: such names are acronyms, and mean the agency only in their own case


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


@cache
def agencies(kind: str = "names") -> Mapping[str, str]:
    """What agencies are called (or how their datelines call them), and the agency; long names also in small letters.

    >>> agencies()["Agence France-Presse"], agencies("datelines")["AP"]
    ('AFP', 'Associated Press')
    """
    names = {name: str(wire["name"]) for wire in wires().values() for name in (wire["name"], *wire[kind])}
    return {**{name.casefold(): agency for name, agency in names.items() if len(name) > SHORT}, **names}


@cache
def agency_of(outlet: str) -> str | None:
    """The agency whose own pages are those of a (folded) outlet.

    >>> agency_of("the associated press"), agency_of("the pennant")
    ('Associated Press', None)
    """
    return {name.casefold(): agency for name, agency in agencies().items()}.get(outlet)


@cache
def handed_out(section: str, language: str | None = None) -> Mapping[str, tuple[str, ...]]:
    """What tells press releases and transcripts, by lists of words: of all languages together, or of one.

    >>> "press release" in handed_out("release")["label"], handed_out("transcript", "xx")
    (True, {})
    """
    folder = files("samestory") / "handouts"
    names = sorted(path.name.removesuffix(".toml") for path in folder.iterdir() if path.name.endswith(".toml"))
    merged: dict[str, tuple[str, ...]] = {}
    for name in names if language is None else [language] if language in names else ():
        for key, words in tomllib.loads((folder / f"{name}.toml").read_text("utf-8")).get(section, {}).items():
            merged[key] = merged.get(key, ()) + tuple(words)
    return merged


def _table(folder: str, name: str) -> Table | None:
    path = files("samestory") / folder / f"{name}.toml"
    return tomllib.loads(path.read_text("utf-8")) if name.isalpha() and path.is_file() else None
