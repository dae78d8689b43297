"""A server that is told to end, or is killed, in the middle of a batch: the next one finishes it."""

from __future__ import annotations

import json
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tests.batches import until
from tests.long_runs import PRICES, made, reading, run, told, write
from tests.servers.openai_stub import OpenAIStub
from tests.servers.service import Serving, serving

COUNT, WORKERS = 60, 4
_COSTS = ("duration_s", "cached", "calls", "input_tokens", "output_tokens", "cost_usd")


@contextmanager
def started(folder: Path, stub: OpenAIStub | None = None) -> Iterator[Serving]:
    """The service of `folder`, by rules or with the model behind `stub`."""
    model = ("--model", "stub", "--base-url", stub.base_url, "--no-cache") if stub else ()
    environ = {"EDUMUTU_HOME": str(folder / "home"), **PRICES}
    with serving("--workers", str(WORKERS), *model, cwd=folder, environ=environ) as server:
        yield server


def post(server: Serving, content: bytes) -> str:
    answer = server.ask(
        "POST", "/v1/batches", content, content_type="application/x-ndjson", idempotency_key="once"
    )
    assert answer.status == 202, answer.body
    return answer.headers["location"]


def events(server: Serving, address: str, **headers: str) -> Iterator[dict[str, str]]:
    """What is told of a batch until the stream ends."""
    connection = HTTPConnection(*server.address, timeout=60)
    try:
        connection.request("GET", f"{address}/events", headers=headers)
        answer = connection.getresponse()
        assert answer.status == 200
        event: dict[str, str] = {}
        for line in iter(answer.readline, b""):
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name:
                event[name] = value
            elif "id" in event:
                yield event
                event = {}
    finally:
        connection.close()


def results(server: Serving, address: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in server.ask("GET", f"{address}/results").body.splitlines()]


def same(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for record in records:
        for name in _COSTS:
            record["run"].pop(name)
    return records


def test_told_to_end_and_then_killed_it_loses_nothing_and_does_nothing_twice(tmp_path: Path) -> None:
    content = write(tmp_path / "in.jsonl", COUNT).read_bytes()
    with OpenAIStub(reading(COUNT), latency_s=0.05) as stub:
        with started(tmp_path, stub) as server:
            address = post(server, content)
            following = events(server, address)
            first = next(following)
            until(lambda: stub.ledger.requests >= COUNT // 5)
            server.process.send_signal(signal.SIGTERM)
            assert [json.loads(event["data"])["id"] for event in following][-1] in address
            assert server.end() == 0
        drained = stub.ledger.requests
        with started(tmp_path, stub) as server:
            assert post(server, content) == address
            known = results(server, address)
            assert [one["article_id"] for one in known] == [one.id for one in made(len(known))]
            assert drained <= len(known)
            until(lambda: stub.ledger.requests >= COUNT // 2)
            server.end(signal.SIGKILL)
        with started(tmp_path, stub) as server:
            last = list(events(server, address, Last_Event_ID=first["id"]))[-1]
            status = server.ask("GET", address).json
            records = results(server, address)
        assert (last["event"], json.loads(last["data"])) == ("done", status)
        # Only what was under way when it was killed may have been asked again.
        assert COUNT <= stub.ledger.requests <= COUNT + WORKERS
        plain = run(tmp_path, stub, "--no-cache", "--output", "plain.jsonl")
    assert plain.exit_code == 0, plain.stderr
    assert status["articles"] == {"ok": COUNT, "fallback": 0, "failed": 0, "repeated": 0, "left": 0}
    assert (status["starts"], status["spent"]["calls"]) == (3, COUNT)
    assert same(records) == same(told(tmp_path / "plain.jsonl"))
    assert same(known) == records[: len(known)]


def test_killed_while_rules_read_it_goes_on_where_it_was(tmp_path: Path) -> None:
    content = write(tmp_path / "in.jsonl", count := 400).read_bytes()
    with started(tmp_path) as server:
        address = post(server, content)
        until(lambda: server.ask("GET", address).json["results"] >= count // 10)
        server.end(signal.SIGKILL)
    with started(tmp_path) as server:
        last = list(events(server, address))[-1]
        records = results(server, address)
    status = json.loads(last["data"])
    assert (last["event"], status["articles"]["ok"], status["starts"]) == ("done", count, 2)
    assert [one["article_id"] for one in records] == [one.id for one in made(count)]
    assert {one["run"]["status"] for one in records} == {"ok"}


@pytest.mark.kills
def test_killed_twenty_times_it_loses_nothing_and_pays_twice_only_for_what_was_under_way(
    tmp_path: Path,
) -> None:
    chance, kills, count = random.Random(20), 20, 300
    content = write(tmp_path / "in.jsonl", count).read_bytes()
    seen: list[dict[str, Any]] = []
    with OpenAIStub(reading(count), latency_s=0.02) as stub:
        for _ in range(kills):
            with started(tmp_path, stub) as server:
                address = post(server, content)
                asked = stub.ledger.requests + chance.randint(0, count // kills)
                until(lambda least=asked: stub.ledger.requests >= least)
                known = results(server, address)
                assert same(known)[: len(seen)] == seen
                seen = known
                time.sleep(chance.random() * 0.02)
                server.end(signal.SIGKILL)
        with started(tmp_path, stub) as server:
            last = list(events(server, address))[-1]
            records = results(server, address)
        assert count <= stub.ledger.requests <= count + kills * WORKERS
    assert (last["event"], json.loads(last["data"])["spent"]["calls"]) == ("done", count)
    assert [one["article_id"] for one in records] == [one.id for one in made(count)]
    assert {one["run"]["status"] for one in records} == {"ok"}
    assert same(records)[: len(seen)] == seen
