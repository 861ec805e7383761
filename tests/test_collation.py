"""Collation: invented stories whose differences a person judged, and what must hold for all texts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise, permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from samestory.align import hunks, likeness, moved
from samestory.collation import collate
from samestory.spans import inside
from samestory.text import paragraphs, sentences
from samestory.types import Block, Collation, Outline, Page, Row, Span, Variant, Version

CASES = sorted((Path(__file__).parent / "cases" / "collation").iterdir())
ROLES = ("article.paragraph", "article.heading", "media.caption", "article.headline", "ad.slot")
# The least share of the differences of all cases, by effect, that is said to have that effect.
FLOORS = {"meaning": 0.95, "wording": 0.92, "format": 0.8}
GRAVITY = {"format": 0, "wording": 1, "meaning": 2}

Words = Mapping[str, str]  # what stands in each version


def version(name: str, text: str, language: str | None = "en") -> Version:
    blocks = tuple(Block(span, "article.paragraph", "test") for span in paragraphs(text))
    return Version(Page(name, text, name, "body", "body/1"), Outline(name, blocks, language=language))


class Case:
    """A folder of versions and what a person says of them."""

    def __init__(self, folder: Path) -> None:
        self.expected: dict[str, Any] = json.loads((folder / "expected.json").read_text("utf-8"))
        self.texts = {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))}
        self.collation = collate([version(*item) for item in self.texts.items()], folder.name)

    def slice(self, name: str, span: Span) -> str:
        return self.texts[name][span.start : span.end]

    def row(self, name: str, sentence: str) -> Row:
        """The row with the sentence of a version that holds these words."""
        at = self.texts[name].index(sentence)
        held = Span(at, at + len(sentence))
        return next(
            row for row in self.collation.rows for r in row.readings if r.page_id == name and inside(held, r.span)
        )

    def told(self, difference: Words) -> list[Variant]:
        """The variants that tell a difference: exactly, else with more or fewer of its words."""
        names = [name for name in difference if name != "effect"]
        found = [
            (variant, words)
            for row in self.collation.rows
            for variant in row.variants
            if all(name in (words := self.words(variant)) for name in names)
            and all(words[name] in difference[name] or difference[name] in words[name] for name in names)
            and any(words[name] and difference[name] for name in names)
        ]
        exact = [variant for variant, words in found if all(words[name] == difference[name] for name in names)]
        return exact or [variant for variant, _ in found]

    def words(self, variant: Variant) -> dict[str, str]:
        return {place.page_id: self.slice(place.page_id, place.span) for place in variant.readings}


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return [Case(folder) for folder in CASES]


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_sentences_stand_with_their_twins(folder: Path) -> None:
    case = Case(folder)
    for twins in case.expected["together"]:
        rows = [case.row(name, sentence) for name, sentence in twins.items()]
        assert all(row == rows[0] for row in rows), twins
    for one in case.expected["alone"]:
        row = case.row(one["version"], one["sentence"])
        assert ([r.page_id for r in row.readings], row.effect) == ([one["version"]], one["effect"]), one


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_a_sentence_elsewhere_has_moved(folder: Path) -> None:
    case = Case(folder)
    stirred = {
        case.slice(r.page_id, r.span)
        for row in case.collation.rows
        if any(x.change == "moved" for x in row.readings)
        for r in row.readings
    }
    for one in case.expected["moved"]:
        assert any(one["sentence"] in sentence for sentence in stirred), one
    if not case.expected["moved"]:
        assert not stirred


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_every_difference_is_told(folder: Path) -> None:
    case = Case(folder)
    missing = [difference for difference in case.expected["differences"] if not case.told(difference)]
    assert not missing


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_variants_are_small_and_have_a_place_in_every_version_of_their_row(folder: Path) -> None:
    case = Case(folder)
    for row in case.collation.rows:
        for variant in row.variants:
            assert [place.page_id for place in variant.readings] == [r.page_id for r in row.readings]
            assert all(len("".join(case.slice(*place).split())) <= 90 for place in variant.readings)
            assert len(set(case.words(variant).values())) > 1


def test_effects_are_those_a_person_sees(cases: list[Case]) -> None:
    judged = Counter[tuple[str, str]]()
    for case in cases:
        for difference in case.expected["differences"]:
            effects = [variant.effect for variant in case.told(difference)]
            judged[difference["effect"], max(effects, key=GRAVITY.__getitem__, default="-")] += 1
    for effect, floor in FLOORS.items():
        total = sum(count for (true, _), count in judged.items() if true == effect)
        assert judged[effect, effect] >= floor * total, judged


NAMES = ("Okoro", "Delmar", "Vesna", "Tibor")
SUBJECTS = ("The mayor", "A judge", "Police in Tarn", "Okoro", "Vesna Delmar", "The central bank", "Two divers")
VERBS = ("said", "closed", "has opened", "did not find", "may visit", "praised", "rejected")
OBJECTS = (
    "the old bridge",
    "5,937 letters",
    "a new school",
    "the report on Monday",
    "“a very long road”",
    "Tibor's plan",
)
SENTENCES = st.builds(lambda *words: " ".join(words) + ".", *map(st.sampled_from, (SUBJECTS, VERBS, OBJECTS)))
PARAGRAPHS = st.lists(SENTENCES, min_size=1, max_size=3).map(" ".join)
TEXTS = st.lists(PARAGRAPHS, min_size=0, max_size=5).map("\n\n".join) | st.text(max_size=80)
STORIES = st.lists(TEXTS, min_size=1, max_size=4)
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def story(texts: Iterable[str]) -> list[Version]:
    return [version(f"v{number}", text) for number, text in enumerate(texts)]


@FEW
@given(st.lists(st.tuples(st.sampled_from(ROLES), PARAGRAPHS), max_size=6), TEXTS)
def test_readings_lie_in_the_body_and_do_not_overlap(blocks: list[tuple[str, str]], text: str) -> None:
    body, spans = "", []
    for role, paragraph in blocks:
        spans.append(Block(Span(len(body), len(body) + len(paragraph)), role, "test"))
        body += paragraph + "\n\n"
    page = Version(Page("p", body, "p", "body", "body/1"), Outline("p", tuple(spans), language="en"))
    held = [block.span for block in spans if block.role in ROLES[:2]]
    found = sorted(
        r.span for row in collate([page, version("q", text)], "s").rows for r in row.readings if r.page_id == "p"
    )
    assert all(one.end <= other.start for one, other in pairwise(found))
    for span in found:
        visible = {at for at in range(*span) if not body[at].isspace()}
        assert visible <= {at for block in held for at in range(*block)}


@FEW
@given(STORIES)
@example(["Same. Same. Same.", "Same. Same."])
def test_every_sentence_is_in_exactly_one_row(texts: list[str]) -> None:
    found = collate(story(texts), "s")
    for one in story(texts):
        readings = [r.span for row in found.rows for r in row.readings if r.page_id == one.page.id]
        for block in one.outline.blocks:
            for sentence in sentences(one.page.text, block.span):
                assert sum(inside(sentence, span) for span in readings) == 1
    assert all(len({r.page_id for r in row.readings}) == len(row.readings) for row in found.rows)


@FEW
@given(STORIES.filter(lambda texts: len(texts) > 1), st.randoms(use_true_random=False))
def test_the_order_of_versions_does_not_matter(texts: list[str], chance: Any) -> None:
    versions = story(texts)
    shuffled = versions[:]
    chance.shuffle(shuffled)
    assert collate(shuffled, "s") == collate(versions, "s")


def test_the_order_of_versions_does_not_matter_in_the_cases(cases: list[Case]) -> None:
    for case in cases:
        for order in permutations([version(*item) for item in case.texts.items()]):
            assert collate(order, case.collation.story_id) == case.collation


@FEW
@given(TEXTS, st.integers(2, 4))
def test_a_text_with_itself_is_all_the_same(text: str, copies: int) -> None:
    found = collate(story([text] * copies), "s")
    assert all(r.change == "same" and r.score == 1 for row in found.rows for r in row.readings)
    assert all(not row.variants and row.effect is None and len(row.readings) == copies for row in found.rows)


def shape(found: Collation, texts: Sequence[str], names: Mapping[str, str]) -> list[Any]:
    """A collation without its spans, with the words of its variants."""
    held = {f"v{number}": text for number, text in enumerate(texts)}

    def words(page_id: str, span: Span) -> str:
        piece = held[page_id][span.start : span.end]
        for name, other in names.items():
            piece = piece.replace(name, other)
        return piece

    return [
        (
            [(r.page_id, words(r.page_id, r.span), r.change, r.score) for r in row.readings],
            [(v.kind, v.effect, v.why, [words(*place) for place in v.readings]) for v in row.variants],
            (row.effect, row.why),
        )
        for row in found.rows
    ]


@FEW
@given(st.lists(st.lists(PARAGRAPHS, max_size=4).map("\n\n".join), min_size=2, max_size=3))
def test_names_do_not_matter(texts: list[str]) -> None:
    names = dict(zip(NAMES, ("Brunvik", "Ostrander", "Yelka", "Mirov"), strict=True))
    renamed = list(texts)
    for name, other in names.items():
        renamed = [text.replace(name, other) for text in renamed]
    plain = shape(collate(story(texts), "s"), texts, names)
    assert plain == shape(collate(story(renamed), "s"), renamed, {})


def test_a_story_without_bodies_has_no_rows() -> None:
    assert collate([], "s") == Collation("s", "", (), ())
    assert collate([version("a", ""), version("b", " ")], "s").rows == ()


def test_a_sentence_cut_by_a_caption_is_not_read_across_it() -> None:
    whole = "The captain steered the ferry into the bay, and the crew lowered both anchors near the lighthouse."
    cut = "The captain steered the ferry into the bay.\n\nThe bay at dusk\n\nThe crew lowered both anchors near it."
    first, caption, second = paragraphs(cut)
    roles = zip((first, caption, second), ("article.paragraph", "media.caption", "article.paragraph"), strict=True)
    outline = Outline("cut", tuple(Block(span, role, "test") for span, role in roles), language="en")
    found = collate([version("whole", whole), Version(Page("cut", cut, "cut", "text", "text/1"), outline)], "s")
    assert {r.span for row in found.rows for r in row.readings if r.page_id == "cut"} == {first, second}


def test_other_languages_are_told_by_marks_figures_and_quotations() -> None:
    one = "Der Bürgermeister eröffnete am Montag die neue Brücke für 3,2 Millionen Kronen. „Endlich“, rief er."
    other = "Der Bürgermeister eröffnete am Montag die neue Brücke für 3,4 Millionen Kronen. „Endlich!“, rief er."
    found = collate([version("a", one, "de"), version("b", other, "de")], "s")
    assert [(v.kind, v.effect) for row in found.rows for v in row.variants] == [
        ("number", "meaning"),
        ("punctuation", "format"),
    ]


@given(st.text("abcd", max_size=12), st.text("abcd", max_size=12))
def test_hunks_hold_all_that_differs(one: str, other: str) -> None:
    rebuilt, at = "", 0
    for hunk in hunks(one, other):
        rebuilt += one[at : hunk.start] + other[hunk.other_start : hunk.other_end]
        at = hunk.end
    assert rebuilt + one[at:] == other
    assert (likeness(one, other) == 1) == (one == other)


@given(st.lists(st.integers(0, 50), unique=True, max_size=12))
def test_what_has_not_moved_ascends(places: list[int]) -> None:
    out = moved(places)
    kept = [place for index, place in enumerate(places) if index not in out]
    assert kept == sorted(kept)
    assume(len(places) > 1)
    assert len(out) < len(places)
