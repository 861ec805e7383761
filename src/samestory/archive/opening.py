"""Opening an archive, its transactions, and what a damaged or busy file means for the person who asked."""

from __future__ import annotations

import sqlite3
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from samestory.archive import schema
from samestory.errors import SamestoryError

BESIDE = ("-wal", "-shm")
MAGIC = b"SQLite format 3\0"
PATIENCE = 600.0  # seconds that a second writer waits: one transaction of the first takes 0.2
_FIRST_TRY = 500  # milliseconds before the waiting is told
# What went wrong, by the primary code of SQLite, and what to do about it.
_TROUBLES = {
    sqlite3.SQLITE_FULL: ("the disk is full", "free some space and give the same command again: nothing is lost"),
    sqlite3.SQLITE_IOERR: ("the disk cannot be written or read", "is it full, or was it taken away? then try again"),
    sqlite3.SQLITE_READONLY: ("the archive cannot be written", "is it yours to write? ask for it, or use a copy"),
    sqlite3.SQLITE_CORRUPT: ("the archive is damaged", "samestory doctor --mend saves what can be read"),
    sqlite3.SQLITE_NOTADB: (
        "is no archive, or its first bytes are damaged",
        "samestory doctor --mend saves what it can",
    ),
    sqlite3.SQLITE_CANTOPEN: ("the archive cannot be opened", "is there such a folder, and may you write there?"),
    sqlite3.SQLITE_BUSY: ("another process keeps the archive", "wait until it has ended"),
    sqlite3.SQLITE_PERM: ("the archive may not be opened", "ask its owner"),
}

# SQLite's words for a text that cannot be unpacked, and for a file whose head says nonsense.
_DAMAGE = ("user-defined function raised exception", "unsupported file format")


class DamagedError(SamestoryError):
    """The file is no archive any more, or only in parts."""


@contextmanager
def troubles(path: Path) -> Iterator[None]:
    """Turn what SQLite reports of the file or the disk into a message with a hint; our own mistakes crash."""
    try:
        yield
    except (sqlite3.DatabaseError, zlib.error) as error:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if isinstance(error, zlib.error) or any(words in str(error) for words in _DAMAGE):
            code = sqlite3.SQLITE_CORRUPT
        if code not in _TROUBLES:
            raise
        kind = DamagedError if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB) else SamestoryError
        raise kind(str(path), _TROUBLES[code][0], hint=_TROUBLES[code][1]) from error


Connection = sqlite3.Connection  # so that other rooms need not know what is behind


def free(db: Connection) -> int:
    """How many blocks of the file are free and can be given back."""
    incremental = db.execute("PRAGMA auto_vacuum").fetchone()[0] == 2
    return int(db.execute("PRAGMA freelist_count").fetchone()[0]) if incremental else 0


def shrink(db: Connection, blocks: int) -> None:
    """Give free blocks back, in the transaction the caller holds."""
    for _ in range(blocks):
        db.execute("PRAGMA incremental_vacuum(1)")


def fold(db: Connection) -> None:
    """Everything into the one file, nothing left in the log beside it."""
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def opened(path: Path, writable: bool) -> sqlite3.Connection:
    """A connection to the archive at a path; made if it is to be written and not there."""
    _check(path, writable)
    with troubles(path), ExitStack() as undo:
        db = undo.enter_context(closing(_connected(path, writable)))
        _prepare(db, path, writable)
        undo.pop_all()
        return db


def _check(path: Path, writable: bool) -> None:
    if not path.exists() and not writable:
        raise SamestoryError(str(path), "there is no archive", hint="make one: samestory add PAGES")
    if path.is_dir():
        raise SamestoryError(str(path), "is a folder", "a file", "name the archive's file with --archive")
    if not path.exists() or not path.stat().st_size:
        return
    try:
        with path.open("rb") as file:
            head = file.read(len(MAGIC))
    except OSError as error:
        raise SamestoryError(str(path), f"cannot be read: {error.strerror}", "a file that can be read") from error
    if head != MAGIC:
        hint = "name it with --archive; if it was one, samestory doctor --mend saves what can be read"
        raise DamagedError(str(path), "is no archive", "a file made by samestory add", hint)


def _connected(path: Path, writable: bool) -> sqlite3.Connection:
    address = "file:" + quote(str(path.absolute()))
    if writable:
        return _connection(f"{address}?mode=rwc")
    db = _connection(f"{address}?mode=ro")
    try:
        schema.version(db)
    except sqlite3.OperationalError:
        # In a folder that cannot be written there is no place for the index of the log: read the file as it lies.
        db.close()
        return _connection(f"{address}?immutable=1")
    return db


def _connection(address: str) -> sqlite3.Connection:
    return sqlite3.connect(address, uri=True, isolation_level=None, timeout=_FIRST_TRY / 1000, check_same_thread=False)


def _prepare(db: sqlite3.Connection, path: Path, writable: bool) -> None:
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA cache_size = -64000")
    # SQLite's own lower() knows the letters of English only.
    db.create_function("fold", 1, lambda text: (text or "").casefold(), deterministic=True)
    schema.equip(db)
    found = schema.version(db)
    mark = db.execute("PRAGMA application_id").fetchone()[0]
    # A file whose making was interrupted has pages and no tables: it is ours to make.
    if db.execute("SELECT 1 FROM sqlite_master").fetchone() and mark != schema.APPLICATION_ID:
        raise DamagedError(str(path), "is a database of another program", "a file made by samestory add")
    if found > schema.VERSION:
        raise SamestoryError(str(path), f"has schema {found}, this program knows {schema.VERSION}", "", "update it")
    if found < schema.VERSION:
        _renew(db, path, writable)
    if writable:
        db.execute("PRAGMA synchronous = FULL")


def _renew(db: sqlite3.Connection, path: Path, writable: bool) -> None:
    if not writable:
        raise SamestoryError(str(path), "is of an older schema", "", "bring it up to date: samestory doctor --mend")
    # Rows of 2.4 kB: a page of news took 13.1 kB, and 13.7 with 8 kB, where two rows of text and blocks waste a third.
    db.execute("PRAGMA page_size = 16384")
    db.execute("PRAGMA auto_vacuum = INCREMENTAL")  # in a new file; in an older one room left free stays in it
    _patiently(db, "PRAGMA journal_mode = WAL", lambda _: None)
    with writing(db, lambda _: None):
        schema.migrate(db)


def size(path: Path) -> int:
    """Bytes of an archive with what is still to be taken into the one file."""
    return sum(
        file.stat().st_size for ending in ("", BESIDE[0]) if (file := path.with_name(path.name + ending)).exists()
    )


def version(path: Path) -> int:
    """The schema version of an archive as it lies there; 0: nothing in it yet."""
    with troubles(path), closing(_connected(path, writable=False)) as db:
        return schema.version(db)


@contextmanager
def writing(db: sqlite3.Connection, waiting: Callable[[str], None]) -> Iterator[None]:
    """One transaction; all of it is kept, or nothing. Says so once if another process must be waited for."""
    _patiently(db, "BEGIN IMMEDIATE", waiting)
    try:
        yield
        db.execute("COMMIT")
    finally:
        if db.in_transaction:
            db.execute("ROLLBACK")


def _patiently(db: sqlite3.Connection, statement: str, waiting: Callable[[str], None]) -> None:
    end, told = time.monotonic() + PATIENCE, False
    while True:
        try:
            db.execute(statement)
            return
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
        if not told:
            waiting("another process is writing to the archive; waiting for it")
        told = True


def backup(db: sqlite3.Connection, target: Path) -> None:
    """A consistent copy of the archive as it is now, while others go on writing. The target must not exist."""
    if target.exists():
        raise SamestoryError(str(target), "is there already", "a new file", "move it away, or give another name")
    with troubles(target), ExitStack() as undo:
        undo.callback(removed, target)  # half a copy would pass for one
        with closing(sqlite3.connect(target)) as copy:
            db.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
        undo.pop_all()


def removed(path: Path) -> None:
    """Take away an archive with what SQLite keeps beside it while it is open, as far as they are there."""
    for ending in ("", *BESIDE):
        with suppress(OSError):  # where nothing could be made there is nothing to take away
            path.with_name(path.name + ending).unlink()
