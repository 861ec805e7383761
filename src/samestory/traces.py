"""`trace`: the words of a reference looked up in an archive, and how they drifted from page to page.

Pages that may have the words are found by the indexes: whole texts by their shingles, single sentences and what stands
in quotation marks by runs of words. Every one of them is then read, so that what is told is what stands there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from samestory import pipeline, tracing
from samestory.align import Alphabet
from samestory.archive import filing, lookup
from samestory.archive.opening import Connection
from samestory.collation import collate
from samestory.errors import SamestoryError
from samestory.evidence import INDEXED
from samestory.fingerprint import shingles
from samestory.pipeline import Run
from samestory.tracing import Seen, Wording, in_body, wording
from samestory.types import (
    REFERENCE,
    Block,
    Drift,
    Failure,
    Holder,
    Outline,
    Passage,
    Record,
    ReferenceKind,
    Span,
    Trace,
    Traced,
    Variant,
    Version,
)

MOST = 500  # pages read; 3 ms each
PHRASE = 4  # words in a row that are asked for
STEP = 2  # words from one phrase to the next
# Among 50,000 invented pages a page's 64 runs with the longest words take 82 ms, all of its 115 take 404 (median); a
# sentence's 18 take 39 (2026-11).
PHRASES, LEAST_RUNS = 64, 2  # of a reference, and of each of its sentences
FEW = 8  # indexed words and phrases beyond which one hit alone is nothing


def references(paths: Sequence[str], kind: ReferenceKind, run: Run) -> Iterator[Version]:
    """The pages of paths as references; what has no words is a failure of the run. Only a news page has furniture."""
    found = pipeline.records(paths, run)
    given = (replace(record, form="body") if record.form == "text" and kind != "page" else record for record in found)
    for version in pipeline.versions(given, run):
        if wording(version, Alphabet(), in_body).length:
            yield version
        else:
            page, why = version.page, version.outline.no_article or "it is empty"
            hint = "give --as text to look for all of it" if page.text.strip() else ""
            run.keep(Failure("trace", page.source, f"has no words to look for: {why}", hint, page.at))


def words(text: str) -> Version:
    """Words as a reference. Raises SamestoryError if there are none."""
    run = Run(strict=True)
    record = Record("the given words", "the given words", "body", text)
    version = next(pipeline.versions([record], run))
    if not wording(version, Alphabet(), in_body).length:
        raise SamestoryError("", "there are no words to look for", "a phrase, a sentence or a file")
    return version


def trace(db: Connection, reference: Version, kind: ReferenceKind, by: str | None = None) -> Trace:
    """Who has the words of a reference's body, the earliest first."""
    own = wording(reference, Alphabet(), in_body)
    by = by or tracing.owner(reference, kind)
    pages, more = candidates(db, own)
    found = tracing.holders(reference, by, seen(db, pages))
    return Trace(reference, kind, by, own.length, found, tuple(_traced(reference, own, found)), more)


def candidates(db: Connection, reference: Wording) -> tuple[list[int], int]:
    """The pages most likely to have the words, and how many more there may be."""
    asked, runs = shingles(reference.words), list(phrases(reference))
    hits = lookup.by_shingles(db, asked) + lookup.by_phrases(db, runs)
    least = 2 if len(asked) // INDEXED + len(runs) > FEW else 1
    likely = Counter({n: count for n, count in hits.items() if count >= least})
    return lookup.most_hit(db, likely, MOST), max(0, len(likely) - MOST)


def phrases(reference: Wording) -> Iterator[Sequence[str]]:
    """Runs of words to ask for; a short sentence as a whole; of a long text those with the longest words."""
    text = reference.version.page.text
    most = max(LEAST_RUNS, PHRASES // max(1, len(reference.sentences)))
    for _, first, last in reference.sentences:
        found = [text[start:end] for start, end in reference.spans[first:last]]
        runs = [found[at : at + PHRASE] for at in range(0, max(1, len(found) - PHRASE + 1), STEP)]
        yield from sorted(runs, key=lambda run: -sum(map(len, run)))[:most]


def seen(db: Connection, pages: Sequence[int]) -> Iterator[Seen]:
    """Pages of the archive with what it knows of them."""
    known = lookup.held(db, pages)
    for n, version in zip(pages, filing.versions(db, pages), strict=True):
        yield Seen(version, *known[n])


def _traced(reference: Version, own: Wording, found: Sequence[Holder]) -> Iterator[Traced]:
    """Every sentence of the reference through the pages."""
    by_sentence: dict[Span, list[tuple[Holder, Passage]]] = {span: [] for span, _, _ in own.sentences}
    for holder in found:
        for passage in holder.passages:
            by_sentence[passage.sentence].append((holder, passage))
    for span, having in by_sentence.items():
        first = tracing.first_among({holder.version.page.id: holder.since for holder, _ in having})
        yield Traced(span, first, tuple(_drifts(reference, having)))


def _drifts(reference: Version, having: Iterable[tuple[Holder, Passage]]) -> Iterator[Drift]:
    """The wordings of a sentence, those that are the same first; each is collated with the reference but once."""
    told: dict[tuple[bool, str], list[tuple[Holder, Passage]]] = {}
    for holder, passage in having:
        words = "" if passage.same else " ".join(holder.version.page.text[slice(*passage.place.span)].split())
        told.setdefault((not passage.same, words), []).append((holder, passage))
    for (drifted, _), together in sorted(told.items(), key=lambda item: item[0][0]):
        holder, passage = together[0]
        variants = _variants(reference, holder.version, passage) if drifted else ()
        yield Drift(tuple(passage.place for _, passage in together), not drifted, variants)


def _variants(reference: Version, page: Version, passage: Passage) -> tuple[Variant, ...]:
    """What a wording changes in a sentence, told as in any collation."""
    language = page.outline.language
    own = _alone(reference, worded(reference.page.text, passage.sentence), REFERENCE, language)
    other = _alone(page, passage.place.span, page.page.id, language)
    rows = collate([own, other], REFERENCE, REFERENCE).rows
    return tuple(variant for row in rows for variant in row.variants)


def worded(text: str, span: Span) -> Span:
    """From the first word of a sentence to its last, without the marks around them.

    >>> worded("“We go.”", Span(0, 8))
    Span(start=1, end=6)
    """
    inside = [at for at in range(*span) if text[at].isalnum()]
    return Span(inside[0], inside[-1] + 1)


def _alone(version: Version, span: Span, name: str, language: str | None) -> Version:
    """A page of which only one place is the article."""
    block = Block(span, "article.paragraph", "traced")
    return Version(replace(version.page, id=name), Outline(name, (block,), language=language))
