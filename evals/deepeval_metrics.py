"""The scorer as metrics of deepeval: nothing is counted here, each metric only carries what the core counted.

deepeval is the extra `deepeval`; no other module imports this one. Its rules, seen in its source: a metric is
copied by the names of its constructor's arguments, so they are stored under just these names; what a
metric needs comes in `LLMTestCase.metadata`.
"""

from __future__ import annotations

from collections.abc import Mapping

from deepeval.metrics import BaseMetric
from deepeval.test_case import LLMTestCase

from evals.cases import Case
from evals.gate import Verdict, render
from evals.metrics import Counts

# Scores come from divisions and floors from subtractions: the last binary digit decides nothing.
_SLACK = 1e-9


class GroupMetric(BaseMetric):
    """The strict F1 of one group of fields in one article.

    An article that was not scored has no F1: the metric fails with an error, which is no score of 0.
    """

    def __init__(self, group: str, threshold: float, scorer: str) -> None:
        self.group = group
        self.threshold = threshold
        self.scorer = scorer
        self.evaluation_model = f"scorer {scorer}"
        self.async_mode = False

    @property
    def __name__(self) -> str:
        """What the result tables call it."""
        return f"{self.group} F1"

    def measure(self, test_case: LLMTestCase, *_args: object, **_kwargs: object) -> float | None:
        """Take the counts of this group out of the test case."""
        metadata: Mapping[str, Mapping[str, Mapping[str, int]]] = test_case.metadata or {}
        found = metadata.get("counts", {}).get(self.group)
        counts = Counts(**found) if found is not None else None
        self.score = counts.f1 if counts else None
        self.error = None if counts else f"{self.group}: nothing was scored"
        self.reason = f"{counts}" if counts else self.error
        self.success = self.is_successful()
        return self.score

    async def a_measure(self, test_case: LLMTestCase, *_args: object, **_kwargs: object) -> float | None:
        """The same; there is nothing to wait for."""
        return self.measure(test_case)

    def is_successful(self) -> bool:
        """Whether the F1 reaches the floor."""
        self.success = self.error is None and self.score is not None and self.score + _SLACK >= self.threshold
        return self.success


class GateMetric(BaseMetric):
    """The gate's verdict on the whole run: 1 where the change may go in, 0 where it may not."""

    def __init__(self, scorer: str) -> None:
        self.scorer = scorer
        self.threshold = 1.0
        self.evaluation_model = f"scorer {scorer}"
        self.async_mode = False

    @property
    def __name__(self) -> str:
        """What the result tables call it."""
        return "gate"

    def measure(self, test_case: LLMTestCase, *_args: object, **_kwargs: object) -> float:
        """Take the verdict out of the test case."""
        metadata = test_case.metadata or {}
        self.score = float(metadata["exit_code"] == 0)
        self.reason = str(metadata["verdict"])
        self.success = self.is_successful()
        return self.score

    async def a_measure(self, test_case: LLMTestCase, *_args: object, **_kwargs: object) -> float:
        """The same; there is nothing to wait for."""
        return self.measure(test_case)

    def is_successful(self) -> bool:
        """Whether the gate let the run pass."""
        self.success = self.score == self.threshold
        return self.success


def llm_case(case: Case) -> LLMTestCase:
    """The case in deepeval's form. The article's text stays out: deepeval looks for pictures in it."""
    return LLMTestCase(
        input=case.article,
        actual_output=case.actual,
        expected_output=case.expected,
        name=case.article,
        metadata={
            "status": case.status,
            "counts": {name: counts.to_json() for name, counts in case.counts.items()},
        },
    )


def metrics_of(case: Case, scorer: str) -> list[BaseMetric]:
    """One metric for each group that the case judges."""
    return [GroupMetric(group, floor, scorer) for group, floor in case.floors.items()]


def gate_case(verdict: Verdict, name: str) -> LLMTestCase:
    """The gate's verdict on the run against the gold called `name`."""
    return LLMTestCase(
        input=name,
        actual_output=verdict.status,
        expected_output="PASS",
        name=f"gate {name}",
        metadata={"exit_code": verdict.exit_code, "verdict": render(verdict)},
    )
