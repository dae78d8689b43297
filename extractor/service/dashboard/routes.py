"""The dashboard's routes: they read the records, and draw."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from extractor.service.dashboard.article import article_page
from extractor.service.dashboard.choices import choices, names
from extractor.service.dashboard.database import UnavailableError, choose, database
from extractor.service.dashboard.drawing import overview_context, runs_context
from extractor.service.dashboard.filters import Filters, read_filters
from extractor.service.dashboard.listing import PAGE, listing
from extractor.service.dashboard.overview import Overviews
from extractor.service.dashboard.page import Page, article_path, page
from extractor.service.dashboard.runs import all_runs

_HOW_HELPS = {"not_given", "missing", "foreign", "version", "broken", "empty"}
_MOST_PAGES = 10**9

_Draw = Callable[[Page], HTMLResponse]


def router(records: Path | None, home: Path) -> APIRouter:
    """The pages on the database `records` and on the runs under `home`; none of them changes either.

    Routes are plain functions, which the server runs in threads: reading takes longer than it may wait.
    """
    routes = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
    overviews = Overviews(records)

    @routes.get("/")
    def overview_route(request: Request) -> HTMLResponse:
        return _guarded(request, "/", partial(_overview, overviews, home))

    @routes.get("/articles")
    def articles_route(request: Request) -> HTMLResponse:
        return _guarded(request, "/articles", partial(_articles, records, _page_number(request)))

    # An id may hold slashes, escaped in the address.
    @routes.get("/articles/{article_id:path}")
    def article_route(request: Request, article_id: str) -> HTMLResponse:
        return _guarded(request, article_path(article_id), partial(_article, records, article_id))

    return routes


def _guarded(request: Request, path: str, draw: _Draw) -> HTMLResponse:
    asked = page(
        path,
        read_filters(request.query_params),
        request.query_params.get("lang"),
        request.headers.get("accept-language", ""),
    )
    try:
        answer = draw(asked)
    except UnavailableError as error:
        status = 200 if error.reason == "not_given" else 503
        answer = _message(asked, error.reason, status)
        if error.reason in {"locked", "slow"}:
            answer.headers["Retry-After"] = "5"
    answer.headers["Vary"] = "Accept-Language"
    return answer


def _overview(overviews: Overviews, home: Path, asked: Page) -> HTMLResponse:
    runs = all_runs(home)
    try:
        overview = overviews.get(asked.filters)
    except UnavailableError as error:
        # The runs have nothing to do with the records.
        if error.reason == "not_given":
            return _message(asked, error.reason, 200, runs_shown=True, **runs_context(asked, runs))
        raise
    if not overview.totals.articles and not asked.filters.active:
        return _message(asked, "empty", 200, runs_shown=True, **runs_context(asked, runs))
    return HTMLResponse(asked.render("overview.html", **overview_context(asked, overview, runs)))


def _articles(records: Path | None, number: int, asked: Page) -> HTMLResponse:
    with database(records) as connection:
        choose(connection, asked.filters)
        found = listing(connection, number)
        named = asked.filter_context(choices(connection), names(connection, asked.filters))
    return HTMLResponse(
        asked.render("articles.html", listing=found, first=(found.page - 1) * PAGE + 1, **named)
    )


def _article(records: Path | None, article_id: str, asked: Page) -> HTMLResponse:
    with database(records) as connection:
        found = article_page(connection, article_id)
        chips = asked.chips(names(connection, asked.filters))
    if found is None:
        return _message(asked, "unknown", 404)
    filters = Filters(status=found.run.status if found.run else None)
    return HTMLResponse(asked.render("article.html", article=found, chips=chips, status_filters=filters))


def _message(asked: Page, reason: str, status: int, **more: object) -> HTMLResponse:
    shown = {"runs_shown": False, **more}
    html = asked.render("message.html", key=f"problem.{reason}", shows_how=reason in _HOW_HELPS, **shown)
    return HTMLResponse(html, status)


def _page_number(request: Request) -> int:
    asked = request.query_params.get("page", "")
    return min(int(asked), _MOST_PAGES) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 1
