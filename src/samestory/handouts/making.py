"""How a text that was handed out is made: what closes a release, and whose voice a text is in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from samestory.data import handed_out
from samestory.text import spoken
from samestory.types import Outline, Span

_BELOW = 3  # blocks under a story that may still belong to it
_HEADING = 80  # letters
_TURN = re.compile(r"\s*(?:[QA][.:]|[^\W\d_][\w.'’() -]{1,50}?:)\s")
_CAPITALS = re.compile(r"\s*(?:[QA][.:]|[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я.'’ -]{2,40}(?:\([^)]{2,60}\))?:)\s")
# Shares of paragraphs. Of a story told by a reporter hardly one speaks in the first person outside quotation marks.
TURNS, SPOKEN, TOLD = 0.5, 0.4, 0.35
FEWEST_TURNS = 6
BEGINNING = 3  # paragraphs, one of which is a turn: a story that quotes an interview begins as a story
# Of 2,705 pages of real outlets none has three such phrases outside quotation marks, five have two (2026-11-22).
PHRASES, APART = 3, 200  # … and one in so many words
BRIEF = 5000  # letters: releases are short, and to look through longer texts takes longer than all other signs
FEWEST = 3  # paragraphs of a speech


def sender(text: str, spans: Sequence[Span]) -> tuple[str | None, tuple[str, Span] | None]:
    r"""Whom a release is from, by what it says of its sender at the end: "About Varna Locks", then "Varna Locks is …".

    >>> text = "It opens.\nAbout Varna Locks\nVarna Locks Ltd builds gates."
    >>> sender(text, [Span(0, 9), Span(10, 27), Span(28, 57)])
    ('Varna Locks', ('it closes with what its sender says of itself', Span(start=10, end=27)))
    """
    for at in range(len(spans) - 1, 0, -1):
        heading, _, rest = text[slice(*spans[at])].strip().partition("\n")
        after = rest or (text[slice(*spans[at + 1])] if at + 1 < len(spans) else "")
        found = _about().fullmatch(heading) if len(heading) <= _HEADING else None
        if found and after and _names(after[:120], name := found[1].strip(" :.")):
            return name, ("it closes with what its sender says of itself", spans[at])
    return None, None


@cache
def _about() -> re.Pattern[str]:
    starts = sorted(handed_out("release")["about"], key=len, reverse=True)
    return re.compile(rf"(?i:{'|'.join(map(re.escape, starts))})(?:\s+|(?<=[’']))(?:the )?([^\W\d_a-z].+?)\s*:?")


def _names(text: str, name: str) -> bool:
    """Does a text begin with a name, or most of it?"""
    first = re.findall(r"\w+", name)[0].casefold()
    return len(first) > 1 and re.search(rf"\b{re.escape(first)}\b", text.casefold()) is not None


def closes(text: str, outline: Outline) -> Iterator[tuple[str, Span]]:
    """Lines at the end of a release: whom the press may ask, notes to editors, and that it ends here."""
    words = handed_out("release")
    paragraphs = [at for at, block in enumerate(outline.blocks) if block.role.startswith("article.")]
    half = paragraphs[len(paragraphs) // 2] if paragraphs else 0
    for block in outline.blocks[half : paragraphs[-1] + 1 + _BELOW if paragraphs else 0]:
        line = text[slice(*block.span)].strip().casefold()
        if line.startswith(tuple(words["contact"])):
            yield "it tells whom the press may ask", block.span
        elif line.strip("*· ") in words["end"]:
            yield "it marks its end as releases do", block.span


def speaks_to_all(text: str, spans: Sequence[Span]) -> bool:
    """Does a text, outside quotation marks, speak in several phrases as institutions speak to everybody?"""
    whole = text[spans[0].start : spans[-1].end].casefold()
    near = [phrase for phrase in handed_out("release")["voice"] if phrase in whole] if len(whole) <= BRIEF else []
    if len(near) < PHRASES:
        return False
    said = "\n".join(_unquoted(text[slice(*span)]) for span in spans).casefold()
    phrases = [phrase for phrase in near if re.search(rf"\b{re.escape(phrase)}\b", said)]
    return len(phrases) >= PHRASES and len(said.split()) <= APART * len(phrases)


def taken_down(paragraphs: Sequence[str]) -> bool:
    """Do speakers, named in capitals, take turns all through a text?"""
    turns = [bool(_CAPITALS.match(paragraph)) for paragraph in paragraphs]
    return any(turns[:BEGINNING]) and sum(turns) >= max(FEWEST_TURNS, TURNS * len(turns))


def is_spoken(paragraphs: Sequence[str], language: str | None) -> bool:
    """Is a text in the voice of who speaks: by turns, or in the first person with nobody telling what was said?

    >>> is_spoken(["I thank you.", "We will build the lock.", "Our town needs it."], "en")
    True
    >>> is_spoken(["The mayor thanked them.", "“We will build the lock,” she said.", "The town needs it."], "en")
    False
    """
    if len(paragraphs) < FEWEST:
        return False
    if sum(bool(_TURN.match(paragraph)) for paragraph in paragraphs) >= TURNS * len(paragraphs):
        return True
    own = [_unquoted(paragraph) for paragraph in paragraphs]
    first, told = (_holding(own, language, key) for key in ("first", "telling"))
    return first >= SPOKEN * len(own) and told <= TOLD * len(own)


def _unquoted(text: str) -> str:
    """A paragraph without what stands between quotation marks."""
    for start, end in reversed(spoken(text)):
        text = text[:start] + text[end:]
    return text


def _holding(paragraphs: Sequence[str], language: str | None, key: str) -> int:
    """In how many paragraphs one of a list of words of the language stands."""
    found = _any(language, key)
    return sum(bool(found.search(paragraph)) for paragraph in paragraphs) if found else 0


@cache
def _any(language: str | None, key: str) -> re.Pattern[str] | None:
    words = handed_out("transcript", language or "en").get(key, ())
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)", re.IGNORECASE) if words else None
