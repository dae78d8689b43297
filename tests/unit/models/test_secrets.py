"""Neither key nor article nor answer reaches a log, a message or a file."""

from __future__ import annotations

import logging
import traceback
from pathlib import Path

import pytest

from extractor.errors import SettingsError
from extractor.models import ModelConfig, connect
from tests.servers.faults import Fault, Plan, always, script, status
from tests.servers.openai_stub import OpenAIStub
from tests.unit.models.asking import KEY, SAID, ask, question

ARTICLE = "Rahasia-dalam-artikel"
ANSWER = "Rahasia-dalam-jawaban"
PLANS: dict[str, Plan] = {
    "answer": script(()),
    "refused key": always(status(401, message=f"Incorrect API key provided: {KEY}.")),
    "echo": always(status(400, message=f"{KEY} {ARTICLE}")),
    "busy": always(status(503, message=f"{KEY} {ARTICLE}")),
    "reset": always(Fault("reset")),
    "half": always(Fault("half_body")),
    "wrong": always(Fault("wrong_shape")),
    "no JSON": always(Fault("invalid_json")),
    "cut": always(Fault("truncated")),
}


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
@pytest.mark.parametrize("said", [SAID, f'{{"title": "{ANSWER}", "{ANSWER}": 1}}', f"{ANSWER} {{"])
def test_nothing_secret_is_logged_or_told(
    plan: Plan,
    said: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    caplog.set_level(logging.DEBUG)
    with OpenAIStub(lambda _: said, plan=plan) as server:
        [outcome] = ask(server, question(ARTICLE), max_attempts=2, home=tmp_path)
    captured = capfd.readouterr()
    kept = "".join(path.read_text() for path in tmp_path.iterdir())
    told = f"{outcome.error} {caplog.text} {captured.out} {captured.err} {kept}"

    for secret in (KEY, ARTICLE, ANSWER):
        assert secret not in told


def test_a_key_is_not_in_what_is_printed_of_a_model() -> None:
    config = ModelConfig("m", api_key=KEY)

    assert KEY not in repr(config)
    assert KEY not in repr(connect(config))
    assert KEY not in str(config)


def test_a_key_with_a_line_break_inside_is_refused_without_being_told() -> None:
    with pytest.raises(SettingsError) as caught:
        ModelConfig("m", api_key=f"{KEY}\nX-Header: 1")

    assert KEY not in "".join(traceback.format_exception(caught.value))


def test_space_around_a_key_is_no_part_of_it() -> None:
    assert ModelConfig("m", api_key=f" {KEY}\n").api_key == KEY
    assert ModelConfig("m", api_key=" ").api_key is None


def test_the_key_is_sent_to_the_server_and_where_there_is_none_a_stand_in() -> None:
    with OpenAIStub(lambda _: SAID) as server:
        ask(server)
        ask(server, api_key=None)

    assert server.authorizations == {f"Bearer {KEY}", "Bearer none"}


def test_a_key_in_the_shell_goes_to_no_server_that_was_given_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with OpenAIStub(lambda _: SAID) as server:
        ask(server, api_key=None)

    assert server.authorizations == {"Bearer none"}


def test_a_proxy_of_the_outer_world_is_not_asked_for_this_machines_servers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    with OpenAIStub(lambda _: SAID) as server:
        [outcome] = ask(server)

    assert outcome.kind == "complete"
