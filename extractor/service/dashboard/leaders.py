"""Institutions and speakers with most articles, found without counting all of them exactly.

There are many thousands, and to count the articles of one means to look at each. So a quick count that is
never too low puts them in order, and those in front are counted exactly until nobody behind can be better.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple, Protocol, TypeVar

from extractor.service.dashboard.filters import NONE
from extractor.service.dashboard.queries import TOP, Count, among_chosen, rows_of

_AT_ONCE = 40


class Speaker(NamedTuple):
    """A person who speaks in a public post; `lineage` is the institution's, `NONE` where none is printed."""

    name: str
    role: str | None
    organization: str | None
    lineage: str
    statements: int
    articles: int


class _Counted(Protocol):
    @property
    def name(self) -> str: ...
    @property
    def articles(self) -> int: ...


_Found = TypeVar("_Found", bound=_Counted)


def institutions(connection: sqlite3.Connection, limit: int = TOP) -> tuple[Count, ...]:
    """The institutions that most articles name, each under the name that most of them use."""
    bounds = connection.execute(
        "WITH used AS (SELECT m.organization, count(*) AS articles "
        f"FROM {rows_of(connection, 'article_organizations', 'm')} GROUP BY m.organization) "
        "SELECT o.lineage, sum(used.articles) FROM used JOIN organizations AS o ON o.id = used.organization "
        "GROUP BY o.lineage ORDER BY 2 DESC, 1"
    )
    found = leaders(bounds, lambda lineages: _institutions(connection, lineages), limit)
    names = _names(connection, [one.key for one in found])
    return tuple(one._replace(name=names[one.key]) for one in found)


def speakers(connection: sqlite3.Connection, limit: int = TOP) -> tuple[Speaker, ...]:
    """Who speaks in most articles, of those that hold a public post; never a private person.

    The same name at another institution is another speaker; the role is the one that most articles print.
    """
    bounds = connection.execute(
        f"SELECT s.speaker, count(DISTINCT s.article_id) FROM {rows_of(connection, 'statements', 's')} "
        "WHERE s.speaker IS NOT NULL GROUP BY s.speaker ORDER BY 2 DESC, 1"
    )
    return leaders(bounds, lambda names: _speakers(connection, names), limit)


def leaders(
    bounds: Iterable[tuple[str, int]], count: Callable[[Sequence[str]], Iterable[_Found]], limit: int
) -> tuple[_Found, ...]:
    """The `limit` with most articles.

    Args:
        bounds: Keys with a number of articles that is never too low, the highest first.
        count: Counts what stands behind some keys.
        limit: So many are wanted.
    """
    found: list[_Found] = []
    waiting = iter(bounds)
    while batch := list(islice(waiting, _AT_ONCE)):
        if len(found) >= limit and found[limit - 1].articles >= batch[0][1]:
            break
        found += count([key for key, _ in batch])
        found.sort(key=lambda one: (-one.articles, one.name))
    return tuple(found[:limit])


def _institutions(connection: sqlite3.Connection, lineages: Sequence[str]) -> Iterator[Count]:
    for lineage, articles in connection.execute(
        "SELECT o.lineage, count(DISTINCT m.article_id) "
        f"{_mentions(connection, lineages)} GROUP BY o.lineage",
        lineages,
    ):
        yield Count(lineage, lineage, articles)


def _names(connection: sqlite3.Connection, lineages: Sequence[str]) -> dict[str, str]:
    """The name of each that most articles use: the one that comes last."""
    return dict(
        connection.execute(
            f"SELECT o.lineage, o.name {_mentions(connection, lineages)} "
            "GROUP BY o.lineage, o.name ORDER BY count(*), o.name DESC",
            lineages,
        )
    )


def _mentions(connection: sqlite3.Connection, lineages: Sequence[str]) -> str:
    return (
        "FROM organizations AS o CROSS JOIN article_organizations AS m ON m.organization = o.id "
        f"WHERE o.lineage IN ({_marks(lineages)}) AND {among_chosen(connection, 'm')}"
    )


def _speakers(connection: sqlite3.Connection, names: Sequence[str]) -> Iterable[Speaker]:
    found: dict[tuple[str, str], Speaker] = {}
    for said in connection.execute(
        "SELECT p.name, p.role, o.name, coalesce(o.lineage, ?), count(*), count(DISTINCT s.article_id) "
        "FROM statements AS s "
        "CROSS JOIN people AS p ON p.article_id = s.article_id AND p.position = s.person "
        "LEFT JOIN organizations AS o ON o.id = p.organization "
        f"WHERE s.speaker IN ({_marks(names)}) AND p.has_public_post AND {among_chosen(connection, 's')} "
        "GROUP BY p.name, p.role, o.id ORDER BY 6 DESC, 2",
        (NONE, *names),
    ):
        speaker = Speaker(*said)
        known = found.setdefault((speaker.name, speaker.lineage), speaker)
        if known is not speaker:
            found[speaker.name, speaker.lineage] = known._replace(
                statements=known.statements + speaker.statements, articles=known.articles + speaker.articles
            )
    return found.values()


def _marks(values: Sequence[str]) -> str:
    return ", ".join("?" * len(values))
