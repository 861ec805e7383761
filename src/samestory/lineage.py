"""Who had the text of a story from whom, and how many independent first tellers stand behind it.

Versions that share text outside quotation marks have it from one source. Pairs of versions are gathered into *sources*:
two pairs belong together if one sentence joins them, so that a text merged from two agencies belongs to two sources and
each of them is counted. A source is then a page (if it alone holds all that the others have of it, and came first), an
agency (if a page names one), or unseen. Nothing is said of direction where neither text nor time can tell.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import NamedTuple

from samestory.align import Alphabet, Hunk, hunks
from samestory.clock import interval
from samestory.spans import overlap
from samestory.text import fold, quotations, words
from samestory.types import UNSEEN, Collation, Copy, Lineage, Place, Span, Version, Wire

Pair = tuple[str, str]
Wording = tuple[str, bytes]  # one letter a word, and whether it stands outside quotation marks

_OPENED = re.compile('[“„«]|(?<![^\\W_])"(?=\\S)')
_POST = re.compile(r"(?m)^[^\n]*(?:\n\s*)?[—–-]{1,2}[^\n()]{1,60}\(@\w{1,30}\)[^\n]*")


class Evidence(NamedTuple):
    """How many words shared in runs outside quotation marks make two versions copies of one source."""

    words: int
    share: float  # of the shorter body

    def suffices(self, shared: int, length: int) -> bool:
        """Enough words, and either many or a good part of the shorter text."""
        return shared >= self.words and (shared >= 5 * self.words or shared >= self.share * length)


# The likeliest count of origins takes the middle one; the others give the range.
LENIENT, LIKELY, STRICT = Evidence(10, 0.06), Evidence(16, 0.15), Evidence(30, 0.35)
# Words in a row that count as taken over. Counting all words of paired sentences, 25 of 110 pairs of outlets that share
# only quotations, posts or block quotations came out as copies; counting runs, none, and 45 of 48 copies (2026-11).
RUN = 4
LONGEST = 1000  # characters to the end of the line for a quotation that nothing closes; beyond, a stray mark
WHOLE = 0.9  # a version is contained in another if so much of its text stands there
EDITS = 2  # wordings that only two versions share before one is said to come from the other


@dataclass(frozen=True, slots=True)
class Texts:
    """The collation as lineage reads it."""

    rows: tuple[Mapping[str, int], ...]  # of each row: version -> words outside quotation marks
    places: tuple[Mapping[str, Span], ...]  # of each row: version -> its reading
    words: Mapping[str, int]  # of each version: words of its collated text
    plain: Mapping[str, int]  # … outside quotation marks
    common: Mapping[
        Pair, int
    ]  # words outside quotation marks that two versions have in common runs, in paired sentences
    shared: Mapping[str, float]  # of each version: share of its words in rows that another version has too


@dataclass(frozen=True, slots=True)
class Family:
    """Versions that have text from one source, and the rows that show it."""

    members: tuple[str, ...]
    rows: tuple[int, ...]


def lineage(collation: Collation, versions: Sequence[Version]) -> Lineage:
    """The copies of a story with their reasons, its origins and its wires.

    Origins: every source of shared text once, and every version that shares no text. `origins_range` holds the counts
    that more lenient and stricter evidence give.
    """
    by_id = {version.page.id: version for version in versions}
    texts = _texts(collation, by_id)
    families = _families(texts, LIKELY)
    copies = tuple(copy for family in families for copy in _copies(family, texts, collation, by_id))
    alone = sorted(set(by_id).difference(*(family.members for family in families)))
    children = {copy.child for copy in copies}
    sources = {copy.parent for copy in copies if copy.parent in by_id}
    roots = sorted((sources - children) | {page for page in alone if not _credit(by_id[page])})
    counts = [_count(_families(texts, evidence), by_id) for evidence in (LENIENT, LIKELY, STRICT)]
    spread = [*counts, *(_most(family, by_id) + counts[1] - 1 for family in families)]
    return Lineage(
        story_id=collation.story_id,
        copies=copies,
        roots=tuple(roots),
        origins=counts[1],
        origins_range=(min(spread), max(spread)),
        wires=_wires(families, copies, by_id),
        shared=texts.shared,
        carried=tuple(_carried(at, families, texts) for at in range(len(texts.rows))),
    )


def _texts(collation: Collation, versions: Mapping[str, Version]) -> Texts:
    rows, places = [], []
    total, plain, shared = (defaultdict[str, int](int) for _ in range(3))
    spoken = {page_id: _spoken(version.page.text) for page_id, version in versions.items()}
    wordings: list[Mapping[str, Wording]] = []
    letters = Alphabet()
    for row in collation.rows:
        unquoted, wording = {}, {}
        for reading in row.readings:
            text = versions[reading.page_id].page.text
            tokens = words(text, reading.span)
            outside = _outside(tokens, spoken[reading.page_id], reading.span)
            wording[reading.page_id] = "".join(letters[fold(text[slice(*token)])] for token in tokens), outside
            unquoted[reading.page_id] = sum(outside)
            total[reading.page_id] += len(tokens)
            shared[reading.page_id] += len(tokens) * (len(row.readings) > 1)
            plain[reading.page_id] += unquoted[reading.page_id]
        rows.append(unquoted)
        wordings.append(wording)
        places.append({reading.page_id: reading.span for reading in row.readings})
    shares = {page_id: round(shared[page_id] / max(1, total[page_id]), 3) for page_id in collation.versions}
    return Texts(tuple(rows), tuple(places), total, plain, _common(wordings), shares)


def _spoken(text: str) -> list[Span]:
    r"""What others said or wrote: quotations, also those that nothing closes, and posts with their signature.

    >>> text = "“We go.\nHe “may” stay.\nNo. — A. Lund (@lund) 5 May"
    >>> [text[start:end] for start, end in _spoken(text)]
    ['“We go.', '“may”', 'No. — A. Lund (@lund) 5 May']
    """
    found = quotations(text)
    ends = {span.start: span.end for span in found}
    at = 0
    while opened := _OPENED.search(text, at):
        start, at = opened.span()
        end = ends.get(start) or (text + "\n").index("\n", at)
        if start not in ends and end - start <= LONGEST:
            found.append(Span(start, end))
            at = end
        at = ends.get(start, at)
    return sorted([*found, *(Span(*post.span()) for post in _POST.finditer(text))])


def _outside(tokens: Sequence[Span], spoken: Iterable[Span], reading: Span) -> bytes:
    """Of each word: 1 outside quotation marks, 0 inside."""
    near = [quotation for quotation in spoken if overlap(quotation, reading)]
    return bytes(not any(overlap(token, quotation) for quotation in near) for token in tokens)


def _common(wordings: Iterable[Mapping[str, Wording]]) -> dict[Pair, int]:
    """Of each pair of versions: how many words stand in runs that are the same in both."""
    runs = cache(_runs)  # many versions have the same words
    found: defaultdict[Pair, int] = defaultdict(int)
    for row in wordings:
        for one, other in combinations(sorted(row), 2):
            found[one, other] += runs(row[one], row[other])
    return found


def _runs(one: Wording, other: Wording) -> int:
    r"""How many words stand in common runs of some length, outside quotation marks in both.

    >>> _runs(("abcdefgh", b"\1" * 8), ("abcdxfgh", b"\1" * 8)), _runs(("abcd", b"\1" * 4), ("abcd", b"\0" * 4))
    (4, 0)
    """
    count = at = other_at = 0
    for hunk in (*hunks(one[0], other[0]), Hunk(len(one[0]), 0, len(other[0]), 0)):
        if hunk.start - at >= RUN:
            both = zip(one[1][at : hunk.start], other[1][other_at : hunk.other_start], strict=True)
            count += sum(a and b for a, b in both)
        at, other_at = hunk.end, hunk.other_end
    return count


def _families(texts: Texts, evidence: Evidence) -> list[Family]:
    """Pairs of versions with enough in common, joined where one row holds both pairs."""
    common = texts.common.items()
    sure = {pair for pair, count in common if evidence.suffices(count, min(texts.plain[page] for page in pair))}
    groups = _joined(sure, texts)
    return sorted((_family(group, texts) for group in groups), key=lambda family: family.members)


def _joined(sure: set[Pair], texts: Texts) -> list[set[Pair]]:
    """Union of the pairs that stand in one row, and of sources of which one version holds all that the others have."""
    group_of: dict[Pair, set[Pair]] = {pair: {pair} for pair in sorted(sure)}

    def unite(one: Pair, other: Pair) -> None:
        kept, gone = group_of[one], group_of[other]
        if kept is not gone:
            kept |= gone
            group_of.update(dict.fromkeys(gone, kept))

    for row in texts.rows:
        held = [pair for pair in combinations(sorted(row), 2) if pair in sure]
        for pair in held[1:]:
            unite(held[0], pair)
    within: dict[str, list[Pair]] = defaultdict(list)
    for one, other in sorted(sure):
        for page, whole in ((one, other), (other, one)):
            if _contained(page, whole, texts):
                within[whole].append((one, other))
    for held in within.values():
        for pair in held[1:]:
            unite(held[0], pair)
    return list({id(group): group for group in group_of.values()}.values())


def _contained(page: str, whole: str, texts: Texts) -> bool:
    """Does nearly all text of a page stand in rows that the other has too?"""
    common = sum(row[page] for row in texts.rows if page in row and whole in row)
    return common >= WHOLE * texts.plain[page]


def _family(pairs: set[Pair], texts: Texts) -> Family:
    members = sorted({page for pair in pairs for page in pair})
    rows = [at for at, row in enumerate(texts.rows) if any(one in row and other in row for one, other in pairs)]
    return Family(tuple(members), tuple(rows))


def _carried(row: int, families: Sequence[Family], texts: Texts) -> int:
    """How many origins carry a row: the sources whose text it is, and every other version that has it."""
    sources = [family for family in families if row in family.rows]
    others = set(texts.rows[row]).difference(*(family.members for family in sources))
    return len(sources) + len(others)


def _credit(version: Version) -> tuple[str, ...]:
    return version.outline.credit


def _credits(family: Family, versions: Mapping[str, Version]) -> list[str]:
    return sorted({name for page in family.members for name in _credit(versions[page])})


def _count(families: Sequence[Family], versions: Mapping[str, Version]) -> int:
    """Every source once: agencies by name, other sources one by one, and the versions that share nothing."""
    agencies, others = set[str](), 0
    alone = [Family((page,), ()) for page in set(versions).difference(*(family.members for family in families))]
    for family in [*families, *alone]:
        names = _credits(family, versions)
        agencies |= set(names[:1])
        others += not names
    return len(agencies) + others


def _most(family: Family, versions: Mapping[str, Version]) -> int:
    """How many agencies may stand behind one shared text: as many as its pages name."""
    return max(1, len(_credits(family, versions)))


def _copies(family: Family, texts: Texts, collation: Collation, versions: Mapping[str, Version]) -> Iterable[Copy]:
    names = _credits(family, versions)
    root = None if names else _root(family, texts, versions)
    for child in family.members:
        if child == root:
            continue
        parent = _between(child, family, texts, collation, versions) or root or _agency(child, names, versions)
        yield Copy(
            child,
            parent,
            _share(child, family, texts),
            _why(child, parent, family, texts, versions),
            _evidence(child, parent, family, texts),
        )


def _agency(child: str, names: Sequence[str], versions: Mapping[str, Version]) -> str:
    """The agency the page names, else the only one its relatives name."""
    named = _credit(versions[child]) or names
    return named[0] if len(named) == 1 else UNSEEN


def _root(family: Family, texts: Texts, versions: Mapping[str, Version]) -> str | None:
    """The page that holds all the others have of this source and surely came first."""
    for page in sorted(
        family.members, key=lambda page: (-len([row for row in family.rows if page in texts.rows[row]]), page)
    ):
        others = [other for other in family.members if other != page]
        if all(_contained(other, page, texts) and _before(page, other, versions) for other in others):
            return page
    return None


def _before(one: str, other: str, versions: Mapping[str, Version]) -> bool:
    """Was one page surely published before the other?"""
    first, second = (interval(versions[page].outline.published, versions[page].page.fetched) for page in (one, other))
    return first is not None and second is not None and first[1] < second[0]


def _between(
    child: str, family: Family, texts: Texts, collation: Collation, versions: Mapping[str, Version]
) -> str | None:
    """A relative whose own edits the child repeats: a second-hand copy."""
    held = {row for row in family.rows if child in texts.rows[row]}
    for other in family.members:
        if other == child or not _before(other, child, versions) or any(other not in texts.rows[row] for row in held):
            continue
        if _common_edits(child, other, family, collation, versions) >= EDITS:
            return other
    return None


def _common_edits(child: str, other: str, family: Family, collation: Collation, versions: Mapping[str, Version]) -> int:
    """Places where the two agree against all the rest of the family, which must be at least two that agree."""
    count = 0
    for row in (collation.rows[at] for at in family.rows):
        for variant in row.variants:
            said = {place.page_id: versions[place.page_id].page.text[slice(*place.span)] for place in variant.readings}
            rest = {said[page] for page in family.members if page in said and page not in (child, other)}
            enough = sum(page in said for page in family.members) >= 4
            count += (
                variant.effect != "format"
                and enough
                and len(rest) == 1
                and said.get(child) == said.get(other) not in rest
            )
    return count


def _share(child: str, family: Family, texts: Texts) -> float:
    taken = sum(texts.rows[row].get(child, 0) for row in family.rows)
    return round(taken / max(1, texts.plain[child]), 3)


def _why(child: str, parent: str, family: Family, texts: Texts, versions: Mapping[str, Version]) -> tuple[str, ...]:
    others = len(family.members) - 1
    taken = sum(texts.rows[row].get(child, 0) for row in family.rows)
    where = f"{others} other version{'s' * (others > 1)}"
    reasons = [f"{taken} words outside quotation marks stand in {where} too, nearly word for word"]
    if parent in versions:
        reasons.append("all of it stands in the parent, which was published before")
    elif parent == UNSEEN:
        reasons.append("no version is surely the first that holds all the others have")
        reasons.append(
            "no page names the source" if not _credits(family, versions) else "the pages name more than one agency"
        )
    else:
        by = next(page for page in family.members if parent in _credit(versions[page]))
        reasons.append(f"{versions[by].outline.outlet or versions[by].page.source} credits {parent}")
    return tuple(reasons)


def _evidence(child: str, parent: str, family: Family, texts: Texts) -> tuple[Place, ...]:
    """The three longest shared sentences, in the child and in the parent or, if that is not a page, in a relative."""
    held = sorted(
        (row for row in family.rows if child in texts.rows[row]), key=lambda row: (-texts.rows[row][child], row)
    )
    found = []
    for row in sorted(held[:3]):
        others = [page for page in family.members if page != child and page in texts.places[row]]
        twin = parent if parent in others else others[0] if others else child
        found += [Place(page, texts.places[row][page]) for page in dict.fromkeys((child, twin))]
    return tuple(found)


def _wires(families: Sequence[Family], copies: Sequence[Copy], versions: Mapping[str, Version]) -> tuple[Wire, ...]:
    """Agencies the pages name; and a common source without a name where outlets share text that none of them owns."""
    named = {name: page for page in sorted(versions, reverse=True) for name in _credit(versions[page])}
    found = [Wire(name, "credited", f"named by {_called(versions[page])}") for name, page in sorted(named.items())]
    unseen = {copy.child for copy in copies if copy.parent == UNSEEN}
    for family in families:
        outlets = {(versions[page].outline.outlet or page).casefold() for page in family.members}
        if len(outlets) > 1 and not _credits(family, versions) and unseen & set(family.members):
            why = f"{len(outlets)} outlets run the same text, and none of the pages is surely its source or names it"
            found.append(Wire(None, "inferred", why))
    return tuple(found)


def _called(version: Version) -> str:
    return version.outline.outlet or version.page.source.rsplit("/", 1)[-1]
