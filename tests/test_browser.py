"""The HTML in a real browser: nothing fetched, nothing run, nothing overflowing, readable in the dark."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, sync_playwright

from samestory import html
from samestory.types import Comparison
from tests.made import comparison, ferry
from tests.test_html import crowded, hostile

pytestmark = pytest.mark.browser
CHROMIUM = shutil.which("chromium")
SEPARATELY = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
AA = 4.5  # contrast that WCAG 2.2 asks of body text


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None and os.environ.get("SAMESTORY_BROWSER") != "require":
        pytest.skip("no chromium on this machine (apt-get install chromium; SAMESTORY_BROWSER=require makes this fail)")
    assert CHROMIUM, "SAMESTORY_BROWSER=require, but there is no chromium on the PATH"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=SEPARATELY)
        yield opened
        opened.close()


def long() -> Comparison:
    """Words without an end and names without a space."""
    view = ferry()
    names = dict.fromkeys(view.names, "Outlet" * 60)
    return Comparison((replace(view, names=names, headline="x" * 900, notes=dict.fromkeys(names, "y" * 900)),), (), ())


def crowd() -> Comparison:
    view = crowded(300)
    return Comparison((view,), view.versions, ())


SHOWN = {
    "comparison": lambda: html.page(comparison()),
    "hostile": lambda: html.page(hostile()),
    "long": lambda: html.page(long()),
    "crowd": lambda: html.page(crowd()),
    "labelled": lambda: html.labelled(comparison().pages),
    "labelled alone": lambda: html.labelled(comparison().pages[:1]),
    "notebook": lambda: f"<!doctype html><title>notebook</title>{html.fragment(comparison())}",
}


class Visit:
    """A page opened, with everything unfolded, and what it asked for and complained about."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.asked: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self.asked.append(request.url))
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("dialog", self.dismissed)
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")

    def dismissed(self, dialog: Dialog) -> None:
        self.complaints.append(dialog.message)
        dialog.dismiss()


def visited(browser: Browser, folder: Path, name: str, width: int = 1000, dark: bool = False) -> Visit:
    path = folder / "page.html"
    path.write_text(SHOWN[name](), "utf-8")
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light")
    return Visit(page, path)


@pytest.mark.parametrize("name", SHOWN)
def test_nothing_is_fetched_and_nothing_complains(browser: Browser, tmp_path: Path, name: str) -> None:
    visit = visited(browser, tmp_path, name)
    assert visit.asked == [(tmp_path / "page.html").as_uri()]
    assert visit.complaints == []


@pytest.mark.parametrize("name", SHOWN)
def test_a_page_never_scrolls_sideways(browser: Browser, tmp_path: Path, name: str) -> None:
    page = visited(browser, tmp_path, name).page
    for width in (360, 700, 1000, 1600):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_line_is_seen_at_once(browser: Browser, tmp_path: Path) -> None:
    page = visited(browser, tmp_path, "comparison", 360).page
    line = page.get_by_role("heading", level=1)
    assert line.inner_text().replace("\n", " ") == "4 outlets · 1 origin (1 to 2 possible) · Tidewire (credited)"
    box = line.bounding_box()
    assert box
    assert box["y"] + box["height"] < 800


def test_hostile_text_does_nothing(browser: Browser, tmp_path: Path) -> None:
    page = visited(browser, tmp_path, "hostile").page
    assert page.title().startswith('"><img src=x onerror=alert(1)>')
    assert page.locator("img, script").count() == 0
    page.mouse.move(300, 300)
    assert page.get_by_text("<script>alert(2)</script>").count() > 3


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("name", ["comparison", "labelled"])
def test_text_is_readable(browser: Browser, tmp_path: Path, name: str, dark: bool) -> None:
    """Every text against what lies behind it, tints included."""
    page = visited(browser, tmp_path, name, dark=dark).page
    weak = page.evaluate(CONTRAST)
    assert [one for one in weak if one["contrast"] < AA] == []
    assert len(weak) > 20


# Mixes the backgrounds from the page down to each text, then WCAG's relative luminance. Colours are read from a canvas,
# because color-mix() computes to color(srgb …).
CONTRAST = """() => {
  const canvas = document.createElement('canvas'); canvas.width = canvas.height = 1;
  const pen = canvas.getContext('2d', {willReadFrequently: true});
  const rgba = colour => {
    pen.clearRect(0, 0, 1, 1); pen.fillStyle = colour; pen.fillRect(0, 0, 1, 1);
    const [r, g, b, a] = pen.getImageData(0, 0, 1, 1).data; return [r, g, b, a / 255];
  };
  const over = (top, below) => top.slice(0, 3).map((part, n) => part * top[3] + below[n] * (1 - top[3]));
  const light = colour => colour.slice(0, 3).map(part => {
    const x = part / 255; return x <= 0.04045 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4;
  }).reduce((sum, part, n) => sum + part * [0.2126, 0.7152, 0.0722][n], 0);
  const tint = one => rgba(getComputedStyle(one).backgroundColor);
  const behind = one => one ? over(tint(one), behind(one.parentElement)) : [255, 255, 255];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = [];
  while (texts.nextNode()) {
    const one = texts.currentNode.parentElement, text = texts.currentNode.data.trim();
    if (!text || one.closest('svg, .unseen, .skip, style') || !one.checkVisibility()) continue;
    const back = behind(one), front = over(rgba(getComputedStyle(one).color), back);
    const [low, high] = [light(back), light(front)].sort((a, b) => a - b);
    found.push({text: text.slice(0, 40), contrast: (high + 0.05) / (low + 0.05)});
  }
  return found;
}"""


def test_every_stop_of_the_keyboard_can_be_seen(browser: Browser, tmp_path: Path) -> None:
    page = visited(browser, tmp_path, "comparison").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    box = page.locator(".skip").bounding_box()
    assert box
    assert box["x"] >= 0
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_a_note_leads_to_its_words_and_back(browser: Browser, tmp_path: Path) -> None:
    page = visited(browser, tmp_path, "comparison").page
    page.get_by_role("link", name="note 3", exact=True).click()
    assert page.url.endswith("#s1-n3")
    page.get_by_role("link", name="note 3, back to the text").click()
    assert page.url.endswith("#s1-t3")
