"""The pages that come with the API itself: its documentation, rendered here, and what pages look like."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from fastapi import APIRouter, Response
from fastapi.responses import HTMLResponse, JSONResponse

from extractor.pages import base_css, environment
from extractor.service.documents import KINDS

ICON = "/favicon.ico"
"""What browsers ask for of their own accord; there is none, and that is no error."""

_METHODS = ("get", "post", "put", "patch", "delete")
_KEPT = {"Cache-Control": "max-age=3600"}


class Example(NamedTuple):
    """One body that a route takes or gives."""

    media_type: str
    text: str


class Operation(NamedTuple):
    """One route as the page shows it."""

    method: str
    path: str
    summary: str
    details: str
    parameters: list[Mapping[str, Any]]
    bodies: list[Example]
    answers: list[tuple[str, str]]
    examples: list[Example]


def router(document: Callable[[], dict[str, Any]]) -> APIRouter:
    """The routes; `document` makes the OpenAPI document."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/docs")
    async def docs() -> HTMLResponse:
        shown = document()
        template = environment("extractor.service").get_template("docs.html")
        return HTMLResponse(
            template.render(info=shown["info"], operations=list(operations(shown)), kinds=KINDS)
        )

    @routes.get(ICON)
    async def icon() -> Response:
        return Response(status_code=204, headers=_KEPT)

    @routes.get("/openapi.json")
    async def described() -> JSONResponse:
        return JSONResponse(document())

    @routes.get("/static/base.css")
    async def style() -> Response:
        return Response(base_css(), media_type="text/css", headers=_KEPT)

    return routes


def operations(document: Mapping[str, Any]) -> Iterator[Operation]:
    """Every route of an OpenAPI document, in its order."""
    for path, methods in document["paths"].items():
        for method in _METHODS:
            if method in methods:
                yield _operation(method, path, methods[method])


def _operation(method: str, path: str, told: Mapping[str, Any]) -> Operation:
    summary, _, details = told.get("description", told.get("summary", "")).partition("\n")
    good = [answer for status, answer in told["responses"].items() if status.startswith("2")]
    return Operation(
        method.upper(),
        path,
        summary,
        details.strip(),
        told.get("parameters", []),
        list(_examples(told.get("requestBody", {}))),
        [(status, answer["description"]) for status, answer in sorted(told["responses"].items())],
        [example for answer in good for example in _examples(answer)],
    )


def _examples(told: Mapping[str, Any]) -> Iterator[Example]:
    for media_type, content in told.get("content", {}).items():
        if "example" in content:
            example = content["example"]
            is_text = isinstance(example, str)
            yield Example(
                media_type, example if is_text else json.dumps(example, ensure_ascii=False, indent=2)
            )
