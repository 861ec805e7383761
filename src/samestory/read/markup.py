"""Markup made safe for the parser: no more tags, no longer tags and no deeper ones than a page made for people has.

All of it is UTF-8, as the parser takes it: no page is written out a second time for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import accumulate, islice

# Elements nested deeper lose their tags and keep their text, for lexbor looks through all open elements at every block
# (100,000 nested divs: 9.4 s; 50,000 list items under 5,000 lists: 28 s, under 256: 2.4 s). Chromium stops at 512; the
# deepest of 987 news pages has 138 levels (tags left open), the median 18.
DEPTH = 256
# Formatting that is left open is opened anew in every paragraph behind it: 250 kinds of bold and 20,000 paragraphs,
# 82 kB in all, became five million elements (7.5 s, 2.4 GB). So the more tags a page has, the less deep they may stand;
# of 987 news pages none comes near (168 levels of 6,082 tags).
MOST_COPIES = 1_200_000
# A page of so few tags, or of some more with little left open, is parsed first and looked at for its depth then: the
# count of its balances takes twice as long as parsing.
FEW_TAGS, SOME_TAGS, LEFT_OPEN = 2200, 4000, 400
_FORMATTING = re.compile(rb"<(?:b|big|code|em|font|i|nobr|s|small|strike|strong|tt|u)[\s/>]", re.IGNORECASE)
# What stands behind so many tags keeps its text and nothing else, as one block: a megabyte of "a<p>" took 3 s. The page
# of most tags among 987 has 9,800.
MOST_TAGS = 50_000
_NO_TEXT = re.compile(
    rb"<(?:script|style)\b(?:[^<]++|<(?!/(?:script|style)\b))*+|<!--(?:[^-]++|-(?!->))*+|<(?=[a-z/!?-])[^<>]*+>?|-->",
    re.IGNORECASE,
)
_CLOSED_BY_NEXT = "p|li|dt|dd|td|th|tr|tbody|thead|tfoot|option|optgroup|colgroup"
_VOID = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr"
_RAW = "script|style|textarea|title|iframe|xmp|noembed|noframes"  # what looks like a tag in them is none
# What icons are drawn with. A page has hundreds of them, and "<path/>" is closed only in a drawing.
_DRAWN = "circle|clippath|defs|desc|ellipse|g|image|line|lineargradient|mask|path|polygon|polyline|rect|stop|title|use"
# Possessive runs up to the next "<" or "-": half of a page is scripts, and a lazy ".*?" through them took 2.4 ms of a
# page of 278 kB where this takes 0.8.
_NESTING = re.compile(
    rf"<(?:(?:{_RAW})(?=[\s/>])(?:[^<]++|<(?!/(?:{_RAW})\b))*+(?:</(?:{_RAW})\b)?|!--(?:[^-]++|-(?!->))*+(?:-->)?"
    rf"|svg(?=[\s/>])[^<>]*+>(?:[^<]*+</?(?:{_DRAWN})(?=[\s/>])[^<>]*+>){{0,100}}+[^<]*+</svg\b"
    rf"|(/?)(?!(?:{_CLOSED_BY_NEXT}|{_VOID}|{_RAW})[\s/>])([a-z])[^<>]*+>)".encode(),
    re.IGNORECASE,
)


def parted(markup: bytes) -> tuple[bytes, str]:
    """Markup up to the most tags that a page is read with, and the text of what is behind it.

    >>> parted(b"<p>Rain" * 3), parted(b"<p>Rain &amp; snow<!-- <b> -->" * (MOST_TAGS + 1))[1][-11:]
    ((b'<p>Rain<p>Rain<p>Rain', ''), 'Rain & snow')
    """
    if markup.count(b"<") <= MOST_TAGS:
        return markup, ""
    end = next(islice(re.finditer(b"<", markup), MOST_TAGS, None)).start()
    return markup[:end], " ".join(unescape(_NO_TEXT.sub(b" ", markup[end:]).decode()).split())


def is_plain(markup: bytes, tags: int) -> bool:
    """Can a page of so many tags be parsed before its depth is known?

    >>> is_plain(b"<b>" * 3000, 3000), is_plain(b"<b></b>" * 1500, 3000)
    (False, True)
    """
    if FEW_TAGS < tags <= SOME_TAGS:
        return tags - 2 * markup.count(b"</") <= LEFT_OPEN or len(_FORMATTING.findall(markup)) <= LEFT_OPEN
    return tags <= FEW_TAGS


def shallow(markup: bytes, tags: int) -> bytes:
    """Markup of so many tags without those of elements nested deeper than any of a page made for people.

    >>> shallow(b"<b>" * 300 + b"x", 300).count(b"<b>")
    256
    >>> icons = b"<svg><g><path d=M0/></g></svg>" * 300
    >>> shallow(icons, 1500) == icons
    True
    """
    deepest = min(DEPTH, MOST_COPIES // tags)
    # Balances first: they are counted without a call a tag, and nearly every page ends here.
    found = _NESTING.findall(markup)
    balances = [0, *accumulate((-1 if close else 1) if tag else 0 for close, tag in found)]
    if max(balances) - min(balances) <= deepest:
        return markup
    depth = 0

    def kept(tag: re.Match[bytes]) -> bytes:
        nonlocal depth
        if not tag[2]:
            return tag[0]
        here = depth if tag[1] else depth + 1
        depth = max(0, depth - 1) if tag[1] else here
        return tag[0] if here <= deepest else b" "

    return _NESTING.sub(kept, markup)


def sparing(markup: bytes) -> bytes:
    """Markup without the attributes of a tag beyond the first thousand.

    Lexbor compares every attribute of a tag with all before it: 20,000 take 0.6 s, a million would take half an hour.

    >>> len(sparing(b"<p " + b" ".join(b"attribute%d" % n for n in range(3000)) + b">Rain").split())
    1002
    """
    pieces, end = [], 0
    for start in _far_from_next(markup):
        if tag := _LONG_TAG.match(markup, start):
            pieces += [markup[end:start], _cut(tag[0])]
            end = tag.end()
    return b"".join([*pieces, markup[end:]]) if pieces else markup


def _far_from_next(markup: bytes) -> Iterator[int]:
    """Where a bracket opens and none follows for long: in long steps, a pattern takes thirty times as long."""
    at, end = 0, len(markup) - _LONG
    while 0 <= at < end:
        near = max(markup.rfind(b"<", at + 1, at + _LONG), markup.rfind(b">", at + 1, at + _LONG))
        if near < 0 and markup[at] == _BRACKET:
            yield at
        at = markup.find(b"<", at + 1) if near < 0 else near


_BRACKET = ord("<")
_LONG = 5000  # bytes; a tag of so many attributes has more
_LONG_TAG = re.compile(rb"<[a-zA-Z][^<>]{%d,}+" % _LONG)
_ATTRIBUTE = re.compile(rb"""[^\s"'=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"']+))?""")
_MOST_ATTRIBUTES = 1000


def _cut(tag: bytes) -> bytes:
    # Pages put data into attributes by the 100 kB: words and quotes are counted before the pattern goes through them.
    if len(tag.split()) + sum(map(tag.count, (b'"', b"'", b"="))) <= _MOST_ATTRIBUTES:
        return tag
    beyond = next(islice(_ATTRIBUTE.finditer(tag), _MOST_ATTRIBUTES + 1, None), None)
    return tag[: beyond.start()] if beyond else tag
