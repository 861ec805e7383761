"""Linked data (JSON-LD) in a page: what it says of the article, and article text that stands nowhere else."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from html import unescape
from typing import Any, NamedTuple

HELD = 2000  # characters of one value
_FIELDS = (
    "headline",
    "alternativeHeadline",
    "datePublished",
    "dateModified",
    "dateCreated",
    "description",
    "author",
    "creator",
    "publisher",
    "sourceOrganization",
    "provider",
    "creditText",
    "inLanguage",
    "isAccessibleForFree",
    "articleSection",
    "url",
)
_OF_PAGE = ("datePublished", "author")
_LIKE_ARTICLES = frozenset(
    ("Review", "CriticReview", "HowTo", "Recipe", "SocialMediaPosting", "CreativeWork", "MedicalWebPage")
)
_OUTER = re.compile(
    r"\A\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|\]\]>)\s*;?\s*\Z"
)
_TRAILING_COMMA = re.compile(r",(?=\s*[}\]])")
# Tags, and the shortcodes of content systems ('[gallery ids="1"]', '[/caption]').
_TAG = re.compile(r"<!--(?:[^-]++|-(?!->))*+(?:-->|\Z)|<[^<>]{1,500}>|\[/?[a-z][\w-]*(?:\s+\w+=[^\[\]]*)?\](?!\()")
_PARAGRAPH_END = re.compile(r"</p>|</h[1-6]>|</li>|<br\s*/?>\s*<br\s*/?>|\n\s*\n|\r\n?|\n|\u2029", re.IGNORECASE)
_BODY_MOST = 1_000_000  # characters; a book has fewer
_BODY_LEAST = 200  # characters; shorter ones are summaries
_SURE = 10  # blanks
_RUN = 4  # words
_WORD = re.compile(r"\w+")


class Linked(NamedTuple):
    """What linked data says: pairs of name and value, and bodies of articles."""

    pairs: list[tuple[str, str]]
    bodies: list[str]


def read_linked(script: str) -> Linked:
    """Read one script of linked data; a damaged one says nothing.

    >>> read_linked('{"@type": "NewsArticle", "headline": "Rain", "author": [{"name": "Ada Lund"}]}').pairs
    [('jsonld:type', 'NewsArticle'), ('jsonld:headline', 'Rain'), ('jsonld:author', 'Ada Lund')]
    """
    things = list(_things(_parsed(script)))
    article = next((thing for kind in (_is_article, _is_like_article) for thing in things if kind(thing)), None)
    if article is None:
        return Linked(list(_of_page(things)), [])
    ids = _by_id(things)
    pairs = [("jsonld:type", " ".join(sorted(_types(article))))]
    pairs += [(f"jsonld:{field}", value) for field in _FIELDS for value in _names(article.get(field), ids)]
    body = article.get("articleBody")
    return Linked(pairs, [body[:_BODY_MOST]] if isinstance(body, str) and len(body) >= _BODY_LEAST else [])


def _parsed(script: str) -> Any:
    # As it stands first: to look for what may be around it takes four times as long as to read it.
    for mended in (str, _bared, lambda text: _TRAILING_COMMA.sub("", _bared(text))):
        try:
            return json.loads(mended(script), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _bared(script: str) -> str:
    return _OUTER.sub("", script)


def _things(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a script: itself, those of a list or a graph, and the main thing of a page."""
    waiting = [value]
    while waiting:
        thing = waiting.pop(0)
        if isinstance(thing, list):
            waiting = [*thing[:200], *waiting]
        elif isinstance(thing, dict):
            yield thing
            waiting += [thing[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in thing]


def _types(thing: dict[str, Any]) -> set[str]:
    given = thing.get("@type")
    names = given if isinstance(given, list) else [given]
    return {name.rsplit("/", 1)[-1].removeprefix("schema:") for name in names if isinstance(name, str)}


def _is_article(thing: dict[str, Any]) -> bool:
    return any(name.endswith(("Article", "BlogPosting", "Report")) for name in _types(thing))


def _is_like_article(thing: dict[str, Any]) -> bool:
    """A text of another kind that somebody wrote."""
    return not _LIKE_ARTICLES.isdisjoint(_types(thing))


def _of_page(things: Sequence[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    """What is told of a page and its site, where no article is."""
    ids = _by_id(things)
    for thing in things:
        if _types(thing) & {"WebSite", "NewsMediaOrganization"}:
            yield from (("jsonld:site", name) for name in _names(thing.get("name"), {})[:1])
        if "WebPage" in _types(thing):
            yield from ((f"webpage:{key}", value) for key in _OF_PAGE for value in _names(thing.get(key), ids))


def _by_id(things: Sequence[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {thing["@id"]: thing for thing in things if isinstance(thing.get("@id"), str) and len(thing) > 1}


def _names(value: Any, ids: Mapping[str, dict[str, Any]]) -> list[str]:
    """The texts of a value: of a list each, of an object its name, of a reference the name of what it points at."""
    found = []
    for item in value[:50] if isinstance(value, list) else [value]:
        name = _name(item, ids) if isinstance(item, dict) else item
        found += [_words(each) for each in (name if isinstance(name, list) else [name])]
    return [name for name in found if name]


def _name(thing: dict[str, Any], ids: Mapping[str, dict[str, Any]]) -> Any:
    return thing.get("name") or ids.get(str(thing.get("@id")), {}).get("name")


def _words(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return " ".join(unescape(value).split())[:HELD] if isinstance(value, str) else ""


def missing(bodies: Sequence[str], shown: str) -> Iterator[str]:
    r"""The paragraphs of article bodies that the page does not show, in order.

    >>> list(missing(["It rained all night in the valley.\nRoads were closed."], "Roads were closed."))
    ['It rained all night in the valley.']
    """
    known: set[tuple[str, ...]] | None = None
    spaced = f" {' '.join(shown.split())} " if bodies else ""
    for body in bodies:
        for piece in _PARAGRAPH_END.split(unescape(unescape(body))):  # many are escaped twice
            bare = _TAG.sub(" ", piece) if "<" in piece or "[" in piece else piece
            paragraph = " ".join(unescape(bare).replace("\x00", "\ufffd").split())
            if not paragraph or _stands(paragraph, spaced):
                continue
            known = _runs(shown) if known is None else known
            runs = _runs(paragraph)
            if runs and len(runs & known) * 2 < len(runs):
                known |= runs
                yield paragraph


def _stands(paragraph: str, spaced: str) -> bool:
    """Does a paragraph stand word for word in a text, so that all its runs do? To look takes a tenth of making them.

    Of one with words cut at its ends at most the first and the last run are not the same: of many that is nothing.
    """
    if paragraph not in spaced:
        return False
    if paragraph.count(" ") >= _SURE:
        return True
    return f" {paragraph} " in spaced and len(_WORD.findall(paragraph)) >= _RUN


def _runs(text: str) -> set[tuple[str, ...]]:
    """Runs of four words (fewer where there are no more), by letters and digits alone."""
    words = _WORD.findall(text.lower())
    return set(zip(words, words[1:], words[2:], words[3:], strict=False)) or ({tuple(words)} if words else set())
