"""Which pages tell the same event: invented piles with their truth, one a folder."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.engine.local import Local
from samestory.fingerprint import fingerprint
from samestory.pile import Terms
from samestory.pile import pile as columns
from samestory.stories import stories as stories_of
from samestory.stories.episodes import episodes
from samestory.stories.likeness import ONE_OUTLET, pairs
from samestory.stories.linking import Pairs, affairs, completed, components, gathered, groups
from samestory.text import paragraphs
from samestory.types import Block, Copy, Fingerprint, Outline, Page, Span, Story

V = TypeVar("V")
W = TypeVar("W")
CASES = sorted((Path(__file__).parent / "cases" / "stories").iterdir())


def stories(prints: Iterable[Fingerprint], copies: Iterable[Copy] = ()) -> tuple[Story, ...]:
    return stories_of(columns(prints)[1], copies, Local())


def paired(likeness: Mapping[tuple[int, int], float]) -> Pairs:
    edges = np.array(list(likeness), np.int32).reshape(-1, 2)
    return Pairs(edges[:, 0], edges[:, 1], np.array(list(likeness.values())))


def pile(case: Path) -> tuple[list[Fingerprint], list[list[str]]]:
    """The pages of a case, and its true stories."""
    prints, truth = [], defaultdict(list)
    for line in (case / "pages.jsonl").read_text("utf-8").splitlines():
        given = json.loads(line)
        page = Page(given["id"], given["body"], given["id"], "body", "body/1")
        blocks = tuple(Block(span, "article.paragraph", "") for span in paragraphs(page.text))
        prints.append(fingerprint(page, Outline(page.id, blocks, given["title"], given["published"], language="en")))
        truth[given["story"]].append(page.id)
    return prints, sorted(truth.values())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_stories(case: Path) -> None:
    prints, truth = pile(case)
    assert sorted(list(story.page_ids) for story in stories(prints)) == truth


@settings(max_examples=20)
@given(st.permutations(pile(CASES[0])[0] + pile(CASES[1])[0][3:]))
def test_order_does_not_matter(prints: list[Fingerprint]) -> None:
    in_order = sorted(prints, key=lambda page: page.page_id)
    assert stories(prints) == stories(in_order)


class Mixing(Local):
    """Gives what it is asked for in another order."""

    def each(self, function: Callable[[V], Iterable[W]], values: Iterable[V]) -> Iterator[W]:
        found = list(super().each(function, values))
        return iter(Random(7).sample(found, len(found)))


def test_the_engine_does_not_matter() -> None:
    terms = columns(pile(CASES[0])[0])[1]
    assert stories_of(terms, (), Mixing()) == stories_of(terms, (), Local())


@pytest.mark.parametrize(("words", "found"), [(3, 1), (0, 2)])
def test_a_copy_joins_pages_that_share_few_words_otherwise(words: int, found: int) -> None:
    """But not those that share none: they have in common what is printed below all stories."""
    one, last = pile(CASES[0])[0][0], pile(CASES[0])[0][-1]
    shared = sorted(one.terms["body"], key=lambda term: (-len(term), term))[:words]
    other = replace(last, terms={**last.terms, "body": {**last.terms["body"], **dict.fromkeys(shared, 1)}})
    assert len(stories([one, other], [])) == 2
    assert len(stories([one, other], [Copy(one.page_id, other.page_id, 0.8, ("most of it",))])) == found


@pytest.mark.parametrize(
    ("outlets", "bodies", "found"),
    [
        (1, (("otters", "pier"), ("budget", "vote"), ("ferry", "strike"), ("bakery", "fire")), 4),
        (4, (("otters", "pier"), ("budget", "vote"), ("ferry", "strike"), ("bakery", "fire")), 1),
        (1, (("ferry", "strike"), ("ferry", "strike")), 1),
        (1, ((), ()), 1),
    ],
)
def test_a_heading_that_an_outlet_repeats_joins_nothing(
    outlets: int, bodies: tuple[tuple[str, ...], ...], found: int
) -> None:
    """But it joins different outlets, revisions, and headlines without a text."""
    heading = dict.fromkeys(("marsh", "road", "flooded", "overnight"), 1)
    prints = [
        Fingerprint(
            f"p{at}", f"outlet {at % outlets}", "en", None, None, 2, (), (),
            {"title": heading, "lead": heading, "body": dict.fromkeys(own, 1), "names": {}, "numbers": {}},
        )
        for at, own in enumerate(bodies)
    ]  # fmt: skip
    assert len(stories(prints)) == found


def test_a_number_counts_in_the_title_too() -> None:
    body = Page("p", "All 40 are safe.", "p", "body", "body/1")
    block = Block(Span(0, len(body.text)), "article.paragraph", "")
    assert fingerprint(body, Outline("p", (block,), "40 of 1,200 rescued")).terms["numbers"] == {"1200": 1, "40": 2}


def test_pages_of_one_outlet_are_less_alike() -> None:
    first, second = pile(CASES[0])[0][:2]
    both = [likeness_of(columns([first, replace(second, outlet=outlet)])[1]) for outlet in (first.outlet, "other")]
    assert both[0] == pytest.approx(ONE_OUTLET * both[1], abs=1e-4)


def likeness_of(pages: Terms) -> float:
    return float(pairs(pages, {}, 1.0, Local()).likeness[0])


def test_average_link_does_not_chain() -> None:
    chain = paired({(0, 1): 0.9, (1, 2): 0.9, (2, 3): 0.9})
    assert groups(0.5, (range(4), chain)) == [[0, 1], [2, 3]]


likeness = st.dictionaries(st.tuples(st.integers(0, 7), st.integers(8, 15)), st.floats(0.02, 1), max_size=40)


@given(likeness, st.floats(0.05, 0.9))
def test_groups_never_leave_a_component(likeness: dict[tuple[int, int], float], cut: float) -> None:
    """What is linked component by component is what would be linked in the whole."""
    pairs = paired(likeness)
    apart = [group for component in components(16, pairs, cut) for group in groups(cut, component)]
    assert sorted(apart) == sorted(groups(cut, (range(16), pairs)))


@given(likeness, st.randoms(use_true_random=False))
def test_the_order_of_pairs_does_not_matter(likeness: dict[tuple[int, int], float], random: Random) -> None:
    mixed = dict(random.sample(list(likeness.items()), len(likeness)))
    assert groups(0.2, (range(16), paired(mixed))) == groups(0.2, (range(16), paired(likeness)))


story_of_four = {(page, 4): 0.08 for page in range(4)}


def test_a_page_a_little_like_a_whole_story_goes_to_it() -> None:
    assert gathered([[0, 1, 2, 3], [4]], paired(story_of_four)) == [[0, 1, 2, 3, 4]]


def test_a_page_as_much_like_another_story_stays_alone() -> None:
    rival = {(4, page): 0.07 for page in range(5, 8)}
    apart = [[0, 1, 2, 3], [4], [5, 6, 7]]
    assert gathered(apart, paired(story_of_four | rival)) == apart


def test_stories_of_like_size_are_not_put_together() -> None:
    both = paired({(one, other): 0.1 for one in range(4) for other in range(4, 7)})
    assert gathered([[0, 1, 2, 3], [4, 5, 6]], both) == [[0, 1, 2, 3], [4, 5, 6]]


@given(likeness, st.randoms(use_true_random=False))
def test_gathering_splits_no_group_whatever_the_order(likeness: dict[tuple[int, int], float], random: Random) -> None:
    before = groups(0.3, (range(16), paired(likeness)))
    after = gathered(before, paired(likeness))
    assert all(any(set(group) <= set(larger) for larger in after) for group in before)
    mixed = dict(random.sample(list(likeness.items()), len(likeness)))
    assert sorted(after) == sorted(gathered(random.sample(before, len(before)), paired(mixed)))


DAY = 86400.0
two_days = {(0, 1): 0.5, (0, 2): 0.5, (1, 2): 0.5, (3, 4): 0.6, (2, 3): 0.4}


def test_two_bursts_alike_by_something_of_their_own_are_two_stories() -> None:
    times = np.array([0.0, 1.0, 2.0, DAY, DAY + 1])
    assert episodes(range(5), times, paired(two_days)) == [[0, 1, 2], [3, 4]]
    assert episodes(range(5), np.zeros(5), paired(two_days)) == [[0, 1, 2, 3, 4]]
    assert episodes(range(5), np.full(5, np.nan), paired(two_days)) == [[0, 1, 2, 3, 4]]


def test_a_story_that_runs_on_is_one() -> None:
    running = paired({(one, other): 0.4 for other in range(6) for one in range(other)})
    assert episodes(range(6), np.array([day * DAY for day in range(6)]), running) == [[0, 1, 2, 3, 4, 5]]


def test_similar_events_may_be_of_one_affair_and_others_are_not() -> None:
    near = paired({(0, 2): 0.08, (1, 2): 0.08, (2, 3): 0.03})
    assert affairs(0.06, [[0, 1], [2], [3]], near) == [[0, 1, 2], [3]]


@pytest.mark.parametrize(("beside", "found"), [(0.01, [[0, 1, 2, 3], [4, 5]]), (0.05, [[0, 1], [2], [3], [4, 5]])])
def test_follow_ups_go_to_their_story_where_nothing_else_resembles_the_affair(
    beside: float, found: list[list[int]]
) -> None:
    own = dict.fromkeys([(0, 2), (1, 2), (0, 3), (1, 3), (2, 3)], 0.1)
    near = paired(own | {(1, 4): beside, (1, 5): beside})
    assert sorted(completed([[0, 1], [2], [3], [4, 5]], [[0, 1, 2, 3], [4, 5]], near)) == found


def test_two_events_of_an_affair_stay_two_even_if_nothing_else_resembles_it() -> None:
    twins = paired({(one, other): 0.1 for one in range(3) for other in (3, 4)})
    assert completed([[0, 1, 2], [3, 4]], [[0, 1, 2, 3, 4]], twins) == [[0, 1, 2], [3, 4]]


NAMES = {
    "ru": ("Вчера Ильзе Таррант сказала это в Порту.", {"ильзе таррант", "порту"}),
    "pl": ("Wczoraj źle mówił o tym Łukasz Żak w Łodzi.", {"łukasz żak", "łodzi"}),
}


@pytest.mark.parametrize("language", NAMES)
def test_names_are_what_has_capitals_in_any_script(language: str) -> None:
    text, names = NAMES[language]
    blocks = tuple(Block(span, "article.paragraph", "") for span in paragraphs(text))
    found = fingerprint(Page("p", text, "p", "body", "body/1"), Outline("p", blocks, language=language))
    assert set(found.terms["names"]) == names


FERRY = [f"The ferry Kestrel ran aground on the sandbank off Ostra, said witness {name}." for name in "ABCDE"]
OTHER = ["Bakers in Tolney voted against longer working hours.", "Tickets for the concert sold out within minutes."]


def test_what_stands_below_a_flattened_story_does_not_tell_it() -> None:
    page = Page("p", "\n\n".join(FERRY + OTHER), "p", "text", "plain/1")
    blocks = tuple(Block(span, "article.paragraph", "") for span in paragraphs(page.text))
    told = fingerprint(page, Outline("p", blocks, "Ferry aground off Ostra")).terms["body"]
    assert "kestrel" in told
    assert not {"tolney", "bakers", "concert"} & told.keys()
    kept = fingerprint(replace(page, form="body"), Outline("p", blocks, "Ferry aground off Ostra")).terms["body"]
    assert {"kestrel", "tolney", "concert"} <= kept.keys()


def test_pages_without_words_are_stories_by_themselves() -> None:
    empty = [fingerprint(Page(name, "", name, "body", "body/1"), Outline(name, ())) for name in ("one", "two")]
    assert sorted(story.page_ids for story in stories(empty)) == [("one",), ("two",)]
