"""Requests and answers that travel by file: the same forms as over a connection, and no connection."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from extractor.models import answers, failures
from extractor.models.answers import UnusableError
from extractor.models.dialects import Dialect
from extractor.models.failures import RejectedError, UnavailableError
from extractor.models.prices import BATCH_SHARE, cost_usd
from extractor.models.protocol import ModelConfig
from extractor.models.server import Server, misfit
from extractor.models.waiting import Pace
from extractor.schema.calls import NO_USAGE, Outcome, Request, Usage

if TYPE_CHECKING:
    from pydantic import BaseModel

_CODES = {
    "batch_expired": "the provider's time for the batch ran out before it came to this request",
    "batch_cancelled": "the batch was cancelled before it came to this request",
}


class Composer:
    """Writes requests in the form in which `Server.complete` would send them; closed by its `with` block.

    Args:
        config: What is asked, and how.
        dialect: The form of all requests: none of them can be tried before the others.
    """

    def __init__(self, config: ModelConfig, dialect: Dialect) -> None:
        self._letterbox = _Letterbox()
        self._server = Server(config, Pace(), transport=self._letterbox, dialect=dialect)
        self._runner = asyncio.Runner()

    def body(self, request: Request) -> dict[str, Any]:
        """The JSON of one request."""
        self._runner.run(self._server.complete(request))
        return self._letterbox.body

    def __enter__(self) -> Composer:
        return self

    def __exit__(self, *_: object) -> None:
        self._runner.close()


class ReadLine(NamedTuple):
    """What came of one request: the outcome, and what the server did not like about its form, if anything.

    `complaint` may hold parts of the article: never show it.
    """

    outcome: Outcome
    complaint: str | None = None


def read_line(line: Mapping[str, object], answer_type: type[BaseModel], config: ModelConfig) -> ReadLine:
    """What one line of a batch's output stands for, or one of its errors.

    Whatever is in the line, this gives an outcome; usage is as the server told it, at the batch price.
    """
    response = line.get("response")
    if not isinstance(response, dict):
        return ReadLine(_unanswered(line.get("error")))
    status, body = response.get("status_code"), response.get("body")
    if isinstance(status, int) and status >= 400:
        return _refused(status, body, config)
    if not isinstance(body, dict) or isinstance(body.get("error"), dict):
        return ReadLine(_broken(1, "the server answered with an error"))
    return ReadLine(_read(body, answer_type, config))


def _read(body: Mapping[str, object], answer_type: type[BaseModel], config: ModelConfig) -> Outcome:
    from pydantic import ValidationError

    input_tokens, output_tokens = answers.tokens(body)
    cost = BATCH_SHARE * cost_usd(config, input_tokens, output_tokens)
    usage = Usage(1, 0, input_tokens, output_tokens, cost)
    answer = answers.said(body)
    if answer is None:
        return Outcome("unavailable", usage=usage, error="the server's answer holds no choices")
    try:
        payload = _payload(answers.json_object(answer), answer_type)
    except (UnusableError, ValidationError) as error:
        end = error if isinstance(error, UnusableError) else misfit(error)
        return Outcome(end.kind, usage=usage, error=str(end))
    return Outcome("complete", payload, usage)


def _payload(text: str, answer_type: type[BaseModel]) -> dict[str, object]:
    return answer_type.model_validate_json(text).model_dump(mode="json", by_alias=True)


def _refused(status: int, body: object, config: ModelConfig) -> ReadLine:
    """What an HTTP error inside a line stands for; it costs nothing."""
    import httpx2
    from openai import APIStatusError

    told = body.get("error") if isinstance(body, dict) else None
    message = told.get("message") if isinstance(told, dict) else None
    response = httpx2.Response(status, request=httpx2.Request("POST", config.url))
    error = APIStatusError(message if isinstance(message, str) else "", response=response, body=told)
    failure = failures.of_status(error, config)
    complaint = failure.complaint if isinstance(failure, RejectedError) else None
    return ReadLine(_broken(1, str(failure)), complaint)


def _unanswered(error: object) -> Outcome:
    code = error.get("code") if isinstance(error, dict) else None
    known = _CODES.get(code) if isinstance(code, str) else None
    return _broken(0, known or "the provider did not answer this request")


def _broken(calls: int, sentence: str) -> Outcome:
    return Outcome("unavailable", usage=Usage(calls=calls) if calls else NO_USAGE, error=sentence)


class _Letterbox:
    """Takes a request as a connection would, and sends it nowhere."""

    body: dict[str, Any]

    async def post(self, body: Mapping[str, Any]) -> dict[str, object]:
        self.body = dict(body)
        raise UnavailableError("nothing is sent")

    async def model_names(self) -> tuple[str, ...]:
        return ()

    async def close(self) -> None:
        """Do nothing: nothing is open."""
