"""The screens in a real browser: by mouse and keyboard, without script, in the dark, on a phone, by axe, attacked."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal
from urllib.parse import quote

import httpx2
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, ViewportSize, expect

from tests.test_browser import browser
from tests.web import archived, hostile_records

__all__ = ["browser"]
pytestmark = pytest.mark.browser
SHARED = Path(__file__).resolve().parents[2] / "shared" / "acceptance" / "seeds"
EXAMPLES = Path(__file__).resolve().parents[1] / "src" / "samestory" / "examples" / "pages"
NAMES = (
    *("today", "search", "new", "story", "compare", "beside", "lineage", "claims", "read"),
    *("page", "outlet", "speaker", "failures", "problem"),
)
LIGHT, DARK, PHONE = "light", "dark", "phone"


@contextmanager
def serving(*arguments: str) -> Iterator[str]:
    """The application as a person starts it; its address."""
    command = [sys.executable, "-m", "samestory", "serve", "--port", "0", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process.stdout.readline().strip().rstrip("/")
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def demo() -> Iterator[str]:
    with serving("--demo") as address:
        yield address


@pytest.fixture(scope="module")
def attacked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    path = archived(tmp_path_factory.mktemp("hostile"), hostile_records())
    with serving("--archive", str(path)) as address:
        yield address


def screens(address: str) -> dict[str, str]:
    """Every screen, of the story with most versions; the lineage also of one whose source is not among the pages."""
    rows = httpx2.get(f"{address}/stories.json?_size=200&_shape=array").json()
    story = max(rows, key=lambda row: row["pages"])["id"]
    unseen = next((row["id"] for row in rows if any(wire["name"] is None for wire in row["wires"])), story)
    told = httpx2.get(f"{address}/story/{story}.json").json()
    pages = [version["id"] for version in told["versions"]]
    speaker = next((same["speaker"] for same in told["quotes"] if same["speaker"]), "nobody")
    outlet = next((version["outlet"] for version in told["versions"] if version["outlet"]), "none")
    paths = {
        "today": "/",
        "search": "/?q=the",
        "new": f"/new?page={pages[0]}",
        "story": f"/story/{story}",
        "compare": f"/story/{story}/compare",
        "beside": f"/story/{story}/compare?base={pages[0]}&with={pages[-1]}",
        "lineage": f"/story/{story}/lineage",
        "unseen": f"/story/{unseen}/lineage",
        "claims": f"/story/{story}/claims",
        "read": f"/read/{story}",
        "page": f"/page/{pages[0]}",
        "outlet": f"/outlet/{quote(outlet, safe='')}",
        "speaker": f"/speaker/{quote(speaker, safe='')}",
        "failures": "/failures",
        "problem": "/nowhere",
    }
    return {name: address + path for name, path in paths.items()}


@pytest.fixture(scope="module")
def known(demo: str) -> dict[str, str]:
    return screens(demo)


class Reader:
    """Somebody who looks at pages; keeps what the pages asked for and complained about."""

    def __init__(self, context: BrowserContext) -> None:
        self.page = context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", self._dismissed)

    def _dismissed(self, dialog: Dialog) -> None:
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def opened(self, address: str) -> Page:
        self.page.goto(address)
        return self.page


@contextmanager
def reader(browser: Browser, way: str = LIGHT, script: bool = True) -> Iterator[Reader]:
    size = ViewportSize(width=360, height=740) if way == PHONE else ViewportSize(width=1280, height=900)
    scheme: Literal["dark", "light"] = "dark" if way == DARK else "light"
    context = browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=script)
    context.set_default_timeout(10_000)
    try:
        yield Reader(context)
    finally:
        context.close()


@pytest.mark.parametrize("way", [LIGHT, DARK, PHONE])
def test_every_screen_is_for_everybody(browser: Browser, known: dict[str, str], demo: str, way: str) -> None:
    """No barrier that axe knows, nothing asked of others, nothing complained, nothing to scroll sideways."""
    axe = Axe()
    with reader(browser, way) as visitor:
        for name in NAMES:
            page = visitor.opened(known[name])
            found = axe.run(page, options={"resultTypes": ["violations"]}).response["violations"]
            assert [(one["id"], one["nodes"][0]["html"][:90]) for one in found] == [], name
            width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert width <= 0, f"{name} is {width} too wide"
    assert {url.startswith((demo, "data:")) for url in visitor.asked} == {True}
    unexpected = [line for line in visitor.complaints if "404" not in line]
    assert unexpected == []


def test_without_a_script_all_is_there(browser: Browser, known: dict[str, str]) -> None:
    with reader(browser, script=False) as visitor:
        for name in NAMES:
            page = visitor.opened(known[name])
            expect(page.locator("h1").first).to_be_visible()
            assert page.locator("button.scripted:visible, .scripted button:visible").count() == 0, name
        page = visitor.opened(known["story"])
        page.locator("table.matrix a.c.reworded").first.click()
        expect(page.get_by_role("heading", name="One sentence, two versions")).to_be_visible()
        page.get_by_role("link", name="Both texts side by side").click()
        expect(page.locator("table.beside")).to_be_visible()
        page.locator(".liking summary").click()
        page.get_by_role("radio", name="dark").check()
        page.get_by_role("button", name="Set", exact=True).click()
        expect(page.locator("body")).to_have_css("background-color", "rgb(22, 23, 27)")
        assert "/compare" in page.url


def test_with_the_mouse_from_the_front_page_to_a_place(browser: Browser, demo: str) -> None:
    with reader(browser) as visitor:
        page = visitor.opened(demo)
        page.get_by_label("Search stories").fill("ferry has:conflict")
        page.get_by_role("button", name="Search").click()
        page.locator(".stories h2 a").first.click()
        expect(page.get_by_role("heading", name="Sentence by outlet")).to_be_visible()
        for tab, title in (("Compare", "Versions"), ("Lineage", "Who had the text"), ("Quotes & figures", "Conflicts")):
            page.get_by_role("link", name=tab, exact=True).click()
            expect(page.get_by_role("heading", name=title).first).to_be_visible()
        page.locator(".conflicts .whose a").first.click()
        expect(page.locator("#at")).to_be_in_viewport()
        assert "claim" in (page.locator("#at").get_attribute("class") or "")
        page.locator(".of-story a").click()
        page.get_by_role("link", name="Read", exact=True).click()
        expect(page.locator("article.read")).to_be_visible()


def test_with_the_keyboard_alone(browser: Browser, demo: str) -> None:
    with reader(browser) as visitor:
        page = visitor.opened(demo)
        page.keyboard.press("Tab")
        expect(page.get_by_text("Skip to the content")).to_be_in_viewport()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "content"
        page.keyboard.press("?")
        expect(page.get_by_role("dialog", name="Keys")).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("/")
        page.keyboard.type("harbour strike")
        page.keyboard.press("Enter")
        page.wait_for_url("**/?q=*")
        page.keyboard.press("j")
        page.keyboard.press("b")
        expect(page.locator(".row.marked")).to_have_count(1)
        page.keyboard.press("Enter")
        page.wait_for_url("**/story/*")
        page.keyboard.press("n")
        expect(page.locator("[data-stop]").first).to_be_focused()
        page.keyboard.press("2")
        page.wait_for_url("**/compare")
        page.keyboard.press("n")
        assert "meaning" in page.evaluate("document.activeElement.className")
        page.keyboard.press("3")
        page.wait_for_url("**/lineage")
        page.keyboard.press("4")
        page.wait_for_url("**/claims")
        page.keyboard.press("5")
        page.wait_for_url("**/read/*")
    assert visitor.complaints == []


def test_every_stop_of_the_keyboard_can_be_seen(browser: Browser, known: dict[str, str]) -> None:
    with reader(browser) as visitor:
        for name in ("today", "story", "new"):
            page = visitor.opened(known[name])
            for _ in range(25):
                page.keyboard.press("Tab")
                style = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
                at_the_end = page.evaluate("document.activeElement === document.body")
                assert style != "none" or at_the_end, (
                    name,
                    page.evaluate("document.activeElement.outerHTML.slice(0, 90)"),
                )


def test_the_matrix_is_walked_with_arrows_and_shows_both_wordings(browser: Browser, known: dict[str, str]) -> None:
    with reader(browser) as visitor:
        page = visitor.opened(known["story"])
        cells = page.locator("table.matrix a.c")
        assert page.locator("table.matrix a.c[tabindex='0']").count() == 1, "one stop for Tab"
        page.locator("table.matrix a.c.reworded").first.focus()
        peek = page.locator("#peek")
        expect(peek).to_be_visible()
        expect(peek.locator("h3")).to_have_count(2)
        assert peek.locator("mark").count() > 0
        before = page.evaluate("document.activeElement.closest('tr').id")
        page.keyboard.press("ArrowDown")
        assert page.evaluate("document.activeElement.closest('tr').id") != before
        page.keyboard.press("Escape")
        expect(peek).to_be_hidden()
        assert cells.count() > 50


def test_a_screen_reader_hears_the_matrix_the_tree_and_the_text_in_order(
    browser: Browser, known: dict[str, str]
) -> None:
    with reader(browser) as visitor:
        page = visitor.opened(known["story"])
        heard = page.locator("main").aria_snapshot()
        order = ["Could change what a reader believes", "Sentence by outlet", "Key facts", "Outlets"]
        places = [heard.index(f'heading "{title}') for title in order]
        assert places == sorted(places)
        row = page.locator("table.matrix tbody tr:has(a.c.reworded)").first
        assert re.search(r"rowheader .*\n.*link \"sentence \d+", row.aria_snapshot())
        assert re.search(r"cell \"(reworded|same|not there|base text)", row.aria_snapshot())
        page = visitor.opened(known["lineage"])
        drawing = page.locator(".lanes svg").aria_snapshot()
        assert re.search(r"link \".+ takes \d+ % from .+\"", drawing)
        page = visitor.opened(known["unseen"])
        assert "a source that must have existed" in page.locator(".lanes svg").aria_snapshot()
        page = visitor.opened(known["compare"])
        assert re.search(r'link "note \d+"', page.locator(".edition").aria_snapshot())


def test_a_story_is_read_aloud(browser: Browser, known: dict[str, str]) -> None:
    with reader(browser) as visitor:
        page = visitor.opened(known["read"])
        page.evaluate(
            "window.said = []; speechSynthesis.speak = one => said.push(one.text); speechSynthesis.cancel = () => {}"
        )
        page.get_by_role("button", name="Listen").click()
        assert page.evaluate("said.length") > 5
        assert "¶" not in page.evaluate("said.join()")
        page.get_by_role("button", name="Bookmark").click()
        expect(page.get_by_role("button", name="Bookmarked")).to_have_attribute("aria-pressed", "true")


def test_looks_are_chosen_and_kept(browser: Browser, known: dict[str, str]) -> None:
    with reader(browser) as visitor:
        page = visitor.opened(known["today"])
        small = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
        page.locator(".liking summary").click()
        page.get_by_role("radio", name="large").check()
        page.wait_for_function("document.documentElement.classList.contains('large')")
        assert page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)") > small
        assert "large" in (visitor.opened(known["read"]).locator("html").get_attribute("class") or "")


def test_a_print_has_the_text_and_nothing_to_click(browser: Browser, known: dict[str, str]) -> None:
    with reader(browser) as visitor:
        for name in ("story", "compare", "read", "lineage"):
            page = visitor.opened(known[name])
            page.emulate_media(media="print")
            expect(page.locator(".top")).to_be_hidden()
            expect(page.locator(".tabs").first).to_be_hidden()
            expect(page.locator("h1").first).to_be_visible()


def test_the_lineage_is_cut_by_time(browser: Browser, known: dict[str, str]) -> None:
    with reader(browser, script=False) as visitor:
        page = visitor.opened(f"{known['lineage']}?until=2")
        assert page.locator(".dot.late").count() > 2
        page.locator(".lanes svg a").first.focus()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"#edge-\d+$"))


# What a hostile page tries; every one of them goes through every field that pages and readers can fill.
PAYLOADS = (
    "<script>owned()</script>",
    '"><img src=x onerror=owned()>',
    "'><svg onload=owned()>",
    "javascript:owned()",
    "</title><script>owned()</script>",
    "</script><script>owned()</script>",
    "{{ 7 * 7 }}<iframe srcdoc='<script>parent.owned()</script>'>",
    '" autofocus onfocus="owned()" x="',
    "<a href=//evil.example>x</a><base href=//evil.example>",
    "\u202egnp.exe<style>*{display:none}</style>",
)


def quiet(visitor: Reader, address: str) -> None:
    page = visitor.page
    assert page.evaluate("typeof window.ran") == "undefined"
    bad = page.locator(
        "main img, main iframe, main script:not([type='application/ld+json']), main style, base, [onerror]"
    )
    assert bad.count() == 0
    assert {url.startswith(address) for url in visitor.asked} == {True}


def test_hostile_pages_do_nothing_on_any_screen(browser: Browser, attacked: str) -> None:
    with reader(browser) as visitor:
        visitor.page.add_init_script("window.owned = () => { window.ran = true; }")
        for name, address in screens(attacked).items():
            page = visitor.opened(address)
            page.mouse.move(300, 300)
            quiet(visitor, attacked)
            assert page.locator("a[href^='javascript:'], a[href^='//']").count() == 0, name
        for cell in visitor.opened(screens(attacked)["story"]).locator("table.matrix a.c").all()[:6]:
            cell.focus()
        quiet(visitor, attacked)
    assert [line for line in visitor.complaints if "404" not in line] == []


def test_hostile_words_do_nothing_in_any_argument(browser: Browser, attacked: str) -> None:
    story = screens(attacked)["story"]
    with reader(browser) as visitor:
        visitor.page.add_init_script("window.owned = () => { window.ran = true; }")
        for payload in PAYLOADS:
            word = quote(payload, safe="")
            for path in (f"/?q={word}", f"/?next={word}", f"/outlet/{word}", f"/speaker/{word}", f"/story/{word}"):
                visitor.opened(attacked + path)
                quiet(visitor, attacked)
            for query in (f"columns={word}", f"rows={word}"):
                visitor.opened(f"{story}?{query}")
                quiet(visitor, attacked)
            visitor.opened(f"{story}/compare?base={word}&with={word}&show={word}")
            quiet(visitor, attacked)


def test_hostile_texts_do_nothing_when_compared(browser: Browser, attacked: str) -> None:
    with reader(browser) as visitor:
        visitor.page.add_init_script("window.owned = () => { window.ran = true; }")
        page = visitor.opened(f"{attacked}/new")
        body = "\n\n".join(
            f"The council of {payload} met on Monday, said “{payload}” the mayor." for payload in PAYLOADS
        )
        page.get_by_label("Text A").fill(body)
        page.get_by_label("Text B").fill(body.replace("Monday", "Tuesday"))
        name = "<img src=x onerror=owned()>.txt"
        page.locator("#file").set_input_files({"name": name, "mimeType": "text/plain", "buffer": body.encode()})
        page.get_by_role("button", name="Compare", exact=True).click()
        page.wait_for_load_state()
        assert page.locator("h1").count() > 0
        quiet(visitor, attacked)


def asking_a_person(page: Page, first: Path | str, second: Path | str) -> None:
    """Step one: paste two pages and press the button."""
    for label, given in (("Text A", first), ("Text B", second)):
        page.get_by_label(label).fill(given.read_text("utf-8") if isinstance(given, Path) else given)
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator(".opening")).to_be_visible()


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"the two acceptance pages are not at {SHARED}")
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_person_finds_five_answers_on_the_acceptance_pages(browser: Browser, demo: str, script: bool) -> None:
    """With only the screen, each within two steps of /new: the button, and at most one link."""
    first, second = sorted(SHARED.glob("*.txt"))
    with reader(browser, script=script) as visitor:
        page = visitor.opened(f"{demo}/new")
        asking_a_person(page, first, second)
        opening = page.locator(".opening")
        expect(opening).to_be_in_viewport()
        expect(opening).to_contain_text("Two outlets, one story, one origin")
        expect(opening).to_contain_text("an agency the pages do not name")
        expect(opening).to_contain_text("Ukraine does not disclose its losses")
        expect(opening).to_contain_text("No figure, date or speaker differs")
        page.get_by_role("navigation", name="Parts of the answer").get_by_role(
            "link", name="Quotes and figures"
        ).click()
        said = page.locator(".speaker", has=page.get_by_role("heading", name="Jens Stoltenberg"))
        expect(said.get_by_text("We will not back down")).to_be_visible()
        expect(page.locator(".figures").get_by_text("5,937").first).to_be_visible()


def test_a_person_finds_five_answers_on_packaged_pages(browser: Browser, demo: str) -> None:
    """The same five questions of two pages that come with the package."""
    rows = httpx2.get(f"{demo}/stories.json?q=%22Marl+Bridge%22+mayor&_shape=array").json()
    told = httpx2.get(f"{demo}/story/{rows[0]['id']}.json").json()
    copy = max(told["lineage"], key=lambda one: one["share"])
    pair = [copy["child"], *(one["child"] for one in told["lineage"] if one["child"] != copy["child"])][:2]
    texts = [httpx2.get(f"{demo}/page/{page_id}.json").json()["text"] for page_id in pair]
    with reader(browser) as visitor:
        page = visitor.opened(f"{demo}/new")
        asking_a_person(page, texts[0], texts[1])
        opening = page.locator(".opening").first
        expect(opening).to_contain_text(re.compile(r"one story, (one|two) origin"))
        expect(opening.locator(".note")).to_contain_text(re.compile("drops|leaves out|adds|same words"))
        expect(opening.locator(".agreed")).to_contain_text(re.compile("differs|contradiction"))
        page.get_by_role("link", name="Quotes and figures").click()
        expect(page.locator(".speaker h4 a").first).to_be_in_viewport()
