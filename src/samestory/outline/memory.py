"""What a site repeats on its other pages is furniture: learned from the pages at hand, asked of each page.

A line counts for how many *different* pages hold it. Two pages of one title, or that share half of their rarer running
text, are one: a story run twice must not make its paragraphs furniture. Numbers are masked, so that "9h ago" and
"3h ago" are one line.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b
from itertools import combinations
from typing import NamedTuple

from samestory import text as words
from samestory.operations import Engine
from samestory.outline.cues import folded
from samestory.outline.lines import weight
from samestory.outline.naming import title_given
from samestory.outline.published import day_given
from samestory.outline.sites import site
from samestory.spans import body, lines
from samestory.types import Memory, Outline, Page, Sighting, Span

VERSION = 2
LEAST_PAGES = 3  # of fewer pages of a site nothing can be learned
# Of a site are looked at. 250 flattened pages of 20 outlets, 4-gram F1 with the memory of 8, 32, 64, all (about 70)
# pages of their outlet: .9730, .9730, .9729, .9729 (alone .9183). More are needed only for what few pages repeat.
MOST_PAGES = 64
MOST_LINES = 1024  # of a page, and of a memory
LONG = 100.0  # visible characters from which a line is running text rather than a label

_SHORT_NEEDS, _LONG_NEEDS = 3, 4  # so many different pages
_ONE_DAY = 2  # times as many where all of them are of one day
_LONG_SHARE = (
    0.2  # of the site's different pages: a paragraph of background stands in some stories, a notice on most pages
)
_CHAIN_SHARE = 0.5  # where other sites hold the paragraph too: agency copy, or the notice of a house with several sites
_TWIN = 0.5  # of the smaller page's rarer running text: then two pages are the same story
# Of an article's running text that the site does not repeat, so much may go with what it does. Half: BASIL at half
# furniture B-cubed .979 (a fifth: .946). A memory of few pages is trusted less: on three tests of goods of one site,
# with labels alike, half took F1 from .928 to .914, a fifth to .925.
_MAY_DROP, _FEW_MAY_DROP, FEW_PAGES = 0.5, 0.2, 5


class Counted(NamedTuple):
    """A site's memory, and the lines in it that are furniture only if no other site holds them."""

    memory: Memory
    open: frozenset[int]


def place(url: str | None, outlet: str | None) -> str | None:
    """Whose memory a page belongs to: its registered domain, else the outlet given.

    >>> place("https://www.valley-post.example/a", "Valley Post"), place(None, "Valley Post")
    ('valley-post.example', 'valley post')
    """
    return site(url) or (outlet.casefold().strip() or None if outlet else None)


def sighting(page: Page) -> Sighting | None:
    r"""The lines of a page, to learn from; None if nothing tells its site, or if all of it is the article.

    >>> page = Page(id="p", text="Sport\nRain", source="p", form="text", text_by="text/1", outlet="Valley Post")
    >>> len(sighting(page).short)
    2
    """
    home = place(page.url, page.outlet)
    if home is None or page.form == "body" or page.extent != "full":
        return None
    short: set[int] = set()
    long: set[int] = set()
    for line in _lines(page):
        if key := keyed(line):
            (long if weight(line) >= LONG else short).add(key)
    title = title_given(page)
    return Sighting(
        page_id=page.id,
        site=home,
        title=keyed(title) if title else None,
        day=day_given(page),
        short=tuple(sorted(short)[:MOST_LINES]),
        long=tuple(sorted(long)[:MOST_LINES]),
    )


def _lines(page: Page) -> Iterator[str]:
    spans: Iterable[Span] = [mark.span for mark in page.marks] if page.form == "html" else lines(page.text)
    return (_one_line(page, span) for span in spans)


def keyed(line: str) -> int | None:
    """A line as it is remembered: 32 bits; None for what is never furniture by standing often.

    Numbers alone tell nothing, and a long line that is a quotation may be a standing one.

    >>> keyed("9h ago") == keyed("3h ago"), keyed("5,937")
    (True, None)
    """
    key = folded(line)
    if sum(map(str.isalpha, key[:8])) < 2 or (weight(line) >= LONG and _is_quoted(line)):
        return None
    # A site's sample holds some thousand different lines: one line in a million is taken for another.
    return int.from_bytes(blake2b(key.encode(errors="surrogatepass"), digest_size=4).digest(), "big")


def _is_quoted(line: str) -> bool:
    """Does most of a line stand between quotation marks?"""
    return 2 * sum(span.end - span.start for span in words.quotations(line)) > len(line)


def learned(sightings: Collection[Sighting], engine: Engine) -> dict[str, Memory]:
    """The memory of every site of which enough pages are at hand. The order of the pages does not matter."""
    by_site = engine.group(engine.each(lambda one: [(one.site, one)], sightings))
    counted = {name: count(pages) for name, pages in by_site if len(pages) >= LEAST_PAGES}
    open_ = frozenset[int]().union(*(found.open for found in counted.values()))
    holders = engine.group(engine.each(lambda one: [(line, one.site) for line in one.long if line in open_], sightings))
    elsewhere = {line for line, sites in holders if len(set(sites)) > 1}
    settled = (without(found, elsewhere) for found in counted.values())
    return {memory.site: memory for memory in settled if memory.lines}


def without(counted: Counted, elsewhere: Collection[int]) -> Memory:
    """A memory without the paragraphs that agencies or others may have given to several sites."""
    memory, dropped = counted.memory, counted.open.intersection(elsewhere)
    lines = tuple(pair for pair in memory.lines if pair[0] not in dropped)
    return Memory(memory.site, memory.version, memory.page_ids, lines)


def count(pages: Iterable[Sighting]) -> Counted:
    """What one site repeats, from its pages (those of least id, if they are many)."""
    seen = sorted(pages, key=lambda one: one.page_id)[:MOST_PAGES]
    story = _stories(seen)
    different = len(set(story))
    found: dict[int, int] = {}
    contested: set[int] = set()
    for needs, line, holders in _held(seen):
        times = len({story[at] for at in holders})
        if times < needs * (_ONE_DAY if _of_one_day(seen, holders) else 1):
            continue
        if needs == _LONG_NEEDS and times < _LONG_SHARE * different:
            continue
        found[line] = times
        if needs == _LONG_NEEDS and times < _CHAIN_SHARE * different:
            contested.add(line)
    kept = sorted(sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))[: 4 * MOST_LINES])
    memory = Memory(seen[0].site, VERSION, tuple(one.page_id for one in seen), tuple(kept))
    return Counted(memory, frozenset(contested))


def _held(seen: Sequence[Sighting]) -> Iterator[tuple[int, int, list[int]]]:
    """For every line: how many pages it needs, its hash, and where the pages that hold it stand."""
    for needs, lines_of_pages in (
        (_SHORT_NEEDS, [one.short for one in seen]),
        (_LONG_NEEDS, [one.long for one in seen]),
    ):
        holders = _holders(lines_of_pages)
        yield from ((needs, line, places) for line, places in holders.items() if len(places) >= needs)


def _holders(lines_of_pages: Iterable[Sequence[int]]) -> Mapping[int, list[int]]:
    """For every line, where the pages that hold it stand."""
    holders: dict[int, list[int]] = defaultdict(list)
    for at, found in enumerate(lines_of_pages):
        for line in found:
            holders[line].append(at)
    return holders


def _of_one_day(seen: Sequence[Sighting], holders: Sequence[int]) -> bool:
    days = [seen[at].day for at in holders if seen[at].day]
    return len(days) > 1 and len(set(days)) == 1


def _stories(seen: Sequence[Sighting]) -> list[int]:
    """Which of the pages are the same story: of one title, or with much the same running text."""
    first = list(range(len(seen)))

    def head(at: int) -> int:
        while first[at] != at:
            first[at] = at = first[first[at]]
        return at

    for one, other in (*_titled_alike(seen), *_told_alike(seen)):
        low, high = sorted((head(one), head(other)))
        first[high] = low
    return [head(at) for at in range(len(seen))]


def _titled_alike(seen: Sequence[Sighting]) -> Iterator[tuple[int, int]]:
    known: dict[int, int] = {}
    for at, one in enumerate(seen):
        if one.title is not None:
            yield known.setdefault(one.title, at), at


def _told_alike(seen: Sequence[Sighting]) -> Iterator[tuple[int, int]]:
    """Pairs of pages that share at least half of the running text that not most pages of the site hold."""
    holders = _holders(one.long for one in seen)
    rare = {line: places for line, places in holders.items() if len(places) <= max(LEAST_PAGES, len(seen) // 2)}
    own = Counter(at for places in rare.values() for at in places)
    shared = Counter(pair for places in rare.values() for pair in combinations(places, 2))
    yield from (pair for pair, times in shared.items() if times >= _TWIN * min(own[pair[0]], own[pair[1]]))


def known(memory: Memory | None, page: Page, texts: Sequence[str]) -> Mapping[int, int]:
    """On how many other pages of the site each of these lines stands, by its place; lines not known are left out."""
    if memory is None:
        return {}
    own = int(page.id in memory.page_ids)
    counted = ((at, _times(memory, keyed(text))) for at, text in enumerate(texts))
    found = {at: times - own for at, times in counted if times}
    if (opening := _announced(memory, page, texts, found)) is not None:
        del found[opening]
    return found


def _announced(memory: Memory, page: Page, texts: Sequence[str], found: Collection[int]) -> int | None:
    """The opening of a story whose title and opening other pages show as a teaser: it is this page's own."""
    title = title_given(page)
    key = keyed(title) if title else None
    if not _times(memory, key):
        return None
    headline = next((at for at, text in enumerate(texts) if keyed(text) == key), len(texts))
    return next((at for at in sorted(found) if at > headline and weight(texts[at]) >= LONG), None)


def _times(memory: Memory, key: int | None) -> int:
    if key is None:
        return 0
    at = bisect_left(memory.lines, (key, 0))
    return memory.lines[at][1] if at < len(memory.lines) and memory.lines[at][0] == key else 0


def doubts(page: Page, alone: Outline) -> frozenset[int]:
    """The lines that a memory is asked about: blocks taken for the article when the page was labelled alone.

    And the page's title, which tells whether other pages show its opening. What else a memory knows only speaks against
    the rest of the page: 4-gram F1 on 250 flattened pages .9729 with it and .9731 without. So it is known of every page
    which memories would label it otherwise.
    """
    told = [_one_line(page, span) for span in body(alone)]
    title = title_given(page) if told else None
    keys = map(keyed, [*told, title] if title else told)
    return frozenset(key for key in keys if key is not None)


def asked(memory: Memory, lines: Collection[int]) -> Memory:
    """As much of a memory as it is asked about."""
    return replace(memory, lines=tuple(pair for pair in memory.lines if pair[0] in lines))


def doubtful(page: Page, alone: Outline, memory: Memory) -> bool:
    """Does the memory know a block that was taken for the article's own when the page was labelled alone?"""
    return any(_times(memory, keyed(_one_line(page, span))) for span in body(alone))


def bears(page: Page, alone: Outline, again: Outline, memory: Memory) -> bool:
    """May the outline made with a memory stand? Not if much is gone that the site does not repeat.

    Labels that a site repeats stand inside articles too; a memory must not cut an article in two by them.
    """
    kept = set(body(again))
    if not kept:
        return False
    long = ((span, _one_line(page, span)) for span in body(alone))
    own = [(span, weight(line)) for span, line in long if weight(line) >= LONG and not _times(memory, keyed(line))]
    share = _MAY_DROP if len(memory.page_ids) >= FEW_PAGES else _FEW_MAY_DROP
    return sum(size for span, size in own if span not in kept) <= share * sum(size for _, size in own)


def _one_line(page: Page, span: Span) -> str:
    return " ".join(page.text[slice(*span)].split())


def told(others: int) -> str:
    """What a block's reason says of it.

    >>> told(7), told(1)
    ('stands on 7 other pages of this site', 'stands on 1 other page of this site')
    """
    return f"stands on {others} other page{'s' * (others > 1)} of this site"
