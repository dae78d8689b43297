"""Bodies that are too large or come too slowly: counted while they come, whatever is said of them before."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from extractor.service.guards.answered import Answer, disconnected
from extractor.service.problems import Problem, send_problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

_GRACE_S = 10.0
_MIN_BYTES_PER_S = 500.0


class BodyLimit:
    """Refuses bodies that are too large with 413, and those that dribble with 408.

    Args:
        app: What is guarded.
        max_bytes: The largest body.
        larger: Other limits, by the beginning of the path.
        grace_s: Seconds that any body may take; after them it has to have come at 500 bytes a second.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        max_bytes: int,
        larger: Mapping[str, int] | None = None,
        grace_s: float = _GRACE_S,
    ) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._larger = dict(larger or {})
        self._grace_s = grace_s

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        if _announced_bytes(scope) > limit:
            await send_problem(scope, send, _too_large(limit))
            return
        answer = Answer(scope, send)
        body = _Body(receive, answer, limit, self._grace_s)
        try:
            await self._app(scope, body.receive, answer.send)
        except Exception:
            # The app of a refused request sees its caller leave, and may say so.
            if not answer.is_refused:
                raise

    def _limit(self, path: str) -> int:
        fitting = [limit for beginning, limit in self._larger.items() if path.startswith(beginning)]
        return max(fitting, default=self._max_bytes)


class _Body:
    """Counts and times what is received."""

    def __init__(self, receive: Receive, answer: Answer, max_bytes: int, grace_s: float) -> None:
        self._receive = receive
        self._answer = answer
        self._max_bytes = max_bytes
        self._grace_s = grace_s
        self._bytes = 0
        self._waited_s = 0.0
        self._is_whole = False

    async def receive(self) -> Message:
        if self._answer.is_refused:
            return await disconnected()
        if self._is_whole:
            return await self._receive()
        started_s = time.monotonic()
        # Only the waiting counts: an app that takes its time with what came is not the sender's fault.
        allowed_s = max(self._grace_s, self._bytes / _MIN_BYTES_PER_S) - self._waited_s
        try:
            async with asyncio.timeout(max(allowed_s, 0.0)):
                message = await self._receive()
        except TimeoutError:
            detail = "the body came too slowly, or its end did not come"
            await self._answer.refuse(Problem(408, "too-slow", detail))
            return await disconnected()
        self._waited_s += time.monotonic() - started_s
        return await self._counted(message)

    async def _counted(self, message: Message) -> Message:
        self._bytes += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        if self._bytes <= self._max_bytes:
            return message
        await self._answer.refuse(_too_large(self._max_bytes))
        return await disconnected()


def _announced_bytes(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    with suppress(ValueError):
        return int(length)
    return 0


def _too_large(max_bytes: int) -> Problem:
    return Problem(413, "too-large", f"the body is larger than {max_bytes} bytes", max_bytes=max_bytes)
