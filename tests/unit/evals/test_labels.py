"""Each slot that is not right says why."""

from __future__ import annotations

from typing import Any

import pytest

from evals.gold import GoldItem
from evals.labels import LABELS
from evals.predictions import judge, judge_text
from evals.scoring import score
from evals.slots import compare, compare_all

TEXT = """Palopo - Sebanyak 41 guru dan 250.000 siswa mengikuti ANBK pada 2 November 2022 di Aula Utama.
Kepala Disdik Kota Palopo, Rina Wati, dan Bupati Budi Santoso hadir. Sebanyak 52 persen siswa lulus.
“Mutu pendidikan harus terus naik,” kata Rina Wati. Permendikbud Nomor 5 Tahun 2020 berlaku.
"""
RINA = {"name": "Rina Wati", "role": "Kepala", "organization": "Dinas Pendidikan Kota Palopo"}
BUDI = {"name": "Budi Santoso", "role": "Bupati", "organization": None}
GURU = {"subject": "guru", "value": 41, "unit": "guru", "region": None}
QUOTE = {"speaker": "Rina Wati", "quote": "Mutu pendidikan harus terus naik,"}

CASES: list[tuple[str, dict[str, Any], dict[str, Any], dict[str, str]]] = [
    (
        "OMITTED_OBJECT",
        {"people": [RINA]},
        {"people": []},
        dict.fromkeys(("people[].name", "people[].role", "people[].organization"), "OMITTED_OBJECT"),
    ),
    ("OMITTED_OBJECT", {"event": {"type": "award"}}, {"event": None}, {"event.type": "OMITTED_OBJECT"}),
    (
        "OMITTED_FIELD",
        {"people": [RINA]},
        {"people": [{**RINA, "role": None}]},
        {"people[].role": "OMITTED_FIELD"},
    ),
    ("OMITTED_FIELD", {"article": {"title": "Mutu"}}, {"article": {}}, {"article.title": "OMITTED_FIELD"}),
    (
        "UNGROUNDED",
        {},
        {"people": [{"name": "Joko Susilo", "role": "Bupati"}]},
        dict.fromkeys(("people[].name", "people[].role"), "UNGROUNDED"),
    ),
    ("UNGROUNDED", {}, {"programs": ["guru_penggerak"]}, {"programs[]": "UNGROUNDED"}),
    ("UNGROUNDED", {}, {"regions": [{"code": "12"}]}, {"regions[].code": "UNGROUNDED"}),
    ("GROUNDED_EXTRA", {}, {"programs": ["anbk"]}, {"programs[]": "GROUNDED_EXTRA"}),
    ("GROUNDED_EXTRA", {}, {"regions": [{"code": "73.73"}]}, {"regions[].code": "GROUNDED_EXTRA"}),
    (
        "GROUNDED_EXTRA",
        {},
        {"organizations": [{"name": "Dinas Pendidikan Kota Palopo", "kind": "education_office"}]},
        dict.fromkeys(("organizations[].name", "organizations[].kind"), "GROUNDED_EXTRA"),
    ),
    (
        "DUPLICATE",
        {"people": [BUDI]},
        {"people": [BUDI, BUDI]},
        dict.fromkeys(("people[].name", "people[].role"), "DUPLICATE"),
    ),
    ("DUPLICATE", {"programs": ["anbk"]}, {"programs": ["anbk", "anbk"]}, {"programs[]": "DUPLICATE"}),
    (
        "NUM_SCALE",
        {"indicators": [GURU]},
        {"indicators": [{**GURU, "value": 41_000}]},
        {"indicators[].value": "NUM_SCALE"},
    ),
    (
        "NUM_OTHER_IN_TEXT",
        {"indicators": [GURU]},
        {"indicators": [{**GURU, "value": 52}]},
        {"indicators[].value": "NUM_OTHER_IN_TEXT"},
    ),
    (
        "UNGROUNDED",
        {"indicators": [GURU]},
        {"indicators": [{**GURU, "value": 43}]},
        {"indicators[].value": "UNGROUNDED"},
    ),
    (
        "DATE_SHIFT",
        {"event": {"date": "2022-11-02"}},
        {"event": {"date": "2022-12-02"}},
        {"event.date": "DATE_SHIFT"},
    ),
    (
        "DATE_PRECISION",
        {"event": {"date": "2022-11-02"}},
        {"event": {"date": "2022-11"}},
        {"event.date": "DATE_PRECISION"},
    ),
    (
        "ATTR_SWAP",
        {"people": [RINA, BUDI]},
        {"people": [{**RINA, "role": "Bupati"}, {**BUDI, "role": "Kepala"}]},
        {"people[].role": "ATTR_SWAP"},
    ),
    (
        "ALIAS_UNKNOWN",
        {"people": [RINA]},
        {"people": [{**RINA, "organization": "Kota Palopo"}]},
        {"people[].organization": "ALIAS_UNKNOWN"},
    ),
    (
        "ENUM_CONFUSION",
        {"event": {"type": "award"}},
        {"event": {"type": "visit"}},
        {"event.type": "ENUM_CONFUSION"},
    ),
    (
        "ENUM_CONFUSION",
        {"indicators": [GURU]},
        {"indicators": [{**GURU, "unit": "siswa"}]},
        {"indicators[].unit": "ENUM_CONFUSION"},
    ),
    (
        "QUOTE_FABRICATED",
        {"statements": [QUOTE]},
        {"statements": [{**QUOTE, "quote": "Mutu pendidikan harus terus naik sekali,"}]},
        {"statements[].quote": "QUOTE_FABRICATED"},
    ),
    (
        "QUOTE_FABRICATED",
        {},
        {"statements": [{"speaker": None, "quote": "Anggaran kami cukup"}]},
        {"statements[].quote": "QUOTE_FABRICATED"},
    ),
    (
        "SPEAKER_WRONG",
        {"statements": [QUOTE]},
        {"statements": [{**QUOTE, "speaker": "Budi Santoso"}]},
        {"statements[].speaker": "SPEAKER_WRONG"},
    ),
]
IDS = [f"{index}-{name}" for index, (name, *_) in enumerate(CASES)]


@pytest.mark.parametrize(("name", "gold", "predicted", "expected"), CASES, ids=IDS)
def test_the_cause_of_an_error(
    name: str, gold: dict[str, Any], predicted: dict[str, Any], expected: dict[str, str]
) -> None:
    found = {slot.path: slot.label for slot in compare(gold, predicted, TEXT) if slot.verdict != "COR"}
    assert found == expected
    assert name in expected.values()


@pytest.mark.parametrize(
    ("label", "answer"),
    [
        ("PARSE_FAIL", judge_text('{"people": [')),
        ("SCHEMA_INVALID", judge({"people": "Rina Wati"})),
        (
            "INFRA",
            judge({"run": {"engine": "llm", "status": "failed", "error": "ModelUnavailableError: timeout"}}),
        ),
    ],
)
def test_the_cause_of_a_lost_answer(label: str, answer: Any) -> None:
    item = GoldItem("a", {"people": [RINA]}, TEXT, "a.txt")
    labels = score([item], {"a": answer}).to_json()["labels"]
    assert isinstance(labels, dict)
    assert labels[label] == 1


def test_every_label_has_a_case() -> None:
    named = {name for name, *_ in CASES} | {"PARSE_FAIL", "SCHEMA_INVALID", "INFRA"}
    assert named == set(LABELS)


def test_pointers_lead_to_the_item_on_either_side() -> None:
    slots = compare({"people": [BUDI, RINA]}, {"people": [{**RINA, "role": "Ketua"}]}, TEXT)
    assert {(slot.path, slot.verdict, slot.pointer, slot.gold_pointer) for slot in slots} == {
        ("people[].name", "COR", "/people/0/name", "/people/1/name"),
        ("people[].role", "INC", "/people/0/role", "/people/1/role"),
        ("people[].organization", "COR", "/people/0/organization", "/people/1/organization"),
        ("people[].name", "MIS", None, "/people/0/name"),
        ("people[].role", "MIS", None, "/people/0/role"),
    }


def test_objects_are_counted_beside_their_leaves() -> None:
    found = compare_all(
        {"people": [BUDI, RINA]}, {"people": [{**RINA, "role": None}, {"name": "Joko"}]}, TEXT
    )
    objects = [(slot.path, slot.verdict, slot.label) for slot in found.objects]
    assert objects == [
        ("people[]", "COR", None),
        ("people[]", "MIS", "OMITTED_OBJECT"),
        ("people[]", "SPU", "UNGROUNDED"),
    ]
    assert {slot.path for slot in found.leaves} == {
        "people[].name",
        "people[].role",
        "people[].organization",
    }
