"""Where one wording differs from another, cut as small as the differences can be told apart."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from samestory.align import Hunk, hunks
from samestory.collation.lexicon import Lexicon
from samestory.collation.passage import Passage

WIDEST = 85  # visible characters of a variant; what is wider and stands on one side only is told in pieces
_new = tuple.__new__  # three fifths of the time of calling a NamedTuple: a collation makes thousands
LARGEST = 1600  # pairs of words; a longer rewritten passage is not searched for words that correspond


class Difference(NamedTuple):
    """A place where two wordings differ: ranges of words in the one and the other, either may be empty."""

    start: int
    end: int
    other_start: int
    other_end: int
    order: bool = False  # the same words stand elsewhere in the other wording


def differences(one: Passage, other: Passage, lexicon: Lexicon) -> list[Difference]:
    """All differences between two wordings, in order, none overlapping."""
    apart = _closed(one.letters, other.letters, hunks(one.letters, other.letters))
    found: list[Difference] = []
    for hunk in apart:
        one_sided = hunk.start == hunk.end or hunk.other_start == hunk.other_end
        found += _pieces(one, other, hunk) if one_sided else _cut(one, other, hunk, lexicon)
    found = _turned(one, other, found, lexicon)
    return sorted([*found, *_retyped(one, other, found)])


def _closed(one: str, other: str, apart: list[Hunk]) -> list[Hunk]:
    """Hunks that one and the same word keeps apart, put together: "walked off [+on strike] on" is "walked off [+…]".

    What is only left out or put in may as well start a word earlier if the word before it is its last word too.
    """
    found: list[Hunk] = []
    for hunk in apart:
        start, end, other_start, other_end = hunk
        edge = found[-1] if found else None
        if edge and (start == end or other_start == other_end):
            gap, gone = start - edge.end, one[start:end] or other[other_start:other_end]
            if gap <= len(gone) and one[edge.end : start] == gone[len(gone) - gap :]:
                found[-1] = Hunk(edge.start, end - gap, edge.other_start, other_end - gap)
                continue
        found.append(hunk)
    return found


def plain(words: Iterable[str]) -> list[str]:
    """Words without punctuation.

    >>> plain(["so", ",", "-", "...", "5"])
    ['so', '5']
    """
    return [word for word in words if word[0].isalnum() or any(map(str.isalnum, word)) or word in "$£€¥%"]


def _retyped(one: Passage, other: Passage, found: list[Difference]) -> Iterator[Difference]:
    """Words outside the differences that are written with other marks or another case."""
    at = other_at = 0
    for part in (*found, Difference(len(one.letters), 0, len(other.letters), 0)):
        length = part.start - at
        if one.raws[at : part.start] != other.raws[other_at : other_at + length]:
            for step in range(length):
                if one.raws[at + step] != other.raws[other_at + step]:
                    place, there = at + step, other_at + step
                    yield _new(Difference, (place, place + 1, there, there + 1, False))
        at, other_at = part.end, part.other_end


def _cut(one: Passage, other: Passage, hunk: Hunk, lexicon: Lexicon) -> Iterator[Difference]:
    """A hunk in pieces: words that correspond to one another, and what lies between them."""
    at, other_at = hunk.start, hunk.other_start
    pairs = _corresponding(one, other, hunk, lexicon)
    if pairs == [hunk]:  # most often: one word for another
        yield _new(Difference, (*hunk, False))
        return
    if not pairs:
        yield from _between(one, other, hunk, lexicon)
        return
    for pair in (*pairs, Hunk(hunk.end, hunk.end, hunk.other_end, hunk.other_end)):
        yield from _between(one, other, Hunk(at, pair.start, other_at, pair.other_start), lexicon)
        if pair.start < pair.end:
            yield Difference(*pair)
        at, other_at = pair.end, pair.other_end


def _corresponding(one: Passage, other: Passage, hunk: Hunk, lexicon: Lexicon) -> list[Hunk]:
    """The words and phrases of the two sides that correspond, in order: the heaviest common sequence by kinship."""
    start, end, other_start, other_end = hunk
    size = (end - start) * (other_end - other_start)
    if size == 1:
        return [hunk] if kinship(one.folded[start], other.folded[other_start], lexicon) else []
    if not 0 < size <= LARGEST:
        return []
    kin = _kin(one.folded[start:end], other.folded[other_start:other_end], lexicon)
    best = [[0] * (other_end - other_start + 1) for _ in range(end - start + 1)]
    for i in range(end - start - 1, -1, -1):
        for j in range(other_end - other_start - 1, -1, -1):
            pairs = [weight + best[i + rows][j + columns] for rows, columns, weight in kin.get((i, j), ())]
            best[i][j] = max(best[i + 1][j], best[i][j + 1], *pairs)
    found, i, j = [], 0, 0
    while i < end - start and j < other_end - other_start:
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            rows, columns = next((r, c) for r, c, w in kin[i, j] if best[i][j] == w + best[i + r][j + c])
            found.append(Hunk(start + i, start + i + rows, other_start + j, other_start + j + columns))
            i, j = i + rows, j + columns
    return found


def _kin(words: list[str], others: list[str], lexicon: Lexicon) -> dict[tuple[int, int], list[tuple[int, int, int]]]:
    """For each pair of places: how many words from there on correspond on either side, and how closely."""
    found: dict[tuple[int, int], list[tuple[int, int, int]]] = {}
    for i, word in enumerate(words):
        for j, other in enumerate(others):
            weight = kinship(word, other, lexicon)
            if weight:
                found[i, j] = [(1, 1, weight)]
    phrases, other_phrases = _phrases(words, lexicon), _phrases(others, lexicon)
    for (i, rows), (j, columns) in product(phrases, other_phrases):
        if rows + columns > 2 and not phrases[i, rows].isdisjoint(other_phrases[j, columns]):
            found.setdefault((i, j), []).append((rows, columns, rows + columns))
    return found


def _phrases(words: list[str], lexicon: Lexicon) -> dict[tuple[int, int], frozenset[str]]:
    """The words and phrases of up to three words that have synonyms, by place and length, with their groups."""
    found = {}
    for at, length in product(range(len(words)), (1, 2, 3)):
        phrase = tuple(words[at : at + length])
        groups = lexicon.groups(phrase) if len(phrase) == length and phrase[0][0].isalnum() else frozenset()
        if groups:
            found[at, length] = groups
    return found


@lru_cache(maxsize=16384)
def kinship(one: str, other: str, lexicon: Lexicon) -> int:
    """How closely two words correspond: 4 as two spellings, 3 as forms of one word, 2 as synonyms, 0 not at all."""
    if lexicon.spelled(one) == lexicon.spelled(other) or str(lexicon.numbers.get(one)) == other:
        return 4
    if str(lexicon.numbers.get(other)) == one:
        return 4
    if not (one[0].isalnum() and other[0].isalnum()):
        return 0
    if one[0].isdigit() and other[0].isdigit():
        return 3 if digits(one) == digits(other) else 1
    if not lexicon.lemmas(one).isdisjoint(lexicon.lemmas(other)):
        return 3
    if one in lexicon.lists["articles"] and other in lexicon.lists["articles"]:
        return 1
    if "say" in lexicon.saying(one) and "say" in lexicon.saying(other):
        return 2
    return 2 if lexicon.synonyms((one,), (other,)) or _derived(one, other, lexicon) else 0


def _derived(one: str, other: str, lexicon: Lexicon) -> bool:
    """Is one word made from the other by an ending that keeps its sense?"""
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and long.startswith(short) and long[len(short) :] in lexicon.lists["kin_endings"]


def digits(word: str) -> str:
    """The digits of a number without its group marks.

    >>> digits("5,937"), digits("5 937"), digits("1.50")
    ('5937', '5937', '1.50')
    """
    return re.sub(r"[\s,']|\.(?=\d{3}(?:\D|$))", "", word)


def _between(one: Passage, other: Passage, hunk: Hunk, lexicon: Lexicon) -> Iterator[Difference]:
    """What lies between corresponding words: as it is, or left out and put in if one side has grammar only."""
    start, end, other_start, other_end = hunk
    if start == end and other_start == other_end:
        return
    if start == end or other_start == other_end:
        yield from _pieces(one, other, hunk)
        return
    if (
        _grammar(tuple(one.folded[start:end]), lexicon) != _grammar(tuple(other.folded[other_start:other_end]), lexicon)
        or max(one.width(start, end), other.width(other_start, other_end)) > WIDEST
    ):
        yield from _pieces(one, other, Hunk(start, end, other_start, other_start))
        yield from _pieces(one, other, Hunk(end, end, other_start, other_end))
    else:
        yield _new(Difference, (*hunk, False))


@lru_cache(maxsize=16384)
def _grammar(words: tuple[str, ...], lexicon: Lexicon) -> bool:
    """Is it grammar that stands for no word of content, as a pronoun or a modal verb may?"""
    standing = lexicon.lists["pronouns"].isdisjoint(words) and lexicon.modals.keys().isdisjoint(words)
    return standing and lexicon.lists["little_words"].issuperset(plain(words))


def _pieces(one: Passage, other: Passage, hunk: Hunk) -> Iterator[Difference]:
    """What stands on one side only, cut behind commas and the like where it is too wide."""
    start, end, other_start, other_end = hunk
    passage, first, last = (one, start, end) if start < end else (other, other_start, other_end)
    at = first
    for stop in passage.stops(first, last, WIDEST):
        where = (at, stop, other_start, other_end) if start < end else (start, end, at, stop)
        yield _new(Difference, (*where, False))
        at = stop


def _turned(one: Passage, other: Passage, found: list[Difference], lexicon: Lexicon) -> list[Difference]:
    """Words that are left out in one place and put in at another have changed their order: told as one if near."""
    come_in = [d for d in found if d.start == d.end]
    left_out = [d for d in found if d.other_start == d.other_end] if come_in else []
    gone = {_key(one.folded[d.start : d.end], lexicon): d for d in left_out}
    for come in come_in if gone else ():
        key = _key(other.folded[come.other_start : come.other_end], lexicon)
        left = gone.pop(key, None) if key else None
        if left is None or left not in found or come not in found:
            continue
        first, last = sorted((left, come))
        near = Difference(first.start, last.end, first.other_start, last.other_end, order=True)
        if max(one.width(near.start, near.end), other.width(near.other_start, near.other_end)) <= WIDEST:
            found = [d for d in found if d < first or d > last] + [near]
        else:
            found = [d._replace(order=True) if d in (left, come) else d for d in found]
    return sorted(found)


def _key(words: list[str], lexicon: Lexicon) -> tuple[str, ...]:
    """The words by which a move is known, in base form; none if they are grammar only. Plain saying is one word."""
    plain_saying, little = lexicon.lists["plain_saying"], lexicon.lists["little_words"]
    content = [word for word in plain(words) if word not in little]
    lemmas = [lexicon.lemmas(word) for word in content]
    return tuple("say" if forms & plain_saying else min(forms, key=lambda form: (len(form), form)) for forms in lemmas)
