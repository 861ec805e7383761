"""Why pages are one story, were joined or parted, in plain words: the copies and the telling words that did it.

The same evidence as the stage decides by, said of names and of title words: how many of the pages hold a word, and how
few others of the pile do.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from samestory.types import Copy, Fingerprint

NEUTRAL = 50  # pages that a small pile is counted together with, as in `likeness`
BRIEF = 3  # letters: function words, and what tells as little
TOLD = 4  # words are named
ALONE = "told by one page only"
ALIKE = "the pages share names, numbers and words that few others have"


class Pile(NamedTuple):
    """What a decision is seen against."""

    held: Counter[str]  # how many pages hold each name or title word
    pages: int
    copies: Sequence[Copy]


def pile(pages: Iterable[Fingerprint], copies: Sequence[Copy]) -> Pile:
    """Pages that were grouped together, and the copies among them."""
    found = [_words(page) for page in pages]
    return Pile(Counter(word for words in found for word in words), len(found), copies)


def together(members: Sequence[Fingerprint], among: Pile) -> str:
    """Why pages are one story."""
    if len(members) == 1:
        return ALONE
    held = Counter(word for page in members for word in _words(page))
    words = [f"“{word}” ({held[word]} of {len(members)})" for word in _telling(held, among) if held[word] > 1]
    ids = {page.page_id for page in members}
    copying = {copy.child for copy in among.copies if copy.child in ids and copy.parent in ids}
    told = ["they share words that few other pages have: " + ", ".join(words[:TOLD])] if words else []
    told += [f"text of another of them stands in {len(copying)} of the {len(members)} pages"] if copying else []
    return "; ".join(told) or ALIKE


def joined(moved: Sequence[Fingerprint], others: Sequence[Fingerprint], among: Pile) -> str:
    """Why pages came together with others."""
    copied = _copied(moved, others, among)
    both = _in_common(moved, others)
    words = _telling(both, among)[:TOLD]
    told = [f"{round(100 * copied.share)} % of page {copied.child} stands in page {copied.parent}"] if copied else []
    told += [f"both sides have {', '.join(f'“{word}”' for word in words)}"] if words else []
    return "; ".join(told) or "their words are alike as a whole, no single one tells it"


def parted(moved: Sequence[Fingerprint], left: Sequence[Fingerprint], among: Pile) -> str:
    """Why pages left others."""
    copied = _copied(moved, left, among)
    between, within = (len(_telling(found, among)) for found in (_in_common(moved, left), _shared(moved)))
    told = f"no more than {round(100 * copied.share)} % of a page" if copied else "no text"
    kept = f", {within} among themselves" if len(moved) > 1 else ""
    return f"{told} is copied between them and the {len(left)} left behind; {between} telling words in common{kept}"


def _words(page: Fingerprint) -> set[str]:
    return {word for field in ("title", "names") for word in page.terms[field] if len(word) > BRIEF}


def _in_common(one: Sequence[Fingerprint], other: Sequence[Fingerprint]) -> Counter[str]:
    """Words that stand on both sides, and on how many pages of the side that has them more rarely."""
    sides = [Counter(word for page in side for word in _words(page)) for side in (one, other)]
    return sides[0] & sides[1]


def _shared(pages: Sequence[Fingerprint]) -> Counter[str]:
    """Words that stand on more than one of the pages."""
    held = Counter(word for page in pages for word in _words(page))
    return Counter({word: count for word, count in held.items() if count > 1})


def _telling(found: Counter[str], among: Pile) -> list[str]:
    """Words that fewer than half of the pile's pages hold, the most telling first; of a small pile all words."""
    most = max(among.pages, NEUTRAL) / 2
    rare = [word for word in found if among.held[word] <= most]
    return sorted(rare, key=lambda word: (-found[word] * math.log((among.pages + NEUTRAL) / among.held[word]), word))


def _copied(one: Sequence[Fingerprint], other: Sequence[Fingerprint], among: Pile) -> Copy | None:
    """The copy of the largest share between two sides."""
    here, there = ({page.page_id for page in side} for side in (one, other))
    between = [
        copy
        for copy in among.copies
        if (copy.child in here and copy.parent in there) or (copy.child in there and copy.parent in here)
    ]
    return max(between, key=lambda copy: (copy.share, copy.child), default=None)
