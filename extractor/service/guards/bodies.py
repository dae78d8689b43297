"""Bodies that are too large, too many or too slow: counted while they come, whatever is said of them."""

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
_MAX_HELD_BYTES = 256_000_000


class BodyLimit:
    """Refuses bodies that are too large with 413, those that dribble with 408, and too many at once with 503.

    Args:
        app: What is guarded.
        max_bytes: The largest body.
        larger: Other limits, by the beginning of the path; such bodies are taken not to be held in memory.
        max_held_bytes: The bodies of all requests under way together.
        grace_s: Seconds that any body may take; after them it has to have come at 500 bytes a second.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        max_bytes: int,
        larger: Mapping[str, int] | None = None,
        max_held_bytes: int = _MAX_HELD_BYTES,
        grace_s: float = _GRACE_S,
    ) -> None:
        self._app = app
        self._max_bytes = max_bytes
        self._larger = dict(larger or {})
        self._grace_s = grace_s
        self._held = _Held(max_held_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        larger = [limit for beginning, limit in self._larger.items() if scope["path"].startswith(beginning)]
        limit = max(larger, default=self._max_bytes)
        if _announced_bytes(scope) > limit:
            await send_problem(scope, send, _too_large(limit))
            return
        answer = Answer(scope, send)
        held = _Held(limit) if larger else self._held
        body = _Body(receive, answer, limit, held=held, grace_s=self._grace_s)
        try:
            await self._app(scope, body.receive, answer.send)
        except Exception:
            # The app of a refused request sees its caller leave, and may say so.
            if not answer.is_refused:
                raise
        finally:
            held.bytes -= body.bytes


class _Held:
    """The bodies that are in memory."""

    def __init__(self, max_bytes: int) -> None:
        self.max_bytes = max_bytes
        self.bytes = 0


class _Body:
    """Counts and times what is received."""

    def __init__(
        self, receive: Receive, answer: Answer, max_bytes: int, *, held: _Held, grace_s: float
    ) -> None:
        self._receive = receive
        self._answer = answer
        self._max_bytes = max_bytes
        self._held = held
        self._grace_s = grace_s
        self.bytes = 0
        self._waited_s = 0.0
        self._is_whole = False

    async def receive(self) -> Message:
        if self._answer.is_refused:
            return await disconnected()
        if self._is_whole:
            return await self._receive()
        started_s = time.monotonic()
        # Only the waiting counts: an app that takes its time with what came is not the sender's fault.
        allowed_s = max(self._grace_s, self.bytes / _MIN_BYTES_PER_S) - self._waited_s
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
        size = len(message.get("body", b""))
        self.bytes += size
        self._held.bytes += size
        self._is_whole = not message.get("more_body", False)
        if self.bytes > self._max_bytes:
            await self._answer.refuse(_too_large(self._max_bytes))
        elif self._held.bytes > self._held.max_bytes:
            detail = "the bodies of all requests together are too large now"
            await self._answer.refuse(Problem(503, "busy", detail, headers={"Retry-After": "5"}))
        return await disconnected() if self._answer.is_refused else message


def _announced_bytes(scope: Scope) -> int:
    length = dict(scope["headers"]).get(b"content-length", b"0")
    with suppress(ValueError):
        return int(length)
    return 0


def _too_large(max_bytes: int) -> Problem:
    return Problem(413, "too-large", f"the body is larger than {max_bytes} bytes", max_bytes=max_bytes)
