"""Many articles through the command line: every format, and what docs/many-articles.md shows."""

from __future__ import annotations

import csv
import os
import re
import shutil
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess
from subprocess import run as run_process
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from extractor.cli import app
from extractor.schema.record import Record

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/many-articles.md").read_text(encoding="utf-8")
SOURCES = (ROOT / "seeds", ROOT / "gold/corpus/articles")
NAMED = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(autouse=True)
def settings_of_the_test_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("EDUMUTU_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def call(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def extracted(target: Path, *flags: object) -> Path:
    result = call("extract", *SOURCES, "--output", target, *flags)
    assert result.exit_code == 0, result.stderr
    return target


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    """What every other format has to say, too."""
    path = extracted(tmp_path_factory.mktemp("jsonl") / "records.jsonl")
    return [Record.model_validate_json(line) for line in path.read_text(encoding="utf-8").splitlines()]


def plain(record: Record) -> dict[str, Any]:
    values = record.model_dump()
    values["run"]["duration_s"] = 0.0
    return values


def test_csv_holds_what_jsonl_holds(records: list[Record], tmp_path: Path) -> None:
    extracted(tmp_path / "news.csv", "--format", "csv")
    with (tmp_path / "news.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["article_id"] for row in rows] == [record.article_id for record in records]
    with (tmp_path / "news.people.csv").open(encoding="utf-8", newline="") as stream:
        people = [(row["article_id"], row["name"], row["role"]) for row in csv.DictReader(stream)]
    assert people == [
        (record.article_id, one.name, one.role or "") for record in records for one in record.people
    ]


def test_parquet_holds_what_jsonl_holds(records: list[Record], tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    path = extracted(tmp_path / "news.parquet", "--format", "parquet")
    rows = duckdb.from_parquet(str(path))
    found = [dict(zip(rows.columns, row, strict=True)) for row in rows.fetchall()]
    for row, record in zip(found, records, strict=True):
        values = plain(record)
        assert [leaf["pointer"] for leaf in row.pop("provenance")] == list(values.pop("provenance"))
        row["run"]["duration_s"] = 0.0
        assert row == values


def test_sqlite_holds_what_jsonl_holds(records: list[Record], tmp_path: Path) -> None:
    path = extracted(tmp_path / "news.sqlite", "--format", "sqlite")
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        for table, count in counts(records).items():
            assert connection.execute(f"SELECT count(*) FROM {table}").fetchone() == (count,), table
        before = list(connection.iterdump())
    extracted(path, "--format", "sqlite")
    with closing(sqlite3.connect(path)) as connection:
        assert [line for line in connection.iterdump() if 'INTO "runs"' not in line] == [
            line for line in before if 'INTO "runs"' not in line
        ]


def counts(records: list[Record]) -> dict[str, int]:
    """How many rows each table has to have."""
    return {
        "articles": len(records),
        "events": sum(record.event is not None for record in records),
        "parties": sum(len(record.event.parties) for record in records if record.event),
        "article_organizations": sum(len(record.organizations) for record in records),
        "people": sum(len(record.people) for record in records),
        "indicators": sum(len(record.indicators) for record in records),
        "statements": sum(len(record.statements) for record in records),
        "provenance": sum(len(record.provenance) for record in records),
        "evidence": sum(len(leaf.evidence) for record in records for leaf in record.provenance.values()),
    }


@pytest.mark.parametrize("least", [0.7, 0.9, 0.97])
def test_what_is_left_is_sure_enough_and_every_pointer_leads_to_a_value(least: float, tmp_path: Path) -> None:
    path = extracted(tmp_path / "sure.jsonl", "--min-confidence", least)
    for line in path.read_text(encoding="utf-8").splitlines():
        record = Record.model_validate_json(line)
        places = set(leaves(record.model_dump(exclude={"provenance", "run"}), ""))
        assert set(record.provenance) <= places
        assert all(leaf.confidence >= least for leaf in record.provenance.values())


def leaves(value: Any, pointer: str) -> Iterator[str]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from leaves(part, f"{pointer}/{name}")
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from leaves(part, f"{pointer}/{index}")
    else:
        yield pointer


@pytest.mark.parametrize("output_format", ["jsonl", "csv", "html", "table", "explain", "sqlite"])
def test_names_of_private_persons_are_in_no_format(output_format: str, tmp_path: Path) -> None:
    source = tmp_path / "juara.txt"
    source.write_text(
        "Siswi Palopo Juara\n\nPALOPO – Siswi SMPN 1 Palopo, Nurul Hikmah, juara lomba, Rabu (2/11/2022).\n\n"
        "“Saya senang,” kata Nurul Hikmah.\n\nWali Kota Palopo, Judas Amir, bangga. "
        "“Nurul hebat,” kata Judas Amir.\n",
        encoding="utf-8",
    )
    target = tmp_path / "out"
    flags = ["--redact-people", "private", "--format", output_format, "--output", target]
    assert call("extract", source, *flags).exit_code == 0
    written = b"".join(path.read_bytes() for path in tmp_path.glob("out*")).decode("utf-8", "replace")
    assert "Judas" in written
    assert "Nurul" not in written
    assert "Hikmah" not in written


def test_what_is_left_out_is_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bola.txt").write_text(
        "PSM Makassar Menang\n\nMAKASSAR – PSM Makassar menang 2-0 atas Persib Bandung, Rabu (2/11/2022).\n",
        encoding="utf-8",
    )
    monkeypatch.setenv("EDUMUTU_ONLY_IN_SCOPE", "true")
    result = call("extract", tmp_path / "bola.txt", ROOT / "seeds")
    assert "\n1 not written: not about education\n" in result.stderr
    assert len(result.stdout.splitlines()) == 5


@pytest.mark.parametrize("output_format", ["parquet", "sqlite"])
def test_a_format_that_is_a_file_asks_for_one(output_format: str) -> None:
    result = call("extract", ROOT / "seeds", "--format", output_format)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--output FILE" in result.stderr


@pytest.mark.parametrize(
    ("flags", "complaint"),
    [
        (["--min-confidence", "1.5"], "min_confidence is 1.5"),
        (["--redact-people", "all"], "redact_people is 'all'"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(flags: list[str], complaint: str) -> None:
    result = call("extract", ROOT / "seeds", *flags)
    assert result.exit_code == 2
    assert complaint in result.stderr


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("DELETE FROM articles", "readonly"),
        ("SELECT missing", "no such column"),
        ("SELECT 1; SELECT 2", "one statement"),
    ],
)
def test_a_question_that_is_none_is_refused(sql: str, complaint: str, tmp_path: Path) -> None:
    path = extracted(tmp_path / "news.sqlite", "--format", "sqlite")
    result = call("query", path, sql)
    assert result.exit_code == 2
    assert complaint in result.stderr


def test_a_question_to_no_file_says_how_to_make_one(tmp_path: Path) -> None:
    result = call("query", tmp_path / "none.sqlite")
    assert result.exit_code == 2
    assert "--format sqlite" in result.stderr


def test_what_an_article_holds_does_not_steer_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "own.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE articles (title)")
        connection.execute("INSERT INTO articles VALUES (?)", ("a\x1b[2J\nb",))
        connection.commit()
    result = call("query", path, "SELECT title FROM articles")
    assert result.stdout.splitlines() == ["title", "a [2J b"]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What the page's commands read; they find in it what the ones before them wrote."""
    copy = tmp_path_factory.mktemp("page")
    for folder in ("seeds", "gold/corpus/articles"):
        shutil.copytree(ROOT / folder, copy / folder)
    return copy


def shell(command: str | list[str], folder: Path) -> CompletedProcess[str]:
    strangers = ("EDUMUTU_", "OPENAI_")
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(strangers)},
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT),
    }
    return run_process(
        command,
        shell=isinstance(command, str),
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_the_page_shows_what_its_commands_print(checkout: Path) -> None:
    blocks = NAMED.findall(PAGE)
    assert [language for language, _ in blocks].count("text") >= 6
    printed = ""
    for language, block in blocks:
        if language == "text":
            assert printed == block
        elif language == "sh":
            printed = "".join(printed_by(line, checkout) for line in block.splitlines())
        else:
            printed = printed_by([sys.executable, "-c", block], checkout)


def printed_by(command: str | list[str], folder: Path) -> str:
    outcome = shell(command, folder)
    assert outcome.returncode == 0, f"{command}\n{outcome.stdout}\n{outcome.stderr}"
    return outcome.stdout
