"""Clean pages that were damaged at random: no page may crash it, take too long, or lose a character.

usage: python -m tools.fuzz FOLDER [--mutations N] [--seed N] [--seconds S] [--keep FOLDER]

FOLDER holds pages as fetched (HTML, also gzipped). Copies of them are damaged, up to 200 times each, until N mutations
are done: bytes changed, pieces cut out, doubled, moved or taken from another page, tags and attributes put in (once or
thousands of times), encodings mixed. Each is read and labelled as markup and, flattened, as text. What goes wrong is
printed with the seed that makes it again, and the page is kept in FOLDER of `--keep`. Exit status 1 if anything went
wrong. A million mutations of real pages take 5 to 20 minutes of CPU time.
"""

from __future__ import annotations

import argparse
import gzip
import random
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from samestory import read
from samestory.errors import SamestoryError
from samestory.outline import outline
from samestory.spans import tiles
from samestory.types import Record

MOST_MUTATIONS = 200  # of one page
LARGEST = 10_000_000  # bytes of a mutated page
_TOKENS = (
    b"<div>|</div>|<p>|</p>|<li>|<td>|<table>|</table>|<a href=x>|</a>|<h1>|<br>|<pre>|</pre>|<script>|"
    b"</script>|<style>|<!--|-->|<![CDATA[|]]>|<title>|</title>|<svg>|</svg>|<template>|<noscript>|"
    b"<select><option>|<textarea>|<plaintext>|<frameset>|<body>|</body>|</html>|<head>|<meta charset=utf-16>|"
    b"<meta charset=shift_jis>|<?xml encoding='utf-7'?>|<base href='//'>|"
    b'<script type="application/ld+json">|{"@type":"NewsArticle","articleBody":"|"}|<time datetime="|'
    b'<div class="comments paywall|<figure>|<figcaption>|<blockquote>|<div hidden id="S:0">|<dialog open>|'
    b" class=\"|='|\"|'|&amp;|&#0;|&#xD800;|&#x110000;|&notit;|\x00|\xff|\xfe\xff|\xef\xbb\xbf|\xc3|\xe2\x80|"
    b"\xed\xa0\x80|\xf4\x90\x80\x80|\x1b$B|\x85|\r|\r\n|\t|\n\n| {80}|\xc2\xa0|\xe2\x80\xa8|\xe2\x80\xae|"
    b"\xe2\x80\x8d|12 %|3h ago|5,937|\xc2\xa9 2024|(Reuters) - |Photo: A. B./C|By Ana Ruiz|[[{;=|"
).split(b"|")
_ENCODINGS = (
    "utf-8",
    "utf-16",
    "utf-16-le",
    "cp1252",
    "cp1251",
    "shift_jis",
    "gb18030",
    "euc-kr",
    "iso2022_jp",
    "utf-7",
)
Mutation = Callable[[random.Random, bytes, Sequence[bytes]], bytes]


def changed(chance: random.Random, page: bytes, _pages: Sequence[bytes]) -> bytes:
    """One byte is another."""
    at = chance.randrange(len(page) + 1)
    return page[:at] + bytes([chance.randrange(256)]) + page[at + 1 :]


def cut(chance: random.Random, page: bytes, _pages: Sequence[bytes]) -> bytes:
    """A piece is gone."""
    start, end = _piece(chance, page)
    return page[:start] + page[end:]


def doubled(chance: random.Random, page: bytes, _pages: Sequence[bytes]) -> bytes:
    """A piece stands twice, or hundreds of times."""
    start, end = _piece(chance, page)
    return page[:start] + page[start:end] * chance.choice((2,) * 300 + (300,)) + page[end:]


def moved(chance: random.Random, page: bytes, _pages: Sequence[bytes]) -> bytes:
    """A piece stands elsewhere."""
    start, end = _piece(chance, page)
    rest, at = page[:start] + page[end:], chance.randrange(len(page) + 1)
    return rest[:at] + page[start:end] + rest[at:]


def spliced(chance: random.Random, page: bytes, pages: Sequence[bytes]) -> bytes:
    """A piece of another page stands in it."""
    other = chance.choice(pages)
    (start, end), at = _piece(chance, other), chance.randrange(len(page) + 1)
    return page[:at] + other[start:end] + page[at:]


def written(chance: random.Random, page: bytes, _pages: Sequence[bytes]) -> bytes:
    """A tag, a mark or a broken character is put in, now and then thousands of times."""
    token, at = chance.choice(_TOKENS), chance.randrange(len(page) + 1)
    return page[:at] + token * chance.choice((1,) * 900 + (40, 40, 40, 400, 9000)) + page[at:]


def recoded(chance: random.Random, page: bytes, _pages: Sequence[bytes]) -> bytes:
    """A piece is in another encoding."""
    start, end = _piece(chance, page)
    text = page[start:end].decode("utf-8", "replace")
    return page[:start] + text.encode(chance.choice(_ENCODINGS), "replace") + page[end:]


_MUTATIONS: Sequence[Mutation] = (changed, changed, cut, doubled, moved, spliced, written, written, written, recoded)


def _piece(chance: random.Random, page: bytes) -> tuple[int, int]:
    """Where a piece stands: mostly a short one."""
    start = chance.randrange(len(page) + 1)
    return start, min(len(page), start + chance.choice((1, 8, 60, 400, 3000, 40_000)))


class Damaged(NamedTuple):
    """A page after its mutations, and the seed that makes it again."""

    seed: int
    content: bytes
    mutations: int


def damaged(pages: Sequence[bytes], seed: int, most: int = MOST_MUTATIONS) -> Damaged:
    """One of the pages, damaged."""
    chance = random.Random(seed)
    page, times = chance.choice(pages), chance.randint(1, most)
    for _ in range(times):
        page = chance.choice(_MUTATIONS)(chance, page, pages)[:LARGEST]
    return Damaged(seed, page, times)


def faults(content: bytes, seconds: float) -> Iterator[str]:
    """What goes wrong with a page; a clear refusal is nothing wrong."""
    text = ""
    for form in ("html", "text"):
        given = content if form == "html" else text
        record = Record("page", "page", "html" if form == "html" else "text", given)
        start = time.process_time()
        try:
            page = read.page(record)
            found = outline(page)
        except SamestoryError:
            return
        except Exception as error:
            yield f"{form}: {type(error).__name__}: {error}"
            return
        taken = time.process_time() - start
        if taken > seconds:
            yield f"{form}: took {taken:.1f} s for {len(given):,} {'bytes' if form == 'html' else 'characters'}"
        if not tiles([block.span for block in found.blocks], page.text):
            yield f"{form}: blocks do not tile the text"
        text = page.text


def unpacked(path: Path) -> bytes:
    """A page, gzipped or not."""
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def main() -> int:
    """Damage, clean, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, metavar="FOLDER")
    parser.add_argument("--mutations", type=int, default=20_000, metavar="N")
    parser.add_argument("--seed", type=int, default=1, metavar="N")
    parser.add_argument("--seconds", type=float, default=2.0, metavar="S", help="of CPU time that a page may take")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where to keep pages that go wrong")
    options = parser.parse_args()
    pages = [unpacked(path) for path in sorted(options.folder.glob("*.htm*"))]
    if not pages:
        parser.error(f"no HTML pages in {options.folder}")
    mutations = number = wrong = 0
    slowest, largest = 0.0, 0
    while mutations < options.mutations:
        page = damaged(pages, options.seed + number)
        start = time.process_time()
        for fault in faults(page.content, options.seconds):
            wrong += 1
            print(f"seed {page.seed}: {fault}", flush=True)
            if options.keep:
                options.keep.mkdir(parents=True, exist_ok=True)
                (options.keep / f"{page.seed}.html").write_bytes(page.content)
        slowest, largest = max(slowest, time.process_time() - start), max(largest, len(page.content))
        mutations, number = mutations + page.mutations, number + 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{mutations:,} mutations in {number:,} pages, the largest {largest:,} bytes: {wrong} faults; the slowest page "
        f"took {slowest:.2f} s of CPU as markup and as text; {memory} MB at most"
    )
    return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
