"""Quotations: the pieces between marks put together, what form they have, and whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from samestory.claims.lexicon import Lexicon
from samestory.claims.marks import Piece
from samestory.claims.passages import Paragraph, Sentence
from samestory.claims.speakers import Told
from samestory.spans import hull
from samestory.types import Page, Quote, QuoteForm

_TERM = 4  # words of a term, at most
_NAMING_REACH = 6  # words from "calls" to the name it gives
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


class Spot(NamedTuple):
    """A quoted piece in its sentence."""

    paragraph: Paragraph
    number: int  # of the sentence in the paragraph
    at: int  # of the word in the sentence
    piece: Piece
    told: Sequence[Told]  # the cues of the sentence

    @property
    def sentence(self) -> Sentence:
        """The sentence it stands in."""
        return self.paragraph.sentences[self.number]

    @property
    def alone(self) -> bool:
        """Does it fill its sentence?"""
        return not self.sentence.tags.strip('.,q"-')


@dataclass(frozen=True, slots=True)
class _Said:
    """A quotation in the making."""

    spots: tuple[Spot, ...]
    told: Told | None
    form: QuoteForm
    beside: bool  # the cue stands right behind the first piece
    carried: bool = False  # the speaker is that of the words before


def quotes(
    page: Page, story: Sequence[Paragraph], tellings: Sequence[Sequence[Sequence[Told]]], lexicon: Lexicon
) -> list[Quote]:
    """The quotations of a story with their speakers, in order."""
    found: list[_Said] = []
    for spot in _spots(story, tellings):
        if not _kept(page.text, spot, story) or _no_claim(page.text, spot, lexicon):
            continue
        one = _said(page.text, spot, lexicon)
        if found and _continues(found[-1], one):
            found[-1] = _joined(found[-1], one)
        else:
            found.append(one if one.told else replace(one, told=_carried(found, spot, tellings), carried=True))
    return [_quote(page, one) for one in found]


def _spots(story: Sequence[Paragraph], tellings: Sequence[Sequence[Sequence[Told]]]) -> Iterator[Spot]:
    for paragraph in story:
        pieces = {piece.start: piece for piece in paragraph.pieces}
        for number, sentence in enumerate(paragraph.sentences):
            told = tellings[paragraph.number][number]
            for at, word in enumerate(sentence.words):
                if word.tag == "q":
                    yield Spot(paragraph, number, at, pieces[word.start], told)


def _kept(text: str, spot: Spot, story: Sequence[Paragraph]) -> bool:
    """A piece that nothing closes is a quotation if it fills its paragraph, or if the next one goes on with it."""
    paragraph = spot.paragraph
    if spot.piece.closed or spot.piece.start == paragraph.span.start:
        return True
    if paragraph.number + 1 == len(story) or text[paragraph.span.end : story[paragraph.number + 1].span.start].strip():
        return False
    following = story[paragraph.number + 1]
    return any(piece.start == following.span.start for piece in following.pieces)


def _inner(text: str, piece: Piece) -> str:
    return text[slice(*piece.inner)].strip()


def _no_claim(text: str, spot: Spot, lexicon: Lexicon) -> bool:
    """The title of a work, a nickname between two names, or marks with no word in them.

    More than one word with capitals is a title, if nobody is quoted right there; one word, beside "film" or "show".
    """
    inner = _inner(text, spot.piece)
    found = _WORD.findall(inner)
    words, at = spot.sentence.words, spot.at
    around = [*words[max(0, at - 1) : at], *words[at + 1 : at + 2]]
    between_names = len(around) == 2 and all(word.tag == "N" and word.name for word in around)
    if not found or (between_names and len(found) < _TERM and inner[-1].isalpha()):
        return True
    if _beside(spot) or _directly_after(spot):
        return False
    near = [*words[max(0, at - 3) : at], *words[at + 1 : at + 3]]
    titled = found[0][0].isupper() and all(word[0].isupper() or word[0].isdigit() or len(word) < 5 for word in found)
    work = len(found) > 1 or any(word.low in lexicon.words["works"] for word in near)
    owned = at > 0 and words[at - 1].tag == "G" and len(found) > 1  # "on Harbour TV's “The Lock.”"
    return titled and work and (owned or inner[-1] not in ".!?") and spot.paragraph.role != "article.headline"


def _beside(spot: Spot) -> Told | None:
    """The cue that stands right behind the piece, a comma or a dash between."""
    begins = {spot.at + 1, spot.at + 1 + (spot.sentence.tags[spot.at + 1 : spot.at + 2] in (",", "-"))}
    for told in spot.told:
        one = told.attribution
        if one.start in begins and one.source and one.where != "shared" and one.letter not in "nL":
            return told
    return None


def _directly_after(spot: Spot) -> Told | None:
    """The cue that the piece follows, with nothing but a mark between."""
    ends = {spot.at, spot.at - (spot.sentence.tags[max(0, spot.at - 1) : spot.at] in (",", ":"))}
    return next((told for told in spot.told if told.attribution.end in ends), None)


def _said(text: str, spot: Spot, lexicon: Lexicon) -> _Said:
    beside = _beside(spot)
    told = beside or _before(spot) or _behind(spot)
    return _Said((spot,), told, _form(text, spot, told, lexicon), beside is not None)


def _before(spot: Spot) -> Told | None:
    """The last cue in front of the piece in its sentence."""
    found = [told for told in spot.told if told.attribution.cue[1] <= spot.at and told.source]
    return found[-1] if found else None


def _behind(spot: Spot) -> Told | None:
    """A cue behind what the piece is part of: "it was 'no use', he said", "…, as he put it"."""
    for told in spot.told:
        start = told.attribution.start
        apart = start > spot.at and told.attribution.where != "shared" and spot.sentence.tags[start - 1] in ",-qk"
        if apart and told.source:
            return told
    return None


def _form(text: str, spot: Spot, told: Told | None, lexicon: Lexicon) -> QuoteForm:
    inner = _inner(text, spot.piece)
    count = len(_WORD.findall(inner))
    if spot.paragraph.role == "article.headline":
        return "headline"
    if count <= _TERM and (_is_named(text, spot, told, lexicon) or (told is None and inner[-1] not in ".!?,…")):
        return "term"
    return "direct" if _is_direct(text, spot, told, inner) and (count > 1 or spot.at == 0) else "partial"


def _is_named(text: str, spot: Spot, told: Told | None, lexicon: Lexicon) -> bool:
    """Is the piece what something is called?"""
    if told and told.attribution.letter in "nL" and 0 <= spot.at - told.attribution.cue[1] <= _NAMING_REACH:
        return True
    before = text[max(spot.paragraph.span.start, spot.piece.start - 20) : spot.piece.start]
    return before.rstrip().casefold().endswith(lexicon.naming)


def _is_direct(text: str, spot: Spot, told: Told | None, inner: str) -> bool:
    """A whole utterance: it begins as a sentence does, behind a cue or a mark, and ends with a mark or a cue."""
    before = spot.sentence.tags[spot.at - 1 : spot.at]
    announced = told is not None and told.attribution.end == spot.at
    begins = spot.at == 0 or announced or before in tuple(',:sS-.()"')
    ends = inner[-1] in ".!?…,—–-:;" or text[spot.piece.end : spot.piece.end + 1] in (".", ",") or _beside(spot)
    return begins and bool(ends) and not inner[0].islower()


def _continues(before: _Said, one: _Said) -> bool:
    """Is the piece the rest of a quotation broken by its cue, or by the end of a paragraph?"""
    last, spot = before.spots[-1], one.spots[0]
    if not last.piece.closed:
        return spot.piece.start == spot.paragraph.span.start and spot.paragraph.number == last.paragraph.number + 1
    if last.paragraph is not spot.paragraph or one.beside or before.form not in ("direct", "partial"):
        return False
    if before.told is None:
        return False
    if spot.number == last.number:
        cue = before.told.attribution
        gap = spot.sentence.tags[max(cue.end, last.at + 1) : spot.at]
        return before.beside and last.at < cue.start and gap in ("", ",", ",-")
    ended = last.at + 1 >= len(last.sentence.tags.rstrip("."))
    return spot.at == 0 and spot.number == last.number + 1 and spot.alone and (before.beside or ended)


def _joined(before: _Said, one: _Said) -> _Said:
    """Both as one quotation; a cue of its own counts more than a speaker carried over."""
    told = (one.told or before.told) if before.carried else (before.told or one.told)
    return replace(before, spots=before.spots + one.spots, told=told, carried=before.carried and one.told is None)


def _carried(found: Sequence[_Said], spot: Spot, tellings: Sequence[Sequence[Sequence[Told]]]) -> Told | None:
    """The speaker of a quotation without a cue: whom the words before announce, or who spoke last."""
    number = spot.paragraph.number
    if not spot.alone:
        return None
    if spot.number:
        return _last(tellings[number][spot.number - 1])
    if found and found[-1].spots[-1].paragraph.number == number - 1:
        return found[-1].told
    return _last(tellings[number - 1][-1]) if number and tellings[number - 1] else None


def _last(told: Sequence[Told]) -> Told | None:
    return next((one for one in reversed(told) if one.source), None)


def _quote(page: Page, one: _Said) -> Quote:
    parts = tuple(spot.piece.span for spot in one.spots)
    speaker, cue = (one.told.source, one.told.cue) if one.told and one.told.source else (None, None)
    return Quote(page.id, hull(parts), one.form, speaker, cue, parts if len(parts) > 1 else ())
