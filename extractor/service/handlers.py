"""Errors that FastAPI and Starlette raise, turned into problem documents."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from extractor.service.problems import MEDIA_TYPE, Problem

if TYPE_CHECKING:
    from fastapi import FastAPI, Request

_SAID = {
    404: "there is nothing at this address; /docs lists what there is",
    405: "this address does not take that method; the header Allow names those that it takes",
}


def add_handlers(app: FastAPI) -> None:
    """Have `app` answer every error that reaches it with a problem document."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)


async def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return _response(request, error)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    phrase = HTTPStatus(error.status_code).phrase
    return _response(
        request,
        Problem(
            error.status_code,
            phrase.lower().replace(" ", "-"),
            _SAID.get(error.status_code, phrase.lower()),
            headers=error.headers,
        ),
    )


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    faults = [_fault(one) for one in error.errors()]
    return _response(
        request,
        Problem(
            422,
            "invalid-request",
            "; ".join(f"{one['in']}: {one['detail']}" for one in faults),
            errors=faults,
        ),
    )


def _fault(error: Any) -> dict[str, str]:
    """Where and what, without the value: it may be part of an article."""
    return {"in": " ".join(map(str, error["loc"])), "detail": str(error["msg"])}


def _response(request: Request, problem: Problem) -> Response:
    return Response(
        problem.body(request.scope), problem.status, headers=problem.headers, media_type=MEDIA_TYPE
    )
