"""`--dry-run` sends nothing and foretells what the run then takes, by the server's own books.

The stub counts every four characters as a token; the estimate counts as SmolLM2's tokenizer does, which makes
more of them. So the very first estimate is compared with what was sent and answered, counted in its own way;
after a few answers, which show how the stub counts, with the stub's ledger itself.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor.prompts import estimate_tokens
from tests.long_runs import reading, run, write
from tests.servers.openai_stub import OpenAIStub

COUNT, FIRST = 16, 6


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "in.jsonl", COUNT)
    return tmp_path


@pytest.fixture
def stub() -> Iterator[OpenAIStub]:
    with OpenAIStub(reading(COUNT)) as server:
        yield server


def foretold(folder: Path, stub: OpenAIStub, *options: str) -> dict[str, float]:
    """The figures that the dry run prints, by name."""
    before = stub.ledger.requests
    done = run(folder, stub, "--dry-run", *options)
    assert done.exit_code == 0, done.stderr
    assert stub.ledger.requests == before
    found = re.findall(
        r"^(articles|calls|input tokens|output tokens|cost) +(?:about )?([\d.,]+)", done.stdout, re.M
    )
    return {name: float(figure.replace(",", "")) for name, figure in found}


@pytest.mark.parametrize("prompt", ["full", "patch"])
@pytest.mark.parametrize("first", [0, FIRST], ids=["with those", "after others"])
def test_after_a_few_answers_it_is_within_a_tenth_of_the_ledger(
    first: int, prompt: str, folder: Path, stub: OpenAIStub
) -> None:
    options = ("--prompt", prompt)
    write(folder / "in.jsonl", FIRST)
    assert run(folder, stub, *options).exit_code == 0
    write(folder / "in.jsonl", COUNT, first=first)
    told = foretold(folder, stub, *options)
    ledger = stub.ledger
    before = (ledger.requests, ledger.input_tokens, ledger.output_tokens)
    assert run(folder, stub, *options).exit_code == 0
    calls, read, written = (
        now - then
        for now, then in zip(
            (ledger.requests, ledger.input_tokens, ledger.output_tokens), before, strict=True
        )
    )
    assert told == {
        "articles": COUNT - first,
        "calls": calls,
        "input tokens": pytest.approx(read, rel=0.1),
        "output tokens": pytest.approx(written, rel=0.1),
        "cost": pytest.approx((2 * read + 8 * written) / 1e6, rel=0.1),
    }
    assert foretold(folder, stub, *options) == {
        "articles": COUNT - first,
        "calls": 0,
        "input tokens": 0,
        "output tokens": 0,
        "cost": 0,
    }


def test_before_any_answer_it_is_within_a_tenth_by_its_own_tokenizer(folder: Path, stub: OpenAIStub) -> None:
    told = foretold(folder, stub)
    assert not any((folder / "home").rglob("*.journal"))
    assert run(folder, stub).exit_code == 0
    asked = [estimate_tokens(message["content"]) + 4 for body in stub.bodies for message in body["messages"]]
    answered = [estimate_tokens(reading(COUNT)(body)) for body in stub.bodies]
    assert told["calls"] == stub.ledger.requests
    assert told["input tokens"] == pytest.approx(sum(asked), rel=0.1)
    assert told["output tokens"] == pytest.approx(sum(answered), rel=0.1)


def test_what_a_journal_holds_is_not_foretold(folder: Path, stub: OpenAIStub) -> None:
    options = ("--journal", "run.journal", "--no-cache", "--resume")
    assert foretold(folder, stub, *options)["calls"] == COUNT
    assert not (folder / "run.journal").exists()
    write(folder / "in.jsonl", FIRST)
    assert run(folder, stub, *options).exit_code == 0
    write(folder / "in.jsonl", COUNT)
    assert foretold(folder, stub, *options)["calls"] == COUNT - FIRST


def test_articles_that_cannot_be_read_are_told_and_cost_nothing(folder: Path, stub: OpenAIStub) -> None:
    (folder / "in.jsonl").write_text(json.dumps({"text": "Rapat."}) + "\n{\n", encoding="utf-8")
    done = run(folder, stub, "--dry-run")
    assert "2 (1 cannot be read)" in done.stdout
    assert re.search(r"^calls +1$", done.stdout, re.M)


def test_without_prices_the_cost_is_unknown(folder: Path, stub: OpenAIStub) -> None:
    assert re.search(
        r"^cost +unknown: set price_input", run(folder, stub, "--dry-run", settings={}).stdout, re.M
    )


def test_the_rules_ask_nobody(folder: Path) -> None:
    done = run(folder, None, "--dry-run")
    assert (done.exit_code, done.stderr) == (0, "")
    assert "calls          none: no model is set" in done.stdout
