"""What was asked once is never asked again, whatever of ours changes; only another question is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from extractor import grounding, rules
from extractor.pipeline import checking
from tests.long_runs import made, reading, run, told, write
from tests.servers.openai_stub import OpenAIStub

COUNT = 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path / "in.jsonl", COUNT)
    return tmp_path


@pytest.fixture
def stub() -> Iterator[OpenAIStub]:
    with OpenAIStub(reading(COUNT + 1)) as server:
        yield server


def calls(folder: Path, stub: OpenAIStub, *options: str) -> int:
    """How many requests one more run takes."""
    before = stub.ledger.requests
    done: Result = run(folder, stub, "--output", "out.jsonl", *options)
    assert done.exit_code == 0, done.stderr
    assert len(told(folder / "out.jsonl")) >= COUNT
    asked = stub.ledger.requests - before
    assert f"; {asked} calls, {len(told(folder / 'out.jsonl')) - asked} cached" in done.stderr
    return asked


def without_figures(article: Any, find: Any = rules.extract) -> Any:
    return {**find(article), "indicators": []}


def nothing_found(*given: Any, ground: Any = grounding.ground, **more: Any) -> Any:
    return ground(*given, **more)._replace(draft={})


@pytest.mark.parametrize("prompt", ["full", "patch"])
def test_unchanged_input_is_asked_about_once(prompt: str, folder: Path, stub: OpenAIStub) -> None:
    assert calls(folder, stub, "--prompt", prompt) == COUNT
    first = (folder / "out.jsonl").read_bytes()
    assert calls(folder, stub, "--prompt", prompt) == 0
    records = told(folder / "out.jsonl")
    assert all(record["run"]["cached"] for record in records)
    assert len(first.splitlines()) == len(records)


def test_of_changed_input_only_the_change_is_asked_about(folder: Path, stub: OpenAIStub) -> None:
    assert calls(folder, stub) == COUNT
    write(folder / "in.jsonl", COUNT + 1)
    assert calls(folder, stub) == 1
    lines = (folder / "in.jsonl").read_text(encoding="utf-8").splitlines()
    (folder / "in.jsonl").write_text("\n".join(reversed(lines)), encoding="utf-8")
    assert calls(folder, stub) == 0


@pytest.mark.parametrize(
    ("prompt", "room", "name", "changed"),
    [
        ("full", rules, "extract", without_figures),
        ("full", grounding, "ground", nothing_found),
        ("full", checking, "weigh", lambda ours, *_, **__: ours),
        ("patch", rules, "extract", without_figures),
    ],
    ids=["rules", "grounding", "reconcile", "rules under a patch"],
)
def test_a_change_of_code_asks_nothing_and_has_its_effect(
    prompt: str,
    room: Any,
    name: str,
    changed: Any,
    folder: Path,
    stub: OpenAIStub,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert calls(folder, stub, "--prompt", prompt) == COUNT
    before = [record["provenance"] for record in told(folder / "out.jsonl")]
    monkeypatch.setattr("extractor.pipeline.keys.record_version", lambda: f"another {name}")
    monkeypatch.setattr(room, name, changed)
    assert calls(folder, stub, "--prompt", prompt) == 0
    after = [record["provenance"] for record in told(folder / "out.jsonl")]
    assert after != before


def test_another_prompt_asks_under_that_prompt_and_the_way_back_is_free(
    folder: Path, stub: OpenAIStub
) -> None:
    asked = [calls(folder, stub, "--prompt", prompt) for prompt in ("full", "patch", "full", "patch")]
    assert asked == [COUNT, COUNT, 0, 0]
    assert {record["run"]["prompt"] for record in told(folder / "out.jsonl")} == {"patch.v1"}


def test_the_same_text_under_another_name_is_known(folder: Path, stub: OpenAIStub) -> None:
    assert calls(folder, stub) == COUNT
    lines = (folder / "in.jsonl").read_text(encoding="utf-8").replace('"news-', '"other-')
    (folder / "in.jsonl").write_text(lines, encoding="utf-8")
    assert calls(folder, stub) == 0
    assert told(folder / "out.jsonl")[0]["article_id"] == made(1)[0].id.replace("news", "other")
