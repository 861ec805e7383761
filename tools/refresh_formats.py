"""Put what the readers say of themselves into docs/formats.md, between its two marks.

usage: python -m tools.refresh_formats        (in the root of the checkout)
"""

from __future__ import annotations

import inspect
from pathlib import Path

from samestory import read
from samestory.read import feed, fields, jsonl, parquet, source, table

FILE = Path("docs/formats.md")
BEGINS = "<!-- From here on written by tools/refresh_formats.py: change the readers, not this. -->"
ENDS = "<!-- To here. -->"


def formats() -> str:
    """A section for every reader: the names of its files, and its docstring."""
    sections = []
    for name, module in read.formats().items():
        text = inspect.getdoc(module) or ""
        suffixes = ", ".join(f"`{suffix}`" for suffix in module.suffixes)
        sections.append(f"### {name}\n\n{text}\n\nFile names: {suffixes}\n")
    return "\n".join(sections)


def columns() -> str:
    """What tables may call each field."""
    rows = [f"| `{field}` | {', '.join(names[1:])} |" for field, names in fields.synonyms().items()]
    return "\n".join(["| field | also called |", "|---|---|", *rows])


def limits() -> str:
    """What no input may exceed."""
    rows = {
        "a page, also unpacked": f"{source.PAGE_LIMIT // source.MEGABYTE} MB",
        "gzip, unpacked to packed": f"{source.RATIO_LIMIT} : 1 above that size",
        "a line of JSON Lines": f"{jsonl.LINE_LIMIT // source.MEGABYTE} MB",
        "a cell of CSV": f"{table.CELL_LIMIT // source.MEGABYTE} MB",
        "columns of CSV": f"{table.COLUMN_LIMIT:,}",
        "elements of an item of a feed": f"{feed.ITEM_LIMIT:,}",
        "a row group of Parquet, unpacked": f"{parquet.GROUP_LIMIT // source.MEGABYTE:,} MB",
    }
    return "\n".join(["| what | at most |", "|---|---|", *(f"| {what} | {most} |" for what, most in rows.items())])


def refreshed(text: str) -> str:
    """The file with what the readers say today."""
    before, _, rest = text.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    parts = [BEGINS, formats(), "### Names of columns", columns(), "### Limits", limits(), ENDS]
    return before + "\n\n".join(part.strip() for part in parts) + after


def main() -> None:
    """Refresh docs/formats.md in place."""
    FILE.write_text(refreshed(FILE.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main()
