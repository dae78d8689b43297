"""How entries lie in the database: compressed text, and nothing that could run when it is read.

diskcache unpickles whatever a row marks as a pickle (CVE-2025-69872), also below its JSONDisk. Here such a
row is damaged, like any other that this module did not write.
"""

from __future__ import annotations

import zlib
from typing import Any

import diskcache
from diskcache.core import MODE_BINARY, MODE_RAW

_LEVEL = 1
"""Of zlib: the fastest."""


class DamagedError(ValueError):
    """A row that holds no text written by `TextDisk`."""


class TextDisk(diskcache.JSONDisk):  # type: ignore[misc]  # diskcache has no types
    """Keys are plain strings, values JSON text that is not encoded a second time."""

    def put(self, key: str) -> tuple[str, bool]:
        """The key as its column has it."""
        return key, True

    def get(self, key: object, raw: object) -> str:
        """The key of a row; a pickled one is refused."""
        if not raw or not isinstance(key, str):
            raise DamagedError("a key is no text")
        return key

    def store(self, value: str, read: bool, key: object = diskcache.UNKNOWN) -> Any:
        """Size, mode, file name and value columns of a text."""
        del read
        packed = zlib.compress(value.encode("utf-8", "surrogatepass"), _LEVEL)
        return diskcache.Disk.store(self, packed, False, key=key)

    def fetch(self, mode: int, filename: str | None, value: object, read: bool) -> str:
        """The text of a row; a pickled one is refused."""
        del read
        if mode not in (MODE_RAW, MODE_BINARY):
            raise DamagedError("a value is no text")
        packed = diskcache.Disk.fetch(self, mode, filename, value, False)
        try:
            return zlib.decompress(packed).decode("utf-8", "surrogatepass")
        except (zlib.error, TypeError, UnicodeDecodeError) as error:
            raise DamagedError("a value is no text") from error
