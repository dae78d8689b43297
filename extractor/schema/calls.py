"""What is asked of a model and what came of it: plain types between prompts, models, cache and pipeline."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from pydantic import BaseModel

OutcomeKind: TypeAlias = Literal[
    "complete", "truncated", "refused", "invalid_json", "wrong_shape", "empty", "unavailable"
]
"""How a request ended. Only `complete` has a payload; `unavailable` means that no answer came at all."""


class Message(NamedTuple):
    """One turn of the conversation that a request opens with."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True)
class Request:
    """One question to a model.

    `answer_type` is the shape of the answer. `part` and `parts` number the requests of one article from 1 (a
    long article is asked in several). `max_output_tokens` bounds the answer.
    """

    messages: tuple[Message, ...]
    answer_type: type[BaseModel] = field(repr=False)
    max_output_tokens: int
    part: int = 1
    parts: int = 1

    @cached_property
    def sha256(self) -> str:
        """Hexadecimal SHA-256 of everything that is asked, by which a recorded answer is found again."""
        asked = [list(self.messages), self.answer_type.model_json_schema(), self.max_output_tokens]
        return hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()


class Usage(NamedTuple):
    """What requests took.

    `calls` counts HTTP requests sent, `retries` those among them that repeat one. Tokens are as the
    server counts them. `cost_usd` is 0 where no price is known.
    """

    calls: int = 0
    retries: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0

    def plus(self, other: Usage) -> Usage:
        """The sum of both, figure by figure."""
        return Usage(
            self.calls + other.calls,
            self.retries + other.retries,
            self.input_tokens + other.input_tokens,
            self.output_tokens + other.output_tokens,
            self.cost_usd + other.cost_usd,
        )


NO_USAGE = Usage()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one request ended: its answer as plain JSON in the shape of `answer_type`, or why there is none.

    `error` is one sentence without article text, None when complete.
    """

    kind: OutcomeKind
    payload: Mapping[str, object] | None = None
    usage: Usage = NO_USAGE
    error: str | None = None
