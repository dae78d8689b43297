"""CSV: a row an article, a row an item, nothing lost and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import SettingsError
from extractor.schema.record import Record, Run
from extractor.sinks import Entry
from extractor.sinks.shape import LISTS
from extractor.sinks.tabular import write_csv, write_csv_file
from tests.records import TEXT, a_failed_record, a_record

FULL = a_record(
    event={
        "type": "award",
        "date": "2022-11",
        "parties": ["BPMP Provinsi Jambi", "Dinas Pendidikan, Pemuda dan Olahraga Kota Jambi"],
    },
    regions=[{"code": "15.71", "name": "Kota Jambi", "level": "city"}],
    organizations=[{"name": "BPMP Provinsi Jambi", "kind": "quality_agency", "region": "15"}],
    programs=["anbk", "pmm"],
    indicators=[
        {"subject": "selisih", "value": -1.5, "unit": "poin"},
        {"subject": "guru", "value": 41, "note": 'kata "hebat";\nbaris dua'},
    ],
    regulations=[{"kind": "Peraturan Wali Kota", "number": "10", "year": 2020}],
)
ENTRIES = [Entry(FULL, TEXT), Entry(a_failed_record(), None), Entry(a_record(article_id="c"), TEXT)]


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def on_stdout(*records: Record) -> list[dict[str, str]]:
    stream = io.StringIO(newline="")
    write_csv([Entry(record, None) for record in records], stream)
    return table(stream.getvalue())


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_each_article_has_one_row_in_input_order_the_failed_ones_too() -> None:
    rows = on_stdout(*(entry.record for entry in ENTRIES))
    assert [row["article_id"] for row in rows] == ["contoh", "b", "c"]
    assert rows[1]["run_status"] == "failed"
    assert rows[1]["run_error"] == "b.txt: is empty"
    assert rows[1]["event_type"] == rows[1]["in_scope"] == ""


def test_columns_are_the_fields_of_the_contract_without_provenance() -> None:
    (row,) = on_stdout(FULL)
    columns = list(row)
    assert columns[:6] == [
        "schema_version",
        "article_id",
        "text_sha256",
        "in_scope",
        "article_title",
        "article_outlet",
    ]
    assert [name for name in columns if name.startswith("run_")] == [
        f"run_{name}" for name in Run.model_fields
    ]
    assert not any("provenance" in name for name in columns)


def test_names_of_a_list_stand_in_one_cell() -> None:
    (row,) = on_stdout(FULL)
    assert row["event_parties"] == "BPMP Provinsi Jambi; Dinas Pendidikan, Pemuda dan Olahraga Kota Jambi"
    assert row["programs"] == "anbk; pmm"
    assert row["in_scope"] == "true"
    assert row["run_dropped"] == "0"


def test_the_files_of_the_lists_hold_every_item(tmp_path: Path) -> None:
    write_csv_file(ENTRIES, str(tmp_path / "out.csv"))
    assert {path.name for path in tmp_path.iterdir()} == {
        "out.csv",
        *(f"out.{field.name}.csv" for field in LISTS),
    }
    for field in LISTS:
        found = read(tmp_path / f"out.{field.name}.csv")
        assert [tuple(row.values()) for row in found] == list(items(field.name)), field.name


def items(name: str) -> Iterator[tuple[str, ...]]:
    """What the file of list `name` has to hold, from the records themselves."""
    for entry in ENTRIES:
        values: dict[str, Any] = entry.record.model_dump()
        owner = next((values[part] for part in ("article", "event") if name in (values[part] or {})), values)
        for position, item in enumerate(owner.get(name, [])):
            cells = item.values() if isinstance(item, dict) else [item]
            yield (
                entry.record.article_id,
                str(position),
                *("" if cell is None else str(cell) for cell in cells),
            )


@pytest.mark.parametrize("formula", ["=1+1", "+62", "-2 poin", "@SUM(A1)", "\tx"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(formula: str) -> None:
    (row,) = on_stdout(a_record(summary=formula))
    assert row["summary"] == f"'{formula}"


def test_a_negative_number_stays_one(tmp_path: Path) -> None:
    write_csv_file(ENTRIES, str(tmp_path / "out.csv"))
    assert read(tmp_path / "out.indicators.csv")[0]["value"] == "-1.5"


def test_a_failure_leaves_the_old_files_and_no_others(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    write_csv_file(ENTRIES, str(target))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def broken() -> Iterator[Entry]:
        yield ENTRIES[0]
        raise RuntimeError("the run ends here")

    with pytest.raises(RuntimeError, match="ends here"):
        write_csv_file(broken(), str(target))
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_folder_is_no_place_for_it(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="several files"):
        write_csv_file(ENTRIES, str(tmp_path))
