"""The gate on the rules' own predictions of gold/corpus: it blocks regressions and passes harmless edits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals import gate, gold, predictions, run, scoring
from evals.gate import Verdict
from evals.gold import GoldItem
from tests.planted import EDITS, REGRESSIONS, Record, applied

CORPUS = Path(__file__).resolve().parents[3] / "gold" / "corpus"


@pytest.fixture(scope="module")
def items() -> tuple[GoldItem, ...]:
    return gold.load(CORPUS)


@pytest.fixture(scope="module")
def records(items: tuple[GoldItem, ...]) -> dict[str, Record]:
    return {str(record["article_id"]): dict(record) for record in run.predict(items).records}


@pytest.fixture(scope="module")
def baseline(items: tuple[GoldItem, ...], records: dict[str, Record]) -> dict[str, object]:
    return report(items, {name: json.dumps(record) for name, record in records.items()})


def report(items: tuple[GoldItem, ...], answers: dict[str, str]) -> dict[str, Any]:
    judged = {name: predictions.judge_text(answer) for name, answer in answers.items()}
    return scoring.score(items, judged, run=scoring.RunInfo("rules")).to_json()


def verdict_on(
    items: tuple[GoldItem, ...],
    baseline: dict[str, object],
    changed: dict[str, Record],
    engine: str = "rules",
) -> Verdict:
    found = report(items, {name: json.dumps(record) for name, record in changed.items()})
    sides = [{**side, "run": {**side["run"], "engine": engine}} for side in (dict(baseline), found)]
    return gate.decide(*sides)


@pytest.mark.parametrize("name", REGRESSIONS)
def test_a_planted_regression_is_blocked(
    name: str, items: tuple[GoldItem, ...], records: dict[str, Record], baseline: dict[str, object]
) -> None:
    verdict = verdict_on(items, baseline, dict(applied(REGRESSIONS[name], records)))
    assert (verdict.status, verdict.exit_code) == ("BLOCK", 1), gate.render(verdict)
    assert verdict.delta is not None
    assert verdict.delta <= 0


@pytest.mark.parametrize("name", EDITS)
def test_a_harmless_edit_passes(
    name: str, items: tuple[GoldItem, ...], records: dict[str, Record], baseline: dict[str, object]
) -> None:
    changed = dict(applied(EDITS[name], records))
    assert json.dumps(changed) != json.dumps(records)
    verdict = verdict_on(items, baseline, changed)
    assert (verdict.status, verdict.exit_code, verdict.delta) == ("PASS", 0, 0.0), gate.render(verdict)


def test_truncated_answers_are_blocked(
    items: tuple[GoldItem, ...], records: dict[str, Record], baseline: dict[str, object]
) -> None:
    answers = {name: json.dumps(record) for name, record in records.items()}
    for name in list(answers)[::6]:
        answers[name] = answers[name][: len(answers[name]) // 2]
    found = report(items, answers)
    assert found["labels"]["PARSE_FAIL"] == 4
    verdict = gate.decide(baseline, found)
    assert (verdict.status, verdict.exit_code) == ("BLOCK", 1)


def test_of_a_deterministic_engine_one_wrong_value_is_enough(
    items: tuple[GoldItem, ...], records: dict[str, Record], baseline: dict[str, object]
) -> None:
    critical = baseline["articles"]
    assert isinstance(critical, dict)
    name = next(
        name
        for name, one in critical.items()
        if any("/value" in slot for slot, right in one["critical"].items() if right)
    )
    changed = {**records, **dict(applied(REGRESSIONS["values times 1,000"], {name: records[name]}))}
    verdict = verdict_on(items, baseline, changed)
    assert verdict.status == "BLOCK"
    assert verdict.reasons[-1].startswith("B: ")
    assert all(slot.startswith(f"{name}: /indicators/") for slot in verdict.critical_lost)


@pytest.mark.parametrize(
    "name",
    [
        "people dropped",
        "roles swapped between two people",
        "values times 1,000",
        "month shifted",
        "school number swapped",
        "quote invented",
        "enum flipped",
    ],
)
def test_of_a_model_asked_once_the_scores_alone_block_it(
    name: str, items: tuple[GoldItem, ...], records: dict[str, Record], baseline: dict[str, object]
) -> None:
    verdict = verdict_on(items, baseline, dict(applied(REGRESSIONS[name], records)), engine="llm")
    assert verdict.status == "BLOCK"
    assert verdict.reasons[0].startswith("A: ")


def test_predictions_of_other_gold_are_no_candidate(
    items: tuple[GoldItem, ...], records: dict[str, Record], baseline: dict[str, object]
) -> None:
    answers = {name: json.dumps(record) for name, record in records.items()}
    assert gate.decide(baseline, report(items[:-1], answers)).exit_code == 3
    answers.pop("d1_01")
    verdict = gate.decide(baseline, report(items, answers))
    assert (verdict.status, verdict.exit_code) == ("INVALID", 3)
    assert "candidate: d1_01: no prediction" in verdict.reasons
