"""Stories written by hand: versions, what is claimed in them and how their sentences stand for one another.

A case is a `story.toml`: each version has an outlet and a text of lines "row: sentence" ("row^: " if it moved, "# " for
the headline, "* " for a key point). `<1:word>` marks the place of variant 1 (`<1:>`: nothing stands there). Claims are
given by their words.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from samestory.types import (
    Block,
    Claim,
    Collation,
    Copy,
    Effect,
    Figure,
    Lineage,
    Outline,
    Page,
    Place,
    Quote,
    Reading,
    Row,
    Source,
    Span,
    Statement,
    Variant,
    Version,
)

LINE = re.compile(r"(?P<row>\w+)(?P<moved>\^?): (?P<text>.*)|(?P<mark>[#*]) (?P<above>.*)")
PLACE = re.compile(r"<(\d+):([^>]*)>")
ROLES = {"#": "article.headline", "*": "article.keypoint", None: "article.paragraph"}


class Case(NamedTuple):
    """A story as the stages get it, and what is expected of it."""

    collation: Collation
    versions: list[Version]
    claims: list[Claim]
    lineage: Lineage
    expected: Mapping[str, Any]


class Told(NamedTuple):
    """A version with its readings by row and the places of its variants."""

    version: Version
    readings: dict[str, Reading]
    places: dict[str, Place]
    claims: list[Claim]


def case(folder: Path) -> Case:
    given = tomllib.loads((folder / "story.toml").read_text("utf-8"))
    told = [_told(version) for version in given["version"]]
    pages = [each.version.page.id for each in told]
    rows = dict.fromkeys(row for each in told for row in each.readings)
    collation = Collation("story", pages[0], tuple(pages), tuple(_row(name, told, given) for name in rows))
    copies = tuple(Copy(child, parent, 0.9, ()) for child, parent in given.get("copies", ()))
    shared = {page: given.get("shared", {}).get(page, 1.0) for page in pages}
    carried = tuple(given.get("carried", {}).get(name, 1) for name in rows)
    lineage = Lineage("story", copies, tuple(pages), 1, (1, 1), (), shared, carried)
    claims = [claim for each in told for claim in each.claims]
    expected = tomllib.loads((folder / "expected.toml").read_text("utf-8"))
    return Case(collation, [each.version for each in told], claims, lineage, expected)


def _told(given: Mapping[str, Any]) -> Told:
    outlet, text = given["outlet"], ""
    blocks, readings, places = [], {}, {}
    for line in filter(None, map(str.strip, given["text"].splitlines())):
        found = LINE.fullmatch(line)
        assert found, f"no row: {line}"
        start = len(text)
        for piece, number, marked in _pieces(found["text"] or found["above"]):
            text += piece
            if number:
                places[number] = Place(outlet, Span(len(text), len(text) + len(marked)))
            text += marked
        span = Span(start, len(text))
        blocks.append(Block(span, ROLES[found["mark"]], "by hand"))
        if found["row"]:
            readings[found["row"]] = Reading(outlet, span, "moved" if found["moved"] else "reworded", 0.9)
        text += "\n\n"
    page = Page(outlet, text, given.get("source", outlet), "text", "text/1")
    outline = Outline(
        outlet, tuple(blocks), outlet=outlet, published=given.get("published"), language=given.get("language", "en")
    )
    return Told(Version(page, outline), readings, places, list(_claims(text, outlet, given)))


def _pieces(line: str) -> Iterator[tuple[str, str, str]]:
    at = 0
    for match in PLACE.finditer(line):
        yield line[at : match.start()], match[1], match[2]
        at = match.end()
    yield line[at:], "", ""


def _row(name: str, told: list[Told], given: Mapping[str, Any]) -> Row:
    having = [each for each in told if name in each.readings]
    spans = {each.version.page.id: each.readings[name].span for each in having}
    variants = []
    for number, (effect, why) in given.get("variants", {}).items():
        places = tuple(
            each.places[number]
            for each in having
            if number in each.places and _in(each.places[number].span, spans[each.version.page.id])
        )
        if places:
            variants.append(Variant("substantive", effect, why, places))
    weighty: Effect | None = "meaning" if name in given.get("weighty", ()) else None
    return Row(tuple(each.readings[name] for each in having), tuple(variants), weighty)


def _in(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _claims(text: str, page: str, given: Mapping[str, Any]) -> Iterator[Claim]:
    for quote in given.get("quotes", ()):
        span = _find(text, quote["words"])
        yield Quote(page, span, quote.get("form", "direct"), _source(text, span, quote), _cue(text, span, quote))
    for statement in given.get("statements", ()):
        span = _find(text, statement["words"])
        yield Statement(page, span, _source(text, span, statement), _cue(text, span, statement))
    for figure in given.get("figures", ()):
        span = _find(text, figure["words"])
        low, high = (None if value == "" else value for value in figure["value"])
        about = (figure.get("bound", "="), figure.get("unit"), figure.get("of"), figure.get("per"), figure.get("when"))
        yield Figure(page, span, low, high, *about, _source(text, span, figure), None)


def _find(text: str, words: str, start: int = 0) -> Span:
    at = text.find(words, start)
    assert at >= 0, f"not in the text: {words}"
    return Span(at, at + len(words))


def _cue(text: str, near: Span, claim: Mapping[str, Any]) -> Span | None:
    """The verb given, where it stands closest to the claim."""
    found = re.finditer(re.escape(claim.get("cue", "\0")), text)
    return min((Span(*match.span()) for match in found), key=lambda at: abs(at.start - near.end), default=None)


def _source(text: str, near: Span, claim: Mapping[str, Any]) -> Source | None:
    """The name given, and its mention closest to the claim: the one given, the whole name, or its last word."""
    if "by" not in claim:
        return None
    mention = claim.get("mention", claim["by"] if claim["by"] in text else claim["by"].split()[-1])
    at = min((match.start() for match in re.finditer(re.escape(mention), text)), key=lambda at: abs(at - near.end))
    return Source(claim["by"], Span(at, at + len(mention)))
