"""`extract` with a model behind a server of this machine: when it is asked, and what a failure does."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from extractor.cli import app
from extractor.schema.types import Article
from tests.injections import NEWS
from tests.servers.faults import Fault, always, status
from tests.servers.openai_stub import OpenAIStub
from tests.servers.readers import asked_for, letters, read_by_rules, shown_text

TEXTS = list(NEWS.values())[:2]


def answer(body: Mapping[str, Any]) -> str:
    """What a model says that reads as well as the rules and corrects nothing."""
    shown = letters(shown_text(body))
    found = next((text for text in TEXTS if letters(text)[:60] in shown), None)
    if found is None or asked_for(body) != "full":
        return "{}"
    return json.dumps(read_by_rules(Article("a", found)), ensure_ascii=False)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with two articles, and no settings but those of the test."""
    for name in os.environ:
        if name.startswith(("EDUMUTU_", "OPENAI_")):
            monkeypatch.delenv(name)
    news = tmp_path / "news"
    news.mkdir()
    for number, text in enumerate(TEXTS):
        (news / f"{number}.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def stub() -> Iterator[OpenAIStub]:
    with OpenAIStub(answer) as server:
        yield server


def extract(*options: str) -> Result:
    return CliRunner().invoke(app, ["extract", "news", *options])


def with_model(stub: OpenAIStub, *options: str) -> Result:
    return extract("--model", "stub", "--base-url", stub.base_url, *options)


def runs(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line)["run"] for line in result.stdout.splitlines()]


def test_a_key_and_an_address_alone_send_nothing(stub: OpenAIStub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-hush")
    monkeypatch.setenv("OPENAI_BASE_URL", stub.base_url)
    result = extract()
    assert result.exit_code == 0
    assert stub.ledger.requests == 0
    assert result.stderr.count("no model is set: rules run") == 1
    assert {run["engine"] for run in runs(result)} == {"rules"}
    assert "hush" not in result.output


def test_a_model_is_asked_once_for_each_article_and_never_again(stub: OpenAIStub) -> None:
    first = with_model(stub)
    assert first.exit_code == 0, first.stderr
    assert stub.ledger.requests == len(TEXTS)
    assert [(run["engine"], run["status"], run["calls"]) for run in runs(first)] == [("hybrid", "ok", 1)] * 2
    tokens = f"{stub.ledger.input_tokens} + {stub.ledger.output_tokens} tokens"
    assert f"2 articles: 2 ok; 2 calls, 0 cached, {tokens}, 0.0000 USD" in first.stderr
    second = with_model(stub)
    assert stub.ledger.requests == len(TEXTS)
    assert "2 articles: 2 ok; 0 calls, 2 cached, 0 + 0 tokens, 0.0000 USD" in second.stderr
    assert [run["cached"] for run in runs(second)] == [True, True]


def test_without_the_cache_it_is_asked_again(stub: OpenAIStub, folder: Path) -> None:
    for _ in range(2):
        assert with_model(stub, "--no-cache").exit_code == 0
    assert stub.ledger.requests == 2 * len(TEXTS)
    assert not (folder / ".edumutu" / "cache").exists()


@pytest.mark.parametrize(
    ("options", "exit_code", "expected"),
    [((), 0, "fallback"), (("--strict",), 1, "fallback"), (("--no-fallback",), 1, "failed")],
)
def test_what_a_failing_model_means_is_for_the_caller_to_say(
    options: tuple[str, ...], exit_code: int, expected: str
) -> None:
    with OpenAIStub(answer, plan=always(status(401))) as stub:
        result = with_model(stub, *options)
    assert result.exit_code == exit_code
    assert [run["status"] for run in runs(result)] == [expected] * 2
    assert all(run["error"].startswith("unavailable: ") for run in runs(result))
    assert f"2 articles: 2 {expected}" in result.stderr
    assert stub.ledger.requests == len(TEXTS)


def test_a_cut_answer_is_not_paid_for_twice() -> None:
    with OpenAIStub(answer, plan=always(Fault("truncated"))) as stub:
        first, second = with_model(stub), with_model(stub)
        assert stub.ledger.requests == len(TEXTS)
    assert [run["status"] for run in runs(first) + runs(second)] == ["fallback"] * 4
    assert "2 articles: 2 fallback (2 truncated)" in first.stderr
    assert "2 articles: 2 fallback (2 truncated)" in second.stderr


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--engine", "llm"), "needs a model: give --model"),
        (("--engine", "hybrid"), "needs a model: give --model"),
        (("--model", "m"), "set OPENAI_API_KEY, or give the address of your own server"),
        (("--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--prompt", "nosuch"), "nosuch"),
        (
            ("--model", "m", "--base-url", "http://127.0.0.1:9/v1", "--prompt", "patch", "--engine", "llm"),
            "use it with engine 'hybrid'",
        ),
        (("--model", "m", "--base-url", "127.0.0.1:9"), "begins with http"),
    ],
)
def test_what_cannot_run_is_refused_in_one_line(options: tuple[str, ...], reason: str) -> None:
    result = extract(*options)
    assert result.exit_code == 2
    assert reason in result.stderr
    assert result.stdout == ""


def test_a_key_is_sent_to_the_server_and_shown_to_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-hush")
    with OpenAIStub(answer, api_key="sk-hush") as stub:
        result = with_model(stub)
        doctor = CliRunner().invoke(app, ["doctor", "--model", "stub", "--base-url", stub.base_url])
    assert [run["status"] for run in runs(result)] == ["ok", "ok"]
    assert "API key      set" in doctor.stdout
    assert "hush" not in result.output + doctor.output


def test_the_cache_tells_what_it_keeps_and_forgets_it(stub: OpenAIStub) -> None:
    with_model(stub)
    stats = CliRunner().invoke(app, ["cache", "stats"])
    assert "responses         2 entries" in stats.stdout
    assert CliRunner().invoke(app, ["cache", "clear"]).exit_code == 0
    with_model(stub)
    assert stub.ledger.requests == 2 * len(TEXTS)
