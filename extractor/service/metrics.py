"""What the service counts, for Prometheus; each app has a registry of its own."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    generate_latest,
)

from extractor.pipeline import rules_version

if TYPE_CHECKING:
    from extractor.schema.record import Run
    from extractor.settings import Settings

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_REQUEST_S = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300)


class Metrics:
    """Counters of one service; `registry` takes further ones."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        self.requests = Counter(
            "edumutu_requests", "Requests answered.", ("route", "method", "status"), registry=registry
        )
        self.request_s = Histogram(
            "edumutu_request_duration_seconds",
            "Time from a request's head to the end of its answer.",
            ("route",),
            buckets=_REQUEST_S,
            registry=registry,
        )
        self.in_progress = Gauge(
            "edumutu_requests_in_progress", "Requests that are being answered.", registry=registry
        )
        self.waiting = Gauge(
            "edumutu_articles_waiting", "Articles posted that no worker has begun with.", registry=registry
        )
        self.articles = Counter("edumutu_articles", "Articles read.", ("engine", "status"), registry=registry)
        self.article_s = Histogram(
            "edumutu_article_duration_seconds",
            "Time that the record of one article took.",
            ("engine",),
            buckets=_REQUEST_S,
            registry=registry,
        )
        self.tokens = Counter(
            "edumutu_tokens",
            "Tokens that models read (input) and wrote (output).",
            ("kind",),
            registry=registry,
        )
        self.calls = Counter("edumutu_model_calls", "Requests sent to models.", registry=registry)
        self.cost_usd = Counter(
            "edumutu_cost_usd", "US dollars that models took, where prices are known.", registry=registry
        )
        self.cached = Counter(
            "edumutu_cache_hits", "Articles whose record or answers were in the cache.", registry=registry
        )

    def build(self, settings: Settings) -> None:
        """Tell what runs here."""
        told = {
            "version": version("edumutu-llm"),
            "rules_version": rules_version(),
            "engine": settings.engine,
            "model": settings.model or "",
        }
        Info("edumutu_build", "What runs here.", registry=self.registry).info(told)

    def article(self, run: Run) -> None:
        """Enter one article by what its record says of its making."""
        self.articles.labels(run.engine, run.status).inc()
        self.article_s.labels(run.engine).observe(run.duration_s)
        self.calls.inc(run.calls)
        self.tokens.labels("input").inc(run.input_tokens)
        self.tokens.labels("output").inc(run.output_tokens)
        self.cost_usd.inc(run.cost_usd)
        self.cached.inc(run.cached)

    def text(self) -> bytes:
        """All metrics in Prometheus' text format."""
        return generate_latest(self.registry)
