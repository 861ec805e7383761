"""Key facts, wordings and claims with the place of every one of them, for parts of screens."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from samestory import telling
from samestory.html.marks import Mark, Piece, mark, marks_of, pieces
from samestory.types import Assertion, Claim, Figure, Measure, Place, Row, StoryView, Utterance, Variant
from samestory.web.links import Links


class Standing(NamedTuple):
    """Where something stands: a version's name, and the address of the place."""

    name: str
    href: str


class Fact(NamedTuple):
    """A sentence by the number of independent origins that carry it."""

    words: str
    origins: int
    carried: str  # "one source, repeated by 2 outlets"
    sourced: str
    standing: tuple[Standing, ...]


class Wording(NamedTuple):
    """The same words in one or more versions, those that differ from other wordings marked."""

    pieces: tuple[Piece, ...]
    standing: tuple[Standing, ...]


class Said(NamedTuple):
    """A quotation, a figure or a statement through the versions."""

    anchor: str
    who: str  # "" if the pages do not say
    what: str  # of a figure: its value; else its first wording
    more: tuple[str, ...]  # of a figure: of what, when
    wordings: tuple[Wording, ...]


def key_facts(view: StoryView, links: Links, most: int = 12) -> list[Fact]:
    """The key facts, those of most origins first."""
    return [_fact(fact.row, fact.origins, fact.sourced, view, links) for fact in view.key_facts[:most]]


def _fact(row: int, origins: int, sourced: str | None, view: StoryView, links: Links) -> Fact:
    readings = view.collation.rows[row].readings
    place = telling.lead(view.collation.rows[row], view.collation.base)
    pages = telling.pages_of(view)
    words = telling.visible(pages[place.page_id].text[slice(*place.span)])
    outlets = len({telling.name(reading.page_id, view).partition(" · ")[0] for reading in readings})
    repeated = f"one source, repeated by {telling.plural(outlets, 'outlet')}"
    carried = repeated if origins == 1 and outlets > 1 else telling.plural(origins, "independent origin")
    standing = stood([Place(reading.page_id, reading.span) for reading in readings], view, links)
    return Fact(words, origins, carried, telling.visible(sourced) if sourced else "no source named", standing)


def stood(places: Iterable[Place], view: StoryView, links: Links) -> tuple[Standing, ...]:
    """Places with their names and addresses."""
    return tuple(Standing(telling.name(page_id, view), links.at(page_id, span)) for page_id, span in places)


class Cell(NamedTuple):
    """A row in the base text's words and in a version's."""

    base_name: str
    base: list[Piece]
    name: str
    words: list[Piece]  # empty: the version does not have it
    why: list[str]
    href: str


def cell(view: StoryView, row: int, page_id: str, links: Links) -> Cell:
    """What a version has in a row, beside the words that stand for the row."""
    here = view.collation.rows[row]
    place = telling.lead(here, view.collation.base)
    reading = next((one for one in here.readings if one.page_id == page_id), None)
    words = _marked(here, Place(page_id, reading.span), view) if reading else []
    where = links.at(page_id, reading.span) if reading else links.page(page_id)
    why = dict.fromkeys(f"{one.effect}: {one.why}" for one in here.variants if _differs(one, page_id, place, view))
    name = telling.name
    return Cell(name(place.page_id, view), _marked(here, place, view), name(page_id, view), words, list(why), where)


def _marked(row: Row, place: Place, view: StoryView) -> list[Piece]:
    found = [(variant, one) for variant in row.variants for one in variant.readings if one.page_id == place.page_id]
    return pieces(telling.pages_of(view)[place.page_id].text, place.span, [mark(*each) for each in found])


def _differs(variant: Variant, page_id: str, place: Place, view: StoryView) -> bool:
    pages = telling.pages_of(view)
    said = {one.page_id: telling.visible(pages[one.page_id].text[slice(*one.span)]) for one in variant.readings}
    return page_id in said and place.page_id in said and said[page_id] != said[place.page_id]


def quotes(view: StoryView, links: Links) -> dict[str, list[Said]]:
    """Quotations by speaker, speakers in the order of the text."""
    marks, found = marks_of(view), dict[str, list[Said]]()
    for same in telling.by_speaker(view.utterances):
        found.setdefault(telling.visible(same.speaker or ""), []).append(_said(same, same.quotes, view, links, marks))
    return found


def statements(view: StoryView, links: Links) -> list[Said]:
    """Reported statements."""
    return [_said(same, same.statements, view, links, {}) for same in view.assertions]


def figures(view: StoryView, links: Links) -> list[Said]:
    """Figures: value first, then what they count and when."""
    return [_counted(same, view, links) for same in view.measures]


def _counted(same: Measure, view: StoryView, links: Links) -> Said:
    first = same.figures[0]
    values = " or ".join(dict.fromkeys(telling.amount(figure) for figure in same.figures))
    who = next((telling.visible(figure.source.name) for figure in same.figures if figure.source), "")
    more = (telling.counted(first), telling.date(first.when) if first.when else "")
    return Said(_anchor(first), who, values, more, _wordings(same.figures, view, links, {}))


def _said(
    same: Utterance | Assertion,
    claims: Sequence[Claim],
    view: StoryView,
    links: Links,
    marks: Mapping[str, list[Mark]],
) -> Said:
    who = same.speaker if isinstance(same, Utterance) else same.source
    wordings = _wordings(claims, view, links, marks)
    what = "".join(piece.text for piece in wordings[0].pieces)
    return Said(_anchor(claims[0]), telling.visible(who or ""), telling.visible(what), (), wordings)


def _anchor(claim: Claim) -> str:
    return claim.id.replace("/", "-")


def _wordings(
    claims: Sequence[Claim], view: StoryView, links: Links, marks: Mapping[str, list[Mark]]
) -> tuple[Wording, ...]:
    by_place = {(claim.page_id, claim.span): claim for claim in claims}
    return tuple(
        Wording(tuple(_set(by_place[wording.places[0]], view, marks)), stood(wording.places, view, links))
        for wording in telling.worded(claims, view)
    )


def _set(claim: Claim, view: StoryView, marks: Mapping[str, list[Mark]]) -> list[Piece]:
    """The words of a claim; a figure with the words around it."""
    text, here = telling.pages_of(view)[claim.page_id].text, marks.get(claim.page_id, [])
    if isinstance(claim, Figure):
        return [Piece(text[slice(*claim.span)], "")]
    parts = [[*pieces(text, part, here), Piece(" … ", "")] for part in telling.spoken(claim)]
    return [piece for part in parts for piece in part][:-1]
