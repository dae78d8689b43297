"""Chromium without a screen, a server for the page under test, and axe: what all tests in here need.

`pytest tests/browser` runs them alone. They are skipped, with the reason, where there is no Chromium;
`EDUMUTU_CHROMIUM` names one that is not on the path. Pictures go to the folder `EDUMUTU_SHOTS`, else to a
temporary one.

A test in this folder must not call `asyncio.run`: Playwright keeps a loop running in its thread.
"""

from __future__ import annotations

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: `make test` does")

HERE = Path(__file__).parent
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
# Whatever a page might ask for elsewhere ends here, in the browser itself.
NO_NETWORK = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
WIDE, NARROW = (1280, 800), (390, 844)
PATIENCE_MS = 30_000
SERIOUS = {"serious", "critical"}


class Finding(NamedTuple):
    """What axe holds against a page: the rule, how grave, and the elements."""

    rule: str
    impact: str
    elements: tuple[str, ...]


OpenPage = Callable[..., Any]
Serve = Callable[[Any], str]
Axe = Callable[[Any], list[Finding]]
Shot = Callable[..., Path]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The browser's program."""
    named = os.environ.get("EDUMUTU_CHROMIUM")
    found = named or shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None or not Path(found).exists():
        pytest.skip(
            "there is no Chromium: install Debian's package `chromium`, or name one in EDUMUTU_CHROMIUM"
        )
    return found


@pytest.fixture(scope="package")
def browser(chromium_path: str) -> Iterator[Any]:
    """One browser for all tests of this folder; each page has a context, so cookies of its own."""
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium_path, args=[*FLAGS, NO_NETWORK])
        yield running
        running.close()


@pytest.fixture
def open_page(browser: Any) -> Iterator[OpenPage]:
    """`open_page(url, size=WIDE, dark=False, **context)`: a page in a fresh context.

    An error of a page's script, a refusal by its content security policy or an answer of 5xx fails the test.
    """
    contexts: list[Any] = []
    faults: list[str] = []

    def opened(url: str, *, size: tuple[int, int] = WIDE, dark: bool = False, **more: Any) -> Any:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            **more,
        )
        contexts.append(context)
        context.set_default_timeout(PATIENCE_MS)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(f"script: {error}"))
        page.on("console", lambda said: _note(said, faults))
        page.on(
            "response", lambda got: faults.append(f"{got.status} {got.url}") if got.status >= 500 else None
        )
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults, faults


def _note(said: Any, faults: list[str]) -> None:
    # A status of 4xx is the server's right; the test looks at what the page shows then.
    if said.type == "error" and "Failed to load resource" not in said.text:
        faults.append(f"console: {said.text}")


@pytest.fixture
def serve() -> Iterator[Serve]:
    """`serve(app)`: an ASGI app on a free port of 127.0.0.1 while the test runs; gives its address."""
    uvicorn = pytest.importorskip("uvicorn")
    running: list[tuple[Any, threading.Thread]] = []

    def started(app: Any) -> str:
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(
            uvicorn.Config(app, log_level="warning", ws="none", timeout_graceful_shutdown=2)
        )
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        running.append((server, thread))
        return f"http://127.0.0.1:{listener.getsockname()[1]}"

    yield started
    for server, _ in running:
        server.should_exit = True
    for _, thread in running:
        thread.join(timeout=30)
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def axe() -> Axe:
    """`axe(page)`: the serious and critical findings of axe-core on the page as it stands."""
    checker = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()

    def check(page: Any) -> list[Finding]:
        found = checker.run(page).response["violations"]
        return [
            Finding(one["id"], one["impact"], tuple(node["html"][:200] for node in one["nodes"]))
            for one in found
            if one["impact"] in SERIOUS
        ]

    return check


@pytest.fixture(scope="session")
def shots(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of pictures."""
    named = os.environ.get("EDUMUTU_SHOTS")
    folder = Path(named) if named else tmp_path_factory.mktemp("shots")
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def shot(shots: Path) -> Shot:
    """`shot(page, "name")`: a picture of what the window shows, kept as name.png; gives its path."""

    def taken(page: Any, name: str, *, full: bool = False) -> Path:
        path = shots / f"{name}.png"
        page.screenshot(path=path, full_page=full, animations="disabled")
        return path

    return taken
