"""SQLite: related tables that add up, replaced article by article, and views that answer questions."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from extractor.cli.query import run
from extractor.errors import SettingsError
from extractor.schema.record import Record
from extractor.sinks import Entry
from extractor.sinks.database import write_sqlite_file
from extractor.sinks.lineages import lineage
from extractor.sinks.shape import RUN
from tests.records import TEXT, a_failed_record, a_record

ROOT = Path(__file__).parents[3]
JAMBI = {"code": "15.71", "name": "Kota Jambi", "level": "city"}
LPMP = {"name": "LPMP Provinsi Jambi", "kind": "quality_agency", "region": "15"}
BPMP = {"name": "BPMP Provinsi Jambi", "kind": "quality_agency", "region": "15"}
OFFICE = {"name": "Dinas Pendidikan Kota Jambi", "kind": "education_office", "region": "15.71"}


def signing(
    article_id: str, date: str, agency: dict[str, str], head: str, acting: str | None = None
) -> Record:
    """An article on an agreement that `agency` under `head` signed with the city's office."""
    return a_record(
        article_id=article_id,
        event={
            "type": "agreement_signing",
            "date": date,
            "region": "15.71",
            "parties": [OFFICE["name"], agency["name"]],
        },
        regions=[JAMBI],
        organizations=[OFFICE, agency],
        people=[
            {"name": head, "role": "Kepala", "acting": acting, "organization": agency["name"]},
            {"name": "Ani", "role": "Siswa", "organization": "SMPN 1 Jambi"},
        ],
        programs=["anbk"],
        indicators=[{"subject": "sekolah", "value": 26, "unit": "sekolah", "region": "15.71"}],
        regulations=[{"kind": "Peraturan Wali Kota", "number": "10", "year": 2020}],
        statements=[{"speaker": head, "quote": "Mutu naik,"}, {"speaker": None, "quote": "Ya."}],
    )


OLD = signing("old", "2019-05-02", LPMP, "Budi Santoso")
NEW = signing("new", "2022-11-24", BPMP, "Siti Aminah", "Plt")
ENTRIES = [Entry(OLD, TEXT), Entry(a_failed_record(), None), Entry(NEW, TEXT)]


def ask(path: Path, sql: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def dump(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "news.sqlite"
    write_sqlite_file(ENTRIES, str(path))
    return path


def test_every_row_of_every_table_has_what_it_refers_to(database: Path) -> None:
    assert ask(database, "PRAGMA foreign_key_check") == []
    assert ask(database, "PRAGMA integrity_check") == [("ok",)]


def test_articles_stand_in_input_order_the_failed_ones_too(database: Path) -> None:
    found = ask(
        database,
        "SELECT article_id, status FROM articles JOIN runs USING (article_id) ORDER BY articles.rowid",
    )
    assert found == [("old", "ok"), ("b", "failed"), ("new", "ok")]


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("article_regions", 2),
        ("article_organizations", 4),
        ("people", 4),
        ("article_programs", 2),
        ("indicators", 2),
        ("article_regulations", 2),
        ("statements", 4),
        ("events", 2),
        ("parties", 4),
        ("authors", 2),
        ("provenance", 2 * len(OLD.provenance)),
        ("regulations", 1),
        ("organizations", 4),
    ],
)
def test_what_a_table_holds(table: str, count: int, database: Path) -> None:
    assert ask(database, f"SELECT count(*) FROM {table}") == [(count,)]


def test_evidence_is_that_of_the_record(database: Path) -> None:
    found = ask(database, 'SELECT pointer, start, "end" FROM evidence WHERE article_id = ?', "old")
    leaves = OLD.provenance.items()
    assert sorted(found) == sorted(
        (pointer, span.start, span.end) for pointer, leaf in leaves for span in leaf.evidence
    )


def test_runs_have_every_field_of_the_contract(database: Path) -> None:
    columns = [row[1] for row in ask(database, "PRAGMA table_info(runs)")]
    assert columns == ["article_id", *RUN]


def test_writing_again_changes_nothing(database: Path) -> None:
    before = dump(database)
    write_sqlite_file(ENTRIES, str(database))
    assert dump(database) == before


def test_an_article_is_replaced_and_others_stay(database: Path) -> None:
    write_sqlite_file([Entry(a_record(article_id="old"), TEXT)], str(database))
    assert ask(database, "SELECT count(*) FROM articles") == [(3,)]
    assert ask(database, "SELECT name FROM people WHERE article_id = 'old'") == [("Siti",)]
    assert ask(database, "SELECT name FROM organizations WHERE name LIKE 'LPMP%'") == []
    assert ask(database, "PRAGMA foreign_key_check") == []


def test_what_was_replaced_leaves_no_trace_in_the_file(database: Path) -> None:
    assert b"Budi Santoso" in database.read_bytes()
    write_sqlite_file([Entry(a_record(article_id="old"), TEXT)], str(database))
    assert b"Budi Santoso" not in database.read_bytes()


def test_a_failure_leaves_the_old_state(database: Path) -> None:
    before = dump(database)

    def broken() -> Iterator[Entry]:
        yield Entry(a_record(article_id="old"), TEXT)
        raise RuntimeError("the run ends here")

    with pytest.raises(RuntimeError, match="ends here"):
        write_sqlite_file(broken(), str(database))
    assert dump(database) == before


def test_a_failure_makes_no_new_file(tmp_path: Path) -> None:
    def broken() -> Iterator[Entry]:
        yield ENTRIES[0]
        raise RuntimeError("the run ends here")

    with pytest.raises(RuntimeError, match="ends here"):
        write_sqlite_file(broken(), str(tmp_path / "news.sqlite"))
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, sys
from extractor.sinks import Entry
from extractor.sinks.database import write_sqlite_file
from tests.records import a_record

def entries():
    for number in range(3000):
        yield Entry(a_record(article_id=f"more-{number}"), None)
    os._exit(9)

write_sqlite_file(entries(), sys.argv[1])
"""


def test_a_killed_run_leaves_the_old_state(database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = dump(database)
    done = subprocess.run([sys.executable, "-c", KILLED, str(database)], cwd=ROOT, check=False, timeout=120)
    assert done.returncode == 9
    assert run(database, "SELECT count(*) AS articles FROM articles") == 0
    assert capsys.readouterr().out == "articles\n       3\n"
    assert dump(database) == before


def test_the_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE mine (x)")
    before = path.read_bytes()
    with pytest.raises(SettingsError, match="another program"):
        write_sqlite_file(ENTRIES, str(path))
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database, by a long way\n" * 40, encoding="utf-8")
    with pytest.raises(SettingsError, match="cannot write"):
        write_sqlite_file(ENTRIES, str(path))
    assert path.read_text(encoding="utf-8").startswith("not a database")


def test_a_number_beyond_64_bits_is_kept_as_nearly_as_can_be(tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite"
    write_sqlite_file([Entry(a_record(indicators=[{"subject": "dana", "value": 10**20}]), None)], str(path))
    assert ask(path, "SELECT value FROM indicators") == [(1e20,)]


def test_a_code_that_no_table_knows_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite"
    event = {"type": "other", "region": "99.01"}
    write_sqlite_file([Entry(a_record(event=event, programs=["own_program"]), None)], str(path))
    assert ask(path, "SELECT region FROM events") == [("99.01",)]
    assert ask(path, "PRAGMA foreign_key_check") == []


@pytest.mark.parametrize(
    ("name", "region", "expected"),
    [
        ("LPMP Provinsi Jambi", "15", ("lpmp", "penjaminan_mutu:15")),
        ("BPMP Provinsi Jambi", "15", ("bpmp", "penjaminan_mutu:15")),
        ("BBPMP Provinsi Jawa Barat", "32", ("bbpmp", "penjaminan_mutu:32")),
        ("BGP Provinsi Bali", "51", ("bgp", "guru_tendik:51")),
        ("BGTK Provinsi Bali", "51", ("bgtk", "guru_tendik:51")),
        ("Kemendiknas", None, ("kemendiknas", "kementerian_pendidikan")),
        ("Kemendikdasmen", None, ("kemendikdasmen", "kementerian_pendidikan")),
        ("BAN-PDM Provinsi Lampung", "18", ("ban_pdm", "akreditasi:18")),
        ("Dinas Pendidikan Kota Jambi", "15.71", (None, "Dinas Pendidikan Kota Jambi")),
        ("BPMPX", None, (None, "BPMPX")),
    ],
)
def test_an_institution_is_one_under_all_its_names(
    name: str, region: str | None, expected: tuple[str, str]
) -> None:
    assert lineage(name, region) == expected


def test_predecessors_can_be_followed(database: Path) -> None:
    found = ask(
        database,
        "WITH RECURSIVE before (id) AS (SELECT 'bpmp' UNION "
        "SELECT predecessor FROM successions JOIN before ON successor = id) "
        "SELECT id FROM before ORDER BY id",
    )
    assert [key for (key,) in found] == ["bpg", "bpmp", "bppaud", "lpmp"]


def test_regions_carry_both_codes(database: Path) -> None:
    found = ask(
        database,
        "SELECT code, bps_code, province FROM regions WHERE code IN ('15.71', '31.74', '73.09', '93.01')",
    )
    assert found == [
        ("15.71", "1571", "15"),
        ("31.74", "3171", "31"),
        ("73.09", "7308", "73"),
        ("93.01", None, "93"),
    ]


def test_agreements_by_agency_go_on_under_its_new_name(database: Path) -> None:
    found = ask(
        database,
        "SELECT agency, date, signed_with FROM agreements_by_agency WHERE lineage = 'penjaminan_mutu:15'",
    )
    assert found == [
        ("LPMP Provinsi Jambi", "2019-05-02", "Dinas Pendidikan Kota Jambi"),
        ("BPMP Provinsi Jambi", "2022-11-24", "Dinas Pendidikan Kota Jambi"),
    ]


def test_the_office_holder_is_the_one_named_last(database: Path) -> None:
    found = ask(
        database,
        "SELECT organization, role, name, acting, last_mentioned_on, named_before "
        "FROM office_holders_by_latest_mention",
    )
    assert found == [("BPMP Provinsi Jambi", "Kepala", "Siti Aminah", "Plt", "2022-11-24", "Budi Santoso")]


def test_indicators_have_region_province_and_year(database: Path) -> None:
    found = ask(
        database,
        "SELECT region, province, year, subject, value FROM indicators_by_region_and_year ORDER BY year",
    )
    assert found == [
        ("Kota Jambi", "Provinsi Jambi", 2019, "sekolah", 26),
        ("Kota Jambi", "Provinsi Jambi", 2022, "sekolah", 26),
    ]


def test_statements_have_their_speakers_post(database: Path) -> None:
    found = ask(database, "SELECT speaker, role, organization, quote FROM statements_by_speaker")
    assert found == [
        ("Budi Santoso", "Kepala", "LPMP Provinsi Jambi", "Mutu naik,"),
        ("Siti Aminah", "Kepala", "BPMP Provinsi Jambi", "Mutu naik,"),
    ]


def test_of_two_people_of_one_name_no_one_is_said_to_have_spoken(tmp_path: Path) -> None:
    path = tmp_path / "news.sqlite"
    people = [{"name": "Siti", "role": "Bupati"}, {"name": "Siti", "role": "Camat"}]
    write_sqlite_file([Entry(a_record(people=people), None)], str(path))
    assert ask(path, "SELECT speaker, role FROM statements_by_speaker") == [("Siti", None)]
