"""The screens over HTTP: every form of each, the conventions of the contract, and what is refused."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as Xml

import pytest
from starlette.testclient import TestClient

from samestory.web.safety import ADDRESS, BODY, POLICY
from tests.made import GAZETTE, POST
from tests.web import archived, client

HOSTILE = '"><script>alert(1)</script>'


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return archived(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="module")
def web(archive: Path) -> Iterator[TestClient]:
    with client(archive) as opened:
        yield opened


@pytest.fixture(scope="module")
def story(web: TestClient) -> str:
    rows = web.get("/stories.json").json()["rows"]
    return str(max(rows, key=lambda row: row["pages"])["id"])


def screens(web: TestClient, story: str) -> dict[str, str]:
    """The address of every screen."""
    told = web.get(f"/story/{story}.json").json()
    base = told["versions"][0]["id"]
    parts = {name: f"/story/{story}/{name}" for name in ("compare", "lineage", "claims")}
    cell = f"/story/{story}/cell?row=0&version={base}"
    lists = {"today": "/", "search": "/?q=ferry", "failures": "/failures"}
    people = {"outlet": "/outlet/Gazette", "speaker": "/speaker/Runa%20Eskeland"}
    own = {"story": f"/story/{story}", "read": f"/read/{story}", "page": f"/page/{base}", "new": "/new"}
    return {**lists, **own, **parts, "cell": cell, **people}


NAMES = (
    *("today", "search", "failures", "story", "read", "page", "new"),
    *("compare", "lineage", "claims", "cell", "outlet", "speaker"),
)
TABLES = (
    *("stories", "story/{}", "story/{}/compare", "story/{}/lineage", "story/{}/claims"),
    *("outlet/Gazette", "speaker/Runa%20Eskeland", "failures"),
)
NOWHERE = (
    *("/story/none", "/page/none", "/outlet/none", "/speaker/none", "/nothing", "/read/none"),
    *("/static/x/samestory.css", "/story/../../etc/passwd", "/page/%2e%2e%2fetc"),
)


@pytest.mark.parametrize("name", NAMES)
def test_every_screen_is_a_page_and_data(web: TestClient, story: str, name: str) -> None:
    address = screens(web, story)[name]
    page = web.get(address)
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-security-policy"] == POLICY
    path, _, query = address.partition("?")
    data = web.get(f"{'/stories' if path == '/' else path}.json?{query}")
    assert data.status_code == 200
    assert data.json()


@pytest.mark.parametrize("name", NAMES)
def test_no_screen_has_a_script_or_a_style_inside(web: TestClient, story: str, name: str) -> None:
    page = web.get(screens(web, story)[name]).text
    assert re.findall(r"<script(?![^>]*(?:src=|application/ld\+json))", page) == []
    assert not re.search(r"<[^>]*\s(style|on\w+)=", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page.replace('rel="noreferrer', ""))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_words_have_the_same_tag(web: TestClient, story: str, name: str) -> None:
    address = screens(web, story)[name]
    tag = web.get(address).headers["etag"]
    again = web.get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("path", TABLES)
def test_tables_are_also_csv(web: TestClient, story: str, path: str) -> None:
    answer = web.get(f"/{path.format(story)}.csv")
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert len({len(row) for row in rows}) == 1


@pytest.mark.parametrize("path", ["stories", "story/{}"])
def test_feeds_are_atom(web: TestClient, story: str, path: str) -> None:
    feed = Xml.fromstring(web.get(f"/{path.format(story)}.atom").text)
    names = {"a": "http://www.w3.org/2005/Atom"}
    entries = feed.findall("a:entry", names)
    assert entries
    assert all(re.fullmatch(r"[\d-]{10}T[\d:]{8}Z", entry.findtext("a:updated", "", names)) for entry in entries)


def test_a_list_goes_on_from_its_token(web: TestClient) -> None:
    whole = web.get("/stories.json?_shape=array").json()
    first = web.get("/stories.json?_size=1")
    assert first.headers["link"] == f'<{first.json()["next_url"]}>; rel="next"'
    second = web.get(first.json()["next_url"]).json()
    assert [*first.json()["rows"], *second["rows"]] == whole
    assert (second["next"], second["next_url"]) == (None, None)


def test_the_list_has_the_fields_of_the_contract(web: TestClient, story: str) -> None:
    row = next(row for row in web.get("/stories.json?_shape=array").json() if row["id"] == story)
    assert {"id", "headline", "outlets", "origins", "wires", "first_seen", "last_seen"} <= set(row)
    assert (row["outlets"], row["wires"]) == (4, [])


@pytest.mark.parametrize("path", NOWHERE)
def test_one_error_form(web: TestClient, path: str) -> None:
    page = web.get(path)
    assert page.status_code == 404
    assert "<h1" in page.text
    told = web.get(path, headers={"accept": "application/json"}).json()
    assert (told["ok"], told["status"], told["title"]) == (False, 404, "Not found")


@pytest.mark.parametrize("query", ["_size=-1", "_size=x", "_size=100000", f"q={'x' * 500}", "q=before:yesterday"])
def test_a_wrong_argument_is_told(web: TestClient, query: str) -> None:
    answer = web.get(f"/stories.json?{query}")
    assert answer.status_code == 400
    assert not answer.json()["ok"]


def test_only_this_machine_is_answered(web: TestClient) -> None:
    for host in ("evil.example", "127.0.0.1.evil.example", "", "localhost@evil.example"):
        assert web.get("/", headers={"host": host}).status_code == 421
    for host in ("localhost:8765", "127.0.0.1", "[::1]:80"):
        assert web.get("/", headers={"host": host}).status_code == 200


def test_only_reading_but_for_two_forms(web: TestClient, story: str) -> None:
    for path in ("/", f"/story/{story}", "/failures"):
        assert web.post(path).status_code == 405
    assert web.delete("/").status_code == 405


def test_a_foreign_form_is_refused(web: TestClient) -> None:
    for headers in ({"origin": "http://evil.example"}, {"origin": "null"}, {"sec-fetch-site": "cross-site"}):
        assert web.post("/new", data={"text": "a"}, headers=headers).status_code == 403


def test_too_much_is_refused(web: TestClient) -> None:
    assert web.get("/?q=" + "x" * ADDRESS).status_code == 414
    assert web.get("/", headers={"x-long": "x" * 20_000}).status_code == 431
    assert web.post("/new", content=b"x" * (BODY + 1)).status_code == 413
    pieces = (b"x" * (1 << 20) for _ in range((BODY >> 20) + 2))
    kind = {"content-type": "multipart/form-data; boundary=b"}
    assert web.post("/new", content=pieces, headers=kind).status_code in (400, 413)


def test_a_token_lets_in(archive: Path) -> None:
    with client(archive, token="a-word-that-is-long") as web:
        assert web.get("/").status_code == 401
        assert web.get("/stories.json").json()["title"] == "Token needed"
        assert web.get("/", headers={"authorization": "Bearer a-word-that-is-long"}).status_code == 200
        assert web.get("/?token=a-word-that-is-long").status_code == 200
        assert web.get("/failures").status_code == 200, "the cookie lets in from now on"


def test_no_way_leads_elsewhere(web: TestClient) -> None:
    for back in ("//evil.example", "https://evil.example", "/\\evil.example", "/\tx", ""):
        answer = web.post("/look", data={"scheme": "dark", "size": "large", "back": back}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
    answer = web.post("/look", data={"scheme": "dark", "size": "large", "back": "/new"}, follow_redirects=False)
    assert answer.headers["location"] == "/new"
    assert "dark large" in web.get("/new").text  # the cookie says so


def test_the_answer_begins_with_plain_sentences(web: TestClient) -> None:
    page = web.post("/new", data={"text": [GAZETTE, POST]}).text
    said = re.sub(r"<[^>]+>", " ", page[page.index('class="opening"') :])
    assert re.match(r"\S+\s+Two outlets, one story, one origin", said)
    assert "could change what a reader believes:" in said


def test_files_and_pages_are_compared_too(web: TestClient, archive: Path, story: str) -> None:
    page = web.get(f"/story/{story}.json").json()["versions"][0]["id"]
    files = [("file", ("../../post.txt", POST.encode(), "text/plain"))]
    told = web.post("/new.json", data={"page": [page]}, files=files).json()
    assert {one["source"] for one in told["pages"]} >= {"post.txt"}
    assert len(told["stories"][0]["versions"]) == 2
    assert web.get("/stories.json?_shape=array").json() == web.get("/stories.json?_shape=array").json()


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"data": {"text": ["", " "]}}, 422),
        ({"data": {"page": ["none"]}}, 404),
        ({"files": [("file", ("a.gz", b"\x1f\x8bxx", "application/gzip"))]}, 415),
        ({"data": {"text": ["It rained in the valley."], "keep": "yes"}}, 403),
    ],
)
def test_what_cannot_be_compared_is_told(web: TestClient, sent: dict[str, object], status: int) -> None:
    assert web.post("/new.json", **sent).json()["status"] == status  # type: ignore[arg-type]  # wrong on purpose


def test_nothing_is_kept_unless_asked(tmp_path: Path) -> None:
    path = archived(tmp_path)
    with client(path, writable=True) as web:
        before = web.get("/stories.json?_shape=array").json()
        text = "The lighthouse at Sund will be painted red next spring, the harbour board said on Monday evening."
        web.post("/new", data={"text": [text]})
        assert web.get("/stories.json?_shape=array").json() == before
        web.post("/new", data={"text": [text], "keep": "yes"})
        assert len(web.get("/stories.json?_shape=array").json()) == len(before) + 1


def test_a_place_is_marked_for_ever(web: TestClient, story: str) -> None:
    quote = web.get(f"/story/{story}.json").json()["quotes"][0]["readings"][0]
    page = web.get(f"/page/{quote['version']}?at={quote['start']}-{quote['end']}").text
    marked = re.search(r'<mark class="claim [^"]*\bat\b[^"]*" id="[^"]+"[^>]*>([^<]*)', page)
    assert marked
    for wrong in ("9-3", "x-y", "0-99999999", "-", "1-2-3", HOSTILE):
        assert web.get(f"/page/{quote['version']}", params={"at": wrong}).status_code == 200


def test_the_interface_is_described(web: TestClient) -> None:
    told = web.get("/openapi.json").json()
    assert told["openapi"] == "3.1.0"
    assert {"/stories.json", "/story/{story}.json", "/new.json"} <= set(told["paths"])


def test_pages_are_packed_for_the_way(web: TestClient, story: str) -> None:
    answer = web.get(f"/story/{story}", headers={"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
