"""A short run of the fuzzer over invented pages; `python -m tools.fuzz FOLDER --mutations 1000000` is a long one."""

from __future__ import annotations

from pathlib import Path

import pytest

import samestory
from tools.fuzz import damaged, faults

EXAMPLES = Path(samestory.__file__).parent / "examples" / "pages"
CASES = Path(__file__).parent / "cases" / "outline-html"


@pytest.mark.parametrize("seed", range(80))
def test_a_damaged_page_is_labelled_or_refused(seed: int) -> None:
    pages = [path.read_bytes() for folder in (EXAMPLES, CASES) for path in sorted(folder.rglob("*.html"))]
    assert list(faults(damaged(pages, seed, most=40).content, seconds=2.0)) == []


def test_a_sentence_of_many_stretches_of_time() -> None:
    """Found by a run of a million mutations: each stretch looked for its words in the whole sentence."""
    text = "You can cancel your subscription within 14 days, and " * 1000
    assert list(faults(f"<p>{text}</p>".encode(), seconds=2.0)) == []
