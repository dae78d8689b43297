"""`/v1/batches`: upload many articles, see how far they are, fetch their records, cancel."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, FastAPI, Header, Path, Query, Request, Response
from fastapi.responses import JSONResponse, StreamingResponse
from fastapi.sse import EventSourceResponse
from prometheus_client import Gauge

from extractor.pipeline import Extractor
from extractor.service.batches import documents, results
from extractor.service.batches.documents import PATH
from extractor.service.batches.events import RETRY_MS, events, id_of
from extractor.service.batches.registry import Limits, Registry
from extractor.service.batches.runner import Runner
from extractor.service.batches.slots import Slots
from extractor.service.batches.state import Batch, State
from extractor.service.batches.submitting import Reception, Wish
from extractor.service.batches.wire import BatchPage, BatchStatus, status
from extractor.service.documents import problems
from extractor.service.guards.keys import digest_of, sent_key
from extractor.service.problems import Problem
from extractor.service.state import Service
from extractor.settings import Settings

DRAIN_S = 20.0
_MOST_ON_A_PAGE = 100
_ID = "^[0-9a-f]{28}$"

BatchId = Annotated[str, Path(pattern=_ID, description="As POST /v1/batches answered it.")]
BudgetUsd = Annotated[
    float | None,
    Query(ge=0, allow_inf_nan=False, description="US dollars after which no model is asked any more."),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=1,
        max_length=255,
        description="Makes a repeated upload answer with the batch that the first one made.",
    ),
]
InState = Annotated[State | None, Query(description="Only those that are in this state.")]
After = Annotated[str | None, Query(pattern=_ID, description="The last batch that is known already.")]
PageLimit = Annotated[int, Query(ge=1, le=_MOST_ON_A_PAGE, description="Batches on a page.")]
Skip = Annotated[int, Query(ge=0, le=10**9, description="Lines at the beginning that are known already.")]
LastEventId = Annotated[str | None, Header(description="The id of the last event that is known already.")]
Purge = Annotated[bool, Query(description="Remove the batch with its upload and its records.")]


def router(
    service: Service,
    *,
    limits: Limits | None = None,
    make_extractor: Callable[[Settings], Extractor] = Extractor,
) -> APIRouter:
    """The routes; work on batches begins and ends with the app that they are included in.

    Args:
        service: Its settings are how articles are read; batches are kept in `service/batches` of its home.
        limits: How much is taken on.
        make_extractor: What reads the articles of one batch, for tests.
    """
    limits = limits or Limits()
    runner = Runner(
        service.options.home / "service" / "batches",
        service.settings,
        limits=limits,
        make_extractor=make_extractor,
        on_article=service.metrics.article,
    )
    streams = Slots(limits.max_streams)
    _add_gauges(service, runner, streams)
    routes = APIRouter(prefix=PATH, tags=["batches"], lifespan=_lifespan(service, runner))
    _add_submit(routes, runner, Reception(runner, max_bytes=service.options.max_upload_bytes))
    _add_reading(routes, runner)
    _add_events(routes, runner, streams, service)
    _add_cancel(routes, runner)
    return routes


def _add_submit(routes: APIRouter, runner: Runner, reception: Reception) -> None:
    @routes.post(
        "",
        status_code=202,
        response_model=BatchStatus,
        responses=documents.submitted(),
        openapi_extra=documents.upload(),
    )
    async def submit_batch(
        request: Request, budget_usd: BudgetUsd = None, idempotency_key: IdempotencyKey = None
    ) -> Response:
        """Take many articles on, to be read in the background.

        Once this is answered, the upload is on the disk: it is worked on whatever happens to the server.
        """
        _held(runner)
        wish = Wish(owner_of(request), idempotency_key, budget_usd)
        batch, is_new = await reception.take(request, wish)
        headers = {"Location": f"{PATH}/{batch.id}"}
        if not is_new:
            headers["Idempotent-Replayed"] = "true"
        return JSONResponse(_told(runner.registry, batch).model_dump(), 202, headers)


def _add_reading(routes: APIRouter, runner: Runner) -> None:
    @routes.get("", responses=problems(422))
    def list_batches(
        request: Request, state: InState = None, after: After = None, limit: PageLimit = 20
    ) -> BatchPage:
        """List your batches, the newest first; `next` leads to older ones."""
        registry = _held(runner)
        wanted = registry.all(owner_of(request), state)
        found = [batch for batch in wanted if after is None or batch.id < after]
        shown = found[:limit]
        following = f"{PATH}?limit={limit}&after={shown[-1].id}" if len(found) > limit else None
        if following and state:
            following += f"&state={state}"
        return BatchPage(batches=[_told(registry, batch) for batch in shown], next=following)

    @routes.get("/{batch_id}", responses=documents.told())
    def get_batch(request: Request, batch_id: BatchId) -> BatchStatus:
        """Tell how far a batch is."""
        return _told(runner.registry, _batch(runner, request, batch_id))

    @routes.get("/{batch_id}/results", response_class=StreamingResponse, responses=documents.records())
    def get_batch_results(request: Request, batch_id: BatchId, skip: Skip = 0) -> Response:
        """Give the records as JSON Lines, in the order of the input.

        While the batch runs, these are the records that are there without a gap before them. The header
        `Batch-State` tells whether there will be more.
        """
        batch = _batch(runner, request, batch_id)
        headers = {
            "Batch-State": batch.state,
            "Content-Disposition": f'attachment; filename="{batch_id}.jsonl"',
        }
        part = results.part(runner.store.folder(batch_id), skip=skip)
        if part is None:
            return Response(b"", headers=headers, media_type=documents.NDJSON)
        headers["Content-Length"] = str(part.end - part.start)
        return StreamingResponse(part.blocks(), headers=headers, media_type=documents.NDJSON)


def _add_events(routes: APIRouter, runner: Runner, streams: Slots, service: Service) -> None:
    # Not by FastAPI's own way to stream events, which leaves no room for 204 and 429.
    @routes.get("/{batch_id}/events", response_class=StreamingResponse, responses=documents.followed())
    async def follow_batch(
        request: Request, batch_id: BatchId, last_event_id: LastEventId = None
    ) -> Response:
        """Tell of every change until the batch ends, as server-sent events."""
        owner = owner_of(request)
        batch = _batch(runner, request, batch_id)
        if batch.is_ended and last_event_id == id_of(_told(runner.registry, batch)):
            # Nothing will ever be told again: by this answer a reader knows not to come back.
            return Response(status_code=204)
        if streams.is_full(owner):
            headers = {"Retry-After": str(RETRY_MS // 1000)}
            raise Problem(503, "busy", "too many event streams are open", headers=headers)

        def look() -> BatchStatus | None:
            found = runner.registry.get(batch_id, owner)
            return None if found is None else _told(runner.registry, found)

        async def told() -> AsyncIterator[bytes]:
            with streams.one(owner):
                async for event in events(look, last_id=last_event_id, is_stopping=service.stopping.is_set):
                    yield event

        return EventSourceResponse(told(), headers={"X-Accel-Buffering": "no"})


def _add_cancel(routes: APIRouter, runner: Runner) -> None:
    @routes.delete("/{batch_id}", response_model=BatchStatus, responses=documents.cancelled())
    def cancel_batch(request: Request, batch_id: BatchId, purge: Purge = False) -> Response:
        """Cancel a batch; with `purge` remove one that has ended.

        What is under way ends first, and all records up to there stay. It may be repeated: cancelling a batch
        that has ended changes nothing.
        """
        batch = _batch(runner, request, batch_id)
        if not purge:
            cancelled = runner.registry.cancel(batch_id) or batch
            code = 200 if batch.is_ended else 202
            return JSONResponse(_told(runner.registry, cancelled).model_dump(), code)
        if not runner.registry.remove(batch_id):
            raise Problem(409, "not-ended", "the batch has not ended; cancel it and wait for its end")
        return Response(status_code=204)


def owner_of(request: Request) -> str | None:
    """Whose request it is: the digest of its key, None where no keys are used."""
    key = sent_key(request.scope) if hasattr(request.state, "caller") else None
    return None if key is None else digest_of(key)


def _held(runner: Runner) -> Registry:
    if not runner.is_holding:
        detail = "batches are still in the hands of another server process, which is about to end"
        headers = {"Retry-After": "5"}
        raise Problem(503, "not-ready", detail, headers=headers, reasons={"batches": detail})
    return runner.registry


def _batch(runner: Runner, request: Request, batch_id: str) -> Batch:
    batch = _held(runner).get(batch_id, owner_of(request))
    if batch is None:
        raise Problem(404, "not-found", "there is no such batch, or it is not yours")
    return batch


def _told(registry: Registry, batch: Batch) -> BatchStatus:
    return status(batch, registry.position(batch.id), PATH)


def _lifespan(service: Service, runner: Runner) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    async def drain() -> None:
        await service.stopping.wait()
        runner.drain()

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await asyncio.to_thread(runner.start)
        draining = asyncio.create_task(drain())
        try:
            yield
        finally:
            draining.cancel()
            await asyncio.to_thread(runner.close, DRAIN_S)

    return lifespan


def _add_gauges(service: Service, runner: Runner, streams: Slots) -> None:
    registry = service.metrics.registry
    batches = Gauge("edumutu_batches", "Batches that wait or are worked on.", ("state",), registry=registry)
    batches.labels("queued").set_function(lambda: runner.figures().queued)
    batches.labels("running").set_function(lambda: runner.figures().running)
    left = Gauge("edumutu_batch_articles_left", "Articles of batches still to be read.", registry=registry)
    left.set_function(lambda: runner.figures().articles_left)
    open_ = Gauge("edumutu_batch_event_streams", "Event streams that are open.", registry=registry)
    open_.set_function(lambda: streams.taken)
