"""Article text that only a page's scripts hold: the data from which a browser draws it (`__NEXT_DATA__` and others).

No framework is known by name: an article is a string of markup with several paragraphs, or a list of pieces with text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

# A script that nothing closes goes to the end of the page, as in a browser: to look there for the end of each of a
# thousand such scripts took 6 s of ten megabytes.
_SCRIPT = re.compile(rb"<script\b(?P<attributes>[^<>]*+)>(?P<text>(?:[^<]++|<(?!/script))*+)", re.IGNORECASE)
_SCHEMA = re.compile(rb"ld\+json|\bsrc\s*=", re.IGNORECASE)
_PARAGRAPH_ENDS = (b"/p>", rb"/p\u003e")  # as they stand in data
_START = re.compile(r"[=(]\s*(?=[\[{])|\A\s*(?=[\[{])")
_LEAST_SCRIPT = 1000  # characters; a shorter script holds no article
_STARTS = 20  # places in a script where data may begin
_LEAST = 500  # characters of running text that are an article
_PARAGRAPHS = 3
_LONG = 60  # characters from which a piece may be a paragraph
_TEXT_KEYS = ("text", "value", "content", "children", "html", "body", "paragraph", "nodes", "items", "data", "model")
_HOLDING = (dict, list)
_DEEPEST = 40
_NEAR = 4  # steps from an object with the title to its text
_TITLE = 400  # characters of a title at most
_SENTENCE = re.compile(r"[.!?。！？…]\W{0,3}$")
# Up to the next one of its kind: whatever is left open, no part of a text is read twice.
_PICTURE = re.compile(r"<(figure|figcaption|aside)\b(?:[^<]++|<(?!/?\1\b))*+</\1\s*>", re.IGNORECASE)
_MARKED = re.compile(r"</p\s*>", re.IGNORECASE)


def article(markup: bytes, titles: Collection[str]) -> str | None:
    r"""The longest article in the data of a page's scripts that stands in one object with a title of the page.

    The markup is UTF-8.
    Paragraphs each on a line, or in markup of their own; None if there is none. Objects with other titles are those of
    other pages.

    >>> story = "".join(f"<p>{'It rained all night in the valley. ' * 8}</p>" for _ in range(3))
    >>> data = json.dumps({"pad": " " * 2000, "post": {"title": "Rain in town", "body": story}})
    >>> page = f'<script type="application/json">{data}</script>'.encode()
    >>> article(page, ["Rain in town"]) == story, article(page, ["Snow"])
    (True, None)
    """
    wanted = {key for title in titles if (key := _folded(title))}
    scripts = (script["text"] for script in _SCRIPT.finditer(markup) if _may_hold(script))
    told = (script.decode() for script in scripts if _may_tell(script.lower(), wanted))
    pieces = [data for script in told if len(script) >= _LEAST_SCRIPT for data in _data(script)]
    found = [body for data in pieces for thing in _titled(data, wanted) for body in _articles(thing)]
    # Streamed pages push the markup of the article by itself: it is the page's own if there is no other.
    streamed = [
        part for data in pieces if isinstance(data, list) for part in data if _is_markup(part) and part[0] == "<"
    ]
    longest = max(found, key=len, default=streamed[0] if len(streamed) == 1 else "")
    return _PICTURE.sub(" ", longest) or None


def _may_hold(script: re.Match[bytes]) -> bool:
    return len(script["text"]) >= _LEAST_SCRIPT and not _SCHEMA.search(script["attributes"])


def _may_tell(script: bytes, wanted: Collection[str]) -> bool:
    """Can a script in lower case say a title, or hold markup of an article? To read its data takes fifty times as long.

    Only plain letters are looked for: data writes others in several ways.
    """
    plain = ([word.encode() for word in title.split() if word.isascii()] for title in wanted)
    return sum(map(script.count, _PARAGRAPH_ENDS)) >= _PARAGRAPHS or any(
        all(word in script for word in title) for title in plain
    )


def _is_markup(value: Any) -> bool:
    """Is this a text of several paragraphs in markup?"""
    return isinstance(value, str) and len(value) >= _LEAST and len(_MARKED.findall(value)) >= _PARAGRAPHS


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _data(script: str) -> Iterator[Any]:
    """The objects that a script begins with, assigns or passes on."""
    decoder, at = json.JSONDecoder(strict=False), 0
    for start in islice(_START.finditer(script), _STARTS):
        if start.end() < at:
            continue
        try:
            found, at = decoder.raw_decode(script, start.end())
        except (ValueError, RecursionError):
            continue
        yield found


def _titled(data: Any, wanted: Collection[str]) -> Iterator[dict[str, Any]]:
    """The objects that say a title of the page themselves."""
    waiting, least = [data], min(map(len, wanted), default=_TITLE)
    signs = {max(title.split(), key=len) for title in wanted}  # to fold a text takes ten times as long as to look
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            texts = [said.lower() for said in value.values() if isinstance(said, str) and least <= len(said) < _TITLE]
            if any(sign in said and _folded(said) in wanted for said in texts for sign in signs):
                yield value
            value = value.values()
        waiting += [part for part in value if isinstance(part, _HOLDING)]


def _articles(thing: dict[str, Any]) -> Iterator[str]:
    """Strings and lists of an object that read as articles; what lies deep in it belongs to other things."""
    waiting: list[tuple[Any, int]] = [(thing, 0)]
    while waiting:
        value, depth = waiting.pop()
        if _is_markup(value):
            yield value
        elif isinstance(value, dict) and depth < _NEAR:
            waiting += [(part, depth + 1) for part in value.values()]
        elif isinstance(value, list) and (pieces := _pieces(value)):
            yield "\n".join(pieces)


def _pieces(listed: list[Any]) -> list[str]:
    """The texts of a list of pieces, if most of it is sentences."""
    pieces = [text for piece in listed if isinstance(piece, dict) and (text := _text(piece).strip())]
    told = [text for text in pieces if len(text) >= _LONG and _SENTENCE.search(text)]
    enough = len(told) >= _PARAGRAPHS and sum(map(len, told)) >= max(_LEAST, sum(map(len, pieces)) / 2)
    return pieces if enough else []


def _text(piece: Any, depth: int = 0) -> str:
    """The text of a piece: its own, or that of the pieces in it, one after another."""
    if isinstance(piece, str):
        return piece
    if depth > _DEEPEST:
        return ""
    if isinstance(piece, list):
        return "".join(_text(part, depth + 1) for part in piece if not isinstance(part, str))
    if not isinstance(piece, dict):
        return ""
    return next((text for key in _TEXT_KEYS if (text := _text(piece.get(key), depth + 1)).strip()), "")
