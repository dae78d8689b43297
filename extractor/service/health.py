"""What those who run the service ask: is it alive, can it take work, what has it done, what is a record."""

from __future__ import annotations

import json
import os
from pathlib import Path

from fastapi import APIRouter, Response

from extractor.schema.record import Record
from extractor.service.documents import answer
from extractor.service.metrics import MEDIA_TYPE
from extractor.service.problems import Problem
from extractor.service.state import Service

OPEN_PATHS = frozenset({"/healthz", "/readyz"})
"""Asked by programs that hold no key."""


def router(service: Service) -> APIRouter:
    """The routes."""
    routes = APIRouter(tags=["service"])

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

    @routes.get(
        "/metrics",
        response_class=Response,
        responses=answer("All metrics.", "text/plain", schema={"type": "string"}),
    )
    async def metrics() -> Response:
        """Give the metrics in Prometheus' text format."""
        return Response(service.metrics.text(), media_type=MEDIA_TYPE)

    @routes.get(
        "/v1/schema",
        response_class=Response,
        responses=answer("The schema.", "application/schema+json", schema={"type": "object"}),
    )
    async def schema() -> Response:
        """Give the JSON Schema of a record."""
        text = json.dumps(Record.model_json_schema(), ensure_ascii=False)
        return Response(text, media_type="application/schema+json")

    return routes


def writable(home: Path) -> str | None:
    """Why nothing can be kept under `home`; None if it can."""
    folder = home.absolute()
    while not folder.exists():
        folder = folder.parent
    if folder.is_dir() and os.access(folder, os.W_OK | os.X_OK):
        return None
    return "the folder of caches and batches cannot be written"
