"""Text of one source through the pages: links that hold the same part of a page belong to one strand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

# Of the smaller of two links: what they must have in common on a page. From .05 to .3 the parents of the development
# sets stay within .003; without strands, one tree a family, both parents of a merge are never found.
OVERLAP = 0.15
LEAST = 2  # units
WHOLE = 0.9  # of a page: an excerpt of another


class Link(NamedTuple):
    """Two pages and the units of text they share."""

    one: str
    other: str
    units: frozenset[int]


def strands(links: Iterable[Link], texts: Mapping[str, frozenset[int]]) -> list[list[Link]]:
    """The links by source: two belong together where a page holds the same units in both.

    A page merged from two sources so has links in two strands, however many copies it joins. Strands of which one page
    holds all that the others have (excerpts of it) are one. `texts`: all units of a page.

    >>> links = ("a", "m", {1, 2}), ("b", "m", {8, 9}), ("a", "c", {1, 2})
    >>> texts = {page: frozenset(range(10 * at, 10 * at + 10)) for at, page in enumerate("abcm")}
    >>> found = strands([Link(one, other, frozenset(units)) for one, other, units in links], texts)
    >>> [[link[:2] for link in strand] for strand in found]
    [[('a', 'c'), ('a', 'm')], [('b', 'm')]]
    """
    ordered = sorted(links, key=lambda link: link[:2])
    first = list(range(len(ordered)))

    def find(at: int) -> int:
        while first[at] != at:
            first[at] = at = first[first[at]]
        return at

    at_page: dict[str, list[int]] = defaultdict(list)
    for at, link in enumerate(ordered):
        at_page[link.one].append(at)
        at_page[link.other].append(at)
    for near in at_page.values():
        held: dict[int, frozenset[int]] = {}  # by strand: what the page has of it
        for at in near:
            units = ordered[at].units
            for strand in [strand for strand, has in held.items() if _overlap(units, has)]:
                units |= held.pop(strand)
                low, high = sorted((find(at), find(strand)))
                first[high] = low
            held[at] = units
    found: dict[int, list[Link]] = defaultdict(list)
    for at, link in enumerate(ordered):
        found[find(at)].append(link)
    return _excerpts(list(found.values()), texts)


def _excerpts(found: Sequence[list[Link]], texts: Mapping[str, frozenset[int]]) -> list[list[Link]]:
    """Strands of excerpts from one page put together."""
    pages = [{page for link in strand for page in link[:2]} for strand in found]
    often = Counter(page for strand in pages for page in strand)
    whole: dict[str | int, list[Link]] = {}
    for at, strand in enumerate(found):
        several = (page for page in sorted(pages[at]) if often[page] > 1)
        held = next((page for page in several if all(_holds(page, other, texts) for other in pages[at])), at)
        whole.setdefault(held, []).extend(strand)
    return list(whole.values())


def _holds(page: str, other: str, texts: Mapping[str, frozenset[int]]) -> bool:
    return len(texts[page] & texts[other]) >= WHOLE * len(texts[other])


def _overlap(one: frozenset[int], other: frozenset[int]) -> bool:
    return len(one & other) >= max(LEAST, OVERLAP * min(len(one), len(other)))
