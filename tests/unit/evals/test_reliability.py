"""The figures on probabilities are what their names say."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.calibration import Leaf, Tally, cross_validated
from evals.reliability import (
    Judged,
    accept,
    accept_from,
    bins,
    brier,
    ece,
    ece_by_chance,
    judged,
    least_threshold,
    outside_thresholds,
    render,
)


def values(probability: float, right: int, total: int, article: str = "a") -> list[Judged]:
    return [Judged(article, "people", probability, index < right) for index in range(total)]


JUDGED = st.lists(
    st.builds(
        Judged,
        article=st.sampled_from("abc"),
        group=st.just("people"),
        probability=st.sampled_from([0.3, 0.62, 0.9, 0.91, 0.97, 0.999]),
        right=st.booleans(),
    ),
    min_size=1,
    max_size=40,
)


@pytest.mark.parametrize(
    ("given_values", "expected"),
    [
        (values(0.75, 3, 4), 0.0),
        (values(0.75, 4, 4), 0.25),
        (values(0.95, 0, 4), 0.95),
        # Two bins: |0.75 - 0.5| of two values and |0.55 - 1| of six.
        (values(0.75, 1, 2) + values(0.55, 6, 6), (2 * 0.25 + 6 * 0.45) / 8),
        # Errors of either sign cancel within a bin, not between bins.
        (values(0.71, 1, 1) + values(0.79, 0, 1), 0.25),
        ([], 0.0),
    ],
)
def test_ece_is_the_mean_gap_of_the_bins(given_values: list[Judged], expected: float) -> None:
    assert ece(given_values) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("given_values", "expected"),
    [(values(1.0, 2, 2), 0.0), (values(0.9, 0, 1), 0.81), (values(0.5, 1, 2), 0.25), ([], 0.0)],
)
def test_the_brier_score_is_the_mean_squared_distance(given_values: list[Judged], expected: float) -> None:
    assert brier(given_values) == pytest.approx(expected)


def test_a_bin_begins_with_its_edge() -> None:
    found = bins([*values(0.85, 1, 1), *values(0.899, 0, 1), *values(0.9, 1, 1), *values(1.0, 1, 1)])
    assert [(one.start, one.values, one.right) for one in found] == [
        (0.85, 2, 0.5),
        (0.9, 1, 1.0),
        (0.975, 1, 1.0),
    ]


@given(JUDGED)
def test_bins_hold_every_value_once(known: list[Judged]) -> None:
    found = bins(known)
    assert sum(one.values for one in found) == len(known)
    assert sum(one.right * one.values for one in found) == pytest.approx(sum(one.right for one in known))
    assert 0 <= ece(known) <= 1


def test_exact_probabilities_show_the_foretold_error_by_chance() -> None:
    chance = random.Random(3)
    probabilities = [0.55, 0.75, 0.82, 0.9, 0.96] * 60
    shown = []
    for _ in range(200):
        drawn = [Judged("a", "people", p, chance.random() < p) for p in probabilities]
        shown.append(ece(drawn))
    assert ece_by_chance(drawn) == pytest.approx(sum(shown) / len(shown), rel=0.15)


@given(JUDGED)
def test_no_lower_threshold_reaches_the_precision(known: list[Judged]) -> None:
    threshold = least_threshold(known, 0.8)
    reaches = {
        value.probability: sum(one.right for one in taken) >= 0.8 * len(taken)
        for value in known
        if (taken := [one for one in known if one.probability >= value.probability])
    }
    assert threshold == min((p for p, is_reached in reaches.items() if is_reached), default=float("inf"))


def test_accepting_counts_what_reaches_the_threshold() -> None:
    known = [*values(0.9, 3, 4, "a"), *values(0.9, 4, 4, "b"), *values(0.5, 0, 8, "b")]
    found = accept_from(known, 0.9)
    assert found.share == 0.5
    assert found.precision.value == pytest.approx(7 / 8)
    assert found.precision.low is not None
    assert found.precision.low < 7 / 8


def test_nothing_accepted_has_no_precision() -> None:
    found = accept_from(values(0.5, 1, 2), 0.9)
    assert (found.share, found.precision.value) == (0.0, None)


def test_each_article_is_held_to_its_own_threshold() -> None:
    known = [*values(0.9, 2, 2, "a"), *values(0.9, 0, 2, "b")]
    assert accept(known, {"a": 0.9, "b": 0.95}).share == 0.5


def leaves() -> list[Leaf]:
    chance = random.Random(5)
    rules = {("people[].name", "person"): 0.99, ("indicators[].subject", "counted_noun"): 0.6}
    return [
        Leaf(f"a{article}", path, reason, 0.9, chance.random() < probability)
        for article in range(6)
        for (path, reason), probability in rules.items()
        for _ in range(40)
    ]


def test_thresholds_are_chosen_without_the_article_they_judge() -> None:
    known = leaves()
    turned = [leaf._replace(right=False) if leaf.article == "a0" else leaf for leaf in known]

    def estimate(some: Sequence[Leaf]) -> list[float]:
        return cross_validated(some, Tally([]))

    before, after = outside_thresholds(known, estimate), outside_thresholds(turned, estimate)
    assert before["a0"] == after["a0"]
    assert before["a1"] != after["a1"]


def test_uncounted_values_are_not_judged() -> None:
    leaf = Leaf("a", "summary", "lead", 0.8, None)
    assert judged([leaf, leaf._replace(right=True)], [0.7, 0.7]) == [Judged("a", "summary", 0.7, True)]


def test_the_report_accepts_the_sound_rule_and_not_the_weak_one() -> None:
    lines = list(render(leaves(), Tally([])))
    groups = {line.split()[0]: line.split()[4] for line in lines if line.startswith(("people", "indicators"))}
    assert groups == {"people": "100.0%", "indicators": "0.0%"}
    assert any(line.startswith("ECE    0.0") for line in lines)
