"""Other words for the same: on some pages of a story and not on others, as editors do; never inside a quotation.

Where two pages had the same words around them, the truth says from now on that they differ, and that only wording does.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain, combinations
from random import Random

from tools.examples.authored import Table, text, version, wordings
from tools.examples.renewing.through import FOLDER, Words, through

WHY = "another word"
AROUND = 40  # characters on both sides that two pages share: the sentence is the same


def renewed(told: Sequence[Table], rnd: Random) -> list[Table]:
    """All stories in other words."""
    return [reworded(table, chosen(table, rnd)) for table in told]


def chosen(table: Table, rnd: Random) -> dict[str, dict[str, str]]:
    """For every version the words that it takes others for: a choice of those whose others the story has nowhere."""
    texts = {each["name"]: text(version(each)) for each in table["version"]}
    pairs = list(chain.from_iterable(_pairs().values()))
    free = [pair for pair in pairs if not any(_standing(pair[1], said) for said in texts.values())]
    return {
        each["name"]: {old: new for old, new in free if [old, new] in _pairs()[each["language"]] and rnd.random() < 0.5}
        for each in table["version"]
    }


def reworded(table: Table, new: Mapping[str, Mapping[str, str]]) -> Table:
    """A story in other words, with the differences that they make between its versions."""
    changes = {each["name"]: rewording(each, new[each["name"]]) for each in table["version"]}
    made = list(differences(table, new, changes))
    found = through(table, changes)
    return found | {"meaning": [*found.get("meaning", []), *made]}


def rewording(table: Table, new: Mapping[str, str]) -> Words:
    """A text of a version in other words; what it quotes stays."""
    if not new:
        return str
    quoted = sorted({words for quote in table["quotes"] for words in wordings(quote)}, key=len, reverse=True)
    found = re.compile("|".join([*map(re.escape, quoted), rf"\b(?P<word>{'|'.join(map(re.escape, new))})\b"]))
    return lambda said: found.sub(lambda match: new[match["word"]] if match["word"] else match[0], said)


def differences(table: Table, new: Mapping[str, Mapping[str, str]], changes: Mapping[str, Words]) -> Iterator[Table]:
    """Where one of two versions with the same sentence has other words from now on, if they stand there but once."""
    before = {each["name"]: text(version(each)) for each in table["version"]}
    after = {name: changes[name](said) for name, said in before.items()}
    for one, other in combinations(before, 2):
        for name, kept in ((one, other), (other, one)):
            for old, word in new[name].items():
                if new[kept].get(old) is None and _shared(old, before[name], before[kept]) and _once(word, after[name]):
                    yield {"effect": "wording", "words": {kept: old, name: word}, "why": WHY}


def _shared(words: str, one: str, other: str) -> bool:
    """Do two texts have these words once, in the same sentence?"""
    if not _once(words, one) or not _once(words, other):
        return False
    around = [said[max(0, said.index(words) - AROUND) :][: 2 * AROUND] for said in (one, other)]
    return around[0] == around[1]


def _once(words: str, said: str) -> bool:
    return said.count(words) == 1


def _standing(words: str, said: str) -> bool:
    return re.search(rf"\b{re.escape(words)}\b", said, re.IGNORECASE) is not None


@cache
def _pairs() -> dict[str, list[list[str]]]:
    return tomllib.loads((FOLDER / "wording.toml").read_text("utf-8"))
