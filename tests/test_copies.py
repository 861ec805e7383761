"""Copies by containment over the whole pile: what counts as evidence, and what does not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from itertools import combinations
from pathlib import Path
from random import Random
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.copies import copies as copies_of
from samestory.engine.local import Local
from samestory.evidence import SPREAD
from samestory.fingerprint import fingerprint, shingles
from samestory.operations import Engine
from samestory.pile import pile
from samestory.text import paragraphs
from samestory.types import UNSEEN, Block, Copies, Fingerprint, Outline, Page

V = TypeVar("V")
W = TypeVar("W")
PAGES = Path(__file__).parent / "cases" / "lineage"
LOCK = json.loads((PAGES / "alone" / "pages.jsonl").read_text("utf-8"))["body"]


def taken(
    page_id: str, body: str, outlet: str | None = None, published: str | None = None, credit: tuple[str, ...] = ()
) -> Fingerprint:
    page = Page(page_id, body, page_id, "body", "body/1")
    blocks = tuple(Block(span, "article.paragraph", "") for span in paragraphs(body))
    outlined = Outline(page_id, blocks, published=published, outlet=outlet or page_id, language="en", credit=credit)
    return fingerprint(page, outlined)


def case(name: str) -> list[Fingerprint]:
    lines = (PAGES / name / "pages.jsonl").read_text("utf-8").splitlines()
    return [taken(p["id"], p["body"], p["outlet"], p["published"]) for p in map(json.loads, lines)]


def copies(prints: Iterable[Fingerprint], engine: Engine) -> Copies:
    return copies_of(pile(prints)[0], engine)


def families(prints: list[Fingerprint]) -> list[list[str]]:
    named = copies(prints, Local()).families
    return sorted(sorted(page for page, name in named.items() if name == each) for each in set(named.values()))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("unseen-source", [["alder", "birch"]]),
        ("merged-from-two", [["alder", "birch", "cedar", "dogwood", "elm"]]),
        ("one-quotation-is-no-copy", []),
        ("one-outlet-twice", []),
        ("excerpts-of-one-page", [["alder", "birch", "cedar"]]),
    ],
)
def test_families(name: str, expected: list[list[str]]) -> None:
    assert families(case(name)) == expected


def test_both_parents_of_a_merged_text() -> None:
    found = copies(case("merged-from-two"), Local()).copies
    parents = [copy.parent for copy in found if copy.child == "elm"]
    assert len(parents) == 2
    assert set(parents) & {"alder", "birch"}
    assert set(parents) & {"cedar", "dogwood"}


WIRE = [" ".join(f"{word}{n}" for n in range(150)) for word in ("ulla", "varna", "tamsund", "lindholm")]


def cuts(first: tuple[str, ...], second: tuple[str, ...], outlet: str = "elm") -> Copies:
    """A page with all parts of an agency's text but the second, and one an hour younger with all but the third."""
    alder = taken("alder", " ".join([WIRE[0], *WIRE[2:]]), published="2031-05-06T10:00:00Z", credit=first)
    elm = taken("elm", " ".join([*WIRE[:2], WIRE[3]]), outlet, "2031-05-06T11:00:00Z", second)
    return copies([alder, elm], Local())


def test_two_cuts_of_one_agencys_text_are_sisters() -> None:
    found = cuts(("AFP",), ("AFP",))
    assert [(pair.shared.child, pair.shared.parent, pair.wire) for pair in found.sisters] == [("elm", "alder", "AFP")]
    assert found.copies == ()
    assert len(found.families) == 2


def test_it_is_enough_that_one_of_them_names_it() -> None:
    assert [pair.wire for pair in (*cuts(("AFP",), ()).sisters, *cuts((), ("AFP",)).sisters)] == ["AFP", "AFP"]


@pytest.mark.parametrize(
    ("first", "second", "own", "told"),
    [((), ("AFP",), 60, 0), ((), ("AFP",), 10, 1), (("AFP",), ("AFP",), 60, 1), (("AFP",), (), 60, 1)],
)
def test_a_copy_seldom_finds_out_whose_text_its_source_has(
    first: tuple[str, ...], second: tuple[str, ...], own: int, told: int
) -> None:
    """Who alone names the agency has it from there if some forty words stand between what both have."""
    passage = " ".join(WIRE[1].split()[:own])
    alder = taken("alder", f"{WIRE[0]} {WIRE[2]}", published="2031-05-06T10:00:00Z", credit=first)
    elm = taken("elm", f"{WIRE[0]} {passage} {WIRE[2]}", published="2031-05-06T11:00:00Z", credit=second)
    found = copies([alder, elm], Local())
    assert (len(found.copies), len(found.sisters)) == (told, 1 - told)


def test_of_a_merged_text_one_source_may_be_the_agencys() -> None:
    whole = taken("alder", " ".join(WIRE[:2]), published="2031-05-06T10:00:00Z", credit=("AFP",))
    other = taken("birch", " ".join(WIRE[2:]), published="2031-05-06T10:00:00Z")
    merged = taken("elm", f"{WIRE[0]} {WIRE[2]}", published="2031-05-06T11:00:00Z", credit=("AFP",))
    assert {copy.parent for copy in copies([whole, other, merged], Local()).copies} == {"alder", "birch"}


def test_who_is_named_as_the_agency_is_the_source() -> None:
    whole = taken("alder", " ".join(WIRE[:2]), "Alder Wire", "2031-05-06T10:00:00Z")
    cut = taken("elm", WIRE[0], published="2031-05-06T11:00:00Z", credit=("Alder Wire",))
    assert [(copy.child, copy.parent) for copy in copies([whole, cut], Local()).copies] == [("elm", "alder")]


@pytest.mark.parametrize(("first", "second"), [((), ()), (("AFP",), ("Reuters",))])
def test_without_one_agency_their_source_is_unseen(first: tuple[str, ...], second: tuple[str, ...]) -> None:
    assert [pair.wire for pair in cuts(first, second).sisters] == [UNSEEN]


def test_what_stands_beside_an_agencys_text_tells_nothing() -> None:
    """A page's own beginning is not the agency's."""
    text = " ".join(WIRE[:2])
    pages = [
        taken("alder", text, published="2031-05-06T10:00:00Z", credit=("AFP",)),
        taken("elm", f"{WIRE[2]} {text}", published="2031-05-06T11:00:00Z", credit=("AFP",)),
    ]
    assert copies(pages, Local()).sisters == ()


def test_an_agencys_own_page_is_nobodys_copy() -> None:
    found = cuts((), (), outlet="Agence France-Presse")
    assert (found.copies, [pair.wire for pair in found.sisters]) == ((), ["AFP"])


def test_without_clocks_nobody_is_the_child() -> None:
    found, named, *_ = copies(case("same-without-clocks"), Local())
    assert not found
    assert set(named) == {"alder", "birch"}


def test_of_two_pages_of_one_day_nobody_is_the_child() -> None:
    day, hour = taken("day", LOCK, published="2031-05-06"), taken("hour", LOCK, published="2031-05-06T18:00:00+00:00")
    assert not copies([day, hour], Local())[0]
    [copy] = copies([day, taken("next", LOCK, published="2031-05-07")], Local())[0]
    assert (copy.child, copy.parent) == ("next", "day")


def test_what_one_outlet_repeats_is_no_evidence() -> None:
    notice = "Readers are reminded that letters to the editor must be signed and may be shortened before printing."
    one = taken("one", f"{notice}\n\nThe lake froze over in a single night.", "The Post")
    other = taken("two", f"{notice}\n\nA new school opens on the hill in autumn.", "The Post")
    assert not families([one, other])


def test_a_notice_that_many_outlets_print_is_no_evidence() -> None:
    notice = "This article may not be reproduced, stored or passed on in any form without leave of its owner."
    words = sorted({word.strip(".,“”") for word in LOCK.split()})
    own = [" ".join(Random(at).choices(words, k=200)) for at in range(SPREAD + 4)]
    assert not families([taken(f"p{at}", f"{text}\n\n{notice}") for at, text in enumerate(own)])


class Counting(Local):
    """Counts the pairs of pages that are looked at."""

    def __init__(self) -> None:
        self.pairs = 0

    def each(self, function: Callable[[V], Iterable[W]], values: Iterable[V]) -> Iterator[W]:
        for value in super().each(function, values):
            self.pairs += len(value) if isinstance(value, np.ndarray) else 0
            yield value


def cost(pages: int) -> int:
    engine = Counting()
    prints = [taken(f"p{n:03}", LOCK, published=f"2031-05-{1 + n % 28:02}") for n in range(pages)]
    named = copies(prints, engine).families
    assert set(named.values()) == {"p000"}
    return engine.pairs


def run(name: str, count: int) -> str:
    return " ".join(f"{name}x{word}" for word in range(count))


def reworded(kept: Iterable[int]) -> str:
    """A page of its own words with twelve here and there of TOLD: in ten places, a twelfth of its runs of words."""
    return " ".join(f"{run(f'told{at}', 12)} {run(f'own{at}', 88)}" for at in kept)


TOLD = " ".join(f"{run(f'told{at}', 12)} {run(f'more{at}', 90)}" for at in range(10))


@pytest.mark.parametrize(
    ("kept", "published", "expected"),
    [
        (range(10), "2031-05-06T18:00:00+00:00", [["first", "second"]]),
        ([7, 2, 9, 4, 0, 6, 1, 8, 3, 5], "2031-05-06T18:00:00+00:00", []),  # set phrases have no order
        (range(10), "2031-08-06T18:00:00+00:00", []),  # what a house says again of the same matter months later
        (range(10), None, []),
    ],
)
def test_a_text_reworded_throughout_keeps_words_in_many_places(
    kept: Iterable[int], published: str | None, expected: list[list[str]]
) -> None:
    first = taken("first", TOLD, published="2031-05-06T12:00:00+00:00")
    assert families([first, taken("second", reworded(kept), published=published)]) == expected


def test_who_quotes_the_same_words_has_also_what_stands_around_them() -> None:
    said = "\n\n".join(f"“{run(f'said{at}', 40)}” {run(f'cue{at}', 5)}." for at in range(10))
    one, other = (taken(name, f"{run(name, 500)}.\n\n{said}") for name in ("one", "two"))
    assert not families([one, other])
    as_many = run("cue", 94)
    assert families([taken(name, f"{run(name, 500)} {as_many}") for name in ("one", "two")]) == [["one", "two"]]


def test_a_text_run_by_very_many_outlets_stays_one_family_at_linear_cost() -> None:
    assert cost(160) < 2.3 * cost(80)


@settings(max_examples=25)
@given(st.permutations(case("merged-from-two-agencies") + case("second-hand")[1:2]))
def test_order_does_not_matter(prints: list[Fingerprint]) -> None:
    assert copies(prints, Local()) == copies(sorted(prints, key=lambda page: page.page_id), Local())


class Mixing(Local):
    """Gives what it is asked for in another order."""

    def each(self, function: Callable[[V], Iterable[W]], values: Iterable[V]) -> Iterator[W]:
        found = list(super().each(function, values))
        return iter(Random(7).sample(found, len(found)))


def test_the_engine_does_not_matter() -> None:
    prints = case("merged-from-two-agencies")
    assert copies(prints, Mixing()) == copies(prints, Local())


@given(st.lists(st.sampled_from(["lock", "gate", "rain", "the", "of"]), max_size=30))
def test_equal_runs_of_words_have_equal_shingles(words: list[str]) -> None:
    found = shingles(words)
    assert len(found) == (max(1, len(words) - 4) if words else 0)
    for one, other in combinations(range(len(found)), 2):
        same = words[one : one + 5] == words[other : other + 5]
        assert (found[one] == found[other]) == same


def test_scripts_without_spaces_use_runs_of_characters() -> None:
    text = "水曜日の早朝に水門が壊れ、濁った水が下町に流れ込んだ。少なくとも十四軒が浸水し、三つの橋が閉鎖された。" * 2
    one, other = taken("one", text + "市長は調査を約束した。"), taken("two", "住民は学校へ避難した。" + text)
    assert families([one, other]) == [["one", "two"]]
