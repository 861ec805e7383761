"""Where the versions of a story, or the sources inside it, contradict each other; and what only looks like it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from samestory.conflicts.counts import value_conflicts
from samestory.conflicts.days import date_conflicts
from samestory.conflicts.related import related
from samestory.conflicts.sayings import speaker_conflicts, wording_conflicts
from samestory.conflicts.story import Tale, story
from samestory.phrases import names
from samestory.types import Collation, Conflict, Joined, Relation, Version

_ORDER = ("value", "date", "speaker", "wording_of_quote")


def conflicts(
    collation: Collation, versions: Sequence[Version], joined: Joined
) -> tuple[tuple[Conflict, ...], tuple[Relation, ...]]:
    """What cannot both hold, and what touches without contradicting; never a difference of style."""
    tale = Tale(story(collation, versions), names(versions))
    found = list(_found(tale, joined))
    contradictions = sorted((one for one in found if isinstance(one, Conflict)), key=_weight)
    return tuple(contradictions), tuple(one for one in found if isinstance(one, Relation))


def _found(tale: Tale, joined: Joined) -> Iterator[Conflict | Relation]:
    return chain(
        value_conflicts(tale, joined.measures),
        date_conflicts(tale, joined),
        speaker_conflicts(tale, joined.utterances),
        wording_conflicts(tale, joined.utterances),
        related(tale, joined.measures),
    )


def _weight(conflict: Conflict) -> tuple[int, int]:
    """Kinds in order, in each those first that most versions have."""
    return _ORDER.index(conflict.kind), -len(_pages(conflict))


def _pages(conflict: Conflict) -> set[str]:
    return {place.page_id for place in conflict.readings}
