"""The reports of `clean`, `claims` and `group`: what is on each page, and which pages belong together."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, TextIO

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from samestory import telling
from samestory.report.affairs import affairs, running
from samestory.report.ink import ASIDE, NAME, Ink, styled
from samestory.shapes import copies_of
from samestory.telling import plural, visible
from samestory.types import (
    BODY_ROLES,
    UNSEEN,
    Block,
    Claim,
    Copy,
    Figure,
    Page,
    Quote,
    Source,
    Span,
    Statement,
    Story,
    Version,
)

if TYPE_CHECKING:
    from samestory.pipeline import Grouped

MEMBERS = 24  # pages listed of a story


def clean(version: Version, file: TextIO) -> None:
    """Print the article of a page, then what else is on it, by role."""
    ink = Ink(file)
    page, outline = version
    _title(version, ink)
    ink.gap()
    for block in outline.blocks:
        if block.role in BODY_ROLES:
            ink.say(visible(page.text[slice(*block.span)]), style=NAME if block.role == "article.heading" else "")
            ink.gap()
    if outline.no_article:
        ink.say(f"No article: {visible(outline.no_article)}")
        ink.gap()
    _beside(version, ink)


def _title(version: Version, ink: Ink) -> None:
    """The title, and what the page says of itself."""
    page, outline = version
    ink.say(visible(outline.title or page.source), style=NAME)
    day = telling.date(outline.published) if outline.published else ""
    authors, credit = telling.listing(outline.authors), telling.listing(outline.credit)
    said = [
        *(outline.outlet, day, authors and f"by {authors}", credit and f"credit: {credit}"),
        *(outline.language, outline.access and f"access: {outline.access}", page.source if outline.title else ""),
    ]
    ink.say(" · ".join(visible(part) for part in said if part), style=ASIDE)


def _beside(version: Version, ink: Ink) -> None:
    """The blocks that are not the body: a line a role, with the beginning of the first."""
    by_role: dict[str, list[Block]] = {}
    for block in version.outline.blocks:
        if block.role not in BODY_ROLES:
            by_role.setdefault(block.role, []).append(block)
    if not by_role:
        return
    ink.say(styled("Beside the body", NAME) + styled(f"  {plural(sum(map(len, by_role.values())), 'block')}", ASIDE))
    width = max(map(len, by_role))
    for role, blocks in by_role.items():
        times = f"{len(blocks)} ×" if len(blocks) > 1 else ""
        opening = visible(version.page.text[slice(*blocks[0].span)])
        room = ink.width - width - 11
        ink.say(styled(f"{role:{width}}  ") + styled(f"{times:>5}  ", ASIDE) + styled(_cut(opening, room)), 2)
    ink.gap()


def _cut(text: str, width: int) -> str:
    return text if cell_len(text) <= width else set_cell_size(text, max(1, width - 1)).rstrip() + "…"


def claims(version: Version, found: Iterable[Claim], file: TextIO) -> None:
    """Print the quotes, statements and figures of a page."""
    ink, page, every = Ink(file), version.page, tuple(found)
    _title(version, ink)
    kinds = (("Quotes", Quote), ("Statements", Statement), ("Figures", Figure))
    for heading, kind in kinds:
        of_kind = [claim for claim in every if isinstance(claim, kind)]
        if of_kind:
            ink.heading(heading, str(len(of_kind)))
        for claim in of_kind:
            ink.say(_claim(claim, page), 2, 4)
    if not every:
        ink.say("no quotes, statements or figures found", 2)
    ink.gap()
    ink.gap()


def _claim(claim: Claim, page: Page) -> Text:
    words = styled(" … ".join(_words(page, part) for part in telling.spoken(claim)))
    match claim:
        case Quote():
            form = "" if claim.form == "direct" else f"  ({claim.form})"
            return styled(_who(claim.speaker, "speaker not named"), NAME) + ": " + words + styled(form, ASIDE)
        case Statement():
            cue = f" ({_words(page, claim.cue)})" if claim.cue else ""
            return styled(_who(claim.source, "source not named"), NAME) + styled(f"{cue}: ", ASIDE) + words
        case Figure():
            when = telling.date(claim.when) if claim.when else ""
            source = f"source: {visible(claim.source.name)}" if claim.source else ""
            aside = " · ".join(filter(None, [telling.counted(claim), when, source, f"“{words.plain}”"]))
            return styled(telling.amount(claim), NAME) + styled(f" — {aside}", ASIDE)


def _words(page: Page, span: Span) -> str:
    return visible(page.text[slice(*span)])


def _who(source: Source | None, unnamed: str) -> str:
    return visible(source.name) if source else unnamed


def group(grouped: Grouped, with_copies: bool, file: TextIO) -> None:
    """Print the stories, each with its pages; those of one page are a list at the end."""
    ink = Ink(file)
    stories = sorted(grouped.grouping.stories, key=lambda story: (-len(story.page_ids), story.id))
    several = [story for story in stories if len(story.page_ids) > 1]
    copied = _copied(grouped) if with_copies else {}
    for story in several:
        _story(story, grouped, copied, ink)
    _alone([story for story in stories if len(story.page_ids) == 1], grouped, ink)
    if found := running((story.affair, _headline(story, grouped)) for story in stories):
        affairs(found, ink)
        ink.gap()
    told = {page_id for story in stories for page_id in story.page_ids}
    bare = [named.source for page_id, named in grouped.pages.items() if page_id not in told]
    if bare:
        ink.say(styled("Without an article", NAME) + styled(f"  {plural(len(bare), 'page')}", ASIDE))
        for source in ink.some(bare, MEMBERS):
            ink.say(visible(source), 2, 4)
        ink.gap()
    summary = f"{plural(len(grouped.pages), 'page')} · {plural(len(stories), 'story', 'stories')}"
    ink.say(f"{summary} · {len(several):,} with several pages", style=ASIDE)


def _story(story: Story, grouped: Grouped, copied: Mapping[str, str], ink: Ink) -> None:
    ink.say(
        styled(visible(_headline(story, grouped)), NAME) + styled(f"  {plural(len(story.page_ids), 'page')}", ASIDE),
        0,
        2,
    )
    for page_id in ink.some(story.page_ids, MEMBERS):
        named = grouped.pages[page_id]
        outlet = f"  {visible(named.outlet)}" if named.outlet else ""
        ink.say(styled(visible(named.source)) + styled(outlet + copied.get(page_id, ""), ASIDE), 2, 6)
    ink.gap()


def _headline(story: Story, grouped: Grouped) -> str:
    titles = [grouped.pages[page_id].title for page_id in story.page_ids]
    return next(filter(None, titles), "no title")


def _copied(grouped: Grouped) -> dict[str, str]:
    """By page: whom it copies, or from which agency it shares text with others, or that it does."""
    families = grouped.grouping.found.families
    sources = {page_id: named.source for page_id, named in grouped.pages.items()}
    sizes = Counter(families.values())
    told = {page_id: "  shares text with others" for page_id, family in families.items() if sizes[family] > 1}
    for pair in grouped.grouping.found.sisters:
        if pair.wire != UNSEEN:
            told |= dict.fromkeys((pair.shared.child, pair.shared.parent), f"  shares text of {visible(pair.wire)}")
    mine = defaultdict[str, list[Copy]](list)
    for copy in grouped.grouping.found.copies:
        mine[copy.child].append(copy)
    for child, taken in mine.items():
        parents: Sequence[dict[str, object]] = copies_of(taken, sources)["copies"]
        if parents:
            first, *more = ((telling.percent(float(str(parent["share"]))), parent["of"]) for parent in parents)
            whence = [f"{first[0]} of its text from {first[1]}", *(f"{share} from {of}" for share, of in more)]
            told[child] = f"  has {visible(telling.listing(whence, 3))}"
    return told


def _alone(stories: Sequence[Story], grouped: Grouped, ink: Ink) -> None:
    if not stories:
        return
    ink.say(styled("On their own", NAME) + styled(f"  {plural(len(stories), 'page')}", ASIDE))
    for story in ink.some(stories, MEMBERS):
        named = grouped.pages[story.page_ids[0]]
        title = f"  {visible(named.title)}" if named.title else ""
        ink.say(styled(visible(named.source)) + styled(title, ASIDE), 2, 4)
    ink.gap()
