"""Server-sent events: each change once, also to those who come back, and an end."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from extractor.service.batches import events
from extractor.service.batches.slots import Slots
from extractor.service.batches.state import Batch, Progress, State
from extractor.service.batches.wire import BatchStatus, status


def told(ok: int, state: State = "running") -> BatchStatus:
    batch = Batch("b", None, "now", 9, 99, "sha", state=state, progress=Progress(ok=ok))
    return status(batch, None, "/v1/batches")


def read(
    statuses: list[BatchStatus | None], monkeypatch: pytest.MonkeyPatch, **options: Any
) -> list[dict[str, str]]:
    """The events, as a browser would take them, when a look each finds the next of `statuses`."""
    monkeypatch.setattr(events, "_LOOK_S", 0.0)
    left: Iterator[BatchStatus | None] = iter(statuses)

    async def taken() -> list[bytes]:
        chosen = {"last_id": None, "is_stopping": lambda: False, **options}
        return [event async for event in events.events(lambda: next(left), **chosen)]

    lines = [event.decode().strip().split("\n") for event in asyncio.run(taken())]
    return [dict(line.split(": ", 1) for line in event if line[0] != ":") for event in lines]


def test_each_change_is_told_once_and_the_end_ends_the_stream(monkeypatch: pytest.MonkeyPatch) -> None:
    statuses: list[BatchStatus | None] = [told(1), told(1), told(2), told(9, "done"), told(9, "done")]
    retry, *seen = read(statuses, monkeypatch)
    assert retry == {"retry": "2000"}
    assert [one["event"] for one in seen] == ["progress", "progress", "done"]
    assert [json.loads(one["data"])["articles"]["ok"] for one in seen] == [1, 2, 9]
    assert len({one["id"] for one in seen}) == 3


@pytest.mark.parametrize(("known", "following"), [(told(1), ["2"]), (told(7), ["1", "2"])])
def test_who_comes_back_is_told_only_what_is_new(
    known: BatchStatus, following: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = read([told(1), told(2), None], monkeypatch, last_id=events.id_of(known))
    assert [str(json.loads(one["data"])["articles"]["ok"]) for one in seen[1:]] == following


def test_silence_is_filled_so_that_nobody_between_hangs_up(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = read([told(1), told(1), told(1), None], monkeypatch, heartbeat_s=0.0)
    assert seen[2:] == [{}, {}]


def test_a_server_that_stops_ends_its_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read([told(1)] * 9, monkeypatch, is_stopping=iter([False, False, True]).__next__)[2:] == []


def test_so_many_places_are_taken_and_one_caller_takes_a_quarter() -> None:
    slots = Slots(8)
    with slots.one("a"), slots.one("a"):
        assert (slots.is_full("a"), slots.is_full("b"), slots.taken) == (True, False, 2)
        with ExitStack() as stack:
            for _ in range(6):
                assert not slots.is_full(None)
                stack.enter_context(slots.one(None))
            assert slots.is_full(None)
            assert slots.is_full("b")
    assert (slots.taken, slots.is_full("a")) == (0, False)
