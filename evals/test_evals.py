"""Is a run as good as it has to be? The same question, and the same verdicts, for pytest and for deepeval.

    pytest evals/test_evals.py
    deepeval test run evals/test_evals.py

By default the rules read the project's gold, here and now. The environment may name others:

    EVALS_GOLD     a folder of gold (gold and gold/corpus)
    EVALS_PRED     predictions to judge: a run's folder, a folder of records or a JSONL file; needs EVALS_GOLD
    EVALS_MIN_F1   the least F1, 0 to 1, in place of the committed baseline

Exported before the process starts, since deepeval reads its own settings when it is imported:

    DEEPEVAL_TELEMETRY_OPT_OUT=1
    DEEPEVAL_DISABLE_DOTENV=1
    DEEPEVAL_NO_INSPECT_PROMPT=1
    CONFIDENT_OPEN_BROWSER=0

and CONFIDENT_API_KEY unset, with which deepeval sends the whole run away; nothing is judged while it is set.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import pytest

pytest.importorskip("deepeval", reason="deepeval is not installed: pip install 'edumutu-llm[deepeval]'")

from deepeval.confident.api import is_confident
from deepeval.evaluate import assert_test

from evals import baselines, gate, gold, hashes, predictions, run, scoring
from evals.cases import Case, cases
from evals.deepeval_metrics import GateMetric, gate_case, llm_case, metrics_of
from extractor.errors import SettingsError

ROOT = Path(__file__).resolve().parents[1]
OWN_GOLD = (ROOT / "gold", ROOT / "gold" / "corpus")


class Judged(NamedTuple):
    """A folder of gold with its cases, and the gate's verdict where there is a baseline."""

    name: str
    cases: list[Case]
    verdict: gate.Verdict | None


def judge(folder: Path, answers: str | None, min_f1: str | None) -> Judged:
    """Score the answers on the gold in `folder`, or those of the rules, and hold them against the floor."""
    items = gold.load(folder, _articles(folder))
    found = predictions.read(Path(answers)).predictions if answers else run.predict(items).predictions
    engine = "unknown" if answers else "rules"
    report = scoring.score(items, found, run=scoring.RunInfo(engine)).to_json()
    if min_f1 is not None:
        return Judged(folder.name, cases(report, items, found, min_f1=float(min_f1)), None)
    baseline = baselines.load(baselines.path_of(folder, "rules"))
    verdict = gate.decide(baseline, report)
    return Judged(folder.name, cases(report, items, found, baseline=baseline), verdict)


def _articles(folder: Path) -> Path | None:
    """The seeds lie beside the gold of the checkout, wherever the tests are started."""
    return ROOT / "seeds" if folder.resolve() == ROOT / "gold" else None


def _all() -> list[Judged]:
    if is_confident():
        raise SettingsError(
            "unset CONFIDENT_API_KEY, or log deepeval out: it would send gold and predictions away"
        )
    named, answers = os.environ.get("EVALS_GOLD"), os.environ.get("EVALS_PRED")
    if answers and not named:
        raise SettingsError("EVALS_PRED is set: name the gold it answers in EVALS_GOLD")
    folders = (Path(named),) if named else OWN_GOLD
    return [judge(folder, answers, os.environ.get("EVALS_MIN_F1")) for folder in folders]


JUDGED = _all()
SCORER = hashes.scorer()[:12]


@pytest.mark.parametrize(
    "case", [pytest.param(case, id=case.article) for each in JUDGED for case in each.cases]
)
def test_each_group_of_fields_is_as_good_as_it_has_to_be(case: Case) -> None:
    """Each group of the article reaches its floor."""
    assert_test(llm_case(case), metrics_of(case, SCORER), run_async=False)


@pytest.mark.parametrize("judged", [pytest.param(each, id=each.name) for each in JUDGED if each.verdict])
def test_the_gate_lets_the_run_pass(judged: Judged) -> None:
    """The change may go in as far as this gold tells."""
    assert judged.verdict is not None
    assert_test(gate_case(judged.verdict, judged.name), [GateMetric(SCORER)], run_async=False)
