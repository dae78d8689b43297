"""An answer begins within a time, or the request is given up."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from extractor.service.guards.answered import Answer
from extractor.service.problems import Problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send


class TimeLimit:
    """Refuses with 503 what takes too long; an answer that has begun may go on, for it may be a stream.

    The time runs from when the request's body has come: how long that may take is `BodyLimit`'s to say.

    Args:
        app: What is guarded.
        seconds: From the body's end to the answer's beginning.
    """

    def __init__(self, app: ASGIApp, *, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and give it up when its time is over."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = Answer(scope, send)
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(self._seconds) as limit:
                is_whole = False

                async def received() -> Message:
                    nonlocal is_whole
                    if is_whole:
                        return await receive()
                    limit.reschedule(None)
                    message = await receive()
                    is_whole = not message.get("more_body", False)
                    if not answer.is_begun:
                        limit.reschedule(loop.time() + self._seconds)
                    return message

                async def sent(message: Message) -> None:
                    limit.reschedule(None)
                    await answer.send(message)

                await self._app(scope, received, sent)
        except TimeoutError:
            if not limit.expired():
                raise
            detail = f"no answer was ready within {self._seconds:g} s"
            await answer.refuse(Problem(503, "took-too-long", detail, headers={"Retry-After": "60"}))
