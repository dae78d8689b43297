"""Recorded answers are scored again without a model: the same code behind them, in seconds, for everybody."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from evals.cli import app
from tests.record import ANNOTATOR, LOCAL, LOCAL_LIMITS, ROOT


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "EDUMUTU_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("EDUMUTU_HOME", str(tmp_path / "state"))
    monkeypatch.chdir(ROOT)
    return tmp_path / "state"


def replayed(home: Path, recording: Path, engine: str, prompt: str = "full") -> dict[str, Any]:
    options = ("--engine", engine, "--prompt", prompt, "--model", recording.stem, "--replay", str(recording))
    result = CliRunner().invoke(app, ["run", "--gold", "gold", "--name", "r", "--replace", *options])
    assert result.exit_code in {0, 1, 3}, result.output
    report: dict[str, Any] = json.loads((home / "runs" / "r" / "report.json").read_text(encoding="utf-8"))
    return report


def rules_headline(home: Path) -> float:
    assert CliRunner().invoke(app, ["run", "--gold", "gold", "--name", "rules"]).exit_code == 0
    report = json.loads((home / "runs" / "rules" / "report.json").read_text(encoding="utf-8"))
    return float(report["headline"]["h"])


def test_little_of_what_an_annotator_would_say_is_lost_behind_the_model(home: Path) -> None:
    report = replayed(home, ANNOTATOR, "llm")
    assert report["n_articles"] == 5
    assert report["overall"]["precision"] >= 0.99
    assert report["overall"]["recall"] >= 0.95
    assert report["run"]["model"] == "annotator"
    assert report["run"]["hashes"]["prompt"]


@pytest.mark.parametrize("prompt", ["full", "patch"])
def test_the_hybrid_is_no_worse_than_the_rules_with_a_very_small_model(
    home: Path, monkeypatch: pytest.MonkeyPatch, prompt: str
) -> None:
    monkeypatch.setenv("EDUMUTU_MAX_OUTPUT_TOKENS", str(LOCAL_LIMITS["max_output_tokens"]))
    report = replayed(home, LOCAL, "hybrid", prompt)
    assert report["invalid"] == []
    assert report["n_articles"] == 5
    assert report["headline"]["h"] >= rules_headline(home) - 0.03


def test_a_recording_without_an_answer_decides_nothing(home: Path) -> None:
    report = replayed(home, ANNOTATOR, "hybrid", "patch")
    assert report["invalid"]
    assert report["labels"].get("INFRA") == 5


def test_rules_have_nothing_to_replay() -> None:
    result = CliRunner().invoke(app, ["run", "--gold", "gold", "--replay", str(ANNOTATOR)])
    assert result.exit_code == 2
    assert "asks no model" in result.output
