"""Stories and pages as linked data (schema.org): for machines that read along. No verdicts: never a `ClaimReview`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from samestory.archive.looking import Kept as KeptPage
from samestory.html.blocks import link
from samestory.types import Outline, Page, Quote, StoryView
from samestory.web.asked import Asked
from samestory.web.links import Kept

SAID = 20  # quotations in the linked data of a story; the JSON has all


def story(view: StoryView, asked: Asked) -> dict[str, Any]:
    """A story: its versions, what each is based on, who is quoted."""
    links = Kept(view.story.id)
    parents: dict[str, list[str]] = {}
    for copy in view.lineage.copies:
        if copy.parent in view.names:
            parents.setdefault(copy.child, []).append(f"{asked.base}{links.page(copy.parent)}")
    versions = [
        {**article(page, outline, asked), **({"isBasedOn": parents[page.id]} if page.id in parents else {})}
        for page, outline in view.versions
    ]
    said = [
        quotation(same.quotes[0], same.speaker, telling_page(view, same.quotes[0].page_id))
        for same in view.utterances[:SAID]
    ]
    return {
        "@context": "https://schema.org",
        "@type": "Collection",
        "name": view.headline,
        "url": f"{asked.base}{links.story('')}",
        "hasPart": [*versions, *said],
    }


def telling_page(view: StoryView, page_id: str) -> Page:
    """A page of a story."""
    return next(page for page, _ in view.versions if page.id == page_id)


def page(kept: KeptPage, asked: Asked) -> dict[str, Any]:
    """A page: the article it holds."""
    found, outline = kept.version
    quotes = [
        quotation(claim, claim.speaker.name if claim.speaker else None, found)
        for claim in kept.claims
        if isinstance(claim, Quote)
    ]
    return {"@context": "https://schema.org", **article(found, outline, asked), "hasPart": quotes[:SAID]}


def article(page: Page, outline: Outline, asked: Asked) -> dict[str, Any]:
    """A version as a `NewsArticle`; what a page does not say is left out."""
    return dict(_said(page, outline, asked))


def _said(page: Page, outline: Outline, asked: Asked) -> Iterator[tuple[str, Any]]:
    yield "@type", "NewsArticle"
    yield "@id", f"{asked.base}{Kept().page(page.id)}"
    told = {
        "headline": outline.title,
        "datePublished": outline.published,
        "inLanguage": outline.language,
        "url": link(page.url),
        "creditText": "; ".join(outline.credit),
    }
    yield from ((name, value) for name, value in told.items() if value)
    if outline.access:
        yield "isAccessibleForFree", outline.access == "open"
    if outline.outlet:
        yield "sourceOrganization", {"@type": "NewsMediaOrganization", "name": outline.outlet}
    if outline.authors:
        yield "author", [{"@type": "Person", "name": name} for name in outline.authors]


def quotation(quote: Quote, speaker: str | None, page: Page) -> dict[str, Any]:
    """Words and who spoke them."""
    told: dict[str, Any] = {"@type": "Quotation", "text": page.text[slice(*quote.span)]}
    return {**told, "spokenByCharacter": {"@type": "Person", "name": speaker}} if speaker else told
