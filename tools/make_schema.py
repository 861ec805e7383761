"""Write docs/schema.md: the tables of an archive, as the schema of this version makes them.

usage: make_schema.py > docs/schema.md
"""

from __future__ import annotations

import sqlite3
from contextlib import closing

from samestory.archive import schema

HEAD = """# The tables of an archive

Made by `tools/make_schema.py`; schema {version}. An archive is an SQLite database: look at it with `sqlite3 -readonly`
or any tool that opens one, and write to it with `samestory` only.

`page`, `outline`, `quote`, `statement`, `figure`, `conflict`, `relation`, `wire` and `failure` are the rows of the
types of the same names (`samestory.types`): spans are `_start` and `_end`, code points into the page's text; lists are
JSON. `n` and `page` are numbers of pages, `k` and `story` numbers of stories. The view `blocks` gives every part of
every page with its text. `words` is the full-text index; its `rowid` is `n`.
"""


def main() -> None:
    """Make an empty archive and print what is in it."""
    with closing(sqlite3.connect(":memory:")) as db:
        schema.migrate(db)
        own = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'words\\__%' ESCAPE '\\'"
        made = [" ".join(sql.split()) + ";" for (sql,) in db.execute(f"{own} ORDER BY rowid")]
    print(HEAD.format(version=schema.VERSION))
    print("```sql\n" + "\n".join(made) + "\n```")


if __name__ == "__main__":
    main()
