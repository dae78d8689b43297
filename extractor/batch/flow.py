"""Many articles, several under way at once, records in the order of the input.

The reader of the records sets the pace: while it takes none, nothing further is begun, and input is read only
as the window moves on. So a long stream of articles never stands in memory.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import suppress
from queue import SimpleQueue
from typing import TYPE_CHECKING

from extractor.batch.journal import Journal
from extractor.batch.ledger import Ledger
from extractor.batch.stop import Stop
from extractor.batch.window import Read, Slot, Window
from extractor.errors import ArticleError
from extractor.pipeline import BudgetError, Extractor
from extractor.schema.calls import NO_USAGE
from extractor.schema.types import Article

if TYPE_CHECKING:
    from extractor.schema.record import Record


def records(
    extractor: Extractor,
    items: Iterable[Article | ArticleError],
    *,
    journal: Journal | None = None,
    ledger: Ledger | None = None,
    stop: Stop | None = None,
) -> Iterator[Read]:
    """Read `items` with as many under way at once as the settings' `workers`; results in order.

    An item that cannot be read gives a failed record. Closing the iterator cancels what is under way.

    Args:
        extractor: Reads each article.
        items: Taken one at a time, as there is room for them.
        journal: Its records are taken instead of being made, and those made are entered as they are finished.
        ledger: Where all that is done and paid is entered.
        stop: Ends the run early; with reason `budget` it is asked to here, and articles that the budget left
            unread are missing from the result.

    Raises:
        SettingsError: The journal can no longer be written.
    """
    ended: SimpleQueue[Slot] = SimpleQueue()
    stop = stop or Stop()
    window = Window(extractor, ended.put, journal=journal, ledger=ledger or Ledger(), stop=stop)
    try:
        for item in stop.bounded(items):
            window.begin(item)
            while window.is_full or not ended.empty():
                window.land(ended.get())
                yield from window.leaving()
            yield from window.leaving()
        while not window.is_idle:
            window.land(ended.get())
            yield from window.leaving()
    finally:
        window.cancel()


async def stream(extractor: Extractor, articles: Iterable[Article]) -> AsyncIterator[Record]:
    """As `records`, for callers with an event loop of their own.

    Raises:
        BudgetError: The budget is used up; the records of all articles that were begun have come before.
    """
    ended: asyncio.Queue[Slot] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    stop = Stop()

    def tell(slot: Slot) -> None:
        with suppress(RuntimeError):  # the caller's loop has ended, and nobody waits
            loop.call_soon_threadsafe(ended.put_nowait, slot)

    window = Window(extractor, tell, journal=None, ledger=Ledger(), stop=stop)
    try:
        for article in stop.bounded(articles):
            window.begin(article)
            while window.is_full or not ended.empty():
                window.land(await ended.get())
                for read in window.leaving():
                    yield read.record
        while not window.is_idle:
            window.land(await ended.get())
            for read in window.leaving():
                yield read.record
    finally:
        window.cancel()
    if stop.reason is not None:
        raise BudgetError(NO_USAGE)
