"""The record refuses what the contract forbids and gives back what it was given."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from extractor.schema.record import LeafProvenance, Record

ROOT = Path(__file__).resolve().parents[3]
GOLD = sorted(
    path for path in (*ROOT.glob("gold/*.json"), *ROOT.glob("gold/corpus/*.json")) if path.stem != "index"
)


def example() -> dict[str, Any]:
    return {
        "article_id": "contoh",
        "text_sha256": "0" * 64,
        "in_scope": True,
        "article": {"title": "Mutu Naik", "dateline": "Palopo", "reporters": ["Ant"]},
        "event": {"type": "award", "date": "2022-11-02", "parties": ["BPMP Provinsi Jambi"]},
        "regions": [{"code": "73.73", "name": "Kota Palopo", "level": "city"}],
        "organizations": [{"name": "BPMP Provinsi Jambi", "kind": "quality_agency", "region": "15"}],
        "people": [
            {"name": "Rina Wati", "role": "Kepala", "acting": "Plt", "organization": "BPMP Provinsi Jambi"}
        ],
        "programs": ["guru_penggerak"],
        "indicators": [{"subject": "guru penggerak", "value": 41, "unit": "orang"}],
        "regulations": [{"kind": "Peraturan Wali Kota", "number": "10", "year": 2020}],
        "statements": [{"speaker": None, "quote": "Kami siap"}],
        "summary": "Mutu naik.",
    }


def changed(pointer: str, value: object) -> dict[str, Any]:
    """The example with `value` at `pointer` (`/people/0/name`)."""
    record = example()
    node: Any = record
    *way, last = pointer.strip("/").split("/")
    for step in way:
        node = node[int(step)] if isinstance(node, list) else node[step]
    node[int(last) if isinstance(node, list) else last] = value
    return record


def test_the_example_is_a_record() -> None:
    assert Record.model_validate(example()).people[0].name == "Rina Wati"


@pytest.mark.parametrize(
    ("pointer", "value"),
    [
        ("/schema_version", "2"),
        ("/article_id", None),
        ("/in_scope", "yes"),
        ("/in_scope", 1),
        ("/unknown", 1),
        ("/article/unknown", 1),
        ("/article/title", ""),
        ("/article/published_on", "2 November 2022"),
        ("/article/reporters", None),
        ("/article/reporters/0", ""),
        ("/event/type", "party"),
        ("/event/type", None),
        ("/event/date", "2022-13-01"),
        ("/event/date", "2022-00"),
        ("/event/date", "2022-11-32"),
        ("/event/date", "22-11-02"),
        ("/event/date", "2022-11-2"),
        ("/event/date", "2022-11-02T00:00"),
        ("/event/date", "2022-11-02\n"),
        ("/event/region", "6371"),
        ("/event/region", "63.7"),
        ("/event/region", "63.71.01"),
        ("/event/venue", ""),
        ("/regions/0/level", "village"),
        ("/regions/0/name", None),
        ("/organizations/0/kind", "club"),
        ("/people/0/name", ""),
        ("/people/0/acting", "plt"),
        ("/programs/0", ""),
        ("/indicators/0/value", "41"),
        ("/indicators/0/value", True),
        ("/indicators/0/value", None),
        ("/indicators/0/unit", "%"),
        ("/regulations/0/number", 10),
        ("/regulations/0/year", "2020"),
        ("/statements/0/quote", ""),
        ("/summary", ""),
    ],
)
def test_what_the_contract_forbids_is_refused(pointer: str, value: object) -> None:
    with pytest.raises(ValidationError):
        Record.model_validate(changed(pointer, value))


@pytest.mark.parametrize("date", ["2022", "2022-11", "2022-11-30"])
def test_a_date_may_be_coarse(date: str) -> None:
    record = Record.model_validate(changed("/event/date", date))
    assert record.event is not None
    assert record.event.date == date


@pytest.mark.parametrize("value", [41, 0, 1_200_000_000, 62.24])
def test_a_number_keeps_its_kind(value: float) -> None:
    found = Record.model_validate(changed("/indicators/0/value", value)).indicators[0].value
    assert (found, type(found)) == (value, type(value))


def test_a_failed_record_has_no_values() -> None:
    record = Record.model_validate(
        {"article_id": "a", "text_sha256": None, "in_scope": None, "article": None, "event": None}
    )
    assert record.regions == record.people == record.statements == []


def test_lists_of_two_records_are_not_shared() -> None:
    empty = {"article_id": "a", "text_sha256": None, "in_scope": None, "article": None, "event": None}
    one, other = Record.model_validate(empty), Record.model_validate(empty)
    one.programs.append("anbk")
    assert other.programs == []


@pytest.mark.parametrize("confidence", [-0.001, 1.001])
def test_confidence_stays_between_0_and_1(confidence: float) -> None:
    with pytest.raises(ValidationError):
        LeafProvenance(source="rules", confidence=confidence)


def test_flags_come_from_the_closed_list() -> None:
    with pytest.raises(ValidationError):
        LeafProvenance.model_validate({"source": "rules", "confidence": 1, "flags": ["guessed"]})


def test_fields_are_written_in_the_contract_s_order() -> None:
    dumped = Record.model_validate(example()).model_dump(mode="json")
    assert list(dumped) == [
        *("schema_version", "article_id", "text_sha256", "in_scope", "article", "event", "regions"),
        *("organizations", "people", "programs", "indicators", "regulations", "statements", "summary"),
        *("provenance", "run"),
    ]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_gold_comes_back_unchanged(path: Path) -> None:
    gold = json.loads(path.read_text(encoding="utf-8"))
    dumped = json.loads(Record.model_validate(gold).model_dump_json())
    assert {name: dumped[name] for name in gold} == gold
