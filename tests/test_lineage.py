"""Who had the text from whom: one case a folder, pages with what is known of them and what must be said."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from samestory.collation import collate
from samestory.lineage import lineage
from samestory.text import paragraphs
from samestory.types import Block, Lineage, Outline, Page, Version

CASES = sorted((Path(__file__).parent / "cases" / "lineage").iterdir())


def version(given: dict[str, Any]) -> Version:
    page = Page(given["id"], given["body"], given["id"], "body", "body/1")
    blocks = tuple(Block(span, "article.paragraph", "a paragraph") for span in paragraphs(page.text))
    about = {"published": given["published"], "outlet": given["outlet"], "credit": tuple(given["credit"])}
    return Version(page, Outline(page.id, blocks, language=given.get("language", "en"), **about))


def told(versions: list[Version]) -> Lineage:
    return lineage(collate(versions, "story"), versions)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_lineage(case: Path) -> None:
    pages = [json.loads(line) for line in (case / "pages.jsonl").read_text("utf-8").splitlines()]
    found = told([version(given) for given in pages])
    parents = defaultdict(list)
    for copy in found.copies:
        parents[copy.child].append(copy.parent)
    expected = json.loads((case / "expected.json").read_text("utf-8"))
    answer = {
        "origins": found.origins,
        "range": list(found.origins_range),
        "parents": {child: sorted(named) for child, named in parents.items()},
        "roots": list(found.roots),
        "wires": [[wire.name, wire.status] for wire in found.wires],
        "tellers": [[teller.kind, teller.name] for teller in found.tellers],
    }
    assert {key: answer[key] for key in expected} == expected
    assert len(found.tellers) == found.origins
    assert all(teller.why for teller in found.tellers)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_every_edge_has_a_reason_and_evidence_that_stands_in_the_pages(case: Path) -> None:
    versions = [version(json.loads(line)) for line in (case / "pages.jsonl").read_text("utf-8").splitlines()]
    texts = {found.page.id: found.page.text for found in versions}
    for copy in told(versions).copies:
        assert copy.why
        assert 0 < copy.share <= 1
        assert copy.child in {place.page_id for place in copy.evidence}
        assert all(texts[place.page_id][slice(*place.span)].strip() for place in copy.evidence)


def test_the_order_of_the_pages_does_not_matter() -> None:
    case = next(path for path in CASES if path.name == "merged-from-two-agencies")
    versions = [version(json.loads(line)) for line in (case / "pages.jsonl").read_text("utf-8").splitlines()]
    assert len({repr(told(list(order))) for order in permutations(versions)}) == 1
