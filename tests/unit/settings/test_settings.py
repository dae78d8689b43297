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
    with pytest.raises(SettingsError, match="needs a model: give --model"):
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
        ({}, {"EDUMUTU_WORKERS": "0"}, "", "workers is 0"),
        ({}, {"EDUMUTU_WORKERS": "many"}, "", "workers is 'many'"),
        ({}, {"EDUMUTU_TIMEOUT_S": "nan"}, "", "timeout_s is nan"),
        ({}, {"EDUMUTU_MAX_OUTPUT_TOKENS": "3"}, "", "at least 16"),
        ({}, {"EDUMUTU_PRICE_INPUT": "-1"}, "", "price_input is -1.0"),
        ({}, {}, "seed = 1.5", "seed is 1.5"),
        ({}, {}, "cache = 1", "cache is 1"),
        ({}, {"EDUMUTU_MODEL": " "}, "", "model is ' '"),
        ({}, {"OPENAI_BASE_URL": "localhost:8080"}, "", "begins with http"),
        ({}, {}, 'api_key = "hush"', "put it into OPENAI_API_KEY"),
        ({"api_key": "hush"}, {}, "", "unknown flag: api_key"),
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


def test_a_model_turns_the_hybrid_on_unless_an_engine_is_named() -> None:
    assert Settings(model="m").engine == "hybrid"
    assert Settings(model="m", engine="llm").engine == "llm"
    assert not Settings(model="m", engine="rules").needs_model


def test_a_key_alone_turns_no_model_on(tmp_path: Path) -> None:
    environ = {"OPENAI_API_KEY": "hush", "OPENAI_BASE_URL": "http://127.0.0.1:9/v1"}
    settings = load({}, environ=environ, folder=tmp_path)
    assert (settings.engine, settings.needs_model) == ("rules", False)


def test_a_key_is_never_shown() -> None:
    assert "hush" not in repr(Settings(model="m", api_key="hush"))
    with pytest.raises(SettingsError) as caught:
        Settings(model="m", api_key=" hush"[:1])
    assert "hush" not in str(caught.value)


def test_environment_texts_become_the_types_of_their_settings(tmp_path: Path) -> None:
    environ = {
        "EDUMUTU_MODEL": "7",
        "EDUMUTU_SEED": "7",
        "EDUMUTU_TEMPERATURE": "0.5",
        "EDUMUTU_HOME": "/somewhere",
        "EDUMUTU_CACHE": "no",
        "OPENAI_BASE_URL": "http://a/v1",
        "EDUMUTU_BASE_URL": "http://b/v1",
    }
    settings = load({}, environ=environ, folder=tmp_path)
    assert (settings.model, settings.seed, settings.temperature) == ("7", 7, 0.5)
    assert (settings.home, settings.cache, settings.base_url) == (Path("/somewhere"), False, "http://b/v1")
