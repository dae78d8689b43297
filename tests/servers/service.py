"""The HTTP service in a process of its own, and clients that mind what bytes they send."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from tests.servers.asgi import Answered

STARTS_WITHIN_S = 60.0
ENDS_WITHIN_S = 30.0
_STRANGERS = ("EDUMUTU_", "OPENAI_", "OTEL_")


@dataclass
class Serving:
    """A server that listens at `url`; `lines` holds what it logged so far."""

    process: subprocess.Popen[str]
    url: str = ""
    lines: list[str] = field(default_factory=list)

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        parts = urlsplit(self.url)
        assert parts.hostname is not None
        assert parts.port is not None
        return parts.hostname, parts.port

    @property
    def log(self) -> str:
        """All that was logged."""
        return "".join(self.lines)

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        *,
        timeout_s: float = 30.0,
        **headers: str,
    ) -> Answered:
        """Send one request on a connection of its own; `content_type=` becomes `Content-Type`."""
        connection = HTTPConnection(*self.address, timeout=timeout_s)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body.encode() if isinstance(body, str) else body, named)
            answer = connection.getresponse()
            shown = {name.lower(): value for name, value in answer.getheaders()}
            return Answered(answer.status, shown, answer.read())
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        """A connection on which nothing was sent yet."""
        return socket.create_connection(self.address, timeout=30)

    def end(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Tell the process to end, and wait for it; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
        return self.process.wait(ENDS_WITHIN_S)


@contextmanager
def serving(
    *arguments: str,
    cwd: Path,
    environ: Mapping[str, str] | None = None,
    clock_s: Mapping[str, float] | None = None,
) -> Iterator[Serving]:
    """Run `edumutu-llm serve --port 0 ARGUMENTS` in `cwd`; it is ended with the block.

    `clock_s` sets the clocks of `PatientProtocol`, and `grace_s` of `BodyLimit`: no test waits for them.
    """
    program = ["-c", _WITH_CLOCKS, json.dumps(clock_s)] if clock_s else ["-m", "extractor"]
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(_STRANGERS)}
    process = subprocess.Popen(
        [sys.executable, *program, "serve", "--port", "0", *arguments],
        cwd=cwd,
        env={**inherited, "PYTHONPATH": str(Path(__file__).resolve().parents[2]), **(environ or {})},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    server = Serving(process)
    reader = threading.Thread(target=_read, args=(server,), daemon=True)
    reader.start()
    try:
        server.url = _address(server)
        yield server
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
        reader.join()
        assert process.stderr is not None
        process.stderr.close()


_WITH_CLOCKS = """
import functools, json, sys
clocks = json.loads(sys.argv.pop(1))
from extractor.service import app, protocol
app.BodyLimit = functools.partial(app.BodyLimit, grace_s=clocks.pop("grace_s"))
for name, seconds in clocks.items():
    setattr(protocol.PatientProtocol, name, seconds)
from extractor.cli import main
main()
"""


def _read(server: Serving) -> None:
    assert server.process.stderr is not None
    for line in server.process.stderr:
        server.lines.append(line)


def _address(server: Serving) -> str:
    deadline = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < deadline and server.process.poll() is None:
        for line in list(server.lines):
            if '"listening"' in line:
                return str(json.loads(line)["url"])
        time.sleep(0.02)
    raise AssertionError(f"the service did not start:\n{server.log}")
