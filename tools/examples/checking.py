"""Is what was authored in order?

Words must be found, once, where they are said to be; names must exist; bounds, days and kinds must be those of answers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from tools.examples.authored import Story, Table, Version, claims, listed, text, wordings

GROUPS = {"same": "of", "conflict": "words", "meaning": "words", "related": "words"}
KINDS = {
    "same": {"kind": {"quote", "statement", "figure"}},
    "conflict": {"kind": {"value", "date", "speaker", "wording_of_quote"}, "between": {"versions", "sources"}},
    "meaning": {"effect": {"meaning", "wording", "format"}},
    "related": {"kind": {"not_comparable", "update", "tension", "title_and_body"}},
}
# Which ends a bound leaves open.
OPEN = {"=": "", "~": "", "vague": "", ">": "high", ">=": "high", "<": "low", "<=": "low"}
FORMS = {"direct", "partial", "term", "headline"}
DAY = re.compile(r"(?:(?:19|20)\d\d(?:-[01]\d(?:-[0-3]\d)?)?)?")


def wrong(story: Story) -> Iterator[str]:
    """What is wrong with a story, a line each."""
    texts = {version.name: text(version) for version in story.versions}
    for version in story.versions:
        yield from (f"{version.name}: {line}" for line in shapeless(version))
        for words in (words for claim in claims(version) for words in wordings(claim)):
            yield from once(texts, version.name, words)
        for parent in version.parents:
            if parent["of"] not in {"unseen", *texts, *story.agencies}:
                yield f"{version.name}: no such parent: {parent['of']}"
    for group in GROUPS:
        for entry in story.told.get(group, []):
            yield from misplaced(group, entry, texts)
    for entry in story.told.get("must_not", []):
        yield from once(texts | places(story, entry), entry["version"], entry["words"])


def misplaced(group: str, entry: Table, texts: dict[str, str]) -> Iterator[str]:
    """What is wrong with something that is said of several versions."""
    for name, kinds in KINDS[group].items():
        if entry.get(name, "meaning") not in kinds:  # the effect of a change of meaning need not be said
            yield f"{group}: no {name} {entry.get(name)!r}"
    for name, given in entry[GROUPS[group]].items():
        for words in listed(given):
            yield from once(texts, name, words)


def shapeless(version: Version) -> Iterator[str]:
    """What is wrong with a version alone: a bound with the wrong ends, a day that is none, a site that could be."""
    if not version.site.endswith(".example"):
        yield f"{version.site} could be a real site"
    for figure in version.figures:
        ends = {"low", "high"} - {OPEN.get(figure["bound"], "no such bound")}
        if ends != {"low", "high"} & figure.keys():
            yield f"a bound {figure['bound']} needs {sorted(ends)}: {figure['words']!r}"
        if not DAY.fullmatch(figure["when"]):
            yield f"no day: {figure['when']!r}"
    yield from (f"no form {quote['form']!r}" for quote in version.quotes if quote["form"] not in FORMS)
    yield from (f"no share {each['share']}" for each in version.parents if not 0 < each["share"] <= 1)


def places(story: Story, entry: Table) -> dict[str, str]:
    """Where something that must not be said stands, if it is not in the article."""
    if "where" not in entry:
        return {}
    version = next(each for each in story.versions if each.name == entry["version"])
    if entry["where"] == "teasers" and "teasers" not in version.furniture:
        return {version.name: ""}
    return {version.name: json.dumps(version.more[entry["where"]], ensure_ascii=False)}


def once(texts: dict[str, str], name: str, words: str) -> Iterator[str]:
    """Do the words stand exactly once in this version?"""
    if name not in texts:
        yield f"no version {name}"
    elif (count := texts[name].count(words)) != 1:
        yield f"{name}: {count} times: {words!r}"
