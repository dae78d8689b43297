"""Readings of short surfaces, remembered: rules, check and the next article read the same bodies again.

What a surface reads as depends on nothing but the surface and its context. The longest and the oldest are not
kept, so that memory stays flat however many articles go by.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import TypeVar, cast

_LONGEST = 200
_MOST = 4096

Reader = TypeVar("Reader", bound=Callable[..., object])


def remembered(read: Reader) -> Reader:
    """`read`, with a memory of its last few thousand short surfaces; what it returns must be immutable."""
    recall = lru_cache(maxsize=_MOST)(read)

    @wraps(read)
    def reading(surface: str, **context: Hashable) -> object:
        return recall(surface, **context) if len(surface) <= _LONGEST else read(surface, **context)

    return cast(Reader, reading)
