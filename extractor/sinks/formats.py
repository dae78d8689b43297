"""Which formats there are; the libraries behind a format are imported when it is asked for.

A format is written to a stream or to a file of its own. One that is a file puts it there itself, whole or not
at all, since it may be several files, or a database that is added to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO, TypeAlias, cast, get_args

from extractor.schema.kept import Kept

if TYPE_CHECKING:
    from extractor.schema.record import Record

Format = Literal["jsonl", "json", "table", "html", "explain", "csv", "parquet", "sqlite"]
FORMATS: tuple[str, ...] = get_args(Format)


class Entry(NamedTuple):
    """One record and the text that its offsets point into; None when no text could be read."""

    made: Record | Kept
    text: str | None

    @property
    def record(self) -> Record:
        """The record, read for those who look into it."""
        return self.made.record if isinstance(self.made, Kept) else self.made

    @property
    def json_text(self) -> str:
        """The record as JSON on one line."""
        return self.made.json_text if isinstance(self.made, Kept) else self.made.model_dump_json()


Writer: TypeAlias = Callable[[Iterable[Entry], TextIO], None]
"""Writes each entry to the stream as it comes; the stream is UTF-8 and stays open."""

FileWriter: TypeAlias = Callable[[Iterable[Entry], str], None]
"""Writes all entries to the file at a path, which holds all of them or is as it was before.

Raises SettingsError, before it takes the first entry, when it cannot write there at all.
"""

_STREAMS = {
    "jsonl": "extractor.sinks.json_text",
    "json": "extractor.sinks.json_text",
    "table": "extractor.sinks.table",
    "html": "extractor.sinks.html",
    "explain": "extractor.sinks.explain",
    "csv": "extractor.sinks.tabular",
}
_FILES = {
    "csv": "extractor.sinks.tabular",
    "parquet": "extractor.sinks.parquet",
    "sqlite": "extractor.sinks.database",
}


def writer(name: Format) -> Writer | None:
    """The writer of format `name` to a stream; None if it is only ever a file."""
    home = _STREAMS.get(name)
    return cast(Writer, getattr(import_module(home), f"write_{name}")) if home else None


def file_writer(name: Format) -> FileWriter | None:
    """The writer of format `name` to a file of its own; None if it is a stream like any other."""
    home = _FILES.get(name)
    return cast(FileWriter, getattr(import_module(home), f"write_{name}_file")) if home else None
