"""What callers are told of a batch, as JSON."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field

from extractor.service.batches.runner import articles_left
from extractor.service.batches.state import Batch, Reason, State


class Articles(BaseModel):
    """Articles of a batch by what became of them."""

    ok: Annotated[int, Field(description="Records as they should be.")]
    fallback: Annotated[int, Field(description="Records of the rules, because the model failed.")]
    failed: Annotated[int, Field(description="Records without values: the line could not be read.")]
    repeated: Annotated[int, Field(description="Left out: the same id came before with the same text.")]
    left: Annotated[int, Field(description="Still to be read.")]


class Spent(BaseModel):
    """What models took for a batch, over all restarts."""

    calls: int
    cached: Annotated[int, Field(description="Articles that took none, since answers were kept.")]
    input_tokens: int
    output_tokens: int
    cost_usd: Annotated[float, Field(description="0 where no prices are known.")]


class Links(BaseModel):
    """Where the rest is."""

    self: str
    results: str
    events: str


class BatchStatus(BaseModel):
    """How far a batch is."""

    id: str
    state: State
    reason: Annotated[Reason | None, Field(description="Why it was cancelled: on request, or by budget.")]
    error: Annotated[str | None, Field(description="Why it failed, or rests in the queue.")]
    is_cancelling: Annotated[bool, Field(description="Its end was asked for; what is under way ends first.")]
    position: Annotated[int | None, Field(description="Place in the queue, from 1; null if not queued.")]
    created_at: str
    started_at: str | None
    ended_at: str | None
    starts: Annotated[int, Field(description="How often work on it began; more than 1 after restarts.")]
    lines: Annotated[int, Field(description="Lines uploaded that are not blank.")]
    size_bytes: int
    articles: Articles
    results: Annotated[int, Field(description="Lines that the results hold.")]
    spent: Spent
    budget_usd: float | None
    eta_s: Annotated[float | None, Field(description="Seconds to its end at the pace so far, if known.")]
    links: Links


class BatchPage(BaseModel):
    """Some of the batches, the newest first."""

    batches: list[BatchStatus]
    next: Annotated[str | None, Field(description="Where the older ones are; null if there are none.")]


def status(batch: Batch, position: int | None, path: str) -> BatchStatus:
    """The batch as its owner is told of it; `path` is where all batches are."""
    done = batch.progress
    own = f"{path}/{batch.id}"
    return BatchStatus(
        id=batch.id,
        state=batch.state,
        reason=batch.reason,
        error=batch.error,
        is_cancelling=batch.is_cancelling,
        position=position,
        created_at=batch.created_at,
        started_at=batch.started_at,
        ended_at=batch.ended_at,
        starts=batch.starts,
        lines=batch.lines,
        size_bytes=batch.size_bytes,
        articles=Articles(
            ok=done.ok,
            fallback=done.fallback,
            failed=done.failed,
            repeated=done.repeated,
            left=articles_left(batch),
        ),
        results=done.results,
        spent=Spent(
            calls=done.calls,
            cached=done.cached,
            input_tokens=done.input_tokens,
            output_tokens=done.output_tokens,
            cost_usd=done.cost_usd,
        ),
        budget_usd=batch.budget_usd,
        eta_s=done.eta_s,
        links=Links(self=own, results=f"{own}/results", events=f"{own}/events"),
    )
