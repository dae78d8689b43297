"""A model that answers from a queue or a function: for tests, here and in programs that use this one."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Mapping
from typing import TypeAlias

from extractor.schema.calls import Outcome, Request, Usage

Reply: TypeAlias = "Outcome | Mapping[str, object]"
"""An outcome, or only the payload of a complete one, which then counts as one call."""


class QueueModel:
    """Gives out prepared outcomes, one a request; `requests` keeps what was asked, in order.

    Args:
        replies: The outcomes in order, or a function that makes one of a request.
        name: The name that records carry.
    """

    def __init__(
        self, replies: Iterable[Reply] | Callable[[Request], Reply] = (), *, name: str = "queue"
    ) -> None:
        self.name = name
        self.requests: list[Request] = []
        self._reply = replies if callable(replies) else _from_queue(replies)

    async def complete(self, request: Request) -> Outcome:
        """The next outcome; `unavailable` when none is left."""
        self.requests.append(request)
        reply = self._reply(request)
        return reply if isinstance(reply, Outcome) else Outcome("complete", reply, Usage(calls=1))

    async def close(self) -> None:
        """Do nothing: a queue holds nothing open."""


def _from_queue(replies: Iterable[Reply]) -> Callable[[Request], Reply]:
    queue = deque(replies)

    def reply(_: Request) -> Reply:
        return queue.popleft() if queue else Outcome("unavailable", error="the queue holds no more answers")

    return reply
