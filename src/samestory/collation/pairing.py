"""How alike two sentences of a story are, and which are worth comparing.

Words count by their rarity in the story: a word that every sentence of a version has says nothing about which sentence
this is. A speaker's name and "said" frame many quotations, and those must stay apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain

from samestory.align import likeness
from samestory.collation.bodies import Body

RARE = 1000  # the weight of a word that stands in one sentence of a version; 1/n of it for n sentences
COMMON = 8  # a function word, a verb of saying or a weekday counts as if at least eight sentences had it
SEARCHED = RARE // 8  # words in more than eight sentences of a version find no candidates

# Mean of weighted overlap and word order. Of 405 sentences of copies with 28 % of the words replaced by poor synonyms,
# 91 % have a best match at or above .53, and 95 % a second best below .28 (what is above repeats itself). Read by a
# person, 45 of the pairs least alike between independent reports of an event join no two different statements (2026).
CUT = 0.53
LEAST_SHARED = 0.35  # weighted overlap alone: the same frame around other words stays below
SUPPORT = 0.05  # what each neighbour that is paired with a neighbour takes off the cut
AKIN = 0.6  # overlap counting synonyms, for a sentence right beside one that is paired with the other's neighbour

Kin = Callable[[str, str], bool]  # do two words, given by their letters, say the same?


class Likeness:
    """The likeness of sentences given as strings of letters; remembers what it has worked out."""

    def __init__(self, weights: Mapping[str, int], kin: Kin) -> None:
        self.weights, self.kin = weights, kin
        self.known: dict[str, tuple[frozenset[str], int]] = {}
        self.told: dict[str, list[str]] = {}

    def facts(self, sentence: str) -> tuple[frozenset[str], int]:
        """The different words of a sentence and what they weigh together."""
        known = self.known.get(sentence)
        if known is None:
            letters = frozenset(sentence)
            known = self.known[sentence] = letters, self.weigh(letters)
        return known

    def weigh(self, letters: Iterable[str]) -> int:
        """What a set of words weighs."""
        return sum(map(self.weights.__getitem__, letters))

    def shared(self, one: str, other: str) -> float:
        """The weight of the words two sentences share, twice, over the weight of all."""
        (letters, weight), (others, other_weight) = self.facts(one), self.facts(other)
        both = weight + other_weight
        return 2 * self.weigh(letters & others) / both if both else 0.0

    def score(self, one: str, other: str) -> float:
        """How alike two sentences are, 0..1: weighted overlap and word order in equal parts."""
        if one == other:
            return 1.0
        shared = self.shared(one, other)
        return round((shared + likeness(one, other)) / 2, 3) if shared >= LEAST_SHARED else 0.0

    def akin(self, one: str, other: str) -> float:
        """How alike two sentences are if words that say the same count as the same, 0..1; costs more than `score`."""
        (letters, weight), (others, other_weight) = self.facts(one), self.facts(other)
        same = letters & others
        matched, rest = 2 * self.weigh(same), sorted(others - same)
        for letter in sorted(letters - same):
            twin = next((match for match in rest if self.kin(letter, match)), None)
            if twin:
                rest.remove(twin)
                matched += self.weights[letter] + self.weights[twin]
        return matched / (weight + other_weight) if weight + other_weight else 0.0

    def held(self, part: str, whole: str, without: str = "") -> float:
        """How much of the weight of `part` stands in `whole` and not already in `without`, 0..1."""
        letters, weight = self.facts(part)
        return self.weigh((letters & self.facts(whole)[0]) - self.facts(without)[0]) / weight if weight else 0.0

    def telling(self, sentence: str) -> list[str]:
        """The words by which to look for a sentence: the rare ones, or the rarest if there are few."""
        if sentence not in self.told:
            self.told[sentence] = self._telling(sentence)
        return self.told[sentence]

    def _telling(self, sentence: str) -> list[str]:
        letters, weights = self.facts(sentence)[0], self.weights
        rare = [letter for letter in letters if weights[letter] >= SEARCHED]
        return rare if len(rare) > 2 else sorted(letters, key=lambda letter: (-weights[letter], letter))[:3]


def weights(bodies: Sequence[Body], frame: Collection[str], marks: Collection[str]) -> Mapping[str, int]:
    """What every word counts: RARE over the number of sentences of one version that hold it (the most of any)."""
    most: Counter[str] = Counter()
    for body in bodies:
        most |= Counter(chain.from_iterable(frozenset(body.folds[start:end]) for start, end in body.sentences))
    found = {letter: RARE // count for letter, count in most.items()}
    found.update({letter: RARE // max(COMMON, most[letter]) for letter in frame if letter in found})
    found.update(dict.fromkeys((letter for letter in marks if letter in found), 0))
    return found
