"""A comparison made by hand, for the tests of what users see: one story in four versions, one page of another story."""

from __future__ import annotations

from collections.abc import Sequence

from samestory.types import (
    UNSEEN,
    Assertion,
    Block,
    Change,
    Collation,
    Comparison,
    Conflict,
    Copy,
    Effect,
    Failure,
    Figure,
    KeyFact,
    Kind,
    Lineage,
    Measure,
    Outline,
    Page,
    Place,
    Quote,
    Reading,
    Relation,
    Row,
    Source,
    Span,
    Statement,
    Story,
    StoryView,
    Teller,
    Utterance,
    Variant,
    Version,
    Wire,
)

GAZETTE = """Ferry to Lindholm stopped after fire in engine room

By our staff · 14 March 2025

The ferry to Lindholm was stopped on Friday after a fire in its engine room, the coast guard publicly confirmed.

Around 120 passengers were brought ashore and nobody was hurt, according to the port authority.

“I would like you to know that we are all safe,” said captain Runa Eskeland.

The fire is thought to have started in a fuel pump built in 1998.

More than 3 000 people use the line every week.

Read more
Harbour fees to rise again
<script>document.title = "owned"</script>"""

POST = """The ferry to Lindholm was halted on Friday after a blaze in its engine room, the coast guard confirmed.

Around 130 passengers were brought ashore and nobody was injured, according to the port authority.

“I want you to know that we are all safe,” captain Runa Eskeland said.

More than 3,000 people use the line every week.

The fire started in a fuel pump built in 1998.

The line was closed for a month last year after a strike."""

RADIO = """\
The ferry to Lindholm was stopped on Friday after a fire in its engine room, the coast guard publicly confirmed.

Around 120 passengers were brought ashore and nobody was hurt, according to the port authority.

(Tidewire)"""

COURIER = """Fire on the island ferry

The ferry to Lindholm was stopped on Friday after a fire in its engine room.

“I would like you to know that we are all safe,” said captain Runa Eskeland.

More than 3 000 people use the line every week."""

OTHER = """Market hall to open on Sundays

The council of Vell voted 9 to 4 to open the market hall on Sundays."""

SENTENCES = {
    "gazette": ("The ferry", "Around 120", "“I would", "The fire", "More than"),
    "post": ("The ferry", "Around 130", "“I want", "The fire", "More than", "The line"),
    "radio": ("The ferry", "Around 120"),
    "courier": ("The ferry", "“I would", "More than"),
}
TEXTS = {"gazette": GAZETTE, "post": POST, "radio": RADIO, "courier": COURIER, "market": OTHER}


def at(page_id: str, words: str) -> Span:
    """Where the words stand in a page."""
    start = TEXTS[page_id].index(words)
    return Span(start, start + len(words))


def paragraph(page_id: str, opening: str) -> Span:
    """The paragraph that begins so."""
    start = TEXTS[page_id].index(opening)
    end = TEXTS[page_id].find("\n", start)
    return Span(start, len(TEXTS[page_id]) if end < 0 else end)


def reading(page_id: str, opening: str, change: Change = "same", score: float = 1.0) -> Reading:
    return Reading(page_id, paragraph(page_id, opening), change, score)


def variant(effect: Effect, why: str, kind: Kind = "substantive", **words: str) -> Variant:
    """Where each version has its words; `words|` is the empty place after them."""
    return Variant(kind, effect, why, tuple(Place(page_id, _stand(page_id, said)) for page_id, said in words.items()))


def _stand(page_id: str, words: str) -> Span:
    start = TEXTS[page_id].index(words.rstrip("|"), TEXTS[page_id].index("The ferry"))
    end = start + len(words.rstrip("|"))
    return Span(end if words.endswith("|") else start, end)


def outline(page_id: str, outlet: str | None, published: str | None, *others: Block) -> Outline:
    """The paragraphs of a page, beside the blocks given."""
    openings = SENTENCES.get(page_id, ("The council",))
    body = [Block(paragraph(page_id, opening), "article.paragraph", "prose between prose") for opening in openings]
    blocks = sorted([*body, *others], key=lambda block: block.span)
    title = {"gazette": "Ferry to Lindholm stopped after fire in engine room", "courier": "Fire on the island ferry"}
    credit = ("Tidewire",) if page_id == "radio" else ()
    return Outline(page_id, tuple(blocks), title.get(page_id), published, (), outlet, "en", None, credit)


def version(page_id: str, about: Outline) -> Version:
    source = f"crawl/{page_id}.txt"
    return Version(Page(page_id, TEXTS[page_id], source, "text", "text/1", at=source, outlet=about.outlet), about)


def versions() -> tuple[Version, ...]:
    """The four versions of the ferry story."""
    gazette = outline(
        "gazette",
        "Harbour Gazette",
        "2025-03-14",
        Block(paragraph("gazette", "Ferry to"), "article.headline", "first line, title case"),
        Block(paragraph("gazette", "By our staff"), "meta.byline", "begins with By"),
        Block(paragraph("gazette", "Read more"), "list.related", "a phrase of furniture"),
        Block(
            paragraph("gazette", "Harbour fees"), "list.teaser", "in a list", {"title": "Harbour fees to rise again"}
        ),
        Block(paragraph("gazette", "<script>"), "ui.button", "no prose"),
    )
    radio = outline(
        "radio",
        "Radio Eskby",
        "2025-03-14T18:20:00+01:00",
        Block(at("radio", "(Tidewire)"), "meta.agency_credit_label", "a sign-off", {"agency": "Tidewire"}),
    )
    courier = outline(
        "courier",
        "Vale Courier",
        "2025-03-15",
        Block(paragraph("courier", "Fire on"), "article.headline", "first line"),
    )
    post = outline("post", "The Northern Post", None)
    return version("gazette", gazette), version("post", post), version("radio", radio), version("courier", courier)


def rows() -> tuple[Row, ...]:
    """The collation of the ferry story, in the order of the Gazette."""
    return (
        Row(
            (
                reading("gazette", "The ferry"),
                reading("post", "The ferry", "reworded", 0.88),
                reading("radio", "The ferry"),
                reading("courier", "The ferry", "reworded", 0.8),
            ),
            (
                variant("wording", "other words", gazette="stopped", post="halted", radio="stopped", courier="stopped"),
                variant("wording", "other words", gazette="fire", post="blaze", radio="fire", courier="fire"),
                variant(
                    "meaning",
                    "attribution dropped",
                    gazette=", the coast guard publicly confirmed",
                    post=", the coast guard confirmed",
                    radio=", the coast guard publicly confirmed",
                    courier="engine room|",
                ),
            ),
        ),
        Row(
            (
                reading("gazette", "Around"),
                reading("post", "Around", "reworded", 0.9),
                reading("radio", "Around"),
            ),
            (
                variant("meaning", "quantity", "number", gazette="120", post="130", radio="120"),
                variant("wording", "other words", gazette="hurt", post="injured", radio="hurt"),
            ),
            "meaning",
            "who says so is not told",
        ),
        Row(
            (
                reading("gazette", "“I would"),
                reading("post", "“I want", "reworded", 0.86),
                reading("courier", "“I would"),
            ),
            (variant("wording", "other words", gazette="would like", post="want", courier="would like"),),
        ),
        Row(
            (reading("gazette", "The fire"), reading("post", "The fire", "moved", 0.8)),
            (
                variant("meaning", "hedge dropped", gazette="is thought to have started", post="started"),
                variant("wording", "order", "order", gazette="The fire is", post="The fire"),
            ),
            "meaning",
            "a cause is named",
        ),
        Row(
            (reading("gazette", "More"), reading("post", "More", "reworded", 0.97), reading("courier", "More")),
            (variant("format", "digits", "number", gazette="3 000", post="3,000", courier="3 000"),),
            "wording",
        ),
        Row((reading("post", "The line", "added", 0.0),), (), "meaning", "stands in one version only"),
    )


def quote(page_id: str, words: str, cue: str = "said") -> Quote:
    named = Source("Runa Eskeland", at(page_id, "captain Runa Eskeland"))
    return Quote(page_id, at(page_id, words), "direct", named, at(page_id, cue))


def figure(page_id: str, words: str, low: float, bound: str = "~", unit: str = "passengers") -> Figure:
    high = low if bound == "~" else None
    port = Source("port authority", at(page_id, "port authority")) if unit == "passengers" else None
    of = "brought ashore" if unit == "passengers" else None
    return Figure(
        page_id,
        at(page_id, words),
        low,
        high,
        "~" if bound == "~" else ">",
        unit,
        of,
        None,
        "2025-03-14" if of else None,
        port,
        None,
    )


def ferry() -> StoryView:
    """The ferry story, everything known of it."""
    four = versions()
    ids = tuple(each.page.id for each in four)
    said = "“I would like you to know that we are all safe,”"
    hurt = [Statement(p, at(p, "nobody was hurt"), None, at(p, "according to")) for p in ("gazette", "radio")]
    passengers = tuple(figure(p, f"Around {n}", n) for p, n in (("gazette", 120), ("post", 130), ("radio", 120)))
    users = (("gazette", "3 000"), ("post", "3,000"), ("courier", "3 000"))
    return StoryView(
        story=Story("s1", ids, "same names and sentences"),
        headline="Ferry to Lindholm stopped after fire in engine room",
        first_seen="2025-03-14",
        last_seen="2025-03-15",
        outlets=4,
        versions=four,
        names={each.page.id: each.outline.outlet or each.page.id for each in four},
        notes={
            "gazette": "",
            "post": "drops “publicly”; drops the hedge “is thought to have”; adds one sentence not found elsewhere"
            " here; moves “The fire started in a fuel pump built in 1998.”",
            "radio": "drops three sentences; credits Tidewire",
            "courier": "drops two sentences; drops “, the coast guard publicly confirmed”",
        },
        collation=Collation("s1", "gazette", ids, rows()),
        lineage=Lineage(
            "s1",
            (
                Copy("gazette", "Tidewire", 0.97, ("one version credits Tidewire", "same sentences in the same order")),
                Copy("radio", "Tidewire", 1.0, ("its sign-off names Tidewire",)),
                Copy("post", UNSEEN, 0.81, ("shares odd wordings with the others", "no version has all of it")),
                Copy("courier", "gazette", 0.96, ("all its sentences stand there", "a day later")),
            ),
            (),
            1,
            (1, 2),
            (Wire("Tidewire", "credited", "sign-off of one page"),),
            {"gazette": 0.97, "post": 0.81, "radio": 1.0, "courier": 0.96},
            tellers=(Teller("wire", "Tidewire", "pages name it, and 4 share text"),),
        ),
        key_facts=(KeyFact(0, 1, "the coast guard"), KeyFact(1, 1, "the port authority")),
        utterances=(
            Utterance(
                "s1",
                "Runa Eskeland",
                (
                    quote("gazette", said),
                    quote("post", "“I want you to know that we are all safe,”"),
                    quote("courier", said),
                ),
            ),
        ),
        assertions=(Assertion("s1", "port authority", tuple(hurt)),),
        measures=(
            Measure("s1", passengers),
            Measure("s1", tuple(figure(p, f"More than {n}", 3000, ">", "people") for p, n in users)),
        ),
        conflicts=(
            Conflict(
                "s1",
                "value",
                "versions",
                "passengers brought ashore",
                "120 against 130",
                tuple(each.id for each in passengers),
                tuple(Place(each.page_id, each.span) for each in passengers),
            ),
        ),
        relations=(
            Relation(
                "s1",
                "tension",
                "a month's closure is told by one version only",
                (Place("post", at("post", "closed for a month")),),
            ),
        ),
    )


def market() -> StoryView:
    """A story of one page."""
    lone = version("market", outline("market", "Vell Bulletin", "2025-03-13"))
    row = Row((reading("market", "The council"),))
    return StoryView(
        story=Story("s2", ("market",), "nothing like it"),
        headline="Market hall to open on Sundays",
        first_seen="2025-03-13",
        last_seen="2025-03-13",
        outlets=1,
        versions=(lone,),
        names={"market": "Vell Bulletin"},
        notes={},
        collation=Collation("s2", "market", ("market",), (row,)),
        lineage=Lineage("s2", (), ("market",), 1, (1, 1), (), {"market": 0.0}),
        key_facts=(),
        utterances=(),
        assertions=(),
        measures=(),
        conflicts=(),
        relations=(),
    )


def comparison(stories: Sequence[StoryView] | None = None) -> Comparison:
    """Both stories and a failure."""
    shown = (ferry(), market()) if stories is None else tuple(stories)
    failure = Failure("read", "crawl/broken.gz", "ends in the middle", "fetch it again", "crawl/broken.gz:9")
    return Comparison(shown, tuple(each for view in shown for each in view.versions), (failure,))
