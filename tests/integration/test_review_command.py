"""`edumutu-llm review` as a process of its own: who may ask it, and what it refuses."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote

import pytest
from typer.testing import CliRunner

from extractor.cli import app

ROOT = Path(__file__).resolve().parents[2]
SEED = "000_7d0259ef5c0de7e4"
JSON = {"Content-Type": "application/json"}


class Answer(NamedTuple):
    status: int
    headers: Mapping[str, str]
    text: str


class Page(NamedTuple):
    port: int
    folder: Path

    def ask(self, method: str, path: str, body: object = None, **headers: str) -> Answer:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        sent = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        try:
            connection.request(
                method, path, sent, {name.replace("_", "-"): value for name, value in headers.items()}
            )
            response: HTTPResponse = connection.getresponse()
            return Answer(response.status, dict(response.headers), response.read().decode())
        finally:
            connection.close()

    def post(self, path: str, **body: Any) -> Answer:
        return self.ask("POST", path, {"id": SEED, "version": 0, **body}, Content_Type="application/json")


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    folder = tmp_path_factory.mktemp("review")
    command = [
        sys.executable,
        "-m",
        "extractor",
        "review",
        str(ROOT / "seeds"),
        "--gold",
        "gold",
        "--annotator",
        "rini",
    ]
    with subprocess.Popen(
        [*command, "--lang", "en"], cwd=folder, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        said = process.stderr.readline()
        found = re.search(r"5 articles to review at http://127\.0\.0\.1:(\d+)/", said)
        assert found, said + process.stderr.read()
        yield Page(int(found[1]), folder)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0


def test_pages_run_no_script_but_ours_and_are_kept_nowhere(page: Page) -> None:
    for path in ("/", f"/article?id={SEED}"):
        answer = page.ask("GET", path)
        assert answer.status == 200
        assert "script-src 'self'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["cache-control"] == "no-store"
        assert not re.search(r"<script(?![^>]* src=\"/static/)|<style| style=| on[a-z]+=\"", answer.text)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "example.com"}, 421),
        ({"Origin": "http://example.com", **JSON}, 403),
        ({"Sec-Fetch-Site": "cross-site", **JSON}, 403),
        ({"Sec-Fetch-Site": "same-site", **JSON}, 403),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),
        ({"Content-Type": "text/plain"}, 415),
    ],
    ids=str,
)
def test_a_page_of_another_site_cannot_edit(page: Page, headers: dict[str, str], status: int) -> None:
    edit = {"id": SEED, "version": 0, "edit": {"kind": "accept", "pointer": "/in_scope"}}
    answer = page.ask(
        "POST", "/edit", edit, **{name.replace("-", "_"): value for name, value in headers.items()}
    )
    assert answer.status == status
    assert 'data-version="0"' in page.ask("GET", f"/article?id={SEED}").text


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/edit", {"edit": {"kind": "shout"}}, 400),
        ("/edit", {"edit": None}, 400),
        ("/edit", {"version": "0"}, 400),
        ("/edit", {"id": "nobody"}, 404),
        ("/edit", {"version": 7, "edit": {"kind": "accept", "pointer": "/in_scope"}}, 409),
        ("/edit", {"edit": {"kind": "accept", "pointer": "/people/99/name"}}, 422),
        ("/edit", {"edit": {"kind": "set", "pointer": "/event/date", "value": "2022-13-01"}}, 422),
        ("/undo", {}, 422),
        ("/redo", {}, 422),
        ("/save", {"version": 7, "etag": ""}, 409),
    ],
    ids=str,
)
def test_an_order_that_cannot_be_done_says_so_and_changes_nothing(
    page: Page, path: str, body: dict[str, Any], status: int
) -> None:
    assert page.post(path, **body).status == status
    assert 'data-version="0"' in page.ask("GET", f"/article?id={SEED}").text
    assert not (page.folder / "gold").exists()


def test_bodies_that_are_no_json_or_too_large_are_refused(page: Page) -> None:
    assert page.ask("POST", "/edit", b"{", Content_Type="application/json").status == 400
    assert page.ask("POST", "/edit", b"[1]", Content_Type="application/json").status == 400
    assert page.ask("POST", "/edit", b" " * 1_000_001, Content_Type="application/json").status == 413


@pytest.mark.parametrize(
    "path", ["/article?id=nobody", "/article", "/choices?kind=secret", "/static/../app.py", "/x"]
)
def test_what_is_not_there_is_not_found(page: Page, path: str) -> None:
    assert page.ask("GET", path).status == 404


@pytest.mark.parametrize(
    ("kind", "query", "value"),
    [("region", "banjarmasin", "63.71"), ("program", "guru penggerak", "guru_penggerak")],
)
def test_regions_and_programs_are_found_by_name(page: Page, kind: str, query: str, value: str) -> None:
    found = json.loads(page.ask("GET", f"/choices?kind={kind}&q={quote(query)}").text)
    assert found[0]["value"] == value


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["seeds", "--gold", "gold", "--annotator", "../rini"], "annotator"),
        (["seeds", "--gold", "gold", "--annotator", "rini", "--lang", "xx"], "language 'xx' is unknown"),
        (
            ["seeds", "--gold", "gold", "--annotator", "rini", "--records", "none.jsonl"],
            "none.jsonl cannot be read",
        ),
        (["none", "--gold", "gold", "--annotator", "rini"], "none"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch, arguments: list[str], said: str) -> None:
    monkeypatch.chdir(ROOT)
    result = CliRunner().invoke(app, ["review", *arguments])
    assert result.exit_code == 2
    assert said in result.stderr
