"""What stands in a line of a batch's output becomes an outcome, whatever stands there."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict

from extractor.models import BATCH_SHARE, Composer, Dialect, ModelConfig, cost_usd, read_line
from extractor.schema.calls import Message, OutcomeKind, Request
from tests.unit.models.asking import KEY

CONFIG = ModelConfig(
    "m", base_url="http://127.0.0.1:9/v1", api_key=KEY, input_price_usd=2.0, output_price_usd=8.0
)


class Answer(BaseModel):
    model_config = ConfigDict(extra="forbid")

    title: str | None


def body(text: object = '{"title": "Rapat"}', finish: str = "stop", **more: Any) -> dict[str, Any]:
    message = {"role": "assistant", "content": text, **more}
    usage = {"prompt_tokens": 1000, "completion_tokens": 100}
    return {"choices": [{"message": message, "finish_reason": finish}], "usage": usage}


def answered(told: object, status: object = 200) -> dict[str, Any]:
    return {"custom_id": "x", "response": {"status_code": status, "body": told}, "error": None}


def test_an_answer_costs_its_tokens_at_the_share_of_a_batch() -> None:
    outcome = read_line(answered(body()), Answer, CONFIG).outcome
    assert (outcome.kind, outcome.payload) == ("complete", {"title": "Rapat"})
    usage = outcome.usage
    assert (usage.calls, usage.retries, usage.input_tokens, usage.output_tokens) == (1, 0, 1000, 100)
    assert usage.cost_usd == BATCH_SHARE * cost_usd(CONFIG, 1000, 100) == pytest.approx(0.0014)


LINES: dict[str, tuple[dict[str, Any], OutcomeKind, int]] = {
    "nothing": ({}, "unavailable", 0),
    "neither": ({"response": None, "error": None}, "unavailable", 0),
    "expired": ({"response": None, "error": {"code": "batch_expired"}}, "unavailable", 0),
    "an error of another kind": ({"response": None, "error": "no"}, "unavailable", 0),
    "a code that is none": ({"error": {"code": ["batch_expired"]}}, "unavailable", 0),
    "a response that is none": ({"response": "OK"}, "unavailable", 0),
    "no status": ({"response": {"body": body()}}, "complete", 1),
    "an error below 200": (answered({"error": {"message": "x"}}), "unavailable", 1),
    "no body": (answered(None), "unavailable", 1),
    "a body that is a list": (answered([]), "unavailable", 1),
    "no choices": (answered({"choices": []}), "unavailable", 1),
    "choices that are none": (answered({"choices": [1]}), "unavailable", 1),
    "401": (answered({"error": {"message": KEY}}, 401), "unavailable", 1),
    "500 without a body": (answered(None, 500), "unavailable", 1),
    "429": (answered({"error": {"code": "rate_limit_exceeded"}}, 429), "unavailable", 1),
    "cut": (answered(body('{"title": "Ra', "length")), "truncated", 1),
    "refused": (answered(body("", refusal="no")), "refused", 1),
    "filtered": (answered(body("", "content_filter")), "refused", 1),
    "empty": (answered(body("")), "empty", 1),
    "a null": (answered(body(None)), "empty", 1),
    "no JSON": (answered(body("Rapat")), "invalid_json", 1),
    "JSON that is a list": (answered(body("[1]")), "wrong_shape", 1),
    "another shape": (answered(body('{"judul": "Rapat"}')), "wrong_shape", 1),
    "thoughts": (answered(body('<think>so</think>{"title": null}')), "complete", 1),
}


@pytest.mark.parametrize(("line", "kind", "calls"), LINES.values(), ids=LINES)
def test_every_line_gives_an_outcome(line: dict[str, Any], kind: OutcomeKind, calls: int) -> None:
    outcome = read_line(line, Answer, CONFIG).outcome
    assert (outcome.kind, outcome.usage.calls) == (kind, calls)
    assert (outcome.payload is None) == (outcome.error is not None) == (kind != "complete")
    assert KEY not in str(outcome.error)


@pytest.mark.parametrize("tokens", [None, -1, True, "1000", 2.5])
def test_tokens_that_are_no_count_are_none(tokens: Any) -> None:
    told = {**body(), "usage": {"prompt_tokens": tokens, "completion_tokens": 100}}
    assert read_line(answered(told), Answer, CONFIG).outcome.usage.input_tokens == 0


@pytest.mark.parametrize(
    ("status", "message", "is_told"),
    [(400, "response_format is not supported", True), (422, "x", True), (500, "response_format", False)],
)
def test_what_a_server_does_not_like_about_the_form_is_told_apart(
    status: int, message: str, is_told: bool
) -> None:
    read = read_line(answered({"error": {"message": message}}, status), Answer, CONFIG)
    assert (read.complaint is not None) == is_told
    assert message not in str(read.outcome.error)


@pytest.mark.parametrize("limit", ["max_tokens", "max_completion_tokens"])
def test_a_request_is_written_in_its_dialect(limit: Any) -> None:
    request = Request((Message("user", "Rapat"),), Answer, max_output_tokens=99)
    dialect = Dialect(limit=limit, has_temperature=False, has_seed=False)
    with Composer(CONFIG, dialect) as composer:
        written = [composer.body(request) for _ in range(2)]
    assert written[0] == written[1]
    assert written[0][limit] == 99
    assert written[0]["messages"] == [{"role": "user", "content": "Rapat"}]
    assert written[0]["response_format"]["json_schema"]["strict"] is True
    assert written[0].keys() == {"model", "messages", "response_format", limit}
    assert KEY not in json.dumps(written)
