"""What a page is called, who wrote it, and who runs it: as its markup says, as it shows, each with where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain, groupby
from operator import attrgetter

from samestory.data import language as words_of
from samestory.outline.details.byline import beside_date
from samestory.outline.people import name_alone, people
from samestory.outline.sites import site
from samestory.outline.titles import bare, likeness, parts, plain
from samestory.outline.told import GIVEN, Told, marked
from samestory.types import Block, Page

TITLES = ("jsonld:headline", "og:title", "itemprop:headline", "twitter:title", "title", "h1")
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
    "webpage:author",
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


def title(page: Page, blocks: Sequence[Block], outlet: str | None) -> Told | None:
    """The headline as it stands on the page; else the title given, else what the metadata call it."""
    sites = [outlet or "", *_houses(page), (site(page.url) or "").rsplit(".", 1)[0]]
    shown = (_one_line(page.text[slice(*block.span)]) for block in blocks if block.role == "article.headline")
    headline = next(shown, None)
    if headline and (not page.title or likeness(plain(headline), plain(page.title)) >= 0.5):
        return Told(headline, "article.headline")
    if page.title:
        return Told(page.title, GIVEN)
    called = ((bare(_one_line(value), sites), key) for value, key in marked(page, TITLES))
    return next((Told(said, key) for said, key in called if said), None)


def title_given(page: Page) -> str | None:
    """The title that the record or the markup gives; None where only the text could tell."""
    return page.title or next((value for value, _ in marked(page, TITLES)), None)


def _houses(page: Page) -> list[str]:
    return [value for value, _ in marked(page, _OUTLETS)]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def authors(page: Page, blocks: Sequence[Block], outlet: str | None) -> tuple[tuple[str, ...], str]:
    """The names given, else those of the metadata, else those of the byline; and where they stand."""
    outlets = [outlet or "", *_houses(page), (site(page.url) or "")]
    if page.authors:
        return people(page.authors, outlets), GIVEN
    for key, told in groupby(marked(page, _AUTHORS), key=attrgetter("where")):
        if found := people((value for value, _ in told), outlets):
            return found, key
    if found := people(_bylines(page, blocks), outlets):
        return found, "meta.byline"
    return people(_named_at_headline(page, blocks), outlets), "a name alone at the headline"


def _bylines(page: Page, blocks: Sequence[Block]) -> list[str]:
    """The names of the first byline that has any."""
    lines = [block for block in blocks if block.role == "meta.byline"]
    dated = (beside_date(page.text[slice(*block.span)]) for block in blocks if block.role == "meta.date")
    told = (list(block.data.get("authors", [])) for block in lines if block.data)
    alone = ([name] for block in lines if (name := name_alone(_one_line(page.text[slice(*block.span)]))))
    return next((found for found in (*told, *alone, *dated) if found), [])


def _named_at_headline(page: Page, blocks: Sequence[Block]) -> list[str]:
    """The first name that stands alone between headline and text of a page with markup."""
    roles = [block.role for block in blocks]
    if page.form != "html" or "article.headline" not in roles or "article.paragraph" not in roles:
        return []
    between = blocks[roles.index("article.headline") + 1 : roles.index("article.paragraph")]
    lines = (_one_line(page.text[slice(*block.span)]) for block in between if not block.role.startswith(_NO_BYLINE))
    return [name for line in lines if (name := name_alone(line))][:1]


def outlet(page: Page, blocks: Sequence[Block]) -> Told | None:
    """Given, else publisher, else site name, else as the page names itself, else its site."""
    if page.outlet:
        return Told(page.outlet, GIVEN)
    home = site(page.url)
    at_home = [Told(home, "the address")] if home else []
    return next(chain(marked(page, _OUTLETS), _named(page, blocks), at_home), None)


def _named(page: Page, blocks: Sequence[Block]) -> Iterator[Told]:
    """The outlet a notice to readers names ("… articles on The Valley Post"), else the owner of the rights."""
    for block in blocks:
        if block.role in ("notice.editorial_feedback", "offer.paywall"):
            for match in _named_pattern().finditer(page.text, *block.span):
                yield Told(match[1].rstrip(".'’-"), block.role)
    rights = (block.data.get("owner") for block in blocks if block.role == "notice.rights" and block.data)
    writers = {plain(value) for value, _ in marked(page, _AUTHORS)}  # who owns what he writes is no outlet
    owners = [str(owner) for owner in rights if owner and plain(str(owner)) not in writers]
    yield from (Told(owner, "notice.rights") for owner in owners if not _COMPANY.search(owner))
    yield from (Told(line, "a line that says the name in its address") for line in _masthead(page, blocks))
    yield from (Told(_paper(page, owner), "notice.rights") for owner in owners)


def _paper(page: Page, owner: str) -> str:
    """The owner without "Media Group" and its like, if the page shows that name elsewhere, too."""
    paper = _COMPANY.sub("", owner).strip(" ,")
    while _COMPANY.search(paper):
        paper = _COMPANY.sub("", paper).strip(" ,")
    return paper if " " in paper and page.text.count(paper) > page.text.count(owner) else owner


def _masthead(page: Page, blocks: Sequence[Block]) -> Iterator[str]:
    """A line that says the name in the page's address (valley-post.example) or at the end of its title."""
    ends = [plain(parted[-1]) for title, _ in marked(page, ("title",)) if len(parted := parts(title)) > 1]
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
