"""The commands of docs/service.md work, against a service that has just been started."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extractor.cli.app import app
from extractor.service.documents import EXAMPLE_PAGE, EXAMPLE_TEXT, KINDS
from tests.servers.service import Serving, serving

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "service.md").read_text(encoding="utf-8")
COMMANDS = [
    line for block in re.findall(r"^```sh\n(.*?)^```$", TEXT, re.M | re.S) for line in block.splitlines()
]

pytestmark = pytest.mark.skipif(shutil.which("curl") is None, reason="the page shows curl, which is not here")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Serving, Path]]:
    folder = tmp_path_factory.mktemp("docs")
    (folder / "article.txt").write_text(EXAMPLE_TEXT, encoding="utf-8")
    (folder / "page.html").write_text(EXAMPLE_PAGE, encoding="utf-8")
    line = json.dumps({"id": "berita-1", "text": EXAMPLE_TEXT})
    (folder / "articles.jsonl").write_text(f"{line}\n", encoding="utf-8")
    with serving(cwd=folder) as running:
        yield running, folder


@pytest.mark.parametrize("command", COMMANDS)
def test_command_is_answered_well(command: str, server: tuple[Serving, Path]) -> None:
    running, folder = server
    done = subprocess.run(
        command.replace("http://127.0.0.1:8000", running.url).replace("curl ", "curl -sS --fail-with-body "),
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    body = done.stdout.replace("\r", "").rpartition("\n\n")[2] if " -i " in command else done.stdout
    assert json.loads(body)


def test_the_page_names_only_problems_and_series_that_exist(server: tuple[Serving, Path]) -> None:
    running, _ = server
    kinds = re.findall(r"\b\d{3} `([a-z-]+)`|/docs#([a-z-]+)\"", TEXT)
    assert {one or other for one, other in kinds} <= set(KINDS)
    running.ask("POST", "/v1/extract", EXAMPLE_TEXT, content_type="text/plain")
    metrics = running.ask("GET", "/metrics").body.decode()
    series = set(re.findall(r"`(edumutu_\w+)", TEXT))
    assert len(series) > 8
    assert {name for name in series if f"\n# TYPE {name} " not in metrics} == set()


def test_the_options_of_the_page_are_those_of_the_command() -> None:
    told = CliRunner().invoke(app, ["serve", "--help"], env={"COLUMNS": "200"}).stdout
    shown = set(re.findall(r"(--[a-z][a-z-]+)", re.sub(r"^curl.*$", "", TEXT, flags=re.M)))
    others = {"--data-binary", "--format", "--output"}
    assert {option for option in shown - others if option not in told} == set()
