"""The app: routes behind guards."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial
from importlib.metadata import version
from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware

from extractor.pipeline import Extractor
from extractor.service import batches, dashboard, extraction, health, pages, traces
from extractor.service.documents import openapi
from extractor.service.engine import Engine, settings_of_service, warm_up
from extractor.service.guards.bodies import BodyLimit
from extractor.service.guards.headers import SecurityHeaders
from extractor.service.guards.hosts import Hosts
from extractor.service.guards.keys import Keys
from extractor.service.guards.origins import Origins
from extractor.service.guards.rate import RateLimit
from extractor.service.guards.requests import Finished, Requests
from extractor.service.guards.time_limit import TimeLimit
from extractor.service.handlers import add_handlers
from extractor.service.health import writable
from extractor.service.metrics import Metrics
from extractor.service.options import ServiceOptions
from extractor.service.state import Service
from extractor.settings import Settings

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

BATCHES = "/v1/batches"
_STATIC: list[str | tuple[str, str]] = [
    ("extractor.service", "static"),
    ("extractor.service.dashboard", "static"),
]


def create_app(
    settings: Settings, options: ServiceOptions | None = None, *, extractor: Extractor | None = None
) -> FastAPI:
    """The service as an ASGI app; `app.state.service` holds what its parts share.

    Args:
        settings: How articles are read.
        options: How the service runs.
        extractor: What reads them instead, for tests; it is closed with the app.

    Raises:
        SettingsError: The settings ask for a model, and something that it needs is missing.
    """
    options = options or ServiceOptions()
    settings = settings_of_service(settings)
    provider = traces.provider() if options.has_traces else None
    service = Service(settings, options, extractor or Extractor(settings))
    engine = Engine(service.extractor, service.metrics, traces.tracer(provider))
    service.metrics.build(settings)
    service.checks["engine"] = engine.refusal
    service.checks["home"] = partial(writable, options.home)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        warm_up()
        yield
        service.stopping.set()
        await asyncio.to_thread(_close, engine, service, provider)

    app = FastAPI(
        title="edumutu-llm",
        version=version("edumutu-llm"),
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
        middleware=_guards(options, service.metrics),
        generate_unique_id_function=lambda route: route.name,
        telemetry=traces.telemetry(provider),
    )
    app.state.service = service
    add_handlers(app)
    for routes in _routers(service, engine):
        app.include_router(routes)
    document = cache(partial(openapi, app, has_keys=bool(options.api_keys)))
    app.openapi = document  # type: ignore[method-assign]  # as FastAPI's documentation has it
    app.include_router(pages.router(document))
    app.mount("/static", StaticFiles(packages=_STATIC))
    return app


def _routers(service: Service, engine: Engine) -> list[APIRouter]:
    """Every part of the service; each brings its own lifespan, if it has one."""
    return [
        extraction.router(engine),
        batches.router(service),
        health.router(service),
        dashboard.router(service.options.records, service.options.home),
    ]


def _close(engine: Engine, service: Service, provider: TracerProvider | None) -> None:
    engine.close()
    service.extractor.close()
    if provider is not None:
        provider.shutdown()


def _guards(options: ServiceOptions, metrics: Metrics) -> list[Middleware]:
    """All guards, from the outermost."""

    def finished(request: Finished) -> None:
        metrics.in_progress.dec()
        metrics.requests.labels(request.route, request.method, request.status).inc()
        metrics.request_s.labels(request.route).observe(request.duration_s)

    open_paths = health.OPEN_PATHS | {pages.ICON}
    return [
        Middleware(SecurityHeaders),
        Middleware(Requests, on_begun=metrics.in_progress.inc, on_finished=finished),
        Middleware(Hosts, allowed=options.allowed_hosts),
        Middleware(Origins),
        Middleware(Keys, digests=options.api_keys, open_paths=open_paths),
        Middleware(RateLimit, per_minute=options.rate_per_minute, open_paths=open_paths),
        Middleware(BodyLimit, max_bytes=options.max_body_bytes, larger={BATCHES: options.max_upload_bytes}),
        Middleware(TimeLimit, seconds=options.request_timeout_s),
    ]
