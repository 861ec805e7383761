"""The change note of every version: what it drops, adds, says otherwise and moves, in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from samestory.notes.sentences import Sentences, added, left_out, moves, sentences
from samestory.notes.voice import Telling
from samestory.notes.wordings import Turn, as_told, joined_turns, turns, weight
from samestory.phrases import names, number
from samestory.types import Collation, Joined, Lineage, Place, Version

MOST = 6  # things told; the rest is counted
LEAST_MEANING = 3  # changes of meaning that are told, however much else there is
MOVES = 2  # told one by one
WORDINGS = 2  # so many differences of mere wording are told one by one; more are counted
LITTLE = 0.25  # of its words shared: a text of its own, whose sentences are not told one by one


@dataclass(slots=True)
class Draft:
    """What sets one version apart, before it is put into words."""

    page_id: str
    rows: Sentences
    meaning: list[Turn] = field(default_factory=list)
    wording: list[Turn] = field(default_factory=list)
    format: list[Turn] = field(default_factory=list)


def notes(collation: Collation, versions: Sequence[Version], joined: Joined, lineage: Lineage) -> dict[str, str]:
    """For every page of a story what sets it apart: from the other version, or from what most have.

    Changes of meaning come first, then what is left out, added and moved; differences of wording are counted.
    """
    by_id, texts = {version.page.id: version for version in versions}, {page.id: page.text for page, _ in versions}
    telling = Telling(collation, by_id, names(versions), joined, lineage.copies, lineage.shared)
    rows = sentences(collation)
    drafts = {page_id: Draft(page_id, mine) for page_id, mine in rows.items()}
    for turn in turns(collation, texts):
        getattr(drafts[turn.page_id], turn.effect).append(turn)
    twins = _twins(drafts)
    return {page_id: _note(draft, rows, telling, twins.get(page_id)) for page_id, draft in drafts.items()}


def _twins(drafts: Mapping[str, Draft]) -> dict[str, str]:
    """Versions of the same words -> the first version that has them."""
    first: dict[object, str] = {}
    twins = {}
    for page_id, draft in drafts.items():
        words = tuple((turn.row, turn.mine_words, turn.rest) for turn in (*draft.meaning, *draft.wording))
        same = first.setdefault((words, tuple(draft.rows.had), tuple(draft.rows.moved)), page_id)
        if same != page_id:
            twins[page_id] = same
    if len(drafts) == 2:  # then each is the other's
        twins.update({first: second for second, first in twins.items()})
    return twins


def _note(draft: Draft, rows: Mapping[str, Sentences], telling: Telling, twin: str | None) -> str:
    if len(telling.collation.versions) == 1:
        return "is the only version"
    if twin:
        alike = _written(draft, telling) == _written(Draft(twin, rows[twin]), telling)
        return f"has the same words as {telling.names[twin]}{'' if alike else ', but for format'}"
    return "; ".join([*_standing(draft, telling), *_changes(draft, rows, telling)]) or "has what most others have"


def _written(draft: Draft, telling: Telling) -> list[str]:
    """Its sentences, character by character."""
    return [telling.text(Place(draft.page_id, reading.span)) for reading in draft.rows.had.values()]


def _standing(draft: Draft, telling: Telling) -> list[str]:
    """How the base text stands among several; how little a text of its own shares."""
    had, several = len(draft.rows.had), len(telling.collation.versions) > 2
    if not had:
        return ["has no text below its title"]
    if _by_itself(draft, telling):
        shared = had - len(draft.rows.alone)
        count = f"only {number(shared)}" if shared else "none"
        rest = "; the rest is not found elsewhere here" if shared else ""
        return [f"shares {count} of its {number(had)} {_plural('sentence', had)} with the others{rest}"]
    return ["stands closest to the others"] if several and draft.page_id == telling.collation.base else []


def _by_itself(draft: Draft, telling: Telling) -> bool:
    """Does it share so little that its sentences are not told one by one?"""
    return telling.shared.get(draft.page_id, 1.0) < LITTLE


def _changes(draft: Draft, rows: Mapping[str, Sentences], telling: Telling) -> list[str]:
    """Meaning first, then whole sentences, then a count of what is left."""
    whole = [] if _by_itself(draft, telling) else _whole(draft, rows, telling)
    meaning, wording = (joined_turns(found, telling) for found in (draft.meaning, draft.wording))
    shown = sorted(meaning, key=weight)[: max(LEAST_MEANING, MOST - len(whole))]
    told = [as_told(turn, telling) for turn in sorted(shown, key=lambda turn: (turn.row, turn.mine.span))] + whole
    if len(wording) <= WORDINGS and len(told) + len(wording) <= MOST:
        told += [as_told(turn, telling) for turn in wording]
        wording = []
    return [*told, *_remaining(len(meaning) - len(shown), len(wording), draft, bool(told))]


def _whole(draft: Draft, rows: Mapping[str, Sentences], telling: Telling) -> list[str]:
    """Sentences left out, added, moved."""
    told = [*left_out(rows, draft.page_id, telling), *added(rows, draft.page_id, telling)]
    return told + moves(draft.rows, telling)[:MOVES]


def _remaining(meaning: int, wording: int, draft: Draft, after: bool) -> list[str]:
    """What is not told one by one."""
    more = "more " if after else ""
    parts = [f"{number(meaning)} {more}{_plural('change', meaning)} of meaning"] if meaning else []
    parts += (
        [f"{number(wording)} {'' if parts else more}{_plural('difference', wording)} of wording"] if wording else []
    )
    if parts:
        return [f"{'and ' if after else ''}{' and '.join(parts)}"]
    return ["differs from most others in format only"] if draft.format and not after else []


def _plural(noun: str, count: int) -> str:
    return noun if count == 1 else f"{noun}s"
