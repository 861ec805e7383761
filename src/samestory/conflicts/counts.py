"""Figures that contradict each other: the versions about one figure, or two sources about one thing."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, pairwise, product

from samestory.conflicts.events import place_names, two_events
from samestory.conflicts.names import differ, proper
from samestory.conflicts.slots import in_rows
from samestory.conflicts.story import Story, Tale, table
from samestory.conflicts.values import about, agree, happenings, same_thing, same_unit, span_of_values, unit
from samestory.phrases import quoted
from samestory.text import fold, folded
from samestory.types import Between, Conflict, Figure, Measure, Place, Relation

APART = 6  # sentences from one source to the next; further apart they may speak of two events
NEAR = 3  # of the six words around a figure must be the same, if only one version says what happened

Group = tuple[Figure, ...]


def value_conflicts(tale: Tale, measures: Sequence[Measure]) -> Iterator[Conflict | Relation]:
    """Contradictions about one figure, then between the sources of the story."""
    for measure in measures:
        groups = disputed(tale.story, measure)
        if len(groups) > 1:
            yield _verdict(tale, groups)
    told = list(_between_sources(tale, measures))
    yield from told
    ids = {claim for conflict in told for claim in conflict.claims}
    yield from (conflict for conflict in _alternatives(tale, measures) if not ids & set(conflict.claims))


def disputed(at: Story, measure: Measure) -> list[Group]:
    """The figures of a measure by value, those values only that contradict another one; the least first."""
    by_value: defaultdict[tuple[float | None, float | None, str], list[Figure]] = defaultdict(list)
    for figure in measure.figures:
        apart = at.is_beside(figure.page_id, figure.span) or _corrects(at, figure)
        if not apart and not _of_two(at, figure, measure):
            by_value[figure.low, figure.high, figure.bound].append(figure)
    groups = sorted(map(tuple, by_value.values()), key=lambda group: (span_of_values(group[0]), at.rank(group[0])))
    swapped = _substituted(at, measure) if len(groups) > 1 else frozenset()
    clashes = [pair for pair in combinations(groups, 2) if _contradict(at, *pair) or _one_place(at, *pair, swapped)]
    return [group for group in groups if any(group in pair for pair in clashes)]


def _substituted(at: Story, measure: Measure) -> frozenset[frozenset[Place]]:
    """Pairs of figures at the same place of one sentence, with the same unit, of which at most one says more."""
    placed = [(Place(figure.page_id, figure.span), figure) for figure in measure.figures]
    return frozenset(
        frozenset((Place(one.page_id, one.span), Place(other.page_id, other.span)))
        for one, other, near in in_rows(at, placed)
        if near >= NEAR and _alike_but_value(one, other, at.languages.get(one.page_id))
    )


def _alike_but_value(one: Figure, other: Figure, code: str | None) -> bool:
    """Same unit, bound and scope; what happened may be told by one only ("2,300 dockers", "3,200 dockers marched")."""
    told = [happenings(figure, code) for figure in (one, other)]
    same = bool(one.unit and other.unit) and same_unit(one, other, code) and one.bound == other.bound
    return same and one.bound in ("=", "~") and one.per == other.per and not all(told)


def _one_place(at: Story, one: Group, other: Group, swapped: frozenset[frozenset[Place]]) -> bool:
    """Does one value stand where the other does, and is neither surely the later one everywhere?"""
    pairs = [
        pair
        for pair in product(one, other)
        if frozenset(Place(figure.page_id, figure.span) for figure in pair) in swapped
    ]
    apart = [pair for pair in pairs if not _scaled(*pair) and not agree(*pair) and not _elsewhere(at, *pair)]
    return bool(apart) and not _later(at, one, other) and not _later(at, other, one)


def _later(at: Story, one: Group, other: Group) -> bool:
    """Was every page of the one group surely published after every page of the other?"""
    after, before = ([at.times.get(figure.page_id) for figure in group] for group in (one, other))
    return all(a and b and b[1] < a[0] for a, b in product(after, before))


def _corrects(at: Story, figure: Figure) -> bool:
    """Does its paragraph open as a correction ("Correction: an earlier version said 14")? That withdraws a figure."""
    text, marks = at.texts[figure.page_id], table(at.languages.get(figure.page_id)).get("opens_correction", ())
    return folded(text[text.rfind("\n", 0, figure.span.start) + 1 : figure.span.start]).startswith(tuple(marks))


def _of_two(at: Story, figure: Figure, measure: Measure) -> bool:
    """Has its own sentence another value of the same measure: before and after, this year and last year?"""
    rows = at.rows(figure.page_id, figure.span)
    return any(
        one.page_id == figure.page_id and not agree(one, figure) and rows & at.rows(one.page_id, one.span)
        for one in measure.figures
    )


def _contradict(at: Story, one: Group, other: Group) -> bool:
    """Do two groups of figures say incompatible things of what is surely the same?"""
    first, second = one[0], other[0]
    code = at.languages.get(first.page_id)
    known = bool((first.unit and second.unit) or happenings(first, code) & table(code).get("happenings", {}).keys())
    same = known and not agree(first, second) and same_thing(first, second, code)
    scaled = _scaled(first, second) or _measures(at, first) != _measures(at, second)
    return same and not scaled and not _elsewhere(at, first, second)


def _measures(at: Story, figure: Figure) -> set[str]:
    """The units of measuring in the words of a figure: "15 miles" and "24km" may be the same distance."""
    known = table(at.languages.get(figure.page_id)).get("measuring", ())
    written = re.findall(r"[^\W\d_]+", folded(at.text(Place(figure.page_id, figure.span))))
    return {
        (unit(replace(figure, unit=word), at.languages.get(figure.page_id)) or word)
        for word in written
        if word in known
    }


def _scaled(one: Figure, other: Figure) -> bool:
    """Is one value exactly a thousand or a million times the other? Then a word of scale was missed ("$18 m")."""
    a, b = (figure.low if figure.low is not None else figure.high for figure in (one, other))
    return bool(a and b) and max(a or 0, b or 0) in [scale * min(a or 0, b or 0) for scale in (1e3, 1e6, 1e9)]


def _elsewhere(at: Story, one: Figure, other: Figure) -> bool:
    """Do the words around tell of two events? The names of the sources do not count."""
    known = [figure.source.name for figure in (one, other) if figure.source]
    return two_events(at, Place(one.page_id, one.span), Place(other.page_id, other.span), known)


def _verdict(tale: Tale, groups: Sequence[Group]) -> Conflict | Relation:
    """Two values of one figure: a later state, two sources, or a contradiction between the versions."""
    at, figures = tale.story, [figure for group in groups for figure in group]
    places = tuple(Place(figure.page_id, figure.span) for figure in sorted(figures, key=at.rank))
    why, name = tale.gives(places), at.collation.story_id
    if _is_update(tale, groups):
        return Relation(name, "update", f"{why}: a later state of the same count", places)
    between: Between = "sources" if _by_others(groups) else "versions"
    ids = tuple(figure.id for figure in sorted(figures, key=at.rank))
    return Conflict(
        name, "value", between, about(figures[0], at.languages.get(figures[0].page_id)), f"{why}.", ids, places
    )


def _by_others(groups: Sequence[Group]) -> bool:
    """Does every value come from another source, as named beside it?"""
    named = [[figure.source.name for figure in group if figure.source] for group in groups]
    return all(named) and all(differ(one[0], other[0]) for one, other in combinations(named, 2))


def _is_update(tale: Tale, groups: Sequence[Group]) -> bool:
    """Was each greater value of a growing count first given surely after the smaller one? (Other counts: any order.)"""
    firsts = [_first(tale.story, group) for group in groups]
    known = [first for first in firsts if first]
    if len(known) < len(firsts):
        return False
    ordered = known if _grows(tale, groups[0][0]) else sorted(known)
    changes = _grows(tale, groups[0][0]) or _changes(tale, groups[0][0])
    return changes and all(one[1] < other[0] for one, other in pairwise(ordered))


def _first(at: Story, group: Group) -> tuple[float, float] | None:
    """When a value was first given; None if that cannot be known."""
    times = [at.times.get(figure.page_id) for figure in group]
    known = [time for time in times if time]
    return min(known) if len(known) == len(times) else None


def _grows(tale: Tale, figure: Figure) -> bool:
    """Is this a count that only grows as more becomes known: deaths, injuries, arrests?"""
    page = figure.page_id
    found = happenings(figure, tale.story.languages.get(page))
    return bool(found & set(tale.table(page).get("growing_counts", ())))


def _changes(tale: Tale, figure: Figure) -> bool:
    """Is this something that moves up and down from hour to hour: a price, a share, the missing?"""
    page = figure.page_id
    code = tale.story.languages.get(page)
    found = happenings(figure, code) | {unit(figure, code) or ""}
    money = bool(figure.unit) and (figure.unit or "").isupper() and len(figure.unit or "") == 3
    return money or bool(found & set(tale.table(page).get("changing_counts", ())))


def _between_sources(tale: Tale, measures: Sequence[Measure]) -> Iterator[Conflict]:
    """Two named sources of one story who give incompatible figures of the same thing, close to each other."""
    alike: defaultdict[frozenset[str], list[Measure]] = defaultdict(list)
    for measure in measures:
        page = measure.figures[0].page_id
        what = happenings(measure.figures[0], tale.story.languages.get(page))
        # Known happenings only: "earned" and "increased" are said of many things by many.
        known = what and what <= tale.table(page).get("happenings", {}).keys()
        if known and any(figure.source for figure in measure.figures):
            alike[what].append(measure)
    for same in alike.values():
        for one, other in combinations(same, 2):
            rivals = _rivals(tale.story, one, other)
            if rivals:
                yield _of_sources(tale, (one, other), rivals)


def _alternatives(tale: Tale, measures: Sequence[Measure]) -> Iterator[Conflict]:
    """Two sources in one sentence with one figure or the other: "14 crowns, according to A, or 19, according to B"."""
    of_page: defaultdict[str, list[tuple[Figure, Measure]]] = defaultdict(list)
    for measure in measures:
        for figure in measure.figures:
            of_page[figure.page_id].append((figure, measure))
    told = set[frozenset[int]]()
    for page in sorted(of_page, key=tale.story.order.__getitem__):
        ordered = sorted(of_page[page], key=lambda held: held[0].span)
        for (one, first), (other, second) in pairwise(ordered):
            key = frozenset((id(first), id(second)))
            if first is not second and key not in told and _either(tale.story, one, other):
                told.add(key)
                yield _of_sources(tale, (first, second), (one, other))


def _either(at: Story, one: Figure, other: Figure) -> bool:
    """Does a sentence offer two values of one unit, the second behind "or", each by a source of its own?"""
    text, code, page = at.texts[one.page_id], at.languages.get(one.page_id), one.page_id
    between = folded(text[one.span.end : other.span.start]).split()
    joined = between[-1:] and between[-1] in table(code).get("alternatives", ())
    in_row = at.rows(page, one.span) & at.rows(page, other.span)
    same = one.unit and other.unit and same_unit(one, other, code) and one.per == other.per
    exact = one.bound == other.bound == "="
    return bool(joined and in_row and same and exact and _other_source(one, other) and not agree(one, other))


def _rivals(at: Story, one: Measure, other: Measure) -> tuple[Figure, Figure] | None:
    """Two figures close to each other on one page, of the same thing, of sources that contradict each other."""
    by_page: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in other.figures:
        by_page[figure.page_id].append(figure)
    pairs = ((a, b) for a in one.figures for b in by_page.get(a.page_id, ()) if _other_source(a, b))
    close = (sorted(pair, key=at.rank) for pair in pairs if _same_kind(at, *pair) and _near(at, *pair))
    found = (pair for pair in close if _contradict(at, (pair[0],), (pair[1],)))
    return next(((a, b) for a, b in found if not _part_of(at, a, b)), None)


def _part_of(at: Story, whole: Figure, part: Figure) -> bool:
    """Does the later figure count a part: "the 19 who died", "19 more", those of a place not named before, or one?"""
    text, code = at.texts[part.page_id], at.languages.get(part.page_id)
    before, after = text[: part.span.start].split()[-1:], text[part.span.end :].split()[:1]
    signs = table(code).get("parts_of_counts", ())
    if any(fold(word) in signs for word in (*before, *after, *at.text(Place(part.page_id, part.span)).split())):
        return True
    ones = any((figure.low or figure.high or 0) <= 1 for figure in (whole, part))
    places = place_names(at, Place(part.page_id, part.span)) - place_names(at, Place(whole.page_id, whole.span))
    return ones or bool(places)


def _other_source(one: Figure, other: Figure) -> bool:
    return bool(one.source and other.source and differ(one.source.name, other.source.name))


def _same_kind(at: Story, one: Figure, other: Figure) -> bool:
    """Do both count the same kind of thing? Without a unit it is people; "two civilians" may be two of "five"."""
    units = {unit(figure, at.languages.get(figure.page_id)) or "people" for figure in (one, other)}
    return len(units) == 1


def _near(at: Story, one: Figure, other: Figure) -> bool:
    """Do two figures of one page stand in the same or in neighbouring sentences?"""
    between = [cell for cell in at.cells.get(one.page_id, ()) if one.span.start < cell[0] < other.span.start]
    between += [cell for cell in at.cells.get(one.page_id, ()) if other.span.start < cell[0] < one.span.start]
    return len(between) <= APART


def _of_sources(tale: Tale, measures: Sequence[Measure], rivals: Sequence[Figure]) -> Conflict:
    at = tale.story
    little = tale.table(rivals[0].page_id).get("little_words", ())
    told = [(_written(at, figure), _told(figure.source.name, little)) for figure in rivals if figure.source]
    said = [f"{words} according to {who}" for words, who in told]
    figures = sorted((figure for measure in measures for figure in measure.figures), key=at.rank)
    places = tuple(Place(figure.page_id, figure.span) for figure in figures)
    name, ids, why = at.collation.story_id, tuple(figure.id for figure in figures), ", ".join(said)
    return Conflict(
        name,
        "value",
        "sources",
        about(rivals[0], at.languages.get(rivals[0].page_id)),
        f"{why}.",
        ids,
        places,
    )


def _told(name: str, little: Collection[str]) -> str:
    """A name in a sentence; what is no proper name has an article, unless it has another little word ("his agent")."""
    return name if proper(name) or name.split()[0] in little else f"the {name}"


def _written(at: Story, figure: Figure) -> str:
    return quoted(at.text(Place(figure.page_id, figure.span)))
