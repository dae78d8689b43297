"""What a server's JSON says, also when it is not as the protocol has it."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from extractor.models.answers import Said, UnusableError, json_object, said, tokens
from extractor.schema.calls import OutcomeKind


def body(message: object, **choice: object) -> dict[str, object]:
    return {"choices": [{"message": message, "finish_reason": "stop", **choice}]}


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ({"content": "{}"}, "{}"),
        ({"content": None}, ""),
        ({}, ""),
        ({"content": 7}, ""),
        ({"content": [{"type": "text", "text": '{"a"'}, {"type": "text", "text": ": 1}"}, 3]}, '{"a": 1}'),
        ({"content": None, "tool_calls": [{"function": {"arguments": '{"a": 1}'}}]}, '{"a": 1}'),
        ({"tool_calls": [{"function": {"arguments": {"a": 1}}}]}, '{"a": 1}'),
        ({"content": "{}", "tool_calls": []}, "{}"),
        ({"content": "{}", "tool_calls": [None]}, "{}"),
        ({"content": "{}", "tool_calls": [{"function": None}]}, "{}"),
    ],
)
def test_the_text_is_the_content_or_the_arguments_of_a_tool(message: object, text: str) -> None:
    found = said(body(message))

    assert found is not None
    assert found.text == text


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"choices": None},
        {"choices": []},
        {"choices": [None]},
        {"choices": [{}]},
        body("text"),
        {"error": {}},
    ],
)
def test_without_a_choice_nothing_is_said(answer: dict[str, object]) -> None:
    assert said(answer) is None


@pytest.mark.parametrize(
    ("usage", "counted"),
    [
        ({"prompt_tokens": 3, "completion_tokens": 4}, (3, 4)),
        ({"prompt_tokens": 3}, (3, 0)),
        ({"prompt_tokens": "3", "completion_tokens": True}, (0, 0)),
        ({"prompt_tokens": -3}, (0, 0)),
        (None, (0, 0)),
        ("many", (0, 0)),
    ],
)
def test_tokens_are_those_that_the_server_counts(usage: object, counted: tuple[int, int]) -> None:
    assert tokens({"usage": usage}) == counted


def stopped(text: str, reason: str | None = "stop", *, is_refusal: bool = False) -> Said:
    return Said(text, reason, is_refusal)


@pytest.mark.parametrize(
    "text",
    [
        '{"a": {"b": 1}}',
        ' \n{"a": {"b": 1}}\n',
        '```json\n{"a": {"b": 1}}\n```',
        'Berikut hasilnya: {"a": {"b": 1}} Semoga membantu {ya}.',
        '<think>Mungkin {"a": 0}?</think>{"a": {"b": 1}}',
    ],
)
def test_one_object_is_found_among_words(text: str) -> None:
    assert json.loads(json_object(stopped(text))) == {"a": {"b": 1}}


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (stopped('{"a": 1}', "length"), "truncated"),
        (stopped("", "length"), "truncated"),
        (stopped('{"a": 1}', is_refusal=True), "refused"),
        (stopped('{"a": 1}', "content_filter"), "refused"),
        (stopped(" \n"), "empty"),
        (stopped("<think>Sulit.</think>\n"), "empty"),
        (stopped("Tidak ada."), "invalid_json"),
        (stopped('{"a": [1, 2'), "invalid_json"),
        (stopped('{"a": 1} {"a": 2}'), "invalid_json"),
        (stopped("{" * 5_000), "invalid_json"),
        (stopped('{"a":' * 5_000), "invalid_json"),
        (stopped("[1, 2]"), "wrong_shape"),
        (stopped("null"), "wrong_shape"),
        (stopped('"{}"'), "wrong_shape"),
    ],
)
def test_each_unusable_answer_has_its_kind(answer: Said, kind: OutcomeKind) -> None:
    with pytest.raises(UnusableError) as caught:
        json_object(answer)

    assert caught.value.kind == kind
    assert str(caught.value)


def test_a_missing_reason_to_stop_is_no_reason_to_refuse() -> None:
    assert json_object(stopped("{}", None)) == "{}"


def test_time_grows_with_the_length_of_a_broken_answer() -> None:
    def seconds(count: int) -> float:
        answer = stopped('{"a":[' * count)
        started = time.perf_counter()
        with pytest.raises(UnusableError):
            json_object(answer)
        return time.perf_counter() - started

    seconds(1_000)
    small, large = (min(seconds(count) for _ in range(5)) for count in (100_000, 200_000))
    assert large / small <= 3 + 0.01 / small


def test_an_answer_holds_what_its_body_says() -> None:
    found: Any = said(body({"content": "x", "refusal": "Maaf."}, finish_reason=5))

    assert found == Said("x", None, True)
