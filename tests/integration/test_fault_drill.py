"""Whatever a server does, every article ends with a record that says truly how it came about."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from extractor import Extractor, Record, Settings
from extractor.batch import records
from extractor.schema.types import Article
from tests.injections import NEWS
from tests.servers.faults import Fault, Plan, always, digest, mix, script, status
from tests.servers.openai_stub import OpenAIStub
from tests.servers.readers import asked_for, read_by_rules, shown_text

ATTEMPTS = 2
SILENT = frozenset(("timeout", "drip"))
"""Faults that end with the client's patience, which is short only where it has to be."""


class Drill(NamedTuple):
    """What came of a run: the records in order, and the server's books."""

    records: tuple[Record, ...]
    stub: OpenAIStub

    @property
    def usage(self) -> tuple[int, int, int]:
        """Calls, input and output tokens that the records own up to."""
        runs = [record.run for record in self.records if record.run is not None]
        return (
            sum(run.calls for run in runs),
            sum(run.input_tokens for run in runs),
            sum(run.output_tokens for run in runs),
        )

    @property
    def ledger(self) -> tuple[int, int, int]:
        """The same as the server counted it."""
        ledger = self.stub.ledger
        return ledger.requests, ledger.input_tokens, ledger.output_tokens


@cache
def news(count: int) -> tuple[Article, ...]:
    """Articles that differ in a figure and in the name of their editor."""
    texts = tuple(NEWS.values())
    return tuple(
        Article(f"news-{number}", f"{texts[number % len(texts)]}\nSebanyak {300 + number} guru hadir.\n")
        for number in range(count)
    )


def _mark(text: str) -> str:
    """The words that only one article has, in its text or as a prompt shows it."""
    start = text.rindex("Sebanyak ")
    return text[start : text.index(" guru", start)]


@cache
def _answers(count: int) -> dict[str, str]:
    """What a good model says of each article."""
    return {
        _mark(article.text): json.dumps(read_by_rules(article), ensure_ascii=False) for article in news(count)
    }


def answering(count: int) -> Callable[[Mapping[str, Any]], str]:
    answers = _answers(count)
    return lambda body: '{"values": []}' if asked_for(body) == "repair" else answers[_mark(shown_text(body))]


def run(stub: OpenAIStub, home: Path, count: int = 1, **settings: Any) -> Drill:
    """Read so many articles with the model behind `stub`."""
    chosen = {"engine": "hybrid", "timeout_s": 10, "max_attempts": ATTEMPTS, "cache": False, **settings}
    with Extractor(Settings(model="stub", base_url=stub.base_url, home=home, **chosen)) as extractor:
        return Drill(tuple(read.record for read in records(extractor, news(count))), stub)


def drill(home: Path, plan: Plan, count: int = 1, **settings: Any) -> Drill:
    with OpenAIStub(answering(count), plan=plan) as stub:
        return run(stub, home, count, **settings)


def values(record: Record) -> dict[str, Any]:
    return record.model_dump(mode="json", exclude={"provenance", "run"})


@cache
def by_rules(article: Article) -> dict[str, Any]:
    return values(Extractor().extract(article))


def sources(record: Record) -> set[str]:
    return {entry.source for entry in record.provenance.values()}


def kind_of(record: Record) -> str:
    """`ok`, or the kind of outcome that the record fell back for."""
    assert record.run is not None
    if record.run.status == "ok":
        assert record.run.error is None
        return "ok"
    return str(record.run.error).partition(":")[0]


FAULTS: Iterable[tuple[Fault, str, int]] = (
    (status(400), "unavailable", 1),
    (status(401), "unavailable", 1),
    (status(403), "unavailable", 1),
    (status(404), "unavailable", 1),
    (status(408), "unavailable", ATTEMPTS),
    (status(409), "unavailable", ATTEMPTS),
    (status(429, retry_after="0.1"), "unavailable", ATTEMPTS),
    (status(429), "unavailable", ATTEMPTS),
    (status(500), "unavailable", ATTEMPTS),
    (status(502), "unavailable", ATTEMPTS),
    (status(503), "unavailable", ATTEMPTS),
    (Fault("timeout"), "unavailable", ATTEMPTS),
    (Fault("drip"), "unavailable", ATTEMPTS),
    (Fault("reset"), "unavailable", ATTEMPTS),
    (Fault("half_body"), "unavailable", ATTEMPTS),
    (Fault("broken_body"), "unavailable", ATTEMPTS),
    (Fault("no_choices"), "unavailable", ATTEMPTS),
    (Fault("html"), "unavailable", 1),
    (Fault("wrong_type"), "unavailable", 1),
    (Fault("truncated"), "truncated", 1),
    (Fault("refusal"), "refused", 1),
    (Fault("content_filter"), "refused", 1),
    (Fault("invalid_json"), "invalid_json", 1),
    (Fault("wrong_shape"), "wrong_shape", 1),
    (Fault("huge"), "wrong_shape", 1),
    (Fault("empty"), "empty", 1),
    (Fault("wrapped"), "ok", 1),
    (Fault("hallucinated"), "ok", 2),  # the second one is the repair's
)


@pytest.mark.parametrize(("fault", "kind", "calls"), FAULTS, ids=[fault.label for fault, _, _ in FAULTS])
def test_each_fault_has_its_outcome_its_count_and_a_record(
    fault: Fault, kind: str, calls: int, tmp_path: Path
) -> None:
    done = drill(tmp_path, always(fault), timeout_s=0.5 if fault.kind in SILENT else 10)
    (record,) = done.records
    assert record.run is not None
    assert kind_of(record) == kind
    assert record.run.calls == calls
    assert done.stub.ledger.kinds == {fault.label: calls}
    assert done.usage == done.ledger
    if kind != "ok":
        assert record.run.status == "fallback"
        assert values(record) == by_rules(news(1)[0])
        assert sources(record) == {"rules"}


@pytest.mark.parametrize("kind", ["truncated", "refusal", "invalid_json", "wrong_shape", "empty"])
def test_a_useless_answer_is_paid_for_and_counted(kind: Any, tmp_path: Path) -> None:
    done = drill(tmp_path, always(Fault(kind)))
    assert done.usage == done.ledger
    assert done.usage[1] > 0


def test_nothing_that_a_model_invents_is_in_the_record(tmp_path: Path) -> None:
    (record,) = drill(tmp_path, always(Fault("hallucinated"))).records
    assert record.run is not None
    assert values(record) == by_rules(news(1)[0])
    assert record.run.dropped


def test_words_around_an_answer_do_no_harm(tmp_path: Path) -> None:
    (wrapped,) = drill(tmp_path, always(Fault("wrapped"))).records
    (plain,) = drill(tmp_path, script(())).records
    assert values(wrapped) == values(plain)
    assert "rules+llm" in sources(wrapped)


@pytest.mark.parametrize(
    "fault",
    [status(503), status(429, retry_after="0.1"), Fault("timeout"), Fault("reset"), Fault("half_body")],
    ids=lambda fault: fault.label,
)
def test_what_time_heals_is_asked_again(fault: Fault, tmp_path: Path) -> None:
    done = drill(tmp_path, script([fault]), timeout_s=1 if fault.kind in SILENT else 10)
    (record,) = done.records
    assert record.run is not None
    assert (kind_of(record), record.run.calls) == ("ok", 2)
    assert done.stub.ledger.kinds == {fault.label: 1, "answer": 1}
    assert done.usage == done.ledger


def test_latency_is_waited_for_by_all_at_once(tmp_path: Path) -> None:
    with OpenAIStub(answering(8), latency_s=0.3) as stub:
        done = run(stub, tmp_path, 8, workers=8)
    assert set(map(kind_of, done.records)) == {"ok"}
    assert stub.ledger.peak == 8


@pytest.mark.parametrize("modes", [("tools", "json_object"), ("json_object",)])
def test_a_server_that_knows_no_schemas_is_asked_in_its_own_way_and_remembered(
    modes: tuple[str, ...], tmp_path: Path
) -> None:
    with OpenAIStub(answering(4), modes=modes) as stub:
        done = run(stub, tmp_path, 4, workers=1)
    assert set(map(kind_of, done.records)) == {"ok"}
    assert stub.ledger.kinds["answer"] == 4
    assert 0 < stub.ledger.kinds["unsupported"] <= 4
    assert done.usage == done.ledger


@pytest.mark.parametrize("fault", [Fault("refusal"), status(401)], ids=lambda fault: fault.label)
def test_without_fallback_the_record_is_failed_and_says_why(fault: Fault, tmp_path: Path) -> None:
    done = drill(tmp_path, always(fault), fallback=False)
    (record,) = done.records
    assert record.run is not None
    assert record.run.status == "failed"
    assert str(record.run.error).startswith(("refused: ", "unavailable: "))
    assert record.text_sha256 is None
    assert done.usage == done.ledger


MIX = {status(503): 0.10, Fault("timeout"): 0.05, Fault("truncated"): 0.05, Fault("refusal"): 0.02}
MANY = {"hybrid": 200, "llm": 50}
ENDS = {
    "answer": "ok",
    "truncated": "truncated",
    "refusal": "refused",
    "503": "unavailable",
    "timeout": "unavailable",
}


def fair_mix(count: int) -> Plan:
    """`MIX` with exactly its shares among the articles' first requests; the later ones are drawn."""
    first: list[Fault | None] = [fault for fault, share in MIX.items() for _ in range(round(share * count))]
    first += [None] * (count - len(first))
    random.Random(7).shuffle(first)
    faults = {_mark(article.text): fault for article, fault in zip(news(count), first, strict=True)}
    later = mix(MIX, seed=7)
    return lambda asked: later(asked) if asked.attempt > 1 else faults[_mark(shown_text(asked.body))]


@pytest.fixture(scope="module", params=list(MANY))
def mixed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Drill:
    home, count = tmp_path_factory.mktemp("home"), MANY[request.param]
    settings = {"engine": request.param, "timeout_s": 2.5, "max_attempts": 4, "workers": 100}
    return drill(home, fair_mix(count), count, **settings)


def test_all_articles_of_the_mix_end_with_a_record_in_order(mixed: Drill) -> None:
    assert len(mixed.records) in MANY.values()
    assert [record.article_id for record in mixed.records] == [one.id for one in news(len(mixed.records))]
    assert {record.run.status for record in mixed.records if record.run} == {"ok", "fallback"}
    assert mixed.stub.ledger.peak > 1


def test_the_mix_had_its_faults(mixed: Drill) -> None:
    kinds = mixed.stub.ledger.kinds
    assert set(kinds) == set(ENDS)
    assert all(kinds[fault.label] >= round(share * len(mixed.records)) for fault, share in MIX.items())


def test_each_record_of_the_mix_tells_how_its_last_request_ended(mixed: Drill) -> None:
    ends = {_mark(shown_text(body)): mixed.stub.ledger.ends[digest(body)] for body in mixed.stub.bodies}
    for article, record in zip(news(len(mixed.records)), mixed.records, strict=True):
        assert record.run is not None
        history = ends[_mark(article.text)]
        assert kind_of(record) == ENDS[history[-1]], history
        assert record.run.calls == len(history)


def test_the_records_of_the_mix_own_up_to_every_token_that_the_server_counted(mixed: Drill) -> None:
    assert mixed.usage == mixed.ledger
    told = Counter(map(kind_of, mixed.records))
    kinds = mixed.stub.ledger.kinds
    assert (told["ok"], told["truncated"], told["refused"]) == (
        kinds["answer"],
        kinds["truncated"],
        kinds["refusal"],
    )


def test_the_provenance_of_the_mix_is_true(mixed: Drill) -> None:
    for article, record in zip(news(len(mixed.records)), mixed.records, strict=True):
        spans = [span for entry in record.provenance.values() for span in entry.evidence]
        assert spans
        assert all(0 <= span.start < span.end <= len(article.text) for span in spans)
        if kind_of(record) == "ok":
            assert sources(record) & {"llm", "rules+llm"}
        else:
            assert sources(record) == {"rules"}
            assert values(record) == by_rules(article)


def test_after_an_outage_only_what_was_not_answered_is_asked_again(tmp_path: Path) -> None:
    outage = mix({status(503): 0.5}, seed=1)
    is_over = False
    with OpenAIStub(answering(20), plan=lambda asked: None if is_over else outage(asked)) as stub:
        first = run(stub, tmp_path, 20, cache=True, workers=8)
        unanswered = sum(kind_of(record) == "unavailable" for record in first.records)
        before = stub.ledger.requests
        is_over = True
        second = run(stub, tmp_path, 20, cache=True, workers=8)
    assert 0 < unanswered < 20
    assert stub.ledger.requests - before == unanswered
    assert set(map(kind_of, second.records)) == {"ok"}
