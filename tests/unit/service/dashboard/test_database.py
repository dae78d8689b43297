"""A database that cannot be read gives its reason, never a crash; one that can is never changed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from extractor.service.dashboard import database as opening
from extractor.service.dashboard.database import UnavailableError, choose, database
from extractor.service.dashboard.filters import Filters
from extractor.service.dashboard.overview import Overviews
from tests.news_database import made_records, write_database

# Dies in the middle of writing, so that its journal has to be undone by whoever comes next.
KILLED = """
import os, sqlite3, sys
c = sqlite3.connect(sys.argv[1], isolation_level=None)
c.execute("PRAGMA cache_size = 1")
c.execute("BEGIN IMMEDIATE")
c.execute("UPDATE articles SET title = 'half'")
c.executemany("INSERT INTO articles (article_id, schema_version, title) VALUES (?, '1', ?)",
              [(str(n), "x" * 4000) for n in range(200)])
os._exit(9)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return write_database(tmp_path / "news.sqlite", made_records())


def reason(path: Path | None) -> str:
    with pytest.raises(UnavailableError) as caught, database(path) as connection:
        choose(connection, Filters())
    return caught.value.reason


def test_none_given_and_none_there_are_told_apart(tmp_path: Path) -> None:
    assert reason(None) == "not_given"
    assert reason(tmp_path / "none.sqlite") == "missing"


@pytest.mark.parametrize("content", [b"", b"no database at all, but long enough to be one" * 40])
def test_another_file_is_foreign(tmp_path: Path, content: bytes) -> None:
    other = tmp_path / "other.sqlite"
    other.write_bytes(content)
    assert reason(other) == "foreign"


def test_a_folder_is_no_database(tmp_path: Path) -> None:
    assert reason(tmp_path) == "missing"


@pytest.mark.parametrize(
    ("pragma", "expected"), [("user_version = 9", "version"), ("application_id = 1", "foreign")]
)
def test_another_version_is_told(path: Path, pragma: str, expected: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA {pragma}")
    assert reason(path) == expected


def test_a_missing_table_is_told(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("ALTER TABLE events RENAME TO elsewhere")
    assert reason(path) == "broken"


def test_a_run_that_is_writing_is_waited_for_and_then_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "WAIT_S", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as writer:
        writer.execute("BEGIN EXCLUSIVE")
        assert reason(path) == "locked"
        writer.execute("ROLLBACK")
    with database(path) as connection:
        choose(connection, Filters())


def test_questions_that_take_too_long_are_ended(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "LIMIT_S", 0.0)
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT max(x) FROM n"
    with pytest.raises(UnavailableError) as caught, database(path) as connection:
        connection.execute(endless).fetchone()
    assert caught.value.reason == "slow"


def test_what_a_killed_run_left_is_undone(path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False, timeout=60)
    assert path.with_name(f"{path.name}-journal").exists()
    with database(path) as connection:
        (count,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    assert count == 7


def test_the_file_is_never_written(path: Path) -> None:
    with (
        pytest.raises(UnavailableError) as caught,
        database(path) as connection,
    ):
        connection.execute("DELETE FROM articles")
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    with database(path) as connection:
        assert connection.execute("SELECT count(*) FROM articles").fetchone() == (7,)


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[Filters]:
    asked: list[Filters] = []

    def noted(self: Overviews, filters: Filters) -> object:
        asked.append(filters)
        return read(self, filters)

    read = Overviews._read
    monkeypatch.setattr(Overviews, "_read", noted)
    return asked


def test_an_overview_is_read_once_while_the_file_is_the_same(path: Path, questions: list[Filters]) -> None:
    overviews = Overviews(path)
    first = overviews.get(Filters())
    assert overviews.get(Filters()) is first
    assert overviews.get(Filters(region="63")).totals.articles == 4
    assert len(questions) == 2


def test_who_asks_at_once_gets_the_one_overview(path: Path, questions: list[Filters]) -> None:
    overviews = Overviews(path)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: overviews.get(Filters()), range(8)))
    assert len(questions) == 1
    assert all(one is found[0] for one in found)


def test_who_asks_at_once_gets_the_one_refusal(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "WAIT_S", 0.3)
    overviews = Overviews(path)

    def refused(_: int) -> str:
        with pytest.raises(UnavailableError) as caught:
            overviews.get(Filters())
        return caught.value.reason

    with closing(sqlite3.connect(path, isolation_level=None)) as writer, ThreadPoolExecutor(8) as threads:
        writer.execute("BEGIN EXCLUSIVE")
        assert set(threads.map(refused, range(8))) == {"locked"}
        writer.execute("ROLLBACK")
    assert overviews.get(Filters()).totals.articles == 7


def test_an_overview_is_read_again_after_a_run_or_another_file(path: Path, questions: list[Filters]) -> None:
    overviews = Overviews(path)
    assert overviews.get(Filters()).totals.articles == 7
    more = made_records()[0].model_copy(update={"article_id": "one-more"})
    write_database(path, [more])
    assert overviews.get(Filters()).totals.articles == 8
    write_database(path.with_name("new.sqlite"), [more])
    os.replace(path.with_name("new.sqlite"), path)
    assert overviews.get(Filters()).totals.articles == 1
    path.unlink()
    with pytest.raises(UnavailableError):
        overviews.get(Filters())
    assert len(questions) == 3
