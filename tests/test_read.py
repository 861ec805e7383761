"""Readers: what comes in, as pages and as failures; one input a folder, one list of what must come out."""

from __future__ import annotations

import dataclasses
import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory import read
from samestory.errors import SamestoryError, UsageError
from samestory.outline import outline
from samestory.read import decode
from samestory.read.render import render
from samestory.spans import tiles
from samestory.types import Failure, Page, Record

CASES = sorted((Path(__file__).parent / "cases" / "read").iterdir())


def answers(path: Path, data: bytes) -> Iterator[Page | Failure]:
    """The pages and failures of a file with these bytes, read from standard input under the file's name."""
    path.write_bytes(data)
    for record in read.records(str(path)):
        yield record if isinstance(record, Failure) else read.page(record)


def told(answer: Page | Failure, folder: str) -> dict[str, Any]:
    """An answer as the cases write it, without the folder in front of paths."""
    if isinstance(answer, Failure):
        return {"failure": answer.at.removeprefix(folder), "message": answer.message}
    return {**dataclasses.asdict(answer), "source": answer.source.removeprefix(folder)}


def holds(answer: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Is everything wanted there? A message need only begin as wanted."""
    given = json.loads(json.dumps(answer))
    begins = given.get("message", "").startswith(wanted.get("message", ""))
    return begins and all(given.get(key) == value for key, value in wanted.items() if key != "message")


@pytest.mark.parametrize("packed", ["plain", "gzip"])
@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_read(case: Path, packed: str, tmp_path: Path) -> None:
    file = next(path for path in case.iterdir() if path.name != "expected.json")
    data = file.read_bytes() if packed == "plain" else gzip.compress(file.read_bytes())
    found = [told(answer, f"{tmp_path}/") for answer in answers(tmp_path / file.name, data)]
    wanted = json.loads((case / "expected.json").read_text("utf-8"))
    assert len(found) == len(wanted)
    assert [answer for answer, want in zip(found, wanted, strict=True) if not holds(answer, want)] == []


def test_standard_input_is_read_as_files_are() -> None:
    records = list(read.records("-", io.BytesIO(b'{"text": "One."}\n{"id": "b", "text": "Two."}\n')))
    assert [record.source for record in records] == ["-#1", "b"]


def test_equal_pages_of_two_records_are_two_pages() -> None:
    one, two, again = (read.page(Record(source, "", "text", "Rain.")) for source in ("a", "b", "a"))
    assert one.id != two.id
    assert one.id == again.id
    assert len(one.id) == 16


def test_a_slow_pipe_is_recognised_like_a_file() -> None:
    class Slow(io.RawIOBase):
        """Gives two bytes at a time."""

        def __init__(self, data: bytes) -> None:
            self._data = io.BytesIO(data)

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            piece = self._data.read(min(2, len(buffer)))
            buffer[: len(piece)] = piece
            return len(piece)

    page = next(read.records("-", io.BufferedReader(Slow(b"<!doctype html><p>Rain"), 16)))
    assert isinstance(page, Record)
    assert page.form == "html"


# ---- paths


def test_folders_are_gone_through_in_order_and_links_end(tmp_path: Path) -> None:
    for name in ("b.txt", "a/c.html", ".hidden.txt", ".git/d.txt", "a/photo.jpg", "a/site.css", "x"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("Rain.")
    (tmp_path / "a" / "loop").symlink_to(tmp_path)
    found = [Path(path).relative_to(tmp_path).as_posix() for path in read.expand([str(tmp_path)])]
    assert found == ["a/c.html", "b.txt", "x"]


def test_globs_and_standard_input(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".c.txt", "d.html", "[e].txt"):
        (tmp_path / name).write_text("Rain.")
    assert [Path(path).name for path in read.expand([f"{tmp_path}/?.txt", "-"])] == ["a.txt", "b.txt", "-"]
    assert [Path(path).name for path in read.expand([f"{tmp_path}/[e].txt"])] == ["[e].txt"]


@pytest.mark.parametrize("path", ["nowhere.txt", "no*where", "empty", "a\0b"])
def test_a_path_that_names_nothing_is_wrong_usage(path: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError) as raised:
        list(read.expand([f"{tmp_path}/{path}"]))
    assert raised.value.hint


def test_an_address_is_no_path_and_says_what_to_do() -> None:
    with pytest.raises(UsageError, match=r"nothing is fetched") as raised:
        list(read.expand(["https://ostermouth-gazette.example/dam?page=1"]))
    assert "save it first" in raised.value.hint


def test_a_file_that_vanished_says_so(tmp_path: Path) -> None:
    with pytest.raises(SamestoryError, match="cannot be opened: No such file"):
        list(read.records(str(tmp_path / "gone.txt")))


# ---- what holds for all bytes


@settings(max_examples=150, deadline=2000)
@given(st.binary(max_size=3000), st.sampled_from(["x.html", "x.txt", "x.jsonl", "x.json.gz", "x"]))
def test_any_bytes_give_pages_or_failures(data: bytes, name: str) -> None:
    for record in read.records("-", io.BytesIO(data)):
        assert isinstance(record, Failure | Record)
    for format_ in read.formats().values():
        assert 0 <= format_.recognises(data) <= 1
    assert 0 <= read.formats()["plain"].recognises(name.encode()) <= 1


TAGS = (
    "<p> </p> <div> </div> <li> <table> <tr> <td> </table> <a|href=x> </a> <br> <script> </script> <!-- --> <h1> </h1> "
    '<nav> <article> <pre> &amp; &#0; &#xD800; < > " \x00 \ufeff é <b <svg> <template> <title> <select> <option> '
    "<figure> <figcaption> <blockquote> <button> <time> <aside> <p|class=caption> <div|id=comments> <div|class=story>"
)
PIECES = st.sampled_from([tag.replace("|", " ") for tag in TAGS.split(" ")])
PROSE = st.sampled_from(
    ["The river rose by two metres overnight, officials said on Monday. ", "Read more ", "© 2024 Post "]
)


ANY_BYTES = st.binary(max_size=300) | st.text(max_size=300).map(str.encode)


@given(ANY_BYTES, st.sampled_from([None, "latin-1", "utf-7", "hz"]))
def test_bytes_are_made_utf8_as_they_are_decoded(content: bytes, declared: str | None) -> None:
    text = decode.decoded(content, declared).removeprefix("\ufeff").replace("\0", "\ufffd")
    assert decode.utf8(content, declared).decode() == text


def test_sound_utf8_is_kept_as_it_is() -> None:
    content = b"a" + ("é" * 40_000).encode()  # one of them lies across two of the pieces that are looked at
    assert decode.utf8(content) is content
    assert decode.utf8(content[:-1]) != content[:-1]


@settings(max_examples=150, deadline=2000)
@given(st.lists(PIECES | PROSE | st.text(max_size=8), max_size=60))
def test_blocks_tile_any_markup(pieces: list[str]) -> None:
    page = read.page(Record("a", "a", "html", "<html>" + "".join(pieces)))
    assert tiles([mark.span for mark in page.marks], page.text)
    assert tiles([block.span for block in outline(page).blocks], page.text)
    assert all(-1 <= mark.element < len(page.elements) for mark in page.marks)
    assert all(-1 <= element.parent < at for at, element in enumerate(page.elements))


@settings(max_examples=100, deadline=2000)
@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(max_size=9),
        lambda x: (
            st.lists(x, max_size=4)
            | st.dictionaries(
                st.sampled_from(["html", "text", "body", "id", "url", "authors", "pages", "title", "x"]), x, max_size=5
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_gives_pages_or_failures(value: Any) -> None:
    for record in read.records("-", io.BytesIO(b"\n" + json.dumps(value).encode())):
        if isinstance(record, Record) and (record.form == "body" or str(record.content).strip()):
            read.page(record)


@settings(max_examples=60, deadline=2000)
@given(st.text(max_size=300).filter(str.strip))
def test_a_text_is_not_changed(text: str) -> None:
    page = read.page(Record("a", "a", "body", text))
    assert len(page.text) == len(text) - text.startswith("\ufeff")


# ---- rendering


def test_marks_say_where_they_are() -> None:
    page = render(
        b'<body><main id="Top"><div class="storyBody x|y"><p>One <a href="b">two</a></p><p>Three</p></div></main>'
    )
    one, three = page.marks
    assert page.elements == ((-1, "main", "top"), (0, "div", "story-body x y"), (1, "p", ""), (1, "p", ""))
    assert (one.element, one.link_share, three.element) == (2, 0.5, 3)


def test_streamed_parts_of_a_page_are_shown() -> None:
    assert render(b'<div hidden id="S:0"><p>Late</p></div><div hidden id="x">Never</div>').text == "Late"
