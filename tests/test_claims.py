"""Claims: one folder a phenomenon, and what must hold for any text."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.claims import claims
from samestory.spans import inside
from samestory.text import paragraphs
from samestory.types import Block, Claim, Figure, Outline, Page, Quote, Source, Span, Statement

CASES = sorted(path for path in (Path(__file__).parent / "cases" / "claims").iterdir() if path.is_dir())
KINDS: dict[str, type[Claim]] = {"quotes": Quote, "statements": Statement, "figures": Figure}


def page_of(text: str) -> Page:
    return Page("p", text, "case", "body", "body/1")


def outline_of(text: str, **given: Any) -> Outline:
    """Every paragraph is one of the story unless `roles` says otherwise."""
    roles = given.get("roles", {})
    blocks = tuple(
        Block(span, roles.get(str(number), "article.paragraph"), "") for number, span in enumerate(paragraphs(text))
    )
    return Outline("p", blocks, language=given.get("language", "en"), published=given.get("published"))


def told(claim: Claim, text: str, asked: dict[str, Any]) -> dict[str, Any]:
    """What a claim says of the things that a case asks for."""
    source = claim.speaker if isinstance(claim, Quote) else claim.source
    found: dict[str, Any] = {
        "text": text[slice(*claim.span)],
        "speaker": source and source.name,
        "source": source and source.name,
        "mention": source and source.mention and text[slice(*source.mention)],
        "cue": claim.cue and text[slice(*claim.cue)],
    }
    if isinstance(claim, Quote):
        found["parts"] = [text[slice(*part)] for part in claim.parts]
    return {key: found[key] if key in found else getattr(claim, key) for key in asked}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_claims(case: Path) -> None:
    text = (case / "page.txt").read_text("utf-8")
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    found = claims(page_of(text), outline_of(text, **expected))
    for kind, wanted in expected.items():
        if kind in KINDS:
            said = [claim for claim in found if isinstance(claim, KINDS[kind])]
            assert [text[slice(*claim.span)] for claim in said] == [one["text"] for one in wanted]
            assert [told(claim, text, one) for claim, one in zip(said, wanted, strict=True)] == wanted


# Words of the grammar, names, numbers and marks in any order: nearer to news than random letters, and as unruly.
WORDS = """
    said told according to that who he she they of the a and , . : ; - – “ ” " ' ‘ ’ « » '' ( ) ? ! … Ana Lund Norland
    President Mr. U.S. 5 300 000 1.5 2019 $ % million thousands dozens more than each May 9 November Friday so-called
    calls as by not has was accused killed police officials warned denied with saying
"""
NEWS = [*WORDS.split(), "\n", "\n\n"]
unruly = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(NEWS), max_size=80).map(" ".join))


def all_spans(claim: Claim) -> list[Span]:
    source = claim.speaker if isinstance(claim, Quote) else claim.source
    parts = list(claim.parts) if isinstance(claim, Quote) else []
    mention = source.mention if source else None
    return [span for span in (claim.span, claim.cue, mention, *parts) if span]


@settings(max_examples=300, deadline=None)
@given(unruly)
def test_claims_of_any_text_lie_in_it_in_order(text: str) -> None:
    found = claims(page_of(text), outline_of(text, published="2023-01-11"))
    spans = [span for claim in found for span in all_spans(claim)]
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    assert [claim.span for claim in found] == sorted(claim.span for claim in found)
    assert len({(type(claim), claim.id) for claim in found}) == len(found)


@settings(max_examples=150, deadline=None)
@given(unruly, st.data())
def test_claims_are_read_only_from_the_story(text: str, data: st.DataObject) -> None:
    roles = st.sampled_from(["article.paragraph", "media.caption", "interactive.poll", "article.keypoint"])
    blocks = tuple(Block(span, data.draw(roles), "") for span in paragraphs(text))
    story = [block.span for block in blocks if block.role.startswith("article.")]
    for claim in claims(page_of(text), Outline("p", blocks, language="en")):
        parts = claim.parts or (claim.span,) if isinstance(claim, Quote) else (claim.span,)
        assert all(any(inside(part, block) for block in story) for part in parts)
        source = claim.speaker if isinstance(claim, Quote) else claim.source
        if source and source.mention:
            assert any(inside(source.mention, block) for block in story)


@given(unruly)
def test_what_is_around_the_story_changes_no_claim(text: str) -> None:
    """Furniture before the story moves its claims, and does nothing else."""
    before = "Lottery: 7 numbers, said Ana Lund.\n\n"
    ad = Block(Span(0, len(before) - 2), "service.lottery", "")
    alone = claims(page_of(text), outline_of(text))
    moved = outline_of(text).blocks
    blocks = tuple(block._replace(span=Span(*(at + len(before) for at in block.span))) for block in moved)
    after = claims(page_of(before + text), Outline("p", (ad, *blocks), language="en"))
    assert [(type(claim), claim.span.start + len(before)) for claim in alone] == [
        (type(c), c.span.start) for c in after
    ]


def test_a_figure_of_what_somebody_said_has_their_name() -> None:
    text = "Ana Lund said 300 people had left Norland."
    [figure, statement] = claims(page_of(text), outline_of(text))
    assert isinstance(statement, Statement)
    assert isinstance(figure, Figure)
    assert figure.source == statement.source == Source("Ana Lund", Span(0, 8))


@pytest.mark.parametrize(
    "text", ["he said that ", "“a ", "'a ", "Ana Lund said. ", "5 to 10 million, ", "in May 5 and "]
)
def test_time_grows_with_the_text_and_no_faster(text: str) -> None:
    def seconds(times: int) -> float:
        page, outline = page_of(text * times), outline_of(text * times)
        start = time.process_time()
        claims(page, outline)
        return time.process_time() - start

    seconds(50)
    # Eight times the text: eight times the time, and 64 if any step looked at the whole text for every word. The best
    # of three, for the machine and the collector of cycles add to single runs.
    short, long = (min(seconds(times) for _ in range(3)) for times in (300, 2400))
    assert long < 32 * max(short, 0.005)
