"""`POST /v1/extract`: one article in, its record out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Literal

from fastapi import APIRouter, Query, Request, Response

from extractor.articles import posted
from extractor.errors import ArticleError
from extractor.service.engine import Engine, as_written
from extractor.service.problems import Problem
from extractor.service.state import Service

if TYPE_CHECKING:
    from extractor.schema.record import Record, Run

KINDS: dict[str, posted.Kind] = {"text/plain": "text", "text/html": "html", "application/json": "json"}
_LONGEST_ID = 200


def router(service: Service, engine: Engine) -> APIRouter:
    """The route, with the engine that it hands articles to."""
    routes = APIRouter()

    @routes.post("/v1/extract")
    async def extract(
        request: Request,
        id: Annotated[str | None, Query(min_length=1, max_length=_LONGEST_ID)] = None,
        fallback: Literal["rules", "none"] = "rules",
    ) -> Response:
        """Make the record of one article."""
        kind = kind_of(request)
        raw = await request.body()
        try:
            article = await engine.compute(partial(posted.read, raw, kind, id))
        except ArticleError as error:
            raise Problem(422, "unreadable-article", str(error)) from error
        record = await engine.record(article)
        assert record.run is not None
        request.state.logged.update(_facts(record.run))
        if problem := failure(record, fallback):
            raise problem
        text = await engine.compute(partial(as_written, record, article, service.settings))
        return Response(text, media_type="application/json")

    return routes


def kind_of(request: Request) -> posted.Kind:
    """What the body is, by its Content-Type.

    Raises:
        Problem: It is none of those that are read here.
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Problem(
            415,
            "unsupported-media-type",
            "send the body as it is, without Content-Encoding",
            headers={"Accept-Encoding": "identity"},
        )
    if media_type not in KINDS:
        raise Problem(
            415,
            "unsupported-media-type",
            f"send a Content-Type of {', '.join(KINDS)}",
            headers={"Accept-Post": ", ".join(KINDS)},
        )
    return KINDS[media_type]


def failure(record: Record, fallback: str) -> Problem | None:
    """The problem to answer instead of a record that is not what was asked for; None if it is."""
    run = record.run
    assert run is not None
    if run.status == "ok" or (run.status == "fallback" and fallback != "none"):
        return None
    kind = (run.error or "").partition(":")[0]
    if kind == "unavailable":
        return Problem(
            503,
            "model-unavailable",
            run.error or "",
            headers={"Retry-After": "30"},
            article_id=record.article_id,
        )
    if run.calls or kind in {"truncated", "refused", "invalid_json", "wrong_shape", "empty"}:
        return Problem(502, "model-output", run.error or "", article_id=record.article_id)
    return Problem(
        500, "internal-error", f"no record could be made: {run.error}", article_id=record.article_id
    )


def _facts(run: Run) -> dict[str, object]:
    return {
        "engine": run.engine,
        "article_status": run.status,
        "cached": run.cached,
        "calls": run.calls,
        "input_tokens": run.input_tokens,
        "output_tokens": run.output_tokens,
        "cost_usd": run.cost_usd,
    }
