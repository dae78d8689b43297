"""What all batches of one process may cost together."""

from __future__ import annotations

import threading


class Purse:
    """Adds up what attempts cost; used by any number of threads.

    Args:
        limit_usd: US dollars, None for no limit.
    """

    def __init__(self, limit_usd: float | None) -> None:
        self._limit_usd = limit_usd
        self._lock = threading.Lock()
        self._costs_usd: dict[tuple[str, int], float] = {}

    def note(self, attempt: tuple[str, int], cost_usd: float) -> None:
        """Note what an attempt, a batch's id and which start of it, has cost so far."""
        with self._lock:
            self._costs_usd[attempt] = cost_usd

    @property
    def is_empty(self) -> bool:
        """Whether nothing more is to be asked."""
        with self._lock:
            return self._limit_usd is not None and sum(self._costs_usd.values()) >= self._limit_usd
