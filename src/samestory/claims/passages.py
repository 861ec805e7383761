"""Story text as paragraphs, sentences and tagged words; a quoted piece is one word of its sentence."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samestory.claims.lexicon import Lexicon
from samestory.claims.marks import Piece, pieces
from samestory.claims.tagging import Word, tag
from samestory.spans import lines
from samestory.text import QUOTE_MARKS
from samestory.types import Block, Outline, Page, Span

STORY = (
    "article.headline",
    "article.dek",
    "article.keypoint",
    "article.paragraph",
    "article.heading",
    "article.list",
    "article.pullquote",
    "article.table",
)
HEADINGS = ("article.headline", "article.dek", "article.heading")
_FULL_LINE = 60  # characters; a shorter line of a paragraph is not wrapped, it ends
_LONGEST = 150  # words of a sentence; what runs on for longer is no sentence, and is cut so that time stays linear


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a sentence, a quoted piece counting as one, and their classes as a string."""

    words: tuple[Word, ...]
    tags: str

    def span(self, start: int, end: int) -> Span:
        """The place of words start..end in the text."""
        return Span(self.words[start].start, self.words[end - 1].end)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of the story: its block's role, all its words, its quoted pieces, its sentences."""

    number: int
    span: Span
    role: str
    words: tuple[Word, ...]  # with those inside quotation marks
    pieces: tuple[Piece, ...]
    sentences: tuple[Sentence, ...]


def paragraphs(page: Page, outline: Outline, lexicon: Lexicon) -> list[Paragraph]:
    """The paragraphs of the story, in order; furniture and captions are left out."""
    places = [(span, block.role) for block in outline.blocks for span in _within(page.text, block)]
    return [_paragraph(page.text, number, place, lexicon) for number, place in enumerate(places)]


def _within(text: str, block: Block) -> Iterator[Span]:
    """The paragraphs of a block: its lines, where they end as paragraphs do."""
    if block.role not in STORY:
        return
    start = end = block.span.start
    for line in lines(text, block.span):
        start = line.start if start == end else start
        end = line.end
        ended = text[end - 1] in ".!?…:" + QUOTE_MARKS or end - line.start < _FULL_LINE
        if ended or block.role in ("article.list", "article.table"):
            yield Span(start, end)
            start = end
    if start < end:
        yield Span(start, end)


def _paragraph(text: str, number: int, place: tuple[Span, str], lexicon: Lexicon) -> Paragraph:
    span, role = place
    quoted = pieces(text, span, lexicon.words["apostrophe_words"])
    tagged = tag(text, span, lexicon, heading=role in HEADINGS)
    sentences = [Sentence(tuple(s), "".join(w.tag for w in s)) for s in _sentences(text, tagged, quoted)]
    return Paragraph(number, span, role, tuple(tagged), tuple(quoted), tuple(sentences))


def _sentences(text: str, tagged: Sequence[Word], quoted: Sequence[Piece]) -> Iterator[list[Word]]:
    """Sentences with each quoted piece as one word `q`."""
    current: list[Word] = []
    whole = list(_collapsed(text, tagged, quoted))
    for at, word in enumerate(whole):
        current.append(word)
        # Most words are no stop, no quotation and no abbreviation, and none of these can end a sentence.
        stops = word.tag in ".q" or text[word.end - 1] == "."
        if (stops and _ends(text, word, whole[at + 1 : at + 8])) or len(current) == _LONGEST:
            yield current
            current = []
    if current:
        yield current


def _collapsed(text: str, tagged: Sequence[Word], quoted: Sequence[Piece]) -> Iterator[Word]:
    starts = [piece.start for piece in quoted]
    last = -1
    for word in tagged:
        number = bisect_right(starts, word.start) - 1
        if number < 0 or word.start >= quoted[number].end:
            yield word
        elif number != last:
            last = number
            piece = quoted[number]
            yield Word(piece.start, piece.end, text[piece.inner.end - 1], "q", False)


def _ends(text: str, word: Word, following: Sequence[Word]) -> bool:
    """Does a sentence end with this word? A quotation that closes with a stop ends one, unless a cue follows it."""
    if not following:
        return True
    after = following[0]
    if word.tag == ".":
        return after.tag == "q" or (after.start > word.end and not text[after.start].islower())
    if word.tag == "q" and word.low in ".!?…":
        asked = word.low in "!?"
        tags = "".join(w.tag for w in following)
        return after.tag not in ",s-" and not text[after.start].islower() and not (asked and _cued(tags))
    # "He moved to the U.S. The family …": an abbreviation ends a sentence before a word that has no capital of its own.
    return text[word.end - 1] == "." and after.name and after.tag in "dpkc"


def _cued(tags: str) -> bool:
    """Do the words after a question or an exclamation say who uttered it?"""
    cue = next((at for at, tag in enumerate(tags) if tag in "sn"), None)
    return cue is not None and not set(tags[:cue]) & set(".,vxq")
