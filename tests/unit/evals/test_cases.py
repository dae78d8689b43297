"""A case asks of each group of fields in an article whether it reaches its floor."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evals.cases import Case, cases
from evals.gold import GoldItem
from evals.metrics import Counts
from evals.predictions import Prediction

ITEMS = [GoldItem("a1", {"people": [{"name": "Siti"}], "run": {"engine": "x"}}, "", "")]


def report(**groups: Counts) -> dict[str, Any]:
    counted = {name: counts.to_json() for name, counts in groups.items()}
    return {"articles": {"a1": {"status": "ok", "groups": counted}}}


def only(made: dict[str, Any], **options: Any) -> Case:
    (case,) = cases(made, ITEMS, {"a1": Prediction({"people": []})}, **options)
    return case


def test_the_floor_is_five_points_under_the_baseline_of_the_same_article() -> None:
    case = only(report(people=Counts(cor=1)), baseline=report(people=Counts(cor=8, mis=2, spu=2)))
    assert case.floors == {"people": pytest.approx(0.75)}


def test_what_the_baseline_does_not_know_has_the_least_f1_as_its_floor() -> None:
    case = only(report(people=Counts(cor=1), event=Counts(inc=1)), baseline=report(), min_f1=0.4)
    assert case.floors == {"event": 0.4, "people": 0.4}


def test_a_group_without_slots_on_either_side_is_not_judged() -> None:
    assert only(report(people=Counts()), baseline=report(people=Counts())).floors == {}


def test_a_group_that_was_scored_once_and_has_no_slots_now_is_judged() -> None:
    case = only({"articles": {}}, baseline=report(people=Counts(cor=1)))
    assert (case.status, case.counts, case.floors) == ("INFRA", {}, {"people": 0.95})


def test_gold_and_prediction_are_shown_without_run_and_evidence() -> None:
    case = only(report(people=Counts(mis=1)))
    assert json.loads(case.expected) == {"people": [{"name": "Siti"}]}
    assert json.loads(case.actual) == {"people": []}
