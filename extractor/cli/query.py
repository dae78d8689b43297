"""The command `query`: one question to a database of records, the answer as a plain table.

Python's own `python -m sqlite3 FILE SQL` exists from 3.12 on, and the program `sqlite3` is seldom installed.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from pathlib import Path

import typer

from extractor.errors import SettingsError
from extractor.sinks.terminal import plain

_LISTING = "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY type DESC, name"
_GAP = "  "


def run(path: Path, sql: str | None) -> int:
    """Print the answer of `sql`, else the tables and views there are.

    Raises:
        SettingsError: `path` is no database, or `sql` is no question that it can answer.
    """
    if not path.is_file():
        raise SettingsError(f"{path} is no file; extract with --format sqlite --output {path} makes one")
    try:
        # Not `mode=ro`: after a run was killed, the first to come has to undo what it had begun.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True)) as connection:
            connection.execute("PRAGMA query_only = ON")
            answer = connection.execute(sql or _LISTING)
            names = [column[0] for column in answer.description or ()]
            for line in _lines(names, answer.fetchall()):
                typer.echo(line)
    except (sqlite3.Error, sqlite3.Warning) as error:
        raise SettingsError(f"{path}: {error}") from error
    return 0


def _lines(names: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterable[str]:
    """A line of names and one for each row, columns aligned, numbers to the right."""
    values = list(rows)
    table = [names, *([_text(value) for value in row] for row in values)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    are_numbers = [any(_is_number(row[index]) for row in values) for index in range(len(names))]
    for line in table:
        cells = (
            text.rjust(width) if is_number else text.ljust(width)
            for text, width, is_number in zip(line, widths, are_numbers, strict=True)
        )
        yield _GAP.join(cells).rstrip()


def _text(value: object) -> str:
    return "" if value is None else plain(str(value))


def _is_number(value: object) -> bool:
    return isinstance(value, int | float)
