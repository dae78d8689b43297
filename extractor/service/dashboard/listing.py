"""The list of articles that the filters let through, a page at a time."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

PAGE = 50


class Line(NamedTuple):
    """One article of the list; `region` is the name of the place of its event."""

    article_id: str
    title: str | None
    outlet: str | None
    date: str | None
    type: str | None
    region: str | None
    region_code: str | None
    in_scope: bool | None
    status: str | None
    summary: str | None


class Listing(NamedTuple):
    """One page, counted from 1, of `pages`; `total` is the number of articles on all of them."""

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int


def listing(connection: sqlite3.Connection, page: int) -> Listing:
    """The chosen articles with the latest first, undated ones last; a page past the end is the last one."""
    total = connection.execute("SELECT count(*) FROM chosen").fetchone()[0]
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    found = connection.execute(
        "SELECT c.article_id, a.title, c.outlet, c.date, c.type, r.name, c.region, c.in_scope, n.status, "
        "a.summary FROM (SELECT * FROM chosen ORDER BY date DESC, article_id LIMIT ? OFFSET ?) AS c "
        "JOIN articles AS a ON a.article_id = c.article_id "
        "LEFT JOIN regions AS r ON r.code = c.region LEFT JOIN runs AS n ON n.article_id = c.article_id "
        "ORDER BY c.date DESC, c.article_id",
        (PAGE, (page - 1) * PAGE),
    )
    return Listing(tuple(Line(*row) for row in found), total, page, pages)
