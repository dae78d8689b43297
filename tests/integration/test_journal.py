"""A long run that is killed, interrupted or out of money loses nothing and pays for nothing twice."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.long_runs import finish, made, number_of, reading, run, start, told, write
from tests.servers.faults import Asked, Fault, status
from tests.servers.openai_stub import OpenAIStub

COUNT, WORKERS = 60, 4
JOURNAL = (
    "--journal",
    "run.journal",
    "--resume",
    "--output",
    "out.jsonl",
    "--no-cache",
    "--workers",
    str(WORKERS),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "in.jsonl", COUNT)
    return tmp_path


@pytest.fixture
def stub() -> Iterator[OpenAIStub]:
    with OpenAIStub(reading(COUNT), latency_s=0.01) as server:
        yield server


def until_asked(stub: OpenAIStub, process: subprocess.Popen[str], requests: int) -> None:
    """Wait until the server got so many requests, or the process has ended."""
    deadline_s = time.monotonic() + 60
    while stub.ledger.requests < requests and process.poll() is None:
        assert time.monotonic() < deadline_s
        time.sleep(0.001)


def in_journal(folder: Path) -> int:
    """How many records the journal holds whole."""
    lines = (folder / "run.journal").read_bytes().split(b"\n")[1:-1]
    return sum(b" # " not in line[:12] for line in lines)


def without_costs(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for record in records:
        for name in ("duration_s", "cached", "calls", "input_tokens", "output_tokens", "cost_usd"):
            record["run"].pop(name)
    return records


@pytest.mark.parametrize("kills", [3, pytest.param(20, marks=pytest.mark.kills)])
def test_killed_at_random_it_loses_nothing_and_pays_twice_only_for_what_was_under_way(
    kills: int, folder: Path
) -> None:
    chance, count = random.Random(kills), 15 * (kills + 1)
    write(folder / "in.jsonl", count)
    with OpenAIStub(reading(count), latency_s=0.01) as stub:
        for kill in range(kills):
            process = start(folder, stub, *JOURNAL)
            until_asked(stub, process, stub.ledger.requests + chance.randint(1, 29))
            time.sleep(chance.random() * 0.02)
            process.kill()
            finish(process)
            assert 0 <= stub.ledger.requests - in_journal(folder) <= (kill + 1) * WORKERS
        finished = run(folder, stub, *JOURNAL)
        asked = stub.ledger.requests
        again = run(folder, stub, *JOURNAL, "--output", "again.jsonl")
        assert stub.ledger.requests == asked
        plain = run(folder, stub, "--no-cache", "--output", "plain.jsonl")
    assert [one.exit_code for one in (finished, again, plain)] == [0] * 3, finished.stderr
    assert count <= asked <= count + kills * WORKERS
    records = told(folder / "out.jsonl")
    assert [record["article_id"] for record in records] == [article.id for article in made(count)]
    assert {record["run"]["status"] for record in records} == {"ok"}
    assert (folder / "again.jsonl").read_bytes() == (folder / "out.jsonl").read_bytes()
    assert f"{count} articles: {count} ok ({count} from the journal); 0 calls" in again.stderr
    assert without_costs(records) == without_costs(told(folder / "plain.jsonl"))


def test_an_interruption_ends_what_is_under_way_and_can_be_resumed(folder: Path, stub: OpenAIStub) -> None:
    (folder / "out.jsonl").write_text("old\n", encoding="utf-8")
    process = start(folder, stub, *JOURNAL)
    until_asked(stub, process, COUNT // 3)
    process.send_signal(signal.SIGINT)
    code, _, err = finish(process)
    assert code == 130
    assert "stopping: what is under way ends first" in err
    assert "interrupted: the rest is not done; the same command with --resume does it" in err
    assert "Traceback" not in err
    assert COUNT // 3 <= in_journal(folder) == stub.ledger.requests < COUNT
    assert (folder / "out.jsonl").read_text(encoding="utf-8") == "old\n"
    resumed = run(folder, stub, *JOURNAL)
    assert resumed.exit_code == 0, resumed.stderr
    assert len(told(folder / "out.jsonl")) == COUNT == stub.ledger.requests


def test_a_second_interruption_leaves_at_once(folder: Path) -> None:
    with OpenAIStub(reading(COUNT), latency_s=30) as stub:
        process = start(folder, stub, *JOURNAL)
        until_asked(stub, process, WORKERS)
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("stopping:"):
                break
        started_s = time.monotonic()
        process.send_signal(signal.SIGINT)
        code, _, err = finish(process)
    assert code == 130
    assert time.monotonic() - started_s < 10
    assert "Traceback" not in err


def test_a_budget_ends_a_run_that_is_resumed_with_more_money(folder: Path, stub: OpenAIStub) -> None:
    budget_usd = 0.1
    ended = run(folder, stub, *JOURNAL, "--budget-usd", str(budget_usd))
    ledger = stub.ledger
    paid_usd = (2 * ledger.input_tokens + 8 * ledger.output_tokens) / 1e6
    assert ended.exit_code == 4
    assert "the budget of 0.1 USD is used up: the rest is not done" in ended.stderr
    assert budget_usd <= paid_usd <= budget_usd + WORKERS * 1.2 * paid_usd / ledger.requests
    done = told(folder / "out.jsonl")
    assert [one["article_id"] for one in done] == [one.id for one in made(len(done))]
    assert len(done) == in_journal(folder) == ledger.requests < COUNT
    note = (folder / "run.journal").read_text(encoding="utf-8").splitlines()[-1].partition(" # ")[2]
    assert json.loads(note) == {"ended": "budget", "articles": len(done), "cost_usd": pytest.approx(paid_usd)}
    resumed = run(folder, stub, *JOURNAL)
    assert resumed.exit_code == 0, resumed.stderr
    assert len(told(folder / "out.jsonl")) == COUNT == ledger.requests


def test_what_the_records_and_the_summary_say_is_what_the_server_counted(
    folder: Path, stub: OpenAIStub
) -> None:
    done = run(folder, stub, "--workers", "8")
    runs = [json.loads(line)["run"] for line in done.stdout.splitlines()]
    ledger = stub.ledger
    sums = {name: sum(run[name] for run in runs) for name in ("calls", "input_tokens", "output_tokens")}
    assert sums == {
        "calls": ledger.requests,
        "input_tokens": ledger.input_tokens,
        "output_tokens": ledger.output_tokens,
    }
    cost_usd = (2 * ledger.input_tokens + 8 * ledger.output_tokens) / 1e6
    assert sum(run["cost_usd"] for run in runs) == pytest.approx(cost_usd, abs=1e-9)
    tokens = f"{ledger.input_tokens} + {ledger.output_tokens} tokens, {cost_usd:.4f} USD"
    assert f"{COUNT} articles: {COUNT} ok; {ledger.requests} calls, 0 cached, {tokens}" in done.stderr


def test_resuming_asks_again_where_no_server_answered(folder: Path) -> None:
    is_over = False
    refused = {3, 4, 17}

    def outage(asked: Asked) -> Fault | None:
        return status(500) if not is_over and number_of(asked.body) in refused else None

    with OpenAIStub(reading(COUNT), plan=outage) as stub:
        first = run(folder, stub, *JOURNAL, settings={"EDUMUTU_MAX_ATTEMPTS": "2"})
        assert [one["run"]["status"] for one in told(folder / "out.jsonl")].count("fallback") == len(refused)
        assert f"{COUNT + len(refused)} calls ({len(refused)} retries)" in first.stderr
        asked, is_over = stub.ledger.requests, True
        assert asked == COUNT + len(refused)
        run(folder, stub, *JOURNAL)
        assert stub.ledger.requests == asked + len(refused)
    assert {one["run"]["status"] for one in told(folder / "out.jsonl")} == {"ok"}


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (("--journal", "run.journal"), "exists: add --resume"),
        (("--journal", "in.jsonl", "--resume"), "is no journal of this program"),
        (("--resume",), "name it with --journal"),
        (("--journal", "new", "--explain"), "leave --explain out"),
        (
            ("--journal", "run.journal", "--resume", "--model", "m", "--base-url", "http://h/v1"),
            "engine 'rules', now",
        ),
        (("--journal", "/proc/none", "--resume"), "cannot be used"),
        (("--budget-usd", "-1"), "budget_usd is -1.0"),
    ],
)
def test_what_cannot_be_gone_on_with_is_a_usage_error(
    options: tuple[str, ...], reason: str, folder: Path
) -> None:
    write(folder / "in.jsonl", 2)
    assert run(folder, None, "--journal", "run.journal").exit_code == 0
    before = (folder / "run.journal").read_bytes()
    refused = run(folder, None, *options)
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert reason in refused.stderr
    assert (folder / "run.journal").read_bytes() == before
    assert not (folder / "new").exists()


def test_a_budget_without_prices_is_a_usage_error(folder: Path, stub: OpenAIStub) -> None:
    refused = run(folder, stub, "--budget-usd", "1", settings={})
    assert (refused.exit_code, refused.stdout, stub.ledger.requests) == (2, "", 0)
    assert "a budget needs prices, and none is known for model 'stub'" in refused.stderr


def test_a_journal_of_the_rules_is_resumed_as_well(folder: Path) -> None:
    process = start(folder, None, "--journal", "run.journal", "--output", "out.jsonl")
    while not (folder / "run.journal").exists() or in_journal(folder) < 10:
        assert process.poll() is None
    process.kill()
    finish(process)
    known = in_journal(folder)
    code, _, err = finish(
        start(folder, None, "--journal", "run.journal", "--resume", "--output", "out.jsonl")
    )
    assert code == 0
    assert f"({known} from the journal)" in err
    assert [one["article_id"] for one in told(folder / "out.jsonl")] == [one.id for one in made(COUNT)]
