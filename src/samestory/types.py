"""The nouns of Samestory: frozen values that hold spans into the text of one page.

A page has one text, made once and never edited. Everything known about it says *where* in that text (a `Span`, in
Unicode code points, half open), never a cleaned copy of it. Values travel between processes, files and engines as
rows (`samestory.rows`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Literal, NamedTuple

Form = Literal["html", "text", "body"]
Extent = Literal["full", "summary"]
Access = Literal["open", "metered", "subscribers"]
QuoteForm = Literal["direct", "partial", "term", "headline"]
Bound = Literal["=", ">", ">=", "<", "<=", "~", "vague"]
Change = Literal["same", "reworded", "added", "moved"]
Kind = Literal["substantive", "spelling", "punctuation", "number", "order"]
Effect = Literal["meaning", "wording", "format"]
ConflictKind = Literal["value", "date", "speaker", "wording_of_quote"]
Between = Literal["versions", "sources"]
RelationKind = Literal["not_comparable", "update", "tension", "title_and_body"]
HandoutKind = Literal["release", "transcript"]
TellerKind = Literal["page", "wire", "release", "transcript", "unseen"]
ReferenceKind = Literal["page", "text", "release", "transcript", "wire", "post"]

# The roles whose text is the article's own: what `body` holds, what is fingerprinted and collated.
BODY_ROLES = frozenset({"article.paragraph", "article.heading", "article.list", "article.pullquote", "article.table"})
REFERENCE = "reference"  # among the readings of a trace: the text asked about, whose page may be in the archive as well
UNSEEN = "unseen"  # as a parent: a common source that must have existed but is not among the pages


class Span(NamedTuple):
    """A place in a page's text: code points, half open."""

    start: int
    end: int


class Place(NamedTuple):
    """A place in one of several pages."""

    page_id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Record:
    """What a reader found: one page as it came, before it is a `Page`."""

    source: str  # the id given, else the url, else path#n; unique within a run
    at: str  # for messages: path, path:line or path:offset
    form: Form
    content: str | bytes  # bytes: encoding still to be found
    encoding: str | None = None  # declared outside the content
    url: str | None = None
    title: str | None = None
    published: str | None = None
    fetched: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    language: str | None = None
    extent: Extent = "full"  # a feed may give only a summary: no article, and never taken for one
    meta: tuple[tuple[str, str], ...] = ()  # what its container says of it: ("warc:record-id", "…"), ("dc:rights", "…")


class Element(NamedTuple):
    """An element of an HTML page that holds text: what is around it, its tag, and what the markup calls it."""

    parent: int  # its place among the page's elements, which are in document order; -1: nothing but the body
    tag: str
    names: str  # class, id, role, itemprop words, lower case


class Mark(NamedTuple):
    """A rendered block of an HTML page: where its text is, and what the markup says of it."""

    span: Span
    element: int  # the innermost element that holds all of it, as `Element.parent`
    link_share: float  # visible characters inside links / all, 0..1
    shown: bool = True  # no: only linked data or a script of the page holds it


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its one text, the fields its record gave, and what its markup says (`marks`, `meta`)."""

    id: str
    text: str
    source: str
    form: Form
    text_by: str  # the renderer and its version, "html/1"
    at: str = ""
    url: str | None = None
    fetched: str | None = None
    title: str | None = None
    published: str | None = None
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    language: str | None = None
    marks: tuple[Mark, ...] = ()  # empty for text without markup
    elements: tuple[Element, ...] = ()  # those around the marks
    meta: tuple[tuple[str, str], ...] = ()  # ("og:title", "…"), ("jsonld:headline", "…"), in document order
    extent: Extent = "full"


class Block(NamedTuple):
    """A part of a page and what it is for. The blocks of an outline tile the visible text."""

    span: Span
    role: str
    why: str
    data: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Outline:
    """What every part of a page is, and what the page says of itself."""

    page_id: str
    blocks: tuple[Block, ...]
    title: str | None = None
    published: str | None = None  # ISO 8601 as the page gives it
    authors: tuple[str, ...] = ()
    outlet: str | None = None
    language: str | None = None
    access: Access | None = None
    credit: tuple[str, ...] = ()  # text agencies named by the page; never photo agencies
    no_article: str | None = None  # why the page has no article, if it has none
    modified: str | None = None  # ISO 8601 as the page gives it
    canonical: str | None = None  # the address that the page calls its own
    section: str | None = None
    reuse: tuple[tuple[str, str], ...] = ()  # who may index, keep or mine it: ("robots", "noarchive"), …
    found: tuple[tuple[str, str], ...] = ()  # which of these fields was found where: ("title", "og:title"), …


@dataclass(frozen=True, slots=True)
class Sighting:
    """What a site's memory is made from: which lines one page of it holds, as hashes."""

    page_id: str
    site: str
    title: int | None  # hash of the title given with the page
    day: str | None
    short: tuple[int, ...]
    long: tuple[int, ...]  # running text


@dataclass(frozen=True, slots=True)
class Memory:
    """What a site repeats on its pages, as far as they were looked at."""

    site: str
    version: int  # of the way lines are hashed and counted
    page_ids: tuple[str, ...]  # the pages looked at, sorted
    lines: tuple[tuple[int, int], ...]  # hash of a line -> on how many different pages it stands; sorted


@dataclass(frozen=True, slots=True)
class Taught:
    """What a person says of the pages of one site."""

    site: str
    names: tuple[tuple[str, str], ...] = ()  # a name in the markup, and the role of what stands in such an element
    lines: tuple[tuple[str, str], ...] = ()  # all that a block says, and its role


class Version(NamedTuple):
    """A page of a story together with its outline."""

    page: Page
    outline: Outline


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a page to find its copies and its story without its text."""

    page_id: str
    outlet: str  # folded; a page of unknown outlet is an outlet of its own
    language: str | None
    time: float | None  # seconds since the epoch, UTC
    until: float | None  # the same, or the end of the day where only the day is known
    length: int  # words of the body
    shingles: tuple[int, ...]  # sampled 48-bit hashes of word 5-grams of the body, in its order
    quoted: tuple[int, ...]  # those of them that lie inside quotation marks, sorted
    terms: Mapping[str, Mapping[str, int]]  # field ("title", "lead", "body", "names", "numbers") -> term -> count
    credit: tuple[str, ...] = ()  # text agencies that the page names


@dataclass(frozen=True, slots=True)
class Copy:
    """One page took text from another page, from a wire, or from a source that is not among the pages."""

    child: str
    parent: str  # a page id, the name of a wire, or UNSEEN
    share: float  # of the child's body words, 0..1; 0: only a credit says so, and nothing can be measured
    why: tuple[str, ...]
    evidence: tuple[Place, ...] = ()
    confidence: float | None = None  # that this is the parent, as measured; None: not measured


@dataclass(frozen=True, slots=True)
class Story:
    """Pages that tell the same event."""

    id: str
    page_ids: tuple[str, ...]
    why: str
    affair: str | None = None  # the same for all stories of one running affair; None: not known


@dataclass(frozen=True, slots=True)
class Reading:
    """What one version has in a row of the collation."""

    page_id: str
    span: Span
    change: Change  # against the base text
    score: float  # likeness to the base reading, 0..1; 1 for the base itself


@dataclass(frozen=True, slots=True)
class Variant:
    """A place in a row where versions differ. Versions of the same wording share a reading place in their own text."""

    kind: Kind
    effect: Effect
    why: str
    readings: tuple[Place, ...]  # one a version of the row; an empty span: nothing stands there


@dataclass(frozen=True, slots=True)
class Row:
    """One sentence (or what stands for it) through the versions, in the order of the base text."""

    readings: tuple[Reading, ...]
    variants: tuple[Variant, ...] = ()
    effect: Effect | None = None  # of a row that not all versions have: what its absence changes
    why: str = ""


@dataclass(frozen=True, slots=True)
class Collation:
    """The versions of a story aligned, sentence by sentence and word by word."""

    story_id: str
    base: str  # page id of the base text
    versions: tuple[str, ...]  # page ids
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """Who is said to have said it: the fullest name the pages give, and where this claim names them."""

    name: str
    mention: Span | None
    borrowed_from: Place | None = None  # the name stands in another version only


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quotation marks, and who the page says spoke them."""

    page_id: str
    span: Span  # marks included, from the first to the last
    form: QuoteForm
    speaker: Source | None
    cue: Span | None  # "said", "according to"
    parts: tuple[Span, ...] = ()  # the pieces of a quotation broken by its cue

    @property
    def id(self) -> str:
        """The page and the place: unique, and the same in every run."""
        return f"{self.page_id}/q{self.span.start}"


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody is reported to have said, without quotation marks: the content, not the cue."""

    page_id: str
    span: Span
    source: Source | None
    cue: Span | None

    @property
    def id(self) -> str:
        """The page and the place: unique, and the same in every run."""
        return f"{self.page_id}/s{self.span.start}"


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that says something: how many of what, with its bound, its day and its source."""

    page_id: str
    span: Span  # the number with its bound and unit as written
    low: float | None
    high: float | None
    bound: Bound
    unit: str | None  # "soldiers", "USD", "percent", "years"
    of: str | None  # what is counted or happens: "killed"
    per: Literal["each"] | None
    when: str | None  # ISO 8601, as exact as the text
    source: Source | None
    cue: Span | None

    @property
    def id(self) -> str:
        """The page and the place: unique, and the same in every run."""
        return f"{self.page_id}/f{self.span.start}"


Claim = Quote | Statement | Figure


@dataclass(frozen=True, slots=True)
class Utterance:
    """The same quotation through the versions."""

    story_id: str
    speaker: str | None
    quotes: tuple[Quote, ...]

    @property
    def id(self) -> str:
        """That of its first member."""
        return self.quotes[0].id


@dataclass(frozen=True, slots=True)
class Assertion:
    """The same reported statement through the versions."""

    story_id: str
    source: str | None
    statements: tuple[Statement, ...]

    @property
    def id(self) -> str:
        """That of its first member."""
        return self.statements[0].id


@dataclass(frozen=True, slots=True)
class Measure:
    """The same figure through the versions."""

    story_id: str
    figures: tuple[Figure, ...]

    @property
    def id(self) -> str:
        """That of its first member."""
        return self.figures[0].id


class Joined(NamedTuple):
    """Every claim of a story, each exactly once: the same quotation, statement and figure through the versions."""

    utterances: tuple[Utterance, ...]
    assertions: tuple[Assertion, ...]
    measures: tuple[Measure, ...]

    def claims(self) -> Iterator[Claim]:
        """The claims themselves."""
        for utterance in self.utterances:
            yield from utterance.quotes
        for assertion in self.assertions:
            yield from assertion.statements
        for measure in self.measures:
            yield from measure.figures


@dataclass(frozen=True, slots=True)
class Conflict:
    """Claims about the same thing that cannot both hold. Never a difference of style."""

    story_id: str
    kind: ConflictKind
    between: Between
    about: str
    why: str
    claims: tuple[str, ...]  # ids
    readings: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Relation:
    """Claims that touch each other without contradicting."""

    story_id: str
    kind: RelationKind
    why: str
    readings: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Wire:
    """A common source of a story: a news agency if the evidence names one, else unnamed."""

    name: str | None
    status: Literal["credited", "inferred"]
    why: str


@dataclass(frozen=True, slots=True)
class Teller:
    """An independent first teller behind a story's text: one of its origins."""

    kind: TellerKind
    name: str | None  # the id of a page, the name of an agency, who handed out a release; None: nobody says
    why: str


@dataclass(frozen=True, slots=True)
class Lineage:
    """Who had the text of a story from whom, and how many independent first tellers stand behind it."""

    story_id: str
    copies: tuple[Copy, ...]
    roots: tuple[str, ...]  # page ids that are origins themselves
    origins: int
    origins_range: tuple[int, int]
    wires: tuple[Wire, ...]
    shared: Mapping[str, float]  # page id -> share of its body words found in other versions
    carried: tuple[int, ...] = ()  # of each row of the collation: how many origins carry it
    tellers: tuple[Teller, ...] = ()  # the origins, one by one
    handouts: Mapping[str, HandoutKind] = field(default_factory=dict)  # page id -> what it is, if it was handed out


class Since(NamedTuple):
    """The earliest and the latest moment at which a page may have come out, in seconds since 1970, UTC."""

    earliest: float
    latest: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a reference and where a page has it, or most of it."""

    sentence: Span  # in the text of the reference
    place: Place
    words: int  # of the sentence
    held: int  # … that stand at the place, in the same order
    same: bool  # nothing else stands there, and nothing is missing
    quoted: bool  # all of it stands between quotation marks


@dataclass(frozen=True, slots=True)
class Holder:
    """A page that has words of a reference: how many, since when, and whether it says whose they are."""

    version: Version
    story_id: str | None
    fetched: str | None  # when it was seen first
    passages: tuple[Passage, ...]
    share: float  # of the reference's words, 0..1
    of_page: float  # what that is of the page's own words, 0..1
    quoted: float  # what of these words stands between quotation marks, 0..1
    since: Since | None  # None: neither the page nor the crawler tells a time
    first: bool | None  # True: before all others that tell a time; None: the clocks cannot tell
    before: bool | None  # did it come out before the reference? None: the clocks cannot tell
    credited: bool | None  # does it name whose words they are? None: nobody is named to look for
    naming: Span | None  # where it does


@dataclass(frozen=True, slots=True)
class Drift:
    """One wording of a sentence of a reference, and what it changes."""

    places: tuple[Place, ...]  # in the order of time
    same: bool
    variants: tuple[Variant, ...]  # readings of the reference and of the first place


@dataclass(frozen=True, slots=True)
class Traced:
    """A sentence of a reference through the pages that have it."""

    span: Span
    first: tuple[str, ...]  # the page that had it first, or those of which the clocks cannot tell which
    drifts: tuple[Drift, ...]  # the same words first, then in the order of time


@dataclass(frozen=True, slots=True)
class Trace:
    """Who had these words first, who ran them since, how they drifted. Never stored."""

    reference: Version
    kind: ReferenceKind
    by: str | None  # whose words they are, as far as the reference or the asker says
    words: int
    holders: tuple[Holder, ...]  # in the order of time, those without a time last
    sentences: tuple[Traced, ...]  # all of the reference
    more: int  # pages that share less with it and were not looked at


@dataclass(frozen=True, slots=True)
class Failure:
    """What could not be done with one input, where, and what to do about it."""

    stage: str
    source: str
    message: str
    hint: str = ""
    at: str = ""


class Tie(NamedTuple):
    """Two pages that share text by copying, and how many of the shingles that tell so could be no evidence."""

    one: str
    other: str
    spare: int


class Sisters(NamedTuple):
    """Two pages with one text, neither of which has it from the other."""

    shared: Copy  # what they have in common, as if the later page had it from the earlier
    wire: str  # the agency they have it from, or UNSEEN


class Copies(NamedTuple):
    """Which pages share text by copying."""

    copies: tuple[Copy, ...]
    families: Mapping[str, str]  # page id -> the name of its family, for every page that has one
    ties: tuple[Tie, ...] = ()
    sisters: tuple[Sisters, ...] = ()

    def shared(self) -> tuple[Copy, ...]:
        """All pairs of pages of which the one has text of the other, wherever both may have it from."""
        return (*self.copies, *(pair.shared for pair in self.sisters))


class Grouping(NamedTuple):
    """Which pages tell the same story and which share text by copying."""

    stories: tuple[Story, ...]
    found: Copies


@dataclass(frozen=True, slots=True)
class KeyFact:
    """A row of the collation as a fact: by how many independent origins it is carried, and whom it names as source."""

    row: int
    origins: int
    sourced: str | None


@dataclass(frozen=True, slots=True)
class StoryView:
    """Everything that is known of one story, put together to be shown. Never stored."""

    story: Story
    headline: str
    first_seen: str | None
    last_seen: str | None
    outlets: int
    versions: tuple[Version, ...]  # in the order of the collation
    names: Mapping[str, str]  # page id -> a short name to show: the outlet, else what the source path gives
    notes: Mapping[str, str]  # page id -> what this version drops, adds, moves, in plain words
    collation: Collation
    lineage: Lineage
    key_facts: tuple[KeyFact, ...]
    utterances: tuple[Utterance, ...]
    assertions: tuple[Assertion, ...]
    measures: tuple[Measure, ...]
    conflicts: tuple[Conflict, ...]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What `compare` answers: the stories of the pages given, the pages themselves, and what could not be read."""

    stories: tuple[StoryView, ...]
    pages: tuple[Version, ...]
    failures: tuple[Failure, ...]

    def _repr_html_(self) -> str:
        """What a notebook shows. By name: the ground floor imports nothing of the rooms above."""
        shown: str = import_module("samestory.html").fragment(self)
        return shown
