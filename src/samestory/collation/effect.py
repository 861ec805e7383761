"""What a difference of wording does to a reader: nothing but another format, other words, or another meaning.

A difference of format is known as such first; then words inside quotation marks are somebody's own, so any other word
there counts. For the rest every rule is asked and the gravest answer taken. What no rule knows is judged by the kind of
word: nouns, verbs, names and numbers that are not known to mean the same may tell the reader something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from samestory.collation.change import Change, Side, told
from samestory.collation.lexicon import Lexicon
from samestory.text import QUOTE_MARKS
from samestory.types import Effect, Kind

GRAVITY = {"meaning": 2, "wording": 1, "format": 0}
LONGEST_PHRASE = 4  # words of a phrase that is looked up among the synonyms


class Verdict(NamedTuple):
    """What kind of difference it is, what it does, and why in plain words."""

    kind: Kind
    effect: Effect
    why: str


def gravest(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict of greatest effect; the first of equal ones."""
    return max(verdicts, key=lambda verdict: GRAVITY[verdict.effect])


def judged(change: Change, order: bool = False) -> Verdict:
    """What a difference is and does; `order`: its words stand in both wordings, at different places."""
    for rule in IN_ORDER_RULES if order else FIRST_RULES:
        verdict = rule(change)
        if verdict:
            return verdict
    verdicts = []
    for rule in RULES + LEFT_RULES * bool(change.left) + LISTED_RULES * change.listed:
        if verdict := rule(change):
            if verdict.effect == "meaning":  # nothing is graver
                return verdict
            verdicts.append(verdict)
    return gravest(verdicts) if verdicts else Verdict("substantive", "wording", "small words")


def _typography(change: Change) -> Verdict | None:
    """The same words with other marks or capitals."""
    one, other = change.sides
    if one.words != other.words:
        return None
    if all(word[0].isalnum() for word in one.words) and not _apostrophes(one, other):
        return Verdict("spelling", "format", "capital letters")
    return Verdict("punctuation", "format", "style of marks")


def _apostrophes(one: Side, other: Side) -> bool:
    written = (side.passage.written[side.start : side.end] for side in (one, other))
    lower, other_lower = (" ".join(words).casefold() for words in written)
    return lower != other_lower


def _spelling(change: Change) -> Verdict | None:
    """The same words and numbers in another spelling."""
    one, other = change.sides
    if not one.plain or not other.plain or _joined(one.canonical) != _joined(other.canonical):
        return None
    if any(char.isdigit() for word in (*one.canonical, *other.canonical) for char in word):
        return Verdict("number", "format", "number style")
    return Verdict("spelling", "format", "spelling")


def _joined(words: tuple[str, ...]) -> str:
    return "".join(words).replace("-", "")


def _dates(change: Change) -> Verdict | None:
    """The same day, time or sum of money, told in another order, with an ordinal ending, or as 7.30 for 7:30."""
    if not any(word[0].isdigit() for word in change.one.canonical):
        return None
    one, other = (
        sorted(re.sub(r"(?<=\d)(st|nd|rd|th)$", "", word).replace(":", ".") for word in side.canonical)
        for side in change.sides
    )
    if one != other:
        return None
    date = any(word in change.lexicon.months for word in one)
    money = any(not char.isalnum() for word in one for char in word)
    if date or money or len(one) == 1:
        return Verdict("number", "format", "date style" if date else "number style")
    return None


def _marks(change: Change) -> Verdict | None:
    """Punctuation alone."""
    if change.one.plain or change.other.plain:
        return None
    marks = set(change.one.words) ^ set(change.other.words)
    if "?" in marks:
        return Verdict("punctuation", "meaning", "question or statement")
    if marks & set(QUOTE_MARKS) - {"'", "’"}:
        return Verdict("punctuation", "wording", "quotation marks")
    return Verdict("punctuation", "format", "punctuation")


def _order(change: Change) -> Verdict | None:
    """The same words in another order: who did what to whom hangs on it only if two names change places."""
    one, other = change.sides
    if one.quoted and other.quoted and one.plain and other.plain:
        return Verdict("order", "meaning", "other words in a quotation")
    names = [[word for word in side.plain if word in side.names] for side in change.sides]
    if len(set(names[0])) > 1 and sorted(names[0]) == sorted(names[1]) and names[0] != names[1]:
        return Verdict("order", "meaning", "names changed places")
    content = set(change.left) - change.lexicon.lists["little_words"]
    return None if content and one.plain and other.plain else Verdict("order", "wording", "word order")


def _quotation(change: Change) -> Verdict | None:
    """Other words inside a quotation."""
    if change.one.quoted and change.other.quoted:
        return Verdict("substantive", "meaning", "other words in a quotation")
    return None


def _phrase(change: Change) -> Verdict | None:
    """Phrases known to mean the same, by themselves or with the word beside them: "job cuts" and "job losses"."""
    one, other = change.one.canonical, change.other.canonical
    if not one or not other or max(len(one), len(other)) > LONGEST_PHRASE or _inflected(change):
        return None
    bare = tuple(_without_article(side, change.lexicon) for side in (one, other))
    phrases = [(one, other), (bare[0], bare[1])]
    if change.one.before == change.other.before != "":
        phrases.append(((change.one.before, *one), (change.other.before, *other)))
    if change.one.after == change.other.after != "":
        phrases.append(((*one, change.one.after), (*other, change.other.after)))
    known = any(change.lexicon.synonyms(*pair) for pair in phrases)
    return Verdict("substantive", "wording", "synonym") if known else None


def _without_article(words: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    return words[1:] if len(words) > 1 and words[0] in lexicon.lists["articles"] else words


def _inflected(change: Change) -> bool:
    """Are they forms of the same word, rather than different words?"""
    lexicon = change.lexicon
    return any(not lexicon.lemmas(one).isdisjoint(lexicon.lemmas(other)) for one, other in change.kin)


def _opposites(change: Change) -> Verdict | None:
    """Words that say the opposite, or must not be taken for each other."""
    lexicon = change.lexicon
    opposed = any(lexicon.opposed(*pair) for pair in product(change.one.plain, change.other.plain))
    return Verdict("substantive", "meaning", "other word") if opposed else None


def _listed(change: Change, name: str, noun: str) -> Verdict | None:
    """Words of a list that only one side has."""
    words = change.lexicon.lists[name]
    one, other = (side.listed & words for side in change.sides)
    return Verdict("substantive", "meaning", told(noun, one, other)) if one != other else None


def _negation(change: Change) -> Verdict | None:
    """A negation that only one side has; "did not signal" and "gave no sign" have one each."""
    negations = change.lexicon.lists["negations"]
    if all(side.listed & negations for side in change.sides):
        return None
    return _listed(change, "negations", "negation")


def _hedge(change: Change) -> Verdict | None:
    """Doubt or certainty that only one side has."""
    return _listed(change, "hedges", "hedge")


def _scope(change: Change) -> Verdict | None:
    """How much or how far, on one side only."""
    return _listed(change, "scopes", "scope") or _bound(change)


def _bound(change: Change) -> Verdict | None:
    """How exact a number is said to be."""
    one, other = (side.listed & change.lexicon.lists["bounds"] for side in change.sides)
    if one == other or not all(side.counts() for side, words in zip(change.sides, (one, other), strict=True) if words):
        return None
    return Verdict("number", "meaning", told("bound", one, other))


def _modality(change: Change) -> Verdict | None:
    """May, must, will: the strength of a claim; within one strength it is tense."""
    groups = change.lexicon.modals
    one, other = ({groups[word] for word in groups.keys() & side.canonical} for side in change.sides)
    return Verdict("substantive", "meaning", told("modality", one, other)) if one != other else None


def _time(change: Change) -> Verdict | None:
    """A time that only one side has. A weekday and "yesterday" may be the same day."""
    days = change.lexicon.lists["days"]
    one, other = ((side.listed & change.lexicon.lists["times"]) | side.days() for side in change.sides)
    if one == other:
        return None
    relative = change.lexicon.lists["relative"]
    if one and other and one <= relative and other <= relative and bool(one & days) != bool(other & days):
        return Verdict("substantive", "wording", "day told from the day of writing")
    return Verdict("substantive", "meaning", told("time", one, other))


def _figures(change: Change) -> Verdict | None:
    """Another number, or a number that only one side has."""
    one = [word for word in change.one.canonical if word[0].isdigit()]
    other = [word for word in change.other.canonical if word[0].isdigit()]
    if one == other or sorted(one) == sorted(other):
        return None
    return Verdict("number", "meaning", told("figure", one, other))


def _attribution(change: Change) -> Verdict | None:
    """Verbs of saying: plain ones stand for one another, others say how it was meant."""
    one, other = (_sayings(side) for side in change.sides)
    if one == other:
        return None
    if one and other:
        return Verdict("substantive", "meaning", "attribution verb")
    verbs = (word for side in change.sides for word in side.verbs() if not change.lexicon.plural(word))
    if any(map(change.lexicon.saying, verbs)) and not change.lexicon.lists["sourcing"].isdisjoint(one | other):
        return Verdict("substantive", "meaning", told("attribution", one, other))
    return None


def _sayings(side: Side) -> set[str]:
    """The verbs of saying among the words without kin; "secretary of state" and "this report" have none."""
    saying = side.lexicon.saying
    if not any(map(saying, side.left)):
        return set()
    return {verb for word in side.verbs() if word not in side.names for verb in saying(word)}


def _forms(change: Change) -> Verdict | None:
    """Other forms of the same words: number and tense."""
    verdicts = [verdict for pair in change.kin if pair[0] != pair[1] and (verdict := _form(change, *pair))]
    return gravest(verdicts) if verdicts else None


def _form(change: Change, one: str, other: str) -> Verdict | None:
    lexicon = change.lexicon
    shared = lexicon.lemmas(one) & lexicon.lemmas(other)
    if {one, other} <= lexicon.lists["articles"]:
        return Verdict("substantive", "wording", "article")
    if not shared or lexicon.spelled(one) == lexicon.spelled(other) or one.endswith("'s") or other.endswith("'s"):
        return Verdict("substantive", "wording", "synonym")
    if {one, other} <= lexicon.lists["present_be"] or {one, other} <= lexicon.lists["past_be"]:
        return Verdict("substantive", "wording", "agreement")
    if _plural(one, other, lexicon) and not _verbal(change):
        became = "singular became plural" if len(other) > len(one) else "plural became singular"
        return Verdict("substantive", "meaning", became)
    if _past(one, lexicon) != _past(other, lexicon):
        return _tense(change, (one, other), shared)
    return Verdict("substantive", "wording", "form of a word")


def _plural(one: str, other: str, lexicon: Lexicon) -> bool:
    """Are these singular and plural of a noun?"""
    short, long = sorted((lexicon.spelled(one), lexicon.spelled(other)), key=len)
    regular = long in {short + "s", short + "es", short[:-1] + "ies"}
    irregular = short in lexicon.lemmas(long) and not long.endswith(("ed", "ing"))
    return "n" in (lexicon.parts(short) or "n") and (regular or irregular)


def _verbal(change: Change) -> bool:
    """Do the words stand where a verb stands: behind a pronoun or a name, or before "to"?"""
    subjects = change.lexicon.lists["subjects"]
    for side in change.sides:
        named = (
            side.start > 0 and side.passage.is_name(side.start - 1, change.lexicon) and not side.before.endswith("'s")
        )
        if named or side.before in subjects or side.after == "to":
            return True
    return False


def _past(word: str, lexicon: Lexicon) -> bool:
    if word in lexicon.lists["past_be"] or word.endswith(tuple(lexicon.lists["past_endings"])):
        return True
    if word in lexicon.lists["present_be"] or word.endswith(("s", "ing")):
        return False
    return any(fields[1].startswith("=") for fields in lexicon.entries(word))


def _tense(change: Change, pair: tuple[str, str], shared: frozenset[str]) -> Verdict:
    """Past for present changes what is still so, but not under a verb of saying, where it follows that verb."""
    lexicon = change.lexicon
    saying, one = lexicon.lists["saying"], pair[0]
    words = {one, *lexicon.lists["perfect"]} if "have" in shared else {one}
    under = any(lexicon.lemmas(word) & saying for side in change.sides for word in side.passage.folded[: side.start])
    if under or shared & saying or words != {one} or any(word.endswith("ing") for word in pair):
        return Verdict("substantive", "wording", "tense")
    return Verdict("substantive", "meaning", "tense")


def _aspect(change: Change) -> Verdict | None:
    """Auxiliaries on one side: "had been fighting" is over, "fighting" is not; "has said" was before, "said" is now."""
    lexicon = change.lexicon
    positions = lexicon.lists["positions"]
    for side, against in (change.sides, change.sides[::-1]):
        over = side.listed & lexicon.lists["past_auxiliaries"]
        if over and side.after == against.after and side.after.endswith(tuple(lexicon.lists["continuing"])):
            return Verdict("substantive", "meaning", "tense: over or going on")
        if (
            set(side.left) & lexicon.lists["perfect"]
            and side.after == against.after
            and lexicon.lemmas(side.after) & positions
        ):
            return Verdict("substantive", "meaning", "tense: said before or said now")
    return None


def _names(change: Change) -> Verdict | None:
    """Names: in full or short, with or without a title, by another word, another name."""
    one, other = ([word for word in side.left if word in side.names] for side in change.sides)
    titles, days = change.lexicon.lists["titles"], change.lexicon.lists["days"]
    one, other = ([word for word in names if word not in titles and word not in days] for names in (one, other))
    if not one and not other:
        return _titles(change)
    if one and other:
        return _other_name(one, other)
    side = change.one if one else change.other
    against = change.other if one else change.one
    described = any(_names_thing(word, change.lexicon) for word in against.left)
    if (described and not against.names) or set(against.plain) & change.lexicon.lists["pronouns"]:
        return Verdict("substantive", "wording", "named otherwise")
    only_name = side.names | change.lexicon.lists["light"]
    if (side.beside_name() or set(side.left) & titles) and set(side.left) <= only_name:
        return Verdict("substantive", "wording", "name in full")
    return Verdict("substantive", "meaning", told("name", one, other))


def _titles(change: Change) -> Verdict | None:
    titles = change.lexicon.lists["titles"]
    if change.left and set(change.left) <= titles and any(side.beside_name() for side in change.sides):
        return Verdict("substantive", "wording", "title")
    return None


def _other_name(one: list[str], other: list[str]) -> Verdict:
    if len(one) == len(other) and all(_same_sound(*pair) for pair in zip(one, other, strict=True)):
        return Verdict("spelling", "format", "spelling of a name")
    if any("".join(word[0] for word in full) == "".join(short) for full, short in ((one, other), (other, one))):
        return Verdict("substantive", "wording", "abbreviation")
    return Verdict("substantive", "meaning", "other name")


def _same_sound(one: str, other: str) -> bool:
    """Are two names one name in two spellings: the same consonants, but for doubling and k, q, c, g, s, z?"""
    skeletons = [re.sub(r"(.)\1+", r"\1", re.sub("[aeiouyhj'-]", "", word.translate(_SOUNDS))) for word in (one, other)]
    return skeletons[0] == skeletons[1] and len(skeletons[0]) > 2 and abs(len(one) - len(other)) < 2


_SOUNDS = str.maketrans("qcgzwéèêëáàâäíîïóôöúûü", "kkksveeeeaaaaiiiooouuu")


def _content(change: Change) -> Verdict | None:
    """Nouns, verbs and the like without kin on the other side."""
    lexicon = change.lexicon
    little = lexicon.lists["light"]
    one, other = (
        [word for word in side.left if word not in little and word not in side.names] for side in change.sides
    )
    if one and other:
        things = len(one) == len(other) == 1 and all(_names_thing(word, lexicon) for word in (*one, *other))
        anyone = lexicon.lists["anyone"]
        if things and not anyone & {*one, *other}:
            return Verdict("substantive", "meaning", "other thing")
        return Verdict("substantive", "wording", "other words")
    if len(one + other) > 1:
        return Verdict("substantive", "meaning", told("detail", one, other))
    return Verdict("substantive", "wording", told("word", one, other)) if one or other else None


def _names_thing(word: str, lexicon: Lexicon) -> bool:
    """Is it a noun? A word that is not known may be one."""
    parts = [found for lemma in lexicon.lemmas(word) if (found := lexicon.parts(lemma))]
    return any(found[0] == "n" for found in parts) if parts else not word.endswith("ly")


FIRST_RULES = (_typography, _spelling, _dates, _marks, _quotation, _opposites, _phrase)
IN_ORDER_RULES = (_typography, _spelling, _dates, _marks, _order, _quotation, _opposites, _phrase)
RULES = (_modality, _figures, _forms)
LISTED_RULES = (_negation, _hedge, _scope, _time)  # for words of the lists
LEFT_RULES = (_attribution, _aspect, _names, _content)  # for words without kin
