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

Any program can ask the view `pages`, without a plugin: of every page its id, source, url, title, outlet, when it was
published, modified and fetched, language, authors, canonical address, section, access, credit, who may index or mine it
(`reuse`), number of words (none: it has no article), its story and the affair of that:

```sql
SELECT outlet, count(*), sum(words) FROM pages WHERE language = 'en' AND published >= '2025-05' GROUP BY outlet;
```

The view `metadata` has a row for every field that a page fills: its value, and where on the page it was found. The
view `affairs` has a row for every running affair: the id and headline of its eldest story, how many stories and pages
it has, from when to when.

```sql
SELECT found, count(*) FROM metadata WHERE field = 'published' GROUP BY found ORDER BY 2 DESC;
```

So any program can ask `story`, `copy`, `lineage`, `wire`, `conflict`, `relation`, `quote`, `statement` and `figure`,
all but the words that their spans point at.

Texts and outlines are packed as in an SQLite archive. The `sqlite3` shell unpacks them by itself, so that all views can
be asked there, for example for who is quoted and how:

```sql
SELECT speaker_name, substr(text, span_start + 1, span_end - span_start) FROM quote JOIN page ON page.id = page_id;
```

Other programs need one function before they can show the views `page`, `block` and `blocks`. For Datasette put this
file into a folder and name it with `--plugins-dir`:

```text
import zlib
from datasette import hookimpl


def uncompressed(cell, size):
    return cell if len(cell) == size else zlib.decompress(cell)


@hookimpl
def prepare_connection(conn):
    conn.create_function("sqlar_uncompress", 2, uncompressed)
```
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
