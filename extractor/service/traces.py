"""Traces for OpenTelemetry: a span for each request and one for its article, told to a collector.

Off unless `OTEL_EXPORTER_OTLP_ENDPOINT` (or its variant for traces) names one; the SDK reads that and all
other `OTEL_*` variables itself.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from opentelemetry.trace import NoOpTracer, Tracer

from extractor.errors import SettingsError

if TYPE_CHECKING:
    from fastapi.telemetry import TelemetryConfig
    from opentelemetry.context import Context
    from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider

# Addresses hold ids and words that people searched for; `http.route` tells what was called.
_HIDDEN = ("url.path", "url.query")


def provider() -> TracerProvider:
    """What makes spans and sends them, in a thread of its own; it is shut down by whoever asked for it.

    Raises:
        SettingsError: The extra is not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import OTELResourceDetector, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
    except ModuleNotFoundError as error:
        raise SettingsError(
            "OTEL_EXPORTER_OTLP_ENDPOINT is set, and traces need the extra 'traces': "
            "pip install 'edumutu-llm[traces]'"
        ) from error
    ours = Resource({"service.name": "edumutu-llm", "service.version": version("edumutu-llm")})
    made = TracerProvider(resource=ours.merge(OTELResourceDetector().detect()), shutdown_on_exit=False)
    made.add_span_processor(_discreet())
    made.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return made


def telemetry(made: TracerProvider | None) -> TelemetryConfig:
    """What FastAPI is told: spans of requests or nothing. Its logs and metrics stay off, whatever is set.

    Its logs would hold messages of errors, which may quote articles.
    """
    return {
        "tracing": made is not None,
        "tracer_provider": made,
        "operation_spans": False,
        "metrics": False,
        "logs": False,
        "auto_configure": False,
    }


def tracer(made: TracerProvider | None) -> Tracer:
    """What makes the spans of articles; one that does nothing without a provider."""
    return NoOpTracer() if made is None else made.get_tracer("edumutu-llm")


def _discreet() -> SpanProcessor:
    """Takes out of spans, when they begin, what strangers may have written into addresses."""
    from opentelemetry.sdk.trace import SpanProcessor

    class Discreet(SpanProcessor):
        def on_start(self, span: Span, parent_context: Context | None = None) -> None:  # noqa: ARG002
            for name in _HIDDEN:
                if name in (span.attributes or {}):
                    span.set_attribute(name, "REDACTED")

    return Discreet()
