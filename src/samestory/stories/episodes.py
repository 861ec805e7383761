"""One place on two days: pages that tell two events come in two bursts, far more alike inside than across.

What pages share with those of the day before, the place, its people and what happened there, can join a storm at a
festival and the next day's heat as closely as pages of one event are joined elsewhere. What tells them apart is the
time between the two and that each is alike by something of its own.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from samestory.arrays import Floats, Ints
from samestory.stories.linking import Pairs

FEWEST = 2  # pages of an episode
APART = 3 * 3600.0  # seconds from one episode's last page to the next one's first
# B-cubed F of newscluster / AllSides / packaged examples at 1.5, 1.8, 2.2: .928 / .932 / .987, .936 / .927 / .987,
# .941 / .925 / .987; undivided .942 / .924 / .958.
CLOSER = 2.2  # times as alike inside either as across


def episodes(story: Sequence[int], times: Floats, alike: Pairs) -> list[list[int]]:
    """A story, or the episodes that it falls into; where a page has no clock, none can be told.

    `times` are those of all pages by their numbers, `alike` the pairs of the story, whose pages ascend.
    """
    order = np.argsort(times[list(story)], kind="stable")
    clocks = times[list(story)][order]
    if len(story) < 2 * FEWEST or np.isnan(clocks).any():
        return [list(story)]
    place = np.argsort(order)
    ends = np.stack((place[np.searchsorted(story, alike.one)], place[np.searchsorted(story, alike.other)]))
    cuts = _cuts(clocks, ends.min(0), ends.max(0), alike.likeness)
    return [sorted(story[at] for at in part.tolist()) for part in np.split(order, cuts)]


def _cuts(clocks: Floats, first: Ints, last: Ints, likeness: Floats) -> list[int]:
    """Where to cut pages in the order of time; of each pair the `first` page and the `last`, by their places."""
    cut = _cut(clocks, first, last, likeness)
    if not cut:
        return []
    before, after = last < cut, first >= cut
    earlier = _cuts(clocks[:cut], first[before], last[before], likeness[before])
    later = _cuts(clocks[cut:], first[after] - cut, last[after] - cut, likeness[after])
    return [*earlier, cut, *(cut + at for at in later)]


def _cut(clocks: Floats, first: Ints, last: Ints, likeness: Floats) -> int:
    """The place where what is before and what is after differ most; 0 if nowhere enough."""
    pages = len(clocks)
    at = np.arange(FEWEST, pages - FEWEST + 1)
    at = at[clocks[at] - clocks[at - 1] >= APART]
    if not len(at):
        return 0
    whole = likeness.sum()
    before = np.cumsum(np.bincount(last, likeness, pages))[at - 1]
    after = whole - np.cumsum(np.bincount(first, likeness, pages))[at - 1]
    left = pages - at
    inside = np.minimum(before / (at * (at - 1) / 2), after / (left * (left - 1) / 2))
    across = np.maximum((whole - before - after) / (at * left), 1e-6)
    closer = np.round(inside / across, 6)
    best = int(closer.argmax())
    return int(at[best]) if closer[best] >= CLOSER else 0
