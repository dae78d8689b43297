"""One article's record, put together again from the tables, with what each value rests on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, Literal, NamedTuple

from extractor.service.dashboard.filters import NONE, Filters

Kind = Literal["text", "date", "number", "type", "level", "kind", "quote", "flag"]


class Proof(NamedTuple):
    """Where a value comes from: `spans` are half-open ranges of code points of the article's text."""

    source: str
    confidence: float
    flags: tuple[str, ...]
    candidates: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]


class Leaf(NamedTuple):
    """One value; `kind` tells how to show it, `filters` lead to all articles that share it."""

    label: str
    value: Any
    kind: Kind
    filters: Filters | None
    proof: Proof | None


class Section(NamedTuple):
    """One part of the record; a part that is a list has an item for each entry."""

    name: str
    items: tuple[tuple[Leaf, ...], ...]


class Run(NamedTuple):
    """How the record was made."""

    engine: str
    status: str
    error: str | None
    model: str | None
    prompt: str | None
    rules_version: str
    calls: int
    input_tokens: int
    output_tokens: int
    cost_usd: float
    duration_s: float


class Dropped(NamedTuple):
    """A value that was left out of the record, and why."""

    pointer: str
    value: str | None
    reason: str


class ArticlePage(NamedTuple):
    """Everything that the database holds of one article."""

    article_id: str
    title: str | None
    text_sha256: str | None
    sections: tuple[Section, ...]
    run: Run | None
    dropped: tuple[Dropped, ...]


_Row = dict[str, Any]


def article_page(connection: sqlite3.Connection, article_id: str) -> ArticlePage | None:
    """The record of one article; None if there is none of this id."""
    found = _rows(connection, "SELECT * FROM articles WHERE article_id = ?", article_id)
    if not found:
        return None
    run = connection.execute(
        f"SELECT {', '.join(Run._fields)} FROM runs WHERE article_id = ?", (article_id,)
    ).fetchone()
    dropped = connection.execute(
        "SELECT pointer, value, reason FROM dropped_values WHERE article_id = ? ORDER BY position",
        (article_id,),
    )
    sections = _Reading(connection, article_id).sections(found[0])
    return ArticlePage(
        article_id,
        found[0]["title"],
        found[0]["text_sha256"],
        tuple(section for section in sections if section.items),
        Run(*run) if run else None,
        tuple(Dropped(*row) for row in dropped),
    )


class _Reading:
    """The tables of one article."""

    def __init__(self, connection: sqlite3.Connection, article_id: str) -> None:
        self._connection, self._id = connection, article_id
        self._proofs = _proofs(connection, article_id)

    def sections(self, article: _Row) -> Iterator[Section]:
        """All parts of the record in reading order, empty ones included."""
        scope = {1: "in", 0: "out"}.get(article["in_scope"])
        yield self._one("in_scope", [("in_scope", scope, "flag", Filters(scope=scope), "/in_scope")])
        yield self._one("article", self._page(article))
        yield self._one("event", self._event())
        yield self._one("summary", [("summary", article["summary"], "quote", None, "/summary")])
        for name, items in (
            ("regions", self._regions()),
            ("organizations", self._organizations()),
            ("people", self._people()),
            ("programs", self._programs()),
            ("indicators", self._indicators()),
            ("regulations", self._regulations()),
            ("statements", self._statements()),
        ):
            yield Section(name, tuple(self._leaves(item) for item in items))

    def _page(self, article: _Row) -> Iterator[tuple[Any, ...]]:
        outlet = article["outlet"]
        yield "title", article["title"], "text", None, "/article/title"
        yield "outlet", outlet, "text", Filters(outlet=outlet), "/article/outlet"
        yield "dateline", article["dateline"], "text", None, "/article/dateline"
        yield "published_on", article["published_on"], "date", None, "/article/published_on"
        for author in self._all(
            "SELECT part, position, name FROM authors WHERE article_id = ? ORDER BY 1 DESC, 2"
        ):
            pointer = f"/article/{author['part']}s/{author['position']}"
            yield author["part"], author["name"], "text", None, pointer

    def _event(self) -> Iterator[tuple[Any, ...]]:
        for event in self._all(
            "SELECT e.*, r.name FROM events AS e LEFT JOIN regions AS r ON r.code = e.region "
            "WHERE e.article_id = ?"
        ):
            kind, date, region = event["type"], event["date"], event["region"]
            yield "type", kind, "type", Filters(type=kind), "/event/type"
            yield "date", date, "date", Filters(month=date and date[:7]), "/event/date"
            yield "end_date", event["end_date"], "date", None, "/event/end_date"
            yield "venue", event["venue"], "text", None, "/event/venue"
            yield "region", event["name"], "text", Filters(region=region), "/event/region"
        for party in self._all(
            "SELECT p.position, o.name, o.lineage FROM parties AS p "
            "JOIN organizations AS o ON o.id = p.organization WHERE p.article_id = ? ORDER BY p.position"
        ):
            filters = Filters(organization=party["lineage"])
            yield "party", party["name"], "text", filters, f"/event/parties/{party['position']}"

    def _regions(self) -> Iterator[list[tuple[Any, ...]]]:
        for row in self._all(
            "SELECT m.position, r.code, r.name, r.level FROM article_regions AS m "
            "JOIN regions AS r ON r.code = m.region WHERE m.article_id = ? ORDER BY m.position"
        ):
            start = f"/regions/{row['position']}"
            yield [
                ("name", row["name"], "text", Filters(region=row["code"]), f"{start}/name"),
                ("code", row["code"], "text", None, f"{start}/code"),
                ("level", row["level"], "level", None, f"{start}/level"),
            ]

    def _organizations(self) -> Iterator[list[tuple[Any, ...]]]:
        for row in self._all(
            "SELECT m.position, o.name, o.kind, o.lineage, r.name AS region FROM article_organizations AS m "
            "JOIN organizations AS o ON o.id = m.organization LEFT JOIN regions AS r ON r.code = o.region "
            "WHERE m.article_id = ? ORDER BY m.position"
        ):
            start = f"/organizations/{row['position']}"
            yield [
                ("name", row["name"], "text", Filters(organization=row["lineage"]), f"{start}/name"),
                ("kind", row["kind"], "kind", None, f"{start}/kind"),
                ("region", row["region"], "text", None, f"{start}/region"),
            ]

    def _people(self) -> Iterator[list[tuple[Any, ...]]]:
        for row in self._all(
            "SELECT p.*, o.name AS office, o.lineage, EXISTS (SELECT 1 FROM statements AS s WHERE "
            "s.article_id = p.article_id AND s.person = p.position) AS speaks FROM people AS p "
            "LEFT JOIN organizations AS o ON o.id = p.organization WHERE p.article_id = ? ORDER BY p.position"
        ):
            start = f"/people/{row['position']}"
            # A private person's articles are nobody's to collect.
            is_shown = row["has_public_post"] and row["speaks"]
            filters = Filters(speaker=row["name"], organization=row["lineage"] or NONE) if is_shown else None
            yield [
                ("name", row["name"], "text", filters, f"{start}/name"),
                ("acting", row["acting"], "text", None, f"{start}/acting"),
                ("role", row["role"], "text", None, f"{start}/role"),
                ("organization", row["office"], "text", None, f"{start}/organization"),
            ]

    def _programs(self) -> Iterator[list[tuple[Any, ...]]]:
        for row in self._all(
            "SELECT m.position, p.id, p.name FROM article_programs AS m "
            "JOIN programs AS p ON p.id = m.program WHERE m.article_id = ? ORDER BY m.position"
        ):
            yield [("name", row["name"], "text", Filters(program=row["id"]), f"/programs/{row['position']}")]

    def _indicators(self) -> Iterator[list[tuple[Any, ...]]]:
        for row in self._all(
            "SELECT i.*, r.name FROM indicators AS i LEFT JOIN regions AS r ON r.code = i.region "
            "WHERE i.article_id = ? ORDER BY i.position"
        ):
            start, region = f"/indicators/{row['position']}", row["region"]
            yield [
                ("subject", row["subject"], "text", Filters(subject=row["subject"]), f"{start}/subject"),
                ("value", row["value"], "number", None, f"{start}/value"),
                ("unit", row["unit"], "text", None, f"{start}/unit"),
                ("region", row["name"], "text", Filters(region=region), f"{start}/region"),
                ("note", row["note"], "text", None, f"{start}/note"),
            ]

    def _regulations(self) -> Iterator[list[tuple[Any, ...]]]:
        for row in self._all(
            "SELECT m.position, r.kind, r.number, r.year FROM article_regulations AS m "
            "JOIN regulations AS r ON r.id = m.regulation WHERE m.article_id = ? ORDER BY m.position"
        ):
            yield [
                (name, row[name], "text", None, f"/regulations/{row['position']}/{name}")
                for name in ("kind", "number", "year")
            ]

    def _statements(self) -> Iterator[list[tuple[Any, ...]]]:
        for row in self._all(
            "SELECT position, speaker, quote FROM statements WHERE article_id = ? ORDER BY position"
        ):
            start = f"/statements/{row['position']}"
            yield [
                ("quote", row["quote"], "quote", None, f"{start}/quote"),
                ("speaker", row["speaker"], "text", None, f"{start}/speaker"),
            ]

    def _all(self, question: str) -> list[_Row]:
        return _rows(self._connection, question, self._id)

    def _one(self, name: str, fields: Iterable[tuple[Any, ...]]) -> Section:
        leaves = self._leaves(fields)
        return Section(name, (leaves,) if leaves else ())

    def _leaves(self, fields: Iterable[tuple[Any, ...]]) -> tuple[Leaf, ...]:
        """The values that are known, and the unknown ones of which it is told what they could be."""
        found = []
        for label, value, kind, filters, pointer in fields:
            proof = self._proofs.get(pointer)
            if value is not None or proof is not None:
                found.append(Leaf(label, value, kind, None if value is None else filters, proof))
        return tuple(found)


def _proofs(connection: sqlite3.Connection, article_id: str) -> dict[str, Proof]:
    spans: dict[str, list[tuple[int, int]]] = {}
    for pointer, start, end in connection.execute(
        'SELECT pointer, start, "end" FROM evidence WHERE article_id = ? ORDER BY pointer, position',
        (article_id,),
    ):
        spans.setdefault(pointer, []).append((start, end))
    return {
        pointer: Proof(source, confidence, _texts(flags), _texts(candidates), tuple(spans.get(pointer, ())))
        for pointer, source, confidence, flags, candidates in connection.execute(
            "SELECT pointer, source, confidence, flags, candidates FROM provenance WHERE article_id = ?",
            (article_id,),
        )
    }


def _texts(encoded: str | None) -> tuple[str, ...]:
    return () if encoded is None else tuple(str(one) for one in json.loads(encoded))


def _rows(connection: sqlite3.Connection, question: str, article_id: str) -> list[_Row]:
    answer = connection.execute(question, (article_id,))
    names = [column[0] for column in answer.description]
    return [dict(zip(names, row, strict=True)) for row in answer]
