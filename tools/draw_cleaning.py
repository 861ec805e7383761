"""Draw docs/figures/cleaning.png: what `samestory clean --html` writes of a page of the examples, in a browser.

usage: python -m tools.draw_cleaning        (in the root of the checkout; needs Chromium)
"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import sync_playwright

import samestory
from samestory import html, pipeline
from samestory.pipeline import Run

PAGE = Path("kesper-dam", "ostermouth-gazette.html")
TARGET = Path(__file__).resolve().parents[1] / "docs" / "figures" / "cleaning.png"
WIDTH, HEIGHT = 960, 1480  # the page down to the first boxes in its story
CHROMIUM = "/usr/bin/chromium"


def labelled() -> str:
    """The page of HTML, its source as it is called in the examples."""
    pages = Path(samestory.__file__).parent / "examples" / "pages"
    (version,) = pipeline.clean([str(pages / PAGE)], Run(strict=True))
    return html.labelled([version]).replace(str(pages) + "/", "")


def main() -> None:
    """Draw it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.set_content(labelled())
        page.screenshot(path=TARGET)
        browser.close()


if __name__ == "__main__":
    main()
