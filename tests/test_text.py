"""Words and sentences as places in the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samestory import data
from samestory.spans import lines, tiles, trimmed
from samestory.text import fold, paragraphs, placed, sentences, tokens, words
from samestory.types import Span

LANGUAGE = data.language("en") or {}
ABBREVIATIONS = frozenset(LANGUAGE["abbreviations"])
SPLITS = [
    "It was 5 p.m. on Friday. | Nobody came.",
    "Mr. J. R. Oland of Kell Ltd. said no. | He left.",
    "“Stop!” she cried. | “Now?” he asked.",
    "The U.S. Treasury declined to comment. | It gave no reason.",
    "The fee is 3.5 percent. | It was 2.1 percent.",
    "He paused... and went on. | Then he stopped.",
    "“We wait.” | He sat down.",
    "They met on Sept. 12. | It rained.",
    "川が増水した。 | 橋が閉鎖された。",
    "First point\n\n | second point",
]


@pytest.mark.parametrize("marked", SPLITS)
def test_sentences(marked: str) -> None:
    text = marked.replace(" | ", " ") if "\n" not in marked else marked.replace(" | ", "")
    expected = [part.strip() for part in marked.split(" | ")]
    assert [text[a:b] for a, b in sentences(text, abbreviations=ABBREVIATIONS)] == expected


@given(st.text())
def test_sentences_tile(text: str) -> None:
    assert tiles(sentences(text, abbreviations=ABBREVIATIONS), text)


@given(st.text())
def test_paragraphs_and_lines_tile(text: str) -> None:
    assert tiles(lines(text), text)
    plain = text.replace("\x1c", " ").replace("\x1d", " ").replace("\x1e", " ").replace("\x85", " ")
    plain = " ".join(plain.replace("\u2028", " ").replace("\u2029", " ").splitlines(keepends=True))
    assert tiles(paragraphs(plain), plain)


@given(st.text(), st.integers(0, 20), st.integers(0, 20))
def test_words_lie_in_the_span_and_hold_no_space_but_in_numbers(text: str, start: int, end: int) -> None:
    span = Span(min(start, len(text)), max(min(start, len(text)), min(end, len(text))))
    for word in words(text, span):
        assert span.start <= word.start < word.end <= span.end
        assert trimmed(text, word) == word
    assert placed(text, span) == (words(text, span), tokens(text, span))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("more than 300 000 people", ["more", "than", "300 000", "people"]),
        ("5,937 or 5 937", ["5,937", "or", "5 937"]),
        ("on 21 300 came", ["on", "21 300", "came"]),
        ("in 2022 300 came", ["in", "2022", "300", "came"]),
        ("Lund's co-op", ["Lund's", "co-op"]),
        ("7:30", ["7:30"]),
        ("東京で", ["東", "京", "で"]),
        ("(yes)", ["(", "yes", ")"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [text[a:b] for a, b in words(text)] == expected


def test_fold_hides_typography() -> None:
    assert fold("“Kell’s”") == fold('"Kell\'s"')
    assert fold("co–op") == fold("co-op")
    assert fold("DÉJÀ") == fold("déjà")
