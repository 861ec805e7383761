"""What stands at the end of a story and is no part of it: about its writer, a note of the house, an offer."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from samestory.outline.cues import cue, folded, table
from samestory.outline.titles import plain
from samestory.outline.words import one_of

# Roles that a phrase may claim of a last paragraph however long it is. Of the last paragraphs of 987 pages, those with
# a cue of a bio, rights, a note, a newsletter or an app were no part of the article 27 times, and a part 4 times.
_CLOSING = ("meta.author_bio", "notice.", "offer.newsletter", "offer.app", "interactive.comments", "consent.")
_ADDRESS = re.compile(r"[\w.+-]@[\w-]+\.\w|(?<![\w@])@[a-z]\w{2}", re.IGNORECASE)
_FIRST = 80  # folded characters in which a paragraph about somebody names them
_LONGEST = 900  # visible characters of such a paragraph


def closing(text: str, writers: Collection[str], italic: bool = False) -> tuple[str, str] | None:
    """Role and reason of a last paragraph that is no part of the story; None if it is one.

    `writers` are the folded names of who wrote it.

    >>> closing("Ana Ruiz has covered the valley since 2009.", ["ana ruiz"])
    ('meta.author_bio', 'names its writer at the end of the story')
    >>> closing("The river fell again on Sunday, Ana Ruiz of the water board said.", []) is None
    True
    """
    if len(text) > _LONGEST:
        return None
    found = cue(text)
    if found and found.role.startswith(_CLOSING):
        return found.role, f"holds “{found.phrase}” at the end of the story"
    opening = plain(text[: 2 * _FIRST])[:_FIRST]
    if any(name in opening for name in writers):
        return "meta.author_bio", "names its writer at the end of the story"
    if "@" in text and _ADDRESS.search(text):
        return "meta.author_bio", "gives an address at the end of the story"
    if phrase := _said_of_writers().search(folded(text)):
        return "meta.author_bio", f"holds “{phrase[0]}” at the end of the story"
    return ("notice.editorial_feedback", "stands in italics at the end of the story") if italic else None


@cache
def _said_of_writers() -> re.Pattern[str]:
    """Words for what writers do, as the last paragraph says them of the writer; elsewhere it may be anybody."""
    return re.compile(rf"(?<!\w){one_of(table('ending')['writer'])}(?!\w)")
