"""Readings of short surfaces, remembered: rules, check, claims and the next article read the same ones again.

What a surface reads as depends on nothing but the surface and its context. The longest and the oldest are not
kept, so that memory stays flat however many articles go by.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, wraps
from typing import Any, TypeVar, cast

_LONGEST = 200
_MOST, _MOST_PROOFS = 4096, 1024

Reader = TypeVar("Reader", bound=Callable[..., object])
Proof = TypeVar("Proof", bound=Callable[[tuple[str, ...], Any], object])


def remembered(read: Reader) -> Reader:
    """`read`, with a memory of its last few thousand short surfaces; what it returns must be immutable."""
    recall = lru_cache(maxsize=_MOST)(read)

    @wraps(read)
    def reading(surface: str, **context: Hashable) -> object:
        return recall(surface, **context) if len(surface) <= _LONGEST else read(surface, **context)

    return cast(Reader, reading)


def remembered_proof(prove: Proof) -> Proof:
    """`prove`, of surfaces and a value that they may say, with a memory of its last thousand answers."""
    # 1 and 1.0 are equal, but not the same value.
    recall = lru_cache(maxsize=_MOST_PROOFS, typed=True)(prove)

    @wraps(prove)
    def proving(surfaces: tuple[str, ...], claim: Any) -> object:
        is_short = sum(map(len, surfaces)) <= _LONGEST
        return recall(surfaces, claim) if is_short else prove(surfaces, claim)

    return cast(Proof, proving)
