"""One request to an ASGI app without a server: what is received and when is the test's to say."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple


class Answered(NamedTuple):
    """What an app answered; `status` is 0 if it did not."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def request(
    app: Any,
    method: str = "GET",
    path: str = "/",
    body: Iterable[bytes | float] = (),
    *,
    headers: Mapping[str, str] | None = None,
    client: str = "127.0.0.1",
    query: str = "",
) -> Answered:
    """Send one request; `body` comes in its parts, a number is a pause of so many seconds."""
    return asyncio.run(ask(app, method, path, body, headers=headers, client=client, query=query))


async def ask(
    app: Any,
    method: str = "GET",
    path: str = "/",
    body: Iterable[bytes | float] = (),
    *,
    headers: Mapping[str, str] | None = None,
    client: str = "127.0.0.1",
    query: str = "",
) -> Answered:
    """As `request`, in a loop that runs already."""
    sent: list[dict[str, Any]] = []
    parts = list(body)

    async def receive() -> dict[str, Any]:
        while parts and isinstance(parts[0], float):
            await asyncio.sleep(float(parts.pop(0)))
        if not parts:
            return {"type": "http.request", "body": b"", "more_body": False}
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope(method, path, headers or {}, client=client, query=query), receive, send)
    start = next((one for one in sent if one["type"] == "http.response.start"), {"status": 0, "headers": []})
    shown = {name.decode().lower(): value.decode("latin-1") for name, value in start["headers"]}
    content = b"".join(one.get("body", b"") for one in sent if one["type"] == "http.response.body")
    return Answered(start["status"], shown, content)


def scope(
    method: str, path: str, headers: Mapping[str, str], *, client: str = "127.0.0.1", query: str = ""
) -> dict[str, Any]:
    """What a server tells an app of a request."""
    named = {"host": "127.0.0.1:8000", **{name.lower(): value for name, value in headers.items()}}
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "scheme": "http",
        "headers": [(name.encode(), value.encode("latin-1")) for name, value in named.items()],
        "client": (client, 4711),
        "server": ("127.0.0.1", 8000),
        "state": {},
    }


async def echo(asked: Any, receive: Any, send: Any) -> None:
    """An app that answers with the body that it was sent."""
    del asked
    whole = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ConnectionError("the caller has left")
        whole += message.get("body", b"")
        if not message.get("more_body"):
            break
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": whole})
