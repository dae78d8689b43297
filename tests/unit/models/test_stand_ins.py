"""Models without a server: a queue, a function, a recording."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from extractor.errors import SettingsError
from extractor.models import Model, QueueModel, Recorder, Replay
from extractor.schema.calls import Outcome, Request, Usage
from tests.unit.models.asking import PAYLOAD, question

USAGE = Usage(calls=2, retries=1, input_tokens=30, output_tokens=4, cost_usd=0.001)
OUTCOMES = (
    Outcome("complete", PAYLOAD, USAGE),
    Outcome("truncated", usage=USAGE, error="the answer was cut off"),
    Outcome("refused", usage=USAGE, error="the model refused"),
)


def complete(model: Model, *requests: Request) -> list[Outcome]:
    async def main() -> list[Outcome]:
        outcomes = [await model.complete(request) for request in requests]
        await model.close()
        await model.close()
        return outcomes

    return asyncio.run(main())


def test_a_queue_gives_its_outcomes_in_order_and_notes_what_was_asked() -> None:
    model = QueueModel(OUTCOMES, name="antrean")
    requests = [question(text) for text in "abc"]

    assert complete(model, *requests) == list(OUTCOMES)
    assert model.requests == requests
    assert model.name == "antrean"


def test_an_empty_queue_has_no_answer() -> None:
    [outcome] = complete(QueueModel(), question())

    assert outcome.kind == "unavailable"
    assert outcome.usage == Usage()


def test_a_payload_alone_is_a_complete_answer_of_one_call() -> None:
    assert complete(QueueModel([PAYLOAD]), question()) == [Outcome("complete", PAYLOAD, Usage(calls=1))]


def test_a_function_answers_what_it_is_asked() -> None:
    model = QueueModel(lambda request: {"title": None, "people": [], "asked": request.messages[1].content})
    [outcome] = complete(model, question("s1|Palopo"))

    assert outcome.payload is not None
    assert outcome.payload["asked"] == "s1|Palopo"


def test_a_recording_gives_back_what_was_recorded(tmp_path: Path) -> None:
    path = tmp_path / "new" / "answers.jsonl"
    requests = [question(text) for text in "abc"]
    recorded = complete(Recorder(QueueModel(OUTCOMES, name="m"), path), *requests)

    assert recorded == list(OUTCOMES)
    assert complete(Replay(path), *reversed(requests)) == list(reversed(OUTCOMES))


def test_a_recorder_has_the_name_of_what_it_records(tmp_path: Path) -> None:
    recorder = Recorder(QueueModel(name="m"), tmp_path / "a.jsonl")
    asyncio.run(recorder.close())

    assert recorder.name == "m"


def test_what_was_not_asked_then_has_no_answer(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    complete(Recorder(QueueModel(OUTCOMES), path), question("a"))
    other_text, other_limit = complete(Replay(path), question("b"), question("a", max_output_tokens=100))

    assert other_text == other_limit == Outcome("unavailable", error="no recorded answer")


def test_what_did_not_come_is_not_recorded(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    complete(Recorder(QueueModel(), path), question())

    assert path.read_text() == ""


def test_recording_goes_on_where_it_stopped_and_the_last_answer_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    for outcome in OUTCOMES[:2]:
        complete(Recorder(QueueModel([outcome]), path), question("a"))

    assert len(path.read_text().splitlines()) == 2
    assert complete(Replay(path), question("a")) == [OUTCOMES[1]]


def test_a_line_holds_hash_and_outcome_and_nothing_of_the_question(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    request = question("s1|Kalimat dari artikel")
    complete(Recorder(QueueModel(OUTCOMES), path), request)
    line = json.loads(path.read_text())

    assert line.keys() == {"sha256", "outcome"}
    assert line["sha256"] == request.sha256
    assert "Kalimat" not in path.read_text()


@pytest.mark.parametrize(
    "line",
    [
        "",
        "{",
        "[]",
        '{"sha256": "a"}',
        '{"sha256": "a", "outcome": {"kind": "lost", "payload": null, "usage": {}, "error": null}}',
        '{"sha256": "a", "outcome": {"kind": "complete", "payload": null, "usage": {}, "error": null}}',
        '{"sha256": "a", "outcome": {"kind": "empty", "payload": {}, "usage": {}, "error": null}}',
        '{"sha256": "a", "outcome": {"kind": "empty", "payload": null, "usage": {"x": 1}, "error": null}}',
    ],
)
def test_what_is_no_recording_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(line + "\n")

    with pytest.raises(SettingsError, match="line 1"):
        Replay(path)


def test_a_recording_that_is_not_there_or_not_writable_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="cannot be read"):
        Replay(tmp_path / "none.jsonl")
    (tmp_path / "file").write_text("")
    with pytest.raises(SettingsError, match="cannot be written"):
        Recorder(QueueModel(), tmp_path / "file" / "a.jsonl")
