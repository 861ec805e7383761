"""HTML as one text: what a browser shows, and for every block of it where it is and what the markup says of it.

Inline elements are joined, blocks are separated by a blank line, `br`, `li`, `tr` by a line end, cells by a tab; what
is hidden stays out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from selectolax.lexbor import LexborDocumentOptions, LexborHTMLParser

from samestory.read.elements import Attributes, Open, is_concealed, known_tag, tag
from samestory.read.embedded import article
from samestory.read.linked_data import missing, read_linked
from samestory.read.markup import DEPTH, MOST_TAGS, is_plain, parted, shallow, sparing
from samestory.read.sheet import HELD, Sheet
from samestory.types import Element, Mark

_QUIETLY = LexborDocumentOptions.WO_EVENTS  # its events copy the chosen options of menus, which are not shown
_LINKED_DATA = "script[type*='ld+json']"
_SCANT = 2000  # characters of paragraphs: a page that shows fewer may leave its article to a script
_LINKED = 0.5  # share of links above which a paragraph tells nothing
_TITLES = ("h1", "og:title", "twitter:title", "title")
_RIGHTS = frozenset(("robots", "tdm-reservation", "tdm-policy"))


class Rendered(NamedTuple):
    """A page as text, its blocks and their elements, and what its markup says of itself, in document order."""

    text: str
    marks: tuple[Mark, ...]
    elements: tuple[Element, ...]
    meta: tuple[tuple[str, str], ...]


def render(markup: bytes) -> Rendered:
    r"""The text of a page in UTF-8 with its marks and its metadata.

    >>> page = render(b"<title>Rain</title><h1>Rain <i>again</i></h1><p>It rained.<p hidden>Secret")
    >>> page.text, page.elements[page.marks[1].element].tag, page.meta
    ('Rain again\n\nIt rained.', 'p', (('title', 'Rain'), ('h1', 'Rain again')))
    """
    tags = markup.count(b"<")
    markup, rest = parted(markup) if tags > MOST_TAGS else (markup, "")
    markup = sparing(markup)
    sheet = _walked(markup, DEPTH) if is_plain(markup, tags) else None
    sheet = sheet or _walked(shallow(markup, min(tags, MOST_TAGS)), None)
    assert sheet  # without a limit no walk is broken off
    shown = "".join(sheet.texts)
    for paragraph in missing(sheet.bodies or list(_drawn(markup, sheet)), shown):
        sheet.append(paragraph)
    if rest:
        sheet.append(rest, shown=True)
    return Rendered("".join(sheet.texts), tuple(sheet.marks), tuple(sheet.elements), tuple(sheet.meta))


def _drawn(markup: bytes, sheet: Sheet) -> Iterator[str]:
    """The article that a script would draw, where the page itself shows few paragraphs."""
    told = (mark for mark in sheet.marks if mark.link_share < _LINKED and mark.element >= 0)
    if sum(mark.span.end - mark.span.start for mark in told if sheet.elements[mark.element].tag == "p") < _SCANT:
        found = article(markup, [value for key, value in sheet.meta if key in _TITLES])
        yield from [found] if found else []


def _walked(markup: bytes, limit: int | None) -> Sheet | None:
    """A page written out, in one walk without recursion past everything hidden; None if it is nested too deep."""
    parser = LexborHTMLParser(markup, options=_QUIETLY)
    linked = {node.mem_id for node in parser.css(_LINKED_DATA)}
    node = parser.root
    path: list[Open] = [(None, "", "\n\n", {}, 0)]  # of the page itself
    sheet = Sheet(path[0])
    while True:
        while node is None:
            node, _, gap, _, _ = path.pop()
            if gap and (sheet.shown or gap > sheet.gap):
                sheet.edge(gap)
            if node is None:
                return sheet
            node = node.next
        number = node.tag_id
        part, name, gap, kind = known_tag(number) or tag(node, number)
        if part == "text":
            text = node.text_content or ""
            if sheet.shown or not text.isspace():
                sheet.write(path, text)
        elif part == "script":
            if node.mem_id in linked:
                said = read_linked(node.text() or "")
                sheet.meta += said.pairs
                sheet.bodies += said.bodies
        elif part != "unseen" and ((inner := node.first_child) or gap or part == "saying"):
            given = node.attributes
            if not ("style" in given or "hidden" in given or name == "dialog") or not is_concealed(name, given):
                if gap and (sheet.shown or gap > sheet.gap):
                    sheet.edge(gap)
                if part == "saying":
                    _enter(sheet, name, given)
                if inner:
                    if limit and len(path) > limit:
                        return None
                    if kind and name == "a" and "href" not in given:
                        kind = 0
                    path.append((node, name, gap, given, kind | path[-1][4]))
                    node = inner
                    continue
                if gap == "\t":
                    sheet.edge(gap)  # the other edges of what is empty add nothing to the first
        node = node.next


def _enter(sheet: Sheet, name: str, given: Attributes) -> None:
    """The beginning of an element that ends a line or says something of the page."""
    if name == "br":
        sheet.line_end()
    else:
        sheet.meta += _said(name, given)


def _said(tag: str, given: Attributes) -> Iterator[tuple[str, str]]:
    """What an element says of the page as a whole."""
    if tag == "meta" and given.get("content"):
        key = given.get("property") or given.get("name")
        if key:
            yield _key(key.strip().lower()), (given["content"] or "").strip()[:HELD]
        elif given.get("itemprop"):
            yield f"itemprop:{given['itemprop']}", (given["content"] or "").strip()[:HELD]
    elif tag == "time" and given.get("datetime"):
        yield "time:datetime", (given["datetime"] or "").strip()[:HELD]
    elif tag == "link" and given.get("rel") == "canonical" and given.get("href"):
        yield "link:canonical", (given["href"] or "")[:HELD]
    elif tag == "html" and given.get("lang"):
        yield "html:lang", (given["lang"] or "")[:HELD]


def _key(name: str) -> str:
    """A name of metadata; one of no vocabulary is of HTML's own."""
    return name if ":" in name or name in _RIGHTS else f"meta:{name}"
