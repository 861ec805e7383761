"""What a page says of itself as a whole: title, time, authors, outlet, language, access, agencies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

from resiliparse.parse.lang import detect_fast

from samestory.data import language as words_of
from samestory.outline.credits import credit
from samestory.outline.cues import folded, table
from samestory.outline.people import name_alone, people
from samestory.outline.published import published
from samestory.outline.sites import site
from samestory.outline.titles import bare, likeness, parts, plain
from samestory.types import Access, Block, Outline, Page

_TITLES = ("jsonld:headline", "og:title", "itemprop:headline", "twitter:title", "title", "h1")
_AUTHORS = (
    "jsonld:author",
    "jsonld:creator",
    "itemprop:author",
    "meta:author",
    "meta:parsely-author",
    "article:author",
    "meta:sailthru.author",
    "meta:byl",
    "meta:dc.creator",
)
_NO_BYLINE = ("media.", "list.", "article.", "ad.", "nav.topics", "nav.breadcrumb", "meta.section", "offer.")
_OUTLETS = ("jsonld:publisher", "og:site_name", "itemprop:publisher", "jsonld:site")
# The owner of the rights is a company, which may own many papers.
_COMPANY = re.compile(
    r"\b(?:media group|group|holdings?|publishing|publishers?|media|AB|A/S|ASA|AS|Ltd|Limited|Inc|LLC|plc"
    r"|Corp|Company|Co|GmbH|AG|KG|BV|B\.V|NV|Oy|Oyj|SA|S\.A|SpA|S\.p\.A|SL|S\.L|SAS|Pty|Pvt)\.?$",
    re.IGNORECASE,
)
_LONGEST_NAME = 40
_FEW = 600  # characters of text: an article has more, a wall says less
_SAMPLE = 20_000  # characters of the body looked at for its language
_ENOUGH = 60  # letters: below, a language is a guess
_UNSURE = 1000  # distance of resiliparse's detector above which it is one too
_TIERS: dict[str, Access] = {"free": "open", "metered": "metered", "locked": "subscribers"}


def metadata(page: Page, blocks: Sequence[Block]) -> Outline:
    """An outline of a page: its blocks, and what it says of itself."""
    body = _body(page, blocks)
    outlet = _outlet(page, blocks)
    agencies = credit(page, blocks, outlet)
    return Outline(
        page_id=page.id,
        blocks=tuple(blocks),
        title=_title(page, blocks, outlet),
        published=told.time if (told := published(page, blocks)) else None,
        authors=tuple(name for name in _authors(page, blocks, outlet) if name not in agencies),
        outlet=outlet,
        language=_language(page, body),
        access=_access(page, blocks),
        credit=agencies,
        no_article=_no_article(page, blocks, body),
    )


def _body(page: Page, blocks: Sequence[Block]) -> str:
    roles = ("article.paragraph", "article.list", "article.pullquote", "article.table")
    return "\n".join(page.text[slice(*block.span)] for block in blocks if block.role in roles)


def _first(page: Page, keys: Sequence[str]) -> Iterator[str]:
    """Values of metadata, those of the first key first."""
    for wanted in keys:
        yield from (value for key, value in page.meta if key == wanted and value)


def _title(page: Page, blocks: Sequence[Block], outlet: str | None) -> str | None:
    """The headline as it stands on the page; else the title given, else what the metadata call it."""
    sites = [outlet or "", *_first(page, _OUTLETS), (site(page.url) or "").rsplit(".", 1)[0]]
    shown = (_one_line(page.text[slice(*block.span)]) for block in blocks if block.role == "article.headline")
    headline = next(shown, None)
    if headline and (not page.title or likeness(plain(headline), plain(page.title)) >= 0.5):
        return headline
    return page.title or next(
        (title for value in _first(page, _TITLES) if (title := bare(_one_line(value), sites))), None
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def title_given(page: Page) -> str | None:
    """The title that the record or the markup gives; None where only the text could tell."""
    return page.title or next(_first(page, _TITLES), None)


def _authors(page: Page, blocks: Sequence[Block], outlet: str | None) -> tuple[str, ...]:
    """The names given, else those of the metadata, else those of the byline."""
    outlets = [outlet or "", *_first(page, _OUTLETS), (site(page.url) or "")]
    if page.authors:
        return people(page.authors, outlets)
    for key in _AUTHORS:
        if found := people(_first(page, (key,)), outlets):
            return found
    return people(_bylines(page, blocks), outlets) or people(_named_at_headline(page, blocks), outlets)


def _bylines(page: Page, blocks: Sequence[Block]) -> list[str]:
    """The names of the first byline that has any."""
    lines = [block for block in blocks if block.role == "meta.byline"]
    told = (list(block.data.get("authors", [])) for block in lines if block.data)
    alone = ([name] for block in lines if (name := name_alone(_one_line(page.text[slice(*block.span)]))))
    return next((names for names in (*told, *alone) if names), [])


def _named_at_headline(page: Page, blocks: Sequence[Block]) -> list[str]:
    """The first name that stands alone between headline and text of a page with markup."""
    roles = [block.role for block in blocks]
    if page.form != "html" or "article.headline" not in roles or "article.paragraph" not in roles:
        return []
    between = blocks[roles.index("article.headline") + 1 : roles.index("article.paragraph")]
    lines = (_one_line(page.text[slice(*block.span)]) for block in between if not block.role.startswith(_NO_BYLINE))
    return [name for line in lines if (name := name_alone(line))][:1]


def _outlet(page: Page, blocks: Sequence[Block]) -> str | None:
    """Given, else publisher, else site name, else as the page names itself, else its site."""
    return page.outlet or next(_first(page, _OUTLETS), None) or _named(page, blocks) or site(page.url)


def _named(page: Page, blocks: Sequence[Block]) -> str | None:
    """The outlet a notice to readers names ("… articles on The Valley Post"), else the owner of the rights."""
    for block in blocks:
        if block.role in ("notice.editorial_feedback", "offer.paywall"):
            for match in _named_pattern().finditer(page.text, *block.span):
                return match[1].rstrip(".'’-")
    rights = (block.data.get("owner") for block in blocks if block.role == "notice.rights" and block.data)
    owners = [str(owner) for owner in rights if owner]
    papers = [owner for owner in owners if not _COMPANY.search(owner)]
    return next(chain(papers, _masthead(page, blocks), owners), None)


def _masthead(page: Page, blocks: Sequence[Block]) -> Iterator[str]:
    """A line that says the name in the page's address (valley-post.example) or at the end of its title."""
    ends = [plain(parted[-1]) for title in _first(page, ("title",)) if len(parted := parts(title)) > 1]
    names = {name.replace(" ", "") for name in (*ends, plain((site(page.url) or "").partition(".")[0]))} - {""}
    for block in blocks:
        line = _one_line(page.text[slice(*block.span)])
        said = plain(line).replace(" ", "")
        if len(line) <= _LONGEST_NAME and not names.isdisjoint((said, said.removeprefix("the"))):
            yield line


@cache
def _named_pattern() -> re.Pattern[str]:
    phrases = "|".join(map(re.escape, (words_of("en") or {}).get("outlet", {}).get("before", [])))
    return re.compile(rf"(?i:{phrases})\s+((?:[^\W_a-z][\w&.'’-]*)(?:\s[^\W_a-z][\w&.'’-]*){{0,3}})")


def _language(page: Page, body: str) -> str | None:
    """Given, else declared, else as the body reads; None where there is too little to tell."""
    declared = page.language or next(_first(page, ("html:lang", "meta:content-language")), "")
    code = re.match(r"[a-z]{2}(?![a-z])", declared.strip().lower())
    if code:
        return code[0]
    sample = body[:_SAMPLE]
    if sum(map(str.isalpha, sample)) < _ENOUGH:
        return None
    found, distance = detect_fast(sample)
    return str(found) if len(found) == 2 and distance < _UNSURE else None


def _access(page: Page, blocks: Sequence[Block]) -> Access | None:
    """Who may read it: what the metadata say, else an offer that stands on the page."""
    for tier in _first(page, ("article:content_tier", "meta:article:content_tier")):
        if tier.lower() in _TIERS:
            return _TIERS[tier.lower()]
    free = next(_first(page, ("jsonld:isAccessibleForFree",)), "").lower()
    if free in ("true", "false"):
        return "open" if free == "true" else "subscribers"
    return "metered" if any(block.role == "offer.paywall" for block in blocks) else None


def _is_wall(page: Page, blocks: Sequence[Block]) -> bool:
    shown = [page.text[slice(*block.span)] for block in blocks if block.role == "article.headline"]
    titles = (part for title in (*shown, page.title or "", *_first(page, _TITLES)) for part in (title, *parts(title)))
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
