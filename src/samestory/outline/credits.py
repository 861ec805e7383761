"""Text agencies that a page names as the source of its text: in a byline, a dateline, a sign-off; no photo credits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from samestory.data import SHORT, agencies, language, wires
from samestory.outline.cues import anywhere, table
from samestory.outline.sites import site
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
_BETWEEN = re.compile(r"[,;/&]|\band\b|\bund\b")
_BRACKETED = re.compile(r"[(/\[]\s*([^()/\[\]]{2,40}?)\s*[)/\]]")
_UNBRACKETED = re.compile(
    r"(?=[^-–—]{0,60}\d)[^-–—]{3,60}?[.,]\s+([^\s.,]{2,20})\s+[-–—]+\s"
)  # "Lindholm. 25 Nov. INTERFAX - "
_CAPITALS = re.compile(r"([A-Z]{2,4})(?: [A-Z]{2,4}){1,4}")  # an agency and the initials of its desk: "PTI ABR DNN"
_ELSEWHERE = ("media.", "list.", "notice.")
_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){1,3}")
_INITIALS = re.compile(r"[a-z]{2,4}/[a-z]{2,4}\b")  # of writer and editor: "nb/ec (AFP)" is under a text, not a picture
_LEAD = 140  # a dateline ends before
_ENDING = 3000  # characters at the end of a paragraph in which a sign-off stands
_SIGNATURE = 90  # a sign-off is no longer


def credit(page: Page, blocks: Sequence[Block], outlet: str | None = None) -> tuple[str, ...]:
    """The agencies, in the order in which the page names them; an outlet that sounds like one is not its own."""
    paragraphs = [block.span for block in blocks if block.role == "article.paragraph"]
    leads = [page.text[start : min(end, start + 2 * _LEAD)] for start, end in paragraphs[:3]]
    last = [page.text[max(start, end - _ENDING) : end] for start, end in paragraphs[-3:]]
    near = [page.text[slice(*block.span)] for block in blocks if block.role in _CREDITING]
    near += [lead for lead in leads if _is_byline(lead)]
    given = [value for key, value in page.meta if key in _GIVEN]
    ends = [*last, *_below(page, blocks)]
    phrased = [agency for text in near for agency in _phrased(text)]
    named = [*_listed([*given, *page.authors, *near]), *_datelined(leads), *phrased, *_signed(ends)]
    own = _run_together(f"{page.outlet or ''} {outlet or ''} {site(page.url) or ''}")
    return tuple(name for name in dict.fromkeys(named) if name in agencies() or _run_together(name) not in own)


def _run_together(name: str) -> str:
    return plain(name).replace(" ", "")


def _below(page: Page, blocks: Sequence[Block]) -> list[str]:
    """The first blocks below the story, where a sign-off stands that is no paragraph; never those of pictures."""
    last = max((at for at, block in enumerate(blocks) if block.role == "article.paragraph"), default=len(blocks))
    under = [(page.text[slice(*block.span)], block) for block in blocks[last + 1 : last + 3]]
    return [text for text, block in under if not block.role.startswith(_ELSEWHERE) or _signs_off(text, block)]


def _signs_off(text: str, block: Block) -> bool:
    """Is a line that looks like part of a list or like a photo credit the end of a text? Not if its element says no."""
    if _INITIALS.match(text) or any(_own_phrases(text)):
        return True
    if len(text) > _SIGNATURE or block.why.startswith("in ") or not (match := _with().match(text.lstrip("( "))):
        return False
    return not any(_is_picture_agency(part) for part in _BETWEEN.split(match[1]))


def _is_picture_agency(name: str) -> bool:
    return name.strip(" .").casefold() in anywhere("agencies")["photo"] and not _agency(name)


def _listed(texts: Sequence[str]) -> Iterator[str]:
    """Agencies among the names of bylines; a name that stands there alone may only sound like one."""
    for text in texts:
        by = _by().match(text)
        parts = [part for part in _SEPARATORS.split(text[by.end() :] if by else text) if part]
        alone = _wider(parts[0]) if by and len(parts) == 1 else None
        yield from [alone] if alone and not _agency(alone) else _agencies(parts)


def _agencies(parts: Sequence[str]) -> Iterator[str]:
    """The agencies among names; beside one, a name that only sounds like one is one too."""
    beside = any(map(_agency, parts))
    yield from (agency for part in parts if (agency := _agency(part) or (_wider(part) if beside else None)))


def _is_byline(text: str) -> bool:
    """A line of names alone above a story, the writer's first: "Tam Ridley, Meridian Wire"."""
    parts = _SEPARATORS.split(text)
    return len(text) <= _SIGNATURE and len(parts) > 1 and all(_NAME.fullmatch(part) for part in parts)


@cache
def _by() -> re.Pattern[str]:
    """What a byline starts with, the longest first."""
    starts = sorted({start.strip() for start in table("by")["start"]}, key=lambda start: (-len(start), start))
    return re.compile(r"^\s*(?:" + "|".join(map(re.escape, starts)) + r")(?!\w)\s*", re.IGNORECASE)


def _wider(part: str) -> str | None:
    """A name that is an agency's where only sources of the text stand: "Northmoor Press"."""
    name = part.strip(" .:")
    return name if _says_agency("wider").fullmatch(name) else None


def _datelined(leads: Sequence[str]) -> Iterator[str]:
    """An agency in brackets or strokes before the text begins: "LONDON, Nov 25 (Reuters) - …"."""
    for lead in leads:
        for match in _BRACKETED.finditer(lead[:_LEAD]):
            before, after = lead[: match.start()], lead[match.end() :].lstrip()
            if not _is_place(before):
                continue
            # "LINDHOLM, Nov 25 (PTI) The old bridge": Indian agencies put nothing between.
            if after[:1] in "-–—.:/,; " or (after[:1].isupper() and any(map(str.isdigit, before))):
                yield from (agency for part in re.split(r"[/,;-]", match[1]) if (agency := _agency(part, "datelines")))
            if after[:1] in tuple("-–—") and (agency := _agency(match[1]) or _wider(match[1])):
                yield agency
        if (plainly := _UNBRACKETED.match(lead[:_LEAD])) and (agency := _agency(plainly[1], "datelines")):
            yield agency


def _is_place(text: str) -> bool:
    """May this stand before the agency of a dateline: a place and a day, no sentence?"""
    words = re.findall(r"[^\W\d_]+", text)
    return len(text) <= 70 and sum(word[0].islower() for word in words) <= 2


def _signed(ends: Sequence[str]) -> Iterator[str]:
    for text in ends:
        tail = text if len(text) <= _SIGNATURE else re.split(r"[.!?][\"”’']?\s", text[-2 * _SIGNATURE :])[-1]
        parts = [part for part in _SEPARATORS.split(tail) if part and len(tail) <= _SIGNATURE]
        found = [agency for part in parts if (agency := _agency(part) or _agency(part, "datelines"))]
        # A line of nothing but agencies, initials and a place; a sentence that mentions one is no sign-off.
        if found and all(len(part) <= 25 or _agency(part) for part in parts):
            yield from found
        if (desk := _CAPITALS.fullmatch(text.strip())) and (agency := _agency(desk[1], "datelines")):
            yield agency
        yield from _phrased(text)


def _phrased(text: str) -> Iterator[str]:
    """Sign-offs in words: "With files from The Canadian Press", and phrases only one agency's text ends with."""
    yield from _own_phrases(text)
    contributed = _contributed().finditer(text) if _contributing().search(text) else ()
    for match in (*_with().finditer(text), *contributed):
        parts = _BETWEEN.split(match[1])
        if not any(map(_tells, parts)):
            yield from _agencies(parts)


def _tells(part: str) -> bool:
    """Is this more than a name: "Reuters, that it would go on"?"""
    return sum(word[0].islower() for word in part.split()[1:]) > 1


def _own_phrases(text: str) -> Iterator[str]:
    folded = _numberless(text)
    yield from (agency for agency, phrases in _signoffs() if any(phrase in folded for phrase in phrases))


def _numberless(text: str) -> str:
    """Words alone, with one word for every number: `plain` would drop the `#` of a phrase and keep a text's year."""
    written = re.sub(r"(?:copyright\s*)?©", "copyright ", text, flags=re.IGNORECASE) if "©" in text else text
    return plain(re.sub(r"\d+|#", "0", written))


@cache
def _signoffs() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The agencies whose text ends with phrases of its own, and these."""
    return tuple((str(wire["name"]), tuple(map(_numberless, wire["signoffs"]))) for wire in wires().values())


@cache
def _words(kind: str) -> str:
    """A list of phrases of credits as a pattern."""
    phrases = (language("en") or {}).get("credit", {}).get(kind, [])
    return "(?:" + "|".join(map(re.escape, phrases)) + ")"


@cache
def _with() -> re.Pattern[str]:
    """What stands before the name of an agency at the end of a text: "With files from", "Reporting by Ana Ruiz for"."""
    reporter = rf"{_words('reporting')}\s[^.;()\[\]]{{2,60}}?\s{_words('employer')}"
    return re.compile(rf"\b(?:{reporter}|{_words('with')})\s+([^.()\[\]]{{2,80}})", re.IGNORECASE)


@cache
def _contributed() -> re.Pattern[str]:
    """What stands after it: "Ana Ruiz and Reuters contributed to this report"."""
    return re.compile(rf"([^.()\[\]:]{{2,80}}?)\s+{_words('contributed')}\b", re.IGNORECASE)


@cache
def _contributing() -> re.Pattern[str]:
    """The words themselves: to look for the names before them at every letter takes ten times as long."""
    return re.compile(_words("contributed"), re.IGNORECASE)


def _agency(text: str, kind: str = "names") -> str | None:
    """The agency a name means. Short names are acronyms, and mean it only in their own case."""
    name = text.strip(" \t\n.:*=-–—\"'“”")
    known = agencies(kind).get(name) or agencies(kind).get(name.casefold() if len(name) > SHORT else name)
    return known or (name if kind == "names" and _says_agency().fullmatch(name) else None)


@cache
def _says_agency(kinds: str = "kinds") -> re.Pattern[str]:
    """A name without a file of its own that says what it is: "Corvane News Agency"; no "The Wire", a title."""
    return re.compile(rf"(?!The \w+$)(?:[A-Z][\w'’-]+ ){{1,4}}{_words(kinds)}")
