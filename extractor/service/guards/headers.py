"""Headers that keep browsers from running, framing, guessing or keeping what the service answers."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_ALWAYS_SET = {
    "content-security-policy": CONTENT_SECURITY_POLICY,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
_ALWAYS = tuple((name.encode(), value.encode()) for name, value in _ALWAYS_SET.items())
_NAMES = frozenset(name for name, _ in _ALWAYS)
# Records and pages are made of articles: nothing between here and the caller is to keep them unasked.
_UNLESS_SET = (b"cache-control", b"no-store")


class SecurityHeaders:
    """Adds the headers to every answer; an answer's own `Cache-Control` stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": _with_ours(message.get("headers", []))}
            await send(message)

        await self._app(scope, receive, guarded)


def _with_ours(headers: Iterable[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    theirs = [header for header in headers if header[0].lower() not in _NAMES]
    is_set = any(name.lower() == _UNLESS_SET[0] for name, _ in theirs)
    return [*theirs, *_ALWAYS] if is_set else [*theirs, *_ALWAYS, _UNLESS_SET]
