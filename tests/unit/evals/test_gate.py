"""The gate's four guards, each on reports made for it."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from evals import gate
from evals.gate import GateSettings, decide
from evals.metrics import Counts
from evals.sides import pooled

Sample = dict[str, Any]


def report(
    *rights: int, engine: str = "llm", critical: dict[str, bool] | None = None, repeats: int = 1
) -> Sample:
    """A report with ten slots per article in one group, so many of them right."""
    return {
        "run": {
            "engine": engine,
            "repeats": repeats,
            "hashes": {"gold": "g1", "scorer": "s1", "schema": "c1"},
        },
        "n_articles": len(rights),
        "headline": {"h": 0.0, "groups": ["people"]},
        "articles": {
            f"a{number:02}": {
                "status": "ok",
                "groups": {"people": Counts(cor=right, inc=10 - right).to_json()},
                "critical": dict(critical or {}) if number == 0 else {},
            }
            for number, right in enumerate(rights)
        },
        "invalid": [],
    }


GOOD = report(*[9] * 10)


def changed(**parts: object) -> Sample:
    return {**deepcopy(GOOD), **parts}


def with_status(status: str) -> Sample:
    found = deepcopy(GOOD)
    found["articles"]["a03"]["status"] = status
    return found


def with_hash(name: str, value: str) -> Sample:
    found = deepcopy(GOOD)
    found["run"]["hashes"][name] = value
    return found


def test_a_run_passes_against_itself() -> None:
    verdict = decide(GOOD, GOOD)
    assert (verdict.status, verdict.exit_code, verdict.delta, verdict.p, verdict.n) == (
        "PASS",
        0,
        0.0,
        1.0,
        10,
    )
    assert gate.render(verdict).startswith("PASS (exit 0)\n")


@pytest.mark.parametrize(
    ("candidate", "reason"),
    [
        (with_hash("gold", "g2"), "gold is not the baseline's: g1 there, g2 here"),
        (with_hash("scorer", "s2"), "scorer is not the baseline's"),
        (with_hash("schema", "c2"), "schema is not the baseline's"),
        (with_hash("schema", ""), "candidate: no hash of schema"),
        (with_status("INFRA"), "candidate: not scored, the provider failed: a03"),
        (report(*[9] * 9), "candidate: not scored, but in the baseline: a09"),
        (report(*[9] * 11), "baseline: not scored, but in the candidate: a10"),
        (changed(invalid=["gold is broken"]), "candidate: gold is broken"),
        (changed(n_articles=24), "candidate: 24 articles, but 10 scored"),
        (changed(headline={"groups": ["people", "event"]}), "the headline's groups differ"),
        (changed(articles={}), "candidate: no article was scored"),
        ({"run": {}}, "candidate: not a report: no headline, articles"),
        ({}, "candidate: not a report: no run, headline, articles"),
    ],
)
def test_what_cannot_be_compared_is_invalid_and_exits_with_3(candidate: Sample, reason: str) -> None:
    verdict = decide(GOOD, candidate)
    assert (verdict.status, verdict.exit_code) == ("INVALID", 3)
    assert reason in "\n".join(verdict.reasons)
    assert reason in gate.render(verdict)


def test_a_broken_baseline_is_invalid_too() -> None:
    assert decide(with_status("INFRA"), GOOD).reasons == ("baseline: not scored, the provider failed: a03",)


def test_an_unparsable_prediction_is_scored_not_invalid() -> None:
    assert decide(GOOD, with_status("PARSE_FAIL")).status == "PASS"


def test_guard_a_blocks_a_drop_that_is_not_by_chance() -> None:
    verdict = decide(GOOD, report(*[8] * 6, *[9] * 4))
    assert (verdict.status, verdict.exit_code) == ("BLOCK", 1)
    assert verdict.p == 1 / 64
    assert verdict.reasons[0].startswith("A: H fell by 6.00 points and p = 0.0156")


def test_guard_a_passes_a_drop_that_may_be_chance() -> None:
    verdict = decide(GOOD, report(*[8] * 3, *[10] * 1, *[9] * 6))
    assert verdict.p is not None
    assert verdict.p > 0.05
    assert verdict.exit_code == 0


def test_guard_a_passes_a_certain_drop_of_less_than_a_point() -> None:
    many = report(*[10] * 120)
    verdict = decide(many, report(*[9] * 11, *[10] * 109))
    assert verdict.p is not None
    assert verdict.p < 0.001
    assert (verdict.status, verdict.exit_code) == ("PASS", 0)


def test_guard_c_blocks_a_deep_drop_without_asking_for_p() -> None:
    verdict = decide(report(9, 9, 9), report(7, 9, 9))
    assert verdict.p == 0.5
    assert verdict.status == "BLOCK"
    assert verdict.reasons[0].startswith("C: H fell by 6.67 points")


def test_guard_c_blocks_under_the_floor_of_the_settings_or_else_of_the_baseline() -> None:
    blessed = changed(blessed={"reason": "first", "floor": 0.91})
    assert decide(blessed, GOOD).reasons == ("C: H is 0.9000, under the floor of 0.9100",)
    assert decide(blessed, GOOD, settings=GateSettings(floor=0.9)).status == "PASS"
    assert decide(GOOD, GOOD, settings=GateSettings(floor=0.95)).status == "BLOCK"


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        ({"x": True, "y": True}, {"x": True, "y": True}, "PASS"),
        ({"x": True, "y": True}, {"x": True, "y": False}, "BLOCK"),
        ({"x": True, "y": True}, {"x": True}, "BLOCK"),
        ({"x": True, "y": False}, {"x": False, "y": True}, "WARN"),
        ({"x": True, "y": False, "z": False}, {"x": False, "y": True, "z": True}, "WARN"),
        ({"x": False, "y": False}, {"x": True, "y": False}, "PASS"),
    ],
)
def test_guard_b_blocks_when_more_critical_slots_are_lost_than_won(
    before: dict[str, bool], after: dict[str, bool], status: str
) -> None:
    sides = [report(*[9] * 10, engine="rules", critical=critical) for critical in (before, after)]
    verdict = decide(*sides)
    assert verdict.status == status
    assert verdict.exit_code == (status == "BLOCK")


def test_a_warning_names_the_slots_lost_and_won() -> None:
    before = report(*[9] * 10, engine="rules", critical={"people Rina": True, "date": False})
    after = report(*[9] * 10, engine="rules", critical={"people Rina": False, "date": True})
    verdict = decide(before, after)
    assert (verdict.critical_lost, verdict.critical_won) == (("a00: people Rina",), ("a00: date",))
    assert "lost: a00: people Rina" in gate.render(verdict)


def test_a_single_run_of_a_model_says_nothing_about_single_slots() -> None:
    before, after = (report(*[9] * 10, critical={"x": truth}) for truth in (True, False))
    assert decide(before, after).status == "PASS"
    assert decide(before, after).critical_lost == ("a00: x",)


def repeats(*truths: bool) -> Sample:
    return pooled([report(*[9] * 10, critical={"x": truth}) for truth in truths])


@pytest.mark.parametrize(
    ("before", "after", "status"),
    [
        ((True,) * 5, (False, False, False, True, True), "BLOCK"),
        ((True,) * 5, (False, False, True, True, True), "PASS"),
        ((True, True, True, True, False), (False,) * 5, "PASS"),
        ((True,) * 4, (False,) * 4, "PASS"),
    ],
)
def test_five_repeats_make_single_slots_count(
    before: tuple[bool, ...], after: tuple[bool, ...], status: str
) -> None:
    assert decide(repeats(*before), repeats(*after)).status == status


def test_pooled_repeats_sum_their_counts_and_keep_the_headline() -> None:
    found = pooled([report(9, 8), report(7, 8)])
    assert found["run"]["repeats"] == 2
    assert found["articles"]["a00"]["groups"]["people"] == Counts(cor=16, inc=4).to_json()
    assert found["headline"]["h"] == pytest.approx(0.8)


def test_sides_with_different_repeats_weigh_the_same() -> None:
    before, after = report(9, 8, 9, 7), report(8, 6, 9, 9)
    once, thrice = decide(before, after), decide(before, pooled([after] * 3))
    assert (thrice.p, thrice.n) == (once.p, once.n)
    assert (thrice.delta, thrice.low, thrice.mde) == pytest.approx((once.delta, once.low, once.mde))


def test_a_provider_s_failure_in_one_repeat_makes_the_pool_invalid() -> None:
    assert decide(GOOD, pooled([GOOD, with_status("INFRA")])).status == "INVALID"


@pytest.mark.parametrize(
    "others", [[with_hash("gold", "g2")], [report(9, 9)], [report(*[9] * 10, engine="x")]]
)
def test_repeats_of_different_runs_are_not_pooled(others: list[Sample]) -> None:
    with pytest.raises(ValueError, match="differ"):
        pooled([GOOD, *others])


def test_no_repeat_is_no_report() -> None:
    with pytest.raises(ValueError, match="no repeat"):
        pooled([])


def test_too_few_articles_are_inconclusive_and_strict_fails_them() -> None:
    before, after = report(9, 9, 9, 9), report(8, 10, 9, 9)
    verdict = decide(before, after)
    assert (verdict.status, verdict.exit_code) == ("WARN-INCONCLUSIVE", 0)
    strict = decide(before, after, settings=GateSettings(strict=True))
    assert (strict.status, strict.exit_code) == ("WARN-INCONCLUSIVE", 1)
    assert decide(report(9), report(9)).status == "WARN-INCONCLUSIVE"


def test_a_block_stays_a_block_under_strict() -> None:
    assert decide(GOOD, report(*[5] * 10), settings=GateSettings(strict=True)).exit_code == 1


def test_the_printed_verdict_holds_n_change_interval_p_and_detectable_effect() -> None:
    text = gate.render(decide(GOOD, report(*[8] * 6, *[9] * 4)))
    assert "H 0.9000 -> 0.8400 over 10 articles" in text
    assert "change -6.00 points, 95 % between -9.69 and -2.31, p = 0.0156; detectable" in text
    assert "people -6.00 points (Holm p = 0.0156)" in text


def test_a_verdict_is_the_same_every_time_and_fits_into_json() -> None:
    sides = report(*[9] * 20), report(*[8] * 15, *[10] * 5)
    first = decide(*sides)
    assert first == decide(*sides)
    assert json.loads(json.dumps(first.to_json()))["status"] == first.status
