"""Texts that are handed out to everybody: press releases, and the words of a speech or a hearing.

Who prints one tells nothing of his own: behind all who do stands the one who handed it out. The rule asks what a page
says it is (a line near its title, its dateline, its address) and how it is made (who is to be asked, turns of speakers,
a text in the first person), never what it is about: a story about a press release speaks of one in its sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from urllib.parse import urlsplit

from samestory.data import handed_out
from samestory.handouts.making import closes, is_spoken, sender, speaks_to_all, taken_down
from samestory.spans import body
from samestory.types import HandoutKind, Outline, Page, Span, Version

__all__ = ["Handout", "attributed", "handout"]

_ABOVE = 8  # blocks before the story among which it says what it is
_LINE = 70  # letters; such a line is no longer
_DATELINE = 200  # a dateline ends before
_AFTER = re.compile(r"(?:\W*$|\s*[-–—:|,.(/#0-9]|\s+(?:for|no|nr|n°|nº|vom|du|del|от)\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Handout:
    """What sort of text it is, who handed it out, and how that is known."""

    kind: HandoutKind
    by: str | None  # as far as the page says
    own: bool  # the sender's own page, or that of a service that sends out for others; or who took down what was said
    why: str
    sign: Span  # what says so; empty: its address, its making


def handout(version: Version) -> Handout | None:
    r"""What a page prints, if it is a text that was handed out.

    >>> from samestory.types import Block
    >>> text = "FOR IMMEDIATE RELEASE\n\nThe Varna Lock Company opens its third gate on Monday."
    >>> blocks = Block(Span(0, 21), "article.heading", ""), Block(Span(23, len(text)), "article.paragraph", "")
    >>> handout(Version(Page("p", text, "p", "body", ""), Outline("p", blocks))).kind
    'release'
    """
    page, outline = version
    spans = body(outline)
    if not spans:
        return None
    return _release(page, outline, spans) or _transcript(page, outline, spans)


def _release(page: Page, outline: Outline, spans: Sequence[Span]) -> Handout | None:
    """One sure sign, or two of those that stories have too now and then."""
    words = handed_out("release")
    by, heading = sender(page.text, spans)
    service = _service(page)
    sure = [*_named_above(page, outline, spans, words["label"]), *_titled(outline, words["title"]), *_sent(page, spans)]
    sure += [("it speaks to everybody, as who hands a text out does", spans[0])] * speaks_to_all(page.text, spans)
    signs = [sign for sign in (_path(page, words["path"]), heading, *closes(page.text, outline)) if sign]
    if service:
        sure.append((f"its address is that of {service}, which sends out what others write", Span(0, 0)))
    if not sure and len({why for why, _ in signs}) < 2:
        return None
    why, place = (*sure, *signs)[0]
    own = bool(service or _is_state(page) or _is_sender(by, page, outline))
    return Handout("release", by, own, why, place)


def _transcript(page: Page, outline: Outline, spans: Sequence[Span]) -> Handout | None:
    """What is said to be one and is made like one; or turns of speakers in capitals all through."""
    words = handed_out("transcript")
    labels = *words["label"], *words["title"]
    named = [*_named_above(page, outline, spans, labels), *_titled(outline, words["title"])]
    named += [sign for sign in (_path(page, words["path"]), _closing(outline, words["closing"])) if sign]
    texts = [page.text[slice(*span)] for span in spans]
    made = taken_down(texts) or (bool(named) and is_spoken(texts, outline.language))
    if not made:
        return None
    why, place = named[0] if named else ("speakers take turns all through it", spans[0])
    return Handout("transcript", None, True, why, place)


Sign = tuple[str, Span]


def _named_above(page: Page, outline: Outline, spans: Sequence[Span], labels: Sequence[str]) -> Iterator[Sign]:
    """A line of its own before the story or at its beginning: "FOR IMMEDIATE RELEASE"."""
    first = next((at for at, block in enumerate(outline.blocks) if block.span == spans[0]), 0)
    over = [block.span for block in outline.blocks[max(0, first - _ABOVE) : first] if _may_name(block.role)]
    for span in (*over, *spans[:2]):
        line = page.text[slice(*span)].lstrip().split("\n", 1)[0][: _LINE + 1]
        if len(line) <= _LINE and (label := _begins(line, labels)):
            yield f"it says of itself: {label}", span


def _may_name(role: str) -> bool:
    return not role.startswith(("list.", "ticker.", "ad.", "consent.", "offer.", "service."))


def _begins(line: str, labels: Sequence[str]) -> str | None:
    """The label that a line is, or begins with and goes on with a mark, a number or a day."""
    said = line.strip(" \t*·•-–—:|[]()").casefold()
    return next((label for label in labels if said.startswith(label) and _goes_on(label, said[len(label) :])), None)


def _goes_on(label: str, rest: str) -> bool:
    return bool(_AFTER.match(rest)) or (label.endswith((" by", " of", ":")) and not rest[:1].isalnum())


def _titled(outline: Outline, starts: Sequence[str]) -> Iterator[Sign]:
    title = (outline.title or "").strip().casefold()
    if start := next((start for start in starts if title.startswith(start) and _parted(title, start)), None):
        yield f"its title begins: {start}", Span(0, 0)


def _parted(title: str, start: str) -> bool:
    return not (title[len(start) : len(start) + 1].isalnum() and start[-1].isalnum())


def _closing(outline: Outline, ends: Sequence[str]) -> Sign | None:
    title = (outline.title or "").strip(" .:-–—").casefold()
    end = next((end for end in ends if title.endswith(end) and len(title) > len(end)), None)
    return (f"its title ends: {end}", Span(0, 0)) if end else None


def _sent(page: Page, spans: Sequence[Span]) -> Iterator[Sign]:
    """The dateline of a service: "LINDHOLM, Nov. 25 /PRNewswire/ --", "(BUSINESS WIRE)--"."""
    for start, end in spans[:2]:
        if at := _dateline().search(page.text, start, min(end, start + _DATELINE)):
            yield f"its dateline is that of {at[1]}", Span(*at.span())


@cache
def _dateline() -> re.Pattern[str]:
    names = "|".join(map(re.escape, handed_out("services")["datelines"]))
    return re.compile(rf"[/(]\s?({names})(?:\s+via [\w .]+)?\s?[/)]\s*[-–—:]")


def _service(page: Page) -> str | None:
    host = _host(page)
    return next((name for name in handed_out("services")["hosts"] if host == name or host.endswith(f".{name}")), None)


def _host(page: Page) -> str:
    return (urlsplit(page.url or "").hostname or "").casefold()


def _is_state(page: Page) -> bool:
    """An authority's site: its words are its own."""
    host = f"{_host(page)}."
    return any(ending in host for ending in handed_out("state")["hosts"])


def _path(page: Page, parts: Sequence[str]) -> Sign | None:
    path = urlsplit(page.url or "").path.casefold().strip("/").split("/")
    return next(((f"its address lies under /{part}/", Span(0, 0)) for part in path[:-1] if part in parts), None)


def _is_sender(by: str | None, page: Page, outline: Outline) -> bool:
    """Is the page's house the one that the text is about?"""
    if by is None:
        return False
    name = _letters(by)
    return bool(name) and any(name in _letters(house) for house in (outline.outlet or "", _host(page)))


def _letters(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold())).removeprefix("the")


def attributed(sentence: str) -> HandoutKind | None:
    """Does a sentence say that its words are from a release or a speech?

    >>> attributed("The gate opens on Monday, the company said in a press release.")
    'release'
    """
    said, folded = handed_out("said"), sentence.casefold()
    kinds: tuple[HandoutKind, ...] = ("release", "transcript")
    return next((kind for kind in kinds if any(phrase in folded for phrase in said[kind])), None)
