"""A window of articles under way: as many as there are workers, in the order of the input.

Input is read only as the window moves on, so a long stream of articles never stands in memory.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable, Iterator
from concurrent.futures import Future
from typing import TYPE_CHECKING, NamedTuple

from extractor.errors import ArticleError
from extractor.pipeline import Extractor, failed_record
from extractor.schema.types import Article

if TYPE_CHECKING:
    from extractor.schema.record import Record


class Read(NamedTuple):
    """An article, or why it could not be read, and the record that came of it."""

    item: Article | ArticleError
    record: Record


def records(extractor: Extractor, items: Iterable[Article | ArticleError]) -> Iterator[Read]:
    """Read `items` with as many under way at once as the settings' `workers`; results in order.

    An item that cannot be read gives a failed record. Closing the iterator cancels what is under way.
    """
    window: deque[tuple[Article | ArticleError, Future[Record]]] = deque()
    limit = _window_size(extractor)
    try:
        for item in items:
            window.append((item, _started(extractor, item)))
            if len(window) >= limit:
                yield _finished(window)
        while window:
            yield _finished(window)
    finally:
        for _, future in window:
            future.cancel()


async def stream(extractor: Extractor, articles: Iterable[Article]) -> AsyncIterator[Record]:
    """As `records`, for callers with an event loop of their own."""
    window: deque[Future[Record]] = deque()
    limit = _window_size(extractor)
    try:
        for article in articles:
            window.append(extractor.submit(article))
            if len(window) >= limit:
                yield await asyncio.wrap_future(window.popleft())
        while window:
            yield await asyncio.wrap_future(window.popleft())
    finally:
        for future in window:
            future.cancel()


def _window_size(extractor: Extractor) -> int:
    """Rules wait for nothing: without a model each record leaves before the next article is read."""
    return extractor.settings.workers if extractor.settings.needs_model else 1


def _started(extractor: Extractor, item: Article | ArticleError) -> Future[Record]:
    if isinstance(item, Article):
        return extractor.submit(item)
    done: Future[Record] = Future()
    done.set_result(failed_record(item))
    return done


def _finished(window: deque[tuple[Article | ArticleError, Future[Record]]]) -> Read:
    item, future = window.popleft()
    return Read(item, future.result())
