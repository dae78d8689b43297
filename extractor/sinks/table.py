"""Records for people at a terminal: each value beside the words that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from extractor.sinks.formats import Entry
from extractor.sinks.leaves import Leaf, Section, sections
from extractor.sinks.terminal import plain

_WIDTH_OF_FILES = 120
_CONTEXT = 24
_MAX_WORDS = 160


class _Row(NamedTuple):
    field: str
    value: str
    leaves: tuple[Leaf, ...]


def write_table(entries: Iterable[Entry], stream: TextIO) -> None:
    """One table a record; coloured and as wide as the window on a terminal, plain elsewhere."""
    width = None if stream.isatty() else _WIDTH_OF_FILES
    console = Console(file=stream, width=width, highlight=False)
    for entry in entries:
        # Printed straight, a reader who leaves early would make Rich end the program.
        with console.capture() as captured:
            console.print(_table(entry))
            console.print()
        stream.write(captured.get())


def _table(entry: Entry) -> Table:
    record, run = entry.record, entry.record.run
    status = run.status if run else "unknown"
    table = Table(
        title=Text(f"{plain(record.article_id)} ({status})", "bold"), title_justify="left", expand=True
    )
    table.add_column("Field", no_wrap=True)
    table.add_column("Value", ratio=5)
    table.add_column("Conf.", justify="right", no_wrap=True)
    table.add_column("Evidence", ratio=4)
    if run and run.error:
        table.add_row("error", Text(plain(run.error), "red"), "", "")
    for section in sections(record):
        table.add_section()
        for row in _rows(section):
            table.add_row(
                row.field, Text(plain(row.value)), _confidence(row.leaves), _snippet(row, entry.text)
            )
    return table


def _rows(section: Section) -> Iterator[_Row]:
    """A row for each leaf of `article` and `event`, a row for each item of a list."""
    if section.name in ("article", "event"):
        for leaf in section.items[0]:
            yield _Row(f"{section.name}.{leaf.label}", _value(leaf), (leaf,))
        return
    for item in section.items:
        yield _Row(section.name, " · ".join(_value(leaf) for leaf in item), item)


def _value(leaf: Leaf) -> str:
    value = f"{leaf.value} ({' or '.join(leaf.candidates)})" if leaf.candidates else leaf.value
    return f"{value} [{', '.join(leaf.flags)}]" if leaf.flags else value


def _confidence(leaves: tuple[Leaf, ...]) -> str:
    """The lowest confidence of the row: a row is as sure as its weakest value."""
    known = [leaf.confidence for leaf in leaves if leaf.confidence is not None]
    return f"{min(known):.2f}" if known else ""


def _snippet(row: _Row, text: str | None) -> Text:
    """The first words that prove the row, with a little of what stands around them on the same line."""
    span = next((span for leaf in row.leaves for span in leaf.spans), None)
    if text is None or span is None:
        return Text("")
    start, end = span
    before = text[max(0, start - _CONTEXT) : start].rpartition("\n")[2]
    after = text[end : end + _CONTEXT].partition("\n")[0]
    # A window that is full has cut a word in two.
    before = "…" + before.partition(" ")[2] if len(before) == _CONTEXT else before
    after = after.rpartition(" ")[0] + "…" if len(after) == _CONTEXT else after
    words = text[start:end]
    if len(words) > _MAX_WORDS:
        words, after = words[:_MAX_WORDS].rpartition(" ")[0] + "…", ""
    return Text.assemble((plain(before), "dim"), (plain(words), "bold underline"), (plain(after), "dim"))
