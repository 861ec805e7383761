"""Write src/samestory/languages/en.synonyms.txt from a WordNet 3.0 database folder.

usage: make_synonyms.py FOLDER > en.synonyms.txt

FOLDER holds index.*, data.*, *.exc and cntlist.rev (Debian: wordnet-base, /usr/share/wordnet). One line a word, sorted:

    begin   v   3k,9a       its parts of speech, the most frequent first, then the groups of synonyms it belongs to
    began   =begin          an irregular form

Only frequent senses count: those with a tenth of the word's tags in the sense-tagged texts, and first senses of words
in groups that are tagged at all.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

PARTS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
TYPES = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
LEAST_SHARE = 0.1  # of a word's tags, for a sense to count
HEAVY = 12  # tags of a group that also takes words which were never tagged, in their first sense
COMMON = 3  # tags of a word that is listed for its part of speech alone
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


class Sense(NamedTuple):
    """A word in one of its meanings."""

    word: str
    part: str
    synset: int
    first: bool
    tags: int


def counts(folder: Path) -> Counter[tuple[str, str, int]]:
    """How often each sense of each word was tagged."""
    found: Counter[tuple[str, str, int]] = Counter()
    for line in (folder / "cntlist.rev").read_text("latin-1").splitlines():
        key, number, count = line.split()
        word, kind = key.split("%")
        found[word, TYPES[kind[0]], int(number)] += int(count)
    return found


def proper(folder: Path) -> set[tuple[str, str, int]]:
    """The senses that are names: words the database writes with a capital."""
    found = set()
    for name, part in PARTS.items():
        for line in (folder / f"data.{name}").read_text("latin-1").splitlines():
            if not line.startswith(" "):
                synset, _, _, length, *rest = line.split()
                words = rest[: 2 * int(length, 16) : 2]
                found |= {(word.lower(), part, int(synset)) for word in words if word[0].isupper()}
    return found


def senses(folder: Path) -> Iterator[Sense]:
    """All senses of all words of one or two plain parts."""
    tagged, names = counts(folder), proper(folder)
    for name, part in PARTS.items():
        for line in (folder / f"index.{name}").read_text("latin-1").splitlines():
            if line.startswith(" ") or not re.match(r"[a-z-]{2,}(_[a-z]+)? ", line):
                continue
            word, _, _, pointers, *rest = line.split()
            for number, synset in enumerate(rest[int(pointers) + 2 :], 1):
                if (word, part, int(synset)) not in names:
                    yield Sense(word.replace("_", " "), part, int(synset), number == 1, tagged[word, part, number])


def groups(found: list[Sense]) -> list[set[str]]:
    """Words that share a frequent sense; the order is that of WordNet, so the output is deterministic."""
    totals, weight = Counter[tuple[str, str]](), Counter[tuple[str, int]]()
    for sense in found:
        totals[sense.word, sense.part] += sense.tags
        weight[sense.part, sense.synset] += sense.tags
    gathered: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for sense in found:
        total, synset = totals[sense.word, sense.part], (sense.part, sense.synset)
        known = sense.tags > 0 and sense.tags >= LEAST_SHARE * total
        if known or (sense.first and weight[synset] >= (1 if total else HEAVY)):
            gathered[synset].add(sense.word)
    return [words for _, words in sorted(gathered.items()) if len(words) > 1]


def parts(found: list[Sense]) -> dict[str, str]:
    """The parts of speech of each word, the most frequent first; those never tagged only where none is."""
    totals: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for sense in found:
        totals[sense.word][sense.part] += sense.tags
    return {word: "".join(_tagged(total) or sorted(total, reverse=True)) for word, total in totals.items()}


def _tagged(total: Counter[str]) -> list[str]:
    return sorted((part for part in "vnar" if total[part]), key=lambda part: -total[part])


def irregular(folder: Path, words: Collection[str]) -> Iterator[tuple[str, str]]:
    """Irregular forms of the words."""
    for name in PARTS:
        for line in (folder / f"{name}.exc").read_text("latin-1").splitlines():
            form, *lemmas = line.split()
            yield from ((form, lemma) for lemma in lemmas if lemma in words and form != lemma and form.isalpha())


def short(number: int) -> str:
    """A number in base 36."""
    return (short(number // 36) if number >= 36 else "") + DIGITS[number % 36]


def main() -> None:
    """Print the file."""
    folder = Path(sys.argv[1])
    found = list(senses(folder))
    part, total = parts(found), Counter[str]()
    for sense in found:
        total[sense.word] += sense.tags
    payload: defaultdict[str, list[str]] = defaultdict(list)
    for number, words in enumerate(groups(found)):
        for word in sorted(words):
            payload[word].append(short(number))
    known = payload.keys() | {word for word in total if total[word] >= COMMON and " " not in word}
    lines = [f"{word}\t{part[word]}\t{','.join(payload.get(word, []))}".rstrip() for word in known]
    lines += [f"{form}\t={lemma}" for form, lemma in set(irregular(folder, known))]
    print("\n".join(sorted(lines)))


if __name__ == "__main__":
    main()
