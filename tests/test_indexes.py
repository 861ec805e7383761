"""The indexes of an archive by themselves: who holds what, which pages are one text, which phrases are no evidence."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samestory.archive import alike, lists, postings, schema, sharers, standing, texts, twins
from samestory.archive.filing import DAY, UNDATED, Looked, period
from samestory.archive.standing import Changes
from samestory.evidence import SPREAD, are_one
from samestory.types import Fingerprint, Tie

PAGES = st.dictionaries(st.integers(1, 30), st.frozensets(st.integers(0, 12), min_size=1, max_size=6), max_size=8)
FAR = postings.REST  # what lies so far apart is in two cells


def opened() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    schema.migrate(db)
    return db


@pytest.fixture
def db() -> Iterator[sqlite3.Connection]:
    with closing(opened()) as found:
        yield found


def post(db: sqlite3.Connection, n: int, keys: Iterable[int]) -> None:
    """Note that a page holds shingles, given as they are indexed."""
    postings.post(db, n, [key << 2 for key in keys])


def pack(db: sqlite3.Connection) -> None:
    """Move all postings into cells."""
    first = 0
    while first < postings.BUCKETS:
        first = postings.settle(db, first)


def hold(db: sqlite3.Connection, n: int, keys: Sequence[int], house: int | None = None) -> Looked:
    """A page of these shingles, of an outlet of its own unless told."""
    row = (n, str(n), b"", str(n).encode(), 0, len(keys), n if house is None else house)
    db.execute(
        "INSERT INTO holding (n, address, content, body, queued, weight, house) VALUES (?, ?, ?, ?, ?, ?, ?)", row
    )
    post(db, n, keys)
    return Looked(n, None, sorted(keys), [])


def waiting(db: sqlite3.Connection) -> list[int]:
    return [n for (n,) in db.execute("SELECT n FROM holding WHERE queued = 1 ORDER BY n")]


# lists


def held(found: lists.Lists) -> list[list[int]]:
    return [part.tolist() for part in np.split(found.pages, found.starts[1:-1])]


@settings(max_examples=12, deadline=None)
@given(PAGES, PAGES, st.frozensets(st.integers(0, 14)))
def test_holders_are_found_in_rows_and_in_cells(
    packed: dict[int, frozenset[int]], rows: dict[int, frozenset[int]], asked: frozenset[int]
) -> None:
    """Every page once, ascending, also where it is noted in both; a shingle that nobody holds has an empty list."""
    with closing(opened()) as db:
        for pages in (packed, rows):
            for n, keys in pages.items():
                post(db, n, (key * FAR // 4 for key in keys))
            if pages is packed:
                pack(db)
        keys_ = np.array(sorted(asked), np.int64) * FAR // 4
        found = held(lists.shingles(db, keys_)) if asked else []
        wanted = ({n for pages in (packed, rows) for n, own in pages.items() if key in own} for key in sorted(asked))
        assert found == [sorted(pages) for pages in wanted]


def test_holders_of_terms_are_those_of_the_periods_asked_for(db: sqlite3.Connection) -> None:
    db.executemany("INSERT INTO term VALUES (?, ?, ?)", [(1, 70, 4), (2, 70, 3), (3, 70, 5), (2, 71, 9)])
    assert held(lists.terms(db, [1, 2], np.array([70, 71, 72]))) == [[3, 4], [9], []]


def test_pages_without_a_number_have_none(db: sqlite3.Connection) -> None:
    hold(db, 1, [5, 6])
    found = lists.of_pages(db, "SELECT n, weight FROM holding WHERE n IN ({})", np.array([2, 1, 1]))
    assert np.isnan(found[0])
    assert found[1:].tolist() == [2.0, 2.0]


def test_pages_that_meet_are_told_once_with_all_that_they_share() -> None:
    found = lists.met(np.array([1, 2, 1]), np.array([7, 7, 7]))
    assert (found.asking.tolist(), found.holding.tolist()) == ([1, 2], [7, 7])
    assert found.sums().tolist() == [2.0, 1.0]
    assert found.sums(np.array([0.5, 1.0, 0.25])).tolist() == [0.75, 1.0]


def test_no_page_is_in_two_parts() -> None:
    found, keys = lists.asked([(n, range(n, n + 3)) for n in range(1, 8)])
    assert keys.tolist() == list(range(1, 10))
    parts = list(found.parts(4))
    assert len(parts) > 2
    assert np.concatenate([part.pages for part in parts]).tolist() == found.pages.tolist()
    assert sum(len(set(part.pages.tolist())) for part in parts) == 7


# sharers


def test_pages_of_other_outlets_that_share_enough_are_found(db: sqlite3.Connection) -> None:
    asks = hold(db, 1, range(20))
    hold(db, 2, range(4))  # four of its four
    hold(db, 3, range(19, 90))  # one: too few
    hold(db, 4, range(10), house=1)  # of the same outlet
    hold(db, 5, range(18, 90))  # two, which is a tenth of the smaller page
    pack(db)
    found = sharers.look(db, [asks])
    nothing = np.zeros(len(found.keys), bool)
    assert list(sharers.sharers(db, found, nothing)) == [(1, 2), (1, 5)]


def test_phrases_that_stand_bring_no_pages_together(db: sqlite3.Connection) -> None:
    asks = hold(db, 1, range(20))
    hold(db, 2, range(4))
    hold(db, 3, range(17, 90))
    found = sharers.look(db, [asks])
    assert list(sharers.sharers(db, found, found.keys < 4)) == [(1, 3)]


# twins


@settings(max_examples=12, deadline=None)
@given(
    st.dictionaries(st.integers(1, 30), st.frozensets(st.integers(0, 30), min_size=1, max_size=20), min_size=2),
    st.frozensets(st.integers(0, 30)),
    st.integers(1, 30),
)
def test_pages_are_one_text_by_all_that_they_share_whatever_stands(
    pages: dict[int, frozenset[int]], standing_: frozenset[int], last: int
) -> None:
    with closing(opened()) as db:
        held = {n: hold(db, n, sorted(keys)) for n, keys in pages.items()}
        db.executemany("INSERT INTO standing VALUES (?)", [(key,) for key in standing_])
        found = twins.twins(db, sharers.look(db, [page for n, page in held.items() if n <= last]))
        pairs = ((one, other) for one in pages if one <= last for other in pages if one != other)
        assert set(zip(found.asking.tolist(), found.holding.tolist(), strict=True)) == {
            (one, other)
            for one, other in pairs
            if are_one(len(pages[one] & pages[other]), min(len(pages[one]), len(pages[other])))
        }


# alike


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.none() | st.integers(0, 60), st.frozensets(st.integers(0, 6), min_size=2)), min_size=2))
def test_pages_filed_last_are_enough_where_a_term_finds_none(pages: list[tuple[int | None, frozenset[int]]]) -> None:
    with closing(opened()) as db, pytest.MonkeyPatch.context() as patch:
        patch.setattr(alike, "HOLDERS", 3)
        for n, (day, terms) in enumerate(pages, 1):
            hold(db, n, [])
            db.execute("UPDATE holding SET clock = ? WHERE n = ?", (None if day is None else day * DAY, n))
            when = UNDATED if day is None else period(day * DAY)
            db.executemany("INSERT INTO term VALUES (?, ?, ?)", [(when, term, n) for term in terms])
        times = (None if day is None else day * DAY for day, _ in pages)
        asks = [Looked(n, time, [], sorted(pages[n - 1][1])) for n, time in enumerate(times, 1)]
        found = []
        for latest in (1, 4, lists.WHOLE):
            patch.setattr(alike, "LATEST", latest)
            found.append(sorted(alike.alike(db, asks)))
        assert found[0] == found[1] == found[2]


# texts


def test_pages_that_are_surely_one_text_are_called_after_the_first(db: sqlite3.Connection) -> None:
    pages = [
        hold(db, 3, range(20)),
        hold(db, 5, range(20)),
        hold(db, 8, range(10, 30)),
        hold(db, 9, range(28, 60)),
    ]
    assert texts.changes(db, sharers.look(db, pages)).joined == {5: 3, 8: 3}


def test_a_phrase_stands_when_more_texts_hold_it_than_may(db: sqlite3.Connection) -> None:
    """Copies of one text are one text, however many there are."""
    copies = [hold(db, n, range(20)) for n in range(1, SPREAD + 5)]
    found = texts.changes(db, sharers.look(db, copies))
    assert (found.rising, found.falling) == ({}, {})
    others = [hold(db, 100 + n, [3, *range(1000 * n, 1000 * n + 20)]) for n in range(1, SPREAD + 1)]
    found = texts.changes(db, sharers.look(db, [*copies, *others]))
    assert found.rising == {3: sorted(page.n for page in (*copies, *others))}
    assert standing.keep(db, found)
    assert sharers.stands(db, np.array([2, 3, 4])).tolist() == [False, True, False]


def test_a_phrase_stands_no_more_when_texts_turn_out_to_be_one(db: sqlite3.Connection) -> None:
    """Also where the page that shows it does not hold the phrase, but only what two of the texts hold besides."""
    first = [hold(db, n, [3, *range(1000 * n, 1000 * n + 20)]) for n in range(1, SPREAD + 2)]
    for page in first:
        db.execute("INSERT INTO paper (n, id) VALUES (?, ?)", (page.n, f"p{page.n}"))
    assert standing.keep(db, texts.changes(db, sharers.look(db, first)))
    assert standing.turn(db) == 1
    both = hold(db, 50, [*range(1000, 1020), *range(2000, 2020)])
    found = sharers.look(db, [both])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(texts, "shingles_of", lambda _, pages: [(n, first[n - 1].shingles) for n in pages])
        change = texts.changes(db, found)
    assert change.joined == {2: 1, 50: 1}
    assert list(change.falling) == [3]
    assert standing.keep(db, change)
    assert not sharers.stands(db, np.array([3])).any()
    assert waiting(db) == [page.n for page in first]  # what the phrase kept apart is looked at again


def test_notices_are_standing_phrases_of_more_than_one_of_the_pages(db: sqlite3.Connection) -> None:
    db.execute("INSERT INTO standing VALUES (?), (?)", (postings.key(40), postings.key(80)))
    pages = [
        Fingerprint(f"p{at}", "", "en", None, None, 9, shingles, (), {})
        for at, shingles in enumerate([(40, 44, 80), (40, 44)])
    ]
    assert texts.notices(db, pages) == {40}


# standing


def test_what_was_found_before_others_changed_the_notes_is_not_kept(db: sqlite3.Connection) -> None:
    assert standing.keep(db, Changes(0, {}, {7: [1]}, {}))
    assert not standing.keep(db, Changes(0, {}, {}, {7: [1]}))
    assert sharers.stands(db, np.array([7])).all()


def test_ties_that_a_standing_phrase_undoes_are_looked_at_again(db: sqlite3.Connection) -> None:
    for n in (1, 2, 3):
        hold(db, n, [7])
    ties = [Tie("a", "b", 1), Tie("a", "c", 0), Tie("b", "c", 5)]
    standing.tie(db, {1, 2}, ties, {"a": 1, "b": 2, "c": 3})
    standing.keep(db, Changes(0, {}, {7: [1, 3]}, {}))
    assert waiting(db) == [1]
    standing.tie(db, {1}, [Tie("a", "b", 1)], {"a": 1, "b": 2})
    assert db.execute("SELECT one, other, spare FROM tie ORDER BY 1").fetchall() == [(1, 2, 1), (2, 3, 5)]


def test_a_page_that_is_forgotten_leaves_its_text_to_be_looked_at_again(db: sqlite3.Connection) -> None:
    for n in (1, 2, 3):
        hold(db, n, [7, 8])
    standing.keep(db, Changes(0, {2: 1}, {7: []}, {}))
    gone = Fingerprint("b", "", "en", None, None, 9, (7 << 2, 8 << 2), (), {})
    standing.forget(db, 2, gone)
    assert waiting(db) == [1, 2]
    assert standing.turn(db) == 2
    assert db.execute("SELECT count(*) FROM holding WHERE text IS NOT NULL").fetchone()[0] == 0


def test_all_notes_can_be_made_again(db: sqlite3.Connection) -> None:
    for n in (1, 2, 3):
        hold(db, n, [7])
        db.execute("INSERT INTO fingerprint (n) VALUES (?)", (n,))
    db.execute("UPDATE holding SET queued = 1 WHERE n = 2")
    standing.keep(db, Changes(0, {3: 1}, {7: [1]}, {}))
    standing.clear(db)
    assert not sharers.stands(db, np.array([7])).any()
    assert list(db.execute("SELECT queued, text FROM holding ORDER BY n")) == [
        (2, None),
        (1, None),
        (2, None),
    ]
