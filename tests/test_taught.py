"""What a person teaches of a site outweighs the rules, for pages of that site alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from samestory import read
from samestory.cli import main
from samestory.errors import SamestoryError
from samestory.outline import outline
from samestory.read.lessons import lessons
from samestory.types import Record

PAGE = """<html><body><h1>Dam gates open</h1><div class="vpStory">
<p>The river rose by two metres overnight, officials said on Monday, and roads were closed.</p>
<p class="vpMore">Those who lost their homes in the last flood still wait for help from the government.</p>
<p>By the morning the water stood at the bridge, and the market was moved to the school on the hill.</p>
<p>Valley Post, a paper of the valley since 1893.</p></div></body></html>"""
LESSONS = """
["valley-post.example"]
names."list.related" = ["vpMore"]
lines."notice.rights" = ["Valley Post, a paper of the valley since 1893"]
"""


@pytest.fixture
def taught(tmp_path: Path) -> Path:
    file = tmp_path / "sites.toml"
    file.write_text(LESSONS)
    return file


def roles(text: str, form: str, file: Path | None) -> list[str]:
    page = read.page(Record("a", "a", "html" if form == "html" else "text", text))
    taught = lessons(file)["valley-post.example"] if file else None
    return [block.role for block in outline(page, None, taught).blocks]


def test_names_and_lines_of_markup(taught: Path) -> None:
    assert roles(PAGE, "html", None) == ["article.headline", *["article.paragraph"] * 4]
    assert roles(PAGE, "html", taught) == [
        *("article.headline", "article.paragraph", "list.related", "article.paragraph", "notice.rights")
    ]


def test_lines_of_flattened_text(taught: Path) -> None:
    shown = read.page(Record("a", "a", "html", PAGE)).text
    assert roles(shown, "text", taught)[-1] == "notice.rights"
    assert "notice.rights" not in roles(shown, "text", None)


def test_only_pages_of_the_site(taught: Path, tmp_path: Path) -> None:
    pages = tmp_path / "pages.jsonl"
    sites = ("valley-post.example", "hill-post.example")
    pages.write_text("\n".join(json.dumps({"url": f"https://www.{site}/1", "html": PAGE}) for site in sites))
    run = CliRunner().invoke(main, ["clean", "--json", "--sites", str(taught), str(pages)])
    one, other = (json.loads(line) for line in run.stdout.splitlines())
    assert "lost their homes" not in one["body"]
    assert "lost their homes" in other["body"]
    assert [block["why"] for block in one["blocks"] if block["role"] == "list.related"] == [
        "taught of this site: in “vp-more”"
    ]


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ('["a.example"]\nnames."advert" = ["x"]', "'advert' is no role"),
        ('["a.example"]\nnames."ad.slot" = "x"', "ad.slot has 'x'"),
        ('["a.example"]\nwords."ad.slot" = ["x"]', "is no table of names and lines"),
        ('["a.example"]\nnames = 3', "says 3"),
        ("= 3", "cannot be read"),
    ],
)
def test_lessons_that_say_something_else(said: str, found: str, tmp_path: Path) -> None:
    file = tmp_path / "sites.toml"
    file.write_text(said)
    with pytest.raises(SamestoryError) as raised:
        lessons(file)
    assert raised.value.message.startswith(found)
    run = CliRunner().invoke(main, ["clean", "--sites", str(file), str(file)])
    assert run.exit_code == 2
    assert found in run.output
