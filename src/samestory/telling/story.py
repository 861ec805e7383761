"""What is said of a story as a whole: its line, its times, its versions, where their texts come from."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import groupby

from samestory.telling.plain import between, listing, percent, plural, visible
from samestory.types import UNSEEN, Copy, HandoutKind, Lineage, Page, StoryView, Wire

_SORTS: dict[HandoutKind, str] = {"release": "press release", "transcript": "transcript"}


def line(view: StoryView) -> str:
    """The line above every story: outlets, independent origins, agencies."""
    lineage = view.lineage
    wires = ", ".join(wire(named) for named in lineage.wires)
    counted = plural(view.outlets, "outlet"), origins(lineage.origins, lineage.origins_range)
    return " · ".join(filter(None, [*counted, handed_out(lineage), wires]))


def handed_out(lineage: Lineage) -> str:
    """How many of the origins are texts that were handed out.

    >>> from samestory.types import Teller
    >>> told = Teller("release", None, ""), Teller("page", "p", "")
    >>> handed_out(Lineage("s", (), (), 2, (2, 2), (), {}, tellers=told))
    '1 press release'
    """
    kinds = Counter(teller.kind for teller in lineage.tellers)
    return ", ".join(plural(kinds[kind], sort) for kind, sort in _SORTS.items() if kinds[kind])


def sort(page_id: str, view: StoryView) -> str:
    """What a version is, if it was handed out: "press release"; else nothing."""
    kind = view.lineage.handouts.get(page_id)
    return _SORTS[kind] if kind else ""


def origins(count: int, possible: tuple[int, int]) -> str:
    """How many independent first tellers there are, and what else the evidence allows.

    >>> origins(1, (1, 1)), origins(1, (1, 2))
    ('1 origin', '1 origin (1 to 2 possible)')
    """
    low, high = possible
    return plural(count, "origin") + (f" ({low} to {high} possible)" if low != high else "")


def wire(named: Wire) -> str:
    """An agency and how it is known.

    >>> wire(Wire("Reuters", "credited", "")), wire(Wire(None, "inferred", ""))
    ('Reuters (credited)', 'an agency the pages do not name (inferred)')
    """
    return f"{visible(named.name) if named.name else 'an agency the pages do not name'} ({named.status})"


def span_of_time(view: StoryView) -> str:
    """When the story was first and last seen."""
    return between(view.first_seen, view.last_seen)


def name(page_id: str, view: StoryView) -> str:
    """What a version is called."""
    return visible(view.names.get(page_id, page_id))


def names(page_ids: Iterable[str], view: StoryView, most: int = 6) -> str:
    """What versions are called, as a sentence lists them."""
    having = list(dict.fromkeys(page_ids))
    rest = [page_id for page_id in view.collation.versions if page_id not in having]
    if len(having) > 2 and len(rest) == 1:
        return f"all but {name(rest[0], view)}"
    return listing([name(page_id, view) for page_id in having], most)


def where(page_ids: Sequence[str], view: StoryView) -> str:
    """In which versions something stands."""
    every = len(view.collation.versions)
    if len(set(page_ids)) < every:
        return names(dict.fromkeys(page_ids), view, 3)
    return {1: name(page_ids[0], view), 2: "both"}.get(every, f"all {every}")


def pages_of(view: StoryView) -> dict[str, Page]:
    """The pages of a story by their ids."""
    return {version.page.id: version.page for version in view.versions}


def provenance(view: StoryView) -> list[str]:
    """Where each text comes from, in sentences: unseen sources, agencies, copies, versions that stand alone."""
    copies = view.lineage.copies
    by_parent = groupby(sorted(copies, key=lambda copy: (_rank(copy, view), copy.parent)), key=lambda copy: copy.parent)
    told = [_taken(parent, list(taken), view) for parent, taken in by_parent]
    joined = {copy.child for copy in copies} | {copy.parent for copy in copies}
    alone = [page_id for page_id in view.collation.versions if page_id not in joined]
    return told + ([f"{names(alone, view)}: text not shared with the others."] if alone else [])


def taken(copy: Copy) -> str:
    """How much of a text was taken: a share, or just "text" where only a credit says so and nothing can be measured."""
    return percent(copy.share) if copy.share else "text"


def _rank(copy: Copy, view: StoryView) -> int:
    """Unseen sources first, then agencies, then copies from page to page."""
    return 0 if copy.parent == UNSEEN else 2 if copy.parent in view.names else 1


def _taken(parent: str, copies: list[Copy], view: StoryView) -> str:
    """Who took from one parent, each with its share of words, and why this is thought."""
    copies = sorted(copies, key=lambda copy: (-copy.share, copy.child))
    shares = [f" ({percent(copy.share)})" if copy.share else "" for copy in copies]
    children = listing([name(copy.child, view) + share for copy, share in zip(copies, shares, strict=True)])
    # The reasons of sister copies differ in their counts only: the first says it for all.
    shapes = {
        re.sub(r"\d+", "#", reason): visible(reason) for copy in reversed(copies) for reason in reversed(copy.why)
    }
    reasons = f" Why: {'; '.join(reversed(shapes.values()))}." if shapes else ""
    if parent == UNSEEN:
        verb = {1: "takes", 2: "both take"}.get(len(copies), "all take")
        return f"{children} {verb} from a source that is not among the pages.{reasons}"
    verb = "takes" if len(copies) == 1 else "take"
    return f"{children} {verb} text from {name(parent, view)}.{reasons}"
