"""Records as JSON: one a line for programs, or one array."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from extractor.sinks.formats import Entry


def write_jsonl(entries: Iterable[Entry], stream: TextIO) -> None:
    """One record a line, each passed on at once, so that a reader can start before the run ends."""
    for entry in entries:
        stream.write(entry.json_text)
        stream.write("\n")
        stream.flush()


def write_json(entries: Iterable[Entry], stream: TextIO) -> None:
    """One array, indented; no more than one record is held at a time."""
    opening = "["
    for entry in entries:
        stream.write(f"{opening}\n{entry.record.model_dump_json(indent=2)}")
        opening = ","
    stream.write("[]\n" if opening == "[" else "\n]\n")
