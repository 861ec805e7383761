"""Claims: who is quoted or reported to have said what, and which figures the page gives."""

from __future__ import annotations

from samestory.claims.dates import published_on
from samestory.claims.figures import figures
from samestory.claims.lexicon import Lexicon, lexicon
from samestory.claims.passages import paragraphs
from samestory.claims.people import people, title_case
from samestory.claims.quotes import quotes
from samestory.claims.speakers import resolved
from samestory.claims.statements import statements
from samestory.claims.tagging import Word, tag
from samestory.types import Claim, Outline, Page, Quote, Span, Statement

__all__ = ["claims"]


def claims(page: Page, outline: Outline) -> tuple[Claim, ...]:
    """The quotes, statements and figures of a page's story, sorted by place.

    Only the story is read, never captions or furniture. A language without word lists for claims gives none; a page
    of unknown language is read as English, for what is too short to be told is most often a headline or a sentence.

    >>> from samestory.types import Block
    >>> text = "“We will stay,” Ana Lund told 300 miners."
    >>> page = Page("p", text, "example", "body", "body/1")
    >>> found = claims(page, Outline("p", (Block(Span(0, len(text)), "article.paragraph", ""),)))
    >>> [(type(claim).__name__, text[slice(*claim.span)]) for claim in found]
    [('Quote', '“We will stay,”'), ('Figure', '300 miners')]
    """
    language = (outline.language or page.language or "en").partition("-")[0].lower()
    words = lexicon(language)
    if words is None:
        return ()
    story = paragraphs(page, outline, words)
    known = people(page.text, story, _asides(page, outline, words), words)
    tellings = resolved(story, known)
    said: list[Quote | Statement] = [*quotes(page, story, tellings, words)]
    said += statements(page, story, tellings, words)
    counted = figures(page, story, said, (published_on(outline.published), words))
    return tuple(sorted([*said, *counted], key=lambda claim: (claim.span, type(claim).__name__)))


def _asides(page: Page, outline: Outline, words: Lexicon) -> list[tuple[str, list[Word]]]:
    """Captions and titles: they may complete a surname, nothing else."""
    captions = [tag(page.text, block.span, words) for block in outline.blocks if block.role == "media.caption"]
    titles = [(title, tag(title, Span(0, len(title)), words)) for title in (outline.title, page.title) if title]
    told = [(title, tagged) for title, tagged in titles if not title_case(tagged)]
    return [*((page.text, tagged) for tagged in captions), *told]
