"""Parquet: what is read back is the record, whatever the file is called and whatever the first rows hold."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.errors import SettingsError
from extractor.schema.record import Record
from extractor.sinks import Entry
from extractor.sinks.parquet import write_parquet_file
from tests.records import TEXT, a_failed_record, a_record

duckdb = pytest.importorskip("duckdb")

DROPPED = [
    {"pointer": "/indicators/3/value", "value": 1.5, "reason": "value_differs"},
    {"pointer": "/people/2/name", "value": "Budi", "reason": "not_in_article"},
]
FULL = a_record(
    regions=[{"code": "15.71", "name": "Kota Jambi", "level": "city"}],
    programs=["anbk"],
    regulations=[{"kind": "Peraturan Wali Kota", "number": "10", "year": None}],
    run={"engine": "rules", "status": "ok", "rules_version": "x", "dropped": DROPPED},
)
ENTRIES = [Entry(FULL, TEXT), Entry(a_failed_record(), None), Entry(a_record(article_id="c"), TEXT)]


def read(path: Path) -> list[dict[str, Any]]:
    found = duckdb.from_parquet(str(path))
    return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]


def schema(path: Path) -> list[tuple[str, str]]:
    found = duckdb.from_parquet(str(path))
    return list(zip(found.columns, map(str, found.types), strict=True))


def test_every_record_is_read_back_as_it_was(tmp_path: Path) -> None:
    target = tmp_path / "records.parquet"
    write_parquet_file(iter(ENTRIES), str(target))
    for row, entry in zip(read(target), ENTRIES, strict=True):
        expected = entry.record.model_dump()
        assert list(row) == list(Record.model_fields)
        listed = {leaf.pop("pointer"): leaf for leaf in row.pop("provenance")}
        plain = expected.pop("provenance")
        assert list(listed) == list(plain)
        for pointer, leaf in listed.items():
            assert leaf == {
                name: plain[pointer][name] for name in ("evidence", "source", "confidence", "flags")
            }
        for drop in expected["run"]["dropped"]:
            drop["value"] = str(drop["value"])
        assert row == expected


def test_the_types_do_not_depend_on_what_the_records_hold(tmp_path: Path) -> None:
    for name, entries in (("full", ENTRIES), ("failed", ENTRIES[1:2]), ("none", [])):
        write_parquet_file(entries, str(tmp_path / f"{name}.parquet"))
    assert (
        schema(tmp_path / "full.parquet")
        == schema(tmp_path / "failed.parquet")
        == schema(tmp_path / "none.parquet")
    )


def test_the_order_of_many_is_that_of_the_input(tmp_path: Path) -> None:
    ids = [f"{number * 7919 % 3000}" for number in range(3000)]
    target = tmp_path / "many.parquet"
    write_parquet_file(
        (Entry(a_failed_record().model_copy(update={"article_id": key}), None) for key in ids), str(target)
    )
    assert [row["article_id"] for row in read(target)] == ids


@pytest.mark.parametrize("folder", ["a[b]*?", "year=2024", "it's {here}"])
def test_any_name_of_a_folder_will_do(folder: str, tmp_path: Path) -> None:
    target = tmp_path / folder / "records.parquet"
    target.parent.mkdir()
    write_parquet_file(ENTRIES, str(target))
    assert (
        len(duckdb.sql("SELECT * FROM read_parquet(?, hive_partitioning = false)", params=[escaped(target)]))
        == 3
    )
    assert [path.name for path in target.parent.iterdir()] == ["records.parquet"]


def escaped(path: Path) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in str(path))


def test_a_long_record_is_written(tmp_path: Path) -> None:
    target = tmp_path / "long.parquet"
    write_parquet_file([Entry(a_record(summary="é" * 20_000_000), None)], str(target))
    assert duckdb.sql(f"SELECT length(summary) FROM '{target}'").fetchall() == [(20_000_000,)]


def test_a_failure_leaves_the_old_file_and_no_others(tmp_path: Path) -> None:
    target = tmp_path / "records.parquet"
    write_parquet_file(ENTRIES, str(target))
    before = target.read_bytes()

    def broken() -> Iterator[Entry]:
        yield ENTRIES[0]
        raise RuntimeError("the run ends here")

    with pytest.raises(RuntimeError, match="ends here"):
        write_parquet_file(broken(), str(target))
    assert [path.name for path in tmp_path.iterdir()] == ["records.parquet"]
    assert target.read_bytes() == before


def test_without_duckdb_the_error_says_what_to_install_before_any_article_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)

    def entries() -> Iterator[Entry]:
        raise AssertionError("an article was read")
        yield

    with pytest.raises(SettingsError, match=r"pip install 'edumutu-llm\[columnar\]'"):
        write_parquet_file(entries(), str(tmp_path / "records.parquet"))
