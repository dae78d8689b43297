"""Articles by way of a provider's batch: the same records, at half the price, each request sent once."""

from __future__ import annotations

import json
import re
import shlex
import stat
from pathlib import Path
from typing import Any

import pytest

from extractor import models, rules
from extractor.cli import app
from extractor.models import BATCH_SHARE, Dialect, ModelConfig, assumed
from tests.long_runs import number_of
from tests.provider_runs import (
    COUNT,
    KEY,
    LONG,
    batch,
    charged,
    collect,
    errors,
    extract,
    model,
    records,
    server,
    statuses,
    submit,
    values,
    write,
)
from tests.servers.faults import Asked, Fault, Plan, status


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("extractor.models.batch_api.time.sleep", lambda _: None)
    return write(tmp_path / "in.jsonl").parent


def only(fault: Fault, number: int = 2) -> Plan:
    """The fault for one article alone."""

    def plan(asked: Asked) -> Fault | None:
        return fault if f"Sebanyak {300 + number} guru" in json.dumps(asked.body["messages"]) else None

    return plan


@pytest.mark.parametrize("prompt", ["full", "patch"])
def test_records_are_those_of_direct_questions_and_extract_asks_nothing_afterwards(
    prompt: str, folder: Path
) -> None:
    write(folder / "in.jsonl", is_long=True)
    with server() as stub:
        assert extract(stub, "--prompt", prompt, home="other").exit_code == 0
        direct, asked = values("direct.jsonl"), stub.ledger.requests

        submitted = submit(stub, "--prompt", prompt, "--max-requests", "4")
        collected = collect()
        after = extract(stub, "--prompt", prompt, output="after.jsonl")

        assert (submitted.exit_code, collected.exit_code, after.exit_code) == (0, 0, 0)
        assert f"{COUNT} articles: {COUNT + 1} requests in 2 batches, 0 known already" in submitted.stderr
        assert [record["article_id"] for record in records()][-1] == LONG
        assert values() == direct == values("after.jsonl")
        assert stub.ledger.requests == asked
        assert f"; 0 calls, {COUNT} cached" in after.stderr
        assert f"; {COUNT + 1} calls, 0 cached, {charged(stub)}" in collected.stderr
        assert stub.books.requests == COUNT + 1
        assert sum(record["run"]["input_tokens"] for record in records()) == stub.books.input_tokens


def test_collecting_again_tells_the_same(folder: Path) -> None:
    with server(plan=only(status(500))) as stub:
        submit(stub)
        first = collect()
        told = records()
        second = collect(output="again.jsonl")

        assert first.stderr == second.stderr
        assert values("again.jsonl") == values()
        assert [one["run"]["calls"] for one in told] == [
            one["run"]["calls"] for one in records("again.jsonl")
        ]
        assert stub.books.steps["content"] == 2


def test_what_is_known_is_not_asked(folder: Path) -> None:
    write(folder / "in.jsonl", 3)
    with server() as stub:
        extract(stub)
        write(folder / "in.jsonl")
        submitted = submit(stub)

        assert "2 requests in 1 batch, 3 known already" in submitted.stderr
        assert collect().exit_code == 0
        assert stub.books.requests == 2
        assert statuses() == ["ok"] * COUNT
        assert [record["run"]["cached"] for record in records()] == [True, True, True, False, False]


def test_a_batch_in_which_all_is_known_sends_nothing(folder: Path) -> None:
    with server() as stub:
        extract(stub)
        assert submit(stub).exit_code == 0
        assert collect().exit_code == 0
        assert not stub.books.steps
        assert values() == values("direct.jsonl")


def test_of_two_articles_with_one_text_one_is_asked_about_and_paid_for(folder: Path) -> None:
    lines = (folder / "in.jsonl").read_text(encoding="utf-8")
    (folder / "in.jsonl").write_text(lines + lines.replace("news-", "copy-"), encoding="utf-8")
    with server() as stub:
        submit(stub)
        for options in ((), ("--no-cache",)):
            collected = collect(*options)
            assert stub.books.requests == COUNT
            assert charged(stub) in collected.stderr
            assert statuses() == ["ok"] * 2 * COUNT


def sorted_json(value: Any) -> str:
    return json.dumps(value, sort_keys=True)


ENDS: tuple[tuple[Fault | None, str | None], ...] = (
    (None, None),
    (Fault("truncated"), "truncated: "),
    (Fault("refusal"), "refused: "),
    (Fault("content_filter"), "refused: "),
    (Fault("invalid_json"), "invalid_json: "),
    (Fault("wrong_shape"), "wrong_shape: "),
    (Fault("empty"), "empty: "),
    (status(500), "unavailable: the server failed (500"),
    (status(400, message="no"), "unavailable: the server does not accept the request (400"),
    (status(400, message="maximum context length"), "unavailable: article and answer are too long"),
    (status(429), "unavailable: the server limits requests (429"),
    (Fault("wrapped"), None),
)
ANSWERED = 7
"""So many of them are answers, good or bad; the one after the errors is another."""


def each(asked: Asked) -> Fault | None:
    """For each article its own end."""
    return ENDS[number_of(asked.body)][0]


def test_a_request_that_ends_badly_costs_one_article_its_answer(folder: Path) -> None:
    write(folder / "in.jsonl", len(ENDS))
    with server(len(ENDS), plan=each) as stub:
        submit(stub)
        collected = collect()

        assert collected.exit_code == 0
        for told, status_, (_, reason) in zip(errors(), statuses(), ENDS, strict=True):
            assert (told, status_) == (None, "ok") if reason is None else str(told).startswith(reason)
            assert status_ == ("ok" if reason is None else "fallback")
        assert charged(stub) in collected.stderr
        assert stub.books.requests == len(ENDS)

        assert collect("--no-fallback").exit_code == 1
        assert statuses().count("failed") == len(ENDS) - 2
        assert collect("--strict").exit_code == 1


def test_a_bad_answer_is_told_and_kept_as_if_it_had_come_directly(folder: Path) -> None:
    write(folder / "in.jsonl", ANSWERED)
    with server(ANSWERED, plan=each) as stub:
        extract(stub, home="other")
        submit(stub)
        collect()
        after = extract(stub, output="after.jsonl")

        assert values() == values("direct.jsonl") == values("after.jsonl")
        assert "; 0 calls" in after.stderr


@pytest.mark.parametrize(
    ("end", "reason"),
    [("expired", "the provider's time for the batch ran out"), ("cancelled", "the batch was cancelled")],
)
def test_what_a_batch_leaves_open_is_submitted_anew_and_nothing_else(
    end: str, reason: str, folder: Path
) -> None:
    with server(progress=(end,), answered=3) as stub:
        submit(stub)
        assert collect().exit_code == 0
        assert statuses() == ["ok"] * 3 + ["fallback"] * 2
        assert str(errors()[4]).startswith(f"unavailable: {reason}")

        stub.progress, stub.answered = ("completed",), None
        assert "2 requests in 1 batch, 3 known already" in submit(stub, state="rest").stderr
        assert collect(state="rest").exit_code == 0
        assert statuses() == ["ok"] * COUNT
        assert stub.books.requests == COUNT


def test_a_batch_that_is_refused_leaves_all_to_the_rules(folder: Path) -> None:
    with server(refusals={1: "model_not_supported"}) as stub:
        submit(stub)
        collected = collect()
        assert collected.exit_code == 0
        assert set(errors()) == {"unavailable: the provider did not take the batch (model_not_supported)"}
        assert "; 0 calls, 0 cached, 0 + 0 tokens, 0.0000 USD" in collected.stderr


def test_what_finds_no_room_is_sent_again(folder: Path) -> None:
    with server(refusals={2: "token_limit_exceeded"}) as stub:
        submit(stub, "--max-requests", "3")
        collected = collect()
        assert collected.exit_code == 4
        assert "has no room for some" in collected.stderr
        assert not (folder / "out.jsonl").exists()

        assert batch("submit", "--state", "state").exit_code == 0
        assert collect().exit_code == 0
        assert statuses() == ["ok"] * COUNT
        assert (len(stub.batches), stub.books.requests, stub.books.steps["upload"]) == (3, COUNT, 2)


def test_waiting_sends_again_what_found_no_room_and_gives_up_in_the_end(folder: Path) -> None:
    with server(refusals={2: "token_limit_exceeded"}, progress=("in_progress", "completed")) as stub:
        submit(stub, "--max-requests", "3")
        assert collect("--wait").exit_code == 0
        assert stub.books.requests == COUNT
    with server(refusals=dict.fromkeys(range(1, 9), "token_limit_exceeded")) as stub:
        submit(stub, state="never", home="empty")
        collected = collect("--wait", state="never", home="empty")
        assert collected.exit_code == 4
        assert (len(stub.batches), stub.books.requests) == (2, 0)


def test_as_long_as_the_provider_works_nothing_is_written(folder: Path) -> None:
    with server(progress=("validating", "in_progress", "finalizing", "completed")) as stub:
        submit(stub)
        for seen in ("validating", "in_progress"):
            collected = collect()
            assert collected.exit_code == 4
            assert f"  {seen}  " in collected.stderr
            assert "not finished yet" in collected.stderr
        assert not (folder / "out.jsonl").exists()
        assert collect("--wait").exit_code == 0
        assert statuses() == ["ok"] * COUNT


def test_what_is_there_can_be_taken_before_the_end(folder: Path) -> None:
    with server(progress=("in_progress",)) as stub:
        submit(stub)
        assert collect("--now").exit_code == 0
        assert set(errors()) == {"unavailable: the batch is not finished"}
        stub.progress = ("completed",)
        assert collect().exit_code == 0
        assert statuses() == ["ok"] * COUNT


def test_a_batch_can_be_cancelled(folder: Path) -> None:
    with server(progress=("in_progress",), answered=2) as stub:
        submit(stub)
        assert stub.cancelled == []
        cancelled = batch("cancel", "state")
        assert (cancelled.exit_code, cancelled.stderr) == (0, "0001  cancelling\n")
        assert collect().exit_code == 0
        assert statuses() == ["ok", "ok", "fallback", "fallback", "fallback"]


def test_the_status_is_told_in_words_and_as_json(folder: Path) -> None:
    with server(progress=("in_progress", "completed"), plan=only(status(500))) as stub:
        submit(stub)
        assert batch("status", "state").stdout == (
            "0001  batch_1  in_progress  0 of 5 answered, 0 failed\n"
            "all   0 of 5 answered, 0 failed; not finished\n"
        )
        told = json.loads(batch("status", "state", "--format", "json").stdout)
        assert (told["requests"], told["completed"], told["failed"]) == (5, 4, 1)
        assert (told["is_submitted"], told["is_finished"]) == (True, True)
        assert [(one["id"], one["status"]) for one in told["batches"]] == [("batch_1", "completed")]
        assert batch("status", "state", "--format", "xml").exit_code == 2


def test_lines_that_are_none_or_not_ours_are_passed_over_and_counted(folder: Path) -> None:
    def edit(lines: list[Any]) -> list[Any]:
        stranger = {**lines[0], "custom_id": "somebody-else"}
        error = {**lines[3], "response": {"status_code": 200, "body": {"error": {"message": "x"}}}}
        nothing = {**lines[4], "response": {"status_code": 200, "body": {"choices": []}}}
        return [b"{broken\n", [1], stranger, lines[1], lines[0], lines[1], lines[2], error, nothing]

    with server(edit=edit) as stub:
        submit(stub)
        collected = collect()
        assert collected.exit_code == 0
        assert "2 are broken, 1 came twice, 1 answer nothing of ours" in collected.stderr
        assert statuses() == ["ok", "ok", "ok", "fallback", "fallback"]
        assert errors()[3:] == [
            "unavailable: the server answered with an error",
            "unavailable: the server's answer holds no choices",
        ]


def test_of_an_error_and_an_answer_to_one_request_the_answer_counts(folder: Path) -> None:
    def edit(lines: list[Any]) -> list[Any]:
        failed = {**lines[0], "response": {"status_code": 500, "body": None}}
        return [failed, *lines, {**lines[1], "response": None}]

    with server(edit=edit) as stub:
        submit(stub)
        collected = collect()
        assert statuses() == ["ok"] * COUNT
        assert charged(stub) in collected.stderr


def test_answers_that_the_provider_lost_are_missing(folder: Path) -> None:
    with server(edit=lambda lines: lines[1:]) as stub:
        submit(stub)
        assert collect().exit_code == 0
        assert errors()[0] == "unavailable: the provider's answers do not hold this one"
        assert statuses()[1:] == ["ok"] * (COUNT - 1)


def test_answers_that_came_by_half_are_fetched_again(folder: Path) -> None:
    with server(troubles={"content": ["half", "busy", "before", None]}) as stub:
        submit(stub)
        assert collect().exit_code == 0
        assert statuses() == ["ok"] * COUNT
    with server(troubles={"content": ["half"] * 4}) as stub:
        submit(stub, state="other", home="empty")
        collected = collect(state="other", home="empty")
        assert collected.exit_code == 4
        assert "not finished: the connection broke in the middle of an answer" in collected.stderr
        assert not list((folder / "other").glob("output*.ndjson"))
        assert collect(state="other", home="empty").exit_code == 0


def test_answers_that_are_no_longer_kept_leave_all_to_the_rules(folder: Path) -> None:
    with server() as stub:
        submit(stub)
        stub.batches.clear()
        assert collect().exit_code == 0
        assert set(errors()) == {"unavailable: the provider no longer keeps the answers"}


@pytest.mark.parametrize("prompt", ["full", "patch"])
def test_rules_that_change_meanwhile_are_applied_to_the_draft_that_was_shown(
    prompt: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def without_figures(article: Any, find: Any = rules.extract) -> Any:
        return {**find(article), "indicators": []}

    with server() as stub:
        extract(stub, "--prompt", prompt, home="other")
        submit(stub, "--prompt", prompt)
        before = values("direct.jsonl")
        monkeypatch.setattr("extractor.pipeline.keys.record_version", lambda: "another")
        monkeypatch.setattr(rules, "extract", without_figures)
        asked = stub.ledger.requests
        extract(stub, "--prompt", prompt, home="other")
        assert collect().exit_code == 0
        assert stub.ledger.requests == asked
        assert values() == values("direct.jsonl") != before


def test_an_article_that_has_changed_falls_back_and_its_answer_is_kept(folder: Path) -> None:
    text = (folder / "in.jsonl").read_text(encoding="utf-8")
    with server() as stub:
        submit(stub)
        (folder / "in.jsonl").write_text(text.replace("Sebanyak 301", "Sebanyak 999"), encoding="utf-8")
        collected = collect()
        assert collected.exit_code == 0
        assert statuses() == ["ok", "fallback", "ok", "ok", "ok"]
        assert "did not ask about it" in str(errors()[1])
        assert "1 answers are about articles that have changed or are gone" in collected.stderr
        assert charged(stub) in collected.stderr

        (folder / "in.jsonl").write_text(text, encoding="utf-8")
        assert "; 0 calls, 5 cached" in extract(stub).stderr


@pytest.mark.parametrize("prompt", ["full", "patch"])
def test_what_is_missing_can_be_asked_at_once_at_the_full_price(prompt: str, folder: Path) -> None:
    with server(progress=("expired",), answered=3) as stub:
        submit(stub, "--prompt", prompt)
        collected = collect("--ask-rest")
        assert collected.exit_code == 0
        assert statuses() == ["ok"] * COUNT
        assert (stub.books.requests, stub.ledger.requests) == (3, 2)
        figures = [
            sum(getattr(books, name) for books in (stub.books, stub.ledger))
            for name in ("requests", "input_tokens", "output_tokens")
        ]
        assert f"; {figures[0]} calls, 0 cached, {figures[1]} + {figures[2]} tokens" in collected.stderr


def test_a_form_that_is_refused_is_not_used_again(folder: Path) -> None:
    with server(modes=("tools",)) as stub:
        assert "was never asked yet" in submit(stub).stderr
        collected = collect()
        assert "the next ones take a plainer form" in collected.stderr
        assert statuses() == ["fallback"] * COUNT
        submit(stub, state="second")
        assert collect(state="second").exit_code == 0
        assert statuses() == ["ok"] * COUNT


@pytest.mark.parametrize("mode", ["json_schema", "tools", "json"])
def test_requests_have_the_form_of_direct_ones(mode: str, folder: Path) -> None:
    wanted = {"json": "json_object"}.get(mode, mode)
    with server(modes=(wanted,)) as stub:
        extract(stub, home="other")
        direct = [body for body in stub.bodies if stub.takes(body)]
        submit(stub, "--mode", mode)
        lines = (folder / "state/requests-0001.ndjson").read_text(encoding="utf-8").splitlines()
        asked = [json.loads(line)["body"] for line in lines]
        assert sorted(map(sorted_json, asked)) == sorted(map(sorted_json, direct))
        collect()
        assert statuses() == ["ok"] * COUNT


def test_openais_own_models_are_asked_by_the_newer_name_of_the_limit() -> None:
    assert assumed(ModelConfig("gpt-5-mini", api_key="k")).limit == "max_completion_tokens"
    assert assumed(ModelConfig("m", base_url="http://127.0.0.1:9/v1")) == Dialect()


def test_neither_key_nor_what_is_asked_is_for_others(folder: Path) -> None:
    with server(api_key=KEY) as stub:
        submit(stub)
        collect()
    state = folder / "state"
    assert stat.S_IMODE(state.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in state.iterdir()} == {0o600}
    assert all(KEY not in path.read_text(encoding="utf-8") for path in state.iterdir())
    assert "Sebanyak" not in (state / "state.json").read_text(encoding="utf-8")


def test_the_folder_of_a_batch_is_no_article(folder: Path) -> None:
    with server() as stub:
        options = ("--state", "state", *model(stub))
        assert batch("submit", ".", *options).exit_code == 0
        assert collect(output="../out.jsonl").exit_code == 0
        assert len(records("../out.jsonl")) == COUNT


def test_articles_are_found_from_another_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with server() as stub:
        submit(stub)
        (folder / "below").mkdir()
        monkeypatch.chdir(folder / "below")
        assert collect(state="../state", home="../home").exit_code == 0
        assert len(records()) == COUNT


REFUSED = {
    "nothing": (["submit", "--state", "new"], "say which articles"),
    "no model": (["submit", "in.jsonl", "--state", "new"], "a batch asks a model"),
    "stdin": (["submit", "-", "--state", "new", "--model", "m"], "name files"),
    "no article": (["submit", "none.txt", "--state", "new", "--model", "m"], "nothing to read"),
    "no mode": (["submit", "in.jsonl", "--state", "new", "--model", "m", "--mode", "xml"], "mode is 'xml'"),
    "no batch": (["status", "new"], "there is no batch in new"),
    "no batch to collect": (["collect", "new"], "there is no batch in new"),
    "no batch to cancel": (["cancel", "new"], "there is no batch in new"),
    "two formats": (["collect", "new", "--explain", "--format", "csv"], "leave one of the two out"),
}


@pytest.mark.parametrize(("arguments", "complaint"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_meant_is_refused(arguments: list[str], complaint: str, folder: Path) -> None:
    refused = batch(*arguments)
    assert refused.exit_code == 2
    assert complaint in refused.stderr
    assert not (folder / "new").exists()


def test_a_batch_goes_on_with_its_own_articles_and_settings_alone(folder: Path) -> None:
    with server() as stub:
        submit(stub)
        other = batch("submit", "other.txt", "--state", "state")
        assert (other.exit_code, "is about other articles" in other.stderr) == (2, True)
        other = submit(stub, "--prompt", "patch")
        assert (other.exit_code, "prompt 'full.v1', now 'patch.v1'" in other.stderr) == (2, True)
        assert submit(stub, "--prompt", "full").exit_code == 0
        assert len(stub.batches) == 1


def test_a_changed_prompt_is_told(folder: Path) -> None:
    with server() as stub:
        submit(stub)
        path = folder / "state/state.json"
        kept = json.loads(path.read_text(encoding="utf-8"))
        kept["asked_with"]["prompt_sha256"] = "0" * 64
        path.write_text(json.dumps(kept), encoding="utf-8")
        collected = collect()
        assert collected.exit_code == 2
        assert "the prompt 'full.v1' has changed since" in collected.stderr
        path.write_text("{}", encoding="utf-8")
        assert "tells of no batch of this program" in collect().stderr


def test_what_is_not_submitted_whole_is_neither_finished_nor_collected(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    with server() as stub:
        with monkeypatch.context() as patch:
            patch.setattr("extractor.cli.provider.provider.send", interrupted)
            stopped = submit(stub)
        assert (stopped.exit_code, "the same command goes on" in stopped.stderr) == (130, True)
        told = batch("status", "state", "--format", "json")
        assert "not all was submitted" in told.stderr
        assert json.loads(told.stdout)["is_finished"] is False
        assert (collect().exit_code, batch("submit", "--state", "state").exit_code) == (2, 0)
        assert collect().exit_code == 0


def test_a_missing_file_of_the_batch_is_told(folder: Path) -> None:
    with server() as stub:
        assert submit(stub, "--budget-usd", "0").exit_code == 4
        requests = (folder / "state/requests-0001.ndjson").rename("kept")
        missing = batch("submit", "--state", "state")
        assert (missing.exit_code, "cannot be read" in missing.stderr) == (2, True)
        requests.rename(folder / "state/requests-0001.ndjson")
        assert batch("submit", "--state", "state").exit_code == 0
        (folder / "state/asked-0001.ndjson").unlink()
        missing = collect()
        assert (missing.exit_code, "cannot be read" in missing.stderr) == (2, True)


def test_a_budget_that_does_not_suffice_sends_nothing(folder: Path) -> None:
    with server() as stub:
        refused = submit(stub, "--budget-usd", "0.001")
        assert refused.exit_code == 4
        assert not stub.books.steps
        assert batch("submit", "--state", "state").exit_code == 0
        assert len(stub.batches) == 1


@pytest.mark.parametrize("trouble", ["none", "html", "key"])
def test_a_server_without_that_api_is_told_as_such(trouble: str, folder: Path) -> None:
    troubles = {"upload": ["html"] * 9} if trouble == "html" else {}
    key = "another" if trouble == "key" else None
    with server(batches=trouble != "none", troubles=troubles, api_key=key) as stub:
        refused = submit(stub)
        assert refused.exit_code == 2
        complaint = "does not accept the API key" if trouble == "key" else "offers no Batch API"
        assert complaint in refused.stderr


def test_a_server_that_is_gone_is_asked_again_by_the_same_command(folder: Path) -> None:
    with server() as stub:
        submit(stub)
        where = stub.base_url
    for command in (["status", "state"], ["collect", "state"], ["submit", "--state", "state"]):
        refused = batch(*command)
        assert refused.exit_code == 4
        assert f"not finished: no server answers at {where}" in refused.stderr


PAGE = Path(__file__).parents[2] / "docs/batch-api.md"


def test_the_commands_of_the_page_work(folder: Path) -> None:
    (folder / "news").mkdir()
    (folder / "in.jsonl").rename(folder / "news/in.jsonl")
    block = PAGE.read_text(encoding="utf-8").partition("```sh\n")[2].partition("```")[0]
    with server() as stub:
        for line in block.splitlines():
            program, group, *arguments = shlex.split(line)
            assert (program, group) == ("edumutu-llm", "batch")
            done = batch(*arguments, settings={"OPENAI_BASE_URL": stub.base_url}, app=app)
            assert done.exit_code == 0, done.stderr
        assert len(records("records.jsonl")) == COUNT
    books = stub.books
    cost = (books.input_tokens * 0.40 + books.output_tokens * 1.60) / 2_000_000
    assert f"{cost:.4f} USD" in done.stderr


def test_the_arithmetic_of_the_page_is_right() -> None:
    rows = re.findall(
        r"(\d+) × ([\d.]+) \+ (\d+) × ([\d.]+) = (\d+) USD \| (\d+) USD", PAGE.read_text("utf-8")
    )
    price = models.price(ModelConfig("gpt-4.1-mini"))
    assert price is not None
    assert len(rows) == 2
    for tokens_in, price_in, tokens_out, price_out, direct, as_batch in rows:
        assert (float(price_in), float(price_out)) == (price.input_usd, price.output_usd)
        cost = int(tokens_in) * price.input_usd + int(tokens_out) * price.output_usd
        assert (round(cost), round(BATCH_SHARE * cost)) == (int(direct), int(as_batch))
