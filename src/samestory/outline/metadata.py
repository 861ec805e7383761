"""What a page says of itself as a whole: title, time, authors, outlet, language, access, agencies."""

from __future__ import annotations

from collections.abc import Sequence

from resiliparse.parse.lang import detect_fast

from samestory.outline import naming
from samestory.outline.about import access, canonical, credited, declared, reuse, section
from samestory.outline.credits import credit
from samestory.outline.cues import folded, table
from samestory.outline.published import modified, published
from samestory.outline.titles import parts
from samestory.outline.told import Told, marked
from samestory.types import Block, Outline, Page

_FEW = 600  # characters of text: an article has more, a wall says less
_SAMPLE = 20_000  # characters of the body looked at for its language
_ENOUGH = 60  # letters: below, a language is a guess
_UNSURE = 1000  # distance of resiliparse's detector above which it is one too


def metadata(page: Page, blocks: Sequence[Block]) -> Outline:
    """An outline of a page: its blocks, and what it says of itself."""
    body = _body(page, blocks)
    house = naming.outlet(page, blocks)
    name = house.value if house else None
    agencies, tier = credit(page, blocks, name), access(page, blocks)
    people, where = naming.authors(page, blocks, name)
    authors = tuple(person for person in people if person not in agencies)
    told = {
        "title": naming.title(page, blocks, name),
        "published": published(page, blocks),
        "outlet": house,
        "language": _language(page, body),
        "modified": modified(page),
        "canonical": canonical(page),
        "section": section(page, blocks),
    }
    found = {field: said.where for field, said in told.items() if said}
    found |= {"access": tier[1]} if tier else {}
    found |= {"authors": where} if authors else {}
    found |= {"credit": credited(page, blocks, agencies[0])} if agencies else {}
    return Outline(
        page_id=page.id,
        blocks=tuple(blocks),
        **{field: said and said.value for field, said in told.items()},
        authors=authors,
        access=tier[0] if tier else None,
        credit=agencies,
        no_article=_no_article(page, blocks, body),
        reuse=reuse(page),
        found=tuple(sorted(found.items())),
    )


def _body(page: Page, blocks: Sequence[Block]) -> str:
    roles = ("article.paragraph", "article.list", "article.pullquote", "article.table")
    return "\n".join(page.text[slice(*block.span)] for block in blocks if block.role in roles)


def _language(page: Page, body: str) -> Told | None:
    """Given, else declared, else as the body reads; None where there is too little to tell."""
    if said := declared(page):
        return said
    sample = body[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _ENOUGH:
        return None
    found, distance = detect_fast(sample)
    return Told(str(found), "as the text reads") if len(found) == 2 and distance < _UNSURE else None


def _is_wall(page: Page, blocks: Sequence[Block]) -> bool:
    shown = [page.text[slice(*block.span)] for block in blocks if block.role == "article.headline"]
    titles = (
        part
        for title in (*shown, page.title or "", *(value for value, _ in marked(page, naming.TITLES)))
        for part in (title, *parts(title))
    )
    return any(folded(title) in table("wall")["title"] for title in titles)


def _no_article(page: Page, blocks: Sequence[Block], body: str) -> str | None:
    """Why there is none: no running text, or a few words below a title that asks to log in or says "not found"."""
    if body and not (len(body) < _FEW and _is_wall(page, blocks)):
        return None
    if body:
        return "a wall or an error page: the title asks to log in or says that there is nothing"
    if page.extent == "summary":
        return "a feed gives only a summary of it"
    if not page.text.strip():
        if page.form == "body" and page.title:
            return None  # the title is given and joins stories
        return "the page shows no text" if page.form == "html" else "the body is empty"
    roles = {block.role for block in blocks}
    offers = sorted(role for role in roles if role in ("offer.paywall", "interactive.form", "consent.cookie"))
    return (
        f"no running text besides {', '.join(offers)}" if offers else "no running text: a list, a menu or an error page"
    )
