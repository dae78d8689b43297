"""Metrics carry what the core counted into deepeval, and survive the way in which it copies them."""

from __future__ import annotations

import pytest

pytest.importorskip("deepeval", reason="deepeval is not installed: pip install 'edumutu-llm[deepeval]'")

from deepeval.metrics.utils import copy_metrics

from evals.cases import Case
from evals.deepeval_metrics import GateMetric, GroupMetric, gate_case, llm_case, metrics_of
from evals.gate import Verdict
from evals.metrics import Counts

CASE = Case(
    article="a1",
    expected="{}",
    actual="{}",
    status="ok",
    counts={"people": Counts(cor=3, mis=1)},
    floors={"people": 6 / 7, "event": 0.5},
)


def test_a_group_passes_at_its_floor_and_fails_under_it() -> None:
    at, above = GroupMetric("people", 6 / 7, "v"), GroupMetric("people", 0.86, "v")
    assert at.measure(llm_case(CASE)) == pytest.approx(6 / 7)
    above.measure(llm_case(CASE))
    assert (at.is_successful(), above.is_successful()) == (True, False)


def test_a_group_that_was_not_scored_fails_without_a_score() -> None:
    metric = GroupMetric("event", 0.0, "v")
    assert metric.measure(llm_case(CASE)) is None
    assert not metric.is_successful()
    assert metric.error == "event: nothing was scored"


def test_a_metric_is_the_same_after_deepeval_has_copied_it() -> None:
    metrics = [*metrics_of(CASE, "v"), GateMetric("v")]
    copies = copy_metrics(metrics)
    assert [(type(one), one.__name__, one.threshold, one.evaluation_model) for one in copies] == [
        (type(one), one.__name__, one.threshold, one.evaluation_model) for one in metrics
    ]
    assert copies[0].measure(llm_case(CASE)) == metrics[0].measure(llm_case(CASE))


@pytest.mark.parametrize(
    ("status", "code", "passes"), [("PASS", 0, True), ("BLOCK", 1, False), ("INVALID", 3, False)]
)
def test_the_gates_verdict_is_the_metrics(status: str, code: int, passes: bool) -> None:
    metric = GateMetric("v")
    metric.measure(gate_case(Verdict(status, code, ("because",)), "corpus"))  # type: ignore[arg-type]
    assert metric.is_successful() is passes
    assert "because" in str(metric.reason)
