"""Quotes and figures through the versions: each wording once, its differing words marked, and who has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from samestory import telling
from samestory.html.marks import Mark, Piece, marks_of, pieces
from samestory.types import Claim, StoryView


class Worded(NamedTuple):
    """A wording with its marks, and in which versions it stands."""

    pieces: list[Piece]
    where: str


class Quoted(NamedTuple):
    """All quotations of one speaker, each in its wordings."""

    speaker: str
    utterances: list[list[Worded]]


class Reported(NamedTuple):
    """A reported statement through the versions, in the words of the first that has it."""

    source: str
    words: str
    where: str


class Counted(NamedTuple):
    """A figure through the versions."""

    value: str
    what: str
    when: str
    source: str
    written: list[Worded]


def quotes(view: StoryView) -> list[Quoted]:
    """The quotations of a story, speaker by speaker in the order of the text."""
    marks = marks_of(view)
    by_speaker = groupby(telling.by_speaker(view.utterances), key=lambda same: same.speaker)
    return [
        Quoted(telling.visible(speaker or "speaker not named"), [_worded(one.quotes, view, marks) for one in theirs])
        for speaker, theirs in by_speaker
    ]


def figures(view: StoryView) -> list[Counted]:
    """The figures of a story, in the order of the text."""
    return [
        Counted(
            " or ".join(dict.fromkeys(telling.amount(figure) for figure in same.figures)),
            telling.counted(same.figures[0]),
            telling.date(same.figures[0].when) if same.figures[0].when else "",
            next((telling.visible(figure.source.name) for figure in same.figures if figure.source), ""),
            _worded(same.figures, view, {}),
        )
        for same in view.measures
    ]


def reported(view: StoryView) -> list[Reported]:
    """The reported statements of a story."""
    pages = telling.pages_of(view)
    return [
        Reported(
            telling.visible(same.source or "source not named"),
            telling.visible(pages[same.statements[0].page_id].text[slice(*same.statements[0].span)]),
            telling.where([statement.page_id for statement in same.statements], view),
        )
        for same in view.assertions
    ]


def _worded(claims: Sequence[Claim], view: StoryView, marks: Mapping[str, list[Mark]]) -> list[Worded]:
    """The wordings of a claim, each in the words of the first version that has it."""
    by_place = {(claim.page_id, claim.span): claim for claim in claims}
    found = telling.worded(claims, view)
    return [
        Worded(_set(by_place[wording.places[0]], view, marks), telling.where(wording.page_ids, view))
        for wording in found
    ]


def _set(claim: Claim, view: StoryView, marks: Mapping[str, list[Mark]]) -> list[Piece]:
    text, here = telling.pages_of(view)[claim.page_id].text, marks.get(claim.page_id, [])
    parts = [[*pieces(text, part, here), Piece(" … ", "")] for part in telling.spoken(claim)]
    return [piece for part in parts for piece in part][:-1]
