"""What the other pages of a site teach: the articles of N pages a site, each labelled alone and with the site's memory.

usage: sites.py [FOLDER] [--pages N] [--sites N]

Two sets of sites. The houses of the examples (their designs, names and furniture) each print N of the authored English
stories, as HTML and flattened. FOLDER holds docs.text.jsonl.gz {id, outlet, published, text} and docs.body.jsonl.gz
{id, body}: N flattened pages of each outlet are drawn. Printed are precision, recall and F1 of four-word shingles, page
by page, and of how many pages the article changed. About 10 s of CPU for five pages of 40 outlets.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from statistics import mean
from typing import NamedTuple

from samestory.engine.local import Local
from samestory.outline import outline
from samestory.outline.memory import learned, place, sighting
from samestory.read import page
from samestory.shapes import body
from samestory.types import Memory, Page, Record, Version
from tools.examples.arranging import groups
from tools.examples.authored import Version as Authored
from tools.examples.authored import stories
from tools.examples.containers import flattened
from tools.examples.designs import page as markup

BODY = {f"article.{kind}" for kind in ("paragraph", "heading", "list", "pullquote", "table")}
TOLD = ("name", "published", "authors", "credit", "title", "dek", "keypoints", "article")  # what is the story's own
NO_HOUSE = {"layout", "page_texts"}  # pages that are laid out by hand, or are no articles
PLAIN_DESIGNS = ("divs", "amp", "longread", "tables")


class Labelled(NamedTuple):
    """A page and the words that are its article."""

    page: Page
    truth: str


def houses(most: int) -> Iterator[Authored]:
    """The English houses of the examples, those with most furniture first."""
    found = {
        version.site: version
        for story in stories()
        for version in story.versions
        if version.language == "en"
        and version.design in PLAIN_DESIGNS
        and not {"layout", "page_texts"} & {*version.more}
    }
    yield from sorted(found.values(), key=lambda version: (-len(version.furniture), version.site))[:most]


def printed(house: Authored, number: int) -> Iterator[Authored]:
    """The first English version of so many other stories, as a house would print it."""
    english = ([each for each in story.versions if each.language == "en" and each.article] for story in stories())
    for each in [versions[0] for versions in english if versions][:number]:
        more = {key: value for key, value in house.more.items() if key != "url"}
        yield replace(house, **{name: getattr(each, name) for name in TOLD}, more=more)


def of_examples(form: str, number: int, most: int) -> Iterator[Labelled]:
    """The pages of the houses, as markup or flattened."""
    for house in houses(most):
        for version in printed(house, number):
            parts = groups(version)
            content = markup(version, parts) if form == "html" else flattened(version, parts)
            truth = [part.text for each in parts for part in each.parts if part.own and part.role in BODY]
            record = Record(version.url, version.url, "html" if form == "html" else "text", content, url=version.url)
            yield Labelled(page(record), "\n\n".join(truth))


def of_outlets(folder: Path, number: int, most: int) -> Iterator[Labelled]:
    """Flattened pages drawn from a set, so many of each outlet."""
    truths = {each["id"]: each["body"] for each in records(folder / "docs.body.jsonl.gz")}
    by_outlet = defaultdict(list)
    for each in records(folder / "docs.text.jsonl.gz"):
        by_outlet[each["outlet"]].append(each)
    whole = sorted((name, pages) for name, pages in by_outlet.items() if len(pages) >= number)
    chance = Random(1)
    for name, pages in chance.sample(whole, min(most, len(whole))):
        for each in chance.sample(pages, number):
            record = Record(each["id"], each["id"], "text", each["text"], outlet=name, published=each["published"])
            yield Labelled(page(record), truths[each["id"]])


def records(path: Path) -> Iterator[dict[str, str]]:
    """The objects of a gzipped file of JSON Lines."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def article(each: Page, memory: Memory | None) -> str:
    """The body that is found."""
    return body(Version(each, outline(each, memory)))


def scored(found: Sequence[str], truths: Sequence[str]) -> tuple[float, float, float]:
    """Precision, recall and F1 of four-word shingles, means over the pages."""
    both = [(shingles(one), shingles(truth)) for one, truth in zip(found, truths, strict=True)]
    precision = mean((one & truth).total() / one.total() for one, truth in both if one)
    recall = mean((one & truth).total() / truth.total() for one, truth in both if truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Every run of four words."""
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[at : at + 4]) for at in range(len(words) - 3))


def told(name: str, pages: Sequence[Labelled]) -> str:
    """A line: the figures alone, with the memory, and how many articles it changed."""
    sightings = [found for each in pages if (found := sighting(each.page))]
    memories = learned(sightings, Local())
    truths = [each.truth for each in pages]
    alone = [article(each.page, None) for each in pages]
    known = [article(each.page, memories.get(place(each.page.url, each.page.outlet) or "")) for each in pages]
    changed = sum(one != other for one, other in zip(alone, known, strict=True))
    before, after = ("  ".join(f"{value:.4f}" for value in scored(found, truths)) for found in (alone, known))
    return f"{name:22}{len(pages):6}    {before}    {after}    {changed:5}"


def main() -> None:
    """A line a set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER")
    parser.add_argument("--pages", type=int, default=5, metavar="N", help="of each site")
    parser.add_argument("--sites", type=int, default=40, metavar="N", help="at most")
    asked = parser.parse_args()
    print(f"{'':22} pages    alone: P, R, F1            with the memory            changed")
    for form in ("html", "flattened"):
        print(told(f"examples, {form}", list(of_examples(form, asked.pages, asked.sites))), flush=True)
    if asked.folder:
        print(told("outlets, flattened", list(of_outlets(asked.folder, asked.pages, asked.sites))))


if __name__ == "__main__":
    main()
