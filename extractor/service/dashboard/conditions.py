"""Filters as conditions of SQL. Text of the reader's is only ever bound, never a part of a statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from extractor.service.dashboard.filters import NONE, Filters, split

DATE = "coalesce(e.date, a.published_on)"
"""The event's date, else the day on which the page was published, as in the database's own views."""

_AFTER_DIGITS = "~"
"""Sorts behind every digit and hyphen: a date's prefix with it is the end of its range."""
_AFTER_DOT = "/"
"""Sorts right behind the dot of a region's code."""


class Condition(NamedTuple):
    """What must hold of an article `a` and its event `e`, and what is bound to it."""

    sql: str
    parameters: tuple[str, ...] = ()


def condition(filters: Filters) -> Condition:
    """All of `filters` at once."""
    found = [_CONDITIONS[name](value) for name, value in _asked(filters)]
    if filters.speaker is not None:
        found.append(_speaker(filters.speaker, filters.organization))
    return Condition(
        " AND ".join(f"({one.sql})" for one in found) or "1",
        tuple(value for one in found for value in one.parameters),
    )


def _asked(filters: Filters) -> list[tuple[str, str]]:
    # A speaker's institution is a condition on the speaker.
    apart = {"speaker"} if filters.speaker is None else {"speaker", "organization"}
    return [(name, value) for name, value in filters.active.items() if name not in apart]


def _region(code: str) -> Condition:
    """The place of the event; of an article without one, each place that it names."""
    named = "SELECT m.article_id FROM article_regions AS m"
    if code == NONE:
        return Condition(f"e.region IS NULL AND a.article_id NOT IN ({named})")
    event, mention = (f"{table}.region >= ? AND {table}.region < ?" for table in ("e", "m"))
    bounds = (code, code + _AFTER_DOT)
    return Condition(
        f"{event} OR e.region IS NULL AND a.article_id IN ({named} WHERE {mention})",
        bounds * 2,
    )


def _program(program: str) -> Condition:
    table = "SELECT article_id FROM article_programs"
    if program == NONE:
        return Condition(f"a.article_id NOT IN ({table})")
    return Condition(f"a.article_id IN ({table} WHERE program = ?)", (program,))


def _types(types: str) -> Condition:
    """One type, or several: what a chart shows as the others is asked for together."""
    asked = split(types)
    kinds = tuple(kind for kind in asked if kind != NONE)
    any_of = f"e.type IN ({', '.join('?' * len(kinds))})"
    return Condition(f"{any_of} OR e.type IS NULL" if NONE in asked else any_of, kinds)


def _month(month: str) -> Condition:
    if month == NONE:
        return Condition(f"{DATE} IS NULL")
    return Condition(f"{DATE} >= ? AND {DATE} < ?", (month, month + _AFTER_DIGITS))


def _since(date: str) -> Condition:
    return Condition(f"{DATE} >= ?", (date,))


def _until(date: str) -> Condition:
    return Condition(f"{DATE} < ?", (date + _AFTER_DIGITS,))


def _speaker(name: str, institution: str | None) -> Condition:
    said = (
        "SELECT s.article_id FROM statements AS s "
        "JOIN people AS p ON p.article_id = s.article_id AND p.position = s.person "
        "LEFT JOIN organizations AS o ON o.id = p.organization "
        "WHERE s.speaker = ? AND p.has_public_post"
    )
    if institution is None:
        return Condition(f"a.article_id IN ({said})", (name,))
    if institution == NONE:
        return Condition(f"a.article_id IN ({said} AND p.organization IS NULL)", (name,))
    return Condition(f"a.article_id IN ({said} AND o.lineage = ?)", (name, institution))


def _organization(lineage: str) -> Condition:
    named = "SELECT m.article_id FROM article_organizations AS m"
    if lineage == NONE:
        return Condition(f"a.article_id NOT IN ({named})")
    return Condition(
        f"a.article_id IN ({named} JOIN organizations AS o ON o.id = m.organization WHERE o.lineage = ?)",
        (lineage,),
    )


def _subject(subject: str) -> Condition:
    return Condition("a.article_id IN (SELECT article_id FROM indicators WHERE subject = ?)", (subject,))


def _scope(scope: str) -> Condition:
    known = {"in": "a.in_scope = 1", "out": "a.in_scope = 0", NONE: "a.in_scope IS NULL"}
    return Condition(known.get(scope, "0"))


def _status(status: str) -> Condition:
    return Condition("a.article_id IN (SELECT article_id FROM runs WHERE status = ?)", (status,))


def _words(words: str) -> Condition:
    return Condition("instr(lower(a.title), lower(?))", (words,))


def _equal(column: str) -> Callable[[str], Condition]:
    def build(value: str) -> Condition:
        return Condition(f"{column} IS NULL") if value == NONE else Condition(f"{column} = ?", (value,))

    return build


_CONDITIONS: dict[str, Callable[[str], Condition]] = {
    "region": _region,
    "program": _program,
    "type": _types,
    "month": _month,
    "since": _since,
    "until": _until,
    "organization": _organization,
    "outlet": _equal("a.outlet"),
    "subject": _subject,
    "scope": _scope,
    "status": _status,
    "q": _words,
}
