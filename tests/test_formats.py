"""Formats of many pages in one file: damaged, hostile and huge ones end in bounded time and memory, and resync."""

from __future__ import annotations

import gzip
import io
import itertools
import json
import re
import resource
import subprocess
import sys
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import brotli
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory import read
from samestory.errors import SamestoryError
from samestory.outline import outline
from samestory.read import warc
from samestory.types import Failure, Record
from tests import archives

CASES = Path(__file__).parent / "cases" / "read"
MEGABYTE = 1 << 20
Answer = Record | Failure


def answers(path: Path, data: bytes = b"") -> list[Answer]:
    """What a file gives, written first if there are bytes for it."""
    if data:
        path.write_bytes(data)
    return list(read.records(str(path)))


def sources(found: Iterable[Answer]) -> list[str]:
    """The last part of the address of each page; "!" for a failure."""
    return ["!" if isinstance(each, Failure) else each.source.rpartition("/")[2] for each in found]


def failures(found: Iterable[Answer]) -> list[Failure]:
    return [each for each in found if isinstance(each, Failure)]


def peak(work: Callable[[], object]) -> int:
    """The most bytes that Python held while it worked."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


# ---- web archives packed record by record


def test_every_record_has_the_offset_of_its_own_packet(tmp_path: Path) -> None:
    one = archives.packed([archives.page("a")])
    found = answers(tmp_path / "x.warc.gz", one + archives.packed([archives.page("b")]))
    assert [record.at for record in found] == [f"{tmp_path}/x.warc.gz:0", f"{tmp_path}/x.warc.gz:{len(one)}"]


@pytest.mark.parametrize("place", range(4))
@pytest.mark.parametrize("damage", ["zeros", "cut", "garbage", "long", "short", "endless"])
def test_one_damaged_record_costs_one_record(place: int, damage: str, tmp_path: Path) -> None:
    names = list("abcd")
    pages = [archives.page(name) for name in names]
    packets = [archives.packed([page]) for page in pages]
    block = archives.http(b"<p>A record that says how long it is, but is wrong about it.")
    lies = {"long": len(block) + 70, "short": len(block) - 9, "endless": 10**15}
    damaged = {
        "zeros": packets[place][:60] + bytes(20) + packets[place][80:],
        "cut": packets[place][:-60],
        "garbage": b"These are no records.",
    }
    for kind, length in lies.items():
        damaged[kind] = archives.packed([archives.record("response", block, "x", length=length)])
    packets[place] = damaged[damage]
    found = answers(tmp_path / "x.warc.gz", b"".join(packets))
    assert sources(found) == [*names[:place], "!", *names[place + 1 :]]
    (failure,) = failures(found)
    assert failure.at == f"{tmp_path}/x.warc.gz:{len(b''.join(packets[:place]))}"
    assert "gzip -t" in failure.hint


@pytest.mark.parametrize("kept", [3, 12, 19, 40, 200])
def test_a_last_record_cut_short_is_never_lost_in_silence(kept: int, tmp_path: Path) -> None:
    data = archives.packed([archives.page("a")]) + archives.packed([archives.page("b")])[:kept]
    assert sources(answers(tmp_path / "x.warc.gz", data)) == ["a", "!"]


def test_revisits_are_followed_in_a_packed_file_and_through_a_pipe(tmp_path: Path) -> None:
    data = archives.packed([archives.page("a"), archives.page("b"), archives.revisit("a", "response-a")])
    from_file = answers(tmp_path / "x.warc.gz", data)
    from_pipe = list(read.records("-", io.BytesIO(data)))
    for one, _, again in (from_file, from_pipe):
        assert isinstance(one, Record)
        assert isinstance(again, Record)
        assert (one.content, one.url) == (again.content, again.url)


def test_only_the_latest_originals_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "REMEMBERED", 20)
    pages = [archives.page(f"p{n}") for n in range(30)]
    revisits = [archives.revisit("x", "response-p0"), archives.revisit("x", "response-p29")]
    found = answers(tmp_path / "x.warc", b"".join(pages + revisits))
    assert sources(found[30:]) == ["!", "x"]


# ---- what is made to exhaust memory or time


def squeezed(head: bytes, megabytes: int) -> bytes:
    """A gzip packet of some bytes and many zeros."""
    packer = zlib.compressobj(9, wbits=31)
    return packer.compress(head) + b"".join(packer.compress(bytes(MEGABYTE)) for _ in range(megabytes)) + packer.flush()


def bomb(name: str) -> bytes:
    """An HTTP response that is more than it seems."""
    if name == "gzip":
        return archives.http(squeezed(b"", 200), f"{archives.HTML}Content-Encoding: gzip\r\n")
    if name == "brotli":
        content = brotli.compress(bytes(100 * MEGABYTE), quality=4)
        return archives.http(content, f"{archives.HTML}Content-Encoding: br\r\n")
    if name == "headers":
        return archives.http(b"", "".join(f"X-{n}: a\r\n" for n in range(100_000)))
    content = b"1\r\na\r\n" * 100_000 if name == "chunks" else b"ffffffffffffffff\r\na"
    return archives.http(content, f"{archives.HTML}Transfer-Encoding: chunked\r\n")


@pytest.mark.parametrize("name", ["gzip", "brotli", "chunks", "chunk", "headers"])
def test_a_bomb_in_a_record_is_one_failure(name: str, tmp_path: Path) -> None:
    block = bomb(name)
    path = tmp_path / "x.warc"
    path.write_bytes(archives.page("a") + archives.record("response", block, "x") + archives.page("b"))
    found: list[Answer] = []
    start = time.process_time()
    assert peak(lambda: found.extend(answers(path))) < 300 * MEGABYTE
    assert time.process_time() - start < 15  # no hang; speed is measured in bench/
    assert sources(found) == ["a", "!", "b"]


def test_a_packed_record_that_grows_without_end(tmp_path: Path) -> None:
    head = archives.record("response", archives.http(b""), "x", length=10**12)[:-4]
    endless = squeezed(head, 200)
    path = tmp_path / "x.warc.gz"
    path.write_bytes(archives.packed([archives.page("a")]) + endless + archives.packed([archives.page("b")]))
    found: list[Answer] = []
    assert peak(lambda: found.extend(answers(path))) < 200 * MEGABYTE
    assert sources(found) == ["a", "!", "b"]


def test_records_made_to_be_read_again_and_again_end_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warc, "IN_VAIN", MEGABYTE)
    path = tmp_path / "x.warc"
    path.write_bytes(archives.record("response", archives.http(b""), "x", length=10**9) * 20_000)
    start = time.process_time()
    *_, last = answers(path)
    assert time.process_time() - start < 15  # no hang; speed is measured in bench/
    assert isinstance(last, Failure)
    assert last.message == "is damaged in too many places"


@pytest.mark.parametrize("piece", [b"\x1f\x8b\x08", gzip.compress(b"WARC/1.0")[:10], b"WARC/1.0\r\n"])
def test_what_looks_like_many_starts_ends_soon(piece: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.warc.gz"
    path.write_bytes(archives.packed([archives.page("a")]) + piece * (MEGABYTE // len(piece)))
    start = time.process_time()
    assert sources(answers(path)) == ["a", "!"]
    assert time.process_time() - start < 15  # no hang; speed is measured in bench/


def entity_bombs() -> Iterator[bytes]:
    entities = b"".join(b"<!ENTITY a%d '%s'>" % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10))
    doctype = b"<!DOCTYPE rss [<!ENTITY a0 'lollollol'>" + entities + b"]>"
    yield doctype + b"<rss><channel><item><title>&a9;</title></item></channel></rss>"
    yield doctype + b"<rss><channel><item><title x='&a9;'>y</title></item></channel></rss>"
    yield b"<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><rss><item><title>&x;</title></item></rss>"
    yield b"<!DOCTYPE rss SYSTEM 'http://192.0.2.1/x.dtd'><rss><item><title>x</title></item></rss>"
    parameter = b"<!ENTITY % p SYSTEM 'file:///etc/hostname'>%p;"
    yield b"<!DOCTYPE rss [" + parameter + b"]><rss><item><title>x</title></item></rss>"


@pytest.mark.parametrize("data", list(entity_bombs()), ids=["nested", "attribute", "file", "outside", "parameter"])
def test_entities_of_a_feed_are_not_expanded(data: bytes, tmp_path: Path) -> None:
    found: list[Answer] = []
    assert peak(lambda: found.extend(answers(tmp_path / "x.xml", data))) < 20 * MEGABYTE
    hostname = Path("/etc/hostname").read_text("utf-8").strip() if Path("/etc/hostname").exists() else "?"
    assert hostname not in str([each.title for each in found if isinstance(each, Record)])
    assert len(str(found)) < 5000


@pytest.mark.parametrize("inside", ["<a>", "<a/>", "<item>", "<media:group>", "&amp;", "x", "<!-- x -->"])
@pytest.mark.parametrize("start", ["<rss><channel>", "<rss><channel><item>", "<rss><channel><item><title>"])
def test_a_feed_without_end(start: str, inside: str, tmp_path: Path) -> None:
    path = tmp_path / "x.xml"
    path.write_text(start + inside * (MEGABYTE // len(inside)))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.process_time()
    assert sum(isinstance(each, Failure) for each in read.records(str(path)))
    assert time.process_time() - begun < 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300 * 1024


def test_a_table_of_a_million_columns(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("body," + "c," * 1_000_000 + "\n" + "x," * 1_000_001 + "\n")
    found: list[Answer] = []
    assert peak(lambda: found.extend(answers(path))) < 200 * MEGABYTE
    (failure,) = failures(found)
    assert failure.message == "has 1,000,002 columns (expected at most 10,000)"


def test_a_row_of_a_million_cells_is_left_out(tmp_path: Path) -> None:
    found = answers(tmp_path / "x.csv", b"id,body\n1," + b"x," * 1_000_000 + b"\n2,Fine.\n")
    assert sources(found) == ["!", "2"]


def test_a_cell_without_end(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b'id,body\n1,"' + b"rain " * (4 * MEGABYTE) + b"\n2,Fine.\n")
    found: list[Answer] = []
    assert peak(lambda: found.extend(answers(path))) < 200 * MEGABYTE
    assert failures(found)


def test_a_quote_left_open_in_every_line(tmp_path: Path) -> None:
    start = time.process_time()
    found = answers(tmp_path / "x.csv", b"id,body\n" + b'1,"x\n' * 100_000)
    assert time.process_time() - start < 30  # no hang; speed is measured in bench/
    assert failures(found)


def test_a_damaged_row_group_costs_its_rows(tmp_path: Path) -> None:
    import pyarrow as arrow
    from pyarrow import parquet

    path = tmp_path / "x.parquet"
    bodies = [f"The river rose by {n * 7919 % 1000} cm near mile {n}." for n in range(300)]
    table = arrow.table({"id": [str(n) for n in range(300)], "body": bodies})
    parquet.write_table(table, path, row_group_size=100, compression="gzip", use_dictionary=False)
    place = parquet.ParquetFile(path).metadata.row_group(1).column(1).data_page_offset
    data = bytearray(path.read_bytes())
    data[place : place + 200] = bytes(200)
    found = answers(path, bytes(data))
    assert sources(found) == [str(n) for n in range(100)] + ["!"] + [str(n) for n in range(200, 300)]
    assert failures(found)[0].at == f"{path}:row-group-1"


def test_a_date_beyond_python_costs_only_the_date(tmp_path: Path) -> None:
    import pyarrow as arrow
    from pyarrow import parquet

    dates = arrow.array([0, 10**18], arrow.timestamp("us"))
    parquet.write_table(arrow.table({"body": ["One.", "Two."], "date": dates}), tmp_path / "x.parquet")
    one, two = answers(tmp_path / "x.parquet")
    assert isinstance(one, Record)
    assert isinstance(two, Record)
    assert (one.published, two.published, two.content) == ("1970-01-01T00:00:00", None, "Two.")


def test_parquet_without_pyarrow_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (failure,) = failures(answers(tmp_path / "x.parquet", b"PAR1" + bytes(50) + b"PAR1"))
    assert failure.hint == "install it: pip install 'samestory[parquet]'"


# ---- fields


def test_names_of_fields_can_be_given(tmp_path: Path) -> None:
    table, lines = tmp_path / "x.csv", tmp_path / "x.jsonl"
    table.write_text("key,words,body\n1,It rained.,No\n")
    lines.write_text('{"key": "1", "words": "It rained."}\n')
    for path in (table, lines):
        (found,) = read.records(str(path), names={"body": "words", "id": "key"})
        assert isinstance(found, Record)
        assert (found.source, found.form, found.content) == ("1", "body", "It rained.")
    (failure,) = read.records(str(table), names={"body": "nothing"})
    assert isinstance(failure, Failure)
    assert failure.message == "has no column 'nothing'; it has key, words, body"


def test_a_summary_is_never_taken_for_the_article() -> None:
    record = Record(
        "a", "a", "text", "The river rose by two metres overnight, officials said on Monday.", extent="summary"
    )
    outlined = outline(read.page(record))
    assert {block.role for block in outlined.blocks} == {"list.teaser"}
    assert outlined.no_article == "a feed gives only a summary of it"


# ---- memory that does not grow with the file


def flat(tmp_path: Path, name: str, parts: Callable[[int], Iterable[bytes]]) -> None:
    """Reading four times as much takes at most a few megabytes more, measured in a process of its own."""
    code = (
        "import resource, sys\nfrom samestory import read\n"
        "n = sum(1 for _ in read.records(sys.argv[1]))\nprint(n, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    peaks = []
    for count in (2_000, 8_000):
        path = tmp_path / f"{count}-{name}"
        with path.open("wb") as file:
            file.writelines(parts(count))
        done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True)
        pages, kilobytes = map(int, done.stdout.split())
        assert pages == count
        peaks.append(kilobytes)
    assert peaks[1] - peaks[0] < 12 * 1024


TEXT = "The river rose by two metres overnight, officials said on Monday. " * 60


def test_memory_is_flat_over_archives(tmp_path: Path) -> None:
    flat(tmp_path, "x.warc", lambda count: (archives.page(f"p{n}", TEXT) for n in range(count)))


def test_memory_is_flat_over_feeds(tmp_path: Path) -> None:
    def parts(count: int) -> Iterator[bytes]:
        yield b"<rss><channel><title>T</title>"
        yield from (
            f"<item><title>{n}</title><description>{TEXT}</description></item>\n".encode() for n in range(count)
        )
        yield b"</channel></rss>"

    flat(tmp_path, "x.xml", parts)


def test_memory_is_flat_over_tables(tmp_path: Path) -> None:
    def parts(count: int) -> Iterator[bytes]:
        return itertools.chain([b"id,body\n"], (f'{n},"{TEXT}\n{TEXT}"\n'.encode() for n in range(count)))

    flat(tmp_path, "x.csv", parts)


# ---- what holds for all bytes


def files() -> list[Path]:
    return sorted(path for path in CASES.glob("*/*") if path.name != "expected.json" and path.stat().st_size < 20_000)


@st.composite
def mutated(draw: st.DrawFn) -> tuple[str, bytes]:
    """A sound file of some format with bytes changed, doubled, taken out or put in."""
    path = draw(st.sampled_from(files()))
    data = bytearray(path.read_bytes())
    if draw(st.booleans()) and path.suffix == ".warc":
        starts = [match.start() for match in re.finditer(rb"WARC/1\.1\r\n", data)] + [len(data)]
        data = bytearray(archives.packed(bytes(data[a:b]) for a, b in itertools.pairwise(starts)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, len(data)))
        end = at + draw(st.integers(0, 30))
        data[at:end] = draw(st.one_of(st.binary(max_size=12), st.just(bytes(data[at:end]) * 2), st.just(b"")))
    return path.name, bytes(data)


@settings(max_examples=150, deadline=3000)
@given(mutated())
def test_mutated_files_give_records_or_failures(
    tmp_path_factory: pytest.TempPathFactory, case: tuple[str, bytes]
) -> None:
    name, data = case
    path = tmp_path_factory.getbasetemp() / name
    path.write_bytes(data)
    for found in read.records(str(path)):
        assert isinstance(found, Record | Failure)
        assert found.at.startswith(str(path))
        if isinstance(found, Record):
            with suppress(SamestoryError):
                outline(read.page(found))


@settings(max_examples=150, deadline=3000)
@given(
    st.sampled_from(sorted(read.formats())),
    st.sampled_from([b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"<rss>", b"<feed>", b"a,body\n", b"PAR1", b'{"items": [']),
    st.binary(max_size=2000),
)
def test_any_bytes_through_any_reader(
    tmp_path_factory: pytest.TempPathFactory, name: str, start: bytes, rest: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "x"
    path.write_bytes(start + rest)
    # Alone it may refuse a file as a whole; what calls it makes a failure of that.
    with suppress(SamestoryError), path.open("rb") as stream:
        for found in read.formats()[name].records(stream, str(path)):
            assert isinstance(found, Record | Failure)


@pytest.mark.parametrize(
    ("description", "content", "extent"),
    [
        ("Rain fell.", "", "summary"),
        ("Rain fell. " * 100, "", "full"),
        ("Rain fell. " * 100 + "[…]", "", "summary"),
        ("Rain.", "<p>Rain fell all night.</p>", "full"),
        ("Rain fell.", "Rain fell.", "summary"),
        ("Rain.", "<p>Rain fell.</p> <a href='/x'>Read more »</a>", "summary"),
        ("Rain.", "<p>Rain fell.</p> " * 100 + "<a href='/x'>Read more »</a>", "full"),
        ("Rain.", "<p>Rain fell all …</p>", "summary"),
    ],
)
def test_a_summary_is_told_from_the_article(description: str, content: str, extent: str, tmp_path: Path) -> None:
    encoded = f"<content:encoded><![CDATA[{content}]]></content:encoded>" if content else ""
    item = f"<item><description>{description}</description>{encoded}</item>"
    (found,) = answers(tmp_path / "x.xml", f"<rss>{item}</rss>".encode())
    assert isinstance(found, Record)
    assert found.extent == extent


def test_json_that_looks_like_a_feed_or_an_agency(tmp_path: Path) -> None:
    shapes = [
        {"version": "https://jsonfeed.org/version/1", "items": 5},
        {"uri": [], "headlines": {}, "bodies": [5, None]},
    ]
    for number, shape in enumerate(shapes):
        assert failures(answers(tmp_path / f"{number}.json", json.dumps(shape).encode()))


@pytest.mark.parametrize(
    "text",
    [
        "Berlin, Monday\nThe river rose, officials said.\n",
        "News | Sport | Article | Media\nThe river rose.\nRead more\n",
        "Text; Author\nThe river rose.",
        "Title,Text\n",
        "a,b\nc,d\n",
        "WARC/1.0 is a format.",
        "<item>A word in angle brackets",
        "{curly} and [square]",
    ],
)
def test_text_is_taken_for_no_table(text: str) -> None:
    (found,) = read.records("-", io.BytesIO(text.encode()))
    assert isinstance(found, Record)
    assert (found.form, found.content) == ("text", text.encode())


def test_a_packed_feed(tmp_path: Path) -> None:
    data = gzip.compress((CASES / "feed-rss2" / "feed.xml").read_bytes())
    assert len(answers(tmp_path / "feed.xml.gz", data)) == 4
