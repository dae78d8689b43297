"""A model behind a server: six outcomes told apart, each paid for in the ledger, and none raised."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, get_args

import pytest

from extractor.models import ModelConfig, connect, transport
from extractor.models.protocol import Mode
from extractor.schema.calls import OutcomeKind, Usage
from tests.servers.faults import Fault, FaultKind, Plan, always, mix, script, status
from tests.servers.openai_stub import OpenAIStub
from tests.unit.models.asking import KEY, PAYLOAD, SAID, Slept, ask, ask_at, question

MODES: tuple[Mode, ...] = get_args(Mode)
ENDINGS: dict[FaultKind, OutcomeKind] = {
    "truncated": "truncated",
    "refusal": "refused",
    "content_filter": "refused",
    "invalid_json": "invalid_json",
    "wrong_shape": "wrong_shape",
    "empty": "empty",
    "wrapped": "complete",
    "hallucinated": "complete",
    "huge": "complete",
}


def stub(plan: Plan | None = None, *, said: str = SAID, **options: Any) -> OpenAIStub:
    return OpenAIStub(lambda _: said, plan=plan, **options)


def charged(server: OpenAIStub) -> Usage:
    ledger = server.ledger
    return Usage(ledger.requests, max(ledger.requests - 1, 0), ledger.input_tokens, ledger.output_tokens)


@pytest.mark.parametrize("mode", MODES)
def test_an_answer_comes_as_plain_json_in_every_mode(mode: Mode) -> None:
    with stub() as server:
        [outcome] = ask(server, mode=mode)

    assert outcome.kind == "complete"
    assert outcome.payload == PAYLOAD
    assert outcome.error is None
    assert outcome.usage == charged(server)
    assert outcome.usage.input_tokens > 0
    assert outcome.usage.output_tokens > 0


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("fault", "kind"), ENDINGS.items())
def test_each_ending_of_an_answer_has_its_kind_and_is_paid_for(
    mode: Mode, fault: FaultKind, kind: OutcomeKind
) -> None:
    with stub(script([Fault(fault, chars=50_000)])) as server:
        [outcome] = ask(server, mode=mode)

    assert outcome.kind == kind
    assert (outcome.payload is None) == (kind != "complete")
    assert (outcome.error is None) == (kind == "complete")
    assert outcome.usage == charged(server)
    assert outcome.usage.calls == 1


BROKEN = {
    "timeout": "no answer came within 0.3 s",
    "drip": "the answer was not complete within 0.3 s",
    "reset": "the connection broke before an answer came",
    "half_body": "the connection broke in the middle of an answer",
    "broken_body": "the server's answer is broken JSON",
    "no_choices": "the server's answer holds no choices",
}


@pytest.mark.parametrize(("fault", "error"), BROKEN.items())
def test_what_breaks_on_the_way_is_told_apart_and_tried_again(fault: FaultKind, error: str) -> None:
    with stub(always(Fault(fault, seconds=1.5))) as server:
        [outcome] = ask(server, timeout_s=0.3, max_attempts=2)

    assert outcome.kind == "unavailable"
    assert outcome.error == f"{error} (tried 2 times)"
    assert outcome.usage == charged(server) == Usage(calls=2, retries=1)


@pytest.mark.parametrize("fault", BROKEN)
def test_an_answer_after_a_break_is_an_answer(fault: FaultKind) -> None:
    with stub(script([Fault(fault, seconds=1.5)])) as server:
        [outcome] = ask(server, timeout_s=0.3)

    assert outcome.kind == "complete"
    assert outcome.usage == charged(server)
    assert outcome.usage.retries == 1


@pytest.mark.parametrize(("fault", "seen"), [("html", "a web page"), ("wrong_type", "plain text")])
def test_what_is_no_api_is_named_and_not_asked_again(fault: FaultKind, seen: str) -> None:
    with stub(always(Fault(fault))) as server:
        [outcome] = ask(server)

    assert outcome.kind == "unavailable"
    assert outcome.error is not None
    assert f"answers with {seen}, not with JSON: check the base URL" in outcome.error
    assert outcome.usage.calls == 1


def test_a_server_that_is_not_there_is_named() -> None:
    with stub() as server:
        url = server.base_url
    [outcome] = ask_at(url, max_attempts=2)

    assert outcome.kind == "unavailable"
    assert outcome.error == (
        f"no server answers at {url}: is it running, is the address right? (tried 2 times)"
    )


@pytest.mark.parametrize("code", [408, 409, 429, 500, 502, 503, 504])
def test_a_busy_server_is_asked_again(code: int) -> None:
    with stub(script([status(code), status(code)])) as server:
        [outcome] = ask(server)

    assert outcome.kind == "complete"
    assert outcome.usage == charged(server)
    assert outcome.usage.retries == 2


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        (400, "does not accept the request (400"),
        (401, "check OPENAI_API_KEY"),
        (403, "may not use model 'stub'"),
        (404, "check the model's name and the base URL"),
        (413, "too long for the model's context"),
        (422, "does not accept the request (422"),
    ],
)
def test_a_refusal_of_the_request_is_final_and_says_what_to_do(code: int, advice: str) -> None:
    with stub(always(status(code, message="Bad: Rapat di Palopo " + KEY))) as server:
        [outcome] = ask(server)

    assert outcome.kind == "unavailable"
    assert outcome.error is not None
    assert advice in outcome.error
    assert "Palopo" not in outcome.error
    assert outcome.usage == charged(server) == Usage(calls=1)


def test_a_missing_key_is_told_from_a_wrong_one() -> None:
    with stub(api_key="sk-other") as server:
        [missing] = ask(server, api_key=None)
        [wrong] = ask(server)

    assert missing.error == "the server asks for an API key (401, invalid_request_error): set OPENAI_API_KEY"
    assert wrong.error is not None
    assert "does not accept the API key" in wrong.error


def test_an_article_too_long_for_the_context_is_said_to_be_so() -> None:
    message = "request (9000 tokens) exceeds the available context size (8192 tokens), try increasing it"
    with stub(always(status(400, message=message))) as server:
        [outcome] = ask(server)

    assert outcome.error is not None
    assert "too long for the model's context" in outcome.error
    assert outcome.usage.calls == 1


def test_attempts_are_capped() -> None:
    slept = Slept()
    with stub(always(status(503))) as server:
        [outcome] = ask(server, slept=slept, max_attempts=3)

    assert outcome.error == "the server is overloaded or still starts (503, server_error) (tried 3 times)"
    assert server.ledger.requests == 3
    assert len(slept.seconds) == 2


def test_after_the_limit_of_seconds_nothing_is_sent_again() -> None:
    with stub(always(Fault("timeout", seconds=1.0))) as server:
        [outcome] = ask(server, timeout_s=0.3, max_wait_s=0.2)

    assert outcome.kind == "unavailable"
    assert server.ledger.requests == 1


def test_an_answer_without_end_is_not_read_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_MAX_BODY_BYTES", 2**20)
    with stub(always(Fault("huge", chars=2_000_000))) as server:
        [outcome] = ask(server)

    assert outcome.kind == "unavailable"
    assert outcome.error == "the answer is larger than 1 MB"
    assert server.ledger.requests == 1


def test_a_request_that_is_given_up_leaves_the_model_usable() -> None:
    async def main(server: OpenAIStub) -> str:
        model = connect(ModelConfig("stub", server.base_url, KEY))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(model.complete(question("a")), 0.2)
        outcome = await model.complete(question("b"))
        await model.close()
        return outcome.kind

    with stub(script([Fault("timeout", seconds=1.0)])) as server:
        assert asyncio.run(main(server)) == "complete"


def test_retry_after_is_waited_for_and_a_little_more() -> None:
    slept = Slept()
    with stub(script([status(429, retry_after="7")])) as server:
        [outcome] = ask(server, slept=slept)

    assert outcome.kind == "complete"
    assert 7 <= sum(slept.seconds) <= 7 + 7 * 0.25


def test_a_wait_longer_than_the_limit_is_not_begun() -> None:
    slept = Slept()
    with stub(always(status(429, retry_after="3600"))) as server:
        [outcome, second] = ask(server, question("a"), question("b"), slept=slept, max_wait_s=30)

    assert outcome.kind == second.kind == "unavailable"
    assert slept.seconds == []
    assert server.ledger.requests == 2


def test_all_requests_of_a_model_wait_while_its_server_asks_for_rest() -> None:
    slept = Slept()
    slept.pace.hold(5)
    with stub() as server:
        [outcome] = ask(server, slept=slept)

    assert outcome.kind == "complete"
    assert sum(slept.seconds) >= 5


def test_a_rest_beyond_the_limit_sends_nothing() -> None:
    slept = Slept()
    slept.pace.hold(500)
    with stub() as server:
        [outcome] = ask(server, slept=slept, max_wait_s=100)

    assert outcome.kind == "unavailable"
    assert outcome.usage == Usage()
    assert server.ledger.requests == 0


@pytest.mark.parametrize(
    ("known", "mode", "calls"),
    [
        (("json_schema", "tools", "json_object"), "json_schema", 1),
        (("tools",), "tools", 2),
        (("json_object",), "json", 3),
    ],
)
def test_the_strictest_mode_that_the_server_knows_is_found_once(
    known: Sequence[str], mode: Mode, calls: int
) -> None:
    async def main(server: OpenAIStub) -> Mode:
        model = connect(ModelConfig("stub", server.base_url, KEY))
        outcomes = [await model.complete(question(text)) for text in "ab"]
        await model.close()
        again = connect(ModelConfig("stub", server.base_url, KEY))
        outcomes.append(await again.complete(question("c")))
        await again.close()
        assert [outcome.usage.calls for outcome in outcomes] == [calls, 1, 1]
        assert {outcome.kind for outcome in outcomes} == {"complete"}
        return model.mode

    with stub(modes=known) as server:
        assert asyncio.run(main(server)) == mode


def test_many_requests_at_once_find_the_mode_together() -> None:
    async def main(server: OpenAIStub) -> list[str]:
        model = connect(ModelConfig("stub", server.base_url, KEY))
        outcomes = await asyncio.gather(*(model.complete(question(f"s1|{n}")) for n in range(20)))
        await model.close()
        assert sum(outcome.usage.calls for outcome in outcomes) == server.ledger.requests
        return [outcome.kind for outcome in outcomes]

    with stub(modes=("json_object",)) as server:
        assert asyncio.run(main(server)) == ["complete"] * 20


def test_a_fixed_mode_stays() -> None:
    with stub(modes=("json_object",)) as server:
        [outcome] = ask(server, mode="json_schema")

    assert outcome.kind == "unavailable"
    assert server.ledger.requests == 1


def refusing(refused: Mapping[str, str]) -> Any:
    """An answer that refuses requests with certain parameters as OpenAI's newer models do."""

    def answer(body: Mapping[str, Any]) -> str | Fault:
        for name, message in refused.items():
            if name in body:
                return status(400, message=message)
        return SAID

    return answer


def test_parameters_that_a_model_does_not_know_are_left_out() -> None:
    refused = {
        "max_tokens": "Unsupported parameter: 'max_tokens' is not supported with this model. "
        "Use 'max_completion_tokens' instead.",
        "temperature": "Unsupported value: 'temperature' does not support 0 with this model.",
        "seed": "Unrecognized request argument supplied: seed",
    }
    with OpenAIStub(refusing(refused)) as server:
        outcomes = ask(server, question("a"), question("b"))

    assert [outcome.kind for outcome in outcomes] == ["complete", "complete"]
    assert [outcome.usage.calls for outcome in outcomes] == [4, 1]
    last = server.bodies[-1]
    assert last["max_completion_tokens"] == 200
    assert not last.keys() & refused.keys()


def test_a_schema_that_cannot_be_strict_is_sent_loose() -> None:
    def answer(body: Mapping[str, Any]) -> str | Fault:
        is_strict = body["response_format"]["json_schema"].get("strict", False)
        return status(400, message="Invalid schema for response_format 'Answer'") if is_strict else SAID

    with OpenAIStub(answer) as server:
        [outcome] = ask(server)

    assert outcome.kind == "complete"
    assert (
        "additionalProperties"
        not in server.bodies[-1]["response_format"]["json_schema"]["schema"]["$defs"]["Item"]
    )


def test_a_request_is_strict_bounded_and_repeatable() -> None:
    with stub() as server:
        ask(server, mode="json_schema")
        ask(server, mode="tools")
        ask(server, mode="json", seed=None)
    schema, tools, plain = server.bodies

    form = schema["response_format"]["json_schema"]
    assert form["strict"] is True
    assert form["schema"]["additionalProperties"] is False
    assert sorted(form["schema"]["required"]) == ["people", "title"]
    assert tools["tools"][0]["function"]["strict"] is True
    assert tools["tool_choice"]["function"]["name"] == "Answer"
    assert plain["response_format"] == {"type": "json_object"}
    assert [body["max_tokens"] for body in server.bodies] == [200] * 3
    assert [body["temperature"] for body in server.bodies] == [0.0] * 3
    assert [body.get("seed") for body in server.bodies] == [0, 0, None]
    assert all(body["messages"] == plain["messages"] for body in server.bodies)
    assert plain["messages"][0] == {"role": "system", "content": "Salin. JSON."}


def test_the_ledger_equals_the_servers_count_whatever_happens() -> None:
    plan = mix(
        {
            status(503): 0.1,
            Fault("timeout", seconds=1.0): 0.05,
            Fault("truncated"): 0.1,
            Fault("refusal"): 0.1,
            Fault("invalid_json"): 0.1,
            Fault("half_body"): 0.05,
        },
        seed=3,
    )

    async def main(server: OpenAIStub) -> list[Usage]:
        config = ModelConfig("gpt-4o-mini", server.base_url, KEY, timeout_s=0.4)
        model = connect(config)
        asked = (model.complete(question(f"s1|Artikel {n}")) for n in range(60))
        outcomes = await asyncio.gather(*asked)
        await model.close()
        return [outcome.usage for outcome in outcomes]

    with stub(plan) as server:
        usages = asyncio.run(main(server))
    total = Usage()
    for usage in usages:
        total = total.plus(usage)

    assert total.calls == server.ledger.requests
    assert total.retries == server.ledger.requests - 60
    assert (total.input_tokens, total.output_tokens) == (
        server.ledger.input_tokens,
        server.ledger.output_tokens,
    )
    expected = (total.input_tokens * 0.15 + total.output_tokens * 0.60) / 1e6
    assert total.cost_usd == pytest.approx(expected)


def test_one_model_serves_one_event_loop_after_the_other() -> None:
    async def once() -> str:
        outcome = await model.complete(question())
        await model.close()
        return outcome.kind

    with stub() as server:
        model = connect(ModelConfig("stub", server.base_url, KEY))
        assert [asyncio.run(once()), asyncio.run(once())] == ["complete", "complete"]


def test_the_servers_models_are_listed_and_a_silent_server_has_none() -> None:
    async def names(url: str) -> tuple[str, ...]:
        model = connect(ModelConfig("stub", url, KEY))
        found = await model.model_names()
        await model.close()
        return found

    with stub(models=("a", "b")) as server:
        assert asyncio.run(names(server.base_url)) == ("a", "b")
    assert asyncio.run(names(server.base_url)) == ()


def test_a_bug_of_ours_is_raised() -> None:
    class Broken(Slept):
        async def _sleep(self, _: float) -> None:
            raise ZeroDivisionError

    broken = Broken()
    with stub(script([status(503)])) as server, pytest.raises(ZeroDivisionError):
        ask(server, slept=broken)
