"""A report as a table for people at a terminal."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rich.console import Console
from rich.table import Table
from rich.text import Text

from evals.view import Row, View, interval, percent, read

# A terminal obeys control characters; what an article says must not command it.
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_COUNTS = ("cor", "par", "inc", "mis", "spu")


def show(report: Mapping[str, object], console: Console) -> None:
    """Print headline, groups, error labels and usage of a `report.json`.

    Raises:
        SettingsError: The dict is no report.
    """
    view = read(report)
    console.print(Text(plain(view.name), "bold"))
    console.print(_headline(view))
    for reason in view.invalid:
        console.print(Text(f"INVALID: {plain(reason)}", "bold red"))
    console.print(_groups(view))
    if view.flip_rate is not None:
        console.print(f"flip rate {percent(view.flip_rate)} % of the slots, over the repeats")
    if view.labels:
        listed = ", ".join(f"{plain(label)} {times}" for label, times in view.labels)
        console.print(Text(f"errors: {listed}"))
    if view.usage:
        listed = ", ".join(f"{plain(name)} {value:,.6g}" for name, value in view.usage)
        console.print(Text(f"usage: {listed}"))


def plain(value: object) -> str:
    """`value` as text on one line that gives no command to a terminal."""
    return _CONTROLS.sub(" ", str(value))


def _headline(view: View) -> Text:
    lost = [article for article in view.articles if article.status not in {"", "ok"}]
    text = Text.assemble(
        "H ",
        (percent(view.h), "bold"),
        f" {interval(view.low, view.high)}".rstrip(),
        f", N = {len(view.articles)} articles",
    )
    if lost:
        text.append(f", not ok: {', '.join(f'{plain(a.id)} {plain(a.status)}' for a in lost)}", "yellow")
    return text


def _groups(view: View) -> Table:
    # Without lines it fits a window of 80 columns, where Rich would cut numbers short.
    table = Table(
        box=None,
        pad_edge=False,
        collapse_padding=True,
        caption="points; * shown, not in H",
        caption_justify="left",
    )
    table.add_column("Group", no_wrap=True)
    for name in ("P", "R", "F1", "95 % CI", "lenient", *(count.upper() for count in _COUNTS)):
        table.add_column(name, justify="right", no_wrap=True)
    for row in view.groups:
        table.add_row(*_cells(row, "" if row.in_headline else " *"))
    table.add_row(*_cells(view.overall, ""), style="bold")
    return table


def _cells(row: Row, mark: str) -> list[str | Text]:
    scores = (percent(row.precision), percent(row.recall), percent(row.f1))
    counts = (str(getattr(row.counts, name)) for name in _COUNTS)
    return [
        Text(plain(row.name) + mark),
        *scores,
        Text(interval(row.low, row.high)),
        percent(row.lenient_f1),
        *counts,
    ]
