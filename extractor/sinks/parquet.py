"""Records as one Parquet file, nested as they are, for pandas, Polars, DuckDB and whatever reads Arrow.

DuckDB writes it (extra: columnar), from the records as JSON: so memory stays flat, and the columns have the
same types whatever the first records hold.
"""

from __future__ import annotations

import glob
import json
import os
from collections.abc import Iterable, Iterator
from types import ModuleType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from extractor.errors import SettingsError
from extractor.schema.record import LeafProvenance, Record
from extractor.sinks.files import drafts, is_special
from extractor.sinks.formats import Entry

_ORIGIN = ("evidence", "source", "confidence", "flags")
_LEAST_ROOM = 1 << 18
# Memory grows with threads and with the rows that wait; one thread is faster than what makes the records.
_CONFIG: dict[str, bool | int] = {"autoinstall_known_extensions": False, "threads": 1}
_ROWS = 4096
_SCALARS: dict[Any, str] = {bool: "BOOLEAN", int: "BIGINT", float: "DOUBLE"}


def write_parquet_file(entries: Iterable[Entry], path: str) -> None:
    """One row for each record, in order; `provenance` is a list of what stands under each pointer.

    Raises:
        SettingsError: DuckDB is not installed, or `path` cannot be replaced by a file.
    """
    duckdb = _duckdb()
    if is_special(path):
        raise SettingsError(f"cannot write {path}: format parquet needs a file")
    with drafts(path) as (draft,):
        lines = f"{draft}.jsonl"
        try:
            longest = _write_lines(entries, lines)
            with duckdb.connect(config=_CONFIG) as connection:
                connection.execute(_copy(lines, draft, longest))
        except duckdb.Error as error:
            raise SettingsError(f"cannot write {path}: {error}") from error
        finally:
            if os.path.exists(lines):
                os.remove(lines)


def _duckdb() -> ModuleType:
    try:
        import duckdb
    except ImportError as error:
        raise SettingsError(
            "format parquet needs the extra 'columnar': pip install 'edumutu-llm[columnar]'"
        ) from error
    return duckdb


def _write_lines(entries: Iterable[Entry], path: str) -> int:
    """The records as lines of JSON, in the shape of `_columns`; the bytes of the longest line."""
    longest = 0
    with open(path, "w", encoding="utf-8", newline="\n") as stream:
        for entry in entries:
            line = json.dumps(_row(entry.record.model_dump()), ensure_ascii=False)
            longest = max(longest, len(line.encode()))
            stream.write(f"{line}\n")
    return longest


def _row(values: dict[str, Any]) -> dict[str, Any]:
    values["provenance"] = [
        {"pointer": pointer, **{name: leaf[name] for name in _ORIGIN}}
        for pointer, leaf in values["provenance"].items()
    ]
    if values["run"]:
        for drop in values["run"]["dropped"]:
            if drop["value"] is not None and not isinstance(drop["value"], str):
                drop["value"] = json.dumps(drop["value"], ensure_ascii=False)
    return values


def _copy(lines: str, target: str, longest: int) -> str:
    """The statement that turns `lines` into `target`. No line is longer than `longest` bytes."""
    columns = ", ".join(f"{_quoted(name)}: {_quoted(kind)}" for name, kind in _columns())
    # DuckDB reads the name as a pattern, and folders like `year=2024` as columns, unless told not to.
    source = (
        f"read_json({_quoted(glob.escape(lines))}, format = 'newline_delimited', columns = {{{columns}}}, "
        f"hive_partitioning = false, maximum_object_size = {2 * max(longest, _LEAST_ROOM)})"
    )
    options = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS}"
    return f"COPY (SELECT * FROM {source}) TO {_quoted(target)} ({options})"


def _columns() -> Iterator[tuple[str, str]]:
    """Each field of the record with its type, in the contract's order."""
    for name, field in Record.model_fields.items():
        yield (
            name,
            f"{_struct(LeafProvenance, _ORIGIN)}[]" if name == "provenance" else _type(field.annotation),
        )


def _type(annotation: Any) -> str:
    """What DuckDB calls a field of the record that is annotated so."""
    origin, parts = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _type(parts[0])
    if origin is list:
        return f"{_type(parts[0])}[]"
    if origin in {Union, UnionType}:
        kinds = {_type(part) for part in parts if part is not type(None)}
        return kinds.pop() if len(kinds) == 1 else "DOUBLE"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _struct(annotation, tuple(annotation.model_fields))
    return _SCALARS.get(annotation, "VARCHAR")


def _struct(model: type[BaseModel], names: tuple[str, ...]) -> str:
    """The fields `names` of `model`; in provenance the pointer comes first, which is the key there."""
    fields = [f'"{name}" {_type(model.model_fields[name].annotation)}' for name in names]
    return f"STRUCT({', '.join(['pointer VARCHAR', *fields] if model is LeafProvenance else fields)})"


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
