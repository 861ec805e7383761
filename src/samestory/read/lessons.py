"""A file of what a person says of sites: TOML, a table a site.

    ["valley-post.example"]
    names."list.related" = ["vp-box", "vp-onward"]
    lines."notice.rights" = ["A newspaper of the valley since 1893"]

A name is one class, id or other name of an element, as the markup has it; a line is all of what a block says. Both are
compared in lower case, lines also without marks at their ends and with every number alike.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from samestory.errors import SamestoryError
from samestory.read.elements import lowered
from samestory.types import Taught

_ROLE = re.compile(
    r"(?:article|media|meta|offer|nav|list|interactive|ticker|service|ad|notice|ui|consent)\.[a-z]+(?:_[a-z]+)*"
)
_KINDS = ("names", "lines")


def lessons(path: Path) -> dict[str, Taught]:
    """What is taught of each site. Raises SamestoryError for a file that says it in another way."""
    try:
        sites = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise SamestoryError(str(path), f"cannot be read: {error}", "a TOML file of sites") from error
    return {site: _taught(str(path), site, said) for site, said in sites.items()}


def _taught(path: str, site: str, said: Any) -> Taught:
    at = f"{path}: {site}"
    if not isinstance(said, Mapping) or not said.keys() <= set(_KINDS):
        raise SamestoryError(at, "is no table of names and lines", 'names."ROLE" = ["…"] or lines."ROLE" = ["…"]')
    names, lines = (_pairs(at, said.get(kind, {})) for kind in _KINDS)
    return Taught(site, tuple((lowered(name), role) for name, role in names), lines)


def _pairs(at: str, roles: Any) -> tuple[tuple[str, str], ...]:
    """Pairs of what is named and its role."""
    if not isinstance(roles, Mapping):
        raise SamestoryError(at, f"says {roles!r}", 'a list for each role: "list.related" = ["vp-box"]')
    for role, things in roles.items():
        if not _ROLE.fullmatch(role):
            raise SamestoryError(at, f"{role!r} is no role", "one that `samestory clean` prints, as list.related")
        if not isinstance(things, list) or not all(isinstance(thing, str) and thing.strip() for thing in things):
            raise SamestoryError(at, f"{role} has {things!r}", "a list of names or lines in quotation marks")
    return tuple((thing, role) for role, things in roles.items() for thing in things)
