"""How pages name each agency, and what must not be taken for it: lines of invented stories, as markup and flattened."""

from __future__ import annotations

import tomllib
from html import escape
from pathlib import Path
from typing import Any

import pytest

from samestory import read
from samestory.data import wires
from samestory.outline import outline
from samestory.types import Form, Record

CASES = Path(__file__).parent / "cases" / "credits"
PARAGRAPHS: dict[str, list[str]] = tomllib.loads((CASES / "paragraphs.toml").read_text("utf-8"))
AGENCIES = {name: tomllib.loads((CASES / f"{name}.toml").read_text("utf-8")) for name in wires()}
LINES = [(name, kind, line) for name, told in AGENCIES.items() for kind in ("yes", "no") for line in told[kind]]
ELEMENTS = {
    "headline": "<h1>{}</h1>",
    "byline": '<p class="byline">{}</p>',
    "caption": "<figure><img src=a.jpg><figcaption>{}</figcaption></figure>",
}


def blocks(line: dict[str, str]) -> list[tuple[str, str]]:
    """A story around a line: what each piece is, and its text."""
    [(place, text)] = [(key, value) for key, value in line.items() if key != "language"]
    first, *rest = PARAGRAPHS[line.get("language", "en")]
    title = " ".join(first.split()[:6]).rstrip(",") if " " in first else first[:9]
    said = [(place, piece) for piece in text.split("\n\n")]
    story = [("paragraph", each) for each in rest]
    if place in ("byline", "lead"):
        return [("headline", title), *said, ("paragraph", first), *story]
    return [("headline", title), ("paragraph", first), *(story + said if place == "end" else said + story)]


def page(line: dict[str, str], form: Form) -> str:
    """The story as markup or as flattened text."""
    if form == "text":
        return "\n\n".join(text for _, text in blocks(line))
    body = "".join(ELEMENTS.get(kind, "<p>{}</p>").format(escape(text)) for kind, text in blocks(line))
    return f'<html lang="{line.get("language", "en")}"><body><article>{body}</article></body></html>'


@pytest.mark.parametrize("form", ["html", "text"])
@pytest.mark.parametrize(("name", "kind", "line"), LINES, ids=lambda each: str(each)[:50])
def test_an_agency_is_credited_where_the_page_says_so(name: str, kind: str, line: dict[str, str], form: Form) -> None:
    found = outline(read.page(Record("a", "a", form, page(line, form)))).credit
    assert found == ((AGENCIES[name]["name"],) if kind == "yes" else ())


@pytest.mark.parametrize("name", AGENCIES)
def test_every_agency_has_lines_for_and_against(name: str) -> None:
    told: dict[str, Any] = AGENCIES[name]
    assert told["name"] == wires()[name]["name"]
    assert len(told["yes"]) >= 3
    assert len(told["no"]) >= 2
    assert any("language" not in line for line in (*told["yes"], *told["no"]))
