"""How long is waited, and that all of a model's requests wait together."""

from __future__ import annotations

import asyncio
import time
from email.utils import formatdate
from types import SimpleNamespace
from typing import Any

import pytest

from extractor.models.failures import UnavailableError
from extractor.models.waiting import Pace, retry_after_s, wait_s
from tests.unit.models.asking import Slept


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "7"}, 7.0),
        ({"retry-after": "0"}, 0.0),
        ({"retry-after": "1.5"}, 1.5),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "1"}, 1.0),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 0.0),
        ({"retry-after": "-5"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "soon"}, None),
        ({"retry-after": ""}, None),
        ({}, None),
    ],
)
def test_retry_after_is_read_as_a_number_or_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after_s(headers) == seconds


def test_a_date_to_come_is_so_many_seconds_away() -> None:
    found = retry_after_s({"retry-after": formatdate(time.time() + 60, usegmt=True)})

    assert found is not None
    assert 55 <= found <= 61


def waited(attempt: int, error: Exception) -> float:
    state: Any = SimpleNamespace(attempt_number=attempt, outcome=SimpleNamespace(exception=lambda: error))
    return wait_s(state)


@pytest.mark.parametrize(
    ("attempt", "least", "most"), [(1, 0.25, 0.5), (2, 0.5, 1.0), (3, 1.0, 2.0), (30, 10.0, 20.0)]
)
def test_waits_double_are_spread_and_have_an_end(attempt: int, least: float, most: float) -> None:
    waits = [waited(attempt, UnavailableError("busy")) for _ in range(200)]

    assert least <= min(waits) < max(waits) <= most
    assert max(waits) - min(waits) > (most - least) / 2


@pytest.mark.parametrize("asked", [0.0, 3.0, 100.0])
def test_what_the_server_asks_for_is_the_least_that_is_waited(asked: float) -> None:
    waits = [waited(1, UnavailableError("busy", retry_after_s=asked)) for _ in range(200)]

    assert asked <= min(waits) < max(waits) <= asked + 2.5


def test_a_pace_without_a_hold_lets_all_pass_at_once() -> None:
    slept = Slept()

    assert asyncio.run(slept.pace.ready(0)) is True
    assert slept.seconds == []


def test_the_longer_of_two_holds_stands() -> None:
    slept = Slept()
    slept.pace.hold(9)
    slept.pace.hold(2)

    assert slept.pace.wait_s == 9
    assert asyncio.run(slept.pace.ready(20)) is True
    assert slept.now >= 9
    assert slept.pace.wait_s == 0


def test_a_hold_beyond_the_limit_is_not_waited_for() -> None:
    slept = Slept()
    slept.pace.hold(9)

    assert asyncio.run(slept.pace.ready(8)) is False
    assert slept.seconds == []


def test_those_who_wait_for_the_same_moment_are_not_let_go_in_it() -> None:
    starts: set[float] = set()

    async def one(pace: Pace) -> None:
        await pace.ready(1)
        starts.add(round(time.monotonic(), 3))

    async def main() -> None:
        pace = Pace()
        pace.hold(0.05)
        await asyncio.gather(*(one(pace) for _ in range(30)))

    asyncio.run(main())
    assert len(starts) >= 10
    assert max(starts) - min(starts) < 0.5


def rests(*events: str) -> list[float]:
    """How long all wait after each of `events`: refused, accepted, or rested (until the next may be sent)."""
    slept = Slept()
    waits = []
    for event in events:
        if event == "rested":
            asyncio.run(slept.pace.ready(100))
        else:
            getattr(slept.pace, event)()
            waits.append(round(slept.pace.wait_s, 6))
    return waits


def test_a_server_that_refuses_several_in_a_row_is_left_alone_by_all_twice_as_long_each_time() -> None:
    assert rests("refused", "refused", "refused") == [0, 0, 0.25]
    again = ("rested", "refused")
    assert rests("refused", "refused", "refused", *again * 8)[2:] == [0.25, 0.5, 1, 2, 4, 8, 16, 20, 20]


def test_a_burst_of_refusals_counts_once() -> None:
    assert rests(*["refused"] * 8)[2:] == [0.25] * 6


def test_an_answer_between_refusals_keeps_all_going() -> None:
    assert rests("refused", "refused", "accepted", "refused", "refused") == [0] * 5


def test_after_an_answer_rests_begin_small_again() -> None:
    long_outage = (*["refused"] * 3, *("rested", "refused") * 4, "rested", "accepted")
    assert rests(*long_outage, *["refused"] * 3)[-1] == 0.25
