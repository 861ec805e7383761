"""A place in two wordings where they differ, as the rules of effect look at it."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from itertools import pairwise

from samestory.collation.differences import digits, kinship, plain
from samestory.collation.lexicon import Lexicon
from samestory.collation.passage import Passage


class Side:
    """One side of a difference: a range of words in its passage."""

    def __init__(self, passage: Passage, start: int, end: int, lexicon: Lexicon) -> None:
        self.passage, self.start, self.end, self.lexicon = passage, start, end, lexicon
        self.words = passage.folded[start:end]
        self.plain = plain(self.words)
        self.left: list[str] = []  # the plain words without kin on the other side
        self.listed: frozenset[str] = frozenset()  # these, and each two of them, as they may stand in a list
        self.canonical = self._canonical()  # the plain words in one spelling, contractions and numbers written out
        self.names = self._names() if not self.folded_as_written() else frozenset()  # the words written as names

    def folded_as_written(self) -> bool:
        """Are all words written in lower case, so that none is a name?"""
        return self.words == self.passage.written[self.start : self.end]

    def leave(self, left: list[str]) -> None:
        """Set the words that have no kin on the other side."""
        self.left = left
        if left:
            words = canonical(tuple(left), self.lexicon)
            self.listed = frozenset([*words, *map(" ".join, pairwise(words))])

    def _canonical(self) -> tuple[str, ...]:
        scaled = bool(self.plain) and self.plain[0] in self.lexicon.times and self.before[:1].isdigit()
        return canonical((self.before, *self.plain) if scaled else tuple(self.plain), self.lexicon)

    def _names(self) -> frozenset[str]:
        passage = self.passage
        return frozenset(passage.folded[at] for at in range(self.start, self.end) if passage.is_name(at, self.lexicon))

    def verbs(self) -> list[str]:
        """The words left over that may be verbs: those behind no article, preposition or pronoun of belonging."""
        nouns_behind, folded = self.lexicon.lists["before_nouns"], self.passage.folded
        left = set(self.left)
        places = (at for at in range(self.start, self.end) if folded[at] in left)
        return [folded[at] for at in places if not at or folded[at - 1] not in nouns_behind]

    def days(self) -> frozenset[str]:
        """Weekdays and months among the words left over; written as names, for "march" and "may" are words too."""
        names = frozenset(word.removesuffix("'s") for word in self.left if word in self.names)
        return names & self.lexicon.lists["days"]

    def counts(self) -> bool:
        """Does it hold a number, or stand right before one?"""
        return any(word[0].isdigit() for word in (*self.canonical, *canonical((self.after or "-",), self.lexicon)))

    @property
    def quoted(self) -> bool:
        """Does it stand inside quotation marks?"""
        return self.passage.quoted(self.start, self.end)

    @property
    def before(self) -> str:
        """The word before it."""
        return self.passage.folded[self.start - 1] if self.start else ""

    @property
    def after(self) -> str:
        """The word behind it."""
        return self.passage.folded[self.end] if self.end < len(self.passage.folded) else ""

    def beside_name(self) -> bool:
        """Is the word before it or behind it written as a name?"""
        around = (self.start - 1, self.end)
        return any(0 <= at < len(self.passage.folded) and self.passage.is_name(at, self.lexicon) for at in around)


class Change:
    """A difference between two wordings: what each side has, and which words have kin on the other side."""

    def __init__(self, one: Side, other: Side) -> None:
        self.one, self.other, self.lexicon = one, other, one.lexicon
        self.kin: list[tuple[str, str]] = []
        left, rest = [], list(other.plain)
        for word in one.plain:
            near = [kinship(word, match, self.lexicon) for match in rest]
            if any(near):
                self.kin.append((word, rest.pop(near.index(max(near)))))
            else:
                left.append(word)
        one.leave(left)
        other.leave(rest)
        listed = self.lexicon.lists["listed"]  # does either side have words of the lists left over?
        self.listed = not (listed.isdisjoint(one.listed) and listed.isdisjoint(other.listed))

    @property
    def sides(self) -> tuple[Side, Side]:
        """Both sides."""
        return self.one, self.other

    @property
    def left(self) -> list[str]:
        """The words without kin, of both sides."""
        return self.one.left + self.other.left


def told(noun: str, one: Collection[object], other: Collection[object]) -> str:
    """In words what the other side did to what the one has.

    >>> told("time", ["friday"], []), told("time", [], ["friday"]), told("time", ["friday"], ["monday"])
    ('time dropped', 'time added', 'other time')
    """
    return f"other {noun}" if one and other else f"{noun} {'dropped' if one else 'added'}"


@lru_cache(maxsize=16384)
def canonical(words: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Words in the spelling they are compared in; contractions in full, numbers as digits.

    >>> from samestory.collation.lexicon import lexicon
    >>> canonical(("didn't", "organise", "five", "5,937", "3", "m"), lexicon("en"))
    ('did', 'not', 'organize', '5', '5937', '3000000')
    """
    found: list[str] = []
    for word in words:
        if word.endswith("n't") and word not in lexicon.respelled:
            found += [word[:-3], "not"]
        else:
            found += lexicon.spelled(word).split("_")
    return tuple(_counted(found, lexicon))


def _counted(words: list[str], lexicon: Lexicon) -> list[str]:
    """Numbers as digits, "3 million" as one number."""
    found: list[str] = []
    for word in words:
        times = lexicon.times.get(word)
        if times and found and found[-1].replace(".", "", 1).isdigit():
            found[-1] = f"{float(found[-1]) * times:.0f}"
        else:
            found.append(digits(word) if word[0].isdigit() else str(lexicon.numbers.get(word, word)))
    return found
