"""Pages of which a person labelled every block (`g=` in the markup) before the rules had seen them: letters right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from samestory import read
from samestory.outline import outline
from samestory.types import Form, Page, Record
from tests.example import LABELLED_FLOORS

PAGES = sorted((Path(__file__).parent / "cases" / "labelled").glob("*.html"))
# What stands in lists is told as an entry or as the list; a part of a menu, a poll or partner content as the whole.
ALIKE = {
    "list.teaser": {"list.related", "list.teasers", "list.most_read", "list.podcast_item"},
    "list.related": {"list.teaser", "list.teasers"},
    "list.teasers": {"list.teaser", "list.related"},
    "list.most_read": {"list.teaser"},
    "list.podcast_item": {"list.podcasts", "list.teaser"},
    "interactive.poll": {"interactive.poll_option"},
    "nav.breadcrumb": {"nav.menu"},
    "nav.skip": {"nav.menu"},
    "nav.footer": {"nav.menu"},
    "ad.partner_item": {"ad.partner_content"},
    "ad.partner_content": {"ad.partner_item"},
}
_LABEL = re.compile(r" g=[a-z_.]+")
_UNSEEN = re.compile(r"<(script|style|title)\b.*?</\1>", re.DOTALL)
_BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|body|br|button|caption|div|dl|figcaption|figure|footer|h[1-6]|header|html"
    r"|li|main|nav|ol|p|section|table|td|th|tr|ul)\b[^>]*>"
)


class Labelled(HTMLParser):
    """The texts of a page, each with the label of the innermost element around it."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.texts: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []
        self.feed(_UNSEEN.sub("", markup))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("br", "img", "link", "meta"):
            around = self._open[-1][1] if self._open else ""
            self._open.append((tag, dict(attrs).get("g") or around))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open[-1][1]:
            self.texts.append((data.strip(), self._open[-1][1]))


def flattened(markup: str) -> str:
    """A page as text: a line a block, what is inline run together as it stands."""
    lines = re.sub(r"<[^>]*>", "", _BLOCK.sub("\n", re.sub(r"\s+", " ", _UNSEEN.sub("", markup)))).split("\n")
    return "\n".join(line.strip() for line in lines if line.strip()).replace("&amp;", "&").replace("&gt;", ">")


def letters(page: Page, texts: list[tuple[str, str]]) -> Iterator[bool]:
    """Of every letter that is labelled: is its role right?"""
    roles = [""] * len(page.text)
    for block in outline(page).blocks:
        roles[block.span.start : block.span.end] = [block.role] * (block.span.end - block.span.start)
    at = 0
    for text, role in texts:
        found = re.compile(r"\s+".join(map(re.escape, text.split()))).search(page.text, at)
        assert found, text
        at = found.end()
        right = {role, *ALIKE.get(role, ())}
        yield from (roles[place] in right for place in range(*found.span()) if not page.text[place].isspace())


@pytest.mark.parametrize("form", ["html", "text"])
def test_letters_right(form: Form) -> None:
    right: list[bool] = []
    for path in PAGES:
        markup = path.read_text("utf-8")
        bare = _LABEL.sub("", markup)
        content = bare if form == "html" else flattened(bare)
        right += letters(read.page(Record(path.stem, path.stem, form, content)), Labelled(markup).texts)
    assert sum(right) / len(right) >= LABELLED_FLOORS[form]
