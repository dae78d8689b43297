"""The tables that describe what is written: institutions through renamings, codes of BPS, public posts."""

from __future__ import annotations

from importlib.resources import files

import pytest

from extractor.canonical.heads import heads
from extractor.canonical.regions import regions
from extractor.knowledge.tables import cells, rows

LINEAGES = {row["id"]: row for row in rows("lineages")}
BPS = {row["code"]: row["bps_code"] for row in rows("bps_codes")}


@pytest.mark.parametrize("table", ["lineages", "bps_codes", "public_posts"])
def test_a_table_names_its_source_and_date(table: str) -> None:
    text = files("extractor.knowledge").joinpath("data", f"{table}.csv").read_text(encoding="utf-8")
    head = "\n".join(line for line in text.splitlines() if line.startswith("#"))
    assert "source:" in head
    assert "date:" in head


def test_an_institution_bears_the_name_that_records_give_it() -> None:
    for key, row in LINEAGES.items():
        if key in heads():
            assert heads()[key].name == row["name"]


def test_only_what_no_article_names_any_more_is_missing_from_the_bodies() -> None:
    assert set(LINEAGES) - set(heads()) == {"bpg"}


def test_a_predecessor_is_known_and_was_there_before() -> None:
    for row in LINEAGES.values():
        for key in cells(row["predecessors"]):
            before = LINEAGES[key]
            if before["start_year"] and row["start_year"]:
                assert int(before["start_year"]) < int(row["start_year"])


def test_names_of_one_institution_follow_each_other() -> None:
    for row in LINEAGES.values():
        if row["start_year"] and row["end_year"]:
            assert int(row["start_year"]) <= int(row["end_year"])


# From BPS's own page that sets both codes side by side (sig.bps.go.id/bridging-kode), as of May 2022.
@pytest.mark.parametrize(
    ("code", "bps_code"),
    [
        ("11.09", "1101"),
        ("12.12", "1206"),
        ("13.10", "1311"),
        ("15.04", "1504"),
        ("16.08", "1609"),
        ("31.74", "3171"),
        ("35.79", "3579"),
        ("53.12", "5301"),
        ("61.02", "6104"),
        ("64.11", "6411"),
        ("71.09", "7108"),
        ("73.09", "7308"),
        ("73.73", "7373"),
        ("75.04", "7503"),
        ("76.01", "7605"),
        ("81.03", "8101"),
        ("91.03", "9403"),
        ("92.02", "9105"),
    ],
)
def test_a_code_of_bps_is_the_one_that_bps_sets_beside_it(code: str, bps_code: str) -> None:
    assert BPS[code] == bps_code


def test_each_code_of_bps_belongs_to_one_region() -> None:
    assert len(set(BPS.values())) == len(BPS) == 522
    assert set(BPS) <= set(regions())


def test_regions_of_the_provinces_made_in_2022_have_none() -> None:
    assert {code for code in regions() if code not in BPS} == {
        code for code in regions() if code[:2] in {"93", "94", "95", "96"}
    }
