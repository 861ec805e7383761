"""The HTML a person mails: self-contained, well-formed, inert, and saying what the report says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samestory import html
from samestory.html.beside import COLUMNS, beside
from samestory.html.edition import edition
from samestory.html.marks import Mark, pieces
from samestory.html.tree import LINES, tree
from samestory.types import (
    UNSEEN,
    Block,
    Collation,
    Comparison,
    Copy,
    Effect,
    Lineage,
    Outline,
    Page,
    Reading,
    Row,
    Span,
    StoryView,
    Version,
)
from tests.made import at, comparison, ferry, market, versions

VOID = {"meta", "link", "br", "circle", "path", "img", "input", "hr"}
ATTACK = """"><img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }}</style></title>' onmouseover='alert(3)"""


class Outliner(HTMLParser):
    """What a browser would make of a page: tags, attributes, headings, ids, links, unbalanced tags."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def values(self, name: str) -> list[str]:
        return [value or "" for key, value in self.attributes if key == name]


def hostile() -> Comparison:
    """The comparison with an attack wherever a page has a say."""
    view = ferry()
    outlines = [replace(version.outline, title=ATTACK, outlet=ATTACK, credit=(ATTACK,)) for version in view.versions]
    blocks = (Block(Span(0, len(ATTACK)), "article.paragraph", ATTACK, {ATTACK: [ATTACK, {ATTACK: ATTACK}]}),)
    bad = Version(Page("x", ATTACK, ATTACK, "text", "text/1", url="javascript:alert(4)"), Outline("x", blocks, ATTACK))
    four = tuple(Version(version.page, outline) for version, outline in zip(view.versions, outlines, strict=True))
    names = dict.fromkeys(view.names, ATTACK)
    story = replace(view, headline=ATTACK, versions=four, names=names, notes=dict.fromkeys(view.notes, ATTACK))
    return Comparison((story, market()), (*four, bad), comparison().failures)


RENDERINGS: dict[str, Callable[[Comparison], str]] = {
    "page": html.page,
    "fragment": html.fragment,
    "labelled": lambda compared: html.labelled(compared.pages),
    "labelled alone": lambda compared: html.labelled(compared.pages[-1:]),
}
each_rendering = pytest.mark.parametrize("render", RENDERINGS.values(), ids=list(RENDERINGS))


@each_rendering
def test_tags_are_balanced(render: Callable[[Comparison], str]) -> None:
    read = Outliner(render(comparison()))
    assert not read.wrong
    assert not read.open


@each_rendering
@pytest.mark.parametrize("compared", [comparison(), hostile()], ids=["calm", "hostile"])
def test_nothing_runs_and_nothing_is_fetched(render: Callable[[Comparison], str], compared: Comparison) -> None:
    read = Outliner(render(compared))
    assert not {"script", "img", "iframe", "object", "embed", "base", "form"} & set(read.tags)
    assert not [name for name, _ in read.attributes if name.startswith("on")]
    assert all(value.startswith(("#", "data:,", "https://", "http://")) for value in read.values("href"))
    assert not read.values("src")
    assert "url(" not in "".join(read.values("style")) + render(compared).partition("</style>")[0]
    assert not [tag for tag in ("link", "style") if read.tags.count(tag) > 1]


@each_rendering
def test_hostile_text_stays_text(render: Callable[[Comparison], str]) -> None:
    markup = render(hostile())
    assert "<script" not in markup
    assert "{{ 7*7 }}" in markup
    assert "&lt;script&gt;alert(2)" in markup
    assert Outliner(markup).wrong == []


def test_a_page_has_a_policy_and_a_title() -> None:
    markup = html.page(comparison())
    assert "default-src &#39;none&#39;" in markup or "default-src 'none'" in markup
    assert "<title>Ferry to Lindholm stopped after fire in engine room</title>" in markup


COMPARED = {"one": comparison(), "several": comparison([ferry(), ferry(), market()]), "none": comparison([])}
each_comparison = pytest.mark.parametrize("compared", COMPARED.values(), ids=list(COMPARED))


@each_comparison
def test_headings_go_down_in_order(compared: Comparison) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", html.page(compared))]
    assert levels.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(levels))


@each_comparison
def test_links_lead_somewhere_and_ids_are_unique(compared: Comparison) -> None:
    read = Outliner(html.page(compared))
    ids = read.values("id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in read.values("href") if href.startswith("#")} <= set(ids)


def test_a_fragment_has_no_ids() -> None:
    """Two notebook cells may show the same comparison."""
    assert not Outliner(html.fragment(comparison())).values("id")


def test_a_notebook_shows_a_comparison() -> None:
    assert comparison()._repr_html_() == html.fragment(comparison())


def test_the_page_says_what_matters_first() -> None:
    markup = re.sub(r"<(style|nav)\b.*?</\1>", "", html.page(comparison()), flags=re.DOTALL)
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", markup))
    order = (
        *("4 outlets", "Could change what a reader believes", "hedge dropped", "The text, and what others read there"),
        *("Side by side", "Conflicts", "Quotes", "Figures", "Where the texts come from", "The pages as they came"),
    )
    found = [text.index(phrase, text.index("4 outlets")) for phrase in order]
    assert found == sorted(found)
    assert "crawl/broken.gz:9: ends in the middle" in text


def test_several_stories_each_have_their_line() -> None:
    markup = html.page(comparison([ferry(), ferry(), market()]))
    assert markup.count('<p class="line small">') == 2
    assert "3 stories" in markup


def test_key_facts_say_who_carries_them() -> None:
    text = re.sub(r"<[^>]+>", "", html.page(comparison()))
    assert "3 versions, 1 origin; the port authority" in text


def test_an_empty_comparison_has_a_page() -> None:
    assert "Comparison" in html.page(Comparison((), (), ()))


# marks


def test_marks_cut_the_text() -> None:
    text = "a fire broke out"
    cut = pieces(text, Span(0, len(text)), [Mark(Span(2, 6), "wording", 1, 7)])
    assert [(piece.text, piece.look, piece.notes) for piece in cut] == [
        ("a ", "", ()),
        ("fire", "wording level1", (7,)),
        (" broke out", "", ()),
    ]


@pytest.mark.parametrize("place", [0, 6, 16])
def test_an_empty_mark_is_a_caret(place: int) -> None:
    cut = pieces("a fire broke out", Span(0, 16), [Mark(Span(place, place), "meaning", 2, 1)])
    carets = [piece for piece in cut if "caret" in piece.look]
    assert [(piece.text, piece.notes) for piece in carets] == [("‸", (1,))]


def test_where_marks_overlap_meaning_gives_the_look() -> None:
    cut = pieces("abcdef", Span(0, 6), [Mark(Span(0, 4), "wording", 1), Mark(Span(2, 6), "meaning", 1)])
    assert [(piece.text, piece.look.split()[0]) for piece in cut] == [
        ("ab", "wording"), ("cd", "meaning"), ("ef", "meaning")]  # fmt: skip


effects: st.SearchStrategy[Effect] = st.sampled_from(["meaning", "wording", "format"])
marks = st.builds(
    lambda start, length, effect, number: Mark(Span(start, start + length), effect, 1, number),
    st.integers(0, 30), st.integers(0, 12), effects, st.integers(1, 99))  # fmt: skip


@given(st.text(min_size=1, max_size=30), st.lists(marks, max_size=8, unique_by=lambda mark: mark.number))
def test_pieces_are_the_text_and_every_inner_mark_has_its_note_once(text: str, found: list[Mark]) -> None:
    cut = pieces(text, Span(0, len(text)), found)
    assert "".join(piece.text for piece in cut if "caret" not in piece.look) == text
    inner = sorted(mark.number or 0 for mark in found if mark.span.end <= len(text))
    numbers = sorted(number for piece in cut for number in piece.notes)
    assert set(inner) <= set(numbers)
    assert len(numbers) == len(set(numbers))


# the edition


def test_the_edition_is_the_base_text_and_what_others_add() -> None:
    paragraphs = edition(ferry())
    assert [paragraph.only for paragraph in paragraphs] == ["", "", "", "", "", "B"]
    assert "".join(piece.text for piece in paragraphs[0].pieces).startswith("The ferry to Lindholm was stopped")


def test_the_margin_says_who_reads_what() -> None:
    first, second, *_ = edition(ferry())
    dropped = next(note for note in first.notes if note.why == "attribution dropped")
    assert [(reading.words, reading.whose) for reading in dropped.readings] == [
        ("", "D"),
        (", the coast guard confirmed", "B"),
    ]
    assert [note.words for note in second.notes] == ["120", "hurt", "this sentence"]


def test_format_is_folded() -> None:
    folded = [note for paragraph in edition(ferry()) for note in paragraph.folded]
    assert [(note.words, note.number) for note in folded] == [("3 000", None)]


def test_many_readings_are_counted() -> None:
    crowd = crowded(40)
    note = edition(crowd)[0].notes[-1]
    assert note.readings[0].whose == "39 versions"


# side by side, the tree


def crowded(count: int) -> StoryView:
    """A story of very many versions, all but the first without its only sentence."""
    page = versions()[0].page
    ids = tuple(f"v{number:03}" for number in range(count))
    outlet = "Outlet with a name so long that no column was ever made for it"
    blocks = (Block(at("gazette", "The ferry to"), "article.paragraph", "prose"),)
    many = tuple(Version(replace(page, id=name), Outline(name, blocks, outlet=outlet)) for name in ids)
    row = Row((Reading("v000", at("gazette", "The ferry to Lindholm"), "same", 1.0),))
    copies = tuple(Copy(name, UNSEEN, 0.9, ("same words",)) for name in ids)
    lineage = Lineage("s3", copies, (), 1, (1, 1), (), dict.fromkeys(ids, 0.9))
    names = {name: f"{outlet} · {name}" for name in ids}
    collation = Collation("s3", "v000", ids, (row,))
    return replace(market(), versions=many, names=names, collation=collation, lineage=lineage)


def test_hundreds_of_versions_stay_usable() -> None:
    crowd = crowded(300)
    assert len(beside(crowd).columns) == COLUMNS
    drawn = tree(crowd)
    assert drawn is not None
    assert len(drawn.dots) == LINES
    markup = html.page(Comparison((crowd,), crowd.versions, ()))
    assert "6 of 300 versions side by side" in markup
    assert "240 more pages" in markup
    assert len(markup) < 2_000_000


def test_cells_say_their_state_in_words() -> None:
    table = beside(ferry())
    assert [cell.state for cell in table.lines[3].cells] == ["base", "moved", "missing", "missing"]
    assert [line.meaning for line in table.lines] == [True, True, False, True, False, True]


def test_the_tree_puts_children_below_their_parents() -> None:
    drawn = tree(ferry())
    assert drawn is not None
    labels = [dot.label for dot in drawn.dots]
    assert labels.index("Tidewire") < labels.index("A  Harbour Gazette") < labels.index("D  Vale Courier")
    assert sum(edge.dashed for edge in drawn.edges) == 1


def test_no_tree_without_copies() -> None:
    assert tree(market()) is None


def test_a_ring_of_copies_is_not_drawn() -> None:
    """The lineage never holds a ring; if it did, the sentences would still say so and nothing would hang."""
    view = ferry()
    order = view.collation.versions
    ring = tuple(Copy(one, other, 0.5, ()) for one, other in zip(order, order[1:] + order[:1], strict=True))
    assert tree(replace(view, lineage=replace(view.lineage, copies=ring))) is None
