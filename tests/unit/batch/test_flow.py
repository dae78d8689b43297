"""Many articles at once: order, bounds, early ends, and books that agree with what was asked."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from extractor import Article, Extractor, Record, Settings
from extractor.batch import Journal, Ledger, Stop, records, stream
from extractor.errors import ArticleError
from extractor.models import QueueModel
from extractor.pipeline import BudgetError
from extractor.schema.calls import Outcome, Request, Usage

USAGE = Usage(calls=1, input_tokens=100, output_tokens=10, cost_usd=0.01)


class Slow:
    """A model that answers when it is told to; `asked` holds the numbers of the articles in question."""

    name = "slow"

    def __init__(self, usage: Usage = USAGE) -> None:
        self.asked: list[int] = []
        self.peak = 0
        self._usage = usage
        self._open: set[int] = set()
        self._free = threading.Event()
        self._under_way = 0

    def answer(self, *numbers: int) -> None:
        self._open.update(numbers)

    def answer_all(self) -> None:
        self._free.set()

    async def complete(self, request: Request) -> Outcome:
        number = int(request.messages[-1].content.partition("nomor ")[2].split()[0])
        self.asked.append(number)
        self._under_way += 1
        self.peak = max(self.peak, self._under_way)
        await asyncio.sleep(0.002)
        while not self._free.is_set() and number not in self._open:
            await asyncio.sleep(0.002)
        self._under_way -= 1
        return Outcome("complete", {}, self._usage)

    async def close(self) -> None:
        """Hold nothing open."""


def news(count: int) -> Iterator[Article]:
    return (Article(f"a{number}", f"Rapat nomor {number} di Palopo.") for number in range(count))


@pytest.fixture
def extractor(tmp_path: Path) -> Iterator[Callable[..., Extractor]]:
    made: list[Extractor] = []

    def make(answering: Any, **settings: Any) -> Extractor:
        chosen = {"model": "m", "workers": 4, "cache": False, "home": tmp_path, **settings}
        made.append(Extractor(Settings(**chosen), model=answering))
        return made[-1]

    yield make
    for one in made:
        one.close()


def until(is_so: Callable[[], bool]) -> None:
    deadline_s = time.monotonic() + 5
    while not is_so():
        assert time.monotonic() < deadline_s
        time.sleep(0.002)


def ids(reads: Any) -> list[str]:
    return [read.record.article_id for read in reads]


def test_no_more_are_under_way_than_there_are_workers(extractor: Callable[..., Extractor]) -> None:
    model = Slow()
    model.answer_all()
    assert ids(records(extractor(model), news(40))) == [f"a{number}" for number in range(40)]
    assert 1 < model.peak <= 4


def test_a_slow_article_holds_up_no_other_and_order_stays(extractor: Callable[..., Extractor]) -> None:
    model = Slow()
    model.answer(*range(1, 20))
    found: list[str] = []
    thread = threading.Thread(target=lambda: found.extend(ids(records(extractor(model), news(20)))))
    thread.start()
    until(lambda: len(model.asked) == 20)
    assert found == []
    model.answer(0)
    thread.join(5)
    assert found == [f"a{number}" for number in range(20)]


def test_what_is_read_ahead_of_a_slow_article_is_bounded(extractor: Callable[..., Extractor]) -> None:
    model = Slow()
    model.answer(*range(1, 200))
    taken = 0

    def counted() -> Iterator[Article]:
        nonlocal taken
        for article in news(200):
            taken += 1
            yield article

    thread = threading.Thread(target=lambda: list(records(extractor(model), counted())))
    thread.start()
    until(lambda: taken == 32)
    time.sleep(0.05)
    assert taken == 32
    model.answer_all()
    thread.join(20)
    assert taken == 200


@pytest.mark.parametrize("model", [None, QueueModel(lambda _: {})])
def test_while_nobody_takes_records_nothing_more_is_read(
    model: Any, extractor: Callable[..., Extractor]
) -> None:
    taken = 0

    def counted() -> Iterator[Article]:
        nonlocal taken
        for article in news(1000):
            taken += 1
            yield article

    reads = records(extractor(model, model="m" if model else None), counted())
    for _ in range(3):
        next(reads)
    before = taken
    time.sleep(0.05)
    assert taken == before <= 40
    reads.close()


def test_articles_that_cannot_be_read_keep_their_place(extractor: Callable[..., Extractor]) -> None:
    items = [*news(2), ArticleError("bad", "bad.txt", "is empty"), Article("last", "Rapat nomor 9.")]
    reads = list(records(extractor(QueueModel(lambda _: {})), items))
    assert ids(reads) == ["a0", "a1", "bad", "last"]
    assert reads[2].record.run is not None
    assert reads[2].record.run.status == "failed"


def test_the_ledger_holds_what_was_asked_and_what_was_not(
    extractor: Callable[..., Extractor], tmp_path: Path
) -> None:
    for cached in (0, 3):
        ledger = Ledger()
        model = QueueModel(lambda _: Outcome("complete", {}, USAGE._replace(calls=2, retries=1)))
        list(records(extractor(model, cache=True), news(3), ledger=ledger))
        made = 3 - cached
        assert ledger.cached == cached
        assert ledger.usage == Usage(2 * made, made, 100 * made, 10 * made, pytest.approx(0.01 * made))
        assert ledger.statuses == {"ok": 3}


@pytest.mark.parametrize("taken", [0, 1, 5])
def test_a_stop_ends_with_what_was_under_way(taken: int, extractor: Callable[..., Extractor]) -> None:
    model, stop, ledger = Slow(), Stop(), Ledger()
    model.answer_all()

    def asked() -> Iterator[Article]:
        for number, article in enumerate(news(100)):
            if number == taken:
                stop.reason = "interrupted"
            yield article

    reads = list(records(extractor(model), asked(), stop=stop, ledger=ledger))
    assert ids(reads) == [f"a{number}" for number in range(taken + 1)]
    assert ledger.done == len(model.asked) == taken + 1


def test_a_stop_does_not_wait_for_input_that_may_never_come() -> None:
    stop = Stop()

    def silent() -> Iterator[int]:
        yield 1
        stop.ask("interrupted")  # as a signal does while the next item is waited for
        raise AssertionError("this is not reached")

    assert list(stop.bounded(silent())) == [1]
    assert stop.reason == "interrupted"


def test_the_first_reason_to_stop_stands() -> None:
    stop = Stop()
    stop.ask("budget")
    stop.ask("interrupted")
    assert stop.reason == "budget"


@pytest.mark.parametrize("workers", [1, 4])
def test_a_budget_is_exceeded_by_what_is_under_way_and_no_more(
    workers: int, extractor: Callable[..., Extractor]
) -> None:
    model, ledger, stop = Slow(), Ledger(), Stop()
    model.answer_all()
    settings = {"budget_usd": 0.05, "workers": workers}
    reads = list(records(extractor(model, **settings), news(100), ledger=ledger, stop=stop))
    assert stop.reason == "budget"
    assert 5 <= len(model.asked) <= 5 + workers - 1
    assert ledger.usage.calls == len(model.asked) == len(reads) == ledger.done
    assert ledger.usage.cost_usd == pytest.approx(0.01 * len(model.asked))
    assert ledger.abandoned >= 1


def test_an_article_of_several_parts_is_not_asked_about_beyond_the_budget(
    extractor: Callable[..., Extractor],
) -> None:
    model = QueueModel(lambda _: Outcome("complete", {}, USAGE))
    ledger = Ledger()
    text = "\n".join(f"Rapat nomor {number} di Palopo. " * 20 for number in range(100))
    reader = extractor(model, budget_usd=0.02)
    assert list(records(reader, [Article("long", text)], ledger=ledger)) == []
    assert len(model.requests) == ledger.usage.calls == 2
    with pytest.raises(BudgetError):
        reader.extract(Article("next", "Rapat nomor 1."))


def test_what_is_cached_is_within_any_budget(extractor: Callable[..., Extractor]) -> None:
    model = QueueModel(lambda _: Outcome("complete", {}, USAGE))
    list(records(extractor(model, cache=True), news(3)))
    assert ids(records(extractor(model, cache=True, budget_usd=0), news(4))) == ["a0", "a1", "a2"]
    assert len(model.requests) == 3


def test_a_journal_is_taken_from_and_entered(extractor: Callable[..., Extractor], tmp_path: Path) -> None:
    model = QueueModel(lambda _: {})
    first = list(zip("0123", records(extractor(model), news(4)), strict=True))
    with Journal(tmp_path / "j", {}) as journal:
        for _, read in first[::2]:
            assert isinstance(read.item, Article)
            journal.put(read.item, read.record)
    for expected in ([True, False, True, False], [True] * 4):
        ledger = Ledger()
        with Journal(tmp_path / "j", {}, is_resumed=True) as journal:
            reads = list(records(extractor(model), news(4), journal=journal, ledger=ledger))
        assert ids(reads) == ["a0", "a1", "a2", "a3"]
        assert [read.is_resumed for read in reads] == expected
        assert ledger.resumed == sum(expected)
        assert ledger.usage.calls == 4 - ledger.resumed


def test_records_are_in_the_journal_before_those_that_they_wait_for(
    extractor: Callable[..., Extractor], tmp_path: Path
) -> None:
    model = Slow()
    model.answer(1, 2, 3)
    articles = list(news(4))
    with Journal(tmp_path / "j", {}) as journal:
        reads = records(extractor(model, workers=2), articles, journal=journal)
        thread = threading.Thread(target=lambda: list(reads))
        thread.start()
        until(lambda: (tmp_path / "j").read_bytes().count(b"\n") == 4)
        model.answer_all()
        thread.join(5)


@pytest.mark.parametrize("has_model", [True, False])
def test_a_callers_own_loop_gets_records_in_order(
    has_model: bool, extractor: Callable[..., Extractor]
) -> None:
    model = Slow()
    model.answer_all()
    reader = extractor(model if has_model else None, model="m" if has_model else None)

    async def run() -> list[Record]:
        return [record async for record in stream(reader, news(20))]

    assert [record.article_id for record in asyncio.run(run())] == [f"a{number}" for number in range(20)]
    assert model.peak <= 4


def test_a_callers_own_loop_is_told_of_the_budget_after_the_records(
    extractor: Callable[..., Extractor],
) -> None:
    model = Slow()
    model.answer_all()
    found: list[str] = []

    async def run() -> None:
        async for record in stream(extractor(model, workers=1, budget_usd=0.03), news(20)):
            found.append(record.article_id)

    with pytest.raises(BudgetError):
        asyncio.run(run())
    assert found == ["a0", "a1", "a2"]
