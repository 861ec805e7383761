"""What a person finds on the built pages: the truth, as words of the page, white space not counting."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

from tools.examples.arranging import groups
from tools.examples.authored import Story, Table, Version, listed
from tools.examples.containers import IN_FEEDS
from tools.examples.furniture import Group

ABOUT = (
    "What a person finds on the pages beside this file. All places are words of the page's text; white space does not "
    "matter anywhere. Blocks stand in the order of the text."
)
FEEDS = ("rss", "atom", "jsonfeed", "ninjs")
# Two names, neither of them a desk's: a byline of a newsroom names nobody.
_PERSON = re.compile(r"\A(?!.*\b(?:[Dd]esk|[Ss]taff|[Nn]ewsroom|[Cc]orrespondent|Press)\b)\w+ [\w-]+|\Amw\Z")
_CLAIM = (
    *("words", "parts", "open", "speaker", "true_speaker", "form", "source"),
    *("low", "high", "bound", "also_bound", "unit", "of", "per", "when", "optional"),
)


def truth(stories: Sequence[Story]) -> Table:
    """All pages and all stories."""
    pages = {version.file: page(version, story) for story in stories for version in story.versions}
    for story in stories:
        for version in story.versions:
            if "page_container" in version.more:
                whole = pages[version.file]
                pages[f"{version.name}.html"] = whole
                pages[version.file] = {
                    **about(version, story),
                    "extent": "summary",
                    "no_article": "a summary in a feed",
                }
    return {"about": ABOUT, "stories": [told(story) for story in stories], "pages": pages}


def about(version: Version, story: Story) -> Table:
    """What a page says of itself, and what it was made from."""
    return {
        "story": story.name,
        "outlet": version.outlet,
        "title": version.title,
        "published": version.published,
        "authors": version.authors,
        "desk": bool(version.authors) and not any(_PERSON.search(name) for name in version.authors),
        "credit": version.credit,
        "language": version.language,
        "design": version.design if version.container in ("html", "warc") else version.container,
        "kind": version.kind,
        "parents": version.parents,
    }


def page(version: Version, story: Story) -> Table:
    """A page: its blocks, its claims, and what must not be said of it."""
    found = about(version, story)
    for key in ("no_article", "entry", "revisit"):
        if key in version.more:
            found[key] = version.more[key]
    found["blocks"] = [
        {"role": part.role, "text": part.text, **({"data": part.data} if part.data else {}), "own": part.own}
        for group in shown(version)
        for part in group.parts
    ]
    if version.container == "text" and (starts := movable(version)):
        found["groups"] = starts
    for kind in ("quotes", "statements", "figures"):
        found[kind] = [{key: claim[key] for key in _CLAIM if key in claim} for claim in getattr(version, kind)]
    kept = [entry for entry in story.told.get("must_not", []) if entry["version"] == version.name]
    found["must_not"] = [{key: entry[key] for key in ("words", "what", "why") if key in entry} for entry in kept]
    return found


def movable(version: Version) -> list[str]:
    """How the groups of furniture behind the article begin, the footer last; none if a line stands there twice."""
    found = groups(version)
    last = max(at for at, group in enumerate(found) if group.kind in ("article", "head", "title"))
    lines = [line for group in found for part in group.parts for line in part.lines]
    starts = [group.parts[0].lines[0] for group in found[last + 1 :] if group.kind != "rights"]
    alone = all(lines.count(line) == 1 for line in starts)
    return starts if alone and found[-2].kind == "footer" else []


def shown(version: Version) -> list[Group]:
    """The groups of a page in the order of its text."""
    found = groups(version)
    if version.container in FEEDS and "page_container" not in version.more:
        return [group for group in found if group.kind in IN_FEEDS]
    if version.design == "jsonld-only":  # linked data becomes text behind all that is shown
        return sorted(found, key=lambda group: group.kind == "article")
    return found


def told(story: Story) -> Table:
    """A story: its pages, origins and wires, and what holds between its versions."""
    given = story.told
    files = {version.name: f"{version.name}.html" if "page_container" in version.more else version.file
             for version in story.versions}  # fmt: skip
    articles = [version for version in story.versions if "no_article" not in version.more]
    conflicts = [_placed(entry, files, "words") for entry in given.get("conflict", [])]
    return {
        "name": story.name,
        "event": story.event,
        "pages": [files[version.name] for version in articles],
        "outlets": len({version.outlet for version in articles}),
        "origins": story.origins,
        "origins_range": given.get("origins_range", [story.origins, story.origins]),
        "origin_names": given["origin_names"],
        "origins_note": given.get("origins_note", ""),
        "wires": given.get("wires", wires(story)),
        "must_stay_apart": given.get("must_stay_apart", []),
        "same": [_placed(entry, files, "of") for entry in given.get("same", [])],
        "conflicts": [entry for entry in conflicts if not entry.get("allowed")],
        "allowed_conflicts": [entry for entry in conflicts if entry.get("allowed")],
        "meaning": [_placed(entry, files, "words") for entry in given.get("meaning", [])],
        "related": [_placed(entry, files, "words") for entry in given.get("related", [])],
    }


def wires(story: Story) -> list[Table]:
    """The agencies that pages of the story name."""
    credited = {name for version in story.versions for name in version.credit}
    return [{"name": name, "status": "credited"} for name in story.agencies if name in credited]


def _placed(entry: Table, files: dict[str, str], key: str) -> Table:
    """An entry whose words are listed by file."""
    return {**entry, key: {files[name]: listed(words) for name, words in entry[key].items()}}


def written(value: Table) -> str:
    """The truth as JSON: readable, a line for every block, claim and entry."""
    stories = ",\n".join(_object(each, 1) for each in value["stories"])
    pages = ",\n".join(f" {_line(name)}: {_object(each, 1).strip()}" for name, each in value["pages"].items())
    return f'{{"about": {_line(value["about"])},\n"stories": [\n{stories}\n],\n"pages": {{\n{pages}\n}}}}\n'


def _object(value: Table, depth: int) -> str:
    pad = " " * depth
    return (
        f"{pad}{{\n"
        + ",\n".join(f"{pad} {_line(key)}: {_value(each, depth + 1)}" for key, each in value.items())
        + f"\n{pad}}}"
    )


def _value(value: Any, depth: int) -> str:
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + _lines(value, depth + 1) + "]"
    return _line(value)


def _lines(values: Iterable[Any], depth: int) -> str:
    return ",\n".join(" " * depth + _line(value) for value in values)


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
