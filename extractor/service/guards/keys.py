"""API keys: only their digests are known here, and comparing takes the same time whatever is sent."""

from __future__ import annotations

import base64
import binascii
import hmac
import secrets
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from extractor.service.problems import Problem, send_problem

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "edumutu_"
_KEY_BYTES = 32
_SHOWN = 8
_CHALLENGES = 'Bearer realm="edumutu-llm", Basic realm="edumutu-llm", charset="UTF-8"'


class NewKey(NamedTuple):
    """A key, and the digest that the service is given."""

    key: str
    digest: str


def new_key() -> NewKey:
    """A key of 256 random bits; it is kept nowhere."""
    key = PREFIX + secrets.token_urlsafe(_KEY_BYTES)
    return NewKey(key, digest_of(key))


def digest_of(key: str) -> str:
    """SHA-256 of a key, in hexadecimal. Keys are random and long, so no slow hash is needed."""
    return sha256(key.encode("utf-8", "surrogateescape")).hexdigest()


class Keys:
    """Lets in whoever sends a known key: as Bearer token, in `X-API-Key`, or as the password of HTTP Basic.

    Notes in the request's state as `caller` the beginning of the key's digest.

    Args:
        app: What is guarded.
        digests: SHA-256 of each key, in hexadecimal; without any, everybody is let in.
        open_paths: Paths that need no key.
    """

    def __init__(
        self, app: ASGIApp, *, digests: frozenset[str], open_paths: frozenset[str] = frozenset()
    ) -> None:
        self._app = app
        self._digests = tuple(sorted(digests))
        self._open_paths = open_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on or refuse it."""
        if scope["type"] != "http" or not self._digests:
            await self._app(scope, receive, send)
            return
        key = sent_key(scope)
        digest = None if key is None else self._known(digest_of(key))
        if digest is not None:
            scope.setdefault("state", {})["caller"] = f"key {digest[:_SHOWN]}"
        elif scope["path"] not in self._open_paths:
            await send_problem(scope, send, _refusal(is_missing=key is None))
            return
        await self._app(scope, receive, send)

    def _known(self, digest: str) -> str | None:
        found = None
        for one in self._digests:  # all of them, so that the time does not tell which one it was
            if hmac.compare_digest(one, digest):
                found = one
        return found


def sent_key(scope: Scope) -> str | None:
    """The key that the request brings along, None without one."""
    headers = dict(scope["headers"])
    if own := headers.get(b"x-api-key"):
        return str(own.decode("latin-1"))
    scheme, _, credentials = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip() or None
    if scheme.lower() == "basic":
        return _password(credentials)
    return None


def _password(credentials: str) -> str | None:
    try:
        plain = base64.b64decode(credentials.strip(), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    return plain.partition(":")[2] or None


def _refusal(*, is_missing: bool) -> Problem:
    if is_missing:
        detail = "send an API key: Authorization: Bearer KEY, or X-API-Key: KEY, or as the password of Basic"
    else:
        detail = "this API key is not known here"
    return Problem(401, "no-valid-key", detail, headers={"WWW-Authenticate": _CHALLENGES})
