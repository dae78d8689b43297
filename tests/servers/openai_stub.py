"""An OpenAI-compatible server of chat completions that answers, and fails, as it is told.

It speaks HTTP/1.1 with keep-alive on 127.0.0.1 from a thread of its own, keeps a ledger of what it was asked
and what it charged, and is gone with its `with` block:

    with OpenAIStub(lambda body: '{"title": null}', plan=mix({status(503): 0.1})) as stub:
        ...  # base_url=stub.base_url
        assert stub.ledger.requests == 200
"""

from __future__ import annotations

import asyncio
import json
import socket
import struct
import threading
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, NamedTuple, Self, TypeAlias

from tests.servers.completions import Reply, completion, error
from tests.servers.faults import TRANSPORT, Asked, Fault, Plan, digest, script

Answer: TypeAlias = Callable[[Mapping[str, Any]], "str | Fault"]
"""From the request's JSON to the text of the answer, or to what goes wrong instead."""

MODES = ("json_schema", "tools", "json_object")
_LARGEST_BODY = 64 * 2**20
_IDLE_S = 60.0
_DRIPS = 20
_RESET = struct.pack("ii", 1, 0)


@dataclass(slots=True)
class Ledger:
    """What the server did. Tokens count in answers that were sent to their end, as their `usage` told them.

    `kinds` counts requests by how they ended: "answer", a fault's label, "unsupported" (a 400 on account of
    `response_format` or `tools`). `ends` tells the same request by request, in order of arrival, by the
    question's `faults.digest`. `peak` is how many were under way at once.
    """

    requests: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    ends: dict[str, list[str]] = field(default_factory=dict)
    models_listed: int = 0
    peak: int = 0

    def note(self, question: str, kind: str) -> None:
        """Count how a request ends."""
        self.kinds[kind] += 1
        self.ends.setdefault(question, []).append(kind)


class _Request(NamedTuple):
    method: str
    path: str
    headers: dict[str, str]
    body: bytes
    query: str = ""


class OpenAIStub:
    """The server; usable from one `with` block.

    Args:
        answer: What the model says. Called in the server's thread; its exceptions are raised at the end.
        plan: What goes wrong, by request; nothing by default.
        modes: What the server knows of `MODES`; it answers 400 to the others.
        models: What `/v1/models` lists.
        latency_s: Seconds before every answer.
        api_key: When given, other keys are answered 401.
        keep: How many of the last requests' bodies stay in `bodies`.
    """

    def __init__(
        self,
        answer: Answer,
        *,
        plan: Plan | None = None,
        modes: Sequence[str] = MODES,
        models: Sequence[str] = ("stub",),
        latency_s: float = 0.0,
        api_key: str | None = None,
        keep: int = 1000,
    ) -> None:
        self.ledger = Ledger()
        self.bodies: deque[Mapping[str, Any]] = deque(maxlen=keep)
        self.authorizations: set[str] = set()
        self.port = 0
        self._answer = answer
        self._plan: Plan = plan or script(())
        self._modes = frozenset(modes)
        self._models = tuple(models)
        self._latency_s = latency_s
        self._api_key = api_key
        self._attempts: Counter[str] = Counter()
        self._in_flight = 0
        self._errors: list[Exception] = []
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._thread = threading.Thread(target=self._run, name="openai-stub", daemon=True)

    @property
    def base_url(self) -> str:
        """What a client calls its base URL."""
        return f"http://127.0.0.1:{self.port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10) or not self.port:
            raise RuntimeError("the stub server did not start")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._loop is not None
        assert self._stop is not None
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)
        if self._thread.is_alive():
            raise RuntimeError("the stub server did not end")
        if self._errors and kind is None:
            raise self._errors[0]

    # The server's thread.

    def _run(self) -> None:
        try:
            asyncio.run(self._serve())
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        connections: set[asyncio.Task[None]] = set()

        def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.ensure_future(self._connection(reader, writer))
            connections.add(task)
            task.add_done_callback(connections.discard)

        server = await asyncio.start_server(accept, "127.0.0.1", 0, backlog=1024)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in tuple(connections):
            task.cancel()
        await asyncio.gather(*connections, return_exceptions=True)
        await server.wait_closed()
        await asyncio.sleep(0)  # transports close their sockets in the loop's next round

    async def _connection(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Small answers must not wait for the client's acknowledgement of the last one.
        writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            is_open = True
            while is_open:
                async with asyncio.timeout(_IDLE_S):
                    request = await _read(reader)
                is_open = request is not None and await self._respond(request, reader, writer)
            writer.close()
        except (OSError, TimeoutError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            writer.transport.abort()  # the client went away, which is its right
        except asyncio.CancelledError:
            writer.transport.abort()

    async def _respond(
        self, request: _Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Answer one request; False when the connection is no longer usable."""
        if request.path == "/v1/models" and request.method == "GET":
            self.ledger.models_listed += 1
            listed = [
                {"id": name, "object": "model", "created": 0, "owned_by": "stub"} for name in self._models
            ]
            return await _send(writer, Reply(200, {"object": "list", "data": listed}))
        if request.path != "/v1/chat/completions" or request.method != "POST":
            return await _send(writer, error(404, f"There is nothing at {request.path}."))
        self._in_flight += 1
        self.ledger.peak = max(self.ledger.peak, self._in_flight)
        try:
            return await self._complete(request, reader, writer)
        finally:
            self._in_flight -= 1

    async def _complete(
        self, request: _Request, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        self.ledger.requests += 1
        authorization = request.headers.get("authorization", "")
        self.authorizations.add(authorization)
        if self._api_key is not None and authorization != f"Bearer {self._api_key}":
            self.ledger.kinds["401"] += 1
            return await _send(writer, error(401, "Incorrect API key provided."))
        try:
            body = json.loads(request.body)
        except ValueError:
            self.ledger.kinds["400"] += 1
            return await _send(writer, error(400, "The request is no JSON."))
        self.bodies.append(body)
        if (refused := self._unsupported(body)) is not None:
            self.ledger.note(digest(body), "unsupported")
            return await _send(writer, refused)
        said, fault = self._say(body)
        self.ledger.note(digest(body), fault.label if fault else "answer")
        await asyncio.sleep(self._latency_s)
        if fault is not None and fault.kind in TRANSPORT:
            return await _fail(fault, body, writer, said=said)
        reply = completion(body, said, fault)
        if reader.at_eof():
            return False
        # Before sending: whoever has the answer may look at the ledger at once.
        self._charge(reply, 1)
        if await _send(writer, reply):
            return True
        self._charge(reply, -1)
        return False

    def _unsupported(self, body: Mapping[str, Any]) -> Reply | None:
        wanted = (body.get("response_format") or {}).get("type")
        if wanted in MODES and wanted not in self._modes:
            return error(400, f"Invalid parameter: 'response_format' of type '{wanted}' is not supported.")
        if body.get("tools") and "tools" not in self._modes:
            return error(400, "Unrecognized request argument supplied: tools")
        return None

    def _say(self, body: Mapping[str, Any]) -> tuple[str, Fault | None]:
        key = digest(body)
        self._attempts[key] += 1
        try:
            said = self._answer(body)
            fault = self._plan(Asked(self.ledger.requests, self._attempts[key], body))
        except Exception as problem:
            self._errors.append(problem)
            return "", Fault("status", status=500, message="the test's own answer failed")
        return ("{}", said) if isinstance(said, Fault) else (said, fault)

    def _charge(self, reply: Reply, times: int) -> None:
        usage = reply.body["usage"]
        self.ledger.input_tokens += times * usage["prompt_tokens"]
        self.ledger.output_tokens += times * usage["completion_tokens"]


async def _read(reader: asyncio.StreamReader) -> _Request | None:
    """The next request of a connection, None when the client has closed it."""
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as end:
        if end.partial:
            raise
        return None
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {
        name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)
    }
    method, path, _ = first.split(" ", 2)
    length = min(int(headers.get("content-length") or 0), _LARGEST_BODY)
    place, _, query = path.partition("?")
    return _Request(method, place, headers, await reader.readexactly(length), query)


async def _send(writer: asyncio.StreamWriter, reply: Reply) -> bool:
    """Write the whole reply; False when the client is gone."""
    writer.write(reply.encoded())
    try:
        await writer.drain()
    except OSError:
        return False
    return True


async def _fail(fault: Fault, body: Mapping[str, Any], writer: asyncio.StreamWriter, *, said: str) -> bool:
    """Fail on the way; True when the connection goes on."""
    if fault.kind == "status":
        headers = {"Retry-After": fault.retry_after} if fault.retry_after is not None else {}
        return await _send(writer, error(fault.status, fault.message, headers))
    if fault.kind == "timeout":
        await asyncio.sleep(fault.seconds)
        return False
    if fault.kind == "reset":
        # With SO_LINGER at 0 seconds a close sends RST instead of FIN.
        writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
        writer.transport.abort()
        return False
    whole = completion(body, said, None)
    if fault.kind in {"half_body", "drip"}:
        await _send_part(fault, whole.encoded(), writer)
        return False
    return await _send(writer, _spoilt(fault, whole))


async def _send_part(fault: Fault, sent: bytes, writer: asyncio.StreamWriter) -> None:
    """Half of the answer at once, or all but its last bytes a little at a time."""
    if fault.kind == "half_body":
        head = sent.index(b"\r\n\r\n") + 4
        writer.write(sent[: head + (len(sent) - head) // 2])
        await writer.drain()
        return
    step = max(len(sent) // _DRIPS, 1)
    for start in range(0, len(sent) - 1, step):
        writer.write(sent[start : min(start + step, len(sent) - 1)])
        await writer.drain()
        await asyncio.sleep(fault.seconds / _DRIPS)


def _spoilt(fault: Fault, whole: Reply) -> Reply:
    if fault.kind == "html":
        page = (
            b"<!DOCTYPE html><html><title>Sign in</title><body>Please sign in to the network.</body></html>"
        )
        return Reply(200, page, {"Content-Type": "text/html; charset=utf-8"})
    if fault.kind == "wrong_type":
        return Reply(200, json.dumps(whole.body).encode(), {"Content-Type": "text/plain"})
    if fault.kind == "no_choices":
        return Reply(200, {**whole.body, "choices": [], "usage": None})
    return Reply(200, json.dumps(whole.body).encode()[:-9], {"Content-Type": "application/json"})


__all__ = ["MODES", "Answer", "Ledger", "OpenAIStub"]
