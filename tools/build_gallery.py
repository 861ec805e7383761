"""Photograph the screens over the packaged examples for docs/web.md: `python -m tools.build_gallery`, with Chromium."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.request import urlopen

from playwright.sync_api import Page, ViewportSize, sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "gallery"
DESK, PHONE = ViewportSize(width=1280, height=860), ViewportSize(width=390, height=760)
SCALE = 0.65  # text stays legible at 40 to 80 kB a picture
# Name, screen, where to look on it, window, colours.
SHOTS: tuple[tuple[str, str, str, ViewportSize, Literal["light", "dark"]], ...] = (
    ("today", "/", "h1", DESK, "light"),
    ("matrix", "/story/{story}", "#matrix", DESK, "light"),
    ("compare", "/story/{story}/compare", ".tabs", DESK, "dark"),
    ("lineage", "/story/{story}/lineage", ".tabs", DESK, "light"),
    ("claims", "/story/{story}/claims", ".tabs", DESK, "dark"),
    ("page", "/page/{page}", "#blocks", DESK, "light"),
    ("read", "/read/{story}", "h1", PHONE, "light"),
    ("today-phone", "/", "h1", PHONE, "dark"),
)


@contextmanager
def serving() -> Iterator[str]:
    """The application over the examples."""
    command = [sys.executable, "-m", "samestory", "serve", "--demo", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip().rstrip("/")
        finally:
            process.terminate()


def places(address: str) -> dict[str, str]:
    """The story of most versions, and its first page."""
    rows = json.load(urlopen(f"{address}/stories.json?_shape=array&_size=200"))
    story = max(rows, key=lambda row: row["pages"])["id"]
    told = json.load(urlopen(f"{address}/story/{story}.json"))
    return {"story": story, "page": told["versions"][0]["id"]}


def answered(page: Page, address: str) -> None:
    """The answer of Compare now, over two of the examples."""
    examples = Path(__file__).resolve().parents[1] / "src" / "samestory" / "examples" / "pages" / "mayor-vote"
    page.goto(f"{address}/new")
    for label, name in (("Text A", "provincial-times.txt"), ("Text B", "the-quay.txt")):
        page.get_by_label(label).fill((examples / name).read_text("utf-8"))
    page.get_by_role("button", name="Compare", exact=True).click()
    page.wait_for_load_state()


def main() -> None:
    """All pictures anew."""
    FOLDER.mkdir(exist_ok=True)
    with serving() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        found = places(address)
        for name, path, look_at, window, colours in SHOTS:
            page = browser.new_page(viewport=window, color_scheme=colours, device_scale_factor=SCALE)
            page.goto(address + path.format(**found))
            page.evaluate("query => document.querySelector(query).scrollIntoView({behavior: 'instant'})", look_at)
            if name == "matrix":
                page.locator("table.matrix a.c.reworded").nth(1).focus()
                page.wait_for_selector("#peek:not([hidden])")
            page.screenshot(path=FOLDER / f"{name}.png")
        page = browser.new_page(viewport=DESK, color_scheme="light", device_scale_factor=SCALE)
        answered(page, address)
        page.screenshot(path=FOLDER / "new.png")
        browser.close()


if __name__ == "__main__":
    main()
