"""An archive of a few invented pages and the application over it, for the tests of the screens."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from samestory.archives import Archive
from samestory.web import Door, Shelf, application
from tests.made import COURIER, GAZETTE, POST, RADIO

TEXTS = {"Gazette": GAZETTE, "Post": POST, "Radio": RADIO, "Courier": COURIER}
LONE = """Harvest festival draws a record crowd

More than 4,000 people came to the harvest festival in Tarn on Sunday, the town said.

“We have never baked so many pies,” said the baker Ilva Brandt."""


def records() -> list[dict[str, Any]]:
    """The pages as JSON records, with what a crawler knows of them."""
    ferry = [
        {"id": name, "outlet": name, "text": text, "published": f"2025-03-14T1{hour}:00:00Z", "fetched": "2025-03-15"}
        for hour, (name, text) in enumerate(TEXTS.items())
    ]
    return [*ferry, {"id": "Herald", "outlet": "Herald", "text": LONE, "published": "2025-09-07"}]


def archived(folder: Path, pages: list[dict[str, Any]] | None = None) -> Path:
    """An archive of pages; one input cannot be read, so that a failure is kept."""
    source = folder / "pages.jsonl"
    lines = [json.dumps(page) for page in pages or records()]
    source.write_text("\n".join([*lines, '{"nothing": 1}']) + "\n", "utf-8")
    with Archive(folder / "news.db", waiting=lambda _: None) as archive:
        archive.add(source)
    return folder / "news.db"


def client(path: Path, token: str = "", writable: bool = False) -> TestClient:
    """A client of the application, on the machine's own address."""
    app = application(Shelf(path, writable), Door(token=token))
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


PAYLOADS = (
    "<script>owned()</script>",
    '"><img src=x onerror=owned()>',
    "</title><script>owned()</script>",
    "</script><script>owned()</script>",
    "' onfocus='owned()' autofocus x='",
    "\u202e{{ 7 * 7 }}<style>*{display:none}</style>",
)


def hostile_records() -> list[dict[str, Any]]:
    """Versions of one story in which every field attacks the screen that shows it."""
    body = "\n\n".join(
        [
            f"The ferry {PAYLOADS[0]} to Lindholm stopped on Friday after a fire, said {PAYLOADS[1]} the coast guard.",
            f"“We {PAYLOADS[3]} are all safe,” said captain Runa Eskeland {PAYLOADS[4]}.",
            "Around 120 passengers were brought ashore and nobody was hurt, according to the port authority.",
            f"More than 3,000 {PAYLOADS[5]} people use the line every week, said <svg onload=owned()> in Lindholm.",
        ]
    )
    changed = body.replace("Friday", "Monday").replace("120", "<b onclick=owned()>130").replace("all safe", "not safe")
    return [
        {
            "id": f"{number} {payload}",
            "url": f"javascript:owned('{number}')" if number % 2 else f"https://news.example/{number}?{payload}",
            "title": f"Ferry stopped {payload}",
            "outlet": f"Outlet {payload}",
            "authors": [payload],
            "language": "en",
            "published": f"2025-03-14T1{number}:00:00Z",
            "body": changed if number % 2 else body,
        }
        for number, payload in enumerate(PAYLOADS)
    ]
