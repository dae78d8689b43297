"""The table shows each value beside its words, and obeys no command in an article."""

from __future__ import annotations

import io
from typing import Any

import pytest

from extractor.sinks import Entry, writer
from tests.records import TEXT, a_failed_record, a_record


class Terminal(io.StringIO):
    """A stream that says that it is a terminal."""

    def isatty(self) -> bool:
        return True


def table(*entries: Entry) -> str:
    stream = io.StringIO()
    writer("table")(entries, stream)
    return stream.getvalue()


def row(text: str, field: str) -> str:
    return next(line for line in text.splitlines() if line.startswith(f"│ {field} "))


def test_a_row_holds_value_lowest_confidence_and_words() -> None:
    people = row(table(Entry(a_record(), TEXT)), "people")
    assert "Siti · Bupati" in people
    assert "0.70" in people
    assert "Bupati <b>Siti</b>" in people


def test_fields_of_article_and_event_have_rows_of_their_own() -> None:
    shown = table(Entry(a_record(), TEXT))
    assert "Harian & Contoh [from_metadata]" in row(shown, "article.outlet")
    assert "unknown (2021-11-24 or 2022-11-24)" in row(shown, "event.date")


def test_a_snippet_stays_on_its_line() -> None:
    assert "SUKAMAJU" not in row(table(Entry(a_record(), TEXT)), "article.title")


def test_a_failed_record_shows_why() -> None:
    shown = table(Entry(a_failed_record(), None))
    assert "b (failed)" in shown
    assert "b.txt: is empty" in shown


def test_square_brackets_are_text_and_no_markup() -> None:
    assert "[bold]Judul[/bold]" in table(Entry(a_record(summary="[bold]Judul[/bold]"), TEXT))


@pytest.mark.parametrize("command", ["\x1b[2J", "\x9b2J", "\x07", "\u202e"])
@pytest.mark.parametrize("stream", [io.StringIO, Terminal])
def test_an_article_cannot_command_the_terminal(command: str, stream: Any) -> None:
    record = a_record(summary=f"Awal {command} akhir", article_id=f"a{command}")
    plain, evil = stream(), stream()
    writer("table")([Entry(a_record(summary="Awal   akhir", article_id="a "), TEXT)], plain)
    writer("table")([Entry(record, TEXT)], evil)
    assert evil.getvalue().count(command) == plain.getvalue().count(command)


def test_a_stream_that_is_no_terminal_gets_no_colour() -> None:
    assert "\x1b" not in table(Entry(a_record(), TEXT))
