"""The bodies that an OpenAI-compatible server answers with: completions, spoilt completions and errors."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

from tests.servers.faults import Fault

CHARS_PER_TOKEN = 4
REFUSAL = "Maaf, saya tidak dapat membantu permintaan ini."
HALLUCINATION = "Zulkarnaen Fiktif"
_CHOICES = frozenset(("event", "at"))
"""Keys whose values are no words of the article."""
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True)
class Reply:
    """One HTTP response; a `body` that is no bytes is sent as JSON."""

    status: int
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        """The response as it goes over the wire, in one piece."""
        is_raw = isinstance(self.body, bytes)
        content = self.body if is_raw else json.dumps(self.body, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", **self.headers, "Content-Length": str(len(content))}
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + content


def error(status: int, message: str, headers: Mapping[str, str] | None = None) -> Reply:
    """An error in the form that OpenAI gives it."""
    kind = "invalid_request_error" if status < 500 else "server_error"
    body = {"error": {"message": message, "type": kind, "param": None, "code": None}}
    return Reply(status, body, headers or {})


def tokens(text: str) -> int:
    """What the stub counts for a text."""
    return -(-len(text) // CHARS_PER_TOKEN)


def tokens_of_messages(body: Mapping[str, Any]) -> int:
    """What the stub counts for a request's messages."""
    return sum(tokens(str(message.get("content") or "")) + 4 for message in body.get("messages", ()))


def completion(body: Mapping[str, Any], said: str, fault: Fault | None) -> Reply:
    """The answer that says `said`, spoilt by `fault`; cut off where the request's limit of tokens is."""
    text, finish = _spoil(said, fault)
    limit = int(body.get("max_completion_tokens") or body.get("max_tokens") or 0)
    is_cut = 0 < limit < tokens(text) and (fault is None or fault.kind != "huge")
    if is_cut:
        text, finish = text[: limit * CHARS_PER_TOKEN], "length"
    if body.get("tools") and text and finish == "stop":
        finish = "tool_calls"
    refusal = REFUSAL if fault and fault.kind == "refusal" else None
    choice = {"index": 0, "message": _message(body, text, refusal), "logprobs": None, "finish_reason": finish}
    counted = {"prompt_tokens": tokens_of_messages(body), "completion_tokens": tokens(refusal or text)}
    return Reply(
        200,
        {
            "id": "chatcmpl-stub",
            "object": "chat.completion",
            "created": 0,
            "model": body.get("model"),
            "choices": [choice],
            "usage": {**counted, "total_tokens": sum(counted.values())},
        },
    )


def _message(body: Mapping[str, Any], text: str, refusal: str | None) -> dict[str, Any]:
    message: dict[str, Any] = {"role": "assistant", "content": text, "refusal": refusal}
    if refusal is not None:
        message["content"] = None
    elif body.get("tools") and text:
        name = body["tools"][0]["function"]["name"]
        call = {"id": "call_stub", "type": "function", "function": {"name": name, "arguments": text}}
        message |= {"content": None, "tool_calls": [call]}
    return message


def _spoil(said: str, fault: Fault | None) -> tuple[str, str]:
    """The text that a model says instead, and why it stopped."""
    kind = fault.kind if fault else None
    if kind == "truncated":
        return said[: max(len(said) // 2, 1)], "length"
    if kind == "content_filter":
        return "", "content_filter"
    if kind in {"refusal", "empty"}:
        return "", "stop"
    if kind == "invalid_json":
        return "Berikut hasilnya: {judul: Rapat, pihak: [Dinas", "stop"
    if kind == "wrong_shape":
        return '{"jawaban": [{"nama": 17}], "skor": "tinggi"}', "stop"
    if kind == "wrapped":
        return f"Tentu! Berikut hasilnya:\n```json\n{said}\n```\nSemoga membantu.", "stop"
    if kind == "hallucinated":
        return json.dumps(_hallucinate(json.loads(said)), ensure_ascii=False), "stop"
    if kind == "huge":
        assert fault is not None
        return _grown(said, fault.chars), "stop"
    return said, "stop"


def _hallucinate(value: Any) -> Any:
    """The same shape with other digits and another first word in every text."""
    if isinstance(value, str):
        other = _DIGIT.sub(lambda digit: str((int(digit.group()) + 1) % 10), value)
        return _WORD.sub(HALLUCINATION, other, count=1)
    if isinstance(value, list):
        return [_hallucinate(item) for item in value]
    if isinstance(value, dict):
        return {name: item if name in _CHOICES else _hallucinate(item) for name, item in value.items()}
    return value


def _grown(said: str, chars: int) -> str:
    """`said` with every list in it repeated until the whole has about `chars` characters."""
    value = json.loads(said)
    lists = [item for item in value.values() if isinstance(item, list) and item]
    if not lists:
        return json.dumps({**value, "padding": "x" * chars})
    size = sum(len(json.dumps(items)) for items in lists)
    for items in lists:
        items.extend(items * max(chars // size - 1, 0))
    return json.dumps(value, ensure_ascii=False)
