"""So many requests a minute for each caller; a bucket refills evenly, so a minute's worth may burst."""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from extractor.service.problems import Problem, send_problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_MINUTE_S = 60.0
_MOST_CALLERS = 10_000


class Buckets:
    """The tokens that each caller has left; callers seen longest ago are forgotten when there are too many.

    Args:
        per_minute: Tokens that a bucket holds, and gets back within a minute.
        clock: Seconds that only grow.
    """

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> float:
        """Take a token; 0, or the seconds until there is one again."""
        now_s = self._clock()
        tokens, seen_s = self._buckets.pop(caller, (float(self._per_minute), now_s))
        per_second = self._per_minute / _MINUTE_S
        tokens = min(float(self._per_minute), tokens + (now_s - seen_s) * per_second)
        is_enough = tokens >= 1
        self._buckets[caller] = (tokens - 1 if is_enough else tokens, now_s)
        if len(self._buckets) > _MOST_CALLERS:
            self._buckets.popitem(last=False)
        return 0.0 if is_enough else (1 - tokens) / per_second


class RateLimit:
    """Refuses with 429 and `Retry-After` what comes too fast.

    Callers are told apart by their key (see `Keys`, which has to come before), else by their address.

    Args:
        app: What is guarded.
        per_minute: Requests a minute; 0 for no limit.
        open_paths: Paths that are not counted.
        clock: Seconds that only grow.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        per_minute: int,
        open_paths: frozenset[str] = frozenset(),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._app = app
        self._per_minute = per_minute
        self._open_paths = open_paths
        self._buckets = Buckets(per_minute, clock)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on or refuse it."""
        is_counted = scope["type"] == "http" and self._per_minute and scope["path"] not in self._open_paths
        wait_s = self._buckets.take(_network_of(caller_of(scope))) if is_counted else 0.0
        if not wait_s:
            await self._app(scope, receive, send)
            return
        detail = f"more than {self._per_minute} requests a minute; wait as long as Retry-After says"
        headers = {"Retry-After": str(math.ceil(wait_s))}
        await send_problem(scope, send, Problem(429, "too-many-requests", detail, headers=headers))


def caller_of(scope: Scope) -> str:
    """Who sent the request: `key` with the beginning of its digest, or the address."""
    known = (scope.get("state") or {}).get("caller")
    if isinstance(known, str):
        return known
    client = scope.get("client")
    return client[0] if client else "unknown"


def _network_of(caller: str) -> str:
    """The caller, of an IPv6 address its first half: whoever has one has all of its second half."""
    try:
        address = ipaddress.ip_address(caller)
    except ValueError:
        return caller
    if address.version == 4:
        return caller
    return str(ipaddress.ip_network((address, 64), strict=False))
