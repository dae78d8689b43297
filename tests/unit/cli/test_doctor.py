"""`doctor` says what is configured and what works, costs one article, and never tells the key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.cli import doctor
from extractor.errors import SettingsError
from extractor.models import dialects
from extractor.settings import Settings
from tests.servers.faults import Fault, always, script, status
from tests.servers.openai_stub import OpenAIStub

KEY = "sk-planted-0123456789"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    dialects._known.clear()


def answered(_: object) -> str:
    return json.dumps({})


def examine(
    capsys: pytest.CaptureFixture[str], stub: OpenAIStub, home: Path, **settings: Any
) -> tuple[int, dict[str, str]]:
    """The exit code, and what each line says."""
    code = doctor.run(Settings(**{"model": "stub", "base_url": stub.base_url, "home": home, **settings}))
    captured = capsys.readouterr()
    assert captured.err == ""
    assert KEY not in captured.out
    lines = (line.partition("  ") for line in captured.out.splitlines())
    return code, {name.strip(): value.strip() for name, _, value in lines}


def test_without_a_model_nothing_is_sent_and_nothing_is_wrong(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with OpenAIStub(answered) as stub:
        code, told = examine(capsys, stub, tmp_path, model=None, api_key=KEY)

    assert code == 0
    assert told["engine"] == "rules"
    assert told["API key"] == "set"
    assert told["model"].startswith("not set")
    assert stub.ledger.requests == 0


@pytest.mark.parametrize("prompt", ["full", "patch"])
def test_a_working_server_is_told_with_mode_tokens_and_cost(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, prompt: str
) -> None:
    with OpenAIStub(answered, modes=("tools",)) as stub:
        code, told = examine(
            capsys, stub, tmp_path, api_key=KEY, prompt=prompt, price_input=1.0, price_output=2.0
        )

    assert code == 0
    assert told["server"] == stub.base_url
    assert told["prompt"].startswith(f"{prompt}.v")
    assert told["answer"].startswith("complete (")
    assert told["mode"].startswith("tools:")
    cost = (stub.ledger.input_tokens + 2 * stub.ledger.output_tokens) / 1e6
    assert (
        f"{stub.ledger.input_tokens:,} input and {stub.ledger.output_tokens:,} output" in told["one article"]
    )
    assert f"{cost:.5f} USD" in told["one article"]


def test_the_mode_is_found_anew(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with OpenAIStub(answered) as stub:
        (tmp_path / "modes.json").write_text(
            json.dumps({f"{stub.base_url} stub": dialects.Dialect(mode="json")._asdict()})
        )
        _, told = examine(capsys, stub, tmp_path)

    assert told["mode"].startswith("json_schema:")


def test_a_server_that_fails_is_told_at_once_with_what_it_lists(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    with OpenAIStub(answered, plan=always(status(404)), models=("b", "a")) as stub:
        code, told = examine(capsys, stub, tmp_path)

    assert code == 1
    assert "check the model's name" in told["answer"]
    assert told["models"] == "the server lists a, b"
    assert "one article" not in told


def test_a_busy_server_is_not_asked_again(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with OpenAIStub(answered, plan=always(status(503))) as stub:
        code, _ = examine(capsys, stub, tmp_path)

    assert code == 1
    assert stub.ledger.requests == 1


@pytest.mark.parametrize(
    ("fault", "advice"),
    [("truncated", "raise max_output_tokens"), ("refusal", "filter"), ("invalid_json", "JSON schema")],
)
def test_an_answer_of_no_use_comes_with_advice(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, fault: Any, advice: str
) -> None:
    with OpenAIStub(answered, plan=script([Fault(fault)])) as stub:
        code, told = examine(capsys, stub, tmp_path)

    assert code == 1
    assert advice in told["answer"]
    assert "input and" in told["one article"]


def test_openais_server_without_a_key_is_a_matter_of_settings(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        doctor.run(Settings(model="gpt-4.1-mini"))
    assert "not set" in capsys.readouterr().out
