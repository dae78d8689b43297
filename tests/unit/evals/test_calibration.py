"""The fitted table: it ascends, little data is drawn to what is common, much data tells the truth."""

from __future__ import annotations

import random
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import reliability
from evals.calibration import FOLLOWS, Leaf, Tally, ascending, cross_validated, fit, gather
from evals.gold import GoldItem
from extractor.reconcile.calibration import ANY, Calibration
from extractor.schema.fields import FIELDS

NOTHING = Tally([])
POINTS = st.lists(st.tuples(st.floats(0, 1), st.floats(0.1, 100)), max_size=30)

TRUTH = {
    ("indicators[].subject", "noun", 0.6): 0.55,
    ("indicators[].subject", "noun", 0.85): 0.75,
    ("indicators[].value", "quantity", 0.9): 0.99,
    ("event.type", "cues", 0.7): 0.65,
    ("event.type", "cues", 0.9): 0.9,
    ("people[].name", "run", 0.95): 0.96,
}


def leaves(path: str, right: int, values: int, *, raw: float = 0.9, reason: str = "rule") -> list[Leaf]:
    return [Leaf(f"a{index}", path, reason, raw, index < right) for index in range(values)]


def drawn(articles: int, each: int, seed: int = 1) -> list[Leaf]:
    """Values that are right as often as `TRUTH` says."""
    chance = random.Random(seed)
    return [
        Leaf(f"a{article}", path, reason, raw, chance.random() < probability)
        for article in range(articles)
        for (path, reason, raw), probability in TRUTH.items()
        for _ in range(each)
    ]


@given(POINTS)
def test_isotonic_values_never_fall(points: list[tuple[float, float]]) -> None:
    fitted = ascending(points)
    assert len(fitted) == len(points)
    assert all(low <= high for low, high in pairwise(fitted))


@given(POINTS)
def test_isotonic_values_keep_the_weighted_mean(points: list[tuple[float, float]]) -> None:
    fitted = ascending(points)
    before = sum(value * weight for value, weight in points)
    after = sum(value * weight for value, (_, weight) in zip(fitted, points, strict=True))
    assert after == pytest.approx(before)


@given(st.lists(st.floats(0, 1)).map(sorted))
def test_what_ascends_already_stays(values: list[float]) -> None:
    assert ascending([(value, 1.0) for value in values]) == pytest.approx(values)


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(1, 4)), max_size=5))
def test_no_other_ascending_values_fit_better(points: list[tuple[int, int]]) -> None:
    def cost(values: tuple[float, ...] | list[float]) -> float:
        pairs = zip(values, points, strict=True)
        return sum(weight * (value - wanted / 10) ** 2 for value, (wanted, weight) in pairs)

    best = cost(ascending([(wanted / 10, float(weight)) for wanted, weight in points]))
    grid = [step / 4 for step in range(5)]
    others = [one for one in product(grid, repeat=len(points)) if list(one) == sorted(one)]
    assert all(best <= cost(other) + 1e-9 for other in others)


def test_known_probabilities_are_found_again() -> None:
    table = Calibration(fit(Tally(drawn(100, 10)), NOTHING))
    for (path, reason, raw), truth in TRUTH.items():
        assert table.probability(path, reason, raw) == pytest.approx(truth, abs=0.04)


def test_left_out_articles_are_as_often_right_as_foretold() -> None:
    known = drawn(20, 10)
    values = reliability.judged(known, cross_validated(known, NOTHING))
    raw = reliability.judged(known, [leaf.raw for leaf in known])
    assert reliability.ece(values) < 0.04 < reliability.ece(raw)


def test_an_article_has_no_part_in_its_own_probabilities() -> None:
    known = drawn(6, 2)
    turned = [leaf._replace(right=not leaf.right) if leaf.article == "a0" else leaf for leaf in known]
    own = [index for index, leaf in enumerate(known) if leaf.article == "a0"]
    first, second = cross_validated(known, NOTHING), cross_validated(turned, NOTHING)
    assert [first[index] for index in own] == [second[index] for index in own]
    assert first != second


@pytest.mark.parametrize(("right", "values"), [(0, 1), (1, 1), (0, 5), (5, 5)])
def test_few_values_say_little_against_many(right: int, values: int) -> None:
    known = [*leaves("people[].name", 90, 100), *leaves("event.type", right, values, reason="cues")]
    table = Calibration(fit(Tally(known), NOTHING))
    assert 0.6 < table.probability("event.type", "cues", 0.9) < 0.95


def test_where_the_seen_articles_err_more_the_unseen_are_trusted_less() -> None:
    unseen = Tally(leaves("people[].name", 90, 100))
    seen = Tally([*leaves("event.type", 60, 100), *leaves("event.date", 99, 100)])
    table = Calibration(fit(unseen, seen))
    assert table.probability("event.type", "rule", 0.9) < table.probability("event.date", "rule", 0.9) - 0.05


def test_seen_articles_alone_lift_no_probability_to_their_own_level() -> None:
    unseen = Tally([*leaves("people[].name", 80, 100), *leaves("event.date", 80, 100)])
    seen = Tally([*leaves("people[].name", 1000, 1000), *leaves("event.date", 1000, 1000)])
    assert Calibration(fit(unseen, seen)).probability("people[].name", "rule", 0.9) < 0.83


def test_every_field_has_a_row_for_any_rule() -> None:
    table = fit(Tally(leaves("people[].name", 9, 10)), NOTHING)
    assert [row["path"] for row in table if row["reason"] == ANY] == [field.path for field in FIELDS]


def test_what_no_score_counts_is_as_likely_as_what_it_is_computed_from() -> None:
    table = Calibration(fit(Tally(leaves("regions[].code", 95, 100, reason="region_name")), NOTHING))
    for path, leader in FOLLOWS.items():
        assert table.probability(path, "region_name", 0.9) == table.probability(leader, "region_name", 0.9)


def test_the_order_of_the_values_changes_nothing() -> None:
    known = drawn(5, 3)
    assert fit(Tally(known), NOTHING) == fit(Tally(reversed(known)), NOTHING)


@pytest.mark.parametrize(
    ("raw", "level"), [(0.8, 0.8), (0.849, 0.8), (0.85, 0.85), (0.8499999, 0.85), (1.0, 1.0), (0.0, 0.0)]
)
def test_raw_confidences_are_counted_in_steps(raw: float, level: float) -> None:
    assert Leaf("a", "event.type", "cues", raw, True).cell == ("event.type", "cues", level)


def test_gathering_tells_right_values_from_wrong_and_uncounted_ones() -> None:
    text = "Rapat di Makassar\nMAKASSAR – Sebanyak 120 guru mengikuti rapat koordinasi di Makassar.\n"
    empty = gather([GoldItem("a", {"article_id": "a"}, text, "")])
    assert empty, "the rules read nothing at all"
    assert {leaf.right for leaf in empty if leaf.path == "indicators[].value"} == {False}
    gold = {"article_id": "a", "indicators": [{"subject": "guru", "value": 120, "unit": "guru"}]}
    found = gather([GoldItem("a", gold, text, "")])
    assert [leaf.right for leaf in found if leaf.path == "indicators[].value"] == [True]
    assert {leaf.right for leaf in found if leaf.path == "regions[].name"} <= {None}
    assert {leaf.reason for leaf in found if leaf.path == "indicators[].value"} == {"quantity"}
