"""When the pages change in a way that changes nothing, or the same thing everywhere, the answers must follow.

The seed is fixed unless the environment gives another (SAMESTORY_SEED); it is part of every test's name.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from samestory.types import Comparison, Record
from tests import changed
from tests.changed import Change, told
from tests.example import FIRST, TRUTH
from tools.examples.renewing import dates

SEED = int(os.environ.get("SAMESTORY_SEED", "20250509"))
ACCEPTANCE = Path(os.environ.get("SHARED", Path(__file__).resolve().parents[2] / "shared")) / "acceptance"

absent = pytest.mark.skipif(not ACCEPTANCE.is_dir(), reason=f"no acceptance pages at {ACCEPTANCE}")
each_pile = pytest.mark.parametrize("pile", ["example", pytest.param("acceptance", marks=absent)])
each_seed = pytest.mark.parametrize("seed", [SEED], ids=lambda seed: f"seed {seed}")


@cache
def records(pile: str) -> Sequence[Record]:
    return changed.pile(list(map(str, FIRST)) if pile == "example" else [str(ACCEPTANCE / "seeds")])


@cache
def answer(pile: str) -> Comparison:
    return changed.compared(records(pile))


def follows(expected: dict[str, Any], again: dict[str, Any]) -> None:
    """Fail with what does not follow, a line each."""
    found = differing(expected, again)
    assert not found, "\n".join(
        f"{part}\n  expected {wanted}\n  found    {got}" for part, (wanted, got) in found.items()
    )


def differing(one: dict[str, Any], other: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    """What two answers do not share, story by story."""
    if one.keys() != other.keys():
        return {"stories": (sorted(one), sorted(other))}
    return {
        f"{story}: {part}": both(one[story][part], other[story][part])
        for story in one
        for part in one[story]
        if one[story][part] != other[story][part]
    }


def both(one: Any, other: Any) -> tuple[Any, Any]:
    """What only one of two values has, if they are sets."""
    return (one - other, other - one) if isinstance(one, set) else (one, other)


@each_pile
@each_seed
def test_other_names(pile: str, seed: int) -> None:
    change = changed.renaming(answer(pile), seed)
    again = changed.compared(changed.rewritten(records(pile), change.words))
    assert changed.names(answer(pile)), "nobody was named, so nobody was renamed"
    follows(told(answer(pile), change), told(again))


@each_pile
@each_seed
def test_other_numbers(pile: str, seed: int) -> None:
    change = changed.recounting(seed)
    again = changed.compared(changed.rewritten(records(pile), change.words))
    follows(told(answer(pile), change), told(again))


@each_pile
def test_another_year(pile: str) -> None:
    """Eleven years before the years of the pages, with the same calendar: every weekday stays what it is."""
    change = Change(dates.moving("en", dates.Shift(years=-11, months=0, weekdays=0)))
    again = changed.compared(changed.rewritten(records(pile), change.words))
    assert again != answer(pile)
    follows(told(answer(pile), change), told(again))


@each_pile
@each_seed
def test_furniture_in_another_order(pile: str, seed: int) -> None:
    pages = [shuffled(record, pile, seed) for record in records(pile)]
    assert pages != records(pile)
    again = changed.compared(pages)
    follows(told(answer(pile)), told(again))


def shuffled(record: Record, pile: str, seed: int) -> Record:
    """A page with the groups of its furniture in another order, if it is one whose groups are known."""
    text = changed.text_of(record)
    starts = group_starts(Path(record.source).name, text, pile)
    return changed.rewritten([record], lambda text: changed.shuffled(text, starts, seed))[0] if starts else record


def group_starts(name: str, text: str, pile: str) -> list[int]:
    """Where the groups of furniture behind the article begin; last, where the footer does."""
    if pile == "example":
        lines = TRUTH["pages"].get(name, {}).get("groups", [])
        return [text.index(f"\n{line}\n") + 1 for line in lines]
    elements = json.loads((ACCEPTANCE / "elements.json").read_text("utf-8"))
    groups = [group["start"] for group in elements["groups"] if group["doc"] == "A"]
    body = next(group["end"] for group in elements["groups"] if group["id"].endswith("body"))
    behind = [start for start in groups if start > body]
    return behind if len(text) > behind[-1] else []


@each_pile
@pytest.mark.parametrize("lines", [changed.without_blank_lines, changed.with_more_blank_lines])
def test_other_lines(pile: str, lines: changed.Words) -> None:
    pages = [record if record.form == "html" else changed.rewritten([record], lines)[0] for record in records(pile)]
    follows(told(answer(pile)), told(changed.compared(pages)))


@each_pile
def test_pages_in_another_order(pile: str) -> None:
    assert changed.compared(list(reversed(records(pile)))) == answer(pile)


@each_pile
@pytest.mark.parametrize("seed", range(SEED, SEED + 5), ids=lambda seed: f"seed {seed}")
def test_other_sources(pile: str, seed: int) -> None:
    change = changed.resourcing(records(pile), seed)
    pages = [replace(record, source=change.source(record.source)) for record in records(pile)]
    follows(told(answer(pile), change), told(changed.compared(pages)))


def test_a_change_that_is_not_followed_is_seen() -> None:
    """The comparison of answers itself: another number on one page only is no change that an answer may ignore."""
    one = told(answer("example"))
    change = changed.recounting(SEED)
    assert differing(one, told(answer("example"), Change(str.upper)))
    half = [
        page if number else changed.rewritten([page], change.words)[0] for number, page in enumerate(records("example"))
    ]
    assert differing(one, told(changed.compared(half)))


@each_seed
def test_shuffling_keeps_every_group(seed: int) -> None:
    text = "head\none\ntwo\nthree\nfoot\n"
    starts = [text.index(line) for line in ("one", "two", "three", "foot")]
    found = changed.shuffled(text, starts, seed)
    assert sorted(found.split()) == sorted(text.split())
    assert (found[: starts[0]], found[starts[-1] :]) == (text[: starts[0]], text[starts[-1] :])
    assert all(one < other for one, other in pairwise(starts))
