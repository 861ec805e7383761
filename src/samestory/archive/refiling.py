"""A page of the archive kept as it was cleaned again, and taken out of what found it as it was before."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from samestory.archive import filing, outlines, sites, standing
from samestory.archive.filing import Filed
from samestory.archive.postings import unpost
from samestory.evidence import indexed
from samestory.types import Fingerprint, Outline


class Again(NamedTuple):
    """A page cleaned again by the memory of its site, and what was known of it before."""

    n: int
    outline: Outline
    words: tuple[str, str]  # its title and its body, as a search found them
    fingerprint: Fingerprint | None
    filed: Filed | None  # None: what was given cannot be read, or gives another text by now; it stays as it was

    def is_changed(self) -> bool:
        """Is another part of the page the article now, or something else of another role?"""
        now = self.filed.version.outline.blocks if self.filed else self.outline.blocks
        return [(one.span, one.role) for one in now] != [(one.span, one.role) for one in self.outline.blocks]


def refile(db: sqlite3.Connection, again: Again) -> bool:
    """Keep a page as it was cleaned again, in the caller's transaction, and have worked again what it touches.

    False: its site has learned more meanwhile, or another process was faster.
    """
    n, filed = again.n, again.filed
    if filed and filed.look and not sites.is_doubted(db, n, filed.look.turn):
        return False
    db.execute("UPDATE holding SET doubted = 0 WHERE n = ?", (n,))
    if filed and filed.version.outline != again.outline:
        outlines.replace(db, n, filed.version.outline)
        db.execute("INSERT INTO words (words, rowid, title, body) VALUES ('delete', ?, ?, ?)", (n, *again.words))
        filing.index_words(db, n, filed.version.outline.title or "", filed.body)
        touched = "UPDATE story SET turn = turn + 1, stale = 1 WHERE k = (SELECT story FROM holding WHERE n = ?)"
        db.execute(touched, (n,))
    if filed and filed.fingerprint and again.fingerprint and filed.fingerprint != again.fingerprint:
        _forget(db, n, again.fingerprint)
        filing.keep_fingerprint(db, n, filed.fingerprint, filed.version.page.text)
        db.execute("UPDATE holding SET clock = ?, queued = 1 WHERE n = ?", (filed.fingerprint.time, n))
    return True


def _forget(db: sqlite3.Connection, n: int, found: Fingerprint) -> None:
    """Take a page's fingerprint away, and all by which it was found."""
    standing.forget(db, n, found)
    db.execute("DELETE FROM fingerprint WHERE n = ?", (n,))
    unpost(db, n, indexed(found))
    when = filing.UNDATED if found.time is None else filing.period(found.time)
    rows = ((when, key, n) for key in filing.keys(found))
    db.executemany("DELETE FROM term WHERE period = ? AND hash = ? AND page = ?", rows)
