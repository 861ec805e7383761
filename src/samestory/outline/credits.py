"""Text agencies that a page names as the source of its text: in a byline, a dateline, a sign-off; no photo credits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from samestory.data import language, wires
from samestory.outline.titles import plain
from samestory.types import Block, Page

_CREDITING = ("meta.byline", "meta.agency_credit_label", "meta.dateline")
_GIVEN = (
    "jsonld:author",
    "jsonld:creditText",
    "jsonld:sourceOrganization",
    "jsonld:provider",
    "jsonld:creator",
    "meta:author",
    "meta:byl",
)
_SEPARATORS = re.compile(r"\s*(?:[/,;&|·•()\[\]+]|\s[-–—]\s|^\W*[-–—*]+)\s*")
_BRACKETED = re.compile(r"[(/\[]\s*([^()/\[\]]{2,40}?)\s*[)/\]]")
_ELSEWHERE = ("media.", "list.", "notice.")
_INITIALS = re.compile(r"[a-z]{2,4}/[a-z]{2,4}\b")  # of writer and editor: "nb/ec (AFP)" is under a text, not a picture
_LEAD = 140  # a dateline ends before
_SIGNATURE = 90  # a sign-off is no longer


def credit(page: Page, blocks: Sequence[Block]) -> tuple[str, ...]:
    """The agencies, in the order in which the page names them."""
    body = [page.text[slice(*block.span)] for block in blocks if block.role == "article.paragraph"]
    near = [page.text[slice(*block.span)] for block in blocks if block.role in _CREDITING]
    given = [value for key, value in page.meta if key in _GIVEN]
    ends = [*body[-3:], *_below(page, blocks)]
    named = [*_listed([*given, *page.authors, *near]), *_datelined(body[:3]), *_signed(ends)]
    return tuple(dict.fromkeys(named))


def _below(page: Page, blocks: Sequence[Block]) -> list[str]:
    """The first blocks below the story, where a sign-off stands that is no paragraph; never those of pictures."""
    last = max((at for at, block in enumerate(blocks) if block.role == "article.paragraph"), default=len(blocks))
    under = [page.text[slice(*block.span)] for block in blocks[last + 1 : last + 3]]
    roles = [block.role for block in blocks[last + 1 : last + 3]]
    found = zip(under, roles, strict=True)
    return [text for text, role in found if not role.startswith(_ELSEWHERE) or _INITIALS.match(text)]


def _listed(texts: Sequence[str]) -> Iterator[str]:
    """Agencies among the names of bylines."""
    for text in texts:
        yield from (agency for part in _SEPARATORS.split(text) if (agency := _agency(part)))


def _datelined(leads: Sequence[str]) -> Iterator[str]:
    """An agency in brackets or strokes before the text begins: "LONDON, Nov 25 (Reuters) - …"."""
    for lead in leads:
        for match in _BRACKETED.finditer(lead[:_LEAD]):
            before, after = lead[: match.start()], lead[match.end() :].lstrip()
            if _is_place(before) and after[:1] in "-–—.:/,; ":
                yield from (agency for part in re.split(r"[/,;-]", match[1]) if (agency := _agency(part, "datelines")))


def _is_place(text: str) -> bool:
    """May this stand before the agency of a dateline: a place and a day, no sentence?"""
    words = re.findall(r"[^\W\d_]+", text)
    return len(text) <= 70 and sum(word[0].islower() for word in words) <= 2


def _signed(ends: Sequence[str]) -> Iterator[str]:
    for text in ends:
        tail = text if len(text) <= _SIGNATURE else re.split(r"[.!?][\"”’']?\s", text)[-1]
        parts = [part for part in _SEPARATORS.split(tail) if part]
        found = [agency for part in parts if (agency := _agency(part) or _agency(part, "datelines"))]
        # A line of nothing but agencies, initials and a place; a sentence that mentions one is no sign-off.
        if found and len(tail) <= _SIGNATURE and all(len(part) <= 25 or _agency(part) for part in parts):
            yield from found
        yield from _phrased(text)


def _phrased(text: str) -> Iterator[str]:
    """Sign-offs in words: "With files from The Canadian Press", and phrases only one agency's text ends with."""
    folded = re.sub(r"\d+", "#", plain(text))
    yield from (agency for agency, phrases in _signoffs() if any(phrase in folded for phrase in phrases))
    for match in _with().finditer(text):
        yield from (agency for part in re.split(r"[,/&]|\band\b", match[1]) if (agency := _agency(part)))


@cache
def _signoffs() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The agencies whose text ends with phrases of its own, and these."""
    return tuple((str(wire["name"]), tuple(map(plain, wire["signoffs"]))) for wire in wires().values())


@cache
def _with() -> re.Pattern[str]:
    """What stands before the name of an agency at the end of a text, in all languages that have a list."""
    phrases = (language("en") or {}).get("credit", {}).get("with", [])
    return re.compile(r"(?:" + "|".join(map(re.escape, phrases)) + r")\s+([^.()\[\]]{2,80})", re.IGNORECASE)


def _agency(text: str, kind: str = "names") -> str | None:
    """The agency a name means. Short names are acronyms, and mean it only in their own case."""
    name = text.strip(" \t\n.:*=-–—\"'“”")
    known = _known(kind).get(name) or _known(kind).get(name.casefold() if len(name) > 4 else name)
    return known or (name if kind == "names" and _says_agency().fullmatch(name) else None)


@cache
def _says_agency() -> re.Pattern[str]:
    """A name without a file of its own that says what it is: "Corvane News Agency"."""
    kinds = (language("en") or {}).get("credit", {}).get("kinds", [])
    return re.compile(r"(?:[A-Z][\w'’-]+ ){1,4}(?:" + "|".join(map(re.escape, kinds)) + ")")


@cache
def _known(kind: str) -> dict[str, str]:
    names = {name: str(wire["name"]) for wire in wires().values() for name in (wire["name"], *wire[kind])}
    return {**{name.casefold(): agency for name, agency in names.items() if len(name) > 4}, **names}
