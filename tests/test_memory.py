"""What a site repeats on its other pages: learned in any order, not to be poisoned, and asked only where it matters."""

from __future__ import annotations

import io
import json
import os
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory import pipeline, read
from samestory.engine.local import Local
from samestory.outline import outline
from samestory.outline.memory import keyed, learned, sighting
from samestory.pipeline import Run
from samestory.rows import from_rows, rows
from samestory.spans import body
from samestory.types import Memory, Record, Version

PLACES = ["Ennor", "Calvera", "Nivra", "Ostrel", "Lund", "Marrow", "Tellin", "Ashby", "Corvane", "Southreach"]
NOTICE = (
    "Readers of the Post have walked the towpath with our reporters since the first printed number, and every summer "
    "the walk ends at the old mill, where the printers set out tables, bread and lanterns for everybody who came."
)
LABEL = "Walks and letters of the week"
BACKGROUND = (
    "The reservoir above the valley was built by the province two generations ago, and engineers have since warned "
    "that its northern wall would not hold if the river rose by more than four metres within a single night."
)
QUOTE = (
    "“We have asked the province for new sluices every single year, and every single year the province has told us to "
    "wait for the next one, so nobody in this valley may call the flood of this week a surprise to anybody.”"
)


def article(number: int) -> list[str]:
    """Paragraphs that no other number has."""
    place, other = PLACES[number % len(PLACES)], PLACES[(3 * number + 1) % len(PLACES)]
    return [
        f"The council of {place} voted on measure {number * 'a'}x to close the bridge towards {other} for the winter, "
        f"after engineers of district {number * 'b'}x found cracks in two of its pillars, the mayor's office said.",
        f"Traders of {place} said the {number * 'c'}x road would bring them fewer customers, and asked the province to "
        f"pay for a ferry to {other} until the pillars have been mended by the {number * 'd'}x builders.",
    ]


def page(number: int, site: str = "post", extra: Sequence[str] = (NOTICE,), **fields: Any) -> dict[str, Any]:
    """One flattened page of a site, with what it repeats right below the article."""
    lines = [f"Bridge of {PLACES[number % len(PLACES)]} closed", *article(number), *extra, LABEL]
    return {
        "id": f"{site}{number}",
        "url": f"https://www.{site}.example/{number}",
        "title": f"Bridge number {number * 'e'}x closed",
        "published": f"2025-05-{number + 10:02}",
        "text": "\n".join(lines),
    } | fields


def memory(pages: Sequence[dict[str, Any]]) -> dict[str, Memory]:
    made = (read.page(record(fields)) for fields in pages)
    return learned([seen for one in made if (seen := sighting(one))], Local())


def record(fields: dict[str, Any]) -> Record:
    kept = {key: value for key, value in fields.items() if key not in ("id", "text")}
    return Record(fields["id"], fields["id"], "text", fields["text"], **kept)


def remembers(known: dict[str, Memory], site: str, line: str) -> bool:
    return site in known and keyed(line) in dict(known[site].lines)


def cleaned(pages: Sequence[dict[str, Any]], folder: Path) -> dict[str, Version]:
    path = folder / "pages.jsonl"
    path.write_text("".join(json.dumps(each) + "\n" for each in pages), "utf-8")
    return {version.page.source: version for version in pipeline.clean([str(path)], Run())}


def told(version: Version) -> str:
    return "\n".join(version.page.text[slice(*span)] for span in body(version.outline))


# What is learned ----------------------------------------------------------------------------------------------------


def test_what_different_pages_of_a_site_repeat_is_remembered() -> None:
    known = memory([page(number) for number in range(5)])
    assert dict(known["post.example"].lines) == {keyed(NOTICE): 5, keyed(LABEL): 5}


@settings(max_examples=30, deadline=None)
@given(st.permutations([page(number, site) for site in ("post", "echo") for number in range(5)]))
def test_the_order_of_the_pages_does_not_matter(pages: list[dict[str, Any]]) -> None:
    assert memory(pages) == memory(sorted(pages, key=lambda each: str(each["id"])))


def test_a_memory_goes_through_rows() -> None:
    found = list(memory([page(number) for number in range(5)]).values())
    assert list(from_rows(Memory, rows(found))) == found


def test_masked_numbers_are_one_line() -> None:
    pages = [page(number, extra=[f"Updated {number + 2}h ago"]) for number in range(4)]
    assert remembers(memory(pages), "post.example", "Updated 99h ago")


def test_many_pages_of_a_site_make_a_bounded_memory() -> None:
    pages = [page(number, extra=[f"Label {word}" for word in PLACES], published=None) for number in range(300)]
    known = memory(pages)["post.example"]
    assert len(known.page_ids) == 64
    assert len(known.lines) == 2 * len(PLACES) + 1  # the labels, the headlines, and the label below


# What must not be learned -------------------------------------------------------------------------------------------


def test_a_site_of_two_pages_teaches_nothing() -> None:
    assert memory([page(1), page(2)]) == {}


def test_a_story_run_many_times_under_one_title_is_one_page() -> None:
    again = [page(number, title="Bridge closed", extra=[BACKGROUND]) for number in range(6)]
    assert not remembers(memory(again), "post.example", BACKGROUND)


def test_a_story_run_often_under_other_titles_is_one_page() -> None:
    again = [page(number, text="\n".join([*article(0), BACKGROUND])) for number in range(4)]
    others = [page(number, extra=[NOTICE]) for number in range(4, 12)]
    known = memory([*again, *others])
    assert not remembers(known, "post.example", BACKGROUND)
    assert not any(remembers(known, "post.example", line) for line in article(0))
    assert remembers(known, "post.example", NOTICE)


def test_background_in_a_few_of_many_stories_is_no_furniture() -> None:
    pages = [page(number, extra=[BACKGROUND, NOTICE] if number < 4 else [NOTICE]) for number in range(24)]
    known = memory([each | {"published": None} for each in pages])
    assert remembers(known, "post.example", NOTICE)
    assert not remembers(known, "post.example", BACKGROUND)


def test_a_paragraph_that_several_sites_hold_is_no_furniture_of_one() -> None:
    ours = [page(number, extra=[BACKGROUND, NOTICE] if number < 4 else [NOTICE]) for number in range(12)]
    assert remembers(memory(ours), "post.example", BACKGROUND)  # nothing tells that it is an agency's
    assert not remembers(memory([*ours, page(1, "echo", [BACKGROUND])]), "post.example", BACKGROUND)


def test_a_standing_quotation_is_no_furniture() -> None:
    assert not remembers(memory([page(number, extra=[QUOTE]) for number in range(8)]), "post.example", QUOTE)


@pytest.mark.parametrize(("pages", "enough"), [(5, False), (8, True)])
def test_pages_of_one_day_teach_half_as_much(pages: int, enough: bool) -> None:
    known = memory([page(number, published="2025-05-10") for number in range(pages)])
    assert remembers(known, "post.example", NOTICE) == enough


def test_sites_are_kept_apart() -> None:
    pages = [page(number, "post") for number in range(5)] + [page(number, "echo", [BACKGROUND]) for number in range(5)]
    known = memory(pages)
    assert remembers(known, "post.example", NOTICE)
    assert not remembers(known, "post.example", BACKGROUND)
    assert remembers(known, "echo.example", BACKGROUND)
    assert not remembers(known, "echo.example", NOTICE)


# What it changes ----------------------------------------------------------------------------------------------------


def test_the_article_ends_where_the_site_goes_on(tmp_path: Path) -> None:
    found = cleaned([page(number) for number in range(5)], tmp_path)
    for number in range(5):
        version = found[f"post{number}"]
        assert NOTICE in told(
            Version(version.page, outline(version.page))
        )  # alone, the notice reads as the story's end
        assert told(version) == "\n".join(article(number))
        why = next(b.why for b in version.outline.blocks if version.page.text[slice(*b.span)] == NOTICE)
        assert why.endswith("stands on 4 other pages of this site")


def test_markup_is_helped_too() -> None:
    pages = []
    for number in range(5):
        paragraphs = "".join(f"<p>{line}</p>" for line in (*article(number), NOTICE))
        markup = f"<title>Bridge {number * 'f'}x</title><article><h1>Bridge</h1>{paragraphs}</article>"
        url = f"https://post.example/{number}"
        pages.append(
            read.page(Record(f"{number}", f"{number}", "html", markup, url=url, published=f"2025-05-{number + 10}"))
        )
    known = learned([seen for one in pages if (seen := sighting(one))], Local())["post.example"]
    for number, one in enumerate(pages):
        assert NOTICE in told(Version(one, outline(one)))
        assert told(Version(one, outline(one, known))) == "\n".join(article(number))


def test_pages_of_small_sites_are_labelled_as_alone(tmp_path: Path) -> None:
    pages = [page(number, site) for site in ("post", "echo") for number in range(2)]
    found = cleaned(pages, tmp_path)
    assert all(version.outline == outline(version.page) for version in found.values())


def test_a_memory_never_takes_a_whole_article(tmp_path: Path) -> None:
    whole = page(9, text=NOTICE)
    found = cleaned([*(page(number) for number in range(5)), whole], tmp_path)
    assert told(found["post9"]) == NOTICE


def test_an_opening_shown_as_a_teaser_stays_with_its_story(tmp_path: Path) -> None:
    """The title and first paragraph of a story stand on every other page; on its own page they are the article."""
    title = "Sluices at Marrow stay shut until the spring"
    teaser = [title, BACKGROUND]
    own = page(9, title=title, text="\n".join([title, BACKGROUND, *article(9), NOTICE, LABEL]))
    found = cleaned([*(page(number, extra=[NOTICE, *teaser]) for number in range(6)), own], tmp_path)
    assert told(found["post9"]) == "\n".join([BACKGROUND, *article(9)])
    assert BACKGROUND not in told(found["post3"])


def test_standard_input_is_read_twice() -> None:
    lines = "".join(json.dumps(page(number)) + "\n" for number in range(5)).encode()
    given = io.BufferedReader(io.BytesIO(lines))
    found = list(pipeline.clean(["-"], Run(stdin=given)))
    assert [told(version) for version in found] == ["\n".join(article(number)) for number in range(5)]


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    lines = "".join(json.dumps(page(number)) + "\n" for number in range(5))
    writer = threading.Thread(target=pipe.write_text, args=(lines, "utf-8"))
    writer.start()
    found = list(pipeline.clean([str(pipe)], Run()))
    writer.join()
    assert [version.outline for version in found] == [outline(version.page) for version in found]
    assert len(found) == 5
