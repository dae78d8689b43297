"""Traces reach a collector, and tell nothing of what articles say."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.trace.v1.trace_pb2 import Span

from tests.servers.service import serving

TRACE = "0af7651916cd43dd8448eb211c80319c"
PARENT = "b7ad6b7169203331"
WORD = "Rahasia"


@contextmanager
def collector() -> Iterator[tuple[str, list[bytes]]]:
    """An OTLP collector: its address, and what it was sent."""
    sent: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent.append(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}", sent
        finally:
            server.shutdown()
            thread.join()


def spans(sent: list[bytes]) -> dict[str, Span]:
    """All spans by name."""
    found = {}
    for raw in sent:
        for resource in ExportTraceServiceRequest.FromString(raw).resource_spans:
            for scope in resource.scope_spans:
                found.update({span.name: span for span in scope.spans})
    return found


def test_a_request_and_its_article_are_spans_of_the_callers_trace(tmp_path: Path) -> None:
    with collector() as (address, sent):
        environ = {"OTEL_EXPORTER_OTLP_ENDPOINT": address, "OTEL_BSP_SCHEDULE_DELAY": "100"}
        with serving(cwd=tmp_path, environ=environ) as server:
            answer = server.ask(
                "POST",
                f"/v1/extract?id={WORD}",
                f"{WORD} dibuka di Palopo.",
                content_type="text/plain",
                traceparent=f"00-{TRACE}-{PARENT}-01",
            )
            assert answer.status == 200
            assert server.end() == 0
        found = spans(sent)
        raw = b"".join(sent)
    request, article = found["POST /v1/extract"], found["article"]
    assert request.trace_id.hex() == article.trace_id.hex() == TRACE
    assert request.parent_span_id.hex() == PARENT
    assert article.parent_span_id == request.span_id
    told = {one.key: one.value for one in request.attributes}
    assert told["http.route"].string_value == "/v1/extract"
    assert told["http.response.status_code"].int_value == 200
    assert {one.key: one.value.string_value for one in article.attributes}["engine"] == "rules"
    assert WORD.encode() not in raw
    assert b"edumutu-llm" in raw


def test_a_collector_that_is_away_stops_nobody(tmp_path: Path) -> None:
    environ = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:9", "OTEL_EXPORTER_OTLP_TIMEOUT": "1"}
    with serving(cwd=tmp_path, environ=environ) as server:
        assert server.ask("GET", "/healthz").status == 200
        assert server.end() == 0
