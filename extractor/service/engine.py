"""Articles of requests become records in threads of their own, so that the event loop goes on answering."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from extractor.pipeline import BudgetError, Extractor
from extractor.schema.types import Article
from extractor.service.metrics import Metrics
from extractor.service.problems import Problem
from extractor.sinks import Entry, Filters, filtered

if TYPE_CHECKING:
    from extractor.schema.record import Record
    from extractor.settings import Settings

T = TypeVar("T")
_THREADS = 2
_MOST_WAITING = 2_000


class Engine:
    """Reads articles; used by one event loop.

    Args:
        extractor: Makes the records.
        metrics: Where each article is entered.
    """

    def __init__(self, extractor: Extractor, metrics: Metrics) -> None:
        self._extractor = extractor
        self._metrics = metrics
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="articles")
        self._asking = asyncio.Semaphore(extractor.settings.workers)
        self._waiting = 0

    async def compute(self, work: Callable[[], T]) -> T:
        """What `work` returns, computed in a thread.

        Raises:
            Problem: Too much is waiting already.
        """
        if self._waiting >= _MOST_WAITING:
            raise Problem(503, "busy", "too many articles are waiting", headers={"Retry-After": "5"})
        self._wait(1)
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._wait(-1)

    async def record(self, article: Article) -> Record:
        """The record of `article`.

        Raises:
            Problem: Too much is waiting, or the budget is used up.
        """
        try:
            if self._extractor.settings.needs_model:
                record = await self._asked(article)
            else:
                record = await self.compute(lambda: self._extractor.extract(article))
        except BudgetError as error:
            detail = "the budget for models is used up; whoever runs the service can raise it"
            raise Problem(503, "budget-used-up", detail) from error
        if record.run is not None:
            self._metrics.article(record.run)
        return record

    def close(self) -> None:
        """End the threads; what they have begun is finished."""
        self._threads.shutdown()

    async def _asked(self, article: Article) -> Record:
        if self._waiting >= _MOST_WAITING:
            raise Problem(503, "busy", "too many articles are waiting", headers={"Retry-After": "30"})
        self._wait(1)
        try:
            async with self._asking:
                return await self._extractor.extract_async(article)
        finally:
            self._wait(-1)

    def _wait(self, change: int) -> None:
        self._waiting += change
        self._metrics.waiting.set(self._waiting)


def as_written(record: Record, article: Article, settings: Settings) -> str:
    """The record as JSON on one line, held back as the settings ask; the same as the command line writes.

    Articles out of scope are answered, too: whoever posts one waits for its record.
    """
    filters = Filters(settings.min_confidence, redact_people=settings.redact_people)
    (entry,) = filtered([Entry(record, article.text)], filters)
    return entry.json_text


def settings_of_service(settings: Settings) -> Settings:
    """The settings with what has no meaning here set aside: formats of files."""
    return replace(settings, format="jsonl")
