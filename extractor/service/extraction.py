"""`POST /v1/extract`: one article in, its record out."""

from __future__ import annotations

from typing import Annotated, Literal, get_args

from fastapi import APIRouter, Query, Request, Response

from extractor.articles import posted
from extractor.errors import ArticleError
from extractor.schema.calls import OutcomeKind
from extractor.schema.record import Record
from extractor.service.documents import answer, article_body, example_record, problems, whole
from extractor.service.engine import Engine, facts
from extractor.service.problems import Problem

KINDS: dict[str, posted.Kind] = {"text/plain": "text", "text/html": "html", "application/json": "json"}
_LONGEST_ID = 200

ArticleId = Annotated[
    str | None,
    Query(
        min_length=1,
        max_length=_LONGEST_ID,
        description="The article's id, unless its object has one; else 16 digits of its text's SHA-256.",
    ),
]
Fallback = Annotated[
    Literal["rules", "none"],
    Query(description="What to answer when a model was asked in vain: the rules' record, or a problem."),
]


def router(engine: Engine) -> APIRouter:
    """The route, with the engine that it hands articles to."""
    routes = APIRouter(tags=["articles"])

    @routes.post(
        "/v1/extract",
        response_model=Record,
        responses={
            **answer("The record.", "application/json", **whole(example_record())),
            **problems(415, 422, 502),
        },
        openapi_extra=article_body(),
    )
    async def extract(request: Request, id: ArticleId = None, fallback: Fallback = "rules") -> Response:
        """Make the record of one article.

        It is the same record as the command line writes. Where a model was asked in vain, `run.status` is
        `fallback` and `run.error` tells why.
        """
        kind = kind_of(request)
        try:
            made = await engine.read(await request.body(), kind, id, is_gone=request.is_disconnected)
        except ArticleError as error:
            raise Problem(422, "unreadable-article", str(error)) from error
        assert made.record.run is not None
        request.state.logged.update(facts(made.record.run))
        if problem := failure(made.record, fallback):
            raise problem
        return Response(made.text, media_type="application/json")

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
    reason = run.error or ""
    kind = reason.partition(":")[0]
    if kind == "unavailable":
        headers = {"Retry-After": "30"}
        return Problem(503, "model-unavailable", reason, headers=headers, article_id=record.article_id)
    if kind in get_args(OutcomeKind):
        return Problem(502, "model-output", reason, article_id=record.article_id)
    return Problem(500, "internal-error", f"no record was made: {reason}", article_id=record.article_id)
