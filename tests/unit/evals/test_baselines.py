"""Baselines: what is kept, and what `bless` refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals import baselines, gate
from evals.metrics import Counts
from extractor.errors import SettingsError


def report(headline: float = 0.9, status: str = "ok") -> dict[str, Any]:
    return {
        "format": 1,
        "run": {"engine": "rules", "hashes": {"gold": "g", "scorer": "s", "schema": "c", "prompt": None}},
        "n_articles": 1,
        "headline": {"h": headline, "low": None, "high": None, "groups": ["people"]},
        "groups": {"people": {"counts": Counts(cor=9, inc=1).to_json()}},
        "articles": {
            "a1": {
                "status": status,
                "groups": {"people": Counts(cor=9, inc=1).to_json()},
                "critical": {"x": True},
            }
        },
        "errors": [{"article": "a1", "gold": "long", "predicted": "text"}],
        "invalid": [],
    }


@pytest.mark.parametrize(
    ("gold", "name"),
    [
        ("gold", "seeds.rules.json"),
        ("gold/corpus", "corpus.rules.json"),
        ("gold/corpus/", "corpus.rules.json"),
    ],
)
def test_a_baseline_is_named_after_its_gold_and_its_engine(gold: str, name: str) -> None:
    assert baselines.path_of(Path(gold), "rules").name == name


def test_a_blessed_report_keeps_counts_hashes_and_reason_but_no_text(tmp_path: Path) -> None:
    path = tmp_path / "new" / "corpus.rules.json"
    written = baselines.bless(report(), path=path, reason=" first rules ")
    assert baselines.load(path) == written == json.loads(path.read_text(encoding="utf-8"))
    assert written["blessed"] == {"reason": "first rules", "floor": 0.85}
    assert written["articles"] == report()["articles"]
    assert written["run"] == report()["run"]
    assert "errors" not in written


def test_a_blessed_report_passes_the_gate_against_itself(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    baselines.bless(report(), path=path, reason="first")
    assert gate.decide(baselines.load(path), report()).exit_code == 0


def test_blessing_twice_writes_the_same_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in "ab"]
    for path in paths:
        baselines.bless(report(), path=path, reason="first")
    assert paths[0].read_bytes() == paths[1].read_bytes()


@pytest.mark.parametrize(
    ("bad", "reason", "message"),
    [
        (report(), "  ", "needs a reason"),
        (report(status="INFRA"), "why", "provider failed: a1"),
        ({**report(), "invalid": ["no gold"]}, "why", "no gold"),
        ({**report(), "headline": {"h": None}}, "why", "no headline"),
        ({}, "why", "not a report"),
    ],
)
def test_what_proves_nothing_is_not_blessed(
    tmp_path: Path, bad: dict[str, Any], reason: str, message: str
) -> None:
    path = tmp_path / "b.json"
    with pytest.raises(SettingsError, match=message):
        baselines.bless(bad, path=path, reason=reason)
    assert not path.exists()


def test_the_floor_rises_with_the_headline_and_does_not_sink_with_it(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    floors = [
        baselines.bless(report(headline), path=path, reason="step")["blessed"]["floor"]  # type: ignore[index]
        for headline in (0.90, 0.95, 0.93)
    ]
    assert floors == [0.85, 0.90, 0.90]


def test_a_headline_under_the_floor_is_blessed_only_when_told_so(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    baselines.bless(report(0.9), path=path, reason="first")
    before = path.read_bytes()
    with pytest.raises(SettingsError, match=r"under the floor of 0\.8500"):
        baselines.bless(report(0.8), path=path, reason="worse")
    assert path.read_bytes() == before
    lowered = baselines.bless(report(0.8), path=path, reason="harder gold", lower_floor=True)
    assert lowered["blessed"] == {"reason": "harder gold", "floor": 0.75}


def test_a_floor_of_one_s_own_holds_and_is_lowered_only_when_told_so(tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    assert baselines.bless(report(0.9), path=path, reason="first", floor=0.88)["blessed"] == {
        "reason": "first",
        "floor": 0.88,
    }
    with pytest.raises(SettingsError, match="would lower it"):
        baselines.bless(report(0.9), path=path, reason="again", floor=0.5)
    baselines.bless(report(0.9), path=path, reason="again", floor=0.5, lower_floor=True)
    with pytest.raises(SettingsError, match="under the floor"):
        baselines.bless(report(0.9), path=path, reason="again", floor=0.95)


@pytest.mark.parametrize(
    ("content", "message"), [("{", "no JSON"), ("[]", "no JSON object"), (None, "bless")]
)
def test_a_missing_or_broken_baseline_says_what_to_do(
    tmp_path: Path, content: str | None, message: str
) -> None:
    path = tmp_path / "b.json"
    if content is not None:
        path.write_text(content, encoding="utf-8")
    with pytest.raises(SettingsError, match=message):
        baselines.load(path)
