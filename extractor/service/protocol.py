"""HTTP/1.1 with clocks: uvicorn itself waits for ever for a head, a body's rest, or a slow reader."""

from __future__ import annotations

import asyncio
import json
from http import HTTPStatus
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from extractor.service.problems import MEDIA_TYPE, Problem

HEAD_S = 10.0
LINGER_S = 5.0
STALL_S = 30.0
MOST_CONNECTIONS = 900


class PatientProtocol(H11Protocol):
    """Closes connections whose other side takes too long, and refuses more of them than it can hold.

    A request's head has to come within 10 s, be it the first or a later one of a connection. What is still
    sent of a body that was answered already is thrown away for 5 s. A reader may stand still for 30 s.
    """

    head_s = HEAD_S
    linger_s = LINGER_S
    stall_s = STALL_S
    most_connections = MOST_CONNECTIONS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._head: asyncio.TimerHandle | None = None
        self._linger: asyncio.TimerHandle | None = None
        self._stall: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        """Start the clock of the first request's head."""
        super().connection_made(transport)
        if len(self.connections) > self.most_connections:
            self._refuse(Problem(503, "busy", "too many connections are open", headers={"Retry-After": "5"}))
            return
        self._watch_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop all clocks."""
        for clock in (self._head, self._linger, self._stall):
            if clock is not None:
                clock.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, and see whether a head is still open."""
        super().data_received(data)
        if not self.transport.is_closing():
            self._watch_head()

    def on_response_complete(self) -> None:
        """Throw away the rest of a body that nobody wants, but not for ever."""
        super().on_response_complete()
        if self.conn.their_state is h11.SEND_BODY and self._linger is None:
            self._linger = self.loop.call_later(self.linger_s, self._close_unless_next)

    def pause_writing(self) -> None:
        """Start the clock of a reader that stands still."""
        super().pause_writing()
        if self._stall is None:
            self._stall = self.loop.call_later(self.stall_s, self.transport.abort)

    def resume_writing(self) -> None:
        """Stop that clock."""
        super().resume_writing()
        if self._stall is not None:
            self._stall.cancel()
            self._stall = None

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no HTTP."""
        self._refuse(Problem(400, "bad-request", msg))

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: callers may ask for what there is not, and are answered without it."""

    def _watch_head(self) -> None:
        is_open = self.conn.their_state is h11.IDLE
        if is_open and self._head is None:
            self._head = self.loop.call_later(self.head_s, self._head_is_late)
        elif not is_open and self._head is not None:
            self._head.cancel()
            self._head = None

    def _head_is_late(self) -> None:
        if not self.transport.is_closing():
            self._refuse(Problem(408, "too-slow", "the request's head came too slowly"))

    def _close_unless_next(self) -> None:
        self._linger = None
        if self.conn.their_state is h11.SEND_BODY and not self.transport.is_closing():
            self.transport.close()

    def _refuse(self, problem: Problem) -> None:
        """Answer below the app, where no request is known; an app that works on one sees its caller leave."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if self.conn.our_state not in {h11.IDLE, h11.SEND_RESPONSE}:
            self.transport.close()
            return
        body = json.dumps(problem.document({"state": {}})).encode()
        headers = {
            "Content-Type": MEDIA_TYPE,
            "Content-Length": str(len(body)),
            "Connection": "close",
            **problem.headers,
        }
        head = h11.Response(
            status_code=problem.status,
            reason=HTTPStatus(problem.status).phrase.encode(),
            headers=[(name.encode(), value.encode()) for name, value in headers.items()],
        )
        for event in (head, h11.Data(data=body), h11.EndOfMessage()):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()
