"""The examples under other names, on other sites, with other furniture: the answers must be as good.

The seed is fixed unless the environment gives another (SAMESTORY_SEED); it is part of the test's name.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.example import EXAMPLES, FLOORS
from tools import build_examples
from tools.examples import renewing

SEED = int(os.environ.get("SAMESTORY_SEED", "20250509"))
ROOT = Path(__file__).resolve().parents[1]
# Over six seeds what is asked of the stories fell by one of eleven at most (agencies named, by the style of the
# byline); what is asked of furniture, which is all other furniture, by .08.
SLACK, FURNITURE_SLACK = 0.1, 0.15
FURNITURE = ("role ", "body", "data", "outlet", "authors", "credit", "title")


@pytest.mark.parametrize("seed", [SEED], ids=lambda seed: f"seed {seed}")
def test_answers_are_as_good(seed: int, tmp_path: Path) -> None:
    build_examples.write(build_examples.built(renewing.renewed(seed)), tmp_path)
    asked = {**os.environ, "SAMESTORY_EXAMPLES": str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-m", "tests.questions"], cwd=ROOT, env=asked, capture_output=True, text=True, check=True
    )
    shares = json.loads(done.stdout)
    fallen = {
        question: (round(shares[question], 3), floor)
        for question, floor in FLOORS.items()
        if shares[question] < floor - (FURNITURE_SLACK if question.startswith(FURNITURE) else SLACK)
    }
    assert fallen == {}, f"python -m tools.build_examples --renewed {seed} FOLDER writes these pages"


def test_they_are_others() -> None:
    """Other names and other pages, and the same ones for the same seed."""
    one, again, other = (dict(build_examples.built(renewing.renewed(seed))) for seed in (1, 1, 2))
    packaged = (EXAMPLES / "truth.json").read_bytes()
    assert one == again
    assert len({one["truth.json"], other["truth.json"], packaged}) == 3
    assert b"Tolvik" in packaged
    assert b"Tolvik" not in one["truth.json"]
