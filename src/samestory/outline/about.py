"""What a page says of itself besides title, time and names, and all of it as those are told who look at a page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from samestory.outline.told import GIVEN, Told, marked
from samestory.types import Access, Block, Outline, Page

_TIERS: dict[str, Access] = {"free": "open", "metered": "metered", "locked": "subscribers"}
_SECTIONS = ("article:section", "jsonld:articleSection", "meta:article:section", "meta:parsely-section", "meta:section")
# Who may mine, index or keep the page (https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/).
_REUSE = ("tdm-reservation", "tdm-policy", "robots", "x-robots-tag")
_SERVER = "http:"  # before the names of its headers
_CREDITED = ("jsonld:", "meta:author", "meta:byl")


def about(page: Page, outline: Outline) -> dict[str, Any]:
    """Every field that the page fills, as `{"value": …, "found": where}`.

    >>> told = Outline("p", (), outlet="valley-post.example", found=(("outlet", "the address"),))
    >>> about(Page("p", "Rain", "p", "text", "text/1"), told)
    {'outlet': {'value': 'valley-post.example', 'found': 'the address'}}
    """
    where = {**dict(outline.found), "first_seen": "when it was fetched"}
    values = {
        "title": outline.title,
        "published": outline.published,
        "first_seen": page.fetched,
        "modified": outline.modified,
        "authors": list(outline.authors),
        "outlet": outline.outlet,
        "language": outline.language,
        "canonical": outline.canonical,
        "section": outline.section,
        "access": outline.access,
        "credit": list(outline.credit),
    }
    found = {
        field: {"value": value, "found": where[field]} for field, value in values.items() if value and field in where
    }
    return found | {key: {"value": value, "found": key} for key, value in outline.reuse}


def declared(page: Page) -> Told | None:
    """The language that the record or the markup names, as its code of two letters."""
    given = [Told(page.language, GIVEN)] if page.language else []
    said = next(chain(given, marked(page, ("html:lang", "meta:content-language"))), None)
    code = re.match(r"[a-z]{2}(?![a-z])", said.value.strip().lower()) if said else None
    return Told(code[0], said.where) if said and code else None


def canonical(page: Page) -> Told | None:
    """The address that the page calls its own."""
    return next(marked(page, ("link:canonical", "og:url")), None)


def reuse(page: Page) -> tuple[tuple[str, str], ...]:
    """Who may index, keep or mine the page: each key once, with the last that is said under it.

    The markup is asked after the answer of the server, which a web archive keeps: what it says counts.
    """
    told = marked(page, (*(f"{_SERVER}{key}" for key in _REUSE), *_REUSE))
    return tuple({key.removeprefix(_SERVER): value for value, key in told}.items())


def access(page: Page, blocks: Sequence[Block]) -> tuple[Access, str] | None:
    """Who may read the page: what the metadata say, else an offer that stands on it."""
    for tier, key in marked(page, ("article:content_tier", "meta:article:content_tier")):
        if tier.lower() in _TIERS:
            return _TIERS[tier.lower()], key
    for free, key in marked(page, ("jsonld:isAccessibleForFree",)):
        if free.lower() in ("true", "false"):
            return ("open" if free.lower() == "true" else "subscribers"), key
        break
    return ("metered", "offer.paywall") if any(block.role == "offer.paywall" for block in blocks) else None


def section(page: Page, blocks: Sequence[Block]) -> Told | None:
    """The part of the paper that the page stands in."""
    return next(_sections(page, blocks), None)


def _sections(page: Page, blocks: Sequence[Block]) -> Iterator[Told]:
    yield from marked(page, _SECTIONS)
    for block in blocks:
        if block.role == "meta.section":
            yield Told(" ".join(page.text[slice(*block.span)].split()), block.role)


def credited(page: Page, blocks: Iterable[Block], agency: str) -> str:
    """Where an agency is named: in the metadata, else in which kind of block."""
    name = agency.casefold()
    keys = (key for key, value in page.meta if key.startswith(_CREDITED) and name in value.casefold())
    roles = (block.role for block in blocks if name in page.text[slice(*block.span)].casefold())
    return next(chain(keys, roles), "its initials or its sign-off")
