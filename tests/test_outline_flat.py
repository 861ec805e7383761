"""Text without markup: what every line of a page is, and what the lines say as data; one invented page a folder."""

from __future__ import annotations

import datetime as dt
import json
import time
import tomllib
from collections import Counter
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.outline import flat, outline
from samestory.outline.cues import folded
from samestory.outline.details import byline, credit, dates, numbers, offer, rights, ticker, topics, with_data
from samestory.outline.lines import read
from samestory.outline.signs import sells, sign
from samestory.spans import tiles
from samestory.types import Block, Form, Page, Span

CASES = Path(__file__).parent / "cases" / "outline-flat"
BODY = ("article.paragraph", "article.heading", "article.list")


def page(text: str, form: Form = "text") -> Page:
    return Page(id="p", text=text, source="p", form=form, text_by="plain/1")


def blocks(text: str) -> list[Block]:
    return with_data(page(text), flat.blocks(page(text)))


def roles(text: str) -> list[tuple[str, str]]:
    return [(block.role, text[slice(*block.span)]) for block in flat.blocks(page(text))]


def told(text: str, block: Block) -> dict[str, Any]:
    """A block as the expected files write it."""
    shown: dict[str, Any] = {"role": block.role, "text": " ".join(text[slice(*block.span)].split())[:60]}
    if block.data:
        shown["data"] = {key: value for key, value in block.data.items() if value is not None}
    return shown


@pytest.mark.parametrize("case", sorted(CASES.iterdir()), ids=lambda path: path.name)
def test_outline_flat(case: Path) -> None:
    text = (case / "page.txt").read_text("utf-8")
    found = blocks(text)
    assert tiles([block.span for block in found], text)
    assert [told(text, block) for block in found] == json.loads((case / "expected.json").read_text("utf-8"))
    assert all(block.why for block in found)


STORY = """The ferry Kestrel ran aground on the Ostra sandbank on Friday with forty passengers on board, its owner said.

Divers found a dent in the hull of the Kestrel and no leak. The ferry was pulled free at high water in the evening.
"""
ABOVE = """The council of Marrow will vote next week on a new roof for the covered market, which leaks when it rains.

A bakery in Tolney has sold its ten thousandth plum cake, and gave the buyer another one for the way home.
"""


def test_a_title_known_from_elsewhere_begins_the_story() -> None:
    given = page(f"{ABOVE}\nFerry runs aground on the Ostra sandbank\n\n{STORY}")
    found = outline(replace(given, title="Ferry runs aground on the Ostra sandbank"))
    body = [given.text[slice(*block.span)] for block in found.blocks if block.role == "article.paragraph"]
    assert "\n\n".join(body) == STORY.strip()


def test_a_title_that_stands_again_below_the_story_does_not_begin_it() -> None:
    given = page(f"{STORY}\nFerry runs aground on the Ostra sandbank\n\nRead it again.")
    found = outline(replace(given, title="Ferry runs aground on the Ostra sandbank"))
    assert given.text[slice(*found.blocks[0].span)].startswith("The ferry Kestrel ran aground")
    assert found.blocks[0].role == "article.paragraph"


# What must hold for every text --------------------------------------------------------------------------------------

LINES = [
    *("", "Home", "Menu", "• A point", "9h ago", "23 Sep", "By Ana Ruiz", "33% - 12 votes", "Gold", "17.13", "-0.3%"),
    *("Most read", "Topics:", "floodvalleyriver", "Photo: Ana Ruiz/AFP", "© 2020 North Press", "Comments", "Weather"),
    *(
        "The river rose by two metres overnight, officials said.",
        "The river rose by two metres overnight...",
        "Podcasts",
    ),
    *(
        "You can cancel your subscription at any time.",
        "写真：山田",
        "市によると、けが人は確認されていない。",
        "a" * 500,
        "?",
    ),
    *("The county closed the bridge, the dam and the valley road after the river had risen by two metres. " * 3,),
]


@given(st.text())
def test_any_text_is_tiled(text: str) -> None:
    assert tiles([block.span for block in outline(page(text)).blocks], text)


@given(st.lists(st.sampled_from(LINES), max_size=40), st.sampled_from(["\n", "\n\n", "\r\n", " \n"]))
@settings(max_examples=300)
def test_any_page_is_tiled(chosen: list[str], between: str) -> None:
    text = between.join(chosen)
    found = outline(page(text)).blocks
    assert tiles([block.span for block in found], text)
    assert list(found) == sorted(found, key=lambda block: block.span)


@given(st.text())
def test_a_body_is_all_article(text: str) -> None:
    found = outline(page(text, "body")).blocks
    assert tiles([block.span for block in found], text)
    assert {block.role for block in found} <= {"article.paragraph"}


@given(st.text(min_size=1, max_size=60).filter(str.strip))
def test_no_detail_crashes(text: str) -> None:
    roles = ("meta.date", "meta.byline", "media.credit", "media.caption", "offer.paywall", "nav.topics", "list.teaser")
    more = ("interactive.poll_option", "ad.partner_item", "ticker.quote", "ticker.note", "notice.rights")
    for role in (*roles, *more, "meta.reading_time"):
        with_data(page(text), [Block(Span(0, len(text)), role, "given")])


@pytest.mark.parametrize("piece", ["word ", "word\n", "a,", "33%\n", "x" * 50 + "\n", "A. ", "(", "字"])
def test_time_grows_with_the_length(piece: str) -> None:
    text = piece * (300_000 // len(piece))
    began = time.process_time()
    flat.blocks(page(text))
    assert time.process_time() - began < 15  # no hang; speed is measured in bench/


# Pages that follow their changes ------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["news-page", "german-page", "key-points-and-podcasts"])
@pytest.mark.parametrize("gap", ["\n", "\n\n", "\n\n\n"])
def test_empty_lines_do_not_matter(case: str, gap: str) -> None:
    text = (CASES / case / "page.txt").read_text("utf-8")
    lines = [line for line in text.split("\n") if line.strip()]
    assert [role for role, _ in roles(gap.join(lines))] == [role for role, _ in roles(text)]


def test_names_do_not_matter() -> None:
    text = (CASES / "news-page" / "page.txt").read_text("utf-8")
    other = text.replace("Kestrel", "Marram").replace("Aurora", "Boreas").replace("Marlow", "Tyson")
    assert [role for role, _ in roles(other)] == [role for role, _ in roles(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Home\nNews\nSport\nLog in",
        "Log in\nPlease enter your password.\nForgot password?",
        "404\nPage not found\nSorry, we could not find that page.",
        "",
        "\n \n",
    ],
)
def test_pages_without_an_article(text: str) -> None:
    found = outline(page(text))
    assert not [block.role for block in found.blocks if block.role in BODY]
    assert found.no_article


# Details ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "date", "time_of_day", "seconds"),
    [
        ("date 2022-11-25 7m ago", "2022-11-25", None, 420),
        ("Published Nov. 9, 2022 at 5 p.m. ET", "2022-11-09", "17:00", None),
        ("16.11.2023, 14:05 Uhr", "2023-11-16", "14:05", None),
        ("Publié le 3 mars 2021 à 08h15", "2021-03-03", "08:15", None),
        ("2023年7月10日 18時30分", "2023-07-10", "18:30", None),
        ("9 de noviembre de 2022", "2022-11-09", None, None),
        ("23 Sep", "2022-09-23", None, None),
        ("30 Dec", "2021-12-30", None, None),
        ("11/25/2022", "2022-11-25", None, None),
        ("09/11/2022", None, None, None),
        ("vor 3 Stunden", None, None, 10_800),
        ("il y a 2 jours", "2022-11-23", None, 172_800),
        ("an hour ago", None, None, 3_600),
        ("Thursday 14:05", "2022-11-24", "14:05", None),
        ("Gestern, 9:05 Uhr", "2022-11-24", "09:05", None),
        ("نشر في 9 نوفمبر 2022", "2022-11-09", None, None),
        ("منذ 5 ساعات", None, None, 18_000),
        ("πριν 2 ώρες", None, None, 7_200),
        ("9 בנובמבר 2022", "2022-11-09", None, None),
        ("입력 2022.11.09 14:05", "2022-11-09", "14:05", None),
        ("12 กุมภาพันธ์ 2565", "2022-02-12", None, None),
        ("9 Kasım 2022", "2022-11-09", None, None),
        ("před 2 hodinami", None, None, 7_200),
    ],
)
def test_dates(text: str, date: str | None, time_of_day: str | None, seconds: int | None) -> None:
    found = dates.only_date(text)
    assert found is not None
    assert (found.date(dt.date(2022, 11, 25)), found.time, found.seconds) == (date, time_of_day, seconds)


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Sunday", "2022-11-20"),
        ("Fri", "2022-11-25"),
        ("yesterday", "2022-11-24"),
        ("hoy", "2022-11-25"),
        ("Last week", None),
    ],
)
def test_near_days(text: str, date: str | None) -> None:
    found = dates.near(text)
    assert found is not None
    assert found.date(dt.date(2022, 11, 25)) == date
    assert found.date() is None


@pytest.mark.parametrize(
    "text", ["Top 40", "A mayor of 5 towns", "0:00", "5 min read", "On 9 November it rained", "may"]
)
def test_what_is_no_date_line(text: str) -> None:
    assert dates.only_date(text) is None


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        (
            "For 14 free days you can read it all. Thereafter you will be billed R75 per month.",
            (14, 75, "ZAR", "month", None),
        ),
        ("Testen Sie 4 Wochen kostenlos, danach 9,99 € pro Monat.", (28, 9.99, "EUR", "month", None)),
        ("Get 3 months free, then $1,200 a year", (90, 1200, "USD", "year", None)),
        ("1 € le premier mois, puis 9,90 €/mois, sans engagement", (None, 9.9, "EUR", "month", None)),
        ("£12.99 monthly. If you cancel within 14 days you pay nothing.", (None, 12.99, "GBP", "month", 14)),
        ("99 kr per månad, första 30 dagarna gratis", (None, 99, "SEK", "month", None)),
    ],
)
def test_offers(text: str, terms: tuple[Any, ...]) -> None:
    found = offer.terms(text)
    assert found is not None
    assert tuple(found.values()) == terms


def test_a_bare_dollar_is_that_of_the_country() -> None:
    assert [offer.currency("$", country) for country in ("au", "ca", None)] == ["AUD", "CAD", "USD"]


@pytest.mark.parametrize(
    ("text", "photographer", "agency"),
    [
        ("Photo by Ana Ruiz/Getty Images", "Ana Ruiz", "Getty Images"),
        ("REUTERS/Per Lund", "Per Lund", "REUTERS"),
        ("(AP Photo/Jane Roe, File)", "Jane Roe", "AP Photo"),
        ("Foto: Karl Ostermann/dpa", "Karl Ostermann", "dpa"),
        ("Image source, Getty Images", None, "Getty Images"),
        ("Ana Ruiz / AFP", "Ana Ruiz", "AFP"),
        ("The dam at night. Photo: Per Lund", "Per Lund", None),
    ],
)
def test_credits(text: str, photographer: str | None, agency: str | None) -> None:
    assert credit.credit(text) == {"photographer": photographer, "agency": agency}


@pytest.mark.parametrize("text", ["and/or", "The photo by the river shows a dam that was built in 1961.", "News/Sport"])
def test_what_is_no_credit(text: str) -> None:
    assert not credit.is_credit(text)


def test_glued_tags_part_where_the_page_knows_the_words() -> None:
    known = frozenset({"vera", "holm", "riverside", "warm", "war"})
    assert topics.tags("vera holmriversidewarm", known) == ["vera holm", "riverside", "warm"]
    assert topics.tags("Vera HolmRiverside", frozenset()) == ["Vera Holm", "Riverside"]
    assert topics.tags("warming", known) == ["warming"]
    assert topics.tags("Dams, Valley roads | Rain", known) == ["Dams", "Valley roads", "Rain"]


def test_numbers_by_their_own_mark() -> None:
    assert numbers.decimal_mark(["15.715,53", "0,45"]) == ","
    assert numbers.number("15.715,53", ",") == 15715.53
    assert numbers.number("▼ 0.7%") == -0.7
    assert ticker.quote("Top 40\n66,945\n+0.3%") == {"name": "Top 40", "price": 66945.0, "change_percent": 0.3}


def test_names_of_a_byline() -> None:
    assert byline.names("By Ana Ruiz and Per Lund, staff writers") == ["Ana Ruiz", "Per Lund"]
    assert byline.names("By The Associated Press") == []


def test_rights() -> None:
    assert rights.rights("© 2022 (3.0.22) north.example. All rights reserved.") == {
        "owner": "north.example",
        "year": 2022,
    }


def test_bread_and_cookies_are_no_notice() -> None:
    line = read("Tea, coffee and home-made cookies were served to the 200 people who stayed to the very end of it.")[0]
    assert sign(line) is None
    assert not sells(line.text)


def test_a_phrase_has_one_role_in_a_language() -> None:
    for path in sorted((files("samestory") / "outline" / "furniture").iterdir(), key=lambda path: path.name):
        roles = {role: lists for role, lists in tomllib.loads(path.read_text("utf-8")).items() if "." in role}
        said = [folded(phrase) for lists in roles.values() for phrase in lists.get("line", ())]
        assert [phrase for phrase, times in Counter(said).items() if times > 1] == [], path.name
