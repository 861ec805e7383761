"""When a page was published: what its markup says, in the zone in which it is shown, and the day that readers see."""

from __future__ import annotations

import pytest

from samestory import read
from samestory.outline import outline
from samestory.outline.published import modified
from samestory.types import Page, Record

STORY = "<p>The old bridge over the Ulla will stay shut for at least three weeks, the town said.</p>" * 2


def page(meta: str, line: str) -> Page:
    """A page that says so in its metadata, and so below its headline."""
    markup = f"""<title>Old bridge shut</title>
        <script type="application/ld+json">{{"@type": "NewsArticle", {meta}}}</script>
        <h1>Old bridge shut</h1><p class="byline">{line}</p>{STORY}"""
    return read.page(Record("a", "a", "html", markup))


@pytest.mark.parametrize(
    ("meta", "line", "told"),
    [
        ("2023-12-25T22:03:00Z", "December 26, 2023 - 9:03AM", "2023-12-26T09:03:00+11:00"),
        ("2023-12-22T04:00:41Z", "By Ana RuizDec. 21, 2023 11:00 pm EST", "2023-12-21T23:00:41-05:00"),
        ("2023-12-18T22:57:00-05:00", "Dec 19, 2023 3:57 AM", "2023-12-19T03:57:00+00:00"),
        ("2023-12-22T22:20:00Z", "Dec 22, 2023 10:20", "2023-12-22T22:20:00Z"),  # a clock of twelve hours
        ("2022-12-27T11:00:00-05:00", "December 11, 2023", "2023-12-11"),
        ("2023-12-12T21:02:36Z", "Updated on December 13, 2023 1:23 PM", "2023-12-12T21:02:36Z"),
        ("2024-04-25T19:30:04+02:00", "26 April 2024", "2024-04-25T19:30:04+02:00"),  # that of the printed issue
        ("2024-09-10T16:07:00Z", "09.10.2024", "2024-09-10T16:07:00Z"),  # month first
        ("2025-08-01T10:01:58Z", "8/1/2025", "2025-08-01T10:01:58Z"),
        (None, "By Ana Ruiz | 3 March 2021", "2021-03-03"),
        (None, "Daisy-Mae RuizDec 05, 20232 Shares", "2023-12-05"),
    ],
)
def test_published(meta: str | None, line: str, told: str) -> None:
    given = page(f'"datePublished": "{meta}"' if meta else '"name": "a"', line)
    assert outline(given).published == told


def test_modified() -> None:
    found = modified(page('"dateModified": "2023-12-26T10:48:20-05:00"', "By Ana Ruiz"))
    assert found == ("2023-12-26T10:48:20-05:00", "jsonld:dateModified")
    assert modified(page('"name": "a"', "Updated 3 May")) is None
