"""The form of request that a server takes: stepped down by its refusals, remembered, and never a danger."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from extractor.models import ModelConfig, dialects
from extractor.models.dialects import Dialect, adapted, forget, recall, remember

STRICT = Dialect()
LOOSE = Dialect(is_strict=False)
TOOLS = Dialect(mode="tools")
PLAIN = Dialect(mode="json")


@pytest.mark.parametrize(
    ("tried", "complaint", "next_form"),
    [
        (STRICT, "invalid parameter: 'response_format' of type 'json_schema' is not supported.", TOOLS),
        (STRICT, "failed to parse grammar", TOOLS),
        (LOOSE, "json_schema is not available", TOOLS),
        (STRICT, "invalid schema for response_format 'answer': additionalproperties", LOOSE),
        (STRICT, "unknown field: strict", LOOSE),
        (TOOLS, "unrecognized request argument supplied: tools", PLAIN),
        (TOOLS, "tool_choice is not supported", PLAIN),
        (TOOLS, "'strict' is unknown", TOOLS._replace(is_strict=False)),
        (STRICT, "use 'max_completion_tokens': 'max_tokens' is unsupported",
         Dialect(limit="max_completion_tokens")),
        (STRICT, "unsupported value: 'temperature' does not support 0", Dialect(has_temperature=False)),
        (STRICT, "extra inputs are not permitted: seed", Dialect(has_seed=False)),
        (PLAIN, "response_format is not supported", None),
        (STRICT, "messages: too many", None),
        (STRICT, "'max_tokens' or 'max_completion_tokens' is too large: 4096", None),
        (Dialect(has_temperature=False), "temperature is unsupported", None),
    ],
)  # fmt: skip
def test_a_refusal_that_names_a_part_of_the_form_leaves_it_out(
    tried: Dialect, complaint: str, next_form: Dialect | None
) -> None:
    assert adapted(tried, complaint) == next_form


def test_a_fixed_mode_is_not_left() -> None:
    complaint = "response_format json_schema is not supported"

    assert adapted(STRICT, complaint, is_mode_fixed=True) is None


def test_whatever_is_refused_the_forms_come_to_an_end() -> None:
    complaint = (
        "unsupported: response_format json_schema strict tools max_tokens "
        "max_completion_tokens temperature seed"
    )
    form: Dialect | None = Dialect()
    steps = 0
    while form is not None:
        form = adapted(form, complaint)
        steps += 1

    assert steps <= 8


def config(
    home: Path | None, name: str = "m", url: str = "http://user:pw@127.0.0.1:9/v1?token=t"
) -> ModelConfig:
    return ModelConfig(name, url, home=home)


def test_a_form_is_remembered_for_later_processes(tmp_path: Path) -> None:
    home = tmp_path / "home"
    remember(config(home), TOOLS)
    remember(config(home, "n"), PLAIN)
    dialects._known.clear()

    assert recall(config(home)) == TOOLS
    assert recall(config(home, "n")) == PLAIN
    assert recall(config(home, "other")) is None
    assert stat.S_IMODE(home.stat().st_mode) == 0o700


def test_no_secret_of_an_address_is_written(tmp_path: Path) -> None:
    remember(config(tmp_path), TOOLS)
    text = (tmp_path / "modes.json").read_text()

    assert "127.0.0.1:9/v1" in text
    assert "pw" not in text
    assert "token=" not in text


def test_a_form_is_remembered_in_a_process_without_a_folder() -> None:
    remember(config(None), TOOLS)

    assert recall(config(None)) == TOOLS


def test_what_is_forgotten_is_found_anew(tmp_path: Path) -> None:
    remember(config(tmp_path), TOOLS)
    remember(config(tmp_path, "n"), PLAIN)
    forget(config(tmp_path))
    dialects._known.clear()

    assert recall(config(tmp_path)) is None
    assert recall(config(tmp_path, "n")) == PLAIN


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        "{",
        "\x00",
        '{"http://127.0.0.1:9/v1 m": 3}',
        '{"http://127.0.0.1:9/v1 m": {"mode": "tools"}}',
        '{"http://127.0.0.1:9/v1 m": {"mode": "shout", "is_strict": true, "limit": "max_tokens",'
        ' "has_temperature": true, "has_seed": true}}',
    ],
)
def test_a_damaged_memory_is_none(tmp_path: Path, content: str) -> None:
    (tmp_path / "modes.json").write_text(content)

    assert recall(config(tmp_path)) is None
    remember(config(tmp_path), TOOLS)
    assert json.loads((tmp_path / "modes.json").read_text())["http://127.0.0.1:9/v1 m"]["mode"] == "tools"


def test_a_folder_that_cannot_be_written_only_warns(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    remember(config(blocked / "home"), TOOLS)

    assert recall(config(None)) == TOOLS
    assert "modes are found anew" in caplog.text
