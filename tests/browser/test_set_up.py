"""The set-up itself: a page can be opened, and nothing outside can be reached from it."""

from __future__ import annotations

from typing import Any

from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route

from tests.browser.conftest import Axe, OpenPage, Serve, Shot

PAGE = (
    "<!DOCTYPE html><html lang=en><head><title>Page</title><link rel=icon href='data:,'></head>"
    "<body><main><h1>Page</h1><button></button></main></body></html>"
)


async def answer(request: Any) -> HTMLResponse:
    return HTMLResponse(PAGE)


def test_a_served_page_is_shown_checked_and_pictured(
    serve: Serve, open_page: OpenPage, axe: Axe, shot: Shot
) -> None:
    page = open_page(serve(Starlette(routes=[Route("/", answer)])))
    assert page.inner_text("h1") == "Page"
    assert [finding.rule for finding in axe(page)] == ["button-name"]
    assert shot(page, "set-up").stat().st_size > 0


def test_no_other_host_is_reached(serve: Serve, open_page: OpenPage) -> None:
    page = open_page(serve(Starlette(routes=[Route("/", answer)])))
    failed = page.evaluate("fetch('http://example.com/', {mode: 'no-cors'}).then(() => '', e => e.name)")
    assert failed == "TypeError"
