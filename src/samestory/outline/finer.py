"""Blocks told more finely by their own lines: a caption and its credit, the options of a poll, a title and its date."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from samestory.outline.cues import cue
from samestory.outline.details import credit, dates, poll, ticker
from samestory.types import Block, Page, Span

_CAPTION = 8  # letters of what is left of a caption without its credit, at least
_WIDE = (
    "nav.menu",
    "list.related",
    "list.teasers",
    "article.dek",
)  # by place: its first line may say more
_HEADING = ("service.", "list.", "interactive.", "ad.partner_content", "nav.topics", "offer.", "ticker.")
_ITEMS = {
    "list.related": "list.teaser",
    "list.teasers": "list.teaser",
    "list.podcasts": "list.podcast_item",
    "ad.partner_content": "ad.partner_item",
}
_PARTED_ROLES = frozenset((*_WIDE, *_ITEMS, "media.caption", "interactive.poll", "ticker.quote"))
_ITEM_LINES = range(2, 5)
_PARTED = re.compile(r"\s*[\n|•·]\s*|\s{2,}|\xa0 ")
_PARTING = re.compile(r"[\n|•·]|\s\s")
_ROWS = ("nav.menu", "nav.footer", "ui.share")
_ROW = 3  # entries of a menu that stands on one line, at least


def finer(page: Page, blocks: Iterable[Block]) -> Iterator[Block]:
    """The blocks, each as itself or as the parts of it.

    >>> page = Page("p", "The market on Monday. Photo: Ana Ruiz", "p", "text", "text/1")
    >>> [block.role for block in finer(page, [Block(Span(0, 37), "media.caption", "in figcaption")])]
    ['media.caption', 'media.credit']
    """
    for block in blocks:
        (start, end), role, _, _ = block
        if role not in _PARTED_ROLES:
            yield block
            continue
        text = page.text[start:end]
        if role == "media.caption":
            yield from _caption(block, text)
        elif role == "interactive.poll" and "%" in text and poll.option(text):
            yield block._replace(role="interactive.poll_option", why="an answer with its share of the votes")
        elif role == "ticker.quote" and ticker.quote(text) is None and _says(text) == "ticker.note":
            yield block._replace(role="ticker.note", why="a note to the quotes")
        else:
            yield _by_its_lines(block, text) if _may_be_parted(text) else block


def _may_be_parted(text: str) -> bool:
    """Is the text parted anywhere? Of most it is seen without a pattern, which tries every blank: 0.5 ms a page."""
    if not text.isprintable() or "  " in text:
        return bool(_PARTING.search(text))
    return "|" in text or "•" in text or "·" in text


def _says(text: str) -> str | None:
    found = cue(text)
    return found.role if found else None


def _caption(block: Block, text: str) -> Iterator[Block]:
    """A caption, and the credit at its end."""
    said = credit.tail(text, named=block.why.startswith("in "))
    at = text.rfind(said) if said else 0
    at -= at > 0 and text[at - 1] in "(["
    if said and not at:
        yield block._replace(role="media.credit", why="names a photographer or picture agency")
        return
    if at < _CAPTION:
        yield block
        return
    start = block.span.start
    yield block._replace(span=Span(start, start + len(text[:at].rstrip())))
    yield Block(Span(start + at, block.span.end), "media.credit", "the credit at the end of a caption")


def _row(pieces: Sequence[str]) -> str | None:
    """The kind of menu or of buttons whose words most pieces of a line are; None if too few are."""
    said = Counter(role for piece in pieces if (role := _says(piece)) and role.startswith(_ROWS))
    return said.most_common(1)[0][0] if len(pieces) >= _ROW and 2 * said.total() > len(pieces) else None


def _by_its_lines(block: Block, text: str) -> Block:
    """A block of several lines: its first says what it is, or its last is the date of an entry, or who paid for it."""
    if block.role in _WIDE and (told := _row([piece for piece in _PARTED.split(text) if piece.strip()])):
        return block._replace(role=told, why="several such words on one line")
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    for line in lines[:2] if block.role in _WIDE and len(lines) > 1 else ():
        found = cue(line)
        if found and found.how != "holds" and found.role.startswith(_HEADING):
            return block._replace(role=found.role, why=f"headed “{line}”")
    if len(lines) not in _ITEM_LINES or block.role not in _ITEMS:
        return block
    if _says(lines[-1]) == "ad.partner_content":
        return block._replace(role="ad.partner_item", why="a title and who paid for it")
    if dates.only_date(lines[-1]) or dates.near(lines[-1]):
        return block._replace(role=_ITEMS[block.role], why="a title and its date")
    return block
