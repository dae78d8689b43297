"""A folder of made articles, a server with a Batch API, and the commands `batch …` run on both."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typer
from typer.testing import CliRunner, Result

from extractor.cli import batch as commands
from extractor.cli.plugins import Commands
from tests import long_runs
from tests.long_runs import PRICES, environment, made, reading, told
from tests.servers.batch_api import BatchApiStub

COUNT = 5
LONG = "long"
KEY = "sk-of-the-test"
_PADDING = "\nKegiatan berlangsung di aula sekolah itu.\n\nSebanyak {number} guru hadir.\n" * 130
_APP = typer.Typer(cls=Commands, pretty_exceptions_enable=False)
"""The command with the group `batch` alone: all its commands take a while to make, with each call."""
_APP.add_typer(commands.app, name="batch")
_COSTS = ("duration_s", "cached", "calls", "input_tokens", "output_tokens", "cost_usd")


def write(path: Path, count: int = COUNT, *, is_long: bool = False) -> Path:
    """A file of JSON Lines; with `is_long` its last article is asked about in two parts."""
    articles = [{"id": one.id, "text": one.text} for one in made(count)]
    if is_long:
        last = articles[-1]
        articles[-1] = {"id": LONG, "text": last["text"] + _PADDING.format(number=300 + count - 1)}
    path.write_text("".join(json.dumps(one) + "\n" for one in articles), encoding="utf-8")
    return path


def server(count: int = COUNT, **more: Any) -> BatchApiStub:
    """A server that reads the articles of `write` as the rules do."""
    return BatchApiStub(reading(count), **more)


def model(stub: BatchApiStub) -> tuple[str, ...]:
    """The options that name it."""
    return ("--model", "stub", "--base-url", stub.base_url)


def batch(
    *arguments: str, settings: Mapping[str, str] = PRICES, home: str = "home", app: typer.Typer = _APP
) -> Result:
    """One of the commands `batch …`, in the working directory."""
    unset = dict.fromkeys(name for name in os.environ if name.startswith(("EDUMUTU_", "OPENAI_")))
    env = {**unset, "EDUMUTU_HOME": home, "OPENAI_API_KEY": KEY, **settings}
    result = CliRunner().invoke(app, ["batch", *arguments], env=env)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def submit(stub: BatchApiStub, *options: str, state: str = "state", **more: Any) -> Result:
    """`batch submit in.jsonl`."""
    return batch("submit", "in.jsonl", "--state", state, *model(stub), *options, **more)


def collect(*options: str, state: str = "state", output: str = "out.jsonl", **more: Any) -> Result:
    """`batch collect`, into a file."""
    return batch("collect", state, "--output", output, *options, **more)


def extract(stub: BatchApiStub, *options: str, output: str = "direct.jsonl", home: str = "home") -> Result:
    """`extract in.jsonl`, with the same model."""
    settings = {**PRICES, "EDUMUTU_HOME": home}
    return long_runs.run(Path.cwd(), stub, "--output", output, *options, settings=settings)


def submission(stub: BatchApiStub, *options: str) -> subprocess.Popen[str]:
    """`batch submit in.jsonl` as a process of its own."""
    command = ("batch", "submit", "in.jsonl", "--state", "state", *model(stub), *options)
    return subprocess.Popen(
        [sys.executable, "-m", "extractor", *command],
        env=environment(Path("home")),
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def records(output: str = "out.jsonl") -> list[dict[str, Any]]:
    """What was written."""
    return told(Path(output))


def values(output: str = "out.jsonl") -> list[dict[str, Any]]:
    """What was written, without what it took."""
    found = records(output)
    for record in found:
        for name in _COSTS:
            record["run"].pop(name)
    return found


def statuses(output: str = "out.jsonl") -> list[str]:
    """How each article ended."""
    return [record["run"]["status"] for record in records(output)]


def errors(output: str = "out.jsonl") -> list[str | None]:
    """Why, for those that did not end well."""
    return [record["run"]["error"] for record in records(output)]


def charged(stub: BatchApiStub) -> str:
    """How the command tells what the server has charged for batches, at half the price."""
    books = stub.books
    prices = [float(price) for price in PRICES.values()]
    cost = (books.input_tokens * prices[0] + books.output_tokens * prices[1]) / 2_000_000
    return f"{books.input_tokens} + {books.output_tokens} tokens, {cost:.4f} USD"
