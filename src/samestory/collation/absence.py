"""What a reader misses in a version that lacks a whole sentence."""

from __future__ import annotations

from samestory.collation.lexicon import Lexicon
from samestory.collation.passage import Passage
from samestory.types import Effect

CLAIM = 4  # words with content that make a statement; "Here is what we know" has fewer


def absence(passage: Passage, lexicon: Lexicon) -> tuple[Effect, str]:
    """The effect of leaving a sentence out, and why: what it carries."""
    words = [word for word in passage.folded if word[0].isalnum()]
    saying = lexicon.lists["saying"]
    if any(passage.body.quoted[passage.start : passage.end]):
        return "meaning", "a quotation"
    if any(word[0].isdigit() or word in lexicon.numbers for word in words):
        return "meaning", "a figure"
    if any(lexicon.lemmas(word) & saying for word in words):
        return "meaning", "what a source says"
    content = [word for word in words if word not in lexicon.lists["little_words"]]
    named = any(passage.is_name(at, lexicon) for at in range(len(passage.folded)))
    if named or len(content) >= CLAIM:
        return "meaning", "a statement"
    return "wording", "a connecting line"
