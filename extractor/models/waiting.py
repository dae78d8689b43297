"""When a request is sent again, and how all requests of one model wait together.

`tenacity` repeats; what is decided here is how long it waits. A server that answers one request with
Retry-After means all of them, so they share a `Pace`; and a server that has refused several in a row is asked
by one request after the other, at growing distances, until it answers one.
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tenacity import RetryCallState

_FIRST_WAIT_S = 0.25
_LONGEST_WAIT_S = 20.0
# Fewer happen by chance where one request in ten fails, and each is sent again by itself.
_IN_A_ROW = 3
# Requests that wait for the same moment must not all be sent in it.
_SPREAD = 0.25


class Pace:
    """Holds back every request of a model while its server asks for rest; used by one event loop.

    Args:
        sleep: Waits so many seconds.
        clock: Tells the time in seconds.
    """

    def __init__(
        self,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.sleep = sleep
        self.clock = clock
        self._until = 0.0
        self._refusals = 0
        self._rests = 0

    @property
    def wait_s(self) -> float:
        """Seconds for which nothing is sent; 0 when all is well."""
        return max(self._until - self.clock(), 0.0)

    def hold(self, seconds: float) -> None:
        """Send nothing for so many seconds; a longer wait that is already asked for stands."""
        self._until = max(self._until, self.clock() + seconds)

    def refused(self) -> None:
        """Note that a request failed in a way that time heals; after several in a row all of them rest.

        Each rest is twice as long as the one before. Those that fail while all rest were sent before it.
        """
        self._refusals += 1
        if self._refusals >= _IN_A_ROW and not self.wait_s:
            self.hold(min(_FIRST_WAIT_S * 2.0**self._rests, _LONGEST_WAIT_S))
            self._rests += 1

    def accepted(self) -> None:
        """Note that the server answered a request, so that it is there."""
        self._refusals = self._rests = 0

    async def ready(self, limit_s: float) -> bool:
        """Wait until requests may be sent; False if `limit_s` seconds do not suffice."""
        end = self.clock() + limit_s
        while (wait_s := self.wait_s) > 0:
            if self.clock() + wait_s > end:
                return False
            await self.sleep(_spread(wait_s))
        return True


def wait_s(state: RetryCallState) -> float:
    """Seconds until the next attempt: what the server asked for, else twice as long each time; spread."""
    error = state.outcome.exception() if state.outcome is not None else None
    asked: float | None = getattr(error, "retry_after_s", None)
    if asked is not None:
        return _spread(asked)
    longest: float = _FIRST_WAIT_S * 2.0**state.attempt_number
    return min(longest, _LONGEST_WAIT_S) * random.uniform(0.5, 1)


def retry_after_s(headers: Mapping[str, str]) -> float | None:
    """The seconds that a response asks to wait (a number or a date), None if it does not; never below 0."""
    for name, unit_s in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            seconds = float(headers.get(name, "")) * unit_s
        except ValueError:
            continue
        if 0 <= seconds < float("inf"):
            return seconds
    try:
        moment = parsedate_to_datetime(headers.get("retry-after", ""))
    except (TypeError, ValueError, OverflowError):
        return None
    # A date without a zone is meant in UTC.
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(aware.timestamp() - time.time(), 0.0)


def _spread(seconds: float) -> float:
    return seconds + random.uniform(0, _SPREAD * max(min(seconds, 10.0), 1.0))
