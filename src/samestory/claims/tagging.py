"""Words with their classes: what a word is by list, by its capital, by its ending, and by its neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category

from samestory.claims.lexicon import Lexicon
from samestory.text import QUOTE_MARKS, fold, words
from samestory.types import Span

_MARKS = {",": ",", ";": ";", ":": ":", "(": "(", "[": "(", ")": ")", "]": ")", ".": ".", "!": ".", "?": ".", "…": "."}
_DASHES = "-‐‒–—―−"
_SHORTEST = 5  # letters of a word whose ending tells anything: "only", "bed", "king"
_APOSTROPHES = "'’ʼ"
_CAPITAL_FUNCTION_WORDS = "dijpkctr"  # classes whose words stay what they are inside a title: "Bank of the North"


class Word(NamedTuple):
    """A word, a mark, or a whole quoted piece."""

    start: int
    end: int
    low: str  # folded; of a genitive, without its ending
    tag: str  # the letter of its class, see `lexicon`
    name: bool  # written with a capital


def tag(text: str, span: Span, lexicon: Lexicon, heading: bool = False) -> list[Word]:
    """The words of a stretch of text with their classes; in a heading capitals make no names.

    >>> from samestory.claims.lexicon import lexicon
    >>> text = "Mr. Lund’s aunt said no."
    >>> [(word.low, word.tag) for word in tag(text, Span(0, len(text)), lexicon("en"))]
    [('mr.', 'N'), ('lund', 'G'), ('aunt', 'w'), ('said', 's'), ('no', 'd'), ('.', '.')]
    """
    tagged: list[Word] = []
    before = None
    for start, end in _joined(text, words(text, span), lexicon):
        written = text[start:end]
        low, letter, capital = _alone(written, lexicon)
        before = Word(start, end, low, letter or _letter(written, low, before, (lexicon, heading)), capital)
        tagged.append(before)
    return _nouns(_phrases(tagged, lexicon), lexicon)


def _joined(text: str, found: Sequence[Span], lexicon: Lexicon) -> Iterator[Span]:
    """Words with the stop of an abbreviation or the mark of a genitive that stands right behind them."""
    whole = None
    for word in found:
        if whole is None or word[0] != whole[1] or not _belongs(text, whole, word, lexicon):
            if whole:
                yield whole
            whole = word
        else:
            whole = Span(whole.start, word.end)
    if whole:
        yield whole


def _belongs(text: str, word: Span, following: Span, lexicon: Lexicon) -> bool:
    """Does what stands right behind a word belong to it: the stop of "Gen.", the rest of "U.S.", "B&B", "US$"?"""
    before, mark = text[word.start : word.end], text[following.start : following.end]
    if mark == ".":
        initial = before[-1].isalpha() and (len(before) == 1 or before[-2] == ".")
        initial = initial and text[max(0, word.start - 1)] != "/"  # "at 80km/h."
        initial = initial or (before[1:2] == "-" and before[0] in lexicon.people["party_marks"])
        return initial or fold(before) + "." in lexicon.abbreviations
    if before.endswith("."):
        return len(mark) == 1 and mark.isalpha() and len(before) < 9 and before[-2:-1].isalpha()
    if mark == "&":
        return text[following.end : following.end + 1].isalnum()
    if mark in _APOSTROPHES:
        return before[-1] in "sS" and text[following.end : following.end + 1].isspace()
    return before.endswith("&") or (mark == "$" and before.isupper() and len(before) <= 2)


@lru_cache(maxsize=65536)
def _alone(written: str, lexicon: Lexicon) -> tuple[str, str, bool]:
    """A word folded, its class and whether it has a capital; the class is empty if the neighbours have a say in it."""
    low = fold(written)
    if not written[0].isalnum():
        return low, lexicon.tags.get(low, _mark(written[0])), False
    if written[0].isdigit():
        return low, "0", False
    particle, _, rest = written.partition("-")  # "al-Amr"
    if particle in lexicon.people["party_marks"] and rest[:1].isupper():
        return low, "m", False  # "R-S.C.": passed over like a time
    inside = particle in lexicon.people["particles"] and rest[:1].isupper()
    capital = written[0].isupper() or inside
    for ending in lexicon.genitives:
        if low.endswith(ending) and low not in lexicon.tags:
            return low.removesuffix(ending), "G", capital
    return low, "N" if inside else _settled(written, low, lexicon), capital


def _settled(written: str, low: str, lexicon: Lexicon) -> str:
    """The class of a word that is the same in all places: of small words but those that may be times or verbs."""
    if not written[0].islower():
        return ""
    letter = _letter(written, low, None, (lexicon, False))
    asks = letter == "v" or low in lexicon.dates["time_units"]
    return "" if asks and low not in lexicon.tags else letter


def _mark(written: str) -> str:
    if written in _DASHES:
        return "-"
    if written in QUOTE_MARKS:
        return '"'
    return "0" if category(written) == "Sc" else "w" if written in "%°" else _MARKS.get(written, ",")


def _letter(written: str, low: str, before: Word | None, how: tuple[Lexicon, bool]) -> str:
    """The class of a word by list, capital and ending."""
    lexicon, heading = how
    known = lexicon.tags.get(low)
    if written[0].isupper() and len(low) > 1:
        if low in lexicon.dates["months"] or low in lexicon.dates["weekdays"]:
            return "m"
        # "Will Smith", "the State Department", "US": inside a sentence a capital makes a name of most words.
        first = before is None or before.tag in '."'
        if written.isupper() or (not first and not heading and (known or "w") not in _CAPITAL_FUNCTION_WORDS):
            return "N"
    if known is not None:
        return known
    if low in lexicon.dates["time_units"] and before is not None and before.low in lexicon.dates["time_openers"]:
        return "m"
    if low in lexicon.figures["words"] or low in lexicon.figures["times"]:
        return "0"
    ending = _by_ending(low, before, lexicon)
    return ending if written[0].islower() or (ending in "av" and not heading) else "N"


def _by_ending(low: str, before: Word | None, lexicon: Lexicon) -> str:
    """The class that the ending of a word makes likely."""
    if len(low) < _SHORTEST:
        return "w"
    if low.endswith(lexicon.words["adverb_ending"]) and low not in lexicon.words["no_adverbs"]:
        return "a"
    verb = low.endswith(lexicon.verb_endings) and low not in lexicon.words["no_verbs"]
    return "v" if verb and (before is None or before.tag not in "dG") else "w"


def _phrases(tagged: list[Word], lexicon: Lexicon) -> list[Word]:
    """Cues of several words ("pointed out", "according to") as one word."""
    joined: list[Word] = []
    at = 0
    while at < len(tagged):
        word, length = tagged[at], 1
        for rest, letter in lexicon.phrases.get(word.low, ()):
            if tuple(w.low for w in tagged[at + 1 : at + 1 + len(rest)]) == rest:
                length = len(rest) + 1
                low = " ".join((word.low, *rest))
                word = Word(word.start, tagged[at + length - 1].end, low, letter, False)
                break
        joined.append(word)
        at += length
    return joined


def _is_name(word: Word, before: str, after: str, lexicon: Lexicon) -> bool:
    """Is a participle or a month the name of somebody: "Ahmed said", "Theresa May said", "his brother, Jan Orlik"?"""
    if word.tag in "va":
        return word.name and word.low not in lexicon.tags and after in "sxbhnN"
    month = word.tag == "m" and word.low in lexicon.dates["months"]
    return month and ((before == "N" and after != "0") or (after == "N" and before in tuple('.,":-sc')))


def _nouns(tagged: list[Word], lexicon: Lexicon) -> list[Word]:
    """Settle what the neighbours decide: verb or noun ("reports"), name or not."""
    tags = "".join(word.tag for word in tagged) + "..."
    nouns, alone = lexicon.words["nouns_too"], lexicon.words["alone"]
    for at, word in enumerate(tagged):
        before, after = tags[at - 1] if at else ".", tags[at + 1]
        if word.tag in "sSbBhHnL" and word.low in nouns:
            announces = after in ",:" and tags[at + 2] == '"'
            subject = after == "a" and tags[at + 2] in "xvsbhn"  # "the jobs report also showed"
            if before in "dGij" or subject or (after in ",.;cijxvrsbhn)" and not announces):
                tagged[at] = word._replace(tag="w")
        elif word.tag in "vam" and _is_name(word, before, after, lexicon):
            tagged[at] = word._replace(tag="N")
        elif word.low in alone and after in "jrxsbhn":
            tagged[at] = word._replace(tag="w")
    return tagged
