"""One record as rows of the database's tables."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from extractor.schema.record import Record
from extractor.sinks.lineages import lineage
from extractor.sinks.posts import has_public_post
from extractor.sinks.shape import RUN

_LARGEST = 2**63 - 1
_Row = Sequence[Any]


class Rows:
    """Writes records; remembers the ids of what several articles name."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._regions = {code for (code,) in connection.execute("SELECT code FROM regions")}
        self._programs = {key for (key,) in connection.execute("SELECT id FROM programs")}
        self._organizations: dict[tuple[str, str | None, str | None], int] = {}
        for key, *named in connection.execute("SELECT id, name, kind, region FROM organizations"):
            self._organizations[(named[0], named[1], named[2])] = key
        self._regulations: dict[tuple[str, str, int | None], int] = {}
        for key, *named in connection.execute("SELECT id, kind, number, year FROM regulations"):
            self._regulations[(named[0], named[1], named[2])] = key

    def replace(self, record: Record) -> None:
        """Put `record` in the place of what the database holds of this article."""
        key = record.article_id
        self._connection.execute("DELETE FROM articles WHERE article_id = ?", (key,))
        values = record.model_dump()
        page = values["article"] or {}
        self._add(
            "articles",
            [
                (
                    key,
                    values["schema_version"],
                    values["text_sha256"],
                    values["in_scope"],
                    *(page.get(name) for name in ("title", "outlet", "dateline", "published_on")),
                    values["summary"],
                )
            ],
        )
        self._list("authors", key, page.get("reporters", ()), part="reporter")
        self._list("authors", key, page.get("editors", ()), part="editor")
        self._run(key, values["run"])
        self._content(key, values)
        self._provenance(key, values["provenance"])

    def _run(self, key: str, run: dict[str, Any] | None) -> None:
        if run is None:
            return
        self._add("runs", [(key, *(run[name] for name in RUN))])
        self._add(
            "dropped_values",
            [
                (key, position, drop["pointer"], _json(drop["value"]), drop["reason"])
                for position, drop in enumerate(run["dropped"])
            ],
        )

    def _content(self, key: str, values: dict[str, Any]) -> None:
        for region in values["regions"]:
            self._region(region["code"], region["name"], region["level"])
        self._list("article_regions", key, [region["code"] for region in values["regions"]])
        listed = {body["name"]: body for body in values["organizations"]}
        bodies = {
            name: self._organization(name, body["kind"], body["region"]) for name, body in listed.items()
        }
        self._list("article_organizations", key, [bodies[name] for name in listed])
        if event := values["event"]:
            self._add(
                "events",
                [
                    (
                        key,
                        event["type"],
                        event["date"],
                        event["end_date"],
                        event["venue"],
                        self._region(event["region"]),
                    )
                ],
            )
            self._list("parties", key, [self._named(name, bodies) for name in event["parties"]])
        self._people(key, values, bodies)
        self._list("article_programs", key, [self._program(program) for program in values["programs"]])
        self._add(
            "indicators",
            [
                (
                    key,
                    position,
                    item["subject"],
                    _number(item["value"]),
                    item["unit"],
                    self._region(item["region"]),
                    item["note"],
                )
                for position, item in enumerate(values["indicators"])
            ],
        )
        self._list("article_regulations", key, [self._regulation(item) for item in values["regulations"]])

    def _people(self, key: str, values: dict[str, Any], bodies: dict[str, int]) -> None:
        kinds = {body["name"]: body["kind"] for body in values["organizations"]}
        people = values["people"]
        self._add(
            "people",
            [
                (
                    key,
                    position,
                    person["name"],
                    person["role"],
                    person["acting"],
                    self._named(person["organization"], bodies),
                    has_public_post(person, kinds),
                )
                for position, person in enumerate(people)
            ],
        )
        places: dict[str, int | None] = {}
        for position, person in enumerate(people):
            # Of two people of one name nobody knows who spoke.
            places[person["name"]] = None if person["name"] in places else position
        self._add(
            "statements",
            [
                (key, position, item["speaker"], item["quote"], places.get(item["speaker"]))
                for position, item in enumerate(values["statements"])
            ],
        )

    def _provenance(self, key: str, leaves: dict[str, dict[str, Any]]) -> None:
        self._add(
            "provenance",
            [
                (
                    key,
                    pointer,
                    leaf["source"],
                    leaf["confidence"],
                    *(_json(leaf[name]) for name in ("flags", "candidates", "alternatives")),
                )
                for pointer, leaf in leaves.items()
            ],
        )
        self._add(
            "evidence",
            [
                (key, pointer, position, span["start"], span["end"])
                for pointer, leaf in leaves.items()
                for position, span in enumerate(leaf["evidence"])
            ],
        )

    def _add(self, table: str, found: Sequence[_Row]) -> None:
        if found:
            marks = ", ".join("?" * len(found[0]))
            self._connection.executemany(f"INSERT INTO {table} VALUES ({marks})", found)

    def _list(self, table: str, key: str, items: Iterable[Any], *, part: str | None = None) -> None:
        before = (key,) if part is None else (key, part)
        self._add(table, [(*before, position, item) for position, item in enumerate(items)])

    def _region(self, code: str | None, name: str | None = None, level: str | None = None) -> str | None:
        """`code`, after a row for it is there; only hand-written records have codes that no table has."""
        if code is not None and code not in self._regions:
            province = self._region(code[:2]) if "." in code else None
            self._add("regions", [(code, None, name or code, level, province)])
            self._regions.add(code)
        return code

    def _program(self, key: str) -> str:
        if key not in self._programs:
            self._add("programs", [(key, key)])
            self._programs.add(key)
        return key

    def _named(self, name: str | None, bodies: dict[str, int]) -> int | None:
        """The id of an organization that the record names, listed among its organizations or not."""
        if name is None:
            return None
        return bodies[name] if name in bodies else self._organization(name, None, None)

    def _organization(self, name: str, kind: str | None, region: str | None) -> int:
        named = (name, kind, region)
        if named not in self._organizations:
            institution = lineage(name, region)
            self._organizations[named] = self._insert(
                "INSERT INTO organizations (name, kind, region, body, lineage) VALUES (?, ?, ?, ?, ?)",
                (*named[:2], self._region(region), *institution),
            )
        return self._organizations[named]

    def _regulation(self, item: dict[str, Any]) -> int:
        named = (item["kind"], item["number"], item["year"])
        if named not in self._regulations:
            self._regulations[named] = self._insert(
                "INSERT INTO regulations (kind, number, year) VALUES (?, ?, ?)", named
            )
        return self._regulations[named]

    def _insert(self, statement: str, row: _Row) -> int:
        key = self._connection.execute(statement, row).lastrowid
        assert key is not None
        return key


def _number(value: float) -> float:
    """SQLite's integers have 64 bits; a larger one is stored as nearly as a float can."""
    return float(value) if isinstance(value, int) and abs(value) > _LARGEST else value


def _json(value: object) -> str | None:
    return None if value is None or value == [] else json.dumps(value, ensure_ascii=False)
