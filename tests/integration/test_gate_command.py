"""`evals run`, `bless`, `score` and `gate` on gold/corpus, as people type them: output and exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from evals.cli import app
from evals.gold import record_paths
from tests.planted import EDITS, REGRESSIONS, Change, applied

CORPUS = Path(__file__).resolve().parents[2] / "gold" / "corpus"


def evals(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a blessed run of the rules: `baseline.json`, and its runs below `home`."""
    folder = tmp_path_factory.mktemp("workshop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EDUMUTU_HOME", str(folder / "home"))
        assert evals("run", "--gold", CORPUS, "--name", "today").exit_code == 0
        blessed = evals("bless", "today", "--reason", "first", "--output", folder / "baseline.json")
    assert blessed.exit_code == 0, blessed.output
    return folder


@pytest.fixture(autouse=True)
def _at_home(workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDUMUTU_HOME", str(workshop / "home"))


def gate_after(change: Change, workshop: Path, *words: str) -> Result:
    lines = (workshop / "home/runs/today/predictions.jsonl").read_text(encoding="utf-8").splitlines()
    records = {str(number): json.loads(line) for number, line in enumerate(lines)}
    changed = workshop / "changed.jsonl"
    changed.write_text("".join(json.dumps(record) + "\n" for _, record in applied(change, records)))
    report = workshop / "changed.json"
    assert evals("score", "--gold", CORPUS, "--pred", changed, "--output", report).exit_code == 0
    return evals("gate", report, "--baseline", workshop / "baseline.json", *words)


def test_the_rules_pass_against_their_own_baseline(workshop: Path) -> None:
    found = evals("gate", "--gold", CORPUS, "--baseline", workshop / "baseline.json")
    assert found.exit_code == 0, found.output
    assert found.stdout.startswith("PASS (exit 0)\n")


def test_a_regression_exits_with_1_and_says_why(workshop: Path) -> None:
    found = gate_after(REGRESSIONS["values times 1,000"], workshop)
    assert found.exit_code == 1
    assert found.stdout.startswith("BLOCK (exit 1)\n  A: H fell by ")
    assert "critical slots lost, 0 won" in found.stdout
    assert "  lost: d1_01: /indicators/0/value\n" in found.stdout


def test_a_harmless_edit_exits_with_0(workshop: Path) -> None:
    found = gate_after(EDITS["lists reordered"], workshop, "--strict")
    assert (found.exit_code, found.stdout.splitlines()[0]) == (0, "PASS (exit 0)")


def test_a_floor_above_the_headline_blocks(workshop: Path) -> None:
    found = evals("gate", "today", "--baseline", workshop / "baseline.json", "--floor", "1.0")
    assert found.exit_code == 1
    assert "under the floor of 1.0000" in found.stdout


def test_a_run_on_other_articles_exits_with_3(workshop: Path) -> None:
    assert evals("run", "--gold", CORPUS, "--only", "d1_*", "--name", "half").exit_code == 0
    found = evals("gate", "half", "--baseline", workshop / "baseline.json")
    assert found.exit_code == 3
    assert "gold is not the baseline's" in found.stdout


def test_without_a_baseline_the_gate_names_the_command_that_makes_one(tmp_path: Path) -> None:
    found = evals("gate", "today", "--gold", tmp_path, "--baseline", tmp_path / "none.json")
    assert found.exit_code == 2
    assert "none.json" in found.stderr


def test_a_report_that_is_worse_is_not_blessed_unless_told_so(workshop: Path, tmp_path: Path) -> None:
    path = tmp_path / "b.json"
    assert evals("bless", "today", "--reason", "first", "--floor", "0.9", "--output", path).exit_code == 0
    lower = ("bless", "today", "--reason", "again", "--floor", "0.5", "--output", path)
    refused = evals(*lower)
    assert refused.exit_code == 2
    assert "--lower-floor" in refused.stderr
    assert evals(*lower, "--lower-floor").exit_code == 0


def test_repeats_of_the_rules_count_single_slots_like_one_pass(workshop: Path) -> None:
    assert evals("run", "--gold", CORPUS, "--repeat", "3", "--name", "thrice").exit_code == 0
    found = evals("gate", "thrice", "--baseline", workshop / "baseline.json")
    assert (found.exit_code, found.stdout.splitlines()[0]) == (0, "PASS (exit 0)")


def test_the_corpus_has_all_its_articles(workshop: Path) -> None:
    baseline = json.loads((workshop / "baseline.json").read_text(encoding="utf-8"))
    assert baseline["n_articles"] == len(record_paths(CORPUS)) == 24
