"""What those who run the service ask: is it alive, can it take work, what has it done, what is a record."""

from __future__ import annotations

from fastapi import APIRouter, Response

from extractor.service.metrics import MEDIA_TYPE
from extractor.service.problems import Problem
from extractor.service.state import Service

OPEN_PATHS = frozenset({"/healthz", "/readyz"})
"""Asked by programs that hold no key."""


def router(service: Service) -> APIRouter:
    """The routes."""
    routes = APIRouter()

    @routes.get("/healthz")
    async def healthz() -> dict[str, str]:
        """Say that the process answers."""
        return {"status": "ok"}

    @routes.get("/readyz")
    async def readyz() -> dict[str, str]:
        """Say whether the service takes work, and if not, why."""
        reasons = {name: said for name, check in service.checks.items() if (said := check())}
        if service.stopping.is_set():
            reasons["stopping"] = "the service was told to end"
        if reasons:
            raise Problem(503, "not-ready", "; ".join(reasons.values()), reasons=reasons)
        return {"status": "ok"}

    @routes.get("/metrics")
    async def metrics() -> Response:
        """Give the metrics in Prometheus' text format."""
        return Response(service.metrics.text(), media_type=MEDIA_TYPE)

    @routes.get("/v1/schema")
    async def schema() -> Response:
        """Give the JSON Schema of a record."""
        import json

        from extractor.schema.record import Record

        text = json.dumps(Record.model_json_schema(), ensure_ascii=False)
        return Response(text, media_type="application/schema+json")

    return routes
