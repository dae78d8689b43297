"""Runs of the evaluation as they lie on disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.service.dashboard.runs import all_runs

REPORT: dict[str, Any] = {
    "run": {"engine": "hybrid", "model": "m", "prompt": "full.v1"},
    "n_articles": 24,
    "headline": {"h": 0.95, "low": 0.9, "high": 0.97},
    "groups": {
        "event": {"f1": 0.9, "low": 0.8, "high": 0.95, "in_headline": True},
        "people": {"f1": None, "low": None, "high": None, "in_headline": True},
    },
    "usage": {"calls": 24, "input_tokens": 1000, "output_tokens": 100, "cost_usd": 0.5},
}
FACTS = {"created_at": "2026-11-22T06:44:24+00:00", "gold": "gold/corpus", "usage": {"latency_p50_s": 0.5}}


def write(home: Path, name: str, report: object, facts: object = FACTS) -> None:
    folder = home / "runs" / name
    folder.mkdir(parents=True)
    (folder / "report.json").write_text(report if isinstance(report, str) else json.dumps(report), "utf-8")
    if facts is not None:
        (folder / "run.json").write_text(json.dumps(facts), "utf-8")


def test_a_run_tells_its_score_cost_and_making(tmp_path: Path) -> None:
    write(tmp_path, "one", REPORT)
    (run,) = all_runs(tmp_path)
    assert (run.name, run.gold, run.engine, run.model, run.articles) == (
        "one",
        "gold/corpus",
        "hybrid",
        "m",
        24,
    )
    assert (run.h, run.low, run.high) == pytest.approx((95, 90, 97))
    assert (run.calls, run.tokens, run.cost_usd, run.latency_p50_s) == (24, 1100, 0.5, 0.5)
    assert [(score.group, score.f1) for score in run.scores] == [
        ("event", pytest.approx(90)),
        ("people", None),
    ]


def test_the_oldest_run_comes_first(tmp_path: Path) -> None:
    write(tmp_path, "a", REPORT, {**FACTS, "created_at": "2026-11-23"})
    write(tmp_path, "b", REPORT, {**FACTS, "created_at": "2026-11-21"})
    write(tmp_path, "c", REPORT, None)
    assert [run.name for run in all_runs(tmp_path)] == ["c", "b", "a"]


@pytest.mark.parametrize(
    "report",
    [
        "",
        "[1]",
        "{",
        "{}",
        "[" * 100_000,
        '{"headline": {"h": NaN}}',
        '{"headline": {"h": Infinity}}',
        {"headline": {"h": 10**400}},
        {"headline": {"h": "much"}},
        {**REPORT, "headline": 3},
    ],
    ids=range(10),
)
def test_what_is_no_report_is_left_out(tmp_path: Path, report: object) -> None:
    write(tmp_path, "broken", report)
    write(tmp_path, "good", REPORT)
    assert [run.name for run in all_runs(tmp_path)] == ["good"]


def test_a_run_without_interval_or_usage_is_a_point(tmp_path: Path) -> None:
    write(tmp_path, "bare", {"headline": {"h": 0.5}}, {"usage": None})
    (run,) = all_runs(tmp_path)
    assert (run.low, run.h, run.high, run.cost_usd, run.scores) == (50, 50, 50, 0, ())


def test_a_changed_report_is_read_again(tmp_path: Path) -> None:
    write(tmp_path, "one", REPORT)
    assert all_runs(tmp_path)[0].h == pytest.approx(95)
    path = tmp_path / "runs" / "one" / "report.json"
    path.write_text(json.dumps({**REPORT, "headline": {"h": 0.5, "low": 0.4, "high": 0.6}}), "utf-8")
    assert all_runs(tmp_path)[0].h == pytest.approx(50)


def test_no_home_has_no_runs(tmp_path: Path) -> None:
    assert all_runs(tmp_path / "none") == ()
