"""So many at once, and of one caller no more than a quarter of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Slots:
    """Places that are taken for a time; used by one event loop.

    Args:
        most: Places there are. Callers without a key are not told apart, and may take them all.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._most_each = max(1, most // 4)
        self._taken: Counter[str | None] = Counter()

    @property
    def taken(self) -> int:
        """How many are taken now."""
        return self._taken.total()

    def is_full(self, owner: str | None) -> bool:
        """Whether there is none left for `owner`."""
        is_too_much = owner is not None and self._taken[owner] >= self._most_each
        return is_too_much or self.taken >= self._most

    @contextmanager
    def one(self, owner: str | None) -> Iterator[None]:
        """Take a place for as long as the block lasts."""
        self._taken[owner] += 1
        try:
            yield
        finally:
            self._taken[owner] -= 1
            if not self._taken[owner]:
                del self._taken[owner]
