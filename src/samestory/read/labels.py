"""Labels in one line: inline elements that a style sheet sets apart where the markup has no block.

"<span>By Ana Ruiz</span><span>3 May</span>" is two things in one line of text. They are told apart by what running text
does not do: words of two elements without a blank between them, links and nothing else, short elements of other names.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from samestory.read.elements import LINK, Open, common, names
from samestory.types import Span

LABELS = 300  # characters of a line of labels, at most
_SHORT = 80  # characters of one that nothing but its name tells from the next
_DATE = 30  # characters of a date
_STRESS = frozenset(("b", "strong", "em", "i", "u", "mark"))  # stand in running text, whatever their names
_BETWEEN = frozenset("|·•/›»>–—")
_new = tuple.__new__  # three fifths of the time of calling a NamedTuple
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


class Label(NamedTuple):
    """One of several labels in a line: where in the line it is, and the elements around it, from the root."""

    span: Span
    chain: Sequence[Open]
    link_share: float


class _Part(NamedTuple):
    """What stands in one element right inside that of the line, or between two."""

    child: Open | None  # that element; None: it stands between two
    chain: Sequence[Open]
    text: str
    linked: int


def labelled(depth: int, paths: Sequence[Sequence[Open]], texts: Sequence[str], line: str) -> list[Label]:
    """The labels of a line of text, in order; none if the line is one text.

    `paths` are the elements around each of the texts that the line was put together from, from the root; the first
    `depth` of them are around all.
    """
    if len(line) > LABELS or "\n" in line or "\t" in line or not _may_be_labels(depth, paths, texts):
        return []
    groups = list(_groups(_parts(depth, paths, texts)))
    return list(_labels(groups, line)) if len(groups) > 1 else []


def _may_be_labels(depth: int, paths: Sequence[Sequence[Open]], texts: Sequence[str]) -> bool:
    """Are there two texts at least, and no word between the elements they stand in? Of most lines it is all to ask."""
    shown = 0
    for path, text in zip(paths, texts, strict=True):
        if not text.isspace():
            if len(path) == depth and any(map(str.isalnum, text)):
                return False
            shown += len(path) > depth
    return shown > 1


def _parts(depth: int, paths: Sequence[Sequence[Open]], texts: Sequence[str]) -> list[_Part]:
    """The texts of each element right inside the line's, put together."""
    found: list[_Part] = []
    for path, text in zip(paths, texts, strict=True):
        child = path[depth] if len(path) > depth else None
        linked = len(text.strip()) if path[-1][4] & LINK else 0
        if not found or found[-1].child is not child:
            found.append(_new(_Part, (child, path, text, linked)))
            continue
        last = found[-1]
        chain = last.chain if text.isspace() else path
        if not text.isspace() and not last.text.isspace():
            chain = path[: common(last.chain, path)]
        found[-1] = _new(_Part, (child, chain, last.text + text, last.linked + linked))
    return found


def _groups(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    """The parts of each label; what stands between two belongs to the first."""
    group: list[_Part] = []
    between = ""
    for part in parts:
        if part.child is None or part.text.isspace():
            between += part.text
            continue
        if group and _are_apart(group[-1], between, part):
            yield group
            group = []
        group.append(part)
        between = ""
    yield group


def _are_apart(one: _Part, between: str, other: _Part) -> bool:
    """Are the texts of two elements in a line two labels?"""
    left, right = one.text, other.text
    tags = [part.child[1] for part in (one, other) if part.child]
    glued = not between and not left[-1].isspace() and not right[0].isspace()
    if one.chain[-1][4] & other.chain[-1][4] & LINK and "a" not in tags:  # in one link: a title and its date
        return glued and any(_tells_when(part) for part in (one, other)) and _are_glued(left, right)
    if glued:
        return _are_glued(left, right, "a" in tags)
    if any(tag in _HEADINGS for _, tag, *_ in (*one.chain[-3:], *other.chain[-3:])):
        return False
    if not _BETWEEN.isdisjoint(between) or tags == ["a", "a"]:
        return True
    return max(len(left), len(right)) <= _SHORT and _STRESS.isdisjoint(tags) and _are_named(one, other)


def _are_named(one: _Part, other: _Part) -> bool:
    """Do two elements have names, and not the same?"""
    called = [(part.child[1] == "time", names(part.child[3])) for part in (one, other) if part.child]
    return called[0] != called[1] and all(is_time or name for is_time, name in called)


def _tells_when(part: _Part) -> bool:
    """May this be a date: few letters, and a digit?"""
    return len(part.text) <= _DATE and any(map(str.isdigit, part.text))


def _are_glued(left: str, right: str, linked: bool = False) -> bool:
    """Do two words meet without a blank? Not where a style sets the first letter of a word, or of each word, larger."""
    left = left.lstrip()
    if (
        min(len(left), len(right)) < 2
        or not (left[-1].isalnum() or left[-1] in ":.)%")
        or not (right[0].isalnum() or right[0] == "©")
    ):
        return False
    alike = (str.isdigit, str.islower, str.isupper)  # one word may go on
    return linked or not any(of(left[-1]) and of(right[0]) and of(right[1]) for of in alike)


def _labels(groups: Sequence[Sequence[_Part]], line: str) -> Iterator[Label]:
    """Each group with its place in the line, in which blanks in a row are one."""
    texts = [" ".join("".join(part.text for part in group).split()) for group in groups]
    starts, at = [0], len(texts[0])
    for text in texts[1:]:
        start = line.find(text[:1], at)
        starts.append(start)
        at = start + len(text)
    for group, (start, end) in zip(groups, pairwise((*starts, len(line))), strict=True):
        chain = group[0].chain
        for part in group[1:]:
            chain = chain[: common(chain, part.chain)]
        shown = sum(len(part.text.strip()) for part in group)
        linked = sum(part.linked for part in group)
        stop = start + len(line[start:end].rstrip())
        yield Label(Span(start, stop), chain, round(linked / shown, 3) if shown else 0.0)
