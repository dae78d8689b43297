"""What the OpenAPI document and /docs say of bodies, answers and problems, with examples that are true."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, ConfigDict, Field, StrictInt

from extractor.articles import posted
from extractor.pipeline import Extractor
from extractor.service.problems import MEDIA_TYPE

if TYPE_CHECKING:
    from fastapi import FastAPI

EXAMPLE_TEXT = (
    "Ratusan Guru Ikuti Pelatihan Kurikulum Merdeka\n"
    "PALOPO – Dinas Pendidikan Kota Palopo menggelar pelatihan Kurikulum Merdeka, Rabu (15/5/2024). "
    "Sebanyak 120 guru mengikuti pelatihan itu.\n"
    "“Guru adalah kunci mutu pendidikan,” kata Kepala Dinas Pendidikan Kota Palopo, Andi Contoh.\n"
)
EXAMPLE_ID = "berita-1"
EXAMPLE_OBJECT = {"id": EXAMPLE_ID, "text": EXAMPLE_TEXT, "published_on": "2024-05-16"}
EXAMPLE_PAGE = (
    "<!doctype html><html><head><title>Pelatihan Guru</title></head><body><article><h1>Pelatihan Guru</h1>"
    "<p>Dinas Pendidikan Kota Palopo menggelar pelatihan Kurikulum Merdeka, Rabu (15/5/2024).</p>"
    "</article></body></html>"
)

KINDS: dict[str, str] = {
    "bad-request": "what was sent is no HTTP",
    "budget-used-up": "the budget for models is used up; records by rules need a service without a model",
    "busy": "more is waiting than the service takes; ask again after Retry-After",
    "caller-gone": "the caller left before the article's turn came; told in the log only",
    "foreign-origin": "a browser sent the request for a page of another site",
    "internal-error": "a bug here; its place is in the log, under the request's id",
    "idempotency-key-used": "the Idempotency-Key came with another upload or another budget before",
    "insufficient-storage": "the disk of the service took no more",
    "invalid-request": "a parameter is none of those that are taken; `errors` names it",
    "method-not-allowed": "the address does not take the method; Allow names those that it takes",
    "model-output": "with fallback=none: the model's answer could not be used",
    "model-unavailable": "with fallback=none: the model did not answer",
    "no-valid-key": "no API key was sent, or none that is known",
    "no-prices": "a budget was given, and no prices are known for the model of the service",
    "not-ended": "the batch has not ended, so it cannot be removed; cancel it first",
    "not-found": "there is nothing at the address",
    "not-ready": "the service does not take work now; `reasons` tells why",
    "stopping": "the service ended before the answer was ready",
    "too-large": "the body is larger than `max_bytes`",
    "too-many-articles": "the batch has more than `max_lines` articles",
    "too-many-batches": "the caller keeps too many batches; remove ended ones",
    "too-many-requests": "more requests in a minute than one caller may send; ask again after Retry-After",
    "too-slow": "the request came too slowly, or its end did not come",
    "took-too-long": "no answer was ready in time",
    "unknown-host": "the request calls the service by a name that is not its own",
    "unreadable-article": "the body holds no article that can be read; `detail` tells why",
    "unreadable-batch": "the body holds no line that could be an article",
    "unsupported-media-type": "the Content-Type or Content-Encoding is none of those that are taken",
}
"""Every kind of problem, by the slug that ends its `type`, and what it means."""


class ProblemDocument(BaseModel):
    """An error, as RFC 9457 has it."""

    model_config = ConfigDict(title="Problem", extra="allow")

    type: str = Field(
        description="A reference to what the kind of problem means.", examples=["/docs#too-large"]
    )
    title: str = Field(description="The kind of problem.")
    status: int = Field(ge=400, le=599, description="The HTTP status.")
    detail: str = Field(description="What is wrong, and what to do.")
    request_id: str | None = Field(
        default=None, description="The id under which the log tells of the request."
    )


class ArticleBody(BaseModel):
    """One article as an object; other members are ignored."""

    model_config = ConfigDict(
        title="Article",
        extra="allow",
        json_schema_extra={"anyOf": [{"required": ["text"]}, {"required": ["html"]}]},
    )

    text: str | None = Field(default=None, pattern=r"\S", description="The article's text, of at most 2 MB.")
    html: str | None = Field(default=None, description="Its page instead; read where there is no text.")
    id: str | StrictInt | None = Field(
        default=None, description="By default 16 digits of the text's SHA-256."
    )
    title: str | None = Field(default=None, description="The headline, where the text has none.")
    outlet: str | None = Field(default=None, description="The news outlet, where the text names none.")
    published_on: date | None = Field(default=None, description="An ISO date; the first clue to years.")
    url: str | None = Field(default=None, description="Where it was published; kept, and never fetched.")


_WHOLE = "x-whole-example"
_ANYWHERE = (401, 403, 408, 413, 421, 429, 500, 503)
"""What the guards may answer to any request."""


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The errors of a route, for `responses=`; what any request may meet with is added to each route."""
    return {status: _problem(status) for status in statuses}


def answer(description: str, media_type: str, **content: object) -> dict[int | str, dict[str, Any]]:
    """The good answer of a route that writes it itself, for `responses=`, with its schema or example."""
    return {200: {"description": description, "content": {media_type: content}}}


def whole(example: object) -> dict[str, str]:
    """An example for the content of an answer that keeps its nulls, which FastAPI leaves out of examples."""
    return {_WHOLE: json.dumps(example)}


def article_body() -> dict[str, Any]:
    """The three ways to send an article, for `openapi_extra=`."""
    said = {"type": "string", "minLength": 1, "pattern": r"\S"}
    text = {**said, "description": "The article's text, in any of the encodings that news come in."}
    page = {**said, "description": "The article's page; its boilerplate is taken off."}
    return {
        "requestBody": {
            "required": True,
            "description": "One article of at most 2 MB.",
            "content": {
                "application/json": {
                    "schema": {"$ref": "#/components/schemas/Article"},
                    "example": EXAMPLE_OBJECT,
                },
                "text/plain": {"schema": text, "example": EXAMPLE_TEXT},
                "text/html": {"schema": page, "example": EXAMPLE_PAGE},
            },
        }
    }


@cache
def example_record() -> dict[str, Any]:
    """The record of the example, made by the rules of today."""
    raw = json.dumps(EXAMPLE_OBJECT).encode()
    return Extractor().extract(posted.read(raw, "json")).model_dump(mode="json")


def openapi(app: FastAPI, *, has_keys: bool) -> dict[str, Any]:
    """The OpenAPI document of `app`, with what FastAPI does not find by itself."""
    document = get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes)
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for model in (ProblemDocument, ArticleBody):
        schemas[model.model_config["title"]] = model.model_json_schema()
    # What FastAPI would answer for errors of validation; here they are problems like all others.
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for operation in (one for methods in document["paths"].values() for one in methods.values()):
        told = operation["responses"]
        _make_whole(told)
        _tell_of_guards(told)
        operation["responses"] = {status: told[status] for status in sorted(told)}
    if has_keys:
        components["securitySchemes"] = _KEYS
        document["security"] = [{name: []} for name in _KEYS]
    return document


_ABOUT = (
    "Turns Indonesian education news into records whose every value is proved by its place in the text. "
    "Errors are problem documents (RFC 9457); offsets count Unicode code points of the article's text."
)
_KEYS = {
    "bearer": {"type": "http", "scheme": "bearer"},
    "header": {"type": "apiKey", "in": "header", "name": "X-API-Key"},
    "password": {"type": "http", "scheme": "basic", "description": "The key is the password; any user name."},
}


def _make_whole(told: dict[str, Any]) -> None:
    for content in (one for answered in told.values() for one in answered.get("content", {}).values()):
        if _WHOLE in content:
            content["example"] = json.loads(content.pop(_WHOLE))


def _tell_of_guards(told: dict[str, Any]) -> None:
    for status in map(str, _ANYWHERE):
        told.setdefault(status, _problem(int(status)))
    if "422" in told:
        told["422"] = _problem(422)


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
