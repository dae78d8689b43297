"""What the overview asks the records: pure questions to a connection on which articles were chosen.

`choose` of `database` comes first. Articles are counted, never mentions, so that a count is the length of the
list that it leads to.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from typing import NamedTuple

from extractor.service.dashboard.filters import NONE

TOP = 10


class Count(NamedTuple):
    """So many articles have `key`; `name` is what people call it."""

    key: str
    name: str
    articles: int


class Totals(NamedTuple):
    """Numbers on the chosen articles. `first` and `last` are dates, None where no article has one."""

    articles: int
    in_scope: int
    out_of_scope: int
    undated: int
    first: str | None
    last: str | None
    statuses: tuple[Count, ...]
    calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: float


class Month(NamedTuple):
    """Articles of one month (`2022-11`) or, told no finer, of one year (`2022`), by the event's type."""

    month: str
    type: str
    articles: int


class Figure(NamedTuple):
    """An indicator, and the article that tells it."""

    subject: str
    value: float
    unit: str | None
    region: str | None
    note: str | None
    date: str | None
    article_id: str
    title: str | None


def totals(connection: sqlite3.Connection) -> Totals:
    """The numbers at the top."""
    articles, in_scope, out_of_scope, undated, first, last = connection.execute(
        "SELECT count(*), coalesce(sum(in_scope = 1), 0), coalesce(sum(in_scope = 0), 0), "
        "coalesce(sum(date IS NULL), 0), min(date), max(date) FROM chosen"
    ).fetchone()
    runs = connection.execute(
        "SELECT r.status, count(*), sum(r.calls), sum(r.input_tokens), sum(r.output_tokens), sum(r.cost_usd) "
        f"FROM {rows_of(connection, 'runs', 'r')} GROUP BY r.status ORDER BY 2 DESC, 1"
    ).fetchall()
    calls, input_tokens, output_tokens = (sum(run[column] for run in runs) for column in (2, 3, 4))
    return Totals(
        articles,
        in_scope,
        out_of_scope,
        undated,
        first,
        last,
        tuple(Count(run[0], run[0], run[1]) for run in runs),
        calls,
        input_tokens,
        output_tokens,
        sum(run[5] for run in runs),
    )


def places(connection: sqlite3.Connection) -> dict[str, int]:
    """Articles by code of the place: each province as a whole, and each kabupaten and kota.

    An article without a place of its event counts once for each place that it names, and once for a province.
    """
    found = Counter[str]()
    for region, articles in connection.execute(
        "SELECT region, count(*) FROM chosen WHERE region IS NOT NULL GROUP BY region"
    ):
        for code in {region, region[:2]}:
            found[code] += articles
    named: dict[str, set[str]] = {}
    for article, region in connection.execute(
        "SELECT c.article_id, m.region FROM chosen AS c CROSS JOIN article_regions AS m "
        "ON m.article_id = c.article_id WHERE c.region IS NULL"
    ):
        named.setdefault(article, set()).update((region, region[:2]))
    for codes in named.values():
        found.update(codes)
    return dict(found)


def months(connection: sqlite3.Connection) -> tuple[Month, ...]:
    """Dated articles by month and type, in order of time; `NONE` is the type of those without an event."""
    return tuple(
        Month(*row)
        for row in connection.execute(
            "SELECT substr(date, 1, 7), coalesce(type, ?), count(*) FROM chosen WHERE date IS NOT NULL "
            "GROUP BY 1, 2 ORDER BY 1, 2",
            (NONE,),
        )
    )


def types(connection: sqlite3.Connection) -> tuple[Count, ...]:
    """Articles by the type of their event."""
    return tuple(
        Count(key, key, articles)
        for key, articles in connection.execute(
            "SELECT type, count(*) FROM chosen WHERE type IS NOT NULL GROUP BY type ORDER BY 2 DESC, 1"
        )
    )


def outlets(connection: sqlite3.Connection, limit: int = TOP) -> tuple[Count, ...]:
    """The outlets with most articles."""
    return tuple(
        Count(key, key, articles)
        for key, articles in connection.execute(
            "SELECT outlet, count(*) FROM chosen WHERE outlet IS NOT NULL GROUP BY outlet "
            "ORDER BY 2 DESC, 1 LIMIT ?",
            (limit,),
        )
    )


def programs(connection: sqlite3.Connection, limit: int = TOP) -> tuple[Count, ...]:
    """The programs that most articles name."""
    found = connection.execute(
        f"SELECT m.program, count(DISTINCT m.article_id) FROM {rows_of(connection, 'article_programs', 'm')} "
        "GROUP BY m.program ORDER BY 2 DESC, 1 LIMIT ?",
        (limit,),
    ).fetchall()
    names = dict(connection.execute("SELECT id, name FROM programs"))
    return tuple(Count(key, names[key], articles) for key, articles in found)


def latest_figures(
    connection: sqlite3.Connection, subject: str | None = None, limit: int = TOP
) -> tuple[Figure, ...]:
    """Figures of the articles with the latest dates: all of `subject`, or the first ones of each article."""
    condition = "i.position < 3" if subject is None else "i.subject = :subject"
    return tuple(
        Figure(*row)
        for row in connection.execute(
            "SELECT i.subject, i.value, i.unit, r.name, i.note, c.date, c.article_id, a.title FROM "
            "(SELECT * FROM chosen WHERE date IS NOT NULL "
            "ORDER BY date DESC, article_id LIMIT :articles) AS c "
            f"CROSS JOIN indicators AS i ON i.article_id = c.article_id AND {condition} "
            "JOIN articles AS a ON a.article_id = c.article_id LEFT JOIN regions AS r ON r.code = i.region "
            "ORDER BY c.date DESC, c.article_id, i.position LIMIT :limit",
            {"subject": subject, "articles": limit * 20, "limit": limit},
        )
    )


def subjects(connection: sqlite3.Connection, limit: int = TOP) -> tuple[Count, ...]:
    """What most articles give figures of."""
    counted = Counter[str]()
    article, named = None, set[str]()
    # Faster than SQLite's count(DISTINCT …) by a third: the rows of an article stand together already.
    for key, subject in connection.execute(
        f"SELECT m.article_id, m.subject FROM {rows_of(connection, 'indicators', 'm')} ORDER BY m.article_id"
    ):
        if key != article:
            counted.update(named)
            article, named = key, set()
        named.add(subject)
    counted.update(named)
    best = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:limit]
    return tuple(Count(subject, subject, articles) for subject, articles in best)


def rows_of(connection: sqlite3.Connection, table: str, name: str) -> str:
    """`table AS name`, for the chosen articles only; where all are chosen, the join is spared."""
    if _all_are_chosen(connection):
        return f"{table} AS {name}"
    # CROSS: from the chosen articles to their rows, never the other way round.
    return f"chosen AS c CROSS JOIN {table} AS {name} ON {name}.article_id = c.article_id"


def among_chosen(connection: sqlite3.Connection, name: str) -> str:
    """The condition that a row of the table called `name` is of a chosen article."""
    if _all_are_chosen(connection):
        return "1"
    # The plus keeps SQLite from looking up each chosen article in turn instead of the few rows at hand.
    return f"+{name}.article_id IN (SELECT article_id FROM chosen)"


def _all_are_chosen(connection: sqlite3.Connection) -> bool:
    everything, chosen = connection.execute(
        "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM chosen)"
    ).fetchone()
    return bool(everything == chosen)
