"""The people of a page: the full names its story gives, by surname."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from samestory.claims.lexicon import Lexicon
from samestory.claims.passages import HEADINGS, Paragraph
from samestory.claims.tagging import Word
from samestory.text import fold

Gender = Literal["m", "f"]
Given = tuple[int, str]  # where a full name stands, and the name

_GENITIVE = re.compile(r"['’ʼ][sS]?$")
_LONGEST = 4  # words of a person's name, particles not counted
_DESCRIBED = 5  # words in front of a name that may describe the person


@dataclass(slots=True)
class People:
    """The full names of a page in the order they appear; those of captions and titles apart, for completion only."""

    text: str
    lexicon: Lexicon
    told: dict[str, list[Given]] = field(default_factory=dict)  # by surname, folded
    aside: dict[str, list[Given]] = field(default_factory=dict)
    given: dict[str, set[str]] = field(default_factory=dict)  # first name -> full names
    titled: dict[str, Gender] = field(default_factory=dict)  # full name -> gender by a title before it
    places: list[Given] = field(default_factory=list)  # where the story names somebody in full, in order
    called: set[str] = field(default_factory=set)  # surnames behind a title: "President Lund"
    offices: dict[str, dict[str, set[str]]] = field(default_factory=dict)  # title -> name -> words that describe them

    def full(self, name: str, at: int, gender: Gender | None = None) -> str:
        """The fullest form of a name as it is understood at a place of the text, behind "Mr" or "Ms" perhaps."""
        parts = self.parts(name)
        for known in (self.told, self.aside):
            fits = [one for one in known.get(parts[-1], ()) if len(parts) == 1 or _first(one[1]) == parts[0]]
            if gender and len({_first(full) for _, full in fits}) > 1:
                fits = [one for one in fits if self.gender_of(one[1]) == gender]
                return (_nearest(fits, at) if fits else None) or name
            if fits:
                return _nearest(fits, at) or name
        by_first = self.given.get(parts[0], set()) if len(parts) == 1 else set()
        return next(iter(by_first)) if len(by_first) == 1 else name

    def parts(self, name: str) -> list[str]:
        """The words of a name, folded, from given name to surname: without the "Jr." behind it."""
        parts = fold(name).split()
        return parts[:-1] if len(parts) > 2 and parts[-1] in self.lexicon.people["suffixes"] else parts

    def knows(self, name: str) -> bool:
        """Does the page name somebody of this surname in full?"""
        first, last = self.parts(name)[0], self.parts(name)[-1]
        # "Lin said", of Lin Jian: a family name may come first. A given name may be a country ("Jordan said").
        family_first = first == last and len(self.given.get(first, ())) == 1 and not common(first, self.lexicon)
        titled = first == last and last in self.called
        return last in self.told or last in self.aside or family_first or titled

    def holder(self, title: str, marks: frozenset[str]) -> str | None:
        """The only person the page introduces by a title and these words: "the president", "the Norland minister"."""
        held = self.offices.get(title, {})
        full = {self.full(name, 0): words for name, words in held.items() if marks <= words}
        return (
            next(iter(full)) if len(full) == 1 and (marks or len({self.full(name, 0) for name in held}) == 1) else None
        )

    def gender_of(self, full: str) -> Gender | None:
        """The gender of somebody by a title anywhere on the page, else by the given name."""
        return self.titled.get(fold(full)) or self.gender([_first(full)])

    def gender(self, marks: Iterable[str]) -> Gender | None:
        """What titles, words for men and women, and given names tell of a person's gender."""
        male, female = self.lexicon.people["male"], self.lexicon.people["female"]
        found = {mark in male for mark in marks if (mark in male) != (mark in female)}
        return None if len(found) != 1 else "m" if found == {True} else "f"


def _first(name: str) -> str:
    return fold(name).split()[0]


def _nearest(fits: Sequence[Given], at: int) -> str | None:
    """The name last introduced before `at`, in its longest form; without one before, the only one there is."""
    before = [full for place, full in fits if place <= at]
    if not before and len({_first(full) for _, full in fits}) > 1:
        return None
    chosen = before[-1] if before else fits[0][1]
    return max((full for _, full in fits if _first(full) == _first(chosen)), key=len)


def people(
    text: str, story: Iterable[Paragraph], asides: Iterable[tuple[str, Sequence[Word]]], lexicon: Lexicon
) -> People:
    """All persons named in full in the story; `asides` are captions and titles, which may only complete a surname."""
    known = People(text, lexicon)
    for paragraph in story:
        if paragraph.role in HEADINGS and title_case(paragraph.words):
            continue
        for one in _persons(text, paragraph.words, lexicon):
            _introduced(known, one)
    for other, tagged in asides:
        for place, full, _, _ in _persons(other, tagged, lexicon):
            if " " in full:
                _keep(known.aside, known.parts(full)[-1], (place, full))
    return known


def _introduced(known: People, one: Introduction) -> None:
    """Keep what the story says of a person: the name, the gender, the offices."""
    full = one.name
    if " " in full:
        _keep(known.told, known.parts(full)[-1], (one.place, full))
        known.given.setdefault(_first(full), set()).add(full)
        known.places.append((one.place, full))
    else:
        known.called.add(fold(full))
    if gender := known.gender(one.titles):
        known.titled[fold(full)] = gender
    for title in one.titles:
        known.offices.setdefault(title, {}).setdefault(full, set()).update(one.described)


def _keep(names: dict[str, list[Given]], surname: str, given: Given) -> None:
    same = names.setdefault(surname, [])
    if not same or same[-1][1] != given[1]:
        same.append(given)


def title_case(words: Sequence[Word]) -> bool:
    """A headline that writes most of its words with capitals tells no names."""
    longer = [word for word in words if len(word.low) > 3 and word.low.isalpha()]
    return sum(word.name for word in longer) > 0.7 * len(longer)


class Introduction(NamedTuple):
    """A person as the text names and describes them."""

    place: int
    name: str
    titles: Sequence[str]
    described: Sequence[str]  # the words of the description, the titles among them


def _persons(text: str, words: Sequence[Word], lexicon: Lexicon) -> Iterator[Introduction]:
    """The persons named in full or by title and surname."""
    for start, end in runs(words, lexicon):
        titles, begin = titles_of(words, start, end, lexicon)
        begin = past_shouted(text, words, past_place(words, begin, end, lexicon), end)
        shouted = text[words[start].start : words[end - 1].end].isupper() and end - start > 1
        if begin < end and not shouted and _is_person(words, (start, begin, end), titles, lexicon):
            behind = _apposition(words, end)
            offices = [word.low for word in behind[-1:] if word.low in lexicon.people["titles"]]
            before = words[max(0, start - _DESCRIBED) : begin]
            described = [word.low for word in (*before, *_apposition(words, end, whole=True))]
            yield Introduction(words[begin].start, written(text, words[begin:end]), [*titles, *offices], described)


def _apposition(words: Sequence[Word], end: int, whole: bool = False) -> Sequence[Word]:
    """The description behind a name and a comma, to its head or whole: "(Ana Ruiz,) mayor of Rio,"."""
    if [word.tag for word in words[end : end + 1]] != [","]:
        return ()
    stops = ",.;:q-" if whole else ",.;:q-ij"
    stop = next((at for at in range(end + 1, len(words)) if words[at].tag in stops), len(words))
    return words[end + 1 : stop] if stop - end <= _DESCRIBED * 2 else ()


def _is_person(words: Sequence[Word], places: tuple[int, int, int], titles: Sequence[str], lexicon: Lexicon) -> bool:
    """Two to four words, or one behind a title; none that only organisations and places have; no article in front."""
    start, begin, end = places
    count = sum(word.low not in lexicon.people["particles"] for word in words[begin:end])
    article = start > 0 and begin == start and words[start - 1].low in lexicon.words["articles"]
    least = 1 if begin > start and titles else 2
    return least <= count <= _LONGEST and not article and not organised(words[begin:end], lexicon)


def organised(words: Iterable[Word], lexicon: Lexicon) -> bool:
    """Is there a word among them that organisations and places have, and persons have not?"""
    found = (word.low for word in words)
    return any(low in lexicon.people["organisations"] and not common(low, lexicon) for low in found)


def runs(words: Sequence[Word], lexicon: Lexicon) -> Iterator[tuple[int, int]]:
    """Stretches of words written with capitals, the particles inside them included."""
    at = 0
    while at < len(words):
        end = at + capital(words[at])
        while at < end < len(words) and words[end - 1].tag != "G":
            particles = 0
            while end + particles + 1 < len(words) and words[end + particles].low in lexicon.people["particles"]:
                particles += 1
            if not capital(words[end + particles]):
                break
            end += particles + 1
        if end > at:
            yield at, end
        at = max(end, at + 1)


def capital(word: Word) -> bool:
    """May the word be part of a name?"""
    return word.name and word.tag in "NG"


def titles_of(words: Sequence[Word], start: int, end: int, lexicon: Lexicon) -> tuple[list[str], int]:
    """The titles in front of a name in the run start..end, and where the name begins."""
    known = lexicon.people["titles"]
    # "Jim Justice": behind a given name the word is no title.
    surname = end - start > 1 and common(words[end - 2].low, lexicon)
    begin = max((at + 1 for at in range(start, end - surname) if _title(words[at], lexicon) in known), default=start)
    titles = [_title(word, lexicon) for word in words[max(0, start - 2) : begin]]
    return [title for title in titles if title in known], begin


def _title(word: Word, lexicon: Lexicon) -> str:
    """The title a word may be, in full; "then-spokeswoman" and "vice-chairman" are titles as well."""
    last = word.low.rpartition("-")[2]
    return str(lexicon.people["title_forms"].get(last, last))


def past_shouted(text: str, words: Sequence[Word], begin: int, end: int) -> int:
    """Where a name begins behind a word in capitals that is no part of it: "WATCH Ana Ruiz", but "JK Orlik"."""
    shouted = text[words[begin].start : words[begin].end] if begin < end else ""
    rest = [text[word.start : word.end] for word in words[begin + 1 : end]]
    return begin + (len(rest) > 1 and len(shouted) > 2 and shouted.isupper() and not any(map(str.isupper, rest)))


def past_place(words: Sequence[Word], begin: int, end: int, lexicon: Lexicon) -> int:
    """Where the person's own name begins: "United States Hamid Noor", "(the minister of) Education Ana Ruiz"."""
    while end - begin > 1 and "-" in words[begin].low and words[begin].low.endswith(lexicon.verb_endings):
        begin += 1  # "Norland-based"
    places = [at for at in range(begin, end) if words[at].low in lexicon.people["organisations"]]
    if places and end - places[-1] > 2:
        return places[-1] + 1
    glued = begin > 1 and words[begin - 1].tag in "ij" and end - begin > 2
    if (glued or end - begin > 3) and not common(words[begin].low, lexicon):
        given = (at for at in range(begin + 1, end - 1) if common(words[at].low, lexicon))
        return next(given, end - 2 if glued and words[begin - 2].low in lexicon.people["titles"] else begin)
    return begin


def common(word: str, lexicon: Lexicon) -> bool:
    """Is this a common given name, or a word for a man or a woman?"""
    return word in lexicon.people["male"] or word in lexicon.people["female"]


def written(text: str, words: Sequence[Word]) -> str:
    """Words as they stand in the text, spaces made single, without the ending of a genitive."""
    whole = " ".join(text[words[0].start : words[-1].end].split())
    return _GENITIVE.sub("", whole) if words[-1].tag == "G" else whole
