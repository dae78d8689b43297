"""A proxy on the loopback that passes requests on to a model and adds up what its server says it counted."""

from __future__ import annotations

import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any

_TIMEOUT_S = 170


class CountingProxy:
    """Serves on `url` while it is entered; `calls`, `input_tokens`, `output_tokens` are sums over answers."""

    def __init__(self, target: str) -> None:
        self.calls = self.input_tokens = self.output_tokens = 0
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            # One write for head and body: two would wait for each other's acknowledgement.
            wbufsize = -1
            disable_nagle_algorithm = True

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                request = urllib.request.Request(
                    target + self.path.removeprefix("/v1"), body, {"Content-Type": "application/json"}
                )
                with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as response:
                    answer = response.read()
                proxy.count(json.loads(answer))
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Stay silent."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def count(self, answer: dict[str, Any]) -> None:
        self.calls += 1
        self.input_tokens += answer["usage"]["prompt_tokens"]
        self.output_tokens += answer["usage"]["completion_tokens"]

    def __enter__(self) -> CountingProxy:
        self._thread.start()
        return self

    def __exit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
