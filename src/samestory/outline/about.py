"""All that a page says of itself, each with where it says so: for those who look at a page, and for its JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from samestory.outline import naming
from samestory.outline.published import modified, published
from samestory.outline.told import GIVEN, Told, marked
from samestory.types import Access, Block, Outline, Page

_TIERS: dict[str, Access] = {"free": "open", "metered": "metered", "locked": "subscribers"}
_SECTIONS = ("article:section", "jsonld:articleSection", "meta:article:section", "meta:parsely-section", "meta:section")
# Who may mine, index or keep the page (https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/).
_REUSE = ("tdm-reservation", "tdm-policy", "robots", "x-robots-tag")
_CREDITED = ("jsonld:", "meta:author", "meta:byl")


def about(page: Page, outline: Outline) -> dict[str, Any]:
    """Every field that the page fills, as `{"value": …, "found": where}`.

    >>> about(Page("p", "Rain", "p", "text", "text/1", url="https://valley-post.example/1"), Outline("p", ()))["outlet"]
    {'value': 'valley-post.example', 'found': 'the address'}
    """
    blocks = outline.blocks
    names, where = naming.authors(page, blocks, outline.outlet)
    told: dict[str, tuple[Any, str] | None] = {
        "title": naming.title(page, blocks, outline.outlet),
        "published": published(page, blocks),
        "first_seen": (page.fetched, "when it was fetched") if page.fetched else None,
        "modified": modified(page),
        "authors": (list(outline.authors), where) if outline.authors and names else None,
        "outlet": naming.outlet(page, blocks),
        "language": declared(page) or ((outline.language, "as the text reads") if outline.language else None),
        "canonical": next(marked(page, ("link:canonical", "og:url")), None),
        "section": next(_sections(page, blocks), None),
        "access": access(page, blocks),
        "credit": (list(outline.credit), _credited(page, outline)) if outline.credit else None,
    }
    found = {field: {"value": said[0], "found": said[1]} for field, said in told.items() if said}
    return found | {key: {"value": value, "found": key} for value, key in marked(page, _REUSE)}


def declared(page: Page) -> Told | None:
    """The language that the record or the markup names, as its code of two letters."""
    given = [Told(page.language, GIVEN)] if page.language else []
    said = next(chain(given, marked(page, ("html:lang", "meta:content-language"))), None)
    code = re.match(r"[a-z]{2}(?![a-z])", said.value.strip().lower()) if said else None
    return Told(code[0], said.where) if said and code else None


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


def _sections(page: Page, blocks: Sequence[Block]) -> Iterator[Told]:
    yield from marked(page, _SECTIONS)
    for block in blocks:
        if block.role == "meta.section":
            yield Told(" ".join(page.text[slice(*block.span)].split()), block.role)


def _credited(page: Page, outline: Outline) -> str:
    """Where the first agency is named: in the metadata, else in which kind of block."""
    name = outline.credit[0].casefold()
    keys = (key for key, value in page.meta if key.startswith(_CREDITED) and name in value.casefold())
    roles = (block.role for block in outline.blocks if name in page.text[slice(*block.span)].casefold())
    return next(chain(keys, roles), "its initials or its sign-off")
