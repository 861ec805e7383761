"""The report of `compare`: origins first, then what changed and could be believed otherwise, then who said what."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TextIO

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from samestory import telling
from samestory.report.affairs import affairs, running
from samestory.report.ink import ASIDE, NAME, NEW, OLD, WARNING, Ink, styled
from samestory.telling import Difference, Gap, Wording, plural, visible
from samestory.types import (
    Assertion,
    Comparison,
    Conflict,
    Effect,
    Measure,
    Place,
    Relation,
    StoryView,
    Utterance,
    Version,
)

# A report is read, not scrolled: what stands beyond these numbers is in --json and --html.
FULL, STORIES, VERSIONS, DIFFERENCES, SENTENCES, CLAIMS, ALONE = 5, 40, 24, 16, 3, 12, 12
NARROWEST_NAME = 12  # of a table's column; with less, a version is a sentence
FOLDED = 8  # pairs of words shown of the differences of wording and of format


def compare(comparison: Comparison, file: TextIO) -> None:
    """Print a comparison, the story of most versions first."""
    ink = Ink(file)
    several = [view for view in comparison.stories if len(view.versions) > 1]
    alone = [view for view in comparison.stories if len(view.versions) == 1]
    for number, view in enumerate(several[:FULL], 1):
        if number > 1:
            ink.gap()
            ink.gap()
        _story(view, ink)
    _briefly(several[FULL:], ink)
    if several and (alone or comparison.failures):
        ink.gap()
    _alone(alone, ink)
    if found := running((view.story.affair, view.headline) for view in (*several, *alone)):
        ink.gap()
        affairs(found, ink)
    _without(comparison, ink)


def _briefly(views: Sequence[StoryView], ink: Ink) -> None:
    """Stories below the first few: two lines each."""
    if views:
        ink.heading("More stories", str(len(views)))
    for view in ink.some(views, STORIES):
        ink.say(styled(visible(view.headline), NAME), 2, 4)
        ink.say(styled(f"{telling.line(view)} · {telling.span_of_time(view)}", ASIDE), 4, 6)


def _story(view: StoryView, ink: Ink) -> None:
    found = list(telling.differences(view))
    missing = list(telling.gaps(view))
    ink.say(telling.line(view), style=NAME)
    ink.gap()
    ink.say(visible(view.headline), style="italic")
    ink.say(telling.span_of_time(view), style=ASIDE)
    _versions(view, ink)
    _notes(view, ink)
    _meaning(found, missing, view, ink)
    _folded(found, missing, ink)
    _claims(view, ink)
    _lineage(view, ink)


def _versions(view: StoryView, ink: Ink) -> None:
    """A line a version: what it is called, when it was first seen, how much of it others have."""
    ink.heading("Versions")
    told = [_version(version, view) for version in view.versions]
    day_width = max(cell_len(day) for day in ["first seen", *(line[1] for line in told)])
    name_width = min(max(cell_len(line[0]) for line in told), ink.width - day_width - 30)
    if name_width < NARROWEST_NAME:
        for name, *about in ink.some(told, VERSIONS):
            ink.say(styled(name, NAME) + styled(" — {}, {} shared, {} not found elsewhere here".format(*about)), 2, 4)
        return
    ink.say(" " * (name_width + day_width + 12) + "not found", 2, style=ASIDE)
    ink.say(f"{' ' * name_width}  {set_cell_size('first seen', day_width)}  shared  elsewhere here", 2, style=ASIDE)
    for name, day, shared, rest in ink.some(told, VERSIONS):
        columns = f"  {set_cell_size(day, day_width)}  {shared:>6}  {rest:>9}"
        ink.say(styled(set_cell_size(_cut(name, name_width), name_width), NAME) + styled(columns), 2)


def _version(version: Version, view: StoryView) -> tuple[str, str, str, str]:
    """Name, first seen, shared, not found elsewhere."""
    page_id = version.page.id
    shared = view.lineage.shared.get(page_id, 0.0)
    base = " (base)" if page_id == view.collation.base else ""
    day = telling.date(version.outline.published)
    return telling.name(page_id, view) + base, day, telling.percent(shared), telling.percent(1 - shared)


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else set_cell_size(text, width - 1) + "…"


def _notes(view: StoryView, ink: Ink) -> None:
    noted = [(page_id, visible(view.notes.get(page_id, ""))) for page_id in view.collation.versions]
    told = [(page_id, note) for page_id, note in noted if note]
    if told:
        ink.heading("What each version changed")
        for page_id, note in ink.some(told, VERSIONS):
            ink.say(styled(f"{telling.name(page_id, view)}: ", NAME) + styled(note), 2, 4)


def _meaning(found: Sequence[Difference], missing: Sequence[Gap], view: StoryView, ink: Ink) -> None:
    """The differences that could change what a reader believes, each in its sentence."""
    changed = telling.by_weight(found, "meaning")
    dropped = [gap for gap in missing if gap.effect == "meaning"]
    ink.heading("Could change what a reader believes", plural(len(changed) + len(dropped), "difference"))
    if not changed and not dropped:
        ink.say("nothing found", 2)
    for difference in ink.some(changed, DIFFERENCES):
        _difference(difference, view, ink)
    for label, together in ink.some(list(telling.by_absence(dropped, view).items()), DIFFERENCES):
        _gaps(label, together, ink)


def _difference(difference: Difference, view: StoryView, ink: Ink) -> None:
    """The sentence of the base text with the place in brackets; below it, what others have there."""
    before, after = telling.context(difference, view)
    place = styled(f"[{difference.base.words or ' '}]", OLD)
    ink.say(styled(f"{difference.why}: ", ASIDE) + styled(before) + place + styled(after), 2, 4)
    for other in difference.others:
        words = styled(f"→ {other.words}", NEW) if other.words else styled("→ left out", NEW)
        ink.say(words + styled(f" — {telling.names(other.page_ids, view)}", ASIDE), 6, 8)


def _gaps(label: str, together: Sequence[Gap], ink: Ink) -> None:
    """Sentences that some versions leave out, or that few have: a line each."""
    ink.say(styled(label, ASIDE) + styled(f": {plural(len(together), 'sentence')}", ASIDE), 2, 4)
    for gap in ink.some(together, SENTENCES, 6):
        ink.say(_cut(gap.words, ink.width - 6), 6)


def _folded(found: Sequence[Difference], missing: Sequence[Gap], ink: Ink) -> None:
    """How many differences matter less, with a few of them."""
    kinds: tuple[tuple[str, Effect], ...] = (("of other words for the same", "wording"), ("of format only", "format"))
    told = [(noun, telling.by_weight(found, effect)) for noun, effect in kinds]
    lines = [f"{len(of_kind):,} {noun}: {telling.pairs(of_kind, FOLDED)}" for noun, of_kind in told if of_kind]
    rest = sum(gap.effect != "meaning" for gap in missing)
    lines += [f"{plural(rest, 'more sentence')} not in every version"] * bool(rest)
    if lines:
        ink.heading("Other differences")
        for line in lines:
            ink.say(line, 2, 4)


def _claims(view: StoryView, ink: Ink) -> None:
    _conflicts(view, ink)
    _quotes(view.utterances, view, ink)
    _figures(view.measures, view, ink)
    _statements(view.assertions, ink)
    _related(view.relations, view, ink)


def _conflicts(view: StoryView, ink: Ink) -> None:
    ink.heading("Conflicts", plural(len(view.conflicts), "conflict") if view.conflicts else "")
    if not any(conflict.between == "versions" for conflict in view.conflicts):
        ink.say("no conflicts between versions", 2)
    for conflict in ink.some(view.conflicts, CLAIMS):
        _conflict(conflict, view, ink)


def _conflict(conflict: Conflict, view: StoryView, ink: Ink) -> None:
    kind = conflict.kind.replace("_", " ")
    label = styled(f"! {kind}, between {conflict.between}: ", WARNING)
    ink.say(label + styled(visible(f"{conflict.about} – {conflict.why}")), 2, 4)
    _readings(conflict.readings, view, ink)


def _readings(places: Sequence[Place], view: StoryView, ink: Ink) -> None:
    for wording in telling.readings(places, view):
        ink.say(styled(wording.words) + _whose(wording, view), 6, 8)


def _whose(wording: Wording, view: StoryView) -> Text:
    return styled(f" — {telling.names(wording.page_ids, view)}", ASIDE)


def _quotes(utterances: Sequence[Utterance], view: StoryView, ink: Ink) -> None:
    if utterances:
        ink.heading("Quotes", str(len(utterances)))
    speaker: str | None = None
    for same in ink.some(telling.by_speaker(utterances), CLAIMS):
        named = visible(same.speaker or "speaker not named")
        if named != speaker:
            ink.say(styled(named, NAME), 2, 4)
        speaker = named
        for wording in telling.worded(same.quotes, view):
            where = styled(f" — {telling.where(wording.page_ids, view)}", ASIDE)
            ink.say(styled(wording.words) + where, 4, 6)


def _figures(measures: Sequence[Measure], view: StoryView, ink: Ink) -> None:
    if measures:
        ink.heading("Figures", str(len(measures)))
    for same in ink.some(measures, CLAIMS):
        first, *aside = telling.measure(same, view)
        ink.say(styled(first, NAME) + styled(f" — {' · '.join(aside)}", ASIDE), 2, 4)


def _statements(assertions: Sequence[Assertion], ink: Ink) -> None:
    if assertions:
        ink.heading("Reported statements", str(len(assertions)))
        named = dict.fromkeys(visible(same.source) for same in assertions if same.source)
        ink.say(f"by {telling.listing(list(named))}" if named else "no source named", 2, 4)


def _related(relations: Sequence[Relation], view: StoryView, ink: Ink) -> None:
    if relations:
        ink.heading("Related, not in conflict", str(len(relations)))
    for relation in ink.some(relations, CLAIMS):
        ink.say(styled(f"{relation.kind.replace('_', ' ')}: ", ASIDE) + styled(visible(relation.why)), 2, 4)
        _readings(relation.readings, view, ink)


def _lineage(view: StoryView, ink: Ink) -> None:
    ink.heading("Where the texts come from")
    for sentence in ink.some(telling.provenance(view), CLAIMS):
        ink.say(sentence, 2, 4)
    for wire in view.lineage.wires:
        ink.say(f"{telling.wire(wire)}: {visible(wire.why)}", 2, 4)


def _alone(views: Sequence[StoryView], ink: Ink) -> None:
    """Stories of one page: a line each."""
    if views:
        ink.heading("Stories of one page", str(len(views)))
    for view in ink.some(views, ALONE):
        where = f" — {telling.name(view.versions[0].page.id, view)}, {telling.span_of_time(view)}"
        ink.say(styled(visible(view.headline)) + styled(where, ASIDE), 2, 4)


def _without(comparison: Comparison, ink: Ink) -> None:
    """Pages without an article, and inputs that failed."""
    bare = [version for version in comparison.pages if version.outline.no_article]
    if bare:
        ink.heading("Pages without an article", str(len(bare)))
    for page, outline in ink.some(bare, ALONE):
        ink.say(styled(visible(page.source)) + styled(f" — {visible(outline.no_article or '')}", ASIDE), 2, 4)
    if comparison.failures:
        ink.heading("Failed", str(len(comparison.failures)))
    for failed in ink.some(comparison.failures, ALONE):
        ink.say(visible(f"{failed.at or failed.source}: {failed.message}"), 2, 4)
