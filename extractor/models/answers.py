"""What a server's answer says: the text, why it ends, the tokens, and the JSON in it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import NamedTuple

from extractor.schema.calls import OutcomeKind

_THOUGHTS = re.compile(r"\s*<think>.*?</think>", re.DOTALL)
# Each attempt may read to the end of the text; a text with more braces that open nothing is no answer.
_MAX_ATTEMPTS = 16


class Said(NamedTuple):
    """One answer: its text (a tool's arguments where a tool was called), and why it is one or is none."""

    text: str
    finish_reason: str | None
    is_refusal: bool


class UnusableError(Exception):
    """A server answered, and the answer cannot be used; `kind` and the one sentence say why."""

    def __init__(self, kind: OutcomeKind, sentence: str) -> None:
        super().__init__(sentence)
        self.kind: OutcomeKind = kind


def said(body: Mapping[str, object]) -> Said | None:
    """What the first choice says, None if there is no choice."""
    choices = body.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], dict):
        return None
    message = choices[0].get("message")
    if not isinstance(message, dict):
        return None
    reason = choices[0].get("finish_reason")
    refusal = message.get("refusal")
    return Said(
        text=_arguments(message) or _content(message),
        finish_reason=reason if isinstance(reason, str) else None,
        is_refusal=isinstance(refusal, str) and bool(refusal.strip()),
    )


def tokens(body: Mapping[str, object]) -> tuple[int, int]:
    """Input and output tokens as the server counts them; 0 where it does not."""
    usage = body.get("usage")
    return _count(usage, "prompt_tokens"), _count(usage, "completion_tokens")


def json_object(answer: Said) -> str:
    """The one JSON object that an answer holds, as text; words around it are passed over.

    Raises:
        UnusableError: It was refused, is cut off or empty, or holds no JSON object or several.
    """
    if answer.is_refusal or answer.finish_reason == "content_filter":
        raise UnusableError("refused", "the model or its filter refused to answer")
    if answer.finish_reason == "length":
        raise UnusableError("truncated", "the answer was cut off at the limit of output tokens")
    thoughts = _THOUGHTS.match(answer.text)
    text = answer.text[thoughts.end() if thoughts else 0 :].strip()
    if not text:
        raise UnusableError("empty", "the answer is empty")
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return _object_within(text)
    if not isinstance(whole, dict):
        raise UnusableError("wrong_shape", "the answer is JSON, but no object")
    return text


def _object_within(text: str) -> str:
    decoder = json.JSONDecoder()
    found: list[str] = []
    start = text.find("{")
    for _ in range(_MAX_ATTEMPTS):
        if start < 0:
            break
        try:
            _, end = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            end = start + 1
        else:
            found.append(text[start:end])
        start = text.find("{", end)
    if len(found) != 1:
        raise UnusableError("invalid_json", "the answer is no JSON")
    return found[0]


def _content(message: Mapping[str, object]) -> str:
    content = message.get("content")
    if isinstance(content, list):
        # Some servers send the text in parts.
        parts = [part.get("text") for part in content if isinstance(part, dict)]
        return "".join(part for part in parts if isinstance(part, str))
    return content if isinstance(content, str) else ""


def _arguments(message: Mapping[str, object]) -> str:
    calls = message.get("tool_calls")
    if not isinstance(calls, list) or not calls or not isinstance(calls[0], dict):
        return ""
    function = calls[0].get("function")
    arguments = function.get("arguments") if isinstance(function, dict) else None
    if isinstance(arguments, dict):
        return json.dumps(arguments, ensure_ascii=False)
    return arguments if isinstance(arguments, str) else ""


def _count(usage: object, name: str) -> int:
    value = usage.get(name) if isinstance(usage, dict) else None
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else 0
