"""Records as an SQLite database of related tables, with a view for each question that is asked often.

What is written twice is there once: an article that the file holds already is replaced, in one transaction
with all others, so a crash leaves the old state.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from importlib.resources import files

from extractor.errors import SettingsError
from extractor.knowledge.tables import Row, cells, rows
from extractor.sinks.database_rows import Rows
from extractor.sinks.files import drafts, is_special
from extractor.sinks.formats import Entry

VERSION = 1
"""Of the tables; SQLite keeps it in the file's head, as it does the mark."""
MARK = 0x65646D75
"""`edmu`: no other program's database is added to, or shown."""

_USES = {
    "organizations": (("article_organizations", "parties", "people"), "organization"),
    "regulations": (("article_regulations",), "regulation"),
}


def write_sqlite_file(entries: Iterable[Entry], path: str) -> None:
    """Add `entries` to the database at `path`, which is made if it is not there.

    Raises:
        SettingsError: `path` is something else than a database of this program.
    """
    if is_special(path):
        raise SettingsError(f"cannot write {path}: format sqlite needs a file")
    try:
        with _database(path) as connection:
            _write(connection, entries)
    except sqlite3.Error as error:
        raise SettingsError(f"cannot write {path}: {error}") from error


def _write(connection: sqlite3.Connection, entries: Iterable[Entry]) -> None:
    """Everything or nothing."""
    connection.execute("PRAGMA foreign_keys = ON")
    # A name that is taken out must not stay behind in a free page of the file.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("BEGIN IMMEDIATE")
    try:
        _refresh_tables(connection)
        writing = Rows(connection)
        for entry in entries:
            writing.replace(entry.record)
        _drop_unused(connection)
    except BaseException:
        # A full disk, for one, has already undone it.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def _database(path: str) -> Iterator[sqlite3.Connection]:
    """A connection to the database at `path`; a new one appears when all is written."""
    if os.path.exists(path) and os.path.getsize(path):
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            _check(connection, path)
            yield connection
        return
    with drafts(path) as (draft,), closing(sqlite3.connect(draft, isolation_level=None)) as connection:
        # Nobody reads the draft, and what is half written is removed.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
        for name in ("tables", "views"):
            connection.executescript(
                files("extractor.sinks").joinpath("templates", f"{name}.sql").read_text("utf-8")
            )
        connection.execute(f"PRAGMA application_id = {MARK}")
        connection.execute(f"PRAGMA user_version = {VERSION}")
        yield connection


def _check(connection: sqlite3.Connection, path: str) -> None:
    try:
        mark, version = (
            connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
    except sqlite3.DatabaseError as error:
        raise SettingsError(f"cannot write {path}: {error}; give another name, or remove it") from error
    if mark != MARK:
        raise SettingsError(f"cannot write {path}: it is the database of another program; give another name")
    if version != VERSION:
        raise SettingsError(
            f"cannot write {path}: its tables are those of another version ({version}, not {VERSION}); "
            "give another name"
        )


def _refresh_tables(connection: sqlite3.Connection) -> None:
    """Fill in what this version knows: regions, institutions under their names, programs."""
    bps = {row["code"]: row["bps_code"] for row in rows("bps_codes")}
    connection.executemany(
        "INSERT OR REPLACE INTO regions VALUES (?, ?, ?, ?, ?)",
        [
            (code, bps.get(code), row["name"], row["level"], code[:2] if "." in code else None)
            for row in sorted(rows("regions"), key=_provinces_first)
            if (code := row["code"])
        ],
    )
    bodies = rows("lineages")
    connection.executemany(
        "INSERT OR REPLACE INTO bodies VALUES "
        "(:id, :name, :full_name, :lineage, nullif(:start_year, ''), nullif(:end_year, ''))",
        bodies,
    )
    connection.executemany(
        "INSERT OR IGNORE INTO successions VALUES (?, ?)",
        [(before, body["id"]) for body in bodies for before in cells(body["predecessors"])],
    )
    connection.executemany("INSERT OR REPLACE INTO programs VALUES (:id, :name)", rows("programs"))


def _provinces_first(region: Row) -> bool:
    return "." in region["code"]


def _drop_unused(connection: sqlite3.Connection) -> None:
    """Leave out what only articles named that have since been replaced."""
    for table, (users, column) in _USES.items():
        used = " AND ".join(
            f"NOT EXISTS (SELECT 1 FROM {user} WHERE {user}.{column} = {table}.id)" for user in users
        )
        connection.execute(f"DELETE FROM {table} WHERE {used}")
