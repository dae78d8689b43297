"""The table at a terminal tells the headline, the groups, what went wrong and what it cost."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from evals import terminal
from extractor.errors import SettingsError
from tests.reports import report


def shown(**changes: object) -> str:
    stream = io.StringIO()
    terminal.show(report(**changes), Console(file=stream, width=120))
    return stream.getvalue()


def line(text: str, start: str) -> str:
    return next(line for line in text.splitlines() if start in line)


def cells(row: str) -> list[str]:
    return row.split()


def test_the_table_fits_a_window_of_80_columns() -> None:
    counts = {"cor": 12345, "par": 99, "inc": 99, "mis": 999, "spu": 999}
    row = {"counts": counts, "low": 0.9999, "high": 1.0}
    stream = io.StringIO()
    terminal.show(report(groups={"organizations": row}), Console(file=stream, width=80, force_terminal=True))
    assert "12345" in stream.getvalue()
    assert "…" not in stream.getvalue()


def test_headline_stands_with_its_interval_and_the_number_of_articles() -> None:
    assert "H 67.9 [51.0, 81.2], N = 2 articles" in shown()


def test_a_group_shows_scores_interval_and_counts() -> None:
    assert cells(line(shown(), "people")) == [
        "people",
        "100.0",
        "75.0",
        "85.7",
        "[60.0,",
        "95.0]",
        "85.7",
        "3",
        "0",
        "0",
        "1",
        "0",
    ]


def test_a_group_without_slots_is_not_zero_and_is_marked_as_outside_the_headline() -> None:
    assert cells(line(shown(), "regulations"))[:5] == ["regulations", "*", "n/a", "n/a", "n/a"]


def test_error_labels_stand_with_the_most_frequent_first() -> None:
    assert "errors: DATE_SHIFT 2, OMITTED_FIELD 1" in shown()


def test_cost_and_latency_are_shown_where_the_report_has_them() -> None:
    assert "latency_p95_s 0.0019" in shown()
    assert "usage" not in shown(usage={})


def test_the_flip_rate_of_repeats_is_shown() -> None:
    assert "flip rate 1.5 %" in shown(repeats={"n": 5, "flip_rate": 0.015})
    assert "flip rate" not in shown()


def test_a_baseline_without_a_row_for_all_fields_shows_the_sum_of_its_groups() -> None:
    assert line(shown(overall=None), "all fields") == line(shown(), "all fields")


def test_reasons_for_an_invalid_run_are_shown() -> None:
    assert "INVALID: a3 has no prediction" in shown(invalid=["a3 has no prediction"])


def test_an_article_that_was_not_scored_is_named() -> None:
    assert "not ok: a9 INFRA" in shown(articles={"a9": {"status": "INFRA", "groups": {}}})


@pytest.mark.parametrize("name", ["\x1b[2J", "[red]x[/red]", "\u202eabc", "[/]"])
def test_words_of_strangers_give_the_terminal_no_command(name: str) -> None:
    text = shown(labels={name: 1}, invalid=[name], run={"engine": name})
    assert "\x1b" not in text
    assert "\u202e" not in text
    if name.isprintable():
        assert text.count(name) == 3


def test_a_dict_that_is_no_report_is_refused() -> None:
    with pytest.raises(SettingsError, match="no report"):
        terminal.show({"articles": {}}, Console(file=io.StringIO()))
