"""Words of the data files as patterns: the longest word that stands at a place is found, whatever the order."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from samestory.outline.words import one_of

WORDS = st.lists(st.text("abAB.", min_size=1, max_size=4), min_size=1, max_size=8)


@given(words=WORDS, text=st.text("abAB. ", max_size=12))
def test_the_longest_word_is_found(words: list[str], text: str) -> None:
    found = re.match(one_of(words), text)
    standing = [word for word in words if text.startswith(word)]
    assert (found[0] if found else "") == max(standing, key=len, default="")


@given(words=WORDS, text=st.text("abAB. ", max_size=12))
def test_case_is_folded_if_asked_for(words: list[str], text: str) -> None:
    found = re.match(one_of(words), text, re.IGNORECASE)
    standing = [word for word in words if text.casefold().startswith(word.casefold())]
    assert len(found[0] if found else "") == max(map(len, standing), default=0)
