"""The examples made anew, as `tools/examples/renewing` does: the answers must be about as good as on the packaged ones.

The seed is fixed unless the environment gives another (SAMESTORY_SEED); it is part of the test's name. A seed that
fails becomes a case with `python -m tools.make_case SEED STORY QUESTION`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from random import Random

import pytest

from tests.example import EXAMPLES, RENEWED_FLOORS
from tests.questions import Found
from tools import build_examples
from tools.examples import renewing
from tools.examples.authored import Story, Table, Version, stories, tables, text, wordings
from tools.examples.renewing import wording
from tools.examples.renewing.numerals import numerals
from tools.examples.truth import truth, written

SEED = int(os.environ.get("SAMESTORY_SEED", "20250509"))
ROOT = Path(__file__).resolve().parents[1]
CASES = sorted((ROOT / "tests" / "cases" / "renewed").iterdir())
SHOWN = 15  # of what is missing of a question


def asked(folder: Path, questions: Iterable[str]) -> dict[str, Found]:
    """What is answered rightly about the examples of a folder; in a process of its own, as modules hold one folder."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.questions", *questions],
        cwd=ROOT,
        env={**os.environ, "SAMESTORY_EXAMPLES": str(folder)},
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, Found] = json.loads(done.stdout)
    return found


def fallen(answers: Mapping[str, Found], floors: Mapping[str, float]) -> list[str]:
    """The questions that are answered worse than their floors, each with what is missing."""
    found = []
    for question, floor in floors.items():
        right = answers[question]
        missing = [what for what, holds in right.items() if not holds]
        if len(missing) > len(right) * (1 - floor) + 1e-9:
            found += [f"{question}: {1 - len(missing) / len(right):.3f} < {floor}", *missing[:SHOWN]]
    return found


@pytest.mark.parametrize("seed", [SEED], ids=lambda seed: f"seed {seed}")
def test_answers_are_as_good(seed: int, tmp_path: Path) -> None:
    build_examples.write(build_examples.built(renewing.renewed(seed)), tmp_path)
    found = fallen(asked(tmp_path, RENEWED_FLOORS), RENEWED_FLOORS)
    assert not found, "\n".join(
        [*found, f"to make a case of it: python -m tools.make_case {seed} STORY QUESTION, with the story of the page"]
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_what_failed_once(case: Path) -> None:
    """One story of a seed that failed, and how good the answers must be since."""
    floors = json.loads((case / "expected.json").read_text("utf-8"))
    assert not (found := fallen(asked(case, floors), floors)), "\n".join(found)


# ---- what is made ---------------------------------------------------------------------------------------------------


@cache
def made(seed: int) -> tuple[Story, ...]:
    return tuple(renewing.renewed(seed))


def test_they_are_others() -> None:
    """Others for another seed, the same ones for the same, and never the packaged ones."""
    one, again, other = (written(truth(renewing.renewed(seed))) for seed in (1, 1, 2))
    assert one == again
    assert len({one, other, (EXAMPLES / "truth.json").read_text("utf-8")}) == 3


@pytest.mark.parametrize("step", [name for name in renewing.STEPS if name != "wording"])
def test_every_step_changes_every_story(step: str) -> None:
    """No story is forgotten by the words of a step: a new one needs its names in examples/renewing."""
    told = tables()
    again = renewing.STEPS[step](told, Random(SEED))
    assert [table["story"] for table, other in zip(told, again, strict=True) if table == other] == []


def test_figures_are_told_as_before() -> None:
    """Where a page wrote the number of a figure, it writes the new one; as many numbers are others as stay."""
    changed = kept = 0
    for (language, before), (_, after) in zip(figures(stories()), figures(made(SEED)), strict=True):
        for end in {"low", "high"} & before.keys():
            told = [figure[end] in amounts(figure, language) for figure in (before, after)]
            assert told[0] == told[1], after
            changed, kept = changed + (before[end] != after[end]), kept + (before[end] == after[end])
    assert changed > kept / 3, (changed, kept)


def figures(told: Iterable[Story]) -> Iterator[tuple[str, Table]]:
    versions = (version for story in told for version in story.versions)
    yield from ((version.language, figure) for version in versions for figure in version.figures)


def amounts(figure: Table, language: str) -> set[float]:
    return {found.value for words in wordings(figure) for found in numerals(words, language)}


def test_other_words_are_differences() -> None:
    """Not on every page, but what they change between two pages is in the truth."""
    before, after = ([each for story in told for each in story.told["meaning"]] for told in (stories(), made(SEED)))
    assert len(after) > len(before)
    assert {entry["effect"] for entry in after if entry["why"] == wording.WHY} == {"wording"}


def test_everybody_and_every_outlet_is_called_otherwise() -> None:
    for before, after in zip(stories(), made(SEED), strict=True):
        for one, other in zip(before.versions, after.versions, strict=True):
            assert one.outlet != other.outlet, one.outlet
            said = text(other)
            assert [name for name in people(one) if name in said] == []


def people(version: Version) -> set[str]:
    """Who is quoted there by first and family name; companies that are called after what they do are not."""
    named = {quote["speaker"] for quote in version.quotes}
    return {name for name in named if name.istitle() and " " in name} - {"Sound Ferries"}
