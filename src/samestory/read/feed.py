"""RSS (0.9 to 2.0) and Atom: the items of a feed, each with its full content or, marked so, only its summary.

The feed's title is the outlet, unless an item names its `<source>`. Identifiers, categories, credits (`media:credit`),
rights and the time of the last update are kept as metadata; dates become ISO 8601. Broken XML is read as far as it
can be; entities of the feed's own are never expanded, and nothing is fetched.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import lru_cache
from html.entities import html5
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from samestory.errors import SamestoryError
from samestory.read import decode, items
from samestory.read.source import head, some
from samestory.types import Failure, Form, Record

suffixes = (".rss", ".atom", ".xml", ".rdf")

# Elements of one item; those of 10,000 real ones have fewer than 100 outside their content.
ITEM_LIMIT = 20_000
_START = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>\s*)*+"
    rb"<(?:(?:[a-zA-Z]\w*:)?(?:rss|feed)|rdf:RDF)[\s>]",
    re.DOTALL | re.IGNORECASE,
)
_PREFIXES = {
    "http://www.w3.org/2005/Atom": "",
    "http://purl.org/atom/ns#": "",
    "http://purl.org/rss/1.0/": "",
    "http://my.netscape.com/rdf/simple/0.9/": "",
    "http://backend.userland.com/rss2": "",
    "http://purl.org/dc/elements/1.1/": "dc:",
    "http://purl.org/dc/terms/": "dcterms:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    "http://search.yahoo.com/mrss/": "media:",
    "http://search.yahoo.com/mrss": "media:",
    "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf:",
}
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
# A reference that is none of XML's own: HTML's names are written out, any other "&" stands for itself.
_REFERENCE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});)([a-zA-Z][a-zA-Z0-9]{1,31};)?")
_LONGEST = 34  # characters of a reference
_LOOKED_AHEAD = b" " * 1000
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_CONTROLS = bytes((*range(9), 11, 12, *range(14, 32)))
_ITEMS, _AROUND = ("item", "entry"), ("rss", "feed", "rdf:RDF", "channel")
_OF_FEED = frozenset(("title", "language", "copyright", "rights", "link", "author", "dc:publisher", "dc:language"))
_PUBLISHED = ("pubDate", "published", "issued", "dc:date", "dcterms:issued", "dcterms:created", "created")
_UPDATED = ("updated", "modified", "dcterms:modified")


def recognises(head: bytes) -> float:
    """How surely these are the first bytes of a feed.

    >>> recognises(b'<?xml version="1.0"?><rss version="2.0"><channel>'), recognises(b"<html><p>rss")
    (1.0, 0.0)
    """
    return 1.0 if _START.match(head) else 0.0


def records(stream: BinaryIO, path: str) -> Iterator[Record | Failure]:
    """One record an item; a last failure says where the XML was damaged."""
    from lxml import etree

    # Limits of the parser stay on (depth 256, 10 MB a text); entities stay as they are written.
    parser: Any = etree.XMLPullParser(
        events=("start", "end"),
        encoding="utf-8",
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    feed = _Feed(path)
    # Space at the end, for the parser looks ahead: what it closes after that is an item cut short.
    for text in chain(_texts(stream), [_LOOKED_AHEAD]):
        parser.feed(text)
        yield from feed.read(parser.read_events())
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        yield items.failure(f"{path}:{error.lineno or 1}", f"is no XML: {error.msg}")
        return
    wrong = [error for error in parser.feed_error_log if error.level_name == "FATAL"]
    if wrong:
        at = f"{path}:{wrong[0].line}"
        yield items.failure(at, f"XML is damaged: {wrong[0].message.strip()}", "items at the damage may be incomplete")
    elif not feed.count:
        yield items.failure(path, "feed has no items", "is it the feed's address?")


def _texts(stream: BinaryIO) -> Iterator[bytes]:
    """The feed piece by piece as UTF-8 that XML can hold, whatever its encoding is."""
    decoder = codecs.getincrementaldecoder(decode.encoding(head(stream)))("replace")
    rest = ""
    while piece := some(stream):
        rest += decoder.decode(piece)
        cut = rest.rfind("&", len(rest) - _LONGEST) if len(rest) > _LONGEST else -1
        text, rest = (rest[:cut], rest[cut:]) if cut >= 0 else (rest, "")
        yield _sound(text)
    yield _sound(rest + decoder.decode(b"", final=True))


def _sound(text: str) -> bytes:
    text = _REFERENCE.sub(_written, text)
    found = text.encode("utf-8", "replace")
    # Looked for among the bytes first: five times as fast, and nearly every feed has none.
    is_sound = len(found.translate(None, _CONTROLS)) == len(found)
    return found if is_sound else _NO_XML.sub("\ufffd", text).encode("utf-8", "replace")


def _written(reference: re.Match[str]) -> str:
    name = reference[1] or ""
    return html5.get(name) or f"&amp;{name}"


class _Feed:
    """What a feed says of itself, and its items as their ends are met; what has been read is let go."""

    def __init__(self, path: str) -> None:
        self.path, self.count = path, 0
        self._said: dict[str, str] = {}
        self._part: Any = None  # an item, or another child of the feed, that has begun
        self._elements = 0  # inside it

    def read(self, events: Iterator[tuple[str, Any]]) -> Iterator[Record | Failure]:
        """The items that end among these events of the parser."""
        for event, element in events:
            if event == "start":
                self._open(element)
            elif element is self._part:
                if _name(element) in _ITEMS:
                    self.count += 1
                    yield self._ended(element)
                else:
                    self._of_feed(element)
                self._part = None
                _let_go(element)
            elif self._part is None or self._elements > ITEM_LIMIT:
                _let_go(element)

    def _open(self, element: Any) -> None:
        name = _name(element)
        if name in _ITEMS and (self._part is None or _name(self._part) not in _ITEMS):
            self._part, self._elements = element, 0
        elif self._part is not None:
            self._elements += 1
        elif name not in _AROUND:
            self._part, self._elements = element, 0
        else:
            for attribute, key in ((_LANGUAGE, "language"), (_BASE, "link")):
                if value := element.get(attribute):
                    self._said.setdefault(key, value)

    def _of_feed(self, element: Any) -> None:
        """A title, a language … of the whole feed."""
        name = _name(element)
        if name in _OF_FEED:
            value = _link(element) if name == "link" else _person(element) if name == "author" else _text(element)
            if value:
                self._said.setdefault(name, items.line(value))

    def _ended(self, element: Any) -> Record | Failure:
        at = f"{self.path}:{element.sourceline}"
        if self._elements > ITEM_LIMIT:
            return items.failure(at, f"item has more than {ITEM_LIMIT:,} elements", "is an end tag missing?")
        fields = _Fields.of(element)
        try:
            return items.record(self._told(fields, element.get(_LANGUAGE)), at, f"{self.path}#{self.count}")
        except SamestoryError as error:
            return items.failure(at, error.message, error.hint)

    def _told(self, fields: _Fields, language: str | None) -> items.Item:
        """What an item says, and its feed where the item is silent."""
        said = self._said
        source = fields.child("source")
        origin = None if source is None else items.line(_text(_inside(source, "title", source)))
        address = None if source is None else source.get("url") or _link(_inside(source, "link"))
        authors = [name for name in map(_person, fields.all("author", "dc:creator", "creator")) if name]
        rights = fields.text("dc:rights", "rights", "copyright") or said.get("rights") or said.get("copyright")
        return items.Item(
            content=_content(fields, ("content:encoded", "content", "xhtml:body")),
            summary=_content(fields, ("description", "summary", "dc:description", "media:description")),
            id=fields.text("guid", "id") or None,
            url=_address(fields, said.get("link")),
            title=items.line(fields.text("title", "dc:title", "media:title")) or None,
            published=fields.text(*_PUBLISHED) or fields.text(*_UPDATED),
            authors=authors or list(filter(None, [said.get("author")])),
            outlet=origin or said.get("dc:publisher") or said.get("title"),
            language=language or fields.text("dc:language") or said.get("language") or said.get("dc:language"),
            meta=[
                ("feed:title", said.get("title", "")),
                ("feed:source", origin or ""),
                ("feed:source-url", address or ""),
                ("feed:updated", items.iso(fields.text(*_UPDATED)) or ""),
                *(("feed:category", each.get("term") or _text(each)) for each in fields.all("category", "dc:subject")),
                *(("media:credit", _text(each)) for each in fields.all("media:credit")),
                ("dc:rights", rights or ""),
            ],
        )


class _Fields(NamedTuple):
    """The children of an item by name, those in media groups too."""

    named: dict[str, list[Any]]

    @classmethod
    def of(cls, item: Any) -> _Fields:
        """The children of an item."""
        named: dict[str, list[Any]] = {}
        for child in item.iterchildren("*"):
            named.setdefault(_name(child), []).append(child)
            if _name(child) in ("media:content", "media:group"):
                for inner in child.iterdescendants("*"):
                    named.setdefault(_name(inner), []).append(inner)
        return cls(named)

    def all(self, *names: str) -> list[Any]:
        """The children of any of these names."""
        return [child for name in names for child in self.named.get(name, ())]

    def child(self, name: str) -> Any:
        """The first child of a name."""
        return next(iter(self.named.get(name, ())), None)

    def text(self, *names: str) -> str:
        """What the first child says that says something, by the order of the names."""
        for name in names:
            for child in self.named.get(name, ()):
                if said := _text(child):
                    return said
        return ""


def _let_go(element: Any) -> None:
    """Forget an element and those before it: memory must not grow with the feed."""
    element.clear(keep_tail=False)
    while element.getprevious() is not None:
        del element.getparent()[0]


def _name(element: Any) -> str:
    return _prefixed(element.tag)


@lru_cache(1024)
def _prefixed(tag: str) -> str:
    """A name with the prefix that is usual for its namespace; one without a declared namespace stays as written."""
    space, _, name = tag.rpartition("}")
    return _PREFIXES.get(space[1:], "other:") + name if space else name


def _text(element: Any) -> str:
    if element is None:
        return ""
    # Nearly all have no element inside, and then their text is at hand in a tenth of the time.
    return ("".join(element.itertext()) if len(element) else element.text or "").strip()


def _inside(element: Any, name: str, fallback: Any = None) -> Any:
    return next((child for child in element.iterchildren("*") if _name(child) == name), fallback)


def _person(element: Any) -> str:
    """A name: that of Atom, or RSS's "mail@example.org (A. Name)"."""
    name = _text(_inside(element, "name", element))
    mail = re.fullmatch(r"\S+@\S+\s*\((.+)\)", name)
    return items.line(mail[1] if mail else name)


def _link(element: Any) -> str:
    """An address of a page; not that of the feed itself or of an enclosure."""
    if element is None or element.get("rel", "alternate") != "alternate":
        return ""
    return (element.get("href") or _text(element)).strip()


def _address(fields: _Fields, base: str | None) -> str | None:
    found = next(filter(None, map(_link, fields.all("link"))), "")
    guid = fields.child("guid")
    if not found and guid is not None and guid.get("isPermaLink", "true") == "true":
        found = _text(guid) if _text(guid).startswith(("http://", "https://")) else ""
    return items.absolute(found, base)


def _content(fields: _Fields, names: tuple[str, ...]) -> tuple[Form, str]:
    """The first of these elements that holds something, as markup or as text."""
    for element in fields.all(*names):
        kind = element.get("type", "html")
        if kind == "xhtml" or len(element):
            return "html", "".join([element.text or "", *map(_markup, element.iterchildren("*"))])
        if text := _text(element):
            return ("text" if kind in ("text", "text/plain", "plain") else "html"), text
    return "html", ""


def _markup(element: Any) -> str:
    from lxml import etree

    return str(etree.tostring(element, encoding="unicode", method="html"))
