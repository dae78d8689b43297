"""Predictions are paired with gold in the best way there is, and never across a gate."""

from __future__ import annotations

import json
from itertools import permutations
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals import matching


def by_table(weights: list[list[float]]) -> matching.Similarity:
    return lambda gold, predicted: weights[int(str(gold["row"]))][int(str(predicted["column"]))]


def best_sum(weights: list[list[float]]) -> float:
    """Weight of the heaviest matching, by trying them all."""
    if len(weights) > len(weights[0]):
        weights = [list(column) for column in zip(*weights, strict=True)]
    columns = range(len(weights[0]))
    return max(
        sum(weights[row][column] for row, column in enumerate(chosen))
        for chosen in permutations(columns, len(weights))
    )


def test_the_matching_is_as_heavy_as_the_best_of_all_on_1000_random_matrices() -> None:
    random = Random(20)
    for _ in range(1_000):
        rows, columns = random.randint(1, 6), random.randint(1, 6)
        # Coarse weights give many ties and, as after a gate, many zeros.
        weights = [
            [random.choice([0, 0, 1, 2, 3, random.random() * 3]) for _ in range(columns)] for _ in range(rows)
        ]
        pairs = matching.pair(
            [{"row": row} for row in range(rows)],
            [{"column": column} for column in range(columns)],
            by_table(weights),
        )
        assert len({row for row, _ in pairs}) == len({column for _, column in pairs}) == len(pairs)
        assert all(weights[row][column] > 0 for row, column in pairs)
        assert sum(weights[row][column] for row, column in pairs) == pytest.approx(best_sum(weights))


@pytest.mark.parametrize(("gold", "predicted"), [([], []), ([{"code": "63"}], []), ([], [{"code": "63"}])])
def test_an_empty_side_gives_no_pair(gold: list[matching.Item], predicted: list[matching.Item]) -> None:
    assert matching.pair(gold, predicted, matching.regions) == []


def test_a_greedy_choice_is_undone_when_the_whole_gains() -> None:
    weights = [[0.9, 0.8], [0.8, 0.0]]
    items = [{"row": 0}, {"row": 1}], [{"column": 0}, {"column": 1}]
    assert matching.pair(*items, by_table(weights)) == [(0, 1), (1, 0)]


def figure(value: float, **more: object) -> dict[str, object]:
    return {"subject": "guru", "value": value, "unit": "guru", "region": None, "note": None, **more}


def test_among_equal_similarities_the_item_with_the_same_leaves_is_taken() -> None:
    gold = [figure(5, region="63"), figure(5, region="64")]
    predicted = [figure(5, region="64"), figure(5, region="63")]
    assert matching.pair(gold, predicted, matching.indicators) == [(0, 1), (1, 0)]


NAMES = st.sampled_from(
    ["Siti Aminah", "Siti Fatimah", "Ahmad Yani", "Yani", "Halim", "Abdul Halim Muharram"]
)
PEOPLE = st.lists(
    st.fixed_dictionaries(
        {
            "name": NAMES,
            "role": st.sampled_from(["Kepala", "Bupati", None]),
            "organization": st.sampled_from(["BPMP Provinsi Jambi", None]),
        }
    ),
    max_size=5,
)


def paired_items(gold: list[Any], predicted: list[Any]) -> list[str]:
    pairs = matching.pair(gold, predicted, matching.people)
    return sorted(json.dumps([gold[row], predicted[column]], sort_keys=True) for row, column in pairs)


@given(PEOPLE, PEOPLE, st.randoms(use_true_random=False))
def test_shuffling_the_lists_pairs_the_same_items(
    gold: list[Any], predicted: list[Any], random: Random
) -> None:
    shuffled = random.sample(gold, len(gold)), random.sample(predicted, len(predicted))
    assert paired_items(*shuffled) == paired_items(gold, predicted)


def person(name: str, role: str | None = None, organization: str | None = None) -> dict[str, object]:
    return {"name": name, "role": role, "acting": None, "organization": organization}


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("Siti Aminah", "Siti Fatimah"),
        ("Muhammad Arif", "Muhammad Ridwan"),
        ("Ahmad Yani", "Ahmad Dahlan"),
        ("Sri Wahyuni", "Sri Mulyani"),
        ("Rina Wati", "Budi Santoso"),
    ],
)
def test_different_people_are_never_paired(gold: str, predicted: str) -> None:
    same_post = {"role": "Kepala", "organization": "BPMP Provinsi Jambi"}
    assert matching.people(person(gold, **same_post), person(predicted, **same_post)) == 0


@pytest.mark.parametrize(
    ("gold", "predicted"),
    [
        ("Abdul Halim Muharram", "Halim"),
        ("Mukhlisin", "Muhlisin"),
        ("Siti", "Siti"),
        ("Muhammad Nur", "Muhammad Nur"),
        ("Kartini Ottong", "A. Kartini Otong"),
    ],
)
def test_the_same_person_is_paired_under_another_spelling(gold: str, predicted: str) -> None:
    assert matching.people(person(gold), person(predicted)) > 0


def test_person_s_weight_is_made_of_name_role_and_organization() -> None:
    gold = person("Rina Wati", "Kepala", "BPMP Provinsi Jambi")
    assert matching.people(gold, gold) == pytest.approx(1.0)
    assert matching.people(gold, person("Rina Wati", "Kepala", None)) == pytest.approx(0.85)
    assert matching.people(gold, person("Rina Wati", None, None)) == pytest.approx(0.70)
    assert matching.people(gold, person("Rina", None, None)) == pytest.approx(0.49)


@pytest.mark.parametrize(
    ("gold", "predicted", "is_paired"),
    [
        (figure(41), figure(41, subject="siswa", unit=None), True),
        (figure(41), figure(14), True),
        (figure(41), figure(14, unit="sekolah"), False),
        (figure(41), figure(14, subject="ruang kelas"), False),
    ],
)
def test_figures_need_the_same_value_or_the_same_subject_and_unit(
    gold: dict[str, object], predicted: dict[str, object], is_paired: bool
) -> None:
    assert (matching.indicators(gold, predicted) > 0) is is_paired


@pytest.mark.parametrize(
    ("quote", "is_paired"),
    [("mutu pendidikan harus naik", True), ("mutu pendidikan turun terus", True), ("kami belum tahu", False)],
)
def test_quotations_need_half_of_their_tokens(quote: str, is_paired: bool) -> None:
    gold = {"speaker": "Rina", "quote": "mutu pendidikan harus naik"}
    assert (matching.statements(gold, {"speaker": "Rina", "quote": quote}) > 0) is is_paired


def test_a_quotation_without_words_is_paired_with_itself() -> None:
    quotation = {"speaker": None, "quote": "..."}
    assert matching.statements(quotation, quotation) > 0


@pytest.mark.parametrize(
    ("changed", "weight"),
    [({}, 1.0), ({"kind": "Keputusan Wali Kota"}, 0.5), ({"number": "11"}, 0.0), ({"year": 2021}, 0.0)],
)
def test_regulations_need_the_same_number_and_year(changed: dict[str, object], weight: float) -> None:
    gold: dict[str, object] = {"kind": "Peraturan Wali Kota", "number": "10", "year": 2020}
    assert matching.regulations(gold, {**gold, **changed}) == weight


@pytest.mark.parametrize(
    ("gold", "predicted", "weight"),
    [
        ("BPMP Provinsi Jambi", "BPMP Provinsi Jambi", 1.0),
        ("Dinas Pendidikan Kota Palopo", "Dinas Pendidikan", 0.5),
        ("LPMP Provinsi Jambi", "BPMP Provinsi Jambi", 0.0),
    ],
)
def test_organizations_and_parties_are_paired_by_name(gold: str, predicted: str, weight: float) -> None:
    assert matching.organizations({"name": gold}, {"name": predicted}) == weight
    assert matching.labels({"": gold}, {"": predicted}) == weight


@pytest.mark.parametrize(
    ("gold", "predicted", "weight"), [("anbk", "anbk", 1), ("Ant", "ANT", 1), ("anbk", "ppdb", 0)]
)
def test_ids_and_bylines_are_paired_when_equal_up_to_case(gold: str, predicted: str, weight: float) -> None:
    assert matching.codes({"": gold}, {"": predicted}) == weight


def test_regions_are_paired_by_code_alone() -> None:
    assert matching.regions({"code": "63", "name": "a"}, {"code": "63", "name": "b"}) == 1
    assert matching.regions({"code": "63", "name": "a"}, {"code": "64", "name": "a"}) == 0
