"""`cache stats|clear|prune` as a user types them."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from extractor import prompts
from extractor.cache import Cache, StoredResponse, response_key
from extractor.cli.cache import app


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with answers of two models to the prompt `full`, and one to a prompt that is no more."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("EDUMUTU_HOME", str(tmp_path / "home"))
    cache = Cache.open(tmp_path / "home")
    full = prompts.load("full").sha256
    for model, prompt in (("one", full), ("two", full), ("one", "0" * 64)):
        key = response_key(
            text_sha256="t",
            prompt_sha256=prompt,
            wire_sha256="w",
            base_url="",
            model=model,
            parameters={},
            part=1,
            parts=1,
        )
        cache.put_response(key, StoredResponse("empty"))
    cache.put_record("key", "{}")
    cache.close()
    return tmp_path / "home"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_stats_show_folder_entries_and_bytes(home: Path) -> None:
    shown = run("stats")
    assert shown.exit_code == 0
    lines = shown.stdout.splitlines()
    assert lines[0].split() == ["folder", str(home / "cache")]
    assert [line.split()[:3] for line in lines[1:]] == [
        ["responses", "3", "entries"],
        ["records", "1", "entries"],
    ]
    assert all(line.endswith(" bytes") for line in lines[1:])


def test_clear_says_how_much_it_removed(home: Path) -> None:
    assert run("clear").stdout == "removed 4 entries\n"
    assert run("clear").stdout == "removed 0 entries\n"


@pytest.mark.parametrize(
    ("options", "removed"),
    [
        (("--older-than-days", "30"), 0),
        (("--older-than-days", "0"), 4),
        (("--keep-prompt", "full"), 2),
        (("--keep-model", "one"), 2),
        (("--keep-model", "one", "--keep-model", "two"), 1),
        (("--keep-model", "one", "--keep-prompt", "full.v1"), 3),
    ],
)
def test_prune_removes_what_is_not_to_be_kept(home: Path, options: tuple[str, ...], removed: int) -> None:
    assert run("prune", *options).stdout == f"removed {removed} entries\n"


@pytest.mark.parametrize("options", [(), ("--keep-prompt", "nobody"), ("--older-than-days", "-1")])
def test_prune_without_a_usable_reason_removes_nothing(home: Path, options: tuple[str, ...]) -> None:
    assert run("prune", *options).exit_code == 2
    assert run("clear").stdout == "removed 4 entries\n"


def test_a_damaged_cache_is_reported_and_mended(home: Path) -> None:
    (home / "cache/records/cache.db").write_bytes(b"no database")
    assert run("stats").exit_code == 1
    assert run("clear").exit_code == 0
    assert run("stats").exit_code == 0
