"""Where the article stands in a flattened page: one decision over the sequence of its lines.

Every line is worth something for or against being article text; the article is the stretch of greatest sum (Pasternack
and Roth, Extracting article text from the web with maximum subsequence segmentation, WWW 2009). Single lines inside may
be worth less than nothing: captions, boxes and buttons stand inside articles.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby, pairwise
from types import MappingProxyType

from samestory.outline.lines import Line
from samestory.outline.runs import Part
from samestory.outline.signs import Sign, owner, sells

# Hand-set, 4-gram F1 on 120 pages each of news, of newspapers of many languages, and of list-like articles of the open
# web: a short line at -0.35 / -0.45 / -0.55 gives .939 .899 .926 / .947 .901 .918 / .945 .909 .909 (cap 3); the cap at
# 3 / 4 / 5 gives, with lists of dates priced, .950 .902 .918 / .943 .913 .919 / .943 .912 .921.
_SHORT = -0.45
_PARAGRAPH = 5.0  # the most one line can be worth, reached at 500 letters
_LEAST = 1.2  # what a stretch must be worth to be an article at all

# How surely a sign ends an article: of the lines with such a sign below the first paragraph of 525 pages, the share
# with more than 15 % of the article still to come is 3 % for comments and footers, 11 % for "related", 30 % for dates,
# 46 % for "advertisement", 80 % for photo credits.
_ENDS = {
    "interactive.comments": -6.0,
    "interactive.poll": -0.5,
    "notice.rights": -4.0,
    "notice.": -0.7,
    "nav.topics": -4.0,
    "nav.footer": -1.5,
    "nav.menu": -1.2,
    "nav.skip": -0.1,
    "nav.": -1.0,
    "list.related": -1.5,
    "list.": -2.5,
    "offer.": -1.2,
    "consent.": -2.0,
    "meta.author_bio": -3.0,
    "meta.": -0.8,
    "media.": -0.1,
    "article.": -0.3,
    "ad.slot": -0.2,
    "ad.": -1.5,
    "service.": -1.0,
}
_OTHER = -0.8
_LISTED, _LISTED_WITHIN = -2.0, 8
_REPEATED = -0.3
# What a run of unmarked lines costs at most: a table or a long list stands inside an article, and the article goes on.
_RUN = -6.0
# A title among titles. Worth as much as running text of its length, such lines below a story were taken along with it.
_TITLE, _LONGEST_TITLE = 0.0, 150
_SENTENCES = re.compile(r"[.!?] ")
# Stands on other pages of the site. A label may be the article's own ("Pros", "Cons" in tests of goods): -1 or -0.7
# for it cuts such articles apart, and gains nothing elsewhere (.9875 on 300 pages of 12 outlets with each).
_KNOWN, _KNOWN_LONG, _LONG = -0.5, -2.0, 100
_LEADS_AWAY = -0.4  # "Read more: …" between paragraphs


def stretch(
    lines: Sequence[Line],
    signs: Sequence[Sign | None],
    parts: Sequence[Part],
    known: Mapping[int, int] = MappingProxyType({}),
) -> range:
    """The lines from the first to the last of the article; empty if no article is there.

    `known` are the lines that stand on other pages of the site.
    """
    worths = _worths(lines, signs, parts)
    for at in known:
        worths[at] = min(worths[at], _KNOWN_LONG if lines[at].weight >= _LONG else _KNOWN)
    found = _greatest(worths)
    return found if sum(worths[at] for at in found if worths[at] > 0) >= _least(lines, found) else range(0)


def _worths(lines: Sequence[Line], signs: Sequence[Sign | None], parts: Sequence[Part]) -> list[float]:
    """What each line is worth where it stands."""
    worths = [worth(line, sign) for line, sign in zip(lines, signs, strict=True)]
    again = repeated(lines)
    for at, line in enumerate(lines):
        if line.text in again or owner(signs, at):
            worths[at] = _REPEATED
    for at in _titles(lines):
        worths[at] = min(worths[at], _TITLE)
    for run in _unmarked(lines, signs, worths):
        worths[run.start : run.stop] = [max(_RUN / len(run), worths[at]) for at in run]
    for at in _listed_dates(signs):
        worths[at] = _LISTED
    for part in parts:
        worths[part.first : part.last + 1] = [_cost(part.role)] * (part.last + 1 - part.first)
    # Labels that were run together count as the one line they were: as the one that says most against it.
    for at in range(len(lines) - 1, 0, -1):
        if lines[at].span.start == lines[at - 1].span.end:
            worths[at - 1], worths[at] = min(worths[at - 1], worths[at]), 0.0
    return worths


def _titles(lines: Sequence[Line]) -> Iterator[int]:
    """Lines long enough for running text that stand among others without an end: titles of other pages."""
    for at, line in enumerate(lines):
        near = (lines[max(0, at - 1)], lines[min(at + 1, len(lines) - 1)])
        if _is_title(line) and not any(one.ends or one.text[:1].islower() for one in near):
            yield at


def _is_title(line: Line) -> bool:
    return line.prose > 0.3 and not line.ends and line.weight < _LONGEST_TITLE and not _SENTENCES.search(line.text)


def _unmarked(lines: Sequence[Line], signs: Sequence[Sign | None], worths: Sequence[float]) -> Iterator[range]:
    """Runs of lines that are no running text and say nothing of themselves."""
    told = [
        sign is None and worth <= 0.0 and not line.ends for line, sign, worth in zip(lines, signs, worths, strict=True)
    ]
    for unmarked, group in groupby(range(len(lines)), key=told.__getitem__):
        if unmarked:
            places = list(group)
            yield range(places[0], places[-1] + 1)


def _listed_dates(signs: Sequence[Sign | None]) -> set[int]:
    """Date lines that come one after another, as in a list of teasers."""
    dates = [at for at, sign in enumerate(signs) if sign and sign.role == "meta.date"]
    return {at for pair in pairwise(dates) if 1 < pair[1] - pair[0] <= _LISTED_WITHIN for at in pair}


def repeated(lines: Sequence[Line]) -> frozenset[str]:
    """Running text that stands on the page more than once: notices in place of videos, teasers, alternative texts.

    Not where most of the running text does so: such a page holds its article twice.
    """
    times = Counter(line.text for line in lines if line.prose > 0.3)
    again = {text for text, count in times.items() if count > 1}
    return frozenset(again) if 2 * len(again) < len(times) else frozenset()


def worth(line: Line, sign: Sign | None) -> float:
    """What one line says for (above zero) or against (below) being article text."""
    if sign and sign.firm:
        return _LEADS_AWAY if sign.role == "list.related" and sign.by == "start" else _cost(sign.role)
    if line.prose > 0.3 and (sign or sells(line.text)):
        return -0.5
    return line.prose * min(_PARAGRAPH, line.weight / 100) if line.prose > 0.3 else _SHORT


def _cost(role: str) -> float:
    family = role.partition(".")[0] + "."
    return _ENDS.get(role, _ENDS.get(family, _OTHER))


def _least(lines: Sequence[Line], found: range) -> float:
    """A page that holds little else may be a very short article."""
    share = sum(lines[at].weight for at in found) / max(1.0, sum(line.weight for line in lines))
    return _LEAST if share < 0.5 else _LEAST / 3


def _greatest(worths: Sequence[float]) -> range:
    """The consecutive places of greatest sum."""
    sums = [0.0, *accumulate(worths)]
    best, lowest, found = 0.0, 0, range(0)
    for end in range(1, len(sums)):
        if sums[end] - sums[lowest] > best:
            best, found = sums[end] - sums[lowest], range(lowest, end)
        if sums[end] < sums[lowest]:
            lowest = end
    return found
