"""Articles of requests become records while the event loop goes on answering."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from extractor.articles import posted
from extractor.pipeline import BudgetError, Extractor
from extractor.schema.types import Article
from extractor.service.documents import EXAMPLE_TEXT
from extractor.service.metrics import Metrics
from extractor.service.places import Gone, Places, Threads
from extractor.service.problems import Problem
from extractor.sinks import Entry, Filters, filtered

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

    from extractor.schema.record import Record, Run
    from extractor.settings import Settings

_THREADS = 2
_SHORT_BYTES = 8_000
_MOST_WAITING = 2_000


async def _never() -> bool:
    return False


class Answer(NamedTuple):
    """What came of one article; `text` is its record as JSON, held back as the settings ask."""

    article: Article
    record: Record
    text: str


class Engine:
    """Reads articles; used by one event loop.

    By rules a short article takes less time than a thread would hold up the loop, so it is read in the loop:
    one a turn, so that all else that is ready comes in between. What is longer goes to a thread.

    Args:
        extractor: Makes the records.
        metrics: Where each article is entered.
        tracer: Told of each article.
    """

    def __init__(self, extractor: Extractor, metrics: Metrics, tracer: Tracer) -> None:
        self._extractor = extractor
        self._settings = extractor.settings
        self._metrics = metrics
        self._tracer = tracer
        self._turn = Places(1)
        self._threads = Threads(_THREADS)
        self._asking = Places(self._settings.workers)
        self._waiting = 0
        self._is_spent = False

    async def read(
        self, raw: bytes, kind: posted.Kind, article_id: str | None, *, is_gone: Gone = _never
    ) -> Answer:
        """What comes of the article that a body holds.

        Args:
            raw: The body.
            kind: What it is.
            article_id: The article's id, unless the body tells it.
            is_gone: Asked when its turn has come: nothing is done for a caller who has left.

        Raises:
            ArticleError: The body holds none.
            Problem: Too much is waiting, the budget is used up, or the caller has left.
        """
        places = self._turn if _is_quick(raw, kind) else self._threads
        with self._queued(), self._span() as span:
            if self._settings.needs_model:
                article = await places.do(partial(posted.read, raw, kind, article_id), is_gone)
                record = await self._asked(article, is_gone)
                text = await places.do(partial(as_written, record, article, self._settings), _never)
                answer = Answer(article, record, text)
            else:
                answer = await places.do(partial(self._by_rules, raw, kind, article_id), is_gone)
            assert answer.record.run is not None
            span.set_attributes(facts(answer.record.run))
            self._metrics.article(answer.record.run)
            return answer

    def refusal(self) -> str | None:
        """Why no article would be taken now; None if one would."""
        if self._is_spent:
            return "the budget for models is used up"
        return "too many articles are waiting" if self._waiting >= _MOST_WAITING else None

    def close(self) -> None:
        """End the threads; what they have begun is finished."""
        self._threads.close()

    def _by_rules(self, raw: bytes, kind: posted.Kind, article_id: str | None) -> Answer:
        article = posted.read(raw, kind, article_id)
        record = self._extractor.extract(article)
        return Answer(article, record, as_written(record, article, self._settings))

    def _span(self) -> AbstractContextManager[Span]:
        # Without errors: their messages may quote the article.
        return self._tracer.start_as_current_span(
            "article", record_exception=False, set_status_on_exception=False
        )

    async def _asked(self, article: Article, is_gone: Gone) -> Record:
        async with self._asking.one(is_gone):
            try:
                return await self._extractor.extract_async(article)
            except BudgetError as error:
                self._is_spent = True
                detail = "the budget for models is used up; whoever runs the service can raise it"
                raise Problem(503, "budget-used-up", detail) from error

    @contextmanager
    def _queued(self) -> Iterator[None]:
        if self._waiting >= _MOST_WAITING:
            detail = "too many articles are waiting"
            raise Problem(503, "busy", detail, headers={"Retry-After": "5"})
        self._wait(1)
        try:
            yield
        finally:
            self._wait(-1)

    def _wait(self, change: int) -> None:
        self._waiting += change
        self._metrics.waiting.set(self._waiting)


def _is_quick(raw: bytes, kind: posted.Kind) -> bool:
    """Whether reading takes a few milliseconds at most; pages take more than their texts."""
    return len(raw) <= _SHORT_BYTES and kind != "html" and b'"html"' not in raw


def as_written(record: Record, article: Article, settings: Settings) -> str:
    """The record as JSON on one line, held back as the settings ask; the same as the command line writes.

    Articles out of scope are answered, too: whoever posts one waits for its record.
    """
    filters = Filters(settings.min_confidence, redact_people=settings.redact_people)
    (entry,) = filtered([Entry(record, article.text)], filters)
    return entry.json_text


def facts(run: Run) -> dict[str, str | int | float | bool]:
    """What logs and traces tell of one article: how it went, not what it says."""
    return {
        "engine": run.engine,
        "article_status": run.status,
        "cached": run.cached,
        "calls": run.calls,
        "input_tokens": run.input_tokens,
        "output_tokens": run.output_tokens,
        "cost_usd": run.cost_usd,
    }


def settings_of_service(settings: Settings) -> Settings:
    """The settings with what has no meaning here set aside: formats of files."""
    return replace(settings, format="jsonl")


def warm_up() -> None:
    """Load tables and patterns, so that the first caller does not wait for them."""
    Extractor().extract(Article("warm-up", EXAMPLE_TEXT))
