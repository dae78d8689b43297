"""The review page as an application: routes behind the service's guards, for this machine alone."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from evals.review.page.wording import Language
from extractor.errors import SettingsError

if TYPE_CHECKING:
    from starlette.requests import Request
    from starlette.types import ASGIApp

    from evals.review.desk import Desk

_LOOPBACK = frozenset(("127.0.0.1", "localhost", "::1"))
_MOST_BYTES = 1_000_000


def require_extra() -> None:
    """Check that what serves pages is installed.

    Raises:
        SettingsError: It is not.
    """
    if find_spec("starlette") is None or find_spec("uvicorn") is None:
        raise SettingsError("the review page needs more: pip install 'edumutu-llm[service]'")


def create_app(desk: Desk, *, annotator: str, gold: Path, language: Language = "id") -> ASGIApp:
    """The page of `desk`; `language` is what it speaks until a reader chooses another.

    Raises:
        SettingsError: The extra `service` is not installed.
    """
    require_extra()
    from starlette.applications import Starlette
    from starlette.middleware import Middleware
    from starlette.responses import Response
    from starlette.routing import Mount, Route
    from starlette.staticfiles import StaticFiles

    from evals.review.page.rendering import Rendering, style_sheet
    from evals.review.page.web import Site
    from extractor.service.guards.bodies import BodyLimit
    from extractor.service.guards.headers import SecurityHeaders
    from extractor.service.guards.hosts import Hosts
    from extractor.service.guards.origins import Origins

    site = Site(desk, Rendering(annotator, gold.name or str(gold)), language)

    def styles(request: Request) -> Response:
        del request
        return Response(style_sheet(), media_type="text/css")

    posts = [
        (name, getattr(site, name))
        for name in ("edit", "undo", "redo", "discard", "merge", "save", "language")
    ]
    return Starlette(
        routes=[
            Route("/", site.list),
            Route("/article", site.article, name="article"),
            Route("/agreement", site.agreement),
            Route("/choices", site.choices),
            *(Route(f"/{name}", act, methods=["POST"]) for name, act in posts),
            Route("/static/page.css", styles),
            Mount("/static", StaticFiles(packages=[("evals.review.page", "static")])),
        ],
        middleware=[
            Middleware(SecurityHeaders),
            Middleware(Hosts, allowed=_LOOPBACK),
            Middleware(Origins),
            Middleware(BodyLimit, max_bytes=_MOST_BYTES),
        ],
    )
