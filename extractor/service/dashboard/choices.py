"""What the filters can be set to, and what people call a value that one is set to."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from extractor.service.dashboard.filters import NONE, Filters

_INSTITUTION = (
    "SELECT o.name FROM organizations AS o JOIN article_organizations AS m ON m.organization = o.id "
    "WHERE o.lineage = ? GROUP BY o.name ORDER BY count(*) DESC, o.name LIMIT 1"
)


class Choice(NamedTuple):
    """A value of a filter and its name."""

    value: str
    name: str


class Choices(NamedTuple):
    """The values to choose from; each program and year that some article has."""

    provinces: tuple[Choice, ...]
    programs: tuple[Choice, ...]
    years: tuple[str, ...]


def choices(connection: sqlite3.Connection) -> Choices:
    """What all records of the database offer, whatever is filtered now."""
    provinces = connection.execute("SELECT code, name FROM regions WHERE level = 'province' ORDER BY code")
    programs = connection.execute(
        "SELECT id, name FROM programs WHERE id IN (SELECT program FROM article_programs) ORDER BY name"
    )
    years = connection.execute(
        "SELECT DISTINCT substr(date, 1, 4) FROM "
        "(SELECT date FROM events UNION ALL SELECT published_on FROM articles) "
        "WHERE date IS NOT NULL ORDER BY 1 DESC"
    )
    return Choices(
        tuple(Choice(*row) for row in provinces),
        tuple(Choice(*row) for row in programs),
        tuple(year for (year,) in years),
    )


def names(connection: sqlite3.Connection, filters: Filters) -> dict[str, str]:
    """The names of what filters are set to, by filter, where another than the value itself is known."""
    found: dict[str, str | None] = {}
    if filters.region not in {None, NONE}:
        found["region"] = _name(connection, "SELECT name FROM regions WHERE code = ?", filters.region)
    if filters.program not in {None, NONE}:
        found["program"] = _name(connection, "SELECT name FROM programs WHERE id = ?", filters.program)
    if filters.organization is not None and filters.organization != NONE:
        found["organization"] = _name(connection, _INSTITUTION, filters.organization)
    return {key: name for key, name in found.items() if name is not None}


def _name(connection: sqlite3.Connection, question: str, key: str | None) -> str | None:
    row = connection.execute(question, (key,)).fetchone()
    return str(row[0]) if row else None
