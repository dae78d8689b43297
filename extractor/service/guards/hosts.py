"""Only requests that call the service by its own name: a page elsewhere could point its name here.

A browser lets a page read whatever its own host name answers. Whoever owns a name can have it resolve to
127.0.0.1 (DNS rebinding); the header `Host` still gives that name away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from extractor.service.problems import Problem, send_problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send


class Hosts:
    """Refuses other names with 421.

    Args:
        app: What is guarded.
        allowed: Names and addresses without port, in lower case; None for any.
    """

    def __init__(self, app: ASGIApp, *, allowed: frozenset[str] | None) -> None:
        self._app = app
        self._allowed = None if allowed is None else frozenset(name.lower() for name in allowed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on or refuse it."""
        if scope["type"] != "http" or self._allowed is None or host_of(scope) in self._allowed:
            await self._app(scope, receive, send)
            return
        detail = "the service is not known by this name: call it by its address, or start it with --name NAME"
        await send_problem(scope, send, Problem(421, "unknown-host", detail))


def host_of(scope: Scope) -> str:
    """The name that the request calls the service by, without port, in lower case; empty if there is none."""
    values = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    return without_port(values[0]) if len(values) == 1 else ""


def without_port(host: str) -> str:
    """`[::1]:8000` becomes `::1`, `localhost:8000` becomes `localhost`."""
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()
