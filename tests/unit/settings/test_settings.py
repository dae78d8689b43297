"""Settings come from flag, environment, file or default, in this order, and nothing unknown passes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractor.errors import SettingsError
from extractor.settings import Settings, load


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "edumutu.toml").write_text('format = "html"\nstrict = true\n', encoding="utf-8")
    return tmp_path


def test_without_anything_the_defaults_stand(tmp_path: Path) -> None:
    assert load({}, environ={}, folder=tmp_path) == Settings() == Settings("rules", "jsonl", False)


def test_the_file_beats_the_default(folder: Path) -> None:
    assert load({}, environ={}, folder=folder) == Settings(format="html", strict=True)


def test_the_environment_beats_the_file(folder: Path) -> None:
    environ = {"EDUMUTU_FORMAT": "table", "EDUMUTU_STRICT": "no", "PATH": "/bin"}
    assert load({}, environ=environ, folder=folder) == Settings(format="table", strict=False)


def test_a_flag_beats_all_unless_it_is_not_set(folder: Path) -> None:
    environ = {"EDUMUTU_FORMAT": "table"}
    assert load({"format": "json", "strict": None}, environ=environ, folder=folder) == Settings(
        "rules", "json", True
    )


@pytest.mark.parametrize(
    ("word", "expected"),
    [("1", True), ("true", True), ("YES", True), ("0", False), ("False", False), ("no", False)],
)
def test_yes_and_no_have_several_words_in_the_environment(tmp_path: Path, word: str, expected: bool) -> None:
    assert load({}, environ={"EDUMUTU_STRICT": word}, folder=tmp_path).strict is expected


@pytest.mark.parametrize("engine", ["llm", "hybrid"])
@pytest.mark.parametrize("where", ["flag", "environment", "file", "library"])
def test_an_engine_that_needs_a_model_is_refused_with_the_reason(
    tmp_path: Path, engine: Any, where: str
) -> None:
    if where == "file":
        (tmp_path / "edumutu.toml").write_text(f'engine = "{engine}"', encoding="utf-8")
    flags = {"engine": engine} if where == "flag" else {}
    environ = {"EDUMUTU_ENGINE": engine} if where == "environment" else {}
    with pytest.raises(SettingsError, match="this version runs rules only"):
        Settings(engine=engine) if where == "library" else load(flags, environ=environ, folder=tmp_path)


@pytest.mark.parametrize(
    ("flags", "environ", "file", "message"),
    [
        ({"engine": "magic"}, {}, "", "'magic'"),
        ({"format": "xml"}, {}, "", "jsonl, json, table, html"),
        ({"colour": "red"}, {}, "", "unknown flag: colour"),
        ({}, {"EDUMUTU_STRICT": "perhaps"}, "", "'perhaps'"),
        ({}, {"EDUMUTU_COLOUR": "red"}, "", "EDUMUTU_COLOUR; this version knows EDUMUTU_ENGINE"),
        ({}, {}, 'colour = "red"', r"edumutu\.toml: colour"),
        ({}, {}, "strict = 1", "strict is 1"),
        ({}, {}, "format = [1]", r"format is \[1\]"),
        ({}, {}, "engine = rules", r"edumutu\.toml cannot be read"),
        ({}, {}, 'engine = "\udcff"', r"edumutu\.toml cannot be read"),
    ],
)
def test_what_is_wrong_is_named(
    tmp_path: Path, flags: dict[str, object], environ: dict[str, str], file: str, message: str
) -> None:
    (tmp_path / "edumutu.toml").write_text(file, encoding="utf-8", errors="surrogateescape")
    with pytest.raises(SettingsError, match=message):
        load(flags, environ=environ, folder=tmp_path)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        Settings().engine = "rules"  # type: ignore[misc]


def test_a_file_that_cannot_be_opened_is_named(tmp_path: Path) -> None:
    (tmp_path / "edumutu.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        load({}, environ={}, folder=tmp_path)
