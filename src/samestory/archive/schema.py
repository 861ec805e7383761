"""The tables of an archive, as steps from each schema version to the next. A step that was released never changes.

The columns of `page`, `outline`, `quote`, `statement`, `figure`, `conflict`, `relation`, `wire` and `failure` are those
of the types' rows (a test compares them), so that a new field of a type asks for a new step here.
"""

from __future__ import annotations

import json
import sqlite3
import zlib

from samestory.archive.packing import (
    deflated,
    digest,
    house,
    inflated,
    marked,
    packed,
    shingles,
    squeezed,
    unmarked,
    unpacked,
    unshingled,
)
from samestory.evidence import INDEXED

APPLICATION_ID = 0x53616D65  # "Same" in the header of the file, for file(1) and for us

_SOURCE = """given, name, mention_start, mention_end, borrowed_from_page_id, borrowed_from_start, borrowed_from_end"""
_SPEAKER = ", ".join(f"speaker_{name.strip()}" for name in _SOURCE.split(","))
_SAYER = ", ".join(f"source_{name.strip()}" for name in _SOURCE.split(","))

_FIRST = (
    # What was given, once per content. `packed` is raw deflate with the text of page `dictionary` as its dictionary.
    """CREATE TABLE original (hash BLOB PRIMARY KEY, dictionary INTEGER NOT NULL, encoding TEXT, textual INTEGER,
       packed BLOB NOT NULL)""",
    """CREATE TABLE page (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, text TEXT NOT NULL, source TEXT, form TEXT,
       text_by TEXT, at TEXT, url TEXT, fetched TEXT, title TEXT, published TEXT, authors TEXT, outlet TEXT,
       language TEXT, meta TEXT, extent TEXT)""",
    """CREATE TABLE outline (n INTEGER PRIMARY KEY REFERENCES page, page_id TEXT, title TEXT, published TEXT,
       authors TEXT, outlet TEXT, language TEXT, access TEXT, credit TEXT, no_article TEXT)""",
    "CREATE TABLE label (k INTEGER PRIMARY KEY, role TEXT, why TEXT, UNIQUE (role, why))",
    """CREATE TABLE block (page INTEGER REFERENCES page, at INTEGER, span_start INTEGER, span_end INTEGER,
       label INTEGER REFERENCES label, data TEXT, PRIMARY KEY (page, at)) WITHOUT ROWID""",
    """CREATE VIEW blocks AS SELECT page.id AS page_id, block.at, span_start, span_end, role, why, data,
       substr(page.text, span_start + 1, span_end - span_start) AS text
       FROM block JOIN page ON page.n = block.page JOIN label ON label.k = block.label""",
    """CREATE TABLE story (k INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, why TEXT, turn INTEGER NOT NULL,
       stale INTEGER NOT NULL, headline TEXT, first_seen TEXT, last_seen TEXT, pages INTEGER, outlets INTEGER,
       origins INTEGER, origins_low INTEGER, origins_high INTEGER)""",
    "CREATE INDEX story_stale ON story (k) WHERE stale",
    "CREATE TABLE alias (id TEXT PRIMARY KEY, story TEXT NOT NULL) WITHOUT ROWID",
    """CREATE TABLE change (n INTEGER PRIMARY KEY, kind TEXT NOT NULL, story TEXT NOT NULL, other TEXT NOT NULL,
       why TEXT NOT NULL)""",
    # What the archive itself notes of a page: where it was found, what it held, in which story it is.
    """CREATE TABLE holding (n INTEGER PRIMARY KEY REFERENCES page, address TEXT NOT NULL, content BLOB NOT NULL,
       body BLOB NOT NULL, clock REAL, family INTEGER, story INTEGER REFERENCES story, queued INTEGER NOT NULL)""",
    "CREATE INDEX holding_address ON holding (address)",
    "CREATE INDEX holding_story ON holding (story)",
    "CREATE INDEX holding_clock ON holding (clock)",
    "CREATE INDEX holding_family ON holding (family) WHERE family IS NOT NULL",
    "CREATE INDEX holding_queued ON holding (n) WHERE queued",
    """CREATE TABLE fingerprint (n INTEGER PRIMARY KEY REFERENCES page, outlet TEXT, language TEXT, time REAL,
       until REAL, length INTEGER, shingles BLOB, quoted BLOB, terms BLOB)""",
    "CREATE TABLE posting (shingle INTEGER, page INTEGER, PRIMARY KEY (shingle, page)) WITHOUT ROWID",
    "CREATE TABLE term (hash INTEGER, day INTEGER, page INTEGER, PRIMARY KEY (hash, day, page)) WITHOUT ROWID",
    """CREATE TABLE copy (child INTEGER REFERENCES page, parent INTEGER REFERENCES page, share REAL, why TEXT,
       PRIMARY KEY (child, parent)) WITHOUT ROWID""",
    """CREATE TABLE lineage (story INTEGER REFERENCES story, child TEXT, parent TEXT, share REAL, why TEXT,
       evidence TEXT)""",
    "CREATE INDEX lineage_story ON lineage (story)",
    "CREATE TABLE wire (story INTEGER REFERENCES story, name TEXT, status TEXT, why TEXT)",
    "CREATE INDEX wire_story ON wire (story)",
    f"""CREATE TABLE quote (story INTEGER REFERENCES story, same TEXT, page_id TEXT, span_start INTEGER,
       span_end INTEGER, form TEXT, {_SPEAKER}, cue_start INTEGER, cue_end INTEGER, parts TEXT)""",
    "CREATE INDEX quote_story ON quote (story)",
    f"""CREATE TABLE statement (story INTEGER REFERENCES story, same TEXT, page_id TEXT, span_start INTEGER,
       span_end INTEGER, {_SAYER}, cue_start INTEGER, cue_end INTEGER)""",
    "CREATE INDEX statement_story ON statement (story)",
    f"""CREATE TABLE figure (story INTEGER REFERENCES story, same TEXT, page_id TEXT, span_start INTEGER,
       span_end INTEGER, low, high, bound TEXT, unit TEXT, "of" TEXT, per TEXT, "when" TEXT, {_SAYER},
       cue_start INTEGER, cue_end INTEGER)""",
    "CREATE INDEX figure_story ON figure (story)",
    """CREATE TABLE conflict (story INTEGER REFERENCES story, story_id TEXT, kind TEXT, between TEXT, about TEXT,
       why TEXT, claims TEXT, readings TEXT)""".replace(" between ", ' "between" '),
    "CREATE INDEX conflict_story ON conflict (story)",
    "CREATE TABLE relation (story INTEGER REFERENCES story, story_id TEXT, kind TEXT, why TEXT, readings TEXT)",
    "CREATE INDEX relation_story ON relation (story)",
    """CREATE TABLE sighting (page INTEGER REFERENCES page, content BLOB, source TEXT, fetched TEXT NOT NULL,
       PRIMARY KEY (page, content, fetched)) WITHOUT ROWID""",
    "CREATE TABLE revision (page INTEGER PRIMARY KEY REFERENCES page, previous INTEGER NOT NULL REFERENCES page)",
    """CREATE TABLE failure (stage TEXT NOT NULL, source TEXT NOT NULL, message TEXT NOT NULL, hint TEXT,
       at TEXT NOT NULL, PRIMARY KEY (source, at, stage, message)) WITHOUT ROWID""",
    """CREATE VIRTUAL TABLE words USING fts5 (title, body, content='',
       tokenize='porter unicode61 remove_diacritics 2')""",
)

# What was worked out of a story and is in no other table, packed: a screen must not work it out again.
_SECOND = ("CREATE TABLE view (story INTEGER PRIMARY KEY REFERENCES story, packed BLOB NOT NULL)",)

# Smaller, and as quick at 10^5 pages as at 10^4. What people ask for is a view with the names that the tables had.
_TEXT = "CAST(sqlar_uncompress(packed, size) AS TEXT)"
_BLOCKS = "CAST(sqlar_uncompress(blocks, blocks_size) AS TEXT)"
_GIVEN = "form, text_by, at, url, fetched, title, published, authors, outlet, language, meta, extent"


def _claims(kind: str, letter: str, who: str, before: str, after: str) -> tuple[str, ...]:
    """The tables of one kind of claim: rows of numbers, and the view that tells them as the type's rows."""
    own = ["span_start", "span_end", *before.split(), f"{who}_given", f"{who}_mention_start", f"{who}_mention_end"]
    own += [f"{who}_borrowed_from_start", f"{who}_borrowed_from_end", "cue_start", "cue_end", *after.split()]
    reals = {name: f"{name} REAL" for name in ("low", "high")}
    shown = {name: f'"{name}"' for name in (*before.split(), *after.split())}
    bare = f"""CREATE TABLE bare_{kind} (story INTEGER NOT NULL REFERENCES story, at INTEGER NOT NULL,
       same_page INTEGER, same_start INTEGER, page INTEGER, {who}_name TEXT,
       {who}_borrowed_from_page INTEGER, {", ".join(reals.get(name, shown.get(name, name)) for name in own)},
       PRIMARY KEY (story, at)) WITHOUT ROWID"""
    view = f"""CREATE VIEW {kind} AS SELECT bare.story << 24 | bare.at AS rowid, bare.story,
       same.id || '/{letter}' || coalesce(same_start, span_start) AS same, paper.id AS page_id, span_start, span_end,
       {"".join(f"bare.{shown[name]}, " for name in before.split())}{who}_given, {who}_name,
       {who}_mention_start, {who}_mention_end, other.id AS {who}_borrowed_from_page_id,
       {who}_borrowed_from_start, {who}_borrowed_from_end, cue_start,
       cue_end{"".join(f", bare.{shown[name]}" for name in after.split())}
       FROM bare_{kind} AS bare JOIN paper ON paper.n = bare.page
       JOIN paper AS same ON same.n = coalesce(same_page, page)
       LEFT JOIN paper AS other ON other.n = {who}_borrowed_from_page"""
    return f"DROP TABLE {kind}", bare, view


_THIRD = (
    "UPDATE fingerprint SET terms = resqueezed(terms, (SELECT text FROM page WHERE page.n = fingerprint.n))",
    "DROP VIEW blocks",
    "ALTER TABLE page RENAME TO paper",
    # Text as in an SQLite archive: sqlar_uncompress(packed, size) gives it in the sqlite3 shell, too.
    "ALTER TABLE paper ADD COLUMN packed BLOB",
    "ALTER TABLE paper ADD COLUMN size INTEGER",
    # Of each block its label, the gap before it, its length, and its data if it has any; JSON, packed as the text is.
    "ALTER TABLE paper ADD COLUMN blocks BLOB",
    "ALTER TABLE paper ADD COLUMN blocks_size INTEGER",
    "UPDATE paper SET packed = sqlar_compress(text), size = length(CAST(text AS BLOB)), source = nullif(source, url)",
    "ALTER TABLE paper DROP COLUMN text",
    """UPDATE paper SET blocks = (SELECT '[' || group_concat('[' || label || ',' || gap || ',' || size ||
       coalesce(',' || data, '') || ']') || ']' FROM (SELECT label, data, span_end - span_start AS size,
       span_start - lag(span_end, 1, 0) OVER (ORDER BY at) AS gap FROM block WHERE page = paper.n ORDER BY at))""",
    "UPDATE paper SET blocks_size = length(CAST(blocks AS BLOB)), blocks = sqlar_compress(blocks)",
    "DROP TABLE block",
    f"""CREATE VIEW page AS SELECT n, id, {_TEXT} AS text, coalesce(source, url) AS source, {_GIVEN} FROM paper""",
    f"""CREATE VIEW block AS SELECT n AS page, each.key AS at,
       sum(each.value ->> 1 + each.value ->> 2) OVER so_far - (each.value ->> 2) AS span_start,
       sum(each.value ->> 1 + each.value ->> 2) OVER so_far AS span_end, each.value ->> 0 AS label,
       each.value -> 3 AS data FROM paper, json_each({_BLOCKS}) AS each
       WINDOW so_far AS (PARTITION BY n ORDER BY each.key)""",
    """CREATE VIEW blocks AS SELECT page.id AS page_id, block.at, span_start, span_end, role, why, data,
       substr(page.text, span_start + 1, span_end - span_start) AS text
       FROM block JOIN page ON page.n = block.page JOIN label ON label.k = block.label""",
    "UPDATE holding SET address = digest(address)",
    *_claims("quote", "q", "speaker", "form", "parts"),
    *_claims("statement", "s", "source", "", ""),
    *_claims("figure", "f", "source", "low high bound unit of per when", ""),
    # What of a story was worked out is dropped with its claims, and made again by the next `add`.
    "UPDATE story SET stale = 1",
    # New postings are rows; from time to time they are moved into cells: see postings.py.
    "CREATE TABLE settled (bucket INTEGER PRIMARY KEY, packed BLOB NOT NULL)",
    "ALTER TABLE posting RENAME TO posted",
    "CREATE TABLE posting (shingle INTEGER, page INTEGER, PRIMARY KEY (shingle, page)) WITHOUT ROWID",
    "INSERT OR IGNORE INTO posting SELECT (shingle >> 2) % (1 << 46), page FROM posted",
    "DROP TABLE posted",
    # By time first, so that the pages of a day are noted in one place of the file.
    "ALTER TABLE term RENAME TO termed",
    "CREATE TABLE term (period INTEGER, hash INTEGER, page INTEGER, PRIMARY KEY (period, hash, page)) WITHOUT ROWID",
    "INSERT OR IGNORE INTO term SELECT CASE day WHEN -1 THEN -1 ELSE day / 16 END, hash, page FROM termed",
    "DROP TABLE termed",
)

# What sites repeat on their pages. Learned from a sample of each site's pages, those of the least ids.
_FOURTH = (
    # `turn` counts the changes of the sample, `learned` is the turn that the memory is from, `looked` its pages then.
    """CREATE TABLE site (k INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, turn INTEGER NOT NULL,
       learned INTEGER NOT NULL, sampled INTEGER NOT NULL, looked INTEGER NOT NULL, version INTEGER NOT NULL)""",
    # A line stands on `times` pages. One that is `open` is furniture only if no other site holds it.
    """CREATE TABLE memory (site INTEGER REFERENCES site, line INTEGER, times INTEGER NOT NULL, open INTEGER NOT NULL,
       elsewhere INTEGER NOT NULL, PRIMARY KEY (site, line)) WITHOUT ROWID""",
    "CREATE INDEX memory_open ON memory (line) WHERE open",
    """CREATE TABLE sample (site INTEGER REFERENCES site, page INTEGER REFERENCES paper, title INTEGER, day TEXT,
       short BLOB NOT NULL, long BLOB NOT NULL, PRIMARY KEY (site, page)) WITHOUT ROWID""",
    # The long lines of the samples, to be found by a line.
    """CREATE TABLE running (line INTEGER, site INTEGER REFERENCES site, page INTEGER REFERENCES paper,
       PRIMARY KEY (line, site, page)) WITHOUT ROWID""",
    "ALTER TABLE holding ADD COLUMN site INTEGER REFERENCES site",
    "ALTER TABLE holding ADD COLUMN doubts BLOB",  # the lines that a memory is asked about
    # 1: to be cleaned again by what the memory has learned; 2: no memory has looked at the page yet.
    "ALTER TABLE holding ADD COLUMN doubted INTEGER NOT NULL DEFAULT 0",
    "CREATE INDEX holding_site ON holding (site) WHERE site IS NOT NULL",
    "CREATE INDEX holding_doubted ON holding (doubted, n) WHERE doubted",
    "UPDATE holding SET doubted = 2 WHERE n IN (SELECT n FROM paper WHERE form <> 'body' AND extent = 'full')",
    # An export that is being read into an empty archive: the id of its first page, and how much of its rest is kept.
    "CREATE TABLE import (first TEXT NOT NULL, done INTEGER NOT NULL)",
)

# What is noted of texts, so that copies come out the same in whatever order and batches pages come.
_FIFTH = (
    "ALTER TABLE holding ADD COLUMN text INTEGER",  # the page after which its text is called; null: itself
    "ALTER TABLE holding ADD COLUMN weight INTEGER",  # how many indexed shingles the page has
    "ALTER TABLE holding ADD COLUMN house INTEGER",  # the same for all pages of an outlet
    "CREATE INDEX holding_text ON holding (text) WHERE text IS NOT NULL",
    "CREATE TABLE turn (n INTEGER NOT NULL)",  # counts the changes of texts and of standing shingles
    "INSERT INTO turn VALUES (0)",
    "CREATE TABLE standing (shingle INTEGER PRIMARY KEY)",  # held by so many texts that it is no evidence
    # Two pages that share text by copying, and how many of the shingles that tell so could become standing ones.
    """CREATE TABLE tie (one INTEGER REFERENCES paper, other INTEGER REFERENCES paper, spare INTEGER NOT NULL,
       PRIMARY KEY (one, other)) WITHOUT ROWID""",
    "CREATE INDEX tie_lost ON tie (one) WHERE spare < 0",
    # A quarter less for shingles, and for the quoted ones among them a bit each.
    "UPDATE fingerprint SET quoted = remarked(shingles, quoted), shingles = shortened(shingles)",
    # What has its story stays there and is only noted: 2.
    """UPDATE holding SET weight = weighed(shingles, quoted), house = housed(outlet), queued = 2 - queued
       FROM fingerprint WHERE fingerprint.n = holding.n""",
)

_SIXTH = (
    "DROP TABLE running",  # the samples themselves are gone through
    # Beside the sample: by way of the pages themselves every page filed read 64 others.
    "ALTER TABLE sample ADD COLUMN id TEXT",
    "UPDATE sample SET id = (SELECT id FROM paper WHERE n = page)",
    # What any program can ask that opens a database: nothing in it is packed.
    """CREATE VIEW pages AS SELECT paper.n, paper.id, coalesce(paper.source, paper.url) AS source, paper.url,
       outline.title, outline.outlet, outline.published, paper.fetched, outline.language, outline.authors,
       outline.access, outline.credit, fingerprint.length AS words, story.id AS story, story.headline
       FROM paper JOIN outline USING (n) JOIN holding USING (n) LEFT JOIN fingerprint USING (n)
       LEFT JOIN story ON story.k = holding.story""",
)

# Two fifths less for the terms of a fingerprint.
_SEVENTH = ("UPDATE fingerprint SET terms = reordered(terms, (SELECT text FROM page WHERE page.n = fingerprint.n))",)

_SELF = "title, published, authors, outlet, language, access, credit, no_article"
_TOLD = ("title", "published", "modified", "authors", "outlet", "language", "canonical", "section", "access", "credit")

# All that pages say of themselves, and where; and which stories belong to one running affair.
_EIGHTH = (
    "DROP VIEW pages",
    # Where a page says what it says of itself, and whom it lets use it: a few rows a site, 2 bytes a page.
    "CREATE TABLE said (k INTEGER PRIMARY KEY, reuse TEXT NOT NULL, found TEXT NOT NULL, UNIQUE (found, reuse))",
    # `canonical` is empty where it is the address at which the page was found. `shown`: the words that tell its day,
    # which stand between the quotation marks of `found`. `said` is null where the page is to be read again.
    """CREATE TABLE bare_outline (n INTEGER PRIMARY KEY REFERENCES paper, title TEXT, published TEXT, authors TEXT,
       outlet TEXT, language TEXT, access TEXT, credit TEXT, no_article TEXT, modified TEXT, canonical TEXT,
       section TEXT, shown TEXT, said INTEGER REFERENCES said)""",
    f"INSERT INTO bare_outline SELECT n, {_SELF}, NULL, NULL, NULL, NULL, NULL FROM outline",
    "DROP TABLE outline",
    "CREATE INDEX outline_untold ON bare_outline (n) WHERE said IS NULL",
    f"""CREATE VIEW outline AS SELECT bare.n, (SELECT id FROM paper WHERE paper.n = bare.n) AS page_id, {_SELF},
       modified, CASE canonical WHEN '' THEN (SELECT url FROM paper WHERE paper.n = bare.n) ELSE canonical END
       AS canonical, section, coalesce((SELECT reuse FROM said WHERE k = bare.said), '[]') AS reuse,
       coalesce((SELECT replace(found, '“”', '“' || coalesce(shown, '') || '”') FROM said WHERE k = bare.said), '[]')
       AS found FROM bare_outline AS bare""",
    # As `clean --json` tells it: each field with where it was found.
    f"""CREATE VIEW metadata AS
       SELECT n, page_id, each.value ->> 0 AS field,
       CASE each.value ->> 0 {" ".join(f"WHEN '{name}' THEN {name}" for name in _TOLD)} END AS value,
       each.value ->> 1 AS found FROM outline, json_each(outline.found) AS each
       UNION ALL SELECT n, page_id, each.value ->> 0, each.value ->> 1, each.value ->> 0
       FROM outline, json_each(outline.reuse) AS each
       UNION ALL SELECT n, id, 'first_seen', fetched, 'when it was fetched' FROM paper WHERE fetched IS NOT NULL""",
    # The id of the eldest story of the affair; null: to be asked when pages are next added.
    "ALTER TABLE story ADD COLUMN affair TEXT",
    "CREATE INDEX story_affair ON story (affair)",
    # Two stories that belong together, both ways round: an affair is what such links hold together.
    """CREATE TABLE akin (one INTEGER REFERENCES story, other INTEGER REFERENCES story, PRIMARY KEY (one, other))
       WITHOUT ROWID""",
    """UPDATE holding SET queued = 1 WHERE n IN (SELECT min(n) FROM holding WHERE story IS NOT NULL GROUP BY story)""",
    """CREATE VIEW affairs AS SELECT affair AS id, max(headline) FILTER (WHERE id = affair) AS headline,
       count(*) AS stories, sum(pages) AS pages, min(first_seen) AS first_seen, max(last_seen) AS last_seen
       FROM story WHERE affair IS NOT NULL GROUP BY affair""",
    """CREATE VIEW pages AS SELECT paper.n, paper.id, coalesce(paper.source, paper.url) AS source, paper.url,
       outline.title, outline.outlet, outline.published, outline.modified, paper.fetched, outline.language,
       outline.authors, outline.canonical, outline.section, outline.access, outline.credit, outline.reuse,
       fingerprint.length AS words, story.id AS story, story.headline, story.affair
       FROM paper JOIN outline USING (n) JOIN holding USING (n) LEFT JOIN fingerprint USING (n)
       LEFT JOIN story ON story.k = holding.story""",
)

# Pages as what sets them apart from another page of their site. What is kept already stays as it is.
_NINTH = (
    # An original may be packed by Zstandard, its dictionary the original of another page of its site, its frame, with
    # the text of page `dictionary` behind it. A frame that many pages need is kept once more in `spare`, without one.
    "ALTER TABLE original ADD COLUMN frame INTEGER REFERENCES paper",
    """CREATE TABLE frame (site INTEGER REFERENCES site, page INTEGER REFERENCES paper, uses INTEGER NOT NULL,
       PRIMARY KEY (site, page)) WITHOUT ROWID""",
    "CREATE TABLE spare (page INTEGER PRIMARY KEY REFERENCES paper, packed BLOB NOT NULL)",
)

_BEFORE = (_FIRST, _SECOND, _THIRD, _FOURTH, _FIFTH, _SIXTH, _SEVENTH, _EIGHTH)
MIGRATIONS: tuple[tuple[str, ...], ...] = (*_BEFORE, _NINTH)
VERSION = len(MIGRATIONS)


def version(db: sqlite3.Connection) -> int:
    """The schema version of an open file; 0: nothing in it yet."""
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def migrate(db: sqlite3.Connection) -> None:
    """Bring a file to the schema of this version, each step in the transaction the caller holds."""
    equip(db)
    for number, step in enumerate(MIGRATIONS[version(db) :], version(db) + 1):
        for statement in step:
            db.execute(statement)
        db.execute(f"PRAGMA user_version = {number}")
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")


def equip(db: sqlite3.Connection) -> None:
    """Give a connection the functions that the views and the steps ask for."""
    for name, width, function in (
        ("sqlar_compress", 1, deflated),
        ("sqlar_uncompress", 2, inflated),
        ("digest", 1, _digest),
        ("resqueezed", 2, _resqueezed),
        ("reordered", 2, _reordered),
        ("shortened", 1, _shortened),
        ("remarked", 2, _remarked),
        ("weighed", 2, _weighed),
        ("housed", 1, house),
    ):
        db.create_function(name, width, function, deterministic=True)


def _resqueezed(cell: bytes, text: str) -> bytes:
    """Terms as the first schema kept them, deflated by themselves, as they are kept now."""
    return packed(zlib.decompress(cell), text.casefold())


def _reordered(cell: bytes, text: str) -> bytes:
    """Terms as they were kept as JSON, as they are kept now."""
    return squeezed(json.loads(unpacked(cell, text.casefold())), text)


def _shortened(cell: bytes) -> bytes:
    """Shingles as they were kept in eight bytes each, as they are kept now."""
    return shingles(_numbers(cell))


def _remarked(cell: bytes, quoted: bytes) -> bytes:
    return marked(_numbers(cell), frozenset(_numbers(quoted)))


def _numbers(cell: bytes) -> list[int]:
    return [int.from_bytes(cell[at : at + 6], "little") for at in range(0, len(cell), 8)]


def _weighed(cell: bytes, quoted: bytes) -> int:
    values = unshingled(cell)
    return sum(value % INDEXED == 0 for value in set(values).difference(unmarked(values, quoted)))


def _digest(address: str) -> bytes:
    return digest(address.encode())
