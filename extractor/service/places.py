"""Places where articles are worked on: so many at once, first come first served, none for who has left."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import TypeAlias, TypeVar

from extractor.service.problems import Problem

Gone: TypeAlias = Callable[[], Awaitable[bool]]
"""Whether the caller has left."""

T = TypeVar("T")
_LONG_S = 1.0


class Places:
    """So many places in the event loop; used by one loop.

    Args:
        count: How many.
    """

    def __init__(self, count: int) -> None:
        self._free = asyncio.Semaphore(count)

    @asynccontextmanager
    async def one(self, is_gone: Gone) -> AsyncIterator[None]:
        """Wait for a place and hold it.

        Raises:
            Problem: The caller left while waiting; asked only after a second, for asking takes time.
        """
        started_s = time.monotonic()
        async with self._free:
            if time.monotonic() - started_s > _LONG_S and await is_gone():
                raise Problem(499, "caller-gone", "the caller left before the article's turn came")
            yield

    async def do(self, work: Callable[[], T], is_gone: Gone) -> T:
        """What `work` returns, done in the loop when there is a place.

        Raises:
            Problem: As for `one`.
        """
        async with self.one(is_gone):
            made = work()
            # With the place still held: else all that came in one turn of the loop would be done in it.
            await asyncio.sleep(0)
            return made


class Threads(Places):
    """The same, each place a thread of its own."""

    def __init__(self, count: int) -> None:
        super().__init__(count)
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="articles")

    async def do(self, work: Callable[[], T], is_gone: Gone) -> T:
        """What `work` returns, done in a thread."""
        async with self.one(is_gone):
            return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def close(self) -> None:
        """End the threads; what they have begun is finished."""
        self._pool.shutdown()
