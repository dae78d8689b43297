"""JSON writers pass records on as they come, in order and without loss."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

import pytest

from extractor.schema.record import Record
from extractor.sinks import FORMATS, Entry, Format, file_writer, writer
from tests.records import TEXT, a_failed_record, a_record

ENTRIES = [Entry(a_record(), TEXT), Entry(a_failed_record(), None)]


def test_each_line_is_one_record_in_input_order_with_the_contracts_field_order() -> None:
    stream = io.StringIO()
    writer("jsonl")(ENTRIES, stream)
    lines = stream.getvalue().splitlines()
    assert [Record.model_validate_json(line) for line in lines] == [entry.record for entry in ENTRIES]
    assert list(json.loads(lines[0])) == list(Record.model_fields)


def test_letters_are_written_as_themselves() -> None:
    stream = io.StringIO()
    writer("jsonl")([Entry(a_record(summary="Café “Ñ”"), TEXT)], stream)
    assert "Café “Ñ”" in stream.getvalue()


def test_each_line_leaves_before_the_next_article_is_read() -> None:
    stream = io.StringIO()
    lines_seen = []

    def entries() -> Iterator[Entry]:
        for entry in ENTRIES:
            lines_seen.append(stream.getvalue().count("\n"))
            yield entry

    writer("jsonl")(entries(), stream)
    assert lines_seen == [0, 1]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_the_array_holds_every_record(count: int) -> None:
    stream = io.StringIO()
    writer("json")(ENTRIES[:count], stream)
    found = [Record.model_validate(values) for values in json.loads(stream.getvalue())]
    assert found == [entry.record for entry in ENTRIES[:count]]
    assert stream.getvalue().endswith("]\n")


@pytest.mark.parametrize("name", [name for name in FORMATS if writer(name)])
def test_a_writer_of_a_stream_leaves_it_open(name: Format) -> None:
    stream = io.StringIO()
    write = writer(name)
    assert write is not None
    write(ENTRIES, stream)
    assert not stream.closed
    assert "is empty" in stream.getvalue()


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_a_stream_or_a_file(name: Format) -> None:
    assert writer(name) or file_writer(name)
