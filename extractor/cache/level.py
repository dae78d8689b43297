"""One table of texts in a folder of its own, for any number of processes at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import diskcache

from extractor.cache.disk import TextDisk

BROKEN = (OSError, sqlite3.Error, diskcache.Timeout, TypeError, ValueError, AssertionError)
"""What a full or read-only disk, a corrupt database and a lock that is never given back raise."""

_LIFETIME_S = 100 * 365 * 86_400.0
"""Entries do not expire; that each has a day to do so far away is how those before a day are found."""

_LOCK_TIMEOUT_S = 10
_MIN_FILE_BYTES = 1 << 20
"""Smaller values lie in the database: reading one more file takes longer than reading them."""


class Size(NamedTuple):
    """How much one level holds; `bytes` are those on disk, the database's own among them."""

    entries: int
    bytes: int


class Level:
    """A dictionary of texts on disk, its oldest entries leaving when it grows past `max_bytes`.

    Every method may raise one of `BROKEN`.
    """

    def __init__(self, folder: Path, *, max_bytes: int) -> None:
        self._texts = diskcache.Cache(
            str(folder),
            timeout=_LOCK_TIMEOUT_S,
            disk=TextDisk,
            size_limit=max_bytes,
            disk_min_file_size=_MIN_FILE_BYTES,
        )
        # Each thread opens a connection when it needs one; the thread that opens a cache may never use it.
        self._texts.close()

    def get(self, key: str) -> str | None:
        """The text under `key`; None if there is none.

        Raises:
            DamagedError: There is something else.
        """
        found: str | None = self._texts.get(key)
        return found

    def put(self, key: str, text: str) -> None:
        """Keep `text` under `key`, in place of what is there."""
        self._texts.set(key, text, expire=_LIFETIME_S)

    def size(self) -> Size:
        """How much there is."""
        return Size(len(self._texts), self._texts.volume())

    def clear(self) -> int:
        """Remove everything; returns how many entries there were."""
        return int(self._texts.clear())

    def remove_before(self, time_s: float) -> int:
        """Remove what was kept before `time_s` (seconds since 1970); returns how many entries."""
        return int(self._texts.expire(time_s + _LIFETIME_S))

    def remove_where(self, is_unwanted: Callable[[str], bool]) -> int:
        """Remove the entries whose key is unwanted; returns how many."""
        return sum(bool(self._texts.delete(key)) for key in list(self._texts) if is_unwanted(key))

    def close(self) -> None:
        """Close this thread's connection; the next use opens another one."""
        self._texts.close()
