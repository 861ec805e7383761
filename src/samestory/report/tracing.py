"""The report of `trace`: who had the words first, who has them since, and how they changed on the way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TextIO

from samestory.phrases import snippet
from samestory.report.ink import ASIDE, NAME, NEW, OLD, Ink, styled
from samestory.telling import plural, tracing, visible
from samestory.types import Drift, Holder, Passage, Trace, Traced

PAGES, SENTENCES, WORDINGS, WIDEST = 40, 12, 6, 160


def trace(found: Trace, file: TextIO) -> None:
    """Print where the words of one reference stand."""
    ink = Ink(file, "--json")
    page, outline = found.reference
    whose = f" of {visible(found.by)}" if found.by else ""
    ink.say(styled(snippet(visible(outline.title or page.text), WIDEST), NAME), 0, 2)
    ink.say(f"{plural(found.words, 'word')}{whose}: {tracing.spread(found)}", style=ASIDE)
    if not found.holders:
        ink.say("No page of the archive has these words, nor half of one of their sentences.")
        ink.gap()
        return
    called = tracing.called(found)
    ink.heading("First")
    ink.say(tracing.earliest(found), 2, 4)
    _holders(found, called, ink)
    _drifts(found, called, ink)
    ink.gap()


def _holders(found: Trace, called: Mapping[str, str], ink: Ink) -> None:
    ink.heading("Who has them, in the order of time", plural(len(found.holders), "page"))
    for holder in ink.some(found.holders, PAGES):
        page = holder.version.page
        ink.say(styled(called[page.id], NAME) + styled(f" — {tracing.when(holder)}", ASIDE), 2, 4)
        told = [tracing.amount(holder), tracing.naming(holder, found.by), tracing.order(holder)]
        ink.say(" · ".join(filter(None, told)), 4, 6)
        ink.say(_evidence(holder), 4, 6, style=ASIDE)


def _evidence(holder: Holder) -> str:
    """The longest passage with its place, so that it can be looked up; and in which story the page is."""
    longest: Passage = max(holder.passages, key=lambda passage: (passage.held, -passage.sentence.start))
    page, (start, end) = holder.version.page, longest.place.span
    words = snippet(visible(page.text[start:end]), WIDEST // 2)
    more = f" and {plural(len(holder.passages) - 1, 'sentence')} more" if len(holder.passages) > 1 else ""
    story = f" · story {holder.story_id}" if holder.story_id else ""
    return f"'{words}' at {start}–{end} of {visible(page.source)}{more}{story}"


def _drifts(found: Trace, called: Mapping[str, str], ink: Ink) -> None:
    """The sentences that somebody changed, in the order of the text."""
    changed = [sentence for sentence in found.sentences if any(not drift.same for drift in sentence.drifts)]
    ink.heading("How the words changed", f"{len(changed)} of {plural(len(found.sentences), 'sentence')}")
    if not changed:
        ink.say("nowhere: word for word wherever they stand", 2)
    for sentence in ink.some(changed, SENTENCES):
        _sentence(sentence, found, called, ink)


def _sentence(sentence: Traced, found: Trace, called: Mapping[str, str], ink: Ink) -> None:
    words = snippet(visible(found.reference.page.text[slice(*sentence.span)]), WIDEST)
    ink.say(styled(words, "italic"), 2, 4)
    for drift in ink.some(sentence.drifts, WORDINGS, 6):
        if drift.same:
            ink.say(styled("word for word", ASIDE) + styled(f" — {tracing.having(drift.places, called)}", ASIDE), 6, 8)
        else:
            _drift(drift, found, called, ink)


def _drift(drift: Drift, found: Trace, called: Mapping[str, str], ink: Ink) -> None:
    """What could change a reader's belief first, then the wording; what is only format is not told."""
    meaning, wording = tracing.changes(drift, "meaning", found), tracing.changes(drift, "wording", found)
    line = styled("; ".join(meaning), OLD) + styled("; " * bool(meaning and wording)) + styled("; ".join(wording), NEW)
    told = line if meaning or wording else styled(_in_part(drift, found))
    ink.say(told + styled(f" — {tracing.having(drift.places, called)}", ASIDE), 6, 8)


def _in_part(drift: Drift, found: Trace) -> str:
    """A wording without variants is a part of the sentence, or differs in its form only."""
    page_id, span = drift.places[0]
    text = next(holder.version.page.text for holder in found.holders if holder.version.page.id == page_id)
    return (
        "in another form only" if drift.variants else f"in part: '{snippet(visible(text[slice(*span)]), WIDEST // 2)}'"
    )
