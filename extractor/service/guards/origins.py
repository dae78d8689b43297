"""No orders from pages of other sites: a browser sends them along with the password that it remembers.

Reading the answer is what browsers forbid (CORS is off); the work would be done, and paid, all the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from extractor.service.problems import Problem, send_problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN = frozenset({b"same-origin", b"none"})


class Origins:
    """Refuses with 403 what a browser sends for a page of another origin, unless it only reads."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on or refuse it."""
        if scope["type"] != "http" or scope["method"] in _SAFE or _is_own(scope):
            await self._app(scope, receive, send)
            return
        detail = "pages of other sites may not use the service; send the request from a program"
        await send_problem(scope, send, Problem(403, "foreign-origin", detail))


def _is_own(scope: Scope) -> bool:
    headers = dict(scope["headers"])
    if (site := headers.get(b"sec-fetch-site")) is not None:
        return site in _OWN
    origin = headers.get(b"origin")
    if origin is None:
        return True
    try:
        address = urlsplit(origin.decode("latin-1")).netloc
    except ValueError:
        return False
    host: bytes = headers.get(b"host", b"")
    return bool(address.lower() == host.decode("latin-1").lower())
