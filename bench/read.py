"""How fast the readers are, side by side with the plain library below each: pages and megabytes a second, and what of
the reading is our own.

usage: read.py [--pages N] [--json]

The corpora are made for the run: invented words, 9 kB a page. "plain" is the least the library needs to hand over
every page's bytes; "records" is our reader; "pages" goes on to the decoded and rendered `Page`, which is the whole
read. Times are CPU time, the least of several runs. Exit status 1 if our own part of the whole read is above its limit.
It takes some 15 s of CPU time.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from samestory import read
from samestory.types import Record

TIMES = 3
LIMIT = 0.3  # of the whole read, for what is not the library's
MEGABYTE = 1e6


class Timed(NamedTuple):
    """Seconds of CPU time for the same file: the plain library, our records, our pages."""

    what: str
    pages: int
    megabytes: float  # of the pages' content
    plain: float
    records: float
    whole: float

    @property
    def overhead(self) -> float:
        """The share of the whole read that our reader takes beside the library."""
        return max(0.0, self.records - self.plain) / self.whole

    @property
    def against_records(self) -> float:
        """The same, against reading without making pages."""
        return max(0.0, self.records - self.plain) / self.records


def bodies(count: int) -> Iterator[str]:
    """Invented pages of paragraphs."""
    choose = random.Random(1)
    words = [
        "".join(syllables) for syllables in product(("ba", "do", "fi", "lu"), ("mer", "ton", "sal"), ("", "is", "en"))
    ]
    paragraphs = [" ".join(choose.choices(words, k=60)).capitalize() + "." for _ in range(400)]
    for number in range(count):
        yield f"<p>{number}</p>" + "".join(f"<p>{paragraph}</p>" for paragraph in choose.sample(paragraphs, 20))


def warc(count: int, path: Path) -> None:
    """One gzip member a record, as crawlers write."""
    with path.open("wb") as file:
        for number, body in enumerate(bodies(count)):
            block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<!doctype html>{body}".encode()
            head = (
                f"WARC/1.1\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:x:{number}>\r\nWARC-Target-URI: "
                f"https://post.example/{number}\r\nWARC-Date: 2024-03-05T07:30:00Z\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(block)}\r\n\r\n"
            )
            file.write(gzip.compress(head.encode() + block + b"\r\n\r\n", 6))


def rss(count: int, path: Path) -> None:
    """Full content in CDATA."""
    with path.open("w", encoding="utf-8") as file:
        file.write('<rss xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Post</title>')
        for number, body in enumerate(bodies(count)):
            file.write(
                f"<item><title>{number}</title><link>https://post.example/{number}</link><pubDate>Tue, 05 Mar 2024 "
                f"07:30:00 GMT</pubDate><content:encoded><![CDATA[{body}]]></content:encoded></item>\n"
            )
        file.write("</channel></rss>")


def comma(count: int, path: Path) -> None:
    """Three columns."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["url", "title", "html"])
        writer.writerows((f"https://post.example/{n}", n, body) for n, body in enumerate(bodies(count)))


def lines(count: int, path: Path) -> None:
    """One object a line."""
    with path.open("w", encoding="utf-8") as file:
        for number, body in enumerate(bodies(count)):
            file.write(json.dumps({"url": f"https://post.example/{number}", "title": str(number), "html": body}) + "\n")


def parquet(count: int, path: Path) -> None:
    """Three columns, zstd."""
    import pyarrow
    from pyarrow.parquet import write_table

    html = list(bodies(count))
    urls = [f"https://post.example/{n}" for n in range(count)]
    table = pyarrow.table({"url": urls, "title": [str(n) for n in range(count)], "html": html})
    write_table(table, path, compression="zstd", row_group_size=5000)


def plain_warc(path: Path) -> int:
    """fastwarc: payload, address and date of each response."""
    from fastwarc.warc import ArchiveIterator

    length = 0
    with path.open("rb") as file:
        for record in ArchiveIterator(file):
            given = record.headers.get("WARC-Target-URI"), record.headers.get("WARC-Date")
            length += len(record.reader.read()) if all(given) and record.reader else 0
    return length


def plain_rss(path: Path) -> int:
    """lxml: the text of each item's children."""
    from lxml import etree

    length = 0
    for _, item in etree.iterparse(str(path), tag="item", recover=True, resolve_entities=False):
        length += sum(len(child.text or "") for child in item)
        item.clear()
    return length


def plain_rss_by_feedparser(path: Path) -> int:
    """feedparser, the usual library for feeds."""
    import feedparser

    return sum(len(entry.content[0].value) for entry in feedparser.parse(str(path)).entries)


def plain_comma(path: Path) -> int:
    """csv of the standard library."""
    csv.field_size_limit(1 << 23)
    with path.open(encoding="utf-8", newline="") as file:
        return sum(len(row["html"]) for row in csv.DictReader(file))


def plain_lines(path: Path) -> int:
    """json of the standard library, a line at a time."""
    with path.open("rb") as file:
        return sum(len(json.loads(line)["html"]) for line in file)


def plain_parquet(path: Path) -> int:
    """pyarrow: batches as Python values."""
    from pyarrow.parquet import ParquetFile

    batches: Any = ParquetFile(path).iter_batches(batch_size=1024, use_threads=False)
    return sum(len(row["html"]) for batch in batches for row in batch.to_pylist())


FORMATS: dict[str, tuple[str, Callable[[int, Path], None], Callable[[Path], int]]] = {
    "WARC / fastwarc": ("x.warc.gz", warc, plain_warc),
    "RSS / lxml": ("x.xml", rss, plain_rss),
    "RSS / feedparser": ("x.xml", rss, plain_rss_by_feedparser),
    "CSV / csv": ("x.csv", comma, plain_comma),
    "JSON Lines / json": ("x.jsonl", lines, plain_lines),
    "Parquet / pyarrow": ("x.parquet", parquet, plain_parquet),
}


def seconds(work: Callable[[], object], times: int = TIMES) -> float:
    """CPU seconds, the least of several runs."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def timed(what: str, count: int) -> Timed:
    """One format in all three ways."""
    name, made, plain = FORMATS[what]
    with TemporaryDirectory() as folder:
        path = Path(folder, name)
        made(count, path)
        records = [record for record in read.records(str(path)) if isinstance(record, Record)]
        if len(records) != count:
            raise SystemExit(f"{what}: {len(records)} of {count} pages read")
        size = sum(len(record.content) for record in records)
        making = seconds(lambda: [read.page(record) for record in records], 1)
        own = seconds(lambda: sum(1 for _ in read.records(str(path))))
        return Timed(what, count, size / MEGABYTE, seconds(lambda: plain(path)), own, own + making)


def main() -> int:
    """Time every format, print the table; 1 if our part is too large."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=3000, metavar="N")
    parser.add_argument("--json", action="store_true", help="print one JSON document instead of the table")
    options = parser.parse_args()
    rows = [timed(what, options.pages) for what in FORMATS]
    if options.json:
        print(json.dumps([{**row._asdict(), "overhead": round(row.overhead, 3)} for row in rows], indent=1))
        return int(any(row.overhead > LIMIT for row in rows))
    print(f"{'':20}{'plain':>16}{'records':>16}{'pages':>16}   ours, of records / of the whole read")
    for row in rows:
        speeds = "".join(f"{row.pages / spent:7,.0f} {row.megabytes / spent:4.0f} MB/s" for spent in row[3:])
        late = "  TOO SLOW" if row.overhead > LIMIT else ""
        print(f"{row.what:20}{speeds}   {row.against_records:4.0%} / {row.overhead:.0%}{late}")
    return int(any(row.overhead > LIMIT for row in rows))


if __name__ == "__main__":
    sys.exit(main())
