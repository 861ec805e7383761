"""Other people, places and outlets, the same in all stories; sites, and with them classes and bylines, follow."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from functools import cache
from itertools import product
from random import Random

from tools.examples.authored import Table
from tools.examples.renewing.through import FOLDER, Words, deep

# In which scripts a name is spelled, in the order of the spellings of its pieces.
SCRIPTS: tuple[str | tuple[str, ...], ...] = ("LATIN", "CYRILLIC", ("KATAKANA", "HIRAGANA"), "ARABIC")


def renewed(told: Sequence[Table], rnd: Random) -> list[Table]:
    """All stories under other names."""
    words = renaming(others(rnd))
    mark = rnd.randrange(10, 100)
    return [
        deep(table, words) | {"version": [sited(version, words, mark) for version in table["version"]]}
        for table in told
    ]


def others(rnd: Random) -> dict[str, str]:
    """For every name another one, in every spelling it has."""
    data = listed()
    given = data["given"]
    found = {**exchanged(given["women"], rnd), **exchanged(given["men"], rnd), **exchanged(data["titles"], rnd)}
    names = [*data["made"]["families"], *data["made"]["places"]]
    pieces = rnd.sample(list(product(data["pieces"]["first"], data["pieces"]["last"])), len(names))
    for spellings, (first, last) in zip(names, pieces, strict=True):
        found |= {name: first[at] + last[at] for name in spellings for at in [script(name)]}
    return found


@cache
def listed() -> Table:
    """The names that stand in the examples, and what new ones are made of."""
    return tomllib.loads((FOLDER / "names.toml").read_text("utf-8"))


def exchanged(names: Sequence[str], rnd: Random) -> dict[str, str]:
    """Every name in the place of another."""
    order = rnd.sample(names, len(names))
    return dict(zip(order, [*order[1:], order[0]], strict=True))


def script(name: str) -> int:
    """Which of the scripts a name is spelled in.

    >>> script("Lindmere"), script("Вейл")
    (0, 1)
    """
    return next(at for at, script in enumerate(SCRIPTS) if unicodedata.name(name[0]).startswith(script))


def renaming(new: dict[str, str]) -> Words:
    """A text under other names, also where a name stands in capitals or with an ending."""
    new = new | {name.upper(): other.upper() for name, other in new.items()}
    names = "|".join(sorted(map(re.escape, new), key=len, reverse=True))
    # Japanese has no spaces and Arabic puts "and" and "in" before a name: there it begins and ends anywhere.
    ending = "|".join(sorted(listed()["endings"], key=len, reverse=True))
    found = re.compile(rf"(?<![^\W\d_\u0600-\u30ff])({names})(?=(?i:{ending})?(?![^\W\d_\u3040-\u9fff]))")
    return lambda text: found.sub(lambda match: new[match[1]], text)


def sited(version: Table, words: Words, mark: int) -> Table:
    """A version under other names, on a site that is called like its outlet; what has the name of none has a number."""
    site: str = version["site"]
    found: Table = deep(version, words)
    if site == f"{slug(version['outlet'])}.example" and (name := slug(found["outlet"])):
        other = f"{name}.example"
    else:
        other = "-".join(words(part.capitalize()).lower() for part in site.split("-"))
    other = other if other != site else f"n{mark}-{site}"
    return found | {"site": other} | ({"url": found["url"].replace(site, other)} if "url" in found else {})


def slug(outlet: str) -> str:
    """A name as addresses have it, without its article.

    >>> slug("The Tevholt Écho"), slug("Freight & Quay")
    ('tevholt-echo', 'freight-and-quay')
    """
    plain = unicodedata.normalize("NFKD", outlet.replace("&", "and")).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"\A(?:the |le |l')", "", plain)))
