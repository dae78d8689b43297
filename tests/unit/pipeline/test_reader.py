"""One article with a model: asked once, checked, weighed, kept; and a record whatever happens."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from extractor import grounding, rules
from extractor.errors import SettingsError
from extractor.models import QueueModel
from extractor.pipeline import Extractor, version
from extractor.schema.calls import Outcome, Request, Usage
from extractor.schema.record import Record, Run
from extractor.schema.types import Article
from extractor.settings import Settings

TEXT = (
    "Rapat Mutu Digelar di Palopo\n\n"
    "PALOPO – Dinas Pendidikan Kota Palopo menggelar rapat koordinasi mutu di Aula SMP Negeri 3 Palopo, "
    "Rabu (2/11/2022).\n\n"
    "Sebanyak 41 orang guru penggerak hadir. Pertemuan ini penting, kata Sulastri Wening.\n"
)
ARTICLE = Article("a", TEXT)
PERSON = {"people": [{"person": "s4 Sulastri Wening", "role": None, "office": None}]}
PAID = Usage(calls=1, input_tokens=900, output_tokens=300, cost_usd=0.001)


def complete(payload: Mapping[str, object]) -> Outcome:
    return Outcome("complete", payload, PAID)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(model="m", base_url="http://127.0.0.1:9/v1", home=tmp_path / "home")


def read(settings: Settings, model: QueueModel, article: Article = ARTICLE) -> Record:
    with Extractor(settings, model=model) as extractor:
        return extractor.extract(article)


def run_of(record: Record) -> Run:
    assert record.run is not None
    return record.run


def values(record: Record) -> dict[str, Any]:
    return record.model_dump(exclude={"run", "provenance"})


def by_rules() -> Record:
    return Extractor().extract(ARTICLE)


def test_the_record_tells_what_was_asked_and_what_it_took(settings: Settings) -> None:
    run = run_of(read(settings, QueueModel([complete(PERSON)])))
    assert (run.engine, run.status, run.error, run.cached) == ("hybrid", "ok", None, False)
    assert (run.model, run.prompt) == ("m", "full.v1")
    assert (run.calls, run.input_tokens, run.output_tokens, run.cost_usd) == (1, 900, 300, 0.001)


def test_an_engine_of_the_model_alone_has_its_values_and_no_others(settings: Settings) -> None:
    record = read(replace(settings, engine="llm"), QueueModel([complete(PERSON)]))
    assert [person.name for person in record.people] == ["Sulastri Wening"]
    assert record.provenance["/people/0/name"].source == "llm"
    assert (record.indicators, record.event) == ([], None)
    assert record.in_scope is True


def test_what_the_article_does_not_say_is_dropped_and_told(settings: Settings) -> None:
    claims = {"people": [{"person": "s4 Bambang Ekalaya", "role": None, "office": None}]}
    record = read(settings, QueueModel([complete(claims)]))
    assert "Bambang" not in record.model_dump_json(exclude={"run"})
    assert ("/people/0/name", "Bambang Ekalaya") in [
        (drop.pointer, drop.value) for drop in run_of(record).dropped
    ]


@pytest.mark.parametrize(
    "kind", ["truncated", "refused", "invalid_json", "wrong_shape", "empty", "unavailable"]
)
@pytest.mark.parametrize("engine", ["llm", "hybrid"])
def test_without_an_answer_the_rules_stand_and_the_reason_is_told(
    settings: Settings, kind: Any, engine: Any
) -> None:
    model = QueueModel([Outcome(kind, None, PAID, "it went wrong")])
    record = read(replace(settings, engine=engine), model)
    run = run_of(record)
    assert (run.engine, run.status, run.error) == (engine, "fallback", f"{kind}: it went wrong")
    assert values(record) == values(by_rules())
    assert (run.calls, run.input_tokens) == (1, 900)


def test_without_fallback_such_an_article_fails(settings: Settings) -> None:
    model = QueueModel([Outcome("refused", None, PAID, "no")])
    record = read(replace(settings, fallback=False), model)
    assert (run_of(record).status, run_of(record).error) == ("failed", "refused: no")
    assert (record.event, record.people, run_of(record).calls) == (None, [], 1)


def test_a_second_run_asks_nothing_and_finds_the_same(settings: Settings) -> None:
    first = read(settings, QueueModel([complete(PERSON)]))
    model = QueueModel()
    again = read(settings, model, replace(ARTICLE, id="b"))
    assert (model.requests, again.article_id) == ([], "b")
    assert (run_of(again).cached, run_of(again).calls, run_of(again).cost_usd) == (True, 0, 0.0)
    assert values(again) | {"article_id": "a"} == values(first)
    assert again.provenance == first.provenance


@pytest.mark.parametrize("prompt", ["full", "patch"])
def test_a_change_of_code_asks_nothing(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, prompt: str
) -> None:
    settings = replace(settings, prompt=prompt)
    payload = PERSON if prompt == "full" else {"add": PERSON}
    first = read(settings, QueueModel([complete(payload)]))
    monkeypatch.setattr("extractor.pipeline.keys.record_version", lambda: "another")
    with_fewer = rules.extract

    def without_figures(article: Article) -> Any:
        return {**with_fewer(article), "indicators": []}

    monkeypatch.setattr(rules, "extract", without_figures)
    model = QueueModel()
    again = read(settings, model)
    assert (model.requests, run_of(again).cached) == ([], True)
    assert first.indicators
    assert not again.indicators
    assert "Sulastri Wening" in [person.name for person in again.people]


@pytest.mark.parametrize("kind", ["truncated", "refused"])
def test_a_failure_that_would_come_again_is_not_paid_for_again(settings: Settings, kind: Any) -> None:
    read(settings, QueueModel([Outcome(kind, None, PAID, "why")]))
    model = QueueModel()
    record = read(settings, model)
    assert model.requests == []
    assert (run_of(record).status, run_of(record).error) == ("fallback", f"{kind}: why")


def test_a_server_that_was_away_is_asked_again(settings: Settings) -> None:
    read(settings, QueueModel([Outcome("unavailable", None, Usage(calls=4), "away")]))
    assert run_of(read(settings, QueueModel([complete(PERSON)]))).status == "ok"


@pytest.mark.parametrize(
    "change",
    [
        {"model": "other"},
        {"prompt": "patch"},
        {"temperature": 0.5},
        {"max_output_tokens": 999},
        {"cache": False},
    ],
    ids=str,
)
def test_another_question_is_asked_anew(settings: Settings, change: dict[str, Any]) -> None:
    read(settings, QueueModel([complete(PERSON)]))
    model = QueueModel([complete({})])
    read(replace(settings, **change), model)
    assert len(model.requests) == 1


def test_what_was_not_found_is_asked_for_once_more_and_kept(settings: Settings) -> None:
    wrong = {"people": [{"person": "s1 Sulastri Wenning Asri", "role": None, "office": None}]}
    repair = {"values": [{"at": "people/0/person", "text": "s4 Sulastri Wening"}]}
    model = QueueModel([complete(wrong), complete(repair)])
    engine = replace(settings, engine="llm")
    record = read(engine, model)
    assert [person.name for person in record.people] == ["Sulastri Wening"]
    assert record.provenance["/people/0/name"].source == "repaired"
    assert run_of(record).calls == 2
    first, second = (sum(len(message.content) for message in one.messages) for one in model.requests)
    assert second <= 0.3 * first
    assert model.requests[1].max_output_tokens <= 0.3 * PAID.output_tokens
    silent = QueueModel()
    assert values(read(engine, silent)) == values(record)
    assert silent.requests == []


def test_a_failed_repair_leaves_what_was_found(settings: Settings) -> None:
    wrong = {"people": [{"person": "s1 Sulastri Wenning Asri", "role": None, "office": None}]}
    model = QueueModel([complete(wrong), Outcome("unavailable", None, Usage(calls=4, retries=3), "away")])
    record = read(settings, model)
    assert (run_of(record).status, run_of(record).calls) == ("ok", 5)


def test_a_bug_behind_the_answer_costs_neither_the_record_nor_the_count(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise KeyError(TEXT)

    monkeypatch.setattr(grounding, "ground", broken)
    record = read(settings, QueueModel([complete(PERSON)]))
    run = run_of(record)
    assert run.status == "fallback"
    assert run.error is not None
    assert run.error.startswith("grounding: KeyError at ")
    assert run.calls == 1
    assert values(record) == values(by_rules())


def test_a_bug_in_the_rules_fails_that_article_alone(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: Article) -> Any:
        raise KeyError(TEXT)

    monkeypatch.setattr(rules, "extract", broken)
    model = QueueModel([complete(PERSON)])
    record = read(settings, model)
    assert run_of(record).status == "failed"
    assert model.requests == []


def test_a_long_article_is_asked_about_in_parts_and_read_as_one(settings: Settings) -> None:
    filler = "Kegiatan ini diikuti oleh banyak pihak dari berbagai daerah di provinsi tersebut. " * 5
    article = Article("long", TEXT + "\n".join(filler for _ in range(30)) + "\nHadir pula Wening Sulastri.\n")

    def reply(request: Request) -> Outcome:
        return complete(PERSON if request.part == 1 else {})

    model = QueueModel(reply)
    record = read(settings, model, article)
    assert len(model.requests) == model.requests[0].parts > 1
    assert run_of(record).calls == len(model.requests)
    assert "Sulastri Wening" in [person.name for person in record.people]


def test_no_further_part_is_paid_for_once_one_has_failed(settings: Settings) -> None:
    article = Article("long", "\n".join([TEXT] * 60))
    model = QueueModel(lambda _: Outcome("truncated", None, PAID, "cut"))
    assert run_of(read(settings, model, article)).calls == 1


def test_a_draft_is_not_corrected_by_an_engine_that_has_none(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="use it with engine 'hybrid'"):
        Extractor(replace(settings, engine="llm", prompt="patch"), model=QueueModel())


def test_openais_server_is_not_asked_without_a_key() -> None:
    with pytest.raises(SettingsError, match="OPENAI_API_KEY"):
        Extractor(Settings(model="m"))


def test_an_event_loop_that_runs_already_is_no_obstacle(settings: Settings) -> None:
    async def caller() -> tuple[Record, Record]:
        with Extractor(settings, model=QueueModel([complete(PERSON)])) as extractor:
            return extractor.extract(ARTICLE), await extractor.extract_async(ARTICLE)

    first, second = asyncio.run(caller())
    assert values(first) == values(second)


def test_the_version_of_records_changes_with_every_room_that_makes_them() -> None:
    assert version.record_version() != version.rules_version()


@pytest.fixture(autouse=True)
def _no_leftovers(settings: Settings) -> Iterator[None]:
    yield
    if settings.home.exists():
        assert settings.home.joinpath("cache").stat().st_mode & 0o077 == 0
