"""What to call a source: the name a noun phrase gives, completed from the rest of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from samestory.claims.people import (
    Gender,
    People,
    capital,
    common,
    organised,
    past_place,
    past_shouted,
    runs,
    titles_of,
    written,
)
from samestory.claims.tagging import Word

Kind = Literal["person", "group", "thing", "name"]  # "name": of a person or a thing, it cannot be told


class Name(NamedTuple):
    """The name of a source, and what tells which pronouns may mean it."""

    text: str
    kind: Kind
    gender: Gender | None = None


def named(words: Sequence[Word], known: People) -> Name:
    """The name of a source from the words of the noun phrase that stands for it."""
    phrase = _without_occasion(_without_article(words, known), known)
    head = next((at for at, word in enumerate(phrase) if word.tag in "ij" and at), len(phrase))
    found = _person(phrase, len(phrase), known) or (_person(phrase, head, known) if head < len(phrase) else None)
    if found:
        return found
    if office := _by_office(words, phrase, known):
        return Name(office, "person", known.gender_of(office))
    kind = _kind(phrase[:head], known)
    if kind == "name" and (len(words) > 1 or organised(words, known.lexicon)):
        kind = "thing"
    return Name(written(known.text, phrase), kind, known.gender([phrase[head - 1].low]))


def _person(phrase: Sequence[Word], end: int, known: People) -> Name | None:
    """The person whose name ends the phrase: "(the prime minister of Norland,) Ana Ruiz"."""
    lexicon = known.lexicon
    run = next((start for start, stop in runs(phrase[:end], lexicon) if stop == end), None)
    if run is None or _coordinated(phrase):
        return None
    titles, begin = titles_of(phrase, run, end, lexicon)
    if begin >= end and phrase[end - 1].low in known.told:
        begin = end - 1  # "Justice said", of Jim Justice
    if begin >= end:
        return Name(written(known.text, phrase), "person", known.gender(titles)) if end == len(phrase) else None
    own = past_shouted(known.text, phrase, past_place(phrase, begin, end, lexicon), end)
    name = written(known.text, phrase[own:end])
    if organised(phrase[own:end], lexicon) or not _likely(phrase, (run, begin, own, end), name, known):
        return None
    gender = known.gender(titles)
    full = known.full(name, phrase[own].start, gender)
    return Name(full, "person", gender or known.gender_of(full))


def _by_office(words: Sequence[Word], phrase: Sequence[Word], known: People) -> str | None:
    """Whom the page introduces in the words of a definite description: "the president", "the Norland minister"."""
    definite = len(words) > len(phrase) and words[0].low in known.lexicon.words["definite"]
    title = phrase[-1].low
    if not definite or title not in known.lexicon.people["titles"] or not all(word.tag in "wNG" for word in phrase):
        return None
    return known.holder(title, frozenset(word.low for word in phrase[:-1]))


def _likely(phrase: Sequence[Word], places: tuple[int, int, int, int], name: str, known: People) -> bool:
    """Is the name at the end of the phrase the source's?

    Behind a preposition only if a place stands before it ("mayor of Rio Eduardo Paes", but "lawyer for Eduardo Paes");
    else behind a title or a description, if somebody bears the surname, or if it looks like given name and surname.
    """
    run, begin, own, end = places
    if run and phrase[run - 1].tag in "ij":
        return own > begin
    return run > 0 or own > run or known.knows(name) or end > 1 or common(phrase[0].low, known.lexicon)


def _coordinated(phrase: Sequence[Word]) -> bool:
    """True of "Ukraine and the West", not of "author and critic Ana Ruiz"."""
    after = (phrase[at + 1] for at, word in enumerate(phrase[:-1]) if word.tag == "c")
    return any(word.name or word.tag == "d" for word in after)


def _without_article(words: Sequence[Word], known: People) -> Sequence[Word]:
    articles = sum(1 for at, word in enumerate(words[:-1]) if word.low in known.lexicon.words["articles"] and at == 0)
    return words[articles:]


def _without_occasion(phrase: Sequence[Word], known: People) -> Sequence[Word]:
    """The source without where it spoke: "the army (in a statement)"."""
    last = max((at for at, word in enumerate(phrase) if word.tag == "j"), default=0)
    return phrase[:last] if last and phrase[-1].low in known.lexicon.words["occasions"] else phrase


def _kind(phrase: Sequence[Word], known: People) -> Kind:
    """Whether "they", "it" or "he" would be said of a phrase that is no person's name."""
    low, table = phrase[-1].low, known.lexicon.people
    if low in table["groups"] or any(word.tag == "c" for word in phrase):
        return "group"
    if capital(phrase[-1]):
        return "name"
    if low in table["titles"] or common(low, known.lexicon):
        return "person"
    return "group" if low.endswith(table["plural"]) and not low.endswith(table["no_plural"]) else "thing"
