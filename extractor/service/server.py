"""One process that serves an app until it is told to end, and then finishes what it has begun."""

from __future__ import annotations

import asyncio
import logging
import math
from collections.abc import Callable
from types import FrameType
from typing import TYPE_CHECKING

import uvicorn

from extractor.errors import SettingsError
from extractor.service.logs import configure_logging
from extractor.service.protocol import PatientProtocol

if TYPE_CHECKING:
    import socket

    from starlette.types import ASGIApp

log = logging.getLogger("extractor.service")
_KEEP_ALIVE_S = 20
_MOST_HEAD_BYTES = 32_768
_GRACE_S = 5.0


def serve(
    app: ASGIApp,
    host: str,
    port: int,
    *,
    trusted_proxies: str = "",
    finish_s: float = 300.0,
    on_stop: Callable[[], object] = lambda: None,
) -> None:
    """Serve `app` until SIGINT or SIGTERM; the address is logged as `listening`.

    Args:
        app: What answers.
        host: The address to listen on.
        port: 0 takes a free one.
        trusted_proxies: Addresses, separated by commas, whose `X-Forwarded-For` and `-Proto` are believed.
        finish_s: Seconds that requests under way have to end after the signal.
        on_stop: Called in the event loop as soon as the signal came.

    Raises:
        SettingsError: The address cannot be used.
    """
    configure_logging()
    config = uvicorn.Config(
        app,
        http=PatientProtocol,
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=trusted_proxies,
        timeout_keep_alive=_KEEP_ALIVE_S,
        timeout_graceful_shutdown=math.ceil(finish_s + _GRACE_S),
        h11_max_incomplete_event_size=_MOST_HEAD_BYTES,
    )
    bound = _bound(host, port)
    try:
        _Server(config, on_stop).run(sockets=[bound])
    finally:
        bound.close()


class _Server(uvicorn.Server):
    """Ends well on the first signal, at once on the second; either way the exit code is 0."""

    def __init__(self, config: uvicorn.Config, on_stop: Callable[[], object]) -> None:
        super().__init__(config)
        self._on_stop = on_stop
        self._loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Say where, once requests are answered."""
        self._loop = asyncio.get_running_loop()
        await super().startup(sockets=sockets)
        for one in sockets or []:
            log.info("listening", extra={"facts": {"url": url_of(one)}})

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's names
        """As uvicorn, but the signal is not raised again at the end."""
        self.force_exit = self.should_exit
        self.should_exit = True
        if self._loop is not None:
            # The signal may have come while something was being logged.
            self._loop.call_soon_threadsafe(self._told_to_stop)

    def _told_to_stop(self) -> None:
        log.info("stopping", extra={"facts": {"is_at_once": self.force_exit}})
        self._on_stop()


def url_of(bound: socket.socket) -> str:
    """The address of a socket that listens, as a URL."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _bound(host: str, port: int) -> socket.socket:
    import socket

    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # With its protocol named: only then does asyncio send small answers at once (no Nagle).
        bound = socket.socket(family, kind, protocol)
    except OSError as error:
        raise SettingsError(f"{host} is no address to listen on ({error.strerror})") from error
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind(address)
    except OSError as error:
        bound.close()
        raise SettingsError(f"{host}:{port} cannot be listened on ({error.strerror})") from error
    bound.setblocking(False)
    return bound
