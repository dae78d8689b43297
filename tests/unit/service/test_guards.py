"""Each guard by itself, around an app that echoes."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import logging
from typing import Any

import pytest
from starlette.requests import ClientDisconnect

from extractor.service.guards.bodies import BodyLimit
from extractor.service.guards.headers import CONTENT_SECURITY_POLICY, SecurityHeaders
from extractor.service.guards.hosts import Hosts
from extractor.service.guards.keys import PREFIX, Keys, digest_of, new_key
from extractor.service.guards.origins import Origins
from extractor.service.guards.rate import Buckets, RateLimit
from extractor.service.guards.requests import Finished, Requests
from extractor.service.guards.time_limit import TimeLimit
from tests.servers.asgi import Answered, ask, echo, request

MINE, THEIRS = new_key(), new_key()


def problem(answer: Answered) -> str:
    """The kind of problem; the answer is a whole problem document."""
    document = answer.json
    assert answer.headers["content-type"] == "application/problem+json"
    assert document["status"] == answer.status
    assert document["title"]
    assert document["detail"]
    assert int(answer.headers["content-length"]) == len(answer.body)
    return str(document["type"]).removeprefix("/docs#")


@pytest.mark.parametrize("answer_of", [echo, Requests(echo)])
def test_every_answer_carries_the_security_headers(answer_of: Any) -> None:
    headers = request(SecurityHeaders(answer_of)).headers
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers


def test_an_answer_may_say_itself_how_long_it_may_be_kept_but_not_loosen_the_rest() -> None:
    async def style(scope: Any, receive: Any, send: Any) -> None:
        headers = [(b"Cache-Control", b"max-age=60"), (b"Content-Security-Policy", b"default-src *")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    headers = request(SecurityHeaders(style)).headers
    assert headers["cache-control"] == "max-age=60"
    assert headers["content-security-policy"] == CONTENT_SECURITY_POLICY


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:1", "[::1]:8000"])
def test_the_services_own_names_are_let_in(host: str) -> None:
    guard = Hosts(echo, allowed=frozenset({"localhost", "127.0.0.1", "::1"}))
    assert request(guard, headers={"Host": host}).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8000", "", "[::2]"]
)
def test_other_names_are_refused(host: str) -> None:
    guard = Hosts(echo, allowed=frozenset({"localhost", "127.0.0.1", "::1"}))
    answer = request(guard, headers={"Host": host})
    assert (answer.status, problem(answer)) == (421, "unknown-host")


def test_any_name_is_let_in_where_none_is_asked_for() -> None:
    assert request(Hosts(echo, allowed=None), headers={"Host": "evil.example"}).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://127.0.0.1:8000"},
        {"Origin": "https://127.0.0.1:8000"},
    ],
)
def test_programs_and_own_pages_may_post(headers: dict[str, str]) -> None:
    assert request(Origins(echo), "POST", headers=headers).status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8000"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:9000"},
        {"Origin": "null"},
        {"Origin": "http://[evil"},
    ],
)
def test_pages_of_other_sites_may_read_nothing_and_order_nothing(headers: dict[str, str]) -> None:
    for method in ("POST", "DELETE", "PUT"):
        answer = request(Origins(echo), method, headers=headers)
        assert (answer.status, problem(answer)) == (403, "foreign-origin")
    assert request(Origins(echo), "GET", headers=headers).status == 200


def basic(password: str) -> str:
    return "Basic " + base64.b64encode(f"anybody:{password}".encode()).decode()


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": f"Bearer {MINE.key}"},
        {"Authorization": f"bearer  {MINE.key} "},
        {"X-API-Key": MINE.key},
        {"Authorization": basic(MINE.key)},
    ],
)
def test_a_known_key_is_let_in_and_noted_by_the_beginning_of_its_digest(headers: dict[str, str]) -> None:
    seen: list[Any] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope["state"]["caller"])
        await echo(scope, receive, send)

    guard = Keys(app, digests=frozenset({MINE.digest, THEIRS.digest}))
    assert request(guard, headers=headers).status == 200
    assert seen == [f"key {MINE.digest[:8]}"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Bearer"},
        {"Authorization": f"Bearer {THEIRS.key}"},
        {"Authorization": f"Bearer {MINE.digest}"},
        {"Authorization": MINE.key},
        {"Authorization": "Basic %%%"},
        {"Authorization": "Basic " + base64.b64encode(b"\xff\xfe").decode()},
        {"Authorization": basic("")},
        {"X-API-Key": MINE.key + "x"},
        {"X-API-Key": MINE.key.upper()},
        {"X-API-Key": "\xe9"},
    ],
)
def test_no_key_and_unknown_keys_are_refused(headers: dict[str, str]) -> None:
    answer = request(Keys(echo, digests=frozenset({MINE.digest})), headers=headers)
    assert (answer.status, problem(answer)) == (401, "no-valid-key")
    assert "Basic realm=" in answer.headers["www-authenticate"]
    assert MINE.key.encode() not in answer.body
    assert THEIRS.key.encode() not in answer.body


def test_open_paths_need_no_key_and_without_keys_nothing_does() -> None:
    guard = Keys(echo, digests=frozenset({MINE.digest}), open_paths=frozenset({"/healthz"}))
    assert request(guard, path="/healthz").status == 200
    assert request(guard, path="/healthz/").status == 401
    assert request(Keys(echo, digests=frozenset())).status == 200


def test_new_keys_are_long_and_never_the_same() -> None:
    made = [new_key() for _ in range(20)]
    assert len({one.key for one in made}) == 20
    assert all(one.key.startswith(PREFIX) and len(one.key) >= 50 for one in made)
    assert all(digest_of(one.key) == one.digest and len(one.digest) == 64 for one in made)


class Clock:
    """Stands still until it is told to go on."""

    now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def test_a_bucket_holds_a_minutes_worth_and_refills_evenly() -> None:
    clock = Clock()
    buckets = Buckets(60, clock)
    assert [buckets.take("a") for _ in range(60)] == [0.0] * 60
    assert buckets.take("a") == pytest.approx(1.0)
    clock.now_s += 0.5
    assert buckets.take("a") == pytest.approx(0.5)
    clock.now_s += 0.5
    assert buckets.take("a") == 0.0
    clock.now_s += 3600
    assert [buckets.take("a") for _ in range(61)].count(0.0) == 60


def test_buckets_do_not_grow_without_end() -> None:
    buckets = Buckets(1, Clock())
    for number in range(20_000):
        buckets.take(str(number))
    assert len(buckets._buckets) == 10_000


def test_what_comes_too_fast_is_refused_and_told_when_to_come_back() -> None:
    clock = Clock()
    guard = RateLimit(echo, per_minute=2, open_paths=frozenset({"/healthz"}), clock=clock)
    assert [request(guard, client="10.0.0.1").status for _ in range(3)] == [200, 200, 429]
    answer = request(guard, client="10.0.0.1")
    assert (problem(answer), answer.headers["retry-after"]) == ("too-many-requests", "30")
    assert request(guard, path="/healthz", client="10.0.0.1").status == 200
    assert request(guard, client="10.0.0.2").status == 200
    clock.now_s += int(answer.headers["retry-after"])
    assert request(guard, client="10.0.0.1").status == 200


def test_each_key_has_a_rate_of_its_own_wherever_it_comes_from() -> None:
    guard = Keys(
        RateLimit(echo, per_minute=1, clock=Clock()), digests=frozenset({MINE.digest, THEIRS.digest})
    )

    def status(key: str, client: str) -> int:
        return request(guard, headers={"X-API-Key": key}, client=client).status

    assert status(MINE.key, "10.0.0.1") == 200
    assert status(THEIRS.key, "10.0.0.1") == 200
    assert status(MINE.key, "10.0.0.2") == 429


def test_addresses_of_one_ipv6_network_are_one_caller() -> None:
    guard = RateLimit(echo, per_minute=1, clock=Clock())
    assert request(guard, client="2001:db8::1").status == 200
    assert request(guard, client="2001:db8::2:3").status == 429
    assert request(guard, client="2001:db8:0:1::1").status == 200


def test_no_limit_lets_all_in() -> None:
    guard = RateLimit(echo, per_minute=0)
    assert {request(guard).status for _ in range(50)} == {200}


def test_a_body_of_exactly_the_limit_is_let_in() -> None:
    answer = request(BodyLimit(echo, max_bytes=10), "POST", body=[b"12345", b"67890"])
    assert (answer.status, answer.body) == (200, b"1234567890")


def test_a_body_that_says_that_it_is_too_large_is_not_even_read() -> None:
    async def never(scope: Any, receive: Any, send: Any) -> None:
        raise AssertionError("the app was reached")

    answer = request(BodyLimit(never, max_bytes=10), "POST", headers={"Content-Length": "11"})
    assert (answer.status, problem(answer), answer.json["max_bytes"]) == (413, "too-large", 10)


@pytest.mark.parametrize("said", ["3", "-1", "many", ""])
def test_a_body_is_counted_whatever_was_said_of_it(said: str) -> None:
    parts = [b"x" * 6] * 1000
    answer = request(BodyLimit(echo, max_bytes=10), "POST", body=parts, headers={"Content-Length": said})
    assert (answer.status, problem(answer)) == (413, "too-large")


def test_paths_may_have_larger_limits() -> None:
    guard = BodyLimit(echo, max_bytes=2, larger={"/v1/batches": 10})
    assert request(guard, "POST", "/v1/batches", body=[b"12345"]).status == 200
    assert request(guard, "POST", "/v1/extract", body=[b"12345"]).status == 413


def test_bodies_are_refused_while_others_fill_the_memory_and_taken_again_afterwards() -> None:
    async def three() -> list[Answered]:
        guard = BodyLimit(echo, max_bytes=10, max_held_bytes=15, larger={"/v1/batches": 100})
        first = asyncio.create_task(ask(guard, "POST", body=[b"x" * 8, 0.2, b"x"]))
        await asyncio.sleep(0.05)
        return [
            await ask(guard, "POST", body=[b"x" * 8]),
            await ask(guard, "POST", "/v1/batches", [b"x" * 50]),
            await first,
            await ask(guard, "POST", body=[b"x" * 10]),
        ]

    answers = asyncio.run(three())
    assert [answer.status for answer in answers] == [503, 200, 200, 200]
    assert problem(answers[0]) == "busy"


def test_a_body_that_dribbles_is_cut_off() -> None:
    parts = [part for _ in range(200) for part in (b"x", 0.02)]
    answer = request(BodyLimit(echo, max_bytes=1000, grace_s=0.1), "POST", body=parts)
    assert (answer.status, problem(answer)) == (408, "too-slow")


def test_a_body_that_never_ends_is_cut_off() -> None:
    answer = request(BodyLimit(echo, max_bytes=1000, grace_s=0.05), "POST", body=[b"x", 30.0, b"y"])
    assert (answer.status, problem(answer)) == (408, "too-slow")


def test_an_app_that_takes_its_time_is_not_the_senders_fault() -> None:
    async def slow(scope: Any, receive: Any, send: Any) -> None:
        async def received() -> Any:
            await asyncio.sleep(0.05)
            return await receive()

        await echo(scope, received, send)

    answer = request(BodyLimit(slow, max_bytes=1000, grace_s=0.1), "POST", body=[b"x"] * 5)
    assert (answer.status, answer.body) == (200, b"xxxxx")


def test_what_takes_too_long_is_given_up() -> None:
    cancelled: list[bool] = []

    async def hangs(scope: Any, receive: Any, send: Any) -> None:
        try:
            await receive()
            await asyncio.sleep(30)
        except asyncio.CancelledError:
            cancelled.append(True)
            raise

    answer = request(TimeLimit(hangs, seconds=0.05))
    assert (answer.status, problem(answer)) == (503, "took-too-long")
    assert "retry-after" in answer.headers
    assert cancelled == [True]


def test_the_time_runs_from_the_bodys_end() -> None:
    answer = request(TimeLimit(echo, seconds=0.1), "POST", body=[b"x", 0.15, b"y", 0.15, b"z"])
    assert (answer.status, answer.body) == (200, b"xyz")


def test_an_answer_that_has_begun_may_last() -> None:
    async def streams(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await asyncio.sleep(0.1)
        await send({"type": "http.response.body", "body": b"late"})

    answer = request(TimeLimit(streams, seconds=0.02))
    assert (answer.status, answer.body) == (200, b"late")


def test_listening_for_the_callers_end_does_not_stop_the_clock() -> None:
    async def listens(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(receive(), 0.01)
        await asyncio.sleep(30)

    async def whole(scope: Any, receive: Any, send: Any) -> None:
        """The body is whole with the first message; what is asked for after it never comes."""
        first = [{"type": "http.request", "body": b"x", "more_body": False}]

        async def once() -> Any:
            return first.pop() if first else await asyncio.sleep(30)

        await TimeLimit(listens, seconds=0.1)(scope, once, send)

    assert request(whole).status == 503


def test_who_is_cancelled_with_the_service_is_told_so() -> None:
    async def two() -> Answered:
        async def hangs(scope: Any, receive: Any, send: Any) -> None:
            await asyncio.sleep(30)

        async def cancelled(scope: Any, receive: Any, send: Any) -> None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(Requests(hangs)(scope, receive, send), 0.05)

        return await ask(cancelled)

    answer = asyncio.run(two())
    assert (answer.status, problem(answer)) == (503, "stopping")


def test_a_timeout_of_the_app_itself_is_not_taken_for_ours() -> None:
    async def fails(scope: Any, receive: Any, send: Any) -> None:
        raise TimeoutError

    with pytest.raises(TimeoutError):
        request(TimeLimit(fails, seconds=5))


def logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    return [getattr(record, "facts", {}) for record in caplog.records]


@pytest.mark.parametrize("sent", ["abc-123", "A.b_c", "x" * 64])
def test_a_plain_request_id_is_taken_over(sent: str) -> None:
    assert request(Requests(echo), headers={"X-Request-ID": sent}).headers["x-request-id"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 65, "a b", "a\tb", "é", '{"a":1}', "<b>"])
def test_any_other_request_id_is_replaced(sent: str) -> None:
    answered = request(Requests(echo), headers={"X-Request-ID": sent}).headers["x-request-id"]
    assert answered != sent
    assert len(answered) == 16


def test_a_request_is_one_line_that_names_no_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "extractor.service")
    request(Requests(echo), "POST", "/articles/RAHASIA", [b"RAHASIA"], query="q=RAHASIA")
    (facts,) = logged(caplog)
    assert facts["status"] == 200
    assert facts["route"] == "(none)"
    assert facts["caller"] == "127.0.0.1"
    assert "RAHASIA" not in json.dumps(facts)
    assert "RAHASIA" not in caplog.text


def test_an_app_that_breaks_is_answered_for_and_its_message_kept_out(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        raise ValueError("RAHASIA")

    seen: list[Finished] = []
    answer = request(Requests(breaks, on_finished=seen.append))
    assert (answer.status, problem(answer)) == (500, "internal-error")
    assert answer.json["request_id"] == answer.headers["x-request-id"]
    assert [one.status for one in seen] == [500]
    (facts,) = logged(caplog)
    assert facts["error"].startswith("ValueError at ")
    assert "RAHASIA" not in json.dumps(facts) + caplog.text + answer.body.decode()


def test_an_app_that_breaks_in_the_middle_of_its_answer_is_logged_as_an_error(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def breaks(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError("RAHASIA")

    request(Requests(breaks))
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "RAHASIA" not in caplog.text


def test_a_caller_who_leaves_while_sending_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    async def leaves(scope: Any, receive: Any, send: Any) -> None:
        raise ClientDisconnect

    caplog.set_level(logging.INFO, "extractor.service")
    assert request(Requests(leaves)).status == 0
    (facts,) = logged(caplog)
    assert facts["status"] == 499
    assert "error" not in facts


def test_a_caller_who_leaves_is_counted_as_such() -> None:
    async def silent(scope: Any, receive: Any, send: Any) -> None:
        """Nobody is there to answer."""

    seen: list[Finished] = []
    request(Requests(silent, on_finished=seen.append), "BREW")
    assert [(one.method, one.status) for one in seen] == [("OTHER", 499)]
