"""Running affairs in the terminal: which stories tell other events of the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import TextIO

from samestory import telling
from samestory.archive.questions import Listed
from samestory.report.ink import ASIDE, HEADING, NAME, Ink, styled
from samestory.telling import plural, visible

AFFAIRS, STORIES = 12, 12  # shown, and of each


def running(named: Iterable[tuple[str | None, str]]) -> list[list[str]]:
    """The affairs that several stories belong to, as their headlines; of each story its affair and headline are given.

    >>> running([("a1", "Storm hits fair"), ("a1", "Heat at fair"), ("b2", "Mayor out")])
    [['Storm hits fair', 'Heat at fair']]
    """
    found = defaultdict[str, list[str]](list)
    for affair, headline in named:
        if affair:
            found[affair].append(headline)
    return [headlines for headlines in found.values() if len(headlines) > 1]


def affairs(found: Sequence[Sequence[str]], ink: Ink) -> None:
    """The headlines of each affair."""
    ink.say(styled("Running affairs", HEADING) + styled(f"  {len(found)}", ASIDE))
    for headlines in ink.some(found, AFFAIRS):
        ink.say(plural(len(headlines), "story", "stories"), 2, style=NAME)
        for headline in ink.some(headlines, STORIES, 4):
            ink.say(visible(headline), 4, 6)


def affair(stories: Sequence[Listed], own: str, file: TextIO) -> None:
    """The other stories of the affair of one story, given with it in the order of time; nothing if there are none."""
    ink = Ink(file, "samestory stories affair:ID")
    others = [story for story in stories if story.id != own]
    if others:
        ink.begun = True  # the report of the story stands above
        ink.heading("Other stories of its running affair", str(len(others)))
    for story in ink.some(others, STORIES):
        aside = f"  {telling.date(story.first_seen)} · {plural(story.pages, 'page')}"
        ink.say(
            styled(f"{story.id}  ") + styled(visible(story.headline or "not worked out yet")) + styled(aside, ASIDE),
            2,
            16,
        )
