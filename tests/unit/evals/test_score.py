"""How records are compared slot by slot, and how verdicts become scores."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals import score, scoring
from evals.metrics import Counts
from evals.slots import by_group, compare, count
from extractor.schema.fields import FIELDS

ROOT = Path(__file__).resolve().parents[3]
GOLD = sorted(
    path for path in (*ROOT.glob("gold/*.json"), *ROOT.glob("gold/corpus/*.json")) if path.stem != "index"
)


def verdicts(gold: dict[str, Any], predicted: dict[str, Any]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for slot in compare(gold, predicted):
        found.setdefault(slot.path, []).append(slot.verdict)
    return found


def test_all_gold_files_are_there() -> None:
    assert len(GOLD) >= 29


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_scores_1_against_itself(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    slots = compare(gold, gold)
    assert {slot.verdict for slot in slots} == {"COR"}
    assert {counts.f1 for counts in count(slots).values()} <= {1.0, None}


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_an_empty_prediction_misses_every_slot_of_gold(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    slots = compare(gold, {})
    assert {slot.verdict for slot in slots} == {"MIS"}
    assert len(slots) == len(compare(gold, gold))


@pytest.mark.parametrize(
    ("gold", "predicted", "verdict"),
    [
        ({"in_scope": True}, {"in_scope": True}, "COR"),
        ({"in_scope": True}, {"in_scope": False}, "INC"),
        ({"in_scope": False}, {"in_scope": None}, "MIS"),
        ({"in_scope": None}, {"in_scope": False}, "SPU"),
    ],
)
def test_a_leaf_has_one_verdict(gold: dict[str, Any], predicted: dict[str, Any], verdict: str) -> None:
    assert verdicts(gold, predicted) == {"in_scope": [verdict]}


def test_what_both_leave_out_is_no_slot() -> None:
    absent = {"in_scope": None, "event": None, "people": [], "article": {"title": None, "reporters": []}}
    assert compare(absent, {}) == compare({}, absent) == []


def test_a_missing_event_leaves_out_all_its_leaves() -> None:
    event = {
        "event": {"type": "award", "date": "2022-11-02", "venue": None, "parties": ["BPMP Provinsi Jambi"]}
    }
    leaves = ["event.date", "event.parties[]", "event.type"]
    assert sorted(verdicts(event, {"event": None}).items()) == [(leaf, ["MIS"]) for leaf in leaves]
    assert sorted(verdicts({"event": None}, event).items()) == [(leaf, ["SPU"]) for leaf in leaves]


def test_an_item_without_a_partner_counts_in_each_leaf_that_it_fills() -> None:
    gold = {"people": [{"name": "Rina Wati", "role": "Kepala", "acting": None, "organization": None}]}
    predicted = {"people": [{"name": "Budi Santoso", "role": None, "acting": "Plt", "organization": None}]}
    assert verdicts(gold, predicted) == {
        "people[].name": ["MIS", "SPU"],
        "people[].role": ["MIS"],
        "people[].acting": ["SPU"],
    }


def test_roles_swapped_between_two_people_are_two_errors() -> None:
    rina, budi = {"name": "Rina Wati", "role": "Kepala"}, {"name": "Budi Santoso", "role": "Bupati"}
    swapped = [{**rina, "role": "Bupati"}, {**budi, "role": "Kepala"}]
    found = verdicts({"people": [rina, budi]}, {"people": swapped})
    assert found == {"people[].name": ["COR", "COR"], "people[].role": ["INC", "INC"]}


def test_a_duplicate_is_a_false_item() -> None:
    found = verdicts({"programs": ["anbk"]}, {"programs": ["anbk", "anbk"]})
    assert found == {"programs[]": ["COR", "SPU"]}


def test_the_summary_and_notes_are_not_scored() -> None:
    gold = {
        "summary": "Mutu naik.",
        "indicators": [{"subject": "guru", "value": 5, "unit": None, "note": "tertinggi"}],
    }
    assert set(verdicts(gold, gold)) == {"indicators[].subject", "indicators[].value"}


def test_each_weighed_field_is_counted_in_the_contract_s_order() -> None:
    assert list(count([])) == [field.path for field in FIELDS if field.weight]


def test_groups_sum_their_fields() -> None:
    gold = {"people": [{"name": "Rina Wati", "role": "Kepala"}], "programs": ["anbk"]}
    predicted = {"people": [{"name": "Rina Wati", "role": "Bupati"}], "programs": []}
    groups = by_group(count(compare(gold, predicted)))
    assert groups["people"] == Counts(cor=1, inc=1)
    assert groups["programs"] == Counts(mis=1)
    assert set(scoring.HEADLINE) < set(groups)


@pytest.mark.parametrize(
    ("counts", "precision", "recall", "f1"),
    [
        (Counts(), None, None, None),
        (Counts(cor=3), 1.0, 1.0, 1.0),
        (Counts(mis=2), None, 0.0, 0.0),
        (Counts(spu=2), 0.0, None, 0.0),
        (Counts(cor=1, inc=1), 0.5, 0.5, 0.5),
        (Counts(cor=1, par=1), 0.5, 0.5, 0.5),
        (Counts(cor=3, par=1, inc=1, mis=1, spu=5), 3 / 10, 3 / 6, 6 / 16),
    ],
)
def test_partly_right_and_wrong_values_hurt_precision_and_recall_alike(
    counts: Counts, precision: float | None, recall: float | None, f1: float | None
) -> None:
    assert (counts.precision, counts.recall, counts.f1) == (precision, recall, f1)


def test_counts_add_up_field_by_field() -> None:
    assert Counts(1, 2, 3, 4, 5) + Counts(10, 20, 30, 40, 50) == Counts(11, 22, 33, 44, 55)


def test_nothing_to_score_is_a_usage_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["score", "--gold", str(tmp_path), "--articles", str(tmp_path)])
    assert score.main() == 2
    assert str(tmp_path) in capsys.readouterr().err
