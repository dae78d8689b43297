"""The tables agree with each other and say where they come from."""

from __future__ import annotations

from importlib.resources import files

import pytest

from extractor.canonical.heads import heads
from extractor.canonical.regions import regions
from extractor.knowledge.tables import cells, rows

TABLES = (
    "regions",
    "region_names",
    "region_aliases",
    "programs",
    "organizations",
    "organization_names",
    "machine_cues",
)
KINDS = frozenset(
    "quality_agency ministry education_office local_government legislature school education_council "
    "profession university media company other".split()
)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_names_its_source_and_date(table: str) -> None:
    text = files("extractor.knowledge").joinpath("data", f"{table}.csv").read_text(encoding="utf-8")
    head = "\n".join(line for line in text.splitlines() if line.startswith("#"))
    assert "source:" in head
    assert "date:" in head


def test_every_printed_head_belongs_to_one_body() -> None:
    assert [row["id"] for row in rows("organization_names")] == list(heads())


def test_every_body_has_a_kind_of_the_contract() -> None:
    assert {head.kind for head in heads().values()} <= KINDS


def test_every_region_has_a_name_to_find_it_by() -> None:
    assert {row["code"] for row in rows("region_names") if cells(row["names"])} == set(regions())


def test_guarded_and_weak_names_are_names() -> None:
    for row in rows("region_names"):
        assert set(cells(row["guarded"])) <= set(cells(row["names"]))
    for row in rows("programs"):
        assert set(cells(row["weak"])) <= {*cells(row["names"]), *cells(row["exact"])}
