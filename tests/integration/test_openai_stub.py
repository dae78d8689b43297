"""The stub server does what it is told and counts what it did; the drills build on that."""

from __future__ import annotations

import http.client
import json
import time
from collections import Counter
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.servers.completions import REFUSAL
from tests.servers.faults import Fault, Plan, always, mix, script, status
from tests.servers.openai_stub import OpenAIStub

SAID = '{"title": "Rapat 12 Sekolah", "people": [{"name": "Yuli"}]}'
JSON_SCHEMA: dict[str, Any] = {
    "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": {}}}
}
TOOLS: dict[str, Any] = {"tools": [{"type": "function", "function": {"name": "answer", "parameters": {}}}]}


def say(body: Mapping[str, Any]) -> str:
    return SAID


def question(text: str = "s1|Rapat", **more: object) -> dict[str, Any]:
    return {"model": "stub", "messages": [{"role": "user", "content": text}], **more}


class Client:
    """One kept-alive connection."""

    def __init__(self, stub: OpenAIStub, timeout_s: float = 5.0) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", stub.port, timeout=timeout_s)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def post(self, body: Mapping[str, Any], path: str = "/v1/chat/completions") -> http.client.HTTPResponse:
        headers = {"Content-Type": "application/json", "Authorization": "Bearer sk-test"}
        self._connection.request("POST", path, json.dumps(body), headers)
        return self._connection.getresponse()

    def ask(self, body: Mapping[str, Any]) -> dict[str, Any]:
        response = self.post(body)
        answer: dict[str, Any] = json.loads(response.read())
        assert response.status == 200, answer
        return answer


def _parses(text: str | bytes) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def choice(plan: Plan, body: Mapping[str, Any] | None = None) -> tuple[dict[str, Any], str]:
    with OpenAIStub(say, plan=plan) as stub, Client(stub) as client:
        first = client.ask(body or question())["choices"][0]
        return first["message"], first["finish_reason"]


def test_it_answers_on_a_kept_connection_and_counts_every_token() -> None:
    with OpenAIStub(say) as stub, Client(stub) as client:
        answers = [client.ask(question(f"s1|{number}")) for number in range(20)]
    assert {answer["choices"][0]["message"]["content"] for answer in answers} == {SAID}
    assert stub.ledger.requests == 20
    assert stub.ledger.kinds == {"answer": 20}
    assert stub.ledger.input_tokens == sum(answer["usage"]["prompt_tokens"] for answer in answers) > 0
    assert stub.ledger.output_tokens == sum(answer["usage"]["completion_tokens"] for answer in answers) > 0
    assert stub.authorizations == {"Bearer sk-test"}
    assert [body["messages"][0]["content"] for body in stub.bodies][:2] == ["s1|0", "s1|1"]


def test_tools_get_the_answer_as_arguments() -> None:
    message, finish = choice(script(()), question(**TOOLS))
    call = message["tool_calls"][0]["function"]
    assert (call["name"], call["arguments"], message["content"]) == ("answer", SAID, None)
    assert finish == "tool_calls"


def test_models_are_listed() -> None:
    with OpenAIStub(say, models=("a", "b")) as stub:
        connection = http.client.HTTPConnection("127.0.0.1", stub.port, timeout=5)
        connection.request("GET", "/v1/models")
        listed = json.loads(connection.getresponse().read())
        connection.close()
    assert [model["id"] for model in listed["data"]] == ["a", "b"]
    assert stub.ledger.models_listed == 1
    assert stub.ledger.requests == 0


@pytest.mark.parametrize(
    ("modes", "asked", "word"),
    [
        (("tools", "json_object"), JSON_SCHEMA, "response_format"),
        (("json_object",), TOOLS, "tools"),
        ((), {"response_format": {"type": "json_object"}}, "json_object"),
    ],
)
def test_an_unknown_mode_is_a_400_that_names_it(
    modes: tuple[str, ...], asked: dict[str, Any], word: str
) -> None:
    with OpenAIStub(say, modes=modes) as stub, Client(stub) as client:
        response = client.post(question(**asked))
        assert response.status == 400
        assert word in json.loads(response.read())["error"]["message"]
    assert stub.ledger.kinds == {"unsupported": 1}
    assert stub.ledger.output_tokens == 0


@pytest.mark.parametrize("code", [400, 401, 403, 404, 408, 409, 429, 500, 502, 503])
def test_a_status_is_sent_with_its_wait(code: int) -> None:
    with OpenAIStub(say, plan=always(status(code, retry_after="3"))) as stub, Client(stub) as client:
        response = client.post(question())
        assert (response.status, response.headers["Retry-After"]) == (code, "3")
        assert "error" in json.loads(response.read())
    assert stub.ledger.kinds == {str(code): 1}


def test_another_key_than_the_servers_is_a_401() -> None:
    with OpenAIStub(say, api_key="sk-other") as stub, Client(stub) as client:
        assert client.post(question()).status == 401
    assert stub.ledger.kinds == {"401": 1}


@pytest.mark.parametrize(
    ("kind", "failure"),
    [
        ("timeout", TimeoutError),
        ("reset", ConnectionResetError),
        ("half_body", http.client.IncompleteRead),
        ("drip", TimeoutError),
    ],
)
def test_a_broken_connection_breaks_and_is_not_charged(kind: Any, failure: type[Exception]) -> None:
    plan = always(Fault(kind))
    with OpenAIStub(say, plan=plan) as stub, Client(stub, 0.3) as client, pytest.raises(failure):
        _drain(client.post(question()), 0.6)
    assert stub.ledger.kinds == {kind: 1}
    assert (stub.ledger.input_tokens, stub.ledger.output_tokens) == (0, 0)


def _drain(response: http.client.HTTPResponse, seconds: float) -> None:
    """Read to the end, for some seconds at most: a drip resets a socket's own timeout with every byte."""
    ends = time.monotonic() + seconds
    while not response.isclosed():
        if not response.read1(64) and response.length:
            raise http.client.IncompleteRead(b"")
        if time.monotonic() > ends:
            raise TimeoutError


@pytest.mark.parametrize(
    ("kind", "content_type", "is_json"),
    [
        ("html", "text/html; charset=utf-8", False),
        ("wrong_type", "text/plain", True),
        ("broken_body", "application/json", False),
        ("no_choices", "application/json", True),
    ],
)
def test_a_body_that_is_no_completion(kind: Any, content_type: str, is_json: bool) -> None:
    with OpenAIStub(say, plan=always(Fault(kind))) as stub, Client(stub) as client:
        response = client.post(question())
        body = response.read()
    assert (response.status, response.headers["Content-Type"]) == (200, content_type)
    assert _parses(body) is is_json
    assert stub.ledger.output_tokens == 0


@pytest.mark.parametrize(
    ("kind", "finish", "is_told"),
    [
        ("truncated", "length", lambda content: SAID.startswith(content) and not _parses(content)),
        ("content_filter", "content_filter", lambda content: content == ""),
        ("invalid_json", "stop", lambda content: not _parses(content)),
        ("wrong_shape", "stop", lambda content: set(json.loads(content)) == {"jawaban", "skor"}),
        ("wrapped", "stop", lambda content: SAID in content and not _parses(content)),
        ("hallucinated", "stop", lambda content: _parses(content) and "12" not in content),
        ("huge", "stop", lambda content: len(content) > 1_900_000 and _parses(content)),
        ("empty", "stop", lambda content: content == ""),
    ],
)
def test_an_answer_is_spoilt_as_told(kind: Any, finish: str, is_told: Callable[[str], bool]) -> None:
    message, reason = choice(always(Fault(kind)))
    assert reason == finish
    assert is_told(message["content"])


def test_a_refusal_stands_in_its_own_field() -> None:
    message, _ = choice(always(Fault("refusal")), question(**JSON_SCHEMA))
    assert (message["refusal"], message["content"]) == (REFUSAL, None)


def test_an_answer_over_the_limit_of_tokens_is_cut() -> None:
    message, finish = choice(script(()), question(max_completion_tokens=3))
    assert (message["content"], finish) == (SAID[:12], "length")


def test_a_script_is_followed_in_order() -> None:
    plan = script([status(503), None, status(429)])
    with OpenAIStub(say, plan=plan) as stub, Client(stub) as client:
        codes = []
        for _ in range(4):
            response = client.post(question())
            response.read()
            codes.append(response.status)
    assert codes == [503, 200, 429, 200]


def test_a_mix_keeps_its_shares_and_does_not_depend_on_the_order_of_arrival() -> None:
    shares = {status(503): 0.10, Fault("truncated"): 0.05}
    forward, backward = (_mixed(shares, order) for order in (range(1000), range(999, -1, -1)))
    assert forward == backward
    counts = Counter(forward.values())
    assert 70 <= counts["503"] <= 130
    assert 30 <= counts["truncated"] <= 70
    assert _mixed(shares, range(1000), seed=1) != forward


def _mixed(shares: Mapping[Fault, float], order: range, seed: int = 0) -> dict[int, str]:
    plan = mix(shares, seed=seed)
    with OpenAIStub(say, plan=plan) as stub, Client(stub) as client:
        found = {}
        for number in order:
            before = Counter(stub.ledger.kinds)
            client.post(question(f"s1|{number}")).read()
            (found[number],) = stub.ledger.kinds - before
        return found


def test_many_requests_are_under_way_at_once() -> None:
    def ask(number: int) -> str:
        with Client(stub) as client:
            content: str = client.ask(question(str(number)))["choices"][0]["message"]["content"]
            return content

    with OpenAIStub(say, latency_s=0.2) as stub, ThreadPoolExecutor(16) as pool:
        assert set(pool.map(ask, range(32))) == {SAID}
    assert stub.ledger.requests == 32
    assert stub.ledger.peak > 4


def test_a_bug_in_the_answer_reaches_the_test() -> None:
    def broken(body: Mapping[str, Any]) -> str:
        raise LookupError("no such article")

    with (
        pytest.raises(LookupError, match="no such article"),
        OpenAIStub(broken) as stub,
        Client(stub) as client,
    ):
        assert client.post(question()).status == 500


def test_it_ends_with_requests_still_waiting() -> None:
    started = time.monotonic()
    plan = always(Fault("timeout", seconds=60))
    with OpenAIStub(say, plan=plan) as stub, Client(stub, 0.2) as client, pytest.raises(TimeoutError):
        client.post(question())
    assert time.monotonic() - started < 10
