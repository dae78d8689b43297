"""What can go wrong between an article and a model's answer, and plans of when it does."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from threading import Lock
from typing import Any, Literal, NamedTuple, TypeAlias

FaultKind: TypeAlias = Literal[
    # the transport's
    "status", "timeout", "drip", "reset", "half_body", "broken_body", "html", "wrong_type", "no_choices",
    # the model's
    "truncated", "refusal", "content_filter", "invalid_json", "wrong_shape", "wrapped", "hallucinated",
    "huge", "empty",
]  # fmt: skip

TRANSPORT: frozenset[FaultKind] = frozenset(
    ("status", "timeout", "drip", "reset", "half_body", "broken_body", "html", "wrong_type", "no_choices")
)
"""Faults after which no answer has come; all others are answers, which cost tokens."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong.

    `status` and `retry_after` (as the header prints it) belong to the kind "status", whose `message` is the
    error's. `seconds` is how long a "timeout" keeps silent and how long a "drip" takes. `chars` is the size
    of a "huge" answer.
    """

    kind: FaultKind
    status: int = 503
    retry_after: str | None = None
    message: str = "The server is overloaded or not ready yet."
    seconds: float = 20.0
    chars: int = 2_000_000

    @property
    def label(self) -> str:
        """The name that the ledger counts it under: the kind, or the status."""
        return str(self.status) if self.kind == "status" else self.kind


class Asked(NamedTuple):
    """One request as a plan sees it: `number` and `attempt` from 1, the latter among equal requests."""

    number: int
    attempt: int
    body: Mapping[str, Any]


Plan: TypeAlias = Callable[[Asked], Fault | None]


def status(code: int, *, retry_after: str | None = None, message: str | None = None) -> Fault:
    """An HTTP error."""
    text = message or f"This server answers {code}."
    return Fault("status", status=code, retry_after=retry_after, message=text)


def script(faults: Iterable[Fault | None]) -> Plan:
    """The faults one after the other, one a request, then none any more."""
    queue = iter(tuple(faults))
    lock = Lock()

    def plan(asked: Asked) -> Fault | None:
        with lock:
            return next(queue, None)

    return plan


def always(fault: Fault) -> Plan:
    """The same fault for every request."""
    return lambda _: fault


def mix(shares: Mapping[Fault, float], *, seed: int = 0) -> Plan:
    """Each fault in its share (0 to 1) of the requests, drawn from what is asked and how often it was.

    The draw does not depend on the order of arrival, so a run with many requests in flight repeats itself.
    """
    if not 0 <= sum(shares.values()) <= 1:
        raise ValueError("the shares of all faults together lie between 0 and 1")

    def plan(asked: Asked) -> Fault | None:
        drawn = _draw(seed, asked)
        for fault, share in shares.items():
            if drawn < share:
                return fault
            drawn -= share
        return None

    return plan


def digest(body: Mapping[str, Any]) -> str:
    """What tells one question from another: a hash of its messages."""
    asked = json.dumps(body.get("messages"), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()


def _draw(seed: int, asked: Asked) -> float:
    """Evenly from `[0, 1)`."""
    key = f"{seed}\0{digest(asked.body)}\0{asked.attempt}"
    return int(hashlib.sha256(key.encode()).hexdigest()[:13], 16) / 16**13
