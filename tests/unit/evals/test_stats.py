"""Intervals, paired differences and tests: against published tables and values worked out by hand."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from evals import stats
from evals.metrics import Counts
from evals.student import incomplete_beta, t_cdf, t_quantile

PEOPLE = ("people",)


def people(*counts: tuple[int, int]) -> list[stats.ArticleCounts]:
    """Articles with so many right and so many missed slots each."""
    return [{"people": Counts(cor=right, mis=missed)} for right, missed in counts]


@pytest.mark.parametrize(
    ("probability", "df", "quantile"),
    # NIST/SEMATECH e-Handbook of Statistical Methods, table 1.3.6.7.2.
    [
        (0.90, 1, 3.078),
        (0.95, 1, 6.314),
        (0.975, 1, 12.706),
        (0.975, 2, 4.303),
        (0.95, 4, 2.132),
        (0.975, 4, 2.776),
        (0.975, 9, 2.262),
        (0.975, 19, 2.093),
        (0.99, 19, 2.539),
        (0.995, 23, 2.807),
        (0.975, 49, 2.010),
        (0.999, 100, 3.174),
    ],
)
def test_t_quantiles_are_those_of_the_table(probability: float, df: int, quantile: float) -> None:
    assert t_quantile(probability, df) == pytest.approx(quantile, abs=0.0006)
    assert t_quantile(1 - probability, df) == pytest.approx(-quantile, abs=0.0006)


def test_with_one_and_two_degrees_of_freedom_t_has_a_closed_form() -> None:
    for value in (-8.0, -0.3, 0.0, 0.01, 1.0, 40.0):
        assert t_cdf(value, 1) == pytest.approx(0.5 + math.atan(value) / math.pi, abs=1e-12)
        assert t_cdf(value, 2) == pytest.approx(0.5 + value / (2 * math.sqrt(2 + value**2)), abs=1e-12)


@given(probability=st.floats(0.001, 0.999), df=st.integers(1, 200))
@settings(max_examples=200)
def test_the_quantile_undoes_the_distribution(probability: float, df: int) -> None:
    assert t_cdf(t_quantile(probability, df), df) == pytest.approx(probability, abs=1e-9)


def test_the_incomplete_beta_function_has_its_ends_and_its_middle() -> None:
    assert [incomplete_beta(2, 3, x) for x in (0.0, 1.0)] == [0.0, 1.0]
    assert incomplete_beta(7, 7, 0.5) == pytest.approx(0.5)
    assert incomplete_beta(2, 1, 0.3) == pytest.approx(0.09)


@pytest.mark.parametrize(("probability", "df"), [(0.0, 4), (1.0, 4), (0.9, 0)])
def test_impossible_quantiles_are_refused(probability: float, df: int) -> None:
    with pytest.raises(ValueError, match=r"probability|freedom"):
        t_quantile(probability, df)


def test_the_headline_is_the_mean_of_the_groups_micro_f1() -> None:
    articles = [
        {"people": Counts(cor=3, mis=1), "regions": Counts(cor=1)},
        {"people": Counts(cor=1, inc=1, spu=1), "programs": Counts()},
    ]
    people_f1 = 2 * 4 / (6 + 6)
    assert stats.headline(articles, ("people", "regions", "programs")) == pytest.approx((people_f1 + 1) / 2)


def test_a_group_without_a_slot_is_left_out_and_nothing_at_all_is_no_score() -> None:
    assert stats.headline(people((1, 1)), ("people", "programs")) == stats.headline(people((1, 1)), PEOPLE)
    assert stats.headline([{}], PEOPLE) is None
    assert stats.headline([], PEOPLE) is None
    assert stats.interval([{}, {}], PEOPLE) == (None, None, None, 2)


def test_the_interval_is_the_jackknife_on_the_logit_scale() -> None:
    articles = [{"people": Counts(cor=right, inc=10 - right)} for right in (9, 6, 8)]

    def logit(right: int, slots: int) -> float:
        return math.log((right + 0.5) / (slots - right + 0.5))

    parts = [logit(23 - right, 20) for right in (9, 6, 8)]
    mean = sum(parts) / 3
    error = math.sqrt(2 / 3 * sum((part - mean) ** 2 for part in parts))
    ends = [logit(23, 30) + sign * 4.302652729911275 * error for sign in (-1, 1)]
    found = stats.interval(articles, PEOPLE)
    assert found.value == pytest.approx(23 / 30)
    assert (found.low, found.high) == pytest.approx(tuple(1 / (1 + math.exp(-end)) for end in ends))


def test_a_perfect_score_has_an_interval_that_holds_it() -> None:
    found = stats.interval(people((10, 0), (3, 0), (7, 0)), PEOPLE)
    assert found.low is not None
    assert 0.9 < found.low < found.high == found.value == 1.0


def test_one_article_has_a_score_without_an_interval() -> None:
    assert stats.interval(people((3, 1)), PEOPLE) == (pytest.approx(6 / 7), None, None, 1)
    change = stats.compare(people((3, 1)), people((4, 0)), PEOPLE)
    assert change is not None
    assert (change.low, change.high, change.bound, change.mde) == (None, None, None, None)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), min_size=2, max_size=8))
@settings(max_examples=200)
def test_an_interval_holds_its_score_and_stays_between_0_and_1(counts: list[tuple[int, int]]) -> None:
    found = stats.interval(people(*counts), PEOPLE)
    if found.value is None or found.low is None or found.high is None:
        assert sum(bool(sum(count)) for count in counts) < 2
        return
    assert 0 <= found.low <= found.value <= found.high <= 1


def test_the_paired_difference_is_the_jackknife_of_the_difference() -> None:
    before, after = people((8, 2), (6, 4), (9, 1), (5, 5)), people((7, 3), (6, 4), (7, 3), (5, 5))
    change = stats.compare(before, after, PEOPLE)
    assert change is not None

    def f1(rights: list[int]) -> float:
        return 2 * sum(rights) / (sum(rights) + 10 * len(rights))

    def delta(skip: int | None) -> float:
        kept = [index for index in range(4) if index != skip]
        return f1([[7, 6, 7, 5][i] for i in kept]) - f1([[8, 6, 9, 5][i] for i in kept])

    parts = [delta(skip) for skip in range(4)]
    error = math.sqrt(3 / 4 * sum((part - sum(parts) / 4) ** 2 for part in parts))
    assert change.delta == pytest.approx(delta(None))
    assert change.low == pytest.approx(delta(None) - 3.182446305284263 * error)
    assert change.high == pytest.approx(delta(None) + 3.182446305284263 * error)
    assert change.bound == pytest.approx(delta(None) - 2.3533634348018264 * error)
    assert change.mde == pytest.approx((2.3533634348018264 + 0.97847231236) * error)


def test_the_exact_p_counts_all_swaps_that_drop_as_deep() -> None:
    before, after = people((8, 2), (6, 4), (9, 1), (5, 5)), people((7, 3), (8, 2), (6, 4), (5, 5))

    def drop(swapped: tuple[int, ...]) -> float:
        sides: tuple[list[stats.ArticleCounts], list[stats.ArticleCounts]] = ([], [])
        for index, swap in enumerate(swapped):
            pair = (before[index], after[index])
            sides[0].append(pair[swap])
            sides[1].append(pair[1 - swap])
        return (stats.headline(sides[1], PEOPLE) or 0) - (stats.headline(sides[0], PEOPLE) or 0)

    observed = drop((0, 0, 0, 0))
    expected = sum(drop(swapped) <= observed + 1e-12 for swapped in product((0, 1), repeat=4)) / 16
    change = stats.compare(before, after, PEOPLE)
    assert change is not None
    assert change.p == expected


def test_a_drop_in_every_article_is_as_unlikely_as_that_many_heads() -> None:
    before, after = people(*[(8, 2)] * 6), people(*[(7, 3)] * 6)
    change = stats.compare(before, after, PEOPLE)
    assert change is not None
    assert change.p == 1 / 64


def test_no_change_is_no_evidence() -> None:
    before = people((8, 2), (6, 4))
    change = stats.compare(before, before, PEOPLE)
    assert change == (0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 2)


def test_many_articles_are_drawn_by_a_seed_and_come_near_the_exact_p() -> None:
    before = people(*[(8, 2)] * 14)
    after = people(*[(7, 3)] * 10, *[(9, 1)] * 4)
    exact = sum(math.comb(14, wins) for wins in range(5)) / 2**14
    first = stats.compare(before, after, PEOPLE)
    again = stats.compare(before, after, PEOPLE)
    assert first == again
    assert first is not None
    assert first.p == pytest.approx(exact, abs=0.01)
    assert first.p != exact


def test_two_sides_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="paired comparison of 1 and 2"):
        stats.compare(people((1, 0)), people((1, 0), (2, 0)), PEOPLE)


def test_sides_without_a_slot_have_no_difference() -> None:
    assert stats.compare([{}], [{}], PEOPLE) is None


def test_holm_multiplies_by_what_is_left_and_never_falls() -> None:
    found = stats.holm({"people": 0.04, "regions": 0.01, "programs": 0.03, "event": 0.9})
    assert found == pytest.approx({"people": 0.09, "regions": 0.04, "programs": 0.09, "event": 0.9})
    assert stats.holm({"people": 0.7, "event": 0.6}) == {"people": 1.0, "event": 1.0}
    assert stats.holm({}) == {}


@given(
    pairs=st.lists(st.tuples(*[st.tuples(st.integers(0, 9), st.integers(1, 9))] * 2), min_size=2, max_size=6)
)
@settings(max_examples=200)
def test_changing_sides_mirrors_the_difference_and_articles_have_no_order(
    pairs: list[tuple[tuple[int, int], tuple[int, int]]],
) -> None:
    before, after = people(*(pair[0] for pair in pairs)), people(*(pair[1] for pair in pairs))
    there, back = stats.compare(before, after, PEOPLE), stats.compare(after, before, PEOPLE)
    assert there is not None
    assert back is not None
    assert (back.delta, back.low, back.high) == pytest.approx(
        (-there.delta, -(there.high or 0), -(there.low or 0))
    )
    assert back.mde == pytest.approx(there.mde)
    assert there.p + back.p >= 1
    again = stats.compare(before[::-1], after[::-1], PEOPLE)
    assert again is not None
    assert again[:4] == pytest.approx(there[:4])
    assert again.p == there.p
