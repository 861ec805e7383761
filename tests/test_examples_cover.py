"""What the packaged examples must have in them, item by item: formats, designs, how pages hang together, furniture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.example import BODY, EXAMPLES, PAGES, STORIES, pages, visible

# Every role of an answer, and the data that some block with it must have.
ROLES: dict[str, str] = {
    "article": "headline dek keypoint paragraph heading list pullquote table",
    "media": "caption credit player",
    "meta": "date byline dateline agency_credit_label section author_bio reading_time",
    "offer": "paywall newsletter app",
    "nav": "menu breadcrumb topics footer skip",
    "list": "related teasers teaser podcasts podcast_item most_read live",
    "interactive": "poll poll_option comments quiz form",
    "ticker": "quote note",
    "service": "lottery weather horoscope games",
    "ad": "slot partner_content partner_item",
    "notice": "editorial_feedback correction rights sponsored",
    "ui": "bookmark share audio_player button",
    "consent": "cookie",
}
DATA = {
    "meta.date": {"date", "relative_seconds"},
    "interactive.poll": {"question", "options"},
    "ticker.quote": {"name", "price", "change_percent"},
    "offer.paywall": {"trial_days", "price", "currency", "per", "cancel_within_days"},
    "list.teaser": {"title", "date", "date_text", "relative_seconds", "sponsored", "sponsor"},
    "list.podcast_item": {"title", "date_text", "relative_seconds"},
    "ad.partner_item": {"title", "sponsored", "sponsor"},
    "media.credit": {"photographer", "agency"},
    "nav.topics": {"tags"},
    "notice.rights": {"owner", "year"},
}
NAMES = [f"{group}.{name}" for group, names in ROLES.items() for name in names.split()]
DESIGNS = (
    "tables",
    "divs",
    "amp",
    "jsonld-only",
    "liveblog",
    "paywall-stub",
    "rtl",
    "japanese",
    "longread",
    "wiki-ish",
)
FORMATS = (".html", ".txt", ".warc", ".wet", ".rss", ".atom", ".feed.json", ".jsonl", ".parquet", ".csv", ".ninjs.json")


def test_there_are_enough() -> None:
    assert len(STORIES) >= 8
    assert len(PAGES) >= 60
    assert {name: story["outlets"] for name, story in STORIES.items() if not 3 <= story["outlets"] <= 9} == {}


@pytest.mark.parametrize("ending", FORMATS)
def test_format(ending: str) -> None:
    assert [name for name in PAGES if name.endswith(ending)]
    assert list((EXAMPLES / "pages").glob(f"*/*{ending}"))


@pytest.mark.parametrize("design", DESIGNS)
def test_design_of_html(design: str) -> None:
    assert [page for page in PAGES.values() if page["design"] == design]


@pytest.mark.parametrize("role", NAMES)
def test_role_with_its_data(role: str) -> None:
    data = [block.get("data", {}) for block in blocks() if block["role"] == role]
    assert data
    assert DATA.get(role, set()) <= {key for each in data for key in each}


def test_no_other_role() -> None:
    assert {block["role"] for block in blocks()} <= set(NAMES)


def blocks() -> Iterator[dict[str, Any]]:
    yield from (block for page in PAGES.values() for block in page.get("blocks", []))


# ---- how pages hang together ----------------------------------------------------------------------------------------


def kinds(*words: str) -> bool:
    """Is there a page of which the truth says all these words?"""
    return any(all(word in page["kind"] for word in words) for page in PAGES.values())


def entries(group: str, **wanted: str) -> bool:
    """Is there such an entry between versions of a story?"""
    return any(
        wanted.items() <= {key: value for key, value in entry.items() if isinstance(value, str)}.items()
        for story in STORIES.values()
        for entry in story[group]
    )


def with_parents(count: int) -> bool:
    return any(len(page["parents"]) == count for page in PAGES.values())


def second_hand() -> bool:
    """A copy of a copy: its parent is a page that has a parent itself."""
    of = {name.split(".")[0]: page["parents"] for name, page in PAGES.items()}
    return any(of.get(parent["of"]) for page in PAGES.values() for parent in page["parents"])


def caption_inside_quotation() -> bool:
    """Between two blocks of one quotation stands a caption."""
    for page in PAGES.values():
        said = page.get("blocks", [])
        for before, caption, after in zip(said, said[1:], said[2:], strict=False):
            around = before["role"] == after["role"] == "article.paragraph"
            if around and caption["role"] == "media.caption" and after["text"][:1] in '“"‘':
                return True
    return False


def agreeing_bounds() -> bool:
    """One figure that versions give with different bounds, and no conflict about it."""
    return any(len(bounds(story, entry)) > 1 for story in STORIES.values() for entry in story["same"])


def bounds(story: dict[str, Any], entry: dict[str, Any]) -> set[str]:
    if entry["kind"] != "figure":
        return set()
    return {
        figure["bound"]
        for name, words in entry["of"].items()
        for figure in PAGES[name]["figures"]
        if any(word in figure.get("words", "") or figure.get("words", "") in word for word in words)
    }


def same_event_in(language: str) -> bool:
    """A page in this language about what pages in English tell."""
    return any({language, "en"} <= {PAGES[name]["language"] for name in story["pages"]} for story in STORIES.values())


def same_url_again(word: str) -> bool:
    addresses = [version.page.url for version in pages().values() if version.page.url]
    return kinds(word, "same URL") and len(addresses) > len(set(addresses))


RELATIONS: dict[str, Callable[[], bool]] = {
    "agency copy with credit": lambda: kinds("agency copy credited"),
    "agency copy without credit": lambda: kinds("agency copy uncredited"),
    "cut from the bottom": lambda: kinds("cut from the bottom"),
    "lightly reworded": lambda: kinds("light"),
    "heavily reworded": lambda: kinds("heavily reworded"),
    "merged from two agencies": lambda: kinds("merged from two agencies") and with_parents(2),
    "a quote translated back differently": lambda: entries("allowed_conflicts", kind="wording_of_quote"),
    "a second-hand copy": lambda: kinds("second hand") and second_hand(),
    "a press release run as news": lambda: kinds("press release run as news"),
    "a transcript that two outlets worked from": lambda: kinds("own prose from the transcript"),
    "similar events on following days": lambda: any(story["must_stay_apart"] for story in STORIES.values()),
    "an opinion piece": lambda: kinds("opinion"),
    "a fact-check": lambda: kinds("fact-check"),
    "a correction of one URL": lambda: same_url_again("correction"),
    "an update of one URL": lambda: same_url_again("update"),
    "a page without an article": lambda: any("no_article" in page for page in PAGES.values()),
    "a revisit record": lambda: any("revisit" in page for page in PAGES.values()),
    "a summary in a feed": lambda: any(page.get("extent") == "summary" for page in PAGES.values()),
    "a text in linked data only": lambda: any(page["design"] == "jsonld-only" for page in PAGES.values()),
    "a conflict of value": lambda: entries("conflicts", kind="value"),
    "a conflict of date": lambda: entries("conflicts", kind="date"),
    "a conflict of speaker": lambda: entries("conflicts", kind="speaker"),
    "a conflict of quote": lambda: entries("conflicts", kind="wording_of_quote"),
    "a conflict between sources": lambda: entries("conflicts", between="sources"),
    "mere style variants": lambda: entries("meaning", effect="format"),
    "mere wording": lambda: entries("meaning", effect="wording"),
    "a change of meaning": lambda: entries("meaning", effect="meaning"),
    "bounds that agree": agreeing_bounds,
    "a caption inside a quotation": caption_inside_quotation,
    "an unseen source": lambda: any(parent["of"] == "unseen" for page in PAGES.values() for parent in page["parents"]),
    "what must not be said": lambda: any(page.get("must_not") for page in PAGES.values()),
}


@pytest.mark.parametrize("relation", RELATIONS)
def test_relation(relation: str) -> None:
    assert RELATIONS[relation]()


@pytest.mark.parametrize("language", ["de", "fr", "es", "ru", "ja", "ar"])
def test_versions_in_other_languages(language: str) -> None:
    assert same_event_in(language)


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.get("must_not")])
def test_what_must_not_be_said_stands_on_the_page(name: str) -> None:
    """Else nothing would be shown by its not being said."""
    text = visible(pages()[name].page.text)
    assert [entry["words"] for entry in PAGES[name]["must_not"] if visible(entry["words"]) not in text] == []


def test_an_article_is_told_by_every_story() -> None:
    told = {name for name, page in PAGES.items() if any(block["role"] in BODY for block in page.get("blocks", []))}
    assert all(set(story["pages"]) <= told for story in STORIES.values())
