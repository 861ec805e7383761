"""Other examples with the same truth: other family names, other sites, and so other furniture, classes and styles.

What a page says of its event stays word for word, but for the names: an answer that changes hangs on what should not
matter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import product
from random import Random
from typing import Any

from tools.examples.authored import Story, Table, story, tables

# A family name no language model of names knows, made of two pieces that none of the authored names has.
_FIRST = (
    "Bor",
    "Dask",
    "Fen",
    "Gral",
    "Hob",
    "Jes",
    "Kand",
    "Lorm",
    "Nev",
    "Pell",
    "Quin",
    "Rast",
    "Tev",
    "Varn",
    "Wick",
    "Zor",
)
_LAST = (
    "aby",
    "ack",
    "anto",
    "ben",
    "dahl",
    "erick",
    "gard",
    "holt",
    "ison",
    "lund",
    "mere",
    "oski",
    "rud",
    "stone",
    "vane",
    "worth",
)
_BODY = re.compile("Energi|Ferries|Office|Orrin|Savings|Terminals|Trust|United|Water")  # no person, or a place as well
_PERSON = re.compile(r"[A-Z][a-z]+ (?P<family>[A-Z][a-z]{3,})")


def renewed(seed: int) -> list[Story]:
    """All stories under other names and on other sites."""
    told = tables()
    return [story(_deep(table, _renaming(sorted(set(families(told))), seed), seed)) for table in told]


def families(told: Sequence[Table]) -> Iterator[str]:
    """The family names of those who are quoted by first and family name."""
    for table in told:
        for version in table["version"]:
            for quote in version["quotes"]:
                name = _PERSON.fullmatch(quote.get("speaker", ""))
                if name and not _BODY.search(name[0]):
                    yield name["family"]


def _renaming(names: Sequence[str], seed: int) -> Callable[[str], str]:
    made = [first + last for first, last in product(_FIRST, _LAST)]
    others = dict(zip(names, Random(seed).sample(made, len(names)), strict=True))
    found = re.compile(rf"\b({'|'.join(names)})(?=s?\b)")
    return lambda text: found.sub(lambda match: others[match[1]], text)


def _deep(value: Any, renaming: Callable[[str], str], seed: int) -> Any:
    """Every string in it under other names; sites with a number before them."""
    if isinstance(value, dict):
        kept = {key: _deep(each, renaming, seed) for key, each in value.items()}
        return kept | {"site": f"n{seed}-{kept['site']}"} if "site" in kept else kept
    if isinstance(value, list):
        return [_deep(each, renaming, seed) for each in value]
    return renaming(value) if isinstance(value, str) else value
