"""Copies in the archive never depend on the order or the batches in which pages came."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.order import Partition, at_once, filed, in_batches
from samestory import cleaning
from samestory.archive.filing import Filed
from samestory.archive.opening import opened
from samestory.evidence import SPREAD
from samestory.pipeline import Run
from samestory.types import Record
from tests.example import EXAMPLES

WORDS = [a + b for a in ("bar", "cal", "dor", "fen", "gal", "mor", "tel", "wis") for b in ("an", "eth", "ild", "ock")]
NOTICE = (
    "Readers who find an error in this report are asked to write to the desk at once and to name the page they saw."
)

Copied = tuple[set[tuple[str, str, float]], Mapping[str, str]]


def text(seed: int, length: int = 130) -> str:
    return " ".join(random.Random(seed).choices(WORDS, k=length))


def page(name: str, body: str, hour: int) -> Record:
    when = f"2031-05-{1 + hour // 24:02}T{hour % 24:02}:00:00Z"
    return Record(source=name, at="", form="body", content=body, title=name, published=when, outlet=f"The {name}")


def noticed(texts: int) -> Iterator[Record]:
    """So many texts with one notice, and a copy of the first."""
    for at in range(texts):
        yield page(f"own{at}", f"{text(at)}\n\n{NOTICE}", at)
    yield page("copy", text(0), texts + 1)


def joined() -> Iterator[Record]:
    """Two halves of a text, which only their source shows to be one, and as many more with their notice as may be."""
    first, second = text(100), text(101)
    yield page("source", f"{first} {second}", 0)
    yield page("half", f"{first} {text(102, 40)}\n\n{NOTICE}", 5)
    yield page("other", f"{second} {text(103, 40)}\n\n{NOTICE}", 6)
    yield from noticed(SPREAD - 1)


CASES = {
    "a notice of many": list(noticed(SPREAD + 1)),
    "a notice of few": list(noticed(SPREAD)),
    "one text after all": list(joined()),
}


def made(records: Sequence[Record]) -> list[Filed]:
    with TemporaryDirectory() as folder:
        db = opened(Path(folder, "none.db"), True)
        found = [filed for record in records for filed in cleaning.filed(db, record, Run(), cleaning.recalling(db))]
        db.close()
    return found


def copied(found: Partition) -> Copied:
    return found.copies, found.families


@pytest.mark.parametrize("case", CASES)
def test_the_cases_are_what_they_say(case: str) -> None:
    families = at_once(made(CASES[case])).families.values()
    assert max(map(list(families).count, families)) == {"a notice of many": 2}.get(case, len(CASES[case]))


@pytest.mark.parametrize("case", CASES)
@settings(max_examples=6, deadline=None)
@given(st.data())
def test_copies_do_not_depend_on_order_and_batches(case: str, data: st.DataObject) -> None:
    pages = data.draw(st.permutations(made(CASES[case])))
    size = data.draw(st.sampled_from([1, 2, 5, 99]))
    assert copied(in_batches(pages, size)) == copied(at_once(pages))


@pytest.mark.parametrize("size", [1, 5])
def test_the_stories_of_few_pages_are_those_of_one_pile(size: int) -> None:
    """Among them two events of one affair, and a page that joins its story only by the words of others."""
    paths = [str(EXAMPLES / "pages" / name) for name in ("festival-heat", "festival-storm", "mayor-vote")]
    pages = filed(paths)
    order = random.Random(size).sample(pages, len(pages))
    assert together(in_batches(order, size).stories) == together(at_once(pages).stories)


def together(stories: Mapping[str, str]) -> set[frozenset[str]]:
    """The pages of each story."""
    return {frozenset(page for page, named in stories.items() if named == story) for story in stories.values()}
