"""What a page says of itself, and where it was found."""

from __future__ import annotations

from typing import Any

from samestory import read
from samestory.outline import outline
from samestory.outline.about import about
from samestory.types import Record

STORY = "<p>The old bridge over the Ulla will stay shut for at least three weeks, the town said.</p>" * 2
MARKUP = f"""<html lang="en-GB"><head><title>Old bridge shut - Valley Post</title>
<link rel="canonical" href="https://valley-post.example/bridge">
<meta property="og:site_name" content="Valley Post">
<meta property="article:modified_time" content="2024-03-05T08:00:00Z">
<meta name="robots" content="max-image-preview:large"><meta name="tdm-reservation" content="1"></head>
<body><p>Town</p><h1>Old bridge shut</h1><p>By Ana Ruiz, Reuters</p><p>4 March 2024</p>{STORY}"""


def found(record: Record) -> dict[str, Any]:
    """Every field of a page, its value and where it was found."""
    page = read.page(record)
    return {key: (said["value"], said["found"]) for key, said in about(page, outline(page)).items()}


def test_every_field_says_where_it_was_found() -> None:
    assert found(Record("a", "a", "html", MARKUP, fetched="2024-03-06T10:00:00Z")) == {
        "title": ("Old bridge shut", "article.headline"),
        "published": ("2024-03-04", "shown: “4 March 2024”"),
        "first_seen": ("2024-03-06T10:00:00Z", "when it was fetched"),
        "modified": ("2024-03-05T08:00:00Z", "article:modified_time"),
        "authors": (["Ana Ruiz"], "meta.byline"),
        "outlet": ("Valley Post", "og:site_name"),
        "language": ("en", "html:lang"),
        "canonical": ("https://valley-post.example/bridge", "link:canonical"),
        "section": ("Town", "meta.section"),
        "credit": (["Reuters"], "meta.byline"),
        "tdm-reservation": ("1", "tdm-reservation"),
        "robots": ("max-image-preview:large", "robots"),
    }


def test_what_the_server_says_of_reuse_counts_where_the_markup_says_nothing() -> None:
    said = (("http:x-robots-tag", "noarchive"), ("http:tdm-reservation", "0"))
    told = found(Record("a", "a", "html", MARKUP, meta=said))
    assert (told["x-robots-tag"][0], told["tdm-reservation"][0]) == ("noarchive", "1")


def test_what_came_with_a_page_is_said_to() -> None:
    given = Record("a", "a", "body", "It rained.", title="Rain", published="2024-03-04", authors=("Ana Ruiz",))
    assert {key: where for key, (_, where) in found(given).items()} == dict.fromkeys(
        ("title", "published", "authors"), "given with the page"
    )
