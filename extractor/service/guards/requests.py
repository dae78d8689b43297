"""Every request gets an id, one line in the log, and an answer, even if the app breaks.

The line tells the route, not the address that was called: addresses may hold what strangers write.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from extractor.service.guards.answered import Answer
from extractor.service.guards.rate import caller_of
from extractor.service.logs import place_of
from extractor.service.problems import Problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("extractor.service")

NO_ROUTE = "(none)"
# Starlette's; by its name, so that this module needs no framework.
_HAS_LEFT = "ClientDisconnect"
_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Finished(NamedTuple):
    """One request that was answered; `status` is 499 if its sender left before."""

    method: str
    route: str
    status: int
    duration_s: float


class Requests:
    """Outermost of all guards: gives ids, logs, and answers 500 where the app raises.

    An `X-Request-ID` that the caller sends is taken if it is short and plain. What routes put into the
    request's state under `logged` (a dict) is logged with it.

    Args:
        app: What is guarded.
        on_begun: Told when a request comes.
        on_finished: Told when it has been answered.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        on_begun: Callable[[], None] = lambda: None,
        on_finished: Callable[[Finished], None] = lambda _: None,
    ) -> None:
        self._app = app
        self._on_begun = on_begun
        self._on_finished = on_finished

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started_s = time.perf_counter()
        state = scope.setdefault("state", {})
        state["request_id"] = request_id = _id_of(scope)
        state["logged"] = {}
        status = 499

        async def identified(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = [*message.get("headers", []), (b"x-request-id", request_id.encode())]
                message = {**message, "headers": headers}
            await send(message)

        answer = Answer(scope, identified)
        self._on_begun()
        try:
            await self._app(scope, receive, answer.send)
        except asyncio.CancelledError:
            await answer.refuse(Problem(503, "stopping", "the service ends; ask again in a moment"))
            raise
        except Exception as error:  # the one place: a bug in one request must not stop the others
            if type(error).__name__ == _HAS_LEFT:
                return
            state["logged"]["error"] = place_of(error)
            await answer.refuse(Problem(500, "internal-error", "something broke here; the log tells what"))
        finally:
            finished = Finished(_method(scope), route_of(scope), status, time.perf_counter() - started_s)
            self._on_finished(finished)
            _log(scope, finished)


def route_of(scope: Scope) -> str:
    """The route's pattern, `/articles/{id}`; `(none)` if no route was reached."""
    path = getattr(scope.get("route"), "path", None)
    return path if isinstance(path, str) else NO_ROUTE


def _method(scope: Scope) -> str:
    return scope["method"] if scope["method"] in _METHODS else "OTHER"


def _id_of(scope: Scope) -> str:
    sent = dict(scope["headers"]).get(b"x-request-id", b"").decode("latin-1")
    return sent if _SANE_ID.fullmatch(sent) else secrets.token_hex(8)


def _log(scope: Scope, finished: Finished) -> None:
    facts = {
        "request_id": scope["state"]["request_id"],
        "method": finished.method,
        "route": finished.route,
        "status": finished.status,
        "duration_s": round(finished.duration_s, 6),
        "caller": caller_of(scope),
        **scope["state"]["logged"],
    }
    is_fault = finished.status >= 500 or "error" in facts
    level = logging.ERROR if is_fault else logging.INFO
    log.log(level, "request", extra={"facts": facts})
