"""A batch that is killed between any two steps is neither lost nor made twice."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor.batch import provider
from extractor.batch.provider import State
from extractor.models import BatchApi, ModelConfig, UnavailableError
from tests.long_runs import finish
from tests.provider_runs import COUNT, collect, extract, server, statuses, submission, submit, values, write
from tests.servers.batch_api import BatchApiStub

STEPS = ("upload", "create", "find_file", "find_batches")


class KilledError(BaseException):
    """Ends a process as a kill would: nothing catches it, nothing is tidied up."""


class Fuse:
    """Lets so many points pass, then kills; every wrapped call has one before it and one after it."""

    def __init__(self, points: int) -> None:
        self.left = points

    def burn(self) -> None:
        self.left -= 1
        if self.left < 0:
            raise KilledError

    def around(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **more: Any) -> Any:
            self.burn()
            result = call(*args, **more)
            self.burn()
            return result

        return wrapped


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("extractor.models.batch_api.time.sleep", lambda _: None)
    return write(tmp_path / "in.jsonl").parent


@pytest.fixture
def stub() -> Iterator[BatchApiStub]:
    with server() as stub:
        yield stub


def prepared(folder: Path, name: str) -> State:
    """A state with two parcels, of which nothing is sent."""
    (folder / name).mkdir()
    state = provider.new(folder / name, [], {})
    for number in (1, 2):
        parcel = provider.Parcel(number, 1, 3)
        state.parcels.append(parcel)
        state.path("requests", parcel).write_bytes(b"{}\n")
    state.is_prepared = True
    state.save()
    return state


def killed_at(points: int, state: State, api: BatchApi) -> bool:
    """Send until the fuse has burnt down; False if it has not by the end."""
    fuse = Fuse(points)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(State, "save", fuse.around(State.save))
        for step in STEPS:
            patch.setattr(api, step, fuse.around(getattr(api, step)))
        try:
            provider.send(state, api)
        except KilledError:
            return True
    return False


def test_killed_at_any_point_it_makes_one_batch_of_each_file(folder: Path, stub: BatchApiStub) -> None:
    with BatchApi(ModelConfig("m", base_url=stub.base_url)) as api:
        for points in itertools.count():
            before, state = len(stub.batches), prepared(folder, f"state-{points}")
            is_killed = killed_at(points, state, api)
            resumed = provider.load(state.folder)
            assert resumed is not None
            provider.send(resumed, api)

            assert resumed.is_sent
            assert len(stub.batches) == before + 2, f"killed at point {points}"
            assert stub.tags[before:] == [state.tag(parcel) for parcel in state.parcels]
            if not is_killed:
                break
        assert points == 2 * (2 * 4 + 2 * 2), "each file: four times the state saved, two remote steps"


def test_killed_twice_it_makes_one_batch_of_each_file(folder: Path, stub: BatchApiStub) -> None:
    with BatchApi(ModelConfig("m", base_url=stub.base_url)) as api:
        for first, second in itertools.product((3, 5, 9, 11), (0, 1, 3, 4)):
            before, state = len(stub.batches), prepared(folder, f"state-{first}-{second}")
            for points in (first, second):
                assert killed_at(points, state, api)
                state = provider.load(state.folder) or state
            provider.send(state, api)
            assert len(stub.batches) == before + 2, f"killed at {first} and {second}"


@pytest.mark.parametrize("trouble", ["before", "after", "half", "busy"])
@pytest.mark.parametrize("step", ["upload", "create"])
def test_a_step_that_broke_off_is_done_once(
    step: str, trouble: Any, folder: Path, stub: BatchApiStub
) -> None:
    stub.troubles = {step: [trouble], "list files": ["busy"], "list batches": ["after"]}
    with BatchApi(ModelConfig("m", base_url=stub.base_url)) as api:
        provider.send(prepared(folder, "state"), api)
    assert len(stub.batches) == len(stub.files) == 2


def test_it_is_found_among_many_batches_of_others(folder: Path, stub: BatchApiStub) -> None:
    with BatchApi(ModelConfig("m", base_url=stub.base_url)) as api:
        first = prepared(folder, "first")
        assert killed_at(2 + 2 + 2 + 3, first, api)
        for number in range(30):
            api.create(next(iter(stub.files)), f"other-{number}")
        before = len(stub.batches)
        resumed = provider.load(first.folder)
        assert resumed is not None
        assert (resumed.parcels[0].step, resumed.parcels[0].batch_id) == ("creating", None)
        provider.send(resumed, api)
        assert len(stub.batches) == before + 1
        assert resumed.parcels[0].batch_id == "batch_1"


def test_a_batch_that_is_listed_too_late_is_cancelled(folder: Path, stub: BatchApiStub) -> None:
    stub.troubles = {"create": ["late"]}
    state = prepared(folder, "state")
    with BatchApi(ModelConfig("m", base_url=stub.base_url)) as api:
        provider.send(state, api)
        assert stub.tags == [state.tag(state.parcels[0])] * 2 + [state.tag(state.parcels[1])]
        assert state.parcels[0].batch_id == "batch_2"
        provider.standing(state, api)
        assert stub.cancelled == ["batch_1"]


def test_what_keeps_failing_is_left_for_the_next_time(folder: Path, stub: BatchApiStub) -> None:
    stub.troubles = {"create": ["busy"] * 4}
    state = prepared(folder, "state")
    with BatchApi(ModelConfig("m", base_url=stub.base_url)) as api:
        with pytest.raises(UnavailableError, match="overloaded"):
            provider.send(state, api)
        assert stub.books.steps["create"] == 4
        provider.send(state, api)
    assert len(stub.batches) == 2


def test_killed_while_it_writes_the_requests_it_writes_them_again(
    folder: Path, stub: BatchApiStub, monkeypatch: pytest.MonkeyPatch
) -> None:
    fuse = Fuse(3)
    with monkeypatch.context() as patch:
        patch.setattr(
            "extractor.batch.provider.preparing.id_of",
            fuse.around(lambda key: key.rpartition("|")[2]),
        )
        with pytest.raises(KilledError):
            submit(stub)
    assert not stub.books.steps
    assert submit(stub).exit_code == 0
    assert collect().exit_code == 0
    assert statuses() == ["ok"] * COUNT
    assert stub.books.requests == COUNT


def test_a_real_kill_after_the_batch_was_made_does_not_make_it_twice(
    folder: Path, stub: BatchApiStub
) -> None:
    stub.troubles = {"create": ["silent"]}
    process = submission(stub)
    deadline_s = time.monotonic() + 60
    while not stub.batches and process.poll() is None:
        assert time.monotonic() < deadline_s
        time.sleep(0.02)
    assert "another process works at the batch" in submit(stub).stderr
    process.kill()
    finish(process)

    assert submit(stub).exit_code == 0
    assert collect().exit_code == 0
    assert extract(stub).exit_code == 0
    assert (len(stub.batches), stub.books.requests, stub.ledger.requests) == (1, COUNT, 0)
    assert values() == values("direct.jsonl")
