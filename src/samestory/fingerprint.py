"""What is kept of a page to find its copies and its story: sampled shingles and terms by field."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate, chain, compress
from operator import and_
from struct import pack
from typing import TYPE_CHECKING

from samestory.clock import clock, latest
from samestory.spans import body, hull
from samestory.text import bare, fold, spoken, unspaced
from samestory.types import Fingerprint, Outline, Page, Span

if TYPE_CHECKING:
    from samestory.arrays import Ints

# Five-word shingles: three join unrelated court reports (shared boilerplate), eight miss light rewording
# (docs/design.md, fingerprint). Of these every second by hash is kept: 0.9 kB a page of 300 words.
SHINGLE = 5
SAMPLE = 2
CHARACTERS = 10  # a shingle's length where words are not spaced
LEAD_WORDS = 60
# What a flattened story is about, and what still belongs to it. B-cubed F of newscluster / BASIL / ECB+ / AllSides with
# half furniture at 3 and .04, .06, .08, .10, .15: .933 / .991 / .899 / .920, .941 / .993 / .897 / .919, .943 / .993 /
# .891 / .921, .941 / .993 / .887 / .918, .937 / .991 / .883 / .914; at 2, 4, 5 the same or less.
OPENING = 3  # paragraphs that with the title say what a page is about
RELATED = 0.08  # of its content words a paragraph of the story shares with them
CONTENT = 5  # letters
_MODULUS = (1 << 61) - 1  # a Mersenne prime; the sum of two remainders fits 63 bits
_POWERS = [pow(0x1F3A5C7B9D2E4F6, exponent, _MODULUS) for exponent in range(CHARACTERS)]
# Of a hash so many bits are kept: one of ten million different shingles is taken for another once in thirty million
# times, and six bytes take a quarter less room than eight.
_KEPT = (1 << 48) - 1
# Field-wise weights live with the stories; here only what a field holds.
# A capital (in scripts without case any letter) comes first in the pattern: the search then skips what cannot begin a
# name, in a third of the time.
_SMALL = "".join(filter(str.islower, map(chr, (*range(0x590), *range(0x1E00, 0x2000)))))  # of all scripts with case
_CAPITAL = rf"[^\W\d_{_SMALL}]"
_NAME = re.compile(rf"{_CAPITAL}(?<![.!?…:\n“\"«„] .)(?<!^.)(?<![\w\n“\"«„•].)[\w’'-]*(?:[ -]{_CAPITAL}[\w’'-]*)*")


def fingerprint(page: Page, outline: Outline) -> Fingerprint:
    """Shingles and terms of the page's body, so that copies and stories are found without its text."""
    spans = body(outline)
    folded, quoted = _words(page.text, spans)
    hashes = _hashes(folded)
    reach = len(folded) - len(hashes)  # from a shingle's first word to its last
    sampled = dict.fromkeys(hashes[hashes % SAMPLE == 0].tolist())
    said = set(compress(hashes.tolist(), map(and_, quoted, quoted[reach:]))) if any(quoted) else set[int]()
    return Fingerprint(
        page_id=page.id,
        outlet=(outline.outlet or f"page {page.id}").casefold(),
        language=outline.language,
        time=clock(outline.published, page.fetched),
        until=latest(outline.published, page.fetched),
        length=len(folded),
        shingles=tuple(sampled),
        quoted=tuple(sorted(said & sampled.keys())),
        terms=_terms(page, outline, *_told(page, outline, folded, spans)),
        credit=outline.credit,
    )


def shingles(folded: Sequence[str]) -> list[int]:
    """A hash for every run of five words (of ten characters in scripts without spaces), by a polynomial.

    A text shorter than one shingle is one shingle. The hash of Rabin and Karp, modulus 2^61 - 1; every run at once.
    """
    found: list[int] = _hashes(folded).tolist()
    return found


def _hashes(folded: Sequence[str]) -> Ints:
    import numpy as np  # only the commands need it that group

    size = min(len(folded), _size(folded))
    powers = np.frombuffer(b"".join(map(_powers, folded)), np.int64).reshape(-1, CHARACTERS)
    found = np.zeros(len(folded) - size + 1 if size else 0, np.int64)
    for at in range(size):
        found += powers[at : at + len(found), size - 1 - at]
        found %= _MODULUS
    return found & _KEPT


@lru_cache(maxsize=131072)
def _powers(word: str) -> bytes:
    """What a word adds to a run, by how many words of the run follow it: its hash times a power of the base."""
    value = int.from_bytes(blake2b(word.encode("utf-8", "replace"), digest_size=8).digest())
    return pack(f"={CHARACTERS}q", *[value * power % _MODULUS for power in _POWERS])


def _size(folded: Sequence[str]) -> int:
    return CHARACTERS if unspaced(folded) else SHINGLE


def _words(text: str, spans: Sequence[Span]) -> tuple[list[str], list[bool]]:
    """The folded words of a text, marks left out, and for each: does it lie in a quotation?"""
    found: list[str] = []
    quoted: list[bool] = []
    for stretch, inside in _stretches(text, spans):
        found += map(fold, bare(text, stretch))
        quoted += [inside] * (len(found) - len(quoted))
    return found, quoted


def _stretches(text: str, spans: Sequence[Span]) -> Iterator[tuple[Span, bool]]:
    """What the page says itself and what others said, in order."""
    said = deque(spoken(text, hull(spans)) if spans else ())
    for start, end in spans:
        while said and said[0].start < end:
            begin, stop = max(start, said[0].start), min(end, said[0].end)
            if begin < stop:
                yield Span(start, begin), False
                yield Span(begin, stop), True
                start = stop
            if said[0].end > end:
                break
            said.popleft()
        yield Span(start, end), False


def _told(
    page: Page, outline: Outline, folded: Sequence[str], spans: Sequence[Span]
) -> tuple[Sequence[str], Sequence[Span]]:
    """The words and paragraphs that tell the story, without what stands below it on a flattened page.

    They end where they share most with title and opening. Where markup has told the story from its furniture, this
    would take more than it gives: live pages, and languages that inflect at the front of words.
    """
    if page.form != "text" or len(spans) <= OPENING:
        return folded, spans
    said = [_content(bare(page.text, span)) for span in spans]
    about = _content(bare(outline.title or "")).union(*said[:OPENING])
    shared = accumulate((len(words & about) - RELATED * len(words) for words in said[OPENING:]), initial=0.0)
    end = OPENING + max((share, at) for at, share in enumerate(shared))[1]
    return (folded, spans) if end == len(spans) else (_words(page.text, spans[:end])[0], spans[:end])


def _content(words: Iterable[str]) -> set[str]:
    return {fold(word) for word in words if len(word) >= CONTENT or word[0].isdigit()}


def _terms(page: Page, outline: Outline, folded: Sequence[str], spans: Sequence[Span]) -> dict[str, dict[str, int]]:
    title = [fold(word) for word in bare(outline.title)] if outline.title else []
    names = [fold(name) for span in spans for name in _NAME.findall(page.text, *span)]
    counts = Counter(folded)
    numbers = Counter[str]()
    # The title's count too: newscluster / ECB+ / AllSides .951 / .965 / .928, not .951 / .963 / .927; of titles with 30
    # words below them .867 / .928 / .828, not .856 / .922 / .828. Names of titles join twin events: ECB+ .946.
    for word, count in chain(counts.items(), Counter(title).items()):
        if word[0].isdigit():
            numbers[re.sub(r"\D", "", word)] += count
    del numbers[""]
    fields = {
        "title": Counter(title),
        "lead": Counter([*title, *folded[:LEAD_WORDS]]),  # an outlet's title is another's first sentence
        "body": counts,
        "names": Counter(names),
        "numbers": numbers,
    }
    return {field: {term: terms[term] for term in sorted(terms)} for field, terms in fields.items()}
