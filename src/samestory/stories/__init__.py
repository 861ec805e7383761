"""Which pages tell the same event: term vectors by field, a time kernel, average link, twice.

A title that an outlet puts over several pages is set aside before. Then first over the whole pile with its inverse
document frequencies (the coarse groups: one affair), and again inside each coarse group with frequencies counted there,
so that what all pages of an affair share does not hold its days together. At last the small groups that are left over
go to the one story they are clearly nearest to, or to the one of an affair that stands apart; what came in two bursts
is told apart. Which stories belong to one running affair is kept beside.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING

from samestory.operations import Engine
from samestory.stories.reasons import ALIKE, ALONE
from samestory.types import Copy, Story

if TYPE_CHECKING:
    from samestory.pile import Terms
    from samestory.stories.linking import Component

# One setting for all data; docs/design.md tells what each number's neighbours do.
COARSE, FINE = 0.115, 0.14  # cuts of the average likeness
# Stories this much alike belong to one running affair. B-cubed F of newscluster's first half at .045, .054, .06, .066:
# .950, .949, .940, .920; of examples made anew .959, .962, .962, .962.
AFFAIR = 0.054
FEW = 10  # pages are a small pile
AT_ONCE = 1024  # pages of affairs that are cut in one go

Shares = Mapping[int, Mapping[int, float]]  # of copies: by the lower, then the higher row of the two pages


def stories(pages: Terms, copies: Iterable[Copy], engine: Engine) -> tuple[Story, ...]:
    """The pages grouped by the event they tell; each page is in exactly one story.

    `copies` raise the likeness of two pages to the share they have in common. Ids come from the smallest page id.
    """
    from samestory.stories.headings import without_headings  # loads numpy, which only those commands need that group
    from samestory.stories.likeness import pairs
    from samestory.stories.linking import NEAR, components, groups

    shares = _shares(pages.ids, copies)
    pages = without_headings(pages)
    # In a small pile nearly every telling word is alone: pages would be alike by the few words that are left.
    alike = pairs(pages, shares, FEW / (FEW + len(pages.ids)), engine)
    affairs = engine.each(partial(groups, COARSE), components(len(pages.ids), alike, COARSE))
    events = {rows[0]: rows for rows in engine.each(partial(_events, pages, shares, engine), _laid(affairs))}
    found = engine.each(partial(_settled, pages, events), components(len(pages.ids), alike, NEAR))
    told = (_story([pages.ids[row] for row in rows], pages.ids[affair]) for rows, affair in found)
    return tuple(sorted(told, key=lambda story: story.id))


def _laid(affairs: Iterable[Sequence[int]]) -> Iterator[list[Sequence[int]]]:
    """Affairs laid together that are cut in one go: with few pages each takes hardly longer than all of them."""
    pile, pages = list[Sequence[int]](), 0
    for affair in affairs:
        pile.append(affair)
        pages += len(affair)
        if pages >= AT_ONCE:
            yield pile
            pile, pages = [], 0
    yield pile


def _events(whole: Terms, shares: Shares, engine: Engine, affairs: Sequence[Sequence[int]]) -> Iterator[Sequence[int]]:
    """Affairs cut again, each by itself. What one page alone holds counts nothing here: the affair chose its pages."""
    yield from (affair for affair in affairs if len(affair) < 3)
    if not (large := [affair for affair in affairs if len(affair) >= 3]):
        return
    from samestory.pile import parts
    from samestory.stories.likeness import pairs
    from samestory.stories.linking import components, groups

    rows = [row for affair in large for row in affair]
    place = {row: at for at, row in enumerate(rows)}
    own = {row: number for number, affair in enumerate(large) for row in affair}
    inside = {
        place[row]: {place[other]: share for other, share in shares[row].items() if own.get(other) == own[row]}
        for row in rows
        if row in shares
    }
    alike = pairs(parts(whole, large), inside, 0.0, engine)
    found = engine.each(partial(groups, FINE), components(len(rows), alike, FINE))
    yield from ([rows[at] for at in group] for group in found)


def _settled(
    pages: Terms, events: Mapping[int, Sequence[int]], component: Component
) -> Iterator[tuple[list[int], int]]:
    """The stories of a component, each with the first row of its affair.

    Of its events, which are given by their first row, small ones are put to those near them, two bursts told apart.
    """
    from samestory.stories.episodes import episodes
    from samestory.stories.linking import affairs, completed, gathered, within

    rows, alike = component
    if len(rows) == 1:
        yield list(rows), rows[0]
        return
    found = gathered([events[row] for row in rows if row in events], alike)
    running = affairs(AFFAIR, found, alike)
    heads = {row: affair[0] for affair in running for row in affair}
    whole = completed(found, running, alike)
    for group, own in zip(whole, within(whole, alike), strict=True):
        yield from ((story, heads[story[0]]) for story in episodes(group, pages.times, own))


def _shares(ids: Sequence[str], copies: Iterable[Copy]) -> Shares:
    place = {id_: row for row, id_ in enumerate(ids)}
    shares: dict[int, dict[int, float]] = defaultdict(dict)
    for copy in copies:
        if copy.child in place and copy.parent in place:
            low, high = sorted((place[copy.child], place[copy.parent]))
            shares[low][high] = max(copy.share, shares[low].get(high, 0.0))
    return shares


def _story(page_ids: Sequence[str], affair: str) -> Story:
    return Story(_named(page_ids[0]), tuple(page_ids), ALONE if len(page_ids) == 1 else ALIKE, _named(affair))


def _named(first: str) -> str:
    return blake2b(first.encode(), digest_size=6).hexdigest()
