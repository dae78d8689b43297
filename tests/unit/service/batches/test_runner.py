"""Work on batches: bounded, cancelled, stopped, gone on with, and paid for once."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor import Settings
from extractor.errors import SettingsError
from extractor.service.batches.registry import RefusedError
from extractor.service.batches.runner import Figures, Runner, articles_left
from tests.batches import Gate, add, body, ended, found, result_ids, running, until


def ids(count: int) -> list[str]:
    return [f"a{number}" for number in range(count)]


def posted(runner: Runner, count: int, **told: object) -> str:
    return add(runner.registry, runner.store, body(range(count)), **told).batch.id


def test_every_line_ends_as_a_record_in_order_or_as_a_repetition(tmp_path: Path) -> None:
    content = body([0, 1]) + b"bad\n\n" + body([1, 2]) + b'{"id": "a2", "text": "Lain."}\n'
    with running(tmp_path) as runner:
        batch = ended(runner, add(runner.registry, runner.store, content).batch.id)
    assert result_ids(runner, batch.id) == ["a0", "a1", "line-3", "a2", "a2~2"]
    done = batch.progress
    assert (done.ok, done.fallback, done.failed, done.repeated, done.results) == (4, 0, 1, 1, 5)
    assert (batch.state, batch.lines, articles_left(batch), batch.starts) == ("done", 6, 0, 1)


def test_so_many_batches_are_worked_on_at_once_and_the_rest_waits(tmp_path: Path) -> None:
    gate = Gate()
    with running(tmp_path, gate, at_once=2) as runner:
        batches = [posted(runner, 3) for _ in range(3)]
        until(lambda: runner.figures().running == 2)
        assert runner.figures() == Figures(queued=1, running=2, articles_left=9)
        assert runner.registry.position(batches[2]) == 1
        gate.opened.set()
        assert [ended(runner, one).state for one in batches] == ["done"] * 3
        assert runner.figures() == Figures(0, 0, 0)


def test_a_cancelled_batch_ends_with_what_was_under_way_and_keeps_it(tmp_path: Path) -> None:
    gate = Gate()
    with running(tmp_path, gate, at_once=1) as runner:
        begun, waiting = posted(runner, 9), posted(runner, 9)
        until(lambda: gate.asked == 2)
        assert runner.registry.cancel(waiting) == found(runner, waiting)
        assert (found(runner, waiting).state, found(runner, waiting).starts) == ("cancelled", 0)
        runner.registry.cancel(begun)
        assert (found(runner, begun).state, found(runner, begun).is_cancelling) == ("running", True)
        assert not runner.registry.remove(begun)
        gate.opened.set()
        batch = ended(runner, begun)
        assert (batch.state, batch.reason, batch.is_cancelling) == ("cancelled", "requested", False)
        assert result_ids(runner, begun) == ids(2)
        assert gate.asked == batch.progress.calls == 2
        assert runner.registry.cancel(begun) == batch
        assert runner.registry.remove(begun)
        assert runner.registry.get(begun, None) is None
        assert not runner.store.folder(begun).exists()


def test_a_server_that_ends_leaves_a_batch_that_the_next_one_finishes(tmp_path: Path) -> None:
    first, second = Gate(), Gate(is_open=True)
    with running(tmp_path, first) as runner:
        batch_id = posted(runner, 9)
        until(lambda: first.asked == 2)
        runner.drain()
        first.opened.set()
        until(lambda: found(runner, batch_id).state == "queued")
        with pytest.raises(RefusedError, match="closing"):
            posted(runner, 1)
    assert result_ids(runner, batch_id) == ids(2)
    with running(tmp_path, second) as runner:
        batch = ended(runner, batch_id)
    assert result_ids(runner, batch_id) == ids(9)
    assert (first.asked, second.asked, batch.starts) == (2, 7, 2)
    assert (batch.progress.ok, batch.progress.resumed, batch.progress.calls) == (9, 2, 9)
    assert batch.progress.cost_usd == pytest.approx(0.09)


def test_a_budget_holds_over_a_restart(tmp_path: Path) -> None:
    first, second = Gate(), Gate(is_open=True)
    with running(tmp_path, first) as runner:
        batch_id = posted(runner, 20, budget_usd=0.05)
        until(lambda: first.asked == 2)
        runner.drain()
    with running(tmp_path, second) as runner:
        batch = ended(runner, batch_id)
    assert (batch.state, batch.reason) == ("cancelled", "budget")
    # The budget is five calls' worth, and one may be under way beside the fifth.
    assert 5 <= first.asked + second.asked == batch.progress.calls <= 6
    assert result_ids(runner, batch_id) == ids(batch.progress.ok)


def test_the_budget_of_the_service_is_of_all_batches_and_ends_none(tmp_path: Path) -> None:
    first, second = Gate(is_open=True), Gate(is_open=True)
    with running(tmp_path, first, budget_usd=0.05) as runner:
        batches = [posted(runner, 20), posted(runner, 20)]
        until(lambda: all((found(runner, one).error or "").startswith("the budget") for one in batches))
        assert [found(runner, one).state for one in batches] == ["queued", "queued"]
        assert 5 <= first.asked <= 5 + 2 * 2
    with running(tmp_path, second, budget_usd=9.0) as runner:
        assert [ended(runner, one).state for one in batches] == ["done", "done"]
        assert first.asked + second.asked == 40


def test_after_an_upgrade_records_are_made_anew_and_the_old_journal_stays(tmp_path: Path) -> None:
    first, second = Gate(), Gate(is_open=True)
    with running(tmp_path, first, seed=1) as runner:
        batch_id = posted(runner, 9)
        until(lambda: first.asked == 2)
        runner.drain()
    with running(tmp_path, second, seed=2) as runner:
        batch = ended(runner, batch_id)
    assert (batch.state, second.asked, batch.progress.resumed) == ("done", 9, 0)
    assert result_ids(runner, batch_id) == ids(9)
    assert batch.progress.calls == first.asked + second.asked
    folder = runner.store.folder(batch_id)
    assert sorted(path.name for path in folder.glob("journal-*")) == ["journal-1", "journal-2"]


@pytest.mark.parametrize(
    ("error", "state", "said"),
    [
        (SettingsError("no key at /secret"), "queued", "the server lacks a setting or room on its disk"),
        (OSError(28, "No space left on device"), "queued", "the server lacks a setting or room on its disk"),
        (RuntimeError("quoted text"), "failed", "internal error: RuntimeError at "),
    ],
)
def test_a_batch_that_cannot_go_on_rests_or_fails_and_holds_no_other_up(
    error: Exception, state: str, said: str, tmp_path: Path
) -> None:
    with running(tmp_path, at_once=1) as runner:
        working = runner.make_extractor

        def broken(_: Settings) -> object:
            runner.make_extractor = working
            raise error

        runner.make_extractor = broken  # type: ignore[assignment]
        first, second = posted(runner, 1), posted(runner, 1)
        assert ended(runner, second).state == "done"
        batch = found(runner, first)
        assert (batch.state, (batch.error or "")[: len(said)]) == (state, said)
        assert "secret" not in (batch.error or "")
        assert "quoted" not in (batch.error or "")


def test_a_batch_that_rested_goes_on_without_a_restart(tmp_path: Path) -> None:
    with running(tmp_path, at_once=1, rest_s=0.05) as runner:
        working, refusals = runner.make_extractor, iter(range(3))

        def mended(settings: Settings) -> object:
            if next(refusals, None) is not None:
                raise SettingsError("the disk is full")
            return working(settings)

        runner.make_extractor = mended  # type: ignore[assignment]
        batch = ended(runner, posted(runner, 2))
        assert (batch.state, batch.starts, batch.error) == ("done", 4, None)
        assert result_ids(runner, batch.id) == ids(2)


def test_a_second_server_waits_for_the_first_ones_end_and_takes_over(tmp_path: Path) -> None:
    gate, later = Gate(), Gate(is_open=True)
    with running(tmp_path, gate) as first:
        batch_id = posted(first, 4)
        until(lambda: gate.asked == 2)
        with running(tmp_path, later) as second:
            assert not second.is_holding
            first.drain()
            gate.opened.set()
            assert first.close(20)
            until(lambda: second.is_holding)
            assert ended(second, batch_id).state == "done"
            assert (gate.asked, later.asked) == (2, 2)
    assert result_ids(second, batch_id) == ids(4)


def test_a_folder_that_cannot_be_used_is_told_at_the_start(tmp_path: Path) -> None:
    (tmp_path / "batches").write_bytes(b"a file")
    with pytest.raises(SettingsError, match="batches cannot be kept"), running(tmp_path):
        pass
