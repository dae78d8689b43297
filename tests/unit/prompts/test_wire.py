"""The answer's shape is the table of fields, and its schema is one that servers of every kind take."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from extractor.prompts.answers import answer_type, wire_sha256
from extractor.prompts.wire import EVENT_TYPES, MOST_ITEMS, SLOTS, STRATEGIES, Strategy, describe
from extractor.schema.fields import FIELDS
from extractor.schema.record import EventType

STRATEGY = pytest.mark.parametrize("strategy", STRATEGIES)


def objects(node: object) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema, the names of properties left out."""
    if isinstance(node, list):
        for one in node:
            yield from objects(one)
    elif isinstance(node, dict):
        yield node
        for key, value in node.items():
            yield from objects(list(value.values()) if key == "properties" else value)


def test_every_wire_name_of_the_table_is_in_the_answer_exactly_once() -> None:
    names = [name for slot in SLOTS for name in (slot.leaves or {slot.name: ""})]
    assert sorted(names) == sorted(field.wire for field in FIELDS if field.wire is not None)


def test_every_slot_leads_to_a_field() -> None:
    paths = {field.path for field in FIELDS}
    reached = {
        path
        for slot in SLOTS
        for path in ([f"{slot.path}.{leaf}" for leaf in slot.leaves.values()] or [slot.value_path])
    }
    assert reached == {field.path for field in FIELDS if field.wire is not None}
    assert reached <= paths


def test_what_code_computes_is_not_asked_for() -> None:
    asked = {slot.value_path for slot in SLOTS} | {
        f"{slot.path}.{leaf}" for slot in SLOTS for leaf in slot.leaves.values()
    }
    computed = {"indicators[].unit", "people[].acting", "organizations[].kind", "regions[].level", "in_scope"}
    assert asked & computed == set()


def test_the_types_of_event_are_those_of_the_record() -> None:
    assert get_args(EventType) == EVENT_TYPES


@STRATEGY
def test_the_schema_is_strict_and_uses_nothing_that_some_server_refuses(strategy: Strategy) -> None:
    schema = answer_type(strategy).model_json_schema()
    assert schema.pop("title")
    for node in objects(schema):
        assert set(node) <= {
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "anyOf",
            "enum",
        }
        if node.get("type") == "object":
            assert node["additionalProperties"] is False
            assert node["required"] == list(node["properties"])


@STRATEGY
def test_the_schema_of_an_answer_stays_small(strategy: Strategy) -> None:
    assert len(json.dumps(answer_type(strategy).model_json_schema())) < 2_600


def test_the_event_is_the_only_closed_choice() -> None:
    choices = [node["enum"] for node in objects(answer_type("full").model_json_schema()) if "enum" in node]
    assert choices == [list(EVENT_TYPES)]


def test_changing_a_schema_that_was_handed_out_changes_no_other() -> None:
    first = answer_type("full").model_json_schema()
    first["properties"].clear()
    assert answer_type("full").model_json_schema()["properties"]


@STRATEGY
def test_the_hash_of_the_schema_is_stable_and_its_own(strategy: Strategy) -> None:
    assert wire_sha256(strategy) == wire_sha256(strategy)
    assert len({wire_sha256(one) for one in STRATEGIES}) == len(STRATEGIES)


@STRATEGY
def test_an_answer_may_leave_everything_out(strategy: Strategy) -> None:
    assert answer_type(strategy).model_validate({})


@pytest.mark.parametrize(
    ("strategy", "answer"),
    [
        ("full", {"nama": "x"}),
        ("full", {"people": [{"name": "x"}]}),
        ("full", {"title": ["x"]}),
        ("full", {"event": "party"}),
        ("full", {"regions": ["s1 x"] * (MOST_ITEMS + 1)}),
        ("patch", {"add": {"regions": ["s1 x"]}}),
        ("patch", {"fix": [{"to": "x"}]}),
        ("repair", {"values": {"at": "date"}}),
    ],
)
def test_an_answer_of_another_shape_is_refused(strategy: Strategy, answer: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        answer_type(strategy).model_validate(answer)


def test_a_bare_number_and_a_null_list_are_forgiven() -> None:
    answer = answer_type("full").model_validate(
        {"people": None, "indicators": [{"value": 41, "subject": "s1 guru"}]}
    )
    dumped = answer.model_dump()
    assert dumped["people"] == []
    assert dumped["indicators"][0]["value"] == "41"


def test_the_description_names_every_key_and_type_of_event() -> None:
    text = describe("full")
    names = {name for slot in SLOTS for name in (slot.name, *slot.leaves)}
    assert [name for name in (*names, *EVENT_TYPES) if name not in text] == []


def test_a_patch_is_not_asked_for_regions() -> None:
    assert "regions" not in describe("patch")
    assert "regions" not in answer_type("patch").model_json_schema()["properties"]["add"]["properties"]
