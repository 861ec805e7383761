"""Text agencies that a page names as the source of its text: in a byline, a dateline, a sign-off; no photo credits."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from samestory.data import agencies, wires
from samestory.outline.agencies import agency, among, datelined, employer, unspaced, wider, words
from samestory.outline.cues import anywhere, table
from samestory.outline.sites import site
from samestory.outline.titles import plain
from samestory.outline.words import one_of
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
_SEPARATORS = re.compile(r"\s*(?:[/,;&|·•()\[\]（）+]|\s[-–—]\s|^\W*[-–—*]+)\s*")
_BETWEEN = re.compile(r"[,;/&]|\band\b|\bund\b")
_BRACKETED = re.compile(r"[(\[（]\s*([^()\[\]（）]{2,40}?)\s*[)\]）]|(?<!\w)/\s*([^()/\[\]]{2,40}?)\s*/")
_UNBRACKETED = re.compile(
    r"(?=[^-–—]{0,60}\d)[^-–—]{3,60}?[.,]\s+([^\s,]{1,19}[^\s.,])\s+[-–—]+\s"
)  # "Lindholm. 25 Nov. INTERFAX - "
_SET_APART = re.compile(r"^\s*[【（(\[]([^【】（）()\[\]]{2,40})[】）)\]]")  # "(린드홀름=연합뉴스)"
# An agency and the initials of its desk: "PTI ABR DNN", "EFE ar/tr".
_DESK = re.compile(r"([A-Z]{2,4})(?:(?: [A-Z]{2,4}){1,4}| [a-z]{2,4}/[a-z]{2,4})")
_ELSEWHERE = ("media.", "list.", "notice.")
_NAME = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){1,3}")
_INITIALS = re.compile(r"[a-z]{2,4}/[a-z]{2,4}\b")  # of writer and editor: "nb/ec (AFP)" is under no picture
_LEAD = 140  # a dateline ends before
_CABLED = 40  # … and one in a script without spaces before this
_ENDING = 3000  # characters at the end of a paragraph in which a sign-off stands
_SIGNATURE = 90  # a sign-off is no longer
_ABOVE = 4  # blocks between the headline and the story among which a byline may be taken for something else


def credit(page: Page, blocks: Sequence[Block], outlet: str | None = None) -> tuple[str, ...]:
    """The agencies, in the order in which the page names them; an outlet that sounds like one is not its own."""
    paragraphs = [block.span for block in blocks if block.role == "article.paragraph"]
    leads = [page.text[start : min(end, start + 2 * _LEAD)] for start, end in paragraphs[:3]]
    last = [page.text[max(start, end - _ENDING) : end] for start, end in paragraphs[-3:]]
    near = [page.text[slice(*block.span)] for block in blocks if block.role in _CREDITING]
    near += [text for text in (*_above(page, blocks), *leads) if _is_byline(text)]
    given = [value for key, value in page.meta if key in _GIVEN]
    ends = [*last, *_below(page, blocks)]
    phrased = [name for text in near for name in _phrased(text)]
    named = [*phrased, *_listed([*given, *page.authors, *near]), *_datelined(leads), *_signed(ends)]
    own = _run_together(f"{page.outlet or ''} {outlet or ''} {site(page.url) or ''}")
    return tuple(name for name in dict.fromkeys(named) if name in agencies() or _run_together(name) not in own)


def _run_together(name: str) -> str:
    return plain(name).replace(" ", "")


def _above(page: Page, blocks: Sequence[Block]) -> list[str]:
    """The last blocks between headline and story, whatever they were taken for; never those of pictures."""
    first = next((at for at, block in enumerate(blocks) if block.role == "article.paragraph"), 0)
    start = max((at for at, block in enumerate(blocks[:first]) if block.role == "article.headline"), default=first)
    over = blocks[max(start + 1, first - _ABOVE) : first]
    texts = [(page.text[slice(*block.span)], block) for block in over]
    return [text for text, block in texts if _is_open(block) or _is_writer(text)]


def _is_open(block: Block) -> bool:
    """May it be a byline, as far as its element and its role tell?"""
    return not block.role.startswith(("media.", "article.")) and not block.why.startswith("in ")


def _is_writer(text: str) -> bool:
    """Does a line that looks like a photo credit name a writer? "By Ana Ruiz, dpa"; not "Ana Ruiz/dpa"."""
    return bool(_by().match(text) or ("," in text and "/" not in text and agency(text.rsplit(",", 1)[1])))


def _below(page: Page, blocks: Sequence[Block]) -> list[str]:
    """The first blocks below the story, where a sign-off stands that is no paragraph; never those of pictures."""
    last = max((at for at, block in enumerate(blocks) if block.role == "article.paragraph"), default=len(blocks))
    under = [(page.text[slice(*block.span)], block) for block in blocks[last + 1 : last + 3]]
    return [
        text
        for at, (text, block) in enumerate(under)
        if not block.role.startswith(_ELSEWHERE) or _signs_off(text, block) or (at == 0 and _is_signature(text, block))
    ]


def _signs_off(text: str, block: Block) -> bool:
    """Is a line that looks like part of a list or like a photo credit the end of a text? Not if its element says no."""
    if _INITIALS.match(text) or any(_own_phrases(text)):
        return True
    if len(text) > _SIGNATURE or block.why.startswith("in ") or not (match := _with().match(text.lstrip("( "))):
        return False
    return not any(_is_picture_agency(part) for part in _BETWEEN.split(match[1]))


def _is_signature(text: str, block: Block) -> bool:
    """Is the line below a text nothing but an agency: "(ANI)", "- BERNAMA"? Beside a picture only with such marks."""
    line = text.strip()
    if block.why.startswith("in ") or len(line) > _SIGNATURE or (block.role.startswith("media.") and line[0].isalnum()):
        return False
    alone = agency(line) or agency(line, "datelines") or _beside().fullmatch(line)
    return bool(alone or _DESK.fullmatch(line))


def _is_picture_agency(name: str) -> bool:
    return name.strip(" .").casefold() in anywhere("agencies")["photo"] and not agency(name)


def _listed(texts: Sequence[str]) -> Iterator[str]:
    """Agencies among the names of bylines; a name that stands there alone may only sound like one."""
    for text in texts:
        by = _by().match(text)
        parts = _parts(text[by.end() :] if by else text)
        alone = wider(parts[0]) if by and len(parts) == 1 else None
        yield from [alone] if alone and not agency(alone) else among(parts)


def _parts(byline: str) -> list[str]:
    return [name for part in _SEPARATORS.split(byline) for name in _and().split(part) if name]


def _is_byline(text: str) -> bool:
    """A line above a story of nothing but names, the writer's first, or an agency: "Tam Ridley, Meridian Wire"."""
    if len(text) > _SIGNATURE:
        return False
    by = _by().match(text)
    parts = _parts(text[by.end() :] if by else text)
    if not parts:
        return False
    named = [part for part in parts if agency(part) or employer(part)]
    if named and all(part in named or _NAME.fullmatch(part) or part[0].isupper() for part in parts):
        return True
    return bool(_with().match(text)) or (len(parts) > 1 and all(_NAME.fullmatch(part) for part in parts))


@cache
def _by() -> re.Pattern[str]:
    """What a byline starts with."""
    starts = one_of(start.strip() for start in table("by")["start"])
    return re.compile(rf"^\s*{starts}(?!\w)\s*", re.IGNORECASE)


@cache
def _and() -> re.Pattern[str]:
    """What stands between the names of a byline: "Ana Ruiz with AFP"."""
    joining = sorted(set(table("by")["and"]).union(table("credit")["beside"]))
    return re.compile(r"(?:^|\s+)(?:" + "|".join(map(re.escape, joining)) + r")\s+", re.IGNORECASE)


def _datelined(leads: Sequence[str]) -> Iterator[str]:
    """An agency in brackets or strokes before the text begins: "LONDON, Nov 25 (Reuters) - …"."""
    for lead in leads:
        for match in _BRACKETED.finditer(lead[:_LEAD]):
            inside, before, after = match[1] or match[2], lead[: match.start()], lead[match.end() :].lstrip()
            if not _is_place(before):
                continue
            # "LINDHOLM, Nov 25 (PTI) The old bridge": Indian agencies put nothing between.
            if after[:1] in "-–—.:/,; " or (not after[:1].islower() and any(map(str.isdigit, before))):
                yield from datelined(inside)
            if after[:1] in tuple("-–—") and (name := agency(inside) or wider(inside)):
                yield name
        if (plainly := _UNBRACKETED.match(lead[:_LEAD])) and (name := agency(plainly[1], "datelines")):
            yield name
        yield from _cabled(lead)


def _cabled(lead: str) -> Iterator[str]:
    """An agency in the datelines of East Asia: "新华社伦敦11月25日电", "【ロンドン共同】", "(런던=연합뉴스)"."""
    apart = _SET_APART.match(lead)
    name = unspaced(apart[1], end=True) if apart else unspaced(lead)
    if name and (apart or any(word in lead[:_CABLED] for word in table("credit")["cabled"])):
        yield name


def _is_place(text: str) -> bool:
    """May this stand before the agency of a dateline: a place and a day, no sentence?"""
    found = re.findall(r"[^\W\d_]+", text)
    return len(text) <= 70 and sum(word[0].islower() for word in found) <= 2


def _signed(ends: Sequence[str]) -> Iterator[str]:
    for text in ends:
        tail = (
            text if len(text) <= _SIGNATURE else re.split(r"[.!?。][\"”’']?(?:\s|(?=（))", text[-2 * _SIGNATURE :])[-1]
        )
        parts = [part for part in _SEPARATORS.split(tail) if part and len(tail) <= _SIGNATURE]
        found = [name for part in parts if (name := agency(part) or agency(part, "datelines"))]
        # A line of nothing but agencies, initials and a place; a sentence that mentions one is no sign-off.
        if found and all(len(part) <= 25 or agency(part) for part in parts):
            yield from found
        if (desk := _DESK.fullmatch(text.strip())) and (name := agency(desk[1], "datelines")):
            yield name
        if len(text) <= _SIGNATURE and (alone := _beside().fullmatch(text.strip())):
            yield from among(_BETWEEN.split(alone[1]))
        yield from _phrased(text)


def _phrased(text: str) -> Iterator[str]:
    """Sign-offs in words: "With files from The Canadian Press", and phrases only one agency's text ends with."""
    yield from _own_phrases(text)
    contributed = _contributed().finditer(text) if _contributing().search(text) else ()
    for match in (*_with().finditer(text), *contributed):
        parts = _BETWEEN.split(match[1])
        if len(text) <= _SIGNATURE and (name := agency(match[1], "datelines")):
            yield name
        elif not any(_tells(part) and not employer(part) for part in parts):
            yield from among(parts)


def _tells(part: str) -> bool:
    """Is this more than a name: "Reuters, that it would go on"?"""
    return sum(word[0].islower() for word in part.split()[1:]) > 1


def _own_phrases(text: str) -> Iterator[str]:
    folded = _numberless(text)
    yield from [name for phrase, name in _signoffs() if phrase in folded]


def _numberless(text: str) -> str:
    """Words alone, with one word for every number: `plain` would drop the `#` of a phrase and keep a text's year."""
    written = re.sub(r"(?:copyright\s*)?©", "copyright ", text, flags=re.IGNORECASE) if "©" in text else text
    return plain(re.sub(r"\d+|#", "0", written))


@cache
def _signoffs() -> tuple[tuple[str, str], ...]:
    """The phrases with which only the text of one agency ends, and its name."""
    return tuple((_numberless(phrase), str(wire["name"])) for wire in wires().values() for phrase in wire["signoffs"])


@cache
def _with() -> re.Pattern[str]:
    """What stands before the name of an agency at the end of a text: "With files from", "Reporting by Ana Ruiz for"."""
    reporter = rf"{words('reporting')}\s[^.;()\[\]]{{2,60}}?\s{words('employer')}"
    return re.compile(
        rf"(?<!\w)(?:{reporter}|{words('with')})(?:(?<=[:：])\s*|\s+)([^.()\[\]（）]{{2,80}})", re.IGNORECASE
    )


@cache
def _beside() -> re.Pattern[str]:
    """A line of its own that tells with whom: "Avec AFP", "(With PTI inputs)"."""
    return re.compile(rf"\W*{words('beside')}\s+([^.()]{{2,60}}?)(?:\s+{words('inputs')})?\W*", re.IGNORECASE)


@cache
def _contributed() -> re.Pattern[str]:
    """What stands after it: "Ana Ruiz and Reuters contributed to this report"."""
    return re.compile(rf"([^.()\[\]:]{{2,80}}?)\s+{words('contributed')}\b", re.IGNORECASE)


@cache
def _contributing() -> re.Pattern[str]:
    """The words themselves: to look for the names before them at every letter takes ten times as long."""
    return re.compile(words("contributed"), re.IGNORECASE)
