"""Which formats there are; the libraries behind a format are imported when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Literal, NamedTuple, TextIO, TypeAlias, cast, get_args

if TYPE_CHECKING:
    from extractor.schema.record import Record

Format = Literal["jsonl", "json", "table", "html", "explain"]
FORMATS: tuple[str, ...] = get_args(Format)


class Entry(NamedTuple):
    """One record and the text that its offsets point into; None when no text could be read."""

    record: Record
    text: str | None


Writer: TypeAlias = Callable[[Iterable[Entry], TextIO], None]
"""Writes each entry to the stream as it comes; the stream is UTF-8 and stays open."""

_HOMES = {
    "jsonl": "extractor.sinks.json_text",
    "json": "extractor.sinks.json_text",
    "table": "extractor.sinks.table",
    "html": "extractor.sinks.html",
    "explain": "extractor.sinks.explain",
}


def writer(name: Format) -> Writer:
    """The writer of format `name`."""
    return cast(Writer, getattr(import_module(_HOMES[name]), f"write_{name}"))
