"""What is known of one batch, as it is kept on disk and told to its owner."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, NamedTuple, TypeAlias

from pydantic import TypeAdapter

State: TypeAlias = Literal["queued", "running", "done", "cancelled", "failed"]
Reason: TypeAlias = Literal["requested", "budget"]

ENDED = frozenset({"done", "cancelled", "failed"})


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch is.

    `ok`, `fallback` and `failed` count articles by `run.status`; `repeated` those left out because the same
    id came before with the same text; `resumed` those whose records an earlier start had made. `results`
    counts lines of the results: fewer than articles where the server leaves some out. Calls, tokens and cost
    are of all starts; `cached` counts articles of this start for which answers were kept. `eta_s`, in
    seconds, is None where nothing can be said.
    """

    ok: int = 0
    fallback: int = 0
    failed: int = 0
    repeated: int = 0
    resumed: int = 0
    results: int = 0
    cached: int = 0
    calls: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float = 0.0
    eta_s: float | None = None


@dataclass(frozen=True, slots=True)
class Batch:
    """One upload and what has come of it.

    `owner` and `idempotency_key` are digests; None where there was none. `lines` counts those that are not
    blank. `starts` counts how often work on it was begun, `stalls` how many of the last ones in a row were
    broken off before its journals held more than `journaled_bytes`. `reason` tells why it was cancelled,
    `error` why it failed or rests. `is_cancelling` holds from the request until what was under way has ended.
    Times are ISO 8601, UTC.
    """

    id: str
    owner: str | None
    created_at: str
    lines: int
    size_bytes: int
    input_sha256: str
    idempotency_key: str | None = None
    budget_usd: float | None = None
    state: State = "queued"
    reason: Reason | None = None
    error: str | None = None
    is_cancelling: bool = False
    started_at: str | None = None
    ended_at: str | None = None
    starts: int = 0
    stalls: int = 0
    journaled_bytes: int = 0
    progress: Progress = field(default_factory=Progress)

    @property
    def is_ended(self) -> bool:
        """Whether nothing more will be done."""
        return self.state in ENDED


class Ending(NamedTuple):
    """How work on a batch ended; `queued` when only the server's end stopped it."""

    state: State
    reason: Reason | None = None
    error: str | None = None


_BATCHES = TypeAdapter(Batch)


def to_json(batch: Batch) -> bytes:
    """The batch as it is kept on disk."""
    return _BATCHES.dump_json(batch, indent=1)


def from_json(text: bytes) -> Batch:
    """What `to_json` wrote.

    Raises:
        ValueError: The text is damaged.
    """
    return _BATCHES.validate_json(text)


def now() -> str:
    """The present time, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
