"""Many made articles in one file, a model that reads them as the rules do, and `extract` as a process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from typer.testing import CliRunner, Result

from extractor.cli import app
from extractor.schema.types import Article
from tests.injections import NEWS
from tests.servers.openai_stub import OpenAIStub
from tests.servers.readers import asked_for, read_by_rules, shown_text

ROOT = Path(__file__).parents[1]
PRICES = {"EDUMUTU_PRICE_INPUT": "2", "EDUMUTU_PRICE_OUTPUT": "8"}
"""US dollars for a million tokens."""


def made(count: int) -> list[Article]:
    """Articles that differ in one figure."""
    texts = tuple(NEWS.values())
    return [
        Article(f"news-{number}", f"{texts[number % len(texts)]}\nSebanyak {300 + number} guru hadir.\n")
        for number in range(count)
    ]


def write(path: Path, count: int, *, first: int = 0) -> Path:
    """A file of JSON Lines with `made(count)`, from the article `first` on."""
    lines = (json.dumps({"id": one.id, "text": one.text}) for one in made(count)[first:])
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return path


def number_of(body: Mapping[str, Any]) -> int:
    """Which of the made articles a request is about."""
    text = shown_text(body)
    return int(text[text.rindex("Sebanyak ") :].split()[1]) - 300


@cache
def _answers(count: int) -> list[str]:
    return [
        json.dumps(read_by_rules(article), ensure_ascii=False, separators=(",", ":"))
        for article in made(count)
    ]


def reading(count: int) -> Callable[[Mapping[str, Any]], str]:
    """What a model says that reads as the rules do and corrects nothing."""
    answers = _answers(count)
    said = {"repair": '{"values":[]}', "patch": "{}"}
    return lambda body: said.get(asked_for(body)) or answers[number_of(body)]


def environment(home: Path) -> dict[str, str]:
    """Settings of the test alone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EDUMUTU_", "OPENAI_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "EDUMUTU_HOME": str(home), **PRICES}


def start(folder: Path, stub: OpenAIStub | None, *options: str) -> subprocess.Popen[str]:
    """`extract in.jsonl` in `folder`, with the model behind `stub` or by rules."""
    return subprocess.Popen(
        [sys.executable, "-m", "extractor", "extract", "in.jsonl", *_model(stub), *options],
        cwd=folder,
        env=environment(folder / "home"),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def run(folder: Path, stub: OpenAIStub | None, *options: str, settings: Mapping[str, str] = PRICES) -> Result:
    """The same in this process, which has loaded already what takes long to load."""
    before = Path.cwd()
    os.chdir(folder)
    try:
        unset = dict.fromkeys(name for name in os.environ if name.startswith(("EDUMUTU_", "OPENAI_")))
        env = {**unset, "EDUMUTU_HOME": str(folder / "home"), **settings}
        return CliRunner().invoke(app, ["extract", "in.jsonl", *_model(stub), *options], env=env)
    finally:
        os.chdir(before)


def finish(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """The exit code, and what was written to stdout and stderr."""
    try:
        out, err = process.communicate(timeout=60)
    finally:
        process.kill()
    return process.returncode, out, err


def told(path: Path) -> list[dict[str, Any]]:
    """The records of a file of JSON Lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _model(stub: OpenAIStub | None) -> tuple[str, ...]:
    return ("--model", "stub", "--base-url", stub.base_url) if stub else ()
