"""The authored stories: what every version says, and what a person finds there. One TOML file a story."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "authored"
Table = dict[str, Any]
ENDINGS = {"text": "txt", "rss": "rss", "atom": "atom", "jsonfeed": "feed.json", "ninjs": "ninjs.json"}


@dataclass
class Version:
    """A page as authored: an outlet's version of a story, without its furniture."""

    name: str
    outlet: str
    site: str
    language: str
    container: str
    design: str
    published: str
    authors: list[str]
    credit: list[str]
    title: str
    dek: str
    keypoints: list[str]
    article: list[Table]
    furniture: list[str]
    parents: list[Table]
    kind: str
    event_of: str
    quotes: list[Table]
    statements: list[Table]
    figures: list[Table]
    more: Table = field(default_factory=dict)  # what only some versions have: url, layout, comments …

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.{ENDINGS.get(self.container, self.container)}"

    @property
    def url(self) -> str:
        """Where it is said to have stood."""
        day = self.published[:10].replace("-", "/") or "pages"
        return str(self.more.get("url") or f"https://www.{self.site}/{day}/{self.name}")


@dataclass
class Story:
    """An event, its versions, and what holds between them."""

    name: str
    event: str
    versions: list[Version]
    origins: int
    agencies: list[str]
    told: Table  # same, conflict, meaning, must_not, origins_range …


_OWN = {"name", *Version.__dataclass_fields__} - {"more"}


def tables() -> list[Table]:
    """All authored stories by name, as they are written."""
    return [tomllib.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.toml"))]


def stories() -> list[Story]:
    """All authored stories by name."""
    return list(map(story, tables()))


def story(table: Table) -> Story:
    """One story from its table."""
    versions = [version(each) for each in table["version"]]
    agencies = [agency["name"] for agency in table.get("agency", [])]
    apart = {"story", "event", "version", "origins", "agency"}
    told = {key: value for key, value in table.items() if key not in apart}
    return Story(table["story"], table["event"], versions, table["origins"], agencies, told)


def version(table: Mapping[str, Any]) -> Version:
    """One version from its table."""
    own = {key: value for key, value in table.items() if key in _OWN}
    return Version(**own, more={key: value for key, value in table.items() if key not in _OWN})


def words(item: Table) -> str:
    r"""The text of an item of an article.

    >>> words({"table": [["a", "b"], ["c", "d"]]}), words({"caption": "The lock.", "photo": "Photo: A. Brook"})
    ('a\tb\nc\td', 'The lock.\nPhoto: A. Brook')
    """
    if "table" in item:
        return "\n".join("\t".join(row) for row in item["table"])
    if "list" in item:
        return "\n".join(item["list"])
    if "caption" in item:
        return "\n".join(filter(None, [item["caption"], item.get("photo", "")]))
    return str(next(iter(item.values())))


def text(version: Version) -> str:
    """Everything a version itself says, in which its claims are looked up."""
    return "\n\n".join([version.title, version.dek, *version.keypoints, *map(words, version.article)])


def claims(version: Version) -> Iterator[Table]:
    """Its quotes, statements and figures."""
    yield from [*version.quotes, *version.statements, *version.figures]


def wordings(claim: Table) -> list[str]:
    """A claim as a whole, if it stands in one paragraph, and its parts."""
    return [*filter(None, [claim.get("words")]), *claim.get("parts", [])]


def listed(given: str | list[str]) -> list[str]:
    """One or several wordings as a list; none for a version where nothing stands.

    >>> listed("a"), listed(["a", "b"]), listed("")
    (['a'], ['a', 'b'], [])
    """
    return [given] if isinstance(given, str) and given else list(given)
