"""How a run is ended early: no further article is begun, and what is under way comes to its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias, TypeVar

Reason: TypeAlias = Literal["budget", "interrupted"]
T = TypeVar("T")


class _EnoughError(BaseException):
    """Leaves a read that waits for more input, which may never come."""


class Stop:
    """Whether, and why, a run ends before its input does; `reason` is None as long as it does not."""

    def __init__(self) -> None:
        self.reason: Reason | None = None
        self._is_reading = False

    def ask(self, reason: Reason) -> None:
        """End the run; the first reason stands. To be called in the thread that reads, be it by a signal."""
        self.reason = self.reason or reason
        if self._is_reading:
            raise _EnoughError

    def bounded(self, items: Iterable[T]) -> Iterator[T]:
        """`items`, until the run is to end."""
        rest = iter(items)
        while self.reason is None:
            try:
                self._is_reading = True
                item = next(rest)
                self._is_reading = False
            except (_EnoughError, StopIteration):
                return
            finally:
                self._is_reading = False
            yield item
