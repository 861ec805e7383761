"""Words, sentences and folding: always as places in the text, the text itself is never changed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import repeat

from samestory.spans import trimmed
from samestory.types import Span

QUOTE_MARKS = "\"'“”„‟«»‹›‘’‚‛「」『』"
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "‛": "'", "ʼ": "'", "`": "'", "´": "'"})
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))

# A number with its group marks ("300 000", "5,937", "1.5") is one word, and so is "O'Neill's"; scripts without spaces
# (Han, Kana, Thai, Lao, Khmer, Myanmar) give one word a character.
_UNSPACED = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
_ANY = (
    rf"\d{{1,3}}(?:[ \u00a0\u202f\u2009,.’']\d{{3}})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,:]\d+)*"
    rf"|(?=\w)[{_UNSPACED}]|[^\W\d_{_UNSPACED}][^\W_{_UNSPACED}]*(?:['’ʼ‑-][^\W_{_UNSPACED}]+)*|[^\W_{_UNSPACED}]+"
)
# First what most words are: letters of ASCII with nothing behind them that might belong to the word. Then the other
# branches, but none where nothing can begin, at a space above all. Both only save time: a fifth, then a third.
_PLAIN = r"[A-Za-z]++(?![\w'’ʼ‑-])"
_BARE = re.compile(rf"{_PLAIN}|(?=[^\W_])(?:{_ANY})")
_WORD = re.compile(rf"{_PLAIN}|(?=\S)(?:{_ANY}|[{_UNSPACED}]|[^\w\s]|_+)")


_UNSPACED_WORD = re.compile(f"[{_UNSPACED}]")


def unspaced(folded: Sequence[str]) -> bool:
    """Are most of these words single characters of a script without spaces?

    >>> unspaced(["水", "位", "2"]), unspaced(["water"])
    (True, False)
    """
    joined = " ".join(folded)
    if joined.isascii() or not _UNSPACED_WORD.search(joined):
        return False
    return sum(map(bool, map(_UNSPACED_WORD.match, folded))) * 2 > len(folded)


def words(text: str, span: Span | None = None) -> list[Span]:
    """The words, numbers and marks of a text, each one span.

    >>> [("It's 5 937.")[a:b] for a, b in words("It's 5 937.")]
    ["It's", '5 937', '.']
    """
    start, end = span or Span(0, len(text))
    # A third less time than Span(*…), where whole stories are read word by word.
    return list(map(tuple.__new__, repeat(Span), map(re.Match.span, _WORD.finditer(text, start, end))))


def placed(text: str, span: Span) -> tuple[list[Span], list[str]]:
    """The words, numbers and marks of a text with their places, in two thirds of the time of asking for these first.

    >>> placed("It's 5 937.", Span(0, 11))
    ([Span(start=0, end=4), Span(start=5, end=10), Span(start=10, end=11)], ["It's", '5 937', '.'])
    """
    found = _WORD.findall(text, *span)
    spans, at, find, new = [], span.start, text.find, tuple.__new__
    for word in found:  # between two of them is nothing but white space
        start = find(word, at)
        at = start + len(word)
        spans.append(new(Span, (start, at)))
    return spans, found


def tokens(text: str, span: Span | None = None) -> list[str]:
    """The words, numbers and marks themselves, at half the cost of their places.

    >>> tokens("It's 5 937.")
    ["It's", '5 937', '.']
    """
    start, end = span or Span(0, len(text))
    return _WORD.findall(text, start, end)


def bare(text: str, span: Span | None = None) -> list[str]:
    """The words and numbers themselves, without marks.

    >>> bare("It's 5 937.")
    ["It's", '5 937']
    """
    start, end = span or Span(0, len(text))
    return _BARE.findall(text, start, end)


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """A word as comparison sees it: case, quotation marks, dashes and compatibility forms do not matter.

    >>> fold("Straße–Ⅷ")
    'strasse-viii'
    """
    return folded(word)


def folded(text: str) -> str:
    """A stretch of text as comparison sees it; of words `fold` remembers that, and a stretch hardly ever comes again.

    >>> folded("Twelve Crowns – or")
    'twelve crowns - or'
    """
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_APOSTROPHES).translate(_DASHES)
    return re.sub("[“”„‟«»]", '"', plain)


# A stop, a line end: the search skips all other characters, in a third of the time.
_END = re.compile(
    r"[.!?…。！？\n](?:(?<=[.!?…])[.!?…]*[\"'“”’»›)\]]*(?=\s|$)|(?<=[。！？])[。！？]*[」』”]*"
    r"|(?<=\n)\s*\n|(?<=\n)(?=\s*[•\-–*·]))"
)


def sentences(text: str, span: Span | None = None, abbreviations: Collection[str] = ()) -> list[Span]:
    """The sentences of a text. `abbreviations` (folded, with their full stop) never end one.

    >>> t = "Mr. Lund left. “Go on!” he said."
    >>> [t[a:b] for a, b in sentences(t, abbreviations={"mr."})]
    ['Mr. Lund left.', '“Go on!” he said.']
    """
    whole = span or Span(0, len(text))
    found, start = [], whole.start
    for match in _END.finditer(text, whole.start, whole.end):
        if match.start() < start or not _ends(text, match, whole.end, abbreviations):
            continue
        sentence = trimmed(text, Span(start, match.end()))
        if sentence.start < sentence.end:
            found.append(sentence)
        start = match.end()
    rest = trimmed(text, Span(start, whole.end))
    return [*found, rest] if rest.start < rest.end else found


def _ends(text: str, match: re.Match[str], end: int, abbreviations: Collection[str]) -> bool:
    """Does the sentence end here? Not after an initial or an abbreviation, nor before a lower-case word."""
    mark = match[0]
    if not mark.startswith((".", "!", "?", "…")):
        return True
    after = text[match.end() : min(end, match.end() + 40)].lstrip()
    following = after.lstrip(QUOTE_MARKS + "([-–— ")[:1]
    if following.islower():
        return False
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    if not after:
        return True
    before = _LAST_WORD.search(text, max(0, match.start() - 30), match.start())
    word = fold(before[0].lstrip(QUOTE_MARKS + "([")) if before else ""
    initial = _INITIAL.fullmatch(word)
    numbered = len(word) <= 3 and word.isalpha() and following.isdigit()  # "No. 5", "Art. 3"
    return not (initial or numbered or word + "." in abbreviations)


_LAST_WORD = re.compile(r"\S+\Z")
# "J. Smith", "U.S. troops": a single letter, or letters with stops between, is an initial.
_INITIAL = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")


def paragraphs(text: str, span: Span | None = None) -> Iterator[Span]:
    r"""Stretches of text between blank lines, trimmed.

    >>> list(paragraphs("a\nb\n\nc"))
    [Span(start=0, end=3), Span(start=5, end=6)]
    """
    start, end = span or Span(0, len(text))
    for match in re.finditer(r"\S(?:.*\S)?(?:\n[^\S\n]*\S(?:.*\S)?)*", text[start:end]):
        yield Span(start + match.start(), start + match.end())


# A mark first, and only then which: so the search skips all other characters, in a third of the time.
_OPENING = r"[“«„\"「]"
_CLOSED = (
    r"(?<=“)[^“”]{1,2000}”|(?<=«)[^«»]{1,2000}»|(?<=„)[^„“”]{1,2000}[“”]|(?<=「)[^「」]{1,2000}」"
    r"|(?<=\")[^\"\n]{1,2000}\""
)
_QUOTED = re.compile(rf"{_OPENING}(?:{_CLOSED})")


def quotations(text: str, span: Span | None = None) -> list[Span]:
    """The stretches between double quotation marks, marks included. Who spoke them is a matter of `claims`.

    >>> quotations("He said “no” twice.")
    [Span(start=8, end=12)]
    """
    start, end = span or Span(0, len(text))
    return [Span(*match.span()) for match in _QUOTED.finditer(text, start, end)]


# A quotation that nothing closes reaches to the end of the line, if that is not too far for a stray mark.
_UNCLOSED = r"""(?:(?<=[“„«])|(?<=")(?<![^\W_]")(?=\S))[^\n]{1,1000}(?=\n|\Z)"""
_SPOKEN = re.compile(rf"{_OPENING}(?:{_CLOSED}|{_UNCLOSED})")
_SINGLE = re.compile(r"(?<!\w)(‘(?=\S)(?:[^‘’\n]|(?<=\w)’(?=\w)){1,2000}’(?!\w))")  # an apostrophe within is none
_POST = re.compile(r"(?m)^([^\n]*(?:\n\s*)?[—–-]{1,2}[^\n()]{1,60}\(@\w{1,30}\)[^\n]*)")
_ANNOUNCED = re.compile(r":[^\S\n]*\n\s*([^\n]+)")


def spoken(text: str, span: Span | None = None) -> list[Span]:
    r"""What others said or wrote, in order: quotations, also those that nothing closes, posts with their signature, and
    a paragraph that the one before announces with a colon.

    >>> text = "“We go.\nHe “may” stay, ‘I can’t’.\nNo. — A. Lund (@lund) 5 May\nIt read:\n\nWe go on."
    >>> [text[start:end] for start, end in spoken(text)]
    ['“We go.', '“may”', '‘I can’t’', 'No. — A. Lund (@lund) 5 May', 'We go on.']
    """
    start, end = span or Span(0, len(text))
    found = [Span(*match.span()) for match in _SPOKEN.finditer(text, start, end)]
    besides = [(_SINGLE, "‘"), (_POST, "(@"), (_ANNOUNCED, ":")]
    found += [
        Span(*match.span(1)) for rule, sign in besides if sign in text for match in rule.finditer(text, start, end)
    ]
    return _apart(sorted(found))


def _apart(ordered: Sequence[Span]) -> list[Span]:
    """Spans that overlap as one."""
    found: list[Span] = []
    for start, end in ordered:
        if found and start < found[-1].end:
            found[-1] = Span(found[-1].start, max(end, found[-1].end))
        else:
            found.append(Span(start, end))
    return found
