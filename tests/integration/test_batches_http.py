"""Many articles by HTTP, in process: taken on, followed, fetched, cancelled, each batch its owner's alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from extractor import Extractor, Settings
from extractor.service import batches
from extractor.service.app import create_app
from extractor.service.batches import submitting
from extractor.service.guards.keys import digest_of
from extractor.service.handlers import add_handlers
from extractor.service.options import ServiceOptions
from extractor.service.state import Service
from tests.batches import Gate, body, until
from tests.long_runs import run, told, write

PATH = batches.PATH
NDJSON = {"Content-Type": "application/x-ndjson"}


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    options = ServiceOptions(home=tmp_path, max_upload_bytes=1_000_000)
    with TestClient(create_app(Settings(home=tmp_path), options), base_url="http://127.0.0.1") as client:
        yield client


@contextmanager
def held_up(home: Path, gate: Gate, **limits: int) -> Iterator[TestClient]:
    """A service whose model answers when `gate` is opened."""
    settings = Settings(model="m", workers=1, cache=False, home=home)
    service = Service(settings, ServiceOptions(home=home), Extractor(settings, model=gate))
    app = FastAPI()
    add_handlers(app)
    app.include_router(
        batches.router(
            service,
            limits=batches.Limits(**limits),
            make_extractor=lambda chosen: Extractor(chosen, model=gate),
        )
    )
    with ExitStack() as stack:
        client = stack.enter_context(TestClient(app, base_url="http://127.0.0.1"))
        stack.callback(gate.opened.set)
        yield client


def post(client: TestClient, content: bytes, **headers: str) -> Any:
    return client.post(PATH, content=content, headers={**NDJSON, **headers})


def ended(client: TestClient, address: str, **headers: str) -> dict[str, Any]:
    until(lambda: client.get(address, headers=headers).json()["state"] in {"done", "cancelled", "failed"})
    found: dict[str, Any] = client.get(address, headers=headers).json()
    return found


def same(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for record in records:
        record["run"].pop("duration_s")
    return records


def test_a_batch_gives_the_records_that_the_command_line_gives(client: TestClient, tmp_path: Path) -> None:
    path = write(tmp_path / "in.jsonl", 8)
    lines = path.read_bytes().splitlines(keepends=True)
    content = b"".join(
        [*lines[:5], b"\n", lines[1], b'{"id": "news-2", "text": "Rapat lain."}\n', *lines[5:]]
    )
    path.write_bytes(content)
    answer = post(client, content)
    address = answer.headers["Location"]
    assert (answer.status_code, answer.json()["lines"], answer.json()["links"]["self"]) == (202, 10, address)
    batch = ended(client, address)
    assert batch["articles"] == {"ok": 9, "fallback": 0, "failed": 0, "repeated": 1, "left": 0}
    results = client.get(batch["links"]["results"])
    assert (results.headers["Content-Type"], results.headers["Batch-State"]) == (
        "application/x-ndjson",
        "done",
    )
    assert run(tmp_path, None, "--output", "out.jsonl").exit_code == 0
    records = [json.loads(line) for line in results.text.splitlines()]
    assert same(records) == same(told(tmp_path / "out.jsonl"))
    assert (
        client.get(f"{batch['links']['results']}?skip=7").text.splitlines() == results.text.splitlines()[7:]
    )
    counted = [
        line for line in client.get("/metrics").text.splitlines() if line.startswith("edumutu_articles_t")
    ]
    assert counted == ['edumutu_articles_total{engine="rules",status="ok"} 9.0']


def test_a_bad_line_is_a_failed_record_and_stops_no_other(client: TestClient) -> None:
    answer = post(client, b'{"id": "x"}\nno JSON\n{"text": "Rapat di Palopo."}\n')
    batch = ended(client, answer.headers["Location"])
    assert batch["articles"] == {"ok": 1, "fallback": 0, "failed": 2, "repeated": 0, "left": 0}
    records = [json.loads(line) for line in client.get(batch["links"]["results"]).text.splitlines()]
    assert [record["run"]["error"] for record in records] == [
        "input: line 1 has no text; give each line a key 'text'",
        "input: line 2 is no JSON (Expecting value); write one complete object on a line",
        None,
    ]


@pytest.mark.parametrize(
    ("content", "headers", "query", "problem"),
    [
        (b"{}", {"Content-Type": "application/json"}, "", (415, "unsupported-media-type")),
        (b"{}", {"Content-Type": ""}, "", (415, "unsupported-media-type")),
        (b"{}", {"Content-Encoding": "gzip"}, "", (415, "unsupported-media-type")),
        (b"", {}, "", (422, "unreadable-batch")),
        (b'[{"text": "Rapat."}]', {}, "", (422, "unreadable-batch")),
        (b"{}\n" * 400_000, {}, "", (413, "too-large")),
        (b"{}", {}, "?budget_usd=-1", (422, "invalid-request")),
        (b"{}", {}, "?budget_usd=nan", (422, "invalid-request")),
        (b"{}", {"Idempotency-Key": "k" * 256}, "", (422, "invalid-request")),
    ],
)
def test_what_is_no_batch_is_refused_and_leaves_nothing_on_the_disk(
    content: bytes,
    headers: dict[str, str],
    query: str,
    problem: tuple[int, str],
    client: TestClient,
    tmp_path: Path,
) -> None:
    answer = client.post(PATH + query, content=content, headers={**NDJSON, **headers})
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (answer.status_code, answer.json()["type"]) == (problem[0], f"/docs#{problem[1]}")
    assert [path.name for path in (tmp_path / "service" / "batches").iterdir()] == ["lock"]


def test_an_upload_whose_records_would_not_fit_on_the_disk_is_refused(
    client: TestClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submitting, "_ROOM_FOR_EACH_BYTE", 10**15)
    answer = post(client, body([1]))
    assert (answer.status_code, answer.json()["type"]) == (507, "/docs#insufficient-storage")
    assert [path.name for path in (tmp_path / "service" / "batches").iterdir()] == ["lock"]


def test_a_repeated_upload_runs_once(client: TestClient) -> None:
    first, again = (post(client, body([1]), **{"Idempotency-Key": "k"}) for _ in range(2))
    assert (again.status_code, again.headers["Location"]) == (202, first.headers["Location"])
    assert ("Idempotent-Replayed" in first.headers, again.headers["Idempotent-Replayed"]) == (False, "true")
    other = post(client, body([2]), **{"Idempotency-Key": "k"})
    assert (other.status_code, other.json()["type"]) == (409, "/docs#idempotency-key-used")
    assert len(client.get(PATH).json()["batches"]) == 1


def test_more_uploads_at_once_than_there_are_places_for_wait_for_each_other(client: TestClient) -> None:
    with ThreadPoolExecutor(40) as senders:
        answers = list(senders.map(lambda number: post(client, body([number])), range(40)))
    assert [answer.status_code for answer in answers] == [202] * 40
    addresses = {answer.headers["Location"] for answer in answers}
    assert {ended(client, address)["state"] for address in addresses} == {"done"}
    assert len(addresses) == 40


def test_pages_list_every_batch_once_the_newest_first(client: TestClient) -> None:
    made = [post(client, body([number])).headers["Location"] for number in range(5)]
    for address in made:
        ended(client, address)
    listed, following = [], f"{PATH}?limit=2&state=done"
    while following:
        page = client.get(following).json()
        listed += [batch["links"]["self"] for batch in page["batches"]]
        following = page["next"]
    assert listed == made[::-1]
    assert client.get(f"{PATH}?state=running").json() == {"batches": [], "next": None}


def test_batches_belong_to_the_key_that_made_them(tmp_path: Path) -> None:
    keys = {"mine", "yours"}
    options = ServiceOptions(home=tmp_path, api_keys=frozenset(map(digest_of, keys)))
    mine, yours = {"X-API-Key": "mine"}, {"Authorization": "Bearer yours"}
    with TestClient(create_app(Settings(home=tmp_path), options), base_url="http://127.0.0.1") as client:
        address = post(client, body([1]), **mine).headers["Location"]
        ended(client, address, **mine)
        assert len(client.get(PATH, headers=mine).json()["batches"]) == 1
        assert client.get(PATH, headers=yours).json()["batches"] == []
        for method, path in (
            ("GET", address),
            ("GET", f"{address}/results"),
            ("GET", f"{address}/events"),
            ("DELETE", address),
            ("DELETE", f"{address}?purge=true"),
        ):
            assert client.request(method, path, headers=yours).status_code == 404
            assert client.request(method, path).status_code == 401
        assert client.get(f"{address}/results", headers=mine).status_code == 200
    kept = (tmp_path / "service" / "batches").rglob("batch.json")
    assert not any("mine" in path.read_text(encoding="utf-8") for path in kept)


def test_cancelling_twice_is_as_cancelling_once_and_only_purging_removes(tmp_path: Path) -> None:
    gate = Gate()
    with held_up(tmp_path, gate, at_once=1) as client:
        running, waiting = (post(client, body(range(5))).headers["Location"] for _ in range(2))
        until(lambda: gate.asked == 1)
        assert [client.get(one).json()["position"] for one in (running, waiting)] == [None, 1]
        assert client.delete(f"{running}?purge=true").json()["type"] == "/docs#not-ended"
        for _ in range(2):
            answer = client.delete(running)
            assert (answer.status_code, answer.json()["state"]) == (202, "running")
            assert answer.json()["is_cancelling"]
        assert client.delete(waiting).json()["state"] == "cancelled"
        gate.opened.set()
        batch = ended(client, running)
        assert (batch["state"], batch["reason"], batch["articles"]["ok"]) == ("cancelled", "requested", 1)
        again = client.delete(running)
        assert (again.status_code, again.json()) == (200, batch)
        assert len(client.get(batch["links"]["results"]).text.splitlines()) == 1
        assert client.delete(f"{running}?purge=true").status_code == 204
        assert client.delete(f"{running}?purge=true").status_code == 404
        assert client.get(batch["links"]["results"]).status_code == 404


def test_more_than_can_be_held_is_refused_with_the_time_to_come_back(tmp_path: Path) -> None:
    gate = Gate()
    with held_up(tmp_path, gate, at_once=1, max_queued=1, max_streams=0) as client:
        running = post(client, body([1])).headers["Location"]
        until(lambda: gate.asked == 1)
        assert post(client, body([2])).status_code == 202
        full, streams = post(client, body([3])), client.get(f"{running}/events")
        assert (full.status_code, full.json()["type"]) == (503, "/docs#busy")
        assert (streams.status_code, streams.json()["type"]) == (503, "/docs#busy")
        assert int(full.headers["Retry-After"]) > 0 < int(streams.headers["Retry-After"])


def test_another_process_that_still_holds_the_batches_is_waited_for(tmp_path: Path) -> None:
    gate = Gate(is_open=True)
    with held_up(tmp_path, gate) as first:
        address = post(first, body([1])).headers["Location"]
        ended(first, address)
        with held_up(tmp_path, gate) as second:
            elsewhere = post(second, body([2]))
            assert (elsewhere.status_code, elsewhere.headers["Retry-After"]) == (503, "5")
            assert second.get(address).json()["type"] == "/docs#not-ready"


def test_events_of_an_ended_batch_are_told_once(client: TestClient) -> None:
    address = post(client, body([1])).headers["Location"]
    batch = ended(client, address)
    stream = client.get(f"{address}/events")
    assert stream.headers["Content-Type"].startswith("text/event-stream")
    event = dict(line.split(": ", 1) for line in stream.text.split("\n\n")[1].splitlines())
    assert (event["event"], json.loads(event["data"])) == ("done", batch)
    assert client.get(f"{address}/events", headers={"Last-Event-ID": event["id"]}).status_code == 204
    assert client.get(f"{address}/events", headers={"Last-Event-ID": "older"}).text == stream.text


def test_a_budget_needs_prices_and_money_ends_a_batch(tmp_path: Path) -> None:
    settings = Settings(model="m", base_url="http://127.0.0.1:1/v1", home=tmp_path)
    options = ServiceOptions(home=tmp_path)
    with TestClient(create_app(settings, options), base_url="http://127.0.0.1") as client:
        refused = client.post(f"{PATH}?budget_usd=1", content=body([1]), headers=NDJSON)
        assert (refused.status_code, refused.json()["type"]) == (422, "/docs#no-prices")
    with held_up(tmp_path, Gate(is_open=True)) as client:
        answer = client.post(f"{PATH}?budget_usd=0.02", content=body(range(9)), headers=NDJSON)
        batch = ended(client, answer.headers["Location"])
        assert (batch["state"], batch["reason"], batch["budget_usd"]) == ("cancelled", "budget", 0.02)
        assert batch["spent"]["cost_usd"] == pytest.approx(0.02)
        assert batch["results"] == 2
