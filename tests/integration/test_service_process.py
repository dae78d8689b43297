"""The service as people run it: a process of its own, honest callers, slow ones, and the signal to end."""

from __future__ import annotations

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.service.guards.keys import new_key
from tests.servers.asgi import Answered
from tests.servers.crowd import crowd
from tests.servers.openai_stub import OpenAIStub
from tests.servers.service import Serving, serving

ROOT = Path(__file__).resolve().parents[2]
SEEDS = sorted(ROOT.glob("seeds/*.txt"))
PLAIN = "text/plain"
WORD = "Rahasia"
SECRET = f"{WORD} Contoh Panjang"
FAST = {"head_s": 0.4, "linger_s": 0.4, "stall_s": 0.6, "grace_s": 0.5}
VARYING = ("duration_s", "cached", "calls", "input_tokens", "output_tokens", "cost_usd")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    with serving("--rate-per-minute", "0", cwd=tmp_path_factory.mktemp("service")) as running:
        yield running


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A server that waits for nobody, and takes bodies of 10 kB."""
    home = tmp_path_factory.mktemp("hasty")
    with serving("--max-body-mb", "0.01", cwd=home, clock_s=FAST) as running:
        yield running


def command(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "extractor", *arguments],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def same(record: dict[str, Any]) -> dict[str, Any]:
    """The record without what may differ between two of the same."""
    return {**record, "run": {name: value for name, value in record["run"].items() if name not in VARYING}}


def test_the_seeds_give_the_same_records_as_the_command_line(server: Serving, tmp_path: Path) -> None:
    written = command("extract", str(ROOT / "seeds"), cwd=tmp_path)
    records = [json.loads(line) for line in written.stdout.splitlines()]
    assert len(records) == len(SEEDS) == 5
    for path, record in zip(SEEDS, records, strict=True):
        raw = path.read_bytes()
        as_text = server.ask("POST", f"/v1/extract?id={path.stem}", raw, content_type=PLAIN)
        told = json.dumps({"id": path.stem, "text": raw.decode()})
        as_object = server.ask("POST", "/v1/extract", told, content_type="application/json")
        assert same(as_text.json) == same(as_object.json) == same(record)
        assert list(as_text.json) == list(record)


def test_a_page_gives_the_same_record_as_the_command_line(server: Serving, tmp_path: Path) -> None:
    page = next(iter(sorted(ROOT.glob("gold/corpus/articles/*.html"))))
    (record,) = command("extract", str(page), cwd=tmp_path).stdout.splitlines()
    answer = server.ask("POST", f"/v1/extract?id={page.stem}", page.read_bytes(), content_type="text/html")
    assert same(answer.json) == same(json.loads(record))


def test_two_hundred_clients_at_once_are_all_answered(server: Serving) -> None:
    bodies = [path.read_bytes() for path in SEEDS]
    tally = asyncio.run(crowd(server.address, bodies, clients=200, seconds=3.0))
    assert tally.faults == {}
    assert set(tally.statuses) == {200}
    assert sum(tally.statuses.values()) >= 200


def test_the_loop_goes_on_answering_while_a_long_article_is_read(server: Serving) -> None:
    long = SEEDS[0].read_bytes() * 200
    reader = threading.Thread(
        target=server.ask, args=("POST", "/v1/extract", long), kwargs={"content_type": PLAIN}
    )
    reader.start()
    answered = 0
    while reader.is_alive():
        assert server.ask("GET", "/healthz").status == 200
        answered += 1
    reader.join()
    assert answered > 3


def test_the_documentation_is_a_page_without_scripts_or_strangers(server: Serving) -> None:
    answer = server.ask("GET", "/docs")
    page = answer.body.decode()
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert "/v1/extract" in page
    assert 'id="too-large"' in page
    assert re.search(r"<script|https?://|\sstyle=|\son\w+=", page) is None
    assert server.ask("GET", "/static/service.css").status == 200
    assert server.ask("GET", "/static/base.css").headers["content-type"].startswith("text/css")


def until_closed(connection: socket.socket) -> bytes:
    """What comes until the other side closes."""
    connection.settimeout(10)
    received = b""
    try:
        while part := connection.recv(65_536):
            received += part
    except ConnectionResetError:
        pass
    return received


def dribble(connection: socket.socket, text: bytes, pause_s: float = 0.1) -> None:
    """Send byte by byte until all is sent or nobody listens."""
    for at in range(len(text)):
        try:
            connection.sendall(text[at : at + 1])
        except OSError:
            return
        time.sleep(pause_s)


def ask_without_end(connection: socket.socket) -> None:
    """Ask and never read, for ten seconds at most."""
    for _ in range(2_000):
        connection.sendall(b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n" * 50)
        time.sleep(0.005)


HEAD = b"POST /v1/extract HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"


def test_a_connection_on_which_nothing_is_asked_is_closed(hasty: Serving) -> None:
    with hasty.connect() as connection:
        assert b" 408 " in until_closed(connection).split(b"\r\n")[0]


@pytest.mark.parametrize("opening", [b"", b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"])
def test_a_head_that_dribbles_is_cut_off_be_it_the_first_or_a_later_one(
    hasty: Serving, opening: bytes
) -> None:
    with hasty.connect() as connection:
        connection.sendall(opening)
        dribble(connection, b"GET /healthz HTTP/1.1\r\nX-Slow: " + b"x" * 20)
        received = until_closed(connection)
    assert received.count(b"HTTP/1.1 200") == (1 if opening else 0)
    assert b"HTTP/1.1 408" in received
    assert b"application/problem+json" in received


def test_a_body_that_dribbles_is_cut_off(hasty: Serving) -> None:
    with hasty.connect() as connection:
        connection.sendall(HEAD + b"Content-Length: 5000\r\n\r\n")
        dribble(connection, b"x" * 30)
        received = until_closed(connection)
    assert b"HTTP/1.1 408" in received
    assert b'"/docs#too-slow"' in received


def test_a_body_that_says_that_it_is_too_large_is_refused_at_once(hasty: Serving) -> None:
    with hasty.connect() as connection:
        connection.sendall(HEAD + b"Content-Length: 99999999999\r\n\r\n")
        received = until_closed(connection)
    assert b"HTTP/1.1 413" in received
    assert b'"/docs#too-large"' in received


def test_a_body_without_a_length_is_refused_as_soon_as_it_is_too_large(hasty: Serving) -> None:
    with hasty.connect() as connection:
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n")
        for _ in range(20):
            connection.sendall(b"400\r\n" + b"x" * 1024 + b"\r\n")
        received = until_closed(connection)
    assert b"HTTP/1.1 413" in received


def test_a_refused_body_does_not_keep_its_connection_for_ever(hasty: Serving) -> None:
    with hasty.connect() as connection:
        connection.sendall(HEAD.replace(b"text/plain", b"image/png") + b"Content-Length: 5000\r\n\r\n")
        dribble(connection, b"x" * 40)
        assert b"HTTP/1.1 415" in until_closed(connection)


NAMED = b"Host: localhost\r\nConnection: close\r\n"
ODD: list[tuple[bytes, int]] = [
    (b"\x16\x03\x01 is no request\r\n\r\n", 400),
    (b"\r\n\r\n\r\n", 400),
    (b"GET /healthz HTTP/1.1\r\n\r\n", 400),
    (b"GET /healthz HTTP/1.1\r\nHost: evil.example\r\n" + NAMED + b"\r\n", 400),
    (b"GET /healthz HTTP/1.1\r\nX: a\x00b\r\n" + NAMED + b"\r\n", 400),
    (b"POST /v1/extract HTTP/1.1\r\nContent-Length: -1\r\n" + NAMED + b"\r\n", 400),
    (b"POST /v1/extract HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n" + NAMED + b"\r\n", 400),
    (b"POST /v1/extract HTTP/1.1\r\nTransfer-Encoding: gzip\r\n" + NAMED + b"\r\n", 400),
    (b"GET /healthz HTTP/1.0\r\n\r\n", 421),
    (b"GET http://evil.example/healthz HTTP/1.1\r\n" + NAMED + b"\r\n", 404),
    (b"CONNECT localhost:80 HTTP/1.1\r\n" + NAMED + b"\r\n", 404),
    (b"OPTIONS * HTTP/1.1\r\n" + NAMED + b"\r\n", 404),
    (b"GET /%00%ff%fe HTTP/1.1\r\n" + NAMED + b"\r\n", 404),
    (b"get /healthz HTTP/1.1\r\n" + NAMED + b"\r\n", 405),
]


@pytest.mark.parametrize(("sent", "status"), ODD)
def test_whatever_is_odd_is_answered_with_a_problem(sent: bytes, status: int, hasty: Serving) -> None:
    with hasty.connect() as connection:
        connection.sendall(sent)
        head, _, body = until_closed(connection).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 %d " % status)
    assert b"content-type: application/problem+json" in head.lower()
    assert json.loads(body)["status"] == status


def test_a_wish_for_another_protocol_is_passed_over(hasty: Serving) -> None:
    wish = {"upgrade": "websocket", "connection": "Upgrade", "sec_websocket_version": "13"}
    assert hasty.ask("GET", "/healthz", **wish).status == 200
    assert "websocket" not in hasty.log.lower()


def test_a_reader_that_stands_still_is_let_go(hasty: Serving) -> None:
    with hasty.connect() as connection:
        connection.settimeout(10)
        with pytest.raises((ConnectionResetError, BrokenPipeError)):
            ask_without_end(connection)
    assert hasty.ask("GET", "/healthz").status == 200


def test_a_body_that_is_no_http_is_a_problem_and_no_error_of_ours(hasty: Serving) -> None:
    with hasty.connect() as connection:
        connection.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhallo\r\nzzz\r\n")
        received = until_closed(connection)
    assert received.count(b"HTTP/1.1 ") == 1
    assert b"HTTP/1.1 400" in received
    wait_for(lambda: hasty.log.count('"status": 499') == 1)
    assert '"level": "error"' not in hasty.log


def test_slow_callers_hold_up_nobody(hasty: Serving) -> None:
    crowd_of_slow = [hasty.connect() for _ in range(100)]
    for connection in crowd_of_slow:
        connection.sendall(b"GET /healthz HT")
    assert hasty.ask("GET", "/healthz").status == 200
    for connection in crowd_of_slow:
        assert b" 408 " in until_closed(connection)
        connection.close()


def test_what_runs_is_finished_when_the_service_is_told_to_end(tmp_path: Path) -> None:
    with (
        OpenAIStub(lambda _: "{}", latency_s=0.5) as model,
        serving(*("--model", "stub", "--base-url", model.base_url, "--no-cache"), cwd=tmp_path) as server,
    ):
        replies: list[Answered] = []

        def post(number: int) -> None:
            text = f"{SEEDS[0].read_text(encoding='utf-8')}\n{number}"
            replies.append(server.ask("POST", "/v1/extract", text, content_type=PLAIN))

        callers = [threading.Thread(target=post, args=(number,)) for number in range(8)]
        for caller in callers:
            caller.start()
        wait_for(lambda: model.ledger.requests >= 8)
        code = server.end()
        for caller in callers:
            caller.join()
        assert code == 0
        assert [reply.status for reply in replies] == [200] * 8
        assert all(reply.json["run"]["engine"] == "hybrid" for reply in replies)
        with pytest.raises(ConnectionRefusedError):
            server.connect()


def test_no_answer_is_cut_short_when_the_service_ends_under_load(tmp_path: Path) -> None:
    with serving("--rate-per-minute", "0", cwd=tmp_path) as server:
        bodies = [path.read_bytes() for path in SEEDS]
        ending = threading.Timer(1.0, server.process.send_signal, (signal.SIGTERM,))
        ending.start()
        tally = asyncio.run(crowd(server.address, bodies, clients=50, seconds=3.0))
        ending.join()
        assert server.end() == 0
    assert set(tally.statuses) == {200}
    # Connections that were closed between two requests; none in the middle of an answer.
    assert set(tally.faults) <= {"ClosedBetween"}


def wait_for(holds: Any) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_second_signal_ends_it_at_once(tmp_path: Path) -> None:
    with serving(cwd=tmp_path) as server, server.connect() as connection:
        connection.sendall(HEAD + b"Content-Length: 5\r\n\r\nhal")
        wait_for(lambda: b"edumutu_requests_in_progress 2.0" in server.ask("GET", "/metrics").body)
        server.process.send_signal(signal.SIGTERM)
        wait_for(lambda: '"stopping"' in server.log)
        assert server.process.poll() is None
        assert server.end(signal.SIGINT) == 0


def test_the_log_is_json_and_holds_neither_texts_nor_keys(tmp_path: Path) -> None:
    key, digest = new_key()
    with serving(cwd=tmp_path, environ={"EDUMUTU_API_KEYS": digest}) as server:
        bodies = [
            (SECRET.encode(), PLAIN),
            (json.dumps({"text": SECRET, "title": SECRET}).encode(), "application/json"),
            (f'{{"text": {SECRET}'.encode(), "application/json"),
            (f"<html><body>{SECRET}".encode(), "text/html"),
            (f"\0\0\0{SECRET}".encode(), PLAIN),
            (SECRET.encode(), f"text/{WORD}"),
        ]
        for body, kind in bodies:
            server.ask("POST", "/v1/extract", body, content_type=kind, authorization=f"Bearer {key}")
        server.ask("GET", f"/{WORD}?q={WORD}", x_api_key=key)
        server.ask("POST", "/v1/extract", SECRET, content_type=PLAIN, authorization=f"Bearer wrong{key}")
        server.ask("GET", "/metrics", x_request_id="milik-saya", x_api_key=key)
        with server.connect() as connection:
            connection.sendall(SECRET.encode() + b"\r\n\r\n")
            until_closed(connection)
        server.end()
        log = server.log
    lines = [json.loads(line) for line in log.splitlines()]
    assert sum(line["event"] == "request" for line in lines) == 9
    assert any(line.get("request_id") == "milik-saya" for line in lines)
    assert any(line.get("caller") == f"key {digest[:8]}" for line in lines)
    for secret in (*SECRET.split(), key, key[8:], digest):
        assert secret not in log


def test_an_open_address_without_keys_is_refused_before_it_listens(tmp_path: Path) -> None:
    refused = command("serve", "--host", "0.0.0.0", "--port", "0", cwd=tmp_path)
    assert refused.returncode == 2
    assert "EDUMUTU_API_KEYS" in refused.stderr
    assert "listening" not in refused.stderr


def test_a_new_key_is_printed_with_its_digest_and_let_in(tmp_path: Path) -> None:
    printed = command("serve", "--new-key", cwd=tmp_path)
    found = dict(line.split(maxsplit=1) for line in printed.stdout.splitlines())
    assert printed.returncode == 0
    with serving(cwd=tmp_path, environ={"EDUMUTU_API_KEYS": found["digest"]}) as server:
        assert server.ask("GET", "/metrics").status == 401
        assert server.ask("GET", "/metrics", x_api_key=found["key"]).status == 200
        assert found["key"] not in server.log


def test_a_port_that_is_taken_is_told_in_one_line(tmp_path: Path, server: Serving) -> None:
    refused = command("serve", "--port", str(server.address[1]), cwd=tmp_path)
    assert refused.returncode == 2
    assert refused.stderr.startswith("error: ")
    assert "Traceback" not in refused.stderr


def test_a_caller_that_is_too_fast_is_told_to_wait(tmp_path: Path) -> None:
    with serving("--rate-per-minute", "5", cwd=tmp_path) as server:
        statuses = [server.ask("GET", "/v1/schema").status for _ in range(6)]
        assert statuses == [200] * 5 + [429]
        assert server.ask("GET", "/healthz").status == 200


@pytest.mark.parametrize(
    ("trusted", "caller"), [((), "127.0.0.1"), (("--trusted-proxy", "127.0.0.1"), "203.0.113.9")]
)
def test_only_a_trusted_proxy_is_believed_who_the_caller_is(
    trusted: tuple[str, ...], caller: str, tmp_path: Path
) -> None:
    environ = {"EDUMUTU_API_KEYS": new_key().digest}
    with serving(*trusted, cwd=tmp_path, environ=environ) as server:
        server.ask("GET", "/healthz", x_forwarded_for="203.0.113.9")
        server.end()
        (line,) = [json.loads(line) for line in server.lines if '"/healthz"' in line]
    assert line["caller"] == caller
