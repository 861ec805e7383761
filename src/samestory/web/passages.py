"""A page's text cut where something is said of it: claims, a place that was asked for. Each piece can be pointed at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from samestory.spans import overlap, trimmed
from samestory.types import Claim, Figure, Quote, Span, Statement

ASKED = "at"
LOOKS: dict[type, str] = {Quote: "quote", Statement: "statement", Figure: "figure"}


class Place(NamedTuple):
    """Something said of a stretch of text."""

    span: Span
    look: str  # a CSS class
    anchor: str  # the id by which it is found
    label: str


class Piece(NamedTuple):
    """Text of which the same is said."""

    text: str
    looks: str
    anchor: str  # of what begins here
    label: str


def places(claims: Iterable[Claim]) -> list[Place]:
    """Claims as places; a quotation broken by its cue is marked in its parts."""
    found = []
    for claim in claims:
        parts = (isinstance(claim, Quote) and claim.parts) or (claim.span,)
        anchor = claim.id.partition("/")[2]
        found += [Place(part, LOOKS[type(claim)], "" if n else anchor, _said(claim)) for n, part in enumerate(parts)]
    return found


def _said(claim: Claim) -> str:
    who = claim.speaker if isinstance(claim, Quote) else claim.source
    kind = LOOKS[type(claim)]
    return f"{kind}: {who.name}" if who else kind


def cut(text: str, span: Span, said: Sequence[Place]) -> list[Piece]:
    """The text of a span in pieces.

    >>> [piece.text for piece in cut("He said no.", Span(0, 11), [Place(Span(8, 10), "quote", "q8", "quote")])]
    ['He said ', 'no', '.']
    """
    inner = [place for place in said if overlap(place.span, span)]
    bounds = {at for place in inner for at in place.span if span.start < at < span.end}
    return list(_pieces(text, sorted({*span, *bounds}), inner))


def _pieces(text: str, cuts: Sequence[int], said: Sequence[Place]) -> Iterator[Piece]:
    begun: set[str] = set()
    for start, end in pairwise(cuts):
        over = [place for place in said if overlap(place.span, Span(start, end))]
        anchors = sorted((one.anchor for one in over if one.anchor), key=lambda anchor: anchor != ASKED)
        anchor = next((anchor for anchor in anchors if anchor not in begun), "")
        begun.add(anchor)
        label = "; ".join(dict.fromkeys(one.label for one in over if one.span.start == start))
        yield Piece(text[start:end], " ".join(sorted({one.look for one in over})), anchor, label)


def asked_for(written: str, text: str) -> Place | None:
    """A place as an address names it, "618-792"; None for what is no place of the text.

    >>> asked_for("3-9", "It rained.").span, asked_for("9-3", "It rained."), asked_for("x", "It rained.")
    (Span(start=3, end=9), None, None)
    """
    start, _, end = written.partition("-")
    if not (start.isascii() and start.isdecimal() and end.isascii() and end.isdecimal()):
        return None
    if len(start) > 9 or len(end) > 9 or not int(start) < int(end) <= len(text):
        return None
    return Place(trimmed(text, Span(int(start), int(end))), ASKED, ASKED, "the place asked for")
