"""The same quotation and the same reported statement through the versions."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from samestory.conflicts.events import with_happening
from samestory.conflicts.measures import measures
from samestory.conflicts.names import differ, fullest, proper
from samestory.conflicts.story import Story, story
from samestory.conflicts.wording import Words, containment, grams, said, within
from samestory.spans import overlap
from samestory.types import (
    Assertion,
    Claim,
    Collation,
    Figure,
    Joined,
    Measure,
    Place,
    Quote,
    Source,
    Statement,
    Utterance,
    Version,
)

# Measured on pairs of renderings of one utterance: .85 and above wherever it stands, .5 within a row by one speaker.
ANYWHERE, IN_ROW = 0.85, 0.5
SHORT = 4  # fewer words say too little: they must stand in the other word for word, said by the same, or in the row
LONG_STATEMENT = 6  # of reported words across rows; shorter ones ("it was safe") are said of many things

Told = TypeVar("Told", Quote, Statement)


class Item(NamedTuple):
    """A quote or a statement, ready to be compared."""

    claim: Quote | Statement
    words: Words
    rows: frozenset[int]
    who: str | None
    beside: bool


@dataclass(slots=True)
class Group:
    """Wordings of one utterance; the first is the longest."""

    items: list[Item]
    rows: set[int] = field(default_factory=set)
    pages: set[str] = field(default_factory=set)
    who: str | None = None

    def add(self, item: Item) -> None:
        """Take in one more wording."""
        self.items.append(item)
        self.rows |= item.rows
        self.pages.add(item.claim.page_id)
        self.who = self.who or item.who


def joined(collation: Collation, versions: Sequence[Version], claims: Sequence[Claim]) -> Joined:
    """Join the claims of all versions: every claim comes out once, with its twins or alone."""
    at = story(collation, versions)
    full = fullest(who.name for claim in claims if (who := source(claim)))
    ordered = sorted((_named(claim, full) for claim in claims), key=at.rank)
    quotes = [claim for claim in ordered if isinstance(claim, Quote)]
    statements = [claim for claim in ordered if isinstance(claim, Statement)]
    figures = [with_happening(at, claim) for claim in ordered if isinstance(claim, Figure)]
    name = collation.story_id
    return Joined(
        tuple(Utterance(name, _speaker(same), _borrowed(same)) for same in together(at, quotes)),
        tuple(Assertion(name, _speaker(same), tuple(same)) for same in together(at, statements)),
        tuple(Measure(name, tuple(same)) for same in measures(at, figures)),
    )


def source(claim: Claim) -> Source | None:
    """Who is said to have said it."""
    return claim.speaker if isinstance(claim, Quote) else claim.source


def together(at: Story, claims: Sequence[Told]) -> list[list[Told]]:
    """Claims of the same words in groups, in the order of the versions and their text."""
    items = [_item(at, claim) for claim in claims]
    groups: list[Group] = []
    near: defaultdict[object, list[int]] = defaultdict(list)  # a row, or a run of words -> groups
    for item in sorted(items, key=lambda item: (-len(item.words), at.rank(item.claim))):
        group = _best(item, groups, near)
        if group is None:
            group = len(groups)
            groups.append(Group([]))
            for size in (1, 2, 3):
                _enter(near, grams(item.words, size), group)
        _enter(near, item.rows - groups[group].rows, group)
        groups[group].add(item)
    found = [sorted((item.claim for item in group.items), key=at.rank) for group in groups]
    return sorted(found, key=lambda same: at.rank(same[0]))  # type: ignore[arg-type]  # a group holds claims of one kind


def _enter(near: defaultdict[object, list[int]], keys: Iterable[object], group: int) -> None:
    for key in keys:
        near[key].append(group)


def _item(at: Story, claim: Quote | Statement) -> Item:
    who = source(claim)
    place = claim.page_id, claim.span
    return Item(
        claim,
        said(at.texts[claim.page_id], claim, at.languages.get(claim.page_id)),
        at.rows(*place),
        who.name if who else None,
        at.is_beside(*place),
    )


def _best(item: Item, groups: Sequence[Group], near: defaultdict[object, list[int]]) -> int | None:
    """The group this wording belongs to, if any: the likeliest, then one of its row, then the oldest."""
    keys = [*item.rows, *grams(item.words, min(3, len(item.words)))]
    scored = [
        (-likeness, not (item.rows & groups[at].rows), at)
        for at in {at for key in keys for at in near.get(key, ())}
        if (likeness := _likeness(item, groups[at]))
    ]
    return min(scored)[2] if scored else None


def _likeness(item: Item, group: Group) -> float:
    """How much of this wording the group's longest has, if that is enough to be the same utterance; else 0."""
    longest = group.items[0].words
    others = bool(item.who and group.who and proper(item.who) and proper(group.who) and differ(item.who, group.who))
    in_row = bool(item.rows & group.rows)
    if not item.words or (others and not (in_row and isinstance(item.claim, Quote))) or _nested(item, group):
        return 0.0
    if len(item.words) < SHORT or _is_term(item, group):
        return 1.0 if _short_one(item, group, in_row and not others) else 0.0
    share = containment(item.words, longest)
    enough = share >= ANYWHERE and (in_row or isinstance(item.claim, Quote) or len(item.words) >= LONG_STATEMENT)
    first_of_page = item.claim.page_id not in group.pages
    return share if enough or (in_row and not others and first_of_page and share >= IN_ROW) else 0.0


def _nested(item: Item, group: Group) -> bool:
    """Does it stand inside (or around) one of the group on its own page? Then it is a claim within a claim."""
    page, span = item.claim.page_id, item.claim.span
    return page in group.pages and any(
        one.claim.page_id == page and overlap(one.claim.span, span) for one in group.items
    )


def _is_term(item: Item, group: Group) -> bool:
    return any(isinstance(one.claim, Quote) and one.claim.form == "term" for one in (item, group.items[0]))


def _short_one(item: Item, group: Group, in_row: bool) -> bool:
    """A few words, or a term: the same words as the other, or an excerpt of it by the same speaker."""
    longest = group.items[0].words
    if item.words == longest:
        return in_row or item.who == group.who or not (item.who and group.who)
    if _is_term(item, group) or not within(item.words, longest):
        return False
    return in_row or item.beside or bool(item.who and item.who == group.who)


def _named(claim: Claim, full: dict[str, str]) -> Claim:
    """The claim with the fullest name of its source."""
    who = source(claim)
    if not who or full[who.name] == who.name:
        return claim
    fuller = replace(who, name=full[who.name])
    return replace(claim, speaker=fuller) if isinstance(claim, Quote) else replace(claim, source=fuller)


def _speaker(same: Sequence[Quote | Statement]) -> str | None:
    """Whom most versions name, then whom the first names; a name counts more than an office ("the prime minister")."""
    found = [who.name for claim in same if (who := source(claim))]
    named = Counter([name for name in found if proper(name)] or found)
    return named.most_common(1)[0][0] if named else None


def _borrowed(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The quotes, those without a speaker with the one their twins agree on."""
    donors = [quote for quote in quotes if quote.speaker and quote.speaker.mention]
    if len({quote.speaker.name for quote in donors if quote.speaker}) != 1:
        return tuple(quotes)
    lent = [
        Source(quote.speaker.name, None, Place(quote.page_id, quote.speaker.mention))
        for quote in donors
        if quote.speaker and quote.speaker.mention
    ]
    own = {quote.page_id for quote in donors}
    return tuple(q if q.speaker or q.page_id in own else replace(q, speaker=lent[0]) for q in quotes)
