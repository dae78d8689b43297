"""A key is all that an answer depends on, and nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.cache import record_key, response_key
from extractor.cache.keys import origin

ASKED: dict[str, Any] = {
    "text_sha256": "1" * 64,
    "prompt_sha256": "2" * 64,
    "wire_sha256": "3" * 64,
    "base_url": "http://127.0.0.1:8080/v1",
    "model": "smollm2",
    "parameters": {"temperature": 0.0, "seed": 0, "max_output_tokens": 192},
    "part": 1,
    "parts": 2,
}


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("text_sha256", "4" * 64),
        ("prompt_sha256", "4" * 64),
        ("wire_sha256", "4" * 64),
        ("base_url", ""),
        ("model", "smollm2 "),
        ("parameters", {"temperature": 0.1, "seed": 0, "max_output_tokens": 192}),
        ("parameters", {"temperature": 0.0, "seed": None, "max_output_tokens": 192}),
        ("parameters", {"temperature": 0.0, "seed": 0}),
        ("part", 2),
        ("parts", 1),
    ],
)
def test_whatever_changes_an_answer_changes_its_key(name: str, other: Any) -> None:
    assert response_key(**{**ASKED, name: other}) != response_key(**ASKED)


def test_the_order_of_parameters_means_nothing() -> None:
    turned = dict(reversed(ASKED["parameters"].items()))
    assert response_key(**{**ASKED, "parameters": turned}) == response_key(**ASKED)


def test_a_record_s_key_changes_with_its_answers_and_with_the_code() -> None:
    first, second = response_key(**ASKED), response_key(**{**ASKED, "part": 2})
    keys = {
        record_key((first,), "code"),
        record_key((second,), "code"),
        record_key((first, second), "code"),
        record_key((first,), "other code"),
        record_key((), "code"),
        first,
    }
    assert len(keys) == 6


@given(st.text(), st.text())
def test_keys_tell_prompt_and_model_apart_whatever_the_model_is_called(model: str, other: str) -> None:
    key = response_key(**{**ASKED, "model": model})
    assert origin(key) == ("2" * 16, model)
    assert origin(record_key((key,), "code")) == ("2" * 16, model)
    assert (response_key(**{**ASKED, "model": other}) == key) == (model == other)
