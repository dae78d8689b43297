"""Gold may accept several answers, none, or any: what that does to the slots."""

from __future__ import annotations

from typing import Any

import pytest

from evals.slots import compare

RINA = {"name": "Rina Wati", "role": "Kepala"}
WITHOUT_NAME = {"people": [{"role": "Kepala"}]}


def verdicts(gold: dict[str, Any], predicted: dict[str, Any]) -> list[str]:
    return [f"{slot.path} {slot.verdict}" for slot in compare(gold, predicted)]


def leaf(value: object) -> dict[str, Any]:
    return {"event": {"venue": value}}


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ({"any_of": ["Aula Utama", "Hotel Claro"]}, "Hotel Claro", ["event.venue COR"]),
        ({"any_of": ["Aula Utama", "Hotel Claro"]}, "Lapangan", ["event.venue INC"]),
        ({"any_of": ["Aula Utama", "Hotel Claro"]}, None, ["event.venue MIS"]),
        ({"any_of": ["Aula Utama", None]}, None, []),
        ({"any_of": ["Aula Utama", None]}, "Aula Utama", ["event.venue COR"]),
        ({"any_of": ["Aula Utama", None]}, "Lapangan", ["event.venue INC"]),
        ({"value": "Aula Utama", "optional": True}, "Aula Utama", ["event.venue COR"]),
        ({"value": "Aula Utama", "optional": True}, None, []),
        ({"value": "Aula Utama", "optional": True}, "Lapangan", ["event.venue INC"]),
        ({"ignore": True}, "Lapangan", []),
        ({"ignore": True}, None, []),
        ({"value": "Aula Utama", "ignore": True}, "Lapangan", []),
    ],
)
def test_a_leaf_may_have_several_right_answers_or_none(
    gold: object, predicted: object, expected: list[str]
) -> None:
    assert verdicts(leaf(gold), leaf(predicted)) == expected


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ([{"any_of": ["anbk", "an"]}], ["an"], ["programs[] COR"]),
        ([{"any_of": ["anbk", "an"]}], [], ["programs[] MIS"]),
        ([{"any_of": ["anbk", "an"]}], ["anbk", "an"], ["programs[] COR", "programs[] SPU"]),
        ([{"value": "anbk", "optional": True}], ["anbk"], ["programs[] COR"]),
        ([{"value": "anbk", "optional": True}], [], []),
        ([{"value": "anbk", "optional": True}], ["spm"], ["programs[] SPU"]),
        ([{"value": "anbk", "ignore": True}, "spm"], ["anbk"], ["programs[] MIS"]),
        ({"ignore": True}, ["anbk", "spm"], []),
    ],
)
def test_so_may_an_item_of_a_list(gold: object, predicted: object, expected: list[str]) -> None:
    assert verdicts({"programs": gold}, {"programs": predicted}) == expected


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ({**RINA, "optional": True}, [], []),
        ({**RINA, "optional": True}, [RINA], ["people[].name COR", "people[].role COR"]),
        (
            {**RINA, "optional": True},
            [{**RINA, "role": "Bupati"}],
            ["people[].name COR", "people[].role INC"],
        ),
        ({**RINA, "ignore": True}, [{**RINA, "role": "Bupati"}], []),
        ({"any_of": [{"name": "Budi Santoso"}, RINA]}, [RINA], ["people[].name COR", "people[].role COR"]),
        (
            {"name": "Rina Wati", "role": {"any_of": ["Kepala", "Bupati"]}},
            [{**RINA, "role": "Bupati"}],
            ["people[].name COR", "people[].role COR"],
        ),
        ({"name": "Rina Wati", "role": {"ignore": True}}, [RINA], ["people[].name COR"]),
        ({"name": {"any_of": ["Rina Wati", "Rina W."]}}, [], ["people[].name MIS"]),
    ],
)
def test_so_may_an_object(gold: object, predicted: list[object], expected: list[str]) -> None:
    assert verdicts({"people": [gold]}, {"people": predicted}) == expected


def test_a_figure_s_own_value_is_no_wrapped_answer() -> None:
    gold = {"indicators": [{"subject": "guru", "value": 41, "optional": True}]}
    assert verdicts(gold, {"indicators": []}) == []
    found = {"indicators": [{"subject": "guru", "value": 41}]}
    assert verdicts(gold, found) == ["indicators[].subject COR", "indicators[].value COR"]


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ({"type": "award", "optional": True}, None, []),
        ({"type": "award", "optional": True}, {"type": "award"}, ["event.type COR"]),
        ({"type": "award", "optional": True}, {"type": "visit"}, ["event.type INC"]),
        ({"ignore": True}, {"type": "visit", "parties": ["DPRD Kota Palopo"]}, []),
        ({"any_of": [{"type": "award"}, {"type": "visit"}]}, {"type": "visit"}, ["event.type COR"]),
    ],
)
def test_so_may_the_event(gold: object, predicted: object, expected: list[str]) -> None:
    assert verdicts({"event": gold}, {"event": predicted}) == expected


@pytest.mark.parametrize("value", [None, "", [], {}])
def test_null_and_empty_values_and_missing_keys_are_all_absent(value: object) -> None:
    assert verdicts({"people": value, "in_scope": value, "event": value}, {}) == []
    assert verdicts({}, {"people": value, "in_scope": value, "event": value}) == []
