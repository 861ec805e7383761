"""Is what was authored in order? Words must be found, once, where they are said to be; names must exist."""

from __future__ import annotations

import json
from collections.abc import Iterator

from tools.examples.authored import Story, Table, claims, listed, text, wordings

GROUPS = {"same": "of", "conflict": "words", "meaning": "words", "related": "words"}


def wrong(story: Story) -> Iterator[str]:
    """What is wrong with a story, a line each."""
    texts = {version.name: text(version) for version in story.versions}
    for version in story.versions:
        for claim in claims(version):
            for words in wordings(claim):
                yield from once(texts, version.name, words)
        for parent in version.parents:
            if parent["of"] not in {"unseen", *texts, *story.agencies}:
                yield f"{version.name}: no such parent: {parent['of']}"
        if not version.site.endswith(".example"):
            yield f"{version.name}: {version.site} could be a real site"
    for group, key in GROUPS.items():
        for entry in story.told.get(group, []):
            for name, given in entry[key].items():
                for words in listed(given):
                    yield from once(texts, name, words)
    for entry in story.told.get("must_not", []):
        yield from once(texts | places(story, entry), entry["version"], entry["words"])


def places(story: Story, entry: Table) -> dict[str, str]:
    """Where something that must not be said stands, if it is not in the article."""
    if "where" not in entry:
        return {}
    version = next(each for each in story.versions if each.name == entry["version"])
    return {version.name: json.dumps(version.more[entry["where"]], ensure_ascii=False)}


def once(texts: dict[str, str], name: str, words: str) -> Iterator[str]:
    """Do the words stand exactly once in this version?"""
    if name not in texts:
        yield f"no version {name}"
    elif (count := texts[name].count(words)) != 1:
        yield f"{name}: {count} times: {words!r}"
