"""The packaged examples against what a person finds there: hard facts, and shares with floors."""

from __future__ import annotations

import pytest

from tests import questions
from tests.example import EXAMPLES, FLOORS, PAGES, STORIES, blocks, compared, pages, view
from tests.questions import QUESTIONS, Found
from tools import build_examples
from tools.examples import authored, checking

each_page = pytest.mark.parametrize("name", PAGES)
each_story = pytest.mark.parametrize("story", authored.stories(), ids=lambda story: story.name)


# ---- the examples themselves ----------------------------------------------------------------------------------------


@each_story
def test_what_is_authored_is_in_order(story: authored.Story) -> None:
    """Every claim stands in its text, once; parents exist; no site could be a real one."""
    assert list(checking.wrong(story)) == []


def test_what_is_not_in_order_is_seen() -> None:
    story = authored.stories()[0]
    story.versions[0].quotes.append({"words": "nobody said this", "form": "direct"})
    story.versions[0].parents.append({"of": "nowhere", "share": 1})
    story.versions[0].site = "news.example.com"
    assert len(list(checking.wrong(story))) == 3


def test_the_packaged_files_are_those_that_are_built() -> None:
    """Byte for byte. Parquet carries the version of its writer: what it holds is read by the tests below."""
    built = {name: content for name, content in build_examples.built() if not name.endswith(".parquet")}
    packaged = {str(path.relative_to(EXAMPLES)): path for path in EXAMPLES.rglob("*") if path.is_file()}
    kept = {name for name in packaged if not name.endswith(".parquet")} - {"README.md"}
    assert kept == built.keys()
    assert [name for name, content in built.items() if packaged[name].read_bytes() != content] == []


def test_they_are_as_many_as_the_manual_says_and_no_larger() -> None:
    assert len(STORIES) >= 8
    assert len(PAGES) >= 60
    assert len({page["design"] for page in PAGES.values()}) >= 16
    assert sum(path.stat().st_size for path in EXAMPLES.rglob("*") if path.is_file()) < 1_200_000


@each_page
def test_every_true_block_stands_on_its_page(name: str) -> None:
    """The truth says words, the reader makes the text: they must meet."""
    assert [block["text"] for block, stretch in blocks(name) if stretch is None] == []


# ---- what is answered -----------------------------------------------------------------------------------------------


def test_no_page_fails() -> None:
    assert compared().failures == ()
    assert set(pages()) == set(PAGES)


@each_page
def test_blocks_tile_the_page(name: str) -> None:
    assert questions.tiles(pages()[name])


@pytest.mark.parametrize("question", QUESTIONS)
def test_share_found(question: str) -> None:
    found = QUESTIONS[question]()
    share = sum(found.values()) / len(found)
    assert share >= FLOORS[question], f"{share:.3f}, missing:\n" + "\n".join(missing(found))


def missing(found: Found) -> list[str]:
    return [what for what, right in found.items() if not right]


def test_every_floor_has_a_question() -> None:
    assert FLOORS.keys() == QUESTIONS.keys()


def test_what_was_handed_out_is_told_as_such() -> None:
    """A release that a page runs without saying so, and one on the page of its sender; the other origins are none."""
    kinds = {story: [teller.kind for teller in view(story).lineage.tellers] for story in STORIES}
    found = {story: sorted({"release", "transcript"}.intersection(held)) for story, held in kinds.items()}
    assert {story: held for story, held in found.items() if held} == {
        "harbour-strike": ["release"],
        "vaccine-trial": ["release"],
    }


# ---- the first story, taken as one: the one that is shown ------------------------------------------------------------

FIRST_STORY = "kesper-dam"


def test_what_the_demo_is_about_is_found() -> None:
    """Two death tolls of two sources, an agency named by those who name it, a caption that speaks to nobody."""
    first = view(FIRST_STORY)
    assert "Corvane News Agency" in {wire.name for wire in first.lineage.wires}
    assert {conflict.kind for conflict in first.conflicts} >= {"value"}
    mine = {key: right for key, right in questions.never().items() if PAGES[key.split(":")[0]]["story"] == FIRST_STORY}
    assert missing(mine) == []
