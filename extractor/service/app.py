"""The app: routes behind guards."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version

from fastapi import APIRouter, FastAPI, Response
from fastapi.staticfiles import StaticFiles
from starlette.middleware import Middleware

from extractor.pages import base_css
from extractor.pipeline import Extractor
from extractor.service import batches, extraction, health
from extractor.service.engine import Engine, settings_of_service
from extractor.service.guards.bodies import BodyLimit
from extractor.service.guards.headers import SecurityHeaders
from extractor.service.guards.hosts import Hosts
from extractor.service.guards.keys import Keys
from extractor.service.guards.origins import Origins
from extractor.service.guards.rate import RateLimit
from extractor.service.guards.requests import Finished, Requests
from extractor.service.guards.time_limit import TimeLimit
from extractor.service.handlers import add_handlers
from extractor.service.metrics import Metrics
from extractor.service.options import ServiceOptions
from extractor.service.state import Service
from extractor.settings import Settings

BATCHES = "/v1/batches"
_STATIC: list[str | tuple[str, str]] = [("extractor.service", "static")]


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
    service = Service(settings, options, extractor or Extractor(settings))
    engine = Engine(service.extractor, service.metrics)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        service.stopping.set()
        engine.close()
        service.extractor.close()

    app = FastAPI(
        title="edumutu-llm",
        version=version("edumutu-llm"),
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
        redirect_slashes=False,
        lifespan=lifespan,
        middleware=_guards(options, service.metrics),
    )
    app.state.service = service
    add_handlers(app)
    for routes in _routers(service, engine):
        app.include_router(routes)
    app.mount("/static", StaticFiles(packages=_STATIC))
    return app


def _routers(service: Service, engine: Engine) -> list[APIRouter]:
    """Every part of the service; each brings its own lifespan, if it has one."""
    return [extraction.router(service, engine), batches.router(service), health.router(service), _style()]


def _style() -> APIRouter:
    routes = APIRouter(include_in_schema=False)

    @routes.get("/static/base.css")
    async def style() -> Response:
        return Response(base_css(), media_type="text/css", headers={"Cache-Control": "max-age=3600"})

    return routes


def _guards(options: ServiceOptions, metrics: Metrics) -> list[Middleware]:
    """All guards, from the outermost."""

    def finished(request: Finished) -> None:
        metrics.in_progress.dec()
        metrics.requests.labels(request.route, request.method, request.status).inc()
        metrics.request_s.labels(request.route).observe(request.duration_s)

    return [
        Middleware(Requests, on_begun=metrics.in_progress.inc, on_finished=finished),
        Middleware(SecurityHeaders),
        Middleware(Hosts, allowed=options.allowed_hosts),
        Middleware(Origins),
        Middleware(Keys, digests=options.api_keys, open_paths=health.OPEN_PATHS),
        Middleware(RateLimit, per_minute=options.rate_per_minute, open_paths=health.OPEN_PATHS),
        Middleware(BodyLimit, max_bytes=options.max_body_bytes, larger={BATCHES: options.max_upload_bytes}),
        Middleware(TimeLimit, seconds=options.request_timeout_s),
    ]
