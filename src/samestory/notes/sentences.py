"""Which sentences a version lacks, has alone, or has elsewhere than the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from samestory.notes.voice import Telling
from samestory.phrases import counted, number, quoted
from samestory.spans import overlap
from samestory.types import Collation, Place, Reading, Span

USUAL = 0.5  # of the other versions must have a sentence before a version is said to leave it out
POINTED_AT = 44  # characters of a sentence that is only pointed at


@dataclass(slots=True)
class Sentences:
    """The rows of one version."""

    page_id: str
    missing: list[int] = field(default_factory=list)  # rows that most others have
    alone: list[int] = field(default_factory=list)  # rows that no other has
    moved: list[int] = field(default_factory=list)
    had: dict[int, Reading] = field(default_factory=dict)


Rows = Mapping[str, Sentences]


def sentences(collation: Collation) -> dict[str, Sentences]:
    """For every version what it has and lacks."""
    found = {page_id: Sentences(page_id) for page_id in collation.versions}
    for at, row in enumerate(collation.rows):
        having = {reading.page_id: reading for reading in row.readings}
        movers = [reading.page_id for reading in row.readings if reading.change == "moved"]
        for page_id, reading in having.items():
            found[page_id].had[at] = reading
        for page_id in _moved(movers, list(having), len(found)):
            found[page_id].moved.append(at)
        if len(having) == 1:
            found[row.readings[0].page_id].alone.append(at)
        if len(having) > USUAL * (len(found) - 1):
            for page_id in found.keys() - having.keys():
                found[page_id].missing.append(at)
    return found


def _moved(movers: list[str], having: list[str], versions: int) -> list[str]:
    """Those that have a sentence elsewhere than most; of two versions each has it elsewhere than the other."""
    if versions == 2:
        return having if movers else []
    return movers if 2 * len(movers) <= len(having) else [page_id for page_id in having if page_id not in movers]


def left_out(rows: Rows, page_id: str, telling: Telling) -> list[str]:
    """What the version lacks: single sentences, and (of two versions) whole paragraphs of the other."""
    mine, voice, other = rows[page_id], telling.voice(page_id), telling.other(page_id)
    whole, loose = _by_paragraph(rows[other], telling) if other else ([], mine.missing)
    told = [f"{voice.leaves_out} {_shown(loose, mine, telling)}"] if loose else []
    if whole and other:
        last = min(min(run) for run in whole) > max((at for at in mine.had if at not in set(mine.alone)), default=-1)
        count = counted(len(whole), "paragraph")
        name = telling.names[other]
        told.append(
            f"has none of the last {count} of {name}" if last and len(whole) > 1 else f"lacks {count} of {name}"
        )
    return told


def _shown(missing: Sequence[int], mine: Sentences, telling: Telling) -> str:
    """One sentence in its words; several by number, and the weightiest of them."""
    rows = telling.collation.rows
    first = min(missing, key=lambda at: (rows[at].effect != "meaning", at))
    if len(missing) == 1:
        return quoted(_row(first, telling))
    behind = max((at for at in mine.had if at not in set(mine.alone)), default=-1)
    if min(missing) > behind:
        return f"the last {number(len(missing))} sentences, from {quoted(_row(min(missing), telling), POINTED_AT)} on"
    return f"{counted(len(missing), 'sentence')}, among them {quoted(_row(first, telling), POINTED_AT)}"


def _row(at: int, telling: Telling) -> str:
    readings = telling.collation.rows[at].readings
    reading = next((reading for reading in readings if reading.page_id == telling.collation.base), readings[0])
    return telling.text(Place(reading.page_id, reading.span))


def added(rows: Rows, page_id: str, telling: Telling) -> list[str]:
    """What only this version has: whole paragraphs counted as such, with the one who speaks in them."""
    mine, voice = rows[page_id], telling.voice(page_id)
    whole, loose = _by_paragraph(mine, telling)
    if len(mine.alone) == 1 or (loose and voice.has == "keeps"):
        verb = "keeps" if loose and voice.has == "keeps" else voice.adds
        told = [f"{verb} {_shown(loose or mine.alone, mine, telling)}, not found elsewhere here"]
        parts = [counted(len(whole), "paragraph")] if whole and loose else []
    else:
        told = []
        parts = [counted(len(whole), "paragraph")] if whole else []
        parts += [counted(len(loose), "sentence")] if loose else []
    spans = [mine.had[at].span for run in whole for at in run] or [mine.had[at].span for at in loose]
    if parts:
        told.append(f"{voice.adds} {' and '.join(parts)} not found elsewhere here{_speaking(page_id, spans, telling)}")
    return told


def _by_paragraph(mine: Sentences, telling: Telling) -> tuple[list[list[int]], list[int]]:
    """The rows that only this version has: those of whole paragraphs together, the others one by one."""
    blocks = telling.versions[mine.page_id].outline.blocks
    alone, whole = set(mine.alone), list[list[int]]()
    order = sorted(mine.had, key=lambda at: mine.had[at].span)
    start = 0
    for block in blocks:
        held = []
        while start < len(order) and mine.had[order[start]].span.start < block.span.end:
            if overlap(mine.had[order[start]].span, block.span):
                held.append(order[start])
            start += 1
        if held and alone.issuperset(held):
            whole.append(held)
    if len(whole) == 1 and len(whole[0]) == 1:  # told in its words, like any sentence
        whole = []
    taken = {at for run in whole for at in run}
    return whole, [at for at in mine.alone if at not in taken]


def _speaking(page_id: str, spans: Sequence[Span], telling: Telling) -> str:
    """Who is quoted in them, if it is one."""
    said = Counter(
        utterance.speaker
        for utterance in telling.joined.utterances
        for quote in utterance.quotes
        if utterance.speaker and quote.page_id == page_id and any(overlap(quote.span, span) for span in spans)
    )
    return f", with words of {next(iter(said))}" if len(said) == 1 else ""


def moves(mine: Sentences, telling: Telling) -> list[str]:
    """The runs of sentences that stand elsewhere, and behind what they stand here."""
    order = sorted(mine.had, key=lambda at: mine.had[at].span)
    moved, verb, told = set(mine.moved), telling.voice(mine.page_id).moves, []
    for place, at in enumerate(order):
        if at not in moved or (place and order[place - 1] in moved):
            continue
        run = next((n for n in range(place, len(order)) if order[n] not in moved), len(order)) - place
        more = {1: "", 2: " and the next sentence"}.get(run, f" and the next {number(run - 1)} sentences")
        top = "to the top" if verb == "moves" else "at the top"
        behind = f"after {_own(order[place - 1], mine, telling)}" if place else top
        told.append(f"{verb} {_own(at, mine, telling)}{more} {behind}")
    return told


def _own(at: int, mine: Sentences, telling: Telling) -> str:
    return quoted(telling.text(Place(mine.page_id, mine.had[at].span)), POINTED_AT)
