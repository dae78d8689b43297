"""One HTTP request to a server of chat completions: its JSON, or a failure.

The time limit is one of the clock on the wall: a body that drips in byte by byte meets it, too. The answer's
head is looked at before its body is read, so that a web page is not taken for an answer.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import TYPE_CHECKING, Any, Protocol

from extractor.models import failures
from extractor.models.failures import UnavailableError
from extractor.models.protocol import ModelConfig

if TYPE_CHECKING:
    from openai import AsyncAPIResponse, AsyncOpenAI

_MAX_BODY_BYTES = 32 * 2**20
_CONNECT_S = 10.0
# Some of what these say holds article text, answers or requests' heads; nothing of it is needed.
_SILENCED = {
    "openai": logging.WARNING,
    "httpx2": logging.WARNING,
    "httpcore2": logging.WARNING,
    "instructor": logging.CRITICAL + 1,
}


class Post(Protocol):
    """What takes requests to a server."""

    async def post(self, body: Mapping[str, Any]) -> dict[str, object]:
        """Send one request for a completion; the JSON object that the server answers with.

        Raises:
            UnavailableError: There is none.
        """

    async def model_names(self) -> tuple[str, ...]:
        """The models that the server lists; none where it keeps no list."""

    async def close(self) -> None:
        """Close the connections."""


class Transport:
    """The connections to one server; those of an event loop that has ended are not used again."""

    def __init__(self, config: ModelConfig) -> None:
        self._config = config
        self._client: AsyncOpenAI | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def post(self, body: Mapping[str, Any]) -> dict[str, object]:
        """Send one request for a completion; the JSON object that the server answers with.

        Raises:
            UnavailableError: There is none.
        """
        import httpx2
        from openai import APIConnectionError, APIStatusError

        client = self._connected()
        progress = _Progress()
        # The client imports a second's worth of modules here, once; that is not the server's time.
        create = client.chat.completions.with_streaming_response.create
        try:
            async with asyncio.timeout(self._config.timeout_s):
                return await self._exchange(create(**_as_it_is(body)), progress)
        except TimeoutError as error:
            raise failures.timed_out(self._config, is_begun=progress.is_begun) from error
        except APIStatusError as error:
            raise failures.of_status(error, self._config) from error
        except APIConnectionError as error:
            cause = error.__cause__ if isinstance(error.__cause__, httpx2.HTTPError) else httpx2.ReadError("")
            raise failures.of_transport(cause, self._config, is_begun=progress.is_begun) from error
        except httpx2.HTTPError as error:
            raise failures.of_transport(error, self._config, is_begun=progress.is_begun) from error

    async def model_names(self) -> tuple[str, ...]:
        """The models that the server lists; none where it keeps no list."""
        import httpx2
        from openai import OpenAIError

        try:
            async with asyncio.timeout(_CONNECT_S):
                page = await self._connected().models.list()
            return tuple(str(model.id) for model in page.data or ())
        except (TimeoutError, OpenAIError, httpx2.HTTPError, ValueError, AttributeError, TypeError):
            return ()

    async def close(self) -> None:
        """Close the connections."""
        client, self._client = self._client, None
        if client is not None and self._loop is asyncio.get_running_loop():
            await client.close()

    async def _exchange(
        self, asked: AbstractAsyncContextManager[AsyncAPIResponse[Any]], progress: _Progress
    ) -> dict[str, object]:
        async with asked as response:
            progress.is_begun = True
            kind = response.headers.get("content-type", "application/json").partition(";")[0].strip().lower()
            if kind != "application/json" and not kind.endswith("+json"):
                raise UnavailableError(
                    f"{self._config.shown_url} answers with {_known_kind(kind)}, not with JSON: "
                    "check the base URL, which mostly ends in /v1"
                )
            return _parsed(await _read(response))

    def _connected(self) -> AsyncOpenAI:
        loop = asyncio.get_running_loop()
        if self._client is None or self._loop is not loop:
            self._client, self._loop = _client(self._config), loop
        return self._client


def silence() -> None:
    """Keep the client libraries from logging what they send and get."""
    for name, level in _SILENCED.items():
        logging.getLogger(name).setLevel(level)


class _Progress:
    """How far a request got."""

    is_begun = False


def _client(config: ModelConfig) -> AsyncOpenAI:
    import httpx2
    from openai import AsyncOpenAI, DefaultAsyncHttpxClient

    silence()
    timeout = httpx2.Timeout(config.timeout_s, connect=min(_CONNECT_S, config.timeout_s), pool=None)
    return AsyncOpenAI(
        base_url=config.url,
        # The client wants some key, also for a server that asks for none.
        api_key=config.api_key or "none",
        max_retries=0,
        timeout=timeout,
        # A proxy set for the outer world does not know this machine's own servers.
        http_client=DefaultAsyncHttpxClient(timeout=timeout, trust_env=not config.is_local),
    )


def _as_it_is(body: Mapping[str, Any]) -> dict[str, Any]:
    """Arguments that send `body` unchanged; else each part of it is looked up in a table of types."""
    return {"model": body["model"], "messages": (), "extra_body": body}


async def _read(response: AsyncAPIResponse[Any]) -> bytes:
    chunks: list[bytes] = []
    size = 0
    async for chunk in response.iter_bytes():
        size += len(chunk)
        if size > _MAX_BODY_BYTES:
            raise UnavailableError(f"the answer is larger than {_MAX_BODY_BYTES // 2**20} MB")
        chunks.append(chunk)
    return b"".join(chunks)


def _parsed(body: bytes) -> dict[str, object]:
    try:
        parsed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise UnavailableError("the server's answer is broken JSON", is_repeatable=True) from error
    if not isinstance(parsed, dict):
        raise UnavailableError("the server's answer is no JSON object", is_repeatable=True)
    return parsed


def _known_kind(kind: str) -> str:
    """A content type in words; a server's own words are not passed on."""
    return {"text/html": "a web page", "text/plain": "plain text"}.get(kind, "something else")
