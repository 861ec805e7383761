"""One HTML page that shows every example beside its truth, for a second person to check.

usage: python -m tools.show_truth FILE [STORY …]      (in the root of the checkout)
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from html import escape as escaped
from pathlib import Path

from tools.build_examples import TARGET
from tools.examples.authored import Table, wordings

STYLE = """
body { font: 15px/1.45 Georgia, serif; margin: 2em auto; max-width: 78em }
article { display: grid; grid-template-columns: 1fr 1fr; gap: 2em; border-top: 2px solid; margin-top: 2em }
h1, h2, header { grid-column: 1 / -1; margin-bottom: 0 }
p { margin: .3em 0; white-space: pre-line } p.aside { color: #777; font-size: 85% }
small { font: 11px monospace; color: #06c } li { margin: .2em 0 } code { font-size: 85%; color: #a40 }
mark.quotes { background: #fe9 } mark.statements { background: #cf9 } mark.figures { background: #fcb }
mark.must_not { background: none; outline: 1px dashed red }
"""
KINDS = ("quotes", "statements", "figures", "must_not")


def main() -> None:
    """Write the page."""
    truth = json.loads((TARGET / "truth.json").read_text("utf-8"))
    stories = [story for story in truth["stories"] if story["name"] in sys.argv[2:] or not sys.argv[2:]]
    parts = [part for story in stories for part in shown(story, truth["pages"])]
    markup = f"<!DOCTYPE html><meta charset=utf-8><title>Truth</title><style>{STYLE}</style>\n" + "\n".join(parts)
    Path(sys.argv[1]).write_text(markup, "utf-8")


def shown(story: Table, pages: dict[str, Table]) -> Iterator[str]:
    """A story: what holds between its pages, then every page."""
    yield f"<h1>{escaped(story['name'])}</h1><p>{escaped(story['event'])}</p>"
    low, high = story["origins_range"]
    yield f"<p>{story['origins']} origins ({low} to {high}): {escaped(', '.join(story['origin_names']))}</p>"
    for kind in ("conflicts", "allowed_conflicts", "meaning", "same", "related"):
        items = "".join(f"<li>{between(entry)}</li>" for entry in story[kind])
        yield f"<details><summary>{kind}: {len(story[kind])}</summary><ul>{items}</ul></details>"
    yield from (page(name, told) for name, told in pages.items() if told["story"] == story["name"])


def between(entry: Table) -> str:
    """An entry that ties words of several pages."""
    about = " · ".join(str(entry[key]) for key in ("kind", "between", "effect", "why") if key in entry)
    words = entry.get("words") or entry["of"]
    places = " ⟷ ".join(f"{escaped(' / '.join(given)) or '∅'} <code>{name}</code>" for name, given in words.items())
    return f"<b>{escaped(about)}</b> {places}"


def page(name: str, told: Table) -> str:
    """A page: its blocks with their roles, and beside them its claims."""
    fields = ("outlet", "language", "published", "authors", "credit", "kind", "parents", "design", "no_article")
    about = "".join(f"<li>{key}: {escaped(str(told[key]))}</li>" for key in fields if told.get(key))
    blocks = "\n".join(block(each, told) for each in told.get("blocks", []))
    claims = "\n".join(f"<h3>{kind}</h3><ul>{claimed(kind, told)}</ul>" for kind in KINDS if told.get(kind))
    head = f"<h2>{escaped(name)}</h2><header><ul>{about}</ul></header>"
    return f"<article>{head}<div>{blocks}</div><div>{claims}</div></article>"


def block(each: Table, told: Table) -> str:
    """A block: its role, its text with the claims marked, its data."""
    data = f" <code>{escaped(str(each['data']))}</code>" if "data" in each else ""
    text = marked(each["text"], told) if each["own"] else escaped(each["text"])
    return f'<p class="{"own" if each["own"] else "aside"}"><small>{each["role"]}</small> {text}{data}</p>'


def marked(text: str, told: Table) -> str:
    """A text with the words of its claims marked, the longest first; what overlaps them is in the list beside."""
    taken: list[tuple[int, int, str]] = []
    found = [(words, kind) for kind in KINDS for claim in told.get(kind, []) for words in wordings(claim)]
    for words, kind in sorted(found, key=lambda each: -len(each[0])):
        start = text.find(words)
        if start >= 0 and all(start + len(words) <= begin or end <= start for begin, end, _ in taken):
            taken.append((start, start + len(words), kind))
    pieces, at = [], 0
    for start, end, kind in sorted(taken):
        pieces += [escaped(text[at:start]), f'<mark class="{kind}">{escaped(text[start:end])}</mark>']
        at = end
    return "".join([*pieces, escaped(text[at:])])


def claimed(kind: str, told: Table) -> str:
    """The claims of a kind, each with everything that is said of it."""
    lines = []
    for claim in told[kind]:
        about = ", ".join(
            f"{key}: {value}" for key, value in claim.items() if key not in ("words", "parts") and value != ""
        )
        lines.append(f"<li>{escaped(' … '.join(wordings(claim)[:1]))}<br><code>{escaped(about)}</code></li>")
    return "".join(lines)


if __name__ == "__main__":
    main()
