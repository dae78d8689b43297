"""A draft becomes plain values and, beside them, the provenance of each leaf."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.reconcile import assemble
from extractor.schema.types import Alternative, Candidate, Draft, Span


def proved(value: Any, *spans: Span, **more: Any) -> Candidate:
    return Candidate(value, spans or (Span(0, 4),), more.pop("confidence", 0.9), "test", **more)


def test_each_candidate_becomes_its_value_in_place() -> None:
    draft: Draft = {
        "in_scope": proved(True),
        "article": {"title": proved("Judul"), "reporters": [proved("Ant")]},
        "people": [{"name": proved("Rina"), "role": None}],
        "programs": [proved("anbk"), proved("ppdb")],
    }
    assert assemble(draft).values == {
        "in_scope": True,
        "article": {"title": "Judul", "reporters": ["Ant"]},
        "people": [{"name": "Rina", "role": None}],
        "programs": ["anbk", "ppdb"],
    }


def test_pointers_name_fields_and_list_indices() -> None:
    draft: Draft = {
        "in_scope": proved(True),
        "event": {"parties": [proved("BPMP"), proved("LPMP")]},
        "people": [{"name": proved("Rina")}, {"name": proved("Budi"), "role": proved("Kepala")}],
    }
    assert list(assemble(draft).provenance) == [
        *("/in_scope", "/event/parties/0", "/event/parties/1"),
        *("/people/0/name", "/people/1/name", "/people/1/role"),
    ]


def test_an_entry_tells_all_that_the_candidate_knows() -> None:
    candidate = proved(
        "2022-11-24",
        Span(3, 8),
        Span(20, 26),
        confidence=0.98765,
        flags=("inferred_year",),
        alternatives=(Alternative("2021-11-24", "llm"),),
        source="rules+llm",
    )
    assert assemble({"date": candidate}).provenance == {
        "/date": {
            "evidence": [{"start": 3, "end": 8}, {"start": 20, "end": 26}],
            "source": "rules+llm",
            "confidence": 0.988,
            "flags": ["inferred_year"],
            "alternatives": [{"value": "2021-11-24", "source": "llm"}],
        }
    }


def test_an_open_question_keeps_its_options_beside_null() -> None:
    undecided = Candidate(None, (Span(0, 4),), 0.4, "test", options=("2021-11-24", "2022-11-24"))
    found = assemble({"event": {"date": undecided}})
    assert found.values == {"event": {"date": None}}
    assert found.provenance["/event/date"]["candidates"] == ["2021-11-24", "2022-11-24"]


@pytest.mark.parametrize("absent", [None, Candidate(None, (), 0.0, "test")])
def test_what_is_absent_has_no_entry(absent: Candidate | None) -> None:
    found = assemble({"summary": absent})
    assert found.values == {"summary": None}
    assert found.provenance == {}


@pytest.mark.parametrize("value", [False, 0, 0.0])
def test_false_and_zero_are_values(value: bool | float) -> None:
    found = assemble({"leaf": proved(value)})
    assert found.values["leaf"] is value
    assert list(found.provenance) == ["/leaf"]


def test_empty_groups_stay_empty() -> None:
    assert assemble({"event": None, "people": [], "article": {}}) == (
        {"event": None, "people": [], "article": {}},
        {},
    )


def candidates() -> st.SearchStrategy[Candidate]:
    values = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
    return st.builds(
        Candidate,
        value=values,
        spans=st.just((Span(0, 1),)),
        confidence=st.floats(0, 1),
        reason=st.just("test"),
        options=st.just(()),
    )


NODES = st.recursive(
    st.none() | candidates(),
    lambda nodes: st.lists(nodes, max_size=3) | st.dictionaries(st.sampled_from("abcd"), nodes, max_size=3),
    max_leaves=12,
)


def resolve(values: Any, pointer: str) -> Any:
    for step in pointer.removeprefix("/").split("/"):
        values = values[int(step)] if isinstance(values, list) else values[step]
    return values


def filled(node: Any) -> int:
    """Number of leaves of plain values that are not None."""
    if isinstance(node, dict):
        return sum(map(filled, node.values()))
    if isinstance(node, list):
        return sum(map(filled, node))
    return int(node is not None)


@given(st.dictionaries(st.sampled_from(["people", "event", "summary"]), NODES))
def test_pointers_lead_to_all_the_values_and_to_nothing_else(draft: Draft) -> None:
    values, provenance = assemble(draft)
    assert all(resolve(values, pointer) is not None for pointer in provenance)
    assert len(provenance) == filled(values)
