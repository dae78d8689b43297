"""Opening the database of records for one page: for reading only, never for long, and never with a crash.

A run may add to the file or put another in its place at any moment, so nothing is kept open between pages.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from stat import S_ISREG
from typing import Literal, NamedTuple

from extractor.service.dashboard.conditions import DATE, condition
from extractor.service.dashboard.filters import Filters
from extractor.sinks.database import MARK, VERSION

WAIT_S = 2.0
"""How long a page waits for a run that is writing."""
LIMIT_S = 20.0
"""How long all questions of one page may take together."""

_STEPS_BETWEEN_LOOKS = 200_000

Reason = Literal["not_given", "missing", "foreign", "version", "locked", "slow", "broken"]


class UnavailableError(Exception):
    """There are no records to show; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason: Reason = reason


class State(NamedTuple):
    """Which content a file has: another one after each run that wrote to it."""

    inode: int
    changed_ns: int
    size: int


def state(path: Path | None) -> State:
    """The state of the database at `path`.

    Raises:
        UnavailableError: None was given, or there is none.
    """
    if path is None:
        raise UnavailableError("not_given")
    try:
        found = path.stat()
    except OSError:
        raise UnavailableError("missing") from None
    if not S_ISREG(found.st_mode):
        raise UnavailableError("missing")
    return State(found.st_ino, found.st_mtime_ns, found.st_size)


@contextmanager
def database(path: Path | None) -> Iterator[sqlite3.Connection]:
    """A connection that sees one state of the records and cannot change them.

    Raises:
        UnavailableError: There are no records that could be read now.
    """
    state(path)
    assert path is not None
    try:
        connection = _opened(path)
        try:
            yield connection
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise UnavailableError(_reason(error)) from error


def choose(connection: sqlite3.Connection, filters: Filters) -> None:
    """Put the articles that `filters` let through into the table `chosen`, in memory."""
    asked = condition(filters)
    connection.execute("DROP TABLE IF EXISTS temp.chosen")
    connection.execute(
        "CREATE TEMP TABLE chosen (article_id TEXT, outlet TEXT, in_scope INTEGER, date TEXT, type TEXT, "
        "region TEXT)"
    )
    connection.execute(
        f"INSERT INTO chosen SELECT a.article_id, a.outlet, a.in_scope, {DATE}, e.type, e.region "
        f"FROM articles AS a LEFT JOIN events AS e ON e.article_id = a.article_id WHERE {asked.sql}",
        asked.parameters,
    )


def _opened(path: Path) -> sqlite3.Connection:
    try:
        return _checked(path)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}:
            raise
        # A killed run has left something to undo, which a connection for reading only cannot do.
        with closing(_connection(path, "rw")) as repairing:
            repairing.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        return _checked(path)


def _checked(path: Path) -> sqlite3.Connection:
    connection = _connection(path, "ro")
    try:
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("BEGIN")
        mark, version = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        if mark != MARK:
            raise UnavailableError("foreign")
        if version != VERSION:
            raise UnavailableError("version")
    except BaseException:
        connection.close()
        raise
    deadline = time.monotonic() + LIMIT_S
    connection.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS_BETWEEN_LOOKS)
    return connection


def _connection(path: Path, mode: Literal["ro", "rw"]) -> sqlite3.Connection:
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=WAIT_S, isolation_level=None
    )


def _reason(error: sqlite3.Error) -> Reason:
    # Errors of Python's own module have no code of SQLite's.
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF
    known: dict[int, Reason] = {
        sqlite3.SQLITE_BUSY: "locked",
        sqlite3.SQLITE_LOCKED: "locked",
        sqlite3.SQLITE_INTERRUPT: "slow",
        sqlite3.SQLITE_NOTADB: "foreign",
        sqlite3.SQLITE_CANTOPEN: "missing",
    }
    return known.get(code, "broken")
