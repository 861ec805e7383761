"""The packaged example and what a person finds there; shares of it that an answer holds, by visible characters."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import samestory
from samestory import pipeline
from samestory.types import Block, Comparison, Figure, Quote, Row, Span, StoryView, Variant, Version

EXAMPLES = Path(samestory.__file__).parent / "examples"
TRUTH: dict[str, Any] = json.loads((EXAMPLES / "truth.json").read_text("utf-8"))
FLOORS: dict[str, float] = tomllib.loads(Path(__file__).with_name("floors.toml").read_text("utf-8"))["examples"]
BODY = {f"article.{kind}" for kind in ("paragraph", "heading", "list", "pullquote", "table")}
MARKS = "\"'“”‘’"

Found = dict[str, bool]  # what is asked -> is it there


@cache
def compared() -> Comparison:
    """The answer to the five pages."""
    return pipeline.compare([str(EXAMPLES / "pages")], pipeline.Run())


def pages() -> dict[str, Version]:
    """The answered pages by the name of their file."""
    return {name_of(version): version for version in compared().pages}


def name_of(version: Version) -> str:
    """The file of a page, whose `source` may be an id or an address."""
    return Path(
        version.page.at.partition(".jsonl")[0] + ".jsonl" if ".jsonl" in version.page.at else version.page.at
    ).name


def story(number: int) -> StoryView:
    """The answered story that has the first page of the true one."""
    first = pages()[TRUTH["stories"][number]["pages"][0]].page.id
    return next(view for view in compared().stories if first in view.story.page_ids)


# ---- places: counted in visible characters, so that white space never matters ---------------------------------------


def visible(text: str) -> str:
    """A text without its white space."""
    return "".join(text.split())


@cache
def counts(text: str) -> list[int]:
    """For every offset, how many visible characters stand before it."""
    found = [0]
    for char in text:
        found.append(found[-1] + (not char.isspace()))
    return found


def under(text: str, *spans: Span) -> set[int]:
    """The visible characters of spans."""
    return {at for span in spans for at in range(counts(text)[span.start], counts(text)[span.end])}


def occurrences(text: str, words: str) -> Iterator[set[int]]:
    """Every place of some words in a text."""
    whole, piece = visible(text), visible(words)
    at = whole.find(piece)
    while at >= 0:
        yield set(range(at, at + len(piece)))
        at = whole.find(piece, at + 1)


@cache
def true_body(name: str) -> frozenset[int]:
    """Where the body of a page truly is: its paragraphs, one after the other. What opens a page like one is not it."""
    text, found, after = pages()[name].page.text, set[int](), -1
    for paragraph in TRUTH["pages"][name]["body"]:
        place = next(place for place in occurrences(text, paragraph) if min(place) > after)
        found |= place
        after = max(place)
    return frozenset(found)


def in_body(name: str, words: str) -> set[int]:
    """The first place of some words inside the true body of a page."""
    places = occurrences(pages()[name].page.text, words)
    return next(place for place in places if place <= true_body(name))


# ---- what is asked of one page --------------------------------------------------------------------------------------


def body_f1(name: str) -> float:
    """How well the body of a page is found: F1 of visible characters."""
    page, outline = pages()[name]
    said = under(page.text, *(block.span for block in outline.blocks if block.role in BODY))
    gold = true_body(name)
    return 2 * len(said & gold) / (len(said) + len(gold))


def about(name: str) -> Found:
    """Title, outlet, day, authors and credit of a page."""
    gold, outline = TRUTH["pages"][name], pages()[name].outline
    return {
        "title": outline.title == gold["title"],
        "outlet": plain(outline.outlet) == plain(gold["outlet"]),
        "published": (outline.published or "")[:10] == gold["published"],
        "authors": list(outline.authors) == gold["authors"],
        "credit": list(outline.credit) == gold["credit"],
        "language": outline.language == "en",
        "tiles": tiles(pages()[name]),
    }


def plain(name: str | None) -> str:
    """A name without case and article."""
    return (name or "").casefold().removeprefix("the ")


def tiles(version: Version) -> bool:
    """Does every visible character lie in exactly one block?"""
    page, outline = version
    covered = sum(len(under(page.text, block.span)) for block in outline.blocks)
    return covered == len(visible(page.text)) == len(under(page.text, *(block.span for block in outline.blocks)))


def data(name: str) -> Found:
    """What blocks say as data."""
    blocks = pages()[name].outline.blocks
    return {
        f"{gold['role']} {gold['data']}": any(holds(block, gold) for block in blocks)
        for gold in TRUTH["pages"][name]["data"]
    }


def holds(block: Block, gold: dict[str, Any]) -> bool:
    """Is it a block of this role whose data say at least this?"""
    said = block.data or {}
    return block.role == gold["role"] and all(said.get(key) == value for key, value in gold["data"].items())


def quotes(name: str) -> tuple[Found, Found]:
    """Which quotations are found, whole or in parts, and which with the right speaker."""
    claims = of_page(name, Quote)
    found, speakers = {}, {}
    for gold in TRUTH["pages"][name]["quotes"]:
        for words in gold["words"]:
            said = [quote for quote in claims if spoken(name, quote, words)]
            found[words] = bool(said)
            if gold["speaker"]:
                speakers[words] = any(quote.speaker and quote.speaker.name.endswith(gold["speaker"]) for quote in said)
    return found, speakers


def spoken(name: str, quote: Quote, words: str) -> bool:
    """Is the quotation, or a part of it, these words in this page's body and hardly more?"""
    text, gold = pages()[name].page.text, in_body(name, words)
    pieces = quote.parts or (quote.span,)
    return any(gold <= under(text, piece) and len(under(text, piece)) <= len(gold) + 4 for piece in pieces)


def figures(name: str) -> Found:
    """Which figures are found with low, high and bound."""
    text, claims = pages()[name].page.text, of_page(name, Figure)
    return {
        gold["text"]: any(
            under(text, figure.span) & in_body(name, gold["text"]) and same_value(figure, gold) for figure in claims
        )
        for gold in TRUTH["pages"][name]["figures"]
    }


def same_value(figure: Figure, gold: dict[str, Any]) -> bool:
    """The same bound and ends; how wide "dozens" is, is not asked."""
    if gold["bound"] == "vague":
        return figure.bound == "vague"
    return (figure.low, figure.high, figure.bound) == (gold["low"], gold["high"], gold["bound"])


def out_of_place(name: str) -> list[str]:
    """What must not come out: claims on words of the furniture, and days, years and hours as figures."""
    text, gold = pages()[name].page.text, TRUTH["pages"][name]
    furniture = set[int]().union(*(place for words in gold["never"] for place in occurrences(text, words)))
    moments = set[int]().union(*(place for words in gold["no_figures"] for place in occurrences(text, words)))
    wrong = {Quote: furniture, Figure: furniture | moments}
    return [
        text[slice(*claim.span)]
        for kind in wrong
        for claim in of_page(name, kind)
        if under(text, claim.span) & wrong[kind]
    ]


def of_page(name: str, kind: Any) -> list[Any]:
    """The claims of one kind that the story of a page has from it."""
    page_id = pages()[name].page.id
    view = next(view for view in compared().stories if page_id in view.story.page_ids)
    claims = [claim for utterance in view.utterances for claim in utterance.quotes]
    claims_too = [claim for measure in view.measures for claim in measure.figures]
    return [claim for claim in [*claims, *claims_too] if isinstance(claim, kind) and claim.page_id == page_id]


# ---- what is asked of a story ---------------------------------------------------------------------------------------


def told(effect: str) -> Found:
    """Which differences between two pages are told, and with the right effect."""
    gold = TRUTH["stories"][0][effect]
    return {
        f"{change['from']} -> {change['to']}": effect in effects(gold["from"], gold["to"], change["from"], change["to"])
        for change in gold["changes"]
    }


def effects(one: str, other: str, before: str, after: str) -> set[str]:
    """The effects of what the collation says on these words of one page and those of the other."""
    found = set[str]()
    for row in rows_with(one, before):
        there = any(reading.page_id == pages()[other].page.id for reading in row.readings)
        if not there and not after and row.effect:
            found.add(row.effect)
        places = (each for each in row.variants if differs(each, one, before) or differs(each, other, after))
        found |= {variant.effect for variant in places}
    return found


def differs(variant: Variant, name: str, words: str) -> bool:
    """Does the variant lie on these words of a page?"""
    page = pages()[name].page
    places = [place for place in variant.readings if place.page_id == page.id and place.span.start < place.span.end]
    return bool(words) and any(under(page.text, place.span) & in_body(name, words) for place in places)


def rows_with(name: str, words: str) -> list[Row]:
    """The rows of the first story that hold these words of a page."""
    page = pages()[name].page
    place = in_body(name, words)
    return [
        row
        for row in story(0).collation.rows
        if any(under(page.text, reading.span) & place for reading in row.readings if reading.page_id == page.id)
    ]


def words_at(page_id: str, span: Span) -> str:
    """What stands at a place."""
    page = next(version.page for version in compared().pages if version.page.id == page_id)
    return " ".join(page.text[slice(*span)].split())
