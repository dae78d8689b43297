"""Records as CSV: a row for each article, and beside it a file for each of the record's lists.

Cells that a spreadsheet would run as a formula get an apostrophe in front: articles are strangers' text.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, TextIO

from extractor.errors import SettingsError
from extractor.sinks.files import drafts, is_special
from extractor.sinks.formats import Entry
from extractor.sinks.shape import LISTS, PARTS, RUN, SCALARS, ListField, fields

if TYPE_CHECKING:
    from _csv import Writer as Rows

_ID = "article_id"
_JOINT = "; "
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_WORDS = {True: "true", False: "false"}

_Values = dict[str, Any]


def write_csv(entries: Iterable[Entry], stream: TextIO) -> None:
    """The rows of the articles; what a list holds stands in one cell where it is made of names only."""
    rows = _rows(stream, _columns())
    for entry in entries:
        rows.writerow(_row(entry.record.model_dump(exclude={"provenance"})))


def write_csv_file(entries: Iterable[Entry], path: str) -> None:
    """FILE.csv with a row for each article, and FILE.people.csv and so on with a row for each item of a list.

    Raises:
        SettingsError: `path` cannot be replaced by a file.
    """
    if is_special(path):
        raise SettingsError(
            f"cannot write {path}: format csv makes several files; give the name of the first"
        )
    with (
        drafts(path, *(_beside(path, field) for field in LISTS)) as (main, *others),
        ExitStack() as open_files,
    ):
        articles, *lists = (
            open_files.enter_context(open(draft, "w", encoding="utf-8", newline=""))
            for draft in (main, *others)
        )
        rows = _rows(articles, _columns())
        tables = [
            (field, _rows(stream, (_ID, "position", *field.columns)))
            for field, stream in zip(LISTS, lists, strict=True)
        ]
        for entry in entries:
            values = entry.record.model_dump(exclude={"provenance"})
            rows.writerow(_row(values))
            for field, table in tables:
                table.writerows(_items(values, field))


def _beside(path: str, field: ListField) -> str:
    stem, suffix = os.path.splitext(path)
    return f"{stem}.{field.name}{suffix or '.csv'}"


def _rows(stream: TextIO, columns: Iterable[str]) -> Rows:
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(columns)
    return rows


def _columns() -> tuple[str, ...]:
    parts = (f"{name}_{field}" for name, model in PARTS.items() for field in fields(model))
    before, after = SCALARS[:-1], SCALARS[-1:]
    return (*before, *parts, "programs", *after, *(f"run_{name}" for name in RUN), "run_dropped")


def _row(values: _Values) -> list[str]:
    """The cells of one article, in the order of `_columns`."""
    run = values["run"] or {}
    cells = [values[name] for name in SCALARS[:-1]]
    for name, model in PARTS.items():
        part = values[name] or {}
        cells += [part.get(field) for field in fields(model)]
    cells += [values["programs"], values[SCALARS[-1]], *(run.get(name) for name in RUN)]
    cells.append(len(run["dropped"]) if run else None)
    return [_cell(value) for value in cells]


def _items(values: _Values, field: ListField) -> Iterator[list[str]]:
    owner = (values[field.owner] or {}) if field.owner else values
    for position, item in enumerate(owner.get(field.name, ())):
        cells = [item] if field.is_plain else [item[column] for column in field.columns]
        yield [_cell(values[_ID]), str(position), *map(_cell, cells)]


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _WORDS[value]
    if isinstance(value, list):
        value = _JOINT.join(value)
    text = str(value)
    # Numbers may be negative; only text can be a formula.
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
