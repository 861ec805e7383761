"""A story: its matrix and key facts; compared from any version; where its texts come from; its claims."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from samestory import shapes, telling
from samestory.archive.questions import Listed
from samestory.errors import SamestoryError
from samestory.types import UNSEEN, StoryView
from samestory.web import facts, feeds, linked
from samestory.web.answer import Answer
from samestory.web.asked import Asked
from samestory.web.lanes import lanes
from samestory.web.links import Kept
from samestory.web.matrix import ROWS, by_time, distances, matrix, only, rebased
from samestory.web.opening import meant, opening
from samestory.web.problem import HttpError, not_found
from samestory.web.shelf import Shelf

ALL_ROWS = 5000
BESIDE = 6  # versions side by side
IN_AFFAIR = 24  # stories of an affair shown


def told(asked: Asked, shelf: Shelf) -> StoryView:
    """The story that the path names. Raises HttpError if there is none."""
    try:
        return shelf.story(asked.place["story"])
    except SamestoryError as error:
        raise not_found(error) from error


def screen(asked: Asked, shelf: Shelf) -> Answer:
    """Sentence by outlet, and beside it what most origins carry."""
    view = told(asked, shelf)
    affair = shelf.affair(view.story.id)
    links = Kept(view.story.id)
    rows = ALL_ROWS if asked.word("rows") == "all" else ROWS
    table = matrix(view, asked.word("columns"), rows)
    values = {
        "matrix": table,
        "facts": facts.key_facts(view, links),
        "opening": opening(view),
        "meant": meant(view),
        "affair": affair,
        "near": around(affair, view.story.id),
        "linked": linked.story(view, asked),
    }
    return Answer(
        "story.html",
        _with(view, links, values),
        lambda: shapes.story(view),
        lambda: _matrix_table(view),
        lambda: feeds.story(view, asked),
    )


def around(affair: Sequence[Listed], story: str) -> Sequence[Listed]:
    """Of the stories of an affair those told just before and after one of them."""
    at = next((place for place, one in enumerate(affair) if one.id == story), 0)
    first = max(0, min(at - IN_AFFAIR // 2, len(affair) - IN_AFFAIR))
    return affair[first : first + IN_AFFAIR]


def cell(asked: Asked, shelf: Shelf) -> Answer:
    """One cell of the matrix: the row's own words and those of a version, with word marks."""
    view = told(asked, shelf)
    row = asked.number("row", 0, ALL_ROWS)
    version = asked.word("version")
    if row >= len(view.collation.rows) or version not in view.collation.versions:
        raise HttpError(404, "Not found", "no such cell")
    links = Kept(view.story.id)
    found = facts.cell(view, row, version, links)
    return Answer("cell.html", _with(view, links, {"cell": found}), found._asdict)


def compare(asked: Asked, shelf: Shelf) -> Answer:
    """The text of one version, and what the others read there; some of them side by side."""
    view = told(asked, shelf)
    base = asked.word("base") or view.collation.base
    if base not in view.collation.versions:
        raise HttpError(404, "Not found", f"{base} is no version of this story")
    based = rebased(view, base)
    chosen = [one for one in asked.words("with") if one in view.collation.versions and one != base][: BESIDE - 1]
    told_of = only(based, [base, *chosen]) if chosen else based
    values = {
        "base": base,
        "chosen": chosen,
        "distances": distances(based),
        "ordered": by_time(view),
        "beside_view": told_of if chosen else None,
        "furniture": asked.word("show") == "furniture",
    }
    return Answer(
        "compare.html",
        _with(based, Kept(view.story.id), values),
        lambda: {"base": base, **_part(told_of, "versions", "rows")},
        lambda: _matrix_table(told_of),
    )


def lineage(asked: Asked, shelf: Shelf) -> Answer:
    """Who had the text from whom, over time."""
    view = told(asked, shelf)
    until = asked.number("until", 0, len(view.versions))
    values = {"drawn": lanes(view, until), "until": until, "copies": view.lineage.copies, "UNSEEN": UNSEEN}
    return Answer(
        "lineage.html",
        _with(view, Kept(view.story.id), values),
        lambda: _part(view, "origins", "origins_range", "wires", "versions", "lineage"),
        lambda: _copies_table(view),
    )


def claims(asked: Asked, shelf: Shelf) -> Answer:
    """Who said what, and how many; real conflicts first."""
    view = told(asked, shelf)
    links = Kept(view.story.id)
    values = {
        "quotes": facts.quotes(view, links),
        "figures": facts.figures(view, links),
        "statements": facts.statements(view, links),
    }
    return Answer(
        "claims.html",
        _with(view, links, values),
        lambda: _part(view, "quotes", "statements", "figures", "conflicts", "related"),
        lambda: _claims_table(view),
    )


def _with(view: StoryView, links: Kept, values: dict[str, Any]) -> dict[str, Any]:
    """What every screen of a story knows."""
    return {"view": view, "links": links, **values}


def _part(view: StoryView, *names: str) -> dict[str, Any]:
    """Some of what the JSON of a story tells."""
    whole = shapes.story(view)
    return {name: whole[name] for name in ("id", "headline", *names)}


def _matrix_table(view: StoryView) -> Iterator[Sequence[Any]]:
    """Row by version: what each has, against the base text."""
    versions = view.collation.versions
    pages = telling.pages_of(view)
    yield ["row", "text", *(telling.name(page_id, view) for page_id in versions)]
    for number, row in enumerate(view.collation.rows):
        if row.readings:
            place = telling.lead(row, view.collation.base)
            had = {reading.page_id: reading.change for reading in row.readings}
            words = telling.visible(pages[place.page_id].text[slice(*place.span)])
            yield [number, words, *(had.get(page_id, "missing") for page_id in versions)]


def _copies_table(view: StoryView) -> Iterator[Sequence[Any]]:
    yield ["child", "child_outlet", "parent", "parent_outlet", "share", "why"]
    for copy in view.lineage.copies:
        names = [copy.child, telling.name(copy.child, view), copy.parent, telling.name(copy.parent, view)]
        yield [*names, round(copy.share, 4), "; ".join(copy.why)]


def _claims_table(view: StoryView) -> Iterator[Sequence[Any]]:
    told_of = shapes.story(view)
    yield [
        "kind",
        "id",
        "version",
        "outlet",
        "start",
        "end",
        "text",
        "who",
        "low",
        "high",
        "bound",
        "unit",
        "of",
        "when",
    ]
    for kind in ("quotes", "statements", "figures"):
        for same in told_of[kind]:
            for one in same["readings"]:
                who = (one.get("speaker") or one.get("source") or {}).get("name")
                more = [one.get(name) for name in ("low", "high", "bound", "unit", "of", "when")]
                place = [one["version"], telling.name(one["version"], view), one["start"], one["end"], one["text"]]
                yield [kind.removesuffix("s"), same["id"], *place, who, *more]
