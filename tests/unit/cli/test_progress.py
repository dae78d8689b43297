"""What a long run tells on stderr."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from extractor.batch import Ledger
from extractor.cli.progress import Meter, count
from extractor.schema.calls import Usage
from extractor.schema.record import Run


def run(status: str = "ok", *, calls: int = 0, is_cached: bool = False) -> Run:
    usage = {
        "calls": calls,
        "input_tokens": 90 * calls,
        "output_tokens": 10 * calls,
        "cost_usd": 0.01 * calls,
    }
    return Run.model_validate(
        {"engine": "hybrid", "status": status, "rules_version": "", "cached": is_cached, **usage}
    )


class Watched:
    """A meter over made files, with a clock that is set by hand."""

    def __init__(self, files: list[str]) -> None:
        self.now_s = 0.0
        self.ledger = Ledger()
        self.meter = Meter(files, self.ledger, lambda: self.now_s)

    def end(self, one: Run, at_s: float, *, is_resumed: bool = False) -> None:
        self.ledger.add(one, is_resumed=is_resumed)
        self.now_s = at_s
        self.meter.advance()


def test_a_short_run_prints_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    watched = Watched(["a.txt"])
    for second in range(5):
        watched.end(run(), second)
    assert capsys.readouterr().err == ""


def test_a_long_one_prints_a_line_every_few_seconds(capsys: pytest.CaptureFixture[str]) -> None:
    watched = Watched([f"{number}.txt" for number in range(40)])
    for second in range(1, 17):
        watched.end(run(), second)
    lines = capsys.readouterr().err.splitlines()
    assert lines[0] == "5 of 40 articles: 35 s left, 1.0/s, 0 failed"
    assert [line.split()[0] for line in lines] == ["5", "10", "15"]


def test_with_a_model_the_line_tells_all_that_counts(capsys: pytest.CaptureFixture[str]) -> None:
    watched = Watched(["-"])
    watched.end(run(calls=2), 1)
    watched.end(run(is_cached=True), 1)
    watched.end(run("fallback", calls=1), 1)
    watched.end(run(calls=7), 1, is_resumed=True)
    watched.end(run("failed", calls=1), 8)
    assert capsys.readouterr().err == (
        "5 articles: 0.5/s, 1 failed, 1 from the journal, 1 fallback, 1 cached, 400 tokens, 0.0400 USD\n"
    )


def test_what_was_paid_for_an_unfinished_article_is_in_the_books() -> None:
    ledger = Ledger()
    ledger.add(run(calls=1))
    ledger.pay(Usage(1, 0, 90, 10, 0.01))
    assert ledger.usage == Usage(2, 0, 180, 20, 0.02)


def test_articles_are_counted_before_they_are_read_where_that_is_cheap(tmp_path: Path) -> None:
    lines = tmp_path / "many.jsonl"
    lines.write_text(
        "".join(json.dumps({"text": str(number)}) + "\n" for number in range(7)), encoding="utf-8"
    )
    assert count(["a.txt", str(lines)]) == 8
    assert count(["a.txt", "-"]) is None
    assert count([str(tmp_path / "gone.jsonl")]) is None
