"""Lets a guard answer in an app's place, in the middle of a request, whatever the app then does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.service.problems import Problem, send_problem

if TYPE_CHECKING:
    from starlette.types import Message, Scope, Send


class Answer:
    """The one answer to a request: the app's, or that of a guard which comes first.

    `send` is what the app is given; after `refuse` it swallows what the app still sends.
    """

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope = scope
        self._send = send
        self.is_begun = False
        self.is_refused = False

    async def send(self, message: Message) -> None:
        """Pass on what the app sends, unless the request was refused."""
        if self.is_refused:
            return
        self.is_begun = True
        await self._send(message)

    async def refuse(self, problem: Problem) -> None:
        """Answer with `problem`, unless the app's answer has begun."""
        self.is_refused = True
        if self.is_begun:
            return
        await send_problem(self._scope, self._send, problem)


async def disconnected() -> Message:
    """What the app of a refused request receives."""
    return {"type": "http.disconnect"}
