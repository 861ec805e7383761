"""Key facts: the sentences of a story that most independent origins carry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from samestory.spans import hull, overlap
from samestory.types import Claim, Collation, Figure, Joined, KeyFact, Lineage, Quote, Row, Span, Version

MOST = 12
LEAST_WORDS = 5  # fewer are a heading, not a fact
SPOKEN = 0.35  # of a sentence inside quotation marks: a quotation, not a fact
BESIDE = 20  # characters that the verb may add to the name: "Ana Roe, the mayor, said" is too far

Texts = Mapping[str, str]


def key_facts(
    collation: Collation, lineage: Lineage, joined: Joined, versions: Sequence[Version]
) -> tuple[KeyFact, ...]:
    """At most twelve sentences, those first that most origins carry, then most versions, then in the base's order.

    Pages that have a sentence from one source count once (`Lineage.carried`). Quotations are told apart, so a sentence
    that is mostly one is no fact; nor is one that only one of several versions has.
    """
    texts = {page.id: page.text for page, _ in versions}
    spoken = {page: [c.span for c in found if isinstance(c, Quote)] for page, found in by_page(joined).items()}
    sourced = {page: [c for c in found if not isinstance(c, Quote)] for page, found in by_page(joined).items()}
    least = min(2, len(collation.versions))
    facts = [
        (-lineage.carried[at], -len(row.readings), at)
        for at, row in enumerate(collation.rows)
        if len(row.readings) >= least and _is_fact(row, collation.base, texts, spoken)
    ]
    return tuple(
        KeyFact(at, -origins, _sourced(collation.rows[at], collation.base, texts, sourced))
        for origins, _, at in sorted(facts)[:MOST]
    )


def by_page(joined: Joined) -> dict[str, list[Claim]]:
    """All claims by the page they stand on."""
    found: dict[str, list[Claim]] = {}
    for claim in joined.claims():
        found.setdefault(claim.page_id, []).append(claim)
    return found


def _shown(row: Row, base: str) -> tuple[str, Span]:
    """The reading by which a row is shown: that of the base text, else the first."""
    reading = next((reading for reading in row.readings if reading.page_id == base), row.readings[0])
    return reading.page_id, reading.span


def _is_fact(row: Row, base: str, texts: Texts, spoken: Mapping[str, Sequence[Span]]) -> bool:
    page, span = _shown(row, base)
    quoted = sum(overlap(quote, span) for quote in spoken.get(page, ()))
    return len(texts[page][slice(*span)].split()) >= LEAST_WORDS and quoted < SPOKEN * (span.end - span.start)


def _sourced(row: Row, base: str, texts: Texts, claims: Mapping[str, Sequence[Claim]]) -> str | None:
    """Who says so, as written: of its figure, else of its longest statement; in the base text, else in the first."""
    for reading in sorted(row.readings, key=lambda reading: reading.page_id != base):
        named = [
            (not isinstance(claim, Figure), -overlap(claim.span, reading.span), claim.span, claim)
            for claim in claims.get(reading.page_id, ())
            if _mention(claim) and overlap(claim.span, reading.span)
        ]
        if named:
            claim = min(named, key=lambda one: one[:3])[3]
            return _as_written(texts[reading.page_id], claim)
    return None


def _mention(claim: Claim) -> Span | None:
    who = claim.speaker if isinstance(claim, Quote) else claim.source
    return who.mention if who else None


def _as_written(text: str, claim: Claim) -> str:
    """The name, with its verb if that stands beside it."""
    mention = _mention(claim) or claim.span
    near = hull([mention, claim.cue]) if claim.cue else mention
    beside = near.end - near.start <= (mention.end - mention.start) + BESIDE
    return " ".join(text[slice(*(near if beside else mention))].split())
