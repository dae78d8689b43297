"""The table of fields and the record say the same, and every name in the table leads somewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, get_args, get_origin

import pytest
from pydantic import BaseModel

from evals.comparators import COMPARATORS
from extractor.schema.fields import BY_PATH, FIELDS, Field
from extractor.schema.record import Record

# What no reader of an article decides: the record's identity, and how it was made.
NOT_READ = {"schema_version", "article_id", "text_sha256", "provenance", "run"}


def leaves(model: type[BaseModel], prefix: str = "") -> Iterator[str]:
    """Paths of the model's leaves, list items written as `[]`."""
    for name, field in model.model_fields.items():
        if prefix or name not in NOT_READ:
            yield from leaf(field.annotation, f"{prefix}{name}")


def leaf(annotation: object, path: str) -> Iterator[str]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from leaves(annotation, f"{path}.")
    elif get_origin(annotation) is list:
        yield from leaf(get_args(annotation)[0], f"{path}[]")
    elif get_origin(annotation) is Annotated:
        yield from leaf(get_args(annotation)[0], path)
    elif models := [
        part for part in get_args(annotation) if isinstance(part, type) and issubclass(part, BaseModel)
    ]:
        yield from leaves(models[0], f"{path}.")
    else:
        yield path


def test_the_walk_over_the_record_sees_nested_and_listed_leaves() -> None:
    found = set(leaves(Record))
    assert {"in_scope", "article.title", "event.parties[]", "people[].role", "programs[]", "summary"} <= found


def test_each_leaf_of_the_record_is_declared_exactly_once() -> None:
    assert Counter(field.path for field in FIELDS) == Counter(leaves(Record))


def test_the_table_keeps_the_order_of_the_record() -> None:
    assert [field.path for field in FIELDS] == list(leaves(Record))


def test_no_two_fields_share_a_wire_name() -> None:
    names = Counter(field.wire for field in FIELDS if field.wire is not None)
    assert [name for name, count in names.items() if count > 1] == []


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.path)
def test_comparator_resolves(field: Field) -> None:
    assert field.comparator in COMPARATORS


@pytest.mark.parametrize("path", [field.path for field in FIELDS if field.canonicaliser is not None])
def test_canonicaliser_resolves(path: str) -> None:
    from extractor.canonical import CANONICALISERS

    assert BY_PATH[path].canonicaliser in CANONICALISERS


def test_no_comparator_is_left_without_a_field() -> None:
    assert set(COMPARATORS) == {field.comparator for field in FIELDS}


def test_only_what_the_contract_exempts_needs_no_evidence() -> None:
    exempt = {"in_scope", "event.type", "organizations[].kind", "regions[].level"}
    assert {field.path for field in FIELDS if field.canonicaliser is None} == exempt


def test_weights_are_shares() -> None:
    assert all(0 <= field.weight <= 1 for field in FIELDS)
    unscored = {field.path for field in FIELDS if field.weight == 0}
    assert unscored >= {"summary", "indicators[].note"}


@pytest.mark.parametrize(
    ("path", "group"),
    [
        ("people[].role", "people"),
        ("article.reporters[]", "article"),
        ("programs[]", "programs"),
        ("summary",) * 2,
    ],
)
def test_group_is_the_top_level_field(path: str, group: str) -> None:
    assert BY_PATH[path].group == group
